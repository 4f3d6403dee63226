"""A seed that counts as text, as two samplers of election audits take it, and the questions that its spelling raises."""

import re
from typing import Final

from draw.replaying.case import Case
from draw.words import say

_ZEROS: Final = re.compile(r"[+-]?0[0-9]+")
_HEX: Final = re.compile(r"0[xX][0-9a-fA-F]+")
_GROUPED: Final = re.compile(r"[0-9]+([ ,_-]+[0-9]+)+")


def text_seed(case: Case) -> str:
    """The seed's text. An integer is its decimal digits.

    Text with leading zeros, with 0x, in groups of digits, or with blanks at its ends is asked about.
    """
    value = case.raw("seed")
    if value is None:
        return ""
    if type(value) is int:
        return str(value)
    if type(value) is not str:  # neither a fraction, whose spelling programs change, nor a list or a flag
        case.fault("seed", value, say("replay.not_text"), say("replay.quote_it"))
        return ""
    readings = {"text": value}
    bare = value.strip()
    if bare != value:
        readings["trimmed"] = bare
    if _ZEROS.fullmatch(bare):
        readings["number"] = str(int(bare))
    elif _HEX.fullmatch(bare):
        readings["number"] = str(int(bare, 16))
    elif _GROUPED.fullmatch(bare):
        readings["joined"] = re.sub("[^0-9]", "", bare)
    if len(readings) == 1:
        return value
    words = {name: say(f"reading.{name}", value=text) for name, text in readings.items()}
    return readings[case.ask("seed", say("asking.seed", value=repr(value)), words)]


def whole_seed(case: Case, most: int) -> int:
    """A seed that is a number below or at `most`. Text is asked about: decimal or hexadecimal."""
    value = case.raw("seed")
    found = value
    if type(value) is str and re.fullmatch("(0[xX])?[0-9a-fA-F]+", value):
        readings = {"hex": int(value, 16)}
        if value.isdecimal():
            readings = {"number": int(value), **readings}
        words = {name: say(f"reading.{name}", value=number) for name, number in readings.items()}
        found = readings[case.ask("seed", say("asking.seed", value=repr(value)), words)]
    if value is not None and (type(found) is not int or not 0 <= found <= most):
        case.fault("seed", value, say("replay.not_whole", least=0, most=most), say("replay.see_help"))
    return found if type(found) is int and 0 <= found <= most else 0
