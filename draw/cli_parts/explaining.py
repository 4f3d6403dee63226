"""The command `explain`: one child's result in sentences that a parent understands, with the lines to recheck it by hand (R52)."""

import sys
from pathlib import Path

import click

from draw.cli_parts.common import guard, main, note, out
from draw.edges import folder
from draw.explain import explain as sentences
from draw.verify import MISMATCH
from draw.verify import verify as verify_record
from draw.words import say


@main.command()
@click.argument("record", metavar="RECORD", type=click.Path(path_type=Path, file_okay=False))
@click.argument("code", metavar="CODE")
@guard
def explain(record: Path, code: str) -> None:
    """一个孩子（或抽签的学校、团队）的结果和理由 One child's result and why, or that of a thing that was drawn.

    RECORD: a record or session folder; CODE: the applicant code, or that of a primary, a team, a school on a list.
    """
    place = record if (record / "notice.json").is_file() else record / "public"
    files, odd = folder.read_record(place)
    report = verify_record(files, odd, notice_hash=None, statement_hash=None)
    wrong = next((step.number for step in report.steps if step.word == MISMATCH), 0)
    if wrong:
        note(say("tell.unsound", step=wrong))
    for zh, en in sentences(files, report.seed, code.strip().upper()):
        out(zh, f"    {en}")
    if wrong:
        sys.exit(1)
    out(say("tell.unanchored"))
