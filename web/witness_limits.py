"""What a witness's station may record: for its own party, for the present notice, and never before the hall is asked (R45).

`Session.commit` convenes and `Session.reveal` starts the reveals if nobody has; that is the desk's to do, so a station waits.
"""

from draw import seed
from draw.ceremony import Stage
from draw.edges.people import Role
from draw.edges.session import Session
from draw.errors import StepRefused
from draw.words import say
from web.acts import Form
from web.login import Login


def check(name: str, session: Session, form: Form, login: Login) -> None:
    """Raises StepRefused if the login is a station's and this act is not its to do now; the session's own law comes after."""
    if login.role is not Role.WITNESS:
        return
    state, party = session.state, login.party
    if not party or form.get("party") != party:
        raise StepRefused(say("refuse.foreign_party", party=party))
    if form.get("notice") != state.notice_hash:
        raise StepRefused(say("refuse.notice_changed"))
    if name == "commit" and state.stage in (Stage.START, Stage.OBJECTIONS):
        raise StepRefused(say("refuse.station_early"))
    if name == "reveal" and not state.reveal_closed_at:
        if state.stage is not Stage.REVEAL:
            raise StepRefused(say("refuse.not_opened"))
    elif name == "reveal" and party not in state.reveals:
        # A late secret is a line of the minutes: one a party, and only of a party that had committed to it.
        if party in state.late:
            raise StepRefused(say("refuse.late_once", party=party))
        if party not in state.commitments:
            raise StepRefused(say("refuse.absent", party=party))
        if not seed.opens(state.notice_hash, party, form.get("secret", ""), state.commitments[party]):
            raise StepRefused(say("refuse.secret_differs", party=party))
