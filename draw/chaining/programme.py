"""The sessions of a district's summer on one page: record files -> Programme, codes and counts only (SPEC §14, R29, R50).

It shows what the records say; whether they are right is the verifier's business. Whether one session names another is told
by hashes alone.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from draw import notice, rules
from draw.chaining import earlier
from draw.chaining.earlier import PLACED
from draw.errors import FormatError
from draw.hashing import digest
from draw.notice import Mode
from draw.words import say

SHEET = "session.toml"


class Status(StrEnum):
    """How far a session is."""

    PLANNED = "planned"
    FROZEN = "frozen"
    HELD = "held"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is known of a session: the files of its record so far, session.toml among them if it is at hand.

    `href`: where the record can be read from the page, "" for nowhere.
    """

    name: str
    files: Mapping[str, bytes]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A school in a session; `admitted` (shortlisted, in a shortlist) and `left` are None before the result."""

    code: str
    name: str
    places: int
    admitted: int | None
    left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One hash of `after`. `session`: whose record has it, "" if it is not here; `amended`: that record has grown since."""

    hash: str
    session: str
    amended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One session. Counts are None as long as nobody can know them; hashes "" likewise."""

    session: str
    title: str
    authority: str
    mode: str
    scheduled: str
    status: Status
    draws: tuple[tuple[str, int], ...]  # (kind, how many), in order of first
    attempt: int
    voided: int
    amendments: int
    annulled: bool
    applicants: int | None
    admitted: int | None
    shortlisted: int | None
    unplaced: int | None
    schools: tuple[Cell, ...]
    notice_hash: str
    hashes: tuple[str, ...]  # of statement.txt and of each amendment.txt
    after: tuple[Link, ...]
    continues: bool  # other sessions, even if a planned one does not yet say which
    href: str

    @property
    def statement_hash(self) -> str:
        """Of statement.txt, "" before the result."""
        return self.hashes[0] if self.hashes else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """A school through all sessions; a cell a station, None where the session does not have it."""

    code: str
    name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The whole page."""

    stations: tuple[Station, ...]
    schools: tuple[SchoolRow, ...]

    @property
    def authority(self) -> str:
        """Whose summer it is."""
        return self.stations[0].authority if self.stations else ""


def _kinds(kinds: Iterable[str]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for kind in kinds:
        found[kind] = found.get(kind, 0) + 1
    return tuple(found.items())


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _planned(source: Source) -> Station:
    """From a rule sheet that may not be whole yet: a stage before its freeze names no earlier session."""
    try:
        top = tomllib.loads(source.files[SHEET].decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FormatError(f"{source.name}/{SHEET}", say("chain.not_valid_toml")) from None
    session = top.get("session")
    facts = session if isinstance(session, dict) else {}
    texts = {k: str(facts.get(k, "")) for k in ("id", "title", "authority", "mode", "scheduled")}
    after = facts.get("after")
    cells = tuple(
        Cell(code=str(s.get("code", "")), name=str(s.get("name", "")), places=s["places"], admitted=None, left=None)
        for s in _tables(top.get("schools"))
        if type(s.get("places")) is int
    )
    return Station(
        session=texts["id"] or source.name,
        title=texts["title"] or source.name,
        authority=texts["authority"],
        mode=texts["mode"],
        scheduled=texts["scheduled"],
        status=Status.PLANNED,
        draws=_kinds(dict.fromkeys(str(d.get("kind", "")) for d in _tables(top.get("draws")))),  # one table may be many
        attempt=1,
        voided=0,
        amendments=0,
        annulled=False,
        applicants=None,
        admitted=None,
        shortlisted=None,
        unplaced=None,
        schools=() if isinstance(top.get("carry"), dict) and not after else cells,  # its places are not known yet
        continues=isinstance(top.get("carry"), dict),
        notice_hash="",
        hashes=(),
        after=_links(after) if isinstance(after, list) else (),
        href="",
    )


def _links(values: Iterable[Any]) -> tuple[Link, ...]:
    return tuple(Link(hash=str(value), session="", amended=False) for value in values)


def station(source: Source) -> Station:
    """The station of one session, its links not yet followed. Raises FormatError for files that cannot be read."""
    files = source.files
    if "notice.json" not in files:
        if SHEET not in files:
            raise FormatError(source.name, say("chain.neither_notice_json_nor_session"))
        return _planned(source)
    frozen, terms = notice.read(files["notice.json"]), rules.read(files["rules.json"])
    held = "statement.txt" in files
    void = "void.txt" in files and not held
    found = earlier.read(files, source.name, None) if held else None
    counts = [outcome for outcome, _ in found.outcomes.values()] if found else []
    placed, listed = sum(o in PLACED for o in counts), counts.count("shortlisted")
    at: dict[str, int] = {}
    for outcome, school in found.outcomes.values() if found else ():
        if outcome in PLACED or outcome == "shortlisted":
            at[school] = at.get(school, 0) + 1
    return Station(
        session=frozen.session,
        title=frozen.title,
        authority=frozen.authority,
        mode=str(frozen.mode),
        scheduled=frozen.scheduled,
        status=Status.HELD if held else Status.VOID if void else Status.FROZEN,
        draws=_kinds(d.kind for d in terms.draws),
        attempt=frozen.attempt,
        voided=frozen.attempt - 1 + void,
        amendments=len(found.hashes) - 1 if found else 0,
        annulled=bool(found and found.annulled),
        applicants=frozen.applicants,
        admitted=placed if found else None,
        shortlisted=listed if found else None,
        unplaced=frozen.applicants - placed - listed if found else None,
        schools=tuple(
            Cell(
                code=s.code, name=s.name, places=s.places, admitted=at.get(s.code, 0) if found else None,
                left=found.left[s.code] if found else None,
            )
            for s in terms.schools
        ),
        notice_hash=digest(files["notice.json"]),
        hashes=found.hashes if found else (),
        after=_links(frozen.after),
        continues=bool(frozen.after),
        href=source.href,
    )  # fmt: skip


def _linked(one: Station, owners: Mapping[str, Station]) -> Station:
    """The station with its hashes followed to the sessions whose records are here."""
    links = []
    for link in one.after:
        owner = owners.get(link.hash)
        amended = owner is not None and owner.hashes[-1] != link.hash
        links.append(Link(hash=link.hash, session=owner.session if owner else "", amended=amended))
    return replace(one, after=tuple(links))


def _ordered(stations: Sequence[Station]) -> list[Station]:
    """Each behind those that it continues; else by scheduled time, then id."""
    waiting = sorted(stations, key=lambda s: (s.scheduled, s.session))
    result: list[Station] = []
    while waiting:
        pending = {value for one in waiting for value in one.hashes}
        ready = next((s for s in waiting if not pending & {link.hash for link in s.after}), waiting[0])
        waiting.remove(ready)
        result.append(ready)
    return result


def of(stations: Iterable[Station]) -> Programme:
    """The Programme of stations in any order; a record that is given twice counts once."""
    kept = {s.notice_hash or f"planned {s.session}": s for s in stations}
    frozen = {s.session for s in kept.values() if s.notice_hash}
    chosen = [s for s in kept.values() if s.notice_hash or s.session not in frozen]
    owners = {value: s for s in chosen for value in s.hashes}
    order = tuple(_linked(s, owners) for s in _ordered(chosen))
    names: dict[str, str] = {}
    for one in order:
        names.update((c.code, names.get(c.code, c.name)) for c in one.schools)
    cells = [{c.code: c for c in one.schools} for one in order]
    rows = tuple(
        SchoolRow(code=code, name=name, cells=tuple(by_code.get(code) for by_code in cells))
        for code, name in names.items()
    )
    return Programme(stations=order, schools=rows)


def chain_of(stations: Iterable[Station], notice_hash: str) -> Programme:
    """The Programme of the one chain to which the session with this notice belongs; empty if there is no such session."""
    rest = list(stations)
    chain = [s for s in rest if s.notice_hash == notice_hash]
    grown = True
    while grown:
        ours = {value for s in chain for value in s.hashes}
        named = {link.hash for s in chain for link in s.after}
        more = [s for s in rest if s not in chain and (ours & {k.hash for k in s.after} or named & set(s.hashes))]
        chain += more
        grown = bool(more)
    return of(chain)


def is_rehearsal(programme: Programme) -> bool:
    """True if any of the sessions is a rehearsal: the page must say so (R13)."""
    return any(s.mode == Mode.REHEARSAL for s in programme.stations)
