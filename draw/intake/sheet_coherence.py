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
                (*here, "last_place"), "NONE", "该校有 admission 派位,须选定规则 the school has an admission draw",
                "写 SKIP OVERFLOW GROW SPLIT STOP 之一 choose one of these",
            )  # fmt: skip
        if at and not admits and s["last_place"] != "NONE":
            c.fault(
                (*here, "last_place"), s["last_place"],
                "该校没有 admission 派位,此项无效 the school has no admission draw, so this says nothing",
                '写 "NONE" write "NONE"',
            )  # fmt: skip
        if not at and s["places"]:
            c.fault(
                (*here, "places"), s["places"], f"{code} 有招生计划而没有派位 the school has places, but no draw names it",
                "增加该校的 [[draws]],或删去该校 add a draw for it, or delete the school",
            )  # fmt: skip
        elif not at and choice:
            c.fault(
                (*here, "code"), code,
                f"{code} 可选为 {choice},却没有派位 a child may choose it ({choice}), but no draw places anybody there",
                "删去该校,或增加该校的 [[draws]] delete the school, or add a draw for it",
            )  # fmt: skip
        over = s["last_place"] in ("OVERFLOW", "GROW") or any(d.value.get("adjust", "none") != "none" for d in at)
        if s["approved_extra"] and not over:
            c.fault(
                (*here, "approved_extra"), s["approved_extra"],
                f"{s['last_place']} 不会超出计划,核增无用 never goes over plan, so no extra place can be used (R8)",
                '核增写 0,批文写 "none";或改 last_place set it to 0 and the document to "none", or change last_place',
            )  # fmt: skip
        lists = [d for d in at if d.value["kind"] == "shortlist"]
        if lists and len(at) > 1:
            other = next(d for d in reversed(at) if d is not at[0])
            c.fault(
                ("draws", other.table, "school" if "school" in other.value else "schools"), code,
                f"该校已有入围派位 {lists[0].id} 的,不能再有其他派位 a school with a shortlist has no other draw",
                "删去其一 delete one of the two",
            )  # fmt: skip
        if at:
            named.add(code)
    return named


def _taken(name: str, k: Known, draws: Sequence[Drawn]) -> set[str]:
    """The codes of an attribute with which some draw could take a child."""
    found: set[str] = set()
    for d in draws:
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
                f"没有派位招收 {name} = {code} 的学生 no draw takes a child with this value ({k.labels[name][code]})",
                f"删去此取值,或增加 who 含 {code} 的 [[draws]] delete the value, or add a draw that takes it",
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
                f"{s['code']} 的分项计划共 {total},超过计划 {s['places']} the quotas of the school add up to more than its places",
                f"共减少 {total - s['places']},或改 places take so many off, or change places",
            )  # fmt: skip


def _words(part: Box, k: Known) -> str:
    """A child in a box, as an example."""
    return " ".join(f"{name}={next(v for v in k.codes[name] if v in part[name])}" for name in k.codes if name in part)


def _empty(c: Checks, k: Known, apart: Sequence[Box], draws: Sequence[Drawn]) -> None:
    """A draw whose every child an eligibility check of kind apart keeps out (R21)."""
    for d in draws:
        if apart and outside(box(d.value["who"]), apart, k.codes) is None:
            c.fault(
                ("draws", d.table, "who"), "",
                f"{d.id} 不会有人参加,apart 审核把他们全部剔除 nobody can be in this draw: a check of kind apart bars them all",
                "删去此派位,或改 who 或该项审核 delete the draw, or change its who or the check",
            )  # fmt: skip


def _claims(c: Checks, k: Known, apart: Sequence[Box], draws: Sequence[Drawn]) -> None:
    """Two draws that could claim one child, unless the later one says that it follows the earlier (SPEC §4 sound 3)."""
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
        like = f",如 such as {example}" if example else ""
        c.fault(
            ("draws", table, "follows"), first[table].table_id,
            f"与 {' '.join(ids)} 会招收同一学生 could claim a child of these draws too (two procedures claim one child){like}",
            f"在 follows 中写 {' '.join(ids)},或改 who 使两者不相交 add them to follows, or narrow who",
        )  # fmt: skip
