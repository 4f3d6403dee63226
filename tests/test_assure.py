"""Seeded samples of what scripts/assure does at length: damage to records, builds without a check, mutants; its memory."""

import ast
import gc
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from assurance import checks, checks_html, damage, judges, mutating, parts, specimens
from assurance.damage import Damage
from assurance.keeping import Kept
from assurance.mutating import Mutant

from draw.edges.memory import without_collector

SAMPLE = {"flips": 400, "leaves": 300, "mutations": 400}
SOURCE = '''"""What it is."""

LIMIT = 3


def first(values: list[int], most: int = 2) -> int:
    """The first one."""
    if not values or len(values) > LIMIT:
        raise ValueError("no " + "values")
    return min(v for v in values if v != most)
'''


@pytest.fixture
def two(request: pytest.FixtureRequest) -> Iterator[Sequence[judges.Judge]]:
    """draw.verify and scripts/verify.py on the record of a part."""
    files = parts.record_of(request.param)
    asked = [judges.Ours(files), judges.Standalone(files)]
    yield asked
    for judge in asked:
        judge.close()


def sample(part: str) -> list[Damage]:
    """Some of a part's damages, the same ones every time."""
    luck = Random(part)
    if part == "flips":
        places = luck.sample(parts.all_positions(), SAMPLE[part] // 2)
        return [d for at in places for d in damage.flip(specimens.small(), *at)]
    if part == "leaves":
        return luck.sample(parts.all_leaves(), SAMPLE[part])
    made = range(SAMPLE[part])
    return [damage.mutation(specimens.large(), specimens.strangers(), parts.SEED, n) for n in made]


@pytest.mark.parametrize("part,two", [(p, p) for p in SAMPLE], indirect=["two"])
def test_any_damage_is_a_mismatch(part: str, two: Sequence[judges.Judge]) -> None:
    """SPEC §11: "Never an exception, never an endless loop": a sample of every kind of damage, a mismatch for both verifiers."""
    found = parts.judged(sample(part), two)
    assert found["faults"] == []
    assert found["tried"] == SAMPLE[part]
    assert all(sum(said.values()) == SAMPLE[part] for said in found["said"].values())


@pytest.mark.parametrize("two", ["flips", "mutations"], indirect=True)
def test_the_records_are_sound_before_the_damage(two: Sequence[judges.Judge]) -> None:
    """What is damaged matches as it is, so each mismatch is of the damage."""
    assert [judge.judge([Damage(what="none", delta={})])[0].verdict for judge in two] == ["match", "match"]


@pytest.mark.parametrize("two", ["leaves"], indirect=True)
def test_what_is_free_is_another_sound_record(two: Sequence[judges.Judge]) -> None:
    """SPEC §9: of each reason in FREE some damage, signed anew with papers of its own, is a match for both."""
    free = [d for d in parts.all_leaves() if d.free]
    found = parts.judged(free, two)
    assert found["faults"] == []
    assert found["free"].keys() == {*damage.FREE.values(), damage.ABSENT}


def test_the_small_record_is_of_the_size_asked() -> None:
    """About 20 KB, with a file of every kind."""
    files = specimens.small()
    assert 18_000 < sum(map(len, files.values())) < 22_000
    assert {"removed.csv", "SM3SUMS", "amendments/0002/amendment.txt"} <= files.keys()


def test_faults_are_told() -> None:
    """A judge that says match, breaks down, hangs or crashes is reported; so are two that differ where both may be right."""
    one, free = Damage(what="x", delta={}), Damage(what="x", delta={}, free="a reason")
    good = judges.Said("mismatch", 3, "")
    assert judges.faults(one, {"a": good, "b": good}) == []
    for bad in (
        judges.Said("match", None, ""),
        judges.Said("could not check", 3, ""),
        judges.Said("mismatch", 3, "cannot be read: KeyError"),
        judges.Said(judges.HUNG, None, ""),
        judges.Said(judges.CRASHED, None, "KeyError: 1"),
    ):
        assert len(judges.faults(one, {"a": good, "b": bad})) == 1
    said = {"a": judges.Said("match", None, ""), "b": judges.Said("match", None, "")}
    assert judges.faults(free, said) == []
    assert "differ" in judges.faults(free, said | {"c": good})[0]


def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    """What is kept is not done again, half a line is forgotten, another program begins anew."""
    kept = Kept(tmp_path, "flips", "program one")
    kept.add("0-100", {"tried": 100})
    with kept.path.open("a", encoding="utf-8") as file:
        file.write('{"unit": "100-2')
    again = Kept(tmp_path, "flips", "program one")
    assert again.left(["0-100", "100-200"]) == ["100-200"]
    again.add("100-200", {"tried": 100})
    assert Kept(tmp_path, "flips", "program one").left(["0-100", "100-200"]) == []
    other = Kept(tmp_path, "flips", "program two")
    assert other.again and other.left(["0-100"]) == ["0-100"]
    assert not Kept(tmp_path, "flips", "program one").again  # looking at it has taken nothing away
    other.add("0-100", {"tried": 100})
    assert Kept(tmp_path, "flips", "program two").left(["0-100", "100-200"]) == ["100-200"]


def kinds(found: Sequence[Mutant]) -> set[tuple[str, str]]:
    """(before, after) of each."""
    return {(m.before.split(" (in ")[0], m.after) for m in found}


def test_mutants_are_what_they_say() -> None:
    """Comparisons, numbers one more and one less, conditions, statements; what an error says is left alone."""
    found = mutating.mutants(SOURCE)
    assert kinds(found) >= {
        ("3", "4"), ("3", "2"), ("len(values) > LIMIT", "len(values) >= LIMIT"), ("not values", "values"),
        ("v != most", "v == most"), ("for v in values if v != most", "for v in values"),
        ("raise ValueError('no ' + 'values')", "pass"),
    }  # fmt: skip
    assert not any("no x" in m.after or "What it is" in m.before for m in found)
    assert [m.number for m in found] == list(range(len(found)))
    plain = compile(ast.parse(SOURCE), "x", "exec")
    assert mutating.mutated(SOURCE, mutating.UNCHANGED, "x").co_code == plain.co_code
    assert len({str(mutating.mutated(SOURCE, m.number, "x").co_consts) for m in found}) > 5
    with pytest.raises(LookupError):
        mutating.mutated(SOURCE, len(found), "x")


def test_every_module_asked_for_has_mutants_and_tests() -> None:
    """Mutants are made of verify and of the allocation modules: all of them are in the list, with tests that are there."""
    listed = {parts.source_of(module) for module in parts.MODULES}
    root = parts.ROOT / "draw"
    asked = {p for folder in ("verifying", "allocation") for p in (root / folder).glob("*.py")}
    asked |= {root / f"{name}.py" for name in ("verify", "order", "seed", "board", "statement")}
    assert {p for p in asked if mutating.mutants(p.read_text(encoding="utf-8"))} == listed
    assert all(parts.tests_of(module) for module in parts.MODULES)


def test_every_survivor_has_a_reason() -> None:
    """tests/survivors.md: a mutant that is there today, and below it why the program does the same."""
    made = {m.key(name) for name in parts.MODULES for m in mutating.mutants(parts.source_of(name).read_text(encoding="utf-8"))}
    made |= {one.key for verifier in (checks.OURS, checks.STANDALONE, checks.HTML) for one in checks.checks(verifier)}
    lines = (parts.ROOT / "tests" / "survivors.md").read_text(encoding="utf-8").splitlines()
    for n, line in enumerate(lines):
        if line.startswith("- `"):
            assert line[3:-1] in made, line
            behind = next(other for other in lines[n + 1 :] if not other.startswith("- `"))
            assert behind.startswith("  ") and len(behind) > 20, line


def test_the_command_says_what_is_done(tmp_path: Path) -> None:
    """A run of forty mutations ends with its table; for more of them --table says that there is more to do."""
    script = str(parts.ROOT / "scripts" / "assure")
    command = [sys.executable, script, "mutations", "--state", str(tmp_path), "--no-page", "--count"]
    done = subprocess.run([*command, "40", "--jobs", "1"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "mutations: 40 tried, 0 wrong" in done.stdout
    assert "draw verify: 40 mismatch" in done.stdout and "verify.py: 40 mismatch" in done.stdout
    assert "verify.html was not asked" in done.stdout
    more = subprocess.run([*command, "400", "--table"], capture_output=True, text=True, check=False)
    assert more.returncode == 3 and "There is more to do" in more.stdout


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was_afterwards(on: bool) -> None:
    """`draw verify` of a large record goes without the search for cycles; what comes behind it has it again, whatever happened."""
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(KeyError), without_collector():
            assert not gc.isenabled()
            raise KeyError
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()


BROKEN = 60  # cases of the conformance suite that a broken build is asked here


@pytest.mark.parametrize("verifier", [checks.OURS, checks.STANDALONE, checks.HTML])
def test_a_build_without_a_check_is_caught(verifier: str) -> None:
    """SPEC §11: a build of each verifier with one check removed is caught by the suite, on some of its cases."""
    assert verifier != checks.HTML or checks_html.why_not() == ""
    found = parts.broken_builds(verifier, BROKEN)
    assert found["faults"] == []
    assert len(found["caught"]) > 30 and found["cases"] == BROKEN
    assert survivors() & found["caught"].keys() == set()  # who has a reason to survive does


def survivors() -> set[str]:
    """What tests/survivors.md names."""
    lines = (parts.ROOT / "tests" / "survivors.md").read_text(encoding="utf-8").splitlines()
    return {line[3:-1] for line in lines if line.startswith("- `")}


def test_checks_are_found_in_python(tmp_path: Path) -> None:
    """Each operand of a condition that refuses is a check; a helper that only raises is counted where it is called."""
    path = tmp_path / "module.py"
    path.write_text(CHECKED)
    tree, found = checks.switched("module", path)
    assert [one.told for one in found] == ["value is None", "len(value) > 3", "value == 'x'", "raise ValueError('never')"]
    assert {one.function for one in found} == {"read"}

    def left(value: str | None, off: int) -> tuple[object, set[int]]:
        runtime = checks.Runtime()
        runtime.off, space = off, runtime.names()
        exec(compile(tree, "module.py", "exec"), space)
        try:
            return space["read"](value), runtime.fired
        except ValueError as error:
            return str(error), runtime.fired

    assert left("ab", -1) == ("ab", set())
    assert left("abcd", -1) == ("no", {1}) and left("abcd", 1) == ("abcd", {1})
    assert left("x", -1) == ("refused", {2}) and left("x", 2) == ("x", {2})
    assert left("y", 0) == ("never", {3})


CHECKED = '''
def refuse(text):
    """Says no."""
    raise ValueError(text)


def read(value):
    if value is None or len(value) > 3:
        raise ValueError("no")
    if value == "x":
        refuse("refused")
    elif value == "y":
        value = value + value
        raise ValueError("never")
    return value
'''


def test_checks_are_found_in_the_page() -> None:
    """Templates, regular expressions and comments are no code; every refusing call of the page's script has its switch."""
    text = 'a(`${b({ c: "}" })}`, /["/]/.test(d) ? 1 / 2 : 3); // e('
    assert [t.text for t in checks_html.tokens(text)][:6] == ["a", "(", '`${b({ c: "}" })}`', ",", '/["/]/', "."]
    made, found = checks_html.switched()
    assert len(found) > 300 and len({one.key for one in checks.checks(checks.HTML)}) == len(found)
    asked = [int(n) for n in re.findall(r"__(?:fires|passes|unless)\((\d+)", made)]
    assert sorted(asked) == list(range(len(found)))
