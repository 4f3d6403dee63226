#!/usr/bin/env python3
"""Check the record of a public school draw, from its files alone.   中文说明见最后几行输出。

This is the second, independent implementation of draw/SPEC.md (format 1). It is one file, needs nothing but Python 3.9
or newer, reads no network, imports nothing of the product, and recomputes every hash, order, place and ledger line.

    python3 verify.py RECORD [--notice HASH] [--statement HASH] [--applicant CODE]

It trusts only three things: this text, Python, and the two hashes on the papers signed in the hall (`--notice`,
`--statement`). Without those papers a record can only be consistent in itself: the notice vouches for its own key.

It prints one line a step of SPEC §11: 相符 match, 不符 mismatch with the first difference, or 未能核验 could not check
with what is missing; it never turns one word into another. The last line is the verdict; exit code 0 match, 1 mismatch,
2 could not check. `§n` in comments is a section of SPEC.md. The functions stand in the order of the steps.
"""

from __future__ import annotations

import argparse
import array
import base64
import bisect
import datetime
import functools
import hashlib
import itertools
import json
import os
import re
import stat
import sys
import unicodedata
from typing import Any, Callable, Iterable, NamedTuple

MATCH, MISMATCH, UNCHECKED = "match", "mismatch", "could not check"
CHINESE = {MATCH: "相符", MISMATCH: "不符", UNCHECKED: "未能核验"}


class Mismatch(Exception):
    """The record is wrong; the text is the first difference."""


class Missing(Exception):
    """Nothing is wrong, but this step has nothing to check with; the text is what is missing."""


def want(true: bool, otherwise: str) -> None:
    if not true:
        raise Mismatch(otherwise)


def need(value: Any, what: str) -> Any:
    """The value that an earlier step has found sound; without it this step cannot say anything (§11)."""
    if value is None:
        raise Missing(what)
    return value


def show(value: object) -> str:
    """Any text of the record, harmless on a terminal: it was written by the people whom we check."""
    text = ascii(value)
    return text if len(text) <= 120 else text[:120] + "..."


# ------------------------------------------------------------------------------------------------ forms of values (§1)

# `fullmatch` and spelled-out classes throughout: `$` forgives a last LF, `\d` takes digits of other scripts, and
# int("+5") or int(" 5") would give one value two spellings.
SESSION = re.compile(r"[a-z0-9][a-z0-9-]{2,63}")
DRAW = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{0,31}")
SEALED = re.compile(r"[AN][1-9]")
OPEN = re.compile(r"W[0-9]{2}")
ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,31}")
HASH = re.compile(r"[0-9a-f]{64}")
HASH_OR_NONE = re.compile(r"[0-9a-f]{64}|none")
TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])\+08:00")
DICE = re.compile(r"d(?:10|6)x(?:[123][0-9]|40)|b[1-9][0-9]k(?:[6-9]|[1-9][0-9])")
BEACON_SIGNATURE = re.compile(r"[0-9a-f]{96}")
SUMS_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f-\x9f\\]+)")
REMOVED_LINE = re.compile(r"([A-Z_]+),[1-9][0-9]*")
REMOVED = set("DIRECT PRE_ADMITTED PRIVATE_APPLIED PRIVATE_ADMITTED CUTOFF DWELLING AGE DUPLICATE WITHDRAWN OTHER".split())
BIGGEST = 2**53 - 1  # §1: the integers that every JSON reader keeps exactly


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def form(pattern: re.Pattern[str], value: object, where: str) -> str:
    want(isinstance(value, str) and pattern.fullmatch(value) is not None, f"{where} is {show(value)}")
    return value  # type: ignore[return-value]


def integer(value: object, low: int, high: int, where: str) -> int:
    want(type(value) is int and low <= value <= high, f"{where} is {show(value)}")  # `type`: True is no 1 here
    return value  # type: ignore[return-value]


def choice(value: object, words: str, where: str) -> str:
    want(isinstance(value, str) and value in words.split(), f"{where} is {show(value)}, not one of {words}")
    return value  # type: ignore[return-value]


def items(value: object, where: str, least: int = 0) -> list:
    want(isinstance(value, list) and len(value) >= least, f"{where} is {show(value)}")
    return value  # type: ignore[return-value]


def keys(value: object, names: str, where: str) -> dict:
    """An object with exactly these keys (§1: unknown and missing keys are refused; `unique` refuses repeated ones)."""
    want(isinstance(value, dict), f"{where} is no object")
    wrong = sorted(set(value) ^ set(names.split()))  # type: ignore[call-overload]
    want(not wrong, f"{where} lacks or should not have {show(wrong[:1])}")
    return value  # type: ignore[return-value]


def different(values: list, where: str) -> None:
    want(len(set(values)) == len(values), f"{where}: something stands twice")


def label(value: object, where: str) -> str:
    good = isinstance(value, str) and 1 <= len(value) <= 200 and value[0] != " " != value[-1]
    want(good, f"{where} is {show(value)}")
    bad = any(c in "\u2028\u2029" or unicodedata.category(c) in ("Cc", "Cs") for c in value)  # type: ignore[attr-defined]
    want(not bad and unicodedata.is_normalized("NFC", value), f"{where} is {show(value)}")  # type: ignore[arg-type]
    return value  # type: ignore[return-value]


@functools.lru_cache(maxsize=4096)
def seconds(text: str) -> int:
    """A time as Unix seconds. datetime.timestamp() would go through a float."""
    found = TIME.fullmatch(text)
    want(found is not None, f"time is {show(text)}")
    year, month, day, hour, minute, second = map(int, found.groups())  # type: ignore[union-attr]
    try:
        days = datetime.date(year, month, day).toordinal() - datetime.date(1970, 1, 1).toordinal()
    except ValueError:
        raise Mismatch(f"time {text} does not exist") from None
    return days * 86400 + (hour - 8) * 3600 + minute * 60 + second


def text_lines(data: bytes, name: str) -> list[str]:
    """The lines of a text file (§1): UTF-8, NFC, LF ends every line, no BOM, no CR, no empty line."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Mismatch(f"{name} is not UTF-8") from None
    want(text.isascii() or unicodedata.is_normalized("NFC", text), f"{name} is not NFC")
    want(not text.startswith("\ufeff"), f"{name} starts with a BOM")
    want("\r" not in text, f"{name} holds a CR")
    lines = text.split("\n")  # splitlines() would also split at U+2028 and others
    want(lines.pop() == "", f"{name}: no LF after the last line")
    want("" not in lines, f"{name} has an empty line")
    return lines


def unique(pairs: list) -> dict:
    want(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)


def small(digits: str) -> int:
    want(len(digits) <= 16 and 0 <= int(digits) <= BIGGEST, f"number {show(digits[:40])}")
    return int(digits)


def no_float(digits: str) -> int:
    raise Mismatch(f"number {show(digits[:40])} is no integer")


READER = json.JSONDecoder(object_pairs_hook=unique, parse_int=small, parse_float=no_float, parse_constant=no_float)
# For integers, strings and ASCII keys (all others are refused as unknown) this writer gives the RFC 8785 bytes.
WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(data: bytes, name: str) -> Any:
    """The value of a JSON text, refused unless canonical(parse(bytes)) = bytes (§1)."""
    try:
        value = READER.decode(data.decode("utf-8"))
        again = WRITER.encode(value).encode("utf-8")
    except Mismatch as error:
        raise Mismatch(f"{name}: {error}") from None
    except RecursionError:
        raise Mismatch(f"{name} is nested too deeply") from None
    except ValueError:  # also UnicodeError
        raise Mismatch(f"{name} is no JSON text") from None
    want(again == data, f"{name} is not in canonical form")
    return value


# ---------------------------------------------------------------------------------------- Ed25519 (RFC 8032 §5.1, §1)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # a square root of -1
ZERO = (0, 1, 1, 0)  # points are X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z


def add(p: tuple, q: tuple) -> tuple:
    """RFC 8032 §5.1.4, with its letters; also right for p = q and for ZERO."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * D * p[3] * q[3] % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(p: tuple) -> tuple:
    a, b, c = p[0] * p[0] % P, p[1] * p[1] % P, 2 * p[2] * p[2] % P
    h, g = a + b, a - b
    e, f = h - (p[0] + p[1]) * (p[0] + p[1]) % P, c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def small_order(a: tuple) -> bool:
    x, y, z, _ = double(double(double(a)))
    return x == 0 and y == z


def decode(data: bytes) -> tuple | None:
    """The point with this encoding, None if there is none or the encoding is not the canonical one."""
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def encode(a: tuple) -> bytes:
    inverse = pow(a[2], -1, P)
    x, y = a[0] * inverse % P, a[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


@functools.lru_cache(maxsize=4096)
def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Strict and cofactorless (§1): S < L, A and R canonical and of no small order, [S]B = R + [k]A."""
    point = decode(key) if len(key) == 32 and len(signature) == 64 else None
    if point is None or small_order(point):
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    table = (ZERO, BASE, minus, add(BASE, minus))
    r = ZERO
    for bit in range(252, -1, -1):  # [S]B - [k]A, both scalars in one pass
        r = double(r)
        if which := (s >> bit & 1) | (k >> bit & 1) << 1:
            r = add(r, table[which])
    # Comparing encodings, not points, is what refuses an R that is not canonical.
    return encode(r) == signature[:32] and not small_order(r)


# ------------------------------------------------------------------------------------------------------- the record

FOUR_GIB, MAX_FILES = 2**32, 10**4
ALWAYS = ("notice.json notice.sig pool.csv rules.json program.txt ledger.jsonl README signer.pem SHA256SUMS "
          "SHA256SUMS.sig").split()
LIVE = ALWAYS + ("board.txt seed.txt results.csv tables/draws.csv tables/waiting.csv outputs.txt statement.txt "
                 "statement.sig").split()
VOID = ALWAYS + "transcript.txt void.txt void.sig".split()
ORDER_FILE = re.compile(r"orders/[a-z0-9][a-z0-9.-]{0,63}\.csv")


class Pool(NamedTuple):
    """pool.csv by columns, a row an applicant. A unit is known by the row of its first member."""

    applicants: list[str]
    units: list[str]
    groups: list[dict[str, str]]  # the different rows of attributes
    starts: list[list[int]]  # for each group, the units in it
    bundles: dict[int, list[int]]  # unit -> its members, only for units of two or more


class Allocation(NamedTuple):
    """What §8 decides. `decided` is (draw, outcome, school, reason); rank 0 and number "" where it was not held."""

    decided: list[tuple[str, str, str, str]]
    ranks: list[int]
    numbers: list[str]
    draws: list[str]  # lines of tables/draws.csv
    held: dict[int, tuple[array.array, list[str]]]  # place of the draw in rules.json -> units by rank, their reasons
    placed: bytearray


class Record:
    """A folder, and what the steps have found sound in it: None until then."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: dict[str, int] = {}  # path in the record -> size
        self.void = False
        self.amended = False
        self._data: dict[str, bytes] = {}
        self._hashes: dict[str, str] = {}
        self.notice: dict | None = None  # (2)
        self.frozen: set[str] = set()  # (4) which of the frozen files are the notice's
        self.rules: dict | None = None  # (5)
        self.pool: Pool | None = None
        self.board: dict[str, str] | None = None  # (6) party -> commitment or "absent"; empty if there is none
        self.transcript: list[str] | None = None  # (7) lines of seed.txt or transcript.txt
        self.seed: str | None = None
        self.allocation: Allocation | None = None  # (9)
        self.last_line: str | None = None  # (12) hash of the ledger's last line
        self.allowed: set[str] | None = None  # (12) reasons that the ledger allows a void

    def read(self, name: str) -> bytes:
        """A file's bytes: each file is opened once, so that all steps speak of the same bytes."""
        if name not in self._data:
            if name not in self.files:
                raise Missing(f"{name} is not there")
            with open(os.path.join(self.root, *name.split("/")), "rb") as file:
                data = file.read(self.files[name] + 1)  # bounded, should the file grow while we read
            want(len(data) == self.files[name], f"{name} changes while it is read")
            self._data[name], self._hashes[name] = data, sha(data)
        return self._data[name]

    def hash(self, name: str) -> str:
        if name not in self._hashes:
            self.read(name)
        return self._hashes[name]

    def drop(self, name: str) -> None:
        """Forget a large file whose last reader has read it; its hash stays."""
        self._data.pop(name, None)

    def parties(self, phase: str) -> list[str]:
        return [party["id"] for party in self.notice["parties"] if party["phase"] == phase]  # type: ignore[index]

    def same(self, name: str, lines: Iterable[str]) -> None:
        """Byte for byte: the file is these lines, each ended by LF. In pieces, for a million lines in little memory."""
        data, at, number, lines = self.read(name), 0, 0, iter(lines)
        while piece := list(itertools.islice(lines, 8192)):
            joined = ("\n".join(piece) + "\n").encode()
            if data[at : at + len(joined)] != joined:
                for line in piece:
                    number += 1
                    end = at + len(line.encode()) + 1
                    if data[at:end] != line.encode() + b"\n":
                        found = data[at : at + 400].split(b"\n")[0].decode("utf-8", "replace")
                        raise Mismatch(f"{name} line {number} is {show(found)}, recomputed {show(line)}")
                    at = end
            at, number = at + len(joined), number + len(piece)
        want(at == len(data), f"{name} goes on after line {number}, its last one when recomputed")


# ------------------------------------------------------------------------------------------------ the steps (SPEC §11)


# (1) files: names are those of §2, all that must be there are, regular files, nothing else but amendments/.
def files(r: Record) -> None:
    if not os.path.isdir(r.root):
        raise Missing(f"no such folder: {show(r.root)}")
    found: dict[str, int] = {}
    problems: list[str] = []
    folders, count = [""], 0
    while folders:
        folder = folders.pop()
        with os.scandir(os.path.join(r.root, *folder.split("/"))) as entries:
            for entry in entries:
                count += 1
                want(count <= MAX_FILES, f"more than {MAX_FILES} files")
                name, status = folder + entry.name, entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    if name in ("orders", "tables", "amendments") or name.startswith("amendments/"):
                        folders.append(name + "/")
                    else:
                        problems.append(f"folder {show(name)} does not belong to a record")
                elif not stat.S_ISREG(status.st_mode):  # a link, a pipe: opening it could lead anywhere or hang
                    problems.append(f"{show(name)} is no regular file")
                elif status.st_size > FOUR_GIB:
                    problems.append(f"{show(name)} is larger than 4 GiB")
                elif name.startswith("amendments/"):
                    r.amended = True
                else:
                    found[name] = status.st_size
    r.void = "statement.txt" not in found and ("void.txt" in found or "transcript.txt" in found)
    must = VOID if r.void else LIVE
    for name, size in found.items():
        # removed.csv, a void record's board.txt and the orders are there or not as steps 4, 12 and 9 say.
        may = name == "removed.csv" or (name == "board.txt" if r.void else ORDER_FILE.fullmatch(name))
        if name in must or may:
            r.files[name] = size
        else:
            problems.append(f"{show(name)} does not belong to a {'void record' if r.void else 'record with a result'}")
    problems += [f"{name} is not there" for name in must if name not in found]
    want(not problems, min(problems, default=""))


# (2) notice: form and values (§3).
def notice(r: Record) -> None:
    n = canonical(r.read("notice.json"), "notice.json")
    keys(n, "format session mode title authority scheduled attempt version previous after rehearsals pool applicants "
            "units roster removed rules program signer amender parties min_open reveal_seconds dice beacon draws", "notice")
    choice(n["format"], "notice1", "format")
    form(SESSION, n["session"], "session")
    choice(n["mode"], "live rehearsal", "mode")
    label(n["title"], "title")
    label(n["authority"], "authority")
    seconds(form(TIME, n["scheduled"], "scheduled"))
    attempt, version = (integer(n[key], 1, BIGGEST, key) for key in ("attempt", "version"))
    form(HASH_OR_NONE, n["previous"], "previous")
    want((n["previous"] == "none") == (attempt == version == 1), f"previous is {n['previous']}")
    for value in items(n["after"], "after"):
        form(HASH, value, "after")
    different(n["after"], "after")
    for key in ("rehearsals", "applicants", "units"):
        integer(n[key], 0, BIGGEST, key)
    for key in ("pool", "roster", "rules", "program", "signer", "amender"):
        form(HASH, n[key], key)
    form(HASH_OR_NONE, n["removed"], "removed")
    want(n["signer"] != n["amender"], "signer and amender are the same key")
    for party in items(n["parties"], "parties"):
        keys(party, "id name phase", "a party")
        choice(party["phase"], "sealed open", "phase")
        form(SEALED if party["phase"] == "sealed" else OPEN, party["id"], f"id of a party that is {party['phase']}")
        label(party["name"], f"name of {party['id']}")
    ids = [party["id"] for party in n["parties"]]
    different(ids, "parties")
    for body in "AN":
        want(any(party[0] == body for party in ids), f"no party {body}")
    integer(n["min_open"], 0, sum(party[0] == "W" for party in ids), "min_open")
    integer(n["reveal_seconds"], 0, 86400, "reveal_seconds")
    if n["dice"] != "none":
        form(DICE, n["dice"], "dice")
        if n["dice"][0] == "b":
            balls, drawn = n["dice"][1:].split("k")
            want(int(drawn) <= int(balls), f"dice is {n['dice']}")
    if n["beacon"] != "none":
        keys(n["beacon"], "chain round", "beacon")
        form(HASH, n["beacon"]["chain"], "chain")
        integer(n["beacon"]["round"], 1, BIGGEST, "round")
    want(n["dice"] != "none" or n["beacon"] != "none", "neither dice nor beacon")
    for value in items(n["draws"], "draws"):
        form(DRAW, value, "draws")
    r.notice = n


def signed(r: Record, name: str, signature: str) -> None:
    key = need(r.notice, "a sound notice.json, for its signer")["signer"]
    good = ed25519(bytes.fromhex(key), r.read(name), r.read(signature))
    want(good, f"{signature} is no signature of {name} by {key}")


# (3) notice signature: notice.sig by `signer`; signer.pem is that key.
def notice_signature(r: Record) -> None:
    signed(r, "notice.json", "notice.sig")
    # The twelve bytes are the fixed DER head of every Ed25519 public key (§2).
    der = bytes.fromhex("302a300506032b6570032100" + r.notice["signer"])  # type: ignore[index]
    r.same("signer.pem", ["-----BEGIN PUBLIC KEY-----", base64.b64encode(der).decode(), "-----END PUBLIC KEY-----"])


# (4) frozen files: hashes of pool.csv, rules.json, program.txt, removed.csv are the notice's; form of the last two.
def frozen_files(r: Record) -> None:
    n = need(r.notice, "a sound notice.json")
    wrong, missing = "", ""
    for key, name in ("pool", "pool.csv"), ("rules", "rules.json"), ("program", "program.txt"), ("removed", "removed.csv"):
        try:
            if n[key] == "none":
                want(name not in r.files, f"{name} is there, and the notice names none")
            elif name == "removed.csv" and name not in r.files:
                raise Mismatch("removed.csv is not there, and the notice names it")
            else:
                r.read(name)
                want(r.hash(name) == n[key], f"{name} has hash {r.hash(name)}, the notice says {n[key]}")
                r.frozen.add(name)
        except Mismatch as error:
            wrong = wrong or str(error)
        except Missing as error:
            missing = missing or str(error)
    want(not wrong, wrong)
    if missing:
        raise Missing(missing)
    before = b""
    for line in text_lines(r.read("program.txt"), "program.txt"):
        found = SUMS_LINE.fullmatch(line)
        want(found is not None, f"program.txt: {show(line)}")
        path = found[2]  # type: ignore[index]
        want(not {"", ".", ".."} & set(path.split("/")), f"program.txt: path {show(path)}")
        want(before < path.encode(), f"program.txt: {show(path)} is not sorted, or stands twice")
        before = path.encode()
    if "removed.csv" in r.frozen:
        lines = text_lines(r.read("removed.csv"), "removed.csv")
        want(lines[:1] == ["reason,count"], "removed.csv: header")
        for line in lines[1:]:
            want(REMOVED_LINE.fullmatch(line) is not None and line.split(",")[0] in REMOVED, f"removed.csv: {show(line)}")
        reasons = [line.split(",")[0] for line in lines[1:]]
        want(reasons == sorted(set(reasons)), "removed.csv is not sorted, or a reason stands twice")


# (5) rules and pool: forms (§4), counts, draws, soundness.
def rules_and_pool(r: Record) -> None:
    n = need(r.notice, "a sound notice.json")
    for name in "rules.json", "pool.csv":
        need(name in r.frozen or None, f"the frozen {name}")
    rules = canonical(r.read("rules.json"), "rules.json")
    values = rules_form(rules)
    ids = [draw["id"] for draw in rules["draws"]]
    want(ids == n["draws"], f"draws are {show(ids)}, the notice says {show(n['draws'])}")
    pool = pool_form(r, rules, values)
    count = sum(map(len, pool.starts))
    want(len(pool.applicants) == n["applicants"], f"{len(pool.applicants)} applicants, the notice says {n['applicants']}")
    want(count == n["units"], f"{count} units, the notice says {n['units']}")
    sound(rules, pool)
    r.rules, r.pool = rules, pool
    r.drop("pool.csv")


def rules_form(rules: Any) -> dict[str, set[str]]:
    """Form of rules.json (§4), and soundness 1 for draws. The result: each attribute's declared values."""
    keys(rules, "format attributes schools bundles draws show", "rules")
    choice(rules["format"], "rules1", "format")
    schools: dict[str, dict] = {}
    for school in items(rules["schools"], "schools", 1):
        keys(school, "code name places approved_extra approved_document last_place vacancies", "a school")
        code = form(CODE, school["code"], "code of a school")
        want(code not in schools, f"school {code} stands twice")
        label(school["name"], f"name of {code}")
        integer(school["places"], 0, BIGGEST, f"places of {code}")
        extra = integer(school["approved_extra"], 0, BIGGEST, f"approved_extra of {code}")
        document = label(school["approved_document"], f"approved_document of {code}")
        want((document == "none") == (extra == 0), f"{code}: approved_document does not fit approved_extra")
        choice(school["last_place"], "SKIP OVERFLOW GROW SPLIT STOP", f"last_place of {code}")
        choice(school["vacancies"], "RANKED SUPPLEMENTARY_DRAW NONE", f"vacancies of {code}")
        schools[code] = school
    values: dict[str, set[str]] = {}
    for attribute in items(rules["attributes"], "attributes"):
        keys(attribute, "name label values", "an attribute")
        name = form(ATTRIBUTE, attribute["name"], "name of an attribute")
        want(name not in values and name not in ("applicant", "unit", "seal"), f"attribute {name}")
        label(attribute["label"], f"label of {name}")
        if attribute["values"] == "schools":
            values[name] = set(schools)
            continue
        for value in items(attribute["values"], f"values of {name}", 1):
            keys(value, "code label", f"a value of {name}")
            form(CODE, value["code"], f"a value of {name}")
            label(value["label"], f"label of {name} {value['code']}")
        different([value["code"] for value in attribute["values"]], f"values of {name}")
        values[name] = {value["code"] for value in attribute["values"]}
    bundles = keys(rules["bundles"], "mixed mixed_attribute member_removed", "bundles")
    mixed = choice(bundles["mixed"], "REFUSE DISSOLVE LOWER", "mixed")
    attribute = form(ATTRIBUTE, bundles["mixed_attribute"], "mixed_attribute")
    want((attribute == "none") == (mixed == "REFUSE"), f"mixed_attribute is {attribute}")
    want(mixed == "REFUSE" or attribute in values, f"mixed_attribute {attribute} is not declared")
    choice(bundles["member_removed"], "DISSOLVE SHRINK", "member_removed")
    for draw in items(rules["draws"], "draws", 1):
        keys(draw, "id kind title school who", "a draw")
        where = "draw " + form(DRAW, draw["id"], "id of a draw")
        choice(draw["kind"], "admission", f"kind of {where}")
        label(draw["title"], f"title of {where}")
        want(form(CODE, draw["school"], f"school of {where}") in schools, f"{where}: school is not declared")
        want(isinstance(draw["who"], dict), f"{where}: who is no object")
        for name, codes in draw["who"].items():
            want(name in values, f"{where}: attribute {show(name)} is not declared")
            for code in items(codes, f"{where}: {name}", 1):
                want(form(CODE, code, f"{where}: {name}") in values[name], f"{where}: value {code} is not declared")
            want(codes == sorted(set(codes)), f"{where}: values of {name} are not sorted, or one stands twice")
    different([draw["id"] for draw in rules["draws"]], "ids of draws")
    show_ = keys(rules["show"], "names page singly", "show")
    choice(show_["names"], "masked none", "names")
    integer(show_["page"], 1, BIGGEST, "page")
    integer(show_["singly"], 0, BIGGEST, "singly")
    return values


def pool_form(r: Record, rules: dict, values: dict[str, set[str]]) -> Pool:
    """Form of pool.csv (§4), soundness 1 for its values, soundness 2."""
    lines = text_lines(r.read("pool.csv"), "pool.csv")
    want(lines[:1] == [",".join(["applicant", "unit", *values, "seal"])], "pool.csv: header")
    code = CODE.pattern
    row = re.compile(f"({code}),({code}),((?:{code},){{{len(values)}}})[0-9a-f]{{64}}").fullmatch
    named = sorted({name for draw in rules["draws"] for name in draw["who"]})
    applicants: list[str] = []
    units: list[str] = []
    known: dict[str, int] = {}  # a row's attributes as text -> its group; a million rows share few texts
    groups: list[dict[str, str]] = []
    starts: list[list[int]] = []
    bundles: dict[str, list[int]] = {}
    leads: dict[str, dict[str, str]] = {}  # bundle -> attributes of its first member
    before = ""
    for at, line in enumerate(itertools.islice(lines, 1, None)):
        found = row(line)
        if found is None:
            raise Mismatch(f"pool.csv line {at + 2}: {show(line)}")
        applicant, unit, text = found.groups()
        if applicant <= before:
            raise Mismatch(f"pool.csv line {at + 2}: {applicant} is not sorted, or stands twice")
        before = applicant
        group = known.get(text)
        if group is None:
            attributes = dict(zip(values, text.split(",")))
            for name, value in attributes.items():
                want(value in values[name], f"pool.csv line {at + 2}: {name} {value} is not declared")
            group = known[text] = len(groups)
            groups.append(attributes)
            starts.append([])
        applicants.append(applicant)
        if unit == applicant:
            units.append(applicant)  # the same object: a million texts less
            starts[group].append(at)
            continue
        units.append(unit)
        if unit not in bundles:
            bundles[unit], leads[unit] = [], groups[group]
            starts[group].append(at)
        bundles[unit].append(at)  # in order of applicant code, because the file is sorted: SPLIT needs that (§8.3)
        for name in named:
            want(groups[group][name] == leads[unit][name], f"members of bundle {unit} do not agree on {name}")
    for unit, members in bundles.items():
        want(len(members) >= 2, f"pool.csv: {unit} is a bundle of one")
        at = bisect.bisect_left(applicants, unit)
        want(applicants[at : at + 1] != [unit], f"pool.csv: {unit} is a bundle and an applicant")
    return Pool(applicants, units, groups, starts, {members[0]: members for members in bundles.values()})


def matching(draw: dict, pool: Pool) -> list[int]:
    """The groups of applicants that a draw's `who` matches (§4); {} matches everybody."""
    who = [(name, set(codes)) for name, codes in draw["who"].items()]
    return [at for at, group in enumerate(pool.groups) if all(group[name] in codes for name, codes in who)]


def sound(rules: dict, pool: Pool) -> None:
    """Soundness 3 and 4 (§4)."""
    drawn: dict[str, set[int]] = {school["code"]: set() for school in rules["schools"]}
    for draw in rules["draws"]:
        drawn[draw["school"]].update(matching(draw, pool))
    somewhere = set().union(*drawn.values())
    for group, units in enumerate(pool.starts):
        # A group without a unit of its own holds only later members of bundles, which match where the first one does.
        want(group in somewhere or not units, f"{pool.groups[group]} matches no draw")
    for school in rules["schools"]:
        more = [len(pool.bundles[unit]) - 1 for group in drawn[school["code"]] for unit in pool.starts[group]
                if unit in pool.bundles]
        extra, policy = school["approved_extra"], school["last_place"]
        if policy == "OVERFLOW":
            good = extra >= max(more, default=0)
        elif policy == "GROW":
            good = extra >= sum(more)
        else:
            good = extra == 0
        want(good, f"school {school['code']}: approved_extra {extra} does not fit {policy}")


# (6) board: form (§6). Void record without a board: match.
def board(r: Record) -> None:
    n = need(r.notice, "a sound notice.json")
    if r.void and "board.txt" not in r.files:
        r.board = {}
        return
    lines = text_lines(r.read("board.txt"), "board.txt")
    want(lines[:2] == ["board1", f"notice {r.hash('notice.json')}"], "board.txt: the first two lines")
    want(len(lines) == 2 + len(n["parties"]), f"board.txt has {len(lines)} lines")
    found: dict[str, str] = {}
    for party, line in zip(n["parties"], lines[2:]):
        name, _, value = line.partition(" ")
        want(name == party["id"], f"board.txt: {show(line)} stands where {party['id']} should")
        if value != "absent" or party["phase"] == "sealed":
            form(HASH, value, f"commitment of {name}")
        found[name] = value
    given = [value for value in found.values() if value != "absent"]
    different(given, "commitments")
    # A board with too few parents is closed all the same, and then the ceremony is void (§10): step 13 looks at that.
    opened = len(given) - len(r.parties("sealed"))
    want(r.void or opened >= n["min_open"], f"{opened} open parties on the board, at least {n['min_open']} needed")
    r.board = found


def faces(dice: str) -> tuple[list[str], int, str]:
    """What one die or ball can show, how many there are, what joins them (§6)."""
    if dice[0] == "b":
        balls, drawn = map(int, dice[1:].split("k"))
        return [f"{ball:02d}" for ball in range(1, balls + 1)], drawn, "-"
    return list("0123456789" if dice.startswith("d10x") else "123456"), int(dice.split("x")[1]), ""


def dice_line(n: dict, line: str) -> None:
    if n["dice"] == "none":
        want(line == "dice none", f"{show(line)}, the notice says dice none")
        return
    head, values = f"dice {n['dice']} ", line[len(f"dice {n['dice']} ") :]
    possible, count, joint = faces(n["dice"])
    dice = values.split("-") if joint else list(values)
    good = line.startswith(head) and len(dice) == count and set(dice) <= set(possible)
    want(good and (not joint or len(set(dice)) == count), f"{show(line)} is no throw of {n['dice']}")


def beacon_line(n: dict, line: str) -> None:
    if n["beacon"] == "none":
        want(line == "beacon none", f"{show(line)}, the notice says beacon none")
        return
    head = f"beacon {n['beacon']['chain']}:{n['beacon']['round']} "
    want(line.startswith(head), f"{show(line)} is not the round of the notice")
    form(BEACON_SIGNATURE, line[len(head) :], "signature of the beacon")


def secret(r: Record, party: str, value: str) -> None:
    """A secret is the one whose commitment (§6) stands on the board."""
    form(HASH, value, f"secret of {party}")
    again = sha(f"commit1:{r.hash('notice.json')}:{party}:{value}".encode())
    want(again == r.board[party], f"secret of {party} gives {again}, on the board is {r.board[party]}")  # type: ignore


# (7) seed: seed.txt (§6); in a void record transcript.txt (§10).
def seed(r: Record) -> None:
    n, name = need(r.notice, "a sound notice.json"), "transcript.txt" if r.void else "seed.txt"
    r.read(name)
    need(r.board, "a sound board.txt")
    lines = text_lines(r.read(name), name)
    head = ["seed1", f"notice {r.hash('notice.json')}"] + ([f"board {r.hash('board.txt')}"] if r.board else [])
    want(lines[: len(head)] == head, f"{name}: the first {len(head)} lines")
    rest = lines[len(head) :]
    if not r.board:
        want(not rest, f"{name}: {show(rest[:1])} without a board")
    elif r.void:
        void_transcript(r, n, rest)
    else:
        opens, sealed = r.parties("open"), r.parties("sealed")
        want(len(rest) == len(opens) + 2 + len(sealed), f"seed.txt has {len(lines)} lines")
        seen = open_lines(r, rest[: len(opens)])
        want(list(seen) == opens, "seed.txt: not every open party, in the order of the notice")
        revealed = sum(value != "absent" for value in seen.values())
        want(revealed >= n["min_open"], f"{revealed} open parties revealed, at least {n['min_open']} needed")
        dice_line(n, rest[len(opens)])
        beacon_line(n, rest[len(opens) + 1])
        for party, line in zip(sealed, rest[len(opens) + 2 :]):
            want(line.startswith(party + " "), f"seed.txt: {show(line)} stands where {party} should")
            secret(r, party, line[len(party) + 1 :])
        r.seed = r.hash(name)
    r.transcript = lines


def open_lines(r: Record, lines: list[str]) -> dict[str, str]:
    """The lines of open parties at the head of these, in the order of the notice; in a void record some may lack."""
    seen: dict[str, str] = {}
    at = 0
    for party in r.parties("open"):
        if at < len(lines) and lines[at].startswith(party + " "):
            value = lines[at][len(party) + 1 :]
            if value != "absent":  # whoever is absent on the board has no commitment, so any secret fails here
                secret(r, party, value)
            seen[party] = value
            at += 1
    return seen


def void_transcript(r: Record, n: dict, lines: list[str]) -> None:
    """§10: the lines of seed.txt so far, then what was opened. How far it had come, step 12 reads in the ledger."""
    seen = open_lines(r, lines)
    lines = lines[len(seen) :]
    closed = len(seen) == len(r.parties("open"))
    want(closed or not ("absent" in seen.values() or lines), "transcript.txt: not every open party has its line")
    if lines:
        dice_line(n, lines[0])
    if lines[1:]:
        beacon_line(n, lines[1])
    if lines[2:]:
        sealed = r.parties("sealed")
        want(len(lines) == 2 + len(sealed), "transcript.txt: not one line for each sealed party")
        for party, line in zip(sealed, lines[2:]):
            want(line.startswith(party + " "), f"transcript.txt: {show(line)} stands where {party} should")
            if line != f"{party} mismatch":
                secret(r, party, line[len(party) + 1 :])


# (8) beacon: none in the notice, or not reached in a void record: match. Else this verifier checks no BLS signatures.
def beacon(r: Record) -> None:
    n = need(r.notice, "a sound notice.json")
    if n["beacon"] == "none":
        return
    lines = need(r.transcript, "a sound transcript.txt" if r.void else "a sound seed.txt")
    if r.void and not any(line.startswith("beacon ") for line in lines):
        return
    raise Missing(f"this verifier checks no beacon; compare round {n['beacon']['round']} of chain {n['beacon']['chain']}")


# (9) orders: exactly the held draws' files, each byte for byte. Void record: match (there are none); so are 10 and 11.
def orders(r: Record) -> None:
    if r.void:
        return
    pool, rules = need(r.pool, "a sound pool.csv"), need(r.rules, "a sound rules.json")
    value = need(r.seed, "a sound seed.txt")
    wrong: list[str] = []

    def compare(draw: str, rows: Iterable[str]) -> None:
        name = f"orders/{draw}.csv"
        try:
            want(name in r.files, f"{name} is not there, and draw {draw} was held")
            r.same(name, itertools.chain(["rank,number,unit"], rows))
            r.drop(name)
        except Mismatch as error:
            wrong.append(str(error))

    r.allocation = allocate(pool, rules, value, compare)
    held = {f"orders/{rules['draws'][at]['id']}.csv" for at in r.allocation.held}
    for name in sorted(r.files):
        if name.startswith("orders/") and name not in held:
            wrong.append(f"{name} is there, and that draw was not held")
    want(not wrong, "".join(wrong[:1]))


def number(value: str, draw: str, unit: str) -> str:
    """The number of a unit in a draw (§7)."""
    return sha(f"number1:{value}:{draw}:{unit}".encode())


IN = "RANK NEXT_FITS BUNDLE_OVERFLOW BUNDLE_GROW SPLIT_IN".split()
OUT = "PLACES_FULL BUNDLE_SKIPPED SPLIT_OUT BUNDLE_STOPPED AFTER_STOP".split()


def turn(policy: str, size: int, left: int, passed: bool) -> tuple[int, str, int]:
    """§8.3, the table, for one unit: how many of its members go in, the reason, the places then left."""
    if left == 0:
        return 0, "PLACES_FULL", 0
    if policy == "GROW":
        return size, "RANK" if size == 1 else "BUNDLE_GROW", left - 1
    if size <= left:
        return size, "NEXT_FITS" if passed else "RANK", left - size
    if policy == "OVERFLOW":
        return size, "BUNDLE_OVERFLOW", 0
    if policy == "SPLIT":
        return left, "SPLIT_OUT", 0  # the reason of those who stay out; SPLIT_IN for the others
    return 0, "BUNDLE_SKIPPED" if policy == "SKIP" else "BUNDLE_STOPPED", left


def allocate(pool: Pool, rules: dict, value: str, compare: Callable[[str, Iterable[str]], None]) -> Allocation:
    """§8, all of it. `compare` gets each held draw's order while it is in memory: a million numbers take 100 MB."""
    schools = {school["code"]: school for school in rules["schools"]}
    left = {code: school["places"] for code, school in schools.items()}
    size = len(pool.applicants)
    nobody = ("", "", "", "")
    result = Allocation([nobody] * size, [0] * size, [""] * size, [], {}, bytearray(size))
    decided, ranks, numbers, placed = result.decided, result.ranks, result.numbers, result.placed
    begun = bytearray(size)  # units of which some member is placed
    bundles = pool.bundles
    for at, draw in enumerate(rules["draws"]):
        name, code = draw["id"], draw["school"]
        policy, ranked = schools[code]["last_place"], schools[code]["vacancies"] == "RANKED"
        out = ("waiting", code) if ranked else ("not_admitted", "")
        # 1. who takes part
        units = [unit for group in matching(draw, pool) for unit in pool.starts[group] if not begun[unit]]
        children = sum(len(bundles[unit]) if unit in bundles else 1 for unit in units)
        places, admitted, last_rank, rest = left[code], 0, 0, left[code]
        # 2. what kind of draw it is
        if not units:
            status = "empty"
        elif places == 0:
            status = "not-held"
            for unit in units:
                for row in bundles.get(unit, (unit,)):
                    if not ranks[row]:  # 6: a decision of a draw that was held stays
                        decided[row] = (name, "not_admitted", "", "NOT_HELD")
        elif children <= places:
            status, admitted, rest = "registered", children, places - children
            left[code] = rest
            for unit in units:
                begun[unit] = 1
                for row in bundles.get(unit, (unit,)):
                    decided[row], ranks[row], numbers[row] = (name, "admitted", code, "REGISTERED"), 0, ""
                    placed[row] = 1
        else:
            status = "held"
            # 3. the order (§7), then the walk
            hashes = [number(value, name, pool.units[unit]) for unit in units]
            order = sorted(range(len(units)), key=hashes.__getitem__)
            # A decision is one object for all whom it concerns: a million tuples less.
            inside = {why: (name, "admitted", code, why) for why in IN}
            outside = {why: (name, *out, why) for why in OUT}
            walk, reasons = array.array("q"), []
            passed = stopped = False
            for rank, place in enumerate(order, 1):
                unit = units[place]
                members = bundles.get(unit, ())
                if stopped:
                    taken, reason = 0, "AFTER_STOP"
                else:
                    taken, reason, rest = turn(policy, len(members) or 1, rest, passed)
                    passed = passed or reason == "BUNDLE_SKIPPED"
                    stopped = reason == "BUNDLE_STOPPED"
                walk.append(unit)
                reasons.append(reason)
                if taken:
                    begun[unit], last_rank, admitted = 1, rank, admitted + taken
                for row in members or (unit,):
                    ranks[row], numbers[row] = rank, hashes[place]
                    if taken:
                        taken -= 1
                        placed[row] = 1
                        decided[row] = inside["SPLIT_IN" if reason == "SPLIT_OUT" else reason]
                    else:
                        decided[row] = outside[reason]
            twice = any(hashes[a] == hashes[b] for a, b in zip(order, itertools.islice(order, 1, None)))
            want(not twice, f"draw {name}: two equal numbers")
            compare(name, (f"{rank},{hashes[at]},{pool.units[units[at]]}" for rank, at in enumerate(order, 1)))
            # 4. what later draws of this school find
            left[code] = 0 if stopped else rest
            result.held[at] = walk, reasons
        # 5. tables/draws.csv
        result.draws.append(f"{name},{code},{status},{places},{len(units)},{children},{admitted},{last_rank or ''},{rest}")
    return result


# (10) results: results.csv, tables/draws.csv, tables/waiting.csv byte for byte.
def results(r: Record) -> None:
    if r.void:
        return
    pool, rules = need(r.pool, "a sound pool.csv"), need(r.rules, "a sound rules.json")
    a = need(r.allocation, "a sound seed.txt")
    rows = (f"{applicant},{unit},{draw},{rank or ''},{value},{outcome},{school},{reason}"
            for applicant, unit, rank, value, (draw, outcome, school, reason)
            in zip(pool.applicants, pool.units, a.ranks, a.numbers, a.decided))
    r.same("results.csv", itertools.chain(["applicant,unit,draw,rank,number,outcome,school,reason"], rows))
    r.drop("results.csv")
    r.same("tables/draws.csv", ["draw,school,status,places,units,children,admitted,last_rank,left", *a.draws])
    r.same("tables/waiting.csv", itertools.chain(["school,position,unit,children,draw,rank,reason"], waiting(pool, rules, a)))
    r.drop("tables/waiting.csv")


def waiting(pool: Pool, rules: dict, a: Allocation) -> Iterable[str]:
    """§8.7, a school after the other."""
    for school in rules["schools"]:
        if school["vacancies"] != "RANKED":
            continue
        held = [at for at in a.held if rules["draws"][at]["school"] == school["code"]]
        latest: dict[int, int] = {}  # unit -> its latest draw here
        for at in held:
            latest.update((unit, at) for unit in a.held[at][0])
        position = 0
        for first in True, False:  # those whom only their size, or the split, kept out stand before the others
            for at in held:
                for rank, (unit, reason) in enumerate(zip(*a.held[at]), 1):
                    if latest[unit] != at or (reason in ("BUNDLE_SKIPPED", "SPLIT_OUT")) != first:
                        continue
                    children = sum(not a.placed[row] for row in pool.bundles.get(unit, (unit,)))
                    if children:
                        position += 1
                        draw = rules["draws"][at]["id"]
                        yield f"{school['code']},{position},{pool.units[unit]},{children},{draw},{rank},{reason}"


# (11) outputs: outputs.txt.
def outputs(r: Record) -> None:
    if r.void:
        return
    names = [name for name in sorted(r.files) if name == "results.csv" or name.startswith(("orders/", "tables/"))]
    need("results.csv" in names or None, "results.csv")
    r.same("outputs.txt", (f"{r.hash(name)}  {name}" for name in names))


# (12) ledger: form, chain, phases, agreement with the files (§9). In a void record the last line's hash is void.txt's.
def ledger(r: Record) -> None:
    rows = chained(r)
    n = need(r.notice, "a sound notice.json")
    need(r.board, "a sound board.txt")
    need(r.transcript, "a sound transcript.txt" if r.void else "a sound seed.txt")
    r.allowed = Replay(r, n).run(rows)


# §9's table: by whom, keys of the body, phases. What else must hold stands in Replay.
RUNNING = "objections commit board reveal dice beacon envelopes opening seeded"  # any but start, done, void
KINDS = {
    "freeze": ("operator", "notice version with", "start objections"),
    "objection": ("operator", "number paper", "objections"),
    "objection-outcome": ("notary", "number outcome", "objections"),
    "convene": ("operator", "notice", "objections"),
    "commit": ("party", "commitment", "commit"),
    "board": ("operator", "board", "commit"),
    "reveal-open": ("operator", "", "board"),
    "reveal": ("open", "secret", "reveal"),
    "reveal-close": ("operator", "transcript", "reveal"),
    "late": ("open", "secret", "dice beacon envelopes opening seeded"),
    "dice-mismatch": ("checker", "index", "dice"),
    "die": ("operator", "index value with", "dice"),
    "dice": ("notary", "transcript", "dice"),
    "beacon": ("operator", "signature transcript", "beacon"),
    "envelopes": ("notary", "", "envelopes"),
    "opened": ("sealed", "", "opening"),
    "paper-mismatch": ("operator", "party with", "opening"),
    "seed": ("system", "seed", "opening"),
    "outputs": ("system", "outputs", "seeded"),
    "ruling": ("decision", "number action reason paper signers", RUNNING),
    "resume": ("system", "", RUNNING),
    "void": ("decision system", "void", RUNNING),
}
BODY = {
    "action": re.compile("CONTINUE|PAUSE|RESUME_STANDBY|ACCEPT_MISSING_WITNESS|POSTPONE|VOID|RETHROW"),
    "outcome": re.compile("accepted|rejected"),
    "paper": HASH_OR_NONE,
    "party": SEALED,
    "reason": re.compile("POWER|MACHINE|NETWORK|PERSON|WITNESS|PROCEDURE|DIE_NOT_FLAT|OTHER"),
    "signature": BEACON_SIGNATURE,
    "value": re.compile("[0-9]{1,2}"),
    "with": re.compile("notary|checker"),
}
SIGNER = re.compile("D[1-9]")


def chained(r: Record) -> list[dict]:
    """Form and chain: each line names the hash of the line before it, so one line cannot change alone."""
    lines = text_lines(r.read("ledger.jsonl"), "ledger.jsonl")
    rows, before = [], "none"
    for at, line in enumerate(lines, 1):
        where = f"ledger line {at}"
        row = keys(canonical(line.encode(), where), "n time kind by body prev", where)
        integer(row["n"], at, at, f"{where}: n")
        seconds(form(TIME, row["time"], f"{where}: time"))
        want(row["prev"] == before, f"{where}: prev is {show(row['prev'])}, the line before has {before}")
        want(isinstance(row["kind"], str) and row["kind"] in KINDS, f"{where}: kind {show(row['kind'])}")
        body = keys(row["body"], KINDS[row["kind"]][1], f"{where}: body of {row['kind']}")
        for key, value in body.items():
            if key in ("index", "number", "version"):
                integer(value, 1, BIGGEST, f"{where}: {key}")
            elif key == "signers":
                for signer in items(value, f"{where}: signers", 1):
                    form(SIGNER, signer, f"{where}: signers")
                want(value == sorted(set(value)), f"{where}: signers are not sorted, or one stands twice")
            else:
                form(BODY.get(key, HASH), value, f"{where}: {key}")
        before = sha(line.encode())
        rows.append(row)
    want(bool(rows), "ledger.jsonl is empty")
    r.last_line = before
    return rows


# drand's quicknet, and when its first round came. Of other chains this verifier does not know the times.
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"


class Replay:
    """The ceremony again, line by line. It rebuilds the lines of seed.txt and refuses what §9 does not allow."""

    def __init__(self, r: Record, n: dict) -> None:
        self.r, self.n = r, n
        self.opens, self.sealed = r.parties("open"), r.parties("sealed")
        self.phase, self.paused, self.voided = "start", False, False
        self.freezes: list[str] = []
        self.objections: list[str] = []  # the outcome of each, "" until there is one
        self.accepted = False  # an objection, since the last freeze
        self.commits: dict[str, str] = {}
        self.reveals: dict[str, str] = {}
        self.running = 0
        self.closed: int | None = None  # time of reveal-close
        self.dice: list[str] = []
        self.beaten = False  # the beacon line has been
        self.opened: set[str] = set()
        self.mismatched: set[str] = set()
        self.rulings = 0
        self.said = ["seed1", f"notice {r.hash('notice.json')}"]
        self.allowed: set[str] = set()

    def run(self, rows: list[dict]) -> set[str]:
        before = 0
        for row in rows:
            kind, now = row["kind"], seconds(row["time"])
            # An outage (the pair that ends in `resume`) and a pause do not use up the parents' time (§9).
            if self.phase == "reveal" and not self.paused and kind != "resume":
                self.running += max(0, now - before)
            before = now
            try:
                self.line(kind, row["by"], row["body"], now)
            except Mismatch as error:
                raise Mismatch(f"ledger line {row['n']}, {kind}: {error}") from None
        self.agree()
        return self.allowed

    def line(self, kind: str, by: object, body: dict, now: int) -> None:
        roles, _, phases = KINDS[kind]
        who = {"party": self.opens + self.sealed, "open": self.opens, "sealed": self.sealed}.get(roles, roles.split())
        want(isinstance(by, str) and by in who, f"by {show(by)}")
        want(self.phase in phases.split(), f"not allowed in phase {self.phase}")
        want(not self.voided or kind == "void", "after a ruling VOID")
        want(not self.paused or kind in ("ruling", "resume", "late", "void"), "in a pause")
        if "with" in body:
            other = "checker" if kind == "die" else "notary"
            want(body["with"] == other, f"with {body['with']}")
        getattr(self, "on_" + kind.replace("-", "_"))(by, body, now)

    def enough(self, parties: dict[str, str]) -> bool:
        return sum(party in parties for party in self.opens) >= self.n["min_open"]

    def transcript(self, body: dict) -> None:
        again = sha("".join(line + "\n" for line in self.said).encode())
        want(body["transcript"] == again, f"transcript {body['transcript']}, recomputed {again}")

    def on_freeze(self, by: str, body: dict, now: int) -> None:
        want(body["version"] == len(self.freezes) + 1, f"version {body['version']} after {len(self.freezes)}")
        want(not self.freezes or self.accepted, "no objection was accepted")
        self.freezes.append(body["notice"])
        self.accepted, self.phase = False, "objections"

    def on_objection(self, by: str, body: dict, now: int) -> None:
        want(body["number"] == len(self.objections) + 1, f"number {body['number']} after {len(self.objections)}")
        want(body["paper"] != "none", "no paper")
        self.objections.append("")

    def on_objection_outcome(self, by: str, body: dict, now: int) -> None:
        at = body["number"] - 1
        want(at < len(self.objections) and not self.objections[at], f"objection {body['number']} is not open")
        self.objections[at] = body["outcome"]
        self.accepted = self.accepted or body["outcome"] == "accepted"

    def on_convene(self, by: str, body: dict, now: int) -> None:
        want(body["notice"] == self.freezes[-1], "not the notice of the last freeze")
        want(all(self.objections) and not self.accepted, "an objection is open, or accepted since the last freeze")
        self.phase = "commit"

    def on_commit(self, by: str, body: dict, now: int) -> None:
        want(by not in self.commits, "a second time")
        want(body["commitment"] not in self.commits.values(), "a commitment that another party has handed in")
        self.commits[by] = body["commitment"]

    def on_board(self, by: str, body: dict, now: int) -> None:
        want(set(self.sealed) <= set(self.commits), "before all sealed parties have committed")
        want(bool(self.r.board), "the record has no board.txt")
        want(body["board"] == self.r.hash("board.txt"), f"board.txt has hash {self.r.hash('board.txt')}")
        for party, value in self.r.board.items():  # type: ignore[union-attr]
            want(self.commits.get(party, "absent") == value, f"on the board {party} has {value}")
        self.said.append(f"board {body['board']}")
        self.phase = "board"

    def on_reveal_open(self, by: str, body: dict, now: int) -> None:
        want(self.enough(self.commits), "too few open parties have committed")
        self.phase = "reveal"

    def on_reveal(self, by: str, body: dict, now: int) -> None:
        want(by not in self.reveals, "a second time")
        want(by in self.commits, "has not committed")
        secret(self.r, by, body["secret"])
        self.reveals[by] = body["secret"]

    def on_reveal_close(self, by: str, body: dict, now: int) -> None:
        needed = self.n["reveal_seconds"]
        want(self.running >= needed, f"after {self.running} seconds of running time, {needed} are needed")
        self.said += [f"{party} {self.reveals.get(party, 'absent')}" for party in self.opens]
        self.transcript(body)
        self.closed, self.phase = now, "dice"
        if self.n["dice"] == "none":
            self.said.append("dice none")
            self.phase = "beacon"

    def on_late(self, by: str, body: dict, now: int) -> None:
        want(by not in self.reveals, "has revealed in time")

    def on_dice_mismatch(self, by: str, body: dict, now: int) -> None:
        want(body["index"] <= faces(self.n["dice"])[1], f"index {body['index']}")

    def on_die(self, by: str, body: dict, now: int) -> None:
        possible, count, joint = faces(self.n["dice"])
        want(self.enough(self.reveals), "too few open parties have revealed")
        want(body["index"] == len(self.dice) + 1 <= count, f"index {body['index']} after {len(self.dice)} of {count}")
        again = bool(joint) and body["value"] in self.dice  # a ball is not put back
        want(body["value"] in possible and not again, f"value {body['value']}")
        self.dice.append(body["value"])

    def on_dice(self, by: str, body: dict, now: int) -> None:
        _, count, joint = faces(self.n["dice"])
        want(len(self.dice) == count, f"{len(self.dice)} of {count} dice")
        self.said.append(f"dice {self.n['dice']} {joint.join(self.dice)}")
        self.transcript(body)
        self.phase = "beacon"
        if self.n["beacon"] == "none":
            self.said.append("beacon none")
            self.phase = "envelopes"

    def early(self) -> bool:
        """The beacon could be known while parents still revealed (§10). Of other chains we cannot tell."""
        chosen = self.n["beacon"]
        return (chosen != "none" and chosen["chain"] == QUICKNET and self.closed is not None
                and 1692803367 + 3 * (chosen["round"] - 1) <= self.closed)

    def on_beacon(self, by: str, body: dict, now: int) -> None:
        want(self.enough(self.reveals), "too few open parties have revealed")
        want(not self.early(), "its round is not later than reveal-close")
        chosen = self.n["beacon"]
        self.said.append(f"beacon {chosen['chain']}:{chosen['round']} {body['signature']}")
        self.transcript(body)
        self.beaten, self.phase = True, "envelopes"

    def on_envelopes(self, by: str, body: dict, now: int) -> None:
        self.phase = "opening"

    def on_opened(self, by: str, body: dict, now: int) -> None:
        want(by not in self.opened | self.mismatched, "a second time")
        self.opened.add(by)

    def on_paper_mismatch(self, by: str, body: dict, now: int) -> None:
        party = body["party"]
        want(party in self.sealed and party not in self.opened | self.mismatched, f"party {party}")
        self.mismatched.add(party)

    def on_seed(self, by: str, body: dict, now: int) -> None:
        want(self.opened == set(self.sealed), "not all envelopes are opened")
        want(body["seed"] == self.r.seed, f"seed.txt has hash {self.r.seed}")
        self.phase = "seeded"

    def on_outputs(self, by: str, body: dict, now: int) -> None:
        want(body["outputs"] == self.r.hash("outputs.txt"), f"outputs.txt has hash {self.r.hash('outputs.txt')}")
        self.phase = "done"

    def on_ruling(self, by: str, body: dict, now: int) -> None:
        self.rulings += 1
        want(body["number"] == self.rulings, f"number {body['number']} after {self.rulings - 1}")
        action = body["action"]
        if action in ("POSTPONE", "VOID"):
            want(not self.dice and not self.beaten, f"{action} after the first die, or the beacon")
        if action == "RETHROW":
            want(self.phase == "dice", f"RETHROW in phase {self.phase}")
        if action in ("PAUSE", "POSTPONE"):
            self.paused = True
        if action in ("CONTINUE", "RESUME_STANDBY"):
            self.paused = False
        self.voided = action == "VOID"

    def on_resume(self, by: str, body: dict, now: int) -> None:
        pass

    def on_void(self, by: str, body: dict, now: int) -> None:
        """§10, the table of reasons: those that hold here."""
        chosen, waiting_ = self.n["beacon"], self.phase in ("dice", "beacon")
        if by == "decision":
            holds = {"RULING": self.voided}
        else:
            holds = {
                "TOO_FEW_COMMITMENTS": self.phase == "board" and not self.enough(self.commits),
                "TOO_FEW_REVEALS": waiting_ and not self.enough(self.reveals),  # so no die and no beacon line is there
                "BEACON_EARLY": waiting_ and self.early(),
                "BEACON_EARLY?": waiting_ and chosen != "none" and chosen["chain"] != QUICKNET,
                "PAPER_MISMATCH": bool(self.mismatched) and self.opened | self.mismatched == set(self.sealed),
            }
        self.allowed = {reason for reason, true in holds.items() if true}
        want(bool(self.allowed), f"by {by}: no reason for it holds here")
        want(body["void"] == self.r.hash("void.txt"), f"void.txt has hash {self.r.hash('void.txt')}")
        self.phase = "void"

    def agree(self) -> None:
        """§9, the last paragraph: what of the files no single line has been compared with."""
        end, name = ("void", "transcript.txt") if self.r.void else ("done", "seed.txt")
        want(self.phase == end, f"the ledger ends in phase {self.phase}")
        want(self.freezes[-1] == self.r.hash("notice.json"), "the last freeze is of another notice")
        want(self.n["version"] == len(self.freezes), f"the last freeze is version {len(self.freezes)}")
        if len(self.freezes) > 1:
            want(self.n["previous"] == self.freezes[-2], "the freeze before is not the notice's previous")
        want(len(self.said) > 2 or not self.r.board, "board.txt is there, and the ledger closes no board")
        said, published = self.said, self.r.transcript or []
        if self.r.void and self.closed is None:
            said = said + [f"{party} {self.reveals[party]}" for party in self.opens if party in self.reveals]
        for mine, line in zip(said, published):
            want(mine == line, f"{name} says {show(line)}, the ledger {show(mine)}")
        rest = published[len(said) :]
        if self.r.void:
            done = [party for party in self.sealed if party in self.opened | self.mismatched]
            want([line.split(" ")[0] for line in rest] == done, f"{name}: not the lines that the ledger gives")
            for line in rest:
                party, _, value = line.partition(" ")
                want((value == "mismatch") == (party in self.mismatched), f"{name} says {show(line)}, not the ledger")
        want(len(published) >= len(said), f"{name} lacks {show(said[len(published) :][:1])}")


# (13) statement: statement.txt or void.txt (§10); for void.txt the reason is one that the ledger allows.
def statement(r: Record) -> None:
    r.read("void.txt" if r.void else "statement.txt")
    n = need(r.notice, "a sound notice.json")
    need(r.board, "a sound board.txt")
    head = [f"mode {n['mode']}", f"attempt {n['attempt']}", f"notice {r.hash('notice.json')}"]
    board_hash = r.hash("board.txt") if r.board else "none"
    if not r.void:
        last = need(r.last_line, "a sound ledger.jsonl")
        r.same("statement.txt", [f"draw1 {n['session']}", *head, f"board {board_hash}",
                                 f"seed {need(r.seed, 'a sound seed.txt')}",
                                 f"outputs {r.hash('outputs.txt')}", f"ledger {last}"])
        return
    lines = text_lines(r.read("void.txt"), "void.txt")
    reason = lines[-1].partition(" ")[2] if lines else ""
    r.same("void.txt", [f"void1 {n['session']}", *head, f"board {board_hash}",
                        f"transcript {r.hash('transcript.txt')}", f"reason {reason}"])
    choice(reason, "TOO_FEW_COMMITMENTS TOO_FEW_REVEALS BEACON_EARLY RULING PAPER_MISMATCH", "reason")
    allowed = need(r.allowed, "a sound ledger.jsonl")
    if reason == "BEACON_EARLY" and "BEACON_EARLY?" in allowed:
        raise Missing(f"when round {n['beacon']['round']} of chain {n['beacon']['chain']} came")
    want(reason in allowed, f"reason {reason}, the ledger allows {' '.join(sorted(allowed))}")


# (14) statement signature: statement.sig or void.sig by `signer`.
def statement_signature(r: Record) -> None:
    name = "void" if r.void else "statement"
    signed(r, f"{name}.txt", f"{name}.sig")


# (15) sums: SHA256SUMS lists every file except itself, its signature and amendments/, all hashes right; its signature.
def sums(r: Record) -> None:
    names = [name for name in sorted(r.files) if not name.startswith("SHA256SUMS")]
    r.same("SHA256SUMS", (f"{r.hash(name)}  {name}" for name in names))
    signed(r, "SHA256SUMS", "SHA256SUMS.sig")


# (16) amendments: none: match. This version cannot check others.
def amendments(r: Record) -> None:
    if r.amended:
        raise Missing("this verifier checks no amendments")


# (17) earlier records: `after` is empty: match; else could not check without them.
def earlier_records(r: Record) -> None:
    after = need(r.notice, "a sound notice.json")["after"]
    if after:
        raise Missing(f"the record with statement or amendment {after[0]}")


# (18) anchors: the trusted hashes are those of the record.
def anchors(r: Record, trusted_notice: str | None, trusted_statement: str | None) -> None:
    given = (trusted_notice, "notice.json"), (trusted_statement, "void.txt" if r.void else "statement.txt")
    for value, name in given:
        if value is not None and name in r.files:
            want(value == r.hash(name), f"{name} has hash {r.hash(name)}, on the paper is {show(value)}")
    for value, name in given:
        if value is None:
            raise Missing("consistent in itself; compare these codes with the signed papers")
        r.hash(name)


# ------------------------------------------------------------------------------------------------------ the whole of it

STEPS: tuple[tuple[str, Callable[[Record], None]], ...] = (
    ("files", files), ("notice", notice), ("notice signature", notice_signature), ("frozen files", frozen_files),
    ("rules and pool", rules_and_pool), ("board", board), ("seed", seed), ("beacon", beacon), ("orders", orders),
    ("results", results), ("outputs", outputs), ("ledger", ledger), ("statement", statement),
    ("statement signature", statement_signature), ("sums", sums), ("amendments", amendments),
    ("earlier records", earlier_records),
)


class Step(NamedTuple):
    number: int
    name: str
    word: str
    detail: str


class Report(NamedTuple):
    steps: list[Step]
    verdict: str
    step: int | None  # the first step with the verdict's word, None for match
    record: Record


def run(number_: int, name: str, check: Callable[[], None]) -> Step:
    """One step and its word. Whatever a forged record provokes in here must come out as a word, never as a traceback."""
    try:
        check()
    except Mismatch as error:
        return Step(number_, name, MISMATCH, str(error))
    except Missing as error:
        return Step(number_, name, UNCHECKED, str(error))
    except (OSError, MemoryError) as error:  # this machine's trouble, not the record's
        return Step(number_, name, UNCHECKED, f"{type(error).__name__}: {show(str(error))}")
    except Exception as error:
        return Step(number_, name, MISMATCH, f"{type(error).__name__}: {show(str(error))}")
    return Step(number_, name, MATCH, "")


def verify(path: str | os.PathLike[str], notice: str | None = None, statement: str | None = None) -> Report:
    """The report on the record in a folder. The two hashes are those on the signed papers."""
    r = Record(os.fspath(path))
    steps = [run(at, name, functools.partial(check, r)) for at, (name, check) in enumerate(STEPS, 1)]
    steps.append(run(len(STEPS) + 1, "anchors", lambda: anchors(r, notice, statement)))
    for word in MISMATCH, UNCHECKED:
        for step in steps:
            if step.word == word:
                return Report(steps, word, step.number, r)
    return Report(steps, MATCH, None, r)


def read_aloud(hash_: str) -> str:
    """§10: forty decimal digits in tens of four."""
    digits = f"{int(hash_, 16) % 10**40:040d}"
    return " ".join(digits[at : at + 4] for at in range(0, 40, 4))


def codes(r: Record) -> list[str]:
    out = []
    for name in "notice.json", "void.txt" if r.void else "statement.txt":
        if name in r.files:
            out += [f"  {name:<14} {r.hash(name)}", f"  {'':<14} {read_aloud(r.hash(name))}"]
    return out


def child(r: Record, code: str) -> list[str]:
    """The lines of one applicant, from our own computation, with the command that does it again by hand."""
    head = f"报名学生 applicant {show(code)}"
    if r.void:
        return [f"{head}: 本场作废,没有结果 this session is void, nobody was drawn"]
    if r.pool is None:
        return [f"{head}: 名单未能核验 the pool could not be checked"]
    pool, a = r.pool, r.allocation
    row = bisect.bisect_left(pool.applicants, code)
    if pool.applicants[row : row + 1] != [code]:
        return [f"{head}: 名单中没有此编号 no such code in the pool"]
    unit = pool.units[row]
    members = next((rows for rows in pool.bundles.values() if row in rows), [row])
    lines = [f"{head}", f"  派位对象 unit {unit}"]
    if len(members) > 1:
        mates = " ".join(pool.applicants[mate] for mate in members if mate != row)
        lines.append(f"  捆绑同伴 drawn together with {mates}")
    if a is None:
        return lines + ["  结果未能核验 the result could not be recomputed"]
    for at, (walk, reasons) in a.held.items():
        if members[0] in walk:
            draw, rank = r.rules["draws"][at]["id"], walk.index(members[0]) + 1  # type: ignore[index]
            lines += [
                f"  派位 draw {draw}: 录取序号 rank {rank} / {len(walk)}, 随机号 number {number(r.seed, draw, unit)}",  # type: ignore
                f'    printf %s "number1:{r.seed}:{draw}:{unit}" | sha256sum',
            ]
    draw, outcome, school, reason = a.decided[row]
    lines.append(f"  结果 outcome {outcome}, 学校 school {school or '-'}, 原因 reason {reason}, 派位 draw {draw}, "
                 f"录取序号 rank {a.ranks[row] or '-'}")
    return lines


SENTENCES = {
    MATCH: "这份记录每一步都已重新算出,并与签字纸上的两个校验码相符。 "
           "Every step was recomputed and holds, and the record is the one on the signed papers.",
    MISMATCH: "第 {0} 步不符:请勿依据这份记录,并告知公证机构。 "
              "Step {0} does not hold: do not rely on this record, and tell the notary.",
    UNCHECKED: "没有发现错误,但第 {0} 步未能核验。 Nothing is wrong, but step {0} could not be checked.",
}


def text(report: Report, applicant: str | None = None) -> str:
    """What is printed."""
    out = [f"({step.number:2}) {step.name:<20} {CHINESE[step.word]} {step.word}"
           + (f": {step.detail}" if step.detail else "") for step in report.steps]
    if report.steps[-1].word == UNCHECKED:
        out += codes(report.record)
    if applicant is not None:
        out += child(report.record, applicant)
    out.append(SENTENCES[report.verdict].format(report.step))
    out.append(f"verdict: {report.verdict}" + (f" ({report.step})" if report.step else ""))
    return "\n".join(out) + "\n"


def hash_argument(value: str) -> str:
    if not HASH.fullmatch(value):
        raise argparse.ArgumentTypeError("64 digits of 0-9a-f are needed")
    return value


def main(arguments: list[str] | None = None) -> int:
    for stream in sys.stdout, sys.stderr:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without Chinese still gets the English words
    parser = argparse.ArgumentParser(prog="verify.py", description="Check the record of a public school draw.")
    parser.add_argument("record", metavar="RECORD", help="folder of the record")
    parser.add_argument("--notice", metavar="HASH", type=hash_argument, help="notice hash on the signed paper")
    parser.add_argument("--statement", metavar="HASH", type=hash_argument, help="hash of statement.txt (of void.txt)")
    parser.add_argument("--applicant", metavar="CODE", help="also show one child's lines")
    options = parser.parse_args(arguments)
    if not os.path.isdir(options.record):
        print(f"没有这个文件夹 no such folder: {show(options.record)}\nverdict: could not check (1)")
        return 2
    report = verify(options.record, options.notice, options.statement)
    sys.stdout.write(text(report, options.applicant))
    return {MATCH: 0, MISMATCH: 1, UNCHECKED: 2}[report.verdict]


if __name__ == "__main__":
    sys.exit(main())
