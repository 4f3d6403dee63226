"""The rule sheet: read whole, or every problem with its line (SPEC §3, §4, R1)."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_maker import TEMPLATE, plan, problems

from draw import notice, places, rules, sheet
from draw.errors import InputErrors

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
    rules_ = plan(('batch = ["2"] }', 'batch = ["2", "1"] }')).rules
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
