"""One case of the conformance suite: a record, what a verifier is asked about it, and what it must answer (SPEC §11).

A case is a function: its name is the case's, its docstring the reason, what it returns the record. A decorator says the answer.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from draw.hashing import digest

Files = dict[str, bytes]
MATCH, MISMATCH, COULD_NOT = "match", "mismatch", "could not check"
OWN, NONE = "own", "none"  # the anchors: the hash of the record's own file, or not given
CODE = "code.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The arguments of a verifier."""

    notice: str = OWN
    statement: str = OWN
    earlier: Sequence[str] = ()  # names of cases, or bases/NAME
    applicant: str = ""
    code: bytes | None = None  # the text of a paper's QR code
    name: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A record with more than its files: links, empty folders, a paper's code."""

    files: Mapping[str, bytes]
    links: Mapping[str, str] = field(default_factory=dict)
    folders: Sequence[str] = ()
    code: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case before its record is made."""

    name: str
    why: str
    base: str
    make: Callable[[Files], Files | Made]
    expect: str
    step: int | None
    asked: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A case as a verifier meets it."""

    name: str
    why: str
    base: str
    made: Made
    asked: Asked
    expect: str
    step: int | None

    def anchors(self) -> tuple[str | None, str | None]:
        """The two trusted hashes, None for one that is not given."""
        files, found = self.made.files, []
        text = "void.txt" if "void.txt" in files and "statement.txt" not in files else "statement.txt"
        for asked, name in ((self.asked.notice, "notice.json"), (self.asked.statement, text)):
            found.append({OWN: digest(files.get(name, b"")), NONE: None}.get(asked, asked))
        return found[0], found[1]

    def last_line(self) -> str:
        """What a verifier's last line must be."""
        return f"verdict: {self.expect}" + (f" ({self.step})" if self.step else "")

    def stored(self, base: Mapping[str, bytes]) -> Files:
        """The files of the case's folder: case.json, what differs from the base in record/, the code."""
        mine = self.made.files
        arguments: dict[str, Any] = {"notice": self.asked.notice, "statement": self.asked.statement}
        arguments["earlier"] = list(self.asked.earlier)
        arguments |= {k: getattr(self.asked, k) for k in ("applicant", "name", "id") if getattr(self.asked, k)}
        if self.asked.code is not None:
            arguments["code"] = CODE
        value: dict[str, Any] = {"base": self.base, "remove": sorted(base.keys() - mine.keys()), "arguments": arguments}
        if self.made.links:
            value["links"] = dict(self.made.links)
        if self.made.folders:
            value["folders"] = list(self.made.folders)
        value |= {"expect": self.expect, "step": self.step, "why": self.why}
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        found = {"case.json": text.encode()}
        found |= {f"record/{name}": data for name, data in mine.items() if base.get(name) != data}
        return found | ({} if self.asked.code is None else {CODE: self.asked.code})


CASES: dict[str, Case] = {}
Make = Callable[[Files], Files | Made]


def add(
    name: str, why: str, make: Make, base: str, expect: str = MATCH, step: int | None = None, /, **asked: Any
) -> None:
    """One case more."""
    assert name not in CASES and name.replace("_", "").isalnum() and name == name.lower(), name
    assert (step is None) == (expect == MATCH) and "§" in why, (name, why)
    CASES[name] = Case(name=name, why=" ".join(why.split()), base=base, make=make, expect=expect, step=step, asked=asked)


def _decorator(base: str, expect: str, step: int | None, asked: Mapping[str, Any]) -> Callable[[Make], Make]:
    def take(make: Make) -> Make:
        add(make.__name__, make.__doc__ or "", make, base, expect, step, **asked)
        return make

    return take


def matches(base: str = "skip", **asked: Any) -> Callable[[Make], Make]:
    """A case that must match."""
    return _decorator(base, MATCH, None, asked)


def fails(step: int, base: str = "skip", **asked: Any) -> Callable[[Make], Make]:
    """A case whose first mismatch must be at this step."""
    return _decorator(base, MISMATCH, step, asked)


def could_not(step: int, base: str = "skip", **asked: Any) -> Callable[[Make], Make]:
    """A case in which nothing is wrong, and the first step that could not be checked must be this."""
    return _decorator(base, COULD_NOT, step, asked)
