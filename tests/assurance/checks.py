"""Every place at which a verifier can refuse, found in its text, and the same program with a switch at each of them.

A check is one condition: of `want(a and b)` and of `if a or b: raise` each operand is one. `_fires(n)` and `_passes(n)` are asked
only where the record runs into check n; the broken build is the one in which that check, and no other, lets it go on. What says no
by its value (a signature that does not hold, a label of no form) is counted in the functions named in SAY_NO.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from assurance.keeping import ROOT

OURS, STANDALONE, HTML = "draw verify", "verify.py", "verify.html"
SCRIPT: Final = ROOT / "scripts" / "verify.py"
# what draw.verify loads and no record reaches: words, the roster before the freeze, what the store writes
_NO_CHECKS: Final = ("draw.words", "draw.intake", "draw.edges", "draw.errors", "draw.allocation.chances")
SAY_NO: Final = frozenset(
    ("_canonical_point", "csv_field_problem", "decode", "ed25519", "is_date", "keys_problem", "label_problem", "sealed",
     "time_seconds", "verify", "_nameable", "holds")
)  # fmt: skip
_REFUSERS: Final = ("want",)


class Check(NamedTuple):
    """One of them, by number in its verifier."""

    number: int
    module: str
    function: str
    line: int
    told: str

    @property
    def key(self) -> str:
        """What tests/survivors.md calls it: no line number, so that it outlives changes elsewhere."""
        return f"{self.module} {self.function}: {self.told}"


def _named(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(func=ast.Name(id=name, ctx=ast.Load()), args=list(arguments), keywords=[])


def _says_no(node: ast.stmt) -> bool:
    """`return False`, `return None`, `return "what is wrong"`."""
    if not isinstance(node, ast.Return):
        return False
    value = node.value
    return value is None or isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and value.value not in (True, ""))


class _Switches(ast.NodeTransformer):
    """Puts the switches into one module's tree."""

    def __init__(self, module: str, tree: ast.Module, first: int) -> None:
        self.module, self.found, self.first = module, list[Check](), first
        self.inside: list[str] = []
        self.telling = {f.name for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and _only_raises(f)} | {*_REFUSERS}
        called = (c.value.func for c in ast.walk(tree) if isinstance(c, ast.Expr) and isinstance(c.value, ast.Call))
        self.telling &= {f.id for f in called if isinstance(f, ast.Name)}

    def _check(self, node: ast.AST, told: ast.AST) -> ast.Constant:
        text = " ".join(ast.unparse(told).split())
        number = self.first + len(self.found)
        self.found.append(Check(number, self.module, ".".join(self.inside), getattr(node, "lineno", 0), text[:200]))
        return ast.Constant(value=number)

    def _within(self, node: Any) -> Any:
        self.inside.append(node.name)
        if node.name not in self.telling:  # what a helper raises is counted where the helper is called
            self.generic_visit(node)
        self.inside.pop()
        return node

    visit_FunctionDef = visit_ClassDef = _within

    def _under(self, name: str, node: Any) -> Any:
        """The node, visited below this name: so a field of a form has a key of its own."""
        self.inside.append(name)
        made = self.visit(node)
        self.inside.pop()
        return made

    def visit_Assign(self, node: ast.Assign) -> Any:
        if not self.inside and isinstance(node.targets[0], ast.Name):
            node.value = self._under(node.targets[0].id, node.value)
            return node
        return self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> Any:
        named = [k.value if isinstance(k, ast.Constant) and isinstance(k.value, str) else "" for k in node.keys]
        node.values = [self._under(k, v) if k else self.visit(v) for k, v in zip(named, node.values, strict=True)]
        return node

    def _fails(self, test: ast.expr) -> ast.expr:
        """The condition of a refusal: true only as long as the check is there."""
        operands = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]
        made = [ast.BoolOp(op=ast.And(), values=[one, _named("_fires", self._check(test, one))]) for one in operands]
        return made[0] if len(made) == 1 else ast.BoolOp(op=ast.Or(), values=list(made))

    def _holds(self, test: ast.expr) -> ast.expr:
        """The condition of a pass: true also where the check is not there."""
        operands = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
        made = [ast.BoolOp(op=ast.Or(), values=[one, _named("_passes", self._check(test, one))]) for one in operands]
        return made[0] if len(made) == 1 else ast.BoolOp(op=ast.And(), values=list(made))

    def _refuses(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.Raise):
            return node.exc is not None
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            return node.value.func.id in self.telling and node.value.func.id not in _REFUSERS
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
            return self.module == "draw.soundness"
        return self._in_say_no() and _says_no(node)

    def _in_say_no(self) -> bool:
        return bool(self.inside) and self.inside[-1] in SAY_NO

    def visit_If(self, node: ast.If) -> Any:
        if len(node.body) == 1 and self._refuses(node.body[0]):
            told = node.test
            node.test = self._fails(told)
            node.test = self.visit(node.test)
            node.orelse = [self.visit(one) for one in node.orelse]
            return node
        return self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> Any:
        return self._alone(node) if node.exc is not None else node

    def _alone(self, node: ast.stmt) -> ast.stmt:
        return ast.If(test=_named("_fires", self._check(node, node)), body=[node], orelse=[])

    def visit_Expr(self, node: ast.Expr) -> Any:
        return self._alone(node) if self._refuses(node) else self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> Any:
        # None behind another return is the end of a search, not a refusal: only a value that is put together is looked at
        if self._in_say_no() and isinstance(node.value, ast.BoolOp) and isinstance(node.value.op, ast.And):
            node.value = self._holds(node.value)
        elif self._in_say_no() and isinstance(node.value, ast.IfExp) and _says_no(ast.Return(value=node.value.body)):
            node.value.test = self._fails(node.value.test)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> Any:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "want" and self.module == STANDALONE:
            node.args[0] = self._holds(node.args[0])
        elif name == "need" and self.module == STANDALONE:
            number = self._check(node, node)
            node.args = [number, ast.Name(id="need", ctx=ast.Load()), *node.args]
            node.func = ast.Name(id="_needed", ctx=ast.Load())
        elif name == "shape" and self.module == STANDALONE:
            for one in node.keywords:
                number = None if one.arg is None or _takes_all(one.value) else self._check(one.value, one)
                value = self._under(one.arg or "", one.value)
                one.value = value if number is None else _named("_field", number, value)
            return node
        elif name == "by_kind" and self.module == STANDALONE:
            for one in node.keywords:
                one.value = self._under(one.arg or "", one.value)
            return node
        return self.generic_visit(node)


def _takes_all(node: ast.expr) -> bool:
    """A field of which nothing is asked here."""
    return isinstance(node, ast.Lambda) or (isinstance(node, ast.Name) and node.id == "anything")


def _only_raises(function: ast.FunctionDef) -> bool:
    body = [n for n in function.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Raise)


class Runtime:
    """What the switches ask: which check is away, and which ones a record ran into."""

    def __init__(self) -> None:
        self.off = -1
        self.fired: set[int] = set()

    def _fires(self, number: int) -> bool:
        self.fired.add(number)
        return self.off != number

    def _passes(self, number: int) -> bool:
        self.fired.add(number)
        return self.off == number

    def _needed(self, number: int, need: Any, value: Any, *what: Any) -> Any:
        if value is None:
            self.fired.add(number)
            if self.off == number:
                return None
        return need(value, *what)

    def _field(self, number: int, check: Any) -> Any:
        def checked(value: Any, where: str) -> None:
            try:
                check(value, where)
            except Exception:
                self.fired.add(number)
                if self.off != number:
                    raise

        return checked

    def names(self) -> dict[str, Any]:
        """Put into the module before its code runs."""
        return {name: getattr(self, name) for name in ("_fires", "_passes", "_needed", "_field")}


def switched(module: str, path: Path, first: int = 0) -> tuple[ast.Module, list[Check]]:
    """(the tree with its switches, its checks numbered from `first`)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    switches = _Switches(module, tree, first)
    made = ast.fix_missing_locations(switches.visit(tree))
    return made, switches.found


def path_of(module: str) -> Path:
    """draw.board -> draw/board.py."""
    base = ROOT / module.replace(".", "/")
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def _imports(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(path_of(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


@cache
def modules() -> tuple[str, ...]:
    """Every module of the product that draw.verify needs to judge a record, by name."""
    found, waiting = set[str](), ["draw.verify"]
    while waiting:
        one = waiting.pop()
        if one in found or not one.startswith("draw.") or one.startswith(_NO_CHECKS) or not path_of(one).is_file():
            continue
        found.add(one)
        waiting += _imports(one)
        waiting += [one.rpartition(".")[0]]
    return tuple(sorted(found))


@cache
def checks(verifier: str) -> tuple[Check, ...]:
    """All checks of a verifier; no two have one key."""
    found: list[Check] = []
    if verifier == HTML:
        from assurance import checks_html

        found = list(checks_html.switched()[1])
    for module in modules() if verifier == OURS else [STANDALONE] if verifier == STANDALONE else []:
        path = SCRIPT if module == STANDALONE else path_of(module)
        found += switched(module, path, len(found))[1]
    seen, made = Counter[str](), []
    for one in found:
        seen[one.key] += 1
        made.append(one if seen[one.key] == 1 else one._replace(told=f"{one.told} ({seen[one.key]})"))
    return tuple(made)
