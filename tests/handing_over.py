"""A rehearsal act by act, on whichever machine has the session at the moment; and its standby copy."""

from collections.abc import Callable
from pathlib import Path

import stage

from draw.edges import ambient, standby_copy, takeover
from draw.edges.session import Session
from draw.edges.standby import Standby
from draw.edges.standby_manifest import Manifest
from draw.hashing import commitment, digest

NOW = "2026-07-18T09:00:00+08:00"
Act = Callable[[Session], object]


def acts() -> list[tuple[str, Act]]:
    """Every act after the freeze, in order, to the third page of the show."""
    made = stage.SECRETS

    def commit(party: str) -> Act:
        return lambda s: s.commit(party, commitment(s.state.notice_hash, party, made[party]))

    def page(n: int) -> Act:
        return lambda s: s.store.add_show(n, {"kind": "show", "at": n, "time": s.ambient.now(s.state.n + n)})

    return [
        *((f"commit {party}", commit(party)) for party in made),
        ("board", lambda s: s.close_board()),
        ("reveal-open", lambda s: s.open_reveal()),
        ("reveal", lambda s: s.reveal("W01", made["W01"])),
        ("reveal-close", lambda s: s.close_reveal()),
        ("one typed", lambda s: s.type_dice("operator", stage.DICE, at=1)),
        ("both typed", lambda s: s.type_dice("checker", stage.DICE, at=1)),
        ("dice confirmed", lambda s: s.confirm_dice()),
        ("envelopes", lambda s: s.open_envelopes()),
        ("A1 opened", lambda s: s.open_paper("A1", made["A1"])),
        ("seed", lambda s: s.open_paper("N1", made["N1"])),
        ("finish", lambda s: s.finish()),
        ("page 1", page(1)),
        ("page 2", page(2)),
        ("page 3", page(3)),
    ]


def frozen(folder: Path) -> Session:
    """A frozen session."""
    session = Session.create(stage.prepare(folder), stage.PASSPHRASE, ambient.from_environment())
    session.freeze()
    return session


def standby(session: Session, folder: Path) -> Standby:
    """Its copy in a new folder beside."""
    folder.mkdir(exist_ok=True)
    return Standby(session.folder, session.store, session.vault_key(), folder)


def copied(folder: Path) -> standby_copy.Copy:
    """A copy, opened with the passphrase."""
    return standby_copy.Copy(folder, stage.PASSPHRASE, ambient.from_environment())


def seen(session: Session) -> standby_copy.Seen:
    """What the hall sees of a session in the footer."""
    lines = session.store.lines(session.attempt) if session.attempt else []
    return standby_copy.seen(len(lines), digest(lines[-1].data()) if lines else "")


def taken(folder: Path, target: Path, what: standby_copy.Seen) -> Session:
    """The session on the spare machine."""
    return takeover.take(copied(folder), target, what, progress=lambda text: None).session


def whole(folder: Path, work: Path, n: int) -> Manifest:
    """Check a copy as `--check` does, for a hall that saw its line n. -> what it is."""
    copy = copied(folder)
    session = copy.open_in(work, standby_copy.seen(copy.manifest.n, copy.manifest.head), lambda text: None)
    assert len(session.lines) == copy.manifest.n >= n
    return copy.manifest
