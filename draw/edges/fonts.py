"""Fonts for the sheets: a session's characters out of a font file on this machine, as TrueType (R49, E22).

ReportLab embeds only TrueType outlines, and Noto Sans CJK (SIL OFL 1.1) has variable PostScript ones. Only the glyphs
asked for are read, set to the two weights and converted. Nothing is ever downloaded.
"""

import hashlib
import io
import os
import string
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import fontTools  # type: ignore[import-untyped]
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]
from fontTools.pens.filterPen import DecomposingFilterPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection, TTFont, TTLibError  # type: ignore[import-untyped]

from draw.errors import SheetError
from draw.sheets.layout import FontPair, listed, visible
from draw.sheets.words import FIXED

_FORMAT: Final = f"fontpair1 fonttools {fontTools.version}"  # either changed: other bytes, other cache names
_ASCII: Final = string.ascii_letters + string.digits + string.punctuation + " "
_STANDS_FOR: Final = {"⟦": "〚", "⟧": "〛"}  # the marks of `visible`; Noto has the shape only at another code point
_MAX_ERROR: Final = 0.001  # of the em: how far a converted curve may stray; a thirtieth of a hair line at 10 pt
_FAMILY: Final = "Noto Sans CJK SC"
_PACKAGE: Final = "manimgx_fonts_cjk"


@dataclass(frozen=True, slots=True, kw_only=True)
class FontSource:
    """A font file and its bold companion (the same path where one file varies in weight)."""

    regular: Path
    bold: Path
    family: str  # which face of a collection; "" for the first


def noto() -> FontSource:
    """Noto Sans CJK SC of the installed package manimgx-fonts-cjk.

    Raises:
        SheetError: the package, or its font file, is not there.
    """
    spec = find_spec(_PACKAGE)  # finds the folder without running the package's code
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in sorted(Path(folder).glob("*CJK*.ttc")):
            return FontSource(regular=path, bold=path, family=_FAMILY)
    raise SheetError("no font: the package manimgx-fonts-cjk is not installed; run scripts/setup")


def missing(characters: Iterable[str], *, source: FontSource | None = None) -> tuple[str, ...]:
    """The characters that the font cannot draw, sorted; () if it can draw all. Looks only into the character map.

    Characters that print as nothing are not missing: the sheets show them as ⟦U+202E⟧.

    Raises:
        SheetError: the font file cannot be read.
    """
    chosen = source or noto()
    known = _known(chosen.regular, chosen.family) & _known(chosen.bold, chosen.family)
    return tuple(sorted(c for c in set(visible("".join(characters))) if not {c, _STANDS_FOR.get(c, c)} & known))


def subset(
    characters: str, *, cache: Path, progress: Callable[[str], None], source: FontSource | None = None
) -> FontPair:
    """TrueType files of weight 400 and 700 with exactly these characters, ASCII and the sheets' fixed words.

    The same characters and font file give the same bytes. A pair once made is kept in `cache` (a folder, made if need
    be) under the hash of all that it depends on; a damaged file there is made again.

    Raises:
        SheetError: the font has no glyph for some characters; all are named. Or a font file cannot be read.
    """
    chosen = source or noto()
    wanted = sorted(set(visible(characters)) | set(_ASCII) | FIXED)
    if absent := missing(wanted, source=chosen):
        raise SheetError(f"the font {chosen.regular.name} has no glyph for: {listed(absent)}")
    key = _key(chosen, wanted)
    path = cache / f"{key}.fontpair"
    covered = frozenset(map(ord, wanted))
    if kept := _read(path):
        return FontPair(regular=kept[0], bold=kept[1], mono=kept[2], covered=covered)
    progress(f"fonts: converting {len(wanted)} characters, regular weight")
    regular_file = open_face(chosen.regular, chosen.family)
    regular = _convert(regular_file, 400, _characters(regular_file, wanted), f"Sheet-Regular-{key[:12]}")
    mono = _convert(regular_file, 400, _half_width(regular_file), f"Sheet-Mono-{key[:12]}")
    progress(f"fonts: converting {len(wanted)} characters, bold weight")
    bold_file = regular_file if chosen.bold == chosen.regular else open_face(chosen.bold, chosen.family)
    bold = _convert(bold_file, 700, _characters(bold_file, wanted), f"Sheet-Bold-{key[:12]}")
    _write(path, (regular, bold, mono))
    progress("fonts: ready")
    return FontPair(regular=regular, bold=bold, mono=mono, covered=covered)


def open_face(path: Path, family: str) -> Any:
    """The face of the family in a font file or collection, tables unread. Held in memory: no file stays open.

    Raises:
        SheetError: the file cannot be read, or has no such face.
    """
    data = io.BytesIO(_bytes(path))
    try:
        faces = len(TTCollection(data, lazy=True)) if data.getvalue()[:4] == b"ttcf" else 1
        for number in range(faces if family else 1):
            font = TTFont(data, fontNumber=number, lazy=True)
            if family in {"", font["name"].getDebugName(1), font["name"].getDebugName(16)}:
                return font
    except (TTLibError, KeyError) as error:
        raise SheetError(f"cannot read the font {path}: {error}") from error
    raise SheetError(f"the font {path} has no face {family!r}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SheetError(f"cannot read the font {path}: {error.strerror}") from error


@lru_cache(maxsize=4)
def _known(path: Path, family: str) -> frozenset[str]:
    return frozenset(map(chr, open_face(path, family).getBestCmap()))


def _key(source: FontSource, wanted: list[str]) -> str:
    paths = dict.fromkeys((source.regular, source.bold))
    files = [hashlib.sha256(_bytes(path)).hexdigest() for path in paths]
    return hashlib.sha256("\n".join([_FORMAT, *files, source.family, "".join(wanted)]).encode()).hexdigest()


def _characters(font: Any, wanted: list[str]) -> dict[int, str]:
    names = font.getBestCmap()
    return {ord(c): names[ord(c)] if ord(c) in names else names[ord(_STANDS_FOR[c])] for c in wanted}


def _half_width(font: Any) -> dict[int, str]:
    """Printable ASCII by the font's own half-width forms, where it has them: one width, for codes and hashes."""
    names = {ord(c): font.getBestCmap()[ord(c)] for c in _ASCII}
    layout: Any = font["GSUB"].table if "GSUB" in font else None
    for record in layout.FeatureList.FeatureRecord if layout is not None and layout.FeatureList else []:
        if record.FeatureTag == "hwid":
            tables = [t for i in record.Feature.LookupListIndex for t in layout.LookupList.Lookup[i].SubTable]
            swaps: dict[str, str] = {}
            for table in tables:
                swaps.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
            return {code: swaps.get(name, name) for code, name in names.items()}
    return names


def _convert(font: Any, weight: int, names: dict[int, str], postscript: str) -> bytes:
    """A TrueType file with one glyph for each code point. The PostScript name must be the content's own: ReportLab
    takes two fonts of one name for the same font."""
    em = font["head"].unitsPerEm
    axes = {axis.axisTag for axis in font["fvar"].axes} if "fvar" in font else set()
    source = font.getGlyphSet(location={"wght": weight} if "wght" in axes else None)
    cubic = "glyf" not in font
    glyphs, widths = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (em // 2, 0)}
    empty = []
    for code, name in sorted(names.items()):
        pen = TTGlyphPen(None)
        # PostScript outlines run the other way round than TrueType ones
        source[name].draw(DecomposingFilterPen(Cu2QuPen(pen, em * _MAX_ERROR, reverse_direction=cubic), source))
        glyph = pen.glyph()
        if not glyph.numberOfContours and code not in {0x20, 0x3000}:
            empty.append(chr(code))
        glyph.recalcBounds(None)
        glyphs[f"u{code:05X}"] = glyph
        widths[f"u{code:05X}"] = (round(source[name].width), getattr(glyph, "xMin", 0))
    if empty:
        raise SheetError(f"the font has only an empty glyph for: {listed(empty)}")
    builder = FontBuilder(em, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({code: f"u{code:05X}" for code in sorted(names)})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    rights = {key: font["name"].getDebugName(i) or "" for key, i in (("copyright", 0), ("licenseDescription", 13))}
    builder.setupNameTable({**rights, "familyName": "Sheet", "styleName": postscript, "psName": postscript}, mac=False)
    builder.setupOS2(usWeightClass=weight, sTypoAscender=font["hhea"].ascent, sTypoDescender=font["hhea"].descent)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created, builder.font["head"].modified = font["head"].created, font["head"].modified
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _read(path: Path) -> tuple[bytes, bytes, bytes] | None:
    """The three files kept under this path, or None if there are none or the file is damaged."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        digest, *lengths = head.decode("ascii").split(" ")
        first, second, third = (int(length) for length in lengths)
    except (OSError, ValueError):
        return None
    if hashlib.sha256(body).hexdigest() != digest or len(body) != first + second + third:
        return None
    return body[:first], body[first : first + second], body[first + second :]


def _write(path: Path, files: tuple[bytes, bytes, bytes]) -> None:
    """Temporary file, fsync, os.replace: a reader sees the whole file or none. The folder is not synced: a name lost
    in a power cut only costs another conversion."""
    body = b"".join(files)
    head = " ".join([hashlib.sha256(body).hexdigest(), *(str(len(data)) for data in files)])
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".fontpair-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(head.encode() + b"\n" + body)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
