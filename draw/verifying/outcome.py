"""Steps 9 to 11: everything recomputed from pool, rules and seed (SPEC §11)."""

from collections.abc import Mapping

from draw import hashing, results, seed
from draw.encoding import first_difference
from draw.errors import FormatError
from draw.further_tables import TABLES
from draw.hashing import digest
from draw.verifying.run import Missing, Run


def _compute(run: Run) -> Mapping[str, bytes]:
    if run.outputs is None:
        if run.pool is None or run.rules is None or run.transcript is None:
            raise Missing("pool, rules or seed are not sound")
        run.standing = results.allocate(run.pool, run.rules, seed.seed(run.file("seed.txt")))
        run.outputs = results.files(run.standing)
    return run.outputs


def _same(run: Run, names: list[str]) -> None:
    ours = _compute(run)
    for name in names:
        if run.file(name) != ours[name]:
            raise FormatError(name, first_difference(ours[name], run.file(name)))


def check_orders(run: Run) -> None:
    """(9)"""
    if run.void:
        return
    ours = sorted(n for n in _compute(run) if n.startswith("orders/"))
    theirs = sorted(n for n in run.files if n.startswith("orders/"))
    for name in sorted(set(ours) ^ set(theirs)):
        raise FormatError(name, "is missing" if name in ours else "is of a draw that was not held")
    _same(run, ours)


def check_results(run: Run) -> None:
    """(10)"""
    if run.void:
        return
    ours = sorted(n for n in _compute(run) if n != "outputs.txt" and not n.startswith("orders/"))
    for name in sorted(n for n in run.files if n.startswith("tables/")):
        if name not in ours:
            raise FormatError(name, "is of no draw of this session")
    for name in ("tables/shortlists.csv", *(table.path for table in TABLES)):
        if name in ours and name not in run.files:
            raise FormatError(name, "is missing")
    _same(run, ours)
    run.results_hold = True


def check_outputs(run: Run) -> None:
    """(11)"""
    if run.void:
        return
    listed = hashing.read_sums(run.file("outputs.txt"), "outputs.txt")
    wanted = {n: digest(d) for n, d in run.files.items() if n == "results.csv" or n.startswith(("orders/", "tables/"))}
    for name in sorted(listed.keys() | wanted.keys()):
        if listed.get(name) != wanted.get(name):
            raise FormatError("outputs.txt", f"{name}: not this file's hash")
