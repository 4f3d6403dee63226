"""What the public side is told: every field chosen, none that names a person (R50), each frame whole by itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import district
import pytest
import room

from draw.edges.session import Session
from web.broadcast import frame
from web.view import build, views

Walk = Callable[[Session], None]
MOST_BYTES = 8192
KEYS = {
    "attempt", "n", "session", "stage", "stage_words", "rehearsal", "voided", "rehearsals", "notice", "result", "head",
    "blank", "band", "count", "clock", "show",
}  # fmt: skip


def frame_now(place: room.Room) -> dict[str, Any]:
    """The frame of this moment, made of the state as it goes to the child."""
    return frame(json.loads(json.dumps(build(place.service))))


def names(session: Session) -> list[str]:
    """Everything that could name a child, masked or not."""
    rows = [row.split(",") for row in session.store.file(1, "private/roster.csv").decode().splitlines()[1:]]
    return [*room.NAMES, *room.IDS, *(row[3] for row in rows), room.NAMES[0][0] + "*"]


def every_frame(place: room.Room) -> list[dict[str, Any]]:
    """The frames of all views there are now, the present one last."""
    place.feed.poke()
    found = []
    for view in views(place.service):
        place.service.display.looking = view
        found.append(frame_now(place))
    place.service.display.looking = ""
    return [*found, frame_now(place)]


def test_no_frame_of_a_whole_ceremony_names_anybody(tmp_path: Path) -> None:
    """From the freeze to the last page of the show, whatever the projector shows or looks back at."""
    session = room.freeze(tmp_path / "s")
    place = room.Room(session)
    forbidden = names(session)
    steps: list[Walk] = [
        room.board_of,
        lambda s: s.reveal("W01", room.secret("W01")),
        lambda s: s.close_reveal(),
        lambda s: [s.type_dice(role, room.DICE) for role in ("operator", "checker")] and None,
        lambda s: s.confirm_dice(),
        lambda s: s.open_envelopes(),
        lambda s: [s.open_paper(p, room.secret(p)) for p in ("A1", "N1")] and None,
        lambda s: s.finish(),
    ]
    frames = every_frame(place)
    for step in steps:
        step(session)
        frames += every_frame(place)
    while place.service.advance():
        frames.append(frame_now(place))
    frames += every_frame(place)
    show = place.service.show()
    assert show is not None and "阚**" in str([show.page(k) for k in range(len(show.frames))])  # the projector has them
    text = json.dumps(frames, ensure_ascii=False)
    assert [word for word in forbidden if word in text] == []
    assert all(set(f) <= KEYS for f in frames)
    assert all(len(json.dumps(f, ensure_ascii=False).encode()) < MOST_BYTES for f in frames)
    assert {f["stage"] for f in frames} >= {"objections", "reveal", "dice", "envelopes", "seeded", "done"} - {"seeded"}
    codes = {m["code"] for f in frames if f["show"] for t in f["show"]["tiles"] for m in t["members"]}
    assert codes and codes <= {f"{n:04}" for n in range(1, 13)}


def test_every_kind_of_draw_is_told_by_codes(tmp_path: Path) -> None:
    """Shortlists, preferences, nearest schools, quotas: tiles with code, rank, school; no name on any page."""
    session = district.freeze(tmp_path / "d")
    room.hold(session)
    place = room.Room(session)
    forbidden = names(session)
    forms = set()
    while place.service.advance():
        found = frame_now(place)
        text = json.dumps(found, ensure_ascii=False)
        assert [word for word in forbidden if word in text] == []
        assert len(text.encode()) < MOST_BYTES
        show = found["show"]
        forms.add(show.get("form"))
        for tile in show["tiles"]:
            assert set(tile) == {"rank", "unit", "size", "in", "waits", "members"}
            assert all(set(m) == {"code", "in", "school", "choice"} for m in tile["members"])
    assert forms >= {"admission", "shortlist", "preferences", "nearest"}


def test_what_is_not_chosen_is_not_passed_on() -> None:
    """A name put anywhere into a state, under any key that a later page might use, stays in the hall."""
    tile = {
        "rank": 1,
        "unit": "0001",
        "members": [{"code": "0001", "name": "阚鸢樾", "who": "阚鸢樾"}],
        "caption": "阚鸢樾",
    }
    view = {"kind": "tiles", "tiles": [tile], "notes": ["阚鸢樾"], "speaker": "阚鸢樾", "rows": [{"name": "阚鸢樾"}]}
    state = {"scene": "show", "n": 1, "attempt": 1, "view": view, "people": ["阚鸢樾"], "band": None, "host": "阚鸢樾"}
    assert "阚" not in json.dumps(frame(state), ensure_ascii=False)
    for scene in ("title", "board", "reveals", "envelopes", "lookup", "people"):
        told = frame(state | {"scene": scene, "view": view | {"count": 1}})
        assert "阚" not in json.dumps(told, ensure_ascii=False)
    banded = frame(state | {"band": {"kind": "wait", "words": ["a", "b"], "who": "阚鸢樾"}})
    assert banded["band"] == {"kind": "wait", "words": ["a", "b"]}


def test_counts_of_each_step() -> None:
    """How many of how many, where a step counts; the clock of the reveals."""
    view: dict[str, Any] = {"count": 2, "rows": [{}, {}, {}]}
    assert frame({"scene": "board", "view": view})["count"] == {"done": 2, "of": 3}
    assert frame({"scene": "envelopes", "view": view})["count"] == {"done": 2, "of": 3}
    assert frame({"scene": "dice", "view": {"values": ["1", "2"], "count": 10}})["count"] == {"done": 2, "of": 10}
    assert frame({"scene": "pool", "view": {"rows": [], "children": 3}})["count"] is None
    reveals = frame({"scene": "reveals", "view": view | {"left": 65, "ticking": True}})
    assert reveals["clock"] == {"left": 65, "ticking": True}


def test_looking_back_leaves_the_phones_where_the_ceremony_is() -> None:
    """The hall may look at an earlier page; phones are told the stage alone."""
    view = {"count": 2, "rows": [{}], "left": 3, "ticking": True, "kind": "tiles", "tiles": []}
    for scene in ("board", "reveals", "show"):
        told = frame({"scene": scene, "view": view, "back": True, "stage": "done"})
        assert (told["count"], told["clock"], told["show"]) == (None, None, None)
        assert told["stage"] == "done"


def test_before_the_freeze(tmp_path: Path) -> None:
    """A state of nothing at all gives a frame of nothing."""
    told = frame({"attempt": 0, "n": 0, "stage": "start", "scene": "empty", "view": {}})
    assert told["n"] == 0 and told["show"] is None and "notice" not in told


@pytest.mark.parametrize("key", ["notice", "head"])
def test_hashes_are_whole(tmp_path: Path, key: str) -> None:
    """Notice and head are the whole hashes, so that any phone's picture is evidence."""
    place = room.Room(room.freeze(tmp_path / "s"))
    assert len(frame_now(place)[key]) == 64
