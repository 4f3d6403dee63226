"""Two copies of a record: the same, one the other and more, or different, and where first (SPEC §2, §9, §13)."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import simulator
import test_chain
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import ledger
from draw.cli import main
from draw.comparing import Comparison, Kind, Relation, compare, place
from draw.hashing import digest

Files = dict[str, bytes]
WHOLE: Files = simulator.record()
AMENDED: Files = dict(test_chain.MORE)  # one session of several amendments
BARE: Files = {name: data for name, data in AMENDED.items() if not name.startswith("amendments/")}
FROZEN = ("notice.json", "notice.sig", "pool.csv", "rules.json", "program.txt", "signer.pem")


def lines_of(data: bytes) -> list[bytes]:
    """Lines with their ends."""
    return data.splitlines(keepends=True)


def until(lines: int, *more: str) -> Files:
    """The record as it stood after so many lines of minutes, with these files beside the frozen ones."""
    files = {name: WHOLE[name] for name in (*FROZEN, *more)}
    return files | {"ledger.jsonl": b"".join(lines_of(WHOLE["ledger.jsonl"])[:lines])}


STATES = [
    until(1), until(4), until(12, "board.txt"), until(20, "board.txt"), until(30, "board.txt", "seed.txt"),
    {n: d for n, d in WHOLE.items() if not n.startswith(("SHA256SUMS", "README", "statement"))},
    {n: d for n, d in WHOLE.items() if not n.startswith("SHA256SUMS")},
    WHOLE,
]  # fmt: skip


@pytest.mark.parametrize("files", [*STATES, AMENDED, simulator.void_record(ruling=True)], ids=lambda f: str(len(f)))
def test_a_copy_is_the_same_as_itself(files: Files) -> None:
    """The same bytes are the same, whatever the order of the files."""
    found = compare(files, dict(reversed(files.items())))
    assert found == Comparison(relation=Relation.SAME, difference=None, added=(), lines=0, rewritten=(), beside=True)


@pytest.mark.parametrize("early", range(len(STATES)))
def test_a_later_state_extends_an_earlier_one(early: int) -> None:
    """SPEC §9: the minutes only grow, files come in the order of the protocol; said of either order of the two."""
    for late in range(early + 1, len(STATES)):
        there = compare(STATES[early], STATES[late])
        back = compare(STATES[late], STATES[early])
        assert (there.relation, back.relation) == (Relation.SECOND_MORE, Relation.FIRST_MORE)
        assert set(there.added) == set(back.added) == STATES[late].keys() - STATES[early].keys()
        counts = [len(lines_of(state["ledger.jsonl"])) for state in (STATES[early], STATES[late])]
        assert there.lines == back.lines == counts[1] - counts[0]


def test_amendments_come_behind() -> None:
    """SPEC §13: a sealed record grows by numbered amendments only."""
    found = compare(BARE, AMENDED)
    assert found.relation is Relation.SECOND_MORE and all(name.startswith("amendments/") for name in found.added)
    numbers = sorted({name.split("/")[1] for name in AMENDED if name.startswith("amendments/")})
    first = {n: d for n, d in AMENDED.items() if not n.startswith(f"amendments/{numbers[-1]}")}
    assert compare(first, AMENDED).relation is Relation.SECOND_MORE
    gap = {n: d for n, d in AMENDED.items() if not n.startswith(f"amendments/{numbers[0]}")}
    if len(numbers) > 1:
        assert compare(gap, AMENDED).relation is Relation.DIFFERENT
    torn = {n: d for n, d in AMENDED.items() if n != f"amendments/{numbers[-1]}/changes.csv"}
    found = compare(torn, AMENDED)
    assert found.difference is not None and found.difference.file.endswith("changes.csv")
    assert found.difference.kind is Kind.ONLY_SECOND


@pytest.mark.parametrize(
    "name", ["board.txt", "seed.txt", "results.csv", "tables/draws.csv", "statement.sig", "README"]
)
def test_what_came_too_late_is_a_difference(name: str) -> None:
    """A sealed record gets no file that belongs before its seal: it was taken out of one copy."""
    found = compare({n: d for n, d in WHOLE.items() if n != name}, WHOLE)
    assert found.relation is Relation.DIFFERENT and found.difference is not None
    assert (found.difference.file, found.difference.kind, found.difference.line) == (name, Kind.ONLY_SECOND, 0)
    other = compare(WHOLE, {n: d for n, d in WHOLE.items() if n != name}).difference
    assert other is not None and (other.file, other.kind) == (name, Kind.ONLY_FIRST)


def test_strangers_are_a_difference() -> None:
    """A file that no record has, and minutes that go on behind the seal, are no extension."""
    found = compare(WHOLE, WHOLE | {"index.html": b"x"})
    assert found.difference is not None and found.difference.file == "index.html"
    longer = WHOLE | {"ledger.jsonl": WHOLE["ledger.jsonl"] + b"{}\n"}
    found = compare(WHOLE, longer)
    assert found.relation is Relation.DIFFERENT and found.difference is not None
    assert (found.difference.file, found.difference.kind) == ("ledger.jsonl", Kind.SHORTER)
    assert found.difference.line == len(lines_of(WHOLE["ledger.jsonl"])) + 1


def test_half_a_line_of_minutes_is_no_extension() -> None:
    """SPEC §1: "LF ends every line": a torn end is named with its line."""
    torn = STATES[1] | {"ledger.jsonl": STATES[1]["ledger.jsonl"][:-5]}
    found = compare(torn, STATES[2]).difference
    assert found is not None and (found.file, found.kind, found.line) == ("ledger.jsonl", Kind.CHANGED, 4)


@given(data=st.data())
@settings(max_examples=60)
def test_a_changed_byte_is_named_by_file_and_line(data: st.DataObject) -> None:
    """Any byte of any file: the file and the line in which it stands, whichever copy it is."""
    name = data.draw(st.sampled_from(sorted(AMENDED)))
    spot = data.draw(st.integers(0, len(AMENDED[name]) - 1))
    was = AMENDED[name]
    other = AMENDED | {name: was[:spot] + bytes([was[spot] ^ data.draw(st.integers(1, 255))]) + was[spot + 1 :]}
    for pair in ((AMENDED, other), (other, AMENDED)):
        found = compare(*pair)
        assert found.relation is Relation.DIFFERENT and found.difference is not None
        if name == "notice.json":  # perhaps of another session now: then the whole record is another
            assert found.difference.file == name
            continue
        assert (found.difference.file, found.difference.kind) == (name, Kind.CHANGED)
        assert found.difference.line == was[:spot].count(b"\n") + 1
        assert found.difference.column == spot - was.rfind(b"\n", 0, spot)


def test_the_first_difference_is_the_first_in_the_protocol() -> None:
    """Of several the one that comes first in a ceremony is named, not the first by name."""
    other = {n: (d + b"x" if n in ("README", "seed.txt", "outputs.txt") else d) for n, d in WHOLE.items()}
    found = compare(WHOLE, other).difference
    assert found is not None and found.file == "seed.txt"
    assert (
        place("board.txt") < place("seed.txt") < place("orders/x1.csv") < place("statement.txt") < place("SHA256SUMS")
    )
    assert place("SHA256SUMS") < place("amendments/0001/events.csv") < place("amendments/0002/events.csv")


def refrozen(files: Mapping[str, bytes]) -> Files:
    """The record before the commitments with another notice, and minutes that go on."""
    text = files["notice.json"].replace(b'"version":1', b'"version":2')
    text = text.replace(b'"previous":"none"', f'"previous":"{digest(files["notice.json"])}"'.encode())
    last = ledger.read(files["ledger.jsonl"])[-1]
    line = ledger.next_line(last, time=last.time, kind="resume", by="system", body={})
    return {
        **files,
        "notice.json": text,
        "notice.sig": b"2" * 64,
        "ledger.jsonl": files["ledger.jsonl"] + line.data() + b"\n",
    }


def test_a_new_version_after_an_objection_goes_on() -> None:
    """SPEC §9: a version frozen again replaces the frozen files while nobody has committed; afterwards it is a difference."""
    found = compare(STATES[1], refrozen(STATES[1]))
    assert found.relation is Relation.SECOND_MORE
    assert found.rewritten == ("notice.json", "notice.sig") and found.lines == 1
    without_minutes = refrozen(STATES[1]) | {"ledger.jsonl": STATES[1]["ledger.jsonl"]}
    assert compare(STATES[1], without_minutes).relation is Relation.DIFFERENT
    late = compare(STATES[3], refrozen(STATES[3]))
    assert late.difference is not None and late.difference.file == "notice.json"


def test_another_attempt_or_session_is_another_record() -> None:
    """A void attempt and the next are two records: neither extends the other."""
    void = simulator.void_record(ruling=True)
    again = simulator.record(attempt=2, previous=digest(void["void.txt"]))
    for other in (again, simulator.record(session="other-2026")):
        found = compare(void, other)
        assert found.relation is Relation.DIFFERENT and found.difference is not None
        assert found.difference.file == "notice.json"


# -- several records ---------------------------------------------------------------------------------------------------


def under(folder: str, files: Mapping[str, bytes]) -> Files:
    """The files in a folder."""
    return {f"{folder}/{name}": data for name, data in files.items()}


def test_records_are_paired_by_session_wherever_they_lie() -> None:
    """A record alone is compared with the same record inside an archive; what lies beside it is then not compared, and said so."""
    archive = under("s-1", under("record", AMENDED) | {"verify.py": b"v"})
    assert compare(AMENDED, archive) == Comparison(
        relation=Relation.SAME, difference=None, added=(), lines=0, rewritten=(), beside=False
    )
    found = compare(BARE, archive)
    assert found.relation is Relation.SECOND_MORE and found.added[0].startswith("record/amendments/")


def test_a_programme_grows_by_records() -> None:
    """A session more, and an earlier one amended, extend a folder of records; one lost does not."""
    little = under("one", BARE)
    much = under("one", AMENDED) | under("two", WHOLE)
    found = compare(little | {"programme.html": b"1"}, much | {"programme.html": b"2"})
    assert found.relation is Relation.SECOND_MORE and found.rewritten == ("programme.html",)
    assert "two/notice.json" in found.added
    crossed = compare(under("one", AMENDED), under("one", BARE) | under("two", WHOLE))
    assert crossed.relation is Relation.DIFFERENT


def test_files_beside_records_may_be_added_but_not_changed() -> None:
    """A co-signature may come; the verifier in the archive may not become another; a manifest changes only with what it lists."""
    one = under("a", under("record", WHOLE) | {"verify.py": b"v", "MANIFEST.sha256": b"1", "sheets/result.pdf": b"1"})
    more = one | {"a/cosignatures/n1.sig": b"s", "a/MANIFEST.sha256": b"2"}
    found = compare(one, more)
    assert found.relation is Relation.SECOND_MORE
    assert (found.added, found.rewritten) == (("cosignatures/n1.sig",), ("MANIFEST.sha256",))
    for changed in (one | {"a/verify.py": b"w"}, one | {"a/MANIFEST.sha256": b"2"}, more | {"a/verify.py": b"w"}):
        assert compare(one, changed).relation is Relation.DIFFERENT


# -- the command -------------------------------------------------------------------------------------------------------


def put(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write a copy to disk."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def said(*arguments: object) -> tuple[int, str]:
    """Exit code and everything said."""
    result = CliRunner().invoke(main, ["compare", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_command_says_which_extends_which(tmp_path: Path) -> None:
    """0 for the same and for an extension, 1 for a difference with file and line; folders, session folders and ZIPs alike."""
    short, long = put(BARE, tmp_path / "short"), put(AMENDED, tmp_path / "session" / "public").parent
    assert said(short, short)[0] == 0
    code, text = said(short, long)
    assert code == 0 and f"{long} extends {short}" in text and "amendments/0001/" in text
    assert f"{long} extends {short}" in said(long, short)[1]
    book = tmp_path / "a.zip"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in under("top/record", AMENDED).items():
            out.writestr(name, data)
    assert said(long, book)[0] == 0
    changed = put(BARE | {"results.csv": BARE["results.csv"].replace(b"admitted", b"waiting", 1)}, tmp_path / "changed")
    code, text = said(changed, book)
    number = next(n for n, line in enumerate(lines_of(BARE["results.csv"]), start=1) if b"admitted" in line)
    assert code == 1 and f"results.csv, line {number}, byte" in text
    (changed / "results.csv").unlink()
    code, text = said(changed, long)
    assert code == 1 and f"results.csv is only in {long}" in text


def test_what_cannot_be_compared_exits_2(tmp_path: Path) -> None:
    """No record, no ZIP, a torn ZIP, a link, paths that lead out: 2 and a sentence, never a traceback."""
    whole = put(WHOLE, tmp_path / "whole")
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_bytes(b"not a zip")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("../notice.json", WHOLE["notice.json"])
    (tmp_path / "out.zip").write_bytes(packed.getvalue())
    (tmp_path / "torn.zip").write_bytes(packed.getvalue()[:40])
    linked = put(WHOLE, tmp_path / "linked")
    (linked / "more").symlink_to(whole)
    for other in ("empty", "text.zip", "out.zip", "torn.zip", "linked", "missing"):
        for arguments in ((whole, tmp_path / other), (tmp_path / other, whole)):
            code, text = said(*arguments)
            assert code == 2 and text and "Traceback" not in text, other


def test_a_real_session_extends_itself(held: Path, tmp_path: Path) -> None:
    """The public folder of a finished rehearsal against a copy taken before its sums were written."""
    early = {name: (held / "public" / name).read_bytes() for name in (*FROZEN, "removed.csv", "board.txt")}
    early["ledger.jsonl"] = b"".join(lines_of((held / "public" / "ledger.jsonl").read_bytes())[:5])
    code, text = said(put(early, tmp_path / "early"), held)
    assert code == 0 and f"{held} extends" in text and "added statement.txt" in text
