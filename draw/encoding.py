"""The one strict reader and the canonical writer of every text that is hashed (SPEC §1).

Nothing else in the core parses JSON, CSV or lines. A lenient reader is how a forged twin of a record passes, so each
value has one spelling and everything else is refused with the place.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from draw.errors import FormatError

MAX_INTEGER: Final = 2**53 - 1

SESSION: Final = re.compile(r"[a-z0-9][a-z0-9-]{2,63}")
DRAW_ID: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
CODE: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{0,31}")
SEALED: Final = re.compile(r"[AN][1-9]")
OPEN: Final = re.compile(r"W[0-9]{2}")
ATTRIBUTE: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
HASH: Final = re.compile(r"[0-9a-f]{64}")
SIGNATURE_HEX: Final = re.compile(r"[0-9a-f]{96}")
_TIME: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\+08:00")
_CSV_FORBIDDEN: Final = re.compile(r'[,"\x00-\x1f\x7f-\x9f]')


def matches(pattern: re.Pattern[str], text: object) -> bool:
    """True if `text` is a string that is wholly of the form (ASCII, no trailing newline slips through)."""
    return isinstance(text, str) and pattern.fullmatch(text) is not None


def label_problem(text: object) -> str:
    """Why `text` is no label (SPEC §1), or "" if it is one."""
    if not isinstance(text, str):
        return "must be text"
    if not 1 <= len(text) <= 200:
        return "must have 1 to 200 characters"
    if not unicodedata.is_normalized("NFC", text):
        return "must be NFC-normalised"
    if any(unicodedata.category(c) == "Cc" or c in "\u2028\u2029" for c in text):
        return "must not hold control characters or line separators"
    if text != text.strip(" "):
        return "must not start or end with a space"
    return ""


def is_time(text: object) -> bool:
    """True for `YYYY-MM-DDThh:mm:ss+08:00` with a date and time that exist (SPEC §1)."""
    return isinstance(text, str) and time_seconds(text) is not None


def time_seconds(text: str) -> int | None:
    """Seconds since 1970-01-01T00:00:00Z of a SPEC time, or None if it is not one. Proleptic Gregorian, no leap seconds."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(g) for g in found.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    y = year - 1
    days = y * 365 + y // 4 - y // 100 + y // 400 + sum(lengths[: month - 1]) + day - 1 - 719162
    return days * 86400 + (hour - 8) * 3600 + minute * 60 + second


def canonical_json(value: object) -> bytes:
    """The RFC 8785 bytes of a value made of dicts with ASCII keys, lists, strings and integers; no final LF.

    For such values the standard encoder with sorted keys and no spaces gives the same bytes as RFC 8785 (tested
    against the `rfc8785` package).
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice")
    return result


def _refuse(text: str) -> Any:
    raise ValueError(f"number {text[:40]!r} is not an integer from 0 to 2^53-1")


def _integer(text: str) -> int:
    if len(text) > 16 or text.startswith("-") or int(text) > MAX_INTEGER:
        _refuse(text)
    return int(text)


def strict_json(data: bytes, where: str) -> Any:
    """The value of canonical JSON bytes. Raises FormatError unless canonical(parse(data)) == data (SPEC §1)."""
    text = strict_utf8(data, where)
    try:
        value = json.loads(
            text, object_pairs_hook=_no_repeats, parse_float=_refuse, parse_int=_integer, parse_constant=_refuse
        )
        again = canonical_json(value)
    except (ValueError, RecursionError) as error:
        raise FormatError(where, f"not strict JSON: {error}") from None
    if again != data:
        raise FormatError(where, "not the canonical (RFC 8785) bytes of its content")
    return value


class Spelling(str):
    """A number with a fraction or an exponent, as it was spelled."""


def loose_json(data: bytes, where: str) -> Any:
    """The value of JSON that a person or another program wrote: any spacing, any order of keys, integers of any size.

    Never for what is hashed. A number with a fraction comes as its Spelling. Raises FormatError for what is no JSON in UTF-8 and
    for a key that stands twice.
    """
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_no_repeats, parse_float=Spelling, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as error:
        raise FormatError(where, f"not JSON in UTF-8: {error}") from None


def strict_utf8(data: bytes, where: str) -> str:
    """The text of UTF-8 bytes in NFC without BOM. Raises FormatError otherwise."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(where, f"not UTF-8 at byte {error.start}") from None
    if text.startswith("\ufeff"):
        raise FormatError(where, "starts with a byte order mark")
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise FormatError(where, "not NFC-normalised")
    return text


def strict_lines(data: bytes, where: str) -> list[str]:
    """The lines of a text file, without their LFs. Raises FormatError for a CR, an empty line, or a missing last LF."""
    text = strict_utf8(data, where)
    if not text.endswith("\n"):
        raise FormatError(where, "the last line does not end with LF" if text else "empty file")
    if "\r" in text:
        raise FormatError(where, "holds a carriage return")
    lines = text[:-1].split("\n")
    if "" in lines:
        raise FormatError(where, f"line {lines.index('') + 1} is empty")
    return lines


def csv_field_problem(text: str) -> str:
    """Why `text` cannot stand in a CSV field of a record, or "" (SPEC §1)."""
    found = _CSV_FORBIDDEN.search(text)
    if found:
        return f"holds {found.group()!r}"
    return "starts or ends with a space" if text != text.strip(" ") else ""


def strict_csv(data: bytes, header: str, where: str) -> list[list[str]]:
    """The rows below `header`, each split into as many fields as the header has. Raises FormatError (SPEC §1)."""
    lines = strict_lines(data, where)
    if lines[0] != header:
        raise FormatError(where, f"the header is not {header!r}")
    width = header.count(",")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if line.count(",") != width:
            raise FormatError(where, f"line {number} has not {width + 1} fields")
        fields = line.split(",")
        if not line.isprintable() or '"' in line or " " in line:
            for field in fields:
                problem = csv_field_problem(field)
                if problem:
                    raise FormatError(where, f"line {number}: a field {problem}")
        rows.append(fields)
    return rows


def text_file(lines: Iterable[str]) -> bytes:
    """UTF-8 bytes of the lines, each ended by LF; the caller vouches for the lines."""
    return "".join(f"{line}\n" for line in lines).encode()


def csv_file(header: str, rows: Iterable[Sequence[str]]) -> bytes:
    """CSV bytes. Raises FormatError if a field cannot stand unquoted."""
    lines = [header]
    for row in rows:
        for field in row:
            problem = csv_field_problem(field)
            if problem:
                raise FormatError(header, f"field {field!r} {problem}")
        lines.append(",".join(row))
    return text_file(lines)


def keys_problem(value: object, keys: Iterable[str]) -> str:
    """Why `value` is no object with exactly these keys, or ""."""
    wanted = set(keys)
    if not isinstance(value, dict):
        return "must be an object"
    missing = sorted(wanted - value.keys())
    unknown = sorted(str(k) for k in value.keys() - wanted)
    if missing:
        return f"key {missing[0]!r} is missing"
    return f"unknown key {unknown[0]!r}" if unknown else ""


def first_difference(ours: bytes, theirs: bytes) -> str:
    """In words, the first line of `theirs` that is not as in `ours`; for two that differ."""
    for n, (a, b) in enumerate(zip(ours.split(b"\n"), theirs.split(b"\n"), strict=False), start=1):
        if a != b:
            return f"line {n} is {b.decode('utf-8', 'replace')[:120]!r} but must be {a.decode()[:120]!r}"
    return "has another number of lines"
