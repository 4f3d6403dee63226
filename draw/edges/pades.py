"""PAdES signatures on papers, with a P-256 key: an extra, because pyHanko brings many packages (decisions/0010).

P-256, not Ed25519, because the PDF readers at hand refuse Ed25519 signatures. A signature differs each time it is made: the
signed file is a copy, the paper's own bytes stay what the record gives. Each further signature is appended.
"""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from draw.edges import durable, keys
from draw.edges.ambient import Ambient
from draw.encoding import label_problem
from draw.errors import DrawError
from draw.words import say

YEARS: Final = 10
LONGEST_NAME: Final = 64  # of a common name (X.520)
_DAY: Final = timedelta(days=1)


def new_key(key: Path, cert: Path, name: str, passphrase: str, ambient: Ambient) -> str:
    """Write a new P-256 key (encrypted PKCS#8, 600,000 rounds) and its self-signed certificate. -> SHA-256 of the certificate.

    Raises DrawError: a file is there already, the passphrase is too short, or the name does not fit a certificate.
    """
    for path in (key, cert):
        if path.exists():
            raise DrawError(f"{path}: {say('pades.there')}")
    if len(passphrase) < keys.SHORTEST_PASSPHRASE:
        raise DrawError(say("archive.short_passphrase", least=keys.SHORTEST_PASSPHRASE))
    if label_problem(name) or len(name) > LONGEST_NAME:
        raise DrawError(f"{name!r}: {label_problem(name) or say('pades.long_name', most=LONGEST_NAME)}")
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.fromisoformat(ambient.now(1)).astimezone(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    durable.write(key, keys.encrypted_pkcs8(plain, passphrase, ambient.entropy, "pades"), private=True)
    durable.write(cert, certificate.public_bytes(Encoding.PEM))
    return certificate.fingerprint(hashes.SHA256()).hex()


def sign(paper: Path, target: Path, key: Path, cert: Path, passphrase: str) -> None:
    """Append a PAdES signature to a PDF, into `target`. Raises DrawError: no pyHanko, wrong key, no PDF, signed already by it."""
    signers, fields, writer, errors = _library()
    signer = _signer(signers, key, cert, passphrase)
    data = paper.read_bytes()
    try:
        pdf = writer.IncrementalPdfFileWriter(BytesIO(data))
        signed = [one.field_name for one in pdf.prev.embedded_signatures]
        if any(one.signer_cert.dump() == signer.signing_cert.dump() for one in pdf.prev.embedded_signatures):
            raise DrawError(f"{paper.name}: {say('pades.already')}")
        meta = signers.PdfSignatureMetadata(
            field_name=f"Signature{len(signed) + 1}", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        )
        out = signers.sign_pdf(pdf, meta, signer=signer)
    except errors as error:
        raise DrawError(f"{paper.name}: {say('pades.no_pdf')}: {error}") from None
    durable.write(target, out.getvalue())


def _library() -> tuple[Any, Any, Any, tuple[type[Exception], ...]]:
    """pyHanko's modules, and what it raises for a bad PDF. Raises DrawError saying how to install it."""
    try:
        from pyhanko.pdf_utils import incremental_writer
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign import fields, signers
        from pyhanko.sign.general import SigningError
    except ImportError:
        raise DrawError(say("pades.missing")) from None
    return signers, fields, incremental_writer, (PdfError, SigningError, ValueError, KeyError, TypeError, IndexError)


def _signer(signers: Any, key: Path, cert: Path, passphrase: str) -> Any:
    """The signer of key and certificate, which must be of one P-256 pair."""
    for path in (key, cert):
        if not path.is_file():
            raise DrawError(f"{path}: {say('pades.no_file')}")
    try:
        private = keys.load_any(key.read_bytes(), passphrase)
        certificate = x509.load_pem_x509_certificate(cert.read_bytes())
    except ValueError as error:
        raise DrawError(f"{say('pades.no_key')}: {error}") from None
    if not (isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(private.curve, ec.SECP256R1)):
        raise DrawError(f"{key.name}: {say('pades.p256')}")
    if private.public_key() != certificate.public_key():
        raise DrawError(f"{cert.name}: {say('pades.pair')}")
    phrase = passphrase.encode() if b"ENCRYPTED" in key.read_bytes() else None
    found = signers.SimpleSigner.load(str(key), str(cert), key_passphrase=phrase)
    if found is None:
        raise DrawError(f"{key.name}: {say('pades.no_key')}")
    return found
