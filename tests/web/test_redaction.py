"""Nothing that the protocol does not allow yet is in any byte of any answer: names, ids, salts, secrets, typed dice, results."""

import json
from pathlib import Path

import pytest
import room
from phones import Routes

from draw.edges.session import Session
from draw.errors import StepRefused
from web.broadcast import frame
from web.view import views

PATHS = ("/", "/hall", "/hall?control=1", "/state.json", "/login")


def everything(place: room.Room) -> bytes:
    """All bytes that a browser can get now: pages, the state of every view, the stream from its beginning."""
    place.feed.poke()
    found = [place.get(path) for path in PATHS]
    with room.listening(place) as take:
        found += [str(take(len(place.feed.moment.lines) + 1)).encode()]
    for view in views(place.service):
        place.screen("view", to=view)
        found.append(place.get("/state.json"))
    place.screen("view", to=views(place.service)[-1])
    return b"".join(found)


def private(session: Session) -> list[str]:
    """Names, ids and salts: never in any answer, at no time."""
    rows = session.store.file(1, "private/roster.csv").decode().splitlines()[1:]
    salts = [row.split(",")[3] for row in rows]
    numbers = [row.split(",")[2] for row in rows]
    assert len(salts[0]) == 32 and numbers[0].startswith("10")
    return [*room.NAMES, *room.IDS, *salts]


def check(place: room.Room, forbidden: list[str], allowed: list[str] = []) -> None:
    """No forbidden text anywhere; every allowed one somewhere (so that the check itself is alive)."""
    text = everything(place).decode()
    assert [word for word in forbidden if word in text] == []
    assert [word for word in allowed if word not in text] == []


def test_each_stage_says_no_more_than_it_may(tmp_path: Path) -> None:
    """Driven through a whole rehearsal: each secret appears from its act on and not before."""
    session = room.freeze(tmp_path / "s")
    place = room.Room(session)
    place.login()
    always = private(session)
    secrets = [room.secret(p) for p in ("A1", "N1", "W01", "W02")]
    masked = "阚**"
    check(place, [*always, *secrets, masked])
    room.board_of(session)
    check(place, [*always, *secrets, masked], allowed=[session.state.commitments["A1"]])
    session.reveal("W01", room.secret("W01"))
    check(place, [*always, room.secret("A1"), room.secret("N1"), room.secret("W02"), masked], [room.secret("W01")])
    session.close_reveal()
    session.type_dice("operator", "7777777777")
    check(place, [*always, room.secret("A1"), room.secret("N1"), "7777777777", '"values":["7"', masked])
    with pytest.raises(StepRefused, match="die 2"):
        session.type_dice("checker", "7" + room.DICE[1:])
    for role in ("operator", "checker"):
        session.type_dice(role, room.DICE)
    check(place, [*always, room.secret("A1"), masked], ['"values":["3","1","4"'])
    session.confirm_dice()
    session.open_envelopes()
    session.open_paper("A1", room.secret("A1"))
    check(place, [*always, room.secret("A1"), room.secret("N1"), masked])
    session.open_paper("N1", room.secret("N1"))
    check(place, [*always, room.secret("A1"), masked], [session.state.seed])


def test_no_order_before_the_statement_is_signed(tmp_path: Path) -> None:
    """With the outputs line in the minutes but the record not sealed, pages still show the seed and nothing of a result."""
    session = room.freeze(tmp_path / "s")
    room.to_seed(session)

    def cut(*_: object) -> None:
        raise OSError("power cut")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "_seal", cut)
        with pytest.raises(OSError):
            session.finish()
    assert session.store.lines(1)[-1].kind == "outputs"
    place = room.Room(session)
    place.login()
    number = session.store.file(1, "results.csv").decode().splitlines()[1].split(",")[4] or "none"
    check(place, [*private(session), "阚**", "第 1 位", f'"{number}"', '"tiles"'])
    assert place.state()["scene"] == "seed"
    assert place.screen("next") == 204
    assert place.state()["scene"] == "seed" and session.store.show() == []
    session.finish()
    assert place.state()["scene"] == "result"


def test_the_show_has_masked_names_and_codes_only(tmp_path: Path) -> None:
    """Page by page, a child is not on the screen before its page; whole names, ids and salts never are."""
    session = room.freeze(tmp_path / "s")
    room.hold(session)
    place = room.Room(session)
    place.login()
    show = place.service.show()
    assert show is not None
    check(place, [*private(session), "阚**"])
    for n in range(len(show.frames)):
        assert place.screen("next") == 204
        text = str(place.state()["view"])
        coming = {
            m["code"]
            for k in range(n + 1, len(show.frames))
            for t in show.page(k).get("tiles", [])
            for m in t["members"]
        }
        here = {m["code"] for k in range(n + 1) for t in show.page(k).get("tiles", []) for m in t["members"]}
        assert [code for code in coming - here if f"'{code}'" in text] == []
    check(place, private(session), ["阚**"])


def told(place: room.Room, session: Session) -> str:
    """All that the public side is told and all that it tells: the line over its pipe, its stream, pages and files."""
    place.feed.poke()
    line = frame(json.loads(place.feed.moment.state))
    routes = Routes(session.public)
    routes.now.tell(line)
    found = [json.dumps(line, ensure_ascii=False), routes.now.moment.event.decode(), routes.now.beat().decode()]
    paths = ["/", "/files", "/programme", "/state.json", *(f"/record/{name}" for name in routes.record.look().names)]
    return "".join(found + [routes.get(path).data.decode("utf-8", "replace") for path in paths])


def test_the_public_side_is_told_no_name_and_no_secret_early(tmp_path: Path) -> None:
    """From the freeze to the last page of the show: no name, masked or not, no id, no salt; each secret from its act on."""
    session = room.freeze(tmp_path / "s")
    place = room.Room(session)
    never = [*private(session), "阚*"]
    sealed = [room.secret("A1"), room.secret("N1")]

    def clean(*forbidden: str) -> str:
        text = told(place, session)
        assert [word for word in (*never, *forbidden) if word in text] == []
        return text

    clean(*sealed, room.secret("W01"))
    room.board_of(session)
    clean(*sealed, room.secret("W01"), room.secret("W02"))
    session.reveal("W01", room.secret("W01"))
    clean(*sealed, room.secret("W02"))
    session.close_reveal()
    session.type_dice("operator", "7777777777")
    clean(*sealed, "7777777777")
    for role in ("operator", "checker"):
        session.type_dice(role, room.DICE)
    session.confirm_dice()
    session.open_envelopes()
    session.open_paper("A1", room.secret("A1"))
    clean(*sealed)
    session.open_paper("N1", room.secret("N1"))
    assert session.state.seed in clean()
    session.finish()
    while place.service.advance():
        clean()
    assert room.secret("A1") in clean()
