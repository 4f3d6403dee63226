"""The show of orders, quotas, transfers, classes, teams, seats: each line on the screen is one of the record's (SPEC §16, R48)."""

import json
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import yard

from draw import results
from draw.hashing import digest
from draw.pool import Pool
from draw.rules import NONE, ClassDraw, CohortDraw, Dealing, QuotaDraw, Rules, SeatsDraw
from web import broadcast, floor_next
from web.dealing import puts
from web.frames import MOST_TILES
from web.further_frames import MOST_CARDS, MOST_LINES, blocks, slices
from web.kinds import admitting, counted, things, withheld
from web.show import Show

SEEDS = range(12)
Files = dict[str, bytes]


@cache
def _parts(dealing: Dealing = Dealing.CYCLIC) -> tuple[Pool, Rules]:
    return yard.yard(dealing=dealing)


@cache
def shown(n: int, dealing: Dealing = Dealing.CYCLIC) -> tuple[Show, Files]:
    """The show of seed n, and its result files."""
    pool, rules = _parts(dealing)
    files = results.compute(pool, rules, digest(b"%d" % n))
    names = dict.fromkeys(pool.applicants, "阚**")
    return Show(pool, rules, digest(b"%d" % n), digest(files["outputs.txt"]), names), files


def pages(show: Show, kind: str, draw: str) -> list[dict[str, Any]]:
    """All pages of a kind, of one draw."""
    rules = _parts()[1]
    found = [(f, show.page(n)) for n, f in enumerate(show.frames) if f.kind == kind]
    return [page for f, page in found if rules.draws[f.draw].id == draw]


def table(files: Files, name: str, draw: str) -> list[list[str]]:
    """The lines of a table that are of one draw, without its id."""
    lines = [line.split(",") for line in files[f"tables/{name}.csv"].decode().splitlines()[1:]]
    return [line[1:] for line in lines if line[0] == draw]


def fresh(show: Show, draw: str) -> list[tuple[str, str]]:
    """(column's Chinese name, code) of every child, in the order in which they come."""
    return [
        (card["name"][0], m["code"])
        for page in pages(show, "fill", draw)
        for card in page["cards"]
        for m in card["members"]
        if m["new"]
    ]


@pytest.mark.parametrize("dealing", Dealing)
def test_every_child_comes_into_the_class_of_the_record_once(dealing: Dealing) -> None:
    """R40, R41, R44: children on the cards are the lines of tables/classes.csv, and the last counts are those of the classes."""
    for n in SEEDS:
        show, files = shown(n, dealing)
        for draw in ("class", "late"):
            lines = table(files, "classes", draw)
            assert sorted(fresh(show, draw)) == sorted((f"{line[1]} 班", line[2]) for line in lines)
        last = pages(show, "fill", "class")[-1]
        balance = {(line[0], line[1], line[2]): int(line[3]) for line in table(files, "balance", "class")}
        for card in last["cards"]:
            code = card["name"][0].split(" ")[0]
            assert card["size"] == balance[code, "SIZE", ""]
            assert [k for _, k in card["counts"]] == [balance[code, "sex", s] for s in yard.SEXES]


def test_cards_count_what_came_before_a_late_child() -> None:
    """R44: a class has the children of the rule sheet, and those who have come since."""
    show, _ = shown(0)
    rule = _parts()[1].draw("late")
    before = {f"{c.code} 班": c.counts for c in rule.classes}  # type: ignore[attr-defined]
    page = pages(show, "fill", "late")[0]
    for card in page["cards"]:
        new = sum(m["new"] for m in card["members"])
        assert card["size"] == sum(before[card["name"][0]]) + new == sum(k for _, k in card["counts"])


def test_children_are_dealt_in_the_order_of_the_rule() -> None:
    """SPEC §16.6: tied units, largest first, then sex by sex by rank; what is dealt stands above the cards."""
    pool, rules = _parts()
    draw = rules.draw("class")
    assert isinstance(draw, ClassDraw)
    for n in SEEDS:
        standing = results.allocate(pool, rules, digest(b"%d" % n))
        steps = puts(standing, draw)
        parts = [s.part for s in steps]
        assert parts == sorted(parts, key=("tied", "M", "F").index)
        first = [s for s in steps if s.part == "tied"]
        assert [s.unit for s in first[:2]] in (["B01", "B02"], ["B02", "B01"])
        assert len(first) == 2 + 2 + 3  # bundles, children to be kept apart, children to be spread
        for a, b in pairwise(steps):
            assert a.part != b.part or pool.size(a.unit) > pool.size(b.unit) or a.rank < b.rank
        show, _ = shown(n)
        order = [code for _, code in fresh(show, "class")]
        assert sorted(order) == sorted(pool.applicants[i] for s in steps for i in pool.members[s.unit])
        words = [page["part"][0] for page in pages(show, "fill", "class")]
        assert list(dict.fromkeys(words)) == ["规则先安排的对象", "按随机号依次编入：男", "按随机号依次编入：女"]


def test_a_transfer_fills_school_by_school() -> None:
    """R35: children on the cards are at the schools of results.csv; the last counts are what was drawn for each school."""
    rules = _parts()[1]
    for n in SEEDS:
        show, files = shown(n)
        rows = [line.split(",") for line in files["results.csv"].decode().splitlines()[1:]]
        wanted = [(rules.school(row[6]).name, row[0]) for row in rows if row[2] == "cohort"]
        assert sorted(fresh(show, "cohort")) == sorted(wanted)
        last = pages(show, "fill", "cohort")[-1]
        assert all(card["size"] == card["goal"] > 0 for card in last["cards"])
        assert len(rows) == sum(1 for row in rows if row[5] != "waiting")
        draw = rules.draw("cohort")
        assert isinstance(draw, CohortDraw)
        steps = puts(results.allocate(*_parts(), digest(b"%d" % n)), draw)
        assert [s.part for s in steps] == sorted(s.part for s in steps)
        assert steps[0].unit == "B03"


def test_seats_fill_from_the_front() -> None:
    """R43: the map holds the lines of tables/seats.csv, seat after seat; seats that are not there are marked."""
    for n in SEEDS:
        show, files = shown(n)
        lines = table(files, "seats", "seats")
        found = []
        for page in pages(show, "seats", "seats"):
            assert (page["rows"], page["columns"], len(page["seats"])) == (7, 8, 56)
            assert [i for i, seat in enumerate(page["seats"]) if seat["gone"]] == [0, 51, 52]
            taken = [i for i, seat in enumerate(page["seats"]) if seat["code"]]
            there = [i for i, seat in enumerate(page["seats"]) if not seat["gone"]]
            assert taken == there[: page["shown"]]
            for i, seat in enumerate(page["seats"]):
                if seat["new"]:
                    found.append([page["name"][0].split(" ")[0], str(i // 8 + 1), str(i % 8 + 1), seat["code"]])
        assert found == [line[:4] for line in lines]


def test_no_page_says_why_a_child_sits_or_comes_where() -> None:
    """A need, a kinship, whom to keep apart: no page holds them or a reason that tells of them, and phones get no name at all."""
    for n in SEEDS:
        show, _ = shown(n)
        for at, frame in enumerate(show.frames):
            page = show.page(at)
            text = json.dumps(page, ensure_ascii=False)
            assert not {w for w in ("FRONT", "CLASS_WISH", "K1", "T1", "不同班", "亲属") if w in text}
            if frame.kind == "grid":  # how many there are in a class, and of no child
                text = text.replace("照顾：前排", "")
            assert "照顾" not in text
            if frame.kind in ("seats", "fill", "list"):
                assert "前排" not in text
                assert all(set(seat) == {"gone", "code", "name", "new"} for seat in page.get("seats", []))
            assert "阚" not in json.dumps(broadcast.frame({"scene": "show", "view": page}), ensure_ascii=False)


def test_columns_that_may_tell_of_health_or_family_stay_off_the_screen() -> None:
    """What wishes, needs and recusals read; not what the list is otherwise about."""
    assert withheld(_parts()[1]) == {"care", "apart", "kin"}
    assert withheld(_parts(Dealing.SERPENTINE)[1]) == {"care", "kin"}


def test_a_class_is_listed_whole() -> None:
    """Every class has its pages, with all its children in the order of codes, and bundles marked."""
    for n in SEEDS:
        show, files = shown(n)
        listed = [(p["name"][0].split(" ")[0], m["code"]) for p in pages(show, "list", "class") for m in p["members"]]
        assert listed == [(line[1], line[2]) for line in table(files, "classes", "class")]
        marked = {m["code"] for p in pages(show, "list", "class") for m in p["members"] if m["bundle"]}
        assert marked == {"0001", "0002", "0007", "0009"}


def test_the_balance_is_the_table_of_the_record() -> None:
    """R40: each number is one of tables/balance.csv; below them by how much classes differ, in size and each sex by one at most."""
    for n in SEEDS:
        show, files = shown(n)
        rows: dict[str, list[int]] = {}
        for page in pages(show, "grid", "class"):
            for row in page["rows"]:
                rows.setdefault(row["cells"][0][0], []).extend(row["cells"][1:])
        lines = table(files, "balance", "class")
        for code in ("1", "2", "3", "4"):
            assert rows[f"{code} 班"] == [int(line[3]) for line in lines if line[0] == code]
        assert max(rows["最多相差"][:3]) <= 1


def test_quotas_are_told_before_and_after_the_lot() -> None:
    """R33: whole parts and remainders, then those decided by lot in order of rank, then the seats of tables/quotas.csv."""
    rule = _parts()[1].draw("quota")
    assert isinstance(rule, QuotaDraw)
    labels = {item.label: item.code for item in (*rule.items, *rule.declined)}
    won = set()
    for n in SEEDS:
        show, files = shown(n)
        lines = {line[1]: line for line in table(files, "quotas", "quota")}
        before, after = pages(show, "grid", "quota")
        assert [labels[r["cells"][0]] for r in before["rows"]] == list(lines)
        assert all(len(r["cells"]) == 3 for r in before["rows"])  # nothing of the lot
        for row in after["rows"]:
            line = lines[labels[row["cells"][0]]]
            lot = line[6] in ("REMAINDER_LOT", "LOT_OUT")
            assert row["cells"][3] == (int(line[4]) if lot else None)
            assert row["cells"][4] == (None if line[6] == "DECLINED" else int(line[5]))
        by_lot = pages(show, "lines", "quota")[-1]["rows"]
        ranks = [row["cells"][0] for row in by_lot]
        assert ranks == sorted(ranks)
        assert [row["mark"] for row in by_lot] == ["won", "out"]
        won.add(by_lot[0]["cells"][1])
    assert won == {"示例区实验小学东湖校区", "村小"}


def test_cells_keep_every_sum() -> None:
    """R35: the matrix is tables/cohorts.csv with the sums of rows and columns; cells decided by lot come in order of rank."""
    rules = _parts()[1]
    for n in SEEDS:
        show, files = shown(n)
        lines = table(files, "cohorts", "cells")
        (page,) = pages(show, "grid", "cells")
        numbers = [[c if isinstance(c, int) else c["n"] for c in row["cells"][1:]] for row in page["rows"]]
        assert [k for row in numbers[:-1] for k in row[:-1]] == [int(line[5]) for line in lines]
        assert all(sum(row[:-1]) == row[-1] for row in numbers)
        assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
        assert numbers[-1][:-1] == [s.places for s in rules.schools]
        lot = [line for line in lines if line[6] in ("RAISED_LOT", "LOT_OUT")]
        rows = pages(show, "lines", "cells")
        ranks = [row["cells"][0] for row in (rows[-1]["rows"] if rows else [])]
        assert ranks == sorted(int(line[4]) for line in lot)


def test_teams_and_orders_are_the_tables() -> None:
    """R42, R45: class by class its team; those selected and in reserve by rank, things by their names, children masked."""
    for n in SEEDS:
        show, files = shown(n)
        new = [r["cells"] for p in pages(show, "lines", "team") for r in p["rows"][p["new"] :]]
        assert [(c[0][0].split(" ")[0], str(c[2])) for c in new] == [
            (line[0], line[2]) for line in table(files, "teams", "team")
        ]
        for draw, take in (("order", 2), ("people", 4)):
            new = [r["cells"] for p in pages(show, "lines", draw) for r in p["rows"][p["new"] :]]
            assert [[str(c[0]), c[1]] for c in new] == [line[:2] for line in table(files, "selected", draw)]
            assert [c[3][0] for c in new[:take]] == ["中签"] * take
            assert new[take][3][0] == "备选第 1 位"
        assert {c[2] for c in new} == {"阚**"}


def test_pages_first_then_singly() -> None:
    """R48: as the other draws: pages of `show.page`, the last `show.singly` alone, with what went before still standing."""
    assert list(slices(9, 3, 2, 6)) == [(0, 0, 3), (0, 3, 6), (1, 6, 7), (2, 7, 8), (3, 8, 9)]
    assert list(slices(1, 10, 2, 6)) == [(0, 0, 1)]
    assert list(slices(20, 10, 0, 6)) == [(0, 0, 6), (6, 6, 12), (12, 12, 18), (14, 18, 20)]
    assert list(slices(0, 10, 2, 6)) == []
    show, _ = shown(0)
    for draw in ("class", "cohort", "late", "people", "seats"):
        frames = [
            f for f in show.frames if f.kind in ("fill", "lines", "seats") and _parts()[1].draws[f.draw].id == draw
        ]
        assert [f.last - f.new for f in frames[-2:]] == [1, 1]
        assert all(1 <= f.last - f.new <= 3 and f.names == f.last - f.new for f in frames)


def test_many_classes_come_in_blocks_that_can_be_read() -> None:
    """30 classes: at most twelve cards on a page, new children in one block only, and every child once."""
    pool, rules = yard.yard(classes=30, each=6)
    draw = rules.draw("class")
    assert isinstance(draw, ClassDraw)
    assert [len(b) for b in blocks(draw, 30)] == [10, 10, 10] and [len(b) for b in blocks(draw, 12)] == [12]
    files = results.compute(pool, rules, digest(b"many"))
    show = Show(pool, rules, digest(b"many"), digest(files["outputs.txt"]), {})
    seen: list[str] = []
    for at, frame in enumerate(show.frames):
        if frame.kind == "fill" and rules.draws[frame.draw] == draw:
            page = show.page(at)
            assert len(page["cards"]) == 10 <= MOST_CARDS
            new = [m["code"] for card in page["cards"] for m in card["members"] if m["new"]]
            assert 0 < len(new) <= MOST_TILES
            seen += new
    assert sorted(seen) == sorted(line[2] for line in table(files, "classes", "class"))


def test_a_room_that_is_too_large_for_a_map_is_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve columns cannot be read from the last row: the seats come as lines, the same ones."""
    pool, rules = yard.yard()
    monkeypatch.setattr("web.further_frames.MOST_ACROSS", 7)
    files = results.compute(pool, rules, digest(b"0"))
    show = Show(pool, rules, digest(b"0"), digest(files["outputs.txt"]), {})
    assert pages(show, "seats", "seats") == []
    found = pages(show, "lines", "seats")
    assert all(len(p["rows"]) <= MOST_LINES and p["part"][0].endswith("班") for p in found)
    new = [(p["part"][0].split(" ")[0], r["cells"]) for p in found for r in p["rows"][p["new"] :]]
    assert [[c, *cells[0][0].replace("第 ", "").replace(" 排", " ").replace(" 座", "").split(), cells[1]] for c, cells in new] == [
        line[:4] for line in table(files, "seats", "seats")
    ]  # fmt: skip


def test_no_table_of_places_where_no_draw_admits() -> None:
    """A session of classes and seats has no "places left": schools that only such draws name are in no table."""
    _, rules = _parts()
    assert [s.code for s in admitting(rules)] == ["S1", "S2", "S3"]  # by the transfer
    show, _ = shown(0)
    assert [f.kind for f in show.frames[-2:]] == ["schools", "final"]
    pool, rules = yard.yard(only=("class", "team", "seats"))
    assert admitting(rules) == [] and counted(rules, len(pool.applicants)) == "plain"
    files = results.compute(pool, rules, digest(b"0"))
    alone = Show(pool, rules, digest(b"0"), digest(files["outputs.txt"]), {})
    assert [f.kind for f in alone.frames[-2:]] == ["closed", "final"]
    assert counted(rules, 0) == "things"
    assert sum(things(d) for d in _parts()[1].draws) == 4 + 5 + 4


def test_what_comes_next_is_said_for_every_page() -> None:
    """The desk knows every page before it is shown, with its draw and how far it goes."""
    show, _ = shown(0)
    for at, frame in enumerate(show.frames):
        zh, en = floor_next._frame(show, at)
        assert zh and en
        if frame.kind in ("fill", "lines", "seats"):
            assert f"第 {frame.new + 1}–{frame.last}" in zh


def test_a_child_is_looked_up_with_class_and_seat() -> None:
    """What a parent asks: school, class and seat, as the record has them."""
    show, files = shown(3)
    for line in table(files, "seats", "seats")[:5]:
        found = show.look_up(line[3])
        assert found["in"] and found["school"] == "示例第一中学"
        assert [words[0] for words in found["more"]] == [f"{line[0]} 班", f"第 {line[1]} 排第 {line[2]} 座"]
    order = table(files, "selected", "people")
    assert show.look_up(order[0][1])["in"] and not show.look_up(order[-1][1])["in"]


def test_every_draw_of_the_yard_is_in_it() -> None:
    """All eight kinds, an order of things and one of children, wishes and needs that are really there."""
    pool, rules = _parts()
    kinds = [d.kind for d in rules.draws]
    assert set(kinds) == {"order", "quota", "cells", "cohort", "class", "team", "seats", "late"} and len(kinds) == 9
    assert {"K1", NONE} == set(pool.attributes["apart"])
    assert isinstance(rules.draw("seats"), SeatsDraw)
