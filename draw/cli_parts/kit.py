"""The command that hands out what people use on their own machines: the envelope page and the standalone verifiers."""

from pathlib import Path

import click

from draw.cli_parts.common import guard, main, out, show_code
from draw.edges import durable, program
from draw.hashing import digest
from draw.words import say


@main.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@guard
def kit(directory: Path) -> None:
    """写出离线网页与独立核验程序 Write the offline envelope page and the standalone verifiers to a folder."""
    from web.standalone import envelope  # the web side is loaded only where it is used

    files = {"envelope.html": envelope()}
    files |= {name: program.kit_file(name).read_bytes() for name in program.KIT if program.kit_file(name).exists()}
    for name, data in files.items():
        durable.write(directory / name, data)
    out(say("kit.written", folder=directory))
    out(*(f"{digest(data)}  {name}" for name, data in files.items()))
    show_code("kit.envelope", digest(files["envelope.html"]))
