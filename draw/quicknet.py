"""Rounds of drand quicknet, checked without any network: unchained rounds every three seconds, scheme bls-unchained-g1-rfc9380.

The chain is named in the notice by its hash (SPEC §3), which holds key, genesis, period and the group's first hash together.
"""

import hashlib
from typing import Final

from draw.bls import signature
from draw.encoding import SIGNATURE_HEX, loose_json, matches
from draw.errors import FormatError
from draw.notice import QUICKNET, QUICKNET_GENESIS, QUICKNET_PERIOD, Beacon

PUBLIC_KEY: Final = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GROUP_HASH: Final = bytes.fromhex("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e")
NAME: Final = b"quicknet"


def chain_hash() -> str:
    """The chain's hash from its parts, as drand makes it: period, genesis, key, first hash, name."""
    parts = QUICKNET_PERIOD.to_bytes(4, "big") + QUICKNET_GENESIS.to_bytes(8, "big") + PUBLIC_KEY + GROUP_HASH + NAME
    return hashlib.sha256(parts).hexdigest()


def known(beacon: Beacon) -> bool:
    """True if rounds of this chain can be checked here."""
    return beacon.chain == QUICKNET


def signature_of(text: str, beacon: Beacon, where: str) -> str:
    """The signature in what was typed or scanned: hex digits in any grouping and case, or drand's JSON of the round.

    Raises FormatError for anything else, for the JSON of another round, and where its randomness is not the signature's hash.
    """
    said: object = loose_json(text.encode(), where) if text.lstrip().startswith("{") else None
    if not isinstance(said, dict):
        found = "".join(text.split()).lower()
    elif said.get("round") != beacon.round:
        raise FormatError(where, f"is not of round {beacon.round}")
    else:
        found = said.get("signature", "")
    if not matches(SIGNATURE_HEX, found):
        raise FormatError(where, "a signature is 96 hex digits")
    randomness = hashlib.sha256(bytes.fromhex(found)).hexdigest()
    if isinstance(said, dict) and said.get("randomness", randomness) != randomness:
        raise FormatError(where, "its randomness is not the hash of its signature")
    return found


def check(beacon: Beacon, signature_hex: str, where: str) -> None:
    """Raises FormatError if the signature is not that of the beacon's round of quicknet."""
    if not known(beacon):
        raise FormatError(where, f"chain {beacon.chain} is not quicknet")
    if not matches(SIGNATURE_HEX, signature_hex):
        raise FormatError(where, "a signature is 96 lower-case hex digits")
    message = hashlib.sha256(beacon.round.to_bytes(8, "big")).digest()
    if not signature.holds(PUBLIC_KEY, message, bytes.fromhex(signature_hex), where):
        raise FormatError(where, f"the signature is not that of round {beacon.round} of drand quicknet")
