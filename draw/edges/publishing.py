"""Publishing the results: the page is written, read back and compared; at the end it is closed with a record of it (R50, R51)."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from draw import publication
from draw.edges import durable, folder
from draw.errors import DrawError
from draw.hashing import digest
from draw.publication import Publication
from draw.verify import MISMATCH, verify
from draw.words import say

PAGE: Final = "results.html"
TERMS: Final = "publication.json"
TAKEN_DOWN: Final = "takedown.json"
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST: Final = 64 * 2**20
_SECONDS: Final = 30
_DATA: Final = re.compile(rb'<script type="application/json" id="data">(.*?)</script>', re.S)
_LAST: Final = re.compile(rb"<dd><code>([0-9a-f]{64})</code></dd>")

Make = Callable[[Publication], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was written where."""

    path: Path
    found: Publication


def day(text: str) -> str:
    """The date YYYY-MM-DD. Raises DrawError for anything else."""
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise DrawError(say("publish.bad_date", value=text)) from None


def load(record: Path, *, until: str) -> Publication:
    """The Publication of a record folder (or of a session folder's). Raises DrawError unless it is sound and has a result."""
    place = record if (record / "notice.json").is_file() else record / "public"
    files, odd = folder.read_record(place)
    if "statement.txt" not in files:
        raise DrawError(say("publish.no_result"))
    report = verify(files, odd, notice_hash=None, statement_hash=None)
    if report.verdict == MISMATCH:
        raise DrawError(say("publish.not_sound"))
    return publication.of(files, until=until)


def publish(record: Path, target: Path, *, until: str, today: str, make: Make) -> Published:
    """Write the page into `target`, read it back, and only then give it its name. Raises DrawError."""
    last = day(until)
    if last < today:
        raise DrawError(say("publish.past", until=last, today=today))
    _not_ended(target)
    found = load(record, until=last)
    data = make(found)
    draft = target / f"{PAGE}.part"
    durable.write(draft, data)
    if problem := difference(draft.read_bytes(), data):
        raise DrawError(say("publish.differs", place=draft, what=problem))
    durable.write(target / TERMS, _terms(found, data))
    draft.replace(target / PAGE)
    durable.sync_folder(target)
    return Published(path=target / PAGE, found=found)


def read_back(record: Path, place: str, *, until: str, today: str, make: Make) -> Publication:
    """The Publication if the page at an http(s) address, or in a file, is byte for byte what the record gives.

    Raises DrawError that says what is different, or that its last day is over.
    """
    found = load(record, until=day(until))
    there = _fetch(place)
    if problem := difference(there, make(found)):
        raise DrawError(say("publish.differs", place=place, what=problem))
    if found.until < today:
        raise DrawError(say("publish.overdue", until=found.until))
    return found


def close(record: Path, target: Path, *, today: str, make: Make) -> Path:
    """Put the closed page in the place of the open one; -> the take-down record. Raises DrawError."""
    _not_ended(target)
    until = until_of(target)
    found = load(record, until=until)
    page = target / PAGE
    before = digest(page.read_bytes()) if page.is_file() else "none"
    data = make(found)
    durable.write(page, data)
    told = {
        "format": "takedown1",
        "session": found.session,
        "statement": found.statement,
        "last": found.last,
        "until": until,
        "taken_down": today,
        "removed": before,
        "left": digest(data),
    }
    durable.write(target / TAKEN_DOWN, _json(told))
    return target / TAKEN_DOWN


def until_of(target: Path) -> str:
    """The last day of the publication in a folder. Raises DrawError if there is none."""
    try:
        return day(str(json.loads((target / TERMS).read_bytes())["until"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise DrawError(say("publish.none", path=target)) from None


def difference(there: bytes, ours: bytes) -> str:
    """The first difference in words, "" if there is none: an older result, a code that it shows otherwise, or a byte."""
    if there == ours:
        return ""
    theirs, last = _LAST.findall(there), _LAST.findall(ours)
    if theirs and last and theirs[-1] != last[-1]:
        return say("publish.old", value=theirs[-1].decode(), should=last[-1].decode())
    if found := _other_row(there, ours):
        return found
    at = next((n for n, (a, b) in enumerate(zip(there, ours, strict=False)) if a != b), min(len(there), len(ours)))
    return say("publish.other_bytes", at=at)


def _other_row(there: bytes, ours: bytes) -> str:
    shown, right = _rows(there), _rows(ours)
    for code, pair in right.items():
        if shown and shown.get(code) != pair:
            told = shown.get(code, ("—", "none"))
            return say("publish.shows", code=code, zh=told[0], en=told[1], should_zh=pair[0], should_en=pair[1])
    return ""


def _rows(page: bytes) -> dict[str, tuple[str, str]]:
    """Code -> outcome, school and reason in words, of a page; empty if it cannot be read."""
    block = _DATA.search(page)
    try:
        data = json.loads(block[1]) if block else {}
        return {line[0]: _told(data, line) for line in (text.split(",") for text in data["rows"].split("\n") if text)}
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return {}


def _told(data: Any, line: list[str]) -> tuple[str, str]:
    _, outcome, reason = data["meanings"][int(line[1])]
    school = f" {data['schools'][int(line[2])][0]}" if line[2] else ""
    rank = f" {line[3]}" if line[3] else ""
    return f"{outcome[0]}{school}{rank}（{reason[0]}）", f"{outcome[1]}{school}{rank} ({reason[1]})"


def _terms(found: Publication, page: bytes) -> bytes:
    counts = {"applicants": len(found.rows), "admitted": found.admitted, "notices": found.admitted}
    told = {"format": "publication1", "session": found.session, "attempt": found.attempt, "until": found.until}
    hashes = {"statement": found.statement, "last": found.last, "amendments": found.amendments, "page": digest(page)}
    return _json(told | hashes | counts)


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _not_ended(target: Path) -> None:
    if (target / TAKEN_DOWN).exists():
        raise DrawError(say("publish.closed_already", path=target / TAKEN_DOWN))


def _fetch(place: str) -> bytes:
    """The bytes at an http(s) address or of a file, never from a cache on the way. Raises DrawError."""
    if urllib.parse.urlsplit(place).scheme not in ("http", "https"):
        path = Path(place)
        try:
            return (path / PAGE if path.is_dir() else path).read_bytes()
        except OSError as error:
            raise DrawError(say("publish.unread", place=place, why=error.strerror or type(error).__name__)) from None
    asked = urllib.request.Request(place, headers={"Cache-Control": "no-cache", "Pragma": "no-cache"})
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_MOST)
            return data
    except (OSError, ValueError) as error:
        raise DrawError(say("publish.unread", place=place, why=getattr(error, "reason", error))) from None
