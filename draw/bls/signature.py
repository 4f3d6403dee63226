"""Does a signature hold? Basic scheme, minimal signature size (draft-irtf-cfrg-bls-signature §3.1, §4.2.1)."""

from typing import Final

from draw.bls.curve import GENERATOR2, read1, read2
from draw.bls.field import P
from draw.bls.hashing import to_group
from draw.bls.pairing import product_is_one

TAG: Final = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def holds(key: bytes, message: bytes, signature: bytes, where: str) -> bool:
    """True if the signature (48 bytes, G1) over the message is by the key (96 bytes, G2).

    Raises FormatError for bytes that are no point of the group in its one spelling.
    """
    public, signed = read2(key, f"{where} key"), read1(signature, where)
    hashed = to_group(message, TAG)
    if hashed is None:  # no message is known that hashes to infinity; one that did would be signed by anybody
        return False
    return product_is_one([((signed[0], P - signed[1]), GENERATOR2), (hashed, public)])
