"""Whole sessions of draws of things and of classes, from their samples: preparation, screens, desk and phones (SPEC §16)."""

import json
import shutil
from pathlib import Path

import pytest
import room
from bureau import Bureau, cheap
from gallery import Gallery

import draw
from draw import dice
from draw.edges.session import Session
from draw.hashing import commitment
from web.floor_steps import Facts, checklist
from web.plan import plan
from web.view import views

SAMPLES = Path(draw.__file__).parent / "samples"


def freeze(name: str, folder: Path) -> Session:
    """A sample of a rehearsal, frozen, whose reveals have no deadline."""
    shutil.copytree(SAMPLES / name, folder)
    sheet = folder / "session.toml"
    lines = sheet.read_text(encoding="utf-8").splitlines()
    shorter = ["reveal_seconds = 0" if line.startswith("reveal_seconds") else line for line in lines]
    sheet.write_text("\n".join(shorter) + "\n", encoding="utf-8")
    session = Session.create(folder, room.PASSPHRASE, room.ambient())
    session.freeze()
    return session


def hold(session: Session) -> None:
    """The whole ceremony of any sheet."""
    parties = session.state.the_notice().parties
    for party in parties:
        session.commit(party.id, commitment(session.state.notice_hash, party.id, room.secret(party.id)))
    session.close_board()
    for party in parties:
        if party.phase == "open":
            session.reveal(party.id, room.secret(party.id))
    session.close_reveal()
    spec = dice.parse(session.state.the_notice().dice)
    if spec is not None:
        for role in ("operator", "checker"):
            session.type_dice(role, ("123456" * 20)[: spec.count * spec.width])
        session.confirm_dice()
    session.open_envelopes()
    for party in parties:
        if party.phase == "sealed":
            session.open_paper(party.id, room.secret(party.id))
    session.finish()


def steps(session: Session, look: Gallery) -> dict[str, str]:
    """Step of the checklist -> its mark."""
    service = look.service
    with service.reading():
        facts = Facts(
            state=session.state, live=True, ticks=frozenset(), roles=frozenset(), agreed=False, sealed=False, shown=0,
            shown_all=False,
        )  # fmt: skip
        return {step.key: str(step.mark) for step in checklist(facts)}


def test_a_session_without_children(tmp_path: Path) -> None:
    """R45: schools in their order: no spot check, no word of children's places, a list of things, no table of places."""
    session = freeze("school-order", tmp_path / "s")
    look = Gallery("order", session)
    assert steps(session, look)["spot"] == "skip"
    assert steps(session, look)["counts"] != "skip"
    for view in views(look.service):
        look.look(view)
    pool = next(state["view"] for name, state in look.found if "pool" in name)
    assert (pool["form"], pool["things"], pool["children"]) == ("things", 6, 0)
    assert pool["rows"] == [{"name": "各校派位先后", "places": None, "children": None, "units": 6, "bundles": None}]
    host = plan(look.service, None, step="counts")["host"]
    assert host[0] == "本场不涉及学生个人，抽签的是名单上的 6 个对象。"
    hold(session)
    look.show()
    kinds = [state["view"]["kind"] for _, state in look.found if state["scene"] == "show"]
    assert kinds[0] == "draw" and kinds[-2:] == ["closed", "final"] and set(kinds[1:-2]) == {"lines"}
    last = [state["view"] for _, state in look.found if state["scene"] == "show"][-3:]
    assert [row["cells"][3][0] for row in last[0]["rows"]] == [f"第 {n} 位" for n in range(1, 7)]
    assert last[1]["facts"][0][0] == "6 个对象的先后次序已经排定" and last[2]["children"] == 0
    text = json.dumps([state["view"] for name, state in look.found if "rules" not in name], ensure_ascii=False)
    assert "学位" not in text and "招生计划" not in text


def test_a_session_of_classes(tmp_path: Path) -> None:
    """R40-R42: children but no places; parents of witnesses, classes and teams beside each other; a look-up has the class."""
    session = freeze("luzhou-classes", tmp_path / "s")
    look = Gallery("classes", session)
    look.look("pool:0")
    pool = look.found[0][1]["view"]
    assert pool["form"] == "plain" and [row["places"] for row in pool["rows"]] == [None, None, None]
    assert pool["rows"][1]["children"] == pool["children"] == 289 and pool["rows"][2]["children"] is None
    assert "招生计划" not in plan(look.service, None, step="counts")["host"][0]
    session.spot(look.service.frozen().pool.applicants[0])
    look.look("spot:0")
    withheld = [value for _, value in look.found[1][1]["view"]["columns"] if value.startswith("不上屏")]
    assert len(withheld) >= 1
    session.convene()
    hold(session)
    with look.service.reading():
        show = look.service.show()
    assert show is not None
    kinds = [frame.kind for frame in show.frames]
    assert {"lines", "fill", "list", "grid"} <= set(kinds) and "schools" not in kinds
    found = show.look_up(look.service.frozen().pool.applicants[0])
    assert found["more"][0][0].endswith("班") and found["in"]


@pytest.mark.usefixtures(cheap.__name__)
def test_no_roster_is_asked_for_where_no_child_takes_part(tmp_path: Path) -> None:
    """The rule sheet lists what is drawn: preparation goes on to the check, and says why."""
    place = Bureau(tmp_path / "s")
    boss = place.operator()
    sheet = (SAMPLES / "school-order" / "session.toml").read_bytes()
    assert boss.upload("/setup/rules/file", sheet, "session.toml").status_code in (200, 303)
    assert "不需要名单" in boss.text("/setup")
    assert not (place.folder / "roster.csv").exists()
