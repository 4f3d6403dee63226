"""Steps 6 to 8 and 12: board, seed, beacon and the minutes (SPEC §11)."""

from collections.abc import Mapping

from draw import board, encoding, ledger, quicknet, seed
from draw.ceremony import Ceremony, replay
from draw.errors import FormatError
from draw.hashing import digest
from draw.notice import Notice
from draw.verifying.run import Later, Missing, Run


def check_board(run: Run) -> None:
    """(6)"""
    if run.void and "board.txt" not in run.files:
        run.board = {}
        return
    found = board.read(run.file("board.txt"), run.the_notice(), run.notice_hash)
    if not run.void and not board.enough(run.the_notice(), found):
        raise FormatError("board.txt", "fewer open parties than min_open")
    run.board = found


def check_seed(run: Run) -> None:
    """(7)"""
    current = run.the_notice()
    if run.board is None:
        raise Missing("board.txt is not sound")
    if run.void:
        run.beacon_signature = _void_transcript(run, current, run.board)
        return
    board_hash = digest(run.file("board.txt"))
    run.transcript = seed.read(run.file("seed.txt"), current, run.notice_hash, board_hash, run.board)
    run.beacon_signature = run.transcript.beacon_signature


def _void_transcript(run: Run, current: Notice, committed: Mapping[str, str]) -> str:
    """The beacon's signature, or "". transcript.txt: head, then open lines, dice, beacon, papers as far as they got (§10)."""
    where = "transcript.txt"
    lines = encoding.strict_lines(run.file(where), where)
    head = seed.head_lines(run.notice_hash, digest(run.files.get("board.txt", b"")))
    head = head if "board.txt" in run.files else head[:2]
    if lines[: len(head)] != head:
        raise FormatError(where, "does not begin with this format, notice and board")
    rest = lines[len(head) :]
    if rest and "board.txt" not in run.files:
        raise FormatError(where, "goes on without a board")
    opening = [p.id for p in current.open_parties()]
    sealed = [p.id for p in current.sealed_parties()]
    place, signature = 0, ""
    told: list[str] = []  # open parties that have their line
    closed = False  # the reveals: then all of them have one
    papers: list[str] = []
    for n, line in enumerate(rest, start=len(head) + 1):
        name, _, value = line.partition(" ")
        at = f"{where} line {n}"
        if name in opening and place <= 1:
            place, closed = 1, closed or value == board.ABSENT
            told.append(name)
            if value != board.ABSENT and not _opens(run, committed, name, value):
                raise FormatError(at, f"the secret of {name} does not open its commitment")
        elif name == "dice" and place <= 1:
            place, closed = 2, True
            seed.read_dice_line(line, current, at)
        elif name == "beacon" and place == 2:
            place = 3
            signature = seed.read_beacon_line(line, current, at)
        elif name in sealed and place >= 3:
            place = 4
            papers.append(name)
            if (value == "mismatch") == _opens(run, committed, name, value):
                raise FormatError(at, f"the secret of {name} does not open its commitment")
        else:
            raise FormatError(at, "is out of order or of no party")
    if told != [p for p in opening if closed or p in told]:
        raise FormatError(where, "the open parties are not all there, or not in the notice's order")
    if papers not in ([], sealed):
        raise FormatError(where, "the sealed papers are not all there, or not in the notice's order")
    return signature


def _opens(run: Run, committed: Mapping[str, str], party: str, secret: str) -> bool:
    return party in committed and seed.opens(run.notice_hash, party, secret, committed[party])


def check_beacon(run: Run) -> None:
    """(8)"""
    current = run.the_notice()
    if current.beacon is None:
        return
    if run.void and not any(line.startswith(b"beacon ") for line in run.file("transcript.txt").split(b"\n")):
        return
    if not quicknet.known(current.beacon):
        raise Later(
            f"chain {current.beacon.chain} is not quicknet; check round {current.beacon.round} with its own client"
        )
    where = "transcript.txt" if run.void else "seed.txt"
    if run.beacon_signature is None:
        raise Missing(f"{where} is not sound")
    quicknet.check(current.beacon, run.beacon_signature, f"{where} beacon")


def check_ledger(run: Run) -> None:
    """(12)"""
    current = run.the_notice()
    lines = ledger.read(run.file("ledger.jsonl"))
    if run.board is None or (run.transcript is None and not run.void):
        raise Missing("board.txt or seed.txt is not sound")
    if run.rules is None or run.pool is None:
        raise Missing("rules.json or pool.csv is not sound")
    state = replay(lines, current, run.notice_hash, run.rules.hall)
    where = "ledger.jsonl"
    if lines[-1].kind != ("void" if run.void else "outputs"):
        raise FormatError(where, "does not end with the line of kind outputs (or void)")
    if state.freezes[-1] != (current.version, run.notice_hash):
        raise FormatError(where, "the last freeze is not this notice")
    if current.version > 1 and current.previous != state.freezes[-2][1]:
        raise FormatError(where, "the notice before is not the one named in previous")
    if state.board_hash != (digest(run.files["board.txt"]) if "board.txt" in run.files else ""):
        raise FormatError(where, "the board is another one")
    known = frozenset(run.pool.applicants) if state.spots else frozenset()
    for code in state.spots:
        if code not in known:
            raise FormatError(where, f"the spot check of {code} is of nobody in pool.csv")
    run.state, run.last_line = state, digest(lines[-1].data())
    if run.void:
        if state.void_hash != digest(run.file("void.txt")):
            raise FormatError(where, "the void line names another void.txt")
        _void_agrees(run, state)
        return
    transcript = run.transcript
    if transcript is None:
        raise Missing("seed.txt is not sound")
    if dict(state.reveals) != dict(transcript.open_secrets):
        raise FormatError(where, "the reveals are not those of seed.txt")
    if tuple(state.dice_values) != transcript.dice_values or state.beacon_signature != transcript.beacon_signature:
        raise FormatError(where, "dice or beacon are not those of seed.txt")
    if state.seed != digest(run.file("seed.txt")) or state.outputs != digest(run.file("outputs.txt")):
        raise FormatError(where, "seed or outputs are not those of the files")


def _void_agrees(run: Run, state: Ceremony) -> None:
    """The transcript of a void says what the ledger says; secrets of opened papers were checked in step 7."""
    lines = encoding.strict_lines(run.file("transcript.txt"), "transcript.txt")
    secrets = {name: value for name, _, value in (line.partition(" ") for line in lines) if value != "mismatch"}
    expected = state.void_transcript({p: secrets.get(p, "") for p in state.opened})
    if run.file("transcript.txt") != expected:
        raise FormatError("transcript.txt", "is not what the ledger records")
