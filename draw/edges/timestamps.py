"""Time stamps beside a record: DIR/timestamps/NN/ request.tsq, token.tsr, stamp.txt (RFC 3161, R53)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from draw import timestamping
from draw.edges import durable, openssl
from draw.edges.ambient import Ambient
from draw.edges.beside import Place
from draw.edges.cosigning import next_number, statement
from draw.encoding import text_file
from draw.errors import AlreadyDone, DrawError, FormatError
from draw.hashing import digest
from draw.words import pair, say

REQUEST: Final = "request.tsq"
TOKEN: Final = "token.tsr"
ABOUT: Final = "stamp.txt"
AUTHORITY: Final = "authority.pem"
MOST_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A token that was taken in. `checked`: its signature was checked with openssl and the authority's certificates."""

    folder: Path
    token: timestamping.Token
    checked: bool


def _folders(place: Place) -> list[Path]:
    found = place.timestamps.iterdir() if place.timestamps.is_dir() else ()
    return sorted(p for p in found if (p / REQUEST).is_file())


def request(place: Place, ambient: Ambient) -> bytes:
    """The request to send: the open one if there is one, else a new one, kept beside the record for its nonce."""
    _, text = statement(place)
    for folder in _folders(place):
        data = (folder / REQUEST).read_bytes()
        if timestamping.read_request(data, REQUEST)[0] == digest(text) and not (folder / TOKEN).exists():
            return data
    number = next_number(place.timestamps)
    nonce = int.from_bytes(ambient.entropy(f"timestamp:{number}", timestamping.NONCE_BYTES), "big")
    data = timestamping.request(text, nonce)
    durable.write(place.timestamps / f"{number:02}" / REQUEST, data)
    return data


def take(place: Place, path: Path, authority: Path | None, ambient: Ambient) -> Stamp:
    """Check a token and keep it beside its request.

    Raises FormatError: it is over another text, answers no request of ours, or openssl refuses it; AlreadyDone if it is there.
    """
    _, text = statement(place)
    if path.stat().st_size > MOST_BYTES:
        raise DrawError(f"{path.name}: {say('cosign.too_long')}")
    data = path.read_bytes()
    token = timestamping.read_response(data, path.name)
    if token.imprint != digest(text):
        raise FormatError(path.name, say("timestamp.other_text"))
    folder, asked = _asked(place, token, path.name)
    certificates = authority.read_bytes() if authority is not None else b""
    checked = authority is not None and openssl.verify_timestamp(data, asked, certificates, path.name)
    old = folder / TOKEN
    if old.exists():
        if old.read_bytes() != data:
            raise FormatError(path.name, say("timestamp.other_token"))
        if not checked or (folder / AUTHORITY).exists():
            raise AlreadyDone("timestamp", int(folder.name), "token")
    if checked:
        durable.write(folder / AUTHORITY, certificates)
    durable.write(old, data)
    durable.write(folder / ABOUT, _about(token, checked, ambient))
    return Stamp(folder=folder, token=token, checked=checked)


def _asked(place: Place, token: timestamping.Token, where: str) -> tuple[Path, bytes]:
    for folder in _folders(place):
        data = (folder / REQUEST).read_bytes()
        if timestamping.read_request(data, REQUEST) == (token.imprint, token.nonce):
            return folder, data
    raise FormatError(where, say("timestamp.other_nonce"))


def _about(token: timestamping.Token, checked: bool, ambient: Ambient) -> bytes:
    lines = [
        f"timestamp1 {token.imprint}",
        f"time {timestamping.shown(token.time)}",
        f"serial {token.serial}",
        f"checked {'openssl' if checked else 'imprint-and-nonce'}",
        f"taken {ambient.now(1)}",
    ]
    for text in pair("timestamp.about", authority=AUTHORITY, token=TOKEN, request=REQUEST):
        lines += [f"# {line}" for line in text.split("\n")]
    return text_file(lines)
