"""What a person probably meant: the nearest allowed spelling of a mistyped word."""

import difflib
from collections.abc import Iterable

from draw.words import say


def nearest(text: str, allowed: Iterable[str]) -> str:
    """The allowed word that looks most like `text`, or "" if none does."""
    words = list(dict.fromkeys(allowed))
    short = text.strip()[:80]
    for word in words:
        if word.casefold() == short.casefold():
            return word
    found = difflib.get_close_matches(short.casefold(), [w.casefold() for w in words], n=1, cutoff=0.6)
    return next((w for w in words if w.casefold() == found[0]), "") if found else ""


def choose(text: str, allowed: Iterable[str], *, guess: bool = True) -> str:
    """A remedy in both languages: use the nearest word, else one of those allowed (the first twelve are listed).

    `guess` False lists only: looking for the nearest of many words takes time that 100,000 bad cells do not have.
    """
    words = list(dict.fromkeys(allowed))
    near = nearest(text, words) if guess else ""
    if near:
        return say("intake.did_you_mean", near=near)
    shown = " ".join(words[:12]) + (" …" if len(words) > 12 else "")
    return say("intake.choose_one", shown=shown) if words else say("intake.delete")
