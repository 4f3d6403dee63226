"""The handbook inside the product: pages for operator, notary, witnesses and parents, and the incident cards (R14, R47)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from draw.words import WORDS, pair

Pair = tuple[str, str]
_HERE: Final = Path(__file__).parent
PAGES: Final = ("operator", "notary", "cards", "parents", "witness", "network")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One incident. `rulings`: (action, reason) that fit it; `commands`: what to type where the desk is out of reach.

    `hall` is the sentence for the projector, `say` the host's; all texts are (Chinese, English).
    """

    key: str
    title: Pair
    hall: Pair
    decides: Pair
    say: Pair
    guarantee: Pair
    steps: tuple[Pair, ...]
    rulings: tuple[tuple[str, str], ...]
    commands: tuple[str, ...]


def _card(key: str, rulings: str = "", *commands: str) -> Card:
    """The card of the catalogue. `rulings`: "ACTION/REASON ACTION/REASON"."""
    steps = []
    while f"card.{key}_step{len(steps) + 1}" in WORDS:
        steps.append(pair(f"card.{key}_step{len(steps) + 1}"))
    return Card(
        key=key,
        title=pair(f"card.{key}_title"),
        hall=pair(f"card.{key}_hall"),
        decides=pair(f"card.{key}_decides"),
        say=pair(f"card.{key}_say"),
        guarantee=pair(f"card.{key}_guarantee"),
        steps=tuple(steps),
        rulings=tuple((one.partition("/")[0], one.partition("/")[2]) for one in rulings.split()),
        commands=commands,
    )


CARDS: Final = (
    _card("power", "PAUSE/POWER POSTPONE/POWER CONTINUE/POWER", "draw serve DIR", "draw status DIR"),
    _card("projector", "PAUSE/MACHINE CONTINUE/MACHINE"),
    _card("network", "PAUSE/NETWORK CONTINUE/NETWORK", "draw reveal DIR --party W01", "draw serve DIR"),
    _card("machine", "RESUME_STANDBY/MACHINE", "draw takeover", "draw status DIR"),
    _card(
        "witness",
        "ACCEPT_MISSING_WITNESS/WITNESS",
        "draw reveal DIR --party W01",
        "draw reveal DIR --close",
    ),
    _card("envelope", "", "draw open DIR --party A1", "draw open DIR --party A1 --mismatch", "draw void DIR"),
    _card("dice", "RETHROW/DIE_NOT_FLAT"),
    _card("digit", "", "draw dice DIR --by operator 3141", "draw dice DIR --by checker 3141"),
    _card(
        "objection",
        "PAUSE/PROCEDURE CONTINUE/PROCEDURE",
        "draw object DIR --paper FILE",
        "draw object DIR --number 1 --outcome rejected",
        "draw appeal DIR --code CODE --question FILE --deadline DATE",
    ),
    _card("error", "", "draw verify RECORD --notice HASH --statement HASH", "draw verify RECORD --applicant CODE"),
    _card("must_void", "", "draw void DIR", "draw freeze DIR"),
    _card("rigged", "PAUSE/PERSON CONTINUE/PERSON"),
    _card("media"),
    _card(
        "roster",
        "POSTPONE/PROCEDURE VOID/PROCEDURE",
        "draw object DIR --paper FILE",
        "draw freeze DIR",
        "draw amend DIR --event struck --applicant CODE --date DATE",
    ),
    _card("printer", "", "draw sheet DIR"),
    _card("passphrase", "PAUSE/PERSON CONTINUE/PERSON", "draw status DIR"),
    _card("notary", "PAUSE/PERSON POSTPONE/PERSON CONTINUE/PERSON"),
    _card("evacuate", "PAUSE/OTHER POSTPONE/OTHER CONTINUE/OTHER"),
)
