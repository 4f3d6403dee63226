"""Words of the rule sheet read out: what each switch means, and what to expect (draw/prose)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "prose.bundle_larger_than_vacancies_keeps": (
        "轮到的捆绑组人数多于空缺的，先由后面放得下的递补，该组仍在原位。",
        "A bundle larger than the vacancies keeps its position while the next that fits moves in.",
    ),
    "prose.bundle_larger_than_vacancies_waits": (
        "轮到的捆绑组人数多于空缺的，等到空缺够整组，后面的不先递补。",
        "A bundle larger than the vacancies waits until there are enough, and everybody behind waits with it.",
    ),
    "prose.who_struck_off_loses_place": (
        "被查实取消资格的，只取消本人，同组其他成员保留；其他人的顺序不变。",
        "Who is struck off loses the place alone; the rest of a bundle keep theirs; nobody else's order changes.",
    ),
    "prose.who_struck_off_takes_whole": (
        "被查实取消资格的，同组全部成员一并取消；其他人的顺序不变。",
        "Who is struck off takes the whole bundle along; nobody else's order changes.",
    ),
    "prose.who_not_reported_then_given": (
        "逾期不报到的，视为放弃录取资格。",
        "Who has not reported by then has given up the place.",
    ),
    "prose.who_not_reported_then_stays": (
        "逾期不报到的，学籍仍留录取学校，不作空缺。",
        "Who has not reported by then stays enrolled there; nothing falls free.",
    ),
    "prose.waiting_list_no_last_day": ("候补名单长期有效。", "The waiting list has no last day."),
    "prose.who_moves_admitted_once_no": (
        "递补的直接录取，无须答复。",
        "Who moves in is admitted at once; no reply is asked.",
    ),
    "prose.leave_most_days_may_asked": (
        "可在该日以前请假，至多 {leave_days} 日。",
        "leave of at most {leave_days} days may be asked for by that day.",
    ),
    "prose.report": ("录取后须在 {report_by} 以前（含当日）报到，{leave_zh}", "Report by {report_by}; {leave_en}"),
    "prose.bundles_passed_over_split": ("被顺延或拆分的捆绑组", "bundles passed over or split"),
    "prose.earlier_draw": ("先举行的派位", "the earlier draw"),
    "prose.smaller_number": ("随机号小的", "the smaller number"),
    "prose.order_waiting_list_one_after": (
        "候补次序，依次比较：{listed_zh}。",
        "Order of the waiting list, one after the other: {listed_en}.",
    ),
    "prose.waiting_list_force_later_vacancies": (
        "候补名单有效期至 {list_until}（含当日），之后的空缺不再递补。",
        "The waiting list is in force to {list_until}; later vacancies are not filled from it.",
    ),
    "prose.offer_answered_within_days_who": (
        "递补通知后 {reply_days} 日内答复；不接受或逾期的退出该校候补。",
        "An offer is answered within {reply_days} days; who declines or stays silent leaves that school's list.",
    ),
    "prose.there_no_leave": ("不准请假。", "there is no leave."),
    "prose.nobody_present_later_changes_numbered": (
        "派位时无须到场。派位后的变动一律另出有编号、有签名的更正单，原结果不改，不重新排序。",
        (
            "Nobody has to be present. Later changes are numbered, signed amendments; the result is never rewritten, "
            "nobody is drawn again."
        ),
    ),
    "prose.names_masked": ("姓名脱敏显示", "names are masked"),
    "prose.no_names_shown": ("不显示姓名", "no names are shown"),
    "prose.priority_group_where_school_says": (
        "优先群体（{who_zh}，用于空缺先补优先群体的学校）",
        "the priority group ({who_en}) where its school says so",
    ),
    "prose.earlier_choice_where_preferences_come": (
        "志愿靠前的（志愿优先的派位）",
        "the earlier choice (where preferences come first)",
    ),
    "prose.sheet_sets_no_day_reporting": ("本方案不设报到期限。", "This sheet sets no day for reporting."),
    "prose.after_draw": ("派位以后", "After the draw"),
    "prose.screen": ("大屏展示", "The screen"),
    "prose.most_units_page_last_one": (
        "大屏每页至多 {page} 个派位对象，最后 {singly} 个逐一展示；{names_zh}。展示快慢不影响结果。",
        "At most {page} units a page, the last {singly} one by one; {names_en}. The pace changes no result.",
    ),
    "prose.bundle_loses_member_before_freeze": (
        "冻结前组内有人被剔除的，该组解除捆绑，其余成员各自参加。",
        "A bundle that loses a member before the freeze is dissolved; the others take part singly.",
    ),
    "prose.bundle_loses_member_before_freeze_goes": (
        "冻结前组内有人被剔除的，其余成员（两人以上）继续捆绑。",
        "A bundle that loses a member before the freeze goes on with the others, if they are two or more.",
    ),
    "prose.members_who_differ_all_go": (
        "同组成员的{label_zh}不一致的，全组列入其中次序最后的一项（次序：{listed_zh}）；其他报名信息不一致的，不予冻结。",
        (
            "Members who differ in {label_en} all go to the later value (order: {listed_en}); members who differ in "
            "anything else stop the freeze."
        ),
    ),
    "prose.members_bundle_who_differ_stop": (
        "同组成员的报名信息不一致的，不予冻结，须先更正或解除捆绑。",
        "Members of a bundle who differ stop the freeze: correct the roster or dissolve the bundle.",
    ),
    "prose.members_who_differ_drawn_singly": (
        "同组成员的{label_zh}不一致的，解除捆绑，各自参加；其他报名信息不一致的，不予冻结。",
        "Members who differ in {label_en} are drawn singly; members who differ in anything else stop the freeze.",
    ),
    "prose.bundles": ("多胞胎捆绑", "Bundles"),
    "prose.multiple_births_may_drawn_together": (
        "多胞胎由家长自愿申请捆绑：一组只有一个号，组内按编号先后。",
        "Multiple births may be drawn together if the parents ask: one number for the bundle, members by code.",
    ),
    "prose.everybody": ("全体学生", "everybody"),
    "prose.condition": ("{label_zh}为{listed_zh}", "{label_en} {listed_en}"),
    "prose.clerical_error_found_before_freeze": (
        "志愿确认后，冻结前发现录入错误的，凭两人签名的更正表更正；冻结后不改。",
        (
            "A clerical error found before the freeze is corrected by a list that two people sign; nothing changes "
            "after it."
        ),
    ),
    "prose.what_confirmed_never_corrected": ("志愿确认后一律不改。", "What was confirmed is never corrected."),
    "prose.who_applied_there_got_further": (
        "已在该处报名（或已录取、已签约）的",
        "who have applied there (or got further)",
    ),
    "prose.who_admitted_there_agreed": ("已被该处录取（或已签约）的", "who are admitted there (or have agreed)"),
    "prose.who_agreed_go_there": ("已与该处签订就读协议的", "who have agreed to go there"),
    "prose.empty_cell_fails_listed_review": (
        "空白的视为不合格，列出待核",
        "an empty cell fails and is listed for review",
    ),
    "prose.empty_cell_stops_freeze": ("空白的须先补齐，否则不予冻结", "an empty cell stops the freeze"),
    "prose.two_families_one_dwelling_list": (
        "本名单中两家同用一处住房的，不予冻结",
        "two families of one dwelling in this list stop the freeze",
    ),
    "prose.two_families_one_dwelling_list_allowed": (
        "本名单中允许两家同用一处住房",
        "two families of one dwelling in this list are allowed",
    ),
    "prose.block_decides_school_blocks_may": (
        "划片优先：每所学校片内学生不得多于其计划，派位不得拆开同一片块。",
        ("The block decides: a school's blocks may not have more children than its places, so that no lot splits one."),
    ),
    "prose.lot_decides_where_there_more": (
        "派位优先：报名超过计划时照常派位，同一片块的学生结果可以不同。",
        "The lot decides: where there are more children than places, children of one block may fare differently.",
    ),
    "prose.between": ("在 {earliest} 至 {latest} 之间{ends_zh}", "between {earliest} and {latest} {ends_en}"),
    "prose.no_other_family_used_dwelling": (
        "“{name}”中该住房 {first} 年起没有被另一家庭使用（{year} 年入学，{years} 年内一户；{counted_zh}）；{shared_zh}",
        (
            "no other family used the dwelling since {first} by the list {name} (enrolment {year}, one family in "
            "{years} years, counted {counted_en}); {shared_en}"
        ),
    ),
    "prose.failure_stops_freeze": ("有不合格的，不予冻结", "a failure stops the freeze"),
    "prose.check": ("审核“{label}”，对象：{who_zh}。{listed_zh}。", "Check {label}, for {who_en}: {listed_en}."),
    "prose.who_place_from_them_may": (
        "前面场次已录取（或正在递补）的学生不得参加本场。",
        "Who has a place from them may not take part.",
    ),
    "prose.who_place_from_them_may_take": (
        "前面场次已录取的学生也可以参加本场。",
        "Who has a place from them may take part too.",
    ),
    "prose.only_children_those_sessions_may": (
        "本场只限前面场次名单中的学生。",
        "Only children of those sessions may take part.",
    ),
    "prose.children_who_not_those_sessions": (
        "不在前面场次名单中的学生也可以参加。",
        "Children who were not in those sessions may take part.",
    ),
    "prose.who_stayed_away_from_last": (
        "上一场没有参加的学生可以再参加本场。",
        "Who stayed away from the last session may come back.",
    ),
    "prose.who_earlier_session_stayed_away": (
        "上一场没有参加的（前面场次的）学生不得再参加本场。",
        "Who was in an earlier session and stayed away from the last one may not come back.",
    ),
    "prose.school_places_those_earlier_sessions": (
        "各校计划就是前面场次最后剩余的学位。",
        "A school's places are those that the earlier sessions left.",
    ),
    "prose.school_places_fixed_anew_session": (
        "各校计划为本场另定。",
        "A school's places are fixed anew for this session.",
    ),
    "prose.not_later_than": ("不晚于 {latest}{mark_zh}", "not later than {latest} {mark_en}"),
    "prose.not_earlier_than": ("不早于 {earliest}{mark_zh}", "not earlier than {earliest} {mark_en}"),
    "prose.who_fails_removed": ("不合格的剔除（{reason_zh}）", "who fails is removed ({reason_en})"),
    "prose.frozen_list_public_line_child": (
        "名单冻结后公开，每名学生一行：{columns_zh}；姓名、证件号只公开封印。",
        "The frozen list is public, a line a child: {columns_en}; name and id only as a seal.",
    ),
    "prose.children_same_same": (
        "{block_zh}相同的学生，{school_zh}必须相同。",
        "Children with the same {block_en} have the same {school_en}.",
    ),
    "prose.session_continues_those_notice_names": (
        "本场接续公告所列的前面场次。",
        "This session continues those that the notice names.",
    ),
    "prose.column_must": ("名册“{column}”须{words_zh}", "{column} {words_en}"),
    "prose.column_is": ("名册“{column}”须为{listed_zh}", "{column} is {listed_en}"),
    "prose.column_filled": ("名册“{column}”须已填写", "{column} is filled in"),
    "prose.those_list_fail": (
        "以名册“{column}”对照“{name}”名单，{words_zh}不合格",
        "by {column}, those {words_en} by the list {name} fail",
    ),
    "prose.column_how": ("名册“{column}”：须{words_zh}", "{column}: {words_en}"),
    "prose.not_also": ("不得同时为：{other_zh}", "not also {other_en}"),
    "prose.checks_before_freeze_order_how": (
        "冻结前依次审核，各项剔除人数公布：",
        "Checks before the freeze, in this order; how many were removed, and why, is published:",
    ),
    "prose.who_may_take_part": ("谁可以参加", "Who may take part"),
    "prose.chances_hang_what_everybody_asks": (
        "录取机会取决于全体的报名，不预先计算。",
        "Chances hang on what everybody asks for; none is told.",
    ),
    "prose.children_units_bundles": (
        "学生 {children} 人，派位对象 {less} 个，其中捆绑 {bundles} 组",
        "{children} children, {less} units, {bundles} bundles",
    ),
    "prose.places": ("可用学位 {places} 个", "{places} places"),
    "prose.list": ("入围限额 {places} 人", "a list of {places}"),
    "prose.places_all": ("各校学位合计 {places} 个", "{places} places in all"),
    "prose.whether_held_depends_earlier_draws": (
        "是否抽签取决于前面的结果",
        "whether it is held depends on earlier draws",
    ),
    "prose.lot_drawn": ("抽签", "a lot is drawn"),
    "prose.being_listed": ("入围", "being listed"),
    "prose.place": ("录取", "a place"),
    "prose.mean_admitted_each_had_nobody": (
        "平均{into} {mean} 人；若都不捆绑，每人 {alone}",
        "mean admitted {mean}; {alone} each had nobody been bundled",
    ),
    "prose.children": ("学生 {children} 人", "{children} children"),
    "prose.chance_single_child": ("单个学生的{into_zh}机会 {value}", "chance of {into_en} for a single child {value}"),
    "prose.each_member": ("，组内每人 {member}", ", of each member {member}"),
    "prose.chance_bundle_whole": (
        "{size} 人捆绑组整组{into}机会 {whole}{extra_zh}",
        "chance of a bundle of {size}, whole {whole}{extra_en}",
    ),
    "prose.children_bundles": ("学生 {children} 人（捆绑 {bundles} 组）", "{children} children ({bundles} bundles)"),
    "prose.sub_quotas_draw_own_places": (
        "分项计划：各项名额加上同校上一项没有用完的名额，但不多于学校剩余学位；没有用完的转入下一项，不倒流。",
        (
            "Sub-quotas: a draw has its own places and those that the quota before it left, never more than the "
            "school has; what it leaves goes to the next one, nothing flows back."
        ),
    ),
    "prose.preference_first_all_first_choices": (
        "志愿优先：先按号由小到大处理全体的第一志愿，再处理还没有录取的学生的第二志愿，依此类推。",
        "Preference first: all first choices by number, then the second choices of those not yet in, and so on.",
    ),
    "prose.number_first_number_each_takes": (
        "小号优先：按号由小到大，轮到谁，谁就取自己志愿中第一所还有学位的学校。",
        "Number first: by number, each takes the first school of the list that still has a place.",
    ),
    "prose.bundle_meets_end_list_taken": (
        "捆绑组遇入围末位时整组入围，入围人数可以略多于限额。",
        "A bundle that meets the end of the list is taken whole; the list may be a little longer.",
    ),
    "prose.bundle_larger_than_what_left": (
        "捆绑组人数多于剩余入围名额时该组顺延，由后面放得下的入围。",
        "A bundle larger than what is left of the list is passed over; the next that fits is taken.",
    ),
    "prose.next_order_takes_turn_who": (
        "入围后不参加评估的，由后面的按序替补。",
        "The next in order takes the turn of who stays away.",
    ),
    "prose.nobody_takes_turn_who_stays": ("入围后不参加评估的，不替补。", "Nobody takes the turn of who stays away."),
    "prose.bundle_no_school_room_split": (
        "没有一所学校放得下整个捆绑组的，拆分：按编号先后，各自取还有学位的学校（家长已书面同意）。",
        (
            "A bundle that no school has room for is split: its members, by code, each take a school with a place "
            "(consented)."
        ),
    ),
    "prose.bundle_no_school_room_not": (
        "没有一所学校放得下整个捆绑组的，不拆分，全组不录取。",
        "A bundle that no school has room for is not split; nobody of it is placed.",
    ),
    "prose.schools_places_together_must_not": (
        "各校计划合计必须不少于学生人数，否则不予冻结。",
        "The schools' places together must not be fewer than the children, or the freeze is refused.",
    ),
    "prose.if_places_fewer_than_children": (
        "学位合计少于学生人数的，按号安置到学位用完，其余学生由教育行政部门另行安置。",
        "If places are fewer than children they go by number until none is left; the authority places the others.",
    ),
    "prose.rounded_down": ("小数舍去", "rounded down"),
    "prose.rounded_up": ("小数进一", "rounded up"),
    "prose.school_places_left": (
        "学校剩余学位的 {percent}%（{words_zh}）",
        "{percent} % of the school's places left ({words_en})",
    ),
    "prose.everybody_put_order_smallest_number": (
        "全体按随机号由小到大排序，一次录足。",
        "Everybody is put in order, smallest number first, and the places are filled in one go.",
    ),
    "prose.children_not_more_than_places": (
        "学生不多于可用学位的，全部录取，不抽签；没有学位的，不再进行；其他的抽签：",
        "Children not more than the places: all are admitted without a lot; no places: not held; else a lot.",
    ),
    "prose.list_times_places_children_not": (
        "入围限额为招生计划的 {multiplier} 倍；学生不多于限额的，全部入围，不抽签。",
        "The list has {multiplier} times the places; children not more than that are all on it without a lot.",
    ),
    "prose.who_finds_no_place_any": (
        "志愿学校都没有学位的，本次不录取。",
        "Who finds no place at any school of the list is not placed in this draw.",
    ),
    "prose.if_everybody_can_first_choice": (
        "全体都能进第一志愿的，不抽签；否则全体抽签。",
        "If everybody can have the first choice no lot is drawn; else a lot among all.",
    ),
    "prose.if_everybody_can_nearest_school": (
        "全体都能去最近的学校的，不抽签；否则全体抽签。",
        "If everybody can have the nearest school no lot is drawn; else a lot among all.",
    ),
    "prose.all_places_school_left": ("学校剩余的全部学位", "all places that the school has left"),
    "prose.count_places": ("{places} 个", "{places}"),
    "prose.who_finds_no_place_any_school": (
        "志愿学校都没有学位的，调剂到还有学位的学校，次序：{offered_zh}。",
        "Who finds no place at any school of the list gets the first with a place in the order {offered_en}.",
    ),
    "prose.schools_choices": (
        "学校：{offered_zh}。志愿依次为：{listed_zh}。",
        "Schools: {offered_en}. Choices: {listed_en}.",
    ),
    "prose.schools_what_near_told": (
        "学校：{offered_zh}。远近以{area_zh}到各校的距离计。",
        "Schools: {offered_en}. What is near is told by {area_en}.",
    ),
    "prose.number_each_goes_nearest_school": (
        "按号由小到大，轮到谁，谁就去最近的还有学位的学校；一样近的，学校代码在前的先。",
        "By number, each goes to the nearest school that still has a place; of two equally near the lower code.",
    ),
    "prose.lot_decides_only_who_list": (
        "抽签只决定谁入围，名单不分先后，也不占学位；录取由其后的评估决定，不在本程序内。",
        ("The lot decides only who is on the list; it has no rank and takes no place. What follows decides admission."),
    ),
    "prose.example_schools_e_w_one": (
        "例：东、西、南校各剩 1 个学位，1、2 号填东西南，3 号填西东南：{example_zh}。",
        "Example: schools E, W, S, one place each; 1 and 2 list E W S, 3 lists W E S: {example_en}.",
    ),
    "prose.after_lot_children_same_who": (
        "抽签录取后，{group_zh}相同的学生都已录取、志愿完全相同而学校不同的，都调到其中志愿最靠前的学校：先用该校余额，再用核增计划，不够就都不调；调出的学位作空缺。",
        (
            "After the lot children with the same {group_en} who are all in, with equal lists, come together at the "
            "best of their schools, by places left, then approved extra ones, or not at all; what they leave falls "
            "free."
        ),
    ),
    "prose.metres": ("{name_zh} {m} 米", "{name_en} {m} m"),
    "prose.placed_outside_draw_besides_places": (
        "派位以外安置的学生（不占招生计划）",
        "Placed outside the draw, besides the places above",
    ),
    "prose.extra_places_approved_only_bring": (
        "已批准核增计划 {approved_extra} 个（{approved_document}），只用于把同组学生调到一校。",
        (
            "{approved_extra} extra places are approved ({approved_document}), only to bring a group together at one "
            "school."
        ),
    ),
    "prose.supplementary_enrolment_new_draw_new": (
        "补录、另行派位是新的一场，须重新公告、重新冻结。",
        "Supplementary enrolment or a new draw is a new session with its own notice and freeze.",
    ),
    "prose.schools_places": ("学校与招生计划", "Schools and places"),
    "prose.at_by": (
        "{group} {count} 人安排到{name}（{school}），依据：{document}。",
        "{group}: {count} at {school}, by {document}.",
    ),
    "prose.places_listed": ("招生计划：{plan_zh}。", "Places: {plan_en}."),
    "prose.school_places": ("{name}（{code}）{places} 人", "{name} ({code}) {places}"),
    "prose.draws_order": (
        "派位 {id} 至 {id_b}，共 {count} 场，按此顺序",
        "Draws {id} to {id_b}: {count}, in this order",
    ),
    "prose.children_whom_earlier_draws_left": (
        "前面的派位（{ids}）中没有录取的学生，符合本次条件的，再参加本次。",
        "Children whom earlier draws ({ids}) left without a place and who match may take part.",
    ),
    "prose.who": ("参加：{who_zh}。", "Who: {who_en}."),
    "prose.quota": ("{school_zh}，名额 {words_zh}", "{school_en}, quota {words_en}"),
    "prose.school": ("学校：{where_zh}。", "School: {where_en}."),
    "prose.draw": ("派位 {id} {title}", "Draw {id}"),
    "prose.also_those_without_place_from": ("连同 {ids} 中没有录取的", "also those without a place from {ids}"),
    "prose.nobody_applies_these": ("无人报名的 {count} 场：{ids}。", "Nobody applies in these {count}: {ids}."),
    "prose.or": ("或", "or"),
    "prose.day_included": ("（含当日）", "(that day included)"),
    "prose.day_not_included": ("（不含当日）", "(that day not included)"),
    "prose.days_included": ("（含首尾两日）", "(both days included)"),
    "prose.days_not_included": ("（不含首尾两日）", "(neither day included)"),
    "prose.continued": ("{areas_zh}（续）", "{areas_en} (continued)"),
    "prose.applicant_code": ("派位号", "applicant"),
    "prose.unit": ("派位对象", "unit"),
    "prose.counted_from_use": ("使用当年算第一年", "from the year of use"),
    "prose.counted_after_use": ("使用的次年算第一年", "from the year after use"),
    "prose.example_preference_first": ("1 号进东校，3 号进西校，2 号进南校", "1 gets E, 3 gets W, 2 gets S"),
    "prose.example_number_first": ("1 号进东校，2 号进西校，3 号进南校", "1 gets E, 2 gets W, 3 gets S"),
    "prose.live_draw_begins_when_least": (
        "正式派位须下列人员至少到齐并签到后才能开始：{listed_zh}。有人不能到场的，须经现场决策组裁定才能开始，但操作员、复核员、公证员各一人不可缺。",
        (
            "A live draw begins when at least these people have signed in: {listed_en}. Where somebody cannot come, "
            "only a ruling of the decision group lets it begin, and never without one operator, one second operator "
            "and one notary."
        ),
    ),
    "prose.decision_group_members_d1_d": (
        "现场决策组共 {group} 人（D1 至 D{group}）",
        "The decision group has {group} members (D1 to D{group})",
    ),
    "prose.ruling_needs_signatures_least": (
        "{who_zh}，裁定须至少 {quorum} 人签字。",
        "{who_en}; a ruling needs the signatures of at least {quorum}.",
    ),
    "prose.everybody_who_signs_declared_writing": (
        "每名签到人员事先书面声明：本人和近亲属没有子女参加本次派位。操作员、复核员、公证员中，任何人不得身兼两职。",
        (
            "Everybody who signs in has declared in writing that neither they nor a close relative has a child in the "
            "draw. Nobody is two of operator, second operator and notary."
        ),
    ),
    "prose.decision_group_one_person_d1": (
        "现场决策组为 1 人（D1），其签字的裁定有效。",
        "The decision group is one person (D1), who signs its rulings.",
    ),
    "prose.all_them_sign_ruling": ("{who_zh}，裁定须全体签字。", "{who_en}; all of them sign a ruling."),
    "prose.persons": ("{kind_zh} {count} 人", "{kind_en} {count}"),
    "prose.hall": ("现场监督与裁定", "In the hall"),
}
