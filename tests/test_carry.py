"""`draw carry`: from verified records to the next session's draft (SPEC §14, R3, R21, R29-R31)."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import rounds
import stage

from draw.amending import EventKind
from draw.amending.asked import Asked
from draw.chaining import earlier, families, rewriting
from draw.chaining.draft_roster import header
from draw.edges import carrying, folder, tables
from draw.edges.session import Session
from draw.errors import AlreadyDone, DrawError, InputErrors, NotHeld, StepRefused
from draw.hashing import digest
from draw.intake import roster, sheet
from draw.verify import verify

ROUND2 = rounds.sheet("round-2", carry=rounds.CARRY, hour=14)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Round 1 of the example of R29, with twins c and d bound together nowhere; read only."""
    return rounds.first(tmp_path_factory.mktemp("rounds") / "r1")


@pytest.fixture
def left(first: Session) -> list[str]:
    """The two children whom X did not take."""
    return [child for child, (outcome, _) in rounds.outcomes(first).items() if outcome != "admitted"]


def steps(session: Session, before: Sequence[Session]) -> dict[int, tuple[str, str]]:
    """What the verifier says of a record, by step."""
    files, odd = folder.read_record(session.public)
    report = verify(files, odd, earlier=[folder.read_record(s.public) for s in before])
    return {s.number: (s.word, s.detail) for s in report.steps}


def problems(error: InputErrors) -> str:
    """All problems as told to a person."""
    return "\n".join(map(str, error.problems))


def test_worked_example_of_r29(first: Session, left: list[str], tmp_path: Path) -> None:
    """R29: "X admits d b; Y e g; Z f. Round 2: a, c may only choose Z (2 left), both in. Round 3 not held." """
    found = rounds.outcomes(first)
    assert {found[c] for c in "eg"} == {("admitted", "Y")}
    assert found["f"] == ("admitted", "Z")
    assert len(left) == 2
    assert set(left) < set("abcd")
    for full in "XY":
        with pytest.raises(InputErrors, match="no place is left"):
            rounds.carry(tmp_path / "r2", [first], rounds.forms(dict.fromkeys(left, full)), ROUND2)
    carried = rounds.carry(tmp_path / "r2", [first], rounds.forms(dict.fromkeys(left, "Z")))
    assert {s.code: s.places for s in carried.sheet.rules.schools} == {"X": 0, "Y": 0, "Z": 2}
    assert (carried.draft.placed, carried.draft.drawn) == (5, 2)
    second = rounds.hold(tmp_path / "r2")
    assert rounds.outcomes(second) == dict.fromkeys(left, ("admitted", "Z"))
    last = rounds.sheet("round-3", carry=rounds.CARRY, hour=15)
    with pytest.raises(NotHeld, match="nobody is left"):
        rounds.carry(tmp_path / "r3", [first, second], None, last)
    assert not (tmp_path / "r3" / "roster.csv").exists()
    assert steps(second, [first])[17][0] == "match"
    assert steps(second, [])[17][0] == "could not check"


def test_what_is_carried(first: Session, left: list[str], tmp_path: Path) -> None:
    """Code, number, name, id and facts go on; choices and the answers to private checks do not."""
    carried = rounds.carry(tmp_path / "r2", [first], None, ROUND2)
    rows = [line.split(",") for line in (tmp_path / "r2" / "roster.csv").read_text("utf-8-sig").splitlines()]
    assert rows[0] == "报名号,派位号,姓名,身份证号,志愿学校,片区,多胞胎组号,剔除原因".split(",")
    for child, row in zip(left, rows[1:], strict=True):
        n = rounds.CHILDREN.index(child) + 1
        zone = "东片区" if n % 2 else "西片区"
        assert row == [rounds.number(child), f"{n:04}", rounds.NAMES[child], f"P100000{n}", "", zone, "", ""]
    assert carried.draft.open == ("志愿学校",)
    assert carried.next_code == 8
    text = (tmp_path / "r2" / "session.toml").read_text(encoding="utf-8")
    changed = [(old, new) for old, new in zip(ROUND2.splitlines(), text.splitlines(), strict=True) if old != new]
    assert [old.split("#")[0].strip() for old, _ in changed] == ["after = []", "places = 2", "places = 2", "places = 3"]
    assert [len(old.split("#")[0]) for old, _ in changed[1:]] == [len(new.split("#")[0]) for _, new in changed[1:]]
    assert f'after = ["{digest((first.public / "statement.txt").read_bytes())}"] # 前一场' in text


def test_a_draft_without_its_session_has_codes_only(first: Session, left: list[str], tmp_path: Path) -> None:
    """Without --session names and ids are empty, and forms fit nobody: that is said, not guessed."""
    checked = carrying.check([first.public], (), lambda step: None)
    records = carrying.read(checked, {})
    target = tmp_path / "r2"
    target.mkdir()
    (target / "session.toml").write_text(ROUND2, encoding="utf-8")
    planned = carrying.plan(records, target, None)
    with pytest.raises(InputErrors, match="--session"):
        carrying.carry(records, target, planned, rounds.forms({left[0]: "Z"}))
    carried = carrying.carry(records, target, planned, None)
    assert not carried.opened
    assert {(c.applicant, c.name, c.id) for c in carried.draft.children} == {
        (f"{rounds.CHILDREN.index(c) + 1:04}", "", "") for c in left
    }


def test_everything_wrong_with_forms_at_once(first: Session, left: list[str], tmp_path: Path) -> None:
    """R29: a form for a full school, of a placed child, of a stranger, a repeated one: all refused with their rows."""
    one, other = left
    number = rounds.number
    given = rounds.table(
        [
            ["志愿表", "", ""],
            ["报名号", "志愿学校", "备注"],
            [number(one), "X", ""],
            [number("f"), "Z", ""],
            ["20269999", "示例Z中学", ""],
            [number(other), "Z", ""],
            [number(other), "Y", "改"],
            [number(one), "没有的学校", ""],
            ["", "Z", ""],
        ]
    )
    with pytest.raises(InputErrors) as caught:
        rounds.carry(tmp_path / "r2", [first], given, ROUND2)
    said = problems(caught.value)
    for row, words in ((3, "no place is left"), (4, "placed at Z already"), (5, "in no earlier session"),
                       (7, "same number as row 6"), (8, "not declared"), (9, "cell is empty")):  # fmt: skip
        assert re.search(rf"forms.csv, row {row}, .*{words}", said), said
    assert not (tmp_path / "r2" / "roster.csv").exists()
    assert (tmp_path / "r2" / "session.toml").read_text(encoding="utf-8") == ROUND2


def test_who_hands_in_no_form_abstains_and_may_come_back(first: Session, left: list[str], tmp_path: Path) -> None:
    """R29: "Pupil who fills no form in round 2: ... whether he may in round 3 (product: yes)"; OUT says no."""
    carried = rounds.carry(tmp_path / "r2", [first], rounds.forms({left[0]: "Z"}), ROUND2)
    assert (carried.draft.abstained, carried.draft.drawn) == (1, 1)
    second = rounds.hold(tmp_path / "r2")
    third = rounds.sheet("round-3", carry=rounds.CARRY, hour=15)
    carried = rounds.carry(tmp_path / "r3", [second, first], rounds.forms({left[1]: "Z"}), third)
    assert [r.session for r in carried.order] == ["round-1", "round-2"]
    assert [c.registration_no for c in carried.draft.children] == [rounds.number(left[1])]
    held = rounds.hold(tmp_path / "r3")
    assert steps(held, [first, second])[17] == ("match", "")
    assert steps(held, [second])[17][0] == "could not check"
    strict = third.replace("MAY_RETURN", "OUT")
    with pytest.raises(NotHeld):
        rounds.carry(tmp_path / "r4", [first, second], None, strict)
    with pytest.raises(InputErrors, match="took no part"):
        rounds.carry(tmp_path / "r4", [first, second], rounds.forms({left[1]: "Z"}))


def test_bundles_stay_and_hand_in_one_form(tmp_path: Path) -> None:
    """R26: "In a later round the bundle stays"; R29: "Bundle: one form"."""
    twins = {"b": "T", "d": "T"}
    session = rounds.hold(
        rounds.prepare(tmp_path / "r1", rounds.sheet("round-1", schools={"X": 1, "Y": 2, "Z": 3}),
                       rounds.roster(rounds.FIRST, twins))
    )  # fmt: skip
    assert {c: rounds.outcomes(session)[c][0] for c in "bd"} == {"b": "not_admitted", "d": "not_admitted"}
    carried = rounds.carry(tmp_path / "r2", [session], rounds.forms({"d": "Z"}), ROUND2)
    assert {(c.registration_no, c.group, c.attributes["wish"]) for c in carried.draft.children} == {
        (rounds.number("b"), "B001", "Z"), (rounds.number("d"), "B001", "Z"),
    }  # fmt: skip
    with pytest.raises(InputErrors, match="differs from row 2 of the same child or bundle"):
        rounds.carry(
            tmp_path / "r3", [session], rounds.forms({"b": "Y", "d": "Z"}), ROUND2.replace("round-2", "round-3")
        )
    assert rounds.outcomes(rounds.hold(tmp_path / "r2")) == {"b": ("admitted", "Z"), "d": ("admitted", "Z")}


def channel(identifier: str, *, carry: str = '"none"', hour: int = 9) -> str:
    """A channel with one school of its own."""
    return rounds.sheet(identifier, carry=carry, schools={identifier[0].upper(): 2}, hour=hour)


def entered(children: str, school: str) -> str:
    """The roster of a channel's own applications."""
    return rounds.roster(dict.fromkeys(children, school))


OWN = '{ admitted = "BARRED", applicants = "ANY", abstained = "MAY_RETURN", places = "OWN" }'


def applications(children: str, school: str) -> object:
    """A channel's applications as forms, with name and id, so that children who are in no earlier session may come."""
    rows = [
        [rounds.number(c), rounds.NAMES[c], f"P100000{rounds.CHILDREN.index(c) + 1}", school, "东片区"]
        for c in children
    ]
    return rounds.table([["报名号", "姓名", "身份证号", "志愿学校", "片区"], *rows])


def test_placed_by_one_channel_is_removed_from_the_next(tmp_path: Path) -> None:
    """R21: "a in 外国语 and 进山 pools, admitted by 外国语 → struck from 进山"; R3: a removal list with reason PRE_ADMITTED."""
    early = rounds.hold(rounds.prepare(tmp_path / "w", channel("w-foreign"), entered("ab", "W")))
    assert set(rounds.outcomes(early).values()) == {("admitted", "W")}
    carried = rounds.carry(
        tmp_path / "j",
        [early],
        applications("acde", "J"),
        channel("j-jinshan", carry=OWN, hour=11),  # type: ignore[arg-type]
    )
    draft = carried.draft
    assert (draft.drawn, draft.added, draft.removed) == (3, 3, 1)
    assert {c.applicant for c in draft.children if not c.session} == {"0003", "0004", "0005"}
    assert [s.places for s in carried.sheet.rules.schools] == [2]
    late = rounds.hold(tmp_path / "j")
    assert (late.public / "removed.csv").read_text() == "reason,count\nPRE_ADMITTED,1\n"
    codes = [line.split(",")[0] for line in (late.public / "pool.csv").read_text().splitlines()[1:]]
    assert codes == ["0003", "0004", "0005"]
    assert steps(late, [early])[17] == ("match", "")


def test_a_child_is_known_by_its_id_where_channels_number_apart(tmp_path: Path) -> None:
    """R3: the same child applies to the next channel under another number, and another child under its old one."""
    early = rounds.hold(rounds.prepare(tmp_path / "w", channel("w-foreign"), entered("ab", "W")))
    given = rounds.table(
        [
            ["报名号", "姓名", "身份证号", "志愿学校", "片区"],
            ["J-1", rounds.NAMES["a"], "P1000001", "J", "东片区"],
            [rounds.number("a"), rounds.NAMES["c"], "P1000003", "J", "东片区"],
        ]
    )
    draft = rounds.carry(tmp_path / "j", [early], given, channel("j-jinshan", carry=OWN, hour=11)).draft
    found = {(c.registration_no, c.applicant, c.removed) for c in draft.children}
    assert found == {("J-1", "0001", "提前录取"), (rounds.number("a"), "0003", "")}


def test_amendments_decide_who_is_placed(tmp_path: Path) -> None:
    """SPEC §14: "final outcome" and "final places left" are those after the last amendment, whose hash `after` names:
    who declined is carried, who was struck is not, and both their places are left.
    """
    session = rounds.first(tmp_path / "r1")
    code = {child: f"{n:04}" for n, child in enumerate(rounds.CHILDREN, start=1)}
    events = [("declined", code["e"]), ("struck", code["f"])]
    asked = [(Asked(kind=EventKind(kind), applicant=who, date="2026-07-20", paper=""), b"") for kind, who in events]
    amended = session.amend(session.plan(asked))
    waiting = {c for c, (outcome, _) in rounds.outcomes(session).items() if outcome != "admitted"}
    carried = rounds.carry(tmp_path / "r2", [session], None, ROUND2)
    assert {c.applicant for c in carried.draft.children} == {code[c] for c in (*waiting, "e")}
    assert (carried.draft.placed, carried.draft.gone) == (3, 1)
    assert {s.code: s.places for s in carried.sheet.rules.schools} == {"X": 0, "Y": 1, "Z": 3}
    assert carried.sheet.after == (amended,)
    rounds.carry(tmp_path / "r3", [session], rounds.forms({"e": "Z"}), ROUND2)
    assert steps(rounds.hold(tmp_path / "r3"), [session])[17] == ("match", "")


def test_families_name_the_first_school_with_a_place_left(first: Session, left: list[str], tmp_path: Path) -> None:
    """R29 played: first wish with places left, no row or no such school abstains, new children only where any may come."""
    head = ["报名号", "姓名", "身份证号", "片区", "志愿1", "志愿2"]
    number = rounds.number
    wishes = rounds.table(
        [
            head,
            [number(left[0]), "", "", "", "X", "示例Z中学"],
            [number(left[1]), "", "", "", "Y"],
            ["N-1", "新生", "P2000001", "东片区", "Z"],
        ]
    )
    plan = rounds.carry(tmp_path / "r2", [first], None, ROUND2).sheet
    known, waiting = [number(c) for c in rounds.CHILDREN], [number(c) for c in left]
    made = families.forms(wishes, plan, waiting, known)
    assert made is not None
    assert [[c.text for c in row.cells] for row in made.rows] == [
        ["报名号", "姓名", "身份证号", "多胞胎组号", "志愿学校", "片区"], [number(left[0]), "", "", "", "示例Z中学", ""],
    ]  # fmt: skip
    text = ROUND2.replace("UNPLACED", "ANY")
    planned = rounds.carry(tmp_path / "r3", [first], made, text)
    again = families.forms(wishes, planned.sheet, waiting, known)
    assert again is not None
    assert [c.text for c in again.rows[-1].cells] == ["N-1", "新生", "P2000001", "", "示例Z中学", "东片区"]
    added = rounds.carry(tmp_path / "r4", [first], again, text).draft
    assert [(c.applicant, c.name) for c in added.children if not c.session] == [("0008", "新生")]


def test_one_code_for_two_children_is_refused_where_channels_meet(tmp_path: Path) -> None:
    """SPEC §14: "A code names one child throughout a chain": both rows are named, by code."""
    one = rounds.hold(rounds.prepare(tmp_path / "w", channel("w-foreign"), entered("abc", "W")))
    two = rounds.hold(rounds.prepare(tmp_path / "v", channel("v-private", hour=10), entered("bcd", "V")))
    with pytest.raises(InputErrors) as caught:
        rounds.carry(tmp_path / "r", [one, two], None, ROUND2)
    said = problems(caught.value)
    assert re.search(r"public \(v-private\), row 2, column '派位号' \('0001'\): .*public \(w-foreign\), row 2", said)
    assert "P1000001" not in said
    assert rounds.NAMES["a"] not in said


def test_nothing_is_overwritten_and_a_repeat_changes_nothing(first: Session, tmp_path: Path) -> None:
    """README: "Every command may be repeated"; a roster that schools have worked on, or a frozen folder, stays."""
    target = tmp_path / "r2"
    rounds.carry(target, [first], None, ROUND2)
    before = stage.tree(target)
    with pytest.raises(AlreadyDone):
        rounds.carry(target, [first], None)
    assert stage.tree(target) == before
    (target / "roster.csv").write_text("报名号,姓名\n", encoding="utf-8")
    with pytest.raises(StepRefused, match="not overwritten"):
        rounds.carry(target, [first], None)
    frozen = tmp_path / "frozen"
    shutil.copytree(first.folder, frozen)
    (frozen / "roster.csv").unlink()
    with pytest.raises(StepRefused, match="frozen"):
        rounds.carry(frozen, [first], None, ROUND2)


def test_only_sound_records_are_carried(first: Session, left: list[str], tmp_path: Path) -> None:
    """A changed record and one without those before it are refused; one without a result too."""
    bad = tmp_path / "bad"
    shutil.copytree(first.public, bad)
    (bad / "results.csv").write_bytes((bad / "results.csv").read_bytes().replace(b"not_admitted", b"admitted", 1))
    with pytest.raises(DrawError, match="MISMATCH at step 10"):
        carrying.check([bad], (), lambda step: None)
    rounds.carry(tmp_path / "r2", [first], rounds.forms({left[0]: "Z"}), ROUND2)
    second = rounds.hold(tmp_path / "r2")
    with pytest.raises(DrawError, match="--earlier"):
        carrying.check([second.public], (), lambda step: None)
    (one,) = carrying.check([second.public], [first.public], lambda step: None)
    assert one.by_hand
    with pytest.raises(DrawError, match="without results"):
        earlier.read(dict.fromkeys(("notice.json", "void.txt"), b""), "rec", None)


def test_a_sheet_that_cannot_take_it_is_refused(first: Session, tmp_path: Path) -> None:
    """A sheet without `carry`, and one without the lines that change, are named; nothing is written."""
    with pytest.raises(InputErrors, match="carry"):
        rounds.carry(tmp_path / "a", [first], None, rounds.sheet("round-2"))
    gone = "\n".join(line for line in ROUND2.splitlines() if not line.startswith("after")) + "\n"
    with pytest.raises(InputErrors, match=r"session\.after.*no such line"):
        rounds.carry(tmp_path / "b", [first], None, gone)
    with pytest.raises(DrawError, match="no rule sheet"):
        rounds.carry(tmp_path / "c", [first], None)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_only_the_values_of_a_sheet_change(ending: str) -> None:
    """Comments, layout and line ends stay; a comment keeps its column where there is room."""
    text = 'a = 1        # one\n[s]\nb = [ "x",\n  "y" ] # two\n[[t]]\nc = 40  # three\n[[t]]\nc = "40" # four\n'
    values = {("a",): "123", ("s", "b"): "[]", ("t", 0, "c"): "5", ("t", 1, "c"): "6"}
    new = rewriting.rewrite(text.replace("\n", ending), "x.toml", values)  # type: ignore[arg-type]
    wanted = "a = 123      # one\n[s]\nb = [] # two\n[[t]]\nc = 5   # three\n[[t]]\nc = 6 # four\n"
    assert new.text == wanted.replace("\n", ending)
    assert [key for key, _, _ in new.changes] == ["a", "s.b", "t.1.c", "t.2.c"]


def test_an_empty_roster_has_the_columns_that_its_sheet_needs(tmp_path: Path) -> None:
    """`draw new --procedure`: the header alone is read without a missing column, for every sample."""
    env = stage.environment(tmp_path, test=False)
    listed = stage.draw(["new", "--list"], env).stdout
    assert "xinghualing " in listed
    assert "template" not in listed
    for name in (line.split()[0] for line in listed.splitlines()):
        if "/" in name:
            continue
        target = tmp_path / "new" / name
        stage.draw(["new", str(target), "--procedure", name], env)
        for path in target.rglob("roster.csv"):
            plan = sheet.read((path.parent / "session.toml").read_bytes(), "session.toml")
            assert path.read_text("utf-8-sig") == ",".join(header(plan)) + "\n"
            assert roster.read(tables.load(path), plan).rows == ()
    said = stage.draw(["new", str(tmp_path / "x"), "--procedure", "nowhere"], env, code=1)
    assert "xinghualing" in said.stderr
    again = stage.draw(["new", str(tmp_path / "new" / "xinghualing"), "--procedure", "xinghualing"], env, code=1)
    assert "not overwritten" in again.stderr


def test_the_command(first: Session, left: list[str], tmp_path: Path) -> None:
    """`draw carry`: codes to compare, a word of consent, the report, what comes next; --yes for scripts."""
    env = stage.environment(tmp_path, test=False)
    (tmp_path / "passphrase").write_text(rounds.PASSPHRASE, encoding="utf-8")
    target = tmp_path / "r2"
    target.mkdir()
    (target / "session.toml").write_text(ROUND2, encoding="utf-8")
    forms = tmp_path / "forms.csv"
    forms.write_text("\n".join(["报名号,志愿学校", *(f"{rounds.number(c)},Z" for c in left)]), encoding="gb18030")
    command = ["carry", str(first.public), str(target), "--session", str(first.folder), "--forms", str(forms)]
    refused = stage.draw(command, env, text="no\n", code=1)
    assert "read-aloud code" in refused.stdout
    assert "not confirmed" in refused.stderr
    assert not (target / "roster.csv").exists()
    done = stage.draw(command, env, text="yes\n").stdout
    for words in ("placed 5", "in this session 2", "Z 示例Z中学 2", "codes from 0008", "draw check"):
        assert words in done
    again = stage.draw([*command, "--yes"], env)
    assert "nothing changed" in again.stderr
    ready = stage.draw(["check", str(target)], env).stdout
    assert "2 applicants" in ready
    other = stage.draw(
        ["carry", str(first.public), str(tmp_path / "r3"), "--procedure", "nowhere", "--yes"], env, code=1
    )
    assert "xinghualing" in other.stderr


def test_the_freeze_asks_the_earlier_records(first: Session, left: list[str], tmp_path: Path) -> None:
    """SPEC §14: "the freeze is refused unless ... this holds": a placed child back in the roster is told with its row."""
    folder = tmp_path / "r2"
    rounds.carry(folder, [first], rounds.forms(dict.fromkeys(left, "Z")), ROUND2)
    assert len(Session.inputs(folder).earlier) == 1
    people = (folder / "roster.csv").read_text("utf-8-sig")
    placed = next(c for c, (outcome, _) in rounds.outcomes(first).items() if outcome == "admitted")
    code = rounds.CHILDREN.index(placed) + 1
    row = f"{rounds.number(placed)},{code:04},{rounds.NAMES[placed]},P100000{code},Z,东片区,,\n"
    (folder / "roster.csv").write_text(people + row, "utf-8")
    with pytest.raises(InputErrors, match=f"row {people.count(chr(10)) + 1}.*is admitted at"):
        rounds.hold(folder)
    (folder / "roster.csv").write_text(people + row.replace(f",{code:04},", ",,"), "utf-8")
    with pytest.raises(InputErrors, match="needs everybody's code"):
        rounds.hold(folder)
    assert not (folder / "public").exists()


def test_a_session_without_its_earlier_records_is_not_frozen(first: Session, left: list[str], tmp_path: Path) -> None:
    """SPEC §14: the records lie in earlier/; one that is missing, or that was touched, is refused before the freeze."""
    folder = tmp_path / "r2"
    rounds.carry(folder, [first], rounds.forms(dict.fromkeys(left, "Z")), ROUND2)
    results = folder / "earlier" / first.state.the_notice().session / "results.csv"
    whole = results.read_bytes()
    results.write_bytes(whole.replace(b",admitted,", b",waiting,", 1))
    with pytest.raises(InputErrors, match="the record does not hold"):
        rounds.hold(folder)
    shutil.rmtree(folder / "earlier")
    with pytest.raises(InputErrors, match="record that after names is missing"):
        rounds.hold(folder)
