"""Family slips (家庭凭条): four a page, to be cut and handed out between the freeze and the draw (SPEC §15, R49).

Cut and stack: of each file the four piles, laid one on the other, are in the order of the applicant codes.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from draw import notice as notices
from draw import pool as pools
from draw import rules as rule_sheets
from draw import signing, slip
from draw.dates import when
from draw.encoding import strict_lines
from draw.errors import SheetError
from draw.hashing import digest
from draw.notice import Mode
from draw.pool import Pool
from draw.rules import Attribute, Rules
from draw.sheets import slip_face
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.layout import HAIR, HEIGHT, WIDTH, Box, Mark, Measure
from draw.sheets.slip_face import ACROSS, DOWN, Common, Slip
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.words import pair, say, zh

A_FILE: Final = 1000  # slips: 250 pages, so that nothing ever holds ten thousand codes at once
_A_PAGE: Final = 4
_SAID: Final = 200  # slips between two words of progress
_BUNDLE: Final = Label(*pair("family.bundle"))
_TIME: Final = Label(*pair("family.time"))
_PLACE: Final = Label(*pair("family.place"))
_DRAWS: Final = Label(*pair("family.draws"))
_FROZEN: Final = Label(*pair("family.frozen"))


def _ready(source: Source) -> bool:
    return "notice.json" in source.files and "slips" in source.private and bool(source.people)


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    """A document for each thousand slips, named by its first and last applicant.

    Raises:
        SheetError: signatures and pool do not belong together, or a line is too long for a slip.
    """
    frozen = notices.read(source.files["notice.json"])
    rules = rule_sheets.read(source.files["rules.json"])
    pool = pools.read(source.files["pool.csv"], rules)
    rows = strict_lines(source.files["pool.csv"], pools.WHERE)[1:]
    count, notice_hash = len(rows), digest(source.files["notice.json"])
    if len(source.private["slips"]) != count * slip.SIGNATURE_SIZE:
        raise SheetError(f"there are not {count} signatures of slips")
    common = Common(
        title=frozen.title,
        authority=frozen.authority,
        rehearsal=frozen.mode is Mode.REHEARSAL,
        session=frozen.session,
        version=Label(*pair("family.version", attempt=frozen.attempt, version=frozen.version)),
        notice_hash=notice_hash,
    )
    same = ((_TIME, " · ".join(when(frozen.scheduled))), (_PLACE, " · ".join(pair("family.place_said"))))

    def made(line: int) -> Slip:
        applicant = pool.applicants[line]
        person, signature = source.people[applicant], slip.signature_of(source.private["slips"], line)
        signed = slip.text(frozen.session, notice_hash, rows[line], person.salt)
        if not signing.verify(frozen.signer, signed, signature):
            raise SheetError(f"{applicant}: the signature of this slip is not the signer's")
        return Slip(
            applicant=applicant,
            registration_no=person.registration_no,
            name=source.masked.get(applicant, ""),
            facts=(*same, *_together(pool, line), *_stands(rules, pool, line, named=True)),
            brief=(*same, *_together(pool, line), *_stands(rules, pool, line, named=False)),
            code=slip.code(signed, signature),
            number=Label(*pair("family.number", number=line + 1, count=count)),
        )

    for first in range(0, count, A_FILE):
        lines = range(first, min(first + A_FILE, count))
        pages: list[list[Mark]] = [[*_cuts()] for _ in range(-(-len(lines) // _A_PAGE))]
        for n, line in enumerate(lines):
            if line % _SAID == 0:
                progress(say("family.laid", done=line, count=count))
            quarter, page = divmod(n, len(pages))
            left, top = quarter % 2 * ACROSS, quarter // 2 * DOWN
            pages[page] += slip_face.lay(measure, left, top, common, made(line))
        name = f"slips-{pool.applicants[lines[0]]}-{pool.applicants[lines[-1]]}"
        title = f"{slip_face.SHEET.zh} {frozen.session}"
        yield Document(name=name, title=title, author=frozen.authority, pages=pages)


def _together(pool: Pool, line: int) -> Iterator[tuple[Label, str]]:
    """The bundle, if the child is in one."""
    unit = pool.units[line]
    mates = [pool.applicants[i] for i in pool.members[unit] if i != line]
    if mates:
        yield _BUNDLE, zh("family.mates", unit=unit, mates=" ".join(mates))


def _stands(rules: Rules, pool: Pool, line: int, *, named: bool) -> Iterator[tuple[Label, str]]:
    """The draws that the child takes part in, and what was frozen about it; by name, or by id and code alone."""
    values = {a.name: pool.attributes[a.name][line] for a in rules.attributes}
    yield _DRAWS, "；".join(d.title if named else d.id for d in rules.draws if d.matches(values))
    if values:
        said = (f"{a.label} {_said(a, values[a.name], rules)}" if named else values[a.name] for a in rules.attributes)
        yield _FROZEN, ("；" if named else " ").join(said)


def _said(attribute: Attribute, value: str, rules: Rules) -> str:
    """A value by its code and, where it has one, its name."""
    if attribute.kind in ("schools", "preferences"):
        name = next((s.name for s in rules.schools if s.code == value), "")
    else:
        name = next((v.label for v in attribute.values if v.code == value), "")
    return f"{value} {name}".strip()


def _cuts() -> Sequence[Mark]:
    """Where to cut: one line each way."""
    return (
        Box(x=0, y=HEIGHT / 2, width=WIDTH, height=0, colour=HAIR, weight=0.4),
        Box(x=WIDTH / 2, y=0, width=0, height=HEIGHT, colour=HAIR, weight=0.4),
    )


KIND: Final = Kind(key="slips", label=slip_face.SHEET, private=True, ready=_ready, lay=_lay)
