"""The sheet read aloud: every switch that is executed has its sentence, in both languages (R1, R25, R37-R39)."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from simulator import Hall, after_draw, draw_of, rule_sheet, rules_of, school

from draw import pool as pools
from draw import prose, rules
from draw.allocation import carry_out
from draw.allocation.standing import Standing
from draw.errors import FormatError
from draw.order import Order
from draw.rules import Rules
from draw.rules.eligibility import REMOVED_REASONS

KINDS = [{"code": "P", "label": "直升"}, {"code": "Q", "label": "区内"}, {"code": "R", "label": "区外"}]
AREAS = [{"code": "A1", "label": "东社区"}, {"code": "A2", "label": "西社区"}]
APPROVED = {"approved_extra": 2, "approved_document": "教〔2026〕1号"}


def check(column: str, test: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An eligibility check."""
    who = {"kind": ["P"]}
    return {
        "label": f"审核{column}",
        "who": who,
        "column": column,
        "test": test,
        "missing": "FAILS",
        "fails": "CUTOFF",
    } | more


def preferences(identifier: str, **more: Any) -> dict[str, Any]:
    """A draw of kind preferences."""
    return {
        "id": identifier, "kind": "preferences", "title": f"志愿 {identifier}", "follows": ["s1.p"], "who": {},
        "schools": ["S2", "S3"], "preferences": ["w1", "w2"], "method": "PREFERENCE_FIRST", "unlisted": "NONE",
        "bundle": "SPLIT", "adjust": "family",
    } | more  # fmt: skip


def full() -> dict[str, Any]:
    """A sheet in which every kind of switch is read."""
    schools = [
        school("S1", 9, name="一中", vacancies="PRIORITY_GROUP"),
        school("S2", 5, "NONE", name="二中", **APPROVED),
        school("S3", 4, "NONE", name="三中", vacancies="NONE"),
        school("S4", 2, "NONE", name="四中", vacancies="SUPPLEMENTARY_DRAW"),
        school("S5", 2, "OVERFLOW", name="五中", **APPROVED),
    ]
    shortlist = {
        "id": "s4", "kind": "shortlist", "title": "四中入围", "follows": [], "who": {"kind": ["R"]}, "school": "S4",
        "multiplier": 3, "bundle": "WHOLE", "absent": "NEXT",
    }  # fmt: skip
    nearest = {
        "id": "rest", "kind": "nearest", "title": "就近", "follows": ["s1.p", "zone"], "who": {}, "schools": ["S2", "S3"],
        "area": "area", "distances": {"A1": {"S2": 300, "S3": 900}, "A2": {"S2": 1300, "S3": 400}}, "bundle": "HOLD",
        "short": "REFUSE",
    }  # fmt: skip
    return rule_sheet(
        schools,
        [
            draw_of("s1.p", "S1", kind=["P"]) | {"quota": {"places": 3}},
            draw_of("s1.q", "S1", kind=["Q"]) | {"quota": {"percent": 50, "rounding": "FLOOR"}},
            draw_of("s1.r", "S1", ["s1.p"], kind=["R"]),
            draw_of("s5", "S5", kind=["Q", "R"]),
            shortlist,
            preferences("zone"),
            nearest,
        ],
        [
            {"name": "kind", "label": "类别", "values": KINDS},
            {"name": "want", "label": "报名学校", "values": "schools"},
            {"name": "w1", "label": "第一志愿", "values": "preferences"},
            {"name": "w2", "label": "第二志愿", "values": "preferences"},
            {"name": "family", "label": "家庭", "values": "codes"},
            {"name": "area", "label": "片区", "values": AREAS},
            {"name": "block", "label": "楼栋", "values": "codes"},
        ],
        outside=[{"group": "人才子女", "school": "S1", "count": 2, "document": "教〔2026〕9号"}],
        corrections="SIGNED_LIST",
        blocks={"block": "block", "school": "want", "governs": "DRAW"},
        carry={"admitted": "BARRED", "applicants": "UNPLACED", "abstained": "OUT", "places": "LEFT"},
        bundles={"mixed": "LOWER", "mixed_attribute": "kind", "member_removed": "SHRINK"},
        after_draw=after_draw(
            reply_days=3, list_until="2026-08-31", report_by="2026-08-26", leave_days=7, priority={"kind": ["P"]}
        ),
        eligibility=[
            check("迁入日期", {"kind": "date", "earliest": "2020-01-01", "latest": "2026-06-30", "edge": "INCLUSIVE"}),
            check("出生日期", {"kind": "date", "earliest": "none", "latest": "2014-08-31", "edge": "EXCLUSIVE"}),
            check("家长确认", {"kind": "present"}, fails="UNCONFIRMED"),
            check("学籍", {"kind": "value", "allowed": ["在籍", "借读"]}),
            check("证件号", {"kind": "list", "name": "民办名单", "bars": "ADMITTED"}),
            check(
                "住房编号",
                {
                    "kind": "dwelling",
                    "name": "住房",
                    "year": 2026,
                    "years": 3,
                    "counted": "FROM_USE",
                    "shared": "REFUSE",
                },
            ),
            check("none", {"kind": "apart", "with": {"kind": ["R"]}}, label="不得兼报"),
        ],
    )


def said(value: dict[str, Any]) -> tuple[str, str]:
    """The whole prose of a sheet, in each language."""
    lines = prose.rule_lines(rules.parse(value), None)
    chinese, english = ("\n".join(side) for side in zip(*lines, strict=True))
    return chinese, english


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every leaf."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from leaves(inner, (*path, n))
    else:
        yield path


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """The leaf at a path."""
    for step in path:
        value = value[step]
    return value


def put(value: Any, path: tuple[Any, ...], leaf: Any) -> Any:
    """A copy with another leaf."""
    changed = copy.deepcopy(value)
    at(changed, path[:-1])[path[-1]] = leaf
    return changed


WORDS: dict[str, tuple[str, ...]] = {
    "last_place": ("SKIP", "OVERFLOW", "GROW", "SPLIT", "STOP"),
    "vacancies": ("RANKED", "SUPPLEMENTARY_DRAW", "NONE"),
    "corrections": ("SIGNED_LIST", "REFUSE"),
    "governs": ("BLOCK", "DRAW"),
    "admitted": ("BARRED", "FREE"),
    "applicants": ("UNPLACED", "ANY"),
    "abstained": ("MAY_RETURN", "OUT"),
    "mixed": ("DISSOLVE", "LOWER"),
    "member_removed": ("DISSOLVE", "SHRINK"),
    "method": ("PREFERENCE_FIRST", "NUMBER_FIRST"),
    "unlisted": ("NONE", "ANY"),
    "absent": ("NEXT", "NONE"),
    "short": ("REFUSE", "DRAW"),
    "rounding": ("FLOOR", "CEILING"),
    "bundle_at_head": ("PASS_OVER", "WAIT"),
    "member_struck": ("REST_STAY", "ALL_LEAVE"),
    "no_show": ("FORFEIT", "BOUND"),
    "names": ("masked", "none"),
    "edge": ("INCLUSIVE", "EXCLUSIVE"),
    "missing": ("FAILS", "REFUSE"),
    "fails": (*REMOVED_REASONS, "REFUSE"),
    "bars": ("APPLIED", "ADMITTED", "AGREED"),
    "counted": ("FROM_USE", "AFTER_USE"),
    "shared": ("REFUSE", "ALLOW"),
    "mixed_attribute": ("kind", "area"),
    "adjust": ("family", "block", "none"),
    "area": ("area",),
    "earliest": ("2020-01-01", "2019-09-01", "none"),
    "latest": ("2026-06-30", "2026-07-01", "none"),
    "list_until": ("2026-08-31", "2026-09-30", "none"),
    "report_by": ("2026-08-26", "2026-08-27"),
}
NOT_SWITCHES = (
    "format",
    "name",
    "code",
    "kind",
    "values",
)  # how things are called; what they are called is said (label, title, school)
# leaves that fit only together with others: ids that draws follow, schools of draws, approvals, days of leave
TIED = ("id", "school", "area", "block", "column", "approved_extra", "approved_document", "leave_days")
UNREAD = {("eligibility", 6, "missing")}  # apart looks at no cell


def others(path: tuple[Any, ...], leaf: Any) -> list[Any]:
    """Values that a leaf can have instead."""
    key = next(step for step in reversed(path) if isinstance(step, str))
    if isinstance(leaf, int):
        return [leaf + 1]
    if key in ("places",) and leaf in ("LEFT", "OWN"):
        return ["OWN" if leaf == "LEFT" else "LEFT"]
    if key == "bundle":
        return (
            ["SKIP" if leaf == "WHOLE" else "WHOLE"]
            if leaf in ("WHOLE", "SKIP")
            else [{"SPLIT": "HOLD"}.get(leaf, "SPLIT")]
        )
    if key in WORDS:
        return [word for word in WORDS[key] if word != leaf]
    if key in ("school", "schools"):
        return [code for code in ("S1", "S2", "S3", "S4", "S5", "want") if code != leaf]
    if key == "follows":
        return ["s1.q"]
    if key == "quota":
        return [{"places": 4}, {"percent": 20, "rounding": "FLOOR"}]
    if key in ("label", "title", "group", "document", "approved_document", "column", "allowed", "name", "id"):
        return [f"{leaf}-x"]
    return []


SHEET = full()
PATHS = [p for p in leaves(SHEET) if (p not in UNREAD and p[-1] not in NOT_SWITCHES) or p[-2:] == ("test", "name")]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: ".".join(map(str, p)))
def test_no_switch_changes_in_silence(path: tuple[Any, ...]) -> None:
    """R1: "what is read out is generated from what is executed": change any one leaf of rules.json, and both languages differ."""
    leaf = at(SHEET, path)
    before, tried = said(SHEET), 0
    for other in others(path, leaf):
        try:
            after = said(put(SHEET, path, other))
        except FormatError:
            continue  # the sheet does not fit together then; another value may
        tried += 1
        assert after[0] != before[0], (path, leaf, other)
        if not {"label", "title", "group"} & {path[-1]}:  # words of the district, said in its own language
            assert after[1] != before[1], (path, leaf, other)
    assert tried or path[-1] in TIED or leaf in ("none", "NONE", "PRIORITY_GROUP") or isinstance(path[-1], int), path


WHOLE: list[tuple[tuple[Any, ...], Any]] = [
    (("draws", 0, "quota"), "none"),
    (("draws", 2, "quota"), {"places": 1}),
    (("draws", 2, "quota"), {"percent": 50, "rounding": "FLOOR"}),
    (("draws", 2, "follows"), []),
    (("draws", 5, "follows"), ["s1.p", "s1.q"]),
    (("draws", 5, "schools"), ["S3", "S2"]),
    (("draws", 5, "preferences"), ["w2", "w1"]),
    (("draws", 5, "preferences"), ["w1"]),
    (("draws", 0, "who"), {"kind": ["P", "Q"]}),
    (("draws", 0, "who"), {"want": ["S1"]}),
    (("draws", 5, "who"), {"kind": ["P"]}),
    (("after_draw", "priority"), {"kind": ["Q"]}),
    (("outside",), []),
    (("eligibility",), []),
    (("blocks",), "none"),
    (("carry",), "none"),
    (("eligibility", 0, "who"), {}),
    (("eligibility", 3, "test", "allowed"), ["在籍"]),
    (("eligibility", 6, "test", "with"), {"kind": ["Q"]}),
    (("attributes", 0, "values"), [*KINDS[1:], KINDS[0]]),
]


@pytest.mark.parametrize(("path", "value"), WHOLE, ids=lambda p: str(p)[:40])
def test_no_object_changes_in_silence(path: tuple[Any, ...], value: Any) -> None:
    """The same for what is an object or a list: quotas, conditions, follows, lists of schools and choices."""
    before, after = said(SHEET), said(put(SHEET, path, value))
    assert before[0] != after[0] and before[1] != after[1]


def test_a_sheet_without_a_priority_group_says_nothing_of_it() -> None:
    """PRIORITY_GROUP and its condition stand or fall together, and so do their sentences."""
    plain = put(put(SHEET, ("schools", 0, "vacancies"), "RANKED"), ("after_draw", "priority"), "none")
    assert "优先群体" in said(SHEET)[0]
    assert "优先群体" not in said(plain)[0]


def test_every_word_of_every_switch_is_tried() -> None:
    """The test above leaves no word out: each one stands in the sheet, or was put there."""
    keys = {next(s for s in reversed(p) if isinstance(s, str)) for p in PATHS}
    assert set(WORDS) <= keys


def read_aloud(rules_: Rules, count: int = 12) -> list[tuple[str, str]]:
    """The prose with a pool of single children, all alike."""
    people = [
        (f"{n:04}", f"{n:04}", {a.name: a.codes()[0] if a.codes() else "NONE" for a in rules_.attributes})
        for n in range(count)
    ]
    pool = pools.read(Hall(rules=rules_, people=people).pool_csv(), rules_)
    return prose.rule_lines(rules_, pool)


def test_many_draws_share_their_sentences() -> None:
    """R22: forty draws of one table are told by one common rule and a line a draw, each with its condition and chances."""
    values = [{"code": f"T{n:02}", "label": f"第{n}梯次"} for n in range(40)]
    draws = [draw_of(f"x1.t{n:02}", tier=[f"T{n:02}"]) for n in range(40)]
    rules_ = rules_of(draws=draws, attributes=[{"name": "tier", "label": "梯次", "values": values}])
    lines = [zh for zh, _ in prose.rule_lines(rules_, None)]
    assert len([line for line in lines if "一次录足" in line]) == 1
    table = [line for line in lines if line.startswith("  x1.t")]
    assert len(table) == 40
    assert all(f"梯次为第{n}梯次" in line for n, line in enumerate(table))
    lines = [zh for zh, _ in read_aloud(rules_)]
    assert "单个学生的录取机会 0.2500" in next(line for line in lines if line.startswith("  x1.t00"))
    assert "无人报名的 39 场：x1.t01" in "".join(lines)


def test_what_a_title_says_is_not_said_again() -> None:
    """SPEC §5 `each`: a condition whose label stands in the title is not repeated; another one always is."""
    values = [{"code": "T1", "label": "第一梯次"}, {"code": "T2", "label": "第二梯次"}]
    made = [draw_of("x1.t1", tier=["T1"]), draw_of("x1.t2", tier=["T2"])]
    right = [d | {"title": f"本校 · {v['label']}"} for d, v in zip(made, values, strict=True)]
    wrong = [d | {"title": f"本校 · {v['label']}"} for d, v in zip(made, reversed(values), strict=True)]
    sheets = [
        rules_of(draws=d, attributes=[{"name": "tier", "label": "梯次", "values": values}]) for d in (right, wrong)
    ]
    told = [[zh for zh, _ in prose.rule_lines(s, None) if zh.startswith("  x1.t")] for s in sheets]
    assert told[0] == ["  x1.t1 本校 · 第一梯次：示例中学。", "  x1.t2 本校 · 第二梯次：示例中学。"]
    assert told[1][0] == "  x1.t1 本校 · 第二梯次：梯次为第一梯次；示例中学。"
    english = [en for _, en in prose.rule_lines(sheets[0], None) if en.strip().startswith("x1.t")]
    assert english == ["  x1.t1: tier T1; X1.", "  x1.t2: tier T2; X1."]


def test_many_schools_share_their_sentences() -> None:
    """Schools with the same switches are named together, the rule for the last place once."""
    schools = [school(f"S{n}", 10 + n, name=f"第{n}中学") for n in range(14)]
    draws = [draw_of(f"s{n}", f"S{n}", to=[f"S{n}"]) for n in range(14)]
    rules_ = rules_of(schools, draws, [{"name": "to", "label": "学校", "values": "schools"}])
    lines = [zh for zh, _ in prose.rule_lines(rules_, None)]
    assert sum("绝不超计划" in line for line in lines) == 1
    assert all(any(f"第{n}中学（S{n}）{10 + n} 人" in line for line in lines) for n in range(14))


def test_followed_draws_are_named_shortly() -> None:
    """A draw behind forty others names them as a run, so that the sentence can be read aloud."""
    values = [{"code": f"T{n:02}", "label": f"第{n}梯次"} for n in range(40)]
    ids = [f"x1.t{n:02}" for n in range(40)]
    draws = [*(draw_of(i, tier=[i[3:].upper()]) for i in ids), draw_of("all", follows=ids)]
    lines = prose.rule_lines(
        rules_of(draws=draws, attributes=[{"name": "tier", "label": "梯次", "values": values}]), None
    )
    assert any("x1.t00 … x1.t39 (40)" in zh for zh, _ in lines)


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("PREFERENCE_FIRST", "1 号进东校，3 号进西校，2 号进南校"),
        ("NUMBER_FIRST", "1 号进东校，2 号进西校，3 号进南校"),
    ],
)
def test_the_worked_example_is_what_the_allocation_does(method: str, told: str) -> None:
    """R32: X1 Y1 Z1; 1 and 2 list X Y Z, 3 lists Y X Z: the example that is read out is carried out."""
    names = {"E": "东校", "W": "西校", "S": "南校"}
    schools = [school(code, 1, "NONE", name=name) for code, name in names.items()]
    attributes = [{"name": f"w{n}", "label": f"第{n}志愿", "values": "preferences"} for n in (1, 2, 3)]
    draw = preferences(
        "zone", follows=[], schools=["E", "W", "S"], preferences=["w1", "w2", "w3"], method=method, adjust="none"
    )
    rules_ = rules_of(schools, [draw], attributes)
    people = [
        (str(n), str(n), dict(zip(("w1", "w2", "w3"), wishes, strict=True)))
        for n, wishes in ((1, "EWS"), (2, "EWS"), (3, "WES"))
    ]
    pool = pools.read(Hall(rules=rules_, people=people).pool_csv(), rules_)
    standing = Standing.start(pool, rules_)
    carry_out(
        standing, rules_.draws[0], lambda _, units: Order(units=sorted(units), numbers=[f"{n:064x}" for n in range(3)])
    )
    got = {pool.applicants[n]: names[d.school] for n, d in enumerate(standing.decisions) if d is not None}
    order = [word[0] for word in told.split("，")]
    assert told == "，".join(f"{n} 号进{got[n]}" for n in order)
    assert any(told in zh for zh, _ in prose.rule_lines(rules_, None))


R25_CHANCES = [
    ("SKIP", "0.4444", "0.5139", "5.00"),
    ("OVERFLOW", "0.5556", "0.5000", "5.11"),
    ("GROW", "0.5556", "0.5556", "5.56"),
    ("STOP", "0.4444", "0.5000", "4.89"),
]


@pytest.mark.parametrize(("policy", "bundle", "single", "mean"), R25_CHANCES)
def test_chances_are_told(policy: str, bundle: str, single: str, mean: str) -> None:
    """R25: 1 pair + 8 singles, plan 5, before the freeze, in both languages."""
    more = APPROVED | {"approved_extra": 1} if policy in ("OVERFLOW", "GROW") else {}
    rules_ = rules_of([school("X1", 5, policy, **more)])
    people = [(c, c, {}) for c in "ABCDEFGH"] + [("T1", "T", {}), ("T2", "T", {})]
    pool = pools.read(Hall(rules=rules_, people=people).pool_csv(), rules_)
    chinese, english = ("\n".join(side) for side in zip(*prose.rule_lines(rules_, pool), strict=True))
    assert f"单个学生的录取机会 {single}" in chinese
    assert f"chance of a bundle of 2, whole {bundle}" in english
    assert f"mean admitted {mean}; 0.5000 each had nobody been bundled" in english


def test_what_hangs_on_earlier_lots_is_not_told() -> None:
    """R25: a draw whose pool or places an earlier lot decides has no chances to tell."""
    rules_ = rules_of([school("X1", 1), school("Y1", 1)], [draw_of("x1"), draw_of("y1", "Y1", ["x1"])])
    assert any("是否抽签取决于前面的结果" in zh for zh, _ in read_aloud(rules_))


@pytest.mark.parametrize(
    ("group", "quorum", "chinese", "english"),
    [
        (5, 3, "现场决策组共 5 人（D1 至 D5），裁定须至少 3 人签字。", "a ruling needs the signatures of at least 3."),
        (3, 3, "现场决策组共 3 人（D1 至 D3），裁定须全体签字。", "all of them sign a ruling."),
        (
            1,
            1,
            "现场决策组为 1 人（D1），其签字的裁定有效。",
            "The decision group is one person (D1), who signs its rulings.",
        ),
    ],
)
def test_r46_r47_who_must_be_there_and_who_rules(group: int, quorum: int, chinese: str, english: str) -> None:
    """R46, R47: "rule sheet lists the kinds required", "quorum in rule sheet": both are read out, in the order of the kinds."""
    hall = {"present": {"PARENT": 3, "NOTARY": 2, "CPPCC": 1}, "group": group, "quorum": quorum}
    told = said(rule_sheet(hall=hall))
    assert "签到后才能开始：操作员 1 人、复核员 1 人、公证员 2 人、政协委员 1 人、家长代表 3 人。" in told[0]
    assert "operator 1, second operator 1, notary 2, CPPCC member 1, parent delegate 3." in told[1]
    assert chinese in told[0] and english in told[1]


def test_headings_and_english_stand_beside() -> None:
    """Every line has both languages; the draws come in their order between who may take part and what happens afterwards."""
    sections = prose.sections(rules.parse(full()), None)
    assert all(zh.strip() and en.strip() for s in sections for zh, en in (s.heading, *s.lines))
    heads = [s.heading[1] for s in sections]
    assert (
        heads.index("Who may take part")
        < heads.index("Draw zone")
        < heads.index("Draw rest")
        < heads.index("After the draw")
    )
