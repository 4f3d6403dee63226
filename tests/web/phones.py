"""The public side for tests: its routes without a socket, and the whole process as it runs."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from web.public import wire
from web.public.moment import Now
from web.public.record import Record
from web.public.site import Site

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]


def alone(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, run in a thread of its own: beside a browser's loop no other may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer as it would go over the wire."""

    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.data.decode()


class Routes:
    """The routes over a folder; every call looks at the folder anew."""

    def __init__(self, folder: Path) -> None:
        self.record = Record(folder)
        self.threads = ThreadPoolExecutor(2)
        self.now = Now(self.record.look())
        self.site = Site(self.record, self.now, self.threads)

    def get(self, target: str, method: str = "GET", **headers: str) -> Reply:
        """Ask for a target, as it would stand in the request line; header names with _ for -."""
        lines = [
            f"{method} {target} HTTP/1.1",
            "Host: hall",
            *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items()),
        ]
        try:
            request = wire.parse("\r\n".join(lines).encode())
        except wire.Refused as refused:
            answer = self.site.fault(refused.status)
            return self._reply(answer, b"".join([wire.pieces(answer)]))
        self.now.see(self.record.look())
        answer = wire.part(alone(self.site.answer(request)), request)
        return self._reply(answer, b"" if request.head else bytes(wire.pieces(answer)))

    def _reply(self, answer: wire.Answer, data: bytes) -> Reply:
        head = wire.head(answer, keep=True, length=len(wire.pieces(answer))).decode()
        first, *fields = head.strip().split("\r\n")
        return Reply(status=int(first.split()[1]), headers=dict(f.split(": ", 1) for f in fields), data=data)


@dataclass(frozen=True, kw_only=True)
class Served:
    """A public side in a process of its own."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        """Its first page."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def said(self) -> IO[bytes]:
        """Its standard output."""
        assert self.process.stdout is not None
        return self.process.stdout

    def tell(self, frame: Mapping[str, Any]) -> None:
        """A line of the ceremony side."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(frame, ensure_ascii=False).encode() + b"\n")
        self.process.stdin.flush()


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[Served]:
    """`python -m web.public` over a folder; more arguments may follow."""
    command = [sys.executable, "-m", "web.public", str(folder), "--port", "0", *more]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield Served(process=process, port=int(process.stdout.readline().split()[1]))
        finally:
            process.kill()


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder hold exactly these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in [p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in files]:
        path.unlink()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
