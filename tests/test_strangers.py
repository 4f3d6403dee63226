"""What a stranger types: the lines of the record's README, with tools that we did not write (SPEC §2, protocol §4)."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import simulator
import stage
from sessions import ALL_ATTRIBUTES, sheet
from simulator import draw_of, nearest_of, preferences_of, school, shortlist_of

from draw import readme, rules
from draw.edges import program
from draw.hashing import digest


@pytest.fixture
def record(held: Path, tmp_path: Path) -> Path:
    """A copy of the record."""
    shutil.copytree(held / "public", tmp_path / "record")
    return tmp_path / "record"


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one line of the README as it stands."""
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False)


def readme_lines(record: Path, start: str) -> list[str]:
    """The README's lines that start with a tool's name."""
    text = (record / "README").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip().startswith(start)]


def test_sums_and_signatures_with_coreutils_and_openssl(record: Path) -> None:
    """Every sha256sum -c and openssl line of the README passes; after one changed byte they fail."""
    lines = readme_lines(record, "openssl") + readme_lines(record, "sha256sum -c")
    assert len(lines) == 3
    for line in lines:
        done = shell(line, record)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    data = (record / "statement.txt").read_bytes()
    (record / "statement.txt").write_bytes(data.replace(b"rehearsal", b"live"))
    assert all(shell(line, record).returncode != 0 for line in readme_lines(record, "sha256sum -c"))
    assert shell(readme_lines(record, "openssl")[0], record).returncode != 0


def test_perl_gives_every_order(record: Path) -> None:
    """The perl lines print the bytes of orders/<draw>.csv."""
    lines = readme_lines(record, "perl")
    orders = sorted((record / "orders").iterdir())
    assert len(lines) == len(orders) >= 1
    printed = {shell(line, record).stdout for line in lines}
    assert printed == {p.read_text(encoding="utf-8") for p in orders}


def test_duckdb_gives_every_order(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SQL of the duckdb lines gives the bytes of orders/<draw>.csv."""
    monkeypatch.chdir(record)
    printed = set()
    for line in readme_lines(record, "duckdb"):
        sql = line.removeprefix('duckdb -csv -c "').removesuffix('"')
        with duckdb.connect() as db:
            rows = db.execute(sql).fetchall()
        printed.add("rank,number,unit\n" + "".join(f"{r},{n},{u}\n" for r, n, u in rows))
    assert printed == {p.read_text(encoding="utf-8") for p in (record / "orders").iterdir()}


def every_kind() -> dict[str, bytes]:
    """A record with quotas, a shortlist, preferences and the nearest school; draws that take up those left over."""
    draws = [
        draw_of("x1.a", batch=["B1"]) | {"quota": {"places": 2}},
        draw_of("x1.b", batch=["B2"]),
        shortlist_of("s1", "S1", who={"batch": ["B3"]}),
        preferences_of("zone", ["Y1", "Z1"], ["x1.a", "x1.b", "s1"], {"care": ["NO"]}, unlisted="ANY"),
        nearest_of("rest", {e: {"Z1": 1, "W1": 2} for e in ("E1", "E2")}, ["x1.a", "x1.b", "s1", "zone"]),
    ]
    schools = [school("X1", 4), *(school(c, 2, "NONE") for c in ("S1", "Y1", "Z1", "W1"))]
    people = []
    for n in range(40):
        unit = f"T{n - n % 2:02}" if n in (4, 5, 16, 17, 30, 31) else f"{n:02}"
        values = {
            "batch": f"B{1 + n // 14}",
            "wish": "X1",
            "p1": "Y1",
            "p2": "NONE",
            "p3": "NONE",
            "area": "E1",
            "family": "NONE",
        }
        people.append((f"{n:02}", unit, values | {"care": "YES" if n // 2 % 5 == 0 else "NO"}))
    return simulator.record(rules=rules.parse(sheet(schools, draws, attributes=ALL_ATTRIBUTES)), people=people)


def test_every_kind_of_draw_is_ordered_by_strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SPEC §7, §8: who was placed before stands in no later order, a shortlist places nobody: perl and SQL give the bytes."""
    files = every_kind()
    held = [name for name in files if name.startswith("orders/")]
    assert {name[7:-4] for name in held} == {"x1.a", "x1.b", "s1", "zone", "rest"}
    for name in ("README", "pool.csv", "results.csv"):
        (tmp_path / name).write_bytes(files[name])
    monkeypatch.chdir(tmp_path)
    wanted = {files[name].decode() for name in held}
    assert {shell(line, tmp_path).stdout for line in readme_lines(tmp_path, "perl")} == wanted
    printed = set()
    for line in readme_lines(tmp_path, "duckdb"):
        with duckdb.connect() as db:
            rows = db.execute(line.removeprefix('duckdb -csv -c "').removesuffix('"')).fetchall()
        printed.add("rank,number,unit\n" + "".join(f"{r},{n},{u}\n" for r, n, u in rows))
    assert printed == wanted


def test_forty_draws_are_not_all_written_out() -> None:
    """A district with a draw a school: twelve are written out, and how many more go the same way."""
    schools = [school(f"X{n:02}", 1) for n in range(40)]
    draws = [draw_of(f"x{n:02}", f"X{n:02}", wish=[f"X{n:02}"]) for n in range(40)]
    plain = {"batch": "B1", "p1": "NONE", "p2": "NONE", "p3": "NONE", "area": "E1", "family": "NONE", "care": "NO"}
    people = [(f"{n:03}", f"{n:03}", plain | {"wish": f"X{n % 40:02}"}) for n in range(80)]
    files = simulator.record(rules=rules.parse(sheet(schools, draws, attributes=ALL_ATTRIBUTES)), people=people)
    text = files["README"].decode()
    assert text.count("\n   perl ") == readme.MOST_ORDERS == text.count("\n   duckdb ")
    assert "28 more go the same way" in text


def test_one_child_with_printf_and_sha256sum(record: Path) -> None:
    """printf | sha256sum gives a child's number and a party's commitment."""
    line = readme_lines(record, 'printf %s "number1')[0]
    draw, unit = "s1.b2", "0004"
    line = re.sub(r":[a-z0-9.]+:UNIT", f":{draw}:{unit}", line)
    number = shell(line, record).stdout.split()[0]
    assert f",{number},{unit}\n" in (record / "orders" / f"{draw}.csv").read_text(encoding="utf-8")
    notice = digest((record / "notice.json").read_bytes())
    commit = shell(f'printf %s "commit1:{notice}:A1:{stage.SECRETS["A1"]}" | sha256sum', record).stdout.split()[0]
    assert f"A1 {commit}\n" in (record / "board.txt").read_text(encoding="utf-8")


def test_head_of_seed_is_what_the_hall_saw(record: Path) -> None:
    """head -n K seed.txt | sha256sum is the transcript hash in the ledger after the reveals and after the dice."""
    ledger = (record / "ledger.jsonl").read_text(encoding="utf-8")
    for lines in (5, 6):
        value = shell(f"head -n {lines} seed.txt | sha256sum", record).stdout.split()[0]
        assert f'"transcript":"{value}"' in ledger


def verify_py(record: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The standalone verifier in a Python without any package: isolated, no site-packages, no project on the path."""
    command = [sys.executable, "-I", "-S", str(program.kit_file("verify.py")), str(record), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd="/", check=False)


def test_standalone_verifier(record: Path) -> None:
    """verify.py says match with the anchors, could not check without them, mismatch after a change; exit 0, 2, 1."""
    anchors = [digest((record / n).read_bytes()) for n in ("notice.json", "statement.txt")]
    good = verify_py(record, "--notice", anchors[0], "--statement", anchors[1], "--applicant", "0004")
    assert (good.returncode, good.stdout.splitlines()[-1]) == (0, "verdict: match"), good.stdout + good.stderr
    assert "number1:" in good.stdout
    without = verify_py(record)
    assert (without.returncode, without.stdout.splitlines()[-1]) == (2, "verdict: could not check (18)")
    path = record / "results.csv"
    path.write_bytes(path.read_bytes().replace(b",waiting,S1,", b",admitted,S1,", 1))
    bad = verify_py(record, "--notice", anchors[0], "--statement", anchors[1])
    assert (bad.returncode, bad.stdout.splitlines()[-1]) == (1, "verdict: mismatch (10)")
