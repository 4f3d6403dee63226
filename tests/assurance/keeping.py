"""What a long run has done so far: a folder with one file of JSON lines for each part, so that a killed run goes on."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent


def fingerprint(*paths: Path, more: str = "") -> str:
    """The hash of these files and folders of Python; what was found about other bytes says nothing about these."""
    made = hashlib.sha256(more.encode())
    for path in paths:
        for one in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            made.update(str(one.relative_to(ROOT)).encode() + b"\n" + (one.read_bytes() if one.is_file() else b""))
    return made.hexdigest()


class Kept:
    """The finished units of one part; a part whose fingerprint is another one begins again, once there is something to keep."""

    def __init__(self, folder: Path, part: str, mark: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{part}.jsonl"
        self.done: dict[str, dict[str, Any]] = {}
        lines = self.path.read_text(encoding="utf-8").split("\n") if self.path.is_file() else []
        self.again = bool(lines) and lines[0] != mark
        if lines and not self.again:
            for line in lines[1:-1]:  # what follows the last LF is a line that a killed run did not finish
                entry = json.loads(line)
                self.done[entry["unit"]] = entry
        self._whole = "".join(f"{line}\n" for line in lines[:-1]) if self.done else f"{mark}\n"
        self._begun = False

    def left(self, units: Iterable[str]) -> list[str]:
        """The units that are still to do."""
        return [unit for unit in units if unit not in self.done]

    def add(self, unit: str, found: dict[str, Any]) -> None:
        """One unit more, on disk before anything else goes on."""
        entry = {"unit": unit, **found}
        if not self._begun:
            self.path.write_text(self._whole, encoding="utf-8")
            self._begun = True
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.done[unit] = entry
