"""The witness stations over HTTP: one's own party only, nothing early, nothing of anybody else's; and the envelope page."""

import base64
import hashlib
import html
import re
import subprocess
import threading
import time
from pathlib import Path

import pytest
import room
from click.testing import CliRunner
from flask.testing import FlaskClient
from staff import Staff, live
from werkzeug.test import TestResponse

from draw.cli import main
from draw.edges.people import Role
from draw.edges.session import Session
from draw.errors import StepRefused
from draw.hashing import commitment, digest, read_aloud
from draw.words import WORDS
from web import standalone
from web.access import Who, marks

BASE = "http://127.0.0.1:1"


class Hall(room.Room):
    """The ceremony side, its operator logged in, and as many stations (browsers) as a test wants."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.login()

    def link(self, party: str, **form: str) -> TestResponse:
        """The operator makes a party's link."""
        data = {"token": self.token(), **form}
        return self.client.post(f"/stations/{party}/link", data=data, headers=room.ORIGIN)

    def code(self, party: str, **form: str) -> str:
        """The code of a new link, as its card shows it."""
        page = self.link(party, **form).text
        return "".join(re.findall(r"<span>([^<]+)</span>", page.partition('id="card-code">')[2].partition("</p>")[0]))

    def look(self) -> None:
        """Take in what was recorded by the test's own session."""
        self.feed.poke()


class Station:
    """One browser at a witness's station."""

    def __init__(self, hall: Hall, party: str, code: str) -> None:
        self.client: FlaskClient = hall.app.test_client()
        self.party = party
        self.entered = self.enter(code)
        self.token = (self.entered.json or {}).get("token", "")

    def enter(self, code: str, party: str = "", **more: str) -> TestResponse:
        """Come in by a code."""
        return self.post(f"/w/{party or self.party}/enter", code=code, **more)

    def post(self, path: str, **form: str) -> TestResponse:
        """Post a form as it is."""
        return self.client.post(path, data=form, headers=room.ORIGIN)

    def get(self, path: str) -> TestResponse:
        """Get a page."""
        return self.client.get(path, headers=room.ORIGIN)

    def state(self) -> dict[str, object]:
        """The station's state."""
        answer = self.get(f"/w/{self.party}/state")
        assert answer.status_code == 200
        found: dict[str, object] = answer.json or {}
        return found

    def hand(self, what: str, **form: str) -> TestResponse:
        """Commit or reveal for the own party."""
        return self.post(f"/w/{self.party}/{what}", token=self.token, **form)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """A frozen rehearsal."""
    return Hall(room.freeze(tmp_path / "s"))


@pytest.fixture
def station(hall: Hall) -> Station:
    """W01's station."""
    return Station(hall, "W01", hall.code("W01"))


def lines(hall: Hall) -> list[tuple[str, str]]:
    """(kind, by) of every ledger line now."""
    hall.session.reload()
    return [(line.kind, line.by) for line in hall.session.lines]


def made(hall: Hall, party: str) -> dict[str, str]:
    """What a station hands in first."""
    value = hall.session.state.notice_hash
    return {"notice": value, "commitment": commitment(value, party, room.secret(party))}


def shown(hall: Hall, party: str) -> dict[str, str]:
    """What it hands in then."""
    return {"notice": hall.session.state.notice_hash, "secret": room.secret(party)}


# -- coming in ------------------------------------------------------------------------------------------------------------


def test_a_link_is_shown_once_and_its_code_opens_its_own_station_only(hall: Hall) -> None:
    """The card has the code, no later page has it; it opens W01's station and no other."""
    page = hall.link("W01")
    code = re.sub(
        r"[^A-Za-z0-9_-]", "", re.sub("<[^>]*>", "", page.text.partition('id="card-code">')[2].partition("</p>")[0])
    )
    assert len(code) == 43 and page.headers["Cache-Control"] == "no-store"
    assert code not in hall.get("/stations").decode() and code not in hall.get("/stations/paper").decode()
    assert Station(hall, "W01", code).state()["party"] == "W01"
    for party in ("W02", "W09", "A1", "w01", "operator"):
        other = Station(hall, party, code)
        assert other.entered.status_code == 403 and other.token == ""


def test_a_new_link_voids_the_old_one_and_whoever_came_in_by_it(hall: Hall, station: Station) -> None:
    """Renewing has to be confirmed; then the old code and the old login are worth nothing."""
    old = hall.code("W02")
    there = Station(hall, "W02", old)
    assert hall.link("W02").status_code == 422
    assert there.get("/w/W02/state").status_code == 200
    new = hall.code("W02", confirm=" w02 ")
    assert new and new != old
    assert there.get("/w/W02/state").status_code == 303
    assert there.hand("commit", **made(hall, "W02")).status_code == 403
    assert there.enter(old).status_code == 403
    assert Station(hall, "W02", new).state()["party"] == "W02"
    assert station.state()["party"] == "W01"  # nobody else is put out


def test_no_stranger_can_keep_a_witness_out(hall: Hall) -> None:
    """Any number of wrong codes slows nothing down: nobody guesses 256 bits."""
    code = hall.code("W01")
    for n in range(30):
        assert Station(hall, "W01", f"guess-{n}").entered.status_code == 403
    assert Station(hall, "W01", code).entered.status_code == 200


def test_links_are_for_open_parties_of_the_notice(hall: Hall) -> None:
    """A sealed party or one that the notice does not have gets no link."""
    for party in ("A1", "N1", "W03", "W99", "x"):
        assert hall.link(party).status_code == 404
    assert hall.session.people.stations() == {}


def test_a_browser_of_the_desk_does_not_change_sides_unasked(hall: Hall) -> None:
    """A witness's link opened at the desk asks first; then the desk's login is over."""
    code = hall.code("W01")
    answer = hall.client.post("/w/W01/enter", data={"code": code}, headers=room.ORIGIN)
    assert (answer.status_code, answer.json) == (409, {"staff": True})
    assert hall.client.get("/stations", headers=room.ORIGIN).status_code == 200
    wrong = hall.client.post("/w/W01/enter", data={"code": "x", "leave": "1"}, headers=room.ORIGIN)
    assert wrong.status_code == 403
    assert hall.client.get("/stations", headers=room.ORIGIN).status_code == 200
    assert hall.client.post("/w/W01/enter", data={"code": code, "leave": "1"}, headers=room.ORIGIN).status_code == 200
    assert hall.client.get("/stations", headers=room.ORIGIN).status_code == 403
    assert hall.client.get("/w/W01/state", headers=room.ORIGIN).status_code == 200


def test_the_page_of_a_station_tells_nothing_and_only_the_shell_is_open(hall: Hall) -> None:
    """Without a code there is the shell: no title, no party's name, no hash; and only these routes are open."""
    stranger = hall.app.test_client()
    notice = hall.session.state.the_notice()
    page = stranger.get("/w/W01", headers=room.ORIGIN).text
    for value in (notice.title, notice.session, "家长代表", hall.session.state.notice_hash):
        assert value not in page
    assert stranger.get("/w/w1", headers=room.ORIGIN).status_code == 404
    assert stranger.get("/w/W01/state", headers=room.ORIGIN).status_code == 303
    open_routes = {name for name, who in marks(hall.app).items() if name.startswith("witness.") and Who.HALL in who}
    assert open_routes == {"witness.page", "witness.enter", "witness.envelope"}


# -- one's own party only -------------------------------------------------------------------------------------------------


def test_a_station_reads_and_records_for_its_own_party_only(hall: Hall, station: Station) -> None:
    """Another party's state and acts are forbidden, whatever the form says, and nothing is recorded."""
    hall.session.convene()
    before = lines(hall)
    assert station.get("/w/W02/state").status_code == 403
    assert station.post("/w/W02/commit", token=station.token, **made(hall, "W02")).status_code == 403
    assert station.post("/act/commit", token=station.token, party="W01", **made(hall, "W01")).status_code == 403
    for path in ("/", "/stations", "/people"):
        assert station.get(path).status_code == 403
    assert lines(hall) == before
    assert station.hand("commit", party="W02", **made(hall, "W01")).status_code == 200
    assert lines(hall) == [*before, ("commit", "W01")]


def test_the_service_itself_refuses_another_party(hall: Hall, station: Station) -> None:
    """The rule does not hang on the routes: a station's login cannot act for others even by a form that says so."""
    hall.session.convene()
    with station.client.session_transaction(base_url=BASE) as cookie:
        login = hall.logins.of(cookie["login"])
    assert login is not None and login.party == "W01"
    with pytest.raises(StepRefused, match="W01"):
        hall.service.act("commit", {"party": "W02", **made(hall, "W02")}, login)
    with pytest.raises(StepRefused, match="operator"):
        hall.service.act("convene", {}, login)


def test_a_stolen_cookie_without_the_token_does_nothing(hall: Hall, station: Station) -> None:
    """Neither no token, a wrong one, nor that of another station's login is taken; nor another origin."""
    hall.session.convene()
    other = Station(hall, "W02", hall.code("W02"))
    for token in ("", "x", other.token):
        assert station.post("/w/W01/commit", token=token, **made(hall, "W01")).status_code == 403
    head = {**room.ORIGIN, "Origin": "http://127.0.0.1:9"}
    data = {"token": station.token, **made(hall, "W01")}
    assert station.client.post("/w/W01/commit", data=data, headers=head).status_code == 403
    assert station.client.post("/w/W01/enter", data={"code": "x"}, headers=head).status_code == 403
    assert ("commit", "W01") not in lines(hall)


def test_the_operator_plays_no_witness(hall: Hall) -> None:
    """Even in a rehearsal, where one person may play the staff, a station's acts need its link."""
    for path in ("/w/W01/commit", "/w/W01/reveal"):
        assert hall.client.post(path, data=hall.form(**made(hall, "W01")), headers=room.ORIGIN).status_code == 403
    assert hall.client.get("/w/W01/state", headers=room.ORIGIN).status_code == 403


# -- in its time ------------------------------------------------------------------------------------------------------------


def test_a_station_neither_convenes_nor_starts_the_reveals(hall: Hall, station: Station) -> None:
    """What the desk has to open stays shut: an early commitment or reveal is refused and the ledger stays as it was."""
    before = lines(hall)
    early = station.hand("commit", **made(hall, "W01"))
    assert early.status_code == 422 and "has not begun" in (early.json or {})["error"]
    assert lines(hall) == before
    room.board_of(hall.session)
    before = lines(hall)
    early = station.hand("reveal", **shown(hall, "W01"))
    assert early.status_code == 422 and "not open yet" in (early.json or {})["error"]
    assert lines(hall) == before


def test_a_commitment_stands_in_the_ledger_under_its_party_and_cannot_be_changed(hall: Hall, station: Station) -> None:
    """Sent again it is as good as done; another one, or a copy of somebody's, is refused."""
    hall.session.convene()
    for _ in range(2):
        assert station.hand("commit", **made(hall, "W01")).json == {"late": False}
    assert lines(hall)[-1] == ("commit", "W01") and lines(hall).count(("commit", "W01")) == 1
    other = {**made(hall, "W01"), "commitment": "0" * 64}
    assert station.hand("commit", **other).status_code == 422
    copy = Station(hall, "W02", hall.code("W02"))
    assert copy.hand("commit", **made(hall, "W01")).status_code == 422
    for bad in ("", "xyz", "g" * 64, room.secret("W02")[:-1]):
        assert copy.hand("commit", notice=hall.session.state.notice_hash, commitment=bad).status_code == 422
    assert station.state()["commitment"] == made(hall, "W01")["commitment"]


def test_what_was_made_for_another_notice_is_not_taken(hall: Hall, station: Station) -> None:
    """A page that slept through a new notice hands in nothing for it: neither a commitment nor, later, a secret."""
    hall.session.convene()
    for notice in ("", "0" * 64):
        answer = station.hand("commit", **{**made(hall, "W01"), "notice": notice})
        assert answer.status_code == 422 and "another notice" in (answer.json or {})["error"]
    assert ("commit", "W01") not in lines(hall)
    room.board_of(hall.session)
    hall.session.open_reveal()
    assert station.hand("reveal", **{**shown(hall, "W01"), "notice": "0" * 64}).status_code == 422
    assert ("reveal", "W01") not in lines(hall)


def test_a_reveal_is_retried_until_it_is_right(hall: Hall, station: Station) -> None:
    """A wrong secret records nothing and costs nothing; the right one counts, once."""
    room.board_of(hall.session)
    hall.session.open_reveal()
    for wrong in (room.secret("W02"), room.secret("W01")[:-1], "", "z" * 64):
        assert station.hand("reveal", **{**shown(hall, "W01"), "secret": wrong}).status_code == 422
    assert ("reveal", "W01") not in lines(hall)
    for _ in range(2):
        assert station.hand("reveal", **shown(hall, "W01")).json == {"late": False}
    assert lines(hall).count(("reveal", "W01")) == 1
    assert station.state()["revealed"] is True


def test_a_late_secret_is_told_so_recorded_once_and_only_if_it_is_right(hall: Hall, station: Station) -> None:
    """After the deadline the right secret is one line of the minutes; a stream of them, or of noise, is none."""
    room.board_of(hall.session)
    hall.session.reveal("W02", room.secret("W02"))
    hall.session.close_reveal()
    assert station.hand("reveal", **{**shown(hall, "W01"), "secret": "0" * 64}).status_code == 422
    assert ("late", "W01") not in lines(hall)
    assert station.hand("reveal", **shown(hall, "W01")).json == {"late": True}
    again = station.hand("reveal", **shown(hall, "W01"))
    assert again.status_code == 422 and "already" in (again.json or {})["error"]
    assert lines(hall).count(("late", "W01")) == 1
    found = station.state()
    assert (found["late"], found["revealed"], found["closed"]) == (True, False, True)
    inside = Station(hall, "W02", hall.code("W02"))
    assert inside.hand("reveal", **shown(hall, "W02")).json == {"late": False}  # recorded in time; nothing changes


def test_who_never_committed_records_nothing_late(hall: Hall, station: Station) -> None:
    """A party that stands as absent on the board has no secret to bring."""
    for party in ("A1", "N1", "W02"):
        hall.session.commit(party, commitment(hall.session.state.notice_hash, party, room.secret(party)))
    hall.session.close_board()
    hall.session.reveal("W02", room.secret("W02"))
    hall.session.close_reveal()
    assert station.hand("commit", **made(hall, "W01")).status_code == 422
    assert station.hand("reveal", **shown(hall, "W01")).status_code == 422
    assert ("late", "W01") not in lines(hall)


def test_in_a_live_draw_a_witness_acts_for_itself(tmp_path: Path) -> None:
    """With everybody at their own station: W02 commits and reveals by its link, and stands in the minutes as W02."""
    staff = Staff(live(tmp_path / "s"))
    session = staff.session
    staff.convened()
    code = session.people.station("W02")
    there = staff.browser()
    answer = there.post("/w/W02/enter", data={"code": code}, headers=room.ORIGIN)
    token = (answer.json or {})["token"]
    value = staff.room.service.frozen().notice_hash
    form = {"token": token, "notice": value, "commitment": commitment(value, "W02", room.secret("W02"))}
    assert there.post("/w/W02/commit", data=form, headers=room.ORIGIN).status_code == 200
    for party in ("A1", "N1"):
        made_of = commitment(value, party, room.secret(party))
        assert staff.act(Role.OPERATOR, "commit", party=party, commitment=made_of) == 303
    assert staff.act(Role.OPERATOR, "board", confirm=room.SESSION) == 303
    assert staff.act(Role.OPERATOR, "reveal-open") == 303
    form = {"token": token, "notice": value, "secret": room.secret("W02")}
    assert there.post("/w/W02/reveal", data=form, headers=room.ORIGIN).json == {"late": False}
    session.reload()
    assert [(line.kind, line.by) for line in session.lines if line.by == "W02"] == [
        ("commit", "W02"),
        ("reveal", "W02"),
    ]
    assert staff.post(Role.OPERATOR, "/w/W01/commit", **form).status_code == 403


# -- what it is told --------------------------------------------------------------------------------------------------------


def test_a_station_is_told_its_own_line_and_what_is_public(hall: Hall, station: Station) -> None:
    """At every stage: no secret before seed.txt, no name, no id, nobody else's commitment before the board is closed."""
    session = hall.session
    private = (*room.NAMES, *room.IDS)

    def told(*allowed: str) -> dict[str, object]:
        hall.look()
        text = station.get("/w/W01/state").text
        secrets = {room.secret(p) for p in ("A1", "N1", "W01", "W02")} - set(allowed)
        assert not [value for value in (*private, *secrets) if value in text]
        return station.state()

    found = told()
    assert (found["stage"], found["known"], found["board"], found["rehearsal"]) == ("objections", True, None, True)
    session.convene()
    session.commit("W02", commitment(session.state.notice_hash, "W02", room.secret("W02")))
    found = told()
    assert found["commitment"] == "" and session.state.commitments["W02"] not in str(found)
    station.hand("commit", **made(hall, "W01"))
    session.reload()
    for party in ("A1", "N1"):
        session.commit(party, commitment(session.state.notice_hash, party, room.secret(party)))
    session.close_board()
    text = (session.public / "board.txt").read_text(encoding="utf-8")
    assert told()["board"] == {"text": text, "hash": digest(text.encode())}
    session.reveal("W02", room.secret("W02"))
    assert told()["stage"] == "reveal"
    station.hand("reveal", **shown(hall, "W01"))
    session.reload()
    session.close_reveal()
    for role in ("operator", "checker"):
        session.type_dice(role, room.DICE)
    session.confirm_dice()
    session.open_envelopes()
    session.open_paper("A1", room.secret("A1"))
    assert told()["seed"] is None
    session.open_paper("N1", room.secret("N1"))
    text = (session.public / "seed.txt").read_text(encoding="utf-8")
    found = told(*(room.secret(p) for p in ("A1", "N1", "W01", "W02")))
    assert found["seed"] == {"text": text, "hash": session.state.seed}


def test_nothing_new_is_no_answer_and_another_start_is_news(hall: Hall, station: Station) -> None:
    """204 while the version is the same; any line, or another start of the server, changes it."""
    version = str(station.state()["v"])
    assert station.get(f"/w/W01/state?v={version}").status_code == 204
    assert station.get(f"/w/W01/state?v=0{version}").status_code == 200
    hall.session.convene()
    hall.look()
    assert station.get(f"/w/W01/state?v={version}").status_code == 200


def test_a_long_act_does_not_gather_the_servers_threads(hall: Hall, station: Station) -> None:
    """While the ceremony holds its lock a look is answered 503 within a second, and the station goes on afterwards."""
    held, release = threading.Event(), threading.Event()

    def long() -> None:
        with hall.service.lock:
            held.set()
            release.wait(10)

    thread = threading.Thread(target=long)
    thread.start()
    held.wait(5)
    began = time.monotonic()
    assert station.get("/w/W01/state").status_code == 503
    assert time.monotonic() - began < 2
    release.set()
    thread.join()
    assert station.get("/w/W01/state").status_code == 200


def test_before_the_freeze_a_station_waits(tmp_path: Path) -> None:
    """A link of an earlier day in a session that is not frozen shows a station that knows nothing yet."""
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "session.toml").write_text(room.SHEET.replace("REVEAL", "0"), encoding="utf-8")
    session = Session.create(folder, room.PASSPHRASE, room.ambient())
    code = session.people.station("W01")
    hall = Hall(session)
    found = Station(hall, "W01", code).state()
    assert (found["stage"], found["known"], found["notice"]) == ("start", False, "")
    assert hall.client.get("/stations", headers=room.ORIGIN).status_code == 200
    assert hall.client.get("/stations/paper", headers=room.ORIGIN).status_code == 200
    assert hall.link("W01", confirm="W01").status_code == 404


def test_no_secret_and_no_code_reaches_a_log_or_an_address(
    hall: Hall, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a fault in the middle of a reveal logs its place only."""
    code = hall.code("W01")
    there = Station(hall, "W01", code)

    def fail(name: str, form: object, login: object) -> None:
        raise RuntimeError(f"canary {form}")

    monkeypatch.setattr(hall.service, "act", fail)
    answer = there.hand("reveal", **shown(hall, "W01"))
    assert answer.status_code == 500
    for value in (room.secret("W01"), code):
        assert value not in caplog.text + answer.text
    assert "RuntimeError" in caplog.text


# -- paper and the file for sealed parties ------------------------------------------------------------------------------------


def test_the_line_on_the_paper_card_computes_the_commitment(hall: Hall) -> None:
    """A witness who brings a secret types the card's two lines in any shell and gets what goes on the board."""
    page = hall.get("/stations/paper").decode()
    codes = [html.unescape(found) for found in re.findall(r"<code>([^<]+)</code>", page)]
    make, line = codes[0], next(c for c in codes if ":W02:" in c)
    secret = subprocess.run(["bash", "-c", make], capture_output=True, check=True, text=True).stdout.strip()
    assert re.fullmatch("[0-9a-f]{64}", secret)
    found = subprocess.run(["bash", "-c", line.replace("<secret>", secret)], capture_output=True, check=True, text=True)
    value = hall.session.state.notice_hash
    assert found.stdout.split()[0] == commitment(value, "W02", secret)
    assert value in page and read_aloud(value) in page
    hall.session.convene()
    assert hall.act("commit", party="W02", commitment=found.stdout.split()[0]) == 303
    assert lines(hall)[-1] == ("commit", "W02")


def test_the_envelope_page_is_one_file_and_its_hash_is_shown(hall: Hall, tmp_path: Path) -> None:
    """The download, `draw kit` and the hash on the page of stations are of the same bytes."""
    answer = hall.client.get("/kit/envelope.html", headers=room.ORIGIN)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data == standalone.envelope()
    page = hall.get("/stations").decode()
    assert digest(answer.data) in page and read_aloud(digest(answer.data)) in page
    result = CliRunner().invoke(main, ["kit", str(tmp_path / "kit")])
    assert result.exit_code == 0, result.output
    files = {p.name: p.read_bytes() for p in (tmp_path / "kit").iterdir()}
    assert files["envelope.html"] == answer.data
    assert files["verify.py"] == (Path(room.__file__).parents[2] / "scripts" / "verify.py").read_bytes()
    for name, data in files.items():
        assert f"{digest(data)}  {name}" in result.output


def test_the_envelope_page_loads_and_runs_nothing_but_itself() -> None:
    """Its policy names the hashes of its one script and one style sheet; no address, no other file, no inline handler."""
    text = standalone.envelope().decode()
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', text)[0])
    script = re.findall(r"<script>(.*?)</script>", text, re.S)
    style = re.findall(r"<style>(.*?)</style>", text, re.S)
    assert len(script) == len(style) == 1
    for kind, inside in (("script", script[0]), ("style", style[0])):
        pin = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{pin}'" in policy
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy and "connect-src" not in policy
    assert not re.search(r"""\bsrc=|\bhref="|@import|url\(|style="| on[a-z]+="|^import |^export """, text, re.M)
    assert set(re.findall(r"https?://[^\"'\s]+", text)) == {"http://www.w3.org/2000/svg"}


def test_modules_that_clash_or_come_too_early_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bundle is only made where it means what the modules mean."""
    sources = {
        "a.js": "export function one() {}\n",
        "b.js": 'import { one } from "./a.js";\nexport const two = one;\n',
        "c.js": "const one = 1;\n",
        "d.js": "const end = '</script>';\n",
        "e.js": "export default 1;\n",
    }
    monkeypatch.setattr(standalone, "_source", lambda name: sources[name])
    assert "import" not in standalone.script(["a.js", "b.js"]) and "export" not in standalone.script(["a.js", "b.js"])
    for wrong in (["b.js", "a.js"], ["a.js", "c.js"], ["d.js"], ["e.js"]):
        with pytest.raises(ValueError, match="cannot be put in"):
            standalone.script(wrong)


def test_every_word_of_the_stations_is_used() -> None:
    """A word that no page says would soon be wrong."""
    root = Path(room.__file__).parents[2]
    files = [
        *(root / "web").rglob("*.py"),
        *(root / "web").rglob("*.html"),
        *(root / "web").rglob("*.js"),
        *root.glob("draw/cli_parts/*.py"),
    ]
    text = "".join(p.read_text(encoding="utf-8") for p in files)
    mine = [key for key in WORDS if key.startswith(("station.", "slip.", "kit."))]
    assert len(mine) > 150
    assert [key for key in mine if f'"{key}"' not in text and f"'{key}'" not in text] == []
