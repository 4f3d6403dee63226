"""The conformance suite against both Python verifiers: verdict and first step of every case (SPEC §11, R52)."""

import importlib.machinery
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Callable
from hashlib import sha512
from pathlib import Path
from types import ModuleType

import conformance_cases
import pytest
from conformance_cases import curve, keys, laying
from conformance_cases.bases import BASES
from conformance_cases.case import CASES, MATCH, MISMATCH, Whole
from test_flips import OTHER

from draw.edges import folder
from draw.signing import L, P
from draw.verify import Whose, verify

ROOT = Path(__file__).resolve().parent.parent
VECTORS = ROOT / "tests" / "vectors" / "conformance"
Answer = tuple[str, list[str]]  # the last line, and what broke down in a step instead of judging


def script(name: str) -> ModuleType:
    """A script without an ending as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(ROOT / "scripts" / name))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def ours(case: Whole, place: Path) -> Answer:
    """draw verify, in this process."""
    notice, statement = case.anchors()
    files, odd = folder.read_record(place / "record")
    earlier = [folder.read_record(place / f"earlier-{n}") for n in range(1, len(case.asked.earlier) + 1)]
    whose = Whose(name=case.asked.name, id=case.asked.id) if case.asked.name else None
    report = verify(
        files, odd, notice_hash=notice, statement_hash=statement, earlier=earlier, code=case.asked.code, whose=whose
    )
    return report.last_line(), [s.detail for s in report.steps if "cannot be read" in s.detail]


def theirs(case: Whole, place: Path) -> Answer:
    """scripts/verify.py, in this process."""
    notice, statement = case.anchors()
    earlier = [str(place / f"earlier-{n}") for n in range(1, len(case.asked.earlier) + 1)]
    code = None if case.asked.code is None else str(place / "code.txt")
    person = (case.asked.name, case.asked.id) if case.asked.name else None
    report = OTHER.verify(str(place / "record"), notice, statement, earlier, code, person)
    step = f" ({report.step})" if report.step else ""
    broken = [s.detail for s in report.steps if s.detail.split(" ")[0].endswith(("Error", "Exception"))]
    return f"verdict: {report.verdict}{step}", broken


@pytest.mark.parametrize("verifier", [ours, theirs], ids=["draw", "verify.py"])
def test_every_case_is_judged_as_it_must_be(verifier: Callable[[Whole, Path], Answer], tmp_path: Path) -> None:
    """SPEC §11: the verdict and its first step are those of case.json; no step breaks down instead of judging."""
    wrong = {}
    for case in conformance_cases.wholes():
        laying.lay(case, tmp_path / case.name)
        last, broken = verifier(case, tmp_path / case.name)
        if last != case.last_line() or broken:
            wrong[case.name] = (last, case.last_line(), broken, case.why)
    assert wrong == {}


def test_of_a_frozen_list_six_steps_are_made() -> None:
    """SPEC §15 "Before the draw": "Only steps 1, 2, 3, 4, 18 and 19 are made", and no sentence speaks of a result."""
    case = conformance_cases.whole("list_whole")
    report = verify(case.made.files, notice_hash=case.anchors()[0], code=case.asked.code)
    assert [(s.number, s.word) for s in report.steps] == [(n, MATCH) for n in (1, 2, 3, 4, 18, 19)]
    assert "Nobody was drawn yet" in report.sentence()[1]
    whole = conformance_cases.whole("code_slip_in_a_void")
    notice, statement = whole.anchors()
    report = verify(whole.made.files, notice_hash=notice, statement_hash=statement, code=whole.asked.code)
    assert len(report.steps) == 19 and "Everything matches" in report.sentence()[1]


def test_the_suite_is_as_committed() -> None:
    """scripts/make_conformance would write today exactly the bytes that are committed."""
    assert script("make_conformance").differences() == []


def test_the_suite_is_large_and_small_enough() -> None:
    """At least 300 cases, 180 of which must fail, at every step that can fail; below seven million bytes."""
    found = Counter(case.expect for case in CASES.values())
    assert sum(found.values()) >= 300 and found[MISMATCH] >= 180 and found[MATCH] >= 40
    assert {case.step for case in CASES.values() if case.expect == MISMATCH} >= set(range(1, 20))
    assert sum(p.stat().st_size for p in VECTORS.rglob("*") if p.is_file()) < 7_000_000
    for name in BASES:
        assert any(case.base == name for case in CASES.values()), name


def test_no_two_cases_are_alike() -> None:
    """Each case has a record, or a question about it, of its own."""
    seen: dict[tuple[object, ...], str] = {}
    for case in conformance_cases.wholes():
        made = case.made
        key = (tuple(sorted(made.files.items())), *map(str, (made.links, made.folders, case.asked)))
        if case.expect != MATCH:
            assert key not in seen, (case.name, seen[key])
        seen[key] = case.name


def test_case_files_say_what_the_cases_are() -> None:
    """A stranger who reads only case.json, bases/ and record/ gets the same record, the same question and the same answer."""
    for case in conformance_cases.wholes():
        here = VECTORS / "cases" / case.name
        value = json.loads((here / "case.json").read_bytes())
        base = VECTORS / "bases" / value["base"]
        files = {p.relative_to(base).as_posix(): p.read_bytes() for p in base.rglob("*") if p.is_file()}
        files = {name: data for name, data in files.items() if name not in value["remove"]}
        own = here / "record"
        files |= {p.relative_to(own).as_posix(): p.read_bytes() for p in own.rglob("*") if p.is_file()}
        assert files == dict(case.made.files), case.name
        assert (value["expect"], value["step"], value["why"]) == (case.expect, case.step, case.why)
        assert value["arguments"]["earlier"] == list(case.asked.earlier)
        assert ("code" in value["arguments"]) == (case.asked.code is not None) == (here / "code.txt").is_file()


# -- the runner ----------------------------------------------------------------------------------------------------------------


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """scripts/conformance with these arguments: its exit code and output."""
    monkeypatch.setattr(sys, "argv", ["conformance", *words])
    code = script("conformance").main()
    return code, capsys.readouterr().out


def test_the_runner_asks_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """scripts/conformance runs scripts/verify.py through its command line: anchors, earlier records, codes, links."""
    program = [sys.executable, str(ROOT / "scripts" / "verify.py")]
    for word in ("chain_of_three", "files_link", "code_slip_with", "anchor_", "carry_who_abst"):
        code, said = run(monkeypatch, capsys, "--only", word, *program)
        assert code == 0, said
        count = sum(word in name for name in CASES)
        assert said == f"{count} of {count} cases agree\n"


def test_the_runner_names_what_disagrees(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A program that finds nothing ever is told of every case that must fail, with the reason."""
    lazy = tmp_path / "lazy.py"
    lazy.write_text('print("verdict: match")\n')
    code, said = run(monkeypatch, capsys, "--only", "seed_die", "--jobs", "1", sys.executable, str(lazy))
    names = [name for name in CASES if "seed_die" in name]
    assert code == 1 and said.endswith(f"0 of {len(names)} cases agree\n")
    for name in names:
        assert f"{name}: said 'verdict: match', exit 0; must be 'verdict: mismatch" in said
        assert CASES[name].why in said


def test_cases_are_laid_down_for_other_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """scripts/make_conformance --write DIR: whole folders, a word of the command line a line, the answer."""
    monkeypatch.setattr(conformance_cases, "wholes", lambda: [conformance_cases.whole("chain_of_three")])
    monkeypatch.setattr(sys, "argv", ["make_conformance", "--write", str(tmp_path / "all")])
    assert script("make_conformance").main() == 0
    here = tmp_path / "all" / "chain_of_three"
    words = (here / "arguments").read_text().splitlines()
    assert words[0] == "record" and words[-4:] == ["--earlier", "earlier-1", "--earlier", "earlier-2"]
    assert (here / "expect").read_text() == "verdict: match\n0\n"
    assert (here / "record" / "statement.txt").is_file() and (here / "earlier-2" / "amendments").is_dir()


# -- forged signatures are what they are said to be ------------------------------------------------------------------------------


def holds(public: bytes, message: bytes, signature: bytes, cofactor: int = 1) -> bool:
    """The equation [c][S]B = [c]R + [c][k]A as a lenient verifier reads it: any S, any encoding, any order."""
    points = []
    for raw in (public, signature[:32]):
        n = int.from_bytes(raw, "little")
        y, odd = (n & (1 << 255) - 1) % P, n >> 255
        point = curve.lifted(y, odd) or curve.lifted(y)
        assert point is not None
        points.append(point)
    k = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % L
    s = int.from_bytes(signature[32:], "little")
    left = curve.times(cofactor * s % (8 * L), curve.BASE)
    right = curve.plus(curve.times(cofactor, points[1]), curve.times(cofactor * k, points[0]))
    return left == right


@pytest.mark.parametrize("key", ["s_plus_l", "s_plus_8l", "r_neutral", "r_neutral_noncanonical", "r_neutral_sign"])
def test_a_lenient_verifier_takes_these_signatures(key: str) -> None:
    """SPEC §1: their equation holds; only strictness refuses them."""
    files = conformance_cases.whole(f"statement_sig_{key}").made.files
    assert holds(keys.PUBLIC, files["statement.txt"], files["statement.sig"])


def test_a_cofactored_verifier_takes_these_signatures() -> None:
    """SPEC §1: "the cofactorless equation": of these only eight times both sides are equal."""
    files = conformance_cases.whole("statement_sig_cofactored").made.files
    assert not holds(keys.PUBLIC, files["statement.txt"], files["statement.sig"])
    assert holds(keys.PUBLIC, files["statement.txt"], files["statement.sig"], 8)
    mixed = conformance_cases.whole("signer_mixed_order_cofactored").made.files
    assert not holds(keys.MIXED, mixed["notice.json"], mixed["notice.sig"])
    assert holds(keys.MIXED, mixed["notice.json"], mixed["notice.sig"], 8)


@pytest.mark.parametrize("key", keys.SMALL)
def test_a_lenient_verifier_takes_these_keys(key: str) -> None:
    """SPEC §1: under a key of small order, or a second spelling of one, everybody can sign."""
    files = conformance_cases.whole(f"signer_{key}").made.files
    for text, signature in (("notice.json", "notice.sig"), ("statement.txt", "statement.sig")):
        assert holds(keys.SMALL[key][0], files[text], files[signature])
