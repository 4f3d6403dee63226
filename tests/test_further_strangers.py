"""What a stranger types for the draws of SPEC §16: lists of things, cells of a transfer, seats; with perl, SQL and node."""

import subprocess
from pathlib import Path

import duckdb
import further_halls
import pytest
from simulator import record

from draw import readme, readme_things

Files = dict[str, bytes]


def lines_of(files: Files, start: str) -> list[str]:
    """The README's lines that begin so."""
    return [x.strip() for x in files["README"].decode().splitlines() if x.strip().startswith(start)]


def laid(files: Files, folder: Path) -> None:
    """The files that the lines read."""
    for name in ("pool.csv", "results.csv"):
        (folder / name).write_bytes(files[name])


def shell(line: str, folder: Path) -> str:
    """What a line prints."""
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("name", further_halls.ALL)
def test_every_order_by_strangers(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SPEC §7, §16: perl and SQL print the bytes of every order, whether of units, of things or of cells; node the last one."""
    files = record(further_halls.ALL[name]())
    laid(files, tmp_path)
    wanted = {files[n].decode() for n in files if n.startswith("orders/")}
    assert wanted and {shell(line, tmp_path) for line in lines_of(files, "perl")} == wanted
    monkeypatch.chdir(tmp_path)
    printed = set()
    for line in lines_of(files, "duckdb"):
        with duckdb.connect() as db:
            rows = db.execute(line.removeprefix('duckdb -csv -c "').removesuffix('"')).fetchall()
        printed.add("rank,number,unit\n" + "".join(f"{r},{n},{u}\n" for r, n, u in rows))
    assert printed == wanted
    (node,) = lines_of(files, "node")
    assert shell(node, tmp_path) in wanted


def test_one_number_of_a_thing(tmp_path: Path) -> None:
    """Where nobody applies, UNIT is a code of the rule sheet, and printf gives its number."""
    files = record(further_halls.quota())
    text = files["README"].decode()
    assert "UNIT：rules.json" in text and "pool.csv, column 2" not in text
    (line, *_) = lines_of(files, 'printf %s "number1')
    number = shell(line.replace("UNIT", "P2"), tmp_path).split()[0]
    assert f",{number},P2\n" in files["orders/zb.csv"].decode()


def test_seats_go_by_the_units_of_their_classes() -> None:
    """SPEC §16.8: seats order the units that the class draw placed; an order before it has placed nobody."""
    sheet = further_halls.classes().rules
    seats = sheet.draw("zw")
    assert readme_things.who_of(seats) == sheet.draw("bj").who and readme.placing_before(seats, sheet) == []
