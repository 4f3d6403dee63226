"""Writes the documents of a session into DIR/sheets, private ones into DIR/sheets/private (R49, R50).

All documents of one privacy share one pair of fonts, so that the glyphs are converted once a session, not once a paper.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from draw import ledger
from draw import notice as notices
from draw.edges import durable, fonts, spreadsheets
from draw.edges.paper_folder import file_name, folder_for
from draw.edges.session import Session
from draw.edges.session_folder import Progress
from draw.errors import StepRefused
from draw.intake import forming
from draw.masking import mask
from draw.notice import Mode
from draw.sheets.document import Kind
from draw.sheets.kinds import KINDS, kind
from draw.sheets.layout import FontPair, visible
from draw.sheets.pdf import Typefaces
from draw.sheets.pdf import write as pdf
from draw.sheets.source import Person, Source
from draw.words import WORDS, say

ROSTER: Final = "private/roster.csv"
LEDGER: Final = "ledger.jsonl"


def people_of(session: Session) -> dict[str, Person]:
    """Applicant -> row of the private roster."""
    rows = forming.read_roster_csv(session.store.file(session.attempt, ROSTER))
    return {
        row.applicant: Person(
            applicant=row.applicant, registration_no=row.registration_no, name=row.name, id=row.id, salt=row.salt
        )
        for row in rows
    }


def masked_names(session: Session, people: Mapping[str, Person]) -> dict[str, str]:
    """Applicant -> masked name; empty where the rule sheet shows no names."""
    _, rules, _ = session.frozen()
    return {} if rules.show.names == "none" else {code: mask(person.name) for code, person in people.items()}


def source_of(session: Session, *, private: bool = True) -> Source:
    """All that documents of this session may be made of; without `private` no whole name, id or salt is in it.

    Raises StepRefused before the freeze.
    """
    session.state.the_notice()
    names = session.store.files(session.attempt)
    files = {name: session.store.get(value) for name, (value, public) in names.items() if public}
    files.setdefault(LEDGER, ledger.write(session.lines))
    people = people_of(session)
    masked = masked_names(session, people)
    if not private:
        return Source(files=files, masked=masked, people={}, private={})
    hidden = {
        name.removeprefix("private/"): session.store.get(value)
        for name, (value, public) in names.items()
        if not public and name != ROSTER
    }
    return Source(files=files, masked=masked, people=people, private=hidden)


def ready(source: Source) -> list[Kind]:
    """The kinds that can be printed now; private ones only where the private roster is at hand."""
    return [one for one in KINDS if (source.people or not one.private) and one.ready(source)]


def write_for(
    session: Session, keys: Sequence[str], progress: Progress, told: Mapping[str, bytes] = MappingProxyType({})
) -> list[Path]:
    """Writes the documents of these kinds of a session, and their lists as XLSX and CSV. -> their paths. Raises as `write`.

    `told`: what the operator adds, by the name under which a document looks for it in `Source.private` ("until", "report").
    """
    wanted = _kinds(keys)
    source = source_of(session, private=any(one.private for one in wanted))
    source = replace(source, private={**source.private, **told})
    paths = write(source, session.folder, keys, progress)
    return paths + spreadsheets.write(source, session.folder, wanted, progress)


def write(source: Source, folder: Path, keys: Sequence[str], progress: Progress) -> list[Path]:
    """Writes the documents of these kinds into `folder`/sheets (…/private, for the owner only). -> their paths.

    The same source gives the same bytes. REHEARSAL- stands in front of every name of a rehearsal.

    Raises:
        StepRefused: a kind is unknown, or the record has not come so far; then nothing is written.
        SheetError: a character has no glyph (all are named), or a text fits no page.
    """
    wanted = _kinds(keys)
    early = [one for one in wanted if one not in ready(source)]
    if early:
        raise StepRefused(say("papers.early", kind=f"{early[0].label.zh} {early[0].label.en} ({early[0].key})"))
    rehearsal = notices.read(source.files["notice.json"]).mode is Mode.REHEARSAL
    paths = []
    for private in (False, True):
        group = [one for one in wanted if one.private is private]
        if not group:
            continue
        typefaces = Typefaces(font_pair(source, folder, progress, private=private))
        target = folder_for(folder, private=private)
        for one in group:
            progress(f"{one.label.zh} {one.label.en}")
            for document in one.lay(source, typefaces.measure, progress):
                data = pdf(document.pages, typefaces, title=document.title, author=document.author, progress=progress)
                path = target / file_name(document.name, "pdf", rehearsal=rehearsal)
                durable.write(path, data, private=private)
                paths.append(path)
    return paths


def font_pair(source: Source, folder: Path, progress: Progress, *, private: bool) -> FontPair:
    """The fonts of all documents of that privacy: every character of the record, of the names and of the catalogue.

    What the font cannot draw is left out here; a document that needs it is refused when it is written.
    """
    texts = [
        *_texts(source.files.values()),
        *source.masked.values(),
        *(words for pair in WORDS.values() for words in pair),
    ]
    if private:
        texts += [*_texts(source.private.values())]
        texts += [f"{person.name}{person.id}{person.registration_no}" for person in source.people.values()]
    wanted = set(visible("".join(set("".join(texts)))))
    known = wanted - set(fonts.missing(wanted))
    return fonts.subset("".join(sorted(known)), cache=folder / "private" / "fonts", progress=progress)


def _texts(files: Iterable[bytes]) -> Iterator[str]:
    """What can be read in the files; ASCII is in every font anyway."""
    for data in files:
        if data.isascii():
            continue
        try:
            yield data.decode()
        except UnicodeDecodeError:  # a signature, a scan: bytes, not text
            continue


def _kinds(keys: Sequence[str]) -> list[Kind]:
    """The kinds of these keys, in the order of KINDS, each once."""
    unknown = [key for key in keys if kind(key) is None]
    if unknown:
        raise StepRefused(say("papers.unknown", kind=unknown[0], kinds=", ".join(one.key for one in KINDS)))
    return [one for one in KINDS if one.key in keys]
