"""The public side, a process of its own: it knows the path of the public folder and nothing else (no session, no keys).

python -m web.public FOLDER --host 127.0.0.1 --port 8001
"""

import argparse
import logging
import re
import sys
import threading
from collections.abc import Sequence
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, abort, render_template, send_file
from waitress import create_server  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException

from draw.errors import FormatError
from draw.hashing import read_aloud
from draw.notice import Notice
from draw.notice import read as read_notice
from draw.words import WORDS
from web import programme
from web.catalogue import t
from web.headers import POLICY, strict

THREADS: Final = 8
# Every name that a record can have (SPEC §2); nothing else is served, whatever lies in the folder.
FILES: Final = re.compile(
    r"notice\.json|notice\.sig|pool\.csv|rules\.json|program\.txt|removed\.csv|board\.txt|seed\.txt|results\.csv|outputs\.txt|"
    r"ledger\.jsonl|statement\.txt|statement\.sig|transcript\.txt|void\.txt|void\.sig|README|signer\.pem|SHA256SUMS|"
    r"SHA256SUMS\.sig|orders/[a-z0-9][a-z0-9.-]{0,63}\.csv|tables/(?:draws|waiting|shortlists)\.csv|"
    r"amendments/[0-9]{4}/(?:amendment\.txt|amendment\.sig|events\.csv|changes\.csv|SHA256SUMS)"
)
STATIC: Final = frozenset({"programme.css", "public.css", "seal.svg"})


def listing(folder: Path) -> list[str]:
    """The record's files that are there now, regular files only, sorted."""
    found = [p for pattern in ("*", "orders/*", "tables/*", "amendments/*/*") for p in folder.glob(pattern)]
    names = [p.relative_to(folder).as_posix() for p in found if p.is_file() and not _is_link(folder, p)]
    return sorted(name for name in names if FILES.fullmatch(name))


def _is_link(folder: Path, path: Path) -> bool:
    """True if the path or a folder on the way is a link: a record holds none."""
    inside = [path, *(p for p in path.parents if folder in p.parents)]
    return any(p.is_symlink() for p in inside)


@lru_cache(maxsize=512)
def _hash(path: Path, changed: int, size: int) -> str:
    with path.open("rb") as data:
        return file_digest(data, "sha256").hexdigest()


def sha256(path: Path) -> str:
    """The hash of a file, read again only when it changes."""
    status = path.stat()
    return _hash(path, status.st_mtime_ns, status.st_size)


def stage(names: Sequence[str]) -> str:
    """Where we are, told from the files alone."""
    for name, key in (
        ("void.txt", "public.void"),
        ("statement.txt", "public.done"),
        ("seed.txt", "public.seed"),
        ("board.txt", "public.board"),
        ("notice.json", "public.notice"),
    ):
        if name in names:
            return key
    return "public.empty"


def _notice(folder: Path) -> Notice | None:
    try:
        return read_notice((folder / "notice.json").read_bytes())
    except (OSError, FormatError):
        return None


def _facts(folder: Path) -> dict[str, Any]:
    names = listing(folder)
    files = []
    for name in names:
        try:
            files.append({"name": name, "size": (folder / name).stat().st_size, "hash": sha256(folder / name)})
        except OSError:
            continue  # replaced between listing and reading; the next look has it
    codes = [
        {"name": f["name"], "hash": f["hash"], "aloud": read_aloud(str(f["hash"]))}
        for f in files
        if f["name"] in ("notice.json", "board.txt", "seed.txt", "statement.txt", "void.txt")
    ]
    return {"files": files, "codes": codes, "stage": stage(names), "notice": _notice(folder)}


def create_public_app(folder: Path) -> Flask:
    """The app of the public side over one folder."""
    folder = folder.resolve()
    app = Flask("web", static_folder=None)
    app.jinja_env.globals["t"] = t

    @app.get("/")
    def index() -> str:
        """Where we are, and every file with its hash."""
        return render_template("public.html", **_facts(folder), programme=programme.around(folder) is not None)

    @app.get("/programme")
    def all_sessions() -> str:
        """The sessions of the same chain, from their public folders alone."""
        found = programme.around(folder)
        if found is None:
            abort(404)
        return render_template("programme.html", **programme.facts(found))

    @app.get("/record/<path:name>")
    def record(name: str) -> Response:
        """One file of the record, byte for byte."""
        if FILES.fullmatch(name) is None:
            abort(404)
        path = folder / name
        if _is_link(folder, path) or not path.is_file():
            abort(404)
        short = name.replace("/", "-")
        return send_file(path, "application/octet-stream", as_attachment=True, download_name=short, max_age=0)

    @app.get("/static/<name>")
    def static(name: str) -> Response:
        """The style sheet and the seal of this side; nothing of the other."""
        if name not in STATIC:
            abort(404)
        return send_file(Path(__file__).parent / "static" / name, max_age=3600)

    @app.after_request
    def head(response: Response) -> Response:
        return strict(response, POLICY, "no-referrer")

    @app.errorhandler(Exception)
    def fault(error: Exception) -> tuple[str, int]:
        code = (error.code or 500) if isinstance(error, HTTPException) else 500
        key = f"fault.{code}" if f"fault.{code}" in WORDS else "fault.other"
        return render_template("fault_public.html", code=code, key=key), code

    return app


def _end_with_parent() -> None:
    """Return when standard input ends: the ceremony process holds the other end, however it dies."""
    while sys.stdin.buffer.read(4096):
        pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve a public folder until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m web.public", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input ends")
    given = parser.parse_args(arguments)
    logging.getLogger("waitress").setLevel(logging.ERROR)
    server = create_server(
        create_public_app(given.folder), host=given.host, port=given.port, threads=THREADS, ident=None
    )
    ports = getattr(server, "effective_listen", None) or [(given.host, server.effective_port)]
    sys.stdout.write(f"port {ports[0][1]}\n")
    sys.stdout.flush()
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    try:
        if given.with_parent:
            _end_with_parent()
        else:
            running.join()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
