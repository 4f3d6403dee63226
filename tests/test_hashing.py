"""The labelled hashes, against the worked example that SPEC §0 prints and against hashlib alone."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import hashing
from draw.errors import FormatError
from draw.statement import result_hash

SPEC = (Path(__file__).resolve().parent.parent / "draw" / "SPEC.md").read_text(encoding="utf-8")
EXAMPLE = SPEC.partition("<!-- example:begin -->\n")[2].partition("<!-- example:end -->")[0]
BLOCKS = [
    "".join(line[4:] + "\n" for line in block.splitlines())
    for block in re.findall(r"(?:^    .*\n)+", EXAMPLE, re.MULTILINE)
]
POOL, NOTICE, BOARD, SEED_TXT, ORDER, RESULTS, STATEMENT = BLOCKS
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)


def value(pattern: str) -> str:
    """The one value that stands in the example at this place."""
    (found,) = re.findall(pattern, EXAMPLE)
    return str(found)


def plain(text: str) -> str:
    """SHA-256 without any code of ours."""
    return sha256(text.encode()).hexdigest()


NOTICE_HASH = value(r"The \*\*notice hash\*\* is `([0-9a-f]{64})`")
SEED = value(r"Its hash is the \*\*seed\*\*: `([0-9a-f]{64})`")


def test_example_seal() -> None:
    """SPEC §0: the first seal is the hash of the text printed beside it (R7)."""
    text = value(r"The first seal = sha256\( `([^`]*)` \)")
    label, session, applicant, salt, name, identity = text.split(":")
    assert label == "seal1"
    seal = POOL.splitlines()[1].split(",")[2]
    assert seal == plain(text) == hashing.seal(session, applicant, salt, name, identity)


def test_example_hashes_chain_from_file_to_file() -> None:
    """SPEC §0: notice hash, board hash and seed are the hashes of the files as printed."""
    assert plain(NOTICE.rstrip("\n")) == NOTICE_HASH == hashing.digest(NOTICE.rstrip("\n").encode())
    assert f'"pool":"{plain(POOL)}"' in NOTICE
    assert f"board {plain(BOARD)}\n" in SEED_TXT
    assert plain(SEED_TXT) == SEED


def test_example_commitments() -> None:
    """SPEC §6: "Commitment = sha256( `commit1:<notice hash>:<party>:<secret>` ), no newline"."""
    board = dict(line.split(" ") for line in BOARD.splitlines()[2:])
    secrets = {p: s for p, _, s in (line.partition(" ") for line in SEED_TXT.splitlines()[3:]) if p in board}
    assert secrets["A1"] == value(r"A1's secret is `([0-9a-f]{64})`")
    assert len(secrets) == 3
    for party, secret in secrets.items():
        assert board[party] == plain(f"commit1:{NOTICE_HASH}:{party}:{secret}")
        assert board[party] == hashing.commitment(NOTICE_HASH, party, secret)


def test_example_numbers() -> None:
    """SPEC §7: "number = sha256( `number1:<seed>:<draw>:<unit>` ), no newline" (R11)."""
    rows = [line.split(",") for line in ORDER.splitlines()[1:]]
    assert len(rows) == 5
    for _, number, unit in rows:
        assert number == plain(f"number1:{SEED}:x1:{unit}") == hashing.number(SEED, "x1", unit)


def test_example_result_hash_and_code() -> None:
    """SPEC §10: the result hash leaves out the last line; the code is the hash modulo 10⁴⁰ in groups of four."""
    lines = STATEMENT.splitlines(keepends=True)
    assert result_hash(STATEMENT.encode()) == plain("".join(lines[:-1])) == value(r"last line\) is `([0-9a-f]{64})`")
    code = value(r"read aloud, is\n([0-9 ]+)\.")
    assert hashing.read_aloud(plain(STATEMENT)) == code
    assert int(code.replace(" ", "")) == int(plain(STATEMENT), 16) % 10**40


@given(HEX)
def test_read_aloud_is_forty_digits(hexadecimal: str) -> None:
    """SPEC §10: "the integer modulo 10⁴⁰, forty digits in ten groups of four"."""
    code = hashing.read_aloud(hexadecimal)
    assert re.fullmatch(r"[0-9]{4}( [0-9]{4}){9}", code)
    assert (int(hexadecimal, 16) - int(code.replace(" ", ""))) % 10**40 == 0


def test_read_aloud_keeps_noughts() -> None:
    """SPEC §10: a code never becomes shorter than forty digits."""
    assert hashing.read_aloud("0" * 64) == " ".join(["0000"] * 10)
    assert hashing.read_aloud("0" * 62 + "ff").endswith(" 0000 0255")


@given(HEX, HEX)
def test_labels_keep_uses_apart(one: str, other: str) -> None:
    """SPEC §4, §6, §7: one label a use, so no commitment is ever a seal or a number of the same facts."""
    three = {
        hashing.commitment(one, "A1", other),
        hashing.number(one, "A1", other),
        hashing.seal(one, "A1", other, "", ""),
    }
    assert len(three) == 3


PARTS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/\\"), min_size=1, max_size=6)
PATHS = st.lists(PARTS.filter(lambda part: part not in (".", "..")), min_size=1, max_size=3).map("/".join)


@given(st.dictionaries(PATHS, HEX, min_size=1, max_size=5))
def test_sums_round_trip(hashes: dict[str, str]) -> None:
    """SPEC §1: "A sums file has lines `<hash>  <path>` (two spaces), sorted by path, no path twice"."""
    data = hashing.sums_file(hashes)
    assert hashing.read_sums(data, "x") == hashes
    assert [line[66:] for line in data.decode().splitlines()] == sorted(hashes)


H = "ab" * 32


@pytest.mark.parametrize(
    "text",
    [
        f"{H} a\n", f"{H}   a\n", f"{H} *a\n", f"{H}  \n", f"{H.upper()}  a\n", f"{H[:-1]}  a\n", f"{H}  b\n{H}  a\n",
        f"{H}  a\n{H}  a\n", f"{H}  a\r\n", f"{H}  a", f"\\{H}  a\n", f"{H}\ta\n", f"{H}  a\n\n", "",
        f"{H}  /a\n", f"{H}  a/\n", f"{H}  a//b\n", f"{H}  ./a\n", f"{H}  ../a\n", f"{H}  a/../b\n",
        f"{H}  a\\b\n", f"{H}  é\n",
    ],
)  # fmt: skip
def test_sums_of_other_form_are_refused(text: str) -> None:
    """SPEC §1: a sums file of any other form, order or with a path twice is refused."""
    with pytest.raises(FormatError):
        hashing.read_sums(text.encode(), "SHA256SUMS")
