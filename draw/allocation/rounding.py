"""A rounding problem: rows with sums, columns with least and greatest sums, cells of 0 or 1, some decided (SPEC §16.2).

A completion is kept at hand. To decide a cell against it, the cells that must change with it are looked for: an alternating
cycle (one more here, one less there, and round again). If there is none, the rounding cannot be completed that way. So a
walk over thousands of cells costs little more than the cells.
"""

from collections.abc import Iterable, Sequence

from draw.errors import DrawError


class Rounding:
    """A rounding problem with a completion; `possible` is False if there is none, and then nothing can be decided.

    Every greatest sum is the least or one more: then what a column lacks of its greatest sum is a 0 or 1 too, kept in a
    further row, so that all sums are exact. Rows (or columns, whichever are fewer) are *hubs*, the others bits of integers.
    """

    def __init__(
        self,
        rows: Sequence[int],
        least: Sequence[int],
        greatest: Sequence[int],
        barred: Iterable[tuple[int, int]] = (),
    ) -> None:
        spare = sum(greatest) - sum(rows)
        sums = [*rows, spare]
        full = (1 << len(greatest)) - 1
        free = [full] * len(rows)
        for row, column in barred:
            free[row] &= ~(1 << column)
        free.append(sum(1 << c for c, (low, high) in enumerate(zip(least, greatest, strict=True)) if high > low))
        self._turned = len(sums) > len(greatest)
        others = list(greatest)
        if self._turned:
            sums, others = others, sums
            free = [sum(1 << r for r, mask in enumerate(free) if mask >> c & 1) for c in range(len(sums))]
        self._hubs = range(len(sums))
        self._one = [0] * len(sums)  # cells that are 1 and may still change, a bit each
        self._zero = free
        self._decided: dict[tuple[int, int], int] = {}
        fits = min(*sums, *others) >= 0 and sum(sums) == sum(others)
        self.possible = fits and self._complete(sums, others)

    def _complete(self, sums: Sequence[int], others: Sequence[int]) -> bool:
        """Find a first completion: hub by hub one more, moving earlier ones where need be."""
        lack = list(others)
        lacking = sum(1 << b for b, count in enumerate(lack) if count > 0)
        for hub, count in enumerate(sums):
            for _ in range(count):
                bit = self._augment(hub, lacking)
                if bit < 0:
                    return False
                lack[bit] -= 1
                if not lack[bit]:
                    lacking &= ~(1 << bit)
        return True

    def _augment(self, hub: int, lacking: int) -> int:
        """Give the hub one more, and one of the lacking bits: that bit, or -1 if it cannot be."""
        reached, trail = self._zero[hub], [(hub, self._zero[hub])]
        while not reached & lacking:
            grown = self._spread(reached, trail, {h for h, _ in trail})
            if grown == reached:
                return -1
            reached = grown
        goal = reached & lacking
        goal &= -goal
        hit = goal
        while True:
            giver, _ = trail[next(i for i, (_, bits) in enumerate(trail) if bits & hit)]
            self._flip(giver, hit)
            if giver == hub:
                return goal.bit_length() - 1
            hit = self._back(giver, trail)
            self._flip(giver, hit)

    def _spread(self, reached: int, trail: list[tuple[int, int]], seen: set[int]) -> int:
        """One round further: every hub with a 1 at a reached bit can give it up for its zeros."""
        for hub in self._hubs:
            if hub not in seen and self._one[hub] & reached:
                trail.append((hub, self._zero[hub] & ~reached))
                reached |= self._zero[hub]
        return reached

    def _back(self, hub: int, trail: list[tuple[int, int]]) -> int:
        """The bit by which the hub was first reached."""
        hit = next(common for _, bits in trail if (common := self._one[hub] & bits))
        return hit & -hit

    def _flip(self, hub: int, bit: int) -> None:
        self._one[hub] ^= bit
        self._zero[hub] ^= bit

    def value(self, row: int, column: int) -> int:
        """The cell in the completion at hand."""
        hub, place = (column, row) if self._turned else (row, column)
        decided = self._decided.get((row, column))
        return self._one[hub] >> place & 1 if decided is None else decided

    def is_decided(self, row: int, column: int) -> bool:
        """True once `decide` has settled the cell."""
        return (row, column) in self._decided

    def decide(self, row: int, column: int, value: int) -> bool:
        """Settle a free cell as 0 or 1 if the rounding can still be completed, else change nothing and say False.

        Raises DrawError for a cell decided already.
        """
        if (row, column) in self._decided:
            raise DrawError(f"cell {row}, {column} is decided already")
        if not self.possible:
            return False
        hub, place = (column, row) if self._turned else (row, column)
        bit = 1 << place
        if not (self._one[hub] | self._zero[hub]) & bit:
            return value == 0  # barred
        if (self._one[hub] & bit != 0) != (value == 1) and not self._turn(hub, bit, value):
            return False
        self._one[hub] &= ~bit
        self._zero[hub] &= ~bit
        self._decided[row, column] = value
        return True

    def release(self, row: int, column: int) -> None:
        """Free a decided cell again; the completion at hand stays."""
        hub, place = (column, row) if self._turned else (row, column)
        (self._one if self._decided.pop((row, column)) else self._zero)[hub] |= 1 << place

    def _turn(self, hub: int, bit: int, value: int) -> bool:
        """Change a cell to `value` along an alternating cycle; for 0 the same search with ones and zeros exchanged."""
        if value == 0:
            self._one, self._zero = self._zero, self._one
        found = self._cycle(hub, bit)
        if value == 0:
            self._one, self._zero = self._zero, self._one
        return found

    def _cycle(self, hub: int, bit: int) -> bool:
        """Change (hub, bit) from 0 to 1: its bit must lose a 1 in another hub, which gains one elsewhere, until hub loses one."""
        one, zero = self._one, self._zero
        if not one[hub]:
            return False
        reached, fresh, trail = bit, bit, [(hub, bit)]
        waiting = [h for h in self._hubs if h != hub]
        while not one[hub] & reached:
            rest, grown = [], reached
            for h in waiting:
                if one[h] & fresh:
                    trail.append((h, zero[h] & ~grown))
                    grown |= zero[h]
                    if one[hub] & grown:
                        break
                else:
                    rest.append(h)
            if grown == reached:
                return False
            waiting, fresh, reached = rest, grown & ~reached, grown
        giver = hub
        while True:
            hit, giver_next = next((c, h) for h, bits in trail if (c := one[giver] & bits))
            hit &= -hit
            self._flip(giver, hit)
            self._flip(giver_next, hit)
            if giver_next == hub:
                return True
            giver = giver_next
