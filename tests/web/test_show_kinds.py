"""The show of every kind of draw: quotas, shortlist, preferences, nearest school; each tile is a line of results.csv."""

from functools import cache
from pathlib import Path
from typing import Any

import district
import gallery
import pytest

from draw import results
from draw.allocation.standing import Status
from draw.hashing import digest
from draw.pool import Pool
from draw.rules import Method, PreferenceDraw, Rules
from web.frames import MOST_PLACED, MOST_TILES
from web.show import Show

SEEDS = range(40)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pool, Rules]:
    """The district, frozen once."""
    _, rules, pool = district.freeze(tmp_path_factory.mktemp("district") / "s").frozen()
    return pool, rules


@cache
def _seed(n: int) -> str:
    return digest(b"district %d" % n)


def shown(parts: tuple[Pool, Rules], n: int) -> tuple[Show, list[list[str]]]:
    """The show of seed n, and the lines of its results.csv."""
    files = results.compute(*parts, _seed(n))
    show = Show(*parts, _seed(n), digest(files["outputs.txt"]), dict.fromkeys(parts[0].applicants, "阚**"))
    return show, [line.split(",") for line in files["results.csv"].decode().splitlines()[1:]]


def pages(show: Show, kind: str, draw: str = "") -> list[dict[str, Any]]:
    """All pages of a kind, of one draw."""
    found = [show.page(n) for n, frame in enumerate(show.frames) if frame.kind == kind]
    return [page for page in found if not draw or page["draw"] == draw]


def fresh(show: Show, draw: str) -> list[dict[str, Any]]:
    """The new tiles of a draw, in the order in which they come."""
    return [tile for page in pages(show, "tiles", draw) for tile in page["tiles"][page["new"] :]]


def test_every_tile_is_in_the_record(parts: tuple[Pool, Rules]) -> None:
    """Hall E10: "never a tile that is not in the record": over many seeds a child is shown as placed by a draw exactly if its
    line of results.csv says so, at that school, and once.
    """
    names = {s.code: s.name for s in parts[1].schools}
    for n in SEEDS:
        show, lines = shown(parts, n)
        listed = results.compute(*parts, _seed(n))["tables/shortlists.csv"].decode().splitlines()[1:]
        for draw in parts[1].draws:
            placed = {
                (line[0], names[line[6]])
                for line in lines
                if line[2] == draw.id and line[3] and line[5] in ("admitted", "shortlisted")
            }
            if draw.id == "s4":  # a later draw may decide about a child on the list, and the list stays
                placed = {(line.split(",")[2], "") for line in listed}
            inside = [(m["code"], m["school"]) for t in fresh(show, draw.id) for m in t["members"] if m["in"]]
            several = len(draw.schools) > 1
            assert sorted(inside) == sorted((code, school if several else "") for code, school in placed), (n, draw.id)


def test_places_left_go_down_to_what_the_record_says(parts: tuple[Pool, Rules]) -> None:
    """tables/draws.csv: what the strip of schools shows at the end is what is left, but for a family brought together later."""
    for n in SEEDS:
        show, _ = shown(parts, n)
        for draw in parts[1].draws:
            lines = results.allocate(*parts, _seed(n)).summaries_of(draw.id)
            tiles = pages(show, "tiles", draw.id)
            if lines[0].status is not Status.HELD or not tiles:
                continue
            before = [page["places_left"] for page in tiles]
            assert before == sorted(before, reverse=True)
            moved = any(t["reason"] == "MOVED" for t in fresh(show, draw.id))
            if not moved:
                assert tiles[-1]["places_left"] == sum(s.left for s in lines)
            strip = tiles[-1]["strip"]
            if strip is not None:
                assert sum(r["left"] for r in strip["rows"]) + strip["others_left"] == tiles[-1]["places_left"]


def test_preferences_first_is_shown_choice_by_choice(parts: tuple[Pool, Rules]) -> None:
    """R32: all first choices by rank, then the second ones; a page never mixes two of them."""
    rule = parts[1].draw("zone")
    assert isinstance(rule, PreferenceDraw) and rule.method is Method.PREFERENCE_FIRST
    for n in SEEDS:
        show, _ = shown(parts, n)
        seen: list[str] = []
        ranks: dict[str, list[int]] = {}
        for page in pages(show, "tiles", "zone"):
            part = page["part"][1]
            if part not in seen:
                seen.append(part)
            assert part == seen[-1]
            ranks.setdefault(part, []).extend(t["rank"] for t in page["tiles"][page["new"] :])
        assert seen == [part for part in ("choice 1", "choice 2", "choice 3", "bundles that are split") if part in seen]
        assert all(found == sorted(set(found)) for found in ranks.values())


def test_number_first_and_nearest_go_by_rank(parts: tuple[Pool, Rules]) -> None:
    """R30, R32: by number without a gap to the last unit that got a place; who got none on the way is shown so."""
    for n in SEEDS:
        show, _ = shown(parts, n)
        for draw in ("south", "rest"):
            ranks = [t["rank"] for t in fresh(show, draw)]
            assert ranks == list(range(1, len(ranks) + 1))
            assert not ranks or fresh(show, draw)[-1]["in"]


def test_choices_and_distances_stand_beside_the_school(parts: tuple[Pool, Rules]) -> None:
    """Each tile says which choice, or how near, the school is; a school that nobody chose is given."""
    pool, rules = parts
    show, lines = shown(parts, 3)
    wanted = {line[0]: line[6] for line in lines}
    names = {s.code: s.name for s in rules.schools}
    for tile in fresh(show, "south"):
        for member in tile["members"]:
            if member["in"]:
                line = pool.applicants.index(member["code"])
                listed = [c for name in ("w1", "w2", "w3") if (c := pool.attributes[name][line]) in ("S5", "S6", "S7")]
                at = wanted[member["code"]]
                assert member["school"] == names[at]
                assert member["choice"] == (listed.index(at) + 1 if at in listed else 0)


def test_a_shortlist_admits_nobody(parts: tuple[Pool, Rules]) -> None:
    """R20: tiles of a shortlist count the list, its words are those of a list, and its school keeps its places."""
    for n in SEEDS:
        show, _ = shown(parts, n)
        (opening,) = pages(show, "draw", "s4")
        assert (opening["form"], opening["places"]) == ("shortlist", 9)
        last = pages(show, "tiles", "s4")[-1]
        assert last["so_far"] in (9, 10) and last["places_left"] == 0
        told = [note["words"][0] for page in pages(show, "tiles", "s4") for note in page["notes"]]
        assert all("录取" not in words for words in told)
        row = next(r for page in pages(show, "schools") for r in page["rows"] if r["listed"] is not None)
        assert (row["admitted"], row["listed"]) == (0, last["so_far"])


def test_quotas_say_where_their_places_come_from(parts: tuple[Pool, Rules]) -> None:
    """R23: four direct places, three children: one is carried over, and the school's rest goes to the last draw."""
    show, _ = shown(parts, 0)
    (first,) = pages(show, "summary", "s1.p")
    assert first["share"] == {"own": 4, "spill": 0, "left": 12}
    (second,) = pages(show, "draw", "s1.q")
    assert (second["share"], second["places"]) == ({"own": 4, "spill": 1, "left": 9}, 5)
    (third,) = pages(show, "draw", "s1.r")
    assert (third["share"], third["places"]) == (None, 4)


def test_many_schools_are_paged(parts: tuple[Pool, Rules]) -> None:
    """A draw of seven schools ends with two pages of places; a strip names six at most and sums up the rest."""
    show, _ = shown(parts, 0)
    rows = [r for page in pages(show, "places", "rest") for r in page["rows"]]
    assert len(rows) == 7 and len(pages(show, "places", "rest")) == 2
    assert all(r["places"] == r["admitted"] + r["left"] for r in rows)
    for page in pages(show, "tiles", "rest"):
        assert 0 < len(page["strip"]["rows"]) <= 6


def test_pages_hold_what_the_last_row_can_read(parts: tuple[Pool, Rules]) -> None:
    """Not more tiles than fit: fewer where each names a school."""
    for n in SEEDS:
        show, _ = shown(parts, n)
        for page in pages(show, "tiles"):
            assert sum(t["size"] for t in page["tiles"]) <= (MOST_PLACED if page["several"] else MOST_TILES)


def test_everybody_is_in_the_last_count(parts: tuple[Pool, Rules]) -> None:
    """The last table of schools counts all children by outcome, as results.csv does."""
    show, lines = shown(parts, 5)
    total = pages(show, "schools")[-1]["total"]
    assert sum(count for _, count in total) == len(lines)
    assert {words[1]: count for words, count in total}["admitted"] == sum(line[5] == "admitted" for line in lines)


def test_a_family_that_comes_together_is_shown_so(parts: tuple[Pool, Rules]) -> None:
    """R27 POST_ADJUST: who is moved is shown at the final school with the reason; the strip counts what the lot gave."""
    for n in range(300):
        show, lines = shown(parts, n)
        moved = [t for t in fresh(show, "zone") if t["reason"] == "MOVED"]
        if moved:
            line = next(line for line in lines if line[0] == moved[0]["members"][0]["code"])
            assert (line[7], moved[0]["members"][0]["school"]) == ("MOVED", parts[1].school(line[6]).name)
            assert moved[0]["told"]
            last = pages(show, "tiles", "zone")[-1]
            assert last["so_far"] + last["places_left"] == last["places"]
            return
    raise AssertionError("no seed that brings the family together")


def test_every_bundle_that_meets_the_last_place_is_told_with_its_rule(tmp_path: Path) -> None:
    """SKIP, OVERFLOW, GROW, SPLIT, STOP, a list's end, held and split preferences, brought together, nearest: each has its tiles
    joined, the reason beside the unit, and the sentence of the rule in both languages.
    """
    seen = set()
    for name, state in gallery.met({}, tmp_path / "met"):
        page = state["view"]
        told = [t for t in page["tiles"][page["new"] :] if t["told"]]
        seen.add((page["form"], *(t["reason"] for t in told)))
        assert [n["unit"] for n in page["notes"]] == [t["unit"] for t in told][:2], name
        bundle = [t for t in told if t["size"] > 1]
        assert (page["policy"] is not None and all(page["policy"])) == bool(bundle), name
        assert all(len(t["members"]) == t["size"] for t in told), name
    assert len(seen) >= len(gallery.TOLD)
