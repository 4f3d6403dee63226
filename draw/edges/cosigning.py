"""Co-signatures beside a record: taken in, checked, listed (issue: the notary's own key over the same statement).

DIR/cosignatures/NN/   cosign.txt (what it is), the public key, the signature; never inside the record, which is sealed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from draw.archiving.kit import signed_text
from draw.cosigning import minisign, pem, sshsig
from draw.edges import durable, openssl
from draw.edges.ambient import Ambient
from draw.edges.beside import Place
from draw.encoding import label_problem, strict_lines, text_file
from draw.errors import AlreadyDone, DrawError, FormatError
from draw.hashing import digest
from draw.notice import Mode
from draw.notice import read as read_notice
from draw.words import pair, say

MOST_BYTES: Final = 1 << 16
ABOUT: Final = "cosign.txt"
UNCHECKED: Final = "none"
_KEYS: Final = ("cosign1", "mode", "attempt", "file", "statement", "kind", "by", "key", "signature", "checked", "time")


class Kind(Enum):
    """The tools that a co-signature is made with; the value is what the command line calls it."""

    OPENSSL = "openssl"
    SSH = "ssh"
    MINISIGN = "minisign"
    SM2 = "sm2"

    @property
    def names(self) -> tuple[str, str]:
        """(file of the key, file of the signature), as the tool expects them."""
        return {
            Kind.OPENSSL: ("key.pem", "signature.sig"),
            Kind.SSH: ("key.pub", "signature.sig"),
            Kind.MINISIGN: ("key.pub", "signature.minisig"),
            Kind.SM2: ("key.pem", "signature.sig"),
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """One as it lies there. `checked`: what kind of key it was found to be by, "none" if this machine could not tell;
    `fault`: what is wrong now, "" if nothing."""

    folder: Path
    kind: Kind
    by: str
    key: str
    signature: str
    checked: str
    time: str
    fault: str


def verify(kind: Kind, key: bytes, text: bytes, signature: bytes, where: str) -> str:
    """What kind of key made it, "none" if this machine cannot tell. Raises FormatError if it is not by that key over the text."""
    if kind is Kind.OPENSSL:
        return pem.verify(key, text, signature, where)
    if kind is Kind.SSH:
        return sshsig.verify(key, text, signature, where)
    if kind is Kind.MINISIGN:
        minisign.verify(key, text, signature, where)
        return "minisign Ed25519"
    return "SM2, SM3" if openssl.verify_sm2(key, text, signature, where) else UNCHECKED


def statement(place: Place) -> tuple[str, bytes]:
    """(name, bytes) of what is signed. Raises DrawError before the end of the session."""
    files, _ = place.files()
    name = signed_text(files)
    if name not in files:
        raise DrawError(f"{place.record}: {say('cosign.not_ended')}")
    return name, files[name]


def add(place: Place, signature: Path, key: Path, kind: Kind, by: str, ambient: Ambient) -> Cosignature:
    """Check a co-signature and keep it beside the record. Raises FormatError if it does not verify, AlreadyDone if it is there."""
    if label_problem(by):
        raise DrawError(f"--by {by!r}: {label_problem(by)}")
    name, text = statement(place)
    made, public = _small(signature), _small(key)
    if b"PRIVATE KEY" in public or public.startswith(b"untrusted comment: minisign encrypted"):
        raise DrawError(f"{key.name}: {say('cosign.private_key')}")
    checked = verify(kind, public, text, made, signature.name)
    for n, known in enumerate(listed(place), start=1):
        if (known.kind, known.key, known.signature) == (kind, digest(public), digest(made)):
            raise AlreadyDone("cosign", n, "co-signature")
    notice = read_notice((place.record / "notice.json").read_bytes())
    number = next_number(place.cosignatures)
    values = (
        notice.session, notice.mode.value, notice.attempt, name, digest(text), kind.value, by, digest(public), digest(made),
        checked, ambient.now(number),
    )  # fmt: skip
    lines = [f"{k} {v}" for k, v in zip(_KEYS, values, strict=True)]
    if notice.mode is Mode.REHEARSAL:
        lines.append(f"# {say('mode.rehearsal')}")
    lines += [f"# {one}" for text_ in pair("cosign.about") for one in text_.split("\n")]
    lines += [f"# {one}" for one in check_lines(kind, checked, f"../../record/{name}")]
    folder = place.cosignatures / f"{number:02}"
    key_name, signature_name = kind.names
    durable.write(folder / key_name, public)
    durable.write(folder / signature_name, made)
    durable.write(folder / ABOUT, text_file(lines))  # last: a folder without it is an import that was broken off
    return _look(place, folder)


def _small(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise DrawError(f"{path.name}: {say('cosign.too_long')}")
    return path.read_bytes()


def next_number(folder: Path) -> int:
    """One more than the highest number that a folder in it has; 1 at first."""
    names = (p.name for p in folder.iterdir()) if folder.is_dir() else ()
    return max((int(name) for name in names if name.isascii() and name.isdigit()), default=0) + 1


def _folders(place: Place) -> list[Path]:
    found = place.cosignatures.iterdir() if place.cosignatures.is_dir() else ()
    return sorted(p for p in found if (p / ABOUT).is_file())


def listed(place: Place) -> Iterator[Cosignature]:
    """All that lie beside the record, checked anew."""
    for folder in _folders(place):
        yield _look(place, folder)


def _read(folder: Path, kind: Kind) -> tuple[bytes, bytes]:
    key, signature = kind.names
    return _small(folder / key), _small(folder / signature)


def _look(place: Place, folder: Path) -> Cosignature:
    where = f"{folder.name}/{ABOUT}"
    lines = strict_lines((folder / ABOUT).read_bytes(), where)
    heads = [line.partition(" ") for line in lines[: len(_KEYS)]]
    value = {key: text for key, _, text in heads}
    if tuple(value) != _KEYS or value["kind"] not in {k.value for k in Kind}:
        raise FormatError(where, "is not of the form")
    kind, fault, checked = Kind(value["kind"]), "", UNCHECKED
    try:
        key, signature = _read(folder, kind)
        _, text = statement(place)
        if (digest(key), digest(signature), digest(text)) != (value["key"], value["signature"], value["statement"]):
            raise FormatError(where, "key, signature or statement is not the one that was taken in")
        checked = verify(kind, key, text, signature, kind.names[1])
    except (DrawError, OSError) as error:
        fault = str(error)
    return Cosignature(
        folder=folder,
        kind=kind,
        by=value["by"],
        key=value["key"],
        signature=value["signature"],
        checked=checked,
        time=value["time"],
        fault=fault,
    )


def sign_lines(kind: Kind, name: str) -> list[str]:
    """What the notary types on their own machine, where the private key stays."""
    return {
        Kind.OPENSSL: [
            "openssl genpkey -algorithm ed25519 -aes-256-cbc -out notary.pem",
            "openssl pkey -in notary.pem -pubout -out notary.pub",
            f"openssl pkeyutl -sign -inkey notary.pem -rawin -in {name} -out {name}.sig",
        ],
        Kind.SSH: [
            "ssh-keygen -t ed25519 -f notary",
            f"ssh-keygen -Y sign -f notary -n {sshsig.NAMESPACE} {name}",
        ],
        Kind.MINISIGN: ["minisign -G -p notary.pub -s notary.key", f"minisign -S -s notary.key -m {name}"],
        Kind.SM2: [
            "openssl genpkey -algorithm SM2 -aes-256-cbc -out notary.pem",
            "openssl pkey -in notary.pem -pubout -out notary.pub",
            f"openssl pkeyutl -sign -inkey notary.pem -in {name} -rawin -digest sm3 "
            f"-pkeyopt distid:{openssl.SM2_ID} -out {name}.sig",
        ],
    }[kind]


def made_files(kind: Kind, name: str) -> tuple[str, str]:
    """(signature, public key) as `sign_lines` write them."""
    return f"{name}.{'minisig' if kind is Kind.MINISIGN else 'sig'}", "notary.pub"


def check_lines(kind: Kind, checked: str, path: str) -> list[str]:
    """What anybody types beside the key and the signature to check it, with the text at `path`."""
    if kind is Kind.SSH:
        return [
            'printf "notary %s\\n" "$(cat key.pub)" > allowed',
            f"ssh-keygen -Y verify -f allowed -I notary -n {sshsig.NAMESPACE} -s signature.sig < {path}",
        ]
    if kind is Kind.MINISIGN:
        return [f"minisign -V -p key.pub -x signature.minisig -m {path}"]
    if kind is Kind.SM2:
        return [
            f"openssl pkeyutl -verify -pubin -inkey key.pem -in {path} -rawin -digest sm3 "
            f"-pkeyopt distid:{openssl.SM2_ID} -sigfile signature.sig"
        ]
    if checked == "Ed25519":
        return [f"openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in {path} -sigfile signature.sig"]
    return [f"openssl dgst -sha256 -verify key.pem -signature signature.sig {path}"]
