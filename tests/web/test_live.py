"""Live mode at the desk: two-person steps ask each person's PIN, and nothing says rehearsal."""

from dataclasses import replace
from pathlib import Path

import room

from draw.edges.session import Session
from draw.hashing import commitment

PINS = {"operator": "111111", "checker": "222222", "notary": "333333"}


def live(folder: Path) -> room.Room:
    """A logged-in desk of a frozen live session."""
    folder.mkdir()
    sheet = room.SHEET.replace("REVEAL", "0")
    assert 'mode = "rehearsal"' in sheet
    (folder / "session.toml").write_text(sheet.replace('mode = "rehearsal"', 'mode = "live"'), encoding="utf-8")
    (folder / "roster.csv").write_text(room.roster(), encoding="utf-8")
    session = Session.create(folder, room.PASSPHRASE, replace(room.ambient(), test=False))
    session.freeze(pins=PINS)
    place = room.Room(session)
    place.login()
    return place


def test_two_person_steps_ask_each_persons_pin(tmp_path: Path) -> None:
    """Without the PIN, with a wrong one, or with another role's, a live step is refused and nothing is recorded."""
    place = live(tmp_path / "s")
    sure = {"confirm": room.SESSION}
    for party in ("A1", "N1", "W01"):
        value = commitment(place.session.state.notice_hash, party, room.secret(party))
        if party == "A1":
            assert place.act("convene") == 303
        assert place.act("commit", party=party, commitment=value) == 303
    assert place.act("board", **sure) == 303
    assert place.act("reveal-open") == 303
    assert place.act("reveal", party="W01", secret=room.secret("W01")) == 303
    assert place.act("reveal-close") == 303
    steps = [
        ("dice-operator", "operator", {"digits": room.DICE}),
        ("dice-checker", "checker", {"digits": room.DICE}),
        ("dice-confirm", "notary", sure),
        ("envelopes", "notary", sure),
    ]
    for act, role, fields in steps:
        before = place.service.position.event
        other = "notary" if role != "notary" else "operator"
        assert place.act(act, **fields) == 422, act
        assert place.act(act, **fields, **{f"pin_{role}": "999999"}) == 422, act
        assert place.act(act, **fields, **{f"pin_{other}": PINS[other]}) == 422, act
        assert place.service.position.event == before
        assert place.act(act, **fields, **{f"pin_{role}": PINS[role]}) == 303, act
    for party in ("A1", "N1"):
        assert place.act("paper", party=party, secret=room.secret(party)) == 303
    assert place.act("finish") == 303
    assert b"mode live\n" in (place.session.folder / "public" / "statement.txt").read_bytes()
    assert "演练 · 本次结果无效" not in str(place.state())
