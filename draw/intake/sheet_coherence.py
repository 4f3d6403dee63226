"""What a rule sheet says against itself, told with line and remedy before any roster is read (SPEC §4 sound, R1, R8, R21).

Each table is sound by itself here. What depends on who is in the pool is `soundness.problems`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from draw.intake.conditions import Box, box, meet, outside, overlaps
from draw.intake.places import Path
from draw.intake.sheet_checks import Checks
from draw.intake.sheet_draws import Drawn
from draw.intake.sheet_terms import Known
from draw.words import say

Table = Mapping[str, Any]


def contradictions(
    c: Checks, schools: Sequence[Table], attributes: Sequence[Table], k: Known, checks: Sequence[Table],
    draws: Sequence[Drawn],
) -> None:  # fmt: skip
    """Notes every contradiction between the tables."""
    apart = [
        both
        for check in checks
        if check["test"]["kind"] == "apart" and (both := meet(box(check["who"]), box(check["test"]["with"])))
    ]
    chosen = _schools(c, schools, k, draws)
    _values(c, attributes, k, draws, chosen)
    _quotas(c, schools, draws)
    _empty(c, k, apart, draws)
    _claims(c, k, apart, draws)


def _schools(c: Checks, schools: Sequence[Table], k: Known, draws: Sequence[Drawn]) -> set[str]:
    """Schools and the draws that name them. -> the schools that some draw names."""
    read = frozenset[str]().union(*(d.reads() for d in draws))
    choice = next((name for name in k.of("schools", "preferences") if name in read), "")
    named: set[str] = set()
    for n, s in enumerate(schools):
        here: Path = ("schools", n)
        code, at = s["code"], [d for d in draws if s["code"] in d.schools]
        admits = any(d.value["kind"] == "admission" for d in at)
        if admits and s["last_place"] == "NONE":
            c.fault(
                (*here, "last_place"), "NONE", say("intake.school_admission_draw"),
                say("intake.choose_one_these"),
            )  # fmt: skip
        if at and not admits and s["last_place"] != "NONE":
            c.fault(
                (*here, "last_place"), s["last_place"],
                say("intake.school_no_admission_draw_so"),
                say("intake.write_none"),
            )  # fmt: skip
        if not at and s["places"]:
            c.fault(
                (*here, "places"), s["places"], say("intake.places_but_no_draw_names", code=code),
                say("intake.add_draw_delete_school"),
            )  # fmt: skip
        elif not at and choice:
            c.fault(
                (*here, "code"), code,
                say("intake.child_may_choose_but_no", code=code, choice=choice),
                say("intake.delete_school_add_draw"),
            )  # fmt: skip
        over = s["last_place"] in ("OVERFLOW", "GROW") or any(d.value.get("adjust", "none") != "none" for d in at)
        if s["approved_extra"] and not over:
            c.fault(
                (*here, "approved_extra"), s["approved_extra"],
                say("intake.never_goes_over_plan_so", s=s['last_place']),
                say("intake.set_0_document_none_change"),
            )  # fmt: skip
        lists = [d for d in at if d.value["kind"] == "shortlist"]
        if lists and len(at) > 1:
            other = next(d for d in reversed(at) if d is not at[0])
            c.fault(
                ("draws", other.table, "school" if "school" in other.value else "schools"), code,
                say("intake.school_shortlist_can_no_other", id=lists[0].id),
                say("intake.delete_one_two"),
            )  # fmt: skip
        plan = next((d for d in at if d.value["kind"] == "cells"), None)
        if plan is not None:
            _only_cells(c, code, plan, at)
        if at:
            named.add(code)
    return named


def _only_cells(c: Checks, code: str, plan: Drawn, at: Sequence[Drawn]) -> None:
    """A school whose children are counted by cells takes them from no other draw than its cohort (SPEC §16.1)."""
    for d in at:
        if d is not plan and d.value.get("cells") != plan.id:
            c.fault(
                ("draws", d.table, "school" if "school" in d.value else "schools"), code,
                say("intake.school_of_cells", id=plan.id),
                say("intake.delete_one_two"),
            )  # fmt: skip


def _taken(name: str, k: Known, draws: Sequence[Drawn]) -> set[str]:
    """The codes of an attribute with which some draw could take a child."""
    found: set[str] = set()
    for d in draws:
        if not d.matches:
            continue
        if name not in d.value["who"]:
            return set(k.codes[name])
        found.update(d.value["who"][name])
    return found


def _values(c: Checks, attributes: Sequence[Table], k: Known, draws: Sequence[Drawn], chosen: set[str]) -> None:
    """A value with which no draw can take a child: a batch that nobody can be in."""
    for n, a in enumerate(attributes):
        name, here = a["name"], ("attributes", n, "values")
        if k.kinds[name] == "codes":
            continue
        taken = _taken(name, k, draws)
        for m, code in enumerate(k.codes[name]):
            # "NONE" says that nothing was chosen; a school without any draw is told at the school
            if code in taken or (k.kinds[name] != "list" and code not in chosen):
                continue
            path: Path = (*here, m) if k.kinds[name] == "list" else here
            c.fault(
                path, code,
                say("intake.no_draw_takes_child", name=name, code=code, value=k.labels[name][code]),
                say("intake.delete_value_add_draw_takes", code=code),
            )  # fmt: skip


def _quotas(c: Checks, schools: Sequence[Table], draws: Sequence[Drawn]) -> None:
    """The fixed quotas of a school stay within its places (SPEC §4 sound 5, R23)."""
    for s in schools:
        total, over = 0, None
        for d in draws:
            quota = d.value.get("quota")
            if s["code"] in d.schools and isinstance(quota, dict) and "places" in quota:
                total += quota["places"]
                if total > s["places"]:
                    over = d
        if over is not None:
            c.fault(
                ("draws", over.table, "quota"), over.value["quota"]["places"],
                say("intake.quotas_add_up_more_than", s=s['code'], total=total, s_b=s['places']),
                say("intake.take_off_change_places", value=total - s['places']),
            )  # fmt: skip


def _words(part: Box, k: Known) -> str:
    """A child in a box, as an example."""
    return " ".join(f"{name}={next(v for v in k.codes[name] if v in part[name])}" for name in k.codes if name in part)


def _empty(c: Checks, k: Known, apart: Sequence[Box], draws: Sequence[Drawn]) -> None:
    """A draw whose every child an eligibility check of kind apart keeps out (R21)."""
    for d in (one for one in draws if one.matches):
        if apart and outside(box(d.value["who"]), apart, k.codes) is None:
            c.fault(
                ("draws", d.table, "who"), "",
                say("intake.nobody_can_check_kind_apart", id=d.id),
                say("intake.delete_draw_change_who_check"),
            )  # fmt: skip


def _claims(c: Checks, k: Known, apart: Sequence[Box], draws: Sequence[Drawn]) -> None:
    """Two draws that could claim one child, unless the later one says that it follows the earlier (SPEC §4 sound 3)."""
    draws = [d for d in draws if d.matches]
    boxes = [box(d.value["who"]) for d in draws]
    told: dict[int, tuple[list[int], str]] = {}  # table -> tables it does not follow, an example
    for n, earlier in enumerate(overlaps(boxes)):
        follows = set(draws[n].value["follows"])
        for m in earlier:
            if draws[m].id in follows or draws[m].table in told.get(draws[n].table, ([], ""))[0]:
                continue
            both = meet(boxes[m], boxes[n])
            part = None if both is None else outside(both, apart, k.codes)
            if part is not None:
                told.setdefault(draws[n].table, ([], _words(part, k)))[0].append(draws[m].table)
    first = {d.table: d for d in reversed(draws)}
    for table, (others, example) in told.items():
        ids = [first[t].table_id for t in others]
        like = f": {example}" if example else ""
        c.fault(
            ("draws", table, "follows"), first[table].table_id,
            say("intake.same_child", ids=" ".join(ids)) + like,
            say("intake.add_follows_narrow_who", ids=' '.join(ids)),
        )  # fmt: skip
