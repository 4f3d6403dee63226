"""The sealed list: what the bureau keeps apart from the record (codes and identities, salts), in one encrypted file (R50, R53).

The file is what `openssl enc -aes-256-cbc -pbkdf2 -iter 600000 -md sha256` writes, so that it opens in ten years without this
program; inside lies a ZIP of `zipping` with its manifests, so that a wrong passphrase or a changed byte is told (decisions/0010).

Its label, FILE.label.txt, is public: which session, sums of the file, until when it is kept, how it is opened.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from draw.encoding import HASH, SESSION, is_time, matches, strict_lines
from draw.errors import FormatError
from draw.notice import Mode
from draw.words import pair, say

ROUNDS: Final = 600_000
SUFFIX: Final = ".label.txt"
_MAGIC: Final = b"Salted__"
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEYS: Final = ("sealed1", "mode", "attempt", "statement", "bytes", "sha256", "sm3", "made", "retain-until")


def _cipher(passphrase: str, salt: bytes) -> Cipher[modes.CBC]:
    derived = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, ROUNDS, 48)
    return Cipher(algorithms.AES(derived[:32]), modes.CBC(derived[32:]))


def seal(plain: bytes, passphrase: str, salt: bytes) -> bytes:
    """The encrypted file; `salt` are eight random bytes, new for each file."""
    encryptor, padder = _cipher(passphrase, salt).encryptor(), PKCS7(128).padder()
    padded = padder.update(plain) + padder.finalize()
    return _MAGIC + salt + encryptor.update(padded) + encryptor.finalize()


def unseal(data: bytes, passphrase: str, where: str) -> bytes:
    """What was sealed. Raises FormatError for another form; a wrong passphrase gives this error, or bytes that are no ZIP."""
    if not data.startswith(_MAGIC) or len(data) < 32 or len(data) % 16:
        raise FormatError(where, "is not a sealed list")
    decryptor, unpadder = _cipher(passphrase, data[8:16]).decryptor(), PKCS7(128).unpadder()
    padded = decryptor.update(data[16:]) + decryptor.finalize()
    try:
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        raise FormatError(where, "wrong passphrase, or the file was changed") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is told of a sealed file without opening it."""

    session: str
    mode: Mode
    attempt: int
    statement: str
    size: int
    sha256: str
    sm3: str  # "none" where the machine had none
    made: str
    retain_until: str


def write_label(label: Label, name: str) -> bytes:
    """The bytes of the label of the file `name`: nine lines, then what people need to know."""
    values = (
        label.session, label.mode.value, label.attempt, label.statement, label.size, label.sha256, label.sm3, label.made,
        label.retain_until,
    )  # fmt: skip
    lines = [f"{key} {value}" for key, value in zip(_KEYS, values, strict=True)]
    if label.mode is Mode.REHEARSAL:
        lines.append(f"# {say('mode.rehearsal')}")
    for text in pair("archive.label", name=name, until=label.retain_until, rounds=ROUNDS):
        lines += [f"# {line}" for line in text.split("\n")]
    return ("\n".join(lines) + "\n").encode()


def read_label(data: bytes, where: str) -> Label:
    """Raises FormatError for another form."""
    lines = strict_lines(data, where)
    heads = [line.partition(" ") for line in lines[: len(_KEYS)]]
    values = [value for _, _, value in heads]
    sound = (
        tuple(key for key, _, _ in heads) == _KEYS
        and all(line.startswith("# ") for line in lines[len(_KEYS) :])
        and matches(SESSION, values[0])
        and values[1] in {mode.value for mode in Mode}
        and all(v.isascii() and v.isdigit() for v in (values[2], values[4]))
        and all(matches(HASH, v) for v in (values[3], values[5]))
        and (values[6] == "none" or matches(HASH, values[6]))
        and is_time(values[7])
        and matches(_DATE, values[8])
    )
    if not sound:
        raise FormatError(where, "is not the label of a sealed list")
    return Label(
        session=values[0], mode=Mode(values[1]), attempt=int(values[2]), statement=values[3], size=int(values[4]),
        sha256=values[5], sm3=values[6], made=values[7], retain_until=values[8],
    )  # fmt: skip
