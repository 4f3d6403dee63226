"""The handbook inside the product: pages for operator, notary, witnesses and parents, and the incident cards (R14, R47)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from draw.ceremony import Stage
from draw.ledger import RULING_REASONS
from draw.statement import VOID_REASONS
from draw.words import WORDS, pair
from web.catalogue import t

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
    steps: list[Pair] = []
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
    _card(
        "machine",
        "RESUME_STANDBY/MACHINE",
        "draw takeover FOLDER DIR --record 57 --head 1a2b3c4d-5e6f7a8b",
        "draw serve DIR",
    ),
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
    _card(
        "passphrase",
        "PAUSE/PERSON CONTINUE/PERSON",
        "draw account DIR --remove notary-2",
        "draw account DIR --invite notary",
    ),
    _card("notary", "PAUSE/PERSON POSTPONE/PERSON CONTINUE/PERSON"),
    _card("evacuate", "PAUSE/OTHER POSTPONE/OTHER CONTINUE/OTHER"),
)


# Act of the desk -> the command that does the same.
FALLBACK: Final[Mapping[str, str]] = {
    "freeze": "draw freeze DIR",
    "object": "draw object DIR --paper FILE",
    "object-decide": "draw object DIR --number 1 --outcome rejected",
    "sign-in": "draw sign-in DIR --kind PARENT",
    "check": "draw attest DIR --item SEAL",
    "spot": "draw spot DIR CODE",
    "convene": "draw commit DIR --party W01 HASH",
    "commit": "draw commit DIR --party W01 HASH",
    "board": "draw board DIR",
    "reveal-open": "draw reveal DIR --open",
    "reveal": "draw reveal DIR --party W01",
    "reveal-close": "draw reveal DIR --close",
    "dice-operator": "draw dice DIR --by operator 3141",
    "dice-checker": "draw dice DIR --by checker 3141",
    "dice-confirm": "draw dice DIR --by notary",
    "beacon": "draw beacon DIR SIGNATURE",
    "envelopes": "draw open DIR",
    "paper": "draw open DIR --party A1",
    "paper-mismatch": "draw open DIR --party A1 --mismatch",
    "finish": "draw finish DIR",
    "void": "draw void DIR",
    "rule": "draw rule DIR --action PAUSE --reason POWER --signers D1,D2,D3",
    "rule-void": "draw rule DIR --action VOID --reason PROCEDURE --signers D1,D2,D3",
}
# Phase of SPEC §9 -> where the operator's guide tells of it.
STAGES: Final[Mapping[str, str]] = {
    Stage.START: "freeze",
    Stage.OBJECTIONS: "opening",
    Stage.COMMIT: "commit",
    Stage.BOARD: "board",
    Stage.REVEAL: "reveal",
    Stage.DICE: "dice",
    Stage.BEACON: "beacon",
    Stage.ENVELOPES: "envelopes",
    Stage.OPENING: "opening_papers",
    Stage.SEEDED: "finish",
    Stage.DONE: "show",
    Stage.VOID: "void",
}


def page(name: str, *, public: bool = False, rehearsal: bool = False) -> str:
    """A page of the handbook as HTML; "" is its index. Raises KeyError for an unknown one.

    `public`: for the public side, which has no other page of the handbook to go to. `rehearsal`: marked so, like every page.
    """
    if name and name not in PAGES:
        raise KeyError(name)
    template = _environment().get_template(f"handbook_{name}.html" if name else "handbook.html")
    return template.render(
        name=name or "title",
        public=public,
        rehearsal=rehearsal,
        base="/handbook",
        pages=PAGES,
        cards={card.key: card for card in CARDS},
        acts=FALLBACK.items(),
        stages=STAGES.items(),
        voids=VOID_REASONS,
        ruling_reasons=RULING_REASONS,
    )


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined)
    environment.globals |= {"t": t, "ruling": _ruling}
    return environment


def _ruling(action: str, reason: str) -> Pair:
    """A ruling and its reason in words."""
    (action_zh, action_en), (reason_zh, reason_en) = pair(f"action.{action}"), pair(f"ruling.{reason}")
    return (
        pair("handbook.ruling", action=action_zh, reason=reason_zh)[0],
        pair("handbook.ruling", action=action_en, reason=reason_en)[1],
    )
