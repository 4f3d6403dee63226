"""Secrets at rest: the vault's data key under a passphrase, signing keys as encrypted PKCS#8 that openssl reads.

The vault wraps a random data key with Argon2id (RFC 9106, second recommended setting) and AES-256-GCM. Signing keys are
PBES2 with PBKDF2-HMAC-SHA-256, 600,000 rounds, and AES-256-CBC: `openssl pkey -in private/signer.pem` opens them.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from draw.edges import durable
from draw.errors import StoreError
from draw.words import say

PBKDF2_ROUNDS: Final = 600_000
SHORTEST_PASSPHRASE: Final = 8
_ARGON: Final = {"iterations": 3, "lanes": 4, "memory_kib": 64 * 1024}
Entropy = Callable[[str, int], bytes]


def _derive(passphrase: str, salt: bytes, setting: dict[str, int]) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=32,
        iterations=setting["iterations"],
        lanes=setting["lanes"],
        memory_cost=setting["memory_kib"],
    )
    return kdf.derive(passphrase.encode())


def create_vault(path: Path, passphrase: str, entropy: Entropy) -> bytes:
    """A new data key (32 bytes), wrapped at `path`. Raises StoreError for a passphrase that is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise StoreError(say("edge.passphrase_needs_least_characters", shortest_passphrase=SHORTEST_PASSPHRASE))
    key, salt, nonce = entropy("vault-key", 32), entropy("vault-salt", 16), entropy("vault-nonce", 12)
    wrapped = AESGCM(_derive(passphrase, salt, _ARGON)).encrypt(nonce, key, b"vault1")
    value = {"format": "vault1", "argon2id": _ARGON, "salt": salt.hex(), "wrapped": (nonce + wrapped).hex()}
    durable.write(path, json.dumps(value, indent=1).encode(), private=True)
    return key


def open_vault(path: Path, passphrase: str) -> bytes:
    """The data key. Raises StoreError for a wrong passphrase or a damaged vault."""
    try:
        value = json.loads(path.read_bytes())
        salt, wrapped, setting = bytes.fromhex(value["salt"]), bytes.fromhex(value["wrapped"]), value["argon2id"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{say('edge.vault_cannot_read')}: {path}: {error}") from None
    try:
        return AESGCM(_derive(passphrase, salt, setting)).decrypt(wrapped[:12], wrapped[12:], b"vault1")
    except InvalidTag:
        raise StoreError(say("edge.wrong_passphrase")) from None


def pin_hash(pin: str, entropy: Entropy, label: str) -> str:
    """An Argon2id hash of a person's PIN with its salt, for the vault."""
    salt = entropy(f"pin:{label}", 16)
    return f"{salt.hex()}:{_derive(pin, salt, _ARGON).hex()}"


def pin_matches(pin: str, stored: str) -> bool:
    """True if the PIN is the one that was hashed."""
    salt, _, value = stored.partition(":")
    return _derive(pin, bytes.fromhex(salt), _ARGON).hex() == value


def new_signing_key(entropy: Entropy, label: str) -> Ed25519PrivateKey:
    """A fresh Ed25519 key."""
    return Ed25519PrivateKey.from_private_bytes(entropy(f"key:{label}", 32))


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


_OID_PBES2 = bytes.fromhex("06092a864886f70d01050d")
_OID_PBKDF2 = bytes.fromhex("06092a864886f70d01050c")
_OID_HMAC_SHA256 = bytes.fromhex("06082a864886f70d0209")
_OID_AES256_CBC = bytes.fromhex("060960864801650304012a")
_ED25519_PKCS8 = bytes.fromhex("302e020100300506032b657004220420")


def encrypted_pem(key: Ed25519PrivateKey, passphrase: str, entropy: Entropy, label: str) -> bytes:
    """The key as ENCRYPTED PRIVATE KEY PEM (RFC 8018 PBES2), 600,000 rounds."""
    return encrypted_pkcs8(_ED25519_PKCS8 + key.private_bytes_raw(), passphrase, entropy, label)


def encrypted_pkcs8(der_bytes: bytes, passphrase: str, entropy: Entropy, label: str) -> bytes:
    """The same of any key, given as PKCS#8 DER."""
    salt, iv = entropy(f"pem-salt:{label}", 16), entropy(f"pem-iv:{label}", 16)
    derived = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, PBKDF2_ROUNDS, 32)
    padder = PKCS7(128).padder()
    plain = padder.update(der_bytes) + padder.finalize()
    encryptor = Cipher(algorithms.AES(derived), modes.CBC(iv)).encryptor()
    secret = encryptor.update(plain) + encryptor.finalize()
    rounds = PBKDF2_ROUNDS.to_bytes((PBKDF2_ROUNDS.bit_length() + 8) // 8, "big")
    kdf_parameters = _der(0x30, _der(0x04, salt), _der(0x02, rounds), _der(0x30, _OID_HMAC_SHA256, _der(0x05)))
    scheme = _der(0x30, _der(0x30, _OID_PBKDF2, kdf_parameters), _der(0x30, _OID_AES256_CBC, _der(0x04, iv)))
    der = _der(0x30, _der(0x30, _OID_PBES2, scheme), _der(0x04, secret))
    body = base64.encodebytes(der).decode().replace("\n", "")
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    return "\n".join(
        ["-----BEGIN ENCRYPTED PRIVATE KEY-----", *lines, "-----END ENCRYPTED PRIVATE KEY-----", ""]
    ).encode()


def load_any(data: bytes, passphrase: str) -> PrivateKeyTypes:
    """A private key of any kind, encrypted or not. Raises ValueError."""
    try:
        return load_pem_private_key(data, passphrase.encode())
    except TypeError:  # it is not encrypted
        return load_pem_private_key(data, None)


def load_pem(data: bytes, passphrase: str) -> Ed25519PrivateKey:
    """The signing key of an encrypted PEM. Raises StoreError."""
    try:
        key = load_pem_private_key(data, passphrase.encode())
    except ValueError as error:
        raise StoreError(f"{say('edge.signing_key_cannot_opened')}: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise StoreError(say("edge.signing_key_not_ed25519"))
    return key
