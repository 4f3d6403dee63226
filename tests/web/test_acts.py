"""The acts at the desk: a whole rehearsal by forms, each once, each refused in words where it may not be."""

from pathlib import Path

import room

from draw.ceremony import Stage
from draw.edges.session import Session
from draw.hashing import commitment


def desk(folder: Path, **more: int) -> room.Room:
    """A logged-in desk of a frozen session."""
    place = room.Room(room.freeze(folder / "s", **more))
    place.login()
    return place


def stage(place: room.Room) -> Stage:
    """Where the ceremony is, as another process would see it."""
    return Session.open(place.session.folder, room.PASSPHRASE, room.ambient()).state.stage


def test_a_whole_rehearsal_by_forms(tmp_path: Path) -> None:
    """Every act of the run of show works as a plain form post, to the signed result and through the show."""
    place = desk(tmp_path)
    sure = {"confirm": room.SESSION}
    assert place.act("convene") == 303
    for party in ("A1", "N1", "W01"):
        value = commitment(place.session.state.notice_hash, party, room.secret(party))
        assert place.act("commit", party=party, commitment=f" {value.upper()} ") == 303
    assert place.act("board") == 422
    assert place.act("board", confirm="wrong") == 422
    assert place.act("board", **sure) == 303
    assert place.act("reveal-open") == 303
    assert place.act("reveal", party="W01", secret="0" * 64) == 422
    assert place.act("reveal", party="W01", secret=room.secret("W01")) == 303
    assert place.act("reveal-close") == 303
    assert place.act("dice-operator", digits="3141592653") == 303
    assert place.act("dice-checker", digits="3141592654") == 422
    assert place.act("dice-operator", digits="31415 92653") == 303
    assert place.act("dice-checker", digits="3141592653") == 303
    assert place.act("dice-confirm", **sure) == 303
    assert place.act("envelopes", **sure) == 303
    assert place.act("paper", party="A1", secret=room.secret("N1")) == 422
    for party in ("A1", "N1"):
        assert place.act("paper", party=party, secret=room.secret(party)) == 303
    assert place.act("finish") == 303
    assert stage(place) is Stage.DONE
    show = place.service.show()
    assert show is not None
    for _ in show.frames:
        assert place.screen("next") == 204
    assert place.state()["view"]["kind"] == "final"  # type: ignore[index]
    assert len(place.session.store.show()) == len(show.frames)


def test_a_form_sent_twice_acts_once(tmp_path: Path) -> None:
    """The second of two equal posts is refused kindly (409) and the ledger has one line for it."""
    place = desk(tmp_path)
    form = place.form()
    answers = [place.client.post("/act/convene", data=form, headers=room.ORIGIN) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 409]
    assert "nothing was done" in answers[1].text
    assert [line.kind for line in place.session.store.lines(1)] == ["freeze", "convene"]


def test_a_press_sent_twice_turns_one_page(tmp_path: Path) -> None:
    """A clicker that fires twice shows nobody without an announcement."""
    place = desk(tmp_path)
    room.hold(place.session)
    form = place.form(at="result:0")
    head = {**room.ORIGIN, "Accept": "application/json"}
    assert [place.client.post("/screen/next", data=form, headers=head).status_code for _ in range(2)] == [204, 409]
    assert len(place.session.store.show()) == 1


def test_an_act_after_another_process_has_written_is_refused(tmp_path: Path) -> None:
    """The command line may act too; a form made before that is stale."""
    place = desk(tmp_path)
    form = place.form()
    place.session.convene()
    assert place.client.post("/act/convene", data=form, headers=room.ORIGIN).status_code == 409


def test_the_reveals_close_only_after_their_time(tmp_path: Path) -> None:
    """Before the running time is over the form is closed and a post is refused; afterwards it works."""
    seconds = [1784336400]
    place = desk(tmp_path, reveal=60, seconds=seconds)  # type: ignore[arg-type]
    room.board_of(place.session)
    place.session.reveal("W01", room.secret("W01"))
    seconds[0] += 59
    assert place.act("reveal-close") == 422
    assert b'data-left="1"' in place.get("/")
    seconds[0] += 1
    assert place.act("reveal-close") == 303


def test_a_ruling_pauses_and_only_a_ruling_goes_on(tmp_path: Path) -> None:
    """PAUSE shows a band and closes every other act; a void is ruled apart, needs the session id and leads to the certificate."""
    place = desk(tmp_path)
    place.act("convene")
    signed = {"reason": "POWER", "signer_D1": "1", "signer_D3": "1"}
    assert place.act("rule", action="PAUSE", **signed) == 303
    assert "PAUSED" in str(place.state()["band"])
    assert b'action="/act/commit"' not in place.get("/")
    assert place.act("commit", party="A1", commitment="0" * 64) == 422
    assert place.act("rule", action="CONTINUE", reason="POWER", signer_D1="1") == 422
    assert place.act("rule", action="CONTINUE", reason="POWER", signer_D1="1", signer_D4="1") == 422
    assert place.act("rule", action="CONTINUE", **signed) == 303
    assert place.act("rule", action="VOID", **signed) == 422
    assert place.act("rule-void", **signed) == 422
    assert place.act("rule-void", confirm=room.SESSION, **signed) == 303
    assert b'action="/act/void"' in place.get("/")
    assert place.act("void", confirm=room.SESSION) == 303
    state = place.state()
    assert state["scene"] == "void" and state["voided"] == 1


def test_what_was_typed_comes_back(tmp_path: Path) -> None:
    """A form that was refused, or came too late, is shown again with everything that was typed; the confirmation is not."""
    place = desk(tmp_path)
    form = place.form(code=" 00 99 ")
    answer = place.client.post("/act/spot", data=form, headers=room.ORIGIN)
    assert answer.status_code == 422
    assert 'value=" 00 99 "' in answer.text and "What you typed is still in the form" in answer.text
    late = place.form(reason="NETWORK", action="PAUSE", signer_D2="1", text="现场网络中断<b>")
    place.session.convene()
    answer = place.client.post("/act/rule", data=late, headers=room.ORIGIN)
    assert answer.status_code == 409
    assert "现场网络中断&lt;b&gt;" in answer.text
    assert 'name="signer_D2" value="1" checked' in answer.text
    assert 'value="NETWORK" selected' in answer.text
    board = place.form(confirm="pages-2027")
    answer = place.client.post("/act/board", data=board, headers=room.ORIGIN)
    assert answer.status_code == 422 and "pages-2027" not in answer.text


def test_what_was_typed_for_a_step_that_is_over_is_told(tmp_path: Path) -> None:
    """The form is gone, but what stood in it is on the page, so that nobody has to read it from paper again."""
    place = desk(tmp_path)
    room.board_of(place.session)
    answer = place.client.post("/act/commit", data=place.form(party="W01", commitment="ab" * 32), headers=room.ORIGIN)
    assert answer.status_code == 422
    assert "ab" * 32 in answer.text and "this form cannot be sent now" in answer.text


def test_looking_back_moves_no_ceremony(tmp_path: Path) -> None:
    """Back, view and blank change the screen only; the next ledger line ends the looking back."""
    place = desk(tmp_path)
    assert place.screen("next") == 204
    assert place.state()["scene"] == "cast"
    assert place.screen("view", to="pool:0") == 204
    assert place.state()["scene"] == "pool" and len(place.session.store.lines(1)) == 1
    assert place.act("convene") == 303
    assert place.state()["scene"] == "board"
    assert place.screen("back") == 204
    assert (place.state()["scene"], place.state()["back"]) == ("rules", True)
    assert place.screen("blank", on="1") == 204
    assert place.state()["blank"] is True
    assert place.act("commit", party="A1", commitment="0" * 64) == 303
    assert (place.state()["scene"], place.state()["back"]) == ("board", False)


def test_a_restart_goes_on_at_the_cursor(tmp_path: Path) -> None:
    """After the program was started again the hall sees the same page of the show, and the next press the next."""
    place = desk(tmp_path)
    room.hold(place.session)
    for _ in range(3):
        place.screen("next")
    before = place.state()
    again = room.Room(Session.open(place.session.folder, room.PASSPHRASE, room.ambient()))
    after = again.state()
    assert {k: before[k] for k in ("n", "at", "view", "time")} == {k: after[k] for k in ("n", "at", "view", "time")}
    again.login()
    again.screen("next")
    assert again.state()["at"] == "show:4"


def test_the_pace_turns_pages_until_paused(tmp_path: Path) -> None:
    """Automatic pages come when they are due, not while the screen is blank, and stop with a pause."""
    now = [0.0]
    place = desk(tmp_path)
    place.service.clock = lambda: now[0]
    room.hold(place.session)
    assert place.screen("pace", seconds="3") == 204
    turned = []
    for _ in range(8):
        now[0] += 1
        turned.append(place.service.tick())
    assert turned.count(True) == 2
    place.screen("blank", on="1")
    now[0] += 10
    assert not place.service.tick()
    place.screen("blank", on="0")
    place.screen("pace", seconds="0")
    assert not place.service.tick()
