"""What prose is made of: pairs of sentences under headings, and lists in both languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

Pair = tuple[str, str]
_T = TypeVar("_T")

MARGIN: Final = "  "  # begins a line that belongs to the one above


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its sentences; `lines` that begin with a space belong to the sentence above them."""

    heading: Pair
    lines: tuple[Pair, ...]


def sub(words: Pair) -> Pair:
    """The line, indented."""
    return MARGIN + words[0], MARGIN + words[1]


def join(pairs: Iterable[Pair], chinese: str = "、", english: str = ", ") -> Pair:
    """Both sides joined."""
    found = list(pairs)
    return chinese.join(p[0] for p in found), english.join(p[1] for p in found)


def flow(*sentences: Pair) -> Pair:
    """Sentences as one paragraph."""
    return join((s for s in sentences if s[0]), "", " ")


def runs(ids: Sequence[str], every: Sequence[str]) -> str:
    """Ids of draws, a run of four or more neighbours in `every` shortened to its ends and count."""
    place = {name: n for n, name in enumerate(every)}
    groups: list[list[str]] = []
    for name in ids:
        if groups and place[groups[-1][-1]] + 1 == place[name]:
            groups[-1].append(name)
        else:
            groups.append([name])
    return ", ".join(f"{g[0]} … {g[-1]} ({len(g)})" if len(g) > 3 else ", ".join(g) for g in groups)


def chunks(items: Sequence[_T], size: int) -> list[Sequence[_T]]:
    """The items, `size` at a time."""
    return [items[n : n + size] for n in range(0, len(items), size)]
