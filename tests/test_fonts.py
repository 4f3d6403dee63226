"""The fonts edge: every character of a session, as TrueType, the same bytes each time (SPEC §9, R49)."""

import io
import socket
import string
import time
from pathlib import Path

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont

from draw.edges import fonts
from draw.errors import SheetError
from draw.sheets.layout import FontPair
from draw.sheets.words import FIXED

RARE = "𬎆𫘧𬭚𠮷㛃䶮龘"


def quiet(message: str) -> None:
    """A progress callback that says nothing."""


def area(data: bytes, character: str) -> float:
    """How much ink the glyph of a character has, in square font units."""
    font = TTFont(io.BytesIO(data))
    glyphs = font.getGlyphSet()
    pen = AreaPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    return abs(pen.value)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that does not exist yet."""
    return tmp_path_factory.mktemp("fonts") / "cache"


@pytest.fixture(scope="module")
def pair(cache: Path) -> FontPair:
    """A pair with rare name characters."""
    return fonts.subset(RARE + "欧阳", cache=cache, progress=quiet)


def test_rare_characters_have_outlines_in_both_weights(pair):
    """Rare characters of supplementary planes are not only mapped but drawn, and bold is bolder."""
    for character in RARE:
        assert ord(character) in pair.covered
        assert 0 < area(pair.regular, character) < area(pair.bold, character)


def test_exactly_what_was_asked_for(pair):
    """The files hold the characters given, ASCII and the sheets' own words, and nothing else."""
    wanted = set(map(ord, RARE + "欧阳" + string.ascii_letters + string.digits + string.punctuation + " ")) | set(
        map(ord, FIXED)
    )
    assert pair.covered == wanted
    assert set(TTFont(io.BytesIO(pair.regular)).getBestCmap()) == wanted
    assert set(TTFont(io.BytesIO(pair.bold)).getBestCmap()) == wanted


def test_truetype_tables_only(pair):
    """The files are TrueType: quadratic outlines, no PostScript tables, nothing variable, the source's dates."""
    with TTFont(fonts.noto().regular, fontNumber=2) as source:
        head = source["head"]
    dates = (head.created, head.modified)
    for data in (pair.regular, pair.bold, pair.mono):
        font = TTFont(io.BytesIO(data))
        assert data[:4] == b"\0\1\0\0"
        assert {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "post", "cmap", "name", "OS/2"} <= set(font.keys())
        assert not {"CFF ", "CFF2", "VORG", "fvar", "HVAR", "avar"} & set(font.keys())
        assert font["maxp"].tableVersion == 0x00010000
        assert (font["head"].created, font["head"].modified) == dates


def test_licence_travels_with_the_font(pair):
    """The copyright and the OFL notice of the source stay in the name table."""
    names = TTFont(io.BytesIO(pair.regular))["name"]
    assert "Adobe" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


def test_codes_are_set_in_one_width(pair):
    """All printable ASCII characters of the mono file are equally wide."""
    font = TTFont(io.BytesIO(pair.mono))
    assert set(font.getBestCmap()) == set(range(0x20, 0x7F))
    assert {font["hmtx"][name][0] for name in font.getBestCmap().values()} == {500}


def test_same_input_same_bytes(pair, tmp_path):
    """Order and repetition of the characters do not matter, and a second conversion gives the same bytes."""
    assert fonts.subset("阳欧欧" + RARE[::-1], cache=tmp_path, progress=quiet) == pair


def test_cache_saves_the_conversion(pair, cache):
    """A pair once made is read back; nothing but whole files is left in the folder."""
    said: list[str] = []
    assert fonts.subset(RARE + "欧阳", cache=cache, progress=said.append) == pair
    assert said == []
    assert [path.suffix for path in cache.iterdir()] == [".fontpair"]


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:-9] + b"x" + b[-8:], lambda b: b"", lambda b: b"\xff"]
)
def test_damaged_cache_is_not_used(pair, cache, tmp_path, damage):
    """A file cut short or changed in the cache is never used."""
    (kept,) = cache.iterdir()
    path = tmp_path / kept.name
    path.write_bytes(damage(kept.read_bytes()))
    assert fonts._read(path) is None


def test_damaged_cache_is_made_again(pair, cache, tmp_path):
    """A damaged file in the cache is replaced by a sound one."""
    (kept,) = cache.iterdir()
    (tmp_path / kept.name).write_bytes(b"damaged")
    said: list[str] = []
    assert fonts.subset(RARE + "欧阳", cache=tmp_path, progress=said.append) == pair
    assert said
    assert (tmp_path / kept.name).read_bytes() == kept.read_bytes()


def test_every_missing_character_is_named_at_once(tmp_path):
    """Characters without a glyph are refused together, each with its code point."""
    with pytest.raises(SheetError) as refused:
        fonts.subset("张😀ا李", cache=tmp_path, progress=quiet)
    assert "😀 U+1F600" in str(refused.value)
    assert "ا U+0627" in str(refused.value)
    assert "张" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_missing_is_cheap_and_sorted():
    """The check at import names what cannot be drawn, without a conversion."""
    fonts.missing("")
    start = time.process_time()
    assert fonts.missing("张😀" + RARE + "ا😀") == ("ا", "😀")
    assert time.process_time() - start < 0.5


def test_invisible_characters_are_not_missing(tmp_path):
    """What the sheets show as a mark needs no glyph of its own."""
    assert fonts.missing("\u202e\u200b\x00\t\u3164\ufeff\ud800") == ()
    assert fonts.subset("\u202e", cache=tmp_path, progress=quiet).covered >= set(map(ord, "⟦U+202E⟧"))


def test_another_font_file_can_be_passed_in(tmp_path):
    """The Japanese face of the same collection draws 骨 its own way; a file without Chinese is refused by name."""
    chosen = fonts.noto()
    other = fonts.FontSource(regular=chosen.regular, bold=chosen.bold, family="Noto Sans CJK JP")
    chinese = fonts.subset("骨", cache=tmp_path, progress=quiet)
    japanese = fonts.subset("骨", cache=tmp_path, progress=quiet, source=other)
    assert area(chinese.regular, "骨") != area(japanese.regular, "骨")


def test_a_plain_truetype_font_works_and_lacks_what_it_lacks(tmp_path):
    """A static font without Chinese is read, and refused because it misses the sheets' own words."""
    import reportlab

    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    source = fonts.FontSource(regular=vera, bold=vera.with_name("VeraBd.ttf"), family="")
    assert fonts.missing("ab派", source=source) == ("派",)
    with pytest.raises(SheetError, match="派 U\\+6D3E"):
        fonts.subset("a", cache=tmp_path, progress=quiet, source=source)


def test_own_output_is_a_font_source_too(pair, tmp_path):
    """A static TrueType pair is converted without change of shape: the outlines are quadratic already."""
    regular, bold = tmp_path / "r.ttf", tmp_path / "b.ttf"
    regular.write_bytes(pair.regular)
    bold.write_bytes(pair.bold)
    source = fonts.FontSource(regular=regular, bold=bold, family="")
    again = fonts.subset(RARE, cache=tmp_path, progress=quiet, source=source)
    assert [area(again.bold, c) for c in RARE] == [area(pair.bold, c) for c in RARE]


@pytest.mark.parametrize("name", ["absent.ttf", "text.ttf"])
def test_unreadable_font_is_a_sheet_error(tmp_path, name):
    """A font file that is not there, or is no font, is named in the error."""
    (tmp_path / "text.ttf").write_text("no font")
    path = tmp_path / name
    source = fonts.FontSource(regular=path, bold=path, family="")
    with pytest.raises(SheetError, match=name):
        fonts.subset("a", cache=tmp_path, progress=quiet, source=source)


def test_unknown_face_is_a_sheet_error():
    """A collection without the wanted face is refused, not read by number."""
    chosen = fonts.noto()
    with pytest.raises(SheetError, match="no face"):
        fonts.missing("a", source=fonts.FontSource(regular=chosen.regular, bold=chosen.bold, family="Nobody"))


def test_no_package_is_a_sheet_error(monkeypatch):
    """Without the font package the error says what to install."""
    monkeypatch.setattr(fonts, "_PACKAGE", "no_such_package_here")
    with pytest.raises(SheetError, match="manimgx-fonts-cjk"):
        fonts.noto()


def test_nothing_is_downloaded(tmp_path, monkeypatch):
    """A conversion opens no socket."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert fonts.subset("网", cache=tmp_path, progress=quiet).covered


def test_a_session_of_a_thousand_characters_is_fast(tmp_path):
    """Both weights of 1,000 characters take less than the 7 s that a plain subset and conversion took."""
    characters = "".join(map(chr, range(0x4E00, 0x4E00 + 20_000, 20)))
    start = time.process_time()  # of this process alone, so that a busy machine fails no build
    fonts.subset(characters, cache=tmp_path, progress=quiet)
    assert time.process_time() - start < 7
