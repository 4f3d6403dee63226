"""Everything that the tests say about records, as data: (files, what is asked, the verifier's last line).

Made once with the program as it is; each mutant of the program is then asked all of it in one process, fast and without pytest.
"""

import importlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent.parent
CONFORMANCE: Final = ROOT / "tests" / "vectors" / "conformance"


class Question(NamedTuple):
    """One record and the answer that is right."""

    name: str
    files: Mapping[str, bytes]
    odd: list[str]
    notice: str | None
    statement: str | None
    earlier: list[tuple[Mapping[str, bytes], list[str]]]
    code: bytes | None
    whose: tuple[str, str] | None
    answer: str


def _own(name: str, files: Mapping[str, bytes], answer: str) -> Question:
    simulator: Any = importlib.import_module("simulator")
    notice, statement = simulator.anchors({"notice.json": b"", "void.txt": b"", **files})
    return Question(name, dict(files), [], notice, statement, [], None, None, answer)


def _of_verify() -> Iterator[Question]:
    """The sound records and single faults of tests/test_verify.py."""
    module: Any = importlib.import_module("test_verify")
    for name, make in module.SOUND.items():
        yield _own(name, make(), "verdict: match")
    for name, (make, step) in module.OPEN_ENDS.items():
        yield _own(name, make(), f"verdict: could not check ({step})")
    for name, (make, step) in module.FAULTS.items():
        yield _own(name, make(), f"verdict: mismatch ({step})")


def _of_sessions(count: int) -> Iterator[Question]:
    """Random sessions of every kind of draw, each computed by two implementations in tests/test_two_verifiers.py."""
    from hypothesis import HealthCheck, Phase, given, settings

    two: Any = importlib.import_module("test_two_verifiers")
    found: list[Question] = []

    @settings(max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(two.records())
    def one(files: Mapping[str, bytes]) -> None:
        found.append(_own(f"session {len(found)}", files, "verdict: match"))

    one()
    yield from found


def _stored(folder: Path) -> dict[str, bytes]:
    found = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink()]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def conformance() -> Iterator[Question]:
    """The cases of tests/vectors/conformance; none where the folder is not there yet."""
    if not CONFORMANCE.is_dir():
        return
    simulator: Any = importlib.import_module("simulator")
    records: dict[str, tuple[dict[str, bytes], list[str]]] = {}
    cases: dict[str, tuple[dict[str, Any], Path]] = {}
    for path in sorted((CONFORMANCE / "bases").iterdir()):
        records[f"bases/{path.name}"] = _stored(path), []
    for path in sorted(CONFORMANCE.rglob("case.json")):
        case = json.loads(path.read_bytes())
        cases[path.parent.name] = case, path.parent
        files = {n: d for n, d in records[f"bases/{case['base']}"][0].items() if n not in case["remove"]}
        files |= _stored(path.parent / "record") if (path.parent / "record").is_dir() else {}
        odd = [*case.get("links", {}), *(f"{n}/" for n in case.get("folders", ()))]
        records[path.parent.name] = files, odd
    for name, (case, folder) in cases.items():
        files, odd = records[name]
        asked = case["arguments"]
        own = simulator.anchors({"notice.json": b"", "void.txt": b"", **files})
        papers = [
            {"own": mine, "none": None}.get(asked[k], asked[k]) for k, mine in zip(("notice", "statement"), own, strict=True)
        ]
        code = (folder / asked["code"]).read_bytes() if asked.get("code") else None
        whose = (asked["name"], asked["id"]) if "name" in asked else None
        answer = f"verdict: {case['expect']}" + (f" ({case['step']})" if case["step"] else "")
        earlier = [records[n] for n in asked["earlier"]]
        yield Question(f"conformance {name}", files, odd, *papers, earlier, code, whose, answer)


def questions(sessions: int) -> list[Question]:
    """All of them, those that the program as it is does not answer so left out: the tests hold that there are none."""
    found = [*_of_verify(), *conformance(), *_of_sessions(sessions)]
    sound = (q for q in found if str(report(q).last_line()) == q.answer)
    return [q._replace(answer=asked(q)) for q in sound]


def report(question: Question) -> Any:
    """draw.verify's Report."""
    verify: Any = importlib.import_module("draw.verify")
    whose = None if question.whose is None else verify.Whose(name=question.whose[0], id=question.whose[1])
    return verify.verify(
        question.files,
        question.odd,
        notice_hash=question.notice,
        statement_hash=question.statement,
        earlier=question.earlier,
        code=question.code,
        whose=whose,
    )


def reports() -> Iterator[tuple[str, Any]]:
    """(name, Report) of every conformance case."""
    return ((q.name.removeprefix("conformance "), report(q)) for q in conformance())


def asked(question: Question) -> str:
    """What draw.verify says: its last line; for a conformance case all that tests/vectors/sentences.txt holds of it."""
    sentences: Any = importlib.import_module("sentences")
    found = report(question)
    whole = question.name.startswith("conformance ")
    return "\n".join(sentences.told(found)) if whole else str(found.last_line())
