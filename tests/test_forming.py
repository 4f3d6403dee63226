"""From the roster to the pool: removals, bundles, codes, salts, seals, the notary's check (SPEC §5, R3-R8, R24-R26)."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_maker import (
    HEADER,
    TEMPLATE,
    child,
    csv_bytes,
    form,
    identity,
    plan,
    pool_bytes,
    problems,
    salt,
    xlsx_bytes,
)

from draw import hashing, pool
from draw.edges import tables
from draw.errors import DrawError, FormatError
from draw.intake import forming, roster
from draw.intake.cells import check_digit

DISSOLVE = (('mixed = "REFUSE"', 'mixed = "DISSOLVE"'), ('mixed_attribute = "none"', 'mixed_attribute = "batch"'))
LOWER = (('mixed = "REFUSE"', 'mixed = "LOWER"'), ('mixed_attribute = "none"', 'mixed_attribute = "batch"'))
SHRINK = (('member_removed = "DISSOLVE"', 'member_removed = "SHRINK"'),)
SPLIT = (('last_place = "SKIP"', 'last_place = "SPLIT"'),)


def units(formed):
    """Unit -> its registration numbers."""
    found = {}
    for row in forming.read_roster_csv(formed.roster_csv):
        found.setdefault(row.unit, []).append(row.registration_no)
    return found


def test_r3_worked_example():
    """R3: of ten, one 直升 and one 提前录取 leave; eight stay, and the removal list has two counts."""
    rows = [child(n) for n in range(1, 9)] + [child(9, h="DIRECT"), child(10, h="提前录取")]
    formed = form(rows)
    assert len(formed.pool.applicants) == 8
    assert formed.removed_csv == b"reason,count\nDIRECT,1\nPRE_ADMITTED,1\n"
    assert form(rows[:8]).removed_csv is None


def test_r4_a_cut_off_child_leaves_with_its_reason():
    """R4: eligibility was decided before; the roster only carries the reason CUTOFF."""
    assert form([child(1), child(2, h="CUTOFF")]).removed_csv == b"reason,count\nCUTOFF,1\n"


def test_r5_worked_example():
    """R5: the same child typed twice is one applicant."""
    number = next(i for i in (identity(n) for n in range(1000)) if i.endswith("X"))
    rows = [child(1, d=number.lower()), child(1, d=number), child(2)]
    assert len(form(rows).pool.applicants) == 2


FORMS = {
    "shuffled": lambda rows: csv_bytes(random.Random(1).sample(rows, len(rows))),
    "gb18030": lambda rows: csv_bytes(rows, "gb18030"),
    "bom": lambda rows: csv_bytes(rows, "utf-8-sig"),
    "xlsx_text": lambda rows: xlsx_bytes(rows, title="2026年名册", blanks=5),
    "xlsx_numbers": lambda rows: xlsx_bytes([[*r[:5], int(r[5]), *r[6:]] for r in rows[::-1]], blanks=2),
    "full_width": lambda rows: csv_bytes(
        [["".join(map(wide, c)) if i in (0, 3, 5) else c for i, c in enumerate(r)] for r in rows]
    ),
    "labels": lambda rows: csv_bytes([[*r[:4], "示例区第一初级中学", *r[5:]] for r in rows]),
    "padded": lambda rows: csv_bytes([[f" {c}\u3000" for c in r] for r in rows]),
    "columns_moved": lambda rows: csv_bytes([r[::-1] for r in rows], header=HEADER[::-1]),
    "repeated": lambda rows: csv_bytes([*rows, rows[3]]),
}


def wide(c):
    """The full-width form of a digit or capital."""
    return chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c


@pytest.mark.parametrize("name", FORMS)
def test_r7_every_form_of_the_roster_gives_the_same_pool_bytes(name):
    """R7: row order, encoding, file type, number cells, width and blanks do not change one byte of the pool."""
    rows = [child(n, f=str(n % 2 + 1)) for n in range(1, 40)]
    for n, group in ((4, "D1"), (6, "D1"), (11, "D2"), (13, "D2"), (15, "D2")):
        rows[n][6] = group
    rows[20][7] = "WITHDRAWN"
    rows[21][2] = "阿依古丽·买买提"
    assert pool_bytes(FORMS[name](rows)) == pool_bytes(csv_bytes(rows))


def test_r7_the_pool_is_public_and_sealed():
    """R7: the pool reads back strictly, holds no name, id or registration number, and each seal is SPEC §4's."""
    rows = [child(n) for n in range(1, 30)]
    rules = plan()
    formed = form(rows)
    data = pool.write(formed.pool, rules.rules)
    assert pool.read(data, rules.rules) == formed.pool
    first = forming.read_roster_csv(formed.roster_csv)[0]
    assert formed.pool.seals[0] == hashing.seal(rules.session, "0001", salt("000001"), first.name, first.id)
    text = data.decode()
    assert not any(cell in text for row in rows for cell in (row[0], row[2], row[3]))


EXTRA = (("approved_extra = 0", "approved_extra = 1"), ('approved_document = "none"', 'approved_document = "文1"'))


def test_r8_worked_example():
    """R8: plan 50, OVERFLOW and triplets need two extra places: with one approved the freeze is refused at the school."""
    rules = plan(("places = 40", "places = 50"), ('last_place = "SKIP"', 'last_place = "OVERFLOW"'), *EXTRA)
    (found,) = problems(form, [*(child(n, g="D") for n in (1, 2, 3)), child(4)], rules)
    assert "需要核增 2 个计划" in found.remedy and found.file == "session.toml"
    assert found.row == rules.lines["school S1"] == TEMPLATE.decode().split("\n").index('code = "S1"') + 1
    assert len(form([child(1, g="D"), child(2, g="D"), child(3)], rules).pool.members) == 2


def test_r24_worked_example():
    """R24: of triplets a, b, c the parents bundle a and b: one unit of two, and c alone."""
    formed = form([child(1, g="D1"), child(2, g="D1"), child(3)])
    assert units(formed) == {"B001": ["000001", "000002"], "0003": ["000003"]}


def test_r24_a_removed_member():
    """R24: a bundle that loses a member dissolves, or the rest stay together while they are two (SPEC §5 step 2)."""
    rows = [child(1, g="D"), child(2, g="D"), child(3, g="D", h="AGE")]
    assert list(units(form(rows))) == ["0001", "0002"]
    assert units(form(rows, plan(*SHRINK))) == {"B001": ["000001", "000002"]}
    rows[1][7] = "AGE"
    formed = form(rows, plan(*SHRINK))
    assert list(units(formed)) == ["0001"] and any("bundle D" in n and "dissolved" in n for n in formed.notes)


MIXED = [child(1, g="D"), child(2, g="D", f="2"), child(3)]


def test_r26_worked_example():
    """R26: twins in batches 1 and 2: refused, or (a) dissolved, or (b) both in batch 2 as one unit."""
    (found,) = problems(form, MIXED)
    assert (found.row, found.column, found.value) == (3, "F 批次", "2")
    assert list(units(form(MIXED, plan(*DISSOLVE)))) == ["0001", "0002", "0003"]
    lower = form(MIXED, plan(*LOWER))
    assert list(units(lower)) == ["B001", "0003"] and lower.pool.attributes["batch"] == ("2", "2", "1")
    assert any("batch = 2" in n for n in lower.notes)


def second(last_place, extra, who):
    """The changes that add a second school with one draw."""
    document = "文1" if extra else "none"
    return (
        (
            '[[attributes]]\nname = "school"',
            f'[[schools]]\ncode = "S2"\nname = "二中"\nplaces = 1\napproved_extra = {extra}\n'
            f'approved_document = "{document}"\nlast_place = "{last_place}"\nvacancies = "NONE"\n'
            '[[attributes]]\nname = "school"',
        ),
        (
            "[after_draw]",
            '[[draws]]\nid = "s2"\nkind = "admission"\ntitle = "t"\nfollows = []\nschool = "S2"\nquota = "none"\n'
            f"who = {who}\n[after_draw]",
        ),
    )


TWO = plan(*LOWER, *second("SPLIT", 0, '{ school = ["S2"] }'))
SECOND = second("OVERFLOW", 1, '{ school = ["S2"], batch = ["1"] }')


def test_r24_members_at_two_schools_are_refused():
    """R24: LOWER and DISSOLVE hold for the declared attribute only; another school is refused and told at its cell."""
    rows = [child(1, g="D"), child(2, g="D", e="S2", f="2"), child(3)]
    found = problems(form, rows, TWO)
    assert [(p.row, p.column) for p in found] == [(3, "E 报名学校")]


def test_r25_split_needs_consent():
    """R25: under SPLIT every member needs the parents' written consent; at another school nobody does."""
    rows = [child(1, g="D", i="是"), child(2, g="D"), child(3, g="E", i="否"), child(4, g="E", i="是"), child(5)]
    assert [p.row for p in problems(form, rows, plan(*SPLIT))] == [3, 4]
    assert len(form(rows).pool.members) == 3
    rows[1][8] = rows[2][8] = "是"
    assert len(form(rows, plan(*SPLIT)).pool.members) == 3


def test_everything_at_once():
    """A mixed bundle, a missing consent, an applicant of no draw and too few approved places are told together."""
    rules = plan(*SPLIT, *SECOND)
    rows = [
        child(1, g="D", i="是"),
        child(2, g="D", f="2", i="是"),
        child(3, g="E", i="是"),
        child(4, g="E"),
        child(5, e="S2", f="2"),
        *(child(n, e="S2", g="F") for n in (6, 7, 8)),
    ]
    found = problems(form, rows, rules)
    assert [(p.file, p.row) for p in found] == [
        ("roster.csv", 3),
        ("roster.csv", 5),
        ("roster.csv", 6),
        ("session.toml", rules.lines["school S2"]),
    ]
    assert "没有任何派位接收此人" in found[2].problem and "需要核增 2 个计划" in found[3].remedy


def test_no_salt_is_made_for_a_refused_pool():
    """The source of salts is asked only when everything else is sound."""
    rules = plan()
    people = roster.read(tables.parse(csv_bytes(MIXED), "f"), rules)
    problems(forming.form, people, rules, {}, lambda n: pytest.fail("asked"))


def test_a_failing_source_of_salts_stops_the_freeze():
    """Repeated or malformed salts are refused; salts make seals secret only if they are independent (SPEC §4)."""
    rules = plan()
    people = roster.read(tables.parse(csv_bytes([child(1), child(2)]), "f"), rules)
    for bad in (lambda n: "0" * 32, lambda n: "zz"):
        with pytest.raises(DrawError):
            forming.form(people, rules, {}, bad)


def test_codes_given_free_and_kept():
    """SPEC §5 step 5: codes of the roster first, the rest the next free decimals in order of registration number."""
    formed = form([child(1), child(2, b="0002"), child(3, b="K7"), child(4)])
    assert [r.applicant for r in formed.register.values()] != [] and formed.pool.applicants == (
        "0001",
        "0002",
        "0003",
        "K7",
    )
    assert formed.register["000004"].applicant == "0003"


def test_r2_a_second_version_keeps_every_code_and_salt():
    """R2, SPEC §5: corrections before the freeze change no code or salt of anybody; nobody gets a withdrawn code."""
    first = form([child(1, g="D"), child(2, g="D"), child(3), child(4, g="E"), child(5, g="E")])
    register = forming.register(first.roster_csv)
    assert register == first.register
    second = form(
        [child(1, g="X"), child(2, g="X"), child(4), child(5), child(6, g="N"), child(7, g="N")], None, register
    )
    assert units(second) == {
        "B001": ["000001", "000002"],
        "0004": ["000004"],
        "0005": ["000005"],
        "B003": ["000006", "000007"],
    }
    assert [second.register[n].salt for n in register] == [r.salt for r in register.values()]
    both = forming.register(first.roster_csv, second.roster_csv)
    assert both == second.register
    third = form([child(3), child(4, g="E"), child(5, g="E"), child(8), child(1, g="D"), child(6, g="D")], None, both)
    assert units(third)["B002"] == ["000004", "000005"] and units(third)["0003"] == ["000003"]
    assert units(third)["B004"] == ["000001", "000006"] and units(third)["0008"] == ["000008"]


def test_codes_that_contradict_an_earlier_version_are_refused():
    """A code never changes within a session, and never goes to somebody else (SPEC §5 step 5)."""
    register = form([child(1, g="D"), child(2, g="D"), child(3)]).register
    found = problems(form, [child(1, b="0009"), child(4, b="0003"), child(5, b="B001"), child(6)], None, register)
    assert [(p.row, p.column) for p in found] == [(2, "B 派位号"), (3, "B 派位号"), (4, "B 派位号")]


def test_bundle_codes_give_way_to_applicant_codes():
    """A bundle's code is no applicant's code (SPEC §4)."""
    assert "B002" in units(form([child(1, b="B001"), child(2, g="D"), child(3, g="D")]))


def test_r16_an_empty_roster_is_a_pool_of_nobody():
    """R16: zero applicants form an empty pool rather than an error."""
    assert pool_bytes(csv_bytes([])) == b"applicant,unit,school,batch,seal\n"


FAULTS = {
    "seal": lambda r, p: (r.replace(b"\xe7\x8e\x8b", b"\xe6\xb1\xaa", 1), p, "seal"),
    "salt": lambda r, p: (r.replace(salt("000001").encode(), salt("x").encode()), p, "seal"),
    "missing_in_roster": lambda r, p: (b"".join(r.splitlines(True)[:-1]), p, "not in the private roster"),
    "missing_in_pool": lambda r, p: (r, b"".join(p.splitlines(True)[:-1]), "not in pool.csv"),
    "unit": lambda r, p: (r.replace(b",B001,", b",B002,"), p, "B001"),
    "id": lambda r, p: (r.replace(identity(4).encode(), identity(5).encode()), p, "the same id"),
    "g_and_id": lambda r, p: (r.replace(identity(4).encode(), b"G" + identity(5).encode()), p, "the same id"),
    "registration": lambda r, p: (r.replace(b",000004,", b",000005,"), p, "the same registration number"),
    "order": lambda r, p: (b"".join([*(x := r.splitlines(True))[:2], x[3], x[2], *x[4:]]), p, "ascending"),
    "bytes": lambda r, p: (b"\xff" + r, p, "not UTF-8"),
    "pool_bytes": lambda r, p: (r, p + b"\n", "empty"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_audit_finds_every_fault(name):
    """The notary's check tells each way in which private roster and pool can disagree (SPEC §4)."""
    rules = plan()
    formed = form([child(1, g="D", c="王一"), child(2, g="D"), child(3), child(4), child(5)])
    public = pool.write(formed.pool, rules.rules)
    assert forming.audit(formed.roster_csv, public, rules.rules, rules.session) == []
    private, changed, words = FAULTS[name](formed.roster_csv, public)
    assert (private, changed) != (formed.roster_csv, public)
    found = forming.audit(private, changed, rules.rules, rules.session)
    assert found and any(words in sentence for sentence in found)
    assert not any("王一" in s or identity(5) in s for s in found)


def test_audit_is_bound_to_the_session():
    """The seals of another session do not pass."""
    rules = plan()
    formed = form([child(1)])
    assert forming.audit(formed.roster_csv, pool.write(formed.pool, rules.rules), rules.rules, "other-session")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_private_rosters_are_read_strictly(data):
    """Bytes are the private roster's one spelling or a FormatError."""
    header = b"applicant,unit,registration_no,salt,name,id\n"
    for attempt in (data, header + data):
        try:
            rows = forming.read_roster_csv(attempt)
        except FormatError:
            continue
        assert forming.private_roster.write(rows) == attempt


def test_a_hundred_thousand_rows():
    """100,000 rows form in a few seconds, from CSV bytes to sealed pool."""
    digits = [f"{110000 + n // 1000}20130512{n % 1000:03d}" for n in range(100_000)]
    rows = [
        [
            f"{n:06d}",
            "",
            "张" + chr(0x4E00 + n % 20_000),
            d + check_digit(d),
            "S1",
            "1",
            f"D{n // 2}" if n % 200 < 2 else "",
            "",
            "",
        ]
        for n, d in enumerate(digits)
    ]
    data = csv_bytes(rows)
    start = time.monotonic()
    formed = forming.form(roster.read(tables.parse(data, "f"), plan()), plan(), {}, salt)
    assert len(formed.pool.applicants) == 100_000 and len(formed.pool.bundles()) == 500
    assert time.monotonic() - start < 20
