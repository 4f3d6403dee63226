"""One published draw as a file: every fault told at once, and a question for every spelling that could mean two things (R15).

The file is a JSON object of a system's inputs, or an object with them under `inputs`. Beside the inputs may stand `expected`, what
was published; `read`, the answers to questions; and `id`, `family`, `source`, `note`, which are for people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from draw.encoding import loose_json
from draw.errors import DrawError, InputErrors, Problem
from draw.words import say

MOST: Final = 10_000_000  # people, picks, steps: bounded loops
_FOR_PEOPLE: Final = ("id", "family", "source", "note", "recomputed_ok")
_OURS: Final = ("expected", "read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A spelling that could mean several things: its name, what was found, and each reading with what it would give."""

    name: str
    found: str
    readings: tuple[tuple[str, str], ...]

    def lines(self) -> list[str]:
        """What a person is shown."""
        return [f"{self.found}:", *(f"  --read {self.name}={key}   {words}" for key, words in self.readings)]


class Unclear(DrawError):
    """Something in the file could mean several things; nothing is guessed."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        super().__init__("\n".join([say("replay.unclear"), *(line for q in questions for line in q.lines())]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A draw made again."""

    used: str  # the seed or key as it went in
    lines: tuple[str, ...]  # as the system itself prints them
    picked: tuple[str, ...]  # in order
    details: tuple[tuple[str, ...], ...]  # each pick with all that the system says of it; () where it says no more
    hashes: tuple[str, ...]  # the values behind the picks; () where there are none
    weakness: str  # in both languages
    published: bool  # whether complete published cases of this method were reproduced
    expected: Any  # what was published of this draw: see `difference`; None if the file does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first item that is not as published."""

    number: int
    published: str
    found: str


class Case:
    """The inputs of one draw; every reader notes what is wrong and goes on, `end` raises all of it."""

    def __init__(self, data: bytes, where: str, answers: Mapping[str, str], keys: Sequence[str]) -> None:
        self._where = where
        self._problems: list[Problem] = []
        self._questions: list[Question] = []
        self._asked: set[str] = set()
        outer = loose_json(data, where)
        if not isinstance(outer, dict):
            self.fault("", "", say("replay.not_object"), say("replay.see_help"))
            outer = {}
        nested = outer.get("inputs")
        self._inputs: dict[str, Any] = nested if isinstance(nested, dict) else outer
        self.expected: Any = outer.get("expected")
        self._answers = dict(answers)
        inside = outer.get("read", {})
        if isinstance(inside, dict):
            self._answers = {k: v for k, v in inside.items() if isinstance(v, str)} | self._answers
        allowed = {*keys, *_FOR_PEOPLE, *_OURS}
        unknown = [k for k in self._inputs if k not in allowed]
        if nested is not None:
            unknown += [k for k in outer if k not in {*_FOR_PEOPLE, *_OURS, "inputs"}]
        for key in unknown:
            self.fault(key, "", say("replay.unknown_key"), say("replay.known_keys", keys=", ".join(keys)))

    def fault(self, key: str, value: object, problem: str, remedy: str) -> None:
        """Note a fault at a key."""
        text = "" if value == "" else str(value)[:60]
        self._problems.append(
            Problem(file=self._where, sheet="", row=0, column=key, value=text, problem=problem, remedy=remedy)
        )

    def has(self, key: str) -> bool:
        """True if the key stands there."""
        return key in self._inputs

    def raw(self, key: str) -> Any:
        """What stands at a key; None and a fault if nothing does."""
        value = self._inputs.get(key)
        if value is None:
            self.fault(key, "", say("replay.missing"), say("replay.add_it"))
        return value

    def whole(self, key: str, least: int, most: int, default: int | None = None, *, bound: bool = False) -> int:
        """An integer in bounds. After a fault `least`; `most` if it bounds others, so that these are not blamed for it."""
        if default is not None and key not in self._inputs:
            return default
        value = self.raw(key)
        if type(value) is int and least <= value <= most:
            return value
        if value is not None:
            self.fault(key, value, say("replay.not_whole", least=least, most=most), say("replay.see_help"))
        return most if bound else least

    def flag(self, key: str, default: bool | None) -> bool | None:
        """true or false; the default if it is not there."""
        value = self._inputs.get(key, default)
        if value is not None and not isinstance(value, bool):
            self.fault(key, value, say("replay.not_flag"), say("replay.see_help"))
            return default
        return value

    def ask(self, name: str, found: str, readings: Mapping[str, str]) -> str:
        """The reading that was chosen; else the question is noted, and the first reading stands in until `end`."""
        self._asked.add(name)
        answer = self._answers.get(name)
        if answer in readings:
            return str(answer)
        if answer is not None:
            self.fault(
                f"read.{name}", answer, say("replay.bad_answer"), say("replay.known_keys", keys=", ".join(readings))
            )
        question = Question(name=name, found=found, readings=tuple(readings.items()))
        if question not in self._questions:
            self._questions.append(question)
        return next(iter(readings))

    def order(self, names: Sequence[str]) -> list[str]:
        """The names in the order that was announced, which an object of sources does not have."""
        self._asked.add("order")
        given = [part.strip() for part in self._answers.get("order", "").split(",")]
        if sorted(given) == sorted(names):
            return given
        if "order" in self._answers:
            self.fault("read.order", self._answers["order"], say("replay.bad_answer"), say("replay.add_it"))
        example = ",".join(names)
        found = say("asking.order", value=", ".join(names))
        readings = ((example, say("reading.order", value=example)),)
        self._questions.append(Question(name="order", found=found, readings=readings))
        return list(names)

    @property
    def faulty(self) -> bool:
        """True if a fault was noted."""
        return bool(self._problems)

    def end(self) -> None:
        """Raises InputErrors with every fault; Unclear with every question."""
        for name in self._answers:
            if name not in self._asked:
                self.fault(f"read.{name}", "", say("replay.not_asked"), say("replay.drop_it"))
        if self._problems:
            raise InputErrors(self._problems)
        if self._questions:
            raise Unclear(self._questions)


def difference(replay: Replay) -> Difference | None:
    """The first item of what was published that is not what came out; None if there is none.

    Published is a list of picks, or of lists with all that the system says of each; or an object with `order` and `md5`.
    """
    wanted = replay.expected if isinstance(replay.expected, dict) else {"order": replay.expected}
    for key, items in wanted.items():
        found: Sequence[str] = {"order": replay.picked, "md5": replay.hashes}.get(key, ())
        listed = items if isinstance(items, list) else [items]
        for n, item in enumerate(listed):
            if isinstance(item, list):
                here = " ".join(replay.details[n]) if n < len(replay.details) else None
                wanted_here = " ".join(str(part) for part in item)
            else:
                here = found[n] if n < len(found) else None
                wanted_here = str(item).upper() if key == "md5" else str(item)
            if here != wanted_here:
                shown = say("replay.nothing") if here is None else here
                return Difference(number=n + 1, published=wanted_here, found=shown)
    return None


def count_published(replay: Replay) -> int:
    """How many picks were published."""
    items = replay.expected.get("order", []) if isinstance(replay.expected, dict) else replay.expected
    return len(items) if isinstance(items, list) else 1
