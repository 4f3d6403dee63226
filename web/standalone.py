"""Pages that are one file and work from file:// on anybody's machine: modules, styles and words put into one document.

The same bytes every time, so that people can compare the file's hash. Its own policy names the hashes of the one script and the
one style sheet that are in it, and lets nothing else run or load.
"""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from draw.dates import when
from draw.words import WORDS
from web.catalogue import t

_HERE: Final = Path(__file__).parent
_IMPORT: Final = re.compile(r'^import [^;]*? from "\./([a-z0-9_-]+\.js)";\n', re.M)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.M)
_FACE: Final = re.compile(r"@font-face\s*\{[^}]*\}\s*")  # a file from file:// has the machine's own fonts
_NAME: Final = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.M)


def _source(name: str) -> str:
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def script(modules: Sequence[str]) -> str:
    """The modules behind one another as one classic script; each may import only from those before it.

    Raises ValueError if two use one name at the top, a module comes too early, or markup could end the script.
    """
    parts, names, seen = [], set[str](), set[str]()
    for module in modules:
        text = _source(module)
        missing = set(_IMPORT.findall(text)) - seen
        text = _EXPORT.sub("", _IMPORT.sub("", text))
        found = _NAME.findall(text)
        twice = [name for name in found if name in names or found.count(name) > 1]
        if missing or twice or re.search(r"^(?:import|export)\b|</script|<!--", text, re.M):
            raise ValueError(f"{module} cannot be put in: needs {sorted(missing)}, twice {sorted(set(twice))}")
        names |= set(found)
        seen.add(module)
        parts.append(text)
    return '"use strict";\n(() => {\n' + "".join(parts) + "})();\n"


def _pin(text: str) -> str:
    """What a policy calls the text of an inline element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def embedded(value: object) -> Markup:
    """A value as JSON that no markup can end, for a data block of a page."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def page(template: str, *, modules: Sequence[str], styles: Sequence[str], family: str, **more: object) -> bytes:
    """A template with everything in it; `family` starts the keys of the catalogue that its script asks for.

    `more`: what else this template is given.
    """
    code, style = script(modules), _FACE.sub("", "".join(_source(name) for name in styles))
    if "</style" in style or "url(" in style:
        raise ValueError(f"{styles} cannot be put in")
    said = {key: both for key, both in WORDS.items() if key.startswith(family)}
    policy = (
        f"default-src 'none'; script-src {_pin(code)}; style-src {_pin(style)}; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True, keep_trailing_newline=True)
    environment.globals |= {"t": t, "when": when}
    facts = {"policy": policy, "script": Markup(code), "style": Markup(style), "words": embedded(said)}
    return environment.get_template(template).render(facts | more).encode()


@cache
def envelope() -> bytes:
    """envelope.html: where a sealed party makes its secret, prints the slip to seal, and checks the paper (protocol step 1)."""
    return page(
        "witness_envelope.html",
        modules=("sha256.js", "commit.js", "qr.js", "dom.js", "witness_envelope.js"),
        styles=("base.css", "witness_envelope.css"),
        family="slip.",
    )
