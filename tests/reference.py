"""SPEC §7 and §8 a second time, child by child over plain lists, in no way built like the product.

A child is a dict; a school's places are a number on a slate; a draw walks its units and writes on the children.
"""

import hashlib
from typing import Any

Child = dict[str, Any]


def numbers(seed: str, draw: str, units: set[str]) -> list[tuple[str, str]]:
    """(number, unit) in ascending order."""
    return sorted((hashlib.sha256(f"number1:{seed}:{draw}:{unit}".encode()).hexdigest(), unit) for unit in units)


def held_draw(
    ranked: list[tuple[str, list[Child]]], places: int, policy: str
) -> tuple[list[tuple[Child, int, str, bool, str]], int, bool]:
    """(child, rank, number, inside, reason) of every child, the walk's left, and whether STOP closed the school."""
    told, left = [], places
    passed_over = stopped = False
    for rank, (number, unit) in enumerate(ranked, start=1):
        children = sorted(unit, key=lambda c: c["applicant"])
        k = len(children)

        def tell(some: list[Child], inside: bool, reason: str, rank: int = rank, number: str = number) -> None:
            told.extend((child, rank, number, inside, reason) for child in some)

        if stopped:
            tell(children, False, "AFTER_STOP")
        elif left == 0:
            tell(children, False, "PLACES_FULL")
        elif policy == "GROW":
            left -= 1
            tell(children, True, "RANK" if k == 1 else "BUNDLE_GROW")
        elif k <= left:
            left -= k
            tell(children, True, "NEXT_FITS" if policy == "SKIP" and passed_over else "RANK")
        elif policy == "SKIP":
            passed_over = True
            tell(children, False, "BUNDLE_SKIPPED")
        elif policy == "OVERFLOW":
            left = 0
            tell(children, True, "BUNDLE_OVERFLOW")
        elif policy == "SPLIT":
            tell(children[:left], True, "SPLIT_IN")
            tell(children[left:], False, "SPLIT_OUT")
            left = 0
        elif policy == "STOP":
            stopped = True
            tell(children, False, "BUNDLE_STOPPED")
    return told, left, stopped


def session(rules: dict[str, Any], children: list[Child], seed: str) -> dict[str, str]:
    """Path -> text of every result file but outputs.txt. A child: {"applicant", "unit", "who": attribute -> value}."""
    children = sorted(({**c, "placed": None, "story": []} for c in children), key=lambda c: c["applicant"])
    slate = {s["code"]: s["places"] for s in rules["schools"]}
    switches = {s["code"]: s for s in rules["schools"]}
    files: dict[str, str] = {}
    table = ["draw,school,status,places,units,children,admitted,last_rank,left"]
    for d in rules["draws"]:
        school, name = d["school"], d["id"]
        ranked_out = switches[school]["vacancies"] == "RANKED"
        partly = {c["unit"] for c in children if c["placed"]}
        fitting = [c for c in children if all(c["who"][a] in values for a, values in d["who"].items())]
        here = [c for c in fitting if c["unit"] not in partly]
        units = {c["unit"] for c in here}
        places = left = slate[school]
        admitted, last = 0, ""
        if not here:
            status = "empty"
        elif places == 0:
            status = "not-held"
            for c in here:
                c["story"].append((name, "", "", "not_admitted", "", "NOT_HELD", False))
        elif len(here) <= places:
            status = "registered"
            for c in here:
                c["placed"] = school
                c["story"].append((name, "", "", "admitted", school, "REGISTERED", False))
            left, admitted = places - len(here), len(here)
        else:
            status = "held"
            order = numbers(seed, name, units)
            lines = [f"{rank},{number},{unit}" for rank, (number, unit) in enumerate(order, start=1)]
            files[f"orders/{name}.csv"] = "\n".join(["rank,number,unit", *lines, ""])
            ranked = [(number, [c for c in here if c["unit"] == unit]) for number, unit in order]
            told, left, closed = held_draw(ranked, places, switches[school]["last_place"])
            for c, rank, number, inside, reason in told:
                if inside:
                    c["placed"], admitted, last = school, admitted + 1, str(rank)
                    c["story"].append((name, str(rank), number, "admitted", school, reason, True))
                else:
                    outcome = ("waiting", school) if ranked_out else ("not_admitted", "")
                    c["story"].append((name, str(rank), number, *outcome, reason, True))
            slate[school] = 0 if closed else left
        if status != "held":
            slate[school] = left
        table.append(f"{name},{school},{status},{places},{len(units)},{len(here)},{admitted},{last},{left}")
    files["tables/draws.csv"] = "\n".join([*table, ""])
    result = ["applicant,unit,draw,rank,number,outcome,school,reason"]
    for c in children:
        placing = [s for s in c["story"] if s[3] == "admitted"]
        lots = [s for s in c["story"] if s[6]]
        draw, rank, number, outcome, school, reason, _ = (placing or lots or c["story"])[-1]
        result.append(f"{c['applicant']},{c['unit']},{draw},{rank},{number},{outcome},{school},{reason}")
    files["results.csv"] = "\n".join([*result, ""])
    files["tables/waiting.csv"] = waiting(rules, children)
    return files


def waiting(rules: dict[str, Any], children: list[Child]) -> str:
    """tables/waiting.csv (SPEC §8 step 7)."""
    lines = ["school,position,unit,children,draw,rank,reason"]
    ids = [d["id"] for d in rules["draws"]]
    for s in rules["schools"]:
        if s["vacancies"] != "RANKED":
            continue
        here = {d["id"] for d in rules["draws"] if d["school"] == s["code"]}
        row: dict[str, tuple[bool, int, int, str, str]] = {}
        number: dict[str, int] = {}
        for c in children:
            lots = [x for x in c["story"] if x[6] and x[0] in here]
            if c["placed"] or not lots:
                continue
            draw, rank, _, _, _, reason, _ = lots[-1]
            first = reason in ("BUNDLE_SKIPPED", "SPLIT_OUT")
            row[c["unit"]] = (not first, ids.index(draw), int(rank), draw, reason)
            number[c["unit"]] = number.get(c["unit"], 0) + 1
        for position, unit in enumerate(sorted(row, key=lambda u: row[u][:3]), start=1):
            _, _, rank, draw, reason = row[unit]
            lines.append(f"{s['code']},{position},{unit},{number[unit]},{draw},{rank},{reason}")
    return "\n".join([*lines, ""])
