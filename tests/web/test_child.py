"""The public side as a child: started, fed, started again; nothing that it does can hold up who speaks to it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import room

from draw.errors import DrawError
from web import child as children
from web.child import Child, Slot
from web.serve import Running

STATE: dict[str, Any] = {"attempt": 1, "n": 1, "stage": "dice", "view": {}}


def state(n: int, **more: object) -> bytes:
    """A projector's state."""
    return json.dumps(STATE | {"n": n} | more).encode()


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert true()


def now(port: int) -> dict[str, Any]:
    """What a phone would be told; nothing while nobody answers."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        link.request("GET", "/state.json")
        found: dict[str, Any] = json.loads(link.getresponse().read())
        return found
    except OSError:
        return {"live": None}
    finally:
        link.close()


def told(port: int) -> int:
    """The number of the last frame that phones have."""
    live = now(port)["live"]
    return 0 if live is None else int(live["n"])


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """The public side over an empty folder."""
    made = Child(str(tmp_path), "127.0.0.1", 0)
    yield made
    made.stop()
    assert not made.alive()


def test_what_is_told_reaches_the_phones(child: Child) -> None:
    """A state arrives as a frame; of many told at once the last counts."""
    child.tell(state(1))
    until(lambda: told(child.port) == 1)
    for n in range(2, 500):
        child.tell(state(n))
    until(lambda: told(child.port) == 499)
    assert now(child.port)["live"]["stage"] == "dice"


def test_frames_come_five_times_a_second_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often the ceremony speaks, the pipe carries no more than phones can use."""
    monkeypatch.setattr(
        children.sys,
        "executable",
        _fake(
            tmp_path,
            "import sys\nprint('port 1', flush=True)\nopen(sys.argv[3] + '/n', 'w').write(str(sum(1 for _ in sys.stdin)))",
        ),
    )
    made = Child(str(tmp_path), "127.0.0.1", 0)
    began = time.monotonic()
    n = 0
    while time.monotonic() - began < 1.1:
        n += 1
        made.tell(state(n))
        time.sleep(0.002)
    made.stop()
    assert n > 100
    assert 3 <= int((tmp_path / "n").read_text()) <= 8


def _fake(tmp_path: Path, code: str) -> str:
    """An executable that runs this Python instead of the public side."""
    (tmp_path / "fake.py").write_text(code)
    path = tmp_path / "fake"
    path.write_text(f'#!/bin/sh\nexec {sys.executable} {tmp_path}/fake.py "$@"\n')
    path.chmod(0o755)
    return str(path)


def test_a_child_that_never_reads_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full pipe: telling stays instant for megabytes of states, and stopping ends in seconds."""
    code = (
        "import time\nprint('port 1', flush=True)\nwhile True:\n    print('viewers 0', flush=True)\n    time.sleep(1)"
    )
    monkeypatch.setattr(children.sys, "executable", _fake(tmp_path, code))
    made = Child(str(tmp_path), "127.0.0.1", 0)
    slowest = 0.0
    big = {"kind": "tiles", "tiles": [{"unit": "x" * 300_000, "members": []}]}
    for n in range(200):
        note = state(n, scene="show", view=big)
        began = time.monotonic()
        made.tell(note)
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.005)
    assert slowest < 1  # a write to the full pipe would never return
    assert made.alive()
    began = time.monotonic()
    made.stop()
    assert time.monotonic() - began < 8
    assert not made.alive()


def test_a_dead_child_is_started_again_on_the_same_port(child: Child) -> None:
    """Killed twice: each time it comes back by itself, with the last state, on the port of the posters."""
    child.tell(state(5))
    until(lambda: told(child.port) == 5)
    port, seen = child.port, {child.pid}
    for _ in range(2):
        os.kill(child.pid, signal.SIGKILL)
        until(lambda: child.pid not in seen and told(port) == 5)
        seen.add(child.pid)
    child.tell(state(6))
    until(lambda: told(child.port) == 6)


def test_a_hanging_child_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped, not dead: it gives no sign of life, so it is ended and started again."""
    code = (
        "import time\nprint('port 1', flush=True)\nwhile True:\n    print('viewers 3', flush=True)\n    time.sleep(0.1)"
    )
    monkeypatch.setattr(children.sys, "executable", _fake(tmp_path, code))
    monkeypatch.setattr(children, "SILENT_SECONDS", 1.0)
    made = Child(str(tmp_path), "127.0.0.1", 0)
    try:
        pid = made.pid
        until(lambda: made.viewers == 3)
        os.kill(pid, signal.SIGSTOP)
        until(lambda: not made.alive() and made.viewers == 0)
        until(lambda: made.pid != pid and made.alive())
        assert not Path(f"/proc/{pid}").exists()
    finally:
        made.stop()


def test_pauses_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that dies at once, again and again, is not started in a loop without pause."""
    code = f"import sys\nopen({str(tmp_path / 'starts')!r}, 'a').write('x')\nprint('port 1', flush=True)"
    monkeypatch.setattr(children.sys, "executable", _fake(tmp_path, code))
    monkeypatch.setattr(children, "DELAYS", (0.1, 0.4, 5.0))
    made = Child(str(tmp_path), "127.0.0.1", 0)
    time.sleep(2.5)
    made.stop()
    assert len((tmp_path / "starts").read_text()) == 3


def test_a_state_that_no_frame_can_be_made_of_is_passed_over(child: Child) -> None:
    """The next one is told; the thread that writes goes on."""
    child.tell(b"no json")
    time.sleep(0.4)
    child.tell(state(2, scene="board", view={"rows": None}))
    time.sleep(0.4)
    child.tell(state(3))
    until(lambda: told(child.port) == 3)


def test_phones_are_counted(child: Child) -> None:
    """The ceremony side knows how many follow, and knows nothing else of them."""
    with socket.create_connection(("127.0.0.1", child.port)) as link:
        link.sendall(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
        until(lambda: child.viewers == 1)
    until(lambda: child.viewers == 0)


def test_it_sees_no_secret_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No DRAW_ variable reaches it: a passphrase may stand in one."""
    monkeypatch.setenv("DRAW_PASSPHRASE", "canary-passphrase")
    made = Child(str(tmp_path), "127.0.0.1", 0)
    try:
        assert b"canary" not in Path(f"/proc/{made.pid}/environ").read_bytes()
        assert b"canary" not in Path(f"/proc/{made.pid}/cmdline").read_bytes()
    finally:
        made.stop()


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    """A refusal in words, and no process left behind."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(DrawError, match=str(taken.getsockname()[1])):
        Child(str(tmp_path), "127.0.0.1", taken.getsockname()[1])


def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """Killed without a word, the ceremony process leaves no public side behind."""
    code = (
        "import sys, time\nfrom web.child import Child\n"
        f"made = Child({str(tmp_path)!r}, '127.0.0.1', 0)\nprint(made.pid, made.port, flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as parent:
        assert parent.stdout is not None
        _, port = map(int, parent.stdout.readline().split())
        parent.kill()
    until(lambda: now(port) == {"live": None})


def test_the_newest_note_counts() -> None:
    """A slot gives each newer note once, the newest, and nothing after it is closed."""
    slot = Slot()
    slot.put(b"a")
    slot.put(b"b")
    found = slot.newer(0)
    assert found == (2, b"b")
    late: list[object] = []
    waiting = threading.Thread(target=lambda: late.append(slot.newer(2)))
    waiting.start()
    slot.close()
    waiting.join(2)
    assert late == [None]


def test_acts_of_the_ceremony_reach_a_phone(tmp_path: Path) -> None:
    """The whole way: an act in the session, the watcher, the pipe, the stream, within a second; no name on it."""
    session = room.freeze(tmp_path / "s")
    with Running(session, port=0, public_port=0) as running:
        link = http.client.HTTPConnection("127.0.0.1", running.public_port, timeout=5)
        link.request("GET", "/events")
        answer = link.getresponse()
        until(lambda: running.public_viewers == 1)
        began = time.monotonic()
        session.convene()
        for line in answer:
            if line.startswith(b"data:") and b'"stage":"commit"' in line:
                break
        assert time.monotonic() - began < 1.5
        assert not any(name in line.decode() for name in room.NAMES)
        answer.close()
        link.close()
