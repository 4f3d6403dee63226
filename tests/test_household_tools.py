"""The README's lines for databases and node, run as they stand, give the bytes of the orders (SPEC §7).

PostgreSQL and MariaDB are started for these tests in a folder of their own, on a socket and 127.0.0.1; a tool that is not there is
a failure.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import further_halls
import pytest
import simulator
from conformance_cases.bases import every_kind_of_draw, tiers_hall
from simulator import rules_of, school

from draw import household, readme, rules
from draw.hashing import digest

Files = dict[str, bytes]
WAIT = 60.0  # seconds that a server may take to answer
RECORDS: dict[str, Files] = {
    "every kind of draw, with bundles and earlier draws": simulator.record(**every_kind_of_draw()),
    "tiers": simulator.record(tiers_hall()),
    "one draw": simulator.record(),
    "things on a list": simulator.record(further_halls.delegates()),
    "classes, teams and seats": simulator.record(further_halls.classes()),
    "quota places": simulator.record(further_halls.quota()),
}


def tool(name: str, *elsewhere: str) -> str:
    """The path of a tool that must be there."""
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin", *elsewhere]))
    assert found, f"{name} is not installed; scripts/setup test installs it"
    return found


def postgres_tool(name: str) -> str:
    """A PostgreSQL server tool: Debian keeps them by version."""
    return tool(name, *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)))


def servant(name: str, folder: Path) -> dict[str, Any]:
    """How to run a server that refuses root: as the package's own user, who gets the folder; as oneself if one is not root."""
    if os.geteuid() != 0:
        return {}
    who = pwd.getpwnam(name)
    os.chown(folder, who.pw_uid, who.pw_gid)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder with a short path, which a socket needs, that other users may enter."""
    folder = Path(tempfile.mkdtemp(prefix="draw-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str], **more: Any) -> None:
    """A command that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, (command, done.stdout, done.stderr)


def answering(server: subprocess.Popen[bytes], command: Sequence[str], env: Mapping[str, str]) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + WAIT
    while subprocess.run(command, env=env, capture_output=True, check=False).returncode != 0:
        assert server.poll() is None, "the server ended"
        assert time.monotonic() < end, "the server does not answer"
        time.sleep(0.1)


def started(command: Sequence[str], log: Path, who: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    """A server in the background; it writes to a log."""
    with log.open("wb") as out:
        return subprocess.Popen(command, stdout=out, stderr=out, cwd="/", **who)


def ended(server: subprocess.Popen[bytes]) -> None:
    """Stop a server that was started here."""
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
def postgres(place: Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL server on a socket alone -> the environment in which psql finds it."""
    home = place / "pg"
    home.mkdir()
    who = servant("postgres", home)
    run([postgres_tool("initdb"), "-D", f"{home}/data", "-U", "anybody", "-A", "trust", "--no-sync"], cwd="/", **who)
    options = ["-c", f"unix_socket_directories={home}", "-c", "listen_addresses=", "-c", "fsync=off"]
    server = started([postgres_tool("postgres"), "-D", f"{home}/data", *options], place / "pg.log", who)
    env = os.environ | {"PGHOST": str(home), "PGUSER": "anybody", "PGDATABASE": "postgres"}
    try:
        answering(server, [tool("psql"), "-c", "SELECT 1"], env)
        yield env
    finally:
        ended(server)


@pytest.fixture(scope="module")
def mariadb(place: Path) -> Iterator[dict[str, str]]:
    """A MariaDB server on a socket and a free port of 127.0.0.1 -> the environment in which mariadb finds it."""
    home = place / "my"
    home.mkdir()
    who = servant("mysql", home)
    data = f"--datadir={home}/data"
    run([tool("mariadb-install-db"), "--no-defaults", data, "--auth-root-authentication-method=normal"], cwd="/", **who)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [data, f"--socket={home}/s", f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={home}/pid"]
    server = started([tool("mariadbd"), "--no-defaults", *options, "--local-infile=1"], place / "my.log", who)
    (place / ".my.cnf").write_text(f"[client]\nuser=root\nsocket={home}/s\n")  # it goes before what the machine has set
    env = os.environ | {"HOME": str(place)}
    try:
        answering(server, [tool("mariadb"), "-e", "CREATE DATABASE IF NOT EXISTS test"], env)
        yield env
    finally:
        ended(server)


@pytest.fixture(params=RECORDS)
def record(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Files]:
    """A record as files, and its bytes."""
    files = RECORDS[request.param]
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path, files


def printed(line: str, folder: Path, env: Mapping[str, str]) -> bytes:
    """What a line of the README prints, as a stranger's shell runs it."""
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True, check=False)
    assert done.returncode == 0, (line, done.stderr.decode())
    return done.stdout


def check(record: tuple[Path, Files], start: str, line_of: Any, env: Mapping[str, str]) -> None:
    """The README's line gives the last held draw's order, and the same line for each held draw gives that one's."""
    folder, files = record
    terms, seed = rules.read(files["rules.json"]), digest(files["seed.txt"])
    held = [d for d in terms.draws if f"orders/{d.id}.csv" in files]
    shown = [x.strip() for x in files["README"].decode().splitlines() if x.strip().startswith(start)]
    assert len(shown) == 1
    for draw in held:
        line = line_of(seed, draw, terms, readme.placing_before(draw, terms))
        assert draw is not held[-1] or line == shown[0]
        assert printed(line, folder, env) == files[f"orders/{draw.id}.csv"]


def test_postgresql_gives_every_order(record: tuple[Path, Files], postgres: dict[str, str]) -> None:
    """psql prints the bytes of orders/<draw>.csv; who was placed before stands in no later order."""
    tool("psql")
    check(record, "psql ", household.postgres_line, postgres)


def test_mariadb_gives_every_order(record: tuple[Path, Files], mariadb: dict[str, str]) -> None:
    """mariadb prints the bytes of orders/<draw>.csv."""
    check(record, "mariadb ", household.mariadb_line, mariadb)


def test_node_gives_every_order(record: tuple[Path, Files]) -> None:
    """node prints the bytes of orders/<draw>.csv."""
    tool("node")
    check(record, "node ", household.node_line, os.environ)


def test_lines_for_windows_are_marked_as_not_run() -> None:
    """certutil and PowerShell: two lines each, of this session's seed, under a sentence that says nobody here ran them."""
    files = simulator.record()
    text = files["README"].decode()
    told = text[text.index("7. 其他工具 Other tools") :].splitlines()
    at = next(n for n, line in enumerate(told) if "not run by us" in line)
    assert "未经我方运行" in told[at]
    rest = [line.strip() for line in told[at + 1 :] if line]
    starts = ["certutil -hashfile seed.txt", "<nul set", "(Get-FileHash seed.txt", "[BitConverter]::ToString("]
    assert len(rest) == 4 and all(line.startswith(start) for line, start in zip(rest, starts, strict=True))
    assert all(f"number1:{digest(files['seed.txt'])}:x1:UNIT" in line for line in (rest[1], rest[3]))


def test_where_no_draw_was_held_there_is_no_order_to_print() -> None:
    """Everybody registered: the section has the lines for Windows alone."""
    text = simulator.record(rules=rules_of([school(places=6)]))["README"].decode()
    assert not any(line.strip().startswith(("psql", "mariadb", "node")) for line in text.splitlines())
    assert "certutil -hashfile seed.txt SHA256" in text
