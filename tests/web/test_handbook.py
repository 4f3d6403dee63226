"""The handbook: complete (every act, phase, ruling, command), true (its commands parse, its shell lines run), no dead link."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest
import room

from draw.ceremony import Stage
from draw.cli import main
from draw.hashing import digest
from draw.ledger import ACTIONS, RULING_REASONS
from draw.verify import EXIT
from web.acts import ACTS
from web.floor_steps import GUIDE
from web.handbook import CARDS, PAGES, page
from web.public.site import PROBES

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "tests" / "vectors" / "example"
NAMES = ("", *PAGES)
# The incidents that a bureau must be ready for; a card may be added, none of these may go.
INCIDENTS = {
    "power", "projector", "network", "machine", "witness", "envelope", "dice", "digit", "objection", "error", "must_void",
    "rigged", "media", "roster", "printer", "passphrase", "notary",
}  # fmt: skip
VOID_ELEMENTS = {"meta", "link", "br", "input", "img"}


class Page(HTMLParser):
    """What a test asks of a page: its tags with their text, its ids, its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], str]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(text)
        self.close()
        assert not self._open, [tag for tag, _, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it open until its end."""
        given = {name: value or "" for name, value in attrs}
        if tag in VOID_ELEMENTS:
            self.found.append((tag, given, ""))
        else:
            self._open.append((tag, given, []))

    def handle_endtag(self, tag: str) -> None:
        """Every tag is closed in order: the templates are well-formed."""
        name, given, text = self._open.pop()
        assert name == tag, (name, tag)
        self.found.append((name, given, "".join(text)))

    def handle_data(self, data: str) -> None:
        """Text belongs to every tag that is open."""
        for _, _, text in self._open:
            text.append(data)

    def all(self, tag: str, attribute: str) -> list[str]:
        """Values of an attribute."""
        return [
            given[attribute] for name, given, _ in self.found if name in (tag, "*") or tag == "*" if attribute in given
        ]

    def texts(self, tag: str, cls: str = "") -> list[str]:
        """Texts of a tag with a class."""
        return [
            text
            for name, given, text in self.found
            if name == tag and (not cls or cls in given.get("class", "").split())
        ]


PARSED = {name: Page(page(name)) for name in NAMES}


def lines(cls: str) -> Iterator[tuple[str, str]]:
    """(page, text) of every <code> of a class."""
    for name, parsed in PARSED.items():
        yield from ((name, text) for text in parsed.texts("code", cls))


@pytest.fixture
def place(tmp_path: Path) -> room.Room:
    """The ceremony side of a frozen session."""
    return room.Room(room.freeze(tmp_path / "s"))


def test_everybody_in_the_hall_reads_it_and_an_unknown_page_is_not_found(place: room.Room) -> None:
    """Open without a login, with the strict headers of every page; nothing else answers under its address."""
    for name in NAMES:
        answer = place.client.get(f"/handbook/{name}".rstrip("/"), headers=room.ORIGIN)
        assert answer.status_code == 200 and "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "演练 · 本次结果无效" in answer.text
    for name in ("nothing", "macros", "base", "../login"):
        assert place.client.get(f"/handbook/{name}", headers=room.ORIGIN).status_code == 404
    with pytest.raises(KeyError):
        page("base")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_well_formed_bilingual_and_has_nothing_inline(name: str) -> None:
    """One h1, English marked as such on every heading, no script, no inline style, every id once."""
    parsed, text = PARSED[name], page(name)
    assert len(parsed.texts("h1")) == 1
    assert parsed.all("html", "lang") == ["zh-CN"]
    assert not parsed.texts("script") and not parsed.all("*", "style") and "onclick" not in text
    ids = parsed.all("*", "id")
    assert len(ids) == len(set(ids))
    for heading in parsed.texts("h2"):
        assert re.search(r"[\u4e00-\u9fff]", heading) and re.search(r"[A-Za-z]{2}", heading), heading
    english = [t for _, given, t in parsed.found if given.get("lang") == "en"]
    assert english and not any(re.search(r"[\u4e00-\u9fff]", t) for t in english)


def test_no_link_is_dead() -> None:
    """Every link of the handbook leads to a page that is there, and to an id on it."""
    links = [(name, href) for name, parsed in PARSED.items() for href in parsed.all("a", "href")]
    assert len(links) > 100
    for name, href in links:
        path, _, anchor = href.partition("#")
        target = path.removeprefix("/handbook").removeprefix("/") if path else name
        assert path == "" or path == "/handbook" or path.startswith("/handbook/"), href
        assert target in NAMES, href
        assert not anchor or anchor in PARSED[target].all("*", "id"), href


def test_the_desk_finds_every_step_of_its_checklist() -> None:
    """The desk links a step to its section of the operator's guide: each of them is there."""
    assert set(GUIDE.values()) <= set(PARSED["operator"].all("section", "id"))


def test_the_guide_mentions_every_act_phase_ruling_and_command() -> None:
    """Every act of the desk with its command, every phase, every ruling with its time, every command of `draw`."""
    guide = PARSED["operator"]
    assert sorted(guide.all("tr", "data-act")) == sorted(ACTS)
    assert guide.all("tr", "data-stage") == [str(stage) for stage in Stage]
    assert sorted(guide.all("tr", "data-action")) == sorted(ACTIONS)
    words = page("operator")
    assert all(f"<code>{reason}</code>" in words for reason in RULING_REASONS)
    told = {text.split()[1] for text in guide.texts("code", "draw") if len(text.split()) > 1}
    checks = {text.split()[1] for text in PARSED["notary"].texts("code", "draw")}
    assert set(main.commands) <= told | checks
    assert set(main.commands) - told <= {"takeover"}  # the notary watches it; its steps are on the incident card


def test_the_three_words_are_the_verifiers() -> None:
    """The notary's checklist explains exactly the words that a verifier says, with their exit codes."""
    rows = [t for name, given, t in PARSED["notary"].found if name == "tr" and "data-word" in given]
    assert sorted(PARSED["notary"].all("tr", "data-word")) == sorted(EXIT)
    for row, word in zip(rows, PARSED["notary"].all("tr", "data-word"), strict=True):
        assert row.strip().endswith(str(EXIT[word]))


@pytest.mark.parametrize(("name", "line"), sorted(set(lines("draw"))))
def test_every_command_parses(name: str, line: str, tmp_path: Path) -> None:
    """A command of the handbook is taken by the command line as it stands, its placeholders filled in."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"paper")
    given = {
        "DIR": str(tmp_path), "RECORD": str(tmp_path), "FOLDER": str(tmp_path), "FILE": str(paper), "HASH": "0" * 64,
        "CODE": "0417", "DATE": "2026-07-20", "SIGNATURE": "a" * 96,
    }  # fmt: skip
    program, *words = [given.get(word, word) for word in shlex.split(line)]
    assert program == "draw"
    if words == ["--help"]:
        return
    command = main.commands[words[0]]
    context = command.make_context(words[0], words[1:], parent=click.Context(main))
    assert context.params
    asked = [p.name for p in command.params if p.required]
    assert all(context.params[str(p)] not in (None, ()) for p in asked)


@pytest.mark.parametrize(("name", "line"), sorted(set(lines("run"))))
def test_every_shell_line_runs(name: str, line: str) -> None:
    """A shell line of the handbook runs in a record and gives what the record says."""
    seed = digest((RECORD / "seed.txt").read_bytes())
    order = (RECORD / "orders" / "x1.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    board = dict(row.split() for row in (RECORD / "board.txt").read_text(encoding="utf-8").splitlines()[1:])
    revealed = dict(
        row.split()[:2]
        for row in (RECORD / "seed.txt").read_text(encoding="utf-8").splitlines()
        if row.startswith("W01")
    )
    for word, value in {
        "SEED": seed, "DRAW": "x1", "UNIT": order[2], "NOTICE": board["notice"], "SECRET": revealed["W01"],
    }.items():  # fmt: skip
        line = line.replace(word, value)
    done = subprocess.run(["sh", "-c", line], cwd=RECORD, capture_output=True, text=True, check=True)
    if "number1:" in line:
        assert done.stdout.split()[0] == order[1]
    elif "commit1:" in line:
        assert done.stdout.split()[0] == board["W01"]
    elif line == "sha256sum seed.txt":
        assert done.stdout.split()[0] == seed
    else:
        assert done.stdout


def test_there_is_a_card_for_every_incident() -> None:
    """Each card says who decides, what to say, what is guaranteed and what to do, in words of one breath for the hall."""
    assert {card.key for card in CARDS} >= INCIDENTS
    assert len({card.key for card in CARDS}) == len(CARDS)
    for card in CARDS:
        assert len(card.steps) >= 3, card.key
        assert len(card.hall[0]) <= 40 and len(card.hall[1]) <= 120, card.key
        assert len(card.say[0]) <= 80, card.key


def test_cards_name_only_rulings_that_the_protocol_knows() -> None:
    """A card offers no ruling outside the closed list, and none after which the result could be another."""
    for card in CARDS:
        for action, reason in card.rulings:
            assert action in ACTIONS and reason in RULING_REASONS, card.key
        paused = {action for action, _ in card.rulings}
        assert "PAUSE" not in paused or "CONTINUE" in paused or "VOID" in paused, card.key
    assert {a for card in CARDS for a, _ in card.rulings} == set(ACTIONS)


def test_the_public_side_gets_a_page_without_ways_to_the_others() -> None:
    """A page for the public side links to nothing that only the ceremony side has."""
    for name in PAGES:
        text = page(name, public=True)
        if name in ("parents", "witness"):
            assert 'href="/handbook' not in text
        assert '<nav class="pages"' not in text


def test_the_keys_are_those_of_the_projector() -> None:
    """The clicker's table names exactly the keys that the projector listens to."""
    script = (ROOT / "web" / "static" / "keys.js").read_text(encoding="utf-8")
    block = script[script.index("new Map([") : script.index("]);")]
    listened = {k.upper() for k in re.findall(r'"([^"]+)"(?=[,\]])', re.sub(r'"\w+"\]\s*\)?,?\n', "]\n", block))}
    shown = {"→": "ARROWRIGHT", "←": "ARROWLEFT", "↑": "ARROWUP", "↓": "ARROWDOWN", "空格": " "}
    keys = {shown.get(k, k.upper()) for k in PARSED["network"].texts("kbd")}
    named = {"NEXT", "BACK", "BLACK", "WHITE", "THEME", "LANGUAGE", "LARGER", "SMALLER", "FIRST", "LAST"}
    assert listened - named == keys - {"F5", "ESC", "G", "ENTER"}
    assert "[gG]" in script and '"Enter"' in script and '"F5"' in script


def test_ports_and_probes_are_what_the_program_does() -> None:
    """The network page names the ports that `draw serve` opens and the probes that the public side answers."""
    serve = {p.name: p.default for p in main.commands["serve"].params}
    text = page("network")
    assert f"<code>{serve['port']}</code>" in text and f"<code>{serve['public_port']}</code>" in text
    assert {c for c in PARSED["network"].texts("code") if c.startswith("/") and c != "/22"} == set(PROBES)
