"""What a station's page says: the checklist with the step that comes next, its forms, and everything that stands beside them."""

from dataclasses import replace
from typing import Any, Final

from draw.ceremony import Stage
from draw.edges.people import Role
from draw.edges.session import Session
from draw.ledger import CHECK_ITEMS
from draw.words import pair
from web import extras, floor_pending, floor_steps, order
from web.floor_fields import NOTHING, FormView, Pair, Typed, described
from web.floor_next import codes, coming
from web.floor_rulings import rulings
from web.floor_steps import CHAPTERS, GUIDE, SIGNS, STEPS, VIEWS, Facts, Mark, Step
from web.forms import Forms, missing_words
from web.handbook import CARDS
from web.kinds import counted, things
from web.login import Login
from web.service import Service
from web.view import build, line_view

__all__ = ["STEPS", "plan"]
TAIL: Final = 60


def _host(service: Service, session: Session, step: str) -> Pair | None:
    """What the host says at this step."""
    if session.state.paused:
        return pair("host.paused")
    if session.state.notice is None:
        return pair(f"host.{step}") if step == "people" else None
    frozen = service.frozen()
    form = counted(frozen.rules, frozen.notice.applicants)
    key = step if step != "counts" or form == "places" else f"counts_{form}"
    return pair(
        f"host.{key}",
        things=sum(things(draw) for draw in frozen.rules.draws),
        children=frozen.notice.applicants,
        units=frozen.notice.units,
        bundles=len(frozen.pool.bundles()),
        places=sum(s.places for s in frozen.rules.schools),
    )


def _facts(service: Service, session: Session, live: bool) -> Facts:
    record = service.show()
    reports = order.reports(session)
    return Facts(
        state=session.state,
        live=live,
        ticks=floor_steps.ticks(session),
        roles=frozenset(str(a.role) for a in session.people.accounts()),
        agreed=bool(reports) and all(report.agrees for report in reports),
        sealed=session.sealed(),
        shown=service.position.shown,
        shown_all=record is not None and service.position.shown >= len(record.frames),
    )


def _checks(session: Session) -> list[tuple[str, str]]:
    """What the notary checks, each with the time at which it was found in order."""
    times = {line.body["item"]: line.time[11:19] for line in session.lines if line.kind == "check"}
    return [(item, times[item] if item in session.state.checks else "") for item in CHECK_ITEMS]


def _following(steps: list[Step]) -> str:
    """The step that comes after the present one."""
    keys = [s.key for s in steps if s.mark is not Mark.SKIP]
    now = next(n for n, s in enumerate(steps) if s.mark is Mark.NOW)
    rest = keys[keys.index(steps[now].key) + 1 :]
    return rest[0] if rest else ""


def _mine(forms: list[FormView], login: Login | None, alone: bool) -> list[FormView]:
    """The forms of this person's role: in a rehearsal the operator has all of them."""
    if login is None or (alone and login.role is Role.OPERATOR):
        return forms
    return [f for f in forms if login.role in f.who]


def _filled(view: FormView, typed: Typed) -> FormView:
    """The form with what was typed into it before."""
    if view.act != typed.act or view.closed:
        return view
    return replace(view, fields=tuple(replace(f, value=typed.values.get(f.name, f.value)) for f in view.fields))


def plan(service: Service, login: Login | None, *, step: str = "", typed: Typed = NOTHING) -> dict[str, Any]:
    """Everything that the template of a station shows. `step`: the one to look at, "" for the present one."""
    with service.reading() as session:
        state, record, shown = session.state, service.show(), build(service)
        live = not service.alone()
        steps = floor_steps.checklist(_facts(service, session, live))
        now = next(s.key for s in steps if s.mark is Mark.NOW)
        here = step if step in {s.key for s in steps} else now
        kept = typed.act
        if state.paused and not kept:
            typed = Typed(act="rule", values={"action": "CONTINUE"})
        forms = Forms(session, session.people.accounts())
        every = [_filled(f, typed) for f in forms.all()]
        mine = _mine(every, login, service.alone())
        panel = "void" if state.forced_void() else "rulings" if state.paused else here
        main = [f for f in mine if f.step == panel]
        frozen = state.notice is not None
        missing = state.missing_people() if frozen else {}
        open_step = frozen and (state.spots or service.display.spot)
        views = order.known(service, session)
        return {
            "state": shown,
            "live": live,
            "views": [v for v in views if not v.startswith("show:") or v == shown["at"]],
            "chapters": [(c, [s for s in steps if s.chapter == c]) for c in CHAPTERS],
            "signs": SIGNS,
            "now": now,
            "here": here,
            "panel": panel,
            "checks": _checks(session),
            "step": next(s for s in steps if s.key == here),
            "guide": GUIDE[here],
            "step_view": VIEWS.get(here, ""),
            "host": _host(service, session, here),
            "host_now": _host(service, session, now),
            "following": _following(steps),
            "host_next": _host(service, session, _following(steps)) if _following(steps) and not state.paused else None,
            "attest": floor_pending.attest(here),
            "forms": mine,
            "main": [f for f in main if f.main],
            "beside": [f for f in main if not f.main],
            "others": [f for f in mine if f.step not in (panel, "rulings")],
            "ruling_forms": [f for f in mine if f.step == "rulings"],
            "lost": [] if any(f.act == typed.act for f in mine) else described(_by_act(every, typed), typed.values),
            "typed": typed,
            "kept": kept,
            "pending": floor_pending.shown(session, every, login),
            "rulings": rulings(session),
            "cast": extras.cast(service, session, 0) if frozen else None,
            "missing": missing_words(missing) if missing else None,
            "people": session.signed_in(),
            "known": forms.known() if frozen else [],
            "row": extras.spot(service, session, 0) if open_step else None,
            "codes": codes(session),
            "coming": coming(service, views, shown["at"]),
            "cards": CARDS,
            "card": service.display.card,
            "tail": [line_view(line) for line in session.lines[-TAIL:]][::-1],
            "lines": len(session.lines),
            "frames": len(record.frames) if record else 0,
            "shown": service.position.shown,
            "over": state.stage in (Stage.DONE, Stage.VOID),
            "session_id": service.session_id(),
        }


def _by_act(forms: list[FormView], typed: Typed) -> FormView | None:
    return next((f for f in forms if f.act == typed.act), None)
