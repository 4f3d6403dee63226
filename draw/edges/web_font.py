"""The pages' type: a session's characters out of the installed Noto Sans CJK, as one WOFF file of variable weight (E22).

No CJK font is assumed on the laptop. Browsers take the PostScript outlines as they are, so nothing is converted; layout tables are
left out, since pages are set in horizontal lines only. Nothing is ever downloaded.
"""

import hashlib
import io
import logging
import os
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import Final

import fontTools  # type: ignore[import-untyped]
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]

from draw.edges.fonts import FontSource, noto, open_face

_FORMAT: Final = f"webfont2 fonttools {fontTools.version}"  # either changed: other bytes, other name
_LEFT_OUT: Final = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "VVAR", "vhea", "vmtx", "DSIG")
_NAMES: Final = (0, 1, 2, 13)  # copyright, family, style, licence: what the Open Font License asks to keep
STANDS_FOR: Final = {
    "✗": "×",
    "◔": "◐",
    "⚑": "※",
    "⟦": "〚",
    "⟧": "〛",
}  # signs that Noto has not, and what is drawn for them
_cutting = threading.Lock()  # one at a time: whoever waits finds it made


def name_of(characters: frozenset[str], source: FontSource | None = None) -> str:
    """The name (64 hex) under which the font of these characters is kept and served. Raises SheetError without a font."""
    return _name("".join(sorted(characters)), source or noto())


def cut(characters: frozenset[str], cache: Path, source: FontSource | None = None) -> bytes:
    """A WOFF file with the glyphs of these characters that the font has; kept in `cache` under name_of, made again if damaged.

    Raises SheetError if the font cannot be read. A character that it has not is left to the machine's own fonts; the import
    refuses names with such characters.
    """
    chosen = source or noto()
    text = "".join(sorted(characters))
    path = cache / f"{_name(text, chosen)}.woff"
    with _cutting:
        return _kept(path) or _keep(path, _cut(text, chosen))


def _name(text: str, source: FontSource) -> str:
    return hashlib.sha256("\n".join([_FORMAT, _hash(source.regular), source.family, text]).encode()).hexdigest()


@lru_cache(maxsize=4)
def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=4)
def _cut(text: str, source: FontSource) -> bytes:
    font = open_face(source.regular, source.family)
    options = Options()
    options.layout_features = []
    options.drop_tables += _LEFT_OUT
    options.name_IDs = list(_NAMES)
    options.notdef_outline = True
    options.hinting = False
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    subsetter = Subsetter(options)
    known = font.getBestCmap()
    drawn = {ord(c): known[ord(STANDS_FOR[c])] for c in text if c in STANDS_FOR and ord(c) not in known}
    subsetter.populate(text=text, glyphs=drawn.values())
    subsetter.subset(font)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap.update(drawn)
    font.flavor = "woff"
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _kept(path: Path) -> bytes | None:
    """The file kept under this path; None if there is none, or it is not what was put there."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if head == hashlib.sha256(body).hexdigest().encode() else None


def _keep(path: Path, data: bytes) -> bytes:
    """Keep it for the next start. Temporary file, fsync, os.replace; that it cannot be kept only costs time then."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".webfont-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
                out.flush()
                os.fsync(out.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        logging.getLogger("web").warning("font not kept: %s", type(error).__name__)
    return data
