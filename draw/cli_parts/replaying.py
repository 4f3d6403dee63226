"""Commands that look at other people's draws: replay (R15)."""

import sys
from pathlib import Path

import click

from draw.cli_parts.common import main, note, out
from draw.errors import DrawError, InputErrors
from draw.replaying.case import count_published, difference
from draw.replaying.systems import SYSTEMS
from draw.words import say

_CANNOT = 2


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    found = [one.partition("=") for one in given]
    if any(not sign for _, sign, _ in found):
        raise click.UsageError("--read NAME=READING")
    return {name: value for name, _, value in found}


@main.command()
@click.argument("system", metavar="SYSTEM", type=click.Choice(list(SYSTEMS)))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--read", "readings", multiple=True, metavar="NAME=READING", help=say("replay.help.read"))
def replay(system: str, file: Path, readings: tuple[str, ...]) -> None:
    """重算别处公布的派位,只用于核对 Make a draw again that others published, for checking only.

    Exit 0: done, or the same as published; 1: not what was published; 2: the file cannot be read, or a spelling is ambiguous.

    \b
    SYSTEM is one of rfc3797, rivest, consistent-sampler, ring, lcg.
    FILE is a JSON object of the inputs, or one with them under "inputs":
      rfc3797             sources [[9319], [2,5,12,8,10], ["7.50"]] or key_string
                          "9319./2.5.8.10.12./7.5/"; pool_size; count; extra
      rivest              seed "text"; total, or a and b; count; with_replacement; skip
      consistent-sampler  ids ["A-1", 7]; seed; with_replacement; drop; take; digits
      ring                n; winners; start; interval (间隔数: the drawn leave the ring)
                          or step (等差数: they stay in the count)
      lcg                 modulus; multiplier; increment; seed; n; count; value "mod"|"scale";
                          first "seed"|"next"; repeats "skip"|"again"; or the four of ring with step
    Beside them "expected" may hold what was published, "read" the answers to --read.
    """
    try:
        made = SYSTEMS[system](file.read_bytes(), file.name, _answers(readings))
    except InputErrors as errors:
        note(*(str(problem) for problem in errors.problems), say("cli.problems", count=len(errors.problems)))
        sys.exit(_CANNOT)
    except (DrawError, OSError) as error:
        note(str(error))
        sys.exit(_CANNOT)
    out(f"{say('replay.used')}: {made.used}", f"{say('replay.drawn')}:", *made.lines)
    out(say("replay.only"), f"{say('replay.weakness')}: {made.weakness}")
    if not made.published:
        out(say("replay.no_case"))
    if made.expected is None:
        out(say("replay.unpublished"))
        return
    wrong = difference(made)
    if wrong is not None:
        out(say("replay.differs", number=wrong.number, published=wrong.published, found=wrong.found))
        sys.exit(1)
    count = count_published(made)
    more = len(made.picked) - count
    out(say("replay.same_so_far" if more else "replay.same", count=count, more=more))
