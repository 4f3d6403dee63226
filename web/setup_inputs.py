"""Roster and lists come in, and the check of everything: problems with their places, counts, chances, changes (R5, R7, R25)."""

from typing import Final

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from draw.chaining import draft_roster
from draw.edges import checking, tables, uploading
from draw.edges.freezing import ROSTER_NAMES
from draw.errors import DrawError, InputErrors, StepRefused
from draw.hashing import read_aloud
from draw.intake import roster
from draw.intake.sheet import Sheet
from draw.words import pair, say
from web.access import Who, allow
from web.setup_desk import SetupDesk, message_of, status_of, upload
from web.setup_jobs import Pair, Say

SHOWN: Final = 300  # problems on the page; the table to download has all
NAMED: Final = 100  # rows of a difference that are named


def kind_of(data: bytes) -> str:
    """The roster's name by what it is, whatever it was called."""
    return "roster.xlsx" if data.startswith(b"PK") else "roster.csv"


def _csv(data: bytes, name: str) -> Response:
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=head, content_type="text/csv; charset=utf-8")


def routes(setup: Blueprint, desk: SetupDesk) -> None:
    """The routes of roster, lists and check."""

    def plan() -> Sheet | None:
        return checking.open_sheet(desk.folder)[1]

    def lists() -> list[tuple[int, str, str, bool]]:
        found = plan()
        return [
            (n, name, file, (desk.folder / file).is_file())
            for n, (name, file) in enumerate((found.lists if found else {}).items())
        ]

    def page(*, error: str = "", status: int = 200) -> Response:
        with desk.service.reading(fresh=False) as here:
            history = uploading.history(here)[::-1]
        return desk.page(
            "setup_roster.html",
            error=error,
            status=status,
            refused=desk.refused[:SHOWN],
            refused_count=len(desk.refused),
            plan=plan(),
            files=uploading.files(desk.folder),
            lists=lists(),
            history=history,
            most=uploading.MOST_TABLE >> 20,
            changeable=desk.changeable(),
        )

    def take(data: bytes, name: str, told: str) -> ResponseReturnValue:
        """Read the file in the background. Only as a table with the columns needed it takes the former's place; then check all."""
        by, sheet = desk.me().name, plan()
        with desk.service.reading() as here:
            uploading.require_open(here.state)

        def work(tell: Say) -> Pair:
            tell(pair("setup.step_table"))
            desk.refused = ()
            try:
                table = tables.parse(data, name)
                if sheet is not None and name in ROSTER_NAMES:
                    roster.layout_of(table, sheet)
            except InputErrors as errors:
                desk.refused = errors.problems
                raise StepRefused(say("setup.not_taken")) from None
            with desk.service.reading() as here:
                uploading.keep(here, name, data, told=told, by=by)
            desk.check(tell)
            return pair("setup.file_kept", name=name)

        return desk.start("import", "/setup/roster", work)

    @setup.get("/setup/roster")
    @allow(Who.OPERATOR)
    def roster_page() -> ResponseReturnValue:
        """Hand in the roster and the lists."""
        return page()

    @setup.post("/setup/roster")
    @allow(Who.OPERATOR)
    def roster_file() -> ResponseReturnValue:
        """The roster."""
        try:
            data, told = upload(uploading.MOST_TABLE)
            return take(data, kind_of(data), told)
        except DrawError as refused:
            return page(error=message_of(refused), status=status_of(refused))

    @setup.post("/setup/list/<int:number>")
    @allow(Who.OPERATOR)
    def list_file(number: int) -> ResponseReturnValue:
        """One of the lists that the rule sheet names."""
        try:
            file = next((file for n, _, file, _ in lists() if n == number), "")
            if not file:
                raise StepRefused(say("setup.no_list"))
            data, told = upload(uploading.MOST_TABLE)
            return take(data, file, told)
        except DrawError as refused:
            return page(error=message_of(refused), status=status_of(refused))

    @setup.get("/setup/template.csv")
    @allow(Who.OPERATOR)
    def template() -> ResponseReturnValue:
        """An empty roster with the columns that the rule sheet needs."""
        found = plan()
        if found is None:
            return page(error=say("setup.rules_first"), status=422)
        return _csv(draft_roster.roster((), found), "roster.csv")

    # -- the check ----------------------------------------------------------------------------------------------------

    @setup.get("/setup/check")
    @allow(Who.OPERATOR)
    def check_page() -> ResponseReturnValue:
        """What the last check found."""
        found = desk.checked()
        return desk.page(
            "setup_check.html",
            checked=found,
            sound=found.sound if found else None,
            problems=found.problems[:SHOWN] if found else (),
            codes=[(f.name, f.value, read_aloud(f.value)) for f in found.files] if found else (),
            named=NAMED,
            since=found.sound.since if found and found.sound else None,
        )

    @setup.post("/setup/check")
    @allow(Who.OPERATOR)
    def check_again() -> ResponseReturnValue:
        """Check everything now."""
        try:
            return desk.start("check", "/setup/check", lambda tell: desk.check(tell))
        except DrawError as refused:
            return desk.page("setup_plain.html", error=message_of(refused), status=status_of(refused))

    @setup.get("/setup/problems.csv")
    @allow(Who.OPERATOR)
    def problems() -> ResponseReturnValue:
        """Every problem as a table that a spreadsheet opens: of the file that was refused, or of the check."""
        found = desk.checked()
        if request.args.get("of") == "refused":
            return _csv(roster.error_table(desk.refused), "problems.csv")
        return _csv(roster.error_table(found.problems if found else ()), "problems.csv")
