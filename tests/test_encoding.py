"""The one strict reader and the canonical writer: one spelling a value, everything else refused (SPEC §1)."""

import unicodedata
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import encoding
from draw.encoding import MAX_INTEGER, canonical_json, strict_csv, strict_json, strict_lines, time_seconds
from draw.errors import FormatError

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
LEAVES = st.integers(0, MAX_INTEGER) | TEXT | st.booleans() | st.none()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)
BEIJING = timezone(timedelta(hours=8))


def composed(value: Any) -> Any:
    """The value with every text NFC-normalised."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(v) for v in value]
    if isinstance(value, dict):
        return {k: composed(v) for k, v in value.items()}
    return value


@given(VALUES)
def test_canonical_json_is_rfc8785(value: Any) -> None:
    """SPEC §1: "JSON files are exactly the RFC 8785 bytes with no LF at the end"."""
    assert canonical_json(value) == rfc8785.dumps(value)


@given(VALUES)
def test_reader_takes_what_the_writer_makes(value: Any) -> None:
    """SPEC §1: "A reader requires canonical(parse(bytes)) = bytes"."""
    data = canonical_json(composed(value))
    text = data.decode()
    if not unicodedata.is_normalized("NFC", text) or text.startswith("\ufeff"):  # a mark behind a bracket may compose
        return
    again = strict_json(data, "x")
    assert again == composed(value)
    assert canonical_json(again) == data


@settings(max_examples=300)
@given(st.binary(max_size=40) | TEXT.map(str.encode) | VALUES.map(lambda v: canonical_json(v)[:-1]))
def test_reader_answers_or_raises_format_error(data: bytes) -> None:
    """SPEC §1: "A reader requires canonical(parse(bytes)) = bytes", and nothing but FormatError comes out otherwise."""
    try:
        value = strict_json(data, "x")
    except FormatError as error:
        assert error.where == "x"
    else:
        assert canonical_json(value) == data


LENIENT = {
    "a key twice": b'{"a":1,"a":1}',
    "a key twice, deep": b'{"a":[{"b":1,"b":2}]}',
    "a float": b'{"a":1.5}',
    "an integer as float": b'{"a":1.0}',
    "an exponent": b'{"a":1e2}',
    "minus nought": b'{"a":-0}',
    "a negative": b'{"a":-1}',
    "a leading nought": b'{"a":01}',
    "a plus sign": b'{"a":+1}',
    "2^53": b'{"a":9007199254740992}',
    "a huge integer": b'{"a":' + b"9" * 5000 + b"}",
    "NaN": b'{"a":NaN}',
    "Infinity": b'{"a":Infinity}',
    "minus Infinity": b'{"a":-Infinity}',
    "LF at the end": b'{"a":1}\n',
    "a space inside": b'{"a": 1}',
    "a space before": b' {"a":1}',
    "a tab inside": b'{"a":\t1}',
    "a BOM": b'\xef\xbb\xbf{"a":1}',
    "a CR": b'{"a":1}\r\n',
    "keys not sorted": b'{"b":1,"a":1}',
    "text not NFC": '{"a":"e\u0301"}'.encode(),
    "a needless escape": b'{"a":"\\u0041"}',
    "an escaped solidus": b'{"a":"\\/"}',
    "an upper-case escape": b'{"a":"\\u001F"}',
    "a long escape of a newline": b'{"a":"\\u000a"}',
    "an escaped letter that could stand plain": b'{"a":"\\u4e2d"}',
    "a lone high surrogate": b'{"a":"\\ud800"}',
    "a lone low surrogate": b'{"a":"\\udc00"}',
    "a surrogate pair escaped": b'{"a":"\\ud83d\\ude00"}',
    "a raw control character": b'{"a":"\x01"}',
    "UTF-8 of a surrogate": b'{"a":"\xed\xa0\x80"}',
    "overlong UTF-8": b'{"a":"\xc0\x80"}',
    "Latin-1": b'{"a":"\xe9"}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "a trailing comma": b"[1,]",
    "a comment": b'{"a":1}//',
    "single quotes": b"{'a':1}",
    "two values": b"{}{}",
    "nothing": b"",
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
}


@pytest.mark.parametrize("name", LENIENT)
def test_reader_refuses_each_leniency(name: str) -> None:
    """SPEC §1: each spelling that another JSON reader might let pass is refused."""
    with pytest.raises(FormatError) as caught:
        strict_json(LENIENT[name], "x.json")
    assert caught.value.where == "x.json"


def test_largest_integer_is_read() -> None:
    """SPEC §1: "numbers are integers from 0 to 2⁵³−1", both ends included."""
    assert strict_json(b"[0,9007199254740991]", "x") == [0, 2**53 - 1]


@given(st.datetimes(timezones=st.just(BEIJING)))
def test_times_count_as_the_calendar_does(moment: datetime) -> None:
    """SPEC §1: "time: YYYY-MM-DDThh:mm:ss+08:00, a date and time that exist"."""
    local = moment.replace(microsecond=0)
    text = local.isoformat()
    assert encoding.is_time(text)
    assert time_seconds(text) == int(local.timestamp())


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T00:00:00+08:00", "1900-02-29T00:00:00+08:00", "2026-04-31T00:00:00+08:00",
        "2026-00-01T00:00:00+08:00", "2026-13-01T00:00:00+08:00", "2026-01-00T00:00:00+08:00",
        "2026-01-01T24:00:00+08:00", "2026-01-01T00:60:00+08:00", "2026-01-01T23:59:60+08:00",
        "0000-01-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00\n", " 2026-01-01T00:00:00+08:00",
        "2026-01-01 00:00:00+08:00", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+07:00",
        "2026-01-01T00:00:00.0+08:00", "2026-1-01T00:00:00+08:00", "２０26-01-01T00:00:00+08:00", "",
    ],
)  # fmt: skip
def test_other_times_are_none(text: str) -> None:
    """SPEC §1: a time that does not exist, or is spelled otherwise, is none."""
    assert not encoding.is_time(text)


@pytest.mark.parametrize("value", [None, 7, True, [], {}, b"2026-01-01T00:00:00+08:00"])
def test_only_text_is_a_time(value: object) -> None:
    """SPEC §1: what is not text is no time."""
    assert not encoding.is_time(value)


FORMS = [
    (encoding.SESSION, ["abc", "2026-x", "a" * 64], ["ab", "-ab", "A-b", "a_b", "a" * 65, "abc\n", "ａbc"]),
    (encoding.DRAW_ID, ["x", "1", "x1.b-2", "a" * 64], ["", ".a", "-a", "X", "a/b", "..", "a" * 65, "x\n"]),
    (encoding.CODE, ["0", "A-1", "9" * 32], ["", "-A", "a", "A_1", "9" * 33, "1\n", "１"]),
    (encoding.SEALED, ["A1", "N9"], ["A0", "A10", "W1", "a1", "A", "A1\n"]),
    (encoding.OPEN, ["W00", "W99"], ["W1", "W100", "w01", "W0a", "W٠١"]),
    (encoding.ATTRIBUTE, ["a", "a_1", "a" * 32], ["", "1a", "_a", "A", "a-b", "a" * 33, "a\n"]),
    (encoding.HASH, ["0" * 64, "af" * 32], ["0" * 63, "0" * 65, "AF" * 32, "0" * 64 + "\n", ""]),
]


@pytest.mark.parametrize(("form", "good", "bad"), FORMS)
def test_forms_of_names(form: Any, good: list[str], bad: list[str]) -> None:
    """SPEC §1: "form (the whole text, ASCII)"."""
    assert all(encoding.matches(form, text) for text in good)
    assert not any(encoding.matches(form, text) for text in [*bad, None, 7, ["x"]])


@pytest.mark.parametrize("text", ["a", "示例 中学", "x" * 200, "\U00020000", "a\u200bb", "=1+1"])
def test_labels(text: str) -> None:
    """SPEC §1: a label has 1 to 200 characters, NFC, no control character, no space at either end."""
    assert encoding.label_problem(text) == ""


@pytest.mark.parametrize(
    "text",
    ["", "x" * 201, "a\nb", "a\tb", "a\x7fb", "a\x85b", "a\u2028b", "a\u2029b", " a", "a ", "e\u0301", 7, None, ["a"]],
)
def test_no_labels(text: object) -> None:
    """SPEC §1: whatever is not such a label is refused with a reason."""
    assert encoding.label_problem(text)


NO_LINES = {
    "nothing": b"",
    "no LF at the end": b"a\nb",
    "an empty line": b"a\n\nb\n",
    "an empty line first": b"\na\n",
    "an empty line last": b"a\n\n",
    "a single LF": b"\n",
    "CRLF": b"a\r\nb\r\n",
    "a CR": b"a\rb\n",
    "a BOM": b"\xef\xbb\xbfa\n",
    "not UTF-8": b"a\xff\n",
    "not NFC": "e\u0301\n".encode(),
}


@pytest.mark.parametrize("name", NO_LINES)
def test_text_files(name: str) -> None:
    """SPEC §1: "Text files are UTF-8 and NFC, LF ends every line (the last one too), no BOM, no CR, no empty line"."""
    with pytest.raises(FormatError):
        strict_lines(NO_LINES[name], "x.txt")
    with pytest.raises(FormatError):
        strict_csv(NO_LINES[name], "a", "x.csv")


NO_CSV = {
    "another header": b"a,c\n1,2\n",
    "a header with a space": b"a, b\n1,2\n",
    "no header": b"1,2\n",
    "a field too few": b"a,b\n1\n",
    "a field too many": b"a,b\n1,2,3\n",
    "a quoted field": b'a,b\n"1",2\n',
    "a quote inside": b'a,b\n1",2\n',
    "a space before": b"a,b\n 1,2\n",
    "a space behind": b"a,b\n1,2 \n",
    "a tab": b"a,b\n1\t,2\n",
    "a DEL": b"a,b\n1\x7f,2\n",
    "a C1 control": "a,b\n1\x85,2\n".encode(),
    "a NUL": b"a,b\n1\x00,2\n",
}


@pytest.mark.parametrize("name", NO_CSV)
def test_csv_files(name: str) -> None:
    """SPEC §1: "CSV: a header line, never quoted; no field holds a comma, a double quote or a control character …"."""
    with pytest.raises(FormatError) as caught:
        strict_csv(NO_CSV[name], "a,b", "x.csv")
    assert "header" in caught.value.problem or "line 2" in caught.value.problem


FIELDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=5)


@given(st.lists(st.tuples(FIELDS, FIELDS), max_size=4))
def test_csv_round_trip(rows: list[tuple[str, str]]) -> None:
    """SPEC §1: a CSV that can be written is read back as it was; a field that cannot stand unquoted is refused."""
    try:
        data = encoding.csv_file("a,b", rows)
    except FormatError:
        assert any(encoding.csv_field_problem(field) for row in rows for field in row)
        return
    if unicodedata.is_normalized("NFC", data.decode()):
        assert strict_csv(data, "a,b", "x.csv") == [list(row) for row in rows]
