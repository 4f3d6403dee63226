"""The sample sessions: made again byte for byte, counted independently, and taken by the real import (R16-R19, R25)."""

import csv
import hashlib
import io
import re
import subprocess
import sys
import tomllib
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from draw import pool
from draw.edges import samples, tables
from draw.edges.session import Session
from draw.intake import forming, roster, sheet
from draw.prospects import prospects

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "draw" / "samples"
NAMES = ("xinghualing", "zhongshan-2020")
ROSTERS = {"xinghualing": "roster.xlsx", "zhongshan-2020": "roster.csv"}
CHAINED = (
    "haikou", "luzhou", "pingcheng", "pingcheng-classes", "taiyuan-foreign", "taiyuan-xinghualing", "xian-supplementary",
)  # fmt: skip
NOBODY = ("haikou", "school-order")  # the first session draws no children, so it has no roster
SINGLE = ("delegates", "luzhou-classes", "puyang", "school-order", "taiyuan-private", "wangmo")
PROCEDURES = tuple(sorted((*CHAINED, *SINGLE, *NAMES)))
COLUMNS = ["报名号", "姓名", "性别", "身份证号", "毕业小学", "报名学校", "批次", "多胞胎组号", "剔除原因", "同意拆分"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, table in its annex


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A roster row as this test reads it, numbers and ids in plain digits."""

    registration: str
    name: str
    sex: str
    identity: str
    school: str
    batch: str
    group: str
    reason: str

    @property
    def born(self) -> date:
        """The birth date in the id."""
        return date(int(self.identity[6:10]), int(self.identity[10:12]), int(self.identity[12:14]))


def table(name: str) -> list[list[str]]:
    """Every line of the roster file as text, the header first; by other readers than the product's."""
    data = (SAMPLES / name / ROSTERS[name]).read_bytes()
    if ROSTERS[name].endswith("csv"):
        return list(csv.reader(io.StringIO(data.decode("gb18030"), newline="")))
    book = openpyxl.load_workbook(io.BytesIO(data))["报名信息"]
    return [["" if cell is None else cell for cell in line] for line in book.iter_rows(min_row=2, values_only=True)]


def rows(name: str) -> list[Row]:
    """The filled rows of a roster."""
    header, *lines = table(name)
    found = []
    for line in lines:
        if any(line):
            cell = dict(zip(header, line, strict=True))
            found.append(
                Row(
                    registration=unicodedata.normalize("NFKC", cell["报名号"]),
                    name=cell["姓名"],
                    sex=cell["性别"],
                    identity=unicodedata.normalize("NFKC", cell["身份证号"]).upper(),
                    school=cell["报名学校"],
                    batch=cell.get("批次", ""),
                    group=cell["多胞胎组号"],
                    reason=cell["剔除原因"],
                )
            )
    return found


def sheet_value(name: str) -> dict[str, Any]:
    """The parsed rule sheet of a sample."""
    return tomllib.loads((SAMPLES / name / "session.toml").read_text(encoding="utf-8"))


def statuses(name: str) -> dict[str, str]:
    """Draw id -> status, recounted from the roster and the places alone; children, not units, are counted (R16)."""
    value = sheet_value(name)
    words = {school["code"]: school["name"] for school in value["schools"]}
    labels = {v["code"]: v["label"] for a in value["attributes"] if a["name"] == "batch" for v in a["values"]}
    left = {school["code"]: school["places"] for school in value["schools"]}
    children = Counter((row.school, row.batch) for row in rows(name) if not row.reason)
    found = {}
    for draw in value["draws"]:
        school = draw["school"]
        number = sum(children[words[school], labels.get(batch, "")] for batch in draw["who"].get("batch", [""]))
        if left[school] == 0:
            found[draw["id"]] = "not-held"
        elif number <= left[school]:
            found[draw["id"]] = "registered"
            left[school] -= number
        else:
            found[draw["id"]] = "held"
            left[school] = 0
    return found


def bundles(name: str) -> dict[str, list[Row]]:
    """Group -> its rows."""
    found: dict[str, list[Row]] = {}
    for row in rows(name):
        if row.group:
            found.setdefault(row.group, []).append(row)
    return found


def test_made_again(tmp_path: Path) -> None:
    """scripts/make_samples writes the bytes that are in the tree: every roster, list, table of wishes and of events."""
    subprocess.run([sys.executable, "-I", ROOT / "scripts" / "make_samples", tmp_path], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    hand = ("template", "expected")
    kept = {
        path.relative_to(SAMPLES): path.read_bytes()
        for path in SAMPLES.rglob("*")
        if path.suffix in (".csv", ".xlsx") and not set(path.relative_to(SAMPLES).parts) & set(hand)
    }
    assert made == kept


def test_size() -> None:
    """The folders stay small."""
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 1_700_000


def test_xlsx_package() -> None:
    """Every part inflates to its checksum by zlib and has the fixed date; the title is merged and the end is blank."""
    data = (SAMPLES / "xinghualing" / "roster.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["报名信息"]
    assert [str(found) for found in book["报名信息"].merged_cells.ranges] == ["A1:J1"]
    lines = table("xinghualing")
    assert lines[0] == COLUMNS
    assert not any(any(line) for line in lines[-5:])
    assert {type(cell) for line in lines for cell in line} == {str}


def test_counts_xinghualing() -> None:
    """1,150 children stay of 1,158; twelve pairs and one set of triplets, one school and batch each."""
    found = rows("xinghualing")
    assert len(found) == 1158
    assert sum(not row.reason for row in found) == 1150
    assert Counter(len(group) for group in bundles("xinghualing").values()) == {2: 12, 3: 1}
    assert all(not row.reason for group in bundles("xinghualing").values() for row in group)
    assert [group[0].school for group in bundles("xinghualing").values() if len(group) == 3] == ["杏岭汾霞初级中学"]
    assert Counter((row.school[2:4], row.batch) for row in found if not row.reason) == {
        ("晨曦", "对口直升"): 212, ("晨曦", "学校生源地生源"): 121,
        ("松涛", "对口直升"): 187, ("松涛", "学校生源地生源"): 254,
        ("汾霞", "对口直升"): 281, ("汾霞", "学校生源地生源"): 95,
    }  # fmt: skip


def test_counts_zhongshan() -> None:
    """423 children in 414 units, nobody removed."""
    found = rows("zhongshan-2020")
    groups = bundles("zhongshan-2020")
    assert len(found) == 423
    assert not any(row.reason for row in found)
    assert {len(group) for group in groups.values()} == {2}
    assert len(found) - sum(len(group) - 1 for group in groups.values()) == 414
    assert all(row.registration.startswith("0") for row in found)


@pytest.mark.parametrize("name", NAMES)
def test_ids(name: str) -> None:
    """Eighteen characters with the right checksum, of nobody, each once; so are the registration numbers."""
    found = rows(name)
    for row in found:
        assert re.fullmatch(r"99990[12][0-9]{11}[0-9X]", row.identity)
        total = sum(w * int(c) for w, c in zip(WEIGHTS, row.identity[:17], strict=True))
        assert row.identity[17] == "10X98765432"[total % 11]
        assert date(2013, 9, 1) <= row.born <= date(2014, 8, 31)
        assert (int(row.identity[16]) % 2 == 1) == (row.sex == "男")
        assert re.fullmatch(r"[0-9]{12}", row.registration)
    assert len({row.identity for row in found}) == len({row.registration for row in found}) == len(found)
    assert [row.registration for row in found] == sorted(row.registration for row in found)


@pytest.mark.parametrize("name", NAMES)
def test_bundles(name: str) -> None:
    """Members share surname, school, batch and birthday; exactly one pair is born across midnight (R24)."""
    apart = []
    for group in bundles(name).values():
        assert len({(row.name[0], row.school, row.batch) for row in group}) == 1
        assert len({row.name for row in group}) == len(group)
        apart.append(max(row.born for row in group) - min(row.born for row in group))
    assert Counter(apart) == {timedelta(0): len(apart) - 1, timedelta(days=1): 1}


def test_twins_apart() -> None:
    """One more pair of twins stands next to each other without a group."""
    found = [row for row in rows("xinghualing") if not row.group]
    pairs = [
        (a, b)
        for a, b in pairwise(found)
        if (a.name[:2], len(a.name), a.born, a.school, a.batch) == (b.name[:2], len(b.name), b.born, b.school, b.batch)
    ]
    assert [(a.school, a.batch) for a, _ in pairs] == [("杏岭松涛初级中学", "学校生源地生源")]


def test_names() -> None:
    """Names that break careless programs are there, and as many surnames as in a real town."""
    found = [row.name for name in NAMES for row in rows(name)]
    text = "".join(found)
    for rare in "𬎆𫘧𬭚㛃昇玥":
        assert rare in text
    for name in ("阿依古丽·买买提", "欧阳明月", "上官雨桐", "司马浩然", "诸葛明轩"):
        assert name in found
    assert len({name[0] for name in found}) >= 120
    assert all(unicodedata.is_normalized("NFC", name) for name in found)
    assert {row.sex for name in NAMES for row in rows(name)} == {"男", "女"}


@pytest.mark.parametrize("name", NAMES)
def test_typed_as_clerks_do(name: str) -> None:
    """Some numbers stand in full-width digits and some check digits as a small x, so the import has to normalise."""
    header, *lines = table(name)
    ids = [line[header.index("身份证号")] for line in lines if any(line)]
    assert any(text != unicodedata.normalize("NFKC", text) for text in ids)
    assert any(text.endswith("x") for text in ids)
    assert any(text.endswith("X") for text in ids)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "xinghualing",
            {
                "s1.b1": "registered", "s1.b2": "registered", "s2.b1": "registered", "s2.b2": "held",
                "s3.b1": "held", "s3.b2": "not-held",
            },
        ),
        ("zhongshan-2020", {"s1": "held"}),
    ],
)  # fmt: skip
def test_statuses(name: str, expected: dict[str, str]) -> None:
    """Each sample has the draws that its README promises: registered, held, not held."""
    assert statuses(name) == expected


@pytest.mark.parametrize("name", NAMES)
def test_switches(name: str) -> None:
    """Five parties, twelve dice, a rehearsal; places over plan with a document exactly where OVERFLOW needs them."""
    value = sheet_value(name)
    assert [(p["id"], p["phase"]) for p in value["parties"]] == [
        ("A1", "sealed"), ("N1", "sealed"), ("W01", "open"), ("W02", "open"), ("W03", "open"),
    ]  # fmt: skip
    session = value["session"]
    assert (session["mode"], session["dice"], session["min_open"], session["reveal_seconds"]) == (
        "rehearsal", "d10x12", 1, 120,
    )  # fmt: skip
    for school in value["schools"]:
        sizes = [len(group) for group in bundles(name).values() if group[0].school == school["name"]]
        extra = max(sizes) - 1 if school["last_place"] == "OVERFLOW" else 0
        assert school["approved_extra"] == extra
        assert (school["approved_document"] == "none") == (extra == 0)


@pytest.mark.parametrize("name", NAMES)
def test_comments(name: str) -> None:
    """A sample's rule sheet explains each switch in the words of the template; its remarks between the tables are the
    template's, too, in their order."""

    def comments(folder: str) -> tuple[set[tuple[str, str]], list[str]]:
        """(key, comment) of every explained line, and the remarks that have a line to themselves."""
        lines = (SAMPLES / folder / "session.toml").read_text(encoding="utf-8").splitlines()
        explained = {(m[1], m[2]) for line in lines if (m := re.match(r"(\w+) = .*?[^#]  +(#.*)", line))}
        return explained, list(dict.fromkeys(line.strip() for line in lines if line.lstrip().startswith("#")))

    (wanted, remarks), (explained, own) = comments("template"), comments(name)
    if name == "zhongshan-2020":
        wanted = {entry for entry in wanted if entry != ("values", "# 按优先顺序")}  # it declares no batches
    assert explained == wanted
    assert own == remarks[: len(own)]


@pytest.mark.parametrize("name", NAMES)
def test_import(name: str) -> None:
    """The product takes rule sheet and roster without a fault, forms the pool that was counted here, sees the same
    statuses."""
    rules_sheet = sheet.read((SAMPLES / name / "session.toml").read_bytes(), "session.toml")
    taken = roster.read(tables.load(SAMPLES / name / ROSTERS[name]), rules_sheet)
    wanted = sorted((row.registration, row.name, row.identity, row.group) for row in rows(name))
    assert sorted((row.registration_no, row.name, row.id, row.bundle) for row in taken.rows) == wanted
    assert {note.partition(" ")[0] for note in taken.notes} <= {"第", "未使用的列", "roster.csv:"}
    formed = forming.form(taken, rules_sheet, {}, lambda text: hashlib.sha256(text.encode()).hexdigest()[:32])
    assert all(note.startswith("名册已列剔除") for note in formed.notes)
    assert len(formed.pool.applicants) == sum(not row.reason for row in rows(name))
    sizes = Counter(formed.pool.size(unit) for unit in formed.pool.bundles())
    assert sizes == Counter(len(group) for group in bundles(name).values())
    readme = (SAMPLES / name / "README.md").read_text(encoding="utf-8")
    assert f"{len(formed.pool.members):,}\nunits" in readme or f"{len(formed.pool.members):,} units" in readme
    assert (formed.removed_csv is None) == (name == "zhongshan-2020")
    assert {p.draw.id: str(p.status) for p in prospects(formed.pool, rules_sheet.rules)} == statuses(name)


@pytest.mark.parametrize("name", PROCEDURES)
def test_readme(name: str) -> None:
    """Each README is short, says that the persons are invented, and the overview names sample and command."""
    text = (SAMPLES / name / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 15
    assert "所有人员均为虚构" in text
    overview = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert f"[{name}]({name}/README.md) | `./scripts/demo --once --procedure {name} --out DIR`" in overview


def test_procedures() -> None:
    """Every folder is a procedure that the product finds; chained ones have their stages in order."""
    assert {name.partition("/")[0] for name in samples.names()} == set(PROCEDURES)
    for name in PROCEDURES:
        stages = samples.stages(SAMPLES / name)
        assert (len(stages) > 1) == (name in CHAINED)
        for n, stage in enumerate(stages, 1):
            assert stage.name.startswith(f"{n}-") or stages == (SAMPLES / name,)
            assert bool(list(stage.glob("roster.*"))) == (n == 1 and name not in NOBODY)


def sheets() -> list[Path]:
    """Every rule sheet of a sample."""
    return sorted(path for path in SAMPLES.rglob("session.toml") if path.parent.name != "template")


def labelled(path: Path) -> str:
    """Where a sheet is, for the test's name."""
    return path.parent.relative_to(SAMPLES).as_posix()


@pytest.mark.parametrize("path", sheets(), ids=labelled)
def test_same_words(path: Path) -> None:
    """A line with a comment is explained as the template explains that key; what `draw carry` fills in is marked."""

    def comments(file: Path) -> dict[str, set[str]]:
        """Key -> its comments, of examples too."""
        found: dict[str, set[str]] = {}
        for line in file.read_text(encoding="utf-8").splitlines():
            if m := re.match(r"(?:# )?(\w+) = (?:[^\"#]|\"[^\"]*\")*(#.*)", line):
                found.setdefault(m[1], set()).add(m[2])
        return found

    known, own = comments(SAMPLES / "template" / "session.toml"), comments(path)
    assert {key: words - known.get(key, set()) for key, words in own.items() if words - known.get(key, set())} == {}
    value = tomllib.loads(path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    assert value["session"]["after"] == []
    assert ("draw carry 填写" in text) == isinstance(value["carry"], dict)
    left = isinstance(value["carry"], dict) and value["carry"]["places"] == "LEFT"
    assert ("各校 places 由 draw carry 填写" in text) == left
    assert all((school["places"] == 0) == left for school in value["schools"])
    assert ("现有各班" in text) == any(draw["kind"] == "late" for draw in value["draws"])


@pytest.mark.parametrize("name", NOBODY)
def test_nobody(name: str) -> None:
    """SPEC §16: where every draw matches nobody, the session has no applicants; pool.csv is its header."""
    inputs = Session.inputs(samples.stages(SAMPLES / name)[0])
    assert not inputs.plan.takes_children
    formed = forming.form(inputs.people, inputs.plan, {}, lambda text: "", inputs.lists)
    assert pool.write(formed.pool, inputs.plan.rules) == b"applicant,unit,seal\n"
    assert (formed.removed_csv, formed.roster_csv.count(b"\n")) == (None, 1)


@pytest.mark.parametrize("name", [name for name in PROCEDURES if name not in (*NAMES, *NOBODY)])
def test_taken(name: str) -> None:
    """The product takes each first session without a fault; ids are of nobody; twins, rare names, typing as by clerks."""
    first = samples.stages(SAMPLES / name)[0]
    inputs = Session.inputs(first)
    formed = forming.form(
        inputs.people, inputs.plan, {}, lambda text: hashlib.sha256(text.encode()).hexdigest()[:32], inputs.lists
    )
    assert 60 <= len(formed.pool.applicants) <= 600
    assert bool(formed.pool.bundles()) == (name != "delegates")
    assert (formed.removed_csv is None) == (name == "xian-supplementary")
    assert all(re.fullmatch(r"G?9999(0[3-9]|1[0-4])[0-9]{11}[0-9X]", row.id) for row in inputs.people.rows)
    names = "".join(row.name for row in inputs.people.rows)
    assert "·" in names and any(ord(char) > 0xFFFF for char in names)
    data = next(first.glob("roster.*")).read_bytes()
    if data[:2] != b"PK":
        text = data.decode("utf-8-sig" if data[:3] == b"\xef\xbb\xbf" else "gb18030")
        assert re.search(r"[0-9]x,", text)
        assert "９" in text or len(formed.pool.applicants) < 200


def test_wishes() -> None:
    """Wishes are of schools that a later stage has; new children bring an id that no roster has."""
    for name in CHAINED:
        path = SAMPLES / name / "wishes.csv"
        if not path.is_file():
            assert name == "luzhou"  # nobody is asked there
            continue
        first, *later = samples.stages(SAMPLES / name)
        known = {
            s["name"] for stage in later for s in tomllib.loads((stage / "session.toml").read_text("utf-8"))["schools"]
        }
        lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        wished = {text for line in lines for key, text in line.items() if "志愿" in key and text}
        assert wished <= known
        numbers = {row.registration_no for row in Session.inputs(first).people.rows if not row.removed}
        new = [line for line in lines if line["身份证号"]]
        assert new and len({line["报名号"] for line in lines}) == len(lines)
        assert {line["报名号"] for line in lines if not line["身份证号"]} <= numbers
