"""The rule sheet: read whole, or every problem with its line (SPEC §3, §4, R1)."""

import copy
import re
import tomllib
from itertools import product

import pytest
import sheet_maker
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_maker import TEMPLATE, plan, problems
from sheet_maker import admission, attribute, check, nearest, preferences, school, shortlist, text

from draw import notice, rules
from draw.errors import InputErrors
from draw.intake import conditions, places, sheet, sheet_further
from draw.rules.draws import KEYS

TEXT = TEMPLATE.decode()


def faults(text):
    """(line, key) of every problem of a text."""
    return [(p.row, p.column) for p in problems(sheet.read, text.encode(), "session.toml")]


def line(part):
    """The line on which `part` starts in the template."""
    return TEXT.count("\n", 0, TEXT.index(part)) + 1


def test_template_is_read_whole():
    """The template reads without problems, with or without BOM and with CRLF."""
    one = plan()
    assert one.session == "example-2026" and one.columns == {"school": "报名学校", "batch": "批次"}
    assert [p.id for p in one.parties] == ["A1", "N1", "W01", "W02"]
    assert sheet.read(b"\xef\xbb\xbf" + TEMPLATE.replace(b"\n", b"\r\n"), "session.toml") == one
    assert rules.read(rules.write(one.rules)) == one.rules


FAULTS = [
    ('id = "example-2026"', 'id = "Example 2026"', "session.id"),
    ('mode = "rehearsal"', 'mode = "rehersal"', "session.mode"),
    ("2026年示例区初中招生电脑随机派位", " 派位", "session.title"),
    ("2026-07-18T", "2026-02-30T", "session.scheduled"),
    ('"2026-07-18T09:00:00+08:00"', "2026-07-18T09:00:00+08:00", "session.scheduled"),
    ("rehearsals = 0", "rehearsals = -1", "session.rehearsals"),
    ("rehearsals = 0", "rehearsals = 1.0", "session.rehearsals"),
    ("after = []", 'after = ["abc"]', "session.after.1"),
    ("d10x12", "d10x9", "session.dice"),
    ('dice = "d10x12"', 'dice = "none"', "session.dice"),
    ("min_open = 1", "min_open = 3", "session.min_open"),
    ("reveal_seconds = 120", "reveal_seconds = 86401", "session.reveal_seconds"),
    ('id = "W02"', 'id = "W01"', "parties.4.id"),
    ('id = "N1"', 'id = "A2"', "parties"),
    ('phase = "open"', 'phase = "opened"', "parties.3.phase"),
    ("places = 40", "places = true", "schools.1.places"),
    ('approved_document = "none"', 'approved_document = "文1"', "schools.1.approved_document"),
    ('last_place = "SKIP"', 'last_place = "SKPI"', "schools.1.last_place"),
    ('column = "批次"', 'column = "姓名"', "attributes.2.column"),
    ('{ code = "2", label', '{ code = "1", label = "丙" }, { code = "2", label', "attributes.2.values.2.code"),
    ('"学校生源地生源" },', '"对口直升" },', "attributes.2.values.2.label"),
    ('member_removed = "DISSOLVE"', 'member_removed = "GROW"', "bundles.member_removed"),
    ('mixed_attribute = "none"', 'mixed_attribute = "batch"', "bundles.mixed_attribute"),
    ('id = "s1.b2"', 'id = "s1.b1"', "draws.2.id"),
    ('school = "S1"\nquota', 'school = "S2"\nquota', "draws.1.school"),
    ('batch = ["2"] }', 'bach = ["2"] }', "draws.2.who.bach"),
    ('batch = ["2"] }', 'batch = ["3"] }', "draws.2.who.batch.1"),
    ('batch = ["2"] }', "batch = [] }", "draws.2.who.batch"),
    ("page = 10", "page = 0", "show.page"),
    ("singly = 10", "singlly = 10", "show.singlly"),
    ("PARENT = 3", "PARENT = 0", "hall.present.PARENT"),
    ("PARENT = 3", 'PARENT = "3"', "hall.present.PARENT"),
    ("NOTARY = 2,", "NOTORY = 2,", "hall.present.NOTORY"),
    ("{ NOTARY = 2,", "{", "hall.present"),
    ("EXPERT = 1 }", "OPERATOR = 1 }", "hall.present.OPERATOR"),
    ("group = 3", "group = 10", "hall.group"),
    ("quorum = 2", "quorum = 4", "hall.quorum"),
    ("quorum = 2", "quorum = 0", "hall.quorum"),
]


@pytest.mark.parametrize(("old", "new", "column"), FAULTS)
def test_one_fault_one_message_with_its_line(old, new, column):
    """Each single fault gives exactly one problem, at the key and line where it stands."""
    assert old in TEXT
    found = problems(sheet.read, TEXT.replace(old, new, 1).encode(), "session.toml")
    assert [p.column for p in found] == [column]
    if column != "parties":
        assert found[0].row == line(old)
    assert all(p.problem and p.remedy and p.file == "session.toml" for p in found)


def test_r46_who_must_be_there_is_an_object_of_kinds() -> None:
    """R46: "rule sheet lists the kinds required"; another form is told with an example, a group at fault is told once."""
    key, _, problem, remedy = only(hall={"present": ["NOTARY"], "group": 3, "quorum": 2})
    assert key == "hall.present" and "table" in problem and "NOTARY = 2" in remedy
    found = told(hall={"present": {"NOTARY": 1}, "group": 0, "quorum": 9})
    assert [key for key, *_ in found] == ["hall.group"]


def test_r1_no_key_has_a_default():
    """R1: every key of the template that is deleted is missed by name."""
    lines = TEXT.splitlines()
    tried = 0
    for n, one in enumerate(lines):
        key = one.partition(" = ")[0]
        if " = " not in one or not key.isidentifier() or one.count("[") != one.partition("#")[0].count("]"):
            continue
        found = problems(sheet.read, "\n".join([*lines[:n], *lines[n + 1 :]]).encode(), "session.toml")
        assert any(p.column.rpartition(".")[2] == key and "missing" in p.problem for p in found), one
        tried += 1
    assert tried > 40


def test_all_faults_at_once_in_the_order_of_lines():
    """Ten faults in ten places give ten problems, sorted by line."""
    text = TEXT
    picked = [FAULTS[n] for n in (0, 1, 3, 5, 8, 14, 15, 17, 25, 28)]
    for old, new, _ in picked:
        text = text.replace(old, new, 1)
    found = faults(text)
    assert sorted(c for _, c in found) == sorted(c for _, _, c in picked)
    assert found == sorted(found, key=lambda f: f[0])


@pytest.mark.parametrize(
    ("typed", "meant"), [("SKPI", "SKIP"), ("skip", "SKIP"), ("OVERFLOWS", "OVERFLOW"), ("SPLITT", "SPLIT")]
)
def test_typos_get_the_nearest_value(typed, meant):
    """A mistyped switch is answered with the nearest allowed word."""
    (found,) = problems(sheet.read, TEXT.replace('"SKIP"', f'"{typed}"').encode(), "session.toml")
    assert f"did you mean {meant}?" in found.remedy


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"", 1),
        (b"\xff\xfe", 1),
        (b"[session\n", 1),
        (b'format = "sheet1"\nformat = "sheet1"\n', 2),
        (b"a = 1\nb = ", 2),
        (b"x = " + b"[" * 5000, 1),
        (b"x = " + b"1" * 5000, 1),
        ("a=1\n# 名册".encode("gb18030"), 2),
        (b"\x00", 1),
    ],
)
def test_what_is_no_toml_is_one_problem(data, row):
    """Bytes that are no TOML at all give a problem with a line, never a traceback."""
    assert problems(sheet.read, data, "session.toml")[0].row == row


def test_who_is_put_in_order():
    """The values of a who may be written in any order; rules.json has them sorted (SPEC §4)."""
    both = ('follows = []\nschool = "S1"\nquota', 'follows = ["s1.b1"]\nschool = "S1"\nquota')
    text = TEXT[: TEXT.index('id = "s1.b2"')] + TEXT[TEXT.index('id = "s1.b2"') :].replace(*both, 1)
    rules_ = sheet.read(text.replace('batch = ["2"] }', 'batch = ["2", "1"] }').encode(), "session.toml").rules
    assert rules_.draws[1].who == (("batch", ("1", "2")), ("school", ("S1",)))


def test_beacon():
    """A beacon is a table of chain and round; a bad round is told at its key."""
    chain = "5" * 64
    one = plan(
        ('beacon = "none"', f'beacon = {{ chain = "{chain}", round = 7 }}'), ('dice = "d10x12"', 'dice = "none"')
    )
    assert one.beacon == notice.Beacon(chain=chain, round=7)
    assert [c for _, c in faults(TEXT.replace('beacon = "none"', f'beacon = {{ chain = "{chain}", round = 0 }}'))] == [
        "session.beacon.round"
    ]


def test_locator_knows_every_form_of_toml():
    """Line numbers are right for dotted and quoted keys, sub-tables, multi-line strings and arrays."""
    text = (
        'a.b = 1\n"c d".e = """\nx\\"""\n"""\n'
        "f = [\n 1, # [\n { g = 2 },\n]\n[[h]]\ni = '''\n'''\n[h.j]\nk = 1979-05-27 07:32:00\n[[h]]\nl = 1\n"
    )
    tomllib.loads(text)
    lines = places.locate(text)
    wanted = {
        ("a", "b"): 1,
        ("c d", "e"): 2,
        ("f",): 5,
        ("f", 0): 6,
        ("f", 1, "g"): 7,
        ("h", 0): 9,
        ("h", 0, "i"): 10,
        ("h", 0, "j", "k"): 13,
        ("h", 1, "l"): 15,
    }
    assert {path: lines.get(path) for path in wanted} == wanted
    assert places.line_of(lines, ("h", 1, "unknown")) == 14 and places.line_of(lines, ("z",)) == 1


def as_notice(one):
    """A notice.json value with what the sheet decides."""
    beacon = "none" if one.beacon is None else {"chain": one.beacon.chain, "round": one.beacon.round}
    return {
        "format": "notice1",
        "session": one.session,
        "mode": str(one.mode),
        "title": one.title,
        "authority": one.authority,
        "scheduled": one.scheduled,
        "attempt": 1,
        "version": 1,
        "previous": "none",
        "after": list(one.after),
        "rehearsals": one.rehearsals,
        "pool": "0" * 64,
        "applicants": 0,
        "units": 0,
        "roster": "0" * 64,
        "removed": "none",
        "rules": "0" * 64,
        "program": "0" * 64,
        "signer": "1" * 64,
        "amender": "2" * 64,
        "parties": [{"id": p.id, "name": p.name, "phase": str(p.phase)} for p in one.parties],
        "min_open": one.min_open,
        "reveal_seconds": one.reveal_seconds,
        "dice": one.dice,
        "beacon": beacon,
        "draws": [d.id for d in one.rules.draws],
    }


PIECES = [
    "0",
    "-1",
    "2.5",
    "true",
    '""',
    '"none"',
    '"S1"',
    "[]",
    "{}",
    '"d6x40"',
    "99999999999999999",
    '["1"]',
    '"1"',
    "1",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, TEXT.count("\n") - 1), st.sampled_from(PIECES)), min_size=1, max_size=3))
def test_what_passes_here_passes_everywhere(edits):
    """Whatever a person puts behind a key is either a listed problem, or accepted by rules.py and notice.py as well."""
    lines = TEXT.splitlines()
    for n, piece in edits:
        key, sign, _ = lines[n].partition(" = ")
        if sign and key.isidentifier():
            lines[n] = f"{key} = {piece}"
    try:
        one = sheet.read("\n".join(lines).encode(), "session.toml")
    except InputErrors as errors:
        assert all(p.problem and p.remedy and p.row >= 1 for p in errors.problems)
        return
    notice.read(notice.write(notice.parse(as_notice(one))))
    assert rules.read(rules.write(one.rules)) == one.rules


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.text(max_size=4), st.integers(0, 30))
def test_fuzzed_sheets_never_break(at, put, gone):
    """Any splice into the template reads, or raises InputErrors and nothing else."""
    try:
        sheet.read((TEXT[:at] + put + TEXT[at + gone :]).encode("utf-8", "replace"), "session.toml")
    except InputErrors as errors:
        assert errors.problems


# -- the tables beside the draws -----------------------------------------------------------------------------------------

BATCH = attribute("batch", "1", "2")
WISH = attribute("wish", values="schools")
FIRST, SECOND = attribute("first", values="preferences"), attribute("second", values="preferences")
FAMILY = attribute("family", values="codes")
AREA = attribute("area", "A", "B")
TWO = [school("S1"), school("S2")]


def told(**changes):
    """(key, line's text, problem, remedy) of every problem of a sheet with these changes."""
    whole = text(**changes)
    lines = whole.split("\n")
    found = problems(sheet.read, whole.encode(), "session.toml")
    return [(p.column, lines[p.row - 1], p.problem, p.remedy) for p in found]


def only(**changes):
    """The one problem of a sheet with these changes."""
    (found,) = told(**changes)
    return found


def test_every_kind_of_draw_is_read():
    """SPEC §4: admission, shortlist, preferences and nearest with all their keys give the rules of rules.json."""
    one = sheet_maker.read(
        schools=[school("S1"), school("S2", last_place="NONE"), school("S3", last_place="NONE")],
        attributes=[FIRST, SECOND, FAMILY, AREA, BATCH],
        draws=[
            admission("s1", batch=["1"]),
            shortlist("list", "S3", batch=["2"], first=["S3"]),
            preferences("zone", ["S1", "S2"], ["first", "second"], adjust="family", follows=["s1", "list"]),
            nearest("rest", ["S2", "S1"], ["A", "B"], follows=["s1", "list", "zone"]),
        ],
        outside=[{"group": "烈士子女", "school": "S1", "count": 2, "document": "教〔2026〕1号"}],
        blocks="none",
    )
    assert [d.kind for d in one.rules.draws] == ["admission", "shortlist", "preferences", "nearest"]
    assert one.rules.draws[3].distances == {a: {"S2": 100, "S1": 200} for a in "AB"}
    assert rules.read(rules.write(one.rules)) == one.rules


def test_terms_around_the_draws_are_read():
    """Blocks, carry, lists, checks, priority: each arrives in rules.json, lists and lines beside it."""
    one = sheet_maker.read(
        attributes=[WISH, FAMILY, BATCH],
        schools=[school("S1", vacancies="PRIORITY_GROUP")],
        blocks={"block": "family", "school": "wish", "governs": "DRAW"},
        carry={"admitted": "BARRED", "applicants": "ANY", "abstained": "OUT", "places": "LEFT"},
        session=sheet_maker.value()["session"] | {"after": ["5" * 64]},
        lists={"民办": "minban.csv"},
        eligibility=[check("list", "身份证号", name="民办", bars="AGREED", who={"batch": ["2", "1"]})],
        after_draw=sheet_maker.value()["after_draw"] | {"priority": {"batch": ["2", "1"]}},
    )
    assert one.lists == {"民办": "minban.csv"} and one.rules.eligibility[0].who == (("batch", ("1", "2")),)
    assert one.rules.after_draw.priority == (("batch", ("1", "2")),)
    assert one.rules.blocks.governs == "DRAW" and one.rules.carry.abstained == "OUT"
    assert rules.read(rules.write(one.rules)) == one.rules


MISSING = [
    ("corrections", ("SIGNED_LIST", "REFUSE"), {}),
    ("governs", ("BLOCK", "DRAW"), {"blocks": {"block": "family", "school": "wish"}}),
    ("last_place", ("SKIP", "OVERFLOW", "GROW", "SPLIT", "STOP", "NONE"), {}),
    ("vacancies", ("RANKED", "PRIORITY_GROUP"), {}),
    ("no_show", ("FORFEIT", "BOUND"), {}),
    ("member_struck", ("REST_STAY", "ALL_LEAVE"), {}),
    ("method", ("PREFERENCE_FIRST", "NUMBER_FIRST"), {}),
    ("unlisted", ("NONE", "ANY"), {}),
    ("short", ("REFUSE", "DRAW"), {}),
    ("absent", ("NEXT", "NONE"), {}),
    ("edge", ("INCLUSIVE", "EXCLUSIVE"), {}),
    ("counted", ("FROM_USE", "AFTER_USE"), {}),
    ("missing", ("FAILS", "REFUSE"), {}),
    ("marginal", ("LOT", "batch"), {}),
]


@pytest.mark.parametrize(("key", "words", "changes"), MISSING, ids=[m[0] for m in MISSING])
def test_r1_a_missing_switch_is_told_with_its_words(key, words, changes):
    """R1: "no switch may have a silent default": each is missed by name, with the words to choose from."""
    whole = text(
        schools=[school("S1"), school("S2", last_place="NONE"), school("S3", last_place="NONE")],
        attributes=[WISH, FIRST, SECOND, FAMILY, AREA, BATCH],
        lists={"住房": "zhufang.csv"},
        eligibility=[
            check("date", earliest="none", latest="2026-06-30", edge="INCLUSIVE"),
            check("dwelling", name="住房", year=2026, years=3, counted="FROM_USE", shared="REFUSE"),
        ],
        draws=[
            admission("s1", batch=["1"]) | {"each": ["wish"], "marginal": "LOT", "school": "each"},
            shortlist("list", "S3"),
            preferences("zone", ["S1", "S2"], ["first", "second"]),
            nearest("rest", ["S2"], ["A", "B"]),
        ],
        **changes,
    ).split("\n")
    lines = [line for line in whole if not line.startswith((f'"{key}" =', f"{key} ="))]
    inner = [re.sub(rf', "{key}" = "[A-Z_]+"|(?<=\{{ )"{key}" = "[A-Z_]+", ', "", line) for line in lines]
    found = problems(sheet.read, "\n".join(inner).encode(), "session.toml")
    missed = [p for p in found if p.column.rpartition(".")[2] == key and "missing" in p.problem]
    assert missed and all(word in missed[0].remedy for word in words)


TERMS = [
    ({"attributes": [BATCH], "blocks": {"block": "batch", "school": "batch", "governs": "DRAW"}}, "blocks.block"),
    ({"blocks": 3}, "blocks"),
    ({"carry": {"admitted": "BARRED"}}, "carry.applicants"),
    ({"outside": [{"group": "甲", "school": "S9", "count": 1, "document": "文"}]}, "outside.1.school"),
    ({"outside": [{"group": "甲", "school": "S1", "count": 0, "document": "文"}]}, "outside.1.count"),
    ({"lists": {"民办": "minban.csv"}}, "lists.民办"),
    ({"lists": 1}, "lists"),
    ({"eligibility": [check("list", name="民办", bars="APPLIED")]}, "eligibility.1.test.name"),
    (
        {"eligibility": [check("list", name="民办", bars="APPLIED")], "lists": {"民办": "../minban.csv"}},
        "lists.民办",
    ),
    ({"eligibility": [check("list", name="民", bars="APPLIED")], "lists": {"民": "roster.csv"}}, "lists.民"),
    ({"eligibility": [check("date", earliest="none", latest="none", edge="INCLUSIVE")]}, "eligibility.1.test.latest"),
    (
        {"eligibility": [check("date", earliest="2026-02-01", latest="2026-01-01", edge="INCLUSIVE")]},
        "eligibility.1.test.latest",
    ),
    (
        {"eligibility": [check("date", earliest="2026-02-30", latest="none", edge="INCLUSIVE")]},
        "eligibility.1.test.earliest",
    ),
    ({"eligibility": [check("value", allowed=[])]}, "eligibility.1.test.allowed"),
    ({"eligibility": [check("value", allowed=["是", "是"])]}, "eligibility.1.test.allowed.2"),
    ({"eligibility": [check("value", allowed=[" 是"])]}, "eligibility.1.test.allowed.1"),
    ({"eligibility": [check("presents")]}, "eligibility.1.test.kind"),
    ({"eligibility": [check("present", "none")]}, "eligibility.1.column"),
    ({"eligibility": [check("present", fails="CORRECTED")]}, "eligibility.1.fails"),
    ({"eligibility": [check("present", who={"batch": ["1"]})]}, "eligibility.1.who.batch"),
    ({"after_draw": sheet_maker.value()["after_draw"] | {"leave_days": 7}}, "after_draw.leave_days"),
    ({"after_draw": sheet_maker.value()["after_draw"] | {"report_by": "2026-8-1"}}, "after_draw.report_by"),
    ({"after_draw": sheet_maker.value()["after_draw"] | {"priority": {}}}, "after_draw.priority"),
    ({"schools": [school(vacancies="PRIORITY_GROUP")]}, "after_draw.priority"),
    ({"attributes": [FAMILY | {"name": "a"}], "draws": [admission("s1", a=["X"])]}, "draws.1.who.a"),
    ({"schools": [school(name="无")]}, "schools.1.name"),
    ({"schools": [school(code="NONE")], "draws": [admission("s1", "NONE")]}, "schools.1.code"),
    ({"attributes": [attribute("a", values="codex")]}, "attributes.1.values"),
    ({"draws": [admission("s1") | {"quota": {"places": -1}}]}, "draws.1.quota.places"),
    ({"draws": [admission("s1") | {"quota": {"percent": 101, "rounding": "FLOOR"}}]}, "draws.1.quota.percent"),
    ({"draws": [admission("s1") | {"quota": 3}]}, "draws.1.quota"),
    ({"draws": [admission("s1") | {"kind": "admision"}]}, "draws.1.kind"),
    ({"draws": [admission("s1", follows=["s1"])]}, "draws.1.follows.1"),
    ({"attributes": [AREA], "draws": [preferences("p", ["S1"], ["area"])]}, "draws.1.preferences.1"),
    ({"attributes": [FIRST], "draws": [preferences("p", ["S9"], ["first"])]}, "draws.1.schools.1"),
    ({"attributes": [FIRST], "draws": [preferences("p", ["S1"], ["first"], adjust="first")]}, "draws.1.adjust"),
    ({"attributes": [AREA], "draws": [nearest("n", ["S1"], ["A"])]}, "draws.1.distances.B"),
    ({"draws": [admission("s1") | {"school": "each"}]}, "draws.1.school"),
    ({"draws": [admission("s1") | {"each": [], "marginal": "LOT"}]}, "draws.1.each"),
    (
        {"attributes": [BATCH], "draws": [admission("s1") | {"each": ["batch"], "marginal": "batch"}]},
        "draws.1.marginal",
    ),
]


@pytest.mark.parametrize(("changes", "column"), TERMS, ids=[f"{n}-{c}" for n, (_, c) in enumerate(TERMS)])
def test_faults_of_the_new_tables(changes, column):
    """Each fault of a term, a check or a draw is told at its key, with its line, in both languages."""
    found = told(**changes)
    assert column in [c for c, *_ in found], found
    assert len({c for c, *_ in found}) == {"carry.applicants": 4, "blocks.block": 2}.get(column, 1), found
    for key, line_text, problem, remedy in found:
        assert problem.isascii() is False and re.search("[a-z]{3}", problem) and remedy
        assert any(part in line_text for part in key.split(".") if not part.isdigit()), (key, line_text)


def examples():
    """The tables that stand as comments at the end of the template."""
    lines = TEXT[TEXT.index("# ---- 例子") :].splitlines()
    return tomllib.loads("\n".join(one[2:] for one in lines if re.match(r"# (\[\[|[a-z]+ = )", one)))


def test_the_examples_of_the_template_are_sound():
    """House style 16: examples run as tests: every commented table of the template reads once its # is taken away."""
    found = examples()
    wishes = [attribute(f"wish{n}", values="preferences") for n in (1, 2)]
    kinds = [attribute("school", values="schools"), BATCH, *wishes, attribute("area", "A1", "A2")]
    assert {c["test"]["kind"] for c in found["eligibility"]} == {"date", "present", "list", "dwelling", "apart"}
    further = [d for d in found["draws"] if d["kind"] in sheet_further.SWITCHES]
    assert {d["kind"] for d in found["draws"]} == set(KEYS)
    found["draws"] = [d for d in found["draws"] if d not in further]
    lists = {"民办录取": "minban.csv", "住房学位": "zhufang.csv"}
    rest = {c["label"]: c for c in found["eligibility"]}
    one = sheet_maker.read(attributes=kinds, lists=lists, eligibility=list(rest.values()))
    assert [c.label for c in one.rules.eligibility] == list(rest)
    for drawn in found["draws"]:
        last = "SKIP" if drawn["kind"] == "admission" else "NONE"
        pair = "schools" in drawn or drawn["school"] == "each"
        schools = [school(code, last_place=last) for code in (("S1", "S2") if pair else ("S1",))]
        known = kinds if pair else [a for a in kinds if a["values"] not in ("schools", "preferences")]
        who = {} if pair else {"batch": ["1", "2"]}
        changed = drawn | {"follows": [], "who": who}
        assert sheet_maker.read(schools=schools, attributes=known, draws=[changed]).rules.draws[0].kind == drawn["kind"]
    listed = [attribute(name, *codes) for name, *codes in
              (["sex", "M", "F"], ["primary", "P1", "P3"], ["balance", "A"], ["seating", "A"], ["height", "A", "B"])]  # fmt: skip
    listed += [attribute(name, values="codes") for name in ("apart", "recusal")]
    for ids in (["witness", "quota"], ["counts", "cohort"], ["classes", "teams", "seats"], ["late"]):
        drawn = [d for d in further if d["id"] in ids]
        schools = [school(code, last_place="NONE") for code in (("S1", "S2") if "counts" in ids else ("S1",))]
        known = [] if "quota" in ids else listed
        assert [d.id for d in sheet_maker.read(schools=schools, attributes=known, draws=drawn).rules.draws] == ids


# -- one table, many draws ---------------------------------------------------------------------------------------------


def test_r22_shorthand_is_written_out():
    """SPEC §5: one draw a combination, the last attribute fastest; values go to who, id and title; follows names tables."""
    one = sheet_maker.read(
        schools=TWO,
        attributes=[WISH, BATCH, attribute("years", "Y6", "Y3")],
        draws=[
            admission("t", batch=["1"]) | {"each": ["wish"], "marginal": "years", "school": "each"},
            admission("rest") | {"each": ["wish"], "marginal": "LOT", "school": "each", "follows": ["t"]},
        ],
    )
    drawn = one.rules.draws
    assert [d.id for d in drawn] == ["t.s1.y6", "t.s1.y3", "t.s2.y6", "t.s2.y3", "rest.s1", "rest.s2"]
    assert drawn[1].title == "派位t · S1校 · 值Y3" and drawn[3].schools == ("S2",)
    assert drawn[1].who == (("batch", ("1",)), ("wish", ("S1",)), ("years", ("Y3",)))
    assert drawn[5].follows == ("t.s1.y6", "t.s1.y3", "t.s2.y6", "t.s2.y3")
    assert one.lines["draw t.s2.y3"] == one.lines["draw t.s1.y6"]


def test_shorthand_takes_the_values_that_who_leaves():
    """A who that names an attribute of each narrows it: a district may have one school with rules of its own."""
    one = sheet_maker.read(
        schools=TWO,
        attributes=[WISH],
        draws=[
            admission("t", wish=["S2"]) | {"each": ["wish"], "marginal": "LOT", "school": "each"},
            admission("u", "S1", wish=["S1"]),
        ],
    )
    assert [d.id for d in one.rules.draws] == ["t.s2", "u"]


def test_shorthand_stays_within_the_forms():
    """Ids over 64 characters, one id from two tables, and more draws than can be read out are told at their table."""
    each = {"each": ["batch"], "marginal": "LOT"}
    long = only(attributes=[BATCH], draws=[admission("x" * 63) | each])
    assert long[0] == "draws.1.id" and "too long" in long[2]
    twice = only(attributes=[BATCH], draws=[admission("x") | each, admission("x.1")])
    assert twice[0] == "draws.2.id" and "another table" in twice[2]
    many = [attribute(f"a{n}", *(str(m) for m in range(30))) for n in range(4)]
    found = only(attributes=many, draws=[admission("x") | {"each": ["a0", "a1", "a2", "a3"], "marginal": "LOT"}])
    assert found[0] == "draws.1.each" and "5000" in found[2]


# -- sheets that contradict themselves ---------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["OVERFLOW", "GROW"])
def test_r8_over_plan_without_an_approved_extra(policy):
    """R8: "plan 50, approved extra 0, policy OVERFLOW -> rule-sheet check fails before freeze: 需要核增 1 个计划"."""
    key, line_text, problem, remedy = only(schools=[school(places=50, last_place=policy)])
    assert key == "schools.1.approved_extra" and line_text == '"approved_extra" = 0'
    assert policy in problem and "需要核增 1 个计划" in remedy and "SKIP" in remedy


def test_r8_an_approved_extra_that_nothing_uses():
    """R8: SKIP never goes over plan, so an approved extra is a contradiction; with adjust it is none."""
    extra = {"approved_extra": 1, "approved_document": "文1"}
    key, line_text, _, remedy = only(schools=[school(**extra)])
    assert (key, line_text) == ("schools.1.approved_extra", '"approved_extra" = 1') and "set it to 0" in remedy
    draws = [preferences("p", ["S1"], ["first"], adjust="family")]
    sheet_maker.read(schools=[school(last_place="NONE", **extra)], attributes=[FIRST, FAMILY], draws=draws)


def test_r23_quotas_above_places():
    """SPEC §4 sound 5: "the fixed quotas of a school's draws sum to at most its places": told at the quota that is too much."""
    draws = [
        admission("a", batch=["1"]) | {"quota": {"places": 2}},
        admission("b", batch=["2"]) | {"quota": {"places": 2}},
    ]
    key, line_text, problem, remedy = only(attributes=[BATCH], draws=draws)
    assert key == "draws.2.quota" and line_text == '"quota" = { "places" = 2 }' and "4" in problem and "1" in remedy


def test_a_school_that_no_draw_names():
    """A school with places needs a draw; one without places that children may choose is a choice that leads nowhere."""
    key, line_text, _, remedy = only(schools=TWO)
    assert (key, line_text) == ("schools.2.places", '"places" = 3') and "add a draw" in remedy
    draws = [preferences("p", ["S1"], ["first"])]
    schools = [school("S1", last_place="NONE"), school("S2", 0, "NONE")]
    key, line_text, problem, remedy = only(schools=schools, attributes=[FIRST], draws=draws)
    assert (key, line_text) == ("schools.2.code", '"code" = "S2"')
    assert "first" in problem and "delete the school" in remedy
    sheet_maker.read(schools=[school("S1"), school("S2", 0, "NONE")])  # nobody chooses: it may stand there


def test_last_place_goes_with_admission():
    """SPEC §4: last_place is NONE exactly when no draw of kind admission is at the school."""
    assert only(schools=[school(last_place="NONE")])[:2] == ("schools.1.last_place", '"last_place" = "NONE"')
    key, line_text, _, remedy = only(draws=[shortlist("l")])
    assert (key, line_text) == ("schools.1.last_place", '"last_place" = "SKIP"') and "NONE" in remedy


def test_a_shortlisted_school_has_no_other_draw():
    """SPEC §4: a shortlist's school is one "which no other draw names"."""
    draws = [shortlist("l", batch=["1"]), admission("a", batch=["2"])]
    key, line_text, _, remedy = only(attributes=[BATCH], draws=draws)
    assert (key, line_text) == ("draws.2.school", '"school" = "S1"') and "delete one" in remedy


def test_a_batch_that_nobody_can_be_in():
    """A value that every draw leaves out is told at the value: delete it, or add a draw."""
    key, line_text, problem, remedy = only(attributes=[BATCH], draws=[admission("a", batch=["1"])])
    assert key == "attributes.1.values.2" and line_text.startswith('"values"')
    assert "batch = 2" in problem and "delete the value" in remedy


def test_a_draw_that_nobody_can_be_in():
    """R21: a check of kind apart that bars everybody of a draw makes it a draw of nobody."""
    draws = [admission("a", batch=["1"]), admission("b", batch=["2"], area=["A"])]
    draws[1]["follows"] = ["a"]
    apart = check("apart", "none", who={"batch": ["2"]}, **{"with": {"area": ["A"]}})
    found = told(attributes=[BATCH, AREA], draws=draws, eligibility=[apart])
    assert [f[0] for f in found] == ["draws.2.who"] and "delete the draw" in found[0][3]


def test_apart_that_can_never_hold():
    """A check of kind apart whose two conditions exclude one another bars nobody."""
    apart = check("apart", "none", who={"batch": ["2"]}, **{"with": {"batch": ["1"]}})
    key, line_text, _, remedy = only(attributes=[BATCH], draws=[admission("a")], eligibility=[apart])
    assert key == "eligibility.1.test.with" and line_text.startswith('"test"') and "delete the check" in remedy


def test_two_procedures_claim_one_child():
    """SPEC §4 sound 3: two draws that can take one child are refused unless the later follows the earlier."""
    draws = [
        admission("a", batch=["1"]),
        admission("b", "S2", area=["A"]),
        admission("c", "S2", area=["B"], batch=["2"]),
    ]
    changes = {"schools": TWO, "attributes": [BATCH, AREA]}
    key, line_text, problem, remedy = only(**changes, draws=draws)
    assert (key, line_text) == ("draws.2.follows", '"follows" = []')
    assert "two procedures claim one child" in problem and "batch=1 area=A" in problem and "follows" in remedy
    draws[1]["follows"] = ["a"]
    assert sheet_maker.read(**changes, draws=draws).rules.draws[1].follows == ("a",)


def test_r21_apart_keeps_two_procedures_apart():
    """R21: two draws may overlap on paper if a check keeps out whoever applies for both."""
    draws = [admission("a", batch=["1"]), admission("b", "S2", area=["A"])]
    apart = check("apart", "none", fails="REFUSE", who={"batch": ["1"]}, **{"with": {"area": ["A"]}})
    changes = {"schools": TWO, "attributes": [BATCH, AREA | {"values": AREA["values"][:1]}]}
    assert told(**changes, draws=draws)
    found = told(**changes, draws=draws, eligibility=[apart])
    assert [f[0] for f in found] == ["draws.1.who"]  # with one area only, nobody is left for the first draw
    changes["attributes"] = [attribute("batch", "1", "2"), AREA]
    draws[1]["who"] = {"area": ["A"]}
    draws.append(admission("c", "S1", batch=["2"], area=["B"]))
    assert sheet_maker.read(**changes, draws=draws, eligibility=[apart])


def test_after_and_carry_go_together():
    """SPEC §4: carry is "none" exactly when the session continues no other."""
    session = sheet_maker.value()["session"]
    key, line_text, _, remedy = only(session=session | {"after": ["5" * 64]})
    assert (key, line_text) == ("carry", 'carry = "none"') and "BARRED | FREE" in remedy
    carry = {"admitted": "BARRED", "applicants": "UNPLACED", "abstained": "OUT", "places": "OWN"}
    key, line_text, _, remedy = only(carry=carry)
    assert key == "carry" and line_text.startswith("carry = {") and '"none"' in remedy


def test_contradictions_come_with_the_faults_of_other_tables():
    """All at once: a bad page size does not hide two procedures that claim one child."""
    found = told(
        schools=TWO, draws=[admission("a"), admission("b", "S2")], show={"names": "masked", "page": 0, "singly": 1}
    )
    assert [f[0] for f in found] == ["draws.2.follows", "show.page"]
    found = told(
        schools=[school(last_place="OVERFLOW"), school("S2")],
        attributes=[BATCH],
        draws=[admission("a", batch=["1"]), admission("b", batch=["1"])],
    )
    assert [f[0] for f in found] == [
        "schools.1.approved_extra", "schools.2.places", "attributes.1.values.2", "draws.2.follows",
    ]  # fmt: skip


CODES3 = st.lists(st.sampled_from("123"), min_size=1, unique=True)
WHO = st.fixed_dictionaries({}, optional={"p": CODES3, "q": CODES3, "r": CODES3})


@given(st.lists(WHO, min_size=1, max_size=5), st.lists(st.tuples(WHO, WHO), max_size=2), WHO)
def test_boxes_are_what_listing_all_children_says(whos, apart, whole):
    """conditions: overlap and cover are exactly what going through every combination of values finds."""
    codes = dict.fromkeys("pqr", ("1", "2", "3"))
    children = [dict(zip("pqr", values, strict=True)) for values in product("123", repeat=3)]

    def match(who, child):
        return all(child[name] in allowed for name, allowed in who.items())

    found = conditions.overlaps([conditions.box(w) for w in whos])
    for n, one in enumerate(whos):
        assert found[n] == [m for m in range(n) if any(match(one, c) and match(whos[m], c) for c in children)]
    both = [(one, other) for one, other in apart if any(match(one, c) and match(other, c) for c in children)]
    boxes = [conditions.meet(conditions.box(one), conditions.box(other)) for one, other in both]
    left = [c for c in children if match(whole, c) and not any(match(a, c) and match(b, c) for a, b in both)]
    part = conditions.outside(conditions.box(whole), boxes, codes)
    assert (part is None) == (not left)
    if part is not None:
        assert all(c in left for c in children if match(part, c)) and any(match(part, c) for c in children)


PARTS = {
    "schools": [
        TWO,
        [school("S1", last_place="NONE"), school("S2", 0)],
        [school("S1", last_place="GROW"), school("S2")],
    ],
    "attributes": [[BATCH, WISH, FIRST, SECOND, FAMILY, AREA]],
    "draws": [
        [admission("a", batch=["1"]), admission("b", "S2", batch=["2"])],
        [preferences("p", ["S1", "S2"], ["first", "second"], adjust="family")],
        [nearest("n", ["S1", "S2"], ["A", "B"]), admission("a", "S1", follows=["n"])],
        [admission("t") | {"each": ["wish", "batch"], "marginal": "area", "school": "each"}],
        [shortlist("l", "S1", batch=["1"]), shortlist("m", "S2", batch=["2"])],
    ],
    "eligibility": [[], [check("apart", "none", who={"batch": ["1"]}, **{"with": {"area": ["A"]}}), check("present")]],
    "blocks": ["none", {"block": "family", "school": "wish", "governs": "BLOCK"}],
    "outside": [[], [{"group": "甲", "school": "S1", "count": 1, "document": "文"}]],
}
VALUES = [
    0,
    2,
    "none",
    "NONE",
    "S1",
    "S9",
    "ANY",
    "SPLIT",
    [],
    ["S1"],
    ["first"],
    {},
    {"batch": ["1"]},
    {"places": 9},
    True,
]


@st.composite
def edited(draw):
    """A sheet of some parts with a few values replaced anywhere."""
    one = sheet_maker.value(**{key: draw(st.sampled_from(options)) for key, options in PARTS.items()})
    one = copy.deepcopy(one)
    for _ in range(draw(st.integers(0, 3))):
        table = one[draw(st.sampled_from(["schools", "draws", "eligibility", "attributes", "after_draw", "bundles"]))]
        if isinstance(table, list):
            if not table:
                continue
            table = draw(st.sampled_from(table))
        table[draw(st.sampled_from(sorted(table)))] = draw(st.sampled_from(VALUES))
    return one


@settings(max_examples=300, deadline=None)
@given(edited())
def test_whatever_passes_the_sheet_passes_rules_json(one):
    """draw/intake/sheet.py: "Whatever passes here never fails in rules.parse"; a fault is listed, with a line that exists."""
    whole = sheet_maker.text_of(one)
    try:
        parsed = sheet.read(whole.encode(), "session.toml")
    except InputErrors as errors:
        for p in errors.problems:
            assert p.problem and p.remedy and 1 <= p.row <= whole.count("\n") and "please report" not in p.remedy, p
        return
    assert rules.read(rules.write(parsed.rules)) == parsed.rules
