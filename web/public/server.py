"""Connections: one asyncio process, strict limits, nothing of a request in any log.

A phone that sends slowly, reads slowly or says nothing is let go; one that follows and falls behind is dropped and comes again,
which loses nothing: the first thing it gets is the whole state.
"""

import asyncio
import logging
import os
import random
import socket
import time
from http import HTTPStatus
from typing import Final, cast

from web.public.hub import Hub
from web.public.moment import Now
from web.public.site import Site
from web.public.wire import MOST_HEAD, Answer, Refused, Request, head, parse, part, pieces

log = logging.getLogger("web.public")
HEAD_SECONDS: Final = 10.0  # to send a request
IDLE_SECONDS: Final = 20.0  # between two requests
ANSWER_SECONDS: Final = 30.0  # to take an answer, and more for a long one:
SLOWEST: Final = 16 * 1024  # bytes a second
PIECE: Final = (
    16 * 1024
)  # bytes written at a time; what a phone has not read waits in the shared copy, not in a buffer of its own
MOST_BEHIND: Final = 64 * 1024  # bytes a follower may be behind
GONE_SECONDS: Final = 30  # until the system gives up a phone that has left the network without a word
NEVER: Final = float("inf")
_STREAM: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_FULL: Final = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Server:
    """What all connections share."""

    def __init__(self, site: Site, now: Now, hub: Hub, most: int) -> None:
        self.site = site
        self.now = now
        self.hub = hub
        self.most = most
        self.connections: set[Connection] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    async def sweep(self) -> None:
        """Let go of whoever is over time, for ever."""
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            for connection in [c for c in self.connections if c.deadline < now]:
                connection.drop()


class Connection(asyncio.Protocol):
    """One connection: requests one after the other, or a stream."""

    __slots__ = ("_busy", "_free", "_held", "_server", "_streaming", "_transport", "deadline")

    def __init__(self, server: Server) -> None:
        self._server = server
        self._held = bytearray()
        self._busy = False
        self._streaming = False
        self._free: asyncio.Event | None = None
        self.deadline = NEVER

    # -- what asyncio calls ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A phone is there; it has a few seconds to say what it wants."""
        self._transport = cast(asyncio.Transport, transport)
        if len(self._server.connections) >= self._server.most:
            self._transport.write(_FULL)
            self._transport.close()
            return
        self._server.connections.add(self)
        self._transport.set_write_buffer_limits(high=PIECE)
        link = transport.get_extra_info("socket")
        if link is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE_SECONDS * 1000)
        self.deadline = time.monotonic() + HEAD_SECONDS

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._server.connections.discard(self)
        self._server.hub.leave(self)
        self.resume_writing()

    def data_received(self, data: bytes) -> None:
        """Bytes of a request; a phone that follows has nothing more to say."""
        if self._streaming:
            return
        if not self._held and not self._busy:
            self.deadline = time.monotonic() + HEAD_SECONDS
        self._held += data
        if self._busy:
            if len(self._held) > MOST_HEAD:
                self._transport.pause_reading()
            return
        self._next()

    def eof_received(self) -> bool:
        """The phone says no more: an answer on the way may still be finished, a stream is over."""
        return self._busy and not self._streaming

    def pause_writing(self) -> None:
        """The phone reads slowly."""
        self._free = asyncio.Event()

    def resume_writing(self) -> None:
        """It has read; or it is gone, and whoever waits for it must see that."""
        if self._free is not None:
            self._free.set()
            self._free = None

    # -- requests -----------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        """Answer the first request that is held whole."""
        while self._held[:2] == b"\r\n":
            del self._held[:2]
        end = self._held.find(b"\r\n\r\n", 0, MOST_HEAD)
        if end < 0:
            if len(self._held) >= MOST_HEAD:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        try:
            request = parse(bytes(self._held[:end]))
        except Refused as refused:
            self._refuse(refused.status)
            return
        del self._held[: end + 4]
        if request.path == "/events" and not request.head:
            self._follow()
            return
        self._busy = True
        self.deadline = time.monotonic() + ANSWER_SECONDS
        task = asyncio.get_running_loop().create_task(self._serve(request))
        self._server.tasks.add(task)
        task.add_done_callback(self._server.tasks.discard)

    def _refuse(self, status: HTTPStatus) -> None:
        answer = self._server.site.fault(status)
        self._transport.write(head(answer, keep=False, length=len(answer.body)) + answer.body)
        self._held.clear()
        self._transport.close()
        self.deadline = time.monotonic() + HEAD_SECONDS

    async def _serve(self, request: Request) -> None:
        try:
            answer = part(await self._server.site.answer(request), request)
        except Exception as error:  # whatever it is, the others must go on; its text could carry anything
            log.error("%s", type(error).__name__)
            answer = self._server.site.fault(HTTPStatus.INTERNAL_SERVER_ERROR)
        body = pieces(answer)
        self.deadline = time.monotonic() + ANSWER_SECONDS + len(body) / SLOWEST
        self._transport.write(head(answer, keep=request.keep, length=len(body)))
        if not request.head:
            await self._send(body)
        if not request.keep:
            self._transport.close()
            return
        self._busy = False
        self.deadline = time.monotonic() + (HEAD_SECONDS if self._held else IDLE_SECONDS)
        if not self._transport.is_closing():
            self._transport.resume_reading()
            if self._held:
                self._next()

    async def _send(self, body: memoryview) -> None:
        for at in range(0, len(body), PIECE):
            if self._transport.is_closing():
                return
            self._transport.write(body[at : at + PIECE])
            if self._free is not None:
                await self._free.wait()

    # -- the stream ---------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Headers, then the whole state at once, then everything as it happens.

        ?since= and Last-Event-ID need no look: whoever comes late or again gets the state, which needs nothing else.
        """
        hub = self._server.hub
        if hub.full():
            self._transport.write(_FULL)
            self._transport.close()
            return
        self._streaming = True
        self._held.clear()
        self.deadline = NEVER
        self._transport.set_write_buffer_limits(high=2 * MOST_BEHIND)
        answer = Answer(kind="text/event-stream; charset=utf-8", headers=_STREAM)
        again = b"retry: %d\n\n" % random.randrange(
            1000, 4000
        )  # so that a hall full of phones does not come back at once
        now = self._server.now
        self._transport.write(head(answer, keep=False, length=None) + again + now.moment.event + now.beat())
        hub.join(self)

    def push(self, data: bytes) -> None:
        """More for a follower; one that is too far behind is let go."""
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > MOST_BEHIND:
            self.drop()

    def drop(self) -> None:
        """End the connection now, whatever is still to be sent."""
        self._server.hub.leave(self)
        self._server.connections.discard(self)
        self._transport.abort()


def most_connections() -> int:
    """Raise the number of open files as far as the system allows. -> how many connections that makes."""
    wanted = 8192
    if os.name != "nt":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 65536 if hard == resource.RLIM_INFINITY else min(hard, 65536)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted - 100


def listener(host: str, port: int) -> socket.socket:
    """A listening socket. Raises OSError if the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=4096)
