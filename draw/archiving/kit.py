"""The members of a public archive: record, sheets, law, verifiers, a README with this session's own lines (R52, R53)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from draw.archiving.manifest import with_manifests
from draw.hashing import digest, read_aloud
from draw.notice import Mode, Notice
from draw.notice import read as read_notice
from draw.verify import MISMATCH, Report
from draw.words import pair

README: Final = "README.txt"
RULE: Final = "=" * 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What goes into an archive; each mapping is path inside its folder -> bytes."""

    record: Mapping[str, bytes]
    sheets: Mapping[str, bytes]
    cosignatures: Mapping[str, bytes]
    timestamps: Mapping[str, bytes]
    voided: Mapping[str, bytes]  # NN/path of each attempt that was voided
    earlier: Mapping[str, bytes]  # NAME/path of each earlier record
    tools: Mapping[str, bytes]  # SPEC.md, verify.py, verify.html if there is one
    program: Mapping[str, bytes]  # the program itself, if it is the one that the notice names


def stem(notice: Notice) -> str:
    """The folder's name inside the archive, and what its file is called by default."""
    mark = "REHEARSAL-" if notice.mode is Mode.REHEARSAL else ""
    return f"{mark}{notice.session}-{notice.attempt}"


def signed_text(record: Mapping[str, bytes]) -> str:
    """The file that people sign: void.txt of a voided attempt, else statement.txt."""
    return "void.txt" if "void.txt" in record and "statement.txt" not in record else "statement.txt"


def members(parts: Parts, report: Report) -> dict[str, bytes]:
    """Path in the archive -> bytes, the manifests among them; all below one folder. `report`: of the record, now.

    Raises FormatError for a name that not every system can hold.
    """
    folders = _folders_of(parts)
    files = {f"{folder}/{path}": data for folder, found in folders.items() for path, data in found.items()}
    files |= parts.tools
    files[README] = readme(parts, report)
    top = stem(read_notice(parts.record["notice.json"]))
    return {f"{top}/{path}": data for path, data in with_manifests(files).items()}


def readme(parts: Parts, report: Report) -> bytes:
    """README.txt: what is inside and what a stranger types, all in Chinese, then all in English."""
    notice, name = read_notice(parts.record["notice.json"]), signed_text(parts.record)
    statement = digest(parts.record[name])
    earlier = sorted({path.partition("/")[0] for path in parts.earlier})
    facts = {
        "title": notice.title,
        "authority": notice.authority,
        "session": notice.session,
        "attempt": notice.attempt,
        "notice": report.notice_hash,
        "notice_aloud": read_aloud(report.notice_hash),
        "file": name,
        "signature": name.replace(".txt", ".sig"),
        "statement": statement,
        "statement_aloud": read_aloud(statement),
        "earlier": "".join(f" --earlier earlier/{one}" for one in earlier),
        "verdict": report.last_line(),
    }
    lines: list[str] = []
    for side in (0, 1):
        lines += [RULE] if lines else []
        lines += _marks(notice, report, side)
        lines += pair("archive.readme", **facts)[side].split("\n")
        lines += [*_folders(parts, side), ""]
        lines += pair("archive.readme_lines", **facts)[side].split("\n")
    return ("\n".join(lines) + "\n").encode()


def _folders_of(parts: Parts) -> dict[str, Mapping[str, bytes]]:
    """Name of each folder in the archive -> its files."""
    return {
        "record": parts.record, "sheets": parts.sheets, "cosignatures": parts.cosignatures, "timestamps": parts.timestamps,
        "voided": parts.voided, "earlier": parts.earlier, "program": parts.program,
    }  # fmt: skip


def _marks(notice: Notice, report: Report, side: int) -> list[str]:
    keys = ["archive.mark_rehearsal"] if notice.mode is Mode.REHEARSAL else []
    keys += ["archive.mark_unsound"] if report.verdict == MISMATCH else []
    return [pair(key)[side] for key in keys]


def _folders(parts: Parts, side: int) -> list[str]:
    there = _folders_of(parts)
    names = [f"{folder}/" for folder, found in there.items() if found]
    names += sorted(parts.tools)
    width = max(map(len, names)) + 2
    return [f"   {name:{width}}{pair('archive.of.' + name.rstrip('/'))[side]}" for name in names]
