"""Words of what is drawn before and after admission: orders, quotas, cohorts, classes, teams, seats (SPEC §16, R33-R35, R40-R45).

The names of kinds, outcomes and reasons; what the rule sheet says of each kind; what a family is told; lists and maps on paper.
"""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # kinds
    "kind.order": ("顺序抽签", "order by lot"),
    "kind.quota": ("指标到校", "quota places to primaries"),
    "kind.cells": ("整班移交名额", "counts of a cohort transfer"),
    "kind.cohort": ("整班移交", "cohort transfer"),
    "kind.class": ("均衡编班", "balanced classes"),
    "kind.team": ("任课教师团队抽签", "teacher teams by lot"),
    "kind.seats": ("阳光排座", "open seat draw"),
    "kind.late": ("后到学生编班", "late arrivals into classes"),
    # outcomes
    "outcome.placed": ("已编班", "placed in a class"),
    "outcome.selected": ("中签", "selected"),
    "outcome.reserve": ("备选", "in reserve"),
    "outcome.not_selected": ("未中签", "not selected"),
    # reasons of results.csv
    "reason.SELECTED": ("序号在抽取数之内", "the rank is within the number to be selected"),
    "reason.RESERVE": (
        "列为备选，中签者不能到的按序号递补",
        "in reserve: takes the turn of somebody who cannot come, by rank",
    ),
    "reason.NOT_DRAWN": ("序号在中签和备选之后", "the rank is behind those selected and in reserve"),
    "reason.COHORT": ("按序号依次填入该校名额", "by rank, the first school with places left for these children"),
    "reason.COHORT_BUNDLE": ("捆绑组整组到同一所学校", "the bundle goes whole to one school"),
    "reason.COHORT_CLASS": ("所在班整班到该校", "the whole class goes to this school"),
    "reason.COHORT_ONLY": ("单独对应该校，不抽签", "these children all go to this one school, without a lot"),
    "reason.CLASS_DEAL": ("按序号轮流编入", "dealt to the class by rank"),
    "reason.CLASS_WISH": ("捆绑、不同班或均匀分布，先行编入", "placed first: bundled, kept apart, or spread evenly"),
    "reason.LATE": ("编入同性别人数最少、总人数最少的班", "the class with fewest of that sex, then fewest pupils"),
    "reason.LATE_LOT": ("几个班人数相同，按抽签定的班序编入", "several classes were equal; the order by lot decided"),
    # reasons of tables
    "quotawhy.WHOLE": ("只得整数部分", "the whole part"),
    "quotawhy.REMAINDER": ("余数较大，加 1 个", "one more: a larger remainder"),
    "quotawhy.REMAINDER_LOT": ("抽签加 1 个", "one more by lot"),
    "quotawhy.LOT_OUT": ("抽签未加", "no more, by lot"),
    "quotawhy.MINIMUM": ("按最低数", "set to the minimum"),
    "quotawhy.DECLINED": ("书面放弃", "declined in writing"),
    "cellwhy.WHOLE": ("取整数部分", "rounded down"),
    "cellwhy.RAISED": ("进 1", "rounded up"),
    "cellwhy.RAISED_LOT": ("余数相同，抽签进 1", "equal remainders: rounded up by lot"),
    "cellwhy.LOT_OUT": ("余数相同，抽签未进", "equal remainders: not rounded up, by lot"),
    "cellwhy.ONLY": ("单独对应，不抽签", "one school only, without a lot"),
    "teamwhy.TEAM": ("按抽签顺序", "by the order of the lot"),
    "teamwhy.TEAM_RECUSED": (
        "序号在前的团队须回避，或须留给后面的班，按序号取下一个",
        "a team of better rank was passed over: a recusal, or a later class needs it",
    ),
    "seatwhy.FRONT": ("需要坐前排，坐在前排", "needs the front, sits in front"),
    "seatwhy.FRONT_FULL": ("需要坐前排，前排坐满后依次就座", "needs the front; the front was full, the next seat"),
    "seatwhy.SEAT": ("按序号依次就座", "by rank, the next seat"),
    # standing in tables/selected.csv
    "standing.selected": ("中签", "selected"),
    "standing.reserve": ("备选", "reserve"),
    # the event of an amendment
    "event.joined": ("后到学生编入", "a late pupil joined"),
    # the rule sheet read out: in general
    "prose.no_schools": ("本场不涉及学校学位。", "No draw of this session is about places of a school."),
    "prose.no_applicants": (
        "本场抽的是名单上的学校、团队或人员，没有学生参加；名单随规则公开。",
        "What is drawn stands in the lists below: schools, teams or persons. No children take part.",
    ),
    "prose.no_bundles": ("没有学生参加，不涉及捆绑。", "No children take part, so there are no bundles."),
    "prose.always_held_short": ("无论多少都抽签", "drawn whatever the numbers are"),
    "prose.ties_never": (
        "随机号有 64 位，各不相同；万一相同，程序报错停止，不会悄悄排出先后。",
        "Numbers have 64 digits and differ; should two be equal, the program stops with an error and decides nothing.",
    ),
    "prose.carry_admitted": (
        "名单必须正好是前面场次中本校录取的学生，一个不多，一个不少。",
        "The list must be exactly the children admitted at this school in those sessions, none more and none fewer.",
    ),
    "prose.carry_quota": (
        "只限前面场次分到名额的小学；每所小学的学生不得多于它的名额。",
        "Only primaries that those sessions gave places take part, each with no more children than its places.",
    ),
    "prose.carry_late": (
        "现有各班人数须与前面场次的编班结果逐班一致。",
        "The counts of the classes must be those of the earlier sessions' class lists, class by class.",
    ),
    "prose.class_stays": (
        "编班一经确定，不重新编班；后到的学生另开小场次编入，以更正单记录。",
        "Classes stay as drawn: nobody is dealt again; a late pupil comes in by a small session of its own and an amendment.",
    ),
    "prose.bundle_one_number": (
        "捆绑组只有一个号，组内各人结果相同。",
        "A bundle has one number, and its members have one result.",
    ),
    # order
    "prose.order_of_items": (
        "抽的是以下 {count} 项：{items_zh}。",
        "Drawn are these {count}: {items_en}.",
    ),
    "prose.order_of_units": (
        "符合条件的派位对象全部参加；不安排学位。",
        "All units that match take part; nobody gets a place by this.",
    ),
    "prose.order_take": (
        "按随机号由小到大排序，前 {take} 位中签，其后 {reserves} 位为备选，按序号递补。",
        "In ascending order of numbers the first {take} are selected and the next {reserves} stand in reserve, in order.",
    ),
    "prose.order_take_only": (
        "按随机号由小到大排序，前 {take} 位中签，不设备选。",
        "In ascending order of numbers the first {take} are selected; there are no reserves.",
    ),
    # quota
    "prose.quota_of_school": (
        "{name}（{code}）的 {seats} 个名额分配到 {count} 所小学。",
        "{seats} places of {name} ({code}) are apportioned among {count} primaries.",
    ),
    "prose.quota_of_all": (
        "各校合计 {seats} 个名额分配到 {count} 所小学。",
        "{seats} places of all schools together are apportioned among {count} primaries.",
    ),
    "prose.quota_share": ("{label}占 {percent}%", "{label} {percent}%"),
    "prose.quota_weights": (
        "权重由这些因素组成：{shares_zh}；每一项按本校数占各校总数的比例计算。",
        "The weight is made of: {shares_en}; of each, the primary's number as a part of the sum over all primaries.",
    ),
    "prose.quota_arithmetic": (
        "应得数＝名额总数×权重，用分数精确计算，不用小数。先各得整数部分，再分剩下的名额。权重为零的没有名额。",
        "A primary's due is places × weight, in exact fractions, never decimals. First the whole parts; then the places that "
        "are left. Who has no weight has no place.",
    ),
    "prose.quota_largest": (
        "剩下的名额按余数由大到小各加 1 个；余数相同的，随机号小的先得。",
        "Those left go one each by the largest remainder; of equal remainders the smaller number comes first.",
    ),
    "prose.quota_by_lot": (
        "剩下的名额在有余数的小学中抽签，随机号小的先得，每校最多加 1 个。",
        "Those left go by lot among the primaries with a remainder, smaller number first, at most one each.",
    ),
    "prose.quota_minimum": (
        "每所有权重的小学最低 {minimum} 个：应得数不到的定为 {minimum} 个，其余名额在其余小学中按权重重算，直到没有新的不足。",
        "A primary with a weight has at least {minimum}: who would have less is set to it, the other places are apportioned "
        "again among the others, until nobody new is short.",
    ),
    "prose.quota_no_minimum": ("不设最低数。", "There is no minimum."),
    "prose.quota_items": ("各小学的数：{items_zh}。", "Numbers of the primaries: {items_en}."),
    "prose.quota_declined": (
        "{label}（{code}）书面放弃，不参加分配，依据：{document}。",
        "{label} ({code}) has declined in writing and takes no part, by {document}.",
    ),
    "prose.quota_line": ("{name}（{code}）{seats} 个名额", "{name} ({code}): {seats} places"),
    "prose.quota_line_all": ("各校合计 {seats} 个名额", "all schools together: {seats} places"),
    # cells
    "prose.cells_what": (
        "定出每个{row_zh}有多少{what_zh}到每所学校：{offered_zh}。",
        "How many {what_en} of each {row_en} go to each school: {offered_en}.",
    ),
    "prose.cells_pupils": ("名学生", "children"),
    "prose.cells_codes": ("个整体（同一“{what_zh}”）", "groups (one value of {what_en})"),
    "prose.cells_counted": ("计入的学生：{who_zh}。", "Counted are: {who_en}."),
    "prose.cells_by_places": (
        "各校的任务数就是招生计划；合计必须正好等于人数，不放大也不缩小。",
        "A school's task is its places; together they must be exactly the children, nothing is scaled.",
    ),
    "prose.cells_by_tasks": (
        "各校的任务数：{tasks_zh}；合计必须正好等于移交的总数，同一“{label_zh}”的学生不拆开。",
        "The schools' tasks: {tasks_en}; together exactly as many as there are, and children with the same {label_en} stay "
        "together.",
    ),
    "prose.cells_arithmetic": (
        "每格的目标数＝该行人数×该校任务数÷总数，用分数精确计算。每格只取目标数的整数部分，或再加 1；每行、每校的合计都正好。",
        "The target of a cell is row × task ÷ total, in exact fractions. Each cell is its target rounded down or up, and every "
        "row and every school sums exactly.",
    ),
    "prose.cells_order": (
        "余数大的格先看：加 1 以后各合计仍凑得齐的才加；余数相同的，随机号小的先看。",
        "Cells are looked at by the largest remainder: one is rounded up if all sums can still be met; of equal remainders the "
        "smaller number comes first.",
    ),
    "prose.cells_only": (
        "{label}（{value}）单独对应{name}（{code}），全部到该校，先从任务数中扣除，不参加分配。",
        "{label} ({value}) goes to {name} ({code}) alone; its children are taken off that task first.",
    ),
    # cohort
    "prose.cohort_what": (
        "按派位 {plan} 定出的数，每个{row_zh}内部抽签决定谁到哪所学校；学校的先后：{offered_zh}。",
        "By the counts of draw {plan}, a lot within each {row_en} says who goes where; schools in this order: {offered_en}.",
    ),
    "prose.cohort_turns": (
        "按序号排好，前面的名额轮到第一所学校，接下来的轮到第二所，依此类推。捆绑组先安排：从轮到的学校起，去第一所放得下整组的，到"
        "最后一所再从头找。单个学生再按序号，去第一所还有名额的学校。",
        "In order of rank the first turns belong to the first school, the next ones to the second, and so on. Bundles go first: "
        "from the school of their turn on, the first with room for all of them, after the last the first again. Then each single "
        "child by rank: the first school with a place left.",
    ),
    "prose.cohort_bundles_fit": (
        "冻结前已核对：无论怎样抽签，每个捆绑组都能到同一所学校。",
        "Checked before the freeze: whatever the lot, every bundle finds one school.",
    ),
    "prose.cohort_codes": (
        "同一“{label_zh}”的学生整体走：以其中最小的序号排先后，依次到第一所还有名额的学校，不拆开。",
        "Children with the same {label_en} go together: by the best rank among them, each group to the first school with room, "
        "never apart.",
    ),
    "prose.cohort_whole": (
        "整体走的按其中最小的序号排先后，依次到第一所还有名额的学校。",
        "What moves whole goes by the best rank in it, to the first school with room.",
    ),
    "prose.cohort_only": (
        "单独对应一所学校的，全部到该校，不抽签。",
        "Those with one school only all go there, without a lot.",
    ),
    "prose.cohort_cell": ("{school_zh} {given} 人（每人 {chance}）", "{school_en} {given} (each {chance})"),
    "prose.cohort_known": (
        "本场各格的数不用抽签就已确定，都是单个学生的各行，每名学生的机会：",
        "Here the counts hang on no lot; where all are single children, the chance of each is:",
    ),
    # class
    "prose.class_what": (
        "{name}（{code}）编 {classes} 个班，每班不超过 {cap} 人。编班不看成绩。",
        "{name} ({code}) makes {classes} classes of at most {cap}. No marks enter.",
    ),
    "prose.class_what_each": (
        "编班不看成绩，每班不超过 {cap} 人。",
        "No marks enter; a class has at most {cap}.",
    ),
    "prose.class_line": ("{name}（{code}）编 {classes} 个班", "{name} ({code}): {classes} classes"),
    "prose.class_cyclic": (
        "按{label_zh}分开编（{values_zh}）：各按序号从小到大轮流发到各班，前一类发到哪个班，后一类接着往下发。各班总人数、各类人数最多相"
        "差 1 人。",
        "Each value of {label_en} by itself ({values_en}): by rank to the classes in turn, the next value going on where the one "
        "before stopped. Classes differ by at most 1 in all, and by at most 1 of each.",
    ),
    "prose.class_serpentine": (
        "注意：按蛇形编班，依据：{document}。每类学生从 1 班发到最后一班，再从最后一班发回 1 班，如此往复；后一类从另一头开始。各班"
        "人数可能相差超过 1 人，并不均衡。",
        "WARNING: serpentine dealing, by {document}. Each group goes from class 1 to the last and back again, the next group from "
        "the other end. Sizes may differ by more than 1: this is not balanced.",
    ),
    "prose.class_serpentine_values": (
        "分开编的各类：{label_zh}为{values_zh}。",
        "The groups: {label_en} {values_en}.",
    ),
    "prose.class_bundles": (
        "捆绑组编入同一个班，先行编入：人数多的先编，同样多的按序号；依次看先行编入人数最少的班，条件允许就编入。先行编入的也计入均衡。",
        "A bundle goes into one class, before the others: larger ones first, equal ones by rank, each into the class with fewest "
        "placed so far that the conditions allow. They count for the balance.",
    ),
    "prose.class_apart": (
        "“{label_zh}”相同的学生不同班，也先行编入。",
        "Children with the same {label_en} are in different classes and are placed before the others too.",
    ),
    "prose.class_not_apart": ("没有不同班的要求。", "Nobody is to be kept apart."),
    "prose.class_spread": (
        "{label_zh}为{value_zh}的学生先行编入，均匀分布：每班不超过总数除以班数（有余数进 1）。",
        "Children with {label_en} {value_en} are placed before the others and spread: no class has more than their number divided "
        "by the classes, rounded up.",
    ),
    "prose.class_never_again": (
        "互相矛盾的要求冻结前就被拒绝；冻结前已有一种可行的编法，抽签后 {tries} 步内找不到更好先后的就用它，由抽签定从几班起，绝不"
        "换种子重来。",
        "Wishes that contradict each other are refused before the freeze; a way that works is known then. If the search finds none "
        "within {tries} tries after the lot, that way is used, turned by the lot; never a second seed.",
    ),
    "prose.class_reported": ("{label_zh}分布", "{label_en}"),
    "prose.class_short": (
        "按性别等分开，序号由小到大轮流发到各班；捆绑、不同班、均匀分布的先行编入。",
        "Each group by itself, by rank to the classes in turn; who is bundled, kept apart or spread is placed before.",
    ),
    "prose.class_report": (
        "结果同时公布各班的人数、各类人数{report_zh}和捆绑组数。",
        "Published with the result: the size of each class, its numbers of each group{report_en}, and its bundles.",
    ),
    # team
    "prose.team_of_class": (
        "为派位 {of} 编好的各班抽任课教师团队，共 {count} 个：{teams_zh}。",
        "Teacher teams for the classes of draw {of}, {count} of them: {teams_en}.",
    ),
    "prose.team_alone": (
        "为 {count} 个班抽任课教师团队：{teams_zh}。",
        "Teacher teams for {count} classes: {teams_en}.",
    ),
    "prose.team_how": (
        "团队按随机号由小到大排好；从 1 班起，每班取还没有班的团队中序号最小的一个。抽定后不调换。",
        "Teams are ordered by number, smallest first; from class 1 on each class gets the first team that has none. Nothing is "
        "exchanged afterwards.",
    ),
    "prose.team_recusals": (
        "回避：“{labels_zh}”写明某团队的学生，该团队不教他所在的班；遇到时取下一个，并保证后面各班都还有团队可取。冻结前已核对，无论怎样"
        "编班都排得出来。",
        "Recusal: a team that a pupil names in {labels_en} does not teach that pupil's class; the next team is taken, so that "
        "every later class can still have one. Checked before the freeze: there is a way whatever the classes.",
    ),
    "prose.team_no_recusals": ("没有需要回避的。", "There are no recusals."),
    # seats
    "prose.seats_what": (
        "派位 {of} 编好的各班抽座位：{rows} 排、每排 {columns} 座；第 1 排最靠近讲台，面向讲台从左往右为第 1 座起。",
        "Seats in the classes of draw {of}: {rows} rows of {columns}; row 1 is nearest the teacher's desk, column 1 on the left "
        "when facing it.",
    ),
    "prose.seats_gone": ("没有座位的位置：{seats_zh}。", "Seats that are not there: {seats_en}."),
    "prose.seats_one": ("第 {row} 排第 {column} 座", "row {row} column {column}"),
    "prose.seats_all_there": ("座位没有空缺。", "All seats are there."),
    "prose.seats_need": (
        "需要坐前排的先坐：{marks_zh}；前排为前 {front} 排，坐满的接着往后坐。",
        "Who needs the front is seated first: {marks_en}; the front is the first {front} rows, then the next seats.",
    ),
    "prose.seats_no_need": (
        "没有需要坐前排的要求（前排为前 {front} 排）。",
        "Nobody is marked for the front (the first {front} rows).",
    ),
    "prose.seats_mark": ("{label_zh}为{value_zh}", "{label_en} {value_en}"),
    "prose.seats_bands": (
        "再按{label_zh}分组，依次就座：{values_zh}。",
        "Then by {label_en}, in this order: {values_en}.",
    ),
    "prose.seats_no_bands": ("不按身高等分组。", "There are no bands such as height."),
    "prose.seats_how": (
        "同组内按随机号由小到大，从第 1 排第 1 座起逐座就座；捆绑组只有一个号，组内按派位号。",
        "Within a group by number, smallest first, seat by seat from row 1 column 1; a bundle has one number, its members by code.",
    ),
    # late
    "prose.late_what": (
        "后到的学生编入{name}（{code}）已有的班，每班不超过 {cap} 人；原来各班的学生不动。",
        "Late pupils come into the classes that {name} ({code}) has, at most {cap} in each; nobody there is moved.",
    ),
    "prose.late_counts": (
        "各班现有（{values_zh}）：{classes_zh}。",
        "The classes now ({values_en}): {classes_en}.",
    ),
    "prose.late_class": ("{code} 班 {counts}", "class {code} {counts}"),
    "prose.late_how": (
        "学生按派位号先后，编入未满且同“{label_zh}”人数最少的班，相同的取总人数最少的，再相同的取抽签排在前面的班；每编一人都计入该班。",
        "Pupils in order of code: of the classes that are not full the one with fewest of the same {label_en}, of these the fewest "
        "in all, of these the first by lot; each counts in its class from then on.",
    ),
    # how many take part
    "prose.outlook_items": ("参加抽签 {count} 项", "{count} on the list"),
    "prose.outlook_select": (
        "中签 {take}，备选 {reserves}；各自中签的机会 {chance}",
        "{take} selected, {reserves} in reserve; chance of each to be selected {chance}",
    ),
    "prose.outlook_reserve": ("列入备选的机会 {chance}", "to stand in reserve {chance}"),
    "prose.outlook_quota_sure": (
        "按现有的数，各校名额不用抽签就已确定：{items_zh}",
        "by these numbers no lot is needed: {items_en}",
    ),
    "prose.outlook_quota_lot": (
        "由抽签决定的名额 {more} 个、小学 {among} 所，每所得到的机会 {chance}：{items_zh}",
        "{more} places hang on the lot among {among} primaries, chance of each {chance}: {items_en}",
    ),
    "prose.outlook_classes_even": ("每班 {size} 人", "{size} in a class"),
    "prose.outlook_classes": (
        "每班 {least} 至 {most} 人",
        "{least} to {most} in a class",
    ),
    "prose.outlook_seats": ("座位 {seats} 个", "{seats} seats"),
    "prose.outlook_cells": ("学校 {schools} 所", "{schools} schools"),
    # what a family is told
    "tell.item": (
        "“{label}”（{code}）在派位 {draw} 中：{said_zh}。",
        "{code} ({label}) in draw {draw}: {said_en}.",
    ),
    "tell.selected_at": ("第 {rank} 位，{standing_zh}", "position {rank}, {standing_en}"),
    "tell.selected_of": (
        "派位 {draw}：序号 {rank}（共 {count}）；前 {take} 位中签，其后 {reserves} 位备选。",
        "Draw {draw}: rank {rank} of {count}; the first {take} are selected, the next {reserves} in reserve.",
    ),
    "tell.rank_of": ("派位 {draw}：序号 {rank}（共 {count}）。", "Draw {draw}: rank {rank} of {count}."),
    "tell.quota_seats": (
        "得 {seats} 个名额；原因：{why_zh}",
        "{seats} places; why: {why_en}",
    ),
    "tell.quota_exact": (
        "应得数：整数 {whole}，余数 {fraction}。",
        "Due: whole part {whole}, remainder {fraction}.",
    ),
    "tell.quota_by_hand": (
        "手工核对应得数：{seats} ×（{terms}）。",
        "The due by hand: {seats} × ({terms}).",
    ),
    "tell.quota_by_hand_set": (
        "有小学按最低数定额，其余的应得数按 SPEC 16.4 逐步重算。",
        "Some primaries were set to the minimum; the others' due is computed again step by step (SPEC 16.4).",
    ),
    "tell.row": (
        "“{label}”（{code}）各校的数（派位 {draw}）：{cells_zh}。",
        "{code} ({label}) by school (draw {draw}): {cells_en}.",
    ),
    "tell.row_cell": (
        "{school_zh} {given}（目标 {whole}＋{fraction}，{why_zh}）",
        "{school_en} {given} (target {whole} + {fraction}, {why_en})",
    ),
    "tell.row_by_hand": (
        "手工核对：目标数＝该行人数×该校任务数÷总数；抽签先后的号是“行号-校号”，如 {code}。",
        "By hand: the target is row × task ÷ total; the lot orders codes of row and school by number, such as {code}.",
    ),
    "tell.cohort_row": (
        "“{row_zh}”各校的名额：{cells_zh}。",
        "Places of {row_en} by school: {cells_en}.",
    ),
    "tell.cohort_single": (
        "其中捆绑组先安排 {bundled} 人；单个学生 {singles} 人按序号依次填入余下的名额，本人排第 {place} 位。",
        "Bundles took {bundled} of them first; {singles} single children filled the rest by rank, this child at position {place}.",
    ),
    "tell.cohort_bundle": (
        "本组前面的派位对象共有 {before} 名学生，轮到{turn_zh}；从这所学校起，第一所放得下整组的是{school_zh}。",
        "The units before this bundle have {before} children, so its turn is {turn_en}; from there on the first school with room "
        "for the whole bundle was {school_en}.",
    ),
    "tell.cohort_group": (
        "“{label_zh}”同为 {code} 的 {count} 名学生一起到该校，以其中最小的序号排先后。",
        "The {count} children with the same {label_en}, {code}, go to this school together, by the best rank among them.",
    ),
    "tell.class": ("编入{school_zh} {code} 班。", "Class {code} of {school_en}."),
    "tell.class_sizes": (
        "本班 {size} 人（{own_zh}）；各班 {least} 至 {most} 人。",
        "The class has {size} ({own_en}); the classes have {least} to {most}.",
    ),
    "tell.class_dealt": (
        "同为“{value_zh}”、不属先行编入的学生中，按序号本人排第 {place} 位；从 {first} 班起轮流发，因此到 {code} 班。",
        "Of the others with {value_en} this child stands at position {place} by rank; dealt in turn from class {first}, that is "
        "class {code}.",
    ),
    "tell.class_filled": (
        "同为“{value_zh}”、不属先行编入的学生中，按序号本人排第 {place} 位；先行编入的已占去一部分，其余依次补到同类最少的班。",
        "Of the others with {value_en} this child stands at position {place} by rank; those placed first have taken part of each "
        "class, the others go to the class with fewest of their kind.",
    ),
    "tell.class_serpentine": (
        "同为“{value_zh}”的学生中，按序号本人排第 {place} 位；从 {first} 班起往返发放，因此到 {code} 班。",
        "By rank this child stands at position {place} of those with {value_en}; dealt there and back from class {first}, that is "
        "class {code}.",
    ),
    "tell.class_tied": ("先行编入的原因：{what_zh}。", "Placed first because of: {what_en}."),
    "tell.class_tied_bundle": ("捆绑组 {unit}", "bundle {unit}"),
    "tell.class_tied_apart": ("“{label_zh}”相同的不同班", "kept apart from others with the same {label_en}"),
    "tell.class_tied_spread": ("{label_zh}为{value_zh}的均匀分布", "spread evenly: {label_en} {value_en}"),
    "tell.team": (
        "任课教师团队（派位 {draw}）：{team_zh}。{why_zh}。",
        "Teacher team (draw {draw}): {team_en}. {why_en}.",
    ),
    "tell.team_class": ("教 {code} 班；{why_zh}", "teaches class {code}; {why_en}"),
    "tell.seat": (
        "座位（派位 {draw}）：第 {row} 排第 {column} 座。{why_zh}。",
        "Seat (draw {draw}): row {row}, column {column}. {why_en}.",
    ),
    "tell.seat_place": (
        "班内就座的先后：第 {place} 位（共 {count} 人）。",
        "In the order of seating of the class: {place} of {count}.",
    ),
    "tell.late": (
        "编入时各班（同类人数、总人数）：{classes_zh}。",
        "The classes just before (same kind, in all): {classes_en}.",
    ),
    "tell.late_class": ("{code} 班 {same}/{size}", "{code} {same}/{size}"),
    "tell.late_order": ("班序由抽签定：{classes}。", "The order of the classes by lot: {classes}."),
    "tell.not_item": (
        "本场名单中没有编号 {code}，各抽签的名单中也没有。",
        "There is no applicant {code} in this session, and nothing of that code is drawn.",
    ),
    "tell.no_number": ("{said_zh}，不参加抽签。", "{said_en}; not drawn."),
    # paper: heads of documents and sections
    "further.section": ("名额与抽签结果", "Results of these draws"),
    "further.quota": ("指标到校分配表", "Quota places"),
    "further.cells": ("整班移交分配表", "Counts of the cohort transfer"),
    "further.cells_exact": ("逐格目标数", "Every cell with its target"),
    "further.sum": ("合计", "Sum"),
    "further.selected": ("抽签名单", "Selected, and in reserve"),
    "further.team": ("任课教师团队", "Teacher teams"),
    "further.nobody": ("本场没有学生参加", "No children take part"),
    "further.total_quota": ("合计 {seats} 个名额", "{seats} places in all"),
    "further.total_selected": ("中签 {selected}，备选 {reserves}", "{selected} selected, {reserves} in reserve"),
    "further.total_team": ("{teams} 个团队", "{teams} teams"),
    "further.total_cells": ("合计 {total}", "{total} in all"),
    "further.document": ("依据：{document}", "by {document}"),
    "further.position": ("序号", "Rank"),
    "further.item": ("代码", "Code"),
    "further.label": ("名称", "Name"),
    "further.standing": ("结果", "Standing"),
    "further.whole": ("整数", "Whole"),
    "further.fraction": ("余数", "Remainder"),
    "further.seats": ("名额", "Places"),
    "further.row": ("来源", "From"),
    "further.to": ("学校", "To"),
    "further.count": ("人数", "Count"),
    "further.class": ("班", "Class"),
    "further.in_class": ("{code} 班", "class {code}"),
    "further.team_code": ("团队代码", "Team"),
    "further.team_label": ("团队", "Team name"),
    "further.reason": ("原因", "Reason"),
    # class lists and seat maps
    "classes.list": ("编班名单", "Class lists"),
    "classes.roll": ("编班名册", "Class rolls"),
    "classes.balance": ("均衡情况", "Balance"),
    "classes.seats": ("座位表", "Seat maps"),
    "classes.seat_roll": ("座位名册", "Seat maps with names"),
    "classes.size": ("人数", "Size"),
    "classes.classes": ("班数", "Classes"),
    "classes.bundles": ("捆绑组", "Bundles"),
    "classes.most": ("最多", "Most"),
    "classes.least": ("最少", "Least"),
    "classes.differ": ("相差", "Differ by"),
    "classes.sex": ("性别", "sex"),
    "classes.row": ("排", "Row"),
    "classes.column": ("座", "Column"),
    "classes.seat": ("座位", "Seat"),
    "classes.remark": ("备注", "Remark"),
    "classes.attribute": ("项目", "Of what"),
    "classes.value": ("值", "Value"),
    "classes.children": ("人数", "Children"),
    "classes.head": ("{code} 班", "Class {code}"),
    "classes.team_is": ("任课教师团队：{team_zh}", "Teacher team {team_en}"),
    "classes.count": ("{size} 人（{sexes_zh}）", "{size} pupils ({sexes_en})"),
    "classes.total": (
        "编班 {children} 人，{classes} 个班",
        "{children} pupils in {classes} classes",
    ),
    "classes.as_drawn": (
        "均衡表是派位结果；名单已按更正单除去不在班的学生，后到学生见其场次的名单。",
        "The balance is as drawn; the lists leave out whom amendments took away; late pupils stand in those of their session.",
    ),
    "classes.serpentine": (
        "注意：本校按蛇形编班（依据：{document}），各班人数可能相差超过 1 人。",
        "WARNING: serpentine dealing (by {document}): sizes may differ by more than 1.",
    ),
    "classes.within": (
        "各班人数相差 {all}，各类人数最多相差 {each}。",
        "Sizes differ by {all}, of each kind by at most {each}.",
    ),
    "classes.late": (
        "只列本场编入的后到学生；原来的学生见编班场次的名单。",
        "Only the late pupils of this session; the others stand in the lists of the class session.",
    ),
    "classes.by": ("按{label_zh}", "by {label_en}"),
    "classes.desk": ("讲　台", "Teacher's desk"),
    "classes.gone": ("无座", "no seat"),
    "classes.free": ("空", "free"),
    "classes.left": ("左", "left"),
    "classes.right": ("右", "right"),
    "classes.row_of": ("第 {row} 排", "row {row}"),
    "classes.facing": (
        "面向讲台看：上方为讲台，第 1 排最靠近讲台，从左往右为第 1 座起。",
        "As seen by the pupils facing the desk: row 1 is nearest to it, column 1 on the left.",
    ),
    "classes.part": ("第 {first} 至 {last} 座，第 {top} 至 {bottom} 排", "columns {first}–{last}, rows {top}–{bottom}"),
    "classes.seats_of": ("座位 {there} 个，就座 {size} 人", "{there} seats, {size} pupils"),
}
