"""The samples' expected results, made by scripts/make_expected from each district's own procedure, against the product."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from draw import amending, results
from draw.amending import Event
from draw.amending.asked import read as read_events
from draw.amending.asked import settle
from draw.chaining import chain, families
from draw.chaining.carrying import draft
from draw.chaining.earlier import Earlier
from draw.edges import carrying, earlier_records, samples, tables
from draw.edges.session import Session
from draw.hashing import digest
from draw.intake import forming
from draw.intake.private_roster import read_roster_csv

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "draw" / "samples"
NAMES = (
    "delegates",
    "haikou",
    "luzhou",
    "luzhou-classes",
    "pingcheng",
    "pingcheng-classes",
    "puyang",
    "school-order",
    "taiyuan-foreign",
    "taiyuan-private",
    "taiyuan-xinghualing",
    "wangmo",
    "xian-supplementary",
)
LISTS = "draws waiting shortlists selected quotas cohorts classes balance teams seats".split()
TABLES = {"results.csv": "results.csv", **{f"{n}.csv": f"tables/{n}.csv" for n in LISTS}}


def expected(name, stage):
    """File name -> bytes of what is expected of a stage ("" for a sample of one session)."""
    return {path.name: path.read_bytes() for path in sorted((SAMPLES / name / "expected" / stage).glob("*.*"))}


def amended(files, formed, sheet, stage):
    """(state after the stage's events.csv, its changes.csv or None). Who has no place cannot lose it: that line is left out."""
    state = amending.start({**files, "statement.txt": b"draw1 any\n"}, sheet.rules, formed.pool)
    if not (stage / "events.csv").is_file():
        return state, None
    changes = ["applicant,from,from_school,to,to_school,cause"]
    for one in read_events(tables.load(stage / "events.csv")):
        if str(state.place(one.applicant).fate) != "admitted":
            continue
        event = Event(kind=one.kind, applicant=one.applicant, school="", date=one.date, paper="none")
        (settled,), made = settle(state, [event])
        amending.apply(state, settled)
        changes += [",".join((c.applicant, str(c.before.fate), c.before.school, str(c.after.fate), c.after.school,
                              str(c.cause))) for c in made]  # fmt: skip
    return state, "".join(f"{line}\n" for line in changes).encode()


def earlier(formed, sheet, state, files):
    """A finished stage as the next one sees it, without the ceremony."""
    notice = SimpleNamespace(session=sheet.session, scheduled=sheet.scheduled, after=())
    value = digest(sheet.session.encode())
    outcomes = {a: (str(p.fate), p.school) for a, p in zip(formed.pool.applicants, state.places, strict=True)}
    private = {row.applicant: row for row in read_roster_csv(formed.roster_csv)}
    return Earlier(
        name=sheet.session, files=files, notice=notice, notice_hash=value, hashes=(value,), rules=sheet.rules, pool=formed.pool,
        outcomes=outcomes, left=state.places_left(), annulled=False, private=private,
    )  # fmt: skip


def carried(name, stage, records, work):
    """The folder of a stage that continues others: families hand in their forms, `draw carry` makes sheet and roster."""
    planned = carrying.plan(records, work, f"{name}/{stage.name}")
    waiting = [child.registration_no for child in draft(records, planned.sheet, None).children]
    known = {row.registration_no for record in records for row in record.private.values()}
    wishes = SAMPLES / name / "wishes.csv"
    table = tables.load(wishes) if wishes.is_file() else None
    carrying.carry(records, work, planned, families.forms(table, planned.sheet, waiting, known))
    for path in stage.iterdir():
        if path.name not in (samples.SHEET, samples.ROSTER):
            shutil.copy(path, work / path.name)


@pytest.mark.parametrize("name", NAMES)
def test_expected(name, tmp_path, monkeypatch):
    """The product's pools, rules and these seeds give the expected files byte for byte, session after session."""
    folder, records, finished = SAMPLES / name, [], []
    monkeypatch.setattr(earlier_records, "load", lambda directory, plan, progress: tuple(finished))
    for stage in samples.stages(folder):
        work = tmp_path / stage.name
        if records:
            work.mkdir()
            carried(name, stage, records, work)
        else:
            samples.copy_whole(stage, work)
        inputs = Session.inputs(work)
        salts = lambda number: digest(number.encode())[:32]
        formed = forming.form(inputs.people, inputs.plan, {}, salts, inputs.lists, inputs.earlier)
        want = expected(name, stage.name if stage != folder else "")
        files = dict(results.compute(formed.pool, inputs.plan.rules, digest(want.pop("seed.txt"))))
        state, changes = amended(files, formed, inputs.plan, stage)
        found = {short: files[long] for short, long in TABLES.items() if long in files}
        found |= {"changes.csv": changes} if changes else {}
        assert sorted(found) == sorted(want)
        for file, data in want.items():
            assert found[file].decode().splitlines() == data.decode().splitlines(), (stage.name, file)
            assert found[file] == data
        records.append(earlier(formed, inputs.plan, state, files))
        finished.append(replace(chain.finished(inputs.plan.session, state), last=records[-1].last))
    assert len(samples.stages(folder)) == len(records)


def test_every_procedure_is_expected():
    """Every procedure but the two examples of 2026 and 2020 has its expected results."""
    assert sorted(path.parent.name for path in SAMPLES.glob("*/expected")) == list(NAMES)


def test_made_again(tmp_path):
    """scripts/make_expected writes the bytes that are in the tree, from the samples alone."""
    for name in NAMES:
        shutil.copytree(SAMPLES / name, tmp_path / name, ignore=shutil.ignore_patterns("expected"))
    subprocess.run([sys.executable, "-I", ROOT / "scripts" / "make_expected", tmp_path], check=True)
    for name in NAMES:
        made = {
            p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / name / "expected").rglob("*") if p.is_file()
        }
        kept = {p.relative_to(SAMPLES): p.read_bytes() for p in (SAMPLES / name / "expected").rglob("*") if p.is_file()}
        assert made == kept


def test_independent():
    """The second opinion uses nothing of the product, and no rule sheet."""
    text = (ROOT / "scripts" / "make_expected").read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if line.startswith(("import draw", "from draw"))]
    assert "session.toml" not in text and "tomllib" not in text


def test_told():
    """What the samples are there to show does happen under their seeds (R22, R25, R27, R30)."""
    reasons = {
        name: "".join(p.read_text() for p in (SAMPLES / name / "expected").rglob("results.csv")) for name in NAMES
    }
    for name, words in {
        "luzhou": "NEAREST BUNDLE_SKIPPED",
        "pingcheng": "NOT_HELD BUNDLE_SKIPPED ANY_PLACE SPLIT_CHOICE",
        "puyang": "BUNDLE_OVERFLOW BUNDLE_GROW",
        "taiyuan-foreign": "ALL_SHORTLISTED BUNDLE_WHOLE BUNDLE_SKIPPED",
        "taiyuan-private": "SPLIT_IN SPLIT_OUT BUNDLE_STOPPED AFTER_STOP NOT_HELD",
        "taiyuan-xinghualing": "BUNDLE_SKIPPED NEXT_FITS REGISTERED NEAREST",
        "xian-supplementary": "BUNDLE_STOPPED AFTER_STOP MOVED",
        "wangmo": "COHORT COHORT_BUNDLE COHORT_ONLY",
        "haikou": "CHOICE",
        "luzhou-classes": "CLASS_DEAL CLASS_WISH",
        "pingcheng-classes": "CLASS_DEAL LATE LATE_LOT",
        "delegates": "SELECTED RESERVE NOT_DRAWN",
    }.items():
        assert [word for word in words.split() if f",{word}\n" not in reasons[name]] == []
    for path, words in {
        "haikou/expected/1-quota/quotas.csv": "WHOLE REMAINDER REMAINDER_LOT LOT_OUT MINIMUM DECLINED",
        "wangmo/expected/cohorts.csv": "RAISED WHOLE ONLY",
        "luzhou-classes/expected/teams.csv": "TEAM TEAM_RECUSED",
        "pingcheng-classes/expected/1-classes/seats.csv": "FRONT FRONT_FULL SEAT",
    }.items():
        text = (SAMPLES / path).read_text(encoding="utf-8")
        assert [word for word in words.split() if f",{word}\n" not in text] == []
