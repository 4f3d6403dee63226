"""scripts/verify.html, the verifier of strangers, in Chromium: against verify.py, tampering, beacon, ZIP, QR texts, slips."""

import base64
import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import simulator
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser, FilePayload, Page

HOME = Path(__file__).resolve().parents[2]
HTML = HOME / "scripts" / "verify.html"
EXAMPLE = HOME / "tests" / "vectors" / "example"
Files = dict[str, bytes]

# Many changed copies of one record, made and verified in the page: a list of verdicts and steps.
CHANGED = """async ({ files, changes }) => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const record = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytes(text)]));
  const found = [];
  for (const [path, at, value, text] of changes) {
    const copy = { ...record };
    if (text !== null) copy[path] = bytes(text);
    else if (at === null) delete copy[path];
    else {
      copy[path] = record[path].slice();
      copy[path][at] ^= value;
    }
    const { verdict, step } = await window.verifyRecord(copy, {});
    found.push([verdict, step]);
  }
  return found;
}"""
ONE = """async ({ files, earlier, options }) => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const record = (all) => Object.fromEntries(Object.entries(all).map(([path, text]) => [path, bytes(text)]));
  return window.verifyRecord(record(files), { ...options, earlier: earlier.map(record) });
}"""


def read(folder: Path) -> Files:
    """The files of a record, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def coded(files: Files) -> dict[str, str]:
    """Bytes as base64, to hand them to the page."""
    return {path: base64.b64encode(content).decode() for path, content in files.items()}


def sha(content: bytes | str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def canonical(value: object) -> bytes:
    """The RFC 8785 bytes of what has no floats."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def verify(page: Page, files: Files, earlier: list[Files] | None = None, **options: Any) -> Any:
    """What window.verifyRecord says."""
    return page.evaluate(
        ONE, {"files": coded(files), "earlier": [coded(one) for one in earlier or []], "options": options}
    )


def theirs(folder: Path, *options: str) -> str:
    """The last line of scripts/verify.py."""
    command = [sys.executable, str(HOME / "scripts" / "verify.py"), *options, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()[-1]


def line(report: Any) -> str:
    """The verdict line of a report."""
    verdict, step = (report["verdict"], report["step"]) if isinstance(report, dict) else report
    return f"verdict: {verdict}" + ("" if step is None else f" ({step})")


def write(files: Files, folder: Path) -> Path:
    """A record as a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def checker(page: Page) -> Iterator[Page]:
    """verify.html from disk; nothing but itself may be asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(HTML.as_uri())
    yield page
    assert [url for url in asked if url != HTML.as_uri() and not url.startswith("blob:")] == []


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two sessions, the second continuing the first, which has an amendment."""
    folder = tmp_path_factory.mktemp("chain") / "records"
    command = [sys.executable, "-m", "draw", "demo", "--once", "--procedure", "luzhou", "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=HOME)
    return sorted(path.parent for path in folder.glob("*/notice.json"))


SIGNER = Ed25519PrivateKey.from_private_bytes(b"verify.html, the signer's secret")
AMENDER = Ed25519PrivateKey.from_private_bytes(b"verify.html, the amender's other")


@pytest.fixture(scope="module")
def void() -> Files:
    """A void record, signed by SIGNER: the example's children, and a VOID ruling after convene (§10)."""
    files = {name: (EXAMPLE / name).read_bytes() for name in ("pool.csv", "rules.json", "program.txt", "README")}
    key = SIGNER.public_key().public_bytes_raw()
    notice = json.loads((EXAMPLE / "notice.json").read_bytes())
    notice |= {"signer": key.hex(), "amender": AMENDER.public_key().public_bytes_raw().hex()}
    files["notice.json"] = canonical(notice)
    files["notice.sig"] = SIGNER.sign(files["notice.json"])
    pem = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key).decode()
    files["signer.pem"] = f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n".encode()
    notice_hash = sha(files["notice.json"])
    files["transcript.txt"] = f"seed1\nnotice {notice_hash}\n".encode()
    files["void.txt"] = (
        f"void1 {notice['session']}\nmode {notice['mode']}\nattempt 1\nnotice {notice_hash}\nboard none\n"
        f"transcript {sha(files['transcript.txt'])}\nreason RULING\n"
    ).encode()
    files["void.sig"] = SIGNER.sign(files["void.txt"])
    ruling = {"number": 1, "action": "VOID", "reason": "OTHER", "paper": "none", "signers": ["D1", "D2"]}
    events: list[tuple[str, str, dict[str, object]]] = [
        ("freeze", "operator", {"notice": notice_hash, "version": 1, "with": "notary"}),
        ("convene", "operator", {"notice": notice_hash}),
        ("ruling", "decision", ruling),
        ("void", "decision", {"void": sha(files["void.txt"])}),
    ]
    lines: list[bytes] = []
    for n, (kind, by, body) in enumerate(events, 1):
        prev = sha(lines[-1]) if lines else "none"
        time = f"2026-07-18T09:00:0{n}+08:00"
        lines.append(canonical({"n": n, "time": time, "kind": kind, "by": by, "body": body, "prev": prev}))
    files["ledger.jsonl"] = b"".join(one + b"\n" for one in lines)
    files["SHA256SUMS"] = "".join(f"{sha(files[path])}  {path}\n" for path in sorted(files)).encode()
    files["SHA256SUMS.sig"] = SIGNER.sign(files["SHA256SUMS"])
    return files


def slip(files: Files, notice_hash: str | None = None) -> str:
    """The slip code of applicant 0001 (§15); the salt is that of SPEC §0."""
    row = files["pool.csv"].decode().splitlines()[1]
    salt = "888b19a43b151683c87895f6211d9f86"
    session = json.loads(files["notice.json"])["session"]
    text = f"slip1 {session}\nnotice {notice_hash or sha(files['notice.json'])}\nrow {row}\nsalt {salt}\n"
    return f"{text}slip.sig {SIGNER.sign(text.encode()).hex()}\n"


# --- the file itself ---


def test_shared_modules_are_copied_whole() -> None:
    """SHA-256 and Ed25519 are the bytes of the modules that the phone page has."""
    page = HTML.read_text("utf-8")
    for name in ("sha256.js", "ed25519.js"):
        begin, end = f"// ---- begin web/static/{name}\n", f"// ---- end web/static/{name}\n"
        assert page.count(begin) == page.count(end) == 1
        assert page.split(begin)[1].split(end)[0] == (HOME / "web" / "static" / name).read_text("utf-8")


def test_policy_names_this_script_and_style() -> None:
    """The policy allows one style and one script, by hash, and no connection; no handler stands inside a tag."""
    page = HTML.read_text("utf-8")
    policy = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert len(policy) == 1
    for tag, directive in (("style", "style-src"), ('script type="module" id="program"', "script-src")):
        inside = page.split(f"<{tag}>")[1].split(f"</{tag.split()[0]}>")[0]
        wanted = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{directive} 'sha256-{wanted}';" in policy[0], f"edited? {directive} needs 'sha256-{wanted}'"
    assert "default-src 'none'" in policy[0]
    assert "unsafe" not in policy[0]
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    assert re.findall(r"\son\w+=|style=|src=|href=|https?://", markup) == []


# --- sound records ---


def test_the_example_is_sound(checker: Page, tmp_path: Path) -> None:
    """Without the papers: could not check (18). With both codes, in either form: match, and so says verify.py."""
    files = read(EXAMPLE)
    notice, statement = sha(files["notice.json"]), sha(files["statement.txt"])
    report = verify(checker, files)
    assert line(report) == theirs(EXAMPLE) == "verdict: could not check (18)"
    assert [step["n"] for step in report["steps"]] == list(range(1, 19))
    assert [step["n"] for step in report["steps"] if step["word"] != "match"] == [18]
    assert line(verify(checker, files, notice=notice, statement=statement)) == "verdict: match"
    assert theirs(EXAMPLE, "--notice", notice, "--statement", statement) == "verdict: match"
    aloud = f"{int(statement, 16) % 10**40:040d}"
    assert line(verify(checker, files, notice=notice.upper(), statement=f"{aloud[:4]} {aloud[4:]}")) == "verdict: match"
    assert line(verify(checker, files, notice=statement, statement=statement)) == "verdict: mismatch (18)"
    assert line(verify(checker, files, notice=notice, statement="1234")) == "verdict: could not check (18)"
    assert line(verify(checker, files, odd=["orders/x2.csv"])) == "verdict: mismatch (1)"


def test_a_chain_and_its_amendments(checker: Page, chain: list[Path]) -> None:
    """Chained sessions with an amendment: the same verdict as verify.py, with and without the earlier record."""
    first, second = chain
    assert (first / "amendments" / "0001").is_dir()
    assert line(verify(checker, read(first))) == theirs(first)
    assert line(verify(checker, read(second))) == theirs(second) == "verdict: could not check (17)"
    whole = verify(checker, read(second), [read(first)])
    assert line(whole) == theirs(second, "--earlier", str(first)) == "verdict: could not check (18)"
    broken = read(first)
    broken["results.csv"] = broken["results.csv"].replace(b",admitted,", b",waiting,", 1)
    assert line(verify(checker, read(second), [broken])) == "verdict: mismatch (17)"
    changed = read(first)
    path = "amendments/0001/changes.csv"
    changed[path] = changed[path][:-2] + b"X\n"
    assert line(verify(checker, changed)) == "verdict: mismatch (16)"


def test_a_void_record(checker: Page, void: Files, tmp_path: Path) -> None:
    """A void has no result; its anchors are those of notice.json and void.txt."""
    folder = write(void, tmp_path / "void")
    codes: dict[str, Any] = {"notice": sha(void["notice.json"]), "statement": sha(void["void.txt"])}
    assert line(verify(checker, void)) == theirs(folder) == "verdict: could not check (18)"
    assert line(verify(checker, void, **codes)) == "verdict: match"
    other = void | {"void.txt": void["void.txt"].replace(b"RULING", b"BEACON_EARLY")}
    other["void.sig"] = SIGNER.sign(other["void.txt"])
    assert line(verify(checker, other)) == theirs(write(other, tmp_path / "other"))


# --- tampered records ---


def test_every_flipped_byte_is_found(checker: Page, tmp_path: Path) -> None:
    """A seeded sample of flipped bytes: always a mismatch, and at the step that verify.py names."""
    chance = random.Random(20260718)
    files = read(EXAMPLE)
    changes: list[list[Any]] = []
    for _ in range(90):
        path = chance.choice(sorted(files))
        changes.append([path, chance.randrange(len(files[path])), 1 << chance.randrange(8), None])
    changes += [[path, None, 0, None] for path in sorted(files)]
    found = checker.evaluate(CHANGED, {"files": coded(files), "changes": changes})
    assert [change for change, (verdict, _) in zip(changes, found, strict=True) if verdict != "mismatch"] == []

    def second(number: int) -> str:
        path, at, value, _ = changes[number]
        copy = dict(files)
        if at is None:
            del copy[path]
        else:
            copy[path] = copy[path][:at] + bytes([copy[path][at] ^ value]) + copy[path][at + 1 :]
        return theirs(write(copy, tmp_path / str(number)))

    sample = chance.sample(range(len(changes)), 26)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, said in zip(sample, pool.map(second, sample), strict=True):
            assert line(found[number]) == said, changes[number]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [one for key, part in inside for one in [(*path, key), *leaves(part, (*path, key))]]


def changed_json(content: bytes, path: tuple[Any, ...], act: str) -> bytes:
    """One value deleted, changed or of another type; canonical again."""
    whole = json.loads(content)
    at = whole
    for key in path[:-1]:
        at = at[key]
    old = at[path[-1]]
    if act == "delete":
        del at[path[-1]]
    elif act == "type":
        at[path[-1]] = [old] if not isinstance(old, list) else "none"
    elif isinstance(old, str):
        at[path[-1]] = old[:-1] + ("1" if old.endswith("0") else "0")
    else:
        at[path[-1]] = old + 1 if isinstance(old, int) else None
    return canonical(whole)


def test_every_changed_value_is_found(checker: Page, tmp_path: Path) -> None:
    """A seeded sample of JSON values deleted, changed or type-swapped, and repeated keys: always a mismatch."""
    chance = random.Random(6)
    files = read(EXAMPLE)
    changes: list[list[Any]] = []
    for name in ("notice.json", "rules.json"):
        for path in chance.sample(leaves(json.loads(files[name])), 24):
            content = changed_json(files[name], path, chance.choice(["delete", "type", "change"]))
            changes.append([name, None, 0, base64.b64encode(content).decode()])
        twice = files[name].replace(b'"format":', b'"format":"notice1","format":', 1)
        changes.append([name, None, 0, base64.b64encode(twice).decode()])
    ledger = files["ledger.jsonl"].splitlines()
    for _ in range(30):
        number = chance.randrange(len(ledger))
        path = chance.choice(leaves(json.loads(ledger[number])))
        copy = list(ledger)
        copy[number] = changed_json(ledger[number], path, chance.choice(["delete", "type", "change"]))
        content = b"".join(one + b"\n" for one in copy)
        changes.append(["ledger.jsonl", None, 0, base64.b64encode(content).decode()])
    found = checker.evaluate(CHANGED, {"files": coded(files), "changes": changes})
    assert [change for change, (verdict, _) in zip(changes, found, strict=True) if verdict != "mismatch"] == []

    def second(number: int) -> str:
        name, _, _, content = changes[number]
        return theirs(write(files | {name: base64.b64decode(content)}, tmp_path / str(number)))

    sample = chance.sample(range(len(changes)), 20)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, said in zip(sample, pool.map(second, sample), strict=True):
            assert line(found[number]) == said, changes[number]


# --- the beacon ---

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
# two real rounds of drand quicknet
ROUND = 30872299
SIGNATURE = "82ebb3c2c07e75927e7d330619bb95b611f4a264a4993b96596fc65087f2f6ae91dd5561bb53e0c57e6c7f4e6ee44e64"
OTHER_ROUND = 657413
OTHER_SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
FIELD = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
PARAMETER = 0xD201000000010000
Point = tuple[int, int]


def root(square: int) -> int | None:
    """A square root modulo FIELD."""
    found = pow(square, (FIELD + 1) // 4, FIELD)
    return found if found * found % FIELD == square % FIELD else None


def at(x: int) -> Point | None:
    """A point of y² = x³ + 4 at x, if there is one."""
    y = root(x**3 + 4)
    return None if y is None else (x, y)


def added(a: Point | None, b: Point | None) -> Point | None:
    """The sum of two points of y² = x³ + 4."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % FIELD == 0:
        return None
    if a == b:
        slope = 3 * a[0] ** 2 * pow(2 * a[1], -1, FIELD)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, FIELD)
    x = (slope**2 - a[0] - b[0]) % FIELD
    return x, (slope * (a[0] - x) - a[1]) % FIELD


def times(n: int, point: Point | None) -> Point | None:
    """n times a point."""
    result = None
    for bit in f"{n:b}":
        result = added(result, result)
        if bit == "1":
            result = added(result, point)
    return result


def compressed(point: Point) -> str:
    """The 48 bytes of a point, in hex."""
    return f"{point[0] | 1 << 383 | (point[1] > FIELD // 2) << 381:096x}"


def beacon_record(number: int, signature: str, *, chain: str = QUICKNET, void: bool = False) -> Files:
    """The example's notice with a beacon, and what step 8 looks at: a board and a seed that belong to it."""
    notice = json.loads((EXAMPLE / "notice.json").read_bytes())
    files = {"notice.json": canonical(notice | {"beacon": {"chain": chain, "round": number}})}
    notice_hash = sha(files["notice.json"])
    lines = (EXAMPLE / "seed.txt").read_text().splitlines()
    secrets = dict(one.split() for one in lines if re.match(r"[ANW]\d", one))
    commitments = [f"{party} {sha(f'commit1:{notice_hash}:{party}:{secrets[party]}')}" for party in ("A1", "N1", "W01")]
    files["board.txt"] = "".join(f"{one}\n" for one in ["board1", f"notice {notice_hash}", *commitments]).encode()
    lines[1:3] = [f"notice {notice_hash}", f"board {sha(files['board.txt'])}"]
    lines[lines.index("beacon none")] = f"beacon {chain}:{number} {signature}"
    if void:
        return files | {"transcript.txt": "".join(f"{one}\n" for one in lines).encode(), "void.txt": b"void1\n"}
    return files | {"seed.txt": "".join(f"{one}\n" for one in lines).encode()}


def step(page: Page, files: Files, number: int) -> str:
    """The word of one step."""
    word: str = verify(page, files)["steps"][number - 1]["word"]
    return word


def test_real_rounds_of_quicknet(checker: Page) -> None:
    """SPEC §6, step 8: the signatures of real rounds match, in a void's transcript too; another chain is not checked."""
    for number, signature in ((ROUND, SIGNATURE), (OTHER_ROUND, OTHER_SIGNATURE)):
        assert step(checker, beacon_record(number, signature), 7) == "match"
        assert step(checker, beacon_record(number, signature), 8) == "match"
    assert step(checker, beacon_record(ROUND, SIGNATURE, void=True), 8) == "match"
    assert step(checker, beacon_record(ROUND, OTHER_SIGNATURE, void=True), 8) == "mismatch"
    assert step(checker, beacon_record(ROUND, SIGNATURE, chain=sha("another chain")), 8) == "could not check"
    assert step(checker, beacon_record(ROUND, SIGNATURE[:-1]), 8) == "could not check"  # no seed of that form


def false_signatures() -> dict[str, tuple[int, str]]:
    """(round, signature) that are not quicknet's, by fault."""
    number = int(SIGNATURE, 16)
    x = number % 2**381
    point = at(x)
    assert point is not None and times(PARAMETER**4 - PARAMETER**2 + 1, point) is None
    if compressed(point) != SIGNATURE:
        point = (x, FIELD - point[1])
    assert compressed(point) == SIGNATURE
    third = (0, 2)  # a point of order three
    assert times(3, third) is None
    moved, twice = added(point, third), added(point, point)
    outside = next(found for found in map(at, range(5, 99)) if found is not None)
    assert times(PARAMETER**4 - PARAMETER**2 + 1, outside) is not None
    off = next(value for value in range(5, 99) if at(value) is None)
    assert moved is not None and twice is not None and x + FIELD < 2**381
    faults = {
        "negated": f"{number ^ 1 << 381:096x}",
        "the identity": "c0" + "00" * 47,
        "the identity with a sign": "e0" + "00" * 47,
        "flagged as the identity": f"{number ^ 1 << 382:096x}",
        "not flagged as compressed": f"{number ^ 1 << 383:096x}",
        "no flag, all zero": "00" * 48,
        "x not canonical": f"{number + FIELD:096x}",
        "x is p": f"{FIELD | 1 << 383:096x}",
        "off the curve": f"{off | 1 << 383:096x}",
        "outside the subgroup": compressed(outside),
        "of order three": compressed(third),
        "with a part of order three": compressed(moved),
        "twice": compressed(twice),
        "of another round": OTHER_SIGNATURE,
    }
    chance = random.Random(8)
    faults |= {f"bit {bit} flipped": f"{number ^ 1 << bit:096x}" for bit in chance.sample(range(381), 6)}
    numbers = {"the round before": ROUND - 1, "the round after": ROUND + 1, "round 1": 1, "round 2^53-1": 2**53 - 1}
    return {fault: (ROUND, text) for fault, text in faults.items()} | {
        fault: (value, SIGNATURE) for fault, value in numbers.items()
    }


def test_false_rounds_of_quicknet(checker: Page) -> None:
    """SPEC §6, step 8: an encoding that is not canonical, a point that is not in the subgroup, another round: all a mismatch."""
    for fault, (number, signature) in false_signatures().items():
        assert step(checker, beacon_record(number, signature), 8) == "mismatch", fault


def test_a_whole_record_with_a_beacon(checker: Page) -> None:
    """The beacon stands among all the other steps; the page says which round it was."""
    files = simulator.record(beacon=simulator.ROUND)
    report = verify(checker, files)
    assert line(report) == "verdict: could not check (18)"
    assert str(ROUND) in report["steps"][7]["detail"]
    assert "不核验" not in HTML.read_text("utf-8")


# --- papers' QR codes ---


def test_a_statement_code(checker: Page) -> None:
    """The QR code of a result sheet (§15), with or without the last LF; one digit off is a mismatch at 19."""
    files = read(EXAMPLE)
    text = files["statement.txt"].decode() + f"statement.sig {files['statement.sig'].hex()}\n"
    codes: dict[str, Any] = {"notice": sha(files["notice.json"]), "statement": sha(files["statement.txt"])}
    assert line(verify(checker, files, code=text, **codes)) == "verdict: match"
    assert line(verify(checker, files, code=text[:-1], **codes)) == "verdict: match"
    assert (
        line(verify(checker, files, code=text.replace("attempt 1", "attempt 2"), **codes)) == "verdict: mismatch (19)"
    )
    assert line(verify(checker, files, code="hello", **codes)) == "verdict: mismatch (19)"
    assert line(verify(checker, files, code=text + "\n", **codes)) == "verdict: mismatch (19)"


def test_a_slip_code(checker: Page, void: Files, tmp_path: Path) -> None:
    """The QR code of a slip (§15): signature, row and the seal of name and id; a slip of another version is not judged."""
    codes: dict[str, Any] = {"notice": sha(void["notice.json"]), "statement": sha(void["void.txt"])}
    mine: dict[str, Any] = {"name": " 孩子0001 ", "id": "id0001"}
    assert line(verify(checker, void, code=slip(void), **codes)) == "verdict: match"
    assert line(verify(checker, void, code=slip(void), **mine, **codes)) == "verdict: match"
    wrong = mine | {"name": "孩子0002"}
    assert line(verify(checker, void, code=slip(void), **wrong, **codes)) == "verdict: mismatch (19)"
    forged = slip(void).replace("row 0001,0001", "row 0003,0003")
    assert line(verify(checker, void, code=forged, **codes)) == "verdict: mismatch (19)"
    older = slip(void, sha("another version"))
    assert line(verify(checker, void, code=older, **mine, **codes)) == "verdict: could not check (19)"
    assert line(verify(checker, void, code=older, **wrong, **codes)) == "verdict: mismatch (19)"


def listed(void: Files, *names: str) -> Files:
    """The frozen list as it is published between freeze and draw: two files, and those named."""
    return {name: void[name] for name in ("notice.json", "pool.csv", *names)}


EVERY = ("notice.sig", "signer.pem", "rules.json", "program.txt")


def payloads(files: Files) -> list[FilePayload]:
    """Files as somebody chooses them."""
    return [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files.items()]


def renamed(files: Files, pool: bytes, **values: Any) -> Files:
    """The list with another pool.csv, and a notice that says so, signed."""
    notice = json.loads(files["notice.json"]) | {"pool": sha(pool)} | values
    changed = files | {"pool.csv": pool, "notice.json": canonical(notice)}
    return changed | {"notice.sig": SIGNER.sign(changed["notice.json"])}


def test_a_slip_before_the_draw(checker: Page, void: Files) -> None:
    """SPEC §15: with a slip, a folder without a result is the published list; only six steps are made."""
    whole = listed(void, *EVERY)
    notice = sha(void["notice.json"])
    mine: dict[str, Any] = {"code": slip(void), "notice": notice}
    report = verify(checker, whole, **mine)
    assert line(report) == "verdict: match"
    assert [one["n"] for one in report["steps"]] == [1, 2, 3, 4, 18, 19]
    assert line(verify(checker, whole, **mine, name="孩子0001", id=" ｉｄ0001 ")) == "verdict: match"
    assert line(verify(checker, whole, **mine, name="孩子0002", id="ID0001")) == "verdict: mismatch (19)"
    assert line(verify(checker, whole, code=slip(void))) == "verdict: could not check (18)"
    assert line(verify(checker, whole, **mine, statement=notice)) == "verdict: mismatch (18)"
    assert line(verify(checker, whole, code=slip(void), notice=sha("another"))) == "verdict: mismatch (18)"
    assert line(verify(checker, whole, notice=notice)) == "verdict: mismatch (1)"  # without a slip it is no list
    assert line(verify(checker, whole, notice=notice, code="hello")) == "verdict: mismatch (1)"
    assert line(verify(checker, whole, code=slip(void, sha("x")), notice=notice)) == "verdict: could not check (19)"
    forged = slip(void).replace("row 0001,0001", "row 0003,0003")
    assert line(verify(checker, whole, code=forged, notice=notice)) == "verdict: mismatch (19)"


def test_the_files_of_a_list(checker: Page, void: Files) -> None:
    """SPEC §15: two files are enough; what is missing beside them is said, what is wrong or does not belong is found."""
    whole = listed(void, *EVERY)
    mine: dict[str, Any] = {"code": slip(void), "notice": sha(void["notice.json"])}

    def said(files: Files, **more: Any) -> str:
        return line(verify(checker, files, **(mine | more)))

    assert said(listed(void)) == "verdict: could not check (3)"
    assert said(listed(void, "notice.sig")) == "verdict: could not check (4)"
    assert said(listed(void, "notice.sig", "rules.json", "program.txt")) == "verdict: match"
    for name, number in {"notice.json": 1, "pool.csv": 1, "notice.sig": 3, "rules.json": 4, "program.txt": 4}.items():
        word = "mismatch" if number == 1 else "could not check"
        assert said({path: data for path, data in whole.items() if path != name}) == f"verdict: {word} ({number})", name
    for name in ("ledger.jsonl", "board.txt", "README", "SHA256SUMS"):
        assert said(whole | {name: void.get(name, b"x\n")}) == "verdict: mismatch (1)", name
    assert said(whole, odd=["earlier/"]) == "verdict: mismatch (1)"
    assert said(whole | {"removed.csv": b"reason,count\n"}) == "verdict: mismatch (4)"
    for name in ("notice.sig", "signer.pem", "rules.json", "program.txt", "pool.csv"):
        number = 3 if name in ("notice.sig", "signer.pem") else 4
        changed = whole[name][:-3] + bytes([whole[name][-3] ^ 1]) + whole[name][-2:]
        assert said(whole | {name: changed}) == f"verdict: mismatch ({number})", name
    assert said(listed(void, "signer.pem") | {"signer.pem": b"x"}) == "verdict: mismatch (3)"


def test_the_pool_of_a_list(checker: Page, void: Files) -> None:
    """SPEC §15: the form of pool.csv is checked as far as it needs no rules.json, though the notice names its hash."""
    whole = listed(void, *EVERY)
    lines = whole["pool.csv"].splitlines(keepends=True)
    pools = {
        "header": b"applicant,group,seal\n" + b"".join(lines[1:]), "no seal": b"applicant,unit,\n" + b"".join(lines[1:]),
        "not sorted": b"".join([lines[0], lines[2], lines[1], *lines[3:]]), "twice": b"".join([*lines[:2], *lines[1:]]),
        "a code": whole["pool.csv"].replace(b"0001,0001", b"000a,000a"), "fewer": b"".join(lines[:-1]), "empty": b"",
        "a column too many": whole["pool.csv"].replace(b",unit,", b",unit,block,"), "no last LF": whole["pool.csv"][:-1],
        "wide and hollow": b"applicant,unit," + b"a," * 40000 + b"seal" + b"\n" * 40000,
    }  # fmt: skip
    for fault, pool in pools.items():
        files = renamed(whole, pool)
        code = slip(void, sha(files["notice.json"]))
        assert line(verify(checker, files, code=code)) == "verdict: mismatch (4)", fault
    wider = whole["pool.csv"].replace(b",unit,", b",unit,block,").replace(b",0001,", b",0001,E1,")
    for unit in (b"B001", b"0003", b"0004", b"0006"):
        wider = wider.replace(b"," + unit + b",", b"," + unit + b",E1,")
    files = renamed(whole, wider)
    assert line(verify(checker, files, code=slip(files))) == "verdict: could not check (18)"
    for key in ("applicants", "units"):
        files = renamed(whole, whole["pool.csv"], **{key: 4})
        assert line(verify(checker, files, code=slip(files))) == "verdict: mismatch (4)", key


# --- before and after admission (§16) ---


def values(name: str, *codes: str) -> dict[str, Any]:
    """An attribute with a list of values."""
    return {"name": name, "label": f"栏目{name}", "values": [{"code": code, "label": f"值{code}"} for code in codes]}


def things(*codes: str, **more: Any) -> list[dict[str, Any]]:
    """Items of a draw."""
    return [{"code": code, "label": f"名称{code}"} | more for code in codes]


CLASSES = {
    "school": "S1", "classes": 3, "cap": 50, "sex": "sex", "apart": "apart", "spread": [{"attribute": "eye", "value": "Y"}],
    "report": ["eye"], "dealing": "CYCLIC", "document": "none",
}  # fmt: skip
ATTRIBUTES = [
    values("primary", "P1", "P2", "P3", "P9"),
    values("sex", "M", "F"),
    values("eye", "Y", "N"),
    {"name": "apart", "label": "分班", "values": "codes"},
    {"name": "no", "label": "回避", "values": "codes"},
]


def thirds() -> simulator.Hall:
    """R33, R35, R40 to R43 in one session: P1 to P3 move to three schools (137, 88, 45), P9 (10 boys, 8 girls) gets classes."""
    people: list[tuple[str, str, dict[str, str]]] = []
    for primary, count in (("P1", 137), ("P2", 88), ("P3", 45), ("P9", 18)):
        for i in range(count):
            code = f"{len(people) + 1:04d}"
            person = {"primary": primary, "sex": "F" if i % 18 > 9 else "M", "eye": "N", "apart": "NONE", "no": "NONE"}
            people.append((code, code, person))
    people[280][2]["no"] = "T1"
    people[281][2]["eye"] = "Y"
    weights = [{"code": c, "label": c, "weights": [w]} for c, w in (("P1", 90), ("P2", 60), ("P3", 31))]
    schools = [simulator.school(code, places, "NONE", vacancies="NONE") for code, places in
               (("X1", 120), ("X2", 90), ("X3", 60), ("S1", 0))]  # fmt: skip
    moved = {"primary": ["P1", "P2", "P3"]}
    draw = simulator.any_draw
    draws = [
        draw("quota", "quota", [], {}, school="none", seats=100, shares=[{"label": "毕业生", "percent": 100}], items=weights,
             declined=things("P8", document="不参加的函"), method="LARGEST_REMAINDER", minimum=0),
        draw("counts", "cells", [], moved, schools=["X1", "X2", "X3"], row="primary", count="none", tasks="none", only={}),
        draw("moves", "cohort", [], moved, cells="counts"),
        draw("parents", "order", [], {"primary": ["P9"]}, items="none", take=2, reserves=1),
        draw("classes", "class", ["parents"], {"primary": ["P9"]}, **CLASSES),
        draw("teams", "team", [], {}, **{"class": "classes"}, teams=things("T1", "T2", "T3"), recusals=["no"]),
        draw("seats", "seats", [], {}, **{"class": "classes"}, rows=2, columns=4, gone=[{"row": 1, "column": 1}], front=1,
             need=[{"attribute": "eye", "value": "Y"}], bands="none"),
    ]  # fmt: skip
    return simulator.Hall(rules=simulator.rules_of(schools, draws, ATTRIBUTES), people=people)


@pytest.fixture(scope="module")
def further() -> Files:
    """The record of thirds."""
    return simulator.record(thirds())


def rows_of(files: Files, name: str) -> list[list[str]]:
    """The lines of a table, without its header."""
    return [row.split(",") for row in files[f"tables/{name}.csv"].decode().splitlines()[1:]]


def test_worked_examples_are_recomputed(checker: Page, further: Files) -> None:
    """R33: 50, 33, 17. R35: rows (61,46,30) (39,29,20) (20,15,10). R40: boys 4 3 3, girls 2 3 3. The page recomputes them all."""
    assert [row[6] for row in rows_of(further, "quotas")] == ["50", "33", "17", "0"]
    assert [int(row[6]) for row in rows_of(further, "cohorts")] == [61, 46, 30, 39, 29, 20, 20, 15, 10]
    balance = [(row[2], row[3], row[4]) for row in rows_of(further, "balance")]
    assert [n for name, _, n in balance if name == "SIZE"] == ["6", "6", "6"]
    assert [n for name, code, n in balance if (name, code) == ("sex", "M")] == ["4", "3", "3"]
    report = verify(checker, further)
    assert [step["n"] for step in report["steps"] if step["word"] != "match"] == [18], report["steps"]


def changed_row(files: Files, name: str, number: int, column: int, text: str) -> Files:
    """A record with one field of one line of a table changed; the line numbers count the header."""
    lines = files[f"tables/{name}.csv"].decode().splitlines()
    fields = lines[number - 1].split(",")
    fields[column] = text
    lines[number - 1] = ",".join(fields)
    return files | {f"tables/{name}.csv": "".join(f"{row}\n" for row in lines).encode()}


def test_a_changed_table_is_found_and_the_line_named(checker: Page, further: Files) -> None:
    """One pupil, one teacher team, one quota, one seat … swapped: step 10 names the file and the first line that differs."""
    pupils, teams, seats = rows_of(further, "classes"), rows_of(further, "teams"), rows_of(further, "seats")
    other = changed_row(further, "classes", 2, 3, pupils[7][3])
    swapped = changed_row(changed_row(further, "teams", 2, 2, teams[1][2]), "teams", 3, 2, teams[0][2])
    faults = {
        "classes:2": changed_row(other, "classes", 9, 3, pupils[0][3]),
        "teams:2": swapped,
        "quotas:3": changed_row(further, "quotas", 3, 6, "34"),
        "cohorts:10": changed_row(further, "cohorts", 10, 6, "11"),
        "selected:3": changed_row(further, "selected", 3, 3, "reserve"),
        "seats:4": changed_row(further, "seats", 4, 4, seats[0][4]),
        "balance:2": changed_row(further, "balance", 2, 4, "7"),
    }
    for place, files in faults.items():
        report = verify(checker, files)
        assert line(report) == "verdict: mismatch (10)", place
        name, number = place.split(":")
        detail = report["steps"][9]["detail"]
        assert f"tables/{name}.csv 第 {number} 行" in detail and f"tables/{name}.csv:{number}:" in detail, detail
    for name in ("quotas", "cohorts", "selected", "classes", "balance", "teams", "seats"):
        path = f"tables/{name}.csv"
        missing = {key: content for key, content in further.items() if key != path}
        assert line(verify(checker, missing)) == "verdict: mismatch (10)", name
        assert line(verify(checker, read(EXAMPLE) | {path: further[path]})) == "verdict: mismatch (10)", name


def test_a_search_that_takes_too_long(checker: Page) -> None:
    """SPEC §16.6: in the order of the lot 100,000 tries find no placement of 64 pairs; the one by code is taken, turned."""
    people: list[tuple[str, str, dict[str, str]]] = []
    for t in range(64):
        row, turn = divmod(t, 8)
        for sex, apart in (("M", f"L{row}"), ("F", f"R{(row + turn) % 8}")):
            people.append((f"{len(people) + 1:04d}", f"B{t + 1:03d}", {"sex": sex, "apart": apart}))
    draw = simulator.any_draw("classes", "class", [], {}, **CLASSES | {"classes": 8, "spread": [], "report": []})
    attributes = [values("sex", "M", "F"), {"name": "apart", "label": "分班", "values": "codes"}]
    rules = simulator.rules_of([simulator.school("S1", 0, "NONE", vacancies="NONE")], [draw], attributes)
    files = simulator.record(simulator.Hall(rules=rules, people=people))
    rank = next(int(x.split(",")[0]) for x in files["orders/classes.csv"].decode().splitlines() if x.endswith(",B001"))
    wanted = {code: (int(unit[1:]) - 1 + rank) % 8 + 1 for code, unit, _ in people}
    assert {row[3]: int(row[2]) for row in rows_of(files, "classes")} == wanted
    assert line(verify(checker, files)) == "verdict: could not check (18)"


UNSOUND: list[tuple[str, dict[str, Any]]] = [
    ("parents", {"take": 19}),
    ("quota", {"items": [{"code": "P1", "label": "a", "weights": [0]}]}),
    ("quota", {"minimum": 34}),
    ("quota", {"shares": [{"label": "a", "percent": 99}]}),
    ("counts", {"only": {"P1": "X1", "P2": "X2", "P3": "X3"}}),
    ("counts", {"only": {"P1": "X1"}}),
    ("counts", {"tasks": {"X1": 120, "X2": 90, "X3": 60}}),
    ("moves", {"who": {"primary": ["P1"]}}),
    ("classes", {"cap": 5}),
    ("classes", {"classes": 19}),
    ("classes", {"follows": ["moves"]}),
    ("classes", {"document": "文号"}),
    ("teams", {"teams": things("T1", "T2")}),
    ("teams", {"teams": things("T4", "T2", "T3")}),
    ("seats", {"rows": 1}),
    ("seats", {"gone": [{"row": 3, "column": 1}]}),
]


def test_unsound_rules_are_found(checker: Page, further: Files) -> None:
    """SPEC §16.1, §16.2: each fault in rules.json is a mismatch at step 5, with notice and signature renewed."""
    for identifier, keys in UNSOUND:
        sheet = json.loads(further["rules.json"])
        draw = next(draw for draw in sheet["draws"] if draw["id"] == identifier)
        draw |= keys
        files = further | {"rules.json": canonical(sheet)}
        notice = json.loads(files["notice.json"]) | {"rules": sha(files["rules.json"])}
        files["notice.json"] = canonical(notice)
        files["notice.sig"] = simulator.SIGNER.sign(files["notice.json"])
        report = verify(checker, files)
        assert [step["word"] for step in report["steps"][:5]] == ["match"] * 4 + ["mismatch"], (identifier, keys)


def amended(files: Files, events: str, changes: str) -> Files:
    """A record with one amendment of these lines."""
    folder = {
        "events.csv": f"event,applicant,school,date,paper\n{events}".encode(),
        "changes.csv": f"applicant,from,from_school,to,to_school,cause\n{changes}".encode(),
    }
    folder["SHA256SUMS"] = "".join(f"{sha(folder[name])}  {name}\n" for name in sorted(folder)).encode()
    head = (
        f"amendment1 {json.loads(files['notice.json'])['session']}\nnumber 1\nprevious {sha(files['statement.txt'])}\n"
    )
    text = f"{head}time 2026-09-01T09:00:00+08:00\nsums {sha(folder['SHA256SUMS'])}\n"
    folder |= {"amendment.txt": text.encode(), "amendment.sig": simulator.AMENDER.sign(text.encode())}
    return files | {f"amendments/0001/{name}": content for name, content in folder.items()}


def test_after_the_classes(checker: Page, further: Files) -> None:
    """SPEC §16.11: a placed pupil can be struck, a late session can join; who has no place cannot report or decline."""
    paper = sha("the statement of the late session")

    def said(events: str, changes: str = "") -> str:
        return line(verify(checker, amended(further, events, changes)))

    sound = "verdict: could not check (18)"
    assert said(f"joined,,S1,2026-08-30,{paper}\n") == sound
    struck = "struck,0271,,2026-08-30,none\n"
    assert said(struck, "0271,placed,S1,struck,,struck\n") == sound
    assert said(struck, "0271,placed,,struck,,struck\n") == "verdict: mismatch (16)"
    for events in ("joined,,X1,2026-08-30," + paper, "joined,,S1,2026-08-30,none", "joined,0271,S1,2026-08-30," + paper,
                   "reported,0271,,2026-08-30,none", "declined,0271,S1,2026-08-30,none"):  # fmt: skip
        assert said(events + "\n") == "verdict: mismatch (16)", events


def carried(before: Files, draws: list[dict[str, Any]], people: list[Any], **carry: str) -> Files:
    """A session that continues a record."""
    terms = {"admitted": "FREE", "applicants": "ANY", "abstained": "MAY_RETURN", "places": "OWN"} | carry
    late = draws[0]["kind"] == "late"
    schools = [
        simulator.school("S1", 0, "NONE", vacancies="NONE") if late else simulator.school("X1", 5, vacancies="NONE")
    ]
    rules = simulator.rules_of(schools, draws, ATTRIBUTES, carry=terms)
    hall = simulator.Hall(session="after-2026", rules=rules, people=people, after=(sha(before["statement.txt"]),))
    return simulator.record(hall)


def test_chains_of_quotas_and_classes(checker: Page, further: Files) -> None:
    """SPEC §16.12: late pupils join the classes as they are; quota pupils are within their primary's seats; ADMITTED is exact."""
    late = {"primary": "P9", "sex": "F", "eye": "N", "apart": "NONE", "no": "NONE"}
    sound, wrong = "verdict: could not check (18)", "verdict: mismatch (17)"

    def joins(counts: dict[str, list[int]]) -> str:
        classes = [{"code": code, "counts": count} for code, count in counts.items()]
        draws = [simulator.any_draw("late", "late", [], {}, school="S1", cap=8, sex="sex", classes=classes)]
        return line(verify(checker, carried(further, draws, [("9001", "9001", late)]), [further]))

    assert joins({"1": [4, 2], "2": [3, 3], "3": [3, 3]}) == sound
    assert joins({"1": [3, 3], "2": [3, 3], "3": [3, 3]}) == wrong
    assert joins({"1": [4, 2], "2": [3, 3]}) == wrong
    assert joins({"1": [4, 2], "2": [3, 3], "3": [3, 3], "4": [0, 0]}) == wrong

    def quota(primary: str, count: int) -> str:
        people = [(f"{i:04d}", f"{i:04d}", late | {"primary": primary}) for i in range(5001, 5001 + count)]
        files = carried(further, [simulator.draw_of("x1")], people, applicants="QUOTA")
        return line(verify(checker, files, [further]))

    assert quota("P3", 17) == sound
    assert quota("P3", 18) == quota("P9", 1) == wrong

    admitted = [row.split(",")[0] for row in further["results.csv"].decode().splitlines() if ",admitted,X1," in row]
    assert len(admitted) == 120

    def exactly(codes: list[str]) -> str:
        files = carried(
            further, [simulator.draw_of("x1")], [(code, code, late) for code in codes], applicants="ADMITTED"
        )
        return line(verify(checker, files, [further]))

    assert exactly(admitted) == sound
    assert exactly(admitted[1:]) == exactly([*admitted, "9001"]) == wrong


def test_a_class_a_seat_and_a_primary_on_the_page(checker: Page, further: Files, tmp_path: Path) -> None:
    """The page says class, team, seat, school and standing in sentences; a primary, a team, a class can be looked up too."""
    checker.set_input_files("#folder", write(further, tmp_path / "record"))
    checker.wait_for_selector("#sentence.open")

    def asked(code: str) -> str:
        checker.locator("#child").evaluate("list => list.replaceChildren()")  # what stood there may name the code as well
        checker.fill("#child-code", code)
        checker.click("#ask button")
        checker.wait_for_selector(f"#child:has-text('{code}')")
        return str(checker.inner_text("#child"))

    pupil, number = rows_of(further, "classes")[0][3], rows_of(further, "classes")[0][2]
    team = next(row[2] for row in rows_of(further, "teams") if row[1] == number)
    seat = next(row for row in rows_of(further, "seats") if row[4] == pupil)
    said = asked(pupil)
    for words in (
        f"编入第 {number} 班",
        f"class {number}, 6 pupils",
        f"（{team}）任教",
        f"第 {seat[2]} 排第 {seat[3]} 座",
        f"row {seat[2]}, seat {seat[3]}",
    ):
        assert words in said, said
    assert "抽 2 个，备选 1 个" in said
    said = asked("0001")
    school = next(row.split(",")[6] for row in further["results.csv"].decode().splitlines() if row.startswith("0001,"))
    count = next(row[6] for row in rows_of(further, "cohorts") if row[1:3] == ["P1", school])
    assert f"共 137 人，其中 {count} 人去" in said and f"of the 137 children of P1, {count} go to" in said
    assert "分得 50 个名额" in asked("P1") and "gets 33 seats" in asked("P2")
    assert "事先放弃" in asked("P8")
    assert f"（{team}）任教" in asked(team)
    assert "全班 6 人" in asked("3")


# --- the page ---


def test_a_family_before_the_draw(checker: Page, void: Files) -> None:
    """The list and the slip on the page: which row it is, that the draw is still to come, and not a word of results."""
    checker.set_input_files("#zip", payloads(listed(void)))
    checker.wait_for_selector("#sentence.bad")
    assert "贴上凭条" in checker.inner_text("#sentence")
    checker.fill("#qr", slip(void))
    checker.dispatch_event("#qr", "change")
    checker.wait_for_selector("#sentence.open")
    checker.wait_for_selector("#child li:has-text('没有核对封签')")
    assert "这张凭条与公布的名单相符：第 1 行，共 6 行。派位还没有举行。" in checker.inner_text("#sentence")
    assert checker.inner_text("#verdict") == "verdict: could not check (3)"
    checker.set_input_files("#zip", payloads(listed(void, *EVERY)))
    checker.fill("#notice", sha(void["notice.json"]))
    checker.fill("#name", "孩子0001")
    checker.fill("#id", "ID0001")
    checker.dispatch_event("#id", "change")
    checker.wait_for_selector("#sentence.good")
    checker.wait_for_selector("#child li:has-text('这一行就是这个孩子的')")
    for place in ("#sentence", "#child", "#steps"):
        for word in ("结果", "录取", "result", "admitted"):
            assert word not in checker.inner_text(place), (place, word)
    assert len(checker.locator("#codes .paper").all()) == 1
    checker.fill("#child-code", "0005")
    checker.click("#ask button")
    checker.wait_for_selector("#child li:has-text('将与 0002 捆绑为 B001 一起派位')")
    checker.fill("#name", "孩子0002")
    checker.dispatch_event("#name", "change")
    checker.wait_for_selector("#sentence.bad")
    assert checker.inner_text("#verdict") == "verdict: mismatch (19)"
    assert "封签" in checker.inner_text("#sentence")


def test_folder_codes_and_child(checker: Page) -> None:
    """Three steps: choose the folder, type the codes, type a child's code; the reason names the bundle."""
    files = read(EXAMPLE)
    checker.set_input_files("#folder", EXAMPLE)
    checker.wait_for_selector("#sentence.open")
    assert checker.inner_text("#verdict") == "verdict: could not check (18)"
    aloud = f"{int(sha(files['notice.json']), 16) % 10**40:040d}"
    assert re.sub(r"\s", "", checker.inner_text("#codes .digits >> nth=0")) == aloud
    checker.fill("#notice", aloud)
    checker.fill("#statement", sha(files["statement.txt"]))
    checker.wait_for_selector("#sentence.good")
    assert checker.inner_text("#verdict") == "verdict: match"
    checker.fill("#child-code", "0005")
    checker.click("#ask button")
    child = checker.inner_text("#child:has(li)")
    for words in (
        "B001",
        "第 3 位",
        "rank 3 of 5",
        "最后一个录取序号是第 4 位",
        "候补名单第 1 位",
        'printf %s "number1:',
        ":x1:B001",
    ):
        assert words in child
    assert len(checker.locator("#steps li.good").all()) == 18
    checker.fill("#child-code", "9999")
    checker.click("#ask button")
    checker.wait_for_selector("#child li:has-text('名单中没有')")
    checker.fill("#statement", sha("another"))
    checker.wait_for_selector("#sentence.bad")
    assert "第 18 步" in checker.inner_text("#sentence")


def archive(files: Files, **flags: bytes) -> bytes:
    """The archive's ZIP: the record under record/, and sheets beside it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheets/结果单.txt", "sheet")
        for path, content in (files | flags).items():
            kind = zipfile.ZIP_STORED if path.endswith(".sig") else zipfile.ZIP_DEFLATED
            packed.writestr(f"record/{path}", content, kind)
    return held.getvalue()


def test_a_zip(checker: Page) -> None:
    """The archive's ZIP is read without unpacking; what is wrong with the record inside is found."""
    files = read(EXAMPLE)
    checker.set_input_files("#zip", {"name": "archive.zip", "mimeType": "application/zip", "buffer": archive(files)})
    checker.wait_for_selector("#sentence.open")
    assert checker.inner_text("#verdict") == "verdict: could not check (18)"
    buffer = archive(files, **{"extra.txt": b"x"})
    checker.set_input_files("#zip", {"name": "archive.zip", "mimeType": "application/zip", "buffer": buffer})
    checker.wait_for_selector("#sentence.bad")
    assert checker.inner_text("#verdict") == "verdict: mismatch (1)"


def faulty_zips() -> dict[str, bytes]:
    """ZIPs to be refused, by fault."""
    sound = archive(read(EXAMPLE))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("record/../notice.json", b"{}")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("record/notice.json", b"0" * 9_000_000)
    lies = bytearray(bomb.getvalue())
    at = lies.index(b"PK\x01\x02")
    lies[at + 24 : at + 28] = (1000).to_bytes(4, "little")  # says that it is small
    claims = bytearray(sound)
    at = claims.index(b"PK\x01\x02")
    claims[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    broken = bytearray(sound)
    broken[sound.index(b"record/notice.json") + 60] ^= 1
    locked = bytearray(sound)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    return {
        "an odd name": held.getvalue(), "a size that lies": bytes(lies), "a bomb's claim": bytes(claims),
        "a broken file": bytes(broken), "encrypted": bytes(locked), "cut off": sound[:-30], "no ZIP": b"PK" * 40,
    }  # fmt: skip


def test_faulty_zips_are_refused(checker: Page) -> None:
    """A bomb, an odd name, a lie about sizes: one sentence, no verdict, and the page goes on."""
    for fault, buffer in faulty_zips().items():
        checker.set_input_files("#zip", {"name": "x.zip", "mimeType": "application/zip", "buffer": buffer})
        checker.wait_for_selector("#sentence.bad")
        assert not checker.is_visible("#verdict"), fault
        checker.evaluate("document.getElementById('sentence').className = ''")
    checker.set_input_files("#folder", EXAMPLE)
    checker.wait_for_selector("#sentence.open")


def test_the_page_on_a_phone(browser: Browser) -> None:
    """At 390 pixels nothing is wider than the screen, without worker and WebCrypto too; what is typed stays here."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.add_init_script(
        "delete window.Worker; Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })"
    )
    page.goto(HTML.as_uri())
    page.set_input_files("#folder", EXAMPLE)
    page.wait_for_selector("#sentence.open")
    page.fill("#child-code", "0001")
    page.click("#ask button")
    page.wait_for_selector("#child li")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.workers == []
    assert page.evaluate("[location.search, location.hash, document.cookie]") == ["", "", ""]
    context.close()
    assert faults == []
