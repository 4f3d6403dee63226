"""The pages' type: every character that a page may show, cut once, in two files so that nobody learns of a rare name."""

import io
import json
import re
from pathlib import Path

import gallery
import pytest
import room
from fontTools.ttLib import TTFont

from draw.edges import fonts, web_font
from draw.edges.session import Session
from draw.errors import SheetError
from draw.words import WORDS
from web.fonts import Fonts, Wanted, own_texts, wanted


def covered(data: bytes) -> set[str]:
    """The characters that a font file draws."""
    return {chr(code) for code in TTFont(io.BytesIO(data)).getBestCmap()}


def ready(place: room.Room) -> None:
    """Cut the type of a room's session, as the running program does in the background."""
    with place.service.reading() as session:
        place.service.fonts.follow(session, lambda: place.service.masked().values(), place.feed.poke)
    assert place.service.fonts.ready(60)


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A frozen list with a rare family name, a rare given name, and one of 30 characters."""
    return gallery._long(tmp_path_factory.mktemp("rare") / "s")


def test_the_program_says_nothing_that_the_font_cannot_draw() -> None:
    """Words, scripts, templates, signs: every character has a glyph, or a stand-in that has one."""
    known = fonts._known(fonts.noto().regular, fonts.noto().family)
    assert {c for c in own_texts() if c not in known and web_font.STANDS_FOR.get(c, c) not in known} == set()
    assert set("".join(zh + en for zh, en in WORDS.values())) - {"\n"} <= own_texts()  # a file's text has lines
    assert {"派", "▲", "✓", "✗", "…", "a", "7"} <= own_texts()


def test_every_scene_is_within_the_file_that_everybody_gets(tmp_path: Path) -> None:
    """All states of a whole ceremony with the longest words hold no character outside it."""
    states = [state for _, state in gallery.small(tmp_path / "long")]
    session = Session.open(tmp_path / "long", room.PASSPHRASE, room.ambient())
    place = room.Room(session)
    found = wanted(session, place.service.masked().values(), "")
    shown = {c for c in json.dumps(states, ensure_ascii=False) if c.isprintable()}
    assert (
        shown - found.public - set("公证处笔记本") == set()
    )  # the second machine of the gallery has a name of its own


def test_rare_names_are_for_the_staff_only(rare: Session) -> None:
    """The family name that the screen shows is in the public file; of whole names only staff get what is beyond it."""
    place = room.Room(rare)
    assert place.state()["font"] == "" and place.get("/fonts.css") == b""
    ready(place)
    name = str(place.state()["font"])
    public = place.get("/fonts.css").decode()
    assert public.count("@font-face") == 1 and f"/font/{name}.woff" in public and "unicode-range" not in public
    first = covered(place.get(f"/font/{name}.woff"))
    assert "𬎆" in first and "阿" in first and "樾" not in first and "卜" not in first
    place.login()
    both = place.get("/fonts.css").decode()
    staff = re.findall(r"/font/([0-9a-f]{64})\.woff", both)[1]
    assert "unicode-range" in both and "U+6A3E" in both
    assert "樾" in covered(place.get(f"/font/{staff}.woff"))
    stranger = room.Room(rare)
    stranger.service.fonts = place.service.fonts
    assert stranger.client.get(f"/font/{staff}.woff", headers=room.ORIGIN).status_code == 404
    assert stranger.client.get(f"/font/{'0' * 64}.woff", headers=room.ORIGIN).status_code == 404
    answer = stranger.client.get(f"/font/{name}.woff", headers=room.ORIGIN)
    assert answer.mimetype == "font/woff" and answer.data[:4] == b"wOFF"
    assert "font-src 'self'" in answer.headers["Content-Security-Policy"]


def test_it_is_cut_once_and_kept(rare: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another start reads the file; a damaged one is cut again, to the same bytes."""
    asked = frozenset("派位学校甲")
    first = web_font.cut(asked, tmp_path)
    name = web_font.name_of(asked)
    kept = tmp_path / f"{name}.woff"
    web_font._cut.cache_clear()
    cuts = []
    real = web_font._cut
    monkeypatch.setattr(web_font, "_cut", lambda *what: cuts.append(1) or real(*what))
    assert web_font.cut(asked, tmp_path) == first and cuts == []
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert web_font.cut(asked, tmp_path) == first and cuts == [1]
    assert covered(first) == set(asked)
    assert "wght" in {axis.axisTag for axis in TTFont(io.BytesIO(first))["fvar"].axes}


def test_a_sign_that_the_font_has_not_is_drawn_by_another(tmp_path: Path) -> None:
    """The cross of "does not match" must not be an empty box on a laptop without a font of signs."""
    data = web_font.cut(frozenset("✗派"), tmp_path)
    font = TTFont(io.BytesIO(data))
    assert {"✗", "派"} <= covered(data)
    assert font.getGlyphSet()[font.getBestCmap()[ord("✗")]].width > 0


def test_without_a_font_package_pages_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No face, an empty style sheet, and nothing breaks."""

    def none() -> fonts.FontSource:
        raise SheetError("no font")

    monkeypatch.setattr(web_font, "noto", none)
    faces = Fonts(tmp_path)
    told: list[bool] = []
    faces.want(Wanted(public=frozenset("派"), staff=frozenset()), lambda: told.append(True))
    assert faces.ready(10) and faces.style(staff=True) == "" and faces.file("", staff=True) == b""
    assert told == [True]


def test_the_last_wish_is_the_one_that_is_cut(tmp_path: Path) -> None:
    """A freeze while the type is being cut: what was asked last is there in the end, and only once."""
    faces = Fonts(tmp_path)
    told: list[str] = []
    for text in ("派位", "派位学", "派位学校"):
        faces.want(Wanted(public=frozenset(text), staff=frozenset()), lambda: told.append(faces.faces.public))
    assert faces.ready(60)
    assert covered(faces.faces.files[0]) == set("派位学校")
    faces.want(Wanted(public=frozenset("派位学校"), staff=frozenset()), lambda: told.append("again"))
    assert "again" not in told and told[-1] == faces.faces.public
