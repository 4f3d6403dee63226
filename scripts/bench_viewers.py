"""`scripts/bench viewers`: the public side under a hall full of phones, the ceremony side meanwhile, and a plain threaded server as
the floor in the same run.

The public side is started as `draw serve` starts it and fed frames through its standard input; the phones are sockets of another
process; a third serves a sample session and is asked for its state all the time. All on one machine, so the phones' own work is in
the numbers too.
"""

import argparse
import asyncio
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from array import array
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from draw.edges.session import Session  # noqa: E402
from web.serve import Running  # noqa: E402

LIMITS = {5.0: 100, 2.0: 500}  # frames a second -> milliseconds asked of the 99th percentile
CEREMONY_LIMIT = 50
JOIN_SECONDS = 60


def frame(n: int) -> bytes:
    """A frame as large as a page of the show, with the moment at which it was made."""
    member = {"in": True, "school": "示例第一中学", "choice": 1}
    tiles = [
        {"rank": n + k, "unit": f"{n + k:04}", "size": 1, "in": True, "members": [member | {"code": f"{n + k:04}"}]}
        for k in range(10)
    ]
    show = {"kind": "tiles", "title": "第一中学", "number": 1, "of": 3, "shown": n, "of_shown": 500, "tiles": tiles}
    value = {"attempt": 1, "n": n, "sent": time.monotonic(), "stage": "done", "stage_words": ["结果已产生", "result"]}
    return json.dumps(value | {"show": show}, ensure_ascii=False).encode() + b"\n"


# -- the phones: a process of their own -----------------------------------------------------------------------------------


class Phone(asyncio.Protocol):
    """One phone that follows; what it hears goes into the common list."""

    def __init__(self, heard: "Heard") -> None:
        self.heard = heard
        self.rest = b""
        self.there = False

    def connection_made(self, transport: Any) -> None:
        """Ask for the stream."""
        transport.write(b"GET /events?since=0 HTTP/1.1\r\nHost: hall\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        """Each whole event with a time in it is one frame."""
        now = time.monotonic()
        *events, self.rest = (self.rest + data).split(b"\n\n")
        for event in events:
            if not self.there and event.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
                self.there = True
                self.heard.joined += 1
            at = event.find(b'"sent":')
            if at >= 0:
                sent = float(event[at + 7 : event.index(b",", at)])
                if sent > self.heard.since:
                    self.heard.late.append(now - sent)

    def connection_lost(self, exc: Exception | None) -> None:
        """Counted: nobody may be dropped."""
        self.heard.gone += 1


class Heard:
    """What all phones heard."""

    def __init__(self) -> None:
        self.joined = 0
        self.gone = 0
        self.refused = 0
        self.since = float("inf")
        self.late = array("d")


async def phones(port: int, count: int) -> None:
    """Join, say so, count what was sent after the word `go` until the word `end`, and print it."""
    heard = Heard()
    loop = asyncio.get_running_loop()
    gate = asyncio.Semaphore(100)

    async def join() -> None:
        async with gate:
            try:
                await asyncio.wait_for(loop.create_connection(lambda: Phone(heard), "127.0.0.1", port), 20)
            except (OSError, TimeoutError):
                heard.refused += 1

    await asyncio.gather(*(join() for _ in range(count)))
    deadline = time.monotonic() + JOIN_SECONDS
    while heard.joined + heard.refused + heard.gone < count and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    print(json.dumps({"joined": heard.joined}), flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    heard.since = time.monotonic()
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    late = sorted(1000 * x for x in heard.late)
    found = {"heard": len(late), "gone": heard.gone}
    if late:
        found |= {"p50": late[len(late) // 2], "p99": late[int(len(late) * 0.99)], "most": late[-1]}
    print(json.dumps(found), flush=True)
    os._exit(0)  # without closing thousands of sockets one by one


# -- the floor: what the standard library gives --------------------------------------------------------------------------


class Floor(BaseHTTPRequestHandler):
    """A thread a phone, each waiting for the next frame."""

    latest = b""
    number = 0
    changed = threading.Condition()
    timeout = 300

    def do_GET(self) -> None:
        """The stream, for ever."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"\n\n")
        number = Floor.number
        while True:
            with Floor.changed:
                while Floor.number == number:
                    Floor.changed.wait()
                number, data = Floor.number, Floor.latest
            try:
                self.wfile.write(data)
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Nothing."""


class FloorServer(ThreadingHTTPServer):
    """Ready for as many at once as the public side is."""

    request_queue_size = 4096
    daemon_threads = True


def floor() -> None:
    """Serve frames from standard input by threads."""
    server = FloorServer(("127.0.0.1", 0), Floor)
    print(f"port {server.server_address[1]}", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin.buffer:
        with Floor.changed:
            Floor.latest, Floor.number = b"event: state\ndata: " + line + b"\n", Floor.number + 1
            Floor.changed.notify_all()
    os._exit(0)


# -- the measurement ------------------------------------------------------------------------------------------------------


def memory(pid: int) -> int:
    """Resident MiB of a process."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.partition("VmRSS:")[2].split()[0]) // 1024


def work(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Asking(threading.Thread):
    """Somebody at the ceremony side all the while: GET /state.json, on one connection, twenty times a second."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.took: list[float] = []
        self.over = threading.Event()
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def run(self) -> None:
        """Until `over`."""
        while not self.over.wait(0.05):
            start = time.monotonic()
            self._link.request("GET", "/state.json")
            self._link.getresponse().read()
            self.took.append(1000 * (time.monotonic() - start))


def measure(command: list[str], viewers: int, rate: float, seconds: float, ceremony: int) -> dict[str, Any]:
    """Start a server, let the phones join, send frames, ask the ceremony side meanwhile."""
    server = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert server.stdin and server.stdout
    port = server.stdout.readline().split()[1].decode()
    threading.Thread(target=server.stdout.read, daemon=True).start()
    hall = subprocess.Popen(
        [sys.executable, __file__, "phones", port, str(viewers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert hall.stdin and hall.stdout
    joined = json.loads(hall.stdout.readline())["joined"]
    hall.stdin.write("go\n")
    hall.stdin.flush()
    hall.stdout.readline()
    asking = Asking(ceremony)
    asking.start()
    frames, start, used = int(rate * seconds), time.monotonic(), work(server.pid)
    for n in range(frames):
        time.sleep(max(0.0, start + n / rate - time.monotonic()))
        server.stdin.write(frame(n + 1))
        server.stdin.flush()
    time.sleep(3)
    asking.over.set()
    asking.join()
    rss, used = memory(server.pid), work(server.pid) - used
    hall.stdin.write("end\n")
    hall.stdin.flush()
    found = json.loads(hall.stdout.readline())
    hall.wait()
    server.stdin.close()
    server.wait()
    asked = sorted(asking.took)
    return found | {
        "joined": joined,
        "frames": frames,
        "lost": joined * frames - found["heard"],
        "rss": rss,
        "work": 1e6 * used / max(1, joined * frames),
        "ceremony": asked[int(len(asked) * 0.99)],
        "ceremony50": statistics.median(asked),
    }


def told(name: str, viewers: int, rate: float, found: dict[str, Any]) -> str:
    """One measurement in two lines."""
    wait = (
        f"p50 {found['p50']:.0f} ms, p99 {found['p99']:.0f} ms, most {found['most']:.0f} ms"
        if "p50" in found
        else "nothing arrived"
    )
    missing = f", {viewers - found['joined']} could not join" if found["joined"] < viewers else ""
    gone = f", {found['gone']} dropped" if found["gone"] else ""
    return (
        f"{name}: {found['joined']} phones, {rate:g} frames a second: {wait}; lost {found['lost']} of "
        f"{found['joined'] * found['frames']}{missing}{gone}; {found['work']:.0f} us a message, {found['rss']} MiB\n"
        f"  ceremony side meanwhile: p50 {found['ceremony50']:.1f} ms, p99 {found['ceremony']:.1f} ms (asked: {CEREMONY_LIMIT})"
    )


def viewers(session: Session, count: int, rate: float, seconds: float) -> None:
    """Print both servers' numbers, while `session` is served as `draw serve` does (its own public side idles)."""
    with Running(session, port=0, public_port=0) as running:
        public = [sys.executable, "-m", "web.public", str(running.session.public), "--port", "0", "--with-parent"]
        found = measure(public, count, rate, seconds, running.port)
        asked = next((f" (asked of p99: {limit} ms)" for at, limit in LIMITS.items() if at == rate), "")
        print(told("public side", count, rate, found) + asked, flush=True)
        command = [sys.executable, __file__, "floor"]
        print(told("floor, a thread a phone", count, rate, measure(command, count, rate, seconds, running.port)))


def main() -> None:
    """The parts that run as processes of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["phones", "floor"])
    parser.add_argument("port", type=int, nargs="?")
    parser.add_argument("count", type=int, nargs="?")
    given = parser.parse_args()
    if given.part == "floor":
        floor()
    else:
        asyncio.run(phones(given.port, given.count))


if __name__ == "__main__":
    main()
