"""scripts/verify.html, the verifier of strangers, in Chromium: against verify.py, tampered records, ZIP, folder, QR texts."""

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
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser, Page

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


# --- the page ---


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
