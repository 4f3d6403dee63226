"""Accounts of the people of a ceremony: one person one role, passwords known to nobody else, guessing slow (R45)."""

import secrets
from pathlib import Path

import pytest

from draw.edges.ambient import Ambient
from draw.edges.people import FREE_TRIES, INVITED_SECONDS, NOTE, STAFF, TRIES, People, Role
from draw.edges.store import Store
from draw.errors import StepRefused

GOOD = "correct horse"


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock of its own for each test."""
    return Clock()


def opened(folder: Path, clock: Clock) -> People:
    """The accounts as a program that has just started sees them."""
    folder.mkdir(exist_ok=True)
    ambient = Ambient(now=lambda n: "", entropy=lambda label, size: secrets.token_bytes(size), test=False)
    return People(Store(folder, b"k" * 32), ambient, clock)


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> People:
    """A session without any account."""
    return opened(tmp_path / "p", clock)


def test_a_person_joins_by_a_code_and_enters_by_the_password(people: People) -> None:
    """The code makes one account, once; afterwards only the password opens it."""
    code = people.invite(Role.NOTARY)
    assert [i.role for i in people.invitations()] == [Role.NOTARY]
    proven = people.accept(f" {code[:5]} {code[5:]} ", " 周  公证 ", GOOD)
    assert (proven.account.id, proven.account.role, proven.account.name) == ("notary-1", Role.NOTARY, "周 公证")
    assert people.enter("notary-1", GOOD).account == proven.account
    assert people.invitations() == ()
    with pytest.raises(StepRefused, match="expired"):
        people.accept(code, "别人", GOOD)
    with pytest.raises(StepRefused, match="Wrong"):
        people.enter("notary-1", "wrong horse")
    with pytest.raises(StepRefused, match="Wrong"):
        people.enter("notary-9", GOOD)


def test_an_old_code_is_worth_nothing(people: People, clock: Clock) -> None:
    """A code runs out after its days, and a newer one for the same role replaces it."""
    first = people.invite(Role.CHECKER)
    second = people.invite(Role.CHECKER)
    with pytest.raises(StepRefused, match="expired"):
        people.accept(first, "甲", GOOD)
    clock.now += INVITED_SECONDS
    assert people.invitations() == ()
    with pytest.raises(StepRefused, match="expired"):
        people.accept(second, "甲", GOOD)


@pytest.mark.parametrize("other", [r for r in STAFF if r is not Role.OPERATOR])
def test_nobody_has_two_roles(people: People, other: Role) -> None:
    """R45: "No person holds two of {operator, second operator, notary}"; here nobody has two roles at all."""
    people.found(Role.OPERATOR, "李 明", GOOD)
    code = people.invite(other)
    with pytest.raises(StepRefused, match="one person has one role"):
        people.accept(code, "李明", GOOD)  # the same name, written without the blank
    assert people.accept(code, "王芳", GOOD).account.role is other  # the refused try did not use the code up


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CHECKER])
def test_some_roles_are_one_person(people: People, role: Role) -> None:
    """There is one operator and one second operator; to replace one, the account is removed first."""
    people.found(role, "甲", GOOD)
    with pytest.raises(StepRefused, match="one"):
        people.invite(role)
    with pytest.raises(StepRefused, match="one"):
        people.found(role, "乙", GOOD)
    people.remove(str(role))
    assert people.found(role, "乙", GOOD).account.id == str(role)


def test_notaries_may_be_several(people: People) -> None:
    """R45: two notaries; a removed one leaves the other's id as it is."""
    assert [people.found(Role.NOTARY, name, GOOD).account.id for name in ("甲", "乙")] == ["notary-1", "notary-2"]
    people.remove("notary-1")
    assert people.found(Role.NOTARY, "丙", GOOD).account.id == "notary-3"
    assert len({a.id for a in people.of(Role.NOTARY)}) == 2


@pytest.mark.parametrize(("name", "password"), [("", GOOD), ("名" * 41, GOOD), ("a\u202eb", GOOD), ("甲", "1234567")])
def test_bad_names_and_short_passwords_are_refused(people: People, name: str, password: str) -> None:
    """One sentence says what would be right, and nothing is made."""
    with pytest.raises(StepRefused):
        people.found(Role.HOST, name, password)
    assert people.accounts() == ()


def test_guessing_gets_slower_and_a_restart_does_not_help(people: People, tmp_path: Path, clock: Clock) -> None:
    """Scorecard S6: five tries are free, then each waits longer, per account, and the wait survives a restart."""
    people.found(Role.OPERATOR, "甲", GOOD)
    people.found(Role.HOST, "乙", GOOD)
    for _ in range(FREE_TRIES):
        with pytest.raises(StepRefused, match="Wrong"):
            people.enter("operator", "guess guess")
    again = opened(tmp_path / "p", clock)
    with pytest.raises(StepRefused, match="try again in"):
        again.enter("operator", GOOD)
    assert again.enter("host-1", GOOD)  # nobody else is kept out
    clock.now += 11
    with pytest.raises(StepRefused, match="Wrong"):
        again.enter("operator", "guess guess")
    clock.now += 11
    with pytest.raises(StepRefused, match="try again in"):
        again.enter("operator", GOOD)
    clock.now += 20
    assert again.enter("operator", GOOD)


def test_a_station_opens_for_its_own_link_only(people: People) -> None:
    """A witness's link is for one party; a renewed link voids the old one."""
    first = people.station("W01")
    second = people.station("W01")
    other = people.station("W02")
    assert people.enter_station("W01", second).account.party == "W01"
    for party, code in (("W01", first), ("W01", other), ("W03", second)):
        with pytest.raises(StepRefused, match="link"):
            people.enter_station(party, code)
    with pytest.raises(StepRefused):
        people.invite(Role.WITNESS)


def test_nothing_of_it_lies_in_the_open(people: People, tmp_path: Path) -> None:
    """Names, passwords and codes are not in any file of the private folder as they are typed."""
    code = people.invite(Role.NOTARY)
    people.accept(code, "欧阳公证", GOOD)
    link = people.station("W01")
    data = b"".join(p.read_bytes() for p in (tmp_path / "p").rglob("*") if p.is_file())
    for secret in ("欧阳公证", GOOD, code, link):
        assert secret.encode() not in data
    inside = people._store.note(NOTE)
    assert inside is not None and GOOD.encode() not in inside and code.encode() not in inside
    assert people._store.note(TRIES) is None
