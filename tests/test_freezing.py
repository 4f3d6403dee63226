"""Files of a session folder before the freeze, and what may no longer change after it (SPEC §5, R1, R3, R6)."""

from pathlib import Path

import pytest
import sheet_maker
import stage
from click.testing import CliRunner
from roster_maker import identity
from sheet_maker import admission, attribute, check, school

from draw.cli import main
from draw.edges.ambient import Ambient, stamp
from draw.edges.session import Session
from draw.errors import InputErrors, StepRefused
from draw.hashing import digest
from draw.intake import rule_difference

CHECKS = {
    "lists": {"民办": "minban.csv", "住房": "zhufang.csv"},
    "eligibility": [
        check("list", "身份证号", name="民办", bars="ADMITTED", fails="PRIVATE_ADMITTED"),
        check(
            "dwelling",
            "住房编号",
            name="住房",
            year=2026,
            years=3,
            counted="FROM_USE",
            shared="REFUSE",
            fails="DWELLING",
        ),
        check("present", "家长确认", fails="UNCONFIRMED"),
    ],
    "schools": [school(places=300)],
}
ROSTER = "\n".join(
    [
        "报名号,姓名,身份证号,住房编号,家庭编号,家长确认,更正报名号,更正批准人",
        *(f"{n:04},张某{chr(0x4E00 + n)},{identity(n)},H-{n},F{n},是,," for n in range(1, 6)),
        f"0006,张某六,{identity(5)},H-5,F5,是,0005,张三、李四",
        f"0007,张某七,{identity(7)},H-7,F7,,,",
        "",
    ]
)


def ambient() -> Ambient:
    """A clock that stands still and entropy that is the same every time."""
    return Ambient(
        now=lambda n: stamp(1784336400),
        entropy=lambda label, size: (bytes.fromhex(digest(label.encode())) * 4)[:size],
        test=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A session folder with a rule sheet, a roster and two lists."""
    (tmp_path / "session.toml").write_text(sheet_maker.text(**CHECKS), encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "minban.csv").write_text(
        f"身份证号,状态\n{identity(1)},已录取\n{identity(2)},已报名\n", encoding="utf-8"
    )
    (tmp_path / "zhufang.csv").write_text("住房编号,年份,家庭编号\nH-3,2025,别家\n", encoding="utf-8")
    return tmp_path


def frozen(folder: Path) -> Session:
    """The session of the folder, frozen."""
    session = Session.create(folder, "a-long-passphrase", ambient())
    session.freeze()
    return session


def test_lists_are_read_beside_the_rule_sheet(folder: Path) -> None:
    """SPEC §5: lists of session.toml's [lists] bar their children; counts are public, who was removed is not (R3)."""
    session = frozen(folder)
    assert (session.public / "removed.csv").read_text() == (
        "reason,count\nCORRECTED,1\nDWELLING,1\nPRIVATE_ADMITTED,1\nUNCONFIRMED,1\n"
    )
    assert session.state.the_notice().applicants == 3


def test_missing_and_broken_files_are_told_together(folder: Path) -> None:
    """Every problem of roster and lists at once: a list that is missing does not hide a broken row."""
    (folder / "minban.csv").unlink()
    (folder / "zhufang.csv").write_bytes(b"")
    (folder / "roster.csv").write_text(ROSTER.replace("0004,", "一中,"), encoding="utf-8")
    with pytest.raises(InputErrors) as caught:
        Session.inputs(folder)
    assert [p.file for p in caught.value.problems] == ["roster.csv", "minban.csv", "zhufang.csv"]


def test_check_lists_corrections_and_removals_without_ids(folder: Path) -> None:
    """draw check shows the correction list and who is removed why, by row, for the operator alone; no id is shown."""
    done = CliRunner().invoke(main, ["check", str(folder)])
    assert done.exit_code == 0, done.output
    for words in (
        "row 7 corrects row 6, approved by 张三、李四",
        "PRIVATE_ADMITTED: 1 行 rows 2",
        "DWELLING: 1 行 rows 4",
        "UNCONFIRMED: 1 行 rows 8",
        "CORRECTED: 1 行 rows 6",
    ):
        assert words in done.output, done.output
    assert not any(identity(n) in done.output for n in range(1, 8))


def test_r01_worked_example(folder: Path) -> None:
    """R1: "plan=300. Somebody edits plan to 301 after the freeze: H_P no longer equals the published one → start refused"."""
    session = frozen(folder)
    path = folder / "session.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"places" = 300', '"places" = 301'), encoding="utf-8")
    with pytest.raises(StepRefused, match=r"schools\.1\.places was 300 and is 301"):
        session.convene()
    with pytest.raises(StepRefused):
        session.commit("A1", "0" * 64)
    path.write_text(text.replace('"places" = 300', '"places" ='), encoding="utf-8")
    with pytest.raises(StepRefused, match="cannot be read"):
        session.convene()
    path.write_text(text.replace('"title" = "派位"', '"title" = "派位 "') + "# 备注\n", encoding="utf-8")
    with pytest.raises(StepRefused, match="cannot be read"):
        session.convene()
    path.write_text(text + "# 备注\n", encoding="utf-8")
    session.convene()


def test_r01_without_the_sheet_the_frozen_one_stands(folder: Path) -> None:
    """If session.toml is gone, what is frozen is still in the store, and the ceremony goes on."""
    session = frozen(folder)
    (folder / "session.toml").unlink()
    session.convene()


def test_the_first_difference_is_named() -> None:
    """The message names the key as the clerk counts, with both values; equal rules differ in nothing."""
    changes = {
        "schools": [school("S1"), school("S2")],
        "draws": [admission("a", "S1", k=["1"]), admission("b", "S2", k=["2"])],
    }
    kinds = {"attributes": [attribute("k", "1", "2")]}
    one = sheet_maker.read(**changes, **kinds).rules
    assert rule_difference.first(one, one) is None
    other = sheet_maker.read(**{**changes, "schools": [school("S1"), school("S2", 4)]}, **kinds).rules
    assert rule_difference.first(one, other) == ("schools.2.places", "3", "4")
    more = sheet_maker.read(attributes=kinds["attributes"]).rules
    assert rule_difference.first(one, more) == ("draws", "2 项", "1 项")


def test_the_stage_is_sound(tmp_path: Path) -> None:
    """The small session that other tests play has no problem of its own."""
    assert len(Session.inputs(stage.prepare(tmp_path / "s")).people.rows) == len(stage.ROWS)
