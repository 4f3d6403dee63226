"""Whether rules and pool fit together: what must hold before the freeze, each fault with its remedy (SPEC §4 Sound).

Declared names and values are checked where rules and pool are read. A sentence begins with its subject (`applicant 0001`,
`bundle B001`, `school S1`, `draw s1.b1`, `block K1`), so that it can be put where a person can correct it.
"""

from collections import Counter
from collections.abc import Iterator

from draw import soundness_further
from draw.allocation.grouping import Grouping
from draw.pool import Pool
from draw.rules import NONE, AdmissionDraw, Governs, LastPlace, NearestDraw, PreferenceDraw, Rules, Short, Unlisted
from draw.rules.model import DrawRule
from draw.words import zh


def problems(pool: Pool, rules: Rules) -> list[str]:
    """One sentence a fault, with its remedy; empty if rules and pool are sound."""
    found = list(_bundles(pool, rules))
    if not found:  # a group is found by its first member: that says something only if members agree
        grouping = Grouping.of(pool, rules)
        matched = {draw.id: grouping.matching(draw) for draw in rules.draws}
        found += _who_matches(pool, rules, grouping)
        found += _over_plan(pool, rules, grouping)
        for draw in rules.draws:
            if isinstance(draw, PreferenceDraw) and matched[draw.id]:
                found += _lists(pool, draw, grouping)
            if isinstance(draw, NearestDraw):
                found += _short(pool, rules, draw, grouping)
        found += soundness_further.problems(pool, rules, grouping)
    found += _quotas(rules)
    found += _blocks(pool, rules)
    return found


def _bundles(pool: Pool, rules: Rules) -> Iterator[str]:
    """Sound 2."""
    bundles = pool.bundles()
    adjusted = {d.adjust for d in rules.draws if isinstance(d, PreferenceDraw)}
    for name in rules.read_attributes():
        column = pool.attributes[name]
        for unit in bundles:
            if len({column[i] for i in pool.members[unit]}) > 1:
                yield f"bundle {unit}: members differ in {name!r}, which a draw reads; correct the roster or dissolve it"
            elif name in adjusted and column[pool.members[unit][0]] != NONE:
                yield (
                    f"bundle {unit}: is drawn together, so it cannot have a group in {name!r} for coming together "
                    "afterwards; empty that cell, or dissolve the bundle"
                )


def _who_matches(pool: Pool, rules: Rules, grouping: Grouping) -> Iterator[str]:
    """Sound 3: every applicant in at least one draw, and in two only if the sheet says so."""
    taken: dict[tuple[str, ...], list[DrawRule]] = {values: [] for values in grouping.groups}
    for draw in rules.draws:
        for values in grouping.matching(draw):
            taken[values].append(draw)
    told: set[tuple[str, str]] = set()
    for values, draws in taken.items():
        if not draws:
            for unit in grouping.groups[values]:
                for line in pool.members[unit]:
                    yield (
                        f"applicant {pool.applicants[line]}: no draw of the rule sheet takes this applicant; "
                        "add a draw or correct the row"
                    )
        for n, later in enumerate(draws):
            for earlier in draws[:n]:
                if earlier.id not in later.follows and (earlier.id, later.id) not in told:
                    told.add((earlier.id, later.id))
                    line = pool.members[grouping.groups[values][0]][0]
                    yield (
                        f"draw {later.id}: takes applicant {pool.applicants[line]}, whom draw {earlier.id} takes too; "
                        f"add {earlier.id} to its follows, or narrow its who"
                    )


def _over_plan(pool: Pool, rules: Rules, grouping: Grouping) -> Iterator[str]:
    """Sound 4: approved extra places cover what bundles can take beyond the plan (R8, R25)."""
    sizes = {values: [pool.size(u) for u in units] for values, units in grouping.groups.items()}
    fixed: dict[str, int] = {}  # school -> the worst of draws with a quota, each of which may go over
    free: dict[str, int] = {}
    bundles: dict[str, set[str]] = {}
    moved: dict[str, set[int]] = {}
    for draw in rules.draws:
        if isinstance(draw, AdmissionDraw):
            groups = grouping.matching(draw)
            worst = max((size - 1 for values in groups for size in sizes[values]), default=0)
            if draw.quota is None:
                free[draw.school] = max(free.get(draw.school, 0), worst)
            else:
                fixed[draw.school] = fixed.get(draw.school, 0) + worst
            found = bundles.setdefault(draw.school, set())
            found.update(u for values in groups for u in grouping.groups[values] if pool.size(u) > 1)
        elif isinstance(draw, PreferenceDraw) and draw.adjust != "none":
            column = pool.attributes[draw.adjust]
            lines = {i for u in grouping.units(draw) for i in pool.members[u] if column[i] != NONE}
            for school in draw.schools:
                moved.setdefault(school, set()).update(lines)
    for terms in rules.schools:
        need = 0
        if terms.last_place is LastPlace.OVERFLOW:
            need = free.get(terms.code, 0) + fixed.get(terms.code, 0)
        elif terms.last_place is LastPlace.GROW:
            need = sum(pool.size(u) - 1 for u in bundles.get(terms.code, ()))
        if terms.approved_extra < need:
            yield (
                f"school {terms.code}: {terms.last_place} may need {need} places over plan but approved_extra is "
                f"{terms.approved_extra}; enter an approved document with at least {need}, or choose SKIP "
                f"({zh('intake.extra_needed', need=need)})"
            )
        never = terms.last_place not in (LastPlace.OVERFLOW, LastPlace.GROW) and not moved.get(terms.code)
        if never and terms.approved_extra:
            yield (
                f"school {terms.code}: approved_extra is {terms.approved_extra} but {terms.last_place} never goes "
                "over plan; set it to 0"
            )


def _lists(pool: Pool, draw: PreferenceDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 6: lists without gaps and repeats, and somebody's school in them."""
    columns = [pool.attributes[name] for name in draw.preferences]
    offered = frozenset(draw.schools)
    for unit in grouping.units(draw):
        for line in pool.members[unit]:
            wishes = [column[line] for column in columns]
            named = [w for w in wishes if w != NONE]
            who = f"applicant {pool.applicants[line]}"
            if len(set(named)) < len(named):
                yield f"{who}: names a school twice in the list of draw {draw.id}; correct the row"
            if wishes[: len(named)] != named:
                yield f"{who}: has a gap in the list of draw {draw.id}; move the later choices up"
            if draw.unlisted is Unlisted.NONE and offered.isdisjoint(named):
                yield f"{who}: names no school of draw {draw.id}; correct the row, or choose unlisted ANY"


def _short(pool: Pool, rules: Rules, draw: NearestDraw, grouping: Grouping) -> Iterator[str]:
    """Sound 7."""
    children = sum(pool.size(u) for u in grouping.units(draw))
    places = sum(rules.school(s).places for s in draw.schools)
    if draw.short is Short.REFUSE and places < children:
        yield (
            f"draw {draw.id}: {children} children but {places} places; find {children - places} more places, or choose "
            "short DRAW"
        )


def _quotas(rules: Rules) -> Iterator[str]:
    """Sound 5."""
    for school in rules.schools:
        fixed = [
            d.quota.places or 0
            for d in rules.draws
            if isinstance(d, AdmissionDraw) and d.school == school.code and d.quota is not None
        ]
        if sum(fixed) > school.places:
            yield (
                f"school {school.code}: its quotas sum to {sum(fixed)} but it has {school.places} places; lower a quota"
            )


def _blocks(pool: Pool, rules: Rules) -> Iterator[str]:
    """Sound 8 (R36)."""
    if rules.blocks is None:
        return
    blocks, schools = pool.attributes[rules.blocks.block], pool.attributes[rules.blocks.school]
    counts = Counter(schools)
    members: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        members.setdefault(block, []).append(i)
    for i in members.pop(NONE, ()):
        yield f"applicant {pool.applicants[i]}: has no block; enter the block of the dwelling"
    for block, lines in members.items():
        ((home, _),) = Counter(schools[i] for i in lines).most_common(
            1
        )  # who differs from most is told, not all others
        first = next(pool.applicants[i] for i in lines if schools[i] == home)
        for i in lines:
            if schools[i] != home:
                yield (
                    f"applicant {pool.applicants[i]}: block {block} goes to school {home} (applicant {first}) and to "
                    f"school {schools[i]}; a block must not be split: correct one of the two"
                )
    if rules.blocks.governs is Governs.BLOCK:
        for terms in rules.schools:
            if counts[terms.code] > terms.places:
                yield (
                    f"school {terms.code}: its blocks have {counts[terms.code]} children but it has {terms.places} "
                    "places, so a lot would split a block; assign a block to another school, or choose governs DRAW"
                )
