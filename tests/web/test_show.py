"""The show is the record: every tile is in it, each child once, bundles whole, the last ones one by one."""

from functools import cache
from pathlib import Path

import pytest
import room

from draw import results
from draw.errors import StoreError
from draw.hashing import digest
from draw.pool import Pool
from draw.rules import Rules
from web.frames import MOST_TILES, SENTENCE, Frame
from web.show import Show


@cache
def frozen(folder: Path) -> tuple[Pool, Rules]:
    """Pool and rules of the small session."""
    _, rules, pool = room.freeze(folder).frozen()
    return pool, rules


def shown(pool: Pool, rules: Rules, seed: str) -> Show:
    """The show of a seed with its true outputs."""
    outputs = results.compute(pool, rules, seed)["outputs.txt"]
    return Show(pool, rules, seed, digest(outputs), dict.fromkeys(pool.applicants, "阚**"))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pool, Rules]:
    """Frozen once a run."""
    return frozen(tmp_path_factory.mktemp("show") / "s")


def test_a_result_that_is_not_the_signed_one_is_never_shown(parts: tuple[Pool, Rules]) -> None:
    """Another outputs hash than the record's: no frame at all."""
    with pytest.raises(StoreError, match="nothing is shown"):
        Show(*parts, digest(b"seed"), digest(b"other"), {})


def test_tiles_are_the_record_in_order(parts: tuple[Pool, Rules]) -> None:
    """Over many seeds: new tiles come in rank order without gap or repeat, and admitted ones are those of results.csv."""
    for n in range(60):
        show = shown(*parts, digest(b"%d" % n))
        rows = [
            line.split(",") for line in results.compute(*parts, digest(b"%d" % n))["results.csv"].decode().splitlines()
        ]
        admitted = {row[0] for row in rows if row[2] == "s1" and row[5] == "admitted"}
        ranks, inside = [], set()
        for at, frame in enumerate(show.frames):
            page = show.page(at)
            if frame.kind == "tiles" and frame.draw == 0:
                fresh = page["tiles"][page["new"] :]
                ranks += [t["rank"] for t in fresh]
                inside |= {m["code"] for t in fresh for m in t["members"] if m["in"]}
                assert page["so_far"] + page["places_left"] == 5
                assert sum(t["size"] for t in page["tiles"]) <= MOST_TILES
        assert ranks == list(range(1, len(ranks) + 1))
        assert inside == admitted


def test_the_last_ones_come_one_by_one(parts: tuple[Pool, Rules]) -> None:
    """show.page units a page while more than show.singly are left, then each alone."""
    show = shown(*parts, digest(b"0"))
    sizes = [f.last - f.new for f in show.frames if f.kind == "tiles" and f.draw == 0]
    assert sizes[-2:] == [1, 1] and all(size <= 3 for size in sizes[:-2])


def test_a_bundle_that_does_not_fit_is_shown_with_the_rule(parts: tuple[Pool, Rules]) -> None:
    """The skipped bundle has its tile, marked not in, its reason and the sentence of the school's rule."""
    for n in range(500):
        show = shown(*parts, digest(b"%d" % n))
        for at in range(len(show.frames)):
            page = show.page(at)
            for tile in page.get("tiles", [])[page.get("new", 0) :]:
                if tile["reason"] == "BUNDLE_SKIPPED":
                    assert tile["size"] == 2 and not tile["in"]
                    assert page["notes"][0]["unit"] == tile["unit"]
                    assert "passed over" in page["policy"][1]
                    return
    raise AssertionError("no seed with a skipped bundle")


def test_draws_without_a_lot_are_summaries(parts: tuple[Pool, Rules]) -> None:
    """A registered draw is one page with its counts."""
    show = shown(*parts, digest(b"0"))
    page = next(show.page(at) for at, f in enumerate(show.frames) if f.kind == "summary")
    assert (page["status"], page["children"], page["admitted"], page["left"]) == ("registered", 2, 2, 7)


def test_the_end_is_the_table_and_the_statement(parts: tuple[Pool, Rules]) -> None:
    """Schools with places, admitted, left and waiting; then the last page."""
    show = shown(*parts, digest(b"0"))
    assert [f.kind for f in show.frames[-2:]] == ["schools", "final"]
    first = show.page(len(show.frames) - 2)["rows"][0]
    assert (first["places"], first["admitted"] + first["left"], first["waiting"]) == (5, 5, 10 - first["admitted"])


def test_a_page_gets_the_time_of_its_new_names() -> None:
    """README: the pace is seconds a name, so ten new tiles stay ten times as long as one, and words that of a sentence."""
    assert Frame(kind="tiles", first=0, new=10, last=20).names == 10
    assert Frame(kind="tiles", first=10, new=11, last=12).names == 1
    assert Frame(kind="schools", first=0, last=3).names == Frame(kind="final").names == SENTENCE
