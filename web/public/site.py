"""Every route of the public side: (request) -> answer. What reads the disk does it in a thread, so that no phone waits for
another's file.

The connectivity probes answer what phones expect of the internet. They matter only where the appliance itself runs the hall's
Wi-Fi and its DNS sends those names here: then phones stay in a network that leads nowhere else. Elsewhere they do nothing.
"""

import asyncio
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Final

from web.public.moment import Now
from web.public.pages import Pages
from web.public.record import FILES, Look, Record
from web.public.wire import Answer, Request

_SCRIPTS: Final = (
    "answer", "check", "child", "dom", "ed25519", "files", "lines", "live", "now", "order", "phone", "proofs", "sentence", "sha256",
    "things",
)  # fmt: skip
STATIC: Final = {f"{name}.js": "text/javascript" for name in _SCRIPTS} | {
    "base.css": "text/css",
    "public.css": "text/css",
    "programme.css": "text/css",
    "seal.svg": "image/svg+xml",
}
_SUCCESS: Final = b"<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>"
PROBES: Final = {
    "/generate_204": (HTTPStatus.NO_CONTENT, "text/plain", b""),
    "/gen_204": (HTTPStatus.NO_CONTENT, "text/plain", b""),
    "/hotspot-detect.html": (HTTPStatus.OK, "text/html", _SUCCESS),
    "/library/test/success.html": (HTTPStatus.OK, "text/html", _SUCCESS),
    "/ncsi.txt": (HTTPStatus.OK, "text/plain", b"Microsoft NCSI"),
    "/connecttest.txt": (HTTPStatus.OK, "text/plain", b"Microsoft Connect Test"),
    "/success.txt": (HTTPStatus.OK, "text/plain", b"success\n"),
}
_POLICY: Final = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
KEEP: Final = 5.0  # seconds that a page is kept though the record is the same: sessions beside it may have changed


class Site:
    """The routes over one public folder. `now` is read, never changed, here."""

    def __init__(self, record: Record, now: Now, threads: ThreadPoolExecutor) -> None:
        self._record = record
        self._now = now
        self._threads = threads
        self._pages = Pages(record)
        self._made: dict[str, tuple[object, asyncio.Future[Answer]]] = {}
        here = Path(__file__).parent.parent / "static"
        self._static = {name: _static(kind, (here / name).read_bytes()) for name, kind in STATIC.items()}
        self._verifiers = _verifiers()
        self._faults: dict[tuple[HTTPStatus, bool], Answer] = {}

    async def answer(self, request: Request) -> Answer:
        """The answer, whole; the server cuts it to what was asked (wire.part)."""
        path = request.path
        if path in PROBES:
            status, kind, body = PROBES[path]
            return Answer(status=status, kind=kind, body=body)
        if path == "/state.json":
            return self._state(request)
        if path.startswith("/static/"):
            return self._static.get(path.removeprefix("/static/")) or self.fault(HTTPStatus.NOT_FOUND)
        if path in self._verifiers:
            return self._verifiers[path]
        if path.startswith("/record/"):
            return await self._file(path.removeprefix("/record/"))
        makers = {"/": self._pages.phone, "/files": self._pages.files, "/programme": self._pages.programme}
        if path not in makers:
            return self.fault(HTTPStatus.NOT_FOUND)
        return await self._page(path, makers[path])

    def fault(self, status: HTTPStatus) -> Answer:
        """An error page, made once."""
        key = status, self._now.look.rehearsal
        if key not in self._faults:
            self._faults[key] = self._pages.fault(status, rehearsal=key[1])
        return self._faults[key]

    def _state(self, request: Request) -> Answer:
        """What the stream says, for phones without one; 204 while nothing changed since ?since= and ?v=."""
        moment = self._now.moment
        if request.query.get("v") == moment.version and request.query.get("since", str(moment.n)) == str(moment.n):
            return Answer(status=HTTPStatus.NO_CONTENT)
        return Answer(kind="application/json", body=moment.state)

    async def _file(self, name: str) -> Answer:
        """A file of the record, byte for byte; its tag is its SHA-256."""
        if FILES.fullmatch(name) is None:
            return self.fault(HTTPStatus.NOT_FOUND)
        copy = self._record.known(name)
        if copy is None:
            copy = await asyncio.get_running_loop().run_in_executor(self._threads, self._record.read, name)
        if copy is None:
            return self.fault(HTTPStatus.NOT_FOUND)
        headers = {
            "ETag": f'"{copy.hash}"',
            "Cache-Control": "no-cache",
            "Accept-Ranges": "bytes",
            "Content-Disposition": f'attachment; filename="{name.replace("/", "-")}"',
        }
        return Answer(kind="application/octet-stream", body=copy.data, headers=headers)

    async def _page(self, path: str, make: Callable[[Look], Answer]) -> Answer:
        """Whoever comes first has the page made; the others wait for the same one."""
        look = self._now.look
        key = (look.mark, int(time.monotonic() / KEEP))
        known = self._made.get(path)
        if known is None or known[0] != key:
            made = asyncio.get_running_loop().run_in_executor(self._threads, partial(make, look))
            known = self._made[path] = (key, made)
        return await asyncio.shield(known[1])


def _verifiers() -> dict[str, Answer]:
    """The standalone verifiers, to take away or to use here. The page has everything in itself, under the policy that it names."""
    root = Path(__file__).parent.parent.parent  # of the checkout; in a wheel the verifiers lie in draw/kit
    kit = root / "draw" / "kit"
    page, script = (((kit if kit.is_dir() else root / "scripts") / n).read_bytes() for n in ("verify.html", "verify.py"))
    found = _POLICY.search(page)
    if found is None:
        raise ValueError("verify.html names no policy")
    shown = _static("text/html", page)
    kept = _static("text/x-python", script)
    return {
        "/verify.html": replace(shown, policy=f"{found[1].decode('ascii')}; frame-ancestors 'none'"),
        "/verify.py": replace(kept, headers={**kept.headers, "Content-Disposition": 'attachment; filename="verify.py"'}),
    }


def _static(kind: str, data: bytes) -> Answer:
    headers = {"ETag": f'"{sha256(data).hexdigest()}"', "Cache-Control": "no-cache"}
    return Answer(kind=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, body=data, headers=headers)
