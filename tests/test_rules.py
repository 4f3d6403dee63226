"""rules.json: every form of SPEC §4 and every small way to spoil it (R1); pool.csv and soundness (R8, R25, R26)."""

import copy
from typing import Any

import pytest
import simulator
from faults import at, faults, with_value
from hypothesis import given
from hypothesis import strategies as st
from simulator import after_draw, draw_of, rule_sheet, rules_of, school

from draw import pool, rules, soundness
from draw.encoding import canonical_json
from draw.errors import FormatError
from draw.hashing import digest

WHO = {"batch": ["B1"]}


def other(kind: str, identifier: str, follows: list[str], **more: Any) -> dict[str, Any]:
    """A draw of rules.json that is no admission."""
    return {"id": identifier, "kind": kind, "title": f"派位 {identifier}", "follows": follows, "who": {}} | more


def check(test: dict[str, Any], column: str = "审核列", **more: Any) -> dict[str, Any]:
    """An eligibility check of rules.json."""
    outer = {"label": "审核", "who": {}, "column": column, "test": test, "missing": "FAILS", "fails": "CUTOFF"}
    return outer | more


BASE: dict[str, Any] = {
    "format": "rules1",
    "attributes": [
        {
            "name": "batch",
            "label": "批次",
            "values": [{"code": "B1", "label": "直升"}, {"code": "B2", "label": "生源地"}],
        },
        {"name": "wish", "label": "志愿", "values": "schools"},
        {"name": "first", "label": "第一志愿", "values": "preferences"},
        {"name": "home", "label": "家庭", "values": "codes"},
    ],
    "schools": [
        school("X1", 3, "SKIP"),
        school("Y2", 4, "OVERFLOW", approved_extra=2, approved_document="教〔2026〕1号", vacancies="PRIORITY_GROUP"),
        school("Z3", 5, "NONE", vacancies="NONE"),
        school("L4", 1, "NONE"),
    ],
    "outside": [{"group": "烈士子女", "school": "X1", "count": 1, "document": "教〔2026〕2号"}],
    "corrections": "SIGNED_LIST",
    "eligibility": [
        check({"kind": "date", "earliest": "2012-09-01", "latest": "none", "edge": "INCLUSIVE"}, who=WHO),
        check({"kind": "value", "allowed": ["是", "一致"]}, fails="REFUSE"),
        check({"kind": "present"}, missing="REFUSE", fails="UNCONFIRMED"),
        check({"kind": "list", "name": "民办", "bars": "AGREED"}, fails="PRIVATE_ADMITTED"),
        check(
            {"kind": "dwelling", "name": "住房", "year": 2026, "years": 3, "counted": "FROM_USE", "shared": "REFUSE"},
            fails="DWELLING",
        ),
        check({"kind": "apart", "with": {"wish": ["X1"]}}, "none"),
    ],
    "blocks": {"block": "home", "school": "wish", "governs": "DRAW"},
    "carry": {"admitted": "BARRED", "applicants": "UNPLACED", "abstained": "MAY_RETURN", "places": "LEFT"},
    "bundles": {"mixed": "LOWER", "mixed_attribute": "batch", "member_removed": "SHRINK"},
    "draws": [
        draw_of("x1.b1", "X1", batch=["B1"], wish=["X1"]) | {"quota": {"places": 2}},
        draw_of("y2", "Y2", ["x1.b1"], batch=["B1", "B2"]) | {"quota": {"percent": 50, "rounding": "FLOOR"}},
        other(
            "preferences", "zone", ["x1.b1", "y2"], schools=["Z3", "X1"], preferences=["first", "wish"],
            method="NUMBER_FIRST", unlisted="ANY", bundle="HOLD", adjust="home",
        ),
        other(
            "nearest", "rest", ["zone"], schools=["Z3"], area="batch", distances={"B1": {"Z3": 0}, "B2": {"Z3": 900}},
            bundle="SPLIT", short="REFUSE",
        ),
        other("shortlist", "list", ["x1.b1"], school="L4", multiplier=3, bundle="WHOLE", absent="NEXT"),
    ],
    "after_draw": {
        "reply_days": 3, "list_until": "2026-08-31", "bundle_at_head": "WAIT", "member_struck": "ALL_LEAVE",
        "no_show": "BOUND", "report_by": "2026-08-26", "leave_days": 7, "priority": {"batch": ["B1"]},
    },
    "hall": {"present": {"NOTARY": 2, "PARENT": 3}, "group": 5, "quorum": 3},
    "show": {"names": "masked", "page": 10, "singly": 0},
}  # fmt: skip
FREE: tuple[tuple[str | int, ...], ...] = (
    *(("draws", n, "who") for n in range(5)),
    *(("eligibility", n, "who") for n in range(6)),
    ("eligibility", 5, "test", "with"),
    ("after_draw", "priority"),
    ("hall", "present"),  # an object of free keys
    ("draws", 0, "quota"),  # another form is told at the quota
    ("draws", 1, "quota"),
)
FAULTS = {what: (value, key) for what, value, key in faults(BASE, free=FREE)}


@pytest.mark.parametrize("what", FAULTS)
def test_each_small_fault_is_refused_with_its_place(what: str) -> None:
    """SPEC §1: "unknown, missing and repeated keys are refused"; another type is too, and the error names the place."""
    value, key = FAULTS[what]
    with pytest.raises(FormatError) as caught:
        rules.parse(value)
    assert caught.value.where.startswith("rules.json")
    assert key in str(caught.value)


ENTRY = {"code": "B1", "label": "直升"}
OUT_OF_RANGE: list[tuple[tuple[str | int, ...], Any]] = [
    (("format",), "rules2"),
    (("schools",), []),
    (("schools", 1, "code"), "X1"),
    (("schools", 0, "code"), "x1"),
    (("schools", 0, "code"), "1" * 33),
    (("schools", 0, "name"), ""),
    (("schools", 0, "name"), " 示例"),
    (("schools", 0, "places"), -1),
    (("schools", 0, "approved_extra"), 1),
    (("schools", 0, "approved_document"), "教〔2026〕1号"),
    (("schools", 1, "approved_extra"), 0),
    (("schools", 1, "approved_document"), "none"),
    (("schools", 0, "last_place"), "skip"),
    (("schools", 0, "last_place"), "CLOSE"),
    (("schools", 0, "vacancies"), "PRIORITY"),
    (("schools", 2, "last_place"), "SKIP"),
    (("schools", 0, "last_place"), "NONE"),
    (("schools", 2, "code"), "NONE"),
    (("attributes", 2, "values"), "preference"),
    (("outside", 0, "school"), "Z9"),
    (("outside", 0, "count"), 0),
    (("corrections",), "ALLOW"),
    (("eligibility", 0, "test", "earliest"), "none"),
    (("eligibility", 0, "test", "earliest"), "2012-9-1"),
    (("eligibility", 0, "test", "latest"), "2012-02-30"),
    (("eligibility", 0, "test", "latest"), "2012-08-31"),
    (("eligibility", 0, "test", "edge"), "BOTH"),
    (("eligibility", 0, "test", "kind"), "age"),
    (("eligibility", 0, "who", "batch"), ["B2", "B1"]),
    (("eligibility", 0, "column"), "none"),
    (("eligibility", 0, "missing"), "PASSES"),
    (("eligibility", 0, "fails"), "LATE"),
    (("eligibility", 1, "test", "allowed"), []),
    (("eligibility", 1, "test", "allowed"), ["是", "是"]),
    (("eligibility", 3, "test", "bars"), "SIGNED"),
    (("eligibility", 4, "test", "year"), 26),
    (("eligibility", 4, "test", "years"), 0),
    (("eligibility", 4, "test", "counted"), "YES"),
    (("eligibility", 4, "test", "shared"), "SPLIT"),
    (("eligibility", 5, "test", "with"), {}),
    (("eligibility", 5, "column"), "审核列"),
    (("blocks",), "BLOCK"),
    (("blocks", "block"), "batch"),
    (("blocks", "school"), "first"),
    (("carry",), {}),
    (("carry", "places"), "ALL"),
    (("draws", 0, "follows"), ["y2"]),
    (("draws", 2, "follows"), ["y2", "x1.b1"]),
    (("draws", 1, "follows"), ["x1.b1", "x1.b1"]),
    (("draws", 0, "quota"), {"places": -1}),
    (("draws", 0, "quota"), {"places": 1, "percent": 5}),
    (("draws", 1, "quota", "percent"), 0),
    (("draws", 1, "quota", "percent"), 101),
    (("draws", 1, "quota", "rounding"), "HALF"),
    (("draws", 2, "schools"), ["Z3", "Z3"]),
    (("draws", 2, "schools"), []),
    (("draws", 2, "preferences"), ["batch"]),
    (("draws", 2, "preferences"), ["first", "first"]),
    (("draws", 2, "adjust"), "wish"),
    (("draws", 2, "who"), {"home": ["K1"]}),
    (("draws", 3, "area"), "wish"),
    (("draws", 3, "distances", "B1"), {"X1": 1}),
    (("draws", 3, "distances", "B1", "Z3"), -1),
    (("draws", 4, "multiplier"), 11),
    (("draws", 4, "multiplier"), 0),
    (("draws", 4, "school"), "X1"),
    (("after_draw", "reply_days"), 366),
    (("after_draw", "list_until"), "2026-13-01"),
    (("after_draw", "report_by"), "none"),
    (("after_draw", "priority"), "none"),
    (("attributes", 1, "name"), "batch"),
    (("attributes", 0, "name"), "applicant"),
    (("attributes", 0, "name"), "unit"),
    (("attributes", 0, "name"), "seal"),
    (("attributes", 0, "name"), "Batch"),
    (("attributes", 0, "name"), "a" * 33),
    (("attributes", 0, "values"), []),
    (("attributes", 0, "values"), "school"),
    (("attributes", 0, "values"), [ENTRY, ENTRY]),
    (("attributes", 0, "values", 0, "code"), "B1 "),
    (("draws",), []),
    (("draws", 1, "id"), "x1.b1"),
    (("draws", 0, "id"), "X1"),
    (("draws", 0, "id"), "../x"),
    (("draws", 0, "kind"), "preferences"),
    (("draws", 0, "school"), "Z9"),
    (("draws", 0, "who", "batch"), []),
    (("draws", 0, "who", "batch"), ["B3"]),
    (("draws", 1, "who", "batch"), ["B2", "B1"]),
    (("draws", 1, "who", "batch"), ["B1", "B1"]),
    (("draws", 0, "who", "wish"), ["Z9"]),
    (("bundles", "mixed"), "REFUSE"),
    (("bundles", "mixed"), "SPLIT"),
    (("bundles", "mixed_attribute"), "none"),
    (("bundles", "mixed_attribute"), "sex"),
    (("bundles", "member_removed"), "KEEP"),
    (("hall", "present"), {}),
    (("hall", "present"), {"PARENT": 3}),
    (("hall", "present"), [["NOTARY", 2]]),
    (("hall", "present", "OPERATOR"), 1),
    (("hall", "present", "notary"), 1),
    (("hall", "present", "NOTARY"), 0),
    (("hall", "present", "PARENT"), 100),
    (("hall", "present", "PARENT"), True),
    (("hall", "group"), 0),
    (("hall", "group"), 10),
    (("hall", "quorum"), 0),
    (("hall", "quorum"), 6),
    (("show", "names"), "full"),
    (("show", "page"), 0),
    (("show", "singly"), -1),
]


@pytest.mark.parametrize(("path", "value"), OUT_OF_RANGE, ids=lambda x: str(x)[:40])
def test_each_value_out_of_range_is_refused(path: tuple[str | int, ...], value: Any) -> None:
    """SPEC §4: a value that the table does not allow is refused, in the object where it stands (R1)."""
    with pytest.raises(FormatError) as caught:
        rules.parse(with_value(BASE, path, value))
    # without schools the first draw that names one is at fault: a sheet whose draws name none may have none (SPEC §16)
    places = {("draws", 4, "school"): "schools", ("schools", 2, "code"): "schools", ("schools",): "draws"}
    assert places.get(path, str(path[0])) in str(caught.value)


def test_an_attribute_of_who_must_be_declared() -> None:
    """SPEC §4 sound 1: "every draw's school, attributes and values are declared"."""
    with pytest.raises(FormatError, match="sex"):
        rules.parse(with_value(BASE, ("draws", 0, "who"), {"sex": ["M"]}))


def test_every_term_of_the_base_arrives() -> None:
    """SPEC §4: each kind of draw, check and term is read into its own type, and its `reads` are those of SPEC."""
    one = rules.parse(BASE)
    assert [sorted(d.reads()) for d in one.draws] == [
        ["batch", "wish"], ["batch"], ["first", "home", "wish"], ["batch"], [],
    ]  # fmt: skip
    assert [d.schools for d in one.draws] == [("X1",), ("Y2",), ("Z3", "X1"), ("Z3",), ("L4",)]
    assert [type(c.test).__name__ for c in one.eligibility] == [
        "DateTest", "ValueTest", "PresentTest", "ListTest", "DwellingTest", "ApartTest",
    ]  # fmt: skip
    assert one.read_attributes() == ("batch", "wish", "first", "home")
    assert one.after_draw.priority == (("batch", ("B1",)),)
    assert (dict(one.hall.present), one.hall.group, one.hall.quorum) == ({"NOTARY": 2, "PARENT": 3}, 5, 3)


def test_r28_a_share_is_rounded_as_written() -> None:
    """R28: "remaining 41, rate 50 % → S = 20" rounded down; 21 rounded up."""
    quota = rules.Quota(places=None, percent=50, rounding=rules.Rounding.FLOOR)
    assert (quota.of(41), rules.Quota(places=None, percent=50, rounding=rules.Rounding.CEILING).of(41)) == (20, 21)


def test_mixed_refuse_goes_with_none() -> None:
    """SPEC §4: mixed_attribute is "none" exactly when mixed is REFUSE (R26)."""
    value = with_value(BASE, ("bundles",), {"mixed": "REFUSE", "mixed_attribute": "none", "member_removed": "DISSOLVE"})
    assert rules.parse(value).bundles.mixed_attribute == "none"


def test_places_may_be_zero_and_large() -> None:
    """SPEC §4: places ≥ 0; SPEC §1: integers to 2⁵³−1."""
    for places in (0, 2**53 - 1):
        data = canonical_json(with_value(BASE, ("schools", 0, "places"), places))
        assert rules.read(data).school("X1").places == places


CODES = st.text("0123456789ABCZ", min_size=1, max_size=3)
LABELS = st.text("示例中学 abc()", min_size=1, max_size=6).map(str.strip).filter(bool)


@st.composite
def rule_sheets(draw: st.DrawFn) -> dict[str, Any]:
    """A plain object that is a rule sheet of SPEC §4."""
    codes = draw(st.lists(CODES, min_size=1, max_size=3, unique=True))
    schools = [
        school(
            code,
            draw(st.integers(0, 2**53 - 1)),
            draw(st.sampled_from(list(rules.LastPlace)[:-1])).value,
            name=draw(LABELS),
            vacancies=draw(st.sampled_from(list(rules.Vacancies))).value,
            **draw(st.sampled_from([{}, {"approved_extra": 4, "approved_document": "文号"}])),
        )
        for code in codes
    ]
    values: dict[str, list[str]] = {}
    attributes = []
    for name in draw(st.lists(st.sampled_from(["a", "b_1", "wish"]), max_size=3, unique=True)):
        values[name] = codes if name == "wish" else draw(st.lists(CODES, min_size=1, max_size=3, unique=True))
        listed = "schools" if name == "wish" else [{"code": c, "label": draw(LABELS)} for c in values[name]]
        attributes.append({"name": name, "label": draw(LABELS), "values": listed})
    draws = []
    for identifier in draw(st.lists(st.sampled_from(["x", "y.1", "z-2"]), min_size=1, max_size=3, unique=True)):
        named = draw(st.lists(st.sampled_from(sorted(values)), max_size=2, unique=True)) if values else []
        who = {n: sorted(draw(st.lists(st.sampled_from(values[n]), min_size=1, unique=True))) for n in named}
        draws.append(draw_of(identifier, draw(st.sampled_from(codes)), **who))
    placed = {d["school"] for d in draws}
    for one in schools:
        if one["code"] not in placed:  # a school without a draw has no places to give
            one |= {"places": 0, "last_place": "NONE"}
    first = any(one["vacancies"] == "PRIORITY_GROUP" for one in schools)
    bundles = {"mixed": "REFUSE", "mixed_attribute": "none", "member_removed": "DISSOLVE"}
    if values and draw(st.booleans()):
        bundles |= {"mixed": "DISSOLVE", "mixed_attribute": draw(st.sampled_from(sorted(values)))}
    show = {"names": "none", "page": draw(st.integers(1, 99)), "singly": draw(st.integers(0, 99))}
    after = after_draw(priority={} if first else "none", reply_days=draw(st.integers(0, 365)))
    kinds = draw(st.lists(st.sampled_from(rules.PRESENT_KINDS), unique=True))
    group = draw(st.integers(1, 9))
    hall = {
        "present": {kind: draw(st.integers(1, 99)) for kind in {"NOTARY", *kinds}},
        "group": group,
        "quorum": draw(st.integers(1, group)),
    }
    return rule_sheet(schools, draws, attributes, bundles=bundles, show=show, hall=hall, after_draw=after)


@given(rule_sheets())
def test_round_trip(value: dict[str, Any]) -> None:
    """SPEC §1: "A reader requires canonical(parse(bytes)) = bytes": rules that are read are written as they were."""
    data = canonical_json(value)
    assert rules.write(rules.read(data)) == data
    assert rules.parse(copy.deepcopy(value)) == rules.read(data)


def test_base_is_sound_form() -> None:
    """The table above starts from a rule sheet that is read and written without change."""
    data = canonical_json(BASE)
    assert rules.write(rules.read(data)) == data
    assert at(BASE, ("draws", 0, "id")) == "x1.b1"


# -- pool.csv ---------------------------------------------------------------------------------------------------------

SHEET = rules_of(
    [school("X1", 1, "SKIP"), school("Y2", 1, "SKIP")],
    [draw_of("x1", "X1", wish=["X1"]), draw_of("y2", "Y2", wish=["Y2"])],
    [{"name": "wish", "label": "志愿", "values": "schools"}],
)
SEAL = digest(b"seal")
LINES = [f"0001,0001,X1,{SEAL}", f"0002,B001,X1,{SEAL}", f"0003,B001,X1,{SEAL}", f"0004,0004,Y2,{SEAL}"]


def pool_csv(*lines: str, header: str = "applicant,unit,wish,seal") -> bytes:
    """A pool.csv of these lines."""
    return "".join(f"{line}\n" for line in (header, *lines)).encode()


def test_pool_round_trip() -> None:
    """SPEC §4: pool.csv is read into columns and written back byte for byte."""
    data = pool_csv(*LINES)
    people = pool.read(data, SHEET)
    assert pool.write(people, SHEET) == data
    assert (people.size("B001"), people.bundles()) == (2, ("B001",))
    assert pool.read(pool_csv(), SHEET).applicants == ()


BAD_POOLS = {
    "another header": pool_csv(*LINES, header="applicant,unit,seal"),
    "not sorted": pool_csv(LINES[1], LINES[0], *LINES[2:]),
    "an applicant twice": pool_csv(LINES[0], *LINES),
    "a lower-case code": pool_csv(LINES[0].replace("0001,0001", "a,a")),
    "a code with a space": pool_csv(LINES[0].replace("0001,0001", "0 1,0 1")),
    "a unit of another": pool_csv(LINES[0].replace("0001,0001", "0001,0009")),
    "a bundle named as an applicant": pool_csv(*(line.replace("B001", "0001") for line in LINES[1:3]), LINES[3])
    + pool_csv(LINES[0]),
    "a bundle with an applicant's code": pool_csv(*(line.replace("B001", "0002") for line in LINES)),
    "an undeclared value": pool_csv(LINES[0].replace("X1", "Z9")),
    "an empty value": pool_csv(LINES[0].replace("X1", "")),
    "a seal too short": pool_csv(LINES[0][:-1]),
    "a seal in capitals": pool_csv(LINES[0][:-64] + SEAL.upper()),
    "a field too many": pool_csv(LINES[0] + ","),
    "CRLF": pool_csv(*LINES).replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("name", BAD_POOLS)
def test_pools_of_other_form_are_refused(name: str) -> None:
    """SPEC §4: "a line an applicant, sorted by applicant, none twice … a bundle's code … is no applicant's code"."""
    with pytest.raises(FormatError, match=r"pool\.csv"):
        pool.read(BAD_POOLS[name], SHEET)


def problems(
    places: list[dict[str, Any]], units: dict[str, str], draws: list[dict[str, Any]] | None = None
) -> list[str]:
    """What soundness says of a pool of applicant -> wish."""
    attribute = {
        "name": "wish",
        "label": "志愿",
        "values": [{"code": "P", "label": "甲"}, {"code": "Q", "label": "乙"}],
    }
    sheet = rules_of(places, draws or [draw_of("x1")], [attribute])
    lines = [f"{a},{a if '/' not in u else u.split('/')[1]},{u.split('/')[0]},{SEAL}" for a, u in sorted(units.items())]
    return soundness.problems(pool.read(pool_csv(*lines), sheet), sheet)


def test_soundness_bundle_members_must_agree() -> None:
    """SPEC §4 sound 2: "members of a bundle agree on every attribute that some draw's who names" (R26)."""
    people = {"1": "P/B", "2": "Q/B"}
    assert problems([school()], people) == []
    draws = [draw_of("x1", "X1", wish=["P"]), draw_of("x2", "X1", wish=["Q"])]
    (said,) = problems([school()], people, draws)
    assert "B" in said
    assert "wish" in said


def test_soundness_everybody_has_a_draw() -> None:
    """SPEC §4 sound 3: "every applicant matches at least one draw"."""
    (said,) = problems([school()], {"1": "P", "2": "Q"}, [draw_of("x1", "X1", wish=["P"])])
    assert "applicant 2" in said


EXTRA = [
    ("OVERFLOW", (3, 2), 2, True), ("OVERFLOW", (3, 2), 1, False), ("OVERFLOW", (), 0, True),
    ("OVERFLOW", (3,), 9, True),
    ("GROW", (3, 2), 3, True), ("GROW", (3, 2), 2, False), ("GROW", (), 0, True), ("GROW", (), 5, True),
    ("SKIP", (2,), 0, True), ("SKIP", (2,), 1, False), ("SPLIT", (2,), 1, False), ("STOP", (2,), 1, False),
    ("STOP", (2,), 0, True),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "sizes", "extra", "sound"), EXTRA)
def test_soundness_of_approved_extra(policy: str, sizes: tuple[int, ...], extra: int, sound: bool) -> None:
    """SPEC §4 sound 4: OVERFLOW needs max(b) − 1, GROW Σ(b − 1), the others exactly none (R8, R25)."""
    people = {f"{b}{i}": f"P/B{b}" for b, size in enumerate(sizes) for i in range(size)} | {"9": "P"}
    document = "文号" if extra else "none"
    said = problems([school(last_place=policy, approved_extra=extra, approved_document=document)], people)
    assert (said == []) is sound
    if policy == "OVERFLOW" and not sound:
        assert "需要核增 2 个计划" in said[0]


def test_requirement_8_example() -> None:
    """R8: plan 50, approved extra 0, policy OVERFLOW with a pair fails before the freeze: "需要核增 1 个计划"."""
    people = {f"{n:03d}": "P" for n in range(50)} | {"A": "P/B", "B1": "P/B"}
    (said,) = problems([school(places=50, last_place="OVERFLOW")], people)
    assert "需要核增 1 个计划" in said


def test_simulator_hall_is_sound() -> None:
    """The hall in memory starts from a sound pool."""
    hall = simulator.Hall()
    assert soundness.problems(pool.read(hall.pool_csv(), hall.rules), hall.rules) == []
