"""One cell of a roster -> its one spelling, or what is wrong with it and what would be right (SPEC §5, R5, R7)."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from draw import encoding
from draw.intake.table import Cell, Kind


class Fault(Exception):
    """One cell that cannot be used. Caught in `roster`, never seen outside. `allowed`: the words to choose from."""

    def __init__(self, problem: str, remedy: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.allowed = allowed


# CORRECTED is not among them: a row leaves for that only when another row, with two approvers, corrects it (R2)
REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    "DIRECT": ("直升", "对口直升"),
    "PRE_ADMITTED": ("提前录取", "已提前录取"),
    "PRIVATE_APPLIED": ("报名民办", "选报民办"),
    "PRIVATE_ADMITTED": ("民办录取", "已被民办录取"),
    "CUTOFF": ("截止日期不符", "超过截止日期"),
    "DWELLING": ("住房学位已用", "学位已占用"),
    "AGE": ("年龄不符",),
    "DUPLICATE": ("重复报名",),
    "WITHDRAWN": ("自愿放弃", "撤回报名"),
    "UNCONFIRMED": ("未确认", "志愿未确认"),
    "OTHER": ("其他", "其它"),
}
_NOTHING: Final = frozenset(("无", "-", "—", "/"))  # what people write to say that there is nothing
_DATES: Final = tuple(
    re.compile(p)
    for p in (
        "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", "([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})", "([0-9]{4})([0-9]{2})([0-9]{2})",
        r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})", "([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日",
    )
)  # fmt: skip
_NAMES: Final = re.compile(r"[、,;/\s]+")
_YES: Final = frozenset(("是", "同意", "yes", "y"))
_NO: Final = frozenset(("否", "不同意", "no", "n"))
_REGISTRATION: Final = re.compile(r"[0-9A-Z][0-9A-Z._/-]{0,31}")
_CHINESE_ID: Final = re.compile(r"[0-9]{17}[0-9X]")
_OTHER_ID: Final = re.compile(r"[0-9A-Z()-]{4,32}")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DOTS: Final = re.compile("\\s*[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65]\\s*")
_LOST: Final = frozenset("?？*＊□〓\ufffd")
_BAD_KINDS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.FORMULA: ("此格是公式 the cell is a formula", "选择性粘贴为数值 paste it as a value"),
    Kind.ERROR: ("此格是错误值 the cell is an error value", "填写正确的值 enter the right value"),
    Kind.DATE: ("此格是日期 the cell is a date", "设为文本格式后重填 format it as text and enter it again"),
    Kind.BOOL: ("此格是逻辑值 the cell is TRUE or FALSE", "设为文本格式后重填 format it as text and enter it again"),
}


def plain(cell: Cell) -> str:
    """The text of a cell that may be used. Raises Fault for formulas, errors, dates, truth values and lost digits."""
    if cell.kind in _BAD_KINDS:
        raise Fault(*_BAD_KINDS[cell.kind])
    if cell.lost_digits:
        raise Fault(
            "数字超过 15 位,后面的位数已丢失 a number over 15 digits has lost its last digits",
            "该列设为文本后重新导出 format the column as text and export it again",
        )
    return cell.text


def folded(text: str) -> str:
    """Words as compared with labels: NFKC, no spaces, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _code_text(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


def _strange(text: str, allowed: str) -> str:
    """The first character outside `allowed`, visible even if it draws nothing."""
    bad = next((c for c in text if c not in allowed), "")
    if not bad:
        return ""
    return f"含 {bad} holds it" if bad.isprintable() and bad != " " else f"含 U+{ord(bad):04X} holds it"


_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"


def registration(text: str) -> str:
    """A registration number, NFKC and upper-case. Raises Fault."""
    value = _code_text(text)
    if _REGISTRATION.fullmatch(value) is None:
        found = _strange(value, _DIGITS + "._/") or "首字或长度不对 wrong first character or length"
        raise Fault(
            f"报名号不合格 not a registration number: {found}",
            "只用 0-9 A-Z . _ / -,至多 32 位 use only these, at most 32",
        )
    return value


def applicant(text: str) -> str:
    """An applicant code (SPEC §1), NFKC and upper-case. Raises Fault."""
    value = _code_text(text)
    if encoding.CODE.fullmatch(value) is None:
        found = _strange(value, _DIGITS) or "首字或长度不对 wrong first character or length"
        raise Fault(
            f"派位号不合格 not an applicant code: {found}", "只用 0-9 A-Z -,至多 32 位 use only these, at most 32"
        )
    return value


def check_digit(digits: str) -> str:
    """The last character of a Chinese id whose first 17 digits these are (GB 11643, ISO 7064 MOD 11-2)."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def identity(text: str, *, student_number: bool, today: str) -> str:
    """An id in its one spelling: NFKC, no spaces, upper-case.

    A Chinese id has its date (not after `today`, YYYYMMDD) and check digit verified; `student_number`: the column
    is said to hold 学籍号, so that other long numbers are allowed. Raises Fault.
    """
    value = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if _CHINESE_ID.fullmatch(value):
        born = value[6:14]
        # 00:00 of that day as SPEC writes it: the core's own calendar, no library's
        if not encoding.is_time(f"{born[:4]}-{born[4:6]}-{born[6:]}T00:00:00+08:00") or born < "1900":
            raise Fault(f"出生日期 {born} 不存在 this day of birth does not exist", "核对第 7-14 位 check digits 7-14")
        if born > today:
            raise Fault(f"出生日期 {born} 晚于派位日 born after the draw", "核对第 7-14 位 check digits 7-14")
        right = check_digit(value[:17])
        if value[17] != right:
            raise Fault(
                f"校验位不符,应为 {right} wrong check digit, it should be {right}",
                "对照证件核对全部 18 位 compare all 18 digits with the document",
            )
    elif re.fullmatch(r"[0-9]{14,19}[0-9X]", value) and not student_number:
        raise Fault(
            f"身份证号应为 18 位,现为 {len(value)} 位 an id has 18 digits, this has {len(value)}",
            "对照证件补正 correct it from the document",
        )
    elif _OTHER_ID.fullmatch(value) is None:
        found = _strange(value, _DIGITS + "()") or f"{len(value)} 位 {len(value)} characters"
        raise Fault(f"证件号不合格 not an id: {found}", "只用 0-9 A-Z ( ) -,4 至 32 位 use only these, 4 to 32")
    return value


def identity_key(value: str) -> str:
    """What tells persons apart: a student number G + id is the same person as that id (R5)."""
    return value[1:] if value[:1] == "G" and _CHINESE_ID.fullmatch(value[1:]) else value


def birth_day(value: str) -> str:
    """YYYYMMDD from a Chinese id or a student number made of one, else ""."""
    key = identity_key(value)
    return key[6:14] if _CHINESE_ID.fullmatch(key) else ""


def neighbours(day: str, other: str) -> bool:
    """True if two dates YYYYMMDD are at most one day apart, as those of twins (R24)."""
    a, b = (encoding.time_seconds(f"{d[:4]}-{d[4:6]}-{d[6:]}T00:00:00+08:00") for d in (day, other))
    return a is not None and b is not None and abs(a - b) <= 86400


def _han(c: str) -> bool:
    return unicodedata.category(c) == "Lo" and unicodedata.name(c, "").startswith("CJK")


def name(text: str) -> str:
    """A name in its one spelling: NFC, single spaces, none between Chinese characters, one kind of middle dot.

    Raises Fault for what no seal can hold and for signs of characters lost on the way (R7).
    """
    value = text.strip()
    if not (value.isalpha() and value.isprintable() and unicodedata.is_normalized("NFC", value)):
        words = _DOTS.sub("\u00b7", unicodedata.normalize("NFC", " ".join(text.split()))).split(" ")
        value = words[0]
        for word in words[1:]:
            # two-character names are often stretched by a space to align with longer ones
            value += word if value and word and _han(value[-1]) and _han(word[0]) else f" {word}"
        _check_characters(value)
    if len(value) > 50:
        raise Fault(f"姓名 {len(value)} 字 the name has {len(value)} characters", "至多 50 字 at most 50")
    return value


def _check_characters(value: str) -> None:
    for c in value:
        kind = unicodedata.category(c)
        if c in ':,"':
            raise Fault(f"姓名不得含 {c} a name must not hold it", "删去或改用全角符号 delete or use a full-width one")
        if c in _LOST:
            raise Fault(
                f"姓名含 {c},可能丢失了生僻字 a rare character may have been lost",
                "按证件重新录入 enter it from the document",
            )
        if kind == "Co":
            raise Fault(
                f"自造字 U+{ord(c):04X} 无标准含义 a private character", "改用 Unicode 标准字 use the Unicode character"
            )
        if kind in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            raise Fault(f"姓名含隐藏字符 U+{ord(c):04X} holds a hidden character", "重新键入姓名 type the name again")
    if not any(unicodedata.category(c)[0] == "L" for c in value) or unicodedata.category(value[0])[0] == "M":
        raise Fault("这不是姓名 this is no name", "按证件录入 enter it from the document")


def bundle(text: str) -> str:
    """The key of a bundle group, "" for none. Raises Fault."""
    value = _code_text(text)
    if value in _NOTHING:
        return ""
    if len(value) > 50 or not value.isprintable():
        raise Fault("组号不合格 not a group", "用简短的组号,如 D01 use a short group, e.g. D01")
    return value


_REASON_WORDS: Final = {folded(w): code for code, words in REASONS.items() for w in (code, *words)}


def removed(text: str) -> str:
    """The code of a removed reason, "" for none (SPEC §4, R3). Raises Fault."""
    if text.strip() in _NOTHING:
        return ""
    found = _REASON_WORDS.get(folded(text))
    if found is None:
        words = [*(w[0] for w in REASONS.values()), *REASONS]
        raise Fault("剔除原因不在清单内 the reason is not on the list", "", words)
    return found


def empty(cell: Cell) -> bool:
    """True for an empty cell, or one with a word for nothing."""
    text = cell.text.strip()
    return not text or text in _NOTHING


def day(cell: Cell) -> str:
    """The date of a cell as YYYY-MM-DD: a real date of a spreadsheet, or one of the usual ways to write it. Raises Fault."""
    text = cell.text[:10] if cell.kind is Kind.DATE else unicodedata.normalize("NFKC", plain(cell)).strip()
    for form in _DATES:
        found = form.fullmatch(text)
        if found is not None:
            value = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
            if encoding.is_time(f"{value}T00:00:00+08:00") and value >= "1900":
                return value
            raise Fault("此日期不存在 this date does not exist", "按证件核对 compare it with the document")
    raise Fault("不是日期 not a date", "写成 2024-06-30 或 2024年6月30日 write it so")


def code(text: str) -> str:
    """Any code (SPEC §1), NFKC and upper-case; NONE for a word for nothing. Raises Fault."""
    value = _code_text(text)
    if value in _NOTHING:
        return "NONE"
    if encoding.CODE.fullmatch(value) is None:
        found = _strange(value, _DIGITS) or "首字或长度不对 wrong first character or length"
        raise Fault(f"代码不合格 not a code: {found}", "只用 0-9 A-Z -,至多 32 位 use only these, at most 32")
    return value


def key(text: str) -> str:
    """A private key such as a dwelling's or a family's: NFKC, upper-case, without spaces. Raises Fault."""
    value = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if len(value) > 100 or not value.isprintable():
        raise Fault("编号不合格 not a key", "用可见字符,至多 100 位 use visible characters, at most 100")
    return value


def family(text: str) -> str:
    """A family's key, "" for none. Raises Fault."""
    return "" if text.strip() in _NOTHING else key(text)


def approvers(text: str) -> str:
    """Two or more different names, joined by 、 (R2). Raises Fault."""
    names = list(dict.fromkeys(name(part) for part in _NAMES.split(unicodedata.normalize("NFKC", text)) if part))
    if len(names) < 2:
        raise Fault("更正须两人批准 a correction needs two approvers", "写两个姓名,如 张三、李四 write two names")
    return "、".join(names)


def consent(text: str) -> str:
    """ "yes" or "no". Raises Fault."""
    word = folded(text)
    if word not in _YES | _NO:
        raise Fault("须为 是 或 否 must be yes or no", "填 是 或 否,或留空 enter 是 (yes), 否 (no) or nothing")
    return "yes" if word in _YES else "no"


def value_of(values: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """A reader of an attribute column from its (code, label) pairs: takes either, gives the code, or raises Fault.

    Where NONE is a value, every word for nothing is NONE too.
    """
    pairs = list(values)
    nothing = any(code == "NONE" for code, _ in pairs)
    known = {folded(label): code for code, label in pairs} | {folded(code): code for code, _ in pairs}
    words = [*(label for _, label in pairs), *(code for code, _ in pairs)]

    def read(text: str) -> str:
        found = known.get(folded(text))
        if found is None and nothing and text.strip() in _NOTHING:
            return "NONE"
        if found is None:
            raise Fault("取值未声明 the value is not declared", "", words)
        return found

    return read
