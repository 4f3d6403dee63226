"""The people of a hall, played: sign-ins, commitments, reveals, dice, envelopes. Only for rehearsals, and every page says so.

Secrets come from this machine's CSPRNG and so do the dice; one open party commits and then stays away.
"""

import secrets
import time
from collections.abc import Callable

from draw import dice
from draw.edges.session import Session
from draw.errors import DrawError
from draw.hashing import commitment
from draw.ledger import CHECK_ITEMS
from draw.notice import Notice
from draw.words import say as words
from draw.words import zh

Say = Callable[[str], None]


def _throw(spec: dice.Dice) -> str:
    """What the hall's dice show, played by the CSPRNG."""
    values: list[str] = []
    while len(values) < spec.count:
        value = f"{secrets.randbelow(spec.highest + 1):0{spec.width}d}"
        if not spec.value_problem(value, tuple(values)):
            values.append(value)
    return ("-" if spec.kind == "b" else "").join(values)


def hold(session: Session, pace: float, say: Say) -> None:
    """Sign-ins, commitments, board, reveals, dice, envelopes, results: every act of the hall, with its pauses."""
    notice, value = session.state.the_notice(), session.state.notice_hash
    beat = min(pace, 1.0)
    _attend(session, beat)
    made = {p.id: secrets.token_hex(32) for p in notice.parties}
    for party in notice.parties:
        session.commit(party.id, commitment(value, party.id, made[party.id]))
        time.sleep(beat)
    say(f"{words('demo.board')}      {session.close_board()}")
    session.open_reveal()
    opening = notice.open_parties()
    away = opening[-1:] if len(opening) > max(1, notice.min_open) else ()
    for party in opening:
        if party not in away:
            session.reveal(party.id, made[party.id])
            time.sleep(beat)
    say(words("demo.waiting", seconds=notice.reveal_seconds, absent=" ".join(p.id for p in away)))
    while session.seconds_left():
        time.sleep(0.2)
    session.close_reveal()
    _dice(session, notice, beat, say)
    session.open_envelopes()
    for party in notice.sealed_parties():
        session.open_paper(party.id, made[party.id])
        time.sleep(beat)
    say(f"{words('code.seed')}         {session.state.seed}")
    say(f"{words('demo.result')} {session.finish(lambda step: None)}")


def _attend(session: Session, beat: float) -> None:
    """Everybody whom the rule sheet asks for signs in under a played name, the notary checks, a parent looks up a row."""
    for kind, count in session.state.missing_people().items():
        for number in range(1, count + 1):
            session.sign_in(kind, f"{zh('mode.rehearsal')} {zh(f'person.{kind}')} {number}")
            time.sleep(beat / 4)
    for item in CHECK_ITEMS:
        session.check_item(item)
        time.sleep(beat / 2)
    _, _, people = session.frozen()
    if people.applicants:
        session.spot(secrets.choice(people.applicants))
        time.sleep(beat / 2)


def _dice(session: Session, notice: Notice, beat: float, say: Say) -> None:
    spec = dice.parse(notice.dice)
    if spec is None:
        raise DrawError(words("demo.needs_dice"))
    text = _throw(spec)
    for value in spec.values(text):
        for role in ("operator", "checker"):
            session.type_dice(role, value)
        time.sleep(beat / 2)
    session.confirm_dice()
    say(f"{words('demo.dice')}     {text}")
