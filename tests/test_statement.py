"""What is signed at the end: the result hash that two machines compare, the reason of a void (SPEC §10)."""

from hashlib import sha256
from pathlib import Path

import pytest

from draw import statement
from draw.errors import FormatError

EXAMPLE = (Path(__file__).parent / "vectors" / "example" / "statement.txt").read_bytes()
VOID = b"void1 s-1\nmode live\nattempt 1\nnotice a\nboard none\ntranscript none\nreason "
REASONS = "TOO_FEW_COMMITMENTS TOO_FEW_REVEALS BEACON_EARLY RULING PAPER_MISMATCH".split()


def test_the_result_hash_leaves_out_the_ledger_alone() -> None:
    """SPEC §0: the example's; another ledger line changes nothing, any other line does."""
    found = statement.result_hash(EXAMPLE)
    assert found == "36845efbc97dbeb9adde020c96ba9beb517a4044985f0874feb5c21cd71967f3"
    *lines, last = EXAMPLE.splitlines(keepends=True)
    assert found == sha256(b"".join(lines)).hexdigest()
    assert statement.result_hash(EXAMPLE.replace(last, b"ledger none\n")) == found
    assert statement.result_hash(EXAMPLE.replace(b"attempt 1", b"attempt 2")) != found


@pytest.mark.parametrize("reason", REASONS)
def test_the_reason_is_the_last_line_of_void_txt(reason: str) -> None:
    """SPEC §10: each reason of the closed list, which has no other."""
    assert statement.void_reason(VOID + f"{reason}\n".encode()) == reason
    assert sorted(statement.VOID_REASONS) == sorted(REASONS)


@pytest.mark.parametrize("last", ["reason OTHER", "reason", "reason  RULING", "cause RULING", "reason RULING\nboard none"])
def test_no_other_last_line_is_a_reason(last: str) -> None:
    """SPEC §10: void.txt ends with `reason <code>` of the list; the message names the file."""
    data = VOID.removesuffix(b"reason ") + f"{last}\n".encode()
    with pytest.raises(FormatError, match=r"void\.txt.*the last line is no reason of the closed list"):
        statement.void_reason(data)


def test_void_txt_that_is_no_text_is_named() -> None:
    """SPEC §1: text files end with LF; the message names the file."""
    with pytest.raises(FormatError, match=r"void\.txt\b"):
        statement.void_reason(VOID + b"RULING")
