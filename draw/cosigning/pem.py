"""Signatures made with `openssl`: Ed25519 over the text, ECDSA (P-256) and RSA with SHA-256, keys as PEM."""

from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from draw import signing
from draw.errors import FormatError

SMALLEST_RSA: Final = 2048


def verify(key: bytes, text: bytes, signature: bytes, where: str) -> str:
    """The kind of key if the signature over `text` is by `key`. Raises FormatError with what is wrong."""
    try:
        public = load_pem_public_key(key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise FormatError(where, "is not a public key in PEM that can be read here") from None
    try:
        if isinstance(public, Ed25519PublicKey):
            if not signing.verify(public.public_bytes_raw().hex(), text, signature):
                raise InvalidSignature
            return "Ed25519"
        if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
            public.verify(signature, text, ec.ECDSA(SHA256()))
            return "ECDSA P-256, SHA-256"
        if isinstance(public, RSAPublicKey) and public.key_size >= SMALLEST_RSA:
            public.verify(signature, text, padding.PKCS1v15(), SHA256())
            return f"RSA {public.key_size}, SHA-256"
    except InvalidSignature:
        raise FormatError(where, "does not verify") from None
    raise FormatError(where, "is no Ed25519, P-256 or RSA key of 2,048 bits")
