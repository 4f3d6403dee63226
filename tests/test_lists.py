"""Announcement, roll, waiting list, letters, whole results: the figures of the record on paper, in XLSX and CSV (R49-R51)."""

import random
import re
import stat
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from afterwards import Files, after, amended, kept, opened, ranked
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from openpyxl.utils.escape import unescape
from papers_read import book, comma, document_text, documents, grid, share_fonts, source_of, text, worksheet, written
from sessions import listed, parsed, sessions
from simulator import Hall, after_draw, draw_of, record, rules_of, school, shortlist_of

from draw.amending import Fate, State
from draw.amending.fates import AT_PLACE
from draw.cli import main
from draw.edges import papers
from draw.errors import SheetError, StepRefused
from draw.masking import mask
from draw.notice import Mode
from draw.sheets import letters, listing, lists, tables
from draw.sheets.exports import TABLES
from draw.sheets.present import Present, present
from draw.sheets.source import Source

D = "2026-07-20"
MASKED = {"masked": {"names": "masked", "page": 10, "singly": 10}}
HOSTILE_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r+", "'=", "", " ")
STARTS = frozenset("=+-@\t\r＝＋－＠")
HOSTILE_BODIES = (
    'HYPERLINK("http://x","y")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "a\u202etxt.exe", "<script>alert(1)</script>",
    "\u200b零宽\u2067\u2069", "\x00\x07\x1f", "&amp;]]><!--", "_x0041_", '"a","b"', "王" * 40, "𬎆𫘧𠮷㛃" * 10, "http://x.example",
    "\ufeff\ufffe\uffff", "\\) Tj ET", "1E5",
)  # fmt: skip
HOSTILE = tuple(f"{start}{body}" for start in HOSTILE_STARTS for body in HOSTILE_BODIES)


def rows_of(files: Files, name: str) -> list[list[str]]:
    """The lines of a CSV file of the record below its head."""
    return [line.split(",") for line in files[name].decode().splitlines()[1:]]


def starts(found: str) -> set[tuple[str, ...]]:
    """Every line of a text as words, and every beginning of it."""
    result = set()
    for line in found.splitlines():
        words = tuple(line.split())
        result |= {words[:n] for n in range(1, len(words) + 1)}
    return result


def tokens(*cells: object) -> tuple[str, ...]:
    """Cells as the words of a line; an empty bundle leaves none."""
    return tuple(str(cell) for cell in cells if cell != "")


def check_as_drawn(source: Source) -> None:
    """Every line and total of a record without amendments, in PDF text, XLSX and CSV, against results.csv and waiting.csv."""
    files = dict(source.files)
    terms = present(source).rules
    results, waiting = rows_of(files, "results.csv"), rows_of(files, "tables/waiting.csv")
    unit_of = {row[0]: row[1] for row in results}
    bundle = {code: "" if code == unit else unit for code, unit in unit_of.items()}
    shortlists = {d.school: d for d in terms.draws if d.kind == "shortlist"}
    listed = {s: sorted(r[2] for r in rows_of(files, "tables/shortlists.csv") if r[1] == s) for s in shortlists}
    here: dict[str, list[str]] = {}
    for one in terms.schools:
        codes = [r[0] for r in results if r[5] == "admitted" and r[6] == one.code]
        here[one.code] = listed.get(one.code, codes)
    rank = {row[0]: row[3] or "—" for row in results}
    draw = {row[0]: row[2] for row in results}

    paper = document_text(listing.ANNOUNCEMENT, source)
    found, squeezed = starts(paper), re.sub(r"\s", "", paper)
    rolls = {name: text(data) for name, data in documents(listing.ROLL, source).items()}
    assert list(rolls) == [f"roll-{one.code}" for one in terms.schools]
    for one in terms.schools:
        codes, roll = here[one.code], starts(rolls[f"roll-{one.code}"])
        total = f"入围{len(codes)}人/限额" if one.code in shortlists else f"共{len(codes)}人/计划{one.places}"
        assert total in squeezed and total in re.sub(r"\s", "", rolls[f"roll-{one.code}"])
        names = {code: source.people[code].name for code in codes}
        for n, code in enumerate(sorted(codes), start=1):
            own = shortlists[one.code].id if one.code in shortlists else draw[code]
            place = "—" if one.code in shortlists else rank[code]
            masked = source.masked[code]
            assert tokens(n, code, bundle[code], masked, own, place) in found
            assert any(line[1:] == tokens(code, bundle[code], names[code], own, place) for line in roll), code
        assert f"本表共 {len(codes)} 行" in rolls[f"roll-{one.code}"]

    lines = grid(written_list(source, "announcement"))
    assert [(r[0], r[3]) for r in lines] == [(s, c) for s in here for c in sorted(here[s])]
    assert [[str(cell) for cell in row] for row in lines] == comma_of(source, "announcement")

    found = starts(document_text(listing.WAITING, source))
    queue = grid(written_list(source, "waiting"))
    assert [[str(cell) for cell in row] for row in queue] == comma_of(source, "waiting")
    outcome = {row[0]: row[5] for row in results}
    expected = []
    for place, position, unit, children, by, unit_rank, _ in waiting:
        members = [c for c in sorted(unit_of) if unit_of[c] == unit and outcome[c] not in ("admitted", "shortlisted")]
        assert len(members) == int(children)
        for code in members:
            expected.append([place, int(position), code, by, int(unit_rank)])
            assert tokens(position, code, bundle[code], source.masked[code], by, unit_rank, "候补") in found
    assert [[r[0], r[2], r[3], r[6], r[7]] for r in queue] == expected

    whole = grid(written_list(source, "result"))
    cells = [[r[0], r[1] or r[0], r[3], r[5], r[7]] for r in whole]
    assert cells == [[r[0], r[1], r[2], r[4], r[6]] for r in results]
    assert [r[4] for r in whole] == [int(r[3]) if r[3] and r[5] != "shortlisted" else "" for r in results]


def written_list(source: Source, key: str) -> bytes:
    """The XLSX file of a kind that has one list."""
    (table,) = TABLES[key](source)
    return book(table)


def comma_of(source: Source, key: str) -> list[list[str]]:
    """The CSV rows of a kind that has one list."""
    (table,) = TABLES[key](source)
    return comma(tables.csv(table))


def figures(count: int) -> None:
    """So many random sessions, every kind of draw and policy, the same ones every time."""

    @settings(max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(sessions())
    def one(session: Any) -> None:
        terms, _ = parsed(session)
        people = sorted((c["applicant"], c["unit"], c["who"]) for c in session[1])
        check_as_drawn(source_of(record(Hall(rules=terms, people=people, mode=Mode.LIVE))))

    one()


def test_every_figure_on_paper_and_in_files_is_that_of_results_csv():
    """Twenty random sessions: rows, ranks, totals in PDF text, XLSX and CSV; `figures(200)` for a long run."""
    figures(20)


def session(count: int = 40, places: int = 20, mode: Mode = Mode.REHEARSAL, **switches: Any) -> Hall:
    """A school with so many children, a pair in every twelve."""
    people = [
        (f"{n:04d}", f"B{n // 12:03d}" if n % 12 in (3, 4) else f"{n:04d}", dict[str, str]())
        for n in range(1, count + 1)
    ]
    terms = rules_of([school("X1", places)], after_draw=after_draw(**switches), show=MASKED["masked"])
    return Hall(rules=terms, people=people, mode=mode)


def singles(files: Files) -> list[str]:
    """Units of one child by rank."""
    return [unit for unit in ranked(files) if not unit.startswith("B")]


def test_after_amendments_every_list_is_the_present_standing():
    """A place given up, one struck, two offers, one accepted: every list follows, and says with which amendments."""
    files = record(session(reply_days=3))
    first, second = singles(files)[:2]
    files = amended(files, [("declined", first, D), ("struck", second, D)])
    offered = list(after(files).offers)
    files = amended(files, [("accepted", offered[0], D)])
    state, source = after(files), source_of(files)
    now = present(source)
    admitted = sorted(a for a, s in state.admitted().items() if s == "X1")
    assert first not in admitted and second not in admitted and offered[0] in admitted
    assert [r[3] for r in grid(written_list(source, "announcement"))] == admitted
    (roll,) = TABLES["roll"](source)
    assert sorted(str(line.cells[1]) for line in roll.rows) == admitted
    assert roll.rows[-1].cells[1] == offered[0] and roll.rows[-1].cells[-1] == "更正单 2：接受递补"
    queue = grid(written_list(source, "waiting"))
    waiting = [a for unit in state.lists["X1"] for a in state.in_line(unit)]
    assert sorted(str(r[4]) for r in queue) == sorted([*waiting, *offered[1:]])
    assert {r[4] for r in queue if r[9] == "已通知递补，待答复"} == set(offered[1:])
    units = list(dict.fromkeys(str(r[5] or r[4]) for r in queue))
    assert [r[2] for r in queue] == [units.index(str(r[5] or r[4])) + 1 for r in queue]
    drawn = {r[2]: int(r[1]) for r in rows_of(files, "tables/waiting.csv")}
    assert [r[3] for r in queue] == [drawn[str(r[5] or r[4])] for r in queue]
    fates = {r[0]: r[6] for r in grid(written_list(source, "result"))}
    assert fates[first] == "放弃" and fates[second] == "取消资格" and fates[offered[0]] == "录取"
    for one in (listing.ANNOUNCEMENT, listing.ROLL, listing.WAITING, letters.KIND):
        found = document_text(one, source)
        assert "更正单 2 校验码" in found and re.search(rf"{now.last[:8]} *… *{now.last[-8:]}", found)
        assert " ".join(re.findall("........", now.last)) in found
        assert one is letters.KIND or "含更正单 1–2" in found
    assert "派位录取 20 人 · 更正单减 2 人、增 1 人 · 现录取 19 人" in document_text(listing.ROLL, source)
    assert present(source_of(record(session()))).amendments == 0


def test_an_annulled_draw_has_nobody_on_any_list():
    """Nobody is admitted, nobody waits, no letter is written, and the lists say why."""
    files = amended(record(session()), [("annulled", "", D)])
    source = source_of(files)
    assert grid(written_list(source, "announcement")) == [] == grid(written_list(source, "waiting"))
    assert documents(letters.KIND, source) == {}
    assert {r[6] for r in grid(written_list(source, "result"))} == {"未录取"}
    for one in (listing.ANNOUNCEMENT, listing.ROLL, listing.WAITING):
        assert "本次派位已依法撤销" in document_text(one, source)


def test_an_amendment_that_does_not_check_makes_no_list():
    """A changed line of an amendment is refused before anything is printed."""
    files = amended(record(session()), [("declined", singles(record(session()))[0], D)])
    name = "amendments/0001/changes.csv"
    with pytest.raises(Exception, match=r"changes\.csv|SHA256SUMS"):
        present(source_of(files | {name: files[name].replace(b"declined,", b"struck,")}))


def test_as_many_letters_as_children():
    """One page a child, each with name, code, school, number to recompute; the count stands on each (R51)."""
    files = record(session(report_by="2026-08-31", leave_days=0, mode=Mode.LIVE))
    source = source_of(files, private={"report": "8 月 31 日上午 9 时，教学楼一层大厅".encode()})
    ((name, data),) = documents(letters.KIND, source).items()
    pages = text(data).split("\f")[:-1]
    admitted = [r for r in rows_of(files, "results.csv") if r[5] == "admitted"]
    assert name == "letters-X1" and len(pages) == len(admitted) == 20
    by_code = {m[1]: page for page in pages if (m := re.search(r"（派位号 (\d+)）", page))}
    for n, page in enumerate(pages, start=1):
        assert f"第 {n} 封 · 本校共 20 封 = 录取 20 人" in page
    for code, unit, draw, rank, number, *_ in admitted:
        page = by_code[code]
        assert source.people[code].name in page and "教学楼一层大厅" in page and "2026 年 8 月 31 日" in page
        assert " ".join(re.findall("........", number)) in page and f"排第 {rank} 位" in page
        assert re.search(rf'"number1:[0-9a-f]{{64}}:{draw}:{unit}" \| sha256sum', page)
        assert " ".join(re.findall("........", present(source).result_hash)) in page


def test_letters_that_are_not_as_many_as_children_are_not_written():
    """The count is made twice; a difference stops the letters (R51)."""
    now = present(source_of(record(session())))
    letters.counted(now, now.rules.schools[0], 20)
    with pytest.raises(SheetError, match=r"X1.*20.*19"):
        letters.counted(now, now.rules.schools[0], 19)


def test_a_shortlist_says_listed_and_never_admitted():
    """A school that assesses lists children by code, without ranks; letters say that it is no admission (R20)."""
    terms = rules_of([school("X1", 3, "NONE", vacancies="NONE")], [shortlist_of("s1", multiplier=2)])
    people = [(f"{n:04d}", f"{n:04d}", dict[str, str]()) for n in range(1, 21)]
    source = source_of(record(Hall(rules=terms, people=people, mode=Mode.LIVE)))
    codes = sorted(r[2] for r in rows_of(dict(source.files), "tables/shortlists.csv"))
    lines = grid(written_list(source, "announcement"))
    assert [r[3] for r in lines] == codes and {r[7] for r in lines} == {""}
    assert "入围 6 人 / 限额 6" in document_text(listing.ROLL, source)
    told = document_text(letters.KIND, source)
    assert told.count("入围不等于录取") == 6 and "录取 6 人" not in told and "录取通知书" not in told
    assert told.count("tables/shortlists.csv") == 12 and "sha256sum" not in told


def test_public_lists_hold_no_whole_name_and_no_id(tmp_path: Path):
    """PDF, XLSX and CSV of announcement, waiting list and whole results show masked names at most; rolls are for the owner only."""
    source = source_of(record(session()))
    files = written(source, tmp_path, "result", "announcement", "waiting", "roll")
    whole = [p.name for p in source.people.values() if len(p.name) > 1]
    for name, data in files.items():
        path = tmp_path / "sheets" / name
        if name.startswith("private/"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
            continue
        found = text(data) if name.endswith(".pdf") else str(grid(data)) if name.endswith("x") else data.decode()
        assert not any(one in found for one in whole) and "ID0001" not in found, name
        assert mask(whole[0]) in found
    assert set(files) == {
        f"{folder}REHEARSAL-{stem}.{suffix}"
        for folder, stem in (("", "result"), ("", "announcement"), ("", "waiting"), ("private/", "roll-X1"))
        for suffix in ("pdf", "xlsx", "csv")
    }


def test_the_same_record_gives_the_same_bytes(tmp_path: Path):
    """Every document and list, made twice in different folders, is the same file."""
    source = source_of(record(session()))
    keys = ("result", "announcement", "waiting", "roll", "letters", "statistics")
    assert written(source, tmp_path / "a", *keys) == written(source, tmp_path / "b", *keys)


def test_without_names_and_with_an_end_date():
    """A rule sheet that shows no names gives a dash; the last day of the publication stands on what is public (R50)."""
    files = record(session(mode=Mode.LIVE))
    source = source_of(files, private={"until": b"2026-08-01"})
    source = Source(files=source.files, masked={}, people=source.people, private=source.private)
    for one in (listing.ANNOUNCEMENT, listing.WAITING):
        found = document_text(one, source)
        assert "公示至 2026 年 8 月 1 日 止，期满撤下" in found
        assert not any(p.name[0] in line for p in source.people.values() for line in found.splitlines() if "x1" in line)
    assert {r[5] for r in grid(written_list(source, "announcement"))} == {""}
    assert "公示至" not in document_text(listing.ANNOUNCEMENT, source_of(files))


def test_an_empty_list_says_none():
    """No applicant at a school: the words 无 None, a total of 0, a list of no rows, no letters."""
    terms = rules_of([school("X1", 3), school("X2", 2)], [draw_of("x1"), draw_of("x2", "X2", ["x1"])])
    source = source_of(record(Hall(rules=terms, people=[("0001", "0001", {})])))
    rolls = {name: text(data) for name, data in documents(listing.ROLL, source).items()}
    assert "共 0 人 / 计划 2" in rolls["roll-X2"] and re.search(r"^ *无 +None", rolls["roll-X2"], re.MULTILINE)
    assert list(documents(letters.KIND, source)) == ["letters-X1"]
    assert grid(written_list(source, "waiting")) == []


def hostile_source(files: Files) -> Source:
    """Two hundred children with names that attack spreadsheets, terminals, markup and paper; the public sees them whole here."""
    source = source_of(files, HOSTILE)
    names = {code: person.name for code, person in source.people.items()}
    return Source(files=files, masked=names, people=source.people, private={})


def test_two_hundred_hostile_names_are_only_text():
    """Formulas, bidi, markup, control characters, 40 and rare characters: text in PDF, strings in XLSX, harmless in CSV."""
    assert len(set(HOSTILE)) >= 200
    source = hostile_source(record(session(len(HOSTILE), len(HOSTILE), mode=Mode.LIVE)))
    shown = [tables.shown(person.name) for person in source.people.values()]
    squeezed = re.sub(r"\s", "", "".join(text(d, "-raw") for d in documents(listing.ROLL, source).values()))
    assert not [name for name in shown if re.sub(r"\s", "", name) not in squeezed]
    for key, column in (("roll", 3), ("announcement", 5), ("result", 2)):
        (table,) = TABLES[key](source)
        sheet = worksheet(book(table))
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"} and not any(c.hyperlink for c in cells)
        read = [unescape(str(row[column])) for row in grid(book(table))]  # ECMA-376 22.9.2.19, which openpyxl leaves
        assert sorted(read) == sorted(shown)
        lines = [row[column] for row in comma(tables.csv(table))]
        assert not [line for line in lines if line[:1] in STARTS]
        apostrophe = {tables.shown(p.name): "'" * (p.name[:1] in STARTS) for p in source.people.values()}
        assert sorted(lines) == sorted(f"{apostrophe[name]}{name}" for name in shown)


def test_two_thousand_rows():
    """A roll of 2,000: every code once, in rank order, bundles together, the total at the end."""
    source = source_of(record(session(2400, 2000, mode=Mode.LIVE)))
    (roll,) = TABLES["roll"](source)
    ranks = [int(line.cells[5]) for line in roll.rows]
    assert len(ranks) == 2000 and ranks == sorted(ranks)
    found = document_text(listing.ROLL, source)
    assert re.search(r"本表共 2000 行", found) and found.count("共 2000 人 / 计划 2000") == 2
    codes = re.findall(r"^ *\d+ +(\d{4}) ", found, re.MULTILINE)
    assert codes == [str(line.cells[1]) for line in roll.rows]


def test_the_command_writes_lists_beside_the_paper(tmp_path: Path):
    """A session on disk: rolls after its amendments, PDF, XLSX and CSV, options of the operator on the paper."""
    hall = session(mode=Mode.LIVE, places=20)
    folder, files = kept(tmp_path / "s", hall)
    share_fonts(folder)
    made = papers.write_for(opened(folder), ["announcement", "roll"], lambda said: None, {"until": b"2026-08-01"})
    assert [p.name for p in made if p.suffix == ".xlsx"] == ["announcement.xlsx", "roll-X1.xlsx"]
    assert "公示至 2026 年 8 月 1 日 止" in text(made[0].read_bytes())
    admitted = {r[0] for r in rows_of(files, "results.csv") if r[5] == "admitted"}
    assert {r[1] for r in grid((folder / "sheets" / "private" / "roll-X1.xlsx").read_bytes())} == admitted


def two_schools(luck: random.Random) -> Hall:
    """A school that shortlists and calls the next, one that admits with a waiting list; bundles, a policy, days to reply."""
    policy = luck.choice(["SKIP", "SPLIT", "STOP", "GROW"])
    extra = {"approved_extra": 20, "approved_document": "教〔2026〕1号"} if policy == "GROW" else {}
    terms = rules_of(
        [school("X1", 8, policy, **extra), school("X2", 3, "NONE", vacancies="NONE")],
        [
            shortlist_of("s2", "X2", who={"k": ["A", "C"]}, multiplier=2, absent="NEXT"),
            draw_of("x1", follows=["s2"], k=["B", "C"]),
        ],
        [listed("k", "A", "B", "C")],
        after_draw=after_draw(
            reply_days=luck.choice([2, 2, 0]),
            bundle_at_head=luck.choice(["PASS_OVER", "WAIT"]),
            member_struck=luck.choice(["REST_STAY", "ALL_LEAVE"]),
        ),
    )
    people = [
        (f"{n:04d}", f"B{n // 4:03d}" if n % 4 in (1, 2) else f"{n:04d}", {"k": "ACBB"[n // 4 % 4]})
        for n in range(1, 41)
    ]
    return Hall(rules=terms, people=people, values=f"{luck.randrange(10**10):010d}")


def test_whatever_happens_the_lists_are_the_state():
    """Random allowed events at two schools: who is on which list, in which order, is what the machine of SPEC §13 says."""
    seen: Counter[str] = Counter()
    for number in range(16):
        luck = random.Random(number)
        hall = two_schools(luck)
        files = record(hall)
        for n in range(10):
            state = after(files)
            holders = [code for code, _, _ in hall.people if state.held(code)]
            kind = luck.choice(["declined", "declined", "struck", "elsewhere", "accepted", "expired"])
            of = list(state.offers) if kind in ("accepted", "expired") else holders
            if of:
                with suppress(StepRefused):
                    files = amended(files, [(kind, luck.choice(of), f"2026-08-{2 * n + 1:02d}")])
        state, now = after(files), present(source_of(files))
        check_state(state, now)
        seen["offered"] += len(state.offers)
        seen["filled"] += sum(c.fate is Fate.ADMITTED and c.amendment > 0 for c in now.children)
        seen["listed"] += sum(c.fate is Fate.SHORTLISTED and c.amendment > 0 for c in now.children)
    assert min(seen["offered"], seen["filled"], seen["listed"]) > 5


def check_state(state: State, now: Present) -> None:
    """Every school's children, offers and queue against the state."""
    for one in now.rules.schools:
        here = {a for a, p in state.fates().items() if p.fate in AT_PLACE and p.school == one.code}
        codes = [child.applicant for child in now.at[one.code]]
        assert len(codes) == len(set(codes)) and here <= set(codes)
        assert one.code in now.shortlists or here == set(codes)
        queue = list(now.waiting(one))
        offered = {entry.child.applicant for entry in queue if entry.child.fate is Fate.OFFERED}
        assert offered == {a for a in state.offers if state.held(a) == one.code}
        waits = [entry.child.applicant for entry in queue if entry.child.fate is not Fate.OFFERED]
        assert waits == [a for unit in state.lists.get(one.code, ()) for a in state.in_line(unit)]
        assert [entry.position for entry in queue] == sorted(entry.position for entry in queue)
        letters.counted(now, one, len(codes))


def test_a_last_day_that_is_no_date_is_refused(tmp_path: Path):
    """The command says what is wrong before it opens anything."""
    done = CliRunner().invoke(main, ["sheet", str(tmp_path), "--until", "2026-02-30"])
    assert done.exit_code == 2 and "--until" in done.output and "2026-02-30" in done.output


def test_present_has_the_state_of_the_amendments():
    """Fates, lists and numbers are those that the machine of SPEC §13 gives."""
    files = record(session(reply_days=2))
    files = amended(files, [("struck", singles(files)[0], D)])
    now = present(source_of(files))
    state = after(files)
    assert {c.applicant: c.fate for c in now.children} == {a: p.fate for a, p in state.fates().items()}
    assert (now.amendments, now.last) == (state.number, state.last)
    assert sum(c.fate is Fate.OFFERED for c in now.children) == len(state.offers)
    assert lists.version(now).zh == "含更正单 1"
