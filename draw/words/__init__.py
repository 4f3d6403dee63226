"""The one catalogue of what people read, Chinese first and English beside it; official words from the glossary.

One module a place where the words are read. Keys are stable; a test holds that every key in code and templates is here and
that both languages use the same fields.
"""

from collections.abc import Mapping
from typing import Final

from draw.words import (
    afterwards,
    archiving,
    card_steps,
    cards,
    chaining,
    cli,
    comparing,
    cosigning,
    dates,
    desk,
    edges,
    floor,
    further,
    further_hall,
    hall,
    handbook,
    household,
    intake,
    lists,
    machines,
    papers,
    people,
    phone,
    prose,
    public,
    publication,
    record,
    refusals,
    replaying,
    screen,
    setup,
    sheets,
    slips,
    telling,
    witness,
)

PARTS: Final = (
    record, refusals, hall, screen, desk, setup, floor, people, witness, phone, public, machines, handbook, cards, card_steps,
    afterwards, archiving, chaining, cli, cosigning,
    dates, edges, intake, prose, sheets, papers, lists, slips, telling, publication,
    replaying, comparing, household, further, further_hall,
)  # fmt: skip

WORDS: Final[Mapping[str, tuple[str, str]]] = {key: words for part in PARTS for key, words in part.WORDS.items()}
if len(WORDS) != sum(len(part.WORDS) for part in PARTS):
    raise RuntimeError("a key stands in two parts of the catalogue")


def pair(key: str, **facts: object) -> tuple[str, str]:
    """(Chinese, English) of a key, its fields filled in. KeyError for an unknown key."""
    chinese, english = WORDS[key]
    return chinese.format(**facts), english.format(**facts)


def say(key: str, **facts: object) -> str:
    """Both languages in one line: for terminals and error messages."""
    chinese, english = pair(key, **facts)
    return f"{chinese} {english}"


def zh(key: str, **facts: object) -> str:
    """Chinese alone."""
    return pair(key, **facts)[0]
