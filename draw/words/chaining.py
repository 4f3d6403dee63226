"""Words of chaining sessions: forms, drafts, what is carried on (SPEC §14)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "amend.joined_nobody": (
        "“{event_zh}”记在班级上，编号须留空（现为 {applicant}）；学生在后到那一场的记录中。",
        "{event_en} is noted for the classes: leave applicant empty (now {applicant}); the late session has the pupil.",
    ),
    "amend.joined_school": (
        "“{event_zh}”须写明一所编班学校（{schools}），不是 {school}。",
        "{event_en}: name a school whose classes this session drew ({schools}), not {school}.",
    ),
    "amend.joined_paper": (
        "“{event_zh}”须附后到学生那一场的 statement.txt。",
        "{event_en}: give the statement.txt of the session that placed the late pupil.",
    ),
    "chain.same_registration_number": (
        "与派位号 {applicant} 报名号相同",
        "the same registration number as {applicant}",
    ),
    "chain.without_earlier_sessions_numbers_forms": (
        "没有前场的报名号，无法对应",
        "without the earlier sessions' numbers forms fit no child",
    ),
    "chain.open_earlier_sessions_session": ("用 --session 打开前场", "open the earlier sessions with --session"),
    "chain.same_code_another_child": ("同一派位号是另一学生", "the same code is another child in"),
    "chain.child_another_code": ("同一学生另有派位号 {applicant}", "the child has another code, {applicant}"),
    "chain.these_two_sessions_cannot_both": ("两场不能同时接续", "these two sessions cannot both be continued"),
    "chain.see_row_number_them_apart": (
        "前场 {session} 第 {row} 行，先统一编号",
        "see row {row} of {session}: number them apart",
    ),
    "chain.differs_from_row_same_child": (
        "与同一学生或同组的第 {row} 行不同",
        "differs from row {row} of the same child or bundle",
    ),
    "chain.placed_already": ("派位号 {applicant} 已在 {school} 录取", "{applicant} is placed at {school} already"),
    "chain.hand_form_back": ("退回此表", "hand the form back"),
    "chain.number_id_no_earlier_session": (
        "前场名单中没有此报名号或证件号",
        "this number or id is in no earlier session",
    ),
    "chain.several_children_number": ("几名学生有此报名号", "several children have this number"),
    "chain.keep_one_one_form_bundle": ("只留一份，一组一表", "keep one: one form a bundle"),
    "chain.no_place_left_school": ("该校已无剩余学位", "no place is left at this school"),
    "chain.struck_placed_elsewhere": (
        "派位号 {applicant} 已取消资格或另有去处",
        "{applicant} was struck or is placed elsewhere",
    ),
    "chain.took_no_part_session_before": (
        "派位号 {applicant} 上一场未参加",
        "{applicant} took no part in the session before",
    ),
    "chain.check_number": ("核对报名号", "check the number"),
    "chain.new_child_needs_name_id": ("新报名者须有姓名和证件号", "a new child needs name and id"),
    "chain.add_column_id": ("加证件号列", "add a column with the id"),
    "chain.name_school_places": ("改填有余额的学校", "name a school with places"),
    "chain.fill_both_columns": ("补上两列", "fill in both columns"),
    "chain.record_without_results_cannot_continued": (
        "没有结果，不能接续",
        "a record without results cannot be continued",
    ),
    "chain.not_valid_toml": ("不合 TOML 写法", "not valid TOML"),
    "chain.neither_notice_json_nor_session": ("没有公告也没有派位方案", "neither notice.json nor session.toml"),
    "chain.sheet_does_not_say_what": ("本方案没有写明接续规则", "the sheet does not say what it carries over"),
    "chain.write_table_carry_admitted_applicants": (
        "写出 carry 表",
        "write the table carry: admitted, applicants, abstained, places",
    ),
    "chain.rule_sheet_no_such_line": ("派位方案中没有这一项", "the rule sheet has no such line"),
    "chain.add_line": ("补上此行", "add the line"),
    "chain.correct_see_draw_check": ("先运行 draw check 改正", "correct it, see draw check"),
    "chain.same_number_row_other_data": ("与第 {row} 行同号而内容不同", "the same number as row {row} with other data"),
    "chain.identical_merged": ("完全相同的表已合并，行", "identical forms were merged, rows"),
    "chain.cell_empty": ("此格为空", "the cell is empty"),
    "chain.fill_number": ("填写报名号", "fill in the registration number"),
    "chain.keep_one_two": ("只留一份", "keep one of the two"),
    "chain.must_one": ("须为", "must be one of"),
    "chain.not_school_session": ("不是本场学校", "not a school of this session"),
    "chain.write_like_2026_08_26": ("写成", "write it like 2026-08-26"),
    "chain.no_such_event": ("没有这种事项", "no such event"),
    "chain.not_date": ("日期不合格", "not a date"),
}
