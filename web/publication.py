"""The published result page: one file that works from any web server or disk, and says when it ends (R50, R51)."""

from draw.publication import Publication
from web.standalone import embedded, page


def _made(found: Publication, state: str) -> bytes:
    return page(
        "publication.html",
        modules=("dom.js", "publication.js"),
        styles=("base.css", "publication.css"),
        family="published.",
        p=found,
        state=state,
        data=embedded(found.data()),
    )


def opened(found: Publication) -> bytes:
    """The page with results and look-up; the same publication always gives the same bytes."""
    return _made(found, "open")


def closed(found: Publication) -> bytes:
    """The page that takes its place when the publication has ended: no code is in it."""
    return _made(found, "closed")
