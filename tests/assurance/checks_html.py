"""The checks of scripts/verify.html, found in the tokens of its one script, and that script with its switches in node.

As assurance.checks has it for Python: of `formed(a && b, …)` and `if (a || b) bad(…)` each operand is a check. Helpers that only
pass a condition on (`const may = (holds, …) => { if (!holds) bad(…); }`) are counted where they are called. Reading ZIPs and the
page around the verifier are no checks of a record.
"""

import base64
import json
import re
import select
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from assurance.checks import HTML, ROOT, Check, checks

PAGE: Final = ROOT / "scripts" / "verify.html"
NODE: Final = "node"
DRIVER: Final = Path(__file__).resolve().parent / "broken_page.js"
SECONDS: Final = 60
SAY_NO: Final = frozenset(
    ("verify", "edSound", "edDecode", "isLabel", "dayNumber", "timeNumber", "isSumsPath", "readPaperCode", "blsDecode",
     "isQuicknet")
)  # fmt: skip
_END: Final = "\n// ZIP: "  # behind this heading nothing judges a record
_HELPER: Final = re.compile(r"const (\w+) = \((?:holds|allowed|why|point)\b[^)]*\) => (?:\{ if \(!\w+\) )?(\w+)\(")
_TOKEN: Final = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)|(?P<word>[\w$]+)|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?P<sign>=>|===|!==|&&|\|\||\?\?=?|\?\.|\.\.\.|[^\w\s])""",
    re.DOTALL,
)
_REGEX: Final = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*")
_BEFORE_REGEX: Final = frozenset(("", "return", "typeof", "case", *"(,=:[!&|?{};+-*%<>", "=>", "===", "!==", "&&", "||", "??"))


class Token(NamedTuple):
    """A piece of the script that is neither white space nor a comment."""

    text: str
    start: int
    end: int
    line: int


def tokens(source: str, start: int = 0, until: str = "") -> list[Token]:
    """The tokens from `start`, up to the brace that closes a template's `${` where `until` is that brace."""
    found: list[Token] = []
    at, depth = start, 0
    while at < len(source):
        before = found[-1].text if found else ""
        if source[at] == "/" and source[at + 1] not in "/*" and before in _BEFORE_REGEX and (match := _REGEX.match(source, at)):
            end = match.end()
        elif source[at] == "`":
            end = _template(source, at)
        else:
            match = _TOKEN.match(source, at)
            assert match is not None, source[at : at + 40]
            end = match.end()
            if match["skip"]:
                at = end
                continue
        text = source[at:end]
        depth += (text == "{") - (text == "}")
        if until and depth < 0:
            return [*found, Token(text, at, end, 0)]
        found.append(Token(text, at, end, 0))
        at = end
    return found


def _template(source: str, at: int) -> int:
    """The end of the template literal that begins here."""
    at += 1
    while source[at] != "`":
        if source[at] == "\\":
            at += 2
        elif source.startswith("${", at):
            at = tokens(source, at + 2, "}")[-1].end
        else:
            at += 1
    return at + 1


def script() -> str:
    """The page's one script."""
    page = PAGE.read_text(encoding="utf-8")
    start = page.index('<script type="module" id="program">')
    return page[page.index("\n", start) + 1 : page.index("</script>", start)]


class _Finder:
    def __init__(self, source: str) -> None:
        self.source, self.end = source, source.index(_END)
        self.tokens, self.above = tokens(source), PAGE.read_text(encoding="utf-8").partition("<script")[0].count("\n") + 2
        self.helpers = {m[1]: m.start() for m in _HELPER.finditer(source) if m.start() < self.end}
        self.tests = {n for n in self.helpers if re.search(rf"const {n} = \((?:holds|allowed)\b", source)}
        self.refusers = {"bad", "lack", "sameBytes", *self.helpers}
        self.found: list[Check] = []
        self.edits: list[tuple[int, int, str]] = []  # (where, order, text)
        self.pairs = self._pairs()
        self.functions = self._functions()

    def _pairs(self) -> dict[int, int]:
        """Index of an opening bracket -> that of the closing one."""
        open_, found = list[int](), dict[int, int]()
        for n, token in enumerate(self.tokens):
            if token.text in ("(", "[", "{"):
                open_.append(n)
            elif token.text in (")", "]", "}"):
                found[open_.pop()] = n
        return found

    def _functions(self) -> list[tuple[int, int, str]]:
        """(first token, last token, name) of every function with a name, and of every step."""
        found = []
        for n, token in enumerate(self.tokens[:-3]):
            after = self.tokens[n + 1].text
            if token.text == "function" and after != "(":
                body = self.pairs[self._skip(n + 2)] + 1
                found.append((n, self.pairs[body], after))
            elif token.text in ("const", "let") and self.tokens[n + 2].text == "=":
                arrow = n + 3 + (self.tokens[n + 3].text == "async")
                end = self.pairs.get(arrow, arrow) + 1
                if self.tokens[end].text == "=>":
                    found.append((n, self.pairs.get(end + 1, self._statement(end + 1)), after))
            elif token.text == "step" and after == "(" and self.tokens[n + 2].text.isdigit():
                found.append((n, self.pairs[n + 1], f"step {self.tokens[n + 2].text}"))
        return found

    def _skip(self, at: int) -> int:
        while self.tokens[at].text != "(":
            at += 1
        return at

    def _statement(self, at: int) -> int:
        """The token that ends the statement that begins here."""
        while self.tokens[at].text != ";":
            at = self.pairs.get(at, at) + 1
        return at

    def _where(self, n: int) -> str:
        return ".".join(name for first, last, name in self.functions if first < n < last)

    def _check(self, n: int, first: int, last: int) -> int:
        told = " ".join(self.source[self.tokens[first].start : self.tokens[last].end].split())[:200]
        number = len(self.found)
        line = self.above + self.source.count("\n", 0, self.tokens[n].start)
        self.found.append(Check(number, HTML, self._where(n), line, told))
        return number

    def _put(self, at: int, text: str) -> None:
        self.edits.append((at, len(self.edits), text))

    def _operands(self, first: int, last: int, sign: str) -> list[tuple[int, int]]:
        """The operands between these tokens, of `&&` or of `||`; the whole where another operator binds less."""
        looser = {"&&": {"||", "?", "=>", "??", "="}, "||": {"?", "=>", "??", "="}}[sign]
        found, start, at = [], first, first
        while at <= last:
            text = self.tokens[at].text
            if text in looser:
                return [(first, last)]
            if text == sign:
                found.append((start, at - 1))
                start = at + 1
            at = self.pairs.get(at, at) + 1
        return [*found, (start, last)]

    def _argument(self, opening: int) -> int:
        """The last token of the first argument."""
        at, closing = opening + 1, self.pairs[opening]
        while at < closing and self.tokens[at].text != ",":
            at = self.pairs.get(at, at) + 1
        return at - 1

    def _split(self, first: int, last: int, sign: str) -> None:
        asked, other = ("__passes", "||") if sign == "&&" else ("__fires", "&&")
        for one, end in self._operands(first, last, sign):
            number = self._check(one, one, end)
            self._put(self.tokens[one].start, "((")
            self._put(self.tokens[end].end, f") {other} {asked}({number}))")

    def _in_helper(self, n: int) -> bool:
        return any(name in self.helpers and first < n <= last for first, last, name in self.functions)

    def find(self) -> tuple[str, list[Check]]:
        """(the script with its switches, its checks)."""
        condition = dict[int, tuple[int, int]]()  # the token behind `if (…)` -> that condition
        for n, token in enumerate(self.tokens):
            if token.text == "if" and self.tokens[n + 1].text == "(":
                condition[self.pairs[n + 1] + 1] = n + 2, self.pairs[n + 1] - 1
        for n, token in enumerate(self.tokens[:-1]):
            if token.start >= self.end or self._in_helper(n):
                continue
            before, after = self.tokens[n - 1].text if n else "", self.tokens[n + 1].text
            if token.text in self.refusers | {"formed", "same"} and after == "(" and before not in (".", "function", "const"):
                self._call(n, condition.get(n))
            elif token.text == "return" and self._where(n).rpartition(".")[2] in SAY_NO:
                self._says_no(n, condition.get(n))
        text, at = list[str](), 0
        for where, _, piece in sorted(self.edits):
            text += [self.source[at:where], piece]
            at = where
        return "".join([*text, self.source[at:]]), self.found

    def _call(self, n: int, condition: tuple[int, int] | None) -> None:
        name = self.tokens[n].text
        if name in self.tests:
            self._split(n + 2, self._argument(n + 1), "&&")
        elif condition is not None:
            self._split(*condition, "||")
        else:
            number = self._check(n, n, self.pairs[n + 1])
            self._put(self.tokens[n].start, f"__unless({number}, ")
            self._put(self.tokens[n].end, ")")

    def _says_no(self, n: int, condition: tuple[int, int] | None) -> None:
        first, last = n + 1, self._statement(n + 1) - 1
        if condition is not None and self.tokens[first].text in ("false", "null") and first == last:
            self._split(*condition, "||")
        elif condition is None and len(self._operands(first, last, "&&")) > 1:
            self._split(first, last, "&&")


@cache
def switched() -> tuple[str, tuple[Check, ...]]:
    """(the page's script with its switches, its checks)."""
    made, found = _Finder(script()).find()
    return made, tuple(found)


def why_not() -> str:
    """Why the page's script cannot be asked, or ""."""
    if not PAGE.is_file():
        return "scripts/verify.html is not there"
    return "" if shutil.which(NODE) else "node is not there"


class Page:
    """The script of scripts/verify.html in node, where it finds no page and takes itself for its worker."""

    def __init__(self) -> None:
        from assurance import battery

        self.checks = checks(HTML)
        self.questions = list(battery.conformance())
        self.answers = [q.answer for q in self.questions]
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "script.js").write_text(switched()[0], encoding="utf-8")
        (self.folder / "cases.json").write_text(json.dumps(self._told()), encoding="utf-8")
        self.node: subprocess.Popen[bytes] | None = None

    def _told(self) -> dict[str, Any]:
        """Every case, each content once."""
        blobs = dict[bytes, int]()

        def record(files: Any) -> dict[str, int]:
            return {name: blobs.setdefault(data, len(blobs)) for name, data in files.items()}

        cases = []
        for q in self.questions:
            code = None if q.code is None else blobs.setdefault(q.code, len(blobs))
            options: dict[str, Any] = {"notice": q.notice, "statement": q.statement}
            options |= {} if q.whose is None else {"name": q.whose[0], "id": q.whose[1]}
            earlier = [record(one) for one, _ in q.earlier]
            odd = [name.removesuffix("/") for name in q.odd]
            cases.append({"files": record(q.files), "odd": odd, "earlier": earlier, "code": code, "options": options})
        return {"blobs": [base64.b64encode(data).decode() for data in blobs], "cases": cases}

    def _say(self, **message: Any) -> dict[str, Any] | None:
        """node's answer, or None where it takes too long: then it is ended, and started anew when it is needed again."""
        if self.node is None:
            command = [NODE, str(DRIVER), str(self.folder / "script.js"), str(self.folder / "cases.json")]
            self.node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.node.stdin is not None and self.node.stdout is not None
        self.node.stdin.write(json.dumps(message).encode() + b"\n")
        self.node.stdin.flush()
        line = self.node.stdout.readline() if select.select([self.node.stdout], [], [], SECONDS)[0] else b""
        if not line:
            self._stop()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _stop(self) -> None:
        if self.node is not None:
            self.node.kill()
            self.node.wait()
            for stream in (self.node.stdin, self.node.stdout):
                if stream is not None:
                    stream.close()
            self.node = None

    def fired(self, number: int) -> tuple[Any, set[int]]:
        """The whole script's answer to a case, and the checks that the case ran into."""
        from assurance.breaking import Answer

        said = self._say(off=-1, case=number)
        assert said is not None, self.questions[number].name
        return Answer(said["line"], said["broke"]), set(said["fired"])

    def broken(self, check: int, cases: Sequence[int]) -> tuple[int, str]:
        """(the case that caught the script without this check, or -1; how)."""
        for n in cases:
            said = self._say(off=check, case=n)
            if said is None:
                return n, "never ends"
            if said["line"] != self.answers[n] or said["broke"]:
                return n, "verdict" if said["line"] != self.answers[n] and not said["broke"] else "breakdown"
        return -1, ""

    def close(self) -> None:
        """node and its files go."""
        self._stop()
        shutil.rmtree(self.folder)
