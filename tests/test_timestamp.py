"""Time stamps over the statement, against an authority made with `openssl ts` in the test (RFC 3161)."""

import re
import subprocess
from pathlib import Path

import pytest
import simulator
import stage
from click.testing import CliRunner, Result

from draw import der, timestamping
from draw.cli import main
from draw.edges import openssl
from draw.errors import FormatError
from draw.hashing import digest

TEXT = simulator.record()["statement.txt"]
CONFIG = """\
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:true
keyUsage = keyCertSign
[tsa]
basicConstraints = CA:false
extendedKeyUsage = critical,timeStamping
[tsa_config]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ordering = ORDERING
accuracy = secs:1
"""


def tool(*arguments: str, cwd: Path) -> str:
    """Run openssl; it must succeed."""
    return subprocess.run(["openssl", *arguments], cwd=cwd, capture_output=True, text=True, check=True).stdout


def run(*arguments: str | Path, code: int = 0) -> Result:
    """`draw ARGUMENTS`; the exit code is as expected and nothing escapes."""
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == code, f"{done.output}{done.stderr}"
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate authority and a time-stamping certificate under it."""
    folder = tmp_path_factory.mktemp("tsa")
    for ordering in ("yes", "no"):
        (folder / f"{ordering}.cnf").write_text(CONFIG.replace("ORDERING", ordering), encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    tool("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=CA", "-days", "3650", "-config", "yes.cnf",
         "-extensions", "ca", cwd=folder)  # fmt: skip
    tool("req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA", "-config", "yes.cnf", cwd=folder)
    tool("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days",
         "3650", "-extfile", "yes.cnf", "-extensions", "tsa", cwd=folder)  # fmt: skip
    return folder


def answer(authority: Path, request: Path, ordering: str = "yes", *more: str) -> Path:
    """The authority's response to a request."""
    target = request.with_suffix(".tsr")
    tool("ts", "-reply", "-config", f"{ordering}.cnf", "-section", "tsa_config", "-queryfile", str(request), "-signer", "tsa.pem",
         "-inkey", "tsa.key", "-out", str(target), *more, cwd=authority)  # fmt: skip
    return target


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record on its own."""
    for path, data in simulator.record().items():
        (tmp_path / "rec" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "rec" / path).write_bytes(data)
    return tmp_path / "rec"


def asked(record: Path) -> Path:
    """A request for its statement."""
    run("timestamp", record, "--request", record.parent / "q.tsq")
    return record.parent / "q.tsq"


def kept(record: Path) -> dict[str, bytes]:
    """What lies beside the record."""
    return stage.tree(record.with_name("rec.timestamps"))


def test_openssl_reads_the_request(record: Path) -> None:
    """SHA-256 of statement.txt, a nonce, the wish for the certificate; the same request again until it is answered."""
    request = asked(record)
    text = tool("ts", "-query", "-in", str(request), "-text", cwd=record.parent)
    assert "Hash Algorithm: sha256" in text and "Certificate required: yes" in text and "Nonce: unspecified" not in text
    dumped = re.findall(r"00[01]0 - (.{23}.{24})", text)
    assert "".join(dumped).replace(" ", "").replace("-", "") == digest(TEXT)
    imprint, nonce = timestamping.read_request(request.read_bytes(), "q")
    assert imprint == digest(TEXT) and f"{nonce:X}" in text.upper()
    first = request.read_bytes()
    assert asked(record).read_bytes() == first == kept(record)["01/request.tsq"]


@pytest.mark.parametrize("ordering", ["yes", "no"])
def test_a_token_is_taken_in_and_checked_whole(record: Path, authority: Path, ordering: str) -> None:
    """Imprint, nonce and, with the authority's certificate, the signature; then a new request may be made."""
    request = asked(record)
    token = answer(authority, request, ordering)
    take = ["timestamp", record, "--import", token, "--authority", authority / "ca.pem"]
    said = run(*take).stdout
    assert "signature are right" in said
    shown = tool("ts", "-reply", "-in", str(token), "-text", cwd=record.parent)
    serial = next(line.split()[-1] for line in shown.splitlines() if line.startswith("Serial number"))
    assert f" {int(serial, 16)}" in said
    files = kept(record)
    assert files["01/token.tsr"] == token.read_bytes() and b"checked openssl\n" in files["01/stamp.txt"]
    assert "already recorded" in run(*take).stderr
    line = next(x[4:] for x in files["01/stamp.txt"].decode().splitlines() if "openssl ts -verify" in x)
    line = line[line.index("openssl ") :]
    tool(*line.split()[1:], cwd=record.with_name("rec.timestamps") / "01")
    assert asked(record).read_bytes() != files["01/request.tsq"]
    run("archive", record, "--out", record.parent / "a.zip")


def test_without_certificates_only_imprint_and_nonce_are_checked_and_that_is_said(
    record: Path, authority: Path
) -> None:
    """Honest words; the check is done later with the certificate."""
    token = answer(authority, asked(record))
    assert "was not checked" in run("timestamp", record, "--import", token).stdout
    assert b"checked imprint-and-nonce\n" in kept(record)["01/stamp.txt"]
    assert "already recorded" in run("timestamp", record, "--import", token).stderr
    run("timestamp", record, "--import", token, "--authority", authority / "ca.pem")
    assert b"checked openssl\n" in kept(record)["01/stamp.txt"]


def test_a_bare_token_is_read_too(record: Path, authority: Path) -> None:
    """Some authorities send the token without the status around it."""
    token = answer(authority, asked(record), "yes", "-token_out")
    assert timestamping.read_response(token.read_bytes(), "t").imprint == digest(TEXT)


def test_another_text_another_request_another_authority_are_refused(record: Path, authority: Path) -> None:
    """None of them is kept."""
    request = asked(record)
    other = record.parent / "other.tsq"
    other.write_bytes(timestamping.request(TEXT + b"x", 5))
    assert "not over this session" in run("timestamp", record, "--import", answer(authority, other), code=1).stderr
    other.write_bytes(timestamping.request(TEXT, 5))
    assert "no request of ours" in run("timestamp", record, "--import", answer(authority, other), code=1).stderr
    tool("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "x.key", "-out", "x.pem",
         "-subj", "/CN=X", cwd=record.parent)  # fmt: skip
    token = answer(authority, request)
    assert (
        "openssl" in run("timestamp", record, "--import", token, "--authority", record.parent / "x.pem", code=1).stderr
    )
    assert set(kept(record)) == {"01/request.tsq"}


def test_a_second_token_for_one_request_and_a_refusal_are_told(record: Path, authority: Path) -> None:
    """The first token stays; an authority's no is said with its status."""
    request = asked(record)
    first = answer(authority, request).read_bytes()
    (record.parent / "one.tsr").write_bytes(first)
    run("timestamp", record, "--import", record.parent / "one.tsr")
    assert "another token" in run("timestamp", record, "--import", answer(authority, request), code=1).stderr
    assert kept(record)["01/token.tsr"] == first
    refusal = der.write(der.SEQUENCE, der.write(der.SEQUENCE, der.write_integer(2)))
    with pytest.raises(FormatError, match="status 2"):
        timestamping.read_response(refusal, "t")


def test_no_damaged_token_crashes(record: Path, authority: Path) -> None:
    """Every byte changed, every cut: FormatError or, outside of what is read here, a token that openssl then refuses."""
    request = asked(record)
    data = answer(authority, request).read_bytes()
    good = timestamping.read_response(data, "t")
    passed = []
    for offset in range(len(data)):
        spoilt = data[:offset] + bytes([data[offset] ^ 0x41]) + data[offset + 1 :]
        try:
            found = timestamping.read_response(spoilt, "t")
        except FormatError:
            continue
        if (found.imprint, found.nonce, found.time, found.serial) == (good.imprint, good.nonce, good.time, good.serial):
            passed.append(spoilt)
    assert passed
    certificates = (authority / "ca.pem").read_bytes()
    for spoilt in passed[:: len(passed) // 6]:
        with pytest.raises(FormatError):
            openssl.verify_timestamp(spoilt, request.read_bytes(), certificates, "t")
    for size in range(len(data)):
        with pytest.raises(FormatError):
            timestamping.read_response(data[:size], "t")


@pytest.mark.parametrize(
    "data", [b"", b"\x30", b"\x30\x80\x00\x00", b"\x30\x81\x01\x00", b"\x30\x82\x00\x01\x00", b"\x1f\x81\x01",
             b"\x30\x85" + bytes(9), b"\x30\x02\x02"],
)  # fmt: skip
def test_der_has_one_form(data: bytes) -> None:
    """X.690 §10: shortest definite lengths; what is no DER is a FormatError."""
    with pytest.raises(FormatError):
        der.Reader(data, "x").value()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xff\x80"])
def test_integers_have_one_form(content: bytes) -> None:
    """X.690 §8.3.2."""
    with pytest.raises(FormatError):
        der.Reader(der.write(der.INTEGER, content), "x").integer()


@pytest.mark.parametrize("number", [0, 1, 127, 128, 255, 256, 2**63, 2**64 - 1])
def test_numbers_come_back(number: int) -> None:
    """Written and read again, with lengths of one and more bytes."""
    assert der.Reader(der.write_integer(number), "x").integer() == number
    long = der.write(der.OCTETS, bytes(number % 70_000))
    assert len(der.Reader(long, "x").value(der.OCTETS).content) == number % 70_000


def test_the_command_says_what_it_wants(record: Path) -> None:
    """Neither or both options: usage."""
    run("timestamp", record, code=2)
    run("timestamp", record, "--request", record.parent / "q", "--import", record / "README", code=2)
