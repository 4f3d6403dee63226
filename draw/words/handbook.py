"""Words of the handbook's frame and of the staffed look-up (R50)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "handbook.title": ("手册", "Handbook"),
    "handbook.operator": ("操作员指南", "Operator's guide"),
    "handbook.notary": ("公证员清单", "Notary's checklist"),
    "handbook.cards": ("现场处置卡", "Incident cards"),
    "handbook.parents": ("告诉家长", "For parents"),
    "handbook.witness": ("见证人一页", "For witnesses"),
    "handbook.network": ("会场网络与投影", "Hall network and projector"),
    "handbook.decides": ("谁决定", "Who decides"),
    "handbook.host": ("主持人说", "The host says"),
    "handbook.screen": ("大屏显示", "On the screen"),
    "handbook.guarantee": ("系统保证", "What the system guarantees"),
    "handbook.steps": ("怎么做", "What to do"),
    "handbook.rulings": ("可登记的裁定", "Rulings that fit"),
    "handbook.no_ruling": ("不需要裁定", "No ruling is needed"),
    "handbook.command": ("命令", "Command"),
    "handbook.ruling": ("{action}（理由：{reason}）", "{action} (reason: {reason})"),
    "lookup.title": ("派位号查询台", "Look-up desk"),
    "lookup.code": ("派位号", "Applicant code"),
    "lookup.form": (
        "印在家庭回执上，形如 {example}；不用姓名，也不用报名号",
        "on the family's slip, like {example}; no names, no other numbers",
    ),
    "lookup.find": ("查询", "Look up"),
    "lookup.print": ("打印小票", "Print the slip"),
    "lookup.unknown": (
        "名单中没有派位号 {code}。请与家庭回执逐位核对；回执上有而这里没有的，请公证员登记。",
        "There is no applicant {code} in the frozen list. Compare with the slip; if the slip says so, tell the notary.",
    ),
    "lookup.bundle_code": (
        "{code} 是捆绑组的代码，组内派位号：{members}。请输入其中一个。",
        "{code} is the code of a bundle of {members}; type one of these.",
    ),
    "lookup.not_frozen": ("名单尚未冻结，还不能查询。", "The list is not frozen yet; there is nothing to look up."),
    "lookup.not_held": (
        "派位尚未产生结果。这是已冻结名单中的一行。",
        "There is no result yet. This is the row of the frozen list.",
    ),
    "lookup.bundle": ("多胞胎捆绑", "bundle"),
    "lookup.mates": ("{unit}，同组：{mates}", "{unit}, with {mates}"),
    "lookup.draws": ("参加的派位", "draws"),
    "lookup.no_draw": ("不参加任何派位", "none"),
    "lookup.notice": ("公告校验码", "notice hash"),
    "lookup.line": ("冻结名单中的一行", "line of the frozen list"),
    "lookup.now": (
        "其后有更正单（至第 {number} 号），现在：{fate_zh} {school}",
        "Amended since (up to no. {number}); now: {fate_en} {school}",
    ),
    "lookup.annulled": ("本场结果已依法撤销。", "This draw has been annulled by law."),
    "lookup.end": (
        "以签字盖章的结果单为准。任何人都可以用公布的文件核对以上内容。",
        "The signed and sealed sheet counts. Anybody can check the above from the published files.",
    ),
}
