"""The steps before the hall as a checklist that leads, and what is missing before the freeze, in words (R1, R13, R45)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from draw.ceremony import Stage
from draw.edges import checking, rehearsal_copy, uploading
from draw.edges.checking import Checked
from draw.edges.freezing import ROSTER_NAMES
from draw.edges.people import Role
from draw.edges.session import Session
from draw.intake import open_choices
from draw.notice import Mode
from draw.words import pair
from web import pending, screen
from web.setup_desk import SetupDesk

Pair = tuple[str, str]
STEPS: Final = ("people", "rules", "roster", "check", "hall", "rehearsal", "freeze", "publish", "objections")
PATHS: Final = {"people": "/people", "publish": "/setup/notice"}
NEEDED: Final = (Role.OPERATOR, Role.CHECKER, Role.NOTARY)
AUDIT: Final = "audited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`mark`: done, now (the next to do), open (may be done, nothing waits for it), later. `told`: how it stands."""

    key: str
    path: str
    mark: str
    told: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How the session stands before the hall, read once for a page."""

    mode: str
    frozen: bool
    changeable: bool
    missing_people: tuple[Role, ...]
    sheet: bool
    sheet_problems: int
    still_open: int
    roster: bool
    childless: bool  # the sheet draws only things that it lists itself: there is no roster (SPEC §16)
    checked: Checked | None
    measured: bool
    rehearsals: tuple[int, int] | None
    waiting: bool
    audited: bool
    undecided: int
    objections: int
    stage: Stage


def read(desk: SetupDesk) -> Facts:
    """The facts of now."""
    checked = desk.checked()
    with desk.service.reading() as here:
        text, plan, problems = checking.open_sheet(here.folder)
        state = here.state
        mode = plan.mode if plan else desk.service.planned().get("mode", "")
        found = pending.waiting(here)
        return Facts(
            mode=str(state.notice.mode if state.notice else mode),
            frozen=state.notice is not None,
            changeable=uploading.is_open(state),
            missing_people=tuple(role for role in NEEDED if not here.people.of(role)),
            sheet=bool(text),
            sheet_problems=len(problems),
            still_open=len(open_choices.find(text)),
            roster=any((here.folder / name).is_file() for name in ROSTER_NAMES),
            childless=plan is not None and not plan.takes_children,
            checked=checked,
            measured=screen.load(here).measured,
            rehearsals=rehearsal_copy.counted(here.folder),
            waiting=found is not None and found.act == "freeze",
            audited=audited(here),
            undecided=sum(not outcome for outcome in state.objections.values()),
            objections=len(state.objections),
            stage=state.stage,
        )


def audited(here: Session) -> bool:
    """True if the notary has run the own check on what is frozen now, and it found nothing."""
    return here.store.note(AUDIT) == here.state.notice_hash.encode() != b""


# -- the checklist ----------------------------------------------------------------------------------------------------


def _done(f: Facts) -> dict[str, bool]:
    settled = f.frozen and not f.changeable
    sound = f.checked is not None and f.checked.sound is not None
    return {
        "people": not f.missing_people or (f.mode == Mode.REHEARSAL and settled),
        "rules": settled or (f.sheet and not f.sheet_problems and not (f.still_open and f.mode == Mode.LIVE)),
        "roster": settled or f.roster or f.childless,
        "check": settled or sound,
        "hall": f.measured,
        "rehearsal": f.mode == Mode.REHEARSAL or (f.rehearsals is not None and f.rehearsals[1] > 0),
        "freeze": settled,
        "publish": settled and (f.audited or f.stage is not Stage.OBJECTIONS),
        "objections": settled and f.stage is not Stage.OBJECTIONS,
    }


def steps(f: Facts) -> list[Step]:
    """The checklist. Screen and rehearsal may wait, as may the people of a rehearsal; everything else leads on in its order."""
    done = _done(f)
    optional = {"hall", "rehearsal"} | ({"people"} if f.mode != Mode.LIVE else set())
    first = next((key for key in STEPS if not done[key] and key not in optional), "")
    found = []
    for key in STEPS:
        mark = "done" if done[key] else "now" if key == first else "open" if key in optional else "later"
        found.append(Step(key=key, path=PATHS.get(key, f"/setup/{key}"), mark=mark, told=_told(f, key)))
    return found


def _roles(roles: Sequence[Role]) -> dict[str, str]:
    words = [pair(f"role.{role}") for role in roles]
    return {"roles_zh": "、".join(zh for zh, _ in words), "roles_en": ", ".join(en for _, en in words)}


def _told(f: Facts, key: str) -> Pair:
    told = {
        "people": _people, "rules": _rules, "roster": _roster, "check": _check, "hall": _hall, "rehearsal": _rehearsal,
        "freeze": _freeze, "publish": _publish, "objections": _objections,
    }  # fmt: skip
    return told[key](f)


def _people(f: Facts) -> Pair:
    return pair("setup.people_missing", **_roles(f.missing_people)) if f.missing_people else pair("setup.people_there")


def _rules(f: Facts) -> Pair:
    if not f.sheet:
        return pair("setup.rules_none")
    if f.sheet_problems:
        return pair("setup.rules_problems", count=f.sheet_problems)
    return pair("setup.rules_open", count=f.still_open) if f.still_open else pair("setup.rules_sound")


def _roster(f: Facts) -> Pair:
    if f.childless and not f.roster:
        return pair("setup.roster_not_needed")
    return pair("setup.roster_there") if f.roster else pair("setup.roster_none")


def _check(f: Facts) -> Pair:
    if f.checked is None and not (f.sheet and (f.roster or f.childless)):
        return pair("setup.check_later")
    if f.checked is None:
        return pair("setup.check_needed") if not f.frozen or f.changeable else pair("setup.check_frozen")
    sound = f.checked.sound
    if sound is None:
        return pair("setup.problems", count=len(f.checked.problems))
    return pair("setup.check_sound", applicants=sound.applicants, units=sound.units, bundles=sound.bundles)


def _hall(f: Facts) -> Pair:
    return pair("setup.hall_set") if f.measured else pair("setup.hall_unset")


def _rehearsal(f: Facts) -> Pair:
    if f.mode == Mode.REHEARSAL:
        return pair("setup.rehearsal_self")
    said, begun = f.rehearsals or (0, 0)
    if said != begun and not f.frozen:
        return pair("setup.rehearsal_differs", said=said, begun=begun)
    return pair("setup.rehearsal_count", begun=begun)


def _freeze(f: Facts) -> Pair:
    if f.waiting:
        return pair("setup.freeze_waits")
    if f.frozen and not f.changeable:
        return pair("setup.freeze_done")
    return pair("setup.freeze_again") if f.frozen else pair("setup.freeze_not")


def _publish(f: Facts) -> Pair:
    if not f.frozen:
        return pair("setup.publish_later")
    return pair("setup.publish_audited") if f.audited else pair("setup.publish_unaudited")


def _objections(f: Facts) -> Pair:
    if f.undecided:
        return pair("setup.objections_open", count=f.undecided)
    return pair("setup.objections_count", count=f.objections) if f.objections else pair("setup.objections_none")


# -- what is missing --------------------------------------------------------------------------------------------------


def missing(f: Facts) -> list[tuple[Pair, str]]:
    """(words, page) of everything that keeps the list from being frozen now; empty if it may be."""
    if not f.changeable:
        return [(pair("setup.missing_objection"), "/setup/objections")]
    found: list[tuple[Pair, str]] = []
    if f.mode == Mode.LIVE and f.missing_people:
        found.append((pair("setup.people_missing", **_roles(f.missing_people)), "/people"))
    if not f.sheet or f.sheet_problems or (f.still_open and f.mode == Mode.LIVE):
        found.append((_rules(f), "/setup/rules"))
    if not (f.roster or f.childless):
        found.append((_roster(f), "/setup/roster"))
    if f.sheet and (f.roster or f.childless) and (f.checked is None or f.checked.sound is None):
        found.append((_check(f), "/setup/check"))
    return found
