"""The public side: the files of a record and nothing else, in a process that knows no secret."""

import subprocess
import sys
from pathlib import Path

import pytest
import room

from draw.hashing import digest
from web.public import create_public_app

OUTSIDE = (
    "../private/vault.json", "..%2fprivate%2fvault.json", "%2e%2e/private/vault.json", "....//private/vault.json",
    "/etc/passwd", "//etc/passwd", "orders/../../private/session.db", "notice.json/../../session.toml",
    "session.toml", "roster.csv", ".hidden", "orders", "orders/x", "tables/other.csv", "linked.csv", "seed.txt",
    "notice.json%00", "..\\private\\vault.json",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public folder of a session with a closed board, with things in it that are no part of a record."""
    session = room.freeze(tmp_path_factory.mktemp("public") / "s")
    room.board_of(session)
    (session.public / "roster.csv").write_text("canary")
    (session.public / ".hidden").write_text("canary")
    (session.public / "orders").mkdir()
    (session.public / "orders" / "s1.csv").symlink_to(session.folder / "roster.csv")
    return session.public


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_record_is_served(folder: Path, path: str) -> None:
    """No way of writing a path leads out of the folder, to a link, or to a file that is no part of a record."""
    answer = create_public_app(folder).test_client().get(f"/record/{path}", buffered=True)
    assert answer.status_code in (308, 404)
    assert b"canary" not in answer.data and b"root:" not in answer.data


def test_a_link_is_not_followed(folder: Path) -> None:
    """A record holds no links."""
    assert create_public_app(folder).test_client().get("/record/orders/s1.csv").status_code == 404


def test_files_come_byte_for_byte_with_their_hash(folder: Path) -> None:
    """Each listed file downloads as it lies there, and the page shows its SHA-256 and where we are."""
    client = create_public_app(folder).test_client()
    page = client.get("/").text
    for name in ("notice.json", "pool.csv", "board.txt"):
        data = client.get(f"/record/{name}", buffered=True).data
        assert data == (folder / name).read_bytes()
        assert digest(data) in page
    assert "The board is closed" in page and "roster" not in page and "REHEARSAL" in page


def test_the_child_imports_nothing_of_the_private_side() -> None:
    """Loading the public side loads no module of sessions, stores or keys."""
    code = "import sys, web.public; print([m for m in sys.modules if m.startswith(('draw.edges', 'sqlite3', 'cryptography'))])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    """Before the freeze there is a page, with nothing on it."""
    answer = create_public_app(tmp_path).test_client().get("/")
    assert answer.status_code == 200 and "No notice is published yet" in answer.text
