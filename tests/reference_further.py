"""SPEC §16 a second time, for small cases: list every way in which it could end, then strike out, choice by choice.

Orders are plain lists. Nothing here searches cleverly: whether something can be completed is asked of the list of all ends.
"""

from fractions import Fraction
from itertools import permutations, product
from typing import Any

Child = dict[str, Any]


def units_of(children: list[Child]) -> dict[str, list[Child]]:
    """Unit -> its members by code."""
    found: dict[str, list[Child]] = {}
    for child in sorted(children, key=lambda c: c["applicant"]):
        found.setdefault(child["unit"], []).append(child)
    return found


def matrices(rows: list[int], least: list[int], greatest: list[int]) -> list[tuple[tuple[int, ...], ...]]:
    """Every matrix of 0 and 1 with these sums."""
    width = len(least)
    lines = [[line for line in product((0, 1), repeat=width) if sum(line) == total] for total in rows]
    return [
        m for m in product(*lines) if all(least[c] <= sum(line[c] for line in m) <= greatest[c] for c in range(width))
    ]


# -- quotas (SPEC §16.4) -----------------------------------------------------------------------------------------------


def quota(draw: dict[str, Any], order: list[str]) -> dict[str, tuple[int, str]]:
    """Item -> (seats, reason)."""
    items, seats = draw["items"], draw["seats"]
    weight = {i["code"]: Fraction(0) for i in items}
    for n, share in enumerate(draw["shares"]):
        whole = sum(i["weights"][n] for i in items)
        for i in items:
            weight[i["code"]] += Fraction(share["percent"], 100) * i["weights"][n] / whole
    set_: list[str] = []
    while True:
        free = [c for c in weight if c not in set_]
        rest = seats - draw["minimum"] * len(set_)
        total = sum(weight[c] for c in free)
        exact = {c: rest * weight[c] / total if total else Fraction(0) for c in free}
        new = [c for c in free if weight[c] > 0 and exact[c] < draw["minimum"]]
        if not new:
            break
        set_ += new
    result = dict.fromkeys(set_, (draw["minimum"], "MINIMUM"))
    given = {c: exact[c].numerator // exact[c].denominator for c in free}
    part = {c: exact[c] - given[c] for c in free}
    more = rest - sum(given.values())
    by_lot = draw["method"] == "REMAINDER_BY_LOT"
    line = sorted((c for c in free if part[c]), key=lambda c: order.index(c) if by_lot else (-part[c], order.index(c)))
    for c in free:
        lucky = c in line[:more]
        rivals = [o for o in line if (o in line[:more]) != lucky and (by_lot or part[o] == part[c])]
        lot = c in line and bool(rivals)
        reason = ("REMAINDER_LOT" if lot else "REMAINDER") if lucky else ("LOT_OUT" if lot else "WHOLE")
        result[c] = given[c] + lucky, reason
    return result | {d["code"]: (0, "DECLINED") for d in draw["declined"]}


# -- cells and cohorts (SPEC §16.5) ------------------------------------------------------------------------------------


def cells(
    draw: dict[str, Any], values: list[str], children: list[Child], tasks: dict[str, int], order: list[str]
) -> dict[tuple[str, str], tuple[int, str]]:
    """(row, school) -> (count, reason)."""
    count = {}
    for r in values:
        there = [c for c in children if c["who"][draw["row"]] == r]
        count[r] = len(there) if draw["count"] == "none" else len({c["who"][draw["count"]] for c in there})
    schools, result = draw["schools"], {}
    task = dict(tasks)
    for r, s in draw["only"].items():
        task[s] -= count[r]
        result |= {(r, x): (count[r] if x == s else 0, "ONLY") for x in schools if count[r]}
    rows = [r for r in values if count[r] and r not in draw["only"]]
    total = sum(count[r] for r in rows)
    target = {(r, s): Fraction(count[r] * task[s], total) for r in rows for s in schools}
    floor = {c: t.numerator // t.denominator for c, t in target.items()}
    part = {c: target[c] - floor[c] for c in target}
    columns = [task[s] - sum(floor[r, s] for r in rows) for s in schools]
    ends = [
        {(r, s): m[a][b] for a, r in enumerate(rows) for b, s in enumerate(schools)}
        for m in matrices([count[r] - sum(floor[r, s] for s in schools) for r in rows], columns, columns)
    ]
    ends = [end for end in ends if not any(end[c] and not part[c] for c in end)]
    rank = {(r, s): order.index(f"{values.index(r) + 1}-{schools.index(s) + 1}") for r, s in target}
    for c in sorted(target, key=lambda c: (-part[c], rank[c])):
        if part[c]:
            ends = [end for end in ends if end[c]] or ends
    (end,) = ends
    for c in target:
        lot = part[c] > 0 and any(part[o] == part[c] and end[o] != end[c] for o in target)
        reason = ("RAISED_LOT" if lot else "RAISED") if end[c] else ("LOT_OUT" if lot else "WHOLE")
        result[c] = floor[c] + end[c], reason
    return result


def cohort(
    draw: dict[str, Any], counts: dict[tuple[str, str], tuple[int, str]], children: list[Child], order: list[str]
) -> dict[str, tuple[str, str]]:
    """Applicant -> (school, reason); `draw` is the plan."""
    units, result, schools = units_of(children), {}, draw["schools"]
    for r in {r for r, _ in counts}:
        mine = [u for u in order if units[u][0]["who"][draw["row"]] == r]
        rest = {s: counts[r, s][0] for s in schools}
        turns = [s for s in schools for _ in range(rest[s])]
        where: dict[str, tuple[str, str]] = {}
        before = 0
        if r in draw["only"]:
            where = dict.fromkeys(mine, (draw["only"][r], "COHORT_ONLY"))
        elif draw["count"] != "none":
            codes: list[str] = []
            for u in mine:
                code = units[u][0]["who"][draw["count"]]
                codes += [] if code in codes else [code]
            where = {u: (turns[codes.index(units[u][0]["who"][draw["count"]])], "COHORT_CLASS") for u in mine}
        else:
            for u in mine:
                if len(units[u]) > 1:
                    first = schools.index(turns[before])
                    s = next(s for s in schools[first:] + schools[:first] if rest[s] >= len(units[u]))
                    rest[s] -= len(units[u])
                    where[u] = s, "COHORT_BUNDLE"
                before += len(units[u])
            for u in mine:
                if len(units[u]) == 1:
                    s = next(s for s in schools if rest[s])
                    rest[s] -= 1
                    where[u] = s, "COHORT"
        result |= {c["applicant"]: where[u] for u in mine for c in units[u]}
    return result


# -- classes, teams, seats (SPEC §16.6 to §16.8) -----------------------------------------------------------------------


class _TooMany(Exception):
    """100,000 tries are over."""


class Impossible(Exception):
    """Every class was looked at for every unit: there is no placement."""


def classes(draw: dict[str, Any], sexes: list[str], children: list[Child], order: list[str]) -> dict[str, int]:
    """Applicant -> class from 1."""
    k, units = draw["classes"], units_of(children)
    number = [sum(c["who"]["sex"] == x for c in children) for x in sexes]

    def of(u: str, x: int) -> int:
        return sum(c["who"]["sex"] == sexes[x] for c in units[u])

    if draw["dealing"] == "SERPENTINE":
        result = {}
        for x in range(len(sexes)):
            for i, u in enumerate(u for u in order if of(u, x)):
                j = i % (2 * k)
                cls = j + 1 if j < k else 2 * k - j
                result[u] = k + 1 - cls if x % 2 else cls
        return result
    f = [n // k for n in number]
    r = [n % k for n in number]
    z = [sum(r[:x]) % k for x in range(len(sexes))]
    e = sum(r) // k
    plans = matrices(r, [e] * k, [e + 1] * k)

    def codes(u: str) -> list[str]:
        found = [c["who"][draw["apart"]] for c in units[u]] if draw["apart"] != "none" else []
        return [c for c in found if c != "NONE"]

    def marked(u: str, mark: dict[str, str]) -> int:
        return sum(c["who"][mark["attribute"]] == mark["value"] for c in units[u])

    tied = [u for u in order if len(units[u]) > 1 or codes(u) or any(marked(u, m) for m in draw["spread"])]
    most = [-(-sum(marked(u, m) for u in units) // k) for m in draw["spread"]]

    def possible(place: dict[str, int]) -> bool:
        for c in range(1, k + 1):
            here = [u for u in place if place[u] == c]
            together = [code for u in here for code in codes(u)]
            if len(set(together)) < len(together):
                return False
            if any(sum(marked(u, m) for u in here) > n for m, n in zip(draw["spread"], most, strict=True)):
                return False
        return any(
            all(
                f[x] + plan[x][c - 1] >= sum(of(u, x) for u in place if place[u] == c)
                for c in range(1, k + 1)
                for x in range(len(sexes))
            )
            for plan in plans
        )

    def search(line: list[str]) -> dict[str, int]:
        tries = 0

        def deeper(place: dict[str, int], rest: list[str]) -> dict[str, int] | None:
            nonlocal tries
            if not rest:
                return place
            so_far = [(sum(len(units[u]) for u in place if place[u] == c), c) for c in range(1, k + 1)]
            for _, c in sorted(so_far):
                tries += 1
                if tries > 100_000:
                    raise _TooMany
                now = {**place, rest[0]: c}
                if possible(now):
                    found = deeper(now, rest[1:])
                    if found is not None:
                        return found
            return None

        found = deeper({}, line)
        if found is None:
            raise Impossible
        return found

    try:
        place = search(sorted(tied, key=lambda u: -len(units[u])))
    except _TooMany:
        known = search(sorted(tied, key=lambda u: (-len(units[u]), u)))
        d = order.index(min(tied)) + 1
        place = {u: (c - 1 + d) % k + 1 for u, c in known.items()}
    have = [[sum(of(u, x) for u in place if place[u] == c) for c in range(1, k + 1)] for x in range(len(sexes))]
    plans = [p for p in plans if all(f[x] + p[x][c] >= have[x][c] for x in range(len(sexes)) for c in range(k))]
    for x in range(len(sexes)):
        for c in [*range(z[x], k), *range(z[x])]:
            plans = [p for p in plans if p[x][c]] or plans
    (plan,) = plans
    for x in range(len(sexes)):
        for u in order:
            if u not in place and of(u, x):
                open_ = [c for c in [*range(z[x], k), *range(z[x])] if have[x][c] < f[x] + plan[x][c]]
                c = min(open_, key=lambda c: have[x][c])
                have[x][c] += 1
                place[u] = c + 1
    return {c["applicant"]: place[u] for u in units for c in units[u]}


def teams(named: list[set[str]], order: list[str]) -> list[tuple[str, str]]:
    """(team, reason) of each class, of which these teams are named."""
    ends = [p for p in permutations(order) if all(t not in n for t, n in zip(p, named, strict=True))]
    result: list[tuple[str, str]] = []
    for n in range(len(named)):
        free = [t for t in order if t not in [t for t, _ in result]]
        team = next(t for t in free if any(end[n] == t for end in ends))
        ends = [end for end in ends if end[n] == team]
        result.append((team, "TEAM" if team == free[0] else "TEAM_RECUSED"))
    return result


def seats(
    draw: dict[str, Any], bands: list[str], members: list[Child], order: list[str]
) -> dict[str, tuple[int, int, str]]:
    """Applicant -> (row, column, reason), in one class."""
    gone = [(g["row"], g["column"]) for g in draw["gone"]]
    there = [(r, c) for r in range(1, draw["rows"] + 1) for c in range(1, draw["columns"] + 1) if (r, c) not in gone]

    def needs(c: Child) -> bool:
        return any(c["who"][m["attribute"]] == m["value"] for m in draw["need"])

    def key(c: Child) -> tuple[int, int, int, str]:
        band = 0 if draw["bands"] == "none" else bands.index(c["who"][draw["bands"]])
        return 0 if needs(c) else 1, band, order.index(c["unit"]), c["applicant"]

    result = {}
    for (row, column), c in zip(there, sorted(members, key=key), strict=False):
        reason = "SEAT" if not needs(c) else "FRONT" if row <= draw["front"] else "FRONT_FULL"
        result[c["applicant"]] = row, column, reason
    return result


def late(draw: dict[str, Any], sexes: list[str], children: list[Child], order: list[str]) -> dict[str, tuple[str, str]]:
    """Applicant -> (class, reason)."""
    have = {c["code"]: list(c["counts"]) for c in draw["classes"]}
    result = {}
    for child in sorted(children, key=lambda c: c["applicant"]):
        x = sexes.index(child["who"]["sex"])
        free = [c for c in order if sum(have[c]) < draw["cap"]]
        free = [c for c in free if have[c][x] == min(have[o][x] for o in free)]
        free = [c for c in free if sum(have[c]) == min(sum(have[o]) for o in free)]
        have[free[0]][x] += 1
        result[child["applicant"]] = free[0], "LATE_LOT" if len(free) > 1 else "LATE"
    return result
