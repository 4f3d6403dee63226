"""Scenes beside the protocol: people by kind, checks, one row, two machines, look-ups, the way to verify, incidents; and the acts
that put them on the screen."""

from pathlib import Path
from typing import Any

import gallery
import pytest
import room
import zxingcpp
from PIL import Image

from draw.edges.session import Session
from draw.hashing import digest
from web.handbook import CARDS
from web.view import views


def at_desk(folder: Path) -> tuple[Session, room.Room]:
    """A frozen session with the operator at the desk."""
    session = room.freeze(folder / "s")
    place = room.Room(session)
    place.login()
    return session, place


def view(place: room.Room) -> Any:
    """What is on the screen."""
    return place.state()["view"]


def test_every_scene_carries_the_head_of_the_minutes(tmp_path: Path) -> None:
    """Any frame of the film is evidence: session, attempt, notice, and number and hash of the last ledger line."""
    session, place = at_desk(tmp_path)
    for act in (session.convene, lambda: room.board_of(session)):
        act()
        state = place.state()
        assert state["head"] == digest(session.lines[-1].data()) and state["ledger"] == len(session.lines)
        assert (state["session"], state["attempt"], state["voided"], state["rehearsals"]) == (room.SESSION, 1, 0, 0)
        assert state["notice"] == session.state.notice_hash


def test_the_cast_has_kinds_and_numbers_and_no_name(tmp_path: Path) -> None:
    """Who signs in is seen by kind; the name is in no byte; everybody who must be there is counted."""
    session, place = at_desk(tmp_path)
    session.sign_in("NOTARY", "赵公证")
    assert place.state()["scene"] == "cast"
    rows = {r["kind"][0]: (r["there"], r["needed"]) for r in view(place)["rows"]}
    assert rows == {"操作员": (0, 1), "复核员": (0, 1), "公证员": (1, 1), "家长代表": (0, 2)}
    assert view(place)["missing"] == 4
    for kind, name in (("OPERATOR", "甲"), ("CHECKER", "乙"), ("PARENT", "丙"), ("PARENT", "丁"), ("MEDIA", "戊")):
        session.sign_in(kind, f"钱{name}")
    assert view(place)["missing"] == 0 and view(place)["rows"][-2]["needed"] == 0
    assert "赵公证" not in place.get("/hall").decode() and "赵公证" not in str(place.state())


def test_the_screen_follows_what_is_done_before_the_board(tmp_path: Path) -> None:
    """Sign-in, check, spot check, convening: each puts its own scene up by itself; looking elsewhere ends with the next act."""
    session, place = at_desk(tmp_path)
    assert place.state()["scene"] == "title"
    session.sign_in("PARENT", "钱甲")
    assert place.state()["scene"] == "cast"
    session.check_item("SEAL")
    assert place.state()["scene"] == "checks" and [bool(r["at"]) for r in view(place)["rows"]] == [True, False, False]
    place.screen("view", to="rules:0")
    assert place.state()["scene"] == "rules"
    session.spot(place.service.frozen().pool.applicants[2])
    assert place.state()["scene"] == "spot" and view(place)["number"] == 1
    session.convene()
    assert place.state()["scene"] == "board"
    session.sign_in("PARENT", "孙乙")
    assert place.state()["scene"] == "cast"
    session.commit("A1", "1" * 64)
    session.sign_in("MEDIA", "李丙")
    state = place.state()
    assert state["scene"] == "board" and "press has signed in" in state["band"]["words"][1]


def test_the_program_is_read_out_beside_its_check(tmp_path: Path) -> None:
    """The hash of the program is the notice's, with its read-aloud code."""
    session, place = at_desk(tmp_path)
    for item in ("SEAL", "OFFLINE", "PROGRAM"):
        session.check_item(item)
    assert view(place)["code"]["hash"] == session.state.the_notice().program
    assert len(view(place)["code"]["aloud"].split()) == 10
    assert all(r["at"] == "09:00:00" for r in view(place)["rows"])


def test_a_row_is_public_columns_and_a_masked_name(tmp_path: Path) -> None:
    """A parent's code shows what pool.csv says of it in the rule sheet's words, and no more; an unknown code is refused clearly."""
    session, place = at_desk(tmp_path)
    frozen = place.service.frozen()
    code = frozen.pool.applicants[0]
    assert place.screen("spot", code=f" {code.lower()} ") == 204
    found = view(place)
    line = session.store.file(1, "pool.csv").decode().splitlines()[1].split(",")
    assert (found["code"], found["unit"], found["seal"]) == (line[0], line[1], line[-1])
    assert found["columns"] == [["报名学校", "示例第一中学"]] and found["name"].startswith("阚")
    assert not any(name in str(found) for name in (*room.NAMES, *room.IDS))
    before = place.state()
    assert place.screen("spot", code="9999") == 422
    assert place.client.post("/screen/spot", data=place.form(code="9999"), headers=room.ORIGIN).text.count("9999") >= 1
    assert place.state()["view"] == before["view"]
    assert len(session.store.lines(1)) == 1


def test_nothing_is_looked_up_before_the_show_is_over(tmp_path: Path) -> None:
    """A result is never on the screen before its page; afterwards three codes stand together with rank and outcome."""
    session, place = at_desk(tmp_path)
    codes = place.service.frozen().pool.applicants
    assert place.screen("lookup", code=codes[0]) == 422
    room.hold(session)
    place.state()
    assert place.screen("lookup", code=codes[0]) == 422
    show = place.service.show()
    assert show is not None
    for _ in show.frames:
        place.screen("next")
    for code in (*codes[:4], codes[1]):
        assert place.screen("lookup", code=code) == 204
    rows = {row.split(",")[0]: row.split(",") for row in session.store.file(1, "results.csv").decode().splitlines()}
    found = view(place)["rows"]
    assert [r["code"] for r in found] == [codes[2], codes[3], codes[1]]
    for row in found:
        record = rows[row["code"]]
        assert (str(row["rank"] or ""), row["in"]) == (record[3], record[5] == "admitted")
        assert row["waits"] == [] or record[5] == "waiting"
    waiting = session.store.file(1, "tables/waiting.csv").decode().splitlines()[1:]
    positions = {line.split(",")[2]: int(line.split(",")[1]) for line in waiting}
    for row in found:
        for place_in_line in row["waits"]:
            assert place_in_line["position"] == positions[row["unit"] or row["code"]]
    assert place.screen("lookup", code="NOBODY") == 422


def test_the_last_scene_is_the_way_to_verify(tmp_path: Path) -> None:
    """After the last page comes the address as a QR code that a reader reads, with Wi-Fi and desk of the settings."""
    session, place = at_desk(tmp_path)
    room.hold(session)
    url = "http://192.0.2.7:8001/"
    place.state()
    show = place.service.show()
    assert show is not None
    for _ in show.frames:
        place.screen("next")
    assert "verify:0" in views(place.service) and place.state()["scene"] == "show"
    place.screen("next")
    assert place.state()["scene"] == "verify" and not place.state()["back"] and view(place)["qr"] == []
    place.service.public_url = url
    rows = view(place)["qr"]
    image = Image.new("L", (len(rows) + 8, len(rows) + 8), 255)
    for y, row in enumerate(rows):
        for x, bit in enumerate(row):
            image.putpixel((x + 4, y + 4), 0 if bit == "1" else 255)
    assert zxingcpp.read_barcode(image.resize((image.width * 6, image.height * 6))).text == url
    assert view(place)["statement"]["hash"] == digest(session.store.file(1, "statement.txt"))


def test_a_pause_puts_up_what_happened_and_what_holds(tmp_path: Path) -> None:
    """The ruling, since when, what is not affected, who decides; a card may say more; the end of the pause ends it."""
    session, place = at_desk(tmp_path)
    room.board_of(session)
    session.rule("PAUSE", "POWER", ["D1", "D2"])
    state = place.state()
    assert state["scene"] == "incident" and state["view"]["ruling"] == 1 and state["view"]["since"] == "09:00:00"
    assert "停电" in state["view"]["what"][0] and state["view"]["group"] == {"group": 3, "quorum": 2}
    assert place.screen("card", card="power") == 204
    assert view(place)["title"] == list(CARDS[0].title)
    assert place.screen("back") == 204
    assert place.state()["scene"] == "board"
    session.rule("ACCEPT_MISSING_WITNESS", "WITNESS", ["D1", "D2"])
    assert (
        place.state()["scene"] == "incident"
        and view(place)["title"] == list(CARDS[0].title)
        and view(place)["ruling"] == 1
    )
    session.rule("CONTINUE", "POWER", ["D1", "D2"])
    assert place.state()["scene"] == "board" and place.service.display.card == ""


@pytest.mark.parametrize("card", [c.key for c in CARDS])
def test_every_card_can_be_shown_and_put_away(tmp_path: Path, card: str) -> None:
    """Each card of the handbook has its words for the hall; an unknown one is refused; it is no act of the ceremony."""
    session, place = at_desk(tmp_path)
    assert place.screen("card", card=card) == 204
    state = place.state()
    assert state["scene"] == "incident" and all(
        state["view"][part] for part in ("title", "what", "guarantee", "decides", "since")
    )
    assert place.screen("card", card="") == 204
    assert place.state()["scene"] == "title" and len(session.store.lines(1)) == 1
    assert place.screen("card", card="nothing") == 422


def test_two_machines_agree_or_the_show_stops(tmp_path: Path) -> None:
    """Each report beside the result of this machine, with both programs; one disagreement is a red band on every scene."""
    session, place = at_desk(tmp_path)
    room.hold(session)
    place.state()
    result = place.state()["view"]["code"]["hash"]

    def report(agrees: bool) -> gallery.Report:
        return gallery.Report(machine="N1", program="ab" * 32, step="result", value=result, agrees=agrees)

    place.service._session.second_reports = lambda: [report(True)]  # type: ignore[attr-defined]
    state = place.state()
    assert state["scene"] == "second" and state["view"]["agree"] and state["band"] is None
    assert state["view"]["rows"][0]["code"] == state["view"]["code"]
    place.screen("next")
    assert place.state()["at"] == "show:1"
    place.service._session.second_reports = lambda: [report(True), report(False)]  # type: ignore[attr-defined]
    state = place.state()
    assert state["at"] == "show:1" and state["band"]["kind"] == "stop"
    place.screen("view", to="second:0")
    assert not view(place)["agree"]


def test_views_are_turned_to_by_number(tmp_path: Path) -> None:
    """#n is the n-th view from 1, #last the present one; anything else is refused and nothing moves."""
    session, place = at_desk(tmp_path)
    room.board_of(session)
    place.state()
    known = views(place.service)
    for n, name in enumerate(known, 1):
        assert place.screen("view", to=f"#{n}") == 204
        assert (place.state()["at"], place.state()["place"]) == (name, [n, len(known)])
    assert place.screen("view", to="#1") == 204 and place.screen("view", to="#last") == 204
    assert place.state()["at"] == "board:0" and place.service.display.looking == ""
    for wrong in ("#0", f"#{len(known) + 1}", "#", "show:1", "nothing", "", "#٣"):
        assert place.screen("view", to=wrong) == 422, wrong
    assert place.screen("view", to="card:0") == 204
    assert place.state()["scene"] == "card" and not place.state()["back"]
    assert place.screen("next") == 204
    assert place.state()["at"] == "board:0"


def test_blank_is_black_or_white(tmp_path: Path) -> None:
    """White for the photographers, black for a pause in the talk."""
    _, place = at_desk(tmp_path)
    for on, blank in (("1", (True, False)), ("white", (True, True)), ("0", (False, False))):
        place.screen("blank", on=on)
        assert (place.state()["blank"], place.state()["white"]) == blank
