"""The programme page: sibling sessions' public folders -> the page of their chain; or one file for anybody (SPEC §14).

Only public folders are read, and of them only the files that the page needs.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from draw.chaining import programme
from draw.chaining.programme import Programme, Source, Station
from draw.dates import when
from draw.errors import FormatError
from draw.hashing import digest, read_aloud
from web.catalogue import t

_HERE: Final = Path(__file__).parent
MOST: Final = 100  # sibling sessions
NEEDED: Final = (
    "notice.json", "rules.json", "pool.csv", "results.csv", "tables/draws.csv", "tables/waiting.csv", "statement.txt",
    "void.txt",
)  # fmt: skip


def files_of(public: Path) -> dict[str, bytes]:
    """The files of a record that its station is made of; links are not followed."""
    paths = [public / name for name in NEEDED]
    paths += sorted(p for p in public.glob("amendments/[0-9][0-9][0-9][0-9]/*") if not p.parent.is_symlink())
    return {p.relative_to(public).as_posix(): p.read_bytes() for p in paths if p.is_file() and not p.is_symlink()}


def _state(public: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a public folder has changed: a station is made again only then."""
    found = []
    for path in (public / "notice.json", public / "statement.txt", public / "void.txt", public / "amendments"):
        try:
            status = path.stat()
        except OSError:
            continue
        numbers = len(os.listdir(path)) if path.is_dir() else status.st_size
        found.append((path.name, status.st_mtime_ns, numbers))
    return tuple(found)


@lru_cache(maxsize=MOST)
def _station(public: Path, state: tuple[tuple[str, int, int], ...]) -> Station | None:
    try:
        return programme.station(Source(name=public.parent.name, files=files_of(public), href=""))
    except (FormatError, KeyError, ValueError, OSError):
        return None  # half-written or no record: the next look may have it


def _stations(public: Path) -> Iterator[Station]:
    """Of this session and the sessions beside it that have published anything."""
    beside = sorted(p for p in public.parent.parent.glob(f"*/{public.name}") if not p.is_symlink())
    for folder in [public, *(p for p in beside if p != public)][:MOST]:
        if (folder / "notice.json").is_file():
            found = _station(folder, _state(folder))
            if found is not None:
                yield found


def around(public: Path) -> Programme | None:
    """The programme of the chain of this public folder; None where there is no chain to show."""
    try:
        ours = digest((public / "notice.json").read_bytes())
    except OSError:
        return None
    found = programme.chain_of(_stations(public), ours)
    alone = len(found.stations) < 2 and not any(s.after for s in found.stations)
    return None if alone else found


def facts(found: Programme) -> dict[str, Any]:
    """What the templates are given."""
    return {"p": found, "rehearsal": programme.is_rehearsal(found), "aloud": read_aloud}


def page(found: Programme) -> str:
    """One file: no script, no other file, no network."""
    environment = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
    environment.globals |= {"t": t, "when": when}
    style = (_HERE / "static" / "programme.css").read_text(encoding="utf-8")
    text = environment.get_template("programme_file.html").render(style=Markup(style), **facts(found))
    return text if text.endswith("\n") else f"{text}\n"
