"""Sessions after admission, quotas, classes: exactly the admitted, within the seats, the classes as drawn (SPEC §16.12)."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import sheet_maker
import simulator
import stage
from afterwards import PASSPHRASE, Files, after, amended, event, frozen, kept
from click.testing import CliRunner
from simulator import Hall, draw_of, preferences_of, record, rules_of, school

from draw import amending
from draw.amending import Fate
from draw.amending.asked import settle
from draw.chaining import carrying, chain, earlier, rewriting, round_forms
from draw.cli import main
from draw.edges import tables
from draw.errors import StepRefused
from draw.hashing import digest
from draw.intake.sheet import Sheet
from draw.rules import Rules
from draw.verify import MATCH, MISMATCH, verify

VERIFIER = Path(__file__).resolve().parent.parent / "scripts" / "verify.py"
D = "2026-09-01"
FREE = {"admitted": "FREE", "applicants": "ANY", "abstained": "MAY_RETURN", "places": "OWN"}
SEX = {"name": "sex", "label": "性别", "values": [{"code": "M", "label": "男"}, {"code": "F", "label": "女"}]}
People = Sequence[tuple[str, str, Mapping[str, str]]]


def plain(code: str, places: int = 0) -> dict[str, Any]:
    """A school where nobody is admitted by number."""
    return school(code, places, vacancies="NONE", last_place="NONE")


def draw(identifier: str, kind: str, **keys: Any) -> dict[str, Any]:
    """A draw of rules.json."""
    return {"id": identifier, "kind": kind, "title": identifier, "follows": [], "who": {}} | keys


def classes_of(identifier: str, code: str, count: int, **keys: Any) -> dict[str, Any]:
    """A class draw of rules.json."""
    base = {"school": code, "classes": count, "cap": 10, "sex": "sex", "apart": "none", "spread": [], "report": []}
    return draw(identifier, "class", **base, dealing="CYCLIC", document="none") | keys


def pupils(codes: Sequence[str]) -> People:
    """Children with a sex: every third is a boy."""
    return [(a, a, {"sex": "M" if n % 3 == 0 else "F"}) for n, a in enumerate(codes)]


def last(files: Files) -> str:
    """The hash by which a later session names a record."""
    return after(files).last


def continuing(before: Files, terms: Rules, people: People) -> Files:
    """A session that continues one record."""
    return record(session="example-2027", rules=terms, people=people, after=[last(before)])


def verdict(files: Files, before: Files, tmp_path: Path) -> str:
    """What both verifiers say of step 17, all else being a match; they agree."""
    papers = simulator.anchors(files)
    report = verify(files, notice_hash=papers[0], statement_hash=papers[1], earlier=[(before, [])])
    assert [s.number for s in report.steps if s.word != MATCH and s.number != 17] == []
    for name, held in (("second", files), ("first", before)):
        for path, data in held.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(data)
    words = ["--notice", papers[0], "--statement", papers[1], "--earlier", str(tmp_path / "first")]
    command = [sys.executable, "-I", str(VERIFIER), str(tmp_path / "second"), *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout.splitlines()[-1] == report.last_line()
    return report.steps[16].detail if report.steps[16].word == MISMATCH else report.steps[16].word


# -- ADMITTED ---------------------------------------------------------------------------------------------------------

CHILDREN = [f"{n:04d}" for n in range(1, 11)]
ADMITTING = record(
    rules=rules_of(
        [school("X1", 3), school("Y1", 2)], [draw_of("x1", "X1", zone=["X"]), draw_of("y1", "Y1", zone=["Y"])],
        [{"name": "zone", "label": "片区", "values": [{"code": "X", "label": "甲"}, {"code": "Y", "label": "乙"}]}],
    ),
    people=[(a, a, {"zone": "X" if n < 5 else "Y"}) for n, a in enumerate(CHILDREN)],
)  # fmt: skip
AT = {s: sorted(a for a, p in after(ADMITTING).fates().items() if p == (Fate.ADMITTED, s)) for s in ("X1", "Y1")}


def class_session(codes: Sequence[str], before: Files = ADMITTING) -> Files:
    """Two classes of X1."""
    carry = FREE | {"applicants": "ADMITTED"}
    terms = rules_of([plain("X1", 20)], [classes_of("k", "X1", 2)], [SEX], carry=carry)
    return continuing(before, terms, pupils(codes))


def test_exactly_the_admitted(tmp_path: Path) -> None:
    """SPEC §16.12 ADMITTED: "exactly those who have the final outcome `admitted` at a school of this session"."""
    assert verdict(class_session(AT["X1"]), ADMITTING, tmp_path) == MATCH


def test_one_admitted_child_is_missing(tmp_path: Path) -> None:
    """R44: nobody admitted is forgotten, and the missing one is named."""
    told = verdict(class_session(AT["X1"][1:]), ADMITTING, tmp_path)
    assert AT["X1"][0] in told and "missing" in told


@pytest.mark.parametrize("which", ["other school", "waiting", "nobody's"])
def test_one_child_too_many(which: str, tmp_path: Path) -> None:
    """R55: nobody gets into a class without having been admitted there."""
    waiting = next(a for a, p in after(ADMITTING).fates().items() if p.fate is Fate.WAITING)
    more = {"other school": AT["Y1"][0], "waiting": waiting, "nobody's": "9999"}[which]
    assert more in verdict(class_session(sorted([*AT["X1"], more])), ADMITTING, tmp_path)


def test_the_final_outcome_counts(tmp_path: Path) -> None:
    """SPEC §14: the outcome after the named amendment: who gave up is out, who moved up is in."""
    moved = amended(ADMITTING, [("declined", AT["X1"][0], D)])
    now = sorted(a for a, p in after(moved).fates().items() if p == (Fate.ADMITTED, "X1"))
    assert len(now) == 3 and now != AT["X1"]
    assert verdict(class_session(now, moved), moved, tmp_path) == MATCH
    assert AT["X1"][0] in verdict(class_session(AT["X1"], moved), moved, tmp_path / "again")


# -- QUOTA ------------------------------------------------------------------------------------------------------------

PRIMARY = {
    "name": "primary",
    "label": "毕业小学",
    "values": [{"code": f"P{n}", "label": f"{n}小"} for n in (1, 2, 3, 4)],
}
WISHES = [{"name": "p1", "label": "志愿", "values": "preferences"}]


def quota_of(identifier: str, seats: int, weights: Sequence[int]) -> dict[str, Any]:
    """A quota draw of rules.json."""
    items = [{"code": f"P{n}", "label": f"{n}小", "weights": [w]} for n, w in enumerate(weights, 1)]
    declined = [{"code": "P4", "label": "4小", "document": "文1"}]
    return draw(identifier, "quota", school="none", seats=seats, shares=[{"label": "人数", "percent": 100}], items=items,
                declined=declined, method="LARGEST_REMAINDER", minimum=0)  # fmt: skip


QUOTAS = record(rules=rules_of([], [quota_of("a", 4, [50, 50]), quota_of("b", 3, [100, 0, 50])]), people=[])


def test_a_session_without_children_is_a_whole_record(tmp_path: Path) -> None:
    """SPEC §16: "the session has no applicants: pool.csv is its header, `applicants` and `units` are 0"."""
    current, _, people = frozen(QUOTAS)
    assert (current.applicants, current.units, len(people.applicants)) == (0, 0, 0)
    assert QUOTAS["pool.csv"] == b"applicant,unit,seal\n"
    assert dict(after(QUOTAS).seats) == {"P1": 4, "P2": 2, "P3": 1}
    papers = simulator.anchors(QUOTAS)
    assert verify(QUOTAS, notice_hash=papers[0], statement_hash=papers[1]).last_line() == "verdict: match"


def choosing(counts: Mapping[str, int]) -> Files:
    """So many pupils of each primary, who choose."""
    carry = FREE | {"applicants": "QUOTA"}
    terms = rules_of(
        [plain("X1", 5), plain("Y1", 5)],
        [preferences_of("c", ["X1", "Y1"], preferences=["p1"])],
        [PRIMARY, *WISHES],
        carry=carry,
    )
    named = [p for p, count in counts.items() for _ in range(count)]
    return continuing(
        QUOTAS, terms, [(f"{n:04d}", f"{n:04d}", {"primary": p, "p1": "X1"}) for n, p in enumerate(named, 1)]
    )


@pytest.mark.parametrize(("counts", "wanted"), [
    ({"P1": 4, "P2": 2, "P3": 1}, MATCH), ({"P1": 1}, MATCH), ({"P1": 5}, "P1"), ({"P1": 1, "P3": 2}, "P3"), ({"P4": 1}, "P4"),
])  # fmt: skip
def test_no_primary_sends_more_than_its_seats(counts: Mapping[str, int], wanted: str, tmp_path: Path) -> None:
    """SPEC §16.12 QUOTA: each value is an item, "no item has more applicants than its seats, summed" (R34)."""
    told = verdict(choosing(counts), QUOTAS, tmp_path)
    assert told == MATCH if wanted == MATCH else wanted in told


# -- late pupils ------------------------------------------------------------------------------------------------------

AT_SCHOOL = {"name": "at", "label": "校", "values": [{"code": "X", "label": "甲"}, {"code": "Y", "label": "乙"}]}
HALL = Hall(
    rules=rules_of(
        [plain("X1", 20), plain("Y1", 20)],
        [classes_of("x", "X1", 2, who={"at": ["X"]}), classes_of("y", "Y1", 2, who={"at": ["Y"]})],
        [SEX, AT_SCHOOL],
    ),
    people=[
        (a, a, {**who, "at": "X" if n < 7 else "Y"})
        for n, (a, _, who) in enumerate(pupils([*CHILDREN, "0011", "0012"]))
    ],
)
CLASSES = record(HALL)
AGAIN = earlier.read(CLASSES, "first", None)


def counts_at(code: str) -> list[dict[str, Any]]:
    """The classes of a school with as many of each sex as were drawn."""
    found = carrying.class_counts([AGAIN], code, "sex")
    return [{"code": name, "counts": [found[name]["M"], found[name]["F"]]} for name in sorted(found)]


def late_session(classes: Sequence[Mapping[str, Any]], sex: Mapping[str, Any] = SEX) -> Files:
    """Two pupils who come to X1 later."""
    terms = rules_of(
        [plain("X1", 20)], [draw("l", "late", school="X1", cap=10, sex="sex", classes=list(classes))], [sex], carry=FREE
    )
    return continuing(CLASSES, terms, [("0021", "0021", {"sex": "M"}), ("0022", "0022", {"sex": "F"})])


def test_the_classes_are_those_that_were_drawn(tmp_path: Path) -> None:
    """SPEC §16.12: "counts are, class by class, those of tables/classes.csv of the records at this school"."""
    assert sum(sum(one["counts"]) for one in counts_at("X1")) == 7
    assert verdict(late_session(counts_at("X1")), CLASSES, tmp_path) == MATCH


def wrong_classes() -> dict[str, list[dict[str, Any]]]:
    """Class lists that are not those of X1."""
    first, second = counts_at("X1")
    turned = {"code": "2", "counts": second["counts"][::-1]}
    return {
        "one more": [{"code": "1", "counts": [first["counts"][0] + 1, first["counts"][1]]}, second],
        "sexes": [first, turned],
        "one class missing": [first],
        "a class of nobody's": [first, second, {"code": "3", "counts": [1, 1]}],
        "an empty class": [first, second, {"code": "3", "counts": [0, 0]}],
        "another school's": counts_at("Y1"),
    }


@pytest.mark.parametrize("name", wrong_classes())
def test_other_classes_are_refused(name: str, tmp_path: Path) -> None:
    """R44: a class is never made to look smaller than it is."""
    told = verdict(late_session(wrong_classes()[name]), CLASSES, tmp_path)
    assert told not in ("match", "could not check") and "class" in told


def test_late_pupils_count_for_those_who_come_later_still() -> None:
    """SPEC §16.12: the classes are those of all the records together: a class and who joined it since."""
    joined = late_session(counts_at("X1"))
    both = [chain.finished("first", after(CLASSES)), chain.finished("second", after(joined))]
    found = carrying.class_counts([AGAIN, earlier.read(joined, "second", None)], "X1", "sex")
    assert sum(sum(of.values()) for of in found.values()) == 9
    told = [{"code": name, "counts": [found[name]["M"], found[name]["F"]]} for name in found]

    def problems(classes: Sequence[Mapping[str, Any]]) -> list[str]:
        _, terms, people = frozen(late_session(classes))
        return chain.problems([one.last for one in both], terms, people, both)

    assert problems(told) == []
    assert len(problems(counts_at("X1"))) in (1, 2)


def test_the_sheet_takes_the_classes_over() -> None:
    """`draw carry` writes the classes of the late draw; the comment behind them stays."""
    text = (
        'carry = { places = "OWN" }\n[session]\nafter = []\n[[attributes]]\nname = "sex"\n'
        'values = [{ code = "M", label = "男" }, { code = "F", label = "女" }]\n'
        '[[draws]]\nkind = "late"\nschool = "X1"\nsex = "sex"\nclasses = [{ code = "1", counts = [0, 0] }] # 现有各班\n'
    )

    def counts(code: str, name: str) -> Mapping[str, Mapping[str, int]]:
        return carrying.class_counts([AGAIN], code, name)

    made = rewriting.continued(text.encode(), "session.toml", [last(CLASSES)], {}, counts)
    one, two = counts_at("X1")
    line = (
        f'classes = [{{ code = "1", counts = {one["counts"]} }}, {{ code = "2", counts = {two["counts"]} }}] # 现有各班'
    )
    assert line in made.text
    assert [key for key, _, _ in made.changes] == ["session.after", "draws.1.classes"]
    same = rewriting.continued(text.replace('"X1"', '"Z9"').encode(), "session.toml", [], {}, counts)
    assert same.changes == ()


# -- drafts -----------------------------------------------------------------------------------------------------------


def plan(code: str, one: Mapping[str, Any], attributes: Sequence[Mapping[str, Any]], **carry: str) -> Sheet:
    """The sheet of a session at that school that continues another."""
    session = sheet_maker.value()["session"] | {"after": ["0" * 64]}
    schools = [sheet_maker.school(code, 20, last_place="NONE")]
    known = [{**a, "column": a["label"]} for a in attributes]
    return sheet_maker.read(session=session, carry=FREE | carry, schools=schools, attributes=known, draws=[one])


def test_a_draft_of_the_admitted() -> None:
    """`draw carry` with ADMITTED takes exactly those admitted at a school of the sheet (R44)."""
    sheet = plan("X1", classes_of("k", "X1", 2), [SEX], applicants="ADMITTED")
    made = carrying.draft([earlier.read(ADMITTING, "first", None)], sheet, None)
    assert ([c.applicant for c in made.children], made.out) == (AT["X1"], len(CHILDREN) - len(AT["X1"]))


def test_a_draft_of_late_pupils() -> None:
    """Who has a class stays there: only new children come into a session of late pupils (R44)."""
    late = draw("l", "late", school="X1", cap=10, sex="sex", classes=[{"code": "1", "counts": [0, 0]}])
    sheet = plan("X1", late, [SEX])
    made = carrying.draft([AGAIN], sheet, None)
    assert (made.children, made.placed) == ((), 12)
    forms = b"\n".join(["报名号,姓名,身份证号,性别".encode(), "Z001,某甲,P1000001,男".encode(), b""])
    made = carrying.draft([AGAIN], sheet, round_forms.read(tables.parse(forms, "forms.csv"), sheet))
    assert [(c.applicant, c.attributes) for c in made.children] == [("0013", {"sex": "M"})]


def test_forms_of_pupils_whom_primaries_send() -> None:
    """With QUOTA children of no earlier session come, in order of number; the sheet declares their primary (R34)."""
    wishes = preferences_of("c", ["X1"], preferences=["p1"])
    sheet = plan("X1", wishes, [PRIMARY, *WISHES], applicants="QUOTA")
    lines = ["报名号,姓名,身份证号,毕业小学,志愿", "Z2,某乙,P1000002,P2,X1", "Z1,某甲,P1000001,1小,X1", ""]
    table = tables.parse("\n".join(lines).encode(), "forms.csv")
    made = carrying.draft([earlier.read(QUOTAS, "first", None)], sheet, round_forms.read(table, sheet))
    assert [(c.applicant, c.registration_no, c.attributes["primary"]) for c in made.children] == [
        ("0001", "Z1", "P1"), ("0002", "Z2", "P2"),
    ]  # fmt: skip


# -- amendments -------------------------------------------------------------------------------------------------------

PAPER = digest(b"statement of the late session")


def apply(files: Files, *events: amending.Event) -> amending.State:
    """The state after these events."""
    state = after(files)
    for one in events:
        amending.apply(state, one)
    return state


def test_r44_a_late_pupil_is_noted() -> None:
    """SPEC §16.11 `joined`: applicant empty, school of a class draw, paper the late session's statement; nothing moves."""
    state = after(CLASSES)
    before = list(state.places)
    assert amending.apply(state, event("joined", "", D, "X1", PAPER)) == ()
    assert state.places == before
    signed, made = amending.make(
        after(CLASSES), [event("joined", "", D, "X1", PAPER)], session="example-2026", time=f"{D}T12:00:00+08:00",
        key=simulator.AMENDER,
    )  # fmt: skip
    assert made == ()
    assert f"joined,,X1,{D},{PAPER}\n".encode() in signed["amendments/0001/events.csv"]
    assert after(CLASSES | signed).number == 1


@pytest.mark.parametrize(("applicant", "at", "paper"), [
    ("0001", "X1", PAPER), ("", "", PAPER), ("", "Z1", PAPER), ("", "X1", "none"),
])  # fmt: skip
def test_what_joined_is_not(applicant: str, at: str, paper: str) -> None:
    """SPEC §16.11: no applicant, a school with classes, a paper; else it is refused and nothing changes."""
    state = after(CLASSES)
    with pytest.raises(StepRefused):
        amending.apply(state, event("joined", applicant, D, at, paper))
    assert (state.number, state.date) == (0, "")


def test_joined_needs_classes() -> None:
    """SPEC §16.11: "school the school of a `class` draw"."""
    with pytest.raises(StepRefused):
        amending.apply(after(ADMITTING), event("joined", "", D, "X1", PAPER))


def test_the_one_school_with_classes_need_not_be_named() -> None:
    """draw amend: where one school has classes, `joined` is about it; where two have, one is named."""
    alone = class_session(AT["X1"])
    (settled,), _ = settle(after(alone), [event("joined", "", D, "", PAPER)])
    assert settled.school == "X1"
    with pytest.raises(StepRefused):
        settle(after(CLASSES), [event("joined", "", D, "", PAPER)])


def test_draw_amend_takes_the_statement_of_the_late_session(tmp_path: Path) -> None:
    """`draw amend --event joined`: the paper is the other session's statement.txt, its hash without a salt; the school by code
    where two have classes."""
    folder, _ = kept(tmp_path / "session", HALL)
    secret, paper = tmp_path / "passphrase", tmp_path / "statement.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    paper.write_bytes(b"statement of the late session")
    words = ["amend", str(folder), "--event", "joined", "--date", "2026-07-18", "--paper", str(paper), "--yes"]
    words += ["--passphrase-file", str(secret)]
    refused = CliRunner().invoke(main, words, env={"DRAW_TEST_CLOCK": stage.CLOCK})
    assert refused.exit_code == 1 and "X1 Y1" in refused.output
    done = CliRunner().invoke(main, [*words, "--applicant", "Y1"], env={"DRAW_TEST_CLOCK": stage.CLOCK})
    assert done.exit_code == 0, done.output
    said = (folder / "public" / "amendments" / "0001" / "events.csv").read_text(encoding="utf-8")
    assert said.splitlines()[1] == f"joined,,Y1,2026-07-18,{PAPER}"


def test_what_may_happen_to_a_pupil_of_a_class() -> None:
    """SPEC §16.11: the new outcomes hold nothing; of the events struck, elsewhere and annulled are allowed for them."""
    for kind in ("struck", "elsewhere"):
        state = apply(CLASSES, event(kind, "0001", D))
        assert state.place("0001") == (Fate(kind), "")
    assert apply(CLASSES, event("annulled", "", D)).annulled
    for kind in ("reported", "leave", "no-show", "declined", "accepted", "expired", "contacted"):
        with pytest.raises(StepRefused):
            apply(CLASSES, event(kind, "0001", D))


def test_the_outcomes_of_an_order_hold_nothing() -> None:
    """SPEC §16.11, of selected, reserve and not selected."""
    terms = rules_of([], [draw("o", "order", items="none", take=1, reserves=1)])
    files = record(rules=terms, people=[(a, a, {}) for a in CHILDREN[:3]])
    fates = {p.fate: a for a, p in after(files).fates().items()}
    assert set(fates) == {Fate.SELECTED, Fate.RESERVE, Fate.NOT_SELECTED}
    for applicant in fates.values():
        assert apply(files, event("struck", applicant, D)).place(applicant).fate is Fate.STRUCK
        with pytest.raises(StepRefused):
            apply(files, event("declined", applicant, D))
