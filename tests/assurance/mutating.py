"""Mutants of a module: one small change of its syntax tree each, numbered in the order of the source.

Operators, comparisons, constants (a number one more and one less, a word another), conditions, removed statements, sorted, min and
max. Left alone: imports, annotations, docstrings, what an error says, decorators. Nothing of the project is imported here: it is
mutated while it is loaded.
"""

import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Final, NamedTuple

COMPARE: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
BINARY: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add, ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.BitXor: ast.BitOr, ast.Div: ast.Mult, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}  # fmt: skip
CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
UNCHANGED: Final = -1
UNWRAPPED: Final = ("sorted", "reversed", "set", "frozenset")


class Mutant(NamedTuple):
    """One change: at this line of the source, `before` -> `after`."""

    number: int
    line: int
    before: str
    after: str

    def key(self, module: str) -> str:
        """What tests/survivors.md calls it: no line number, so that it outlives changes elsewhere."""
        return f"{module}: {self.before} -> {self.after}"


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    """Every other node that may stand in the place of this one."""
    new = copy.deepcopy(node)
    match node, new:
        case ast.Compare(), ast.Compare():
            for n, operator in enumerate(node.ops):
                for kind in COMPARE[type(operator)]:
                    made = copy.deepcopy(node)
                    made.ops[n] = kind()
                    yield made
        case ast.BoolOp(), ast.BoolOp():
            new.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield new
            for n in range(len(node.values)):  # one condition forgotten
                rest = [v for m, v in enumerate(node.values) if m != n]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)
        case ast.UnaryOp(), _ if isinstance(node.op, ast.Not):
            yield node.operand
        case ast.BinOp(), ast.BinOp():
            new.op = BINARY.get(type(node.op), ast.Add)()
            yield new
        case ast.AugAssign(), ast.AugAssign():
            new.op = BINARY.get(type(node.op), ast.Add)()
            yield new
            yield ast.Pass()
        case ast.Constant(), ast.Constant():
            yield from (ast.Constant(value=value) for value in _values(node.value))
        case ast.IfExp(), ast.IfExp():
            yield ast.IfExp(test=node.test, body=node.orelse, orelse=node.body)
        case (ast.If(), ast.If()) | (ast.While(), ast.While()) if isinstance(node.test, ast.Name | ast.Attribute | ast.Call):
            new.test = ast.UnaryOp(op=ast.Not(), operand=node.test)
            yield new
        case ast.comprehension(), ast.comprehension():
            for n in range(len(node.ifs)):
                made_ = copy.deepcopy(node)
                del made_.ifs[n]
                yield made_
        case ast.Call(), ast.Call() if isinstance(node.func, ast.Name):
            if node.func.id in CALLS:
                new.func = ast.Name(id=CALLS[node.func.id], ctx=ast.Load())
                yield new
            elif node.func.id in UNWRAPPED and len(node.args) == 1 and not node.keywords:
                yield ast.Call(func=ast.Name(id="list", ctx=ast.Load()), args=node.args, keywords=[])
        case (ast.Break(), _):
            yield ast.Continue()
        case (ast.Continue(), _):
            yield ast.Break()
        case (ast.Raise(), _) | (ast.Assign(), _) | (ast.Expr(), _):
            yield ast.Pass()
        case ast.Return(), _ if node.value is not None and not _nothing(node.value):
            yield ast.Return(value=ast.Constant(value=None))


def _nothing(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _values(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, str):
        return [value + "x"] if value else ["x"]
    if isinstance(value, bytes):
        return [value + b"x"]
    return []


_SKIPPED: Final = (ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal)


class _Places:
    """Walks a tree: every (parent, field, index, node) at which a variant may stand."""

    def __init__(self, tree: ast.Module) -> None:
        self.found: list[tuple[ast.AST, str, int | None, ast.AST]] = []
        self._below(tree, False)

    def _below(self, node: ast.AST, said: bool) -> None:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_params"):
                continue
            if isinstance(node, ast.Assign) and name == "targets":
                continue
            for n, child in enumerate(value if isinstance(value, list) else [value]):
                if not isinstance(child, ast.AST) or isinstance(child, _SKIPPED) or _docstring(child) or _all(child):
                    continue
                text = said and isinstance(child, ast.Constant | ast.JoinedStr)
                if not text:
                    self.found.append((node, name, n if isinstance(value, list) else None, child))
                if not isinstance(child, ast.Raise):  # what an error says is prose
                    self._below(child, said)


def _docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _all(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)


def _told(node: ast.AST) -> str:
    """One line of source for a node."""
    match node:
        case ast.comprehension():
            conditions = "".join(f" if {ast.unparse(c)}" for c in node.ifs)
            return f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}{conditions}"
        case ast.If() | ast.While():
            return f"{'if' if isinstance(node, ast.If) else 'while'} {ast.unparse(node.test)}"
    return " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())


def _walk(tree: ast.Module) -> Iterator[tuple[Mutant, ast.AST, str, int | None, ast.AST]]:
    number = 0
    for parent, field, index, node in _Places(tree).found:
        for new in _variants(node):
            line = getattr(node, "lineno", getattr(parent, "lineno", 0))
            around = _context(parent, field, node)
            before, after = _told(node), _told(new)
            if around:
                before, after = f"{before} (in {around})", after
            yield Mutant(number, line, before, after), parent, field, index, new
            number += 1


def _context(parent: ast.AST, field: str, node: ast.AST) -> str:
    """For a bare constant, the expression in which it stands."""
    if not isinstance(node, ast.Constant):
        return ""
    if isinstance(parent, ast.expr | ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.keyword):
        return _told(parent)[:100]
    return field


def mutants(source: str) -> list[Mutant]:
    """All mutants of a module's source."""
    return [found[0] for found in _walk(ast.parse(source))]


def mutated(source: str, number: int, filename: str) -> CodeType:
    """The code of one mutant; of UNCHANGED, that of the source. Raises LookupError if there is none of this number."""
    tree = ast.parse(source)
    if number == UNCHANGED:
        return compile(tree, filename, "exec")
    for mutant, parent, field, index, new in _walk(tree):
        if mutant.number == number:
            if index is None:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[index] = new
            return compile(ast.fix_missing_locations(tree), filename, "exec")
    raise LookupError(number)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module of the project mutated, all others as they are."""

    def __init__(self, module: str, path: Path, code: CodeType) -> None:
        self.module, self.path, self.code = module, path, code

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The mutated module's own loader."""
        if name != self.module:
            return None
        places = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(name, self.path, loader=self, submodule_search_locations=places)

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutated code."""
        exec(self.code, module.__dict__)


def install(module: str, path: Path, number: int) -> None:
    """From now on this module is loaded as this mutant."""
    assert module not in sys.modules, module
    sys.meta_path.insert(0, Finder(module, path, mutated(path.read_text(encoding="utf-8"), number, str(path))))
