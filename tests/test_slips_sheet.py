"""Family slips as paper: read back from the PDF with other people's tools, and by cameras that see little (SPEC §15, R49).

These tests need poppler-utils and fail without it.
"""

import io
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import simulator
import stage
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from simulator import SIGNER, Hall
from test_sheets import picture, squeezed, text

from draw import notice, signing, slip
from draw.edges import ambient, fonts, papers
from draw.edges.session import Session
from draw.errors import SheetError, StepRefused
from draw.hashing import digest, read_aloud
from draw.masking import mask
from draw.notice import Mode
from draw.sheets import layout, qr, slip_face, slips
from draw.sheets.document import Document
from draw.sheets.layout import HEIGHT, MM, WIDTH, FontPair
from draw.sheets.pdf import Typefaces, write
from draw.sheets.qr import Level
from draw.sheets.source import Person, Source
from draw.verify import MATCH, Whose, verify
from draw.words import WORDS

NAMES = ("欧阳明月", "李强", "王𬎆", "阿依古丽·买买提", "钱" * 40, "<b>=1+1")
LONG_TITLE, LONG_NAME = "海口市小学升初中" * 25, "海口市琼山区第一初级中学" * 16
WISHES = [f"p{n}" for n in range(1, 11)]
CODES = tuple(f"{n:04d}-ABCDEFGHIJKLMNOPQRSTUVWXYZ-" for n in range(3))  # 32 characters, the longest
LONG = Hall(
    session="s" * 64,
    rules=simulator.rules_of(
        [simulator.school(f"{n:02d}", last_place="NONE", name=LONG_NAME[: 100 + n]) for n in range(10)],
        [simulator.preferences_of("all", [f"{n:02d}" for n in range(10)], preferences=WISHES)],
        [{"name": w, "label": f"第{w}志愿", "values": "preferences"} for w in WISHES],
    ),
    people=[(c, "B" * 32 if n < 2 else c, {w: f"{i:02d}" for i, w in enumerate(WISHES)}) for n, c in enumerate(CODES)],
)


def source(hall: Hall | None = None, names: Sequence[str] = NAMES, *, show: bool = True, **changes: Any) -> Source:
    """What a freeze of this hall leaves; `changes` are of the notice."""
    hall = hall or Hall()
    files, current = simulator.frozen(hall)
    files["notice.json"] = notice.write(replace(current, **changes))
    people = {
        a: Person(applicant=a, registration_no=f"R{a}"[:32], name=names[n % len(names)], id=f"ID{a}", salt=digest(a.encode())[:32])
        for n, (a, _, _) in enumerate(hall.people)
    }  # fmt: skip
    salts = [person.salt for person in people.values()]
    signed = slip.texts(hall.session, digest(files["notice.json"]), files["pool.csv"], salts)
    masked = {a: mask(person.name) for a, person in people.items()} if show else {}
    return Source(files=files, masked=masked, people=people, private={"slips": slip.sign_all(SIGNER, signed)})


def codes_of(given: Source) -> dict[str, bytes]:
    """Applicant -> the text that its code must hold, made here from the parts."""
    rows = given.files["pool.csv"].decode().splitlines()[1:]
    current = notice.read(given.files["notice.json"])
    made = {}
    for n, row in enumerate(rows):
        applicant = row.split(",")[0]
        signature = given.private["slips"][64 * n : 64 * n + 64].hex()
        lines = [f"slip1 {current.session}", f"notice {digest(given.files['notice.json'])}", f"row {row}"]
        made[applicant] = "\n".join(
            [*lines, f"salt {given.people[applicant].salt}", f"slip.sig {signature}", ""]
        ).encode()
    return made


@pytest.fixture(scope="module")
def typefaces(tmp_path_factory: pytest.TempPathFactory) -> Typefaces:
    """Fonts for all slips here."""
    words = "".join(
        zh + en for key, (zh, en) in WORDS.items() if key.startswith(("family.", "paper.", "month.", "date."))
    )
    names = "".join([*NAMES, *map(mask, NAMES), LONG_TITLE, LONG_NAME, "示例区初中招生电脑随机派位教育局第志愿"])
    pair: FontPair = fonts.subset(words + names, cache=tmp_path_factory.mktemp("fonts"), progress=lambda said: None)
    return Typefaces(pair)


def laid(given: Source, typefaces: Typefaces) -> list[Document]:
    """The documents."""
    return list(slips.KIND.lay(given, typefaces.measure, lambda said: None))


def pdf(document: Document, typefaces: Typefaces) -> bytes:
    """The file."""
    return write(document.pages, typefaces, title=document.title, author=document.author, progress=lambda said: None)


def quarters(file: bytes, pages: int, dots: int) -> Iterator[Image.Image]:
    """The slips cut apart, in the order in which the four piles lie on one another."""
    seen = [picture(file, page, dots) for page in range(1, pages + 1)]
    for quarter in range(4):
        for page in seen:
            width, height = page.width // 2, page.height // 2
            left, top = quarter % 2 * width, quarter // 2 * height
            yield page.crop((left, top, left + width, top + height))


def read(image: Image.Image) -> list[bytes]:
    """What a scanner reads in the picture."""
    return [code.bytes for code in zxingcpp.read_barcodes(image)]


def test_every_code_is_the_slips_text_and_verifies(typefaces: Typefaces) -> None:
    """Each QR of every page, decoded from the paper, is the text of SPEC §15 and matches in step 19; cut piles are in order."""
    given = source()
    (document,) = laid(given, typefaces)
    file, wanted = pdf(document, typefaces), codes_of(given)
    assert len(document.pages) == 2 and document.name == "slips-0001-0006"
    found = [code for image in quarters(file, 2, 150) for code in read(image)]
    assert found == list(wanted.values())
    files = {name: given.files[name] for name in ("notice.json", "pool.csv")}
    for applicant, code in zip(wanted, found, strict=True):
        whose = Whose(name=f"孩子{applicant}", id=f"ID{applicant}")
        assert verify(files, code=code, whose=whose).steps[-1].word == MATCH


@pytest.mark.parametrize(
    ("pixels", "tilt", "blur", "quality"),
    [(2.5, 0, 0.0, 60), (3.0, 3, 0.5, 50), (4.0, -7, 1.0, 40), (6.0, 12, 1.6, 25)],
)
def test_a_phone_reads_it(typefaces: Typefaces, pixels: float, tilt: int, blur: float, quality: int) -> None:
    """Photographed small: so few pixels a module, tilted, out of focus and as a poor JPEG, the slip still decodes."""
    given = source()
    (document,) = laid(given, typefaces)
    image = next(quarters(pdf(document, typefaces), 2, 300))
    cells = next(mark for mark in document.pages[0] if isinstance(mark, layout.Cells))
    scale = pixels / (cells.module / 72 * 300)
    small = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
    seen = small.rotate(tilt, fillcolor=255, expand=True, resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    seen.filter(ImageFilter.GaussianBlur(blur)).save(out, "JPEG", quality=quality)
    assert read(Image.open(out)) == [codes_of(given)["0001"]]


def test_a_dirty_slip_is_read(typefaces: Typefaces) -> None:
    """A fold and a blot over the code: level M makes good for them."""
    given = source()
    (document,) = laid(given, typefaces)
    image = next(quarters(pdf(document, typefaces), 2, 200))
    cells = next(mark for mark in document.pages[0] if isinstance(mark, layout.Cells))
    module = cells.module / 72 * 200
    at = (round(cells.x / 72 * 200 + 30 * module), round(cells.y / 72 * 200 + 40 * module))
    image.paste(0, (*at, at[0] + round(12 * module), at[1] + round(6 * module)))
    image.paste(200, (0, at[1] + round(12 * module), image.width, at[1] + round(13 * module)))
    assert read(image) == [codes_of(given)["0001"]]


def test_all_that_a_family_needs_is_on_the_slip(typefaces: Typefaces) -> None:
    """Code, bundle, masked name, registration number, time, draw, notice hash whole and read aloud; how to check."""
    given = source()
    (document,) = laid(given, typefaces)
    found = squeezed(pdf(document, typefaces))
    value = digest(given.files["notice.json"])
    for said in (
        "0005", "B001，与0002一起派位", "R0003", "王*", "欧阳**", "2026年7月18日09:00", "18July2026", "派位x1",
        value[:32], value[32:], read_aloud(value).replace(" ", "")[:20], read_aloud(value).replace(" ", "")[20:],
        "怎样核对", "verify.py", "第6张共6张", "slip6of6", "第1次·公告第1版", "2026年示例区初中招生电脑随机派位", "示例区教育局",
    ):  # fmt: skip
        assert said in found, said
    assert found.count(value[:32]) == 6


def test_nothing_private_is_in_words_on_the_slip(typefaces: Typefaces) -> None:
    """Whole name and id never; the salt in the code alone; without names in the rule sheet no masked name either."""
    for show in (True, False):
        given = source(show=show)
        found = squeezed(pdf(laid(given, typefaces)[0], typefaces))
        for person in given.people.values():
            for secret in (person.name, person.id, person.salt):
                assert secret not in found
        assert ("欧阳**" in found) is show


@pytest.mark.parametrize("mode", Mode)
def test_a_rehearsal_says_so_on_every_slip(typefaces: Typefaces, mode: Mode) -> None:
    """演练 REHEARSAL on each quarter, large and small; a live slip has neither; the code is read behind the watermark."""
    given = source(mode=mode)
    (document,) = laid(given, typefaces)
    file = pdf(document, typefaces)
    assert squeezed(file).count("演练") == (12 if mode is Mode.REHEARSAL else 0)
    assert "正式LIVE" in squeezed(file) or mode is Mode.REHEARSAL
    assert [code for image in quarters(file, 2, 130) for code in read(image)] == list(codes_of(given).values())


def test_the_longest_texts_stay_within_their_quarter(typefaces: Typefaces) -> None:
    """Longest title, session, codes and ten preferences: nothing leaves its quarter, nothing is cut, the code is still read."""
    given = source(LONG, title=LONG_TITLE, authority=LONG_TITLE, mode=Mode.LIVE)
    (document,) = laid(given, typefaces)
    file = pdf(document, typefaces)
    box = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<', text(file, "-bbox")
    )
    assert len(box) > 100
    for *edges, word in box:
        left, top, right, bottom = map(float, edges)
        assert left // (WIDTH / 2) == right // (WIDTH / 2) and top // (HEIGHT / 2) == bottom // (HEIGHT / 2), word
    found = squeezed(file)
    for said in (LONG_TITLE, *CODES, "B" * 32, "s" * 64, "00010203040506070809"):
        assert said in found
    codes = [code for image in quarters(file, 1, 250) for code in read(image)]
    assert codes == list(codes_of(given).values())


def test_marks_of_a_slip_do_not_run_into_one_another(typefaces: Typefaces) -> None:
    """The code has its quiet zone: no text comes nearer than four modules."""
    for one in (source(), source(LONG, title=LONG_TITLE, authority=LONG_TITLE)):
        for page in laid(one, typefaces)[0].pages:
            texts = [mark for mark in page if isinstance(mark, layout.Text) and not mark.turn]
            for cells in (mark for mark in page if isinstance(mark, layout.Cells)):
                side, quiet = max(r + 1 for _, r, _ in cells.runs) * cells.module, 4 * cells.module
                assert cells.module >= 0.5 * MM - 1e-9
                for words in texts:
                    end = words.x + typefaces.measure(words.text, words.face, words.size)
                    apart = (
                        end < cells.x - quiet or words.x > cells.x + side + quiet
                        or words.y < cells.y - quiet or words.y - words.size * 0.7 > cells.y + side + quiet
                    )  # fmt: skip
                    assert apart, words.text


@given(st.integers(1, 3000), st.sampled_from(Level), st.floats(10, 400))
def test_a_module_is_half_a_millimetre_or_the_code_is_not_set(length: int, level: Level, room: float) -> None:
    """Never smaller, never larger than the room with its quiet zone, and never refused where half a millimetre would fit."""
    side, module, least = qr.side(length, level), slip_face.module_of(length, level, room), 0.5 * MM
    if module:
        assert module >= least and module * (side + 8) <= room + 1e-6 and module * side <= slip_face.CODE_ROOM + 1e-6
    else:
        assert not side or least * (side + 8) > room - 1e-6 or least * side > slip_face.CODE_ROOM - 1e-6


def level_of(image: Image.Image) -> str:
    """The error level of the code in the picture."""
    (code,) = zxingcpp.read_barcodes(image)
    return str(code.ec_level)


def test_the_level_is_m_where_there_is_room(typefaces: Typefaces) -> None:
    """A common line, and the longest one too: level M; modules of more than 0.6 mm in the common case."""
    for one in (source(), source(LONG, title=LONG_TITLE, authority=LONG_TITLE)):
        (document,) = laid(one, typefaces)
        assert level_of(next(quarters(pdf(document, typefaces), 1, 200))) == "M"
    cells = next(m for m in laid(source(), typefaces)[0].pages[0] if isinstance(m, layout.Cells))
    assert cells.module > 0.6 * MM


@pytest.mark.parametrize("values", [11, 25])
def test_a_very_long_line_gets_level_l(typefaces: Typefaces, values: int) -> None:
    """Many long values still go on a slip, by level L, and are read; where words have no room they stand in the code alone."""
    given = source(wishing(values))
    (document,) = laid(given, typefaces)
    image = next(quarters(pdf(document, typefaces), 1, 250))
    assert level_of(image) == "L" and read(image) == [codes_of(given)["0001"]]


@given(st.integers(1, 2953), st.sampled_from(Level))
def test_the_side_told_is_the_side_drawn(length: int, level: Level) -> None:
    """`qr.side` foretells what `qr.runs` draws, or that it refuses."""
    side = qr.side(length, level)
    if not side:
        with pytest.raises(SheetError, match="at most"):
            qr.runs(b"x" * length, level)
    else:
        assert qr.runs(b"x" * length, level)[0] == side


def test_many_slips_make_many_files(typefaces: Typefaces, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file for each thousand (here four), named by its first and last code, progress told; together every child once."""
    monkeypatch.setattr(slips, "A_FILE", 4)
    monkeypatch.setattr(slips, "_SAID", 2)
    given, told = source(), list[str]()
    documents = list(slips.KIND.lay(given, typefaces.measure, told.append))
    assert [d.name for d in documents] == ["slips-0001-0004", "slips-0005-0006"]
    assert [len(d.pages) for d in documents] == [1, 1] and len(told) == 3 and "4 / 6" in told[2]
    read_back = [code for d in documents for image in quarters(pdf(d, typefaces), 1, 150) for code in read(image)]
    assert read_back == list(codes_of(given).values())


def test_same_source_same_bytes(typefaces: Typefaces) -> None:
    """A second run gives the same bytes."""
    given = source()
    assert pdf(laid(given, typefaces)[0], typefaces) == pdf(laid(source(), typefaces)[0], typefaces)


def test_signatures_of_something_else_are_never_printed(typefaces: Typefaces) -> None:
    """A slip whose signature is not the signer's is refused by its code; so is another number of signatures."""
    given = source()
    held = given.private["slips"]
    wrong: Mapping[str, tuple[bytes, str]] = {
        "one byte": (held[:70] + bytes([held[70] ^ 1]) + held[71:], "0002"),
        "two swapped": (held[64:128] + held[:64] + held[128:], "0001"),
        "one missing": (held[:-64], "6 signatures"),
        "one more": (held + bytes(64), "6 signatures"),
        "none": (b"", "6 signatures"),
    }
    for data, said in wrong.values():
        with pytest.raises(SheetError, match=said):
            laid(replace(given, private={"slips": data}), typefaces)
    person = replace(given.people["0003"], salt="0" * 32)
    with pytest.raises(SheetError, match="0003"):
        laid(replace(given, people={**given.people, "0003": person}), typefaces)


def wishing(count: int) -> Hall:
    """One child with so many preferences of long codes."""
    wishes = [f"p{n}" for n in range(count)]
    names = [f"S{n:02d}-ABCDEFGHIJKLMNOPQRSTUVWXYZ" for n in range(count)]
    return Hall(
        rules=simulator.rules_of(
            [simulator.school(c, last_place="NONE") for c in names],
            [simulator.preferences_of("all", names, preferences=wishes)],
            [{"name": w, "label": w, "values": "preferences"} for w in wishes],
        ),
        people=[("0001", "0001", dict(zip(wishes, names, strict=True)))],
    )


def test_a_line_that_no_slip_holds_is_refused(typefaces: Typefaces) -> None:
    """Sixty preferences need more than a quarter page: the child's code is named."""
    with pytest.raises(SheetError, match="0001"):
        laid(source(wishing(60)), typefaces)


def test_the_kind_is_private_and_ready_from_the_freeze_on(tmp_path: Path) -> None:
    """Written to sheets/private for the owner only, the same bytes twice; not for a source without the private files."""
    session = Session.create(stage.prepare(tmp_path / "s"), stage.PASSPHRASE, ambient.from_environment())
    with pytest.raises(StepRefused):
        papers.write_for(session, ["slips"], lambda said: None)
    session.freeze()
    assert slips.KIND.private and not slips.KIND.ready(papers.source_of(session, private=False))
    (path,) = papers.write_for(session, ["slips"], lambda said: None)
    assert path.relative_to(session.folder).as_posix() == "sheets/private/REHEARSAL-slips-0001-0009.pdf"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    first = path.read_bytes()
    papers.write_for(session, ["slips"], lambda said: None)
    assert path.read_bytes() == first
    found = [slip.read(code) for image in quarters(first, 3, 150) for code in read(image)]
    signer = session.state.the_notice().signer
    assert len(found) == 9
    for one in found:
        assert isinstance(one, slip.SlipCode) and signing.verify(signer, one.signed, one.signature)
