"""What the next press will show, and which codes are to be compared now, in words and before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from draw import statement
from draw.ceremony import Stage
from draw.edges.session import Session
from draw.hashing import digest, read_aloud
from draw.words import pair
from web.service import Service
from web.show import Show

Pair = tuple[str, str]
_PAGED: Final = ("draw", "closed", "summary", "places", "grid", "list")
_COUNTED: Final = ("lines", "fill", "seats")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A hash that people compare with paper, with its read-aloud code."""

    label: Pair
    hash: str
    aloud: str


def coming(service: Service, views: Sequence[str], at: str) -> Pair:
    """What "next" on the screen will show."""
    place = views.index(at) + 1 if at in views else 0
    if place < len(views):
        return _view(views, place)
    show, shown = service.show(), service.position.shown
    if show is not None and shown < len(show.frames):
        return _frame(show, shown)
    return pair("floor.coming_none")


def _view(views: Sequence[str], place: int) -> Pair:
    zh, en = pair(f"view.{views[place].partition(':')[0]}")
    scene = views[place].partition(":")[0]
    same = [v for v in views if v.partition(":")[0] == scene]
    if len(same) == 1:
        return zh, en
    return pair("floor.coming_view", zh=zh, en=en, at=same.index(views[place]) + 1, of=len(same))


def _frame(show: Show, shown: int) -> Pair:
    frame = show.frames[shown]
    if frame.kind in ("schools", "final"):
        return pair(f"floor.coming_{frame.kind}")
    page = show.page(shown)
    if frame.kind in _PAGED:
        return pair(f"floor.coming_{frame.kind}", title=page["title"])
    if frame.kind in _COUNTED:
        return pair(f"floor.coming_{frame.kind}", title=page["title"], first=frame.new + 1, last=frame.last)
    ranks = [tile["rank"] for tile in page["tiles"][page["new"] :]]
    if len(ranks) == 1:
        return pair("floor.coming_one", title=page["title"], first=ranks[0])
    return pair("floor.coming_tiles", title=page["title"], first=ranks[0], last=ranks[-1])


def _code(key: str, value: str) -> Code:
    return Code(label=pair(f"floor.code_{key}"), hash=value, aloud=read_aloud(value))


def codes(session: Session) -> list[Code]:
    """The codes to compare with paper at this stage, the most important first."""
    state = session.state
    if state.notice is None:
        return []
    notice = _code("notice", state.notice_hash)
    if state.stage is Stage.VOID:
        return [_code("void", state.void_hash), notice]
    if session.sealed():
        signed = session.store.file(session.attempt, "statement.txt")
        found = [_code("result", statement.result_hash(signed)), _code("statement", digest(signed))]
        return [*found, _code("seed", state.seed), notice]
    if state.seed:
        return [_code("seed", state.seed), notice]
    transcripts = [
        _code(key, str(line.body["transcript"]))
        for kind, key in (("dice", "dice"), ("reveal-close", "reveals"))
        for line in session.lines
        if line.kind == kind
    ]
    if transcripts:
        return [*transcripts[:1], notice]
    if state.board_hash:
        return [_code("board", state.board_hash), notice]
    return [notice, _code("program", state.notice.program)]
