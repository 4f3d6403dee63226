"""Every route by every method for every role, live and in a rehearsal: who gets in is what this table says (R45, S5, S7).

The views themselves are replaced by a probe, so that a request that gets in does nothing: what is tested is the door in front of
them. Who may do which act behind POST /act/<name> is the second table.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import room
from flask import Response
from flask.testing import FlaskClient
from staff import Staff, live

from draw.edges.people import Account, Proven, Role
from draw.hashing import commitment
from web.acts import ACTS
from web.guard import NO_TOKEN
from web.login import Login

# Method and route -> who may: hall (everybody), staff (who works the ceremony), or roles. A new route is added here on purpose.
TABLE: Final = {
    # the hall and what everybody may read
    "GET /hall": "hall",
    "GET /events": "hall",
    "GET /state.json": "hall",
    "GET /static/<path:name>": "hall",
    "GET /fonts.css": "hall",
    "GET /font/<name>.woff": "hall",
    "GET /handbook": "hall",
    "GET /handbook/<name>": "hall",
    "GET /kit/envelope.html": "hall",
    # the door
    "GET /login": "hall",
    "POST /login": "hall",
    "GET /join": "hall",
    "POST /join": "hall",
    "GET /locked": "staff",
    "POST /unlock": "staff",
    "POST /lock": "staff",
    "POST /logout": "staff witness",
    "GET /people": "operator",
    "POST /people/operator": "operator",
    "POST /people/invite": "operator",
    "POST /people/remove": "operator",
    # the stations of the staff
    "GET /": "staff",
    "POST /act/<name>": "staff",
    "POST /second": "checker notary",
    "POST /withdraw": "operator checker notary",
    "POST /screen/<name>": "operator host",
    "POST /floor/tick": "operator",
    "GET /floor/recusal": "staff",
    "GET /floor/board": "staff",
    "GET /floor/pending": "operator notary",
    "GET /floor/ruling/<int:number>": "operator notary discipline",
    "POST /floor/sheets": "operator",
    "GET /floor/sheets/<name>": "staff",
    "GET /screen": "operator",
    "POST /screen/settings": "operator",
    "GET /lookup": "staff",
    "POST /lookup": "staff",
    # before the hall
    "GET /setup": "staff",
    "GET /setup/work": "staff",
    "GET /setup/words": "staff",
    "GET /setup/notice": "staff",
    "GET /setup/proposal": "staff",
    "GET /setup/differences/<int:number>": "staff",
    "GET /setup/audit": "staff",
    "POST /setup/audit": "notary",
    "POST /setup/confirm": "notary",
    "GET /setup/check": "operator",
    "POST /setup/check": "operator",
    "GET /setup/freeze": "operator",
    "POST /setup/freeze": "operator",
    "GET /setup/hall": "operator",
    "POST /setup/list/<int:number>": "operator",
    "GET /setup/objections": "operator notary",
    "POST /setup/objections": "operator",
    "POST /setup/objections/<int:number>": "notary",
    "GET /setup/objections/<int:number>/paper": "operator notary",
    "GET /setup/problems.csv": "operator",
    "GET /setup/rehearsal": "operator",
    "POST /setup/rehearsal": "operator",
    "POST /setup/rehearsal/count": "operator",
    "GET /setup/roster": "operator",
    "POST /setup/roster": "operator",
    "GET /setup/rules": "operator",
    "POST /setup/rules/choices": "operator",
    "POST /setup/rules/facts": "operator",
    "POST /setup/rules/file": "operator",
    "POST /setup/rules/start": "operator",
    "POST /setup/rules/text": "operator",
    "GET /setup/session.toml": "operator notary",
    "GET /setup/template.csv": "operator",
    # the second machine
    "GET /second": "notary",
    "POST /second/pair": "notary",
    "POST /second/typed": "notary",
    "POST /second/report": "hall",
    # witness stations
    "GET /stations": "operator",
    "POST /stations/<party>/link": "operator",
    "GET /stations/paper": "operator",
    "GET /w/<party>": "hall",
    "POST /w/<party>/enter": "hall",
    "GET /w/<party>/state": "witness",
    "POST /w/<party>/commit": "witness",
    "POST /w/<party>/reveal": "witness",
}
# Act -> who does it at their own station in a live draw; "+role": it is done only when that role has confirmed it.
DOES: Final = {
    "freeze": "operator +notary",
    "object": "operator",
    "object-decide": "notary",
    "sign-in": "operator notary",
    "check": "notary",
    "spot": "operator",
    "convene": "operator +notary",
    "commit": "operator witness",
    "board": "operator",
    "reveal-open": "operator",
    "reveal": "operator witness",
    "reveal-close": "operator",
    "dice-operator": "operator",
    "dice-checker": "checker",
    "dice-confirm": "notary",
    "beacon": "operator",
    "envelopes": "notary",
    "paper": "operator",
    "paper-mismatch": "operator +notary",
    "finish": "operator",
    "void": "operator",
    "rule": "operator",
    "rule-void": "operator +notary",
}
WHILE_LOCKED: Final = {"GET /locked", "POST /unlock", "POST /logout"}
WORKERS: Final = ("operator", "checker", "notary", "discipline", "host")
ROLES: Final = ("stranger", "unnamed", *WORKERS, "witness", "locked")
SAMPLE: Final = {"<name>": "x", "<path:name>": "x.js", "<party>": "W01", "<int:number>": "1"}
REACHED: Final = 299


def address(rule: str) -> str:
    """A rule with values in place of its variables."""
    for variable, value in SAMPLE.items():
        rule = rule.replace(variable, value)
    return rule


def may(role: str, route: str, *, alone: bool) -> bool:
    """What the table means for a role; `alone`: a rehearsal, where one operator may play every part of the staff."""
    who = set(TABLE[route].split())
    if "hall" in who:
        return True
    if role == "locked":
        return route in WHILE_LOCKED
    if role in ("operator", "unnamed") and alone:
        return who != {"witness"}
    if role == "unnamed":
        role = "operator"
    return role in who or ("staff" in who and role in WORKERS)


class Doors:
    """A ceremony side whose views only say that they were reached, and a browser for every role."""

    def __init__(self, place: room.Room) -> None:
        self.room = place
        for endpoint in place.app.view_functions:
            place.app.view_functions[endpoint] = self._probe

    @staticmethod
    def _probe(**values: object) -> Response:
        return Response("", REACHED)

    def login(self, role: str) -> Login | None:
        """A fresh login of a role; None for a stranger."""
        logins = self.room.logins
        if role == "stranger":
            return None
        if role == "unnamed":
            key = logins.enter(logins.code)
        else:
            kind = Role.OPERATOR if role == "locked" else Role(role)
            key = logins.open(Proven(account=Account(id=role, role=kind, name=role, party="W01")))
        found = logins.of(key)
        assert found is not None
        if role == "locked":
            logins.lock(found)
            assert found.locked
        return found

    def browser(self, login: Login | None) -> FlaskClient:
        """A browser with the cookie of a login."""
        made = self.room.app.test_client()
        with made.session_transaction(base_url="http://127.0.0.1:1") as cookie:
            if login is not None:
                cookie["login"] = login.key
        return made

    def ask(self, login: Login | None, route: str, head: dict[str, str], token: str | None = None) -> tuple[int, str]:
        """Send a request. -> (status, where it leads)."""
        method, _, rule = route.partition(" ")
        data = {"token": token} if token is not None else {}
        answer = self.browser(login).open(
            address(rule), method=method, headers=head, data=data if method == "POST" else None
        )
        return answer.status_code, answer.headers.get("Location", "")


@pytest.fixture(scope="module", params=["live", "rehearsal"])
def doors(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Doors, bool]]:
    """The doors of a live session and of a rehearsal. -> (doors, whether one person may play every part)."""
    folder = tmp_path_factory.mktemp("doors") / "s"
    alone = request.param == "rehearsal"
    place = room.Room(room.freeze(folder) if alone else live(folder))
    yield Doors(place), alone


def test_the_table_has_every_route_and_no_other(tmp_path: Path) -> None:
    """A route that nobody has thought about is not in the table, and this fails."""
    app = room.Room(room.freeze(tmp_path / "s")).app
    found = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    assert sorted(found - TABLE.keys()) == []
    assert sorted(TABLE.keys() - found) == []
    assert {method.partition(" ")[0] for method in found} == {"GET", "POST"}


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in(doors: tuple[Doors, bool], role: str) -> None:
    """Allowed means that the view is reached; everything else is 403, or for a page 303 to the login or the locked page."""
    place, alone = doors
    wrong = []
    for route in TABLE:
        login = place.login(role)
        status, to = place.ask(login, route, room.ORIGIN, login.token if login else None)
        reached = status == REACHED
        wanted = may(role, route, alone=alone)
        if route.startswith("POST") and wanted and login is None and _endpoint(place, route) not in NO_TOKEN:
            wanted = False  # nothing is done without the token of a login
        if reached != wanted:
            wrong.append(f"{role} {route}: {status}, but {'allowed' if wanted else 'forbidden'}")
        elif not reached and status != 403:
            leads = {"stranger": "/login", "locked": "/locked"}.get(role, "")
            if not (status == 303 and route.startswith("GET") and leads and to == leads):
                wrong.append(f"{role} {route}: {status} {to}")
    assert wrong == []


def _endpoint(place: Doors, route: str) -> str:
    method, _, rule = route.partition(" ")
    return next(
        r.endpoint for r in place.room.app.url_map.iter_rules() if r.rule == rule and method in (r.methods or ())
    )


@pytest.mark.parametrize("route", [route for route in TABLE if route.startswith("POST")])
def test_every_post_asks_for_token_origin_and_host(doors: tuple[Doors, bool], route: str) -> None:
    """The same request that gets in is refused with no token, another's, no or a strange Origin, and a strange Host."""
    place, alone = doors
    role = next(r for r in (*WORKERS, "witness") if may(r, route, alone=alone))
    login, other = place.login(role), place.login("operator")
    assert login is not None and other is not None
    assert place.ask(login, route, room.ORIGIN, login.token)[0] == REACHED
    bare = {"Host": "127.0.0.1:1"}
    for origin in (None, "null", "http://evil.example", "http://127.0.0.1:2", "https://127.0.0.1:1"):
        head = bare | ({"Origin": origin} if origin else {})
        assert place.ask(login, route, head, login.token)[0] == 403, origin
    for host in ("evil.example", "127.0.0.1.evil.example"):
        assert place.ask(login, route, {"Host": host, "Origin": f"http://{host}"}, login.token)[0] == 421
    if _endpoint(place, route) in NO_TOKEN:
        return
    for token in (None, "", "x", "令牌", other.token):
        assert place.ask(login, route, room.ORIGIN, token)[0] == 403, token


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method_does_anything(doors: tuple[Doors, bool], method: str) -> None:
    """Only what GET may read can be asked for by HEAD; no other method reaches a view that acts."""
    place, _ = doors
    for route in TABLE:
        known, _, rule = route.partition(" ")
        answer = place.browser(place.login("operator")).open(address(rule), method=method, headers=room.ORIGIN)
        if answer.status_code == REACHED:
            assert method == "HEAD" and f"GET {rule}" in TABLE, (known, rule)


def test_the_table_of_acts_is_the_program_s() -> None:
    """Every act, whose it is, and which need a second person: written here as a reviewer wants them."""
    found = {
        name: " ".join([*map(str, act.who), *([f"+{act.second}"] if act.second else [])]) for name, act in ACTS.items()
    }
    assert found == DOES


@pytest.mark.parametrize("role", WORKERS)
def test_nobody_does_another_s_act_in_a_live_draw(tmp_path: Path, role: str) -> None:
    """Through the whole ceremony: at every step each act posted by a role that has it not is 403 and records nothing."""
    staff = Staff(live(tmp_path / "s"))
    for step in ("objections", "dice", "opening"):
        if step == "dice":
            staff.dice()
        elif step == "opening":
            assert staff.act(Role.OPERATOR, "dice-operator", digits=room.DICE) == 303
            assert staff.act(Role.CHECKER, "dice-checker", digits=room.DICE) == 303
            assert staff.act(Role.NOTARY, "dice-confirm", confirm=room.SESSION) == 303
            assert staff.act(Role.NOTARY, "envelopes", confirm=room.SESSION) == 303
        before = len(staff.session.store.lines(1))
        for name, who in DOES.items():
            if role in who.replace("+", "-").split():
                continue
            fields = {"party": "A1", "secret": room.secret("A1"), "digits": room.DICE, "confirm": room.SESSION}
            assert staff.act(Role(role), name, **fields) == 403, (step, name)
        assert len(staff.session.store.lines(1)) == before


def test_one_person_cannot_begin_or_end_a_live_draw(tmp_path: Path) -> None:
    """What needs two people is only proposed by the first, and neither they nor anybody but the notary can confirm it."""
    staff = Staff(live(tmp_path / "s"))
    staff.everybody_signs_in()
    ruling = {"reason": "OTHER", "signer_D1": "1", "signer_D2": "1", "confirm": room.SESSION}
    for name, fields in (("convene", {}), ("rule-void", ruling)):
        before = len(staff.session.store.lines(1))
        assert staff.act(Role.OPERATOR, name, **fields) == 303
        assert len(staff.session.store.lines(1)) == before
        assert staff.second(role=Role.OPERATOR) == 403
        assert staff.second(role=Role.CHECKER) == 403
        assert staff.second(role=Role.DISCIPLINE) == 403
        assert staff.second("wrong") == 422
        assert len(staff.session.store.lines(1)) == before
        assert staff.second() == 303
        assert len(staff.session.store.lines(1)) == before + 1
    assert staff.session.store.lines(1)[-1].body["action"] == "VOID"


def test_a_commitment_does_not_begin_a_live_draw(tmp_path: Path) -> None:
    """The session would convene by the first commitment; at the desk two people do that."""
    staff = Staff(live(tmp_path / "s"))
    staff.everybody_signs_in()
    value = commitment(staff.room.service.frozen().notice_hash, "A1", room.secret("A1"))
    assert staff.act(Role.OPERATOR, "commit", party="A1", commitment=value) == 422
    assert "convene" not in {line.kind for line in staff.session.store.lines(1)}
