"""Ways to damage a record: every byte, every JSON leaf, and any number of seeded random mutations.

Each is a Damage by a number, so that a run can stop and go on, and a fault can be made again alone.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from conformance_cases.forging import signed, summed
from faults import OTHER_TYPES, Path, at, places, with_value

from draw.encoding import canonical_json
from draw.hashing import digest

Files = dict[str, bytes]
Delta = dict[str, bytes | None]  # path -> its bytes now; None: the file is gone
JSON_FILES: Final = ("notice.json", "rules.json", "ledger.jsonl")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
_HASH: Final = re.compile("[0-9a-f]{64,96}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One damaged record."""

    what: str
    delta: Delta
    own_papers: bool = False  # the hashes on the papers are those of the damaged record
    free: str = ""  # the reason why another verdict than mismatch is right; "" where only mismatch is

    def on(self, files: Mapping[str, bytes]) -> Files:
        """The record with the damage done."""
        whole = {**files, **self.delta}
        return {name: data for name, data in whole.items() if data is not None}


def _delta(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Delta:
    gone: Delta = dict.fromkeys(before.keys() - after.keys())
    return gone | {name: data for name, data in after.items() if before.get(name) != data}


# -- bytes ---------------------------------------------------------------------------------------------------------------------


def positions(files: Mapping[str, bytes]) -> list[tuple[str, int]]:
    """Every byte of a record, by file and place."""
    return [(name, n) for name in sorted(files) for n in range(len(files[name]))]


def flip(files: Mapping[str, bytes], name: str, n: int) -> Iterator[Damage]:
    """Two of one byte: one bit of it, and all eight."""
    bit = 1 << Random(f"{name}:{n}").randrange(8)
    for mask in (bit, 0xFF):
        changed = bytearray(files[name])
        changed[n] ^= mask
        yield Damage(what=f"{name} byte {n} ^ {mask:#04x}", delta={name: bytes(changed)})


# -- JSON leaves -----------------------------------------------------------------------------------------------------------------

# What a dishonest signer could have written as well: another record, as sound as this, whose papers bear other hashes.
# By key of the ledger.
FREE: Final[Mapping[str, str]] = {
    "time": "a moment a second later is another course of the same hall, where the lines stay in order (SPEC §9)",
    "person": "the hash of a name that no file of the record holds (SPEC §9)",
    "applicant": "another row of the pool may have been looked up (SPEC §9)",
}
FREE_LINES: Final = ("sign-in", "check", "spot")
ABSENT: Final = "in a rehearsal nobody need sign in, check or look up: without such a line the minutes are another hall's (SPEC §9)"


def _near(value: Any) -> list[Any]:
    """Other values of the same type, the nearest ones."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, max(value - 1, 0)] if value else [1]
    if isinstance(value, str):
        if _HASH.fullmatch(value):
            return [digest(value.encode())[:32] * (len(value) // 32), value[:-1], value.upper()]
        if _TIME.fullmatch(value):
            return [value[:18] + str((int(value[18]) + 1) % 10) + value[19:], f"{value[:19]}Z", ""]
        last = value[-1:] or "a"
        step = {"9": "8", "z": "y", "Z": "Y"}.get(last, chr(ord(last) + 1))
        return [value[:-1] + step, f"{value}x", ""]
    if isinstance(value, list):
        return [value[:-1], value[::-1], [*value, *value[-1:]]] if value else [["x"]]
    return [{k: value[k] for k in list(value)[1:]}, value | {"extra_key": "x"}] if value else [{"extra_key": "x"}]


def _spoilt(value: Any) -> Iterator[tuple[Path, str, Any]]:
    """(where, how, the whole value spoilt): every leaf and branch deleted, changed, and of every other type."""
    for path in places(value):
        found = at(value, path)
        if path:
            above = at(value, path[:-1])
            less = (
                {k: v for k, v in above.items() if k != path[-1]}
                if isinstance(above, dict)
                else [v for n, v in enumerate(above) if n != path[-1]]
            )
            yield path, "deleted", with_value(value, path[:-1], less)
        for new in _near(found):
            if new != found:
                yield path, f"as {new!r}"[:80], with_value(value, path, new)
        for other in OTHER_TYPES[type(found)]:
            yield path, f"as {other!r}", with_value(value, path, other)


def _chained(rows: list[Any], spared: str) -> bytes:
    """ledger.jsonl with numbers and chain made to fit, but for the spoilt key itself; rows that are no object stay."""
    before, out = "none", b""
    for n, row in enumerate(rows, start=1):
        if isinstance(row, dict):
            row = row | {k: v for k, v in (("n", n), ("prev", before)) if k != spared and k in row}
        line = canonical_json(row)
        before, out = digest(line), out + line + b"\n"
    return out


def _ledger_fits(files: Files, rows: list[Any], spared: str) -> Files:
    """The spoilt ledger, chained; the statement made to fit its last line."""
    data = _chained(rows, spared)
    last = digest(data[:-1].split(b"\n")[-1])
    said = [line.split(" ", 1) for line in files["statement.txt"].decode().splitlines()]
    text = "".join(f"{k} {last if k == 'ledger' else v}\n" for k, v in said)
    return signed(files | {"ledger.jsonl": data, "statement.txt": text.encode()})


def _fitted(files: Files, name: str, value: Any, path: Path) -> Files:
    """The spoilt file with every hash and signature behind it made to fit."""
    if name == "ledger.jsonl":
        spared = str(path[1]) if len(path) == 2 else ""
        return _ledger_fits(files, value if isinstance(value, list) else [value], spared)
    made = files | {name: canonical_json(value)}
    if name == "rules.json":
        current = json.loads(files["notice.json"]) | {"rules": digest(made[name])}
        made |= {"notice.json": canonical_json(current)}
    return signed(made)


def _plain(name: str, value: Any) -> bytes:
    """The bytes of a spoilt file."""
    if name == "ledger.jsonl" and isinstance(value, list):
        return b"".join(canonical_json(row) + b"\n" for row in value)
    return canonical_json(value)


def leaves(files: Files, name: str) -> Iterator[Damage]:
    """Every leaf of a JSON file spoilt: as it lies, and signed anew with the old papers and with its own."""
    data = files[name]
    value = [json.loads(line) for line in data.splitlines()] if name == "ledger.jsonl" else json.loads(data)
    for path, how, spoilt in _spoilt(value):
        where = f"{name} {'.'.join(map(str, path))} {how}"
        bare = _plain(name, spoilt)
        if bare == data:
            continue
        yield Damage(what=where, delta={name: bare})
        fitted = _delta(files, _fitted(files, name, spoilt, path))
        key = next((str(k) for k in reversed(path) if isinstance(k, str)), "")
        yield Damage(what=f"{where}, signed", delta=fitted)
        free = FREE.get(key, "") if name == "ledger.jsonl" else ""
        if name == "ledger.jsonl" and len(path) == 1 and how == "deleted" and at(value, path)["kind"] in FREE_LINES:
            free = ABSENT
        yield Damage(what=f"{where}, signed, own papers", delta=fitted, own_papers=True, free=free)


# -- random mutations --------------------------------------------------------------------------------------------------------------

# Text for people that only SHA256SUMS names, and what another key signs: signed anew, these are right again.
UNBOUND: Final = ("README", "amendments/", "SM3SUMS", "SHA256SUMS")


def _any_file(luck: Random, files: Mapping[str, bytes]) -> str:
    """A file: half of the time any, else by its size."""
    names = sorted(files)
    return luck.choice(names) if luck.random() < 0.5 else luck.choices(names, [len(files[n]) for n in names])[0]


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True) or [b""]


def _edit(luck: Random, data: bytes) -> bytes:
    """A byte changed, put in or taken out; several of them now and then."""
    found = bytearray(data or b"x")
    for _ in range(luck.choice((1, 1, 1, 2, 5, 40))):
        n = luck.randrange(len(found))
        how = luck.randrange(4)
        if how == 0:
            found[n] ^= 1 << luck.randrange(8)
        elif how == 1:
            found[n] = luck.randrange(256)
        elif how == 2:
            found.insert(n, luck.choice(b'0\n\r\t ,"\\{}[]:\x00\xff\xef'))
        elif len(found) > 1:
            del found[n]
    return bytes(found)


def _digit(luck: Random, data: bytes) -> bytes:
    """A character replaced by another of its kind, so that most forms still hold."""
    for _ in range(20):
        n = luck.randrange(len(data) or 1)
        for kind in (b"0123456789", b"abcdef", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
            if data[n : n + 1] and data[n] in kind:
                return data[:n] + bytes([luck.choice(kind)]) + data[n + 1 :]
    return data


def _swap_lines(luck: Random, data: bytes) -> bytes:
    found = _lines(data)
    a, b = luck.randrange(len(found)), luck.randrange(len(found))
    found[a], found[b] = found[b], found[a]
    return b"".join(found)


def _double_line(luck: Random, data: bytes) -> bytes:
    found = _lines(data)
    found.insert(luck.randrange(len(found) + 1), luck.choice(found))
    return b"".join(found)


def _drop_lines(luck: Random, data: bytes) -> bytes:
    found = _lines(data)
    n = luck.randrange(len(found))
    del found[n : n + luck.choice((1, 1, 2, 10))]
    return b"".join(found)


def _truncate(luck: Random, data: bytes) -> bytes:
    n = luck.choice((0, 1, len(data) - 1, luck.randrange(len(data) or 1)))
    return data[: max(n, 0)] if luck.random() < 0.7 else data[max(n, 0) :]


def _token(luck: Random, data: bytes) -> bytes:
    """A word of the file replaced by another word of it."""
    words = re.findall(rb"[0-9A-Za-z-]+", data)
    if not words:
        return data + b"x"
    old = luck.choice(words)
    spots = [m.start() for m in re.finditer(re.escape(old), data)]
    n = luck.choice(spots)
    return data[:n] + luck.choice([*words[:200], b"0", b"-1", b"9" * 400, b"1e9", b"null"]) + data[n + len(old) :]


_IN_FILE: Final[tuple[Callable[[Random, bytes], bytes], ...]] = (
    _edit, _edit, _digit, _digit, _swap_lines, _double_line, _drop_lines, _truncate, _token,
)  # fmt: skip


def _in_file(luck: Random, files: Files) -> Files:
    name = _any_file(luck, files)
    return files | {name: luck.choice(_IN_FILE)(luck, files[name])}


def _swap_files(luck: Random, files: Files) -> Files:
    a, b = luck.sample(sorted(files), 2)
    return files | {a: files[b], b: files[a]}


def _copy_file(luck: Random, files: Files) -> Files:
    a, b = luck.sample(sorted(files), 2)
    return files | {a: files[b]}


def _drop_file(luck: Random, files: Files) -> Files:
    gone = luck.choice(sorted(files))
    return {name: data for name, data in files.items() if name != gone}


def _add_file(luck: Random, files: Files) -> Files:
    name = luck.choice(sorted(files))
    new = luck.choice((f"{name}x", f"orders/{name}", "amendments/0009/amendment.txt", "tables/all.csv", "é.txt", name.upper()))
    return files | ({new: files[name]} if new not in files and f"{name}/" not in new else {"extra.txt": b"x\n"})


def _splice(luck: Random, files: Files, stranger: Files) -> Files:
    """Files of another record, or the head of one and the tail of the other."""
    shared = sorted(stranger.keys() & files.keys())
    how = luck.randrange(3)
    if how == 0:
        return files | {name: stranger[name] for name in luck.sample(shared, luck.randint(1, len(shared)))}
    if how == 1:
        name = luck.choice(shared)
        ours, theirs = _lines(files[name]), _lines(stranger[name])
        n = luck.randrange(min(len(ours), len(theirs)) + 1)
        return files | {name: b"".join(ours[:n] + theirs[n:])}
    only = sorted(stranger.keys() - files.keys()) or shared
    return files | {name: stranger[name] for name in luck.sample(only, luck.randint(1, len(only)))}


def _once(luck: Random, files: Files, strangers: tuple[Files, ...]) -> Files:
    chance = luck.random()
    if chance < 0.7:
        return _in_file(luck, files)
    if chance < 0.88:
        return _splice(luck, files, luck.choice(strangers))
    return luck.choice((_swap_files, _copy_file, _drop_file, _add_file))(luck, files)


def mutation(files: Files, strangers: tuple[Files, ...], seed: str, n: int) -> Damage:
    """The n-th random mutation of a record: one to three changes, signed anew in a third of the cases."""
    luck = Random(f"{seed}:{n}")
    while True:
        made = files
        for _ in range(luck.choice((1, 1, 1, 2, 3))):
            made = _once(luck, made, strangers)
        bound = any(made.get(k) != files.get(k) for k in made.keys() | files.keys() if not k.startswith(UNBOUND))
        again = bound and luck.random() < 1 / 3
        if again:
            made = signed(made) if luck.random() < 0.5 and "notice.json" in made else summed(made)
            bound = any(made.get(k) != files.get(k) for k in made.keys() | files.keys() if not k.startswith(UNBOUND))
        if made != files and (bound or not again):
            return Damage(what=f"mutation {seed}:{n}", delta=_delta(files, made))
