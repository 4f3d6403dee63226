"""Events: replay after a number, one state for a late joiner, heartbeat, nothing twice, room for so many."""

import json
from pathlib import Path

import pytest
import room

from web.feed import TooMany


def make(folder: Path) -> room.Room:
    """A room with a closed board: seven ledger lines."""
    session = room.freeze(folder / "s")
    room.board_of(session)
    place = room.Room(session)
    place.feed.poke()
    return place


def test_a_late_joiner_gets_all_lines_and_one_state(tmp_path: Path) -> None:
    """From the beginning: every line once in order with its number as id, then the whole state, then heartbeats."""
    place = make(tmp_path)
    with room.listening(place) as take:
        events = take(9)
    assert [e["id"] for e in events if e["event"] == "line"] == [str(n) for n in range(1, 8)]
    assert [e["event"] for e in events[7:]] == ["state", "hb"]
    state = json.loads(events[7]["data"])
    assert (state["n"], state["scene"]) == (7, "board")


def test_replay_after_the_last_id_without_a_duplicate(tmp_path: Path) -> None:
    """A browser that has 5 gets 6 and 7; what happens later comes once."""
    place = make(tmp_path)
    with room.listening(place, since=5) as take:
        events = take(3)
        assert [e.get("id") for e in events] == ["6", "7", None]
        place.session.open_reveal()
        place.feed.poke()
        later = [e for e in take(2) if e["event"] != "hb"]
        assert [e.get("id") for e in later] == ["8", None]
        assert json.loads(later[1]["data"])["scene"] == "reveals"


@pytest.mark.parametrize(("since", "attempt"), [(99, 1), (3, 9)])
def test_a_number_of_another_ledger_gets_everything(tmp_path: Path, since: int, attempt: int) -> None:
    """After a void the ledger begins anew: a number that is not ours is no excuse to hide lines."""
    with room.listening(make(tmp_path), since=since, attempt=attempt) as take:
        assert [e["id"] for e in take(7)] == [str(n) for n in range(1, 8)]


def test_show_events_go_on_numbering(tmp_path: Path) -> None:
    """After the statement the ids continue with the pages of the show."""
    session = room.freeze(tmp_path / "s")
    room.hold(session)
    place = room.Room(session)
    last = len(session.lines)
    session.store.add_show(1, {"kind": "show", "at": 1, "time": "2026-07-18T10:00:00+08:00"})
    place.feed.poke()
    with room.listening(place, since=last) as take:
        shown, state = take(2)
    assert (shown["id"], json.loads(state["data"])["n"]) == (str(last + 1), last + 1)


def test_the_heartbeat_is_a_named_event_with_the_number(tmp_path: Path) -> None:
    """A page can watch it, and learns from it whether it missed something."""
    with room.listening(make(tmp_path), since=7) as take:
        assert [e["event"] for e in take(4)] == ["state", "hb", "hb", "hb"]


def test_too_many_streams_are_turned_away_and_a_closed_one_makes_room(tmp_path: Path) -> None:
    """503 with Retry-After beyond the limit, so that the desk always has threads; a place is given back once."""
    place = make(tmp_path)
    streams = [place.feed.listen(0, 1, lambda: False) for _ in range(3)]
    with pytest.raises(TooMany):
        place.feed.listen(0, 1, lambda: False)
    answer = place.client.get("/events", headers=room.ORIGIN)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    for _ in range(2):
        streams[0].close()  # type: ignore[attr-defined]
    assert place.feed.streams == 2
    place.feed.listen(0, 1, lambda: False).close()  # type: ignore[attr-defined]


def test_a_stream_ends_when_its_page_is_gone(tmp_path: Path) -> None:
    """The server's word that the client has disconnected ends the generator."""
    place = make(tmp_path)
    stream = place.feed.listen(0, 1, lambda: True)
    assert len(list(stream)) == 1


def test_polling_says_when_nothing_changed(tmp_path: Path) -> None:
    """204 for the same number and version, the whole state otherwise."""
    place = make(tmp_path)
    state = place.state()
    same = f"/state.json?since={state['n']}&v={state['v']}"
    assert place.client.get(same, headers=room.ORIGIN).status_code == 204
    place.session.open_reveal()
    place.feed.poke()
    assert place.client.get(same, headers=room.ORIGIN).json["n"] == 8


def test_progress_reaches_the_pages_during_a_long_act(tmp_path: Path) -> None:
    """What `finish` is doing is an event of its own and no part of the state."""
    place = make(tmp_path)
    with room.listening(place, since=7) as take:
        take(1)
        place.feed.progress("s1")
        events = [e for e in take(2) if e["event"] == "progress"]
    assert json.loads(events[0]["data"]) == {"text": "s1"}
