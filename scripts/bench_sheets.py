"""Documents: seconds and ratios against the same rows written by hand with the same libraries in the same run; medians.

A case is its work, its floor and a line in `sheets`. Fonts are converted before, and said apart.
"""

import io
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from xlsxwriter import Workbook

from draw import slip
from draw.edges import papers, workbook
from draw.edges.session import Session
from draw.sheets import listing, lists, qr, slips
from draw.sheets.pdf import Typefaces
from draw.sheets.pdf import write as pdf
from draw.sheets.present import present
from draw.sheets.source import Source
from draw.sheets.tables import Table

Work = Callable[[], int]  # does it once, and says how many rows or pages came of it
ROWS_A_PAGE = 40


def _quiet(said: str) -> None:
    pass


def roll(source: Source, faces: Typefaces) -> Work:
    """Every roll of the session as PDF bytes."""

    def work() -> int:
        made = list(listing.ROLL.lay(source, faces.measure, _quiet))
        for one in made:
            pdf(one.pages, faces, title=one.title, author=one.author, progress=_quiet)
        return sum(len(one.pages) for one in made)

    return work


def roll_floor(table: Table) -> Work:
    """The same cells as bare strings in a built-in font: no measuring, no lines, no heads."""

    def work() -> int:
        canvas = Canvas(io.BytesIO(), pageCompression=1)
        for n, line in enumerate(table.rows):
            if n and not n % ROWS_A_PAGE:
                canvas.showPage()
            for column, cell in enumerate(line.cells):
                canvas.drawString(40 + 70 * column, 800 - 18 * (n % ROWS_A_PAGE), str(cell))
        canvas.getpdfdata()
        return -(-len(table.rows) // ROWS_A_PAGE)

    return work


def xlsx(source: Source) -> Work:
    """The whole results as XLSX bytes, from the record's files on."""

    def work() -> int:
        table = lists.results(present(source), source.masked)
        with tempfile.TemporaryDirectory() as scratch:
            workbook.write(table, Path(scratch), _quiet)
        return len(table.rows)

    return work


def xlsx_floor(table: Table) -> Work:
    """The same cells with XlsxWriter alone: no formats, nothing checked."""

    def work() -> int:
        book = Workbook(io.BytesIO(), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet()
        for n, line in enumerate(table.rows):
            sheet.write_row(n, 0, line.cells)
        book.close()
        return len(table.rows)

    return work


def slip_files(source: Source, faces: Typefaces) -> Work:
    """Every family slip of the session as PDF bytes, four a page, each signature checked."""

    def work() -> int:
        made = 0
        for one in slips.KIND.lay(source, faces.measure, _quiet):
            pdf(one.pages, faces, title=one.title, author=one.author, progress=_quiet)
            made += len(one.pages)
        return made

    return work


def codes_alone(source: Source) -> Work:
    """As many QR codes of that size, and no paper."""
    length = len(slip.code(slip.text("bench", "0" * 64, f"0001,0001,{'0' * 64}", "0" * 32), bytes(slip.SIGNATURE_SIZE)))

    def work() -> int:
        for n in range(len(source.people)):
            qr.runs(f"{n:0{length}}".encode())
        return len(source.people)

    return work


def family_slips(session: Session, runs: int) -> None:
    """The slips of a frozen session, and the peak of memory so far: to be called first of all."""
    source = papers.source_of(session)
    faces = Typefaces(papers.font_pair(source, session.folder, _quiet, private=True))
    what = f"{len(source.people)} family slips (pages)"
    measured(what, 300, slip_files(source, faces), codes_alone(source), runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  peak {peak} MiB, asked: under 1024")


def measured(what: str, asked: float, work: Work, floor: Work, runs: int) -> None:
    """Print the medians of one case and their ratio."""
    times: list[float] = []
    floors: list[float] = []
    made = 0
    for _ in range(runs):
        for seconds, one in ((floors, floor), (times, work)):
            start = time.perf_counter()
            made = one()
            seconds.append(time.perf_counter() - start)
    value, low = statistics.median(times), statistics.median(floors)
    print(
        f"{what}: {value:.2f} s for {made} = {value / low:.1f} x by hand ({low:.2f} s), {runs} runs, asked: under {asked:.0f} s"
    )


def sheets(small: Session, large: Session, runs: int) -> None:
    """Every case. `small`: finished, 2,000 places; `large`: finished, 100,000 applicants."""
    source = papers.source_of(small)
    start = time.perf_counter()
    faces = Typefaces(papers.font_pair(source, small.folder, _quiet, private=True))
    print(f"fonts of the small session: {time.perf_counter() - start:.2f} s, once a session and privacy")
    now = present(source)
    table = lists.roll(now, now.rules.schools[0], source.people)
    measured(f"roll of {len(table.rows)} rows (pages)", 10, roll(source, faces), roll_floor(table), runs)
    whole = papers.source_of(large)
    table = lists.results(present(whole), whole.masked)
    measured(f"XLSX of {len(table.rows)} rows (rows)", 20, xlsx(whole), xlsx_floor(table), runs)
    del table, whole
