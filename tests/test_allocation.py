"""What must always hold of an allocation, each under the sentence it tests, and a reference apart (SPEC §7, §8, R8, R11)."""

from collections import Counter
from typing import Any

import pytest
import reference
from drawn import children, places
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sessions import (
    ALL_ATTRIBUTES,
    BATCH_AND_WISH,
    KINDS,
    SEEDS,
    Session,
    listed,
    parsed,
    people,
    schools_of,
    sessions,
)
from simulator import after_draw, draw_of, rule_sheet, rules_of, school

from draw import quotas, results
from draw.allocation.standing import Decision, Standing
from draw.hashing import digest
from draw.rules import AdmissionDraw

# -- the reference -----------------------------------------------------------------------------------------------------


def check_against_the_reference(session: Session, seed: str) -> None:
    """Every byte of every file is the same."""
    rules, pool = parsed(session)
    ours = {name: data.decode() for name, data in results.compute(pool, rules, seed).items()}
    ours.pop("outputs.txt")
    assert ours == reference.session(*session, seed)


@settings(max_examples=200, deadline=None)
@given(sessions(), SEEDS)
def test_results_are_those_of_the_reference(session: Session, seed: str) -> None:
    """SPEC §8 computed twice by programs that share no code, all kinds of draws in one session: the same bytes."""
    check_against_the_reference(session, seed)


@pytest.mark.parametrize("kind", KINDS)
@given(st.data(), SEEDS)
def test_each_kind_alone_is_that_of_the_reference(kind: str, data: st.DataObject, seed: str) -> None:
    """SPEC §8.1 to §8.4 computed twice: a session with draws of one kind only."""
    check_against_the_reference(data.draw(sessions(kinds=(kind,))), seed)


@settings(max_examples=60, deadline=None)
@given(sessions(kinds=("preferences",), siblings=True, draws=3), SEEDS)
def test_brothers_and_sisters_are_those_of_the_reference(session: Session, seed: str) -> None:
    """SPEC §8.3 "Adjust" computed twice, with many brothers and sisters in the pool."""
    check_against_the_reference(session, seed)


# -- what always holds -------------------------------------------------------------------------------------------------

TOGETHER = {"SPLIT_IN", "SPLIT_OUT", "SPLIT_CHOICE"}


@settings(deadline=None)
@given(sessions(), SEEDS)
def test_what_always_holds(session: Session, seed: str) -> None:
    """R8: "admitted(school) ≤ plan(school) + approved extra"; nobody placed twice; every applicant exactly one line and
    one reason; a unit is never split unless the policy says so.
    """
    rules, pool = parsed(session)
    standing = results.allocate(pool, rules, seed)
    rows = [line.split(",") for line in results.files(standing)["results.csv"].decode().splitlines()[1:]]
    assert [row[0] for row in rows] == list(pool.applicants)
    assert all(row[5] and row[7] for row in rows)
    inside = Counter(row[6] for row in rows if row[5] == "admitted")
    adjusting = {s for d in session[0]["draws"] if d.get("adjust", "none") != "none" for s in schools_of(d)}
    for s in rules.schools:
        assert inside[s.code] <= s.places + s.approved_extra
        if s.last_place not in ("OVERFLOW", "GROW") and s.code not in adjusting:
            assert inside[s.code] <= s.places
    kinds = {d.id: d for d in rules.draws}
    assert sum(s.admitted for s in standing.summaries if kinds[s.draw].kind != "shortlist") == sum(inside.values())
    for unit, members in pool.members.items():
        fates = {(rows[i][5], rows[i][6]) for i in members if rows[i][5] == "admitted"} | {
            ("out", "") for i in members if rows[i][5] != "admitted"
        }
        if len(fates) > 1:
            (by,) = {rows[i][2] for i in members}
            draw = session[0]["draws"][list(kinds).index(by)]
            at = next(s for s in session[0]["schools"] if s["code"] == schools_of(draw)[0])
            assert "SPLIT" in (draw.get("bundle"), at["last_place"]), unit
            assert {rows[i][7] for i in members} <= TOGETHER
    for summary in standing.summaries:
        assert summary.left >= 0
        assert (summary.status == "held") is (summary.draw in standing.orders)


@settings(deadline=None)
@given(sessions(), SEEDS)
def test_who_is_placed_stands_in_no_later_draw(session: Session, seed: str) -> None:
    """SPEC §8: "U = the units that match `who` of which no member is placed"; R21: struck from all later lists."""
    rules, pool = parsed(session)
    standing = results.allocate(pool, rules, seed)
    position = {d.id: n for n, d in enumerate(rules.draws)}
    for unit, lines in pool.members.items():
        placed = [d for i in lines if (d := standing.decisions[i]) is not None and d.outcome == "admitted"]
        for name, drawn in standing.orders.items():
            if placed and position[name] > position[placed[0].draw]:
                assert unit not in drawn.units


# -- striking one off --------------------------------------------------------------------------------------------------


def unit_of(standing: Standing, unit: str) -> list[Decision]:
    """What was decided about a unit's members."""
    return [d for i in standing.pool.members[unit] if (d := standing.decisions[i]) is not None]


def struck(session: Session, seed: str, gone: str) -> tuple[Standing, Standing]:
    """A session's one draw with a unit and without it, held both times."""
    rules, pool = parsed(session)
    before = results.allocate(pool, rules, seed)
    rest = [c for c in session[1] if c["unit"] != gone]
    after = results.allocate(people(rest, rules), rules, seed)
    assume("d0" in before.orders and "d0" in after.orders)
    return before, after


def one_draw(kind: str, method: str = "") -> st.SearchStrategy[Session]:
    """Sessions of one draw of this kind, without adjustment."""

    def plain(session: Session) -> Session:
        sheet, found = session
        terms = [{**d, **({"adjust": "none", "method": method} if method else {})} for d in sheet["draws"]]
        table = [
            s if s["last_place"] in ("OVERFLOW", "GROW") else s | {"approved_extra": 0, "approved_document": "none"}
            for s in sheet["schools"]
        ]
        return sheet | {"draws": terms, "schools": table}, found

    return sessions(draws=1, kinds=(kind,)).map(plain)


ONE_DRAW = [("admission", ""), ("shortlist", ""), ("preferences", "NUMBER_FIRST"), ("nearest", "")]


@pytest.mark.parametrize(("kind", "method"), [*ONE_DRAW, ("preferences", "PREFERENCE_FIRST")])
@settings(max_examples=50, deadline=None)
@given(st.data(), SEEDS)
def test_striking_one_off_moves_nobodys_number(kind: str, method: str, data: st.DataObject, seed: str) -> None:
    """R11: "removing a ticket does not change the relative order of the others": numbers stay, those behind move up one."""
    session = data.draw(one_draw(kind, method))
    assume(session[1])
    gone = data.draw(st.sampled_from(sorted({c["unit"] for c in session[1]})))
    before, after = struck(session, seed, gone)
    was, now = before.orders["d0"], after.orders["d0"]
    n = was.units.index(gone)
    assert (now.units, now.numbers) == (was.units[:n] + was.units[n + 1 :], was.numbers[:n] + was.numbers[n + 1 :])


@pytest.mark.parametrize(("kind", "method"), ONE_DRAW)
@settings(max_examples=50, deadline=None)
@given(st.data(), SEEDS)
def test_striking_one_off_moves_only_those_behind(kind: str, method: str, data: st.DataObject, seed: str) -> None:
    """R39: "ticket struck off, order of the others unchanged": under every last place, on every shortlist, and where the
    number goes first, whoever stood before keeps outcome, school and reason.
    """
    session = data.draw(one_draw(kind, method))
    assume(session[1])
    gone = data.draw(st.sampled_from(sorted({c["unit"] for c in session[1]})))
    before, after = struck(session, seed, gone)
    units = before.orders["d0"].units
    for unit in units[: units.index(gone)]:
        assert unit_of(after, unit) == unit_of(before, unit)


@settings(max_examples=100, deadline=None)
@given(one_draw("preferences", "PREFERENCE_FIRST"), SEEDS, st.data())
def test_striking_one_off_where_the_preference_goes_first(session: Session, seed: str, data: st.DataObject) -> None:
    """R32 `PREFERENCE_FIRST`: "all first choices by number, then second choices…": behind the struck one stands who came to
    a place by a later wish, or by the same wish with a later number; the others keep theirs.
    """
    assume(session[1])
    gone = data.draw(st.sampled_from(sorted({c["unit"] for c in session[1]})))
    before, after = struck(session, seed, gone)
    (draw,) = session[0]["draws"]
    who = {c["unit"]: c["who"] for c in session[1]}

    def turn(unit: str) -> tuple[int, int]:
        first = unit_of(before, unit)[0]
        wishes = [who[unit][p] for p in draw["preferences"]]
        by = wishes.index(first.school) if first.reason == "CHOICE" else 98 if first.reason == "ANY_PLACE" else 99
        return by, first.rank

    for unit in before.orders["d0"].units:
        if unit != gone and turn(unit) < turn(gone):
            assert [d._replace(rank=0) for d in unit_of(after, unit)] == [
                d._replace(rank=0) for d in unit_of(before, unit)
            ]


@pytest.mark.parametrize(("kind", "method"), [*ONE_DRAW[1:], ("preferences", "PREFERENCE_FIRST")])
@settings(max_examples=50, deadline=None)
@given(st.data(), SEEDS)
def test_who_takes_no_place_takes_none_from_others(kind: str, method: str, data: st.DataObject, seed: str) -> None:
    """R11, R39: strike off one who has no place, and everybody else keeps outcome and school."""
    session = data.draw(one_draw(kind, method))
    standing = results.allocate(*reversed(parsed(session)), seed)
    out = [u for u in standing.pool.members if not any(d.holds for d in unit_of(standing, u))]
    assume(out)
    gone = data.draw(st.sampled_from(out))
    before, after = struck(session, seed, gone)
    for unit in after.pool.members:
        assert [(d.outcome, d.school) for d in unit_of(after, unit)] == [
            (d.outcome, d.school) for d in unit_of(before, unit)
        ]


@given(st.integers(2, 12), st.integers(1, 11), SEEDS, st.data())
def test_single_children_move_up_by_one(n: int, places_: int, seed: str, data: st.DataObject) -> None:
    """R39: "ranking 2 of 5 struck, plan 3, RANKED → ranking 4 moves in": had it not been in the pool at all."""
    codes = [f"{i:04d}" for i in range(n + places_)]
    gone = data.draw(st.sampled_from(codes))
    rules = rules_of([school("X1", places_)], [draw_of("x1")], BATCH_AND_WISH)
    before, after = (
        results.allocate(people(children(*some), rules), rules, seed)
        for some in (codes, [c for c in codes if c != gone])
    )
    line = before.orders["x1"].units
    expected = [c for c in line if c != gone][:places_]
    assert sorted(places(after)) == sorted(expected)


# -- what must change nothing ------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(sessions(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_schools_changes_nothing(session: Session, seed: str, luck: Any) -> None:
    """SPEC §12: "list order cannot matter"; nor the order in which the sheet names the schools."""
    rules, pool = parsed(session)
    rows, table = list(session[1]), list(session[0]["schools"])
    luck.shuffle(rows)
    luck.shuffle(table)
    other_rules, other_pool = parsed((session[0] | {"schools": table}, rows))
    ours, theirs = (results.compute(p, r, seed) for p, r in ((pool, rules), (other_pool, other_rules)))
    assert set(ours) == set(theirs)
    for name in set(ours) - {"outputs.txt", "tables/waiting.csv"}:
        assert ours[name] == theirs[name]
    assert sorted(ours["tables/waiting.csv"].splitlines()) == sorted(theirs["tables/waiting.csv"].splitlines())


@settings(max_examples=50, deadline=None)
@given(sessions(kinds=("preferences", "nearest")), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_a_draws_schools_changes_nothing(session: Session, seed: str, luck: Any) -> None:
    """SPEC §8.3: the draw's own order of schools is read by `unlisted` `ANY` only."""
    sheet, found = session
    assume(not any(d.get("unlisted") == "ANY" for d in sheet["draws"]))
    ours = results.compute(*reversed(parsed(session)), seed)
    for d in sheet["draws"]:
        luck.shuffle(d["schools"])
    theirs = results.compute(*reversed(parsed((sheet, found))), seed)
    for name in ("results.csv", "tables/waiting.csv"):
        assert ours[name] == theirs[name]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["NUMBER_FIRST", "PREFERENCE_FIRST"]).flatmap(lambda m: one_draw("preferences", m)),
    SEEDS,
    st.data(),
)
def test_wishes_behind_the_one_that_was_met_are_not_read(session: Session, seed: str, data: st.DataObject) -> None:
    """R32: "each takes the best open choice": what somebody wished for less than that changes nobody's line."""
    sheet, found = session
    rules, pool = parsed(session)
    before = results.allocate(pool, rules, seed)
    met = [u for u in pool.members if {d.reason for d in unit_of(before, u)} == {"CHOICE"}]
    assume(met)
    unit = data.draw(st.sampled_from(met))
    (draw,) = sheet["draws"]
    changed = []
    for c in found:
        who = dict(c["who"])
        if c["unit"] == unit:
            n = [who[p] for p in draw["preferences"]].index(unit_of(before, unit)[0].school)
            who |= dict.fromkeys(draw["preferences"][n + 1 :], "NONE")
        changed.append(c | {"who": who})
    after = results.allocate(people(changed, rules), rules, seed)
    assert after.decisions == before.decisions


@settings(max_examples=60, deadline=None)
@given(one_draw("preferences", "NUMBER_FIRST"), SEEDS, st.data())
def test_wishes_change_nothing_for_those_before(session: Session, seed: str, data: st.DataObject) -> None:
    """R32 `NUMBER_FIRST`: "by number": another list changes nothing for whoever has a smaller number."""
    sheet, found = session
    assume(found)
    rules, pool = parsed(session)
    before = results.allocate(pool, rules, seed)
    assume("d0" in before.orders)
    unit = data.draw(st.sampled_from(before.orders["d0"].units))
    (draw,) = sheet["draws"]
    wishes = data.draw(st.permutations(draw["schools"])) + ["NONE"] * 3
    new = dict(zip(draw["preferences"], wishes, strict=False))
    changed = [c | {"who": c["who"] | new} if c["unit"] == unit else c for c in found]
    after = results.allocate(people(changed, rules), rules, seed)
    assume("d0" in after.orders)
    units = before.orders["d0"].units
    for ahead in units[: units.index(unit)]:
        assert unit_of(after, ahead) == unit_of(before, ahead)


def beside(one: Session, other: Session) -> Session:
    """Two sessions in one, with schools, draws and children of their own."""

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {renamed(k): renamed(v) for k, v in value.items()}
        if isinstance(value, list):
            return [renamed(v) for v in value]
        return f"Z{value}" if isinstance(value, str) and value[:1] == "S" and value[1:].isdigit() else value

    def side(session: Session, code: str) -> tuple[list[Any], list[Any], list[Any]]:
        sheet, found = session
        draws = [d | {"who": d["who"] | {"side": [code]}} for d in sheet["draws"]]
        return sheet["schools"], draws, [c | {"who": c["who"] | {"side": code}} for c in found]

    schools, draws, found = side(one, "OURS")
    z_schools, z_draws, z_found = renamed(list(side(other, "THEIRS")))
    z_draws = [d | {"id": f"z{d['id']}", "follows": [f"z{f}" for f in d["follows"]]} for d in z_draws]
    z_found = [c | {"applicant": f"Z{c['applicant']}", "unit": f"Z{c['unit']}"} for c in z_found]
    mixed = [d for pair in zip(z_draws, draws, strict=False) for d in pair]
    mixed += z_draws[len(draws) :] + draws[len(z_draws) :]
    first = any(s["vacancies"] == "PRIORITY_GROUP" for s in schools + z_schools)
    sheet = rule_sheet(
        [*z_schools, *schools],
        mixed,
        [*ALL_ATTRIBUTES, listed("side", "OURS", "THEIRS")],
        after_draw=after_draw(priority={"care": ["YES"]} if first else "none"),
    )
    return sheet, [*found, *z_found]


@settings(max_examples=50, deadline=None)
@given(sessions(), sessions(), SEEDS)
def test_draws_elsewhere_change_nothing_here(one: Session, other: Session, seed: str) -> None:
    """SPEC §7: "An order depends on nothing else": schools with children of their own have the same lines beside any
    others.
    """
    alone = results.compute(*reversed(parsed(one)), seed)
    together = results.compute(*reversed(parsed(beside(one, other))), seed)
    for name, data in alone.items():
        if name != "outputs.txt":
            mine = [x for x in together[name].splitlines() if not x.startswith((b"Z", b"z"))]
            assert mine == data.splitlines()


def test_results_need_only_pool_rules_and_seed() -> None:
    """R14: the same pool, rules and seed give the same bytes, on any machine and as often as one likes."""
    rules = rules_of([school("X1", 2)], [draw_of("x1")], BATCH_AND_WISH)
    pool = people(children("A", "B", "T:2"), rules)
    seed = digest(b"seed")
    assert results.compute(pool, rules, seed) == results.compute(pool, rules, seed)


@settings(deadline=None)
@given(sessions(kinds=("admission", "preferences")), SEEDS)
def test_what_is_told_of_a_quota_is_what_was_given(session: Session, seed: str) -> None:
    """SPEC §8.1: "P = min(left(s), q + spill(s))": screen and paper take the three apart again from tables/draws.csv."""
    rules, pool = parsed(session)
    standing = results.allocate(pool, rules, seed)
    told = quotas.shares(rules, standing.summaries)
    assert set(told) == {d.id for d in rules.draws if isinstance(d, AdmissionDraw) and d.quota is not None}
    for draw, share in told.items():
        assert [share.places] == [line.places for line in standing.summaries_of(draw)]
