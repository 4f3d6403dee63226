"""The few lines of a record about one child tell exactly what the whole record tells (R50, R52)."""

import time
from pathlib import Path

import pytest

from draw import pool as pools
from draw import results
from draw import rules as rule_sheets
from draw.edges.session import Session
from draw.excerpt import Excerpts
from draw.explain import explain
from draw.hashing import digest

SAMPLES = Path(__file__).resolve().parent.parent / "draw" / "samples"
FIRST = sorted(
    p.parent for p in SAMPLES.rglob("session.toml") if list(p.parent.glob("roster.*")) and p.parent.name != "template"
)
SEED = digest(b"a seed for excerpts")


def record(folder: Path) -> dict[str, bytes]:
    """What the draw of a sample's folder publishes, as far as `explain` reads it."""
    given = Session.inputs(folder)
    formed = Session.formed(given, {}, lambda number: digest(number.encode())[:32])
    files = dict(results.compute(formed.pool, given.plan.rules, SEED))
    return files | {
        "rules.json": rule_sheets.write(given.plan.rules),
        "pool.csv": pools.write(formed.pool, given.plan.rules),
    }


def telling(files: dict[str, bytes]) -> list[str]:
    """One child of every combination of draw, outcome, reason and size of bundle, and every fortieth child."""
    rows = [line.split(",") for line in files["results.csv"].decode().splitlines()[1:]]
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row[1]] = sizes.get(row[1], 0) + 1
    found = {(row[2], row[5], row[7], sizes[row[1]]): row[0] for row in rows}
    return sorted({*found.values(), *(row[0] for row in rows[::40])})


@pytest.mark.parametrize("folder", FIRST, ids=lambda p: p.relative_to(SAMPLES).as_posix().replace("/", "-"))
def test_an_excerpt_tells_what_the_record_tells(folder: Path) -> None:
    """draw/excerpt.py: "says word for word what `explain(files, seed, code)` says", for every kind of draw and reason."""
    files = record(folder)
    excerpts = Excerpts(files)
    codes = telling(files)
    assert len(codes) >= 5
    for code in codes:
        assert explain(excerpts.of(code), SEED, code) == explain(files, SEED, code), code
        assert excerpts.row(code)[0] == code


def test_an_unknown_code_is_a_key_error() -> None:
    """An excerpt of nobody is refused, not empty."""
    excerpts = Excerpts(record(SAMPLES / "xinghualing"))
    assert "NOBODY" not in excerpts
    with pytest.raises(KeyError):
        excerpts.of("NOBODY")


def test_a_look_up_in_a_large_record_is_quick() -> None:
    """ "Keep fast for 100,000 applicants": after the index a child costs thousandths of a second, not another reading."""
    count = 100_000
    codes = [f"{n:06d}" for n in range(1, count + 1)]
    seal = "0" * 64
    small = record(SAMPLES / "xinghualing")
    rules = rule_sheets.read(small["rules.json"])
    line = small["pool.csv"].decode().splitlines()[1].split(",")
    values = ",".join(line[2:-1])
    head = pools.header(rules)
    pool = "\n".join([head, *(f"{c},{c},{values},{seal}" for c in codes), ""]).encode()
    files = dict(results.compute(pools.read(pool, rules), rules, SEED))
    files |= {"rules.json": small["rules.json"], "pool.csv": pool}
    excerpts = Excerpts(files)
    start = time.perf_counter()
    for code in codes[::1000]:
        explain(excerpts.of(code), SEED, code)
    assert (time.perf_counter() - start) / 100 < 0.05
