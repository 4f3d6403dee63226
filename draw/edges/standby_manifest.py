"""standby.json: what a standby copy is a copy of, and the hash of every file in it (R14).

It is written last and stamped with the vault's data key: nobody without the passphrase can make one, and files of two
moments never go together. The files lie beside it in files/, each under the hash of its bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from draw.edges import record_names, stamping
from draw.edges.lineage import Machines
from draw.encoding import HASH, SESSION, is_time, keys_problem, matches
from draw.errors import FormatError

NAME: Final = "standby.json"
FILES: Final = "files"
FORMAT: Final = "standby1"
DATABASE: Final = "private/session.db"
VAULT: Final = "private/vault.json"
SIGNER: Final = "private/signer.pem"
OBJECTS: Final = "private/objects"
SHEET: Final = "session.toml"
_KEYS: Final = (
    "format", "session", "attempt", "n", "head", "show", "signed", "program", "machines", "time", "files",
)  # fmt: skip
_PRIVATE: Final = re.compile(r"private/(?:session\.db|vault\.json|[a-z]{1,32}\.pem|objects/[0-9a-f]{64})")
_FOLDER: Final = re.compile(r"voided/[0-9]{2,6}|earlier/(?!\.)[^/\\\x00-\x1f\x7f:]{1,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`n`, `head`: last ledger line of the attempt, (0, "none") before the freeze, when `session` is "none" too."""

    session: str
    attempt: int
    n: int
    head: str
    show: int
    signed: bool
    program: str
    machines: Machines
    time: str
    files: Mapping[str, str]  # path in the session folder -> hash of the bytes kept


def belongs(path: str) -> bool:
    """True for a path that a standby copy may hold: what is encrypted, and what is public; never a roster or a list."""
    folder, _, name = path.partition("/")
    if folder in ("voided", "earlier"):
        inner, _, name = name.partition("/")
        return bool(_FOLDER.fullmatch(f"{folder}/{inner}")) and record_names.of_record(name)
    return path == SHEET or _PRIVATE.fullmatch(path) is not None


def write(manifest: Manifest, key: bytes) -> bytes:
    """The bytes of standby.json."""
    value = {name: getattr(manifest, name) for name in _KEYS if name != "format"}
    value |= {"format": FORMAT, "machines": list(manifest.machines), "files": dict(manifest.files)}
    value["signed"] = int(manifest.signed)
    return stamping.write(value, key)


def read(data: bytes, key: bytes) -> Manifest:
    """The manifest. Raises FormatError for any other form, another session's key, or anything changed."""
    return _checked(stamping.read(data, key, NAME))


def unproven(data: bytes) -> Manifest:
    """The manifest before its key is known; good for nothing but finding the vault."""
    return _checked(stamping.unproven(data, NAME))


def _checked(value: dict[str, Any]) -> Manifest:
    problem = keys_problem(value, _KEYS) or _problem(value)
    if problem:
        raise FormatError(NAME, problem)
    facts = {name: value[name] for name in _KEYS if name != "format"}
    return Manifest(**facts | {"signed": value["signed"] == 1, "machines": tuple(value["machines"])})


def _problem(value: dict[str, Any]) -> str:
    files, machines = value["files"], value["machines"]
    if value["format"] != FORMAT:
        return "is of another format"
    if any(type(value[name]) is not int for name in ("attempt", "n", "show", "signed")):
        return "a number has not the right form"
    if value["session"] != "none" and not matches(SESSION, value["session"]):
        return "session has not the right form"
    if (value["head"] != "none" and not matches(HASH, value["head"])) or not matches(HASH, value["program"]):
        return "a hash has not the right form"
    if not is_time(value["time"]):
        return "time has not the right form"
    if not isinstance(machines, list) or not all(isinstance(m, str) for m in machines):
        return "machines has not the right form"
    if not isinstance(files, dict) or not all(matches(HASH, v) for v in files.values()):
        return "files has not the right form"
    odd = next((path for path in files if not belongs(path)), None)
    return "" if odd is None else f"{odd!r} does not belong into a standby copy"
