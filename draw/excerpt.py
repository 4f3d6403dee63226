"""The few lines of a record that concern one child, so that `explain` answers at once in a record of 10^5 children (R50, R52).

`explain(Excerpts(files).of(code), seed, code)` says word for word what `explain(files, seed, code)` says; a test holds that.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from draw import rules
from draw.rules import FurtherDraw

_WHOLE: Final = ("rules.json", "tables/draws.csv")
_LISTS: Final = ("rules.json", "results.csv", "pool.csv")
_FOLDERS: Final = ("orders/", "tables/")
_APPLICANT, _UNIT, _DRAW, _RANK, _OUTCOME = 0, 1, 2, 3, 5  # columns of results.csv
_PLACED: Final = ("admitted", "shortlisted")


def _lines(files: Mapping[str, bytes], name: str) -> list[str]:
    return files[name].decode().splitlines() if name in files else []


def _by(lines: Iterable[str], column: int) -> dict[str, list[str]]:
    """The lines under the value that they have in a column."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.split(",", column + 1)[column], []).append(line)
    return found


class _Indexed:
    """One CSV file: its header, and its lines by the value of one column."""

    def __init__(self, lines: list[str], column: int) -> None:
        self.header = lines[0]
        self.by = _by(lines[1:], column)

    def excerpt(self, keys: Iterable[str]) -> bytes:
        """The header and the lines of these values, in the order of the keys."""
        found = [line for key in keys for line in self.by.get(key, ())]
        return "".join(f"{line}\n" for line in [self.header, *found]).encode()


class Excerpts:
    """A sealed record, indexed once. Takes what it needs from `files` (path -> bytes); they are not kept, but for a record
    with draws of SPEC §16: what is said of a child there is about its row, class and order as a whole.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        terms = rules.read(files["rules.json"]).draws if "rules.json" in files else ()
        further = any(isinstance(draw, FurtherDraw) for draw in terms)
        self._all = {n: files[n] for n in files if n in _LISTS or n.startswith(_FOLDERS)} if further else {}
        self._whole = {name: files[name] for name in _WHOLE if name in files}
        results = _lines(files, "results.csv")
        self._results = _Indexed(results, _APPLICANT)
        self._members: dict[str, list[str]] = {}
        self._last: dict[str, tuple[int, str]] = {}  # draw -> last rank with a place, and the applicant who has it
        for line in results[1:]:
            row = line.split(",")
            self._members.setdefault(row[_UNIT], []).append(row[_APPLICANT])
            if row[_OUTCOME] in _PLACED and row[_RANK]:
                rank = int(row[_RANK])
                if rank > self._last.get(row[_DRAW], (0, ""))[0]:
                    self._last[row[_DRAW]] = rank, row[_APPLICANT]
        self._pool = _Indexed(_lines(files, "pool.csv"), 0)
        self._orders = {n: _Indexed(_lines(files, n), 2) for n in files if n.startswith("orders/")}
        self._lists = {
            name: _Indexed(_lines(files, name), 2)
            for name in ("tables/waiting.csv", "tables/shortlists.csv")
            if name in files
        }

    def __contains__(self, applicant: object) -> bool:
        return applicant in self._results.by

    def row(self, applicant: str) -> list[str]:
        """The fields of the applicant's line of results.csv. KeyError for an unknown code."""
        return self._results.by[applicant][0].split(",")

    def of(self, applicant: str) -> dict[str, bytes]:
        """Path -> bytes: every line about the applicant, the bundle, and the last rank that got a place in each draw; with
        draws of SPEC §16 all lists.

        KeyError for an unknown code.
        """
        own = self.row(applicant)
        if self._all:
            return dict(self._all)
        unit, members = own[_UNIT], self._members[own[_UNIT]]
        orders = {name: order.excerpt([unit]) for name, order in self._orders.items() if unit in order.by}
        draws = {own[_DRAW], *(name.removeprefix("orders/").removesuffix(".csv") for name in orders)}
        last = {self._last[draw][1] for draw in draws if draw in self._last}
        return {
            **self._whole,
            **orders,
            "results.csv": self._results.excerpt(sorted({*members, *last})),
            "pool.csv": self._pool.excerpt(members),
            **{
                name: table.excerpt([unit if name == "tables/waiting.csv" else applicant])
                for name, table in self._lists.items()
            },
        }
