"""The notary's laptop may run Windows: calls that only POSIX has are guarded (Windows itself was not run)."""

import ast
import os
from pathlib import Path

import pytest
import stage

from draw.edges import durable

POSIX_MODULES = {"fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog", "posix"}
POSIX_CALLS = {
    "fork", "forkpty", "getuid", "geteuid", "setuid", "chown", "killpg", "setsid", "getpgid", "mkfifo", "nice", "sync",
    "SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "SIGUSR2", "alarm", "setitimer", "sched_setaffinity", "fchmod", "pipe2",
    "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC", "fdatasync", "posix_fallocate", "eventfd", "AF_UNIX",
}  # fmt: skip
SOURCES = sorted([*(stage.ROOT / "draw").rglob("*.py"), *(stage.ROOT / "web").rglob("*.py")])


def guarded(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """True if the node lies under an `if` that asks for os.name, sys.platform or hasattr."""
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.If | ast.IfExp):
            test = ast.unparse(node.test)
            if any(word in test for word in ("os.name", "sys.platform", "hasattr", "FOLDERS_SYNC")):
                return True
    return False


def offences(text: str) -> list[str]:
    """Unguarded uses of what only POSIX has."""
    tree = ast.parse(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {a.name.split(".")[0] for a in node.names} if isinstance(node, ast.Import) else {node.module or ""}
            if names & POSIX_MODULES and not guarded(node, parents):
                found.append(ast.unparse(node))
        if isinstance(node, ast.Attribute) and node.attr in POSIX_CALLS and isinstance(node.value, ast.Name):
            if node.value.id in ("os", "signal", "socket") and not guarded(node, parents):
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(stage.ROOT).as_posix())
def test_posix_only_calls_are_guarded(path: Path) -> None:
    """No source uses a POSIX-only module or call outside a guard."""
    assert offences(path.read_text(encoding="utf-8")) == []


def test_the_scan_sees_an_unguarded_call() -> None:
    """Control: the scan finds an unguarded call and lets a guarded one pass."""
    assert offences("import os\nos.fork()") == ["os.fork"]
    assert offences("import fcntl") == ["import fcntl"]
    assert offences("import os\nif os.name != 'nt':\n    os.fork()") == []


def test_durable_write_opens_no_folder_where_folders_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With folder syncing off, as on Windows, a durable write still leaves the whole file and opens only files."""
    monkeypatch.setattr(durable, "FOLDERS_SYNC", False)
    opened = []
    plain = os.open

    def recording(path: object, *args: int) -> int:
        opened.append(Path(str(path)))
        return plain(str(path), *args)

    monkeypatch.setattr(os, "open", recording)
    durable.write(tmp_path / "sub" / "file", b"content", private=True)
    durable.remove(tmp_path / "sub" / "gone")
    assert (tmp_path / "sub" / "file").read_bytes() == b"content"
    assert opened and not any(p.is_dir() for p in opened)
