"""The three verifiers in one process, each asked about a damaged record: verdict, first step, and whether it broke down.

scripts/verify.py reads a folder in memory (/dev/shm where there is one) in which only what is damaged is written anew; the page is
open in Chromium and gets the damage alone.
"""

import base64
import importlib.util
import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, Final, NamedTuple

import simulator

from assurance.damage import Damage
from draw.edges import program
from draw.verify import MATCH, MISMATCH, verify

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PAGE: Final = ROOT / "scripts" / "verify.html"
CHROMIUM: Final = "/usr/bin/chromium"
PATIENCE: Final = 60  # seconds for one record; hundreds of times what it takes
HUNG: Final = "hung"
CRASHED: Final = "crashed"


class Said(NamedTuple):
    """What one verifier said."""

    verdict: str
    step: int | None
    broke: str  # a step that ended with an exception of the program, "" for none


class _TooLong(BaseException):
    """No verifier may swallow this."""


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _asked(act: Callable[[], Said]) -> Said:
    """The answer, or that there was none."""
    try:
        with _limit(PATIENCE):
            return act()
    except _TooLong:
        return Said(HUNG, None, "")
    except Exception as error:  # a verifier must not raise; that it did is the finding
        return Said(CRASHED, None, f"{type(error).__name__}: {error}"[:200])


def papers(files: Mapping[str, bytes], damage: Damage) -> tuple[str, str]:
    """The two hashes on the papers."""
    found = damage.on(files) if damage.own_papers else files
    return simulator.anchors({"notice.json": b"", "void.txt": b"", **found})


class Ours:
    """draw.verify."""

    name = "draw verify"

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def judge(self, damages: Sequence[Damage]) -> list[Said]:
        """One answer a damage."""
        return [_asked(lambda d=damage: self._one(d)) for damage in damages]

    def _one(self, damage: Damage) -> Said:
        notice, statement = papers(self.files, damage)
        report = verify(damage.on(self.files), notice_hash=notice, statement_hash=statement)
        word = report.verdict
        step = next((s.number for s in report.steps if s.word == word), None) if word != MATCH else None
        broke = [s.detail for s in report.steps if s.word == MISMATCH and s.detail.startswith("cannot be read: ")]
        return Said(word, step, "".join(broke[:1]))

    def close(self) -> None:
        """Nothing is held."""


def standalone() -> ModuleType:
    """scripts/verify.py as a module."""
    spec = importlib.util.spec_from_file_location("standalone_verify", program.kit_file("verify.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Standalone:
    """scripts/verify.py."""

    name = "verify.py"

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.module = standalone()
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self._lay(files)

    def _lay(self, files: Mapping[str, bytes | None]) -> None:
        for name, data in files.items():
            path = self.folder / name
            if data is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def judge(self, damages: Sequence[Damage]) -> list[Said]:
        """One answer a damage."""
        return [_asked(lambda d=damage: self._one(d)) for damage in damages]

    def _one(self, damage: Damage) -> Said:
        notice, statement = papers(self.files, damage)
        self._lay({name: data for name, data in damage.delta.items() if data is not None or name in self.files})
        try:
            report = self.module.verify(str(self.folder), notice=notice, statement=statement)
        finally:
            self._restore(damage)
        broke = [s.detail for s in report.steps if re.match(r"[A-Za-z]+(Error|Exception)\b", s.detail)]
        return Said(report.verdict, report.step, "".join(broke[:1]))

    def _restore(self, damage: Damage) -> None:
        for name in damage.delta:
            path = self.folder / name
            if name in self.files:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.files[name])
            else:
                path.unlink()
                while path.parent != self.folder and not any(path.parent.iterdir()):
                    path.parent.rmdir()
                    path = path.parent

    def close(self) -> None:
        """The folder goes."""
        shutil.rmtree(self.folder)


_JUDGE: Final = """async ([cases, patience]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const said = [];
  for (const { delta, notice, statement } of cases) {
    const files = new Map(window.assureBase);
    for (const [name, data] of delta) if (data === null) files.delete(name); else files.set(name, bytes(data));
    let timer;
    const none = { verdict: "hung", step: null, steps: [] };
    const late = new Promise((resolve) => { timer = setTimeout(() => resolve(none), patience); });
    const report = await Promise.race([window.verifyRecord(files, { notice, statement }), late]);
    clearTimeout(timer);
    const broke = report.steps.filter((s) => s.detail.includes("This page failed here")).map((s) => s.detail.slice(0, 200));
    said.push([report.verdict, report.step, broke[0] ?? (report.steps.length ? "" : "no steps")]);
    if (report.verdict === "hung") break;
  }
  return said;
}"""
_BASE: Final = """(files) => {
  window.assureBase = new Map(files.map(([name, data]) => [name, Uint8Array.from(atob(data), (c) => c.charCodeAt(0))]));
}"""


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Html:
    """scripts/verify.html in Chromium, through its contract window.verifyRecord(files, {notice, statement})."""

    name = "verify.html"

    def __init__(self, files: Mapping[str, bytes], browser: Any = None) -> None:
        self.files = files
        self.own: Any = None
        if browser is None:
            from playwright.sync_api import sync_playwright

            self.own = sync_playwright().start()
            browser = self.own.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.browser = browser
        self.page = self._opened()

    def _opened(self) -> Any:
        page = self.browser.new_page()
        page.set_default_timeout(0)  # the page's own patience is what ends a record
        page.goto(PAGE.as_uri())
        page.evaluate(_BASE, [[name, _text(data)] for name, data in self.files.items()])
        return page

    def judge(self, damages: Sequence[Damage]) -> list[Said]:
        """One answer a damage; after one that hangs the page is opened anew."""
        said: list[Said] = []
        while len(said) < len(damages):
            cases = []
            for damage in damages[len(said) :]:
                notice, statement = papers(self.files, damage)
                delta = [[n, None if d is None else _text(d)] for n, d in damage.delta.items()]
                cases.append({"delta": delta, "notice": notice, "statement": statement})
            found = [Said(*one) for one in self.page.evaluate(_JUDGE, [cases, PATIENCE * 1000])]
            said += found
            if found[-1].verdict == HUNG:
                self.page.close()
                self.page = self._opened()
        return said

    def close(self) -> None:
        """The page and, if it is ours, the browser go."""
        self.page.close()
        if self.own is not None:
            self.browser.close()
            self.own.stop()


def why_no_page() -> str:
    """Why verify.html cannot be asked, or ""."""
    if not PAGE.is_file() or "window.verifyRecord" not in PAGE.read_text(encoding="utf-8"):
        return "scripts/verify.html is not there, or has no window.verifyRecord"
    if not Path(CHROMIUM).exists():
        return f"{CHROMIUM} is not there"
    return "" if importlib.util.find_spec("playwright") else "playwright is not installed"


Judge = Ours | Standalone | Html


def faults(damage: Damage, said: Mapping[str, Said]) -> list[str]:
    """What is wrong with these answers, by verifier."""
    found = []
    for name, one in said.items():
        wrong = one.verdict in (HUNG, CRASHED) or one.broke
        if wrong or (one.verdict != MISMATCH and not damage.free):
            found.append(f"{damage.what}: {name} says {one.verdict} ({one.step}) {one.broke}".rstrip())
    if not found and len({one.verdict for one in said.values()}) > 1:
        found.append(f"{damage.what}: verdicts differ: {dict(said)}")
    return found


def differ(said: Mapping[str, Said]) -> bool:
    """True if the verifiers name different first steps."""
    return len({one[:2] for one in said.values()}) > 1
