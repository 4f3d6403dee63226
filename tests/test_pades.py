"""Signatures in PDFs: `pdfsig` calls them valid, a second one leaves the first valid; without pyHanko one sentence."""

import builtins
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from draw.cli import main


def run(*arguments: str | Path, code: int = 0) -> Result:
    """`draw ARGUMENTS`; the exit code is as expected and nothing escapes."""
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == code, f"{done.output}{done.stderr}"
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a paper and a passphrase."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(100, 700, "Result sheet")
    canvas.save()
    (tmp_path / "result.pdf").write_bytes(out.getvalue())
    (tmp_path / "phrase").write_text("a long passphrase\n", encoding="utf-8")
    return tmp_path


def of(office: Path, who: str) -> list[str | Path]:
    """The options that name somebody's key."""
    phrase = ["--key-passphrase-file", office / "phrase"]
    return ["--key", office / f"{who}.pem", "--cert", office / f"{who}.crt", *phrase]


def with_key(office: Path, who: str, *papers: Path, out: Path | None = None, code: int = 0) -> Result:
    """`draw sign-pdf`, with a new key where there is none."""
    fresh = [] if (office / f"{who}.pem").exists() else ["--new-key", f"示例市{who}"]
    folder: list[str | Path] = ["--out", out] if out else []
    return run("sign-pdf", *papers, *of(office, who), *fresh, *folder, code=code)


def told(path: Path) -> str:
    """What pdfsig says."""
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=True).stdout


def test_pdfsig_calls_the_signature_valid(office: Path) -> None:
    """PAdES, SHA-256, the whole document signed; the paper it was made from stays as it is."""
    paper = office / "result.pdf"
    before = paper.read_bytes()
    (office / "signed").mkdir()
    with_key(office, "bureau", paper, out=office / "signed")
    said = told(office / "signed" / "result.pdf")
    assert "Signature is Valid." in said and "Total document signed" in said and "SHA-256" in said
    assert "ETSI.CAdES.detached" in said and said.count("Signature #") == 1
    assert paper.read_bytes() == before and (office / "signed" / "result.pdf").read_bytes().startswith(before)
    assert PdfReader(office / "signed" / "result.pdf").pages[0].extract_text().strip() == "Result sheet"


def test_a_second_signature_leaves_the_first_valid(office: Path) -> None:
    """The notary's is appended; both are valid; the same key twice is refused and changes nothing."""
    paper = office / "result.pdf"
    with_key(office, "bureau", paper)
    first = paper.read_bytes()
    with_key(office, "notary", paper)
    said = told(paper)
    assert said.count("Signature is Valid.") == 2 and paper.read_bytes().startswith(first)
    whole = paper.read_bytes()
    assert "already" in with_key(office, "notary", paper, code=1).stderr
    assert paper.read_bytes() == whole


def test_a_changed_byte_is_no_longer_valid(office: Path) -> None:
    """The paper changed after signing: pdfsig says so."""
    paper = office / "result.pdf"
    with_key(office, "bureau", paper)
    data = paper.read_bytes()
    place = data.index(b"/Title") + 10
    paper.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    assert "Signature is Valid." not in told(paper)


def test_a_key_of_openssl_works_and_ours_is_read_by_openssl(office: Path) -> None:
    """P-256 from `openssl`, without passphrase; our encrypted key and certificate are what `openssl` reads."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "o.pem", "-out",
         "o.crt", "-subj", "/CN=Office", "-days", "30"], cwd=office, check=True, capture_output=True,
    )  # fmt: skip
    with_key(office, "o", office / "result.pdf")
    assert "Signature is Valid." in told(office / "result.pdf")
    with_key(office, "ours")
    key = (office / "ours.pem").read_bytes()
    assert key.startswith(b"-----BEGIN ENCRYPTED") and (office / "ours.pem").stat().st_mode & 0o77 == 0
    shown = subprocess.run(
        ["openssl", "pkey", "-in", "ours.pem", "-passin", "file:phrase", "-noout", "-text"], cwd=office, capture_output=True,
        text=True, check=True,
    ).stdout  # fmt: skip
    assert "prime256v1" in shown
    parsed = subprocess.run(
        ["openssl", "asn1parse", "-in", "ours.pem"], cwd=office, capture_output=True, text=True, check=True
    )
    assert ":0927C0" in parsed.stdout  # 600,000 rounds
    certificate = subprocess.run(
        ["openssl", "x509", "-in", "ours.crt", "-noout", "-subject", "-nameopt", "utf8", "-fingerprint", "-sha256"],
        cwd=office, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "示例市ours" in certificate


def test_wrong_keys_and_papers_are_refused_in_one_sentence(office: Path) -> None:
    """No PDF, a cut PDF, another passphrase, another certificate, a key of another kind, missing files."""
    paper = office / "result.pdf"
    with_key(office, "a")
    with_key(office, "b")
    whole = paper.read_bytes()
    for bad in (b"", b"no pdf", whole[: len(whole) // 2]):
        (office / "bad.pdf").write_bytes(bad)
        with_key(office, "a", office / "bad.pdf", code=1)
        assert (office / "bad.pdf").read_bytes() == bad
    shutil.copy(office / "b.crt", office / "a.crt")
    assert "not the certificate" in with_key(office, "a", paper, code=1).stderr
    (office / "phrase").write_text("another passphrase\n", encoding="utf-8")
    with_key(office, "b", paper, code=1)
    for kind in (["ed25519"], ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"]):
        subprocess.run(
            ["openssl", "genpkey", "-algorithm", *kind, "-out", "b.pem"], cwd=office, check=True, capture_output=True
        )
        assert "P-256" in with_key(office, "b", paper, code=1).stderr
    (office / "b.crt").unlink()
    with_key(office, "b", paper, code=1)
    run("sign-pdf", *of(office, "b"), code=2)
    assert paper.read_bytes() == whole


def test_a_new_key_never_replaces_one(office: Path) -> None:
    """--new-key over a key or certificate that is there, with a short passphrase or an unfit name: refused, nothing written."""
    with_key(office, "a")
    before = (office / "a.pem").read_bytes()
    run("sign-pdf", *of(office, "a"), "--new-key", "x", code=1)
    (office / "a.pem").unlink()
    run("sign-pdf", *of(office, "a"), "--new-key", "x", code=1)
    assert before and not (office / "a.pem").exists()
    run("sign-pdf", *of(office, "c"), "--new-key", "名" * 65, code=1)
    (office / "phrase").write_text("short\n", encoding="utf-8")
    run("sign-pdf", *of(office, "c"), "--new-key", "x", code=1)
    assert not (office / "c.pem").exists()


def test_without_pyhanko_it_is_said_how_to_get_it(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is no part of the product: one sentence with the line to type."""
    with_key(office, "a")
    real = builtins.__import__

    def bare(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyhanko"):
            raise ImportError(name)
        return real(name, *rest, **more)

    for name in [n for n in sys.modules if n.startswith("pyhanko")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", bare)
    assert "public-draw[pades]" in with_key(office, "a", office / "result.pdf", code=1).stderr
