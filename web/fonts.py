"""The pages' type, cut in the background: until it is ready, pages are set in the laptop's own fonts (E22).

Two files. The one that everybody gets holds the characters of the program's own texts, of the frozen public files and of masked
names. What whole names need beyond that is in a second file for people who work the ceremony: which rare characters a list
contains is nobody else's business.
"""

import logging
import string
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import draw
from draw.edges import web_font
from draw.edges.session import Session
from draw.errors import DrawError
from draw.intake import forming
from web.faults import place

log = logging.getLogger("web")
FAMILY: Final = "Draw Sans"
_SOURCES: Final = (
    (Path(draw.__file__).parent, ("*.py",)),
    (Path(__file__).parent, ("*.py", "*.js", "*.css", "*.html")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The characters that everybody's pages need, and those that only staff pages need besides."""

    public: frozenset[str]
    staff: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Both files under their names; "" and nothing where none is needed or made yet."""

    public: str = ""
    staff: str = ""
    files: tuple[bytes, bytes] = (b"", b"")
    characters: frozenset[str] = frozenset()  # of the second file


@cache
def own_texts() -> frozenset[str]:
    """Every character that the program's own sources contain: words, scripts, signs, and ASCII."""
    found = set(string.printable) - set(string.whitespace) | {" "}
    for folder, patterns in _SOURCES:
        for pattern in patterns:
            for path in folder.rglob(pattern):
                found |= set(path.read_text(encoding="utf-8"))
    return _shown(found)


def wanted(session: Session, masked: Iterable[str], more: str) -> Wanted:
    """What the pages of this session need. `masked`: masked names. `more`: what staff pages show before the freeze."""
    public, staff = set(own_texts()), set(more)
    if session.state.notice is not None:
        files = session.store.files(session.attempt)
        for name in ("notice.json", "rules.json"):
            public |= set(session.store.get(files[name][0]).decode())
        public |= set("".join(masked))
        rows = forming.read_roster_csv(session.store.get(files["private/roster.csv"][0]))
        staff |= set("".join(row.name for row in rows))
    return Wanted(public=_shown(public), staff=_shown(staff - public))


def _shown(characters: Iterable[str]) -> frozenset[str]:
    return frozenset(c for c in characters if c.isprintable() or c == "\u3000")


class Fonts:
    """The faces of the moment, and the thread that cuts the next ones."""

    def __init__(self, cache_folder: Path) -> None:
        self._cache = cache_folder
        self._lock = threading.Lock()
        self._wanted: Wanted | None = None
        self._thread: threading.Thread | None = None
        self._on_ready: Callable[[], None] = lambda: None
        self._of: tuple[int, str, str] | None = None
        self.faces = Faces()

    def follow(
        self, session: Session, masked: Callable[[], Iterable[str]], on_ready: Callable[[], None], more: str = ""
    ) -> None:
        """Cut again after a freeze, or when staff pages show `more`; otherwise nothing is read. Returns at once."""
        of = (session.attempt, session.state.notice_hash, more)
        if of != self._of:
            self._of = of
            self.want(wanted(session, masked() if session.state.notice is not None else (), more), on_ready)

    def want(self, what: Wanted, on_ready: Callable[[], None]) -> None:
        """See to it that these characters are there; `on_ready` is called once they are. Returns at once."""
        with self._lock:
            if what == self._wanted:
                return
            self._wanted, self._on_ready = what, on_ready
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="fonts", daemon=True)
                self._thread.start()

    def ready(self, seconds: float) -> bool:
        """Wait for the cutting to end. -> False if it takes longer."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return self._thread is None

    def forget(self) -> None:
        """Nobody waits for it any more: what is being cut is still kept for the next start."""
        with self._lock:
            self._on_ready = lambda: None

    def _work(self) -> None:
        done: Wanted | None = None
        while True:
            with self._lock:
                what, tell = self._wanted, self._on_ready
                if what is None or what == done:
                    self._thread = None
                    return
            try:
                self.faces = self._cut(what)
            except DrawError as error:  # no font on this machine: pages go on with its own
                log.warning("fonts: %s", place(error))
            done = what
            tell()

    def _cut(self, what: Wanted) -> Faces:
        public = web_font.cut(what.public, self._cache)
        staff = web_font.cut(what.staff, self._cache) if what.staff else b""
        return Faces(
            public=web_font.name_of(what.public),
            staff=web_font.name_of(what.staff) if what.staff else "",
            files=(public, staff),
            characters=what.staff,
        )

    def style(self, *, staff: bool) -> str:
        """The style sheet that names the faces; empty while there are none."""
        faces = self.faces
        rules = [_rule(faces.public, "")] if faces.public else []
        if staff and faces.staff:
            codes = ", ".join(f"U+{ord(c):X}" for c in sorted(faces.characters))
            rules.append(_rule(faces.staff, f" unicode-range: {codes};"))
        return "\n".join(rules)

    def file(self, name: str, *, staff: bool) -> bytes:
        """The file of that name; b"" if there is none, or it is not for this person."""
        faces = self.faces
        if name == faces.public:
            return faces.files[0]
        return faces.files[1] if staff and faces.staff and name == faces.staff else b""


def _rule(name: str, more: str) -> str:
    return (
        f'@font-face {{ font-family: "{FAMILY}"; src: url("/font/{name}.woff") format("woff"); font-weight: 100 900;'
        f" font-display: swap;{more} }}"
    )
