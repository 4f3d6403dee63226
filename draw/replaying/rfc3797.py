"""RFC 3797, Publicly Verifiable Nominations Committee Random Selection: the selections of IETF nominating committees."""

import hashlib
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from draw.encoding import Spelling
from draw.replaying.case import Case, Replay
from draw.words import say

KEYS: Final = ("sources", "key_string", "extra", "pool_size", "count")
_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_MOST: Final = 65535  # the index has two bytes


def _canonical(text: str, keep: bool) -> str:
    """§4 step 1: no leading zeros, a period at the end or before the fraction, no trailing zeros behind it."""
    whole, _, fraction = text.partition(".")
    return f"{whole if keep else int(whole)}.{fraction.rstrip('0')}"


def _values(case: Case, source: Any) -> list[str]:
    """The numbers of one source, as spelled."""
    parts = source if isinstance(source, list) else [source]
    found: list[str] = []
    if not parts:
        case.fault("sources", "[]", say("replay.not_list"), say("replay.see_help"))
    for part in parts:
        if isinstance(part, bool) or not isinstance(part, int | str) or (isinstance(part, int) and part < 0):
            case.fault("sources", part, say("replay.no_number"), say("replay.quote_it"))
            continue
        words = str(part).split() if type(part) is str else [str(part)]
        for word in words or [""]:
            if _NUMBER.fullmatch(word) and word.isascii():
                found.append(word)
            else:
                text = isinstance(part, Spelling) or not re.search("[A-Za-z]", word)
                remedy = say("replay.quote_it") if text else say("replay.text_source")
                case.fault("sources", word, say("replay.no_number"), remedy)
    return found


def _source(case: Case, source: Any) -> str:
    """§4 step 2: the numbers of a source from smallest to largest, and a slash."""
    words = _values(case, source)
    zeros = [word for word in words if re.match("0[0-9]", word)]
    keep = False
    if zeros:
        readings = {
            name: say(f"reading.{name}", value=" ".join(_canonical(z, name == "keep") for z in zeros))
            for name in ("drop", "keep")
        }
        keep = case.ask("zeros", say("asking.zeros", value=" ".join(zeros)), readings) == "keep"
    ascending = sorted(words, key=Fraction)
    if any("." in word for word in words) and [Fraction(w) for w in words] != [Fraction(w) for w in ascending]:
        readings = {"sorted": say("reading.sorted"), "given": say("reading.given")}
        if case.ask("decimals", say("asking.decimals", value=" ".join(words)), readings) == "given":
            ascending = words
    return "".join(_canonical(word, keep) for word in ascending) + "/"


def _key(case: Case) -> str:
    """The key: the sources in the order announced, §4 step 3; or the key string itself, which leaves nothing open."""
    given = case.raw("key_string") if case.has("key_string") else None
    if given is not None and not (isinstance(given, str) and given.isascii() and given):
        case.fault("key_string", given, say("replay.not_ascii"), say("replay.see_help"))
    made = None
    if case.has("sources"):
        sources = case.raw("sources")
        if isinstance(sources, dict):
            sources = [sources[name] for name in case.order(list(sources))]
        if not isinstance(sources, list) or not sources:
            case.fault("sources", sources, say("replay.not_list"), say("replay.see_help"))
            sources = []
        made = "".join(_source(case, source) for source in sources)
    elif given is None:
        case.fault("sources", "", say("replay.one_of", keys="sources, key_string"), say("replay.add_it"))
    extra = case.raw("extra") if case.has("extra") else ""
    if not isinstance(extra, str) or not extra.isascii():
        case.fault("extra", extra, say("replay.not_ascii"), say("replay.see_help"))
    elif extra and made is not None:
        made += f"{extra}./"
    return str(given) if made is None else made


def replay(data: bytes, where: str, answers: Mapping[str, str]) -> Replay:
    """The selection. Raises InputErrors, Unclear, FormatError."""
    case = Case(data, where, answers, KEYS)
    pool = case.whole("pool_size", 1, _MOST, bound=True)
    count = case.whole("count", 1, pool, pool)
    key = _key(case)
    case.end()
    given = case.raw("key_string") if case.has("key_string") else key
    if given != key:
        case.fault("key_string", given, say("replay.other_key", value=key), say("replay.check_key"))
    case.end()
    left = list(range(1, pool + 1))
    lines, picked, hashes = [], [], []
    for index in range(count):
        frame = index.to_bytes(2, "big")
        value = hashlib.md5(frame + key.encode("ascii") + frame, usedforsecurity=False).hexdigest().upper()
        one = left.pop(int(value, 16) % len(left))
        lines.append(f"{index + 1:2}  {value}  {len(left) + 1:2}  -> {one:2} <-")
        picked.append(str(one))
        hashes.append(value)
    return Replay(
        used=key, lines=tuple(lines), picked=tuple(picked), details=(), hashes=tuple(hashes),
        weakness=say("replay.weak.rfc3797"), published=True, expected=case.expected,
    )  # fmt: skip
