"""Hypothesis' school sessions: several schools, batches, policies and bundles of 2 to 4, always sound (SPEC §4)."""

from typing import Any

from hypothesis import strategies as st
from simulator import draw_of, school

from draw import pool, rules, soundness
from draw.hashing import digest
from draw.pool import Pool
from draw.rules import Rules

POLICIES = ("SKIP", "OVERFLOW", "GROW", "SPLIT", "STOP")
VACANCIES = ("RANKED", "SUPPLEMENTARY_DRAW", "NONE")
SEEDS = st.integers(0, 10**9).map(lambda n: digest(str(n).encode()))
Child = dict[str, Any]


def sheet(schools: list[dict[str, Any]], draws: list[dict[str, Any]]) -> dict[str, Any]:
    """A rule sheet with a batch and a wish for each child."""
    return {
        "format": "rules1",
        "attributes": [
            {"name": "batch", "label": "批次", "values": [{"code": f"B{n}", "label": f"第{n}批"} for n in (1, 2, 3)]},
            {"name": "wish", "label": "志愿", "values": "schools"},
        ],
        "schools": schools,
        "bundles": {"mixed": "REFUSE", "mixed_attribute": "none", "member_removed": "DISSOLVE"},
        "draws": draws,
        "show": {"names": "none", "page": 10, "singly": 10},
    }


def people(children: list[Child], parsed: Rules) -> Pool:
    """The pool of these children, through pool.csv's own bytes."""
    rows = sorted((c["applicant"], c["unit"], *(c["who"][a.name] for a in parsed.attributes)) for c in children)
    lines = [pool.header(parsed), *(",".join([*row, digest(row[0].encode())]) for row in rows)]
    return pool.read("".join(f"{line}\n" for line in lines).encode(), parsed)


@st.composite
def sessions(
    draw: st.DrawFn, *, units: int = 10, schools: int = 3, draws: int = 5, places: int = 7, largest: int = 4
) -> tuple[dict[str, Any], list[Child]]:
    """(rules.json as an object, children): sound together."""
    codes = [f"S{n}" for n in range(1, draw(st.integers(1, schools)) + 1)]
    terms = []
    for n in range(draw(st.integers(1, draws))):
        who: dict[str, list[str]] = {}
        if draw(st.booleans()):
            who["batch"] = draw(st.lists(st.sampled_from(["B1", "B2", "B3"]), min_size=1, unique=True).map(sorted))
        at = draw(st.sampled_from(codes))
        if draw(st.booleans()):
            who["wish"] = sorted({at, draw(st.sampled_from(codes))}) if draw(st.booleans()) else [at]
        terms.append(draw_of(f"d{n}", at, **who))
    children: list[Child] = []
    for n, size in enumerate(draw(st.lists(st.sampled_from([1, 1, 1, *range(2, largest + 1)]), max_size=units))):
        facts = {"batch": draw(st.sampled_from(["B1", "B2", "B3"])), "wish": draw(st.sampled_from(codes))}
        if not any(all(facts[a] in v for a, v in d["who"].items()) for d in terms):
            continue
        for m in range(size):
            code = f"{m}{n:02d}"  # members of a bundle do not stand next to one another
            children.append({"applicant": code, "unit": code if size == 1 else f"B{n:02d}", "who": facts})
    table = []
    for code in codes:
        policy = draw(st.sampled_from(POLICIES))
        bundles = [c["unit"] for c in children if c["unit"].startswith("B") and any(
            d["school"] == code and all(c["who"][a] in v for a, v in d["who"].items()) for d in terms)]  # fmt: skip
        sizes = [bundles.count(u) - 1 for u in set(bundles)]
        need = {"OVERFLOW": max(sizes, default=0), "GROW": sum(sizes)}.get(policy, 0)
        table.append(
            school(
                code,
                draw(st.integers(0, places)),
                policy,
                approved_extra=need,
                approved_document="教〔2026〕1号" if need else "none",
                vacancies=draw(st.sampled_from(VACANCIES)),
            )
        )
    return sheet(table, terms), children


def parsed(session: tuple[dict[str, Any], list[Child]]) -> tuple[Rules, Pool]:
    """Rules and Pool of a session; sound, or the strategy above is wrong."""
    read = rules.parse(session[0])
    found = people(session[1], read)
    assert soundness.problems(found, read) == []
    return read, found
