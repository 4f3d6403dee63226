"""ledger.jsonl: the chain, the closed list of kinds, who may write them and the form of their bodies (SPEC §9)."""

import json
from typing import Any

import pytest
import simulator
from faults import faults

from draw import ledger, rules
from draw.encoding import canonical_json
from draw.errors import FormatError
from draw.hashing import digest

DATA = simulator.record()["ledger.jsonl"]
ROWS: list[dict[str, Any]] = [json.loads(line) for line in DATA.decode().splitlines()]
H = digest(b"hash")

# SPEC §9's table once more: kind -> (who writes it, a body of the right form).
ROLES = ("operator", "checker", "notary", "decision", "system")
SEALED, OPEN = ("A1", "N1", "A9", "N9"), ("W00", "W01", "W99")
RULING = {"number": 1, "action": "PAUSE", "reason": "POWER", "paper": H, "signers": ["D1", "D9"]}
TABLE: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "freeze": (("operator",), {"notice": H, "version": 1, "with": "notary"}),
    "objection": (("operator",), {"number": 1, "paper": H}),
    "objection-outcome": (("notary",), {"number": 1, "outcome": "accepted"}),
    "sign-in": (("operator", "notary"), {"number": 1, "kind": "NOTARY", "person": H}),
    "check": (("notary",), {"item": "SEAL"}),
    "spot": (("operator",), {"applicant": "0417"}),
    "convene": (("operator",), {"notice": H}),
    "commit": (SEALED + OPEN, {"commitment": H}),
    "board": (("operator",), {"board": H}),
    "reveal-open": (("operator",), {}),
    "reveal": (OPEN, {"secret": H}),
    "reveal-close": (("operator",), {"transcript": H}),
    "late": (OPEN, {"secret": H}),
    "dice-mismatch": (("checker",), {"index": 1}),
    "die": (("operator",), {"index": 1, "value": "7", "with": "checker"}),
    "dice": (("notary",), {"transcript": H}),
    "beacon": (("operator",), {"signature": "ab" * 48, "transcript": H}),
    "envelopes": (("notary",), {}),
    "opened": (SEALED, {}),
    "paper-mismatch": (("operator",), {"party": "A1", "with": "notary"}),
    "seed": (("system",), {"seed": H}),
    "outputs": (("system",), {"outputs": H}),
    "ruling": (("decision",), RULING),
    "resume": (("system",), {}),
    "void": (("decision", "system"), {"void": H}),
}
EVERYBODY = (*ROLES, *SEALED, *OPEN, "A0", "A10", "W1", "a1", "party", "sealed", "", None, 1)


def test_the_list_of_kinds_is_closed() -> None:
    """SPEC §9: the table's kinds and no others."""
    assert set(ledger.KINDS) == set(TABLE)
    for kind in ("Freeze", "rethrow", "", None, 1, ["die"]):
        assert ledger.form_problem(kind, "operator", {})


@pytest.mark.parametrize("kind", TABLE)
def test_who_may_write_a_kind(kind: str) -> None:
    """SPEC §9: column `by`, for every role and for parties of both kinds."""
    allowed, body = TABLE[kind]
    for by in EVERYBODY:
        assert (ledger.form_problem(kind, by, body) == "") is (by in allowed), by


@pytest.mark.parametrize("kind", TABLE)
def test_each_small_fault_of_a_body_is_refused(kind: str) -> None:
    """SPEC §9: column `body`: no key less, none more, each value of its form."""
    allowed, body = TABLE[kind]
    for what, wrong, key in faults(body):
        said = ledger.form_problem(kind, allowed[0], wrong)
        assert key in said, what
        assert said, what


@pytest.mark.parametrize(
    ("kind", "key", "values"),
    [
        ("freeze", "version", [0]),
        ("freeze", "with", ["checker", "operator"]),
        ("freeze", "notice", ["none", H.upper(), H[1:]]),
        ("objection", "number", [0]),
        ("objection-outcome", "outcome", ["", "ACCEPTED", "withdrawn"]),
        ("sign-in", "number", [0]),
        ("sign-in", "kind", ["notary", "WITNESS", "D1", ""]),
        ("sign-in", "person", ["none", H.upper(), H[1:]]),
        ("check", "item", ["seal", "NETWORK", ""]),
        ("spot", "applicant", ["a417", "04 17", "", "0" * 33]),
        ("die", "index", [0]),
        ("die", "with", ["notary"]),
        ("dice-mismatch", "index", [0]),
        ("beacon", "signature", ["ab" * 47, "AB" * 48, H]),
        ("paper-mismatch", "party", ["A0", "X1", ""]),
        ("paper-mismatch", "with", ["checker"]),
        ("ruling", "action", ["REDRAW", "void", ""]),
        ("ruling", "reason", ["POWERS", ""]),
        ("ruling", "paper", ["", "None", H[1:]]),
        ("ruling", "signers", [[], ["D0"], ["D10"], ["D2", "D1"], ["D1", "D1"], ["d1"], "D1", [1], [["D1"]]]),
    ],
)
def test_values_out_of_the_closed_lists_are_refused(kind: str, key: str, values: list[Any]) -> None:
    """SPEC §9: `signers`: "1 to 9 different codes `D1`..`D9`, sorted"; action and reason from their closed lists."""
    allowed, body = TABLE[kind]
    for value in values:
        assert key in ledger.form_problem(kind, allowed[0], body | {key: value}), value


def test_r45_every_kind_of_person_may_sign_in() -> None:
    """SPEC §9 (R45, R46): "one of the kinds of `hall` or `OPERATOR CHECKER DECISION`"; the notary checks three items."""
    allowed, body = TABLE["sign-in"]
    assert sorted(ledger.PERSON_KINDS) == sorted((*rules.PRESENT_KINDS, "OPERATOR", "CHECKER", "DECISION"))
    assert len(ledger.PERSON_KINDS) == 12
    for kind in ledger.PERSON_KINDS:
        assert ledger.form_problem("sign-in", allowed[0], body | {"kind": kind}) == ""
    assert sorted(ledger.CHECK_ITEMS) == ["OFFLINE", "PROGRAM", "SEAL"]


def test_ledger_round_trip() -> None:
    """SPEC §9: "a canonical JSON object a line, each ended by LF"."""
    lines = ledger.read(DATA)
    assert ledger.write(lines) == DATA
    assert [line.n for line in lines] == list(range(1, len(ROWS) + 1))
    assert lines[-1].kind == "outputs"


def chained(rows: list[dict[str, Any]]) -> bytes:
    """These rows with numbers and hashes made to fit."""
    prev, out = "none", b""
    for n, row in enumerate(rows, start=1):
        line = canonical_json(row | {"n": n, "prev": prev})
        prev = digest(line)
        out += line + b"\n"
    return out


def raw(rows: list[dict[str, Any]]) -> bytes:
    """These rows as they are."""
    return b"".join(canonical_json(row) + b"\n" for row in rows)


def refused(data: bytes) -> bool:
    """True if the reader refuses the bytes, naming the ledger."""
    try:
        ledger.read(data)
    except FormatError as error:
        assert error.where.startswith("ledger.jsonl")
        return True
    return False


OTHER: dict[str, Any] = {
    "time": "2026-07-18T23:00:00+08:00", "by": "decision", "prev": H, "n": 99, "kind": "resume", "body": {"x": 1},
}  # fmt: skip


@pytest.mark.parametrize("n", range(len(ROWS)))
def test_no_line_can_be_changed_alone(n: int) -> None:
    """SPEC §9: `prev` is the "hash of the line before without its LF": a change of one line breaks the next."""
    assert chained(ROWS) == DATA
    for key, value in OTHER.items():
        changed = raw([*ROWS[:n], ROWS[n] | {key: value}, *ROWS[n + 1 :]])
        last_and_well_formed = n == len(ROWS) - 1 and key == "time"
        assert refused(changed) is not last_and_well_formed, key
    assert refused(raw(ROWS[:n] + ROWS[n + 1 :])) is (n < len(ROWS) - 1)
    assert refused(raw(ROWS[: n + 1] + ROWS[n:]))
    if n:
        assert refused(raw([*ROWS[: n - 1], ROWS[n], ROWS[n - 1], *ROWS[n + 1 :]]))


def test_the_last_line_is_held_by_its_hash() -> None:
    """SPEC §10: the statement names the hash of the last line, the only one that no later line holds."""
    last = ledger.read(DATA)[-1]
    assert f"ledger {digest(last.data())}\n".encode() in simulator.record()["statement.txt"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: b"\n",
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'{"body"', b'{ "body"', 1),
        lambda data: data.replace(b'"n":1,', b'"n":1.0,', 1),
        lambda data: data.replace(b'"n":1,', b'"n":"1",', 1),
        lambda data: data.replace(b'"n":1,', b'"n":true,', 1),
        lambda data: data.replace(b'"prev":"none"', b'"prev":""', 1),
        lambda data: data[: len(data) // 2],
        lambda data: data + b"[]\n",
        lambda data: data + b"null\n",
    ],
)
def test_other_bytes_are_refused(change: Any) -> None:
    """SPEC §9: a ledger of other form is refused, and a torn last line is (R14)."""
    assert refused(change(DATA))


def test_rows_have_exactly_six_keys() -> None:
    """SPEC §9: "with exactly `n`, `time`, `kind`, `by`, `body`, `prev`"."""
    for key in ROWS[0]:
        assert refused(raw([{k: v for k, v in ROWS[0].items() if k != key}]))
    assert refused(raw([ROWS[0] | {"note": "x"}]))
    for time in ("2026-07-18T09:00:00Z", "2026-02-30T09:00:00+08:00", 0, None):
        assert refused(raw([ROWS[0] | {"time": time}]))


def test_next_line_makes_only_lines_of_the_list() -> None:
    """SPEC §9: the writer is as strict as the reader."""
    last = ledger.read(DATA)[0]
    line = ledger.next_line(last, time=last.time, kind="convene", by="operator", body={"notice": H})
    assert (line.n, line.prev) == (2, digest(last.data()))
    for kind, by, body, time in [
        ("convene", "notary", {"notice": H}, last.time),
        ("convene", "operator", {}, last.time),
        ("convened", "operator", {"notice": H}, last.time),
        ("convene", "operator", {"notice": H}, "now"),
    ]:
        with pytest.raises(FormatError):
            ledger.next_line(last, time=time, kind=kind, by=by, body=body)


def test_time_may_go_backwards() -> None:
    """SPEC §9: "`time` may go backwards (clocks do); order is by `n`"."""
    rows = [ROWS[0], ROWS[1] | {"time": "1999-01-01T00:00:00+08:00"}, *ROWS[2:]]
    assert len(ledger.read(chained(rows))) == len(ROWS)
