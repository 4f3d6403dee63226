"""Words of one child's result (explain.py, R52)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "tell.before": ("在此之前参加过", "Before that in"),
    "tell.applicant_why": (
        "编号 {applicant}：{result_zh}{school}{name}。原因：{why_zh}。",
        "Applicant {applicant}: {result_en}{school}. Why: {why_en}.",
    ),
    "tell.afterwards_also": ("其后还参加了", "Afterwards also in"),
    "tell.number": ("随机号 {value}", "number {value}"),
    "tell.nearest_first": ("由近到远", "Nearest first"),
    "tell.list": ("填报的志愿", "The list"),
    "tell.choice_schools_before_had_too": (
        "录取的是第 {n} 志愿：轮到时前面的志愿学校已没有足够学位。",
        "It is choice {n}: the schools before it had too few places left when the turn came.",
    ),
    "tell.record_no_results": ("本记录没有结果。", "This record has no results."),
    "tell.there_no_applicant_session": (
        "本场名单中没有编号 {applicant}。",
        "There is no applicant {applicant} in this session.",
    ),
    "tell.bundle_drawn_together": (
        "捆绑组 {unit}，同组：{mates_zh}。",
        "Bundle {unit}, drawn together with {mates_en}.",
    ),
    "tell.draw_not_held_there_no": ("{draw} 未举行派位，没有随机号。", "Draw {draw} was not held; there is no number."),
    "tell.draw_drawn_listed_up": (
        "派位 {draw}：抽出第 {rank} 位，入围至第 {last} 位。",
        "Draw {draw}: drawn {rank}; listed up to {last}.",
    ),
    "tell.draw_rank_last_admitted_rank": (
        "派位 {draw}：录取序号 {rank}，录满序号 {last_zh}。",
        "Draw {draw}: rank {rank}; last admitted rank {last_en}.",
    ),
    "tell.hand": ("手工核对：{line}", "by hand: {line}"),
    "tell.children_same_all_placed_equal": (
        "{label_zh}相同的学生都已录取、志愿完全相同，按规则调到同一所学校。",
        "Children with the same {label_en} were all placed and have equal lists; the rule brings them together.",
    ),
    "tell.metres": ("{name_zh} {row} 米", "{name_en} {row} m"),
    "tell.number_distance_nearer_ones_had": (
        "录取的是第 {n} 近的学校：轮到时更近的 {before} 所已没有足够学位。",
        "It is number {n} by distance: the nearer ones had too few places left when the turn came.",
    ),
    "tell.first_choice": ("录取的就是第一志愿。", "It is the first choice."),
    "tell.choice": ("录取的是第 {n} 志愿。", "It is choice {n}."),
    "tell.since": (
        "更正单 1 至 {number} 之后，现在是：{zh}{school}。",
        "After amendments 1 to {number} it is now: {en}{school}.",
    ),
    "tell.unsound": (
        "本记录核验不符（第 {step} 步），以下说明不可信，请先查明原因。",
        "This record does not verify (step {step}); do not trust what follows before that is cleared up.",
    ),
    "tell.unanchored": (
        "本说明只依据这份记录本身；请把公告和声明的校验码与签字纸质件对照：draw verify。",
        "This is what the record itself says; compare the codes of notice and statement with the signed papers: draw verify.",
    ),
    "tell.draw": ("{before_zh}派位 {other}：", "{before_en} draw {other}:"),
    "tell.position_waiting_list": (
        "{school}{name}候补名单第 {position} 位。",
        "Position {position} on the waiting list of {school}.",
    ),
    "tell.shortlist_draw": ("{school}{name}入围（派位 {draw}）。", "On the shortlist of {school} (draw {draw})."),
    "tell.nearest_school": ("录取的就是最近的学校。", "It is the nearest school."),
    "tell.none": ("无", "none"),
}
