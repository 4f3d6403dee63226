"""Plan, final result and registration export as one list, every difference named (R55, R8)."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import afterwards
import pytest
import stage
from afterwards import PASSPHRASE, Files, after, amended, frozen
from click.testing import CliRunner, Result
from openpyxl import Workbook
from simulator import Hall, record, rules_of, school, shortlist_of

from draw import reconciling
from draw.amending import Fate, Place
from draw.cli import main
from draw.edges import tables
from draw.errors import InputErrors
from draw.intake.private_roster import PrivateRow, read_roster_csv
from draw.reconciling import Reconciled, masked
from draw.rules import Outside, Rules

Kept = tuple[Path, Files]
HEAD = "学籍号,姓名,学校"
SCHOOLS = rules_of([school("X1", 300, name="第一中学"), school("Y1", 0, "NONE", name="第二中学")])


def row(n: int, **changes: Any) -> PrivateRow:
    """A child of the private roster."""
    code = f"{n:04d}"
    base = {"applicant": code, "unit": code, "registration_no": f"R{code}", "salt": "0" * 32, "name": f"孩子{code}"}
    return PrivateRow(**base | {"id": f"G1101012012{n:08d}"} | changes)


CHILDREN = [row(n) for n in range(1, 301)]
FINALS = {r.applicant: Place(Fate.ADMITTED, "X1") for r in CHILDREN}


def table(text: str, name: str = "export.csv") -> Any:
    """A CSV table."""
    return tables.parse(text.encode(), name)


def compared(
    export: list[str],
    declared: list[str] | None = None,
    *,
    rules: Rules = SCHOOLS,
    finals: dict[str, Place] | None = None,
    children: list[PrivateRow] | None = None,
    head: str = HEAD,
) -> Reconciled:
    """The comparison of these rows with 300 children admitted at X1."""
    listed = "\n".join(["学籍号,姓名,学校,类别", *(declared or []), ""])
    return reconciling.reconcile(
        rules,
        FINALS if finals is None else finals,
        CHILDREN if children is None else children,
        reconciling.entries(table("\n".join([head, *export, ""])), rules, declared=False),
        reconciling.entries(table(listed, "declared.csv"), rules, declared=True) if declared is not None else [],
    )


def line(r: PrivateRow, at: str = "第一中学", **changes: str) -> str:
    """The export's row of a child."""
    return f"{changes.get('id', r.id)},{changes.get('name', r.name)},{at}"


WHOLE = [line(r) for r in CHILDREN]
STRANGERS = ["G11010120120999901,王五,第一中学", "G11010120120999902,赵六,X1"]


def test_r55_example_two_names_in_no_list() -> None:
    """R55: "plan 300, result 300, registered 302 -> two names not in any list -> alarm"."""
    found = compared([*WHOLE[:10], STRANGERS[0], *WHOLE[10:], STRANGERS[1]])
    assert [(d.kind, d.row, d.name) for d in found.differences] == [("unknown", 12, "王五"), ("unknown", 303, "赵六")]
    counted = found.counts[0]
    assert (counted.plan, counted.result, counted.declared, counted.registered) == (300, 300, 0, 302)
    assert "export.csv row 12:" in found.differences[0].line()
    assert "neither in the result nor declared: 王五 ****9901, X1" in found.differences[0].line()


def test_three_lists_that_agree() -> None:
    """R8: "three lists must agree": nothing to report, in whatever order and spelling of ids and schools."""
    assert compared(WHOLE[::-1]).differences == ()
    spelled = [f" {r.id[1:].replace('110101', '110101 ')},{r.name},x1" for r in CHILDREN]
    assert compared(spelled, head="身份证号,姓名,school").differences == ()
    both = [f"{r.id},,{r.name},第一中学" if n % 2 else f",{r.id[1:]},{r.name},第一中学" for n, r in enumerate(CHILDREN)]
    assert compared(both, head="学籍号,身份证号,姓名,学校").differences == ()


ONE = CHILDREN[0]
LISTED = ["P9,李保,X1,烈士子女"]
OUTSIDE = replace(SCHOOLS, outside=(Outside(group="烈士子女", school="X1", count=1, document="教〔2026〕9号"),))
DIFFERENCES: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "not registered": ({"export": WHOLE[1:]}, [("unregistered", ONE.name, "")]),
    "at another school": ({"export": [line(ONE, "第二中学"), *WHOLE[1:]]}, [("moved", ONE.name, "X1")]),
    "at a school outside": ({"export": [line(ONE, "外地中学"), *WHOLE[1:]]}, [("moved", ONE.name, "X1")]),
    "another name": ({"export": [line(ONE, name="孩儿"), *WHOLE[1:]]}, [("name", "孩儿", ONE.name)]),
    "twice": ({"export": [*WHOLE, WHOLE[0]]}, [("twice", ONE.name, "2")]),
    "another id": (
        {"export": [line(ONE, id="G999"), *WHOLE[1:]]}, [("unknown", ONE.name, ""), ("unregistered", ONE.name, "")]),
    "declared and there": ({"export": [*WHOLE, "P9,李保,X1"], "declared": LISTED, "rules": OUTSIDE}, []),
    "declared, not registered": (
        {"export": WHOLE, "declared": LISTED, "rules": OUTSIDE}, [("declared_unregistered", "李保", "")]),
    "declared, at another school": (
        {"export": [*WHOLE, "P9,李保,Y1"], "declared": LISTED, "rules": OUTSIDE}, [("moved", "李保", "X1")]),
    "declared under another name": (
        {"export": [*WHOLE, "P9,李宝,X1"], "declared": LISTED, "rules": OUTSIDE}, [("name", "李宝", "李保")]),
    "declared twice": (
        {"export": [*WHOLE, "P9,李保,X1"], "declared": LISTED * 2, "rules": OUTSIDE}, [("declared_twice", "李保", "2")]),
    "declared, but admitted": (
        {"export": WHOLE, "declared": [f"{ONE.id},{ONE.name},X1,烈士子女"], "rules": OUTSIDE},
        [("declared_placed", ONE.name, "X1")]),
    "more declared than the rules say": (
        {"export": [*WHOLE, "P9,李保,X1"], "declared": LISTED}, [("declared_count", "", "烈士子女 1 ≠ 0")]),
    "a declared list is missing": (
        {"export": [*WHOLE, "P9,李保,X1"], "rules": OUTSIDE},
        [("declared_count", "", "烈士子女 0 ≠ 1"), ("unknown", "李保", "")]),
    "declared for another group": (
        {"export": [*WHOLE, "P9,李保,X1"], "declared": ["P9,李保,X1,高层次人才"], "rules": OUTSIDE},
        [("declared_count", "", "烈士子女 0 ≠ 1"), ("declared_count", "", "高层次人才 1 ≠ 0")]),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENCES)
def test_each_difference_is_named(name: str) -> None:
    """R55: "in result not registered; registered not in result; counts", and what is declared outside the draw."""
    facts, wanted = DIFFERENCES[name]
    found = compared(**facts)
    assert sorted((d.kind, d.name, d.other) for d in found.differences) == sorted(wanted)
    for difference in found.differences:
        text = difference.line()
        assert len(difference.id) <= 8 or difference.id not in text
        assert bool(difference.row) == (" row " in text)


def test_rows_of_other_schools_are_counted_not_dropped() -> None:
    """An export of a whole district: what is not of this session is told with its count, so that no misspelling hides."""
    found = compared([*WHOLE, "P7,甲,外地中学", "P8,乙,外地中学"])
    assert found.differences == ()
    assert len(found.notes) == 1 and "外地中学" in found.notes[0] and "2 more row(s)" in found.notes[0]


def test_other_kinds_of_numbers_are_noticed() -> None:
    """Not one id in common: the two lists hold different kinds of numbers, and that is said before 600 differences."""
    found = compared([line(r, id=f"L{r.applicant}") for r in CHILDREN])
    assert len(found.differences) == 600
    assert "different kinds of numbers" in found.notes[-1]


def test_a_shortlist_allows_and_does_not_demand() -> None:
    """R20: "final choice is outside the appliance": who is shortlisted may be registered there; nobody else may."""
    terms = rules_of([school("X1", 1, "NONE", vacancies="NONE")], [shortlist_of("x1")])
    finals = {r.applicant: Place(Fate.SHORTLISTED if n < 3 else Fate.NOT_SHORTLISTED, "X1" if n < 3 else "")
              for n, r in enumerate(CHILDREN[:5])}  # fmt: skip
    facts: dict[str, Any] = {"rules": terms, "finals": finals, "children": CHILDREN[:5]}
    assert compared([line(CHILDREN[2], "X1")], **facts).differences == ()
    assert [d.kind for d in compared([line(CHILDREN[4], "X1")], **facts).differences] == ["unknown"]


def test_amendments_count() -> None:
    """R55: "final result with amendments"."""
    files = record()
    one = sorted(after(files).admitted())[0]
    files = amended(files, [("struck", one, "2026-07-20")])
    state, rows = after(files), read_roster_csv(afterwards.private_rows(Hall()))
    finals = dict(zip(state.pool.applicants, state.places, strict=True))
    export = [f"ID{a},孩子{a},{s}" for a, s in state.admitted().items()]
    assert compared(export, rules=frozen(files)[1], finals=finals, children=list(rows)).differences == ()
    late = compared([*export, f"ID{one},孩子{one},X1"], rules=frozen(files)[1], finals=finals, children=list(rows))
    assert [(d.kind, d.applicant) for d in late.differences] == [("unknown", one)]


def test_tables_that_cannot_be_used_say_all_at_once() -> None:
    """Missing columns, lost digits, empty cells, unknown schools of the declared list: every fault with its row."""
    with pytest.raises(InputErrors) as missing:
        compared(["x,y"], head="学籍号,班级")
    assert [p.remedy for p in missing.value.problems] == ["补上此列 add this column"] * 2
    with pytest.raises(InputErrors) as faults:
        compared(["1.10101E+17,甲,X1", ",乙,X1", "P3,,X1"])
    assert [p.row for p in faults.value.problems] == [2, 3, 4]
    with pytest.raises(InputErrors) as unknown:
        compared(WHOLE, ["P9,李保,第九中学,烈士子女"])
    assert "X1 第一中学" in unknown.value.problems[0].remedy
    with pytest.raises(InputErrors):
        compared([], head="一,二")


def test_the_file_of_differences_opens_in_a_spreadsheet() -> None:
    """--out: whole ids, one line a difference, nothing that a spreadsheet would run."""
    found = compared([*WHOLE, 'P9,"@SUM(1, 2)",X1'])
    data = reconciling.table(found.differences).decode("utf-8-sig").split("\r\n")
    assert data == [reconciling.HEADER, 'unknown,export.csv,302,,"\'@SUM(1, 2)",P9,X1,', ""]
    assert masked("110101201200000011") == "****0011"
    assert (masked("P9"), masked("")) == ("****", "")


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A finished rehearsal; read only."""
    return afterwards.kept(tmp_path_factory.mktemp("finished") / "session", Hall())


def command(folder: Path, *words: str) -> Result:
    """`draw reconcile` in this process."""
    secret = folder.parent / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    done = CliRunner().invoke(main, ["reconcile", str(folder), *words, "--passphrase-file", str(secret)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def test_the_command_answers_by_its_exit_code(finished: Kept, tmp_path: Path) -> None:
    """Exit 0 when empty, 1 with differences; ids masked on the terminal, whole in the private file, never in public."""
    folder, files = finished
    folder = Path(shutil.copytree(folder, tmp_path / "session"))
    book = Workbook()
    book.active.append(["学籍号", "姓名", "学校"])
    for code, at in after(files).admitted().items():
        book.active.append([f"ID{code}", f"孩子{code}", at])
    book.save(tmp_path / "export.xlsx")
    done = command(folder, str(tmp_path / "export.xlsx"))
    assert done.exit_code == 0, done.output
    assert "The three lists agree" in done.output
    assert "X1: plan 3, result 3, declared outside 0, registered 3" in done.output
    book.active.append(["110101201201010011", "王五", "X1"])
    book.save(tmp_path / "export.xlsx")
    target = tmp_path / "differences.csv"
    wrong = command(folder, str(tmp_path / "export.xlsx"), "--out", str(target))
    assert wrong.exit_code == 1
    assert "export.xlsx row 5:" in wrong.output and "王五 ****0011" in wrong.output
    assert "110101201201010011" not in wrong.output
    assert "110101201201010011" in target.read_text(encoding="utf-8-sig")
    assert target.stat().st_mode & 0o077 == 0
    refused = command(folder, str(tmp_path / "export.xlsx"), "--out", str(folder / "public" / "x.csv"))
    assert refused.exit_code == 1 and "public folder" in refused.output
    assert stage.tree(folder / "public") == files
