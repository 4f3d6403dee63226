"""The pages of this side, made from the public folder alone; each is made once and kept until the record changes."""

from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from draw.allocation.standing import Reason
from draw.dates import when
from draw.hashing import read_aloud
from draw.why import why
from draw.words import WORDS, pair
from web import programme
from web.catalogue import t
from web.public.moment import dumps
from web.public.record import Look, Record
from web.public.wire import Answer

_HERE: Final = Path(__file__).parent.parent
_FAMILIES: Final = ("phone.", "proof.", "outcome.", "event.")
_TABLES: Final = ("show.head_", "show.quota_", "show.class_name", "show.selected", "show.reserve")  # for things.js
# What the phone checks, in the order in which it is told (web/static/check.js reports each of them by this name).
PROOFS: Final = (
    "notice", "rules", "list", "board", "seed", "statement", "signature", "outputs", "order", "row", "amendments",
    "allocation", "papers",
)  # fmt: skip
_CODES: Final = ("notice.json", "board.txt", "seed.txt", "statement.txt", "void.txt")


def inert(value: object) -> Markup:
    """JSON as the content of a script element that is never run: no "<" that could end it."""
    return Markup(dumps(value).decode().replace("<", "\\u003c"))


def phone_words() -> dict[str, Any]:
    """Everything that the phone's scripts say: words by key, and reasons as they are meant in a shortlist and elsewhere (R20)."""
    listed = {str(reason): why(reason, "shortlist") for reason in Reason}
    others = {str(reason): why(reason, "") for reason in Reason}
    return {
        "words": {key: words for key, words in WORDS.items() if key.startswith((*_FAMILIES, *_TABLES))},
        "reasons": {"shortlist": listed, "other": others},
    }


class Pages:
    """Templates and the record they tell of. Called from threads, one call a page at a time."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
        self._templates.globals |= {"t": t, "when": when}
        self._words = phone_words()

    def _page(self, template: str, status: HTTPStatus = HTTPStatus.OK, **facts: object) -> Answer:
        text = self._templates.get_template(template).render(**facts)
        return Answer(status=status, body=text.encode())

    def phone(self, look: Look) -> Answer:
        """The front page: where we are, and one's own child checked on the phone itself."""
        chained = programme.around(self._record.folder) is not None
        facts = inert(self._words)
        return self._page("phone.html", notice=look.notice, stage=look.stage, facts=facts, programme=chained)

    def files(self, look: Look) -> Answer:
        """Every file with its hash, and the codes that are read aloud."""
        copies = [(name, self._record.read(name)) for name in look.names]
        files = [{"name": n, "size": len(c.data), "hash": c.hash} for n, c in copies if c is not None]
        codes = [
            {
                "name": n,
                "words": pair(f"public.code_{n.partition('.')[0]}"),
                "hash": c.hash,
                "aloud": read_aloud(c.hash),
            }
            for n, c in copies
            if c is not None and n in _CODES
        ]
        return self._page("public.html", notice=look.notice, stage=look.stage, files=files, codes=codes)

    def programme(self, look: Look) -> Answer:
        """All sessions of the same chain."""
        found = programme.around(self._record.folder)
        if found is None:
            return self.fault(HTTPStatus.NOT_FOUND, rehearsal=look.rehearsal)
        return self._page("programme.html", **programme.facts(found))

    def fault(self, status: HTTPStatus, *, rehearsal: bool) -> Answer:
        """An error as people see it."""
        key = f"fault.{status.value}" if f"fault.{status.value}" in WORDS else "fault.other"
        return self._page("fault_public.html", status, code=status.value, key=key, rehearsal=rehearsal)
