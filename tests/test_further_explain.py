"""One child's line, and a thing's, in the draws of SPEC §16: every reason, and arithmetic that a family can do again (R52)."""

import re
from typing import Any

import further_halls
import pytest
from simulator import Hall, record

from draw import decided, explain, rules
from draw import pool as pools
from draw.allocation.further import CellReason, QuotaReason, SeatReason, TeamReason
from draw.allocation.standing import Reason
from draw.errors import FormatError
from draw.hashing import digest
from draw.words import WORDS, pair

Files = dict[str, bytes]
FURTHER = (
    "SELECTED", "RESERVE", "NOT_DRAWN", "COHORT", "COHORT_BUNDLE", "COHORT_CLASS", "COHORT_ONLY", "CLASS_DEAL", "CLASS_WISH",
    "LATE", "LATE_LOT",
)  # fmt: skip


def told(files: Files, code: str) -> tuple[str, str]:
    """Both languages, a line a sentence."""
    lines = explain.explain(files, digest(files["seed.txt"]), code)
    chinese, english = ("\n".join(side) for side in zip(*lines, strict=True))
    return chinese, english


def rows(files: Files, name: str) -> list[list[str]]:
    """The lines of a table."""
    return [line.split(",") for line in files[name].decode().splitlines()[1:]]


def facts(hall: Hall) -> dict[str, dict[str, str]]:
    """Applicant -> its attributes."""
    return {a: dict(values) for a, _, values in hall.people}


@pytest.mark.parametrize("name", further_halls.ALL)
def test_every_child_is_told_something_true(name: str) -> None:
    """Outcome and reason of results.csv, every rank with its line to recheck, and never a last admitted rank of a class."""
    hall = further_halls.ALL[name]()
    files = record(hall)
    seen = set()
    for applicant, unit, draw, rank, number, outcome, _, reason in rows(files, "results.csv"):
        chinese, english = told(files, applicant)
        assert WORDS[f"outcome.{outcome}"][0] in chinese and WORDS[f"reason.{reason}"][1] in english
        assert "录满序号" not in chinese
        if rank:
            assert f"派位 {draw}：序号 {rank}（共 " in chinese and number in chinese
            assert re.search(rf'number1:[0-9a-f]{{64}}:{draw}:{unit}" \| sha256sum', chinese)
        seen.add(reason)
    assert seen <= set(FURTHER)


def test_every_reason_has_its_case() -> None:
    """SPEC §16: the reasons above and those of test_explain are the closed list; the halls show all of them but LATE's lot."""
    seen = {r[-1] for name in further_halls.ALL for r in rows(record(further_halls.ALL[name]()), "results.csv")}
    assert set(FURTHER) - seen == set()
    assert set(FURTHER) < {str(reason) for reason in Reason}


def test_a_childs_class_team_and_seat() -> None:
    """R40-R43: the class, its size, its team and the seat are those of the tables."""
    files = record(further_halls.classes())
    classes = {r[3]: r[2] for r in rows(files, "tables/classes.csv")}
    teams = {r[1]: r[2] for r in rows(files, "tables/teams.csv")}
    sizes = {r[1]: r[4] for r in rows(files, "tables/balance.csv") if r[2] == "SIZE"}
    for _, class_, row, column, applicant, reason in rows(files, "tables/seats.csv"):
        chinese, english = told(files, applicant)
        assert f"编入潞州区第一中学 {class_} 班" in chinese and classes[applicant] == class_
        assert f"本班 {sizes[class_]} 人" in chinese and f"（{teams[class_]}）" in chinese
        assert f"第 {row} 排第 {column} 座" in chinese and f"row {row}, column {column}" in english
        assert WORDS[f"seatwhy.{reason}"][0] in chinese


def test_why_a_child_was_placed_before_the_others() -> None:
    """R41: bundle, kept apart, spread: each is named; nobody else is told of it."""
    hall = further_halls.classes()
    files = record(hall)
    everybody, unit = facts(hall), {a: u for a, u, _ in hall.people}
    for applicant in everybody:
        chinese, _ = told(files, applicant)
        unit_of = [everybody[a] for a in everybody if unit[a] == unit[applicant]]
        care, apart = (any(v[name] not in ("N", "NONE") for v in unit_of) for name in ("care", "apart"))
        assert ("先行编入的原因" in chinese) is (len(unit_of) > 1 or care or apart)
        assert ("随班就读为随班就读的均匀分布" in chinese) is care
        assert ("“不同班约定”相同的不同班" in chinese) is apart


@pytest.mark.parametrize("dealing", ["CYCLIC", "SERPENTINE"])
def test_a_family_can_deal_the_class_again(dealing: str) -> None:
    """R40: with neither bundles nor wishes the place among its sex and the first class give the class, by counting."""
    hall = further_halls.serpentine() if dealing == "SERPENTINE" else further_halls.plain_classes()
    files, seen = record(hall), 0
    for applicant, class_ in ((r[3], r[2]) for r in rows(files, "tables/classes.csv")):
        chinese, _ = told(files, applicant)
        found = re.search(r"按序号本人排第 (\d+) 位；从 (\d) 班起.*，因此到 (\d) 班", chinese)
        assert found
        place, first, said = (int(x) for x in found.groups())
        assert said == int(class_)
        if dealing == "CYCLIC":
            assert (first - 1 + place - 1) % 3 + 1 == said
        else:
            turn = [1, 2, 3, 3, 2, 1] if first == 1 else [3, 2, 1, 1, 2, 3]
            assert turn[(place - 1) % 6] == said
        seen += 1
    assert seen == len(hall.people)


def test_why_a_bundle_went_where_it_went() -> None:
    """R35: the turn of the bundle, and the first school from there with room for all of it."""
    for name, places in (("0003", None), ("0004", None)):
        files = record(further_halls.cohort())
        chinese, english = told(files, name)
        school = next(r[6] for r in rows(files, "results.csv") if r[0] == name)
        label = {"E1": "望谟县第一中学", "E2": "望谟县第二中学", "E3": "望谟县第三中学"}[school]
        assert f"第一所放得下整组的是{label}" in chinese and places is None
        assert f"the first school with room for the whole bundle was {school}" in english


def test_singles_of_a_row_fill_its_schools_in_order() -> None:
    """R35: the place among the singles, and the counts less the bundle, give each single child's school."""
    hall = further_halls.cohort()
    files = record(hall)
    cells = {(r[1], r[2]): int(r[6]) for r in rows(files, "tables/cohorts.csv")}
    bundle = next(r[6] for r in rows(files, "results.csv") if r[0] == "0003")
    for applicant, _, _, _, _, _, school, reason in rows(files, "results.csv"):
        if reason != "COHORT":
            continue
        found = re.search(r"单个学生 \d+ 人按序号.*本人排第 (\d+) 位", told(files, applicant)[0])
        assert found
        row, place = facts(hall)[applicant]["primary"], int(found[1])
        for code in ("E1", "E2", "E3"):
            room = cells[row, code] - (2 if row == "P1" and code == bundle else 0)
            if place <= room:
                break
            place -= room
        assert code == school


def test_a_primary_sees_its_exact_due() -> None:
    """R33: 1.5 places: whole part, remainder, rank, and the sum that gives it; one that declined has none and no number."""
    files = record(further_halls.quota())
    chinese, english = told(files, "P1")
    assert "应得数：整数 1，余数 1/2" in chinese and "5 ×（70% × 30/100 + 30% × 60/200）" in chinese
    assert (5 * (70 * 30 / 100 + 30 * 60 / 200) / 100 == 1.5 and "one more" in english) or "no more" in english
    declined, _ = told(files, "P9")
    assert "书面放弃" in declined and "随机号" not in declined
    least, _ = told(record(further_halls.quota(seats=9, minimum=3)), "P1")
    assert "按最低数" in least and "SPEC 16.4" in least


def test_a_row_sees_every_cell() -> None:
    """R35: target, count and why, a school each; the reasons are those of tables/cohorts.csv."""
    files = record(further_halls.cohort())
    for _, row, school, whole, fraction, _, count, reason in rows(files, "tables/cohorts.csv"):
        why = WORDS[f"cellwhy.{reason}"][1]
        assert f"{school} {count} (target {whole} + {fraction}, {why})" in told(files, row)[1]


def test_things_on_a_list_and_teams() -> None:
    """R42, R45: standing and rank of a thing; a team's class; a code of nothing is said so."""
    files = record(further_halls.delegates())
    for _, position, code, standing in rows(files, "tables/selected.csv")[-8:]:
        chinese, english = told(files, code)
        assert f"第 {position} 位，{'中签' if standing == 'selected' else '备选'}" in chinese
        assert f'xc:{code}" | sha256sum' in english
    assert "XX" in told(files, "XX")[0] and "nothing of that code" in told(files, "XX")[1]
    files = record(further_halls.classes())
    for _, class_, team, *_ in rows(files, "tables/teams.csv"):
        assert f"teaches class {class_}" in told(files, team)[1]


def test_a_late_pupil_sees_the_classes_as_they_were() -> None:
    """R44: girl arrives, girls 2 3 3: class 1 without a lot; then boys, with those before counted and the order of classes."""
    files = record(further_halls.late())
    chinese, _ = told(files, "0101")
    assert "编入潞州区第一中学 1 班" in chinese and WORDS["reason.LATE"][0] in chinese
    assert "1 班 2/6、2 班 3/6、3 班 3/6" in chinese
    order = ", ".join(r[2] for r in rows(files, "orders/hd.csv"))
    assert f"班序由抽签定：{order}" in chinese
    assert "1 班 4/7、2 班 3/6、3 班 3/6" in told(files, "0102")[0]
    assert "随机号" in told(files, "2")[0]


def test_a_number_that_is_no_hash_is_refused() -> None:
    """A thing's number is its hash or there is an error; also where results.csv has nobody."""
    files = record(further_halls.quota())
    with pytest.raises(FormatError):
        explain.explain(files, digest(b"other"), "P1")
    with pytest.raises(FormatError):
        explain.explain(record(further_halls.classes()), digest(b"other"), "TA")


BAD: list[tuple[str, bytes, bytes]] = [
    ("tables/quotas.csv", b",1/2,", b",1/0,"),
    ("tables/quotas.csv", b",1/2,", b",x/2,"),
    ("tables/quotas.csv", b"DECLINED", b"PERHAPS"),
    ("tables/cohorts.csv", b",ONLY", b",MAYBE"),
    ("tables/cohorts.csv", b"4/11", b"4/11/2"),
    ("tables/seats.csv", b",SEAT", b",STAND"),
    ("tables/seats.csv", b",1,1,", b",1," + "１".encode() + b","),
    ("tables/teams.csv", b",TEAM", b",CREW"),
    ("tables/balance.csv", b",SIZE,,14", b",SIZE,,many"),
    ("tables/selected.csv", b",1,", b",9" + b"9" * 30 + b","),
    ("tables/classes.csv", b"draw,school", b"school,draw"),
]


@pytest.mark.parametrize(("name", "old", "new"), BAD)
def test_a_damaged_table_is_an_error_and_no_crash(name: str, old: bytes, new: bytes) -> None:
    """Whatever stands where a count, a fraction or a word should: one error that names the file."""
    halls = {"quotas": "quota", "cohorts": "cohort", "selected": "delegates"}
    files = record(further_halls.ALL[halls.get(name[7:-4], "classes")]())
    assert old in files[name]
    with pytest.raises(FormatError, match=name):
        decided.read(files | {name: files[name].replace(old, new, 1)})


def test_all_words_of_tables_are_known() -> None:
    """Each reason of the tables of SPEC §16 has its sentence in both languages."""
    kinds: dict[str, Any] = {
        "quotawhy": QuotaReason,
        "cellwhy": CellReason,
        "teamwhy": TeamReason,
        "seatwhy": SeatReason,
    }
    for start, reasons in kinds.items():
        assert all(all(pair(f"{start}.{reason}")) for reason in reasons)


def test_a_code_may_be_a_child_and_a_thing() -> None:
    """An applicant whose code is also a thing's is told of both; an order of things never passes for the child's own."""
    hall = further_halls.delegates()
    people = [*hall.people[:-1], ("S1", "S1", dict[str, str]())]
    files = record(Hall(rules=hall.rules, people=people))
    chinese, _ = told(files, "S1")
    assert "编号 S1：" in chinese and "“第一小学”（S1）" in chinese and "其后还参加了派位 xc" not in chinese
    terms = rules.read(files["rules.json"])
    assert pools.read(files["pool.csv"], terms).applicants[-1] == "S1"
