"""Writes the two outputs that leave a session: the public archive, and the sealed private list kept apart from it (R53)."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from draw import __file__ as _draw
from draw import sm3
from draw.archiving import kit, leaks, manifest, sealed, zipping
from draw.edges import durable, keys, program
from draw.edges.beside import Place, tree
from draw.edges.folder import read_record
from draw.edges.session import Session
from draw.edges.session_folder import Progress, quiet
from draw.errors import DrawError, StoreError
from draw.hashing import digest
from draw.notice import read as read_notice
from draw.verify import MISMATCH, Report, verify
from draw.words import say

SHORTEST_PASSPHRASE: Final = 12  # of the sealed list: it lies for years where nobody counts the tries
RETENTION: Final = "retention.txt"
_LAW: Final = "SPEC.md"
_VERIFIERS: Final = ("verify.py", "verify.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the public archive is made of beside the record, and the trusted hashes if they are given."""

    sheets: Path | None  # None: those beside the record
    earlier: Sequence[Path]  # none: those in the session's own folder earlier/
    notice: str | None
    statement: str | None
    unsound: bool  # write it although the record is a mismatch, and say so in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A public archive that was written; `code` is the hash of its MANIFEST.sha256, for the paper."""

    path: Path
    code: str
    files: int
    size: int
    with_program: bool
    report: Report


def write_public(
    place: Place, target: Path, wanted: Wanted, session: Session | None, progress: Progress = quiet
) -> Made:
    """Write the archive of a record; the same things give the same bytes. `session`: its open session, to look for names.

    Raises DrawError: the record does not verify and that was not asked for, `target` is another file or lies in the record, or
    something private would get in; then nothing is written.
    """
    files, odd = place.files()
    earlier = [read_record(path) for path in wanted.earlier or _earlier(place)]
    report = verify(
        files,
        odd,
        notice_hash=wanted.notice,
        statement_hash=wanted.statement,
        earlier=earlier,
        progress=progress,
    )
    if report.verdict == MISMATCH and not wanted.unsound:
        step = report.first(MISMATCH)
        raise DrawError(f"{say('archive.refused')}: {step.line() if step else report.last_line()}")
    if target.resolve().is_relative_to(place.record):
        raise DrawError(f"{target}: {say('archive.inside')}")
    same_program = digest(program.listing()) == read_notice(files["notice.json"]).program
    parts = kit.Parts(
        record=files,
        sheets=tree(wanted.sheets or place.sheets, without=("private",)),
        cosignatures=tree(place.cosignatures),
        timestamps=tree(place.timestamps),
        voided=tree(place.session / "voided") if place.session is not None else {},
        earlier={f"{_own(record, n)}/{p}": d for n, (record, _) in enumerate(earlier) for p, d in record.items()},
        tools=_tools(),
        program=_program() if same_program else {},
    )
    found = kit.members(parts, report)
    _nothing_private(found, place, session)
    _write(target, found)
    code = digest(next(data for path, data in found.items() if path.endswith(f"/{manifest.SHA256}")))
    size = target.stat().st_size
    return Made(path=target, code=code, files=len(found), size=size, with_program=same_program, report=report)


def _earlier(place: Place) -> list[Path]:
    """The records that the session's own freeze asked for."""
    folder = None if place.session is None else place.session / "earlier"
    return sorted(p for p in folder.iterdir() if p.is_dir()) if folder is not None and folder.is_dir() else []


def _own(record: dict[str, bytes], n: int) -> str:
    return f"{n + 1:02}-{kit.stem(read_notice(record.get('notice.json', b'')))}"


def _tools() -> dict[str, bytes]:
    law = Path(_draw).parent / _LAW
    there = {name: program.kit_file(name) for name in _VERIFIERS}
    return {_LAW: law.read_bytes()} | {name: path.read_bytes() for name, path in there.items() if path.exists()}


def _program() -> dict[str, bytes]:
    base = Path(_draw).parent.parent
    listed = manifest.read(program.listing(), "program.txt")
    paths = {name: base / name for name in listed}
    paths |= {f"scripts/{name}": program.kit_file(name) for name in program.KIT if f"scripts/{name}" in listed}
    return {name: path.read_bytes() for name, path in paths.items()}


def _nothing_private(members: dict[str, bytes], place: Place, session: Session | None) -> None:
    """Raises DrawError if a member is a private file of the session, or holds a name, id or salt of its roster.

    The program is left out: it is exactly that of the notice, and a session made from a sample has files of the same bytes.
    """
    members = {path: data for path, data in members.items() if "/program/" not in path}
    if place.session is not None:
        hidden = [p for folder in ("private", "sheets/private") for p in (place.session / folder).rglob("*")]
        hidden += [p for p in place.session.iterdir() if p.is_file() and p.name != RETENTION]
        sizes = {len(data) for data in members.values()}
        private = {digest(p.read_bytes()) for p in hidden if p.is_file() and p.stat().st_size in sizes - {0}}
        wrong = [path for path, data in members.items() if digest(data) in private]
        if wrong:
            raise DrawError(f"{wrong[0]}: {say('archive.private_file')}")
    if session is not None:
        public = b"\n".join(session.store.file(session.attempt, name) for name in ("notice.json", "pool.csv"))
        wrong = leaks.found(members, leaks.secrets_of(session.private_roster(), public))
        if wrong:
            raise DrawError(f"{wrong[0]}: {say('archive.private_text')}")


def _write(target: Path, members: dict[str, bytes]) -> None:
    """Write a new file, whole or not at all. A file that is there already must be the same. Raises DrawError."""
    pieces = zipping.zipped(members)
    if target.exists():
        with target.open("rb") as old:
            if any(old.read(len(piece)) != piece for piece in pieces) or old.read(1):
                raise DrawError(f"{target}: {say('archive.other_there')}")
        return
    if not target.parent.is_dir():
        raise DrawError(f"{target.parent}: {say('edge.no_such_folder')}")
    put(target, pieces, private=False)


def put(target: Path, pieces: Iterable[bytes], *, private: bool) -> None:
    """Durably write a large file piece by piece. Calls: open temp, write, fsync, rename over, fsync folder."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        handle = os.open(part, flags, 0o600 if private else 0o644)
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    durable.sync_folder(target.parent)


# -- the sealed list ------------------------------------------------------------------------------------------------------


def write_sealed(session: Session, target: Path, passphrase: str, until: date) -> sealed.Label:
    """Write the encrypted private list and its label, and note in the session folder until when it is kept.

    Raises DrawError: before the end of the session, for a short passphrase, a date that is over, or a file that is there already.
    """
    if not session.sealed():
        raise DrawError(say("archive.not_sealed"))
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise DrawError(say("archive.short_passphrase", least=SHORTEST_PASSPHRASE))
    with suppress(StoreError):
        keys.open_vault(session.private / "vault.json", passphrase)
        raise DrawError(say("archive.same_passphrase"))
    now = session.ambient.now(len(session.lines) + 1)
    if until.isoformat() <= now[:10]:
        raise DrawError(say("archive.date_over", date=until.isoformat()))
    label_path = target.with_name(target.name + sealed.SUFFIX)
    if target.exists() or label_path.exists():
        raise DrawError(f"{target}: {say('archive.other_there')}")
    if not target.parent.is_dir():
        raise DrawError(f"{target.parent}: {say('edge.no_such_folder')}")
    if target.resolve().is_relative_to(session.public):
        raise DrawError(f"{target}: {say('archive.inside')}")
    current = session.state.the_notice()
    inside = manifest.with_manifests(private_list(session))
    data = sealed.seal(b"".join(zipping.zipped(inside)), passphrase, session.ambient.entropy("sealed-list", 8))
    signed = "statement.txt" if "statement.txt" in session.store.files(session.attempt) else "void.txt"
    label = sealed.Label(
        session=current.session,
        mode=current.mode,
        attempt=current.attempt,
        statement=digest(session.store.file(session.attempt, signed)),
        size=len(data),
        sha256=digest(data),
        sm3=sm3.digest(data) or "none",
        made=now,
        retain_until=until.isoformat(),
    )
    put(target, [data], private=True)
    durable.write(label_path, sealed.write_label(label, target.name))
    durable.write(
        session.folder / RETENTION, f"retention1 {current.session}\nretain-until {until.isoformat()}\n".encode()
    )
    return label


def private_list(session: Session) -> dict[str, bytes]:
    """What the sealed list holds: every file of every attempt that is not public (rosters with codes, ids, salts; slips;
    objections), the names behind the minutes' hashes, rule sheet and rosters as the bureau wrote them, papers with whole names."""
    files = {}
    for attempt in range(1, session.attempt + 1):
        for name, (value, public) in session.store.files(attempt).items():
            if not public:
                files[f"attempt-{attempt:02}/{name}"] = session.store.get(value)
    signed_in = [f"{one.number}\t{one.kind}\t{one.time}\t{one.name}\n" for one in session.signed_in()]
    if signed_in:
        files["people/signed-in.txt"] = "".join(signed_in).encode()
        files["people/person-salt.txt"] = (session.store.note("person-salt") or b"").hex().encode() + b"\n"
    written = [p for p in sorted(session.folder.iterdir()) if p.is_file() and p.suffix in (".toml", ".csv", ".xlsx")]
    files |= {f"written/{path.name}": path.read_bytes() for path in written}
    return files | {f"papers/{path}": data for path, data in tree(session.folder / "sheets" / "private").items()}


def open_sealed(source: Path, passphrase: str, target: Path) -> list[str]:
    """Unpack a sealed list into a new folder. -> its files. Raises DrawError for a wrong passphrase or anything changed."""
    from draw.edges.copies import members_of  # opens ZIPs; the other commands here only write them

    if target.exists():
        raise DrawError(f"{target}: {say('archive.other_there')}")
    plain = sealed.unseal(source.read_bytes(), passphrase, source.name)
    files = members_of(plain, source.name)
    target.mkdir(mode=0o700)
    for path, data in files.items():
        (target / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.write(target / path, data, private=True)
    return sorted(files)
