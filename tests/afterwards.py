"""What comes after a record in memory: its state, its amendments; and a finished session folder on disk made from one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import simulator
from simulator import AMENDER, Hall

from draw import amending, ledger, notice, pool, results, rules
from draw.amending import Event, EventKind, State
from draw.amending.asked import settle
from draw.edges import ambient, keys
from draw.edges.ambient import Ambient
from draw.edges.session import Session
from draw.edges.store import Store
from draw.hashing import digest
from draw.intake import private_roster
from draw.intake.private_roster import PrivateRow
from draw.notice import Notice
from draw.pool import Pool
from draw.rules import Rules

Files = dict[str, bytes]
Happened = tuple[str, str, str]  # event, applicant, date
PASSPHRASE = "a-long-passphrase"
NOON = "2026-09-01T12:00:00+08:00"


def frozen(files: Mapping[str, bytes]) -> tuple[Notice, Rules, Pool]:
    """What a record froze."""
    terms = rules.read(files["rules.json"])
    return notice.read(files["notice.json"]), terms, pool.read(files["pool.csv"], terms)


def after(files: Mapping[str, bytes]) -> State:
    """The state after a record and its amendments."""
    return amending.check(files, *frozen(files))


def event(kind: str, applicant: str, date: str, school: str = "", paper: str = "none") -> Event:
    """An event."""
    return Event(kind=EventKind(kind), applicant=applicant, school=school, date=date, paper=paper)


def amended(files: Mapping[str, bytes], *series: Sequence[Happened], key: Any = AMENDER) -> Files:
    """The record with one more amendment for each list of events; schools are those of the state."""
    result = dict(files)
    for happened in series:
        state = after(result)
        events, _ = settle(state, [event(*one) for one in happened])
        made, _ = amending.make(state, events, session=frozen(result)[0].session, time=NOON, key=key)
        result |= made
    return result


def changes(files: Mapping[str, bytes], number: int) -> list[str]:
    """The lines of an amendment's changes.csv below the header."""
    return files[f"amendments/{number:04}/changes.csv"].decode().splitlines()[1:]


def outputs(terms: Rules, people: Pool, seed: str) -> Files:
    """Results and a statement of any bytes: all that a state is made from, without a ceremony."""
    return dict(results.compute(people, terms, seed)) | {"statement.txt": b"draw1 any\n"}


def ranked(files: Mapping[str, bytes], draw: str = "x1") -> list[str]:
    """The units of a draw by rank."""
    return [line.split(",")[2] for line in files[f"orders/{draw}.csv"].decode().splitlines()[1:]]


def record_with(order: str, **changes: Any) -> Files:
    """A record of singles (S) and one bundle of two (T) whose order by rank looks like `order`, e.g. "SSSTS"."""
    singles = [f"{n:04d}" for n in range(1, order.count("S") + 1)]
    people = [(a, a, {}) for a in singles] + [(a, "B001", {}) for a in ("8001", "8002") if "T" in order]
    for n in range(10**4):
        files = simulator.record(people=people, values=f"{n:010d}", **changes)
        if "".join("T" if unit == "B001" else "S" for unit in ranked(files)) == order:
            return files
    raise AssertionError(order)


def private_rows(hall: Hall) -> bytes:
    """The private roster that the seals of a hall are made from."""
    return private_roster.write(
        PrivateRow(
            applicant=a, unit=u, registration_no=f"R{a}", salt=digest(a.encode())[:32], name=f"孩子{a}", id=f"ID{a}"
        )
        for a, u, _ in hall.people
    )


def kept(
    folder: Path,
    hall: Hall,
    *,
    pins: Mapping[str, str] = {},
    make: Callable[[Hall], Files] = simulator.record,
) -> tuple[Path, Files]:
    """(a finished session folder on disk, its public files): the store of a hall whose record is sealed."""
    roster = private_rows(hall)
    files = make(replace(hall, roster=roster))
    private = folder / "private"
    private.mkdir(parents=True)
    entropy = ambient.from_environment().entropy
    store = Store(private, keys.create_vault(private / "vault.json", PASSPHRASE, entropy))
    named = {name: (store.put(data), True) for name, data in files.items()}
    named["private/roster.csv"] = (store.put(roster), False)
    notes = {f"pin:{role}": keys.pin_hash(pin, entropy, role).encode() for role, pin in pins.items()}
    store.append(1, ledger.read(files["ledger.jsonl"]), named, notes)
    (private / "amender.pem").write_bytes(keys.encrypted_pem(AMENDER, PASSPHRASE, entropy, "amender"))
    opened(folder)  # writes the public folder
    return folder, files


def opened(folder: Path, now: str = NOON) -> Session:
    """The session of a folder, with its clock standing still."""
    entropy = ambient.from_environment().entropy
    return Session.open(folder, PASSPHRASE, Ambient(now=lambda _: now, entropy=entropy, test=False))
