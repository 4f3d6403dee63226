"""The public side's connections: limits that hold against slow, silent, greedy and broken phones, and streams that lose nothing."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import room
from phones import ROOT, alone, serving

from web.public import server as limits
from web.public.hub import MOST_WAITING, Hub
from web.public.moment import Now
from web.public.record import Record
from web.public.server import Connection, Server
from web.public.site import Site

Act = Callable[["Side"], Coroutine[Any, Any, None]]
GET = b"GET /generate_204 HTTP/1.1\r\nHost: hall\r\n\r\n"


class Side:
    """A public side in this process, on a port of its own."""

    def __init__(self, folder: Path, most: int) -> None:
        self.now = Now(Record(folder).look())
        self.hub = Hub(max(1, most - 2))
        self.threads = ThreadPoolExecutor(2)
        self.server = Server(Site(Record(folder), self.now, self.threads), self.now, self.hub, most)
        self.writers: list[asyncio.StreamWriter] = []
        self.port = 0

    def tell(self, n: int, **more: object) -> None:
        """A frame of the ceremony side."""
        self.now.tell({"attempt": 1, "n": n, **more})
        self.hub.tell(self.now.moment.event)

    async def open(self, first: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection that has sent `first`."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        self.writers.append(writer)
        writer.write(first)
        return reader, writer

    async def ask(self, data: bytes) -> bytes:
        """Everything that comes back until the connection ends, at most five seconds."""
        reader, writer = await self.open(data)
        found = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        return found

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something, at most five seconds."""
        deadline = time.monotonic() + 5
        while not true() and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        assert true()


@asynccontextmanager
async def running(folder: Path, most: int = 100) -> AsyncIterator[Side]:
    """The side while it runs."""
    side = Side(folder, most)
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Connection(side.server), "127.0.0.1", 0)
    side.port = listening.sockets[0].getsockname()[1]
    jobs = [loop.create_task(side.hub.run()), loop.create_task(side.server.sweep())]
    try:
        yield side
    finally:
        listening.close()
        for connection in list(side.server.connections):
            connection.drop()
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        for writer in side.writers:
            writer.transport.abort()
        side.threads.shutdown()
        await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one long file."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "pool.csv").write_bytes(b"0123456789abcdef" * 2**18)  # 4 MiB
    return folder


def run(act: Act, folder: Path, most: int = 100) -> None:
    """Run an act against a side."""

    async def all_of_it() -> None:
        async with running(folder, most) as side:
            await act(side)

    alone(all_of_it())


def test_requests_follow_each_other_on_one_connection(folder: Path) -> None:
    """Keep-alive, and several requests sent at once are answered in order."""

    async def act(side: Side) -> None:
        reader, writer = await side.open(GET + GET + b"GET /ncsi.txt HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        found = await asyncio.wait_for(reader.read(), 5)
        assert found.count(b"HTTP/1.1 204") == 2 and found.endswith(b"Microsoft NCSI")
        writer.close()

    run(act, folder)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),  # no Host
        (b"GET / HTTP/2.0\r\nHost: h\r\n\r\n", 400),
        (b"get / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: h\r\n folded: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: h\r\nX: \x00\r\n\r\n", 400),
        (b"GET relative HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", 405),
        (b"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", 413),
        (b"GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 9000, 431),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100 + b"\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),  # somebody tries https
    ],
)
def test_what_two_readers_could_read_in_two_ways_is_refused(folder: Path, request_: bytes, status: int) -> None:
    """Each such request gets its status once, and the connection ends."""

    async def act(side: Side) -> None:
        found = await side.ask(request_)
        assert found.startswith(f"HTTP/1.1 {status} ".encode()) and found.count(b"HTTP/1.1 ") == 1

    run(act, folder)


def test_who_sends_slowly_is_let_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then does not prolong the time for a request; saying nothing at all neither."""
    monkeypatch.setattr(limits, "HEAD_SECONDS", 0.5)

    async def act(side: Side) -> None:
        silent, _ = await side.open()
        reader, writer = await side.open(b"GET / HT")
        began = time.monotonic()
        while not reader.at_eof() and time.monotonic() - began < 5:
            writer.write(b"T")
            with suppress(TimeoutError, OSError):
                await asyncio.wait_for(reader.read(1), 0.1)
        assert reader.at_eof() and time.monotonic() - began < 3
        assert await asyncio.wait_for(silent.read(), 3) == b""
        await side.until(lambda: not side.server.connections)

    run(act, folder)


def test_who_says_no_more_is_let_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection kept open between requests ends after its time."""
    monkeypatch.setattr(limits, "IDLE_SECONDS", 0.3)

    async def act(side: Side) -> None:
        assert b"204" in await side.ask(GET)
        await side.until(lambda: not side.server.connections)

    run(act, folder)


def test_who_reads_slowly_holds_little_and_is_let_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """4 MiB for a phone that reads nothing: a few pieces wait, not the file, and its time ends."""
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(limits, "SLOWEST", 2**30)

    async def act(side: Side) -> None:
        link = socket.create_connection(("127.0.0.1", side.port))
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.sendall(b"GET /record/pool.csv HTTP/1.1\r\nHost: h\r\n\r\n")
        await asyncio.sleep(0.3)
        (connection,) = side.server.connections
        assert 0 < connection._transport.get_write_buffer_size() <= 2 * limits.PIECE
        await side.until(lambda: not side.server.connections and not side.server.tasks)
        link.close()

    run(act, folder)


def test_a_long_file_arrives_whole(folder: Path) -> None:
    """Piece by piece, to several at once, byte for byte; a phone that goes in the middle disturbs nobody."""

    async def act(side: Side) -> None:
        request = b"GET /record/pool.csv HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
        _, goes = await side.open(request)
        goes.transport.abort()
        for found in await asyncio.gather(*(side.ask(request) for _ in range(5))):
            assert found.partition(b"\r\n\r\n")[2] == (folder / "pool.csv").read_bytes()

    run(act, folder)


def test_no_room_is_said(folder: Path) -> None:
    """Beyond the most connections: 503 at once; pages still have room when all streams are taken."""

    async def act(side: Side) -> None:
        streams = [await side.open(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n") for _ in range(4)]
        for reader, _ in streams[:3]:
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        assert (await streams[3][0].readline()).startswith(b"HTTP/1.1 503")
        streams[3][1].close()
        await side.until(lambda: len(side.server.connections) == 3)
        held = [await side.open(GET) for _ in range(2)]
        assert [(await reader.readline())[:12] for reader, _ in held] == [b"HTTP/1.1 204"] * 2
        found = await side.ask(GET)
        assert found.startswith(b"HTTP/1.1 503") and b"Retry-After" in found

    run(act, folder, most=5)


async def event(reader: asyncio.StreamReader) -> dict[str, str]:
    """The next event of a stream, as its fields."""
    while True:
        text = (await asyncio.wait_for(reader.readuntil(b"\n\n"), 5)).decode()
        fields = dict(
            line.split(": ", 1) for line in text.strip().split("\n") if ": " in line and not line.endswith("\r")
        )
        if "event" in fields:
            return fields


def test_late_joiners_need_nothing_else(folder: Path) -> None:
    """Whoever joins or comes again with since= gets the whole state at once, with its number, and then what happens."""

    async def act(side: Side) -> None:
        side.tell(7, stage="dice")
        for since in (b"", b"?since=3", b"?since=7"):
            reader, writer = await side.open(
                b"GET /events" + since + b" HTTP/1.1\r\nHost: h\r\nLast-Event-ID: 3\r\n\r\n"
            )
            first = await event(reader)
            assert (first["event"], first["id"]) == ("state", "7")
            assert json.loads(first["data"])["live"] == {"attempt": 1, "n": 7, "stage": "dice"}
            assert (await event(reader))["event"] == "hb"
            writer.close()
        reader, _ = await side.open(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
        await event(reader)
        await event(reader)
        side.tell(8)
        assert (await event(reader))["id"] == "8"

    run(act, folder)


def test_no_frame_is_lost_and_none_is_out_of_order(folder: Path) -> None:
    """Three hundred phones hear every one of forty frames, in order, whatever moment they joined at."""

    async def act(side: Side) -> None:
        streams = [await side.open(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n") for _ in range(300)]
        await side.until(lambda: len(side.hub) == 300)
        for n in range(1, 41):
            side.tell(n)
            await asyncio.sleep(0.02)
        for reader, _ in streams:
            numbers = [0]
            while numbers[-1] < 40:
                found = await event(reader)
                numbers += [int(found["id"])] if found["event"] == "state" else []
            assert numbers[-40:] == list(range(1, 41))

    run(act, folder, most=400)


def test_too_many_waiting_frames_leave_the_newest() -> None:
    """Each frame says everything: what cannot be sent in time is left out from the oldest on."""

    class Phone:
        def __init__(self) -> None:
            self.got = b""

        def push(self, data: bytes) -> None:
            self.got += data

    async def act() -> None:
        hub, phone = Hub(1), Phone()
        hub.join(phone)
        for n in range(100):
            hub.tell(b"%d " % n)
        job = asyncio.create_task(hub.run())
        await asyncio.sleep(0.05)
        job.cancel()
        assert phone.got.split() == [b"%d" % n for n in range(100 - MOST_WAITING, 100)]

    alone(act())


def test_a_follower_that_does_not_read_is_dropped_and_may_come_again(folder: Path) -> None:
    """Its buffer passes the limit, it is let go; the others hear everything; coming again it has the newest state."""

    async def act(side: Side) -> None:
        link = socket.create_connection(("127.0.0.1", side.port))
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.sendall(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
        reader, _ = await side.open(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
        await side.until(lambda: len(side.hub) == 2)
        heard, n = 0, 0
        while len(side.hub) == 2 and n < 3000:
            n += 1
            side.tell(n, padding="x" * 20_000)
            found = await event(reader)
            heard = int(found["id"]) if "id" in found else heard
        assert len(side.hub) == 1 and len(side.server.connections) == 1
        while heard < n:
            found = await event(reader)
            heard = int(found.get("id", heard))
        again, _ = await side.open(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
        assert (await event(again))["id"] == str(n)
        link.close()

    run(act, folder)


def test_polling_costs_nothing_while_nothing_happens(folder: Path) -> None:
    """/state.json: 200 with the state, 204 for ?v= and ?since= of the same, 200 after the next frame."""

    async def act(side: Side) -> None:
        async def poll(query: str) -> tuple[int, Any]:
            found = await side.ask(f"GET /state.json{query} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
            head, _, body = found.partition(b"\r\n\r\n")
            return int(head.split()[1]), json.loads(body) if body else None

        side.tell(4)
        status, state = await poll("")
        assert status == 200 and state["n"] == 4
        same = f"?since=4&v={state['v']}"
        assert await poll(same) == (204, None)
        assert (await poll(f"?since=3&v={state['v']}"))[0] == 200
        side.tell(5)
        assert (await poll(same))[1]["n"] == 5

    run(act, folder)


# -- the process -----------------------------------------------------------------------------------------------------------


def ask(port: int, path: str) -> bytes:
    """One answer over a socket of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        found = b""
        while part := link.recv(65536):
            found += part
        return found


def test_fed_by_its_parent_and_ends_with_it(tmp_path: Path) -> None:
    """Frames come over standard input, nonsense is passed over, the end of the input ends the process at once."""
    with serving(tmp_path, "--with-parent") as side:
        assert side.process.stdin is not None
        side.process.stdin.write(b"\xff nonsense\n[1]\n{}\n" + b"{" * 100 + b"\n")
        side.tell({"attempt": 2, "n": 9, "stage": "board"})
        deadline = time.monotonic() + 5
        while b'"n":9' not in ask(side.port, "/state.json") and time.monotonic() < deadline:
            time.sleep(0.05)
        assert b'"live":{"attempt":2,"n":9,"stage":"board"}' in ask(side.port, "/state.json")
        side.process.stdin.close()
        assert side.process.wait(timeout=5) == 0


def test_says_how_many_follow(tmp_path: Path) -> None:
    """`viewers N` on standard output: at the beginning, and when somebody comes or goes."""
    with serving(tmp_path, "--with-parent") as side:
        assert side.said.readline() == b"viewers 0\n"
        with socket.create_connection(("127.0.0.1", side.port)) as link:
            link.sendall(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
            assert side.said.readline() == b"viewers 1\n"
        assert side.said.readline() == b"viewers 0\n"


def test_stands_alone_on_the_files(tmp_path: Path) -> None:
    """Without a parent the stream tells what the folder holds, within two seconds of a change, and beats by name."""
    session = room.freeze(tmp_path / "s")
    with serving(session.public) as side, socket.create_connection(("127.0.0.1", side.port), timeout=6) as link:
        link.sendall(b"GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
        stream = link.makefile("rb")
        told = [json.loads(line[6:]) for line in iter(stream.readline, b"event: hb\n") if line.startswith(b"data: ")]
        assert told[0]["live"] is None and told[0]["record"]["stage"] == "notice"
        assert told[0]["record"]["rehearsal"] is True
        began = time.monotonic()
        room.board_of(session)
        for line in stream:
            if line.startswith(b"data: ") and b'"stage":"board"' in line:
                break
        assert time.monotonic() - began < 4
        began = time.monotonic()
        assert any(line == b"event: hb\n" for line in stream)
        assert time.monotonic() - began < 4


def test_says_nothing_about_who_asks(tmp_path: Path) -> None:
    """No log line holds a path, a query, a code or an address: there is none at all."""
    with serving(tmp_path) as side:
        for path in ("/?code=0417", "/record/0417", "/%zz", "/programme"):
            ask(side.port, path)
        with socket.create_connection(("127.0.0.1", side.port)) as link:
            link.sendall(b"BAD 0417\r\n\r\n")
        side.process.kill()
        assert side.said.read() == b""


def test_the_measurement_measures(tmp_path: Path) -> None:
    """`scripts/bench viewers` with a few phones: both servers, nobody left out, nothing lost by the public side."""
    command = [
        sys.executable,
        str(ROOT / "scripts" / "bench"),
        "viewers",
        "--viewers",
        "20",
        "--rate",
        "5",
        "--seconds",
        "1",
    ]
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "TMPDIR": str(tmp_path)}
    ).stdout
    assert "public side: 20 phones, 5 frames a second: p50" in said and "lost 0 of 100" in said
    assert "floor, a thread a phone: 20 phones" in said
    assert said.count("ceremony side meanwhile: p50") == 2
