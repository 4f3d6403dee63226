"""What draw verify says of each conformance case, word for word (SPEC §11: the first difference; house rule: where, and what)."""

import sentences
from assurance import battery


def test_every_sentence_is_as_committed() -> None:
    """The first difference, its file and its line are said as in tests/vectors/sentences.txt, which was read by a person."""
    assert sentences.text(battery.reports()).decode().split("\n") == sentences.FILE.read_text(encoding="utf-8").split("\n")


def test_no_sentence_is_of_a_breakdown() -> None:
    """No step of any case broke down instead of judging."""
    assert "cannot be read: " not in sentences.FILE.read_text(encoding="utf-8")
