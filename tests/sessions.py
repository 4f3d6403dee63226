"""Hypothesis' school sessions: schools, every kind of draw, policies and bundles of 2 to 4, always sound (SPEC §4)."""

from itertools import permutations
from typing import Any

from hypothesis import strategies as st
from simulator import (
    after_draw,
    draw_of,
    nearest_of,
    preferences_of,
    rule_sheet,
    school,
    shortlist_of,
)

from draw import pool, rules, soundness
from draw.hashing import digest
from draw.pool import Pool
from draw.rules import Rules

POLICIES = ("SKIP", "OVERFLOW", "GROW", "SPLIT", "STOP")
VACANCIES = ("RANKED", "SUPPLEMENTARY_DRAW", "PRIORITY_GROUP", "NONE")
KINDS = ("admission", "shortlist", "preferences", "nearest")
PREFERENCES = ("p1", "p2", "p3")
SEEDS = st.integers(0, 10**9).map(lambda n: digest(str(n).encode()))
BATCHES = ("B1", "B2", "B3")
Child = dict[str, Any]
Session = tuple[dict[str, Any], list[Child]]


def listed(name: str, *codes: str) -> dict[str, Any]:
    """An attribute with these values."""
    return {"name": name, "label": f"属性 {name}", "values": [{"code": c, "label": f"值 {c}"} for c in codes]}


BATCH_AND_WISH = [listed("batch", *BATCHES), {"name": "wish", "label": "志愿", "values": "schools"}]
ALL_ATTRIBUTES = [
    *BATCH_AND_WISH,
    *({"name": p, "label": f"志愿 {p}", "values": "preferences"} for p in PREFERENCES),
    listed("area", "E1", "E2"),
    {"name": "family", "label": "家庭", "values": "codes"},
    listed("care", "YES", "NO"),
]


def sheet(schools: list[dict[str, Any]], draws: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A rule sheet with a batch and a wish for each child."""
    return rule_sheet(schools, draws, **{"attributes": BATCH_AND_WISH} | more)


def people(children: list[Child], parsed: Rules) -> Pool:
    """The pool of these children, through pool.csv's own bytes."""
    rows = sorted((c["applicant"], c["unit"], *(c["who"][a.name] for a in parsed.attributes)) for c in children)
    lines = [pool.header(parsed), *(",".join([*row, digest(row[0].encode())]) for row in rows)]
    return pool.read("".join(f"{line}\n" for line in lines).encode(), parsed)


def takes(draw: dict[str, Any], child: Child) -> bool:
    """True if the draw's `who` matches the child."""
    return all(child["who"][a] in values for a, values in draw["who"].items())


def schools_of(draw: dict[str, Any]) -> list[str]:
    """The schools that a draw names."""
    return list(draw.get("schools") or [draw["school"]])


def _who(draw: st.DrawFn, codes: list[str], kind: str, at: str) -> dict[str, Any]:
    who: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 2:
        who["batch"] = draw(st.lists(st.sampled_from(BATCHES), min_size=1, unique=True).map(sorted))
    if kind in ("admission", "shortlist") and draw(st.booleans()):
        who["wish"] = sorted({at, draw(st.sampled_from(codes))}) if draw(st.booleans()) else [at]
    return who


def _draw(draw: st.DrawFn, name: str, kind: str, codes: list[str], at: str) -> dict[str, Any]:
    """One draw of this kind; single schools are `at`. What hangs on the children is put right later."""
    who = _who(draw, codes, kind, at)
    some = st.permutations(codes).flatmap(lambda order: st.integers(1, len(order)).map(lambda n: list(order[:n])))
    apart = st.sampled_from(["SPLIT", "HOLD"])
    if kind == "admission":
        share = st.builds(
            lambda p, r: {"percent": p, "rounding": r}, st.integers(1, 100), st.sampled_from(["FLOOR", "CEILING"])
        )
        quota = draw(st.one_of(st.just("none"), st.integers(0, 4).map(lambda n: {"places": n}), share))
        return draw_of(name, at, quota=quota, **who)
    if kind == "shortlist":
        terms = {
            "multiplier": draw(st.integers(1, 3)),
            "bundle": draw(st.sampled_from(["WHOLE", "SKIP"])),
            "absent": draw(st.sampled_from(["NEXT", "NONE"])),
        }
        return shortlist_of(name, at, who=who, **terms)
    if kind == "preferences":
        return preferences_of(
            name,
            draw(some),
            who=who,
            preferences=draw(st.sampled_from([p for n in (1, 2, 3) for p in permutations(PREFERENCES, n)]).map(list))
            if draw(st.integers(0, 4)) == 0
            else list(PREFERENCES),
            method=draw(st.sampled_from(["NUMBER_FIRST", "PREFERENCE_FIRST"])),
            unlisted=draw(st.sampled_from(["NONE", "ANY"])),
            bundle=draw(apart),
            adjust=draw(st.sampled_from(["none", "family"])),
        )
    near = draw(some)
    distances = {e: {s: draw(st.integers(0, 3)) for s in near} for e in ("E1", "E2")}
    return nearest_of(name, distances, who=who, bundle=draw(apart), short=draw(st.sampled_from(["DRAW", "REFUSE"])))


def _facts(draw: st.DrawFn, codes: list[str], whole_list: bool) -> dict[str, str]:
    length = len(codes) if whole_list else draw(st.sampled_from([*range(1, len(codes) + 1)] * 3 + [0]))
    wanted = draw(st.permutations(codes))[:length]
    wishes = [*wanted, *["NONE"] * len(PREFERENCES)]
    return {
        "batch": draw(st.sampled_from(BATCHES)),
        "wish": draw(st.sampled_from(codes)),
        **dict(zip(PREFERENCES, wishes, strict=False)),
        "area": draw(st.sampled_from(["E1", "E2"])),
        "family": "NONE",
    }


def _well_listed(draw: dict[str, Any], child: Child) -> bool:
    """True if sound 6 lets the child into the draw: no gap in the list (draws may read it mixed), and a school in it."""
    wishes = [child["who"][p] for p in draw["preferences"]]
    named = [w for w in wishes if w != "NONE"]
    return wishes[: len(named)] == named and (draw["unlisted"] == "ANY" or any(w in draw["schools"] for w in named))


@st.composite
def sessions(
    draw: st.DrawFn,
    *,
    units: int = 10,
    schools: int = 3,
    draws: int = 5,
    places: int = 7,
    largest: int = 4,
    kinds: tuple[str, ...] = KINDS,
    siblings: bool = False,
) -> Session:
    """(rules.json as an object, children): sound together. `siblings`: many of them, and draws that bring them together."""
    codes = [f"S{n}" for n in range(1, (schools if siblings else draw(st.integers(1, schools))) + 1)]
    assessed = [c for c in codes[1:] if "shortlist" in kinds and draw(st.integers(0, 2)) == 0]
    if set(kinds) == {"shortlist"}:
        assessed = list(codes)
    others = [c for c in codes if c not in assessed]
    terms: list[dict[str, Any]] = []
    for n in range(draw(st.integers(1, draws))):
        kind = draw(st.sampled_from(kinds))
        if kind == "shortlist":
            free = [c for c in assessed if not any(c in schools_of(d) for d in terms)]
            if free:
                terms.append(_draw(draw, f"d{n}", kind, codes, free[0]))
        elif others:
            terms.append(_draw(draw, f"d{n}", kind, others, draw(st.sampled_from(others))))
            if siblings and kind == "preferences":
                terms[-1] |= {"adjust": "family", "preferences": list(PREFERENCES)}
    children: list[Child] = []
    adjusts = any(d.get("adjust", "none") != "none" for d in terms)
    sizes = st.sampled_from([1, 1, 1, *([1] * 9 if siblings else []), *range(2, largest + 1)])
    for n, size in enumerate(draw(st.lists(sizes, min_size=draw(st.sampled_from([units, 4, 0])), max_size=units))):
        facts = _facts(draw, codes, siblings)
        if size == 1 and adjusts and (siblings or draw(st.booleans())):
            family = draw(st.sampled_from(["K1", "K2", "K3", "K4", "K5"][: 5 if siblings else 2]))
            elder = [c["who"] for c in children if c["who"]["family"] == family]
            facts = {**(elder[0] if elder and draw(st.integers(0, 7)) else facts), "family": family}
        for m in range(size):
            code = f"{m}{n:02d}"  # members of a bundle do not stand next to one another
            care = {"care": draw(st.sampled_from(["YES", "NO"]))}
            children.append({"applicant": code, "unit": code if size == 1 else f"B{n:02d}", "who": facts | care})
    chosen = [d for d in terms if d["kind"] == "preferences"]
    children = [c for c in children if all(_well_listed(d, c) for d in chosen if takes(d, c))]
    children = [c for c in children if any(takes(d, c) for d in terms)]
    draws_of = [(c, [d["id"] for d in terms if takes(d, c)]) for c in children]
    for n, d in enumerate(terms):
        both = {e for _, ids in draws_of if d["id"] in ids for e in ids}
        d["follows"] = [e["id"] for e in terms[:n] if e["id"] in both]
    table = [_school(draw, code, places, terms, children) for code in codes]
    sized = {s["code"]: s["places"] for s in table}
    for d in terms:
        if d["kind"] == "nearest" and sum(sized[s] for s in d["schools"]) < sum(takes(d, c) for c in children):
            d["short"] = "DRAW"
    first = any(s["vacancies"] == "PRIORITY_GROUP" for s in table)
    after = after_draw(priority={"care": ["YES"]} if first else "none")
    return rule_sheet(table, terms, ALL_ATTRIBUTES, after_draw=after) if terms else _nothing(codes), children


def _nothing(codes: list[str]) -> dict[str, Any]:
    """A session in which no draw was made up: one draw, nobody comes."""
    table = [school(c, 1 if c == codes[0] else 0, "SKIP" if c == codes[0] else "NONE") for c in codes]
    return rule_sheet(table, [draw_of("d0", codes[0])], ALL_ATTRIBUTES)


def _school(
    draw: st.DrawFn, code: str, places: int, terms: list[dict[str, Any]], children: list[Child]
) -> dict[str, Any]:
    """A school whose places and approved extra ones fit the draws at it (sound 1, 4, 5)."""
    here = [d for d in terms if code in schools_of(d)]
    admission = [d for d in here if d["kind"] == "admission"]
    adjusts = [d for d in here if d.get("adjust", "none") != "none"]
    policy = (
        draw(st.sampled_from(POLICIES if here == admission else ("SKIP", "SPLIT", "STOP"))) if admission else "NONE"
    )
    fixed = sum(d["quota"].get("places", 0) for d in admission if d["quota"] != "none")
    bundles: dict[str, int] = {}
    for c in children:
        if c["unit"].startswith("B"):
            bundles[c["unit"]] = bundles.get(c["unit"], 0) + 1
    sizes = {
        d["id"]: {c["unit"]: bundles[c["unit"]] - 1 for c in children if c["unit"] in bundles and takes(d, c)}
        for d in admission
    }
    need = 0
    if policy == "GROW":
        need = sum({unit: more for found in sizes.values() for unit, more in found.items()}.values())
    elif policy == "OVERFLOW":
        with_quota = [max(sizes[d["id"]].values(), default=0) for d in admission if d["quota"] != "none"]
        without = [max(sizes[d["id"]].values(), default=0) for d in admission if d["quota"] == "none"]
        need = sum(with_quota) + max(without, default=0)
    elif any(c["who"]["family"] != "NONE" and takes(d, c) for d in adjusts for c in children):
        need = draw(st.sampled_from([1, 2, 0]))
    return school(
        code,
        max(fixed, draw(st.sampled_from([2, 1, 3, 2, 1, *range(places + 1)]))) if here else 0,
        policy,
        approved_extra=need,
        approved_document="教〔2026〕1号" if need else "none",
        vacancies=draw(st.sampled_from(VACANCIES)),
    )


def parsed(session: Session) -> tuple[Rules, Pool]:
    """Rules and Pool of a session; sound, or the strategy above is wrong."""
    read = rules.parse(session[0])
    found = people(session[1], read)
    assert soundness.problems(found, read) == []
    return read, found
