"""The catalogue: every key that pages ask for is there, and both languages fill the same fields."""

import re
from pathlib import Path
from string import Formatter

from test_words import BESIDE

from draw.words import WORDS

WEB = Path(__file__).resolve().parents[2] / "web"
FAMILIES = (
    "floor|seat|chapter|todo|then|effect|mark|attest|phone|proof|hall|rail|band|void|dice|action|ruling|line|"
    "desk|run|view|act|why|did|fault|public|serve|host|card|handbook|lookup|station|slip|setup|prep|work|fact|hint|how|sign|objection|rehearse|standby|second|claim"
)
QUOTED = re.compile(rf"""["']((?:{FAMILIES})\.[A-Za-z0-9_-]+)["']""")


def test_every_key_that_pages_ask_for_is_in_the_catalogue() -> None:
    """A misspelt key would be a blank on the projector."""
    asked = set()
    for path in WEB.rglob("*"):
        if path.suffix in (".py", ".html", ".js"):
            asked |= set(QUOTED.findall(path.read_text(encoding="utf-8")))
    asked = {key for key in asked if not key.endswith((".css", ".js", ".html"))}  # files beside the keys
    asked -= {
        "hall.page",
        "hall.events",
        "hall.state",
        "hall.static",
        "desk.enter",
        "desk.act",
        "second.report",
        "void.txt",
        "void.sig",
    }
    assert len(asked) > 150
    assert sorted(asked - WORDS.keys()) == []


def test_both_languages_fill_the_same_fields() -> None:
    """Except where a pair names a thing in one language each (…_zh, …_en, zh, en)."""
    for key, (zh, en) in WORDS.items():
        fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (zh, en)]
        common = [{f for f in found if not re.fullmatch(r"(.*_)?(zh|en)", f)} for found in fields]
        if zh and en and key not in BESIDE:
            assert common[0] == common[1], key


def test_no_script_makes_markup_from_text() -> None:
    """Text goes into pages as text: no innerHTML and its like in any script."""
    for path in (WEB / "static").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text), (
            path.name
        )


def test_modules_are_short() -> None:
    """One idea a module: under 250 lines each."""
    assert [p.name for p in WEB.rglob("*.py") if len(p.read_text(encoding="utf-8").splitlines()) > 250] == []
