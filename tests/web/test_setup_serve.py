"""`draw serve` on a folder that holds nothing yet, and `draw rehearse`: the commands that the desk stands on."""

import http.client
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import bureau
import pytest
from click.testing import CliRunner

from draw.cli import main

ROOT = Path(__file__).resolve().parents[2]


def serve(folder: Path, passphrase: str) -> subprocess.Popen[str]:
    """The command, on free ports."""
    secret = folder.with_name("passphrase")
    secret.write_text(passphrase, encoding="utf-8")
    command = [sys.executable, "-m", "draw", "serve", str(folder), "--port", "0", "--public-port", "0"]
    more = {"DRAW_PASSPHRASE_FILE": str(secret), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    clean = {k: v for k, v in os.environ.items() if not k.startswith("DRAW_")}
    return subprocess.Popen(
        command, env=clean | more, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def test_serve_begins_with_an_empty_folder_and_opens_it_again(tmp_path: Path) -> None:
    """The first start makes the vault, the desk opens; the next start asks for the same passphrase."""
    folder = tmp_path / "new"
    for _ in range(2):
        process = serve(folder, "eine lange Losung")
        try:
            assert process.stdout is not None and process.stderr is not None
            ports: list[int] = []
            while len(set(ports)) < 2:  # the lines of the desk and the projector, then that of the public side
                line = process.stdout.readline()
                assert line, "the command has ended"
                ports += [int(port) for port in re.findall(r"127\.0\.0\.1:([0-9]+)/", line)]
            for port, path in ((ports[0], "/login"), (ports[0], "/hall"), (ports[0], "/state.json"), (ports[-1], "/")):
                link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                link.request("GET", path)
                assert link.getresponse().status == 200, path
                link.close()
        finally:
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=30)
    assert "nobody can recover it" not in told
    assert (folder / "private" / "vault.json").is_file()
    wrong = serve(folder, "eine andere Losung")
    out, told = wrong.communicate(timeout=60)
    assert wrong.returncode == 1 and "passphrase" in told and "Traceback" not in told and out == ""


def test_the_other_commands_still_want_a_frozen_session(tmp_path: Path) -> None:
    """Only serve begins a session: a mistyped folder name is told by every other command."""
    for command in (["status"], ["audit-roster"], ["finish"]):
        answer = CliRunner().invoke(main, [*command, str(tmp_path / "typo")])
        assert answer.exit_code == 1 and "尚未冻结" in answer.output
    assert not (tmp_path / "typo").exists()


def test_rehearse_makes_a_folder_and_says_how_to_start_it(tmp_path: Path) -> None:
    """The same inputs, marked as a rehearsal, numbered; a rehearsal and an empty folder have none."""
    folder = tmp_path / "s"
    folder.mkdir()
    answer = CliRunner().invoke(main, ["rehearse", str(folder)])
    assert answer.exit_code == 1 and "还没有派位方案" in answer.output
    (folder / "session.toml").write_text(bureau.SHEET, encoding="utf-8")
    (folder / "roster.csv").write_bytes(bureau.roster())
    for number in (1, 2):
        made = tmp_path / f"s-rehearsal-{number}"
        answer = CliRunner().invoke(main, ["rehearse", str(folder)])
        assert answer.exit_code == 0 and f"draw serve {made}" in answer.output
        assert f'id = "{bureau.SESSION}-r{number}"' in (made / "session.toml").read_text(encoding="utf-8")
        assert 'mode = "rehearsal"' in (made / "session.toml").read_text(encoding="utf-8")
        assert (made / "roster.csv").read_bytes() == bureau.roster()
    assert CliRunner().invoke(main, ["check", str(made)]).exit_code == 0
    assert CliRunner().invoke(main, ["rehearse", str(made)]).exit_code == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s", "s-rehearsal-1", "s-rehearsal-2"]


@pytest.mark.parametrize("name", ["a" * 64, "ab-" * 21 + "c"])
def test_a_long_id_stays_an_id(tmp_path: Path, name: str) -> None:
    """The suffix of a rehearsal never makes an id too long."""
    folder = tmp_path / "s"
    folder.mkdir()
    sheet = bureau.SHEET.replace(f'id = "{bureau.SESSION}"', f'id = "{name}"')
    (folder / "session.toml").write_text(sheet, encoding="utf-8")
    (folder / "roster.csv").write_bytes(bureau.roster())
    assert CliRunner().invoke(main, ["rehearse", str(folder)]).exit_code == 0
    assert CliRunner().invoke(main, ["check", str(tmp_path / "s-rehearsal-1")]).exit_code == 0
