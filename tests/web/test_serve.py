"""Both sides as they run: real sockets on 127.0.0.1, a child that may die, a stop that leaves nothing behind."""

import http.client
import os
import signal
import socket
import time
from pathlib import Path

import pytest
import room

from draw.errors import DrawError
from web.serve import Running


def get(port: int, path: str) -> tuple[int, bytes]:
    """One request over a socket of its own."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    link.request("GET", path)
    answer = link.getresponse()
    data = answer.status, answer.read()
    link.close()
    return data


def test_both_sides_run_and_the_childs_death_touches_nothing(tmp_path: Path) -> None:
    """The public side can be killed in the middle: the hall goes on, the desk says it, the stop is clean."""
    session = room.freeze(tmp_path / "s")
    with Running(session, port=0, public_port=0) as running:
        public = int(running.public_url.rstrip("/").rsplit(":", 1)[1])
        assert get(running.port, "/hall")[0] == 200
        assert get(public, "/")[0] == 200
        os.kill(running.public_pid, signal.SIGTERM)
        deadline = time.monotonic() + 5
        while running._child.alive() and time.monotonic() < deadline:
            time.sleep(0.02)
        session.convene()
        assert get(running.port, "/hall")[0] == 200
        port = running.port
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_pages_follow_whoever_holds_the_session(tmp_path: Path) -> None:
    """A line that another holder of the session writes is on an open stream within a second."""
    session = room.freeze(tmp_path / "s")
    with Running(session, port=0, public_port=0) as running:
        link = http.client.HTTPConnection("127.0.0.1", running.port, timeout=5)
        link.request("GET", "/events", headers={"Last-Event-ID": "1"})
        answer = link.getresponse()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert any(line.startswith(b"data") for line in answer)
        began = time.monotonic()
        session.convene()
        assert any(line == b"id: 2\n" for line in answer)
        assert time.monotonic() - began < 1
        answer.close()
        link.close()
        deadline = time.monotonic() + 6
        while running.feed.streams and time.monotonic() < deadline:
            time.sleep(0.05)
        assert running.feed.streams == 0


def test_streams_beyond_the_limit_never_block_the_desk(tmp_path: Path) -> None:
    """With every stream taken the next gets 503, and pages answer as before."""
    session = room.freeze(tmp_path / "s")
    with Running(session, port=0, public_port=0, most_streams=4) as running:
        held: list[http.client.HTTPConnection | http.client.HTTPResponse] = []
        for _ in range(4):
            link = http.client.HTTPConnection("127.0.0.1", running.port, timeout=5)
            link.request("GET", "/events")
            answer = link.getresponse()
            answer.readline()
            held += [answer, link]
        assert get(running.port, "/events")[0] == 503
        assert get(running.port, "/login")[0] == 200
        for one in held:
            one.close()


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    """Instead of a traceback; and the child is not left behind."""
    session = room.freeze(tmp_path / "s")
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(DrawError, match="taken"):
        Running(session, port=taken.getsockname()[1], public_port=0)


def test_listening_everywhere_is_refused(tmp_path: Path) -> None:
    """The Host check needs one address."""
    with pytest.raises(DrawError, match="one address"):
        Running(room.freeze(tmp_path / "s"), host="0.0.0.0")


def test_a_start_in_the_middle_is_in_the_minutes_and_on_the_screen(tmp_path: Path) -> None:
    """`resume` is written once, and the hall says that nothing is lost."""
    session = room.freeze(tmp_path / "s")
    room.board_of(session)
    with Running(session, port=0, public_port=0) as running:
        assert session.lines[-1].kind == "resume"
        assert "nothing is lost" in get(running.port, "/state.json")[1].decode()


def test_play_turns_the_show_to_its_end(tmp_path: Path) -> None:
    """What a demo needs: every page once, then it returns."""
    session = room.freeze(tmp_path / "s")
    with Running(session, port=0, public_port=0) as running:
        running.play(0)
        assert session.store.show() == []
        room.hold(session)
        running.play(0)
        show = running.service.show()
        assert show is not None and len(session.store.show()) == len(show.frames)
