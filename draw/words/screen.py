"""Words of the hall's settings at the desk: screen, last row, type size, languages."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "screen.title": ("大屏设置", "The hall's screen"),
    "screen.why": (
        "量一量画面高度和最后一排的距离，字号由此算出。所有大屏立即照办；派位结果和展示分页不受影响。",
        "Measure the height of the picture and the distance of the last row; the type size follows from them. Every projector "
        "follows at once; neither the result nor the pages of the show change.",
    ),
    "screen.height": ("画面高度（米）", "height of the picture (m)"),
    "screen.furthest": ("最后一排到屏幕的距离（米）", "distance of the last row (m)"),
    "screen.aspect": ("画面比例", "shape of the picture"),
    "screen.theme": ("底色", "theme"),
    "screen.order": ("语言", "languages"),
    "screen.density": ("疏密", "density"),
    "screen.wifi": ("现场无线网络名称（可不填）", "name of the Wi-Fi (may be empty)"),
    "screen.help_desk": ("人工查询台（如：2 号台，可不填）", "staffed look-up desk (e.g. 2; may be empty)"),
    "screen.save": ("保存设置", "Save the settings"),
    "screen.card": ("在大屏上显示视力测试卡", "Show the legibility test card"),
    "screen.card_end": ("收起测试卡", "Put the test card away"),
    "screen.saved": ("大屏设置已保存，所有大屏已照办", "The settings are saved and every projector follows them"),
    "screen.unmeasured": (
        "尚未填写画面高度和最后一排距离：按画面高度 6 倍以内的会场排版。",
        "Not measured yet: type is set for a hall no deeper than six times the height of the picture.",
    ),
    "screen.size": (
        "最小字号为画面高度的 {size}%（150 倍视距），{zh}：每页最多 {tiles} 个。",
        "Smallest type {size} % of the height (x150 rule); {en}: up to {tiles} tiles a page.",
    ),
    "screen.too_small": (
        "最后一排看不清：需要画面高度的 {size}%，超出版面。画面至少要高 {height} 米，或者最后一排不远于 {furthest} 米。",
        "The last row cannot read this: it needs type of {size} % of the height, more than a page can hold. The picture must be at "
        "least {height} m high, or the last row no further than {furthest} m.",
    ),
    "screen.page_full": (
        "规则表规定展示每页 {page} 个，本会场只宜 {tiles} 个：字会小于要求。冻结之前可改规则表的 show.page。",
        "The rule sheet shows {page} a page, this hall can read {tiles}: type will be smaller than asked. Before the freeze, "
        "show.page of the rule sheet can be changed.",
    ),
    "screen.height_wrong": (
        "画面高度：请填 {least} 到 {most} 之间的米数，最多两位小数",
        "height of the picture: metres from {least} to {most}, at most two decimals",
    ),
    "screen.furthest_wrong": (
        "最后一排的距离：请填 {least} 到 {most} 之间的米数，最多两位小数",
        "distance of the last row: metres from {least} to {most}, at most two decimals",
    ),
    "screen.choice_wrong": ("请从下列选项中选择：{choices}", "choose one of: {choices}"),
    "screen.text_wrong": (
        "文字太长或含不可见字符：最多 {most}",
        "too long, or with invisible characters: at most {most}",
    ),
    "screen.no_view": (
        "没有这个画面：请输入 1 到 {count} 的编号，或从列表中选择",
        "there is no such view: give a number from 1 to {count}, or choose from the list",
    ),
    "screen.no_code": (
        "本场名单中没有派位号 {code}，请照回执上的号码重新输入",
        "the list of this session has no code {code}; type it again as it stands on the slip",
    ),
    "screen.lookup_early": (
        "全部展示完毕之后才能现场查询：此前大屏上不出现任何人的结果",
        "look-ups come after the whole show: until then nobody's result is on the screen before its page",
    ),
    "screen.no_card": ("没有这张应急卡，请从列表中选择", "there is no such incident card; choose one from the list"),
    "density.auto": ("按距离自动", "from the distance"),
    "density.far": ("远", "far"),
    "density.normal": ("中", "normal"),
    "density.near": ("近", "near"),
    "theme.light": ("浅色（投影）", "light (projector)"),
    "theme.dark": ("深色（LED 屏）", "dark (LED wall)"),
    "order.zh-en": ("中文在前，英文在后", "Chinese first, English second"),
    "order.en-zh": ("英文在前，中文在后", "English first, Chinese second"),
    "order.zh": ("只用中文", "Chinese only"),
}
