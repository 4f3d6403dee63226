"""Which program this is: program.txt, the sums of every file of the installed program (SPEC §4).

The list is the same from a checkout and from a wheel, on every platform: files of `draw` and `web` without caches, and the
standalone verifiers, which the wheel carries in draw/kit and a checkout in scripts/.
"""

from pathlib import Path

import draw
from draw.hashing import digest, sums_file

KIT = ("verify.py", "verify.html")


def _package(name: str, root: Path) -> dict[str, str]:
    found = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if not path.is_file() or path.suffix in (".pyc", ".pyo") or parts[0] == "kit":
            continue
        if any(p == "__pycache__" or p.startswith(".") for p in parts):
            continue
        found["/".join((name, *parts))] = digest(path.read_bytes())
    return found


def kit_file(name: str) -> Path:
    """Where a standalone verifier lies: in the wheel, else in the checkout."""
    inside = Path(draw.__file__).parent / "kit" / name
    return inside if inside.exists() else Path(draw.__file__).parent.parent / "scripts" / name


def listing() -> bytes:
    """The bytes of program.txt for the program that is running."""
    base = Path(draw.__file__).parent
    hashes = _package("draw", base) | _package("web", base.parent / "web")
    hashes |= {f"scripts/{name}": digest(kit_file(name).read_bytes()) for name in KIT if kit_file(name).exists()}
    return sums_file(hashes)
