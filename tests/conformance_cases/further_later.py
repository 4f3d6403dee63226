"""Steps 16 and 17 for the draws before and after admission: amendments and chains (SPEC §16.11, §16.12).

A session that continues others is here one that was voided at once: what `carry` says must hold for it, too.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from afterwards import NOON, after, event
from simulator import AMENDER, draw_of, rules_of

from conformance_cases.bases import BASES, FREE, D, children
from conformance_cases.case import MATCH, MISMATCH, Files, add, matches
from conformance_cases.forging import H, amendment, replaced
from conformance_cases.further import PRIMARY, SEX, listed, of, school, voided
from conformance_cases.further_forms import spoilt
from conformance_cases.sheets import inside
from draw import amending
from draw.hashing import digest

Happened = tuple[str, str, str, str]  # event, applicant, school, paper


def changed(files: Files, *happened: Happened) -> Files:
    """An amendment of these events."""
    events = [event(kind, applicant, D, at, paper) for kind, applicant, at, paper in happened]
    return files | amending.make(after(files), events, session="example-2026", time=NOON, key=AMENDER)[0]


def pupil(files: Mapping[str, bytes], outcome: str) -> str:
    """The first applicant of an outcome."""
    rows = (x.split(",") for x in files["results.csv"].decode().splitlines())
    return next(x[0] for x in rows if x[5] == outcome)


@matches("classes")
def further_joined(r: Files) -> Files:
    """A late pupil has joined the classes: noted, nothing moves (§16.11)."""
    return changed(r, ("joined", "", "Z1", H))


@matches("classes")
def further_struck(r: Files) -> Files:
    """Of those placed, selected and in reserve some are struck or elsewhere, then all is annulled (§16.11)."""
    lost = [("struck", pupil(r, "placed"), "", "none"), ("elsewhere", pupil(r, "selected"), "", "none")]
    return changed(r, *lost, ("struck", pupil(r, "reserve"), "", "none"), ("annulled", "", "", "none"))


def _joined(old: str, new: str, files: Files) -> Files:
    return amendment(changed(files, ("joined", "", "Y1", H)), 1, "events.csv", lambda d: replaced(d, old, new))


LINE = f"joined,,Y1,{D},{H}"
JOINED = {
    "applicant": (f"joined,0001,Y1,{D},{H}", "it is of no applicant"),
    "school_missing": (f"joined,,,{D},{H}", "it is at a school"),
    "school_without_classes": (f"joined,,X1,{D},{H}", "its school is one of a class draw; a late draw is none"),
    "paper_missing": (f"joined,,Y1,{D},none", "its paper is the statement of the late session"),
    "not_reported": (f"reported,0001,,{D},{H}", "who was placed holds nothing that could be reported"),
}
for _key, (_new, _why) in JOINED.items():
    add(f"further_joined_{_key}", f"events.csv (§16.11): {_why}.", partial(_joined, LINE, _new), "late", MISMATCH, 16)

# -- chains -------------------------------------------------------------------------------------------------------------------


def continued(base: str, people: Sequence[Any], applicants: str, **sheet: Any) -> Files:
    """A session of these people, voided at once, that continues a base."""
    terms = rules_of(carry=FREE | {"applicants": applicants}, **sheet)
    named = [digest(BASES[base]()["statement.txt"])]
    return voided(session="example-2027", rules=terms, people=people, after=named)


def admitted(*codes: str) -> Callable[[], Files]:
    """Classes of E1."""
    draws = [of("k", "class", school="E1", classes=1, cap=9, sex="sex", apart="none", spread=[], report=[], dealing="CYCLIC",
                document="none")]  # fmt: skip
    sheet = {"schools": [school("E1")], "draws": draws, "attributes": [SEX]}
    return lambda: continued("cohort", children(*codes, sex="F"), "ADMITTED", **sheet)


def chosen(*primaries: str) -> Callable[[], Files]:
    """So many pupils of their primaries, who have a quota."""
    primary = listed("primary", *(x["code"] for x in PRIMARY["values"]), "P7")
    people = [one for n, p in enumerate(primaries, 1) for one in children(f"000{n}", primary=p)]
    return lambda: continued("things", people, "QUOTA", schools=[school("X1", 9) | {"last_place": "SKIP"}], draws=[draw_of("x")],
                             attributes=[primary])  # fmt: skip


def joining(sex: Mapping[str, Any] = SEX, **counts: list[int]) -> Callable[[], Files]:
    """A late pupil for the classes of Y1: C1=[boys, girls] …"""
    told = [{"code": code[1:], "counts": found} for code, found in counts.items()]
    draws = [of("l", "late", school="Y1", cap=9, sex=sex["name"], classes=told)]
    sheet = {"schools": [school("Y1")], "draws": draws, "attributes": [sex]}
    return lambda: continued("late", children("0021", **{sex["name"]: "M"}), "ANY", **sheet)


E1 = [x.split(",")[0] for x in BASES["cohort"]()["results.csv"].decode().splitlines() if ",E1," in x]
E2 = next(x.split(",")[0] for x in BASES["cohort"]()["results.csv"].decode().splitlines() if ",E2," in x)
CHAINS: dict[str, tuple[str, Callable[[], Files], str, str]] = {
    "admitted": ("cohort", admitted(*E1), MATCH, "ADMITTED: exactly those admitted at this school"),
    "admitted_missing": ("cohort", admitted(*E1[1:]), MISMATCH, "ADMITTED: nobody who was admitted is missing"),
    "admitted_elsewhere": ("cohort", admitted(*sorted([*E1, E2])), MISMATCH, "ADMITTED: nobody who was admitted at another school"),
    "quota": ("things", chosen("P1", "P1", "P1", "P2"), MATCH, "QUOTA: the seats of both quotas together"),
    "quota_over": ("things", chosen("P1", "P1", "P1", "P1"), MISMATCH, "QUOTA: no primary has more applicants than seats"),
    "quota_no_item": ("things", chosen("P7"), MISMATCH, "QUOTA: each primary is an item"),
    "late": ("late", joining(C1=[1, 2], C2=[2, 1]), MATCH, "late pupils come to the classes that were drawn"),
    "late_smaller": ("late", joining(C1=[1, 1], C2=[2, 1]), MISMATCH, "a class is as large as it was drawn"),
    "late_class_missing": ("late", joining(C1=[1, 2]), MISMATCH, "no class is left out"),
    "late_class_more": ("late", joining(C1=[1, 2], C2=[2, 1], C3=[0, 0]), MISMATCH, "a class that was never drawn is none"),
    "late_sexes": ("late", joining(C1=[2, 1], C2=[1, 2]), MISMATCH, "counts are by the sex of the pupils"),
    "late_attribute": ("late", joining(listed("kind", "M", "F"), C1=[1, 2], C2=[2, 1]), MISMATCH,
        "the attribute has the same name in the earlier record"),
    "late_value": ("late", joining(listed("sex", "M", "G"), C1=[1, 0], C2=[2, 0]), MISMATCH,
        "the values have the same names in the earlier record"),
}  # fmt: skip


def _unnamed(files: Files) -> Files:
    return spoilt(joining(C1=[1, 2], C2=[2, 1])(), inside("carry", applicants="QUOTA"))


add("further_form_carry_quota", "rules.json (§16.12): with QUOTA the attribute primary is declared.", _unnamed, "void_late",
    MISMATCH, 5, earlier=["bases/late"])  # fmt: skip


def _chained(make: Callable[[], Files], files: Files) -> Files:
    return make()


for _key, (_base, _make, _word, _why) in CHAINS.items():
    add(f"further_chain_{_key}", f"§16.12: {_why}.", partial(_chained, _make), "void_late", _word,
        None if _word == MATCH else 17, earlier=[f"bases/{_base}"])  # fmt: skip
