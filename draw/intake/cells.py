"""One cell of a roster -> its one spelling, or what is wrong with it and what would be right (SPEC §5, R5, R7)."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from draw import encoding
from draw.intake.table import Cell, Kind
from draw.words import say


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
    Kind.FORMULA: (say("intake.cell_formula"), say("intake.paste_value")),
    Kind.ERROR: (say("intake.cell_error_value"), say("intake.enter_right_value")),
    Kind.DATE: (say("intake.cell_date"), say("intake.format_text_enter_again")),
    Kind.BOOL: (say("intake.cell_true_false"), say("intake.format_text_enter_again")),
}


def plain(cell: Cell) -> str:
    """The text of a cell that may be used. Raises Fault for formulas, errors, dates, truth values and lost digits."""
    if cell.kind in _BAD_KINDS:
        raise Fault(*_BAD_KINDS[cell.kind])
    if cell.lost_digits:
        raise Fault(
            say("intake.number_over_15_digits_lost"),
            say("intake.format_column_text_export_again"),
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
    return (
        say("intake.holds", bad=bad)
        if bad.isprintable() and bad != " "
        else say("intake.holds_u", ord=f"{ord(bad):04X}")
    )


_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"


def registration(text: str) -> str:
    """A registration number, NFKC and upper-case. Raises Fault."""
    value = _code_text(text)
    if _REGISTRATION.fullmatch(value) is None:
        found = _strange(value, _DIGITS + "._/") or say("intake.wrong_first_character_length")
        raise Fault(
            f"{say('intake.not_registration_number')}: {found}",
            say("intake.use_only_these_most_32"),
        )
    return value


def applicant(text: str) -> str:
    """An applicant code (SPEC §1), NFKC and upper-case. Raises Fault."""
    value = _code_text(text)
    if encoding.CODE.fullmatch(value) is None:
        found = _strange(value, _DIGITS) or say("intake.wrong_first_character_length")
        raise Fault(f"{say('intake.not_applicant_code')}: {found}", say("intake.use_only_these_most_32_2"))
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
            raise Fault(say("intake.day_birth_does_not_exist", born=born), say("intake.check_digits_7_14"))
        if born > today:
            raise Fault(say("intake.born_after_draw", born=born), say("intake.check_digits_7_14"))
        right = check_digit(value[:17])
        if value[17] != right:
            raise Fault(
                say("intake.wrong_check_digit_should", right=right),
                say("intake.compare_all_18_digits_document"),
            )
    elif re.fullmatch(r"[0-9]{14,19}[0-9X]", value) and not student_number:
        raise Fault(
            say("intake.id_18_digits", count=len(value)),
            say("intake.correct_from_document"),
        )
    elif _OTHER_ID.fullmatch(value) is None:
        found = _strange(value, _DIGITS + "()") or say("intake.characters", count=len(value))
        raise Fault(f"{say('intake.not_id')}: {found}", say("intake.use_only_these_4_32"))
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
        raise Fault(say("intake.name_characters", count=len(value)), say("intake.most_50"))
    return value


def _check_characters(value: str) -> None:
    for c in value:
        kind = unicodedata.category(c)
        if c in ':,"':
            raise Fault(say("intake.name_must_not_hold", c=c), say("intake.delete_use_full_width_one"))
        if c in _LOST:
            raise Fault(
                say("intake.name_holds_rare_character_may", c=c),
                say("intake.enter_from_document_2"),
            )
        if kind == "Co":
            raise Fault(
                say("intake.u_private_character_without_meaning", ord=f"{ord(c):04X}"),
                say("intake.use_unicode_character"),
            )
        if kind in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            raise Fault(say("intake.name_holds_hidden_character_u", ord=f"{ord(c):04X}"), say("intake.type_name_again"))
    if not any(unicodedata.category(c)[0] == "L" for c in value) or unicodedata.category(value[0])[0] == "M":
        raise Fault(say("intake.no_name"), say("intake.enter_from_document"))


def bundle(text: str) -> str:
    """The key of a bundle group, "" for none. Raises Fault."""
    value = _code_text(text)
    if value in _NOTHING:
        return ""
    if len(value) > 50 or not value.isprintable():
        raise Fault(say("intake.not_group"), say("intake.use_short_group_e_g"))
    return value


_REASON_WORDS: Final = {folded(w): code for code, words in REASONS.items() for w in (code, *words)}


def removed(text: str) -> str:
    """The code of a removed reason, "" for none (SPEC §4, R3). Raises Fault."""
    if text.strip() in _NOTHING:
        return ""
    found = _REASON_WORDS.get(folded(text))
    if found is None:
        words = [*(w[0] for w in REASONS.values()), *REASONS]
        raise Fault(say("intake.reason_not_list"), "", words)
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
            raise Fault(say("intake.date_does_not_exist"), say("intake.compare_document"))
    raise Fault(say("intake.not_date"), say("intake.write_like_2024_06_30"))


def code(text: str) -> str:
    """Any code (SPEC §1), NFKC and upper-case; NONE for a word for nothing. Raises Fault."""
    value = _code_text(text)
    if value in _NOTHING:
        return "NONE"
    if encoding.CODE.fullmatch(value) is None:
        found = _strange(value, _DIGITS) or say("intake.wrong_first_character_length")
        raise Fault(f"{say('intake.not_code')}: {found}", say("intake.use_only_these_most_32_2"))
    return value


def key(text: str) -> str:
    """A private key such as a dwelling's or a family's: NFKC, upper-case, without spaces. Raises Fault."""
    value = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if len(value) > 100 or not value.isprintable():
        raise Fault(say("intake.not_key"), say("intake.use_visible_characters_most_100"))
    return value


def family(text: str) -> str:
    """A family's key, "" for none. Raises Fault."""
    return "" if text.strip() in _NOTHING else key(text)


def approvers(text: str) -> str:
    """Two or more different names, joined by 、 (R2). Raises Fault."""
    names = list(dict.fromkeys(name(part) for part in _NAMES.split(unicodedata.normalize("NFKC", text)) if part))
    if len(names) < 2:
        raise Fault(say("intake.correction_needs_two_approvers"), say("intake.write_two_names"))
    return "、".join(names)


def consent(text: str) -> str:
    """ "yes" or "no". Raises Fault."""
    word = folded(text)
    if word not in _YES | _NO:
        raise Fault(say("intake.must_yes_no"), say("intake.enter_yes_no_nothing"))
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
            raise Fault(say("intake.value_not_declared"), "", words)
        return found

    return read
