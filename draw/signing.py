"""Ed25519 over bytes; keys are arguments (SPEC §1). Verification is strict: one message, one key, one signature."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
_PREFIX = bytes.fromhex("302a300506032b6570032100")
# y coordinates of the eight points of small order (RFC 8032 §5.1.7 leaves the choice; SPEC refuses them all).
_SMALL_ORDER_Y = frozenset(
    {
        0,
        1,
        P - 1,
        2707385501144840649318225287225658788936804267575313519463743609750303402022,
        55188659117513257062467267217118295137698188065244968500265048394206261417927,
    }
)


def public_hex(key: Ed25519PrivateKey) -> str:
    """The public half, 64 hex digits."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(key: Ed25519PrivateKey, message: bytes) -> bytes:
    """64 raw signature bytes; the same for the same key and message (RFC 8032)."""
    return key.sign(message)


def _canonical_point(encoded: bytes) -> bool:
    y = int.from_bytes(encoded, "little") & ((1 << 255) - 1)
    return y < P and y not in _SMALL_ORDER_Y


def verify(public: str, message: bytes, signature: bytes) -> bool:
    """True if `signature` is the one strict Ed25519 signature by `public` (64 hex) over `message` (SPEC §1).

    OpenSSL checks the cofactorless equation and S < L; canonical encodings and small order are checked here first.
    """
    raw = bytes.fromhex(public)
    if len(raw) != 32 or len(signature) != 64:
        return False
    if not (_canonical_point(raw) and _canonical_point(signature[:32])):
        return False
    if int.from_bytes(signature[32:], "little") >= L:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_pem(public: str) -> bytes:
    """signer.pem: the SubjectPublicKeyInfo of 64 hex digits, LF line ends (SPEC §2)."""
    body = base64.b64encode(_PREFIX + bytes.fromhex(public)).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n".encode()
