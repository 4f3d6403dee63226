"""What a witness's station is told: its own line, and what is public by now; nothing of anybody else's (protocol steps 1 to 6)."""

from dataclasses import dataclass

from draw.ceremony import Ceremony, Stage
from draw.edges.session import Session
from draw.hashing import digest
from draw.notice import Mode
from draw.words import pair
from web.service import Service

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A public file as it is told: the device computes the hash again."""

    text: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """The state of one party's station. `stage` is that of SPEC §9; "start" and empty values before the freeze.

    `known`: the notice has this open party. `commitment`: its own on record, or "". `left`: seconds until the reveals may
    close, counting down while `ticking`. `ends`: why this attempt is or will be void, once that is certain.
    """

    v: str
    party: str
    stage: str = Stage.START
    known: bool = False
    name: str = ""
    session: str = ""
    title: str = ""
    authority: str = ""
    attempt: int = 0
    version: int = 0
    rehearsal: bool = False
    notice: str = ""
    commitment: str = ""
    revealed: bool = False
    late: bool = False
    closed: bool = False  # the reveals
    left: int = 0
    ticking: bool = False
    paused: bool = False
    ends: Pair | None = None
    board: Published | None = None
    seed: Published | None = None


def build(service: Service, boot: str, party: str) -> Station:
    """The station's state now; the caller holds the service's lock."""
    with service.reading(fresh=False) as session:
        here = service.position
        v = f"{boot}.{here.attempt}.{here.event}"
        state = session.state
        if state.notice is None:
            return Station(v=v, party=party)
        notice = state.notice
        own = next((p for p in notice.open_parties() if p.id == party), None)
        revealing = state.stage is Stage.REVEAL
        return Station(
            v=v,
            party=party,
            stage=state.stage,
            known=own is not None,
            name=own.name if own else "",
            session=notice.session,
            title=notice.title,
            authority=notice.authority,
            attempt=notice.attempt,
            version=notice.version,
            rehearsal=notice.mode is Mode.REHEARSAL,
            notice=state.notice_hash,
            commitment=state.commitments.get(party, ""),
            revealed=party in state.reveals,
            late=party in state.late,
            closed=bool(state.reveal_closed_at),
            left=session.seconds_left() if revealing else 0,
            ticking=revealing and not state.paused and not session.ambient.test,
            paused=bool(state.paused),
            ends=_ends(state),
            board=_file(session, "board.txt") if state.board_hash else None,
            seed=_file(session, "seed.txt") if state.seed else None,
        )


def _ends(state: Ceremony) -> Pair | None:
    reason = state.void_reason or state.forced_void()
    return pair(f"void.{reason}") if reason else None


def _file(session: Session, name: str) -> Published:
    data = session.store.file(session.attempt, name)
    return Published(text=data.decode(), hash=digest(data))
