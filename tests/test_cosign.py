"""Co-signatures: the strict readers against the real tools (openssl, ssh-keygen, minisign), and what lies beside the record."""

import base64
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import simulator
import stage
from click.testing import CliRunner, Result

from draw.cli import main
from draw.cosigning import minisign, pem, sshsig
from draw.edges import beside, copies, cosigning, openssl
from draw.edges.cosigning import Kind
from draw.errors import FormatError
from draw.hashing import digest

TEXT = simulator.record()["statement.txt"]


def tool(*arguments: str | Path, cwd: Path, text: bytes = b"") -> bytes:
    """Run a real tool; it must succeed. -> its output."""
    return subprocess.run([str(a) for a in arguments], cwd=cwd, input=text, capture_output=True, check=True).stdout


def run(*arguments: str | Path, code: int = 0) -> Result:
    """`draw ARGUMENTS`; the exit code is as expected and nothing escapes."""
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == code, f"{done.output}{done.stderr}"
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record on its own, and the statement as the notary got it, beside it."""
    for path, data in simulator.record().items():
        (tmp_path / "rec" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "rec" / path).write_bytes(data)
    (tmp_path / "statement.txt").write_bytes(TEXT)
    return tmp_path / "rec"


def with_openssl(folder: Path, kind: str = "ed25519") -> tuple[Path, Path]:
    """(signature, public key) of the statement by `openssl`."""
    options = {
        "ed25519": ["-algorithm", "ed25519"],
        "p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        "p384": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
        "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        "rsa1024": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
        "sm2": ["-algorithm", "SM2"],
    }[kind]
    tool("openssl", "genpkey", *options, "-out", "k.pem", cwd=folder)
    tool("openssl", "pkey", "-in", "k.pem", "-pubout", "-out", "k.pub", cwd=folder)
    if kind == "ed25519":
        tool(
            "openssl",
            "pkeyutl",
            "-sign",
            "-inkey",
            "k.pem",
            "-rawin",
            "-in",
            "statement.txt",
            "-out",
            "s.sig",
            cwd=folder,
        )
    elif kind == "sm2":
        tool("openssl", "pkeyutl", "-sign", "-inkey", "k.pem", "-rawin", "-in", "statement.txt", "-digest", "sm3",
             "-pkeyopt", f"distid:{openssl.SM2_ID}", "-out", "s.sig", cwd=folder)  # fmt: skip
    else:
        tool("openssl", "dgst", "-sha256", "-sign", "k.pem", "-out", "s.sig", "statement.txt", cwd=folder)
    return folder / "s.sig", folder / "k.pub"


def with_ssh(folder: Path, kind: str = "ed25519", *more: str, namespace: str = "public-draw") -> tuple[Path, Path]:
    """The same by `ssh-keygen -Y sign`."""
    tool("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", f"id-{kind}", "-C", "公证员 notary", cwd=folder)
    tool("ssh-keygen", "-Y", "sign", "-f", f"id-{kind}", "-n", namespace, *more, "statement.txt", cwd=folder)
    return folder / "statement.txt.sig", folder / f"id-{kind}.pub"


def with_minisign(folder: Path, *more: str) -> tuple[Path, Path]:
    """The same by `minisign`; a key without a passphrase."""
    tool("minisign", "-G", "-W", "-f", "-p", "m.pub", "-s", "m.key", cwd=folder)
    tool("minisign", "-S", *more, "-s", "m.key", "-m", "statement.txt", "-t", "公证处 2026", cwd=folder)
    return folder / "statement.txt.minisig", folder / "m.pub"


def kept(record: Path) -> dict[str, bytes]:
    """What lies beside the record."""
    return stage.tree(record.with_name("rec.cosignatures"))


# -- the readers against the tools ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "said"), [("ed25519", "Ed25519"), ("p256", "P-256"), ("rsa", "RSA 2048")])
def test_what_openssl_signs_verifies(record: Path, kind: str, said: str) -> None:
    """Ed25519, ECDSA P-256 and RSA over the statement; over one changed byte of it, or of the signature, none does."""
    signature, key = with_openssl(record.parent, kind)
    made, public = signature.read_bytes(), key.read_bytes()
    assert said in pem.verify(public, TEXT, made, "s")
    for text, sig in ((TEXT + b"x", made), (TEXT, made[:-1] + bytes([made[-1] ^ 1])), (TEXT, b""), (TEXT, made + b"x")):
        with pytest.raises(FormatError):
            pem.verify(public, text, sig, "s")


@pytest.mark.parametrize("kind", ["p384", "rsa1024"])
def test_keys_that_are_not_asked_for_are_refused(record: Path, kind: str) -> None:
    """Another curve, a short RSA key, no key at all: one sentence."""
    signature, key = with_openssl(record.parent, kind)
    for public in (key.read_bytes(), b"", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"):
        with pytest.raises(FormatError):
            pem.verify(public, TEXT, signature.read_bytes(), "s")


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [("ed25519", (), "Ed25519"), ("ed25519", ("-O", "hashalg=sha256"), "Ed25519"), ("ecdsa", (), "P-256")],
)
def test_what_ssh_keygen_signs_verifies(record: Path, kind: str, more: tuple[str, ...], said: str) -> None:
    """OpenSSH Ed25519 and ECDSA keys, sha512 and sha256."""
    signature, key = with_ssh(record.parent, kind, *more)
    assert said in sshsig.verify(key.read_bytes(), TEXT, signature.read_bytes(), "s")
    with pytest.raises(FormatError, match="does not verify"):
        sshsig.verify(key.read_bytes(), TEXT + b"x", signature.read_bytes(), "s")
    listed = tool("ssh-keygen", "-l", "-f", key, cwd=record.parent).decode()
    assert sshsig.fingerprint(sshsig.read_key(key.read_bytes(), "k")) in listed


def test_another_namespace_or_key_of_ssh_is_refused(record: Path) -> None:
    """A signature made for e-mail or git does not count, nor one by another key, nor an RSA key."""
    signature, key = with_ssh(record.parent, namespace="git")
    with pytest.raises(FormatError, match="namespace"):
        sshsig.verify(key.read_bytes(), TEXT, signature.read_bytes(), "s")
    signature.unlink()
    other, _ = with_ssh(record.parent, "ecdsa")
    with pytest.raises(FormatError, match="another key"):
        sshsig.verify(key.read_bytes(), TEXT, other.read_bytes(), "s")
    other.unlink()
    signature, key = with_ssh(record.parent, "rsa")
    with pytest.raises(FormatError, match="ssh-rsa"):
        sshsig.verify(key.read_bytes(), TEXT, signature.read_bytes(), "s")


def test_every_flipped_byte_of_an_ssh_signature_is_refused(record: Path) -> None:
    """Each bit of the signature's own bytes matters, but those of its reserved field, which is empty; none crashes."""
    signature, key = with_ssh(record.parent)
    public, lines = key.read_bytes(), signature.read_bytes().splitlines()
    blob = base64.b64decode(b"".join(lines[1:-1]))
    for offset in range(len(blob)):
        spoilt = blob[:offset] + bytes([blob[offset] ^ 1]) + blob[offset + 1 :]
        text = b"\n".join([lines[0], base64.b64encode(spoilt), lines[-1], b""])
        with pytest.raises(FormatError):
            sshsig.verify(public, TEXT, text, "s")
    for text in (b"", b"\xff", lines[0], b"\n".join(lines[:-1]), b"\n".join([lines[0], b"=", lines[-1]])):
        with pytest.raises(FormatError):
            sshsig.verify(public, TEXT, text, "s")
    for bad in (b"", b"ssh-ed25519", b"ssh-ed25519 AAAA", b"ssh-rsa " + public.split()[1], public * 2, b"\xff \xff"):
        with pytest.raises(FormatError):
            sshsig.read_key(bad, "k")


@pytest.mark.parametrize("more", [(), ("-l",)])
def test_what_minisign_signs_verifies(record: Path, more: tuple[str, ...]) -> None:
    """Prehashed and legacy; the trusted comment comes out, and every changed character is refused."""
    signature, key = with_minisign(record.parent, *more)
    public, made = key.read_bytes(), signature.read_bytes()
    assert minisign.verify(public, TEXT, made, "s") == "公证处 2026"
    with pytest.raises(FormatError, match="does not verify"):
        minisign.verify(public, TEXT + b"x", made, "s")
    begin = made.index(b"\n") + 1  # the untrusted comment is what it says
    for offset in range(begin, len(made) - 1):
        with pytest.raises(FormatError):
            minisign.verify(public, TEXT, made[:offset] + bytes([made[offset] ^ 1]) + made[offset + 1 :], "s")
    other = record.parent / "other"
    other.mkdir()
    (other / "statement.txt").write_bytes(TEXT)
    with pytest.raises(FormatError, match="another key"):
        minisign.verify(with_minisign(other)[1].read_bytes(), TEXT, made, "s")
    for bad in (b"", b"\xff", public[:20], public * 2, public.replace(b"untrusted", b"trusted")):
        with pytest.raises(FormatError):
            minisign.read_key(bad, "k")


# -- beside the record ----------------------------------------------------------------------------------------------------

MAKERS = {Kind.OPENSSL: with_openssl, Kind.SSH: with_ssh, Kind.MINISIGN: with_minisign}


@pytest.mark.parametrize("kind", [Kind.OPENSSL, Kind.SSH, Kind.MINISIGN])
def test_a_co_signature_is_kept_listed_and_goes_into_the_archive(record: Path, kind: Kind) -> None:
    """Taken in once, never inside the record; its own check lines work in the unpacked archive with the real tool."""
    signature, key = MAKERS[kind](record.parent)
    before = stage.tree(record)
    add = ["cosign", record, "--add", signature, "--key", key, "--kind", kind.value, "--by", "示例市公证处"]
    assert "valid" in run(*add).stdout
    assert "already recorded" in run(*add).stderr
    assert stage.tree(record) == before
    about = kept(record)["01/cosign.txt"].decode()
    assert (
        f"statement {digest(TEXT)}\n" in about
        and "by 示例市公证处\n" in about
        and f"key {digest(key.read_bytes())}" in about
    )
    listed = run("cosign", record).stdout
    assert "示例市公证处" in listed and "valid" in listed and digest(TEXT) in listed
    run("archive", record, "--out", record.parent / "a.zip")
    assert copies.check(record.parent / "a.zip").faults == ()
    with zipfile.ZipFile(record.parent / "a.zip") as book:
        book.extractall(record.parent / "un")
    here = record.parent / "un" / "REHEARSAL-example-2026-1" / "cosignatures" / "01"
    first = kind.value.replace("ssh", "printf|ssh-keygen").split("|")
    lines = [x[2:] for x in about.splitlines() if x.startswith("# ") and x[2:].split(" ")[0] in first]
    assert lines
    for line in lines:
        tool("sh", "-c", line, cwd=here)
    (here / "../../record/statement.txt").write_bytes(TEXT + b"x")
    with pytest.raises(subprocess.CalledProcessError):
        tool("sh", "-c", lines[-1], cwd=here)


def test_the_lines_for_the_notary_do_what_they_say(record: Path) -> None:
    """What `draw cosign` prints is typed into a shell as it stands; the result is taken in."""
    answers = {"openssl": ["-passout", "pass:secret"], "ssh": ["-q", "-N", ""]}
    for kind in (Kind.OPENSSL, Kind.SSH):
        folder = record.parent / kind.value
        folder.mkdir()
        (folder / "statement.txt").write_bytes(TEXT)
        said = run("cosign", record, "--kind", kind.value).stdout.splitlines()
        for line in (x.strip() for x in said if x.startswith(("   openssl ", "   ssh-keygen "))):
            words = line.split()
            if "genpkey" in words:
                words += ["-pass", "pass:secret"]
            elif "-inkey" in words or ("pkey" in words and "-in" in words):
                words += ["-passin", "pass:secret"]
            elif "-t" in words:
                words += answers["ssh"]
            tool(*words, cwd=folder)
        signature, key = cosigning.made_files(kind, "statement.txt")
        run(
            "cosign", record, "--add", folder / signature, "--key", folder / key, "--kind", kind.value, "--by", "公证处"
        )
    assert sorted(p.split("/")[0] for p in kept(record) if p.endswith("cosign.txt")) == ["01", "02"]


def test_sm2_is_checked_by_openssl_or_said_not_to_be(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Valid, refused, and on a machine without SM2 kept as it is; the words claim that algorithms conform, no more."""
    assert openssl.knows_sm2()
    signature, key = with_openssl(record.parent, "sm2")
    add = ["cosign", record, "--key", key, "--kind", "sm2", "--by", "公证处", "--add"]
    bad = record.parent / "bad.sig"
    bad.write_bytes(signature.read_bytes()[:-1] + b"\x00")
    assert "does not verify" in run(*add, bad, code=1).stderr
    said = run(*add, signature).stdout
    assert "SM2, SM3" in said and "算法符合" in said and "certif" not in said.lower() and "国密认证" not in said
    line = next(x[2:] for x in kept(record)["01/cosign.txt"].decode().splitlines() if x.startswith("# openssl"))
    tool("sh", "-c", line.replace("../../record", str(record)), cwd=record.with_name("rec.cosignatures") / "01")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "could not check" in run("cosign", record).stdout
    (record.parent / "other.pub").write_bytes(key.read_bytes() + b"\n")
    add[3] = record.parent / "other.pub"
    assert "could not check" in run(*add, signature).stdout
    assert "checked none\n" in kept(record)["02/cosign.txt"].decode()


def test_what_does_not_verify_is_not_taken_in(record: Path) -> None:
    """Another text, a private key, another kind, missing options: refused, and nothing lies beside the record."""
    signature, key = with_openssl(record.parent)
    (record.parent / "statement.txt").write_bytes(TEXT + b"x")
    wrong, other = record.parent / "w.sig", record.parent / "k.pem"
    tool(
        "openssl",
        "pkeyutl",
        "-sign",
        "-inkey",
        other,
        "-rawin",
        "-in",
        "statement.txt",
        "-out",
        wrong,
        cwd=record.parent,
    )
    add = ["cosign", record, "--by", "公证处", "--kind"]
    run(*add, "openssl", "--add", wrong, "--key", key, code=1)
    assert "private key" in run(*add, "openssl", "--add", signature, "--key", other, code=1).stderr
    for kind in ("ssh", "minisign"):
        run(*add, kind, "--add", signature, "--key", key, code=1)
    run(*add, "openssl", "--add", signature, code=2)
    run("cosign", record, "--by", "a\tb", "--kind", "openssl", "--add", signature, "--key", key, code=1)
    (record.parent / "large").write_bytes(bytes(70_000))
    run(*add, "openssl", "--add", record.parent / "large", "--key", key, code=1)
    assert kept(record) == {}


def test_one_that_was_changed_later_is_told(record: Path) -> None:
    """Signature, key or statement changed beside the record: exit 1 with the folder's number."""
    signature, key = with_openssl(record.parent)
    run("cosign", record, "--add", signature, "--key", key, "--kind", "openssl", "--by", "公证处")
    folder = record.with_name("rec.cosignatures") / "01"
    for path in (folder / "signature.sig", folder / "key.pem", record / "statement.txt"):
        good = path.read_bytes()
        path.write_bytes(good[:-2] + b"??")
        assert "not the one that was taken in" in run("cosign", record, code=1).stdout
        path.write_bytes(good)
    run("cosign", record)
    assert next(iter(cosigning.listed(beside.place(record)))).fault == ""


def test_before_the_end_there_is_nothing_to_sign(record: Path) -> None:
    """A record without statement.txt: one sentence."""
    (record / "statement.txt").unlink()
    run("cosign", record, code=1)


def test_a_voided_attempt_signs_its_certificate(tmp_path: Path) -> None:
    """void.txt takes the place of statement.txt."""
    (tmp_path / "rec").mkdir()
    files = simulator.record()
    (tmp_path / "rec" / "notice.json").write_bytes(files["notice.json"])
    (tmp_path / "rec" / "void.txt").write_bytes(b"void1 example-2026\n")
    assert "-in void.txt" in run("cosign", tmp_path / "rec").stdout
