"""People in a session folder: names stay encrypted, one name one hash in every attempt, checks and rows of the list (R45, R46)."""

from pathlib import Path

import pytest
import stage

from draw import ledger, rules
from draw.edges import rehearsing
from draw.edges.ambient import Ambient, stamp
from draw.edges.session import Session
from draw.errors import AlreadyDone, StepRefused
from draw.hashing import digest
from draw.ledger import CHECK_ITEMS, PERSON_KINDS

SALT = digest(b"person-salt")


def ambient() -> Ambient:
    """A clock of thirty seconds a line, and entropy that is the same every time."""
    return Ambient(
        now=lambda n: stamp(1784336400 + 30 * n),
        entropy=lambda label, size: (bytes.fromhex(digest(label.encode())) * 4)[:size],
        test=True,
    )


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A frozen session."""
    made = Session.create(stage.prepare(tmp_path / "s"), stage.PASSPHRASE, ambient())
    made.freeze()
    return made


def open_again(session: Session) -> Session:
    """The same folder, opened by another program."""
    return Session.open(session.folder, stage.PASSPHRASE, ambient())


def people_hash(session: Session, number: int) -> str:
    """The person hash of a sign-in."""
    return next(person for n, _, person in session.state.signed_in if n == number)


def test_a_person_is_a_salted_hash_in_the_minutes(session: Session) -> None:
    """SPEC §9: `person` = sha256( `person1:<session>:<salt>:<name>` ), salt 64 hex digits that stay with the authority."""
    assert session.sign_in("NOTARY", "欧阳公证") == 1
    assert session.sign_in("PARENT", "Li  Wei", by="notary") == 2
    lines = session.lines[-2:]
    assert [(line.kind, line.by, line.body["kind"]) for line in lines] == [
        ("sign-in", "operator", "NOTARY"),
        ("sign-in", "notary", "PARENT"),
    ]
    assert lines[0].body["person"] == digest(f"person1:stage-2026:{SALT}:欧阳公证".encode())
    assert lines[1].body["person"] == digest(f"person1:stage-2026:{SALT}:Li Wei".encode())
    at_rest = b"".join(stage.tree(session.folder).values())
    assert "欧阳公证".encode() not in at_rest and SALT.encode() not in at_rest


def test_the_private_desk_lists_names(session: Session) -> None:
    """The names are kept, encrypted, under their numbers, and another program of the same session reads them too."""
    session.sign_in("OPERATOR", "甲")
    session.sign_in("PARENT", "乙")
    listed = [(one.number, one.kind, one.name) for one in open_again(session).signed_in()]
    assert listed == [(1, "OPERATOR", "甲"), (2, "PARENT", "乙")]
    assert [one.time for one in session.signed_in()] == [line.time for line in session.lines[-2:]]


@pytest.mark.parametrize("written", ["欧阳 公证", "　欧阳公证 ", "Ｌi wei", "LI WEI"])
def test_one_name_has_one_hash_however_it_is_typed(session: Session, written: str) -> None:
    """SPEC §9: "one name has one hash throughout the session": blanks, width and capitals do not make another person (R45)."""
    session.sign_in("OPERATOR", "欧阳公证")
    session.sign_in("CHECKER", "Li Wei")
    with pytest.raises(StepRefused, match="two of operator"):
        session.sign_in("NOTARY", written)
    number = session.sign_in("DECISION", written)
    assert people_hash(session, number) in (people_hash(session, 1), people_hash(session, 2))


def test_the_same_sign_in_again_changes_nothing(session: Session) -> None:
    """Every act may be repeated: the same person as the same kind is told with the number."""
    session.sign_in("HOST", "甲")
    before = list(session.lines)
    with pytest.raises(AlreadyDone, match="sign-in 1"):
        session.sign_in("HOST", " 甲")
    assert session.lines == before


@pytest.mark.parametrize(
    ("kind", "name"), [("WITNESS", "甲"), ("", "甲"), ("HOST", " "), ("HOST", "甲" * 201), ("HOST", "a\x00")]
)
def test_wrong_sign_ins_are_refused_in_words(session: Session, kind: str, name: str) -> None:
    """An unknown kind is told with those that there are; a name is a label."""
    with pytest.raises(StepRefused, match="EXPERT" if kind != "HOST" else "Give the name"):
        session.sign_in(kind, name)
    assert session.state.sign_ins == 0


def test_a_new_version_asks_everybody_again(session: Session) -> None:
    """SPEC §9: "signed in since the last freeze": after an accepted objection the list of those there is empty."""
    session.sign_in("NOTARY", "甲")
    session.spot("0001")
    session.object(b"paper")
    with pytest.raises(StepRefused):
        session.sign_in("PARENT", "乙")
    session.decide_objection(1, "accepted")
    stage.prepare(session.folder, rows=stage.ROWS[1:])
    session.freeze()
    assert session.signed_in() == []
    assert session.sign_in("NOTARY", "甲") == 2
    assert [one.name for one in session.signed_in()] == ["甲"]
    assert open_again(session).state == session.state


def test_hall_rules_of_a_new_version_do_not_judge_the_old_rulings(session: Session) -> None:
    """SPEC §9: "lines before the last freeze are not judged by it": a freeze with another quorum goes through and holds."""
    session.rule("CONTINUE", "OTHER", ["D1", "D2"])
    session.object(b"paper")
    session.decide_objection(1, "accepted")
    path = session.folder / "session.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("quorum = 2", "quorum = 3"), encoding="utf-8")
    session.freeze()
    for one in (session, open_again(session)):
        assert one.state.the_hall().quorum == 3
        with pytest.raises(StepRefused, match="at least 3 members"):
            one.rule("CONTINUE", "OTHER", ["D1", "D2"])
    assert session.rule("CONTINUE", "OTHER", ["D1", "D2", "D3"]) == 2


def test_rules_are_read_once_a_freeze(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request of a page reloads the session: rules.json is not parsed again while it is the same."""
    session.reload()
    read: list[bytes] = []
    parse = rules.read
    monkeypatch.setattr(rules, "read", lambda data: read.append(data) or parse(data))
    for _ in range(5):
        session.reload()
    assert read == []
    assert session.state.the_hall() == parse(session.store.file(1, "rules.json")).hall


def test_after_a_void_people_sign_in_again(session: Session) -> None:
    """SPEC §9: a ledger is an attempt's: numbers begin anew, one name keeps its hash throughout the session."""
    session.sign_in("NOTARY", "甲 乙")
    first = people_hash(session, 1)
    session.convene()
    session.rule("VOID", "MACHINE", ["D1", "D2"])
    session.void()
    session.freeze()
    assert session.attempt == 2
    assert session.signed_in() == []
    assert session.sign_in("NOTARY", "甲乙") == 1
    assert people_hash(session, 1) == first
    assert [one.name for one in session.signed_in()] == ["甲 乙"]


def test_the_notary_checks_the_machine(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """run-of-show 1: seals, network, program; another program than the notice's is not attested."""
    for item in ("SEAL", "OFFLINE"):
        session.check_item(item)
        with pytest.raises(AlreadyDone, match=item):
            session.check_item(item)
    with pytest.raises(StepRefused, match="SEAL OFFLINE PROGRAM"):
        session.check_item("NETWORK")
    monkeypatch.setattr("draw.edges.program.listing", lambda: b"another program")
    with pytest.raises(StepRefused, match="not the one named in the notice"):
        session.check_item("PROGRAM")
    monkeypatch.undo()
    session.check_item("PROGRAM")
    assert sorted(session.state.checks) == sorted(CHECK_ITEMS)


def test_parents_look_up_rows_of_the_list(session: Session) -> None:
    """run-of-show 3: a code of the frozen list, as often as wished; a code that it has not is refused with its number."""
    assert [session.spot(code) for code in ("0001", "0004", "0001")] == [2, 3, 4]
    for code in ("0099", "T1", ""):
        with pytest.raises(StepRefused, match=f"no applicant {code}"):
            session.spot(code)
    assert session.state.spots == ["0001", "0004", "0001"]


def test_the_played_hall_is_complete(session: Session) -> None:
    """A demo plays everybody whom the rule sheet asks for; its record holds no name and its hall could be a live one."""
    told: list[str] = []
    rehearsing.hold(session, 0, told.append)
    assert session.state.missing_people() == {}
    assert [one.name for one in session.signed_in()] == [
        "演练 操作员 1", "演练 复核员 1", "演练 公证员 1", "演练 家长代表 1", "演练 家长代表 2",
    ]  # fmt: skip
    assert sorted(session.state.checks) == sorted(CHECK_ITEMS)
    assert len(session.state.spots) == 1
    minutes = (session.public / "ledger.jsonl").read_bytes()
    assert "演练".encode() not in minutes
    assert {line.body["kind"] for line in ledger.read(minutes) if line.kind == "sign-in"} <= set(PERSON_KINDS)
