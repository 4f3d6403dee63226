"""The rule sheet: begun from a procedure or brought as a file, its facts and open choices as forms, the text itself (R1)."""

import json
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from draw import prose
from draw.chaining import rewriting
from draw.edges import checking, rehearsal_copy, samples, uploading
from draw.errors import DrawError, InputErrors, Problem, StepRefused
from draw.hashing import digest
from draw.intake import open_choices, places, sheet
from draw.intake.open_choices import OpenChoice
from draw.notice import Mode
from draw.words import pair, say
from web.access import Who, allow
from web.setup_desk import SetupDesk, message_of, size_words, status_of, upload

# The facts of [session] that the form changes: key -> "text", "number" or the words to choose from.
FACTS: Final[Mapping[str, str | tuple[str, ...]]] = {
    "title": "text",
    "authority": "text",
    "scheduled": "text",
    "id": "text",
    "mode": tuple(Mode),
    "dice": "text",
    "rehearsals": "number",
    "min_open": "number",
    "reveal_seconds": "number",
}
LARGEST: Final = 10**6


def procedures() -> list[tuple[str, str]]:
    """(name, title) of the procedures that a session can begin with; those that continue another come by `draw carry`."""
    found = []
    for name in samples.names():
        path = samples.find(name) / samples.SHEET
        if path.is_file() and not rewriting.is_continued(path.read_bytes()):
            found.append((name, samples.title(name)))
    return found


def facts_of(text: str) -> list[dict[str, Any]]:
    """The fields of the form: key, value, choices; only what the sheet has a line for."""
    try:
        top, _ = sheet.toml(text.encode(), uploading.SHEET)
    except InputErrors:
        return []
    found = top.get("session")
    known = places.spans(text.replace("\r\n", "\n"))
    values = found if isinstance(found, dict) else {}
    return [
        {"key": key, "value": str(values[key]), "kind": kind if isinstance(kind, str) else "", "choices": kind}
        for key, kind in FACTS.items()
        if key in values and ("session", key) in known
    ]


def grouped(text: str) -> list[tuple[str, list[tuple[OpenChoice, str]]]]:
    """Open choices with the same explanation together, in the order of the sheet; each with the name of what it is about."""
    found: dict[str, list[tuple[OpenChoice, str]]] = {}
    choices = open_choices.find(text)
    top = tomllib.loads(text) if choices else {}
    for one in choices:
        found.setdefault(one.about, []).append((one, _named(top, one)))
    return list(found.items())


def _named(top: dict[str, Any], choice: OpenChoice) -> str:
    """The name, title or label that the table of a choice gives itself; "" if it has none."""
    at: Any = top
    for step in choice.path[:2]:
        at = at[step]
    known = at if isinstance(at, dict) else {}
    return next((str(known[key]) for key in ("name", "title", "label") if key in known), "")


def _toml(key: str, value: str) -> str:
    """A typed value as TOML. Raises StepRefused for a number that is none."""
    if FACTS[key] != "number":
        return json.dumps(value.strip(), ensure_ascii=False).replace("\x7f", "\\u007F")
    if not (value.strip().isascii() and value.strip().isdigit()) or int(value) > LARGEST:
        raise StepRefused(say("setup.number", name=say(f"fact.{key}")))
    return str(int(value))


def routes(setup: Blueprint, desk: SetupDesk) -> None:
    """The routes of the rule sheet."""
    folder = desk.folder

    def page(*, error: str = "", status: int = 200, typed: str = "", wrong: tuple[Problem, ...] = ()) -> Response:
        text, plan, problems = checking.open_sheet(folder)
        return desk.page(
            "setup_rules.html",
            error=error,
            status=status,
            text=typed or text,
            there=bool(text),
            typed=bool(typed),
            problems=wrong or problems,
            plan=plan,
            facts=facts_of(text),
            choices=grouped(text),
            procedures=procedures(),
            sections=prose.sections(plan.rules, None) if plan else (),
            of=digest(text.encode()),
            begun=rehearsal_copy.begun(folder),
            changeable=desk.changeable(),
        )

    def keep(data: bytes, told: str) -> None:
        """Put the sheet in its place if it is TOML at all. Raises InputErrors, with the line, for what is not."""
        if len(data) > uploading.MOST_SHEET:
            raise StepRefused(say("setup.too_large", most=size_words(uploading.MOST_SHEET)))
        sheet.toml(data, uploading.SHEET)
        with desk.service.reading() as here:
            uploading.keep(here, uploading.SHEET, data, told=told, by=desk.me().name)

    def attempt(work: Callable[[], None], *, typed: str = "", done: str = "setup.sheet_kept") -> ResponseReturnValue:
        try:
            work()
        except InputErrors as errors:
            return page(error=say("setup.not_kept"), status=422, typed=typed, wrong=errors.problems)
        except DrawError as refused:
            return page(error=message_of(refused), status=status_of(refused), typed=typed)
        return desk.tell(pair(done), "/setup/rules")

    def rewritten(values: Mapping[places.Path, str]) -> None:
        text, _, _ = checking.open_sheet(folder)
        keep(rewriting.rewrite(text, uploading.SHEET, values).text.encode(), "")

    @setup.get("/setup/rules")
    @allow(Who.OPERATOR)
    def rules() -> ResponseReturnValue:
        """Begin, change and read the rule sheet."""
        return page()

    @setup.post("/setup/rules/start")
    @allow(Who.OPERATOR)
    def sheet_start() -> ResponseReturnValue:
        """Begin from a procedure: its rule sheet and its lists with their header only."""

        def work() -> None:
            name = request.form.get("procedure", "")
            if name not in dict(procedures()):
                raise StepRefused(say("setup.choose_procedure"))
            if (folder / uploading.SHEET).is_file() and request.form.get("sure") != "1":
                raise StepRefused(say("setup.replace_sure"))
            files = samples.sheet_of(name)
            keep(files.pop(samples.SHEET), name)
            with desk.service.reading() as here:
                for file, header in files.items():
                    if not (folder / file).exists():
                        uploading.keep(here, file, header, told=name, by=desk.me().name)

        return attempt(work)

    @setup.post("/setup/rules/file")
    @allow(Who.OPERATOR)
    def sheet_file() -> ResponseReturnValue:
        """A rule sheet from a file."""
        return attempt(lambda: keep(*upload(uploading.MOST_SHEET)))

    @setup.post("/setup/rules/text")
    @allow(Who.OPERATOR)
    def sheet_text() -> ResponseReturnValue:
        """The rule sheet as typed."""
        typed = request.form.get("text", "").replace("\r\n", "\n")
        return attempt(lambda: keep(typed.encode(), ""), typed=typed)

    @setup.post("/setup/rules/facts")
    @allow(Who.OPERATOR)
    def sheet_facts() -> ResponseReturnValue:
        """The facts of the session, each in its own line; comments and layout stay."""

        def work() -> None:
            given = {key: request.form[key] for key in FACTS if key in request.form}
            rewritten({("session", key): _toml(key, value) for key, value in given.items()})

        return attempt(work)

    @setup.post("/setup/rules/choices")
    @allow(Who.OPERATOR)
    def sheet_choices() -> ResponseReturnValue:
        """Open choices that were made: the value is written and the mark taken away."""

        def work() -> None:
            text, _, _ = checking.open_sheet(folder)
            there = {f"line-{one.line}": one for one in open_choices.find(text)}
            chosen = {there[k].line: v for k, v in request.form.items() if k in there and v}
            if request.form.get("of") != digest(text.encode()):
                raise StepRefused(say("setup.changed"))
            if not chosen:
                raise StepRefused(say("setup.choose_one"))
            allowed = {one.line: {*one.options, one.value} for one in there.values()}
            if any(value not in allowed[line] for line, value in chosen.items()):
                raise StepRefused(say("setup.choose_one"))
            keep(open_choices.choose(text, uploading.SHEET, chosen).encode(), "")

        return attempt(work, done="setup.chosen")

    @setup.get("/setup/session.toml")
    @allow(Who.OPERATOR, Who.NOTARY)
    def sheet_download() -> ResponseReturnValue:
        """The rule sheet as it stands in the folder."""
        try:
            data = (folder / uploading.SHEET).read_bytes()
        except OSError:
            return desk.page("setup_plain.html", error=say("setup.rules_none"), status=404)
        head = {"Content-Disposition": 'attachment; filename="session.toml"'}
        return Response(data, headers=head, content_type="application/toml; charset=utf-8")

    @setup.get("/setup/words")
    @allow(Who.STAFF)
    def words() -> ResponseReturnValue:
        """The rule sheet read out, in both languages: what is frozen, else what stands in the folder."""
        with desk.service.reading() as here:
            frozen = here.state.notice is not None and request.args.get("of") != "planned"
            if frozen:
                return desk.page("setup_words.html", sections=desk.service.frozen().sections, frozen=True)
        _, plan, _ = checking.open_sheet(folder)
        checked = desk.checked()
        if checked is not None and checked.sound is not None:
            return desk.page("setup_words.html", sections=checked.sound.sections, frozen=False)
        return desk.page("setup_words.html", sections=prose.sections(plan.rules, None) if plan else (), frozen=False)
