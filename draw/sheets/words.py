"""Every fixed word that a printed sheet shows, Chinese first, English beside it (R49).

One catalogue: a notary proof-reads this file alone, and the fonts know from it which characters every sheet needs.
"""

from typing import Final, NamedTuple


class Label(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str


SHEET: Final = Label("派位结果单", "Result sheet of the random allocation")
SEAL: Final = ("派", "位")
LIVE: Final = Label("正式", "LIVE")
REHEARSAL: Final = Label("演练", "REHEARSAL")
NO_EFFECT: Final = Label("演练结果，不具任何效力", "Rehearsal: no effect, not to be signed as a result")

SESSION: Final = Label("场次", "Session")
SCHEDULED: Final = Label("预定时间", "Scheduled")
CONTINUED: Final = Label("续前页", "continued")

SCHOOL: Final = Label("学校代码", "School code")
PLACES: Final = Label("招生计划", "Places")
APPROVED_EXTRA: Final = Label("核增计划", "Approved extra")
OVER_PLAN: Final = Label("超计划", "Over plan")
CHILDREN: Final = Label("报名学生", "Children")
UNITS: Final = Label("派位对象", "Units")
BUNDLES: Final = Label("多胞胎捆绑", "Bundles")
ADMITTED: Final = Label("录取", "Admitted")
WAITING: Final = Label("候补", "Waiting list")
LAST_PLACE: Final = Label("末位规则", "Last-place rule")

HELD: Final = Label("已派位", "draw held")
REGISTERED: Final = Label("注册入学", "registered without a draw")
ALL_LISTED: Final = Label("全部入围", "all listed without a draw")
NOT_HELD: Final = Label("不再进行", "not held")
EMPTY: Final = Label("无人参加", "nobody to draw")
ON_LIST: Final = Label("候补名单", "waiting list")
LAST_RANK: Final = Label("录满序号", "last admitted rank")
DRAW: Final = Label("派位代码", "Draw id")

RANK: Final = Label("录取序号", "Rank")
APPLICANT: Final = Label("派位号", "Applicant code")
BUNDLE: Final = Label("捆绑号", "Bundle")
NAME: Final = Label("姓名", "Name, masked")
OUTCOME: Final = Label("结果", "Outcome")
REASON: Final = Label("原因", "Reason")
ABSENT: Final = "—"
NONE: Final = Label("无", "None")

OUTSIDE: Final = Label("派位以外", "Outside the draw")
UNPLACED: Final = Label("多校派位中没有录取的学生", "Without a place in a draw of several schools")

CLOSING: Final = Label("核验与签署", "Codes, verification and signatures")
NOTICE: Final = Label("公告校验码", "Notice hash")
BOARD: Final = Label("承诺公示板校验码", "Board hash")
SEED: Final = Label("种子", "Seed")
OUTPUTS: Final = Label("结果文件校验码", "Outputs hash")
RESULT: Final = Label("结果校验码", "Result hash")
STATEMENT: Final = Label("结果声明校验码", "Statement hash")
READ_ALOUD: Final = Label("口播核对码", "Read-aloud code")
SCAN: Final = Label("二维码：结果声明及电子签名全文", "QR: the whole statement and signature")
VERIFY: Final = Label("如何核验", "How to verify")
VERIFY_LINES: Final = (
    Label(
        "对照：本页校验码应与公证员、监督代表当场签字的纸件逐组一致。",
        "Compare the codes on this page with the papers that notary and witnesses signed in the hall.",
    ),
    Label(
        "扫码：前八行存为 statement.txt，其 SHA-256 即结果声明校验码；去掉末行再算，即结果校验码。",
        "Scan: lines 1-8 are statement.txt; its SHA-256 is the statement hash, without line 8 the result hash.",
    ),
    Label(
        "验签：用公开记录中的 signer.pem 核对 statement.sig，命令见其 README。",
        "Signature: check statement.sig with signer.pem of the public record, as its README shows.",
    ),
    Label(
        "复算：随机号 = SHA-256(number1:种子:派位代码:派位号)，捆绑对象用捆绑号；由小到大排列即录取序号。",
        "Recompute: number = SHA-256(number1:<seed>:<draw id>:<unit>); ascending order gives the ranks.",
    ),
)

NOTARY_1: Final = Label("公证员（一）", "Notary 1")
NOTARY_2: Final = Label("公证员（二）", "Notary 2")
HOST: Final = Label("主持人", "Host")
OPERATOR: Final = Label("操作员", "Operator")
CHECKER: Final = Label("复核员", "Second operator")
WITNESS: Final = Label("监督代表", "Witness")
HEAD: Final = Label("校长签字盖章", "Head teacher, signature and seal")
HEAD_EACH: Final = Label("校长签字盖章", "Head teachers sign on each school's last page")
SEALED: Final = Label("主办单位盖章", "Seal of the authority")
SIGNATURE: Final = Label("签字", "Signature")
DATE: Final = Label("　　　年　　月　　日", "Date")
STAMP: Final = "公章"


def page(number: int, total: int) -> Label:
    """Page x of y."""
    return Label(f"第 {number} 页 共 {total} 页", f"Page {number} of {total}")


def attempts(attempt: int, voided: int, rehearsals: int) -> Label:
    """The count of attempts that every sheet carries (protocol §2), so that no attempt can be left out in silence."""
    return Label(
        f"第 {attempt} 次 · 作废 {voided} 次 · 演练 {rehearsals} 次",
        f"attempt {attempt} · voided {voided} · rehearsals {rehearsals}",
    )


def admitted_of(admitted: int, places: int) -> Label:
    """The total of a school in the form that bureaus use (R49)."""
    return Label(f"共 {admitted} 人 / 计划 {places}", f"{admitted} admitted / {places} places")


def listed_of(listed: int, limit: int) -> Label:
    """The total of a school that has a shortlist (R20)."""
    return Label(f"入围 {listed} 人 / 限额 {limit}", f"{listed} listed / limit {limit}")


def end_of_table(rows: int, *, last: bool) -> Label:
    """The closing line of a table; after a school's last one, rows written in below do not belong to its list."""
    if last:
        return Label(f"本表共 {rows} 行 · 本校名单完", f"{rows} rows · end of this school's list")
    return Label(f"本表共 {rows} 行", f"{rows} rows")


def _fixed() -> frozenset[str]:
    constants = [value for name, value in globals().items() if name.isupper()]
    made = [page(0, 0), attempts(0, 0, 0), admitted_of(0, 0), listed_of(0, 0), end_of_table(0, last=True)]
    return frozenset("".join(_flat([*constants, *made]))) | frozenset("…⟦⟧")


def _flat(value: object) -> str:
    if isinstance(value, str):
        return value
    return "".join(map(_flat, value)) if isinstance(value, (tuple, list)) else ""


FIXED: Final = _fixed()
"""All characters of the words above and of the marks for invisible ones; every font for sheets must hold them."""
