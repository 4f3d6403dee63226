"""Record bytes + trusted hashes -> Report: the numbered list of SPEC §11, one function a step.

No file, clock or network here. Every step is reported; none stops the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from draw import board, encoding, hashing, ledger, notice, pool, results, rules, seed, signing, soundness, statement
from draw.allocation.standing import Standing
from draw.ceremony import Ceremony, replay
from draw.errors import DrawError, FormatError
from draw.hashing import digest, read_aloud
from draw.notice import Notice
from draw.pool import Pool
from draw.rules import Rules
from draw.seed import Transcript
from draw.words import pair, zh

MATCH: Final = "match"
MISMATCH: Final = "mismatch"
COULD_NOT: Final = "could not check"
EXIT: Final = {MATCH: 0, MISMATCH: 1, COULD_NOT: 2}
REMOVED_REASONS: Final = frozenset(
    [
        "DIRECT",
        "PRE_ADMITTED",
        "PRIVATE_APPLIED",
        "PRIVATE_ADMITTED",
        "CUTOFF",
        "DWELLING",
        "AGE",
        "DUPLICATE",
        "WITHDRAWN",
        "OTHER",
    ]
)
_ALWAYS: Final = frozenset(
    [
        "notice.json",
        "notice.sig",
        "pool.csv",
        "rules.json",
        "program.txt",
        "ledger.jsonl",
        "README",
        "signer.pem",
        "SHA256SUMS",
        "SHA256SUMS.sig",
    ]
)
_RESULT: Final = frozenset(
    [
        "board.txt",
        "seed.txt",
        "results.csv",
        "tables/draws.csv",
        "tables/waiting.csv",
        "outputs.txt",
        "statement.txt",
        "statement.sig",
    ]
)
_VOID: Final = frozenset(("transcript.txt", "void.txt", "void.sig"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step's answer: its number, one of the three words, and the first difference or what is missing."""

    number: int
    word: str
    detail: str

    def line(self) -> str:
        """One line for a terminal, Chinese and English."""
        name_zh, name_en = pair(f"step.{self.number}")
        detail = f": {self.detail}" if self.detail else ""
        return f"({self.number:2}) {name_zh} {name_en} — {zh(f'word.{self.word}')} {self.word}{detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All steps, and what of the record was sound enough to show."""

    steps: tuple[Step, ...]
    notice: Notice | None
    notice_hash: str
    statement_hash: str
    seed: str

    def first(self, word: str) -> Step | None:
        """The first step with that word."""
        return next((s for s in self.steps if s.word == word), None)

    @property
    def verdict(self) -> str:
        """match, mismatch or could not check (SPEC §11)."""
        if self.first(MISMATCH):
            return MISMATCH
        return COULD_NOT if self.first(COULD_NOT) else MATCH

    def sentence(self) -> tuple[str, str]:
        """The verdict in one sentence, (Chinese, English)."""
        step = self.first(self.verdict)
        if self.verdict == MATCH or step is None:
            return pair("verdict.match")
        return pair(f"verdict.{self.verdict}", step=step.number, what=step.detail)

    def last_line(self) -> str:
        """The line that programs read."""
        step = self.first(self.verdict)
        return f"verdict: {self.verdict}" + ("" if self.verdict == MATCH or step is None else f" ({step.number})")


class _Missing(Exception):
    """A step's input was found missing or wrong by an earlier step."""


class _Later(Exception):
    """Nothing is wrong, but something is missing."""


@dataclass(slots=True)
class _Run:
    """What the steps have established so far; None where a step could not."""

    files: Mapping[str, bytes]
    odd: list[str]
    trusted_notice: str | None
    trusted_statement: str | None
    notice: Notice | None = None
    rules: Rules | None = None
    pool: Pool | None = None
    board: dict[str, str] | None = None
    transcript: Transcript | None = None
    outputs: Mapping[str, bytes] | None = None
    standing: Standing | None = None
    state: Ceremony | None = None
    last_line: str = ""

    @property
    def void(self) -> bool:
        return "void.txt" in self.files and "statement.txt" not in self.files

    @property
    def notice_hash(self) -> str:
        return digest(self.file("notice.json"))

    def file(self, name: str) -> bytes:
        if name not in self.files:
            raise _Missing(f"{name} is missing")
        return self.files[name]

    def the_notice(self) -> Notice:
        if self.notice is None:
            raise _Missing("notice.json is not sound")
        return self.notice


def _files(run: _Run) -> None:
    """(1)"""
    if run.odd:
        raise FormatError(run.odd[0], "not part of a record (SPEC §2)")
    names = {n for n in run.files if not n.startswith("amendments/")}
    if ("statement.txt" in names) == ("void.txt" in names):
        raise FormatError("statement.txt / void.txt", "a record has exactly one of them")
    wanted = _ALWAYS | (_VOID if run.void else _RESULT)
    optional = {"removed.csv"} | ({"board.txt"} if run.void else set())
    missing = sorted(wanted - names)
    if missing:
        raise FormatError(missing[0], "is missing")
    for name in sorted(names - wanted - optional):
        order = name.startswith("orders/") and name.endswith(".csv") and not run.void
        if not order or not encoding.matches(encoding.DRAW_ID, name[7:-4]):
            raise FormatError(name, "is no file of a record")


def _notice(run: _Run) -> None:
    """(2)"""
    run.notice = notice.read(run.file("notice.json"))


def _notice_signature(run: _Run) -> None:
    """(3)"""
    signer = run.the_notice().signer
    if run.file("signer.pem") != signing.public_pem(signer):
        raise FormatError("signer.pem", "is not the notice's signer")
    if not signing.verify(signer, run.file("notice.json"), run.file("notice.sig")):
        raise FormatError("notice.sig", "is not the signer's signature over notice.json")


def _frozen_files(run: _Run) -> None:
    """(4)"""
    current = run.the_notice()
    for name, wanted in (("pool.csv", current.pool), ("rules.json", current.rules), ("program.txt", current.program)):
        if digest(run.file(name)) != wanted:
            raise FormatError(name, "its hash is not the one in the notice")
    if ("removed.csv" in run.files) != (current.removed != "none"):
        raise FormatError("removed.csv", "must be there exactly when the notice names it")
    hashing.read_sums(run.file("program.txt"), "program.txt")
    if "removed.csv" in run.files:
        data = run.file("removed.csv")
        if digest(data) != current.removed:
            raise FormatError("removed.csv", "its hash is not the one in the notice")
        last = ""
        for reason, count in encoding.strict_csv(data, "reason,count", "removed.csv"):
            counted = count.isascii() and count.isdigit() and not count.startswith("0")
            if reason not in REMOVED_REASONS or reason <= last or not counted:
                raise FormatError("removed.csv", f"line of {reason!r} is not in order or not of the form")
            last = reason


def _rules_and_pool(run: _Run) -> None:
    """(5)"""
    current = run.the_notice()
    parsed = rules.read(run.file("rules.json"))
    people = pool.read(run.file("pool.csv"), parsed)
    if tuple(d.id for d in parsed.draws) != current.draws:
        raise FormatError("notice.json draws", "are not the draws of rules.json in order")
    if (len(people.applicants), len(people.members)) != (current.applicants, current.units):
        raise FormatError("notice.json applicants, units", "are not those of pool.csv")
    problems = soundness.problems(people, parsed)
    if problems:
        raise FormatError("rules.json, pool.csv", problems[0])
    run.rules, run.pool = parsed, people


def _board(run: _Run) -> None:
    """(6)"""
    if run.void and "board.txt" not in run.files:
        run.board = {}
        return
    found = board.read(run.file("board.txt"), run.the_notice(), run.notice_hash)
    if not run.void and not board.enough(run.the_notice(), found):
        raise FormatError("board.txt", "fewer open parties than min_open")
    run.board = found


def _seed(run: _Run) -> None:
    """(7)"""
    current = run.the_notice()
    if run.board is None:
        raise _Missing("board.txt is not sound")
    if run.void:
        _void_transcript(run, current, run.board)
        return
    board_hash = digest(run.file("board.txt"))
    run.transcript = seed.read(run.file("seed.txt"), current, run.notice_hash, board_hash, run.board)


def _void_transcript(run: _Run, current: Notice, committed: Mapping[str, str]) -> None:
    """transcript.txt: head, then open lines, dice, beacon, sealed papers as far as they got (SPEC §10)."""
    where = "transcript.txt"
    lines = encoding.strict_lines(run.file(where), where)
    head = seed.head_lines(run.notice_hash, digest(run.files.get("board.txt", b"")))
    head = head if "board.txt" in run.files else head[:2]
    if lines[: len(head)] != head:
        raise FormatError(where, "does not begin with this format, notice and board")
    rest = lines[len(head) :]
    if rest and "board.txt" not in run.files:
        raise FormatError(where, "goes on without a board")
    opening = {p.id for p in current.open_parties()}
    sealed = {p.id for p in current.sealed_parties()}
    place = papers = 0
    for n, line in enumerate(rest, start=len(head) + 1):
        name, _, value = line.partition(" ")
        at = f"{where} line {n}"
        if name in opening and place <= 1:
            place = 1
            if value != board.ABSENT and not _opens(run, committed, name, value):
                raise FormatError(at, f"the secret of {name} does not open its commitment")
        elif name == "dice" and place <= 1:
            place = 2
            seed.read_dice_line(line, current, at)
        elif name == "beacon" and place == 2:
            place = 3
            seed.read_beacon_line(line, current, at)
        elif name in sealed and place >= 3:
            place, papers = 4, papers + 1
            if (value == "mismatch") == _opens(run, committed, name, value):
                raise FormatError(at, f"the secret of {name} does not open its commitment")
        else:
            raise FormatError(at, "is out of order or of no party")
    if papers not in (0, len(sealed)):
        raise FormatError(where, f"{papers} of {len(sealed)} sealed papers")


def _opens(run: _Run, committed: Mapping[str, str], party: str, secret: str) -> bool:
    return party in committed and seed.opens(run.notice_hash, party, secret, committed[party])


def _beacon(run: _Run) -> None:
    """(8)"""
    current = run.the_notice()
    if current.beacon is None:
        return
    if run.void and not any(line.startswith(b"beacon ") for line in run.file("transcript.txt").split(b"\n")):
        return
    raise _Later("the beacon's BLS signature is not checked by this verifier; check the round with a drand client")


def _compute(run: _Run) -> Mapping[str, bytes]:
    if run.outputs is None:
        if run.pool is None or run.rules is None or run.transcript is None:
            raise _Missing("pool, rules or seed are not sound")
        run.standing = results.allocate(run.pool, run.rules, seed.seed(run.file("seed.txt")))
        run.outputs = results.files(run.standing)
    return run.outputs


def _first_difference(name: str, ours: bytes, theirs: bytes) -> str:
    for n, (a, b) in enumerate(zip(ours.split(b"\n"), theirs.split(b"\n"), strict=False), start=1):
        if a != b:
            shown = b.decode("utf-8", "replace")[:120]
            return f"line {n} is {shown!r} but must be {a.decode()[:120]!r}"
    return f"{name} has another number of lines"


def _same(run: _Run, names: list[str]) -> None:
    ours = _compute(run)
    for name in names:
        if run.file(name) != ours[name]:
            raise FormatError(name, _first_difference(name, ours[name], run.file(name)))


def _orders(run: _Run) -> None:
    """(9)"""
    if run.void:
        return
    ours = sorted(n for n in _compute(run) if n.startswith("orders/"))
    theirs = sorted(n for n in run.files if n.startswith("orders/"))
    for name in sorted(set(ours) ^ set(theirs)):
        raise FormatError(name, "is missing" if name in ours else "is of a draw that was not held")
    _same(run, ours)


def _results(run: _Run) -> None:
    """(10)"""
    if not run.void:
        _same(run, ["results.csv", "tables/draws.csv", "tables/waiting.csv"])


def _outputs(run: _Run) -> None:
    """(11)"""
    if run.void:
        return
    listed = hashing.read_sums(run.file("outputs.txt"), "outputs.txt")
    wanted = {n: digest(d) for n, d in run.files.items() if n == "results.csv" or n.startswith(("orders/", "tables/"))}
    for name in sorted(listed.keys() | wanted.keys()):
        if listed.get(name) != wanted.get(name):
            raise FormatError("outputs.txt", f"{name}: not this file's hash")


def _ledger(run: _Run) -> None:
    """(12)"""
    current = run.the_notice()
    lines = ledger.read(run.file("ledger.jsonl"))
    if run.board is None or (run.transcript is None and not run.void):
        raise _Missing("board.txt or seed.txt is not sound")
    state = replay(lines, current, run.notice_hash)
    where = "ledger.jsonl"
    if lines[-1].kind != ("void" if run.void else "outputs"):
        raise FormatError(where, "does not end with the line of kind outputs (or void)")
    if state.freezes[-1] != (current.version, run.notice_hash):
        raise FormatError(where, "the last freeze is not this notice")
    if current.version > 1 and current.previous != state.freezes[-2][1]:
        raise FormatError(where, "the notice before is not the one named in previous")
    if state.board_hash != (digest(run.files["board.txt"]) if "board.txt" in run.files else ""):
        raise FormatError(where, "the board is another one")
    run.state, run.last_line = state, digest(lines[-1].data())
    if run.void:
        if state.void_hash != digest(run.file("void.txt")):
            raise FormatError(where, "the void line names another void.txt")
        _void_agrees(run, state)
        return
    transcript = run.transcript
    if transcript is None:
        raise _Missing("seed.txt is not sound")
    if dict(state.reveals) != dict(transcript.open_secrets):
        raise FormatError(where, "the reveals are not those of seed.txt")
    if tuple(state.dice_values) != transcript.dice_values or state.beacon_signature != transcript.beacon_signature:
        raise FormatError(where, "dice or beacon are not those of seed.txt")
    if state.seed != digest(run.file("seed.txt")) or state.outputs != digest(run.file("outputs.txt")):
        raise FormatError(where, "seed or outputs are not those of the files")


def _void_agrees(run: _Run, state: Ceremony) -> None:
    """The transcript of a void says what the ledger says; secrets of opened papers were checked in step 7."""
    lines = encoding.strict_lines(run.file("transcript.txt"), "transcript.txt")
    secrets = {name: value for name, _, value in (line.partition(" ") for line in lines) if value != "mismatch"}
    expected = state.void_transcript({p: secrets.get(p, "") for p in state.opened})
    if run.file("transcript.txt") != expected:
        raise FormatError("transcript.txt", "is not what the ledger records")


def _statement(run: _Run) -> None:
    """(13)"""
    current = run.the_notice()
    if run.state is None:
        raise _Missing("ledger.jsonl is not sound")
    board_hash = digest(run.files["board.txt"]) if "board.txt" in run.files else "none"
    if run.void:
        name, transcript = "void.txt", digest(run.file("transcript.txt"))
        expected = statement.void(
            current, run.notice_hash, board=board_hash, transcript=transcript, reason=run.state.void_reason
        )
    else:
        name = "statement.txt"
        expected = statement.statement(
            current,
            run.notice_hash,
            board=board_hash,
            seed=digest(run.file("seed.txt")),
            outputs=digest(run.file("outputs.txt")),
            ledger=run.last_line,
        )
    if run.file(name) != expected:
        raise FormatError(name, _first_difference(name, expected, run.file(name)))


def _statement_signature(run: _Run) -> None:
    """(14)"""
    text, signature = ("void.txt", "void.sig") if run.void else ("statement.txt", "statement.sig")
    if not signing.verify(run.the_notice().signer, run.file(text), run.file(signature)):
        raise FormatError(signature, f"is not the signer's signature over {text}")


def _sums(run: _Run) -> None:
    """(15)"""
    listed = hashing.read_sums(run.file("SHA256SUMS"), "SHA256SUMS")
    outside = ("SHA256SUMS", "SHA256SUMS.sig")
    wanted = {n: digest(d) for n, d in run.files.items() if n not in outside and not n.startswith("amendments/")}
    for name in sorted(listed.keys() | wanted.keys()):
        if listed.get(name) != wanted.get(name):
            raise FormatError("SHA256SUMS", f"{name}: not this file's hash")
    if not signing.verify(run.the_notice().signer, run.file("SHA256SUMS"), run.file("SHA256SUMS.sig")):
        raise FormatError("SHA256SUMS.sig", "is not the signer's signature over SHA256SUMS")


def _amendments(run: _Run) -> None:
    """(16)"""
    if any(n.startswith("amendments/") for n in run.files):
        raise _Later("this version cannot check amendments")


def _earlier(run: _Run) -> None:
    """(17)"""
    if run.the_notice().after:
        raise _Later("the records of the sessions named in 'after' are needed")


def _anchors(run: _Run) -> None:
    """(18)"""
    name = "void.txt" if run.void else "statement.txt"
    given = {"notice.json": run.trusted_notice, name: run.trusted_statement}
    for file, trusted in given.items():
        if trusted is not None and digest(run.file(file)) != trusted:
            raise FormatError(file, f"its hash is {digest(run.file(file))}, the trusted one is {trusted}")
    if None in given.values():
        codes = "; ".join(f"{f} {digest(run.file(f))} = {read_aloud(digest(run.file(f)))}" for f in given)
        raise _Later(f"consistent in itself; compare these two codes with the signed papers: {codes}")


_STEPS: Final[tuple[Callable[[_Run], None], ...]] = (
    _files, _notice, _notice_signature, _frozen_files, _rules_and_pool, _board, _seed, _beacon, _orders, _results,
    _outputs, _ledger, _statement, _statement_signature, _sums, _amendments, _earlier, _anchors,
)  # fmt: skip


def verify(
    files: Mapping[str, bytes],
    odd: list[str] | None = None,
    *,
    notice_hash: str | None = None,
    statement_hash: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """The Report on a record: path -> bytes, and `odd`, paths that are no regular files (SPEC §11). Never raises."""
    run = _Run(files=files, odd=list(odd or []), trusted_notice=notice_hash, trusted_statement=statement_hash)
    steps = []
    for number, step in enumerate(_STEPS, start=1):
        progress(zh(f"step.{number}"))
        word, detail = MATCH, ""
        try:
            step(run)
        except (_Missing, _Later) as error:
            word, detail = COULD_NOT, str(error)
        except DrawError as error:
            word, detail = MISMATCH, str(error)
        except Exception as error:  # a verifier answers, whatever it is fed: what it cannot digest does not match
            word, detail = MISMATCH, f"cannot be read: {type(error).__name__}"
        steps.append(Step(number=number, word=word, detail=detail))
    return Report(
        steps=tuple(steps),
        notice=run.notice,
        notice_hash=digest(files.get("notice.json", b"")),
        statement_hash=digest(files.get("statement.txt", files.get("void.txt", b""))),
        seed=digest(files["seed.txt"]) if run.transcript is not None else "",
    )
