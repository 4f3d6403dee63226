"""Steps 13 to 15 and 18: statement, signatures, sums, and the papers of the hall (SPEC §11)."""

from draw import hashing, signing, sm3, statement
from draw.encoding import first_difference
from draw.errors import FormatError
from draw.hashing import digest, read_aloud
from draw.verifying.run import Later, Missing, Remark, Run


def check_statement(run: Run) -> None:
    """(13)"""
    current = run.the_notice()
    if run.state is None:
        raise Missing("ledger.jsonl is not sound")
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
        raise FormatError(name, first_difference(expected, run.file(name)))


def check_statement_signature(run: Run) -> None:
    """(14)"""
    text, signature = ("void.txt", "void.sig") if run.void else ("statement.txt", "statement.sig")
    if not signing.verify(run.the_notice().signer, run.file(text), run.file(signature)):
        raise FormatError(signature, f"is not the signer's signature over {text}")


def check_sums(run: Run) -> None:
    """(15)"""
    listed = hashing.read_sums(run.file("SHA256SUMS"), "SHA256SUMS")
    outside = ("SHA256SUMS", "SHA256SUMS.sig")
    wanted = {n: digest(d) for n, d in run.files.items() if n not in outside and not n.startswith("amendments/")}
    for name in sorted(listed.keys() | wanted.keys()):
        if listed.get(name) != wanted.get(name):
            raise FormatError("SHA256SUMS", f"{name}: not this file's hash")
    if not signing.verify(run.the_notice().signer, run.file("SHA256SUMS"), run.file("SHA256SUMS.sig")):
        raise FormatError("SHA256SUMS.sig", "is not the signer's signature over SHA256SUMS")
    if sm3.NAME in run.files:
        _check_sm3(run, sorted(wanted.keys() - {sm3.NAME}))


def _check_sm3(run: Run, names: list[str]) -> None:
    """The second sums file. Where this machine has no SM3 only its form and list are looked at, which is said."""
    listed = hashing.read_sums(run.file(sm3.NAME), sm3.NAME)
    for name in sorted(listed.keys() ^ set(names)):
        raise FormatError(sm3.NAME, f"{name}: " + ("is no file of this list" if name in listed else "is missing"))
    for name in names:
        value = sm3.digest(run.files[name])
        if value is None:
            raise Remark("SM3SUMS: this machine has no SM3; SHA-256 holds the same files")
        if listed[name] != value:
            raise FormatError(sm3.NAME, f"{name}: not this file's SM3")


def check_anchors(run: Run) -> None:
    """(18)"""
    name = "void.txt" if run.void else "statement.txt"
    given = {"notice.json": run.trusted_notice, name: run.trusted_statement}
    for file, trusted in given.items():
        if trusted is not None and digest(run.file(file)) != trusted:
            raise FormatError(file, f"its hash is {digest(run.file(file))}, the trusted one is {trusted}")
    if None in given.values():
        codes = "; ".join(f"{f} {digest(run.file(f))} = {read_aloud(digest(run.file(f)))}" for f in given)
        raise Later(f"consistent in itself; compare these two codes with the signed papers: {codes}")
