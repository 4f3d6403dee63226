"""The rule sheet's conditions and the terms around the draws: checks, lists, blocks, earlier sessions, afterwards (SPEC §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from draw.intake.conditions import box, meet
from draw.intake.nearest import choose
from draw.intake.places import Path
from draw.intake.sheet_checks import Checks
from draw.intake.sheet_rules import OPEN_VALUES
from draw.rules import Vacancies
from draw.rules.eligibility import REFUSE, REMOVED_REASONS, STATES
from draw.rules.further import PRIMARY
from draw.rules.sheet import AFTER_DRAW, CARRY
from draw.words import say

_CHECK: Final = ("label", "who", "column", "test", "missing", "fails")
_CHECK_WORDS: Final = {
    "missing": ("FAILS", "REFUSE"),
    "fails": (*(r for r in REMOVED_REASONS if r != "CORRECTED"), REFUSE),
}
_TESTS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("earliest", "latest", "edge"),
    "value": ("allowed",),
    "present": (),
    "list": ("name", "bars"),
    "dwelling": ("name", "year", "years", "counted", "shared"),
    "apart": ("with",),
}
_TEST_WORDS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "date": {"edge": ("INCLUSIVE", "EXCLUSIVE")},
    "list": {"bars": STATES},
    "dwelling": {"counted": ("FROM_USE", "AFTER_USE"), "shared": ("REFUSE", "ALLOW")},
}
_TAKEN: Final = ("session.toml", "roster.csv", "roster.xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the sheet's schools and attributes are, for the tables that name them."""

    schools: tuple[str, ...]  # codes; empty if one of them is at fault, so that the fault is told once
    sound: bool  # no school is at fault; there may be none
    kinds: Mapping[str, str]  # attribute -> list schools preferences codes
    codes: Mapping[str, tuple[str, ...]]  # attribute -> its codes; not of "codes", nor where the values are at fault
    labels: Mapping[str, Mapping[str, str]]  # the same -> code -> its words

    def of(self, *kinds: str) -> list[str]:
        """The names of the attributes of these kinds."""
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def whole(self) -> bool:
        """True if schools and attributes are there to be combined."""
        return self.sound and all(kind == "codes" or name in self.codes for name, kind in self.kinds.items())


def _pairs(tables: object, words: str) -> dict[str, str]:
    """code -> words of those tables that have a code."""
    found: dict[str, str] = {}
    for t in tables if isinstance(tables, list) else ():
        if isinstance(t, dict) and isinstance(t.get("code"), str):
            found.setdefault(t["code"], str(t.get(words, "")))
    return found


def known(schools: Sequence[Mapping[str, Any]], attributes: Sequence[Mapping[str, Any]]) -> Known:
    """What the tables of schools and attributes declare, sound or not."""
    found = _pairs(list(schools), "name")
    kinds: dict[str, str] = {}
    labels: dict[str, Mapping[str, str]] = {}
    for a in attributes:
        name, values = a.get("name"), a.get("values")
        if not isinstance(name, str):
            continue
        kinds[name] = values if isinstance(values, str) else "list"
        if values == "schools":
            labels[name] = found
        elif values == "preferences":
            labels[name] = found | {"NONE": "无"}
        elif _pairs(values, "label"):
            labels[name] = _pairs(values, "label")
    sound = all(isinstance(s.get("code"), str) for s in schools)
    return Known(
        schools=tuple(found) if sound else (),
        sound=sound,
        kinds=kinds,
        codes={name: tuple(pairs) for name, pairs in labels.items()},
        labels=labels,
    )


def who(c: Checks, value: object, path: Path, k: Known, *, least: int = 0) -> None:
    """A condition that names at least so many attributes; its faults are noted."""
    if not isinstance(value, dict):
        words = say("intake.write_everybody") if not least else say("intake.example_batch_1")
        c.fault(path, value, say("intake.must_table_lists"), words)
        return
    if len(value) < least:
        c.fault(path, value, say("intake.names_no_attribute"), say("intake.example_batch_1"))
    for name, codes in value.items():
        here = (*path, name)
        if name not in k.kinds:
            c.fault(here, name, say("intake.attribute_not_declared"), choose(name, k.codes))
        elif k.kinds[name] == "codes":
            words = say("intake.attribute_codes_cannot_condition")
            c.fault(here, name, words, choose("", k.codes))
        elif not isinstance(codes, list) or not codes:
            c.fault(here, codes, say("intake.must_list_not_empty"), say("intake.example_3"))
        elif name in k.codes:
            for n, code in enumerate(codes):
                if not isinstance(code, str) or code not in k.codes[name]:
                    near = choose(str(code)[:80], k.codes[name])
                    c.fault((*here, n), code, say("intake.value_not_declared"), near)
                elif code in codes[:n]:
                    c.fault((*here, n), code, say("intake.value_stands_twice"), say("intake.delete_one"))


def attribute(c: Checks, table: Mapping[str, Any], key: str, path: Path, k: Known, *kinds: str) -> str | None:
    """The name of an attribute of one of these kinds, or None after noting a fault."""
    if key not in table:
        return None
    return attribute_name(c, table[key], (*path, key), k, *kinds)


def attribute_name(c: Checks, value: object, path: Path, k: Known, *kinds: str) -> str | None:
    """The same for a value anywhere."""
    allowed = k.of(*kinds)
    if isinstance(value, str) and value in allowed:
        return value
    if isinstance(value, str) and k.kinds.get(value, "list") not in ("list", *OPEN_VALUES):
        return None  # its values are at fault, which is told there
    what = " ".join(say("intake.list_of_values") if kind == "list" else f'"{kind}"' for kind in kinds)
    words = f"{say('intake.attribute_with_values')}: {what}"
    c.fault(path, value, words, choose(str(value)[:80], allowed) if allowed else say("intake.declare_one"))
    return None


def eligibility(c: Checks, value: object, k: Known) -> dict[int, str]:
    """The [[eligibility]] tables; their faults are noted. -> number of the check -> the list that it names."""
    path = ("eligibility",)
    named: dict[int, str] = {}
    for n, t in enumerate(c.tables(value, path, _CHECK, _CHECK_WORDS, empty=True)):
        here = (*path, n)
        c.label(t, "label", here)
        if "who" in t:
            who(c, t["who"], (*here, "who"), k)
        c.switches(t, here, _CHECK_WORDS)
        column = c.label(t, "column", here)
        kind = _test(c, t["test"], (*here, "test"), k) if "test" in t else ""
        if kind and column is not None and (column == "none") != (kind == "apart"):
            words = say("intake.must_none_exactly_test_kind")
            remedy = say("intake.write_none_2") if kind == "apart" else say("intake.name_column_roster")
            c.fault((*here, "column"), column, words, remedy)
        if kind in ("list", "dwelling") and isinstance(t["test"].get("name"), str):
            named[n] = t["test"]["name"]
        if kind == "apart":
            _apart(c, t, here, k)
    return named


def _test(c: Checks, value: object, path: Path, k: Known) -> str:
    """The kind of a sound table of a test, or "" if the kind itself is at fault."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str) or kind not in _TESTS:
        if isinstance(value, dict) and "kind" in value:
            c.choice(value, "kind", path, list(_TESTS))
        else:
            words = say("intake.like_kind_present_kind_one", tests=" ".join(_TESTS))
            c.fault(path, value, say("intake.must_table_kind"), words)
        return ""
    words_of = _TEST_WORDS.get(kind, {})
    t = c.table(value, path, ("kind", *_TESTS[kind]), words_of) or {}
    c.switches(t, path, words_of)
    if kind == "date":
        first, last = c.day(t, "earliest", path), c.day(t, "latest", path)
        if first == last == "none":
            remedy = say("intake.give_one_them_e_g_latest")
            c.fault((*path, "latest"), "none", say("intake.neither_first_nor_last_day"), remedy)
        elif first and last and "none" not in (first, last) and first > last:
            c.fault(
                (*path, "latest"), last, say("intake.before_first_day", first=first), say("intake.correct_one_them")
            )
    elif kind == "value" and "allowed" in t:
        for n, text in c.items(t["allowed"], (*path, "allowed"), say("intake.texts")):
            c.text(text, (*path, "allowed", n))
    elif kind in ("list", "dwelling"):
        c.label(t, "name", path)
        c.count(t, "year", path, 1900, 9999)
        c.count(t, "years", path, 1, 99)
    elif kind == "apart" and "with" in t:
        who(c, t["with"], (*path, "with"), k, least=1)
    return kind


def _apart(c: Checks, t: Mapping[str, Any], here: Path, k: Known) -> None:
    """A check of two conditions that nobody can meet together would never bar anybody (R21)."""
    one, other = t.get("who"), t["test"].get("with")
    if not (_is_box(one) and _is_box(other)):
        return
    if meet(box(one), box(other)) is None:  # type: ignore[arg-type]
        c.fault(
            (*here, "test", "with"), other, say("intake.nobody_can_match_who"),
            say("intake.correct_one_them_delete_check"),
        )  # fmt: skip


def _is_box(value: object) -> bool:
    """True for a table of lists of texts."""
    return isinstance(value, dict) and all(
        isinstance(codes, list) and codes and all(isinstance(code, str) for code in codes) for codes in value.values()
    )


def lists(c: Checks, value: object, named: Mapping[int, str]) -> None:
    """The [lists] table: name -> plain file name; each check's list is there, and each list is used (R3, R6)."""
    path = ("lists",)
    if not isinstance(value, dict):
        c.fault(
            path,
            value,
            say("intake.must_table"),
            say("intake.write_empty_lists_if_there"),
        )
        return
    for name, file in value.items():
        here = (*path, name)
        label = c.label(value, name, path)
        if label is not None and (set(label) & set("/\\:") or label.startswith(".") or label in _TAKEN):
            words = say("intake.must_plain_name_file_beside")
            c.fault(here, file, words, say("intake.example_2"))
        if name not in named.values():
            remedy = say("intake.delete_write_check_names")
            c.fault(here, file, say("intake.no_eligibility_check_names_list"), remedy)
    for n, name in named.items():
        if name not in value:
            missing: Path = ("eligibility", n, "test", "name")
            remedy = choose(name, value) if value else say("intake.add_file_csv_lists", name=name)
            c.fault(missing, name, say("intake.list_not_lists"), remedy)


def blocks(c: Checks, value: object, k: Known) -> None:
    """`blocks`: "none" or a table (R36); its faults are noted."""
    if value == "none":
        return
    path, words = ("blocks",), {"governs": ("BLOCK", "DRAW")}
    if not isinstance(value, dict):
        remedy = say("intake.none_if_there_none_block")
        c.fault(path, value, say("intake.must_none_table"), remedy)
        return
    t = c.table(value, path, ("block", "school", "governs"), words) or {}
    attribute(c, t, "block", path, k, "codes")
    attribute(c, t, "school", path, k, "schools")
    c.switches(t, path, words)


def carry(c: Checks, value: object, after: list[str] | None, k: Known) -> None:
    """`carry`: "none" exactly when this session continues no other, else its four switches (R3, R29-R31, R34)."""
    path = ("carry",)
    switches = "; ".join(f"{key} = {' | '.join(words)}" for key, words in CARRY.items())
    if value == "none":
        if after:
            c.fault(
                path, "none", say("intake.session_continues_others_after_so"),
                f"{say('intake.four_switches')}: {switches}",
            )  # fmt: skip
        return
    if not isinstance(value, dict):
        c.fault(path, value, say("intake.must_none_table"), f"{say('intake.none_or_four_switches')}: {switches}")
        return
    t = c.table(value, path, tuple(CARRY), CARRY) or {}
    c.switches(t, path, CARRY)
    if t.get("applicants") == "QUOTA" and PRIMARY not in k.kinds:
        words = say("intake.quota_needs_primary", name=PRIMARY)
        c.fault((*path, "applicants"), "QUOTA", words, say("intake.declare_attribute", name=PRIMARY))
    if t.get("applicants") == "ADMITTED" and t.get("admitted") == "BARRED":
        words = say("intake.admitted_are_barred")
        c.fault((*path, "admitted"), "BARRED", words, say("intake.write_free"))
    if after == []:
        c.fault(
            path, value, say("intake.carry_given_but_session_continues"),
            say("intake.write_none_give_earlier_hash"),
        )  # fmt: skip


def after_draw(c: Checks, value: object, k: Known, vacancies: Sequence[object]) -> None:
    """The [after_draw] table (R37-R39); `vacancies`: that switch of every school. Its faults are noted."""
    path = ("after_draw",)
    keys = ("reply_days", "list_until", *AFTER_DRAW, "report_by", "leave_days", "priority")
    t = c.table(value, path, keys, AFTER_DRAW) or {}
    c.count(t, "reply_days", path, 0, 365)
    c.day(t, "list_until", path)
    c.switches(t, path, AFTER_DRAW)
    report_by = c.day(t, "report_by", path)
    leave = c.count(t, "leave_days", path, 0, 365)
    if leave and report_by == "none":
        c.fault(
            (*path, "leave_days"), leave, say("intake.there_no_day_report_so"),
            say("intake.write_0_give_report"),
        )  # fmt: skip
    if "priority" not in t:
        return
    here, first = (*path, "priority"), "PRIORITY_GROUP" in vacancies
    told = all(v in list(Vacancies) for v in vacancies)  # else the school's own fault may be the reason
    if t["priority"] == "none":
        if first:
            remedy = say("intake.like_batch_1_change_vacancies")
            c.fault(here, "none", say("intake.school_priority_group_say_which"), remedy)
    elif told and not first:
        remedy = say("intake.write_none_use")
        c.fault(here, t["priority"], say("intake.no_school_priority_group"), remedy)
    else:
        who(c, t["priority"], here, k)
