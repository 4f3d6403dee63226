"""The map of the house held by `ast`: a pure core, thin edges, no import that goes round in a circle."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Files, network, clock and chance are only in draw/edges, draw/cli.py, web and scripts.
FORBIDDEN = {
    "os", "pathlib", "socket", "ssl", "time", "random", "secrets", "sqlite3", "subprocess", "flask", "waitress",
    "click",
    "tempfile", "shutil", "glob", "fcntl", "urllib", "http", "asyncio", "uuid", "getpass", "sys", "logging", "locale",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "localtime", "time_ns"}
OUTER = ("draw.edges", "draw.cli", "draw.cli_parts", "draw.__main__", "web")


def module_name(path: Path) -> str:
    """draw/board.py -> draw.board, draw/allocation/__init__.py -> draw.allocation."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_core(name: str) -> bool:
    """Everything in draw/ but its edges."""
    return not any(name == outer or name.startswith(f"{outer}.") for outer in OUTER)


def tree(path: Path) -> ast.Module:
    """A parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


CORE = {module_name(p): p for p in sorted((ROOT / "draw").rglob("*.py")) if is_core(module_name(p))}


def imports(name: str) -> Iterator[str]:
    """Every module that a core module names, wherever the import stands; `from draw import board` is draw.board."""
    for node in ast.walk(tree(CORE[name])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in CORE or not is_core(inner) else node.module


def test_the_map_is_not_empty() -> None:
    """The test below looks at the whole core."""
    assert {"draw.order", "draw.allocation.admission", "draw.verify", "draw.sheets.pdf"} <= set(CORE)
    assert "draw.edges.store" not in CORE


@pytest.mark.parametrize("name", CORE)
def test_core_modules_are_pure(name: str) -> None:
    """House style 2: "Files, network, clock and randomness only in `draw/edges/`, `draw/cli.py`, `web/`,
    `scripts/`".
    """
    for wanted in imports(name):
        assert wanted.partition(".")[0] not in FORBIDDEN, wanted
        assert is_core(wanted), wanted


@pytest.mark.parametrize("name", CORE)
def test_core_modules_ask_no_clock_and_open_no_file(name: str) -> None:
    """House style 2: "Time and entropy are arguments": no open(), print(), input(), and no .now() of anything."""
    for node in ast.walk(tree(CORE[name])):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "print", "input", "exec", "eval", "__import__"), node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in CLOCKS, node.lineno
            assert node.func.attr not in ("read_bytes", "read_text", "write_bytes", "write_text"), node.lineno


def test_core_imports_make_no_circle() -> None:
    """House style: "Data goes down the page, and a module imports only from above it"."""
    graph = {name: {i for i in imports(name) if i in CORE and i not in ("draw", name)} for name in CORE}
    for name, wanted in graph.items():  # from outside, importing draw.sheets.pdf runs draw.sheets too
        parents = {i.rpartition(".")[0] for i in wanted} & CORE.keys() - {"draw"}
        wanted |= {p for p in parents if name != p and not name.startswith(f"{p}.")}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
    assert set(order) >= set(CORE) - {"draw"}
    place = {name: n for n, name in enumerate(order)}
    assert (
        place["draw.errors"]
        < place["draw.encoding"]
        < place["draw.hashing"]
        < place["draw.ceremony"]
        < place["draw.verify"]
    )


@pytest.mark.parametrize("name", CORE)
def test_core_modules_say_what_they_are(name: str) -> None:
    """House style 15: "Module docstring: what it is", and a docstring on everything public."""
    parsed = tree(CORE[name])
    if not parsed.body:
        return
    assert ast.get_docstring(parsed), name
    for node in parsed.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name}.{node.name}"
