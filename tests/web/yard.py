"""One of every draw of SPEC §16, made without a session: pool and rules for the pages of the show."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import room

from draw.hashing import digest
from draw.pool import Pool, group
from draw.rules import (
    NONE,
    Attribute,
    CellsDraw,
    ClassDraw,
    CohortDraw,
    Dealing,
    Declined,
    DrawRule,
    Item,
    LateClass,
    LateDraw,
    OrderDraw,
    Primary,
    QuotaDraw,
    Remainder,
    Rules,
    SeatsDraw,
    Share,
    TeamDraw,
    Value,
)

SEXES = {"M": "男", "F": "女"}
KINDS = {"C": "编班", "T": "整班移交", "L": "后到", "O": "家长代表"}
PRIMARIES = {"P1": "示例第一小学", "P2": "示例第二小学", "P3": "示例区实验小学东湖校区", "P4": "村小"}
CARE = {"N": "一般", "Y": "前排"}
LONG = "示例自治州第一民族实验学校教育集团东湖高新区未来科技城南校区初中部九年一贯制校区二部"[:40]


@cache
def _base() -> Rules:
    with TemporaryDirectory(prefix="draw-yard-") as kept:
        return room.freeze(Path(kept) / "s").frozen()[1]


def _attribute(name: str, label: str, kind: str, values: dict[str, str]) -> Attribute:
    return Attribute(name=name, label=label, kind=kind, values=tuple(Value(code=c, label=w) for c, w in values.items()))


def _draws(classes: int, cap: int, dealing: Dealing) -> tuple[DrawRule, ...]:
    nobody = {"follows": (), "who": ()}
    who = {kind: (("kind", (kind,)),) for kind in KINDS}
    serpentine = dealing is Dealing.SERPENTINE
    cells = CellsDraw(
        id="cells", title="整班移交人数", follows=(), who=who["T"], offered=("S1", "S2", "S3"), row="primary",
        count="none", tasks=None, only={"P4": "S3"},
    )  # fmt: skip
    made = ClassDraw(
        id="class", title="七年级均衡编班", follows=(), who=who["C"], school="S1", classes=classes, cap=cap, sex="sex",
        apart="none" if serpentine else "apart", spread=() if serpentine else (("care", "Y"),), report=("primary",),
        dealing=dealing, document="教〔2026〕3号" if serpentine else "none",
    )  # fmt: skip
    seats = SeatsDraw(
        id="seats", title="七年级阳光排座", **nobody, of=made, rows=7, columns=8, gone=((7, 4), (7, 5), (1, 1)), front=2,
        need=(("care", "Y"),), bands="none",
    )  # fmt: skip
    teams = tuple(
        Item(code=f"T{n}", label=f"教师团队{n}：王老师（语文）、李老师（数学）") for n in range(1, classes + 1)
    )
    weights = {"P1": (300, 2), "P2": (300, 2), "P3": (150, 1), "P4": (150, 1)}
    late = tuple(LateClass(code=str(n), counts=(20 + n % 2, 21)) for n in range(1, 5))
    return (
        OrderDraw(
            id="order", title="小班抽签：先试点的学校", **nobody, take=2, reserves=1,
            items=tuple(Item(code=c, label=label) for c, label in PRIMARIES.items()),
        ),
        OrderDraw(id="people", title="家长代表抽签", follows=(), who=who["O"], items=(), take=4, reserves=2),
        QuotaDraw(
            id="quota", title="指标到校", **nobody, school="S1", seats=41, minimum=2, method=Remainder.LARGEST_REMAINDER,
            shares=(Share(label="毕业生人数", percent=90), Share(label="体育特色", percent=10)),
            items=(
                *(Primary(code=c, label=PRIMARIES[c], weights=w) for c, w in weights.items()),
                Primary(code="P5", label="教学点", weights=(3, 0)),
            ),
            declined=(Declined(code="P9", label="民办小学", document="放弃书"),),
        ),
        cells,
        CohortDraw(id="cohort", title="整班移交到校", follows=(), who=who["T"], plan=cells),
        made,
        TeamDraw(id="team", title="任课教师团队抽签", **nobody, of=made, teams=teams, recusals=("kin",)),
        seats,
        LateDraw(id="late", title="后到学生编班", follows=(), who=who["L"], school="S2", cap=45, sex="sex", classes=late),
    )  # fmt: skip


def yard(
    *,
    classes: int = 4,
    each: int = 12,
    wide: int = 4,
    dealing: Dealing = Dealing.CYCLIC,
    school: str = "示例第一中学",
    only: Sequence[str] = (),
) -> tuple[Pool, Rules]:
    """Pool and rules: `classes` of about `each` children with two pairs of twins, codes of `wide` digits; 21 children of four
    primaries for three schools; five for late classes; nine for an order. `only`: these draws, and the children of the classes.
    """
    rows: list[dict[str, str]] = []

    def add(count: int, kind: str, **more: Sequence[str]) -> None:
        for n in range(count):
            row = {
                "kind": kind,
                "sex": "MF"[n % 2],
                "primary": f"P{n % 3 + 1}",
                "apart": NONE,
                "care": "N",
                "kin": NONE,
            }
            row |= {name: listed[n % len(listed)] for name, listed in more.items()}
            rows.append(row)

    add(classes * each + 1, "C")
    wanted = [draw for draw in _draws(classes, each + 3, dealing) if not only or draw.id in only]
    if not only:
        add(21, "T", primary=("P1", "P2", "P3", "P1", "P2", "P1", "P4"))
        add(5, "L")
        add(9, "O")
    units = [f"{n + 1:0{wide}}" for n in range(len(rows))]
    codes = list(units)
    if dealing is Dealing.CYCLIC:
        for a, b, name in ((0, 1, "B01"), (6, 8, "B02")):
            units[a] = units[b] = name
        for n in (3, 5):
            rows[n]["apart"] = "K1"
        for n in (10, 11, 12):
            rows[n]["care"] = "Y"
        rows[9]["kin"] = "T1"
    first = classes * each + 1
    if not only:  # two children of one primary
        units[first] = units[first + 3] = "B03"
    base = _base()
    attributes = (
        _attribute("kind", "类别", "list", KINDS), _attribute("sex", "性别", "list", SEXES),
        _attribute("primary", "毕业小学", "list", PRIMARIES), _attribute("apart", "不同班", "codes", {}),
        _attribute("care", "照顾", "list", CARE), _attribute("kin", "亲属团队", "codes", {}),
    )  # fmt: skip
    places = {"S1": (school, 9), "S2": ("示例第二中学", 7), "S3": (LONG, 5)}
    schools = tuple(
        replace(base.schools[0], code=code, name=name, places=count) for code, (name, count) in places.items()
    )
    pool = Pool(
        applicants=codes,
        units=units,
        attributes={a.name: [row[a.name] for row in rows] for a in attributes},
        seals=[digest(code.encode()) for code in codes],
        members=group(units),
    )
    return pool, replace(base, attributes=attributes, schools=schools, draws=tuple(wanted))


def people(pool: Pool) -> list[tuple[str, str, dict[str, str]]]:
    """The pool as the simulator takes it."""
    names = list(pool.attributes)
    return [
        (code, unit, {name: pool.attributes[name][n] for name in names})
        for n, (code, unit) in enumerate(zip(pool.applicants, pool.units, strict=True))
    ]
