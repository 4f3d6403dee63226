"""The programme of a district's sessions: what the page says of records, and what it never says (SPEC §14, R29, R50)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rounds
import simulator
import stage

from draw import words
from draw.chaining import programme
from draw.chaining.programme import Programme, Source, Station, Status
from draw.edges.programme import source
from draw.edges.session import Session
from draw.errors import FormatError
from draw.hashing import digest, read_aloud
from web.programme import page


@pytest.fixture(scope="module")
def summer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Session]]:
    """Two rounds of R29's example, held, and a third that is only planned."""
    base = tmp_path_factory.mktemp("summer")
    first = rounds.first(base / "1")
    left = [c for c, (outcome, _) in rounds.outcomes(first).items() if outcome != "admitted"]
    rounds.carry(base / "2", [first], rounds.forms(dict.fromkeys(left, "Z")),
                 rounds.sheet("round-2", carry=rounds.CARRY, hour=14))  # fmt: skip
    second = rounds.hold(base / "2")
    (base / "3").mkdir()
    (base / "3" / "session.toml").write_text(rounds.sheet("round-3", carry=rounds.CARRY, hour=16), encoding="utf-8")
    yield [first, second]


def stations(summer: list[Session]) -> list[Station]:
    """All three, last first: the order of the arguments does not matter."""
    base = summer[0].folder.parent
    return [programme.station(source(base / n, base / "page.html")) for n in "321"]


def test_order_links_and_counts(summer: list[Session]) -> None:
    """Sessions stand in the order of the chain; places -> admitted -> left go on from one to the next (R29)."""
    found = programme.of(stations(summer))
    assert [s.session for s in found.stations] == ["round-1", "round-2", "round-3"]
    assert [s.status for s in found.stations] == [Status.HELD, Status.HELD, Status.PLANNED]
    one, two, three = found.stations
    assert (one.applicants, one.admitted, one.unplaced) == (7, 5, 2)
    assert (two.applicants, two.admitted, two.unplaced) == (2, 2, 0)
    assert (three.applicants, three.admitted, three.schools, three.continues) == (None, None, (), True)
    assert [(k.hash, k.session, k.amended) for k in two.after] == [(one.statement_hash, "round-1", False)]
    table = {row.code: [c and (c.places, c.admitted, c.left) for c in row.cells] for row in found.schools}
    assert table == {
        "X": [(2, 2, 0), (0, 0, 0), None], "Y": [(2, 2, 0), (0, 0, 0), None], "Z": [(3, 1, 2), (2, 2, 0), None],
    }  # fmt: skip
    assert one.draws == (("admission", 3),)


def test_a_record_that_is_not_here(summer: list[Session]) -> None:
    """A chain of which a record is missing says so; the same record twice counts once."""
    _, two, _ = stations(summer)
    found = programme.of([two, two])
    assert [link.session for link in found.stations[0].after] == [""]
    assert words.zh("programme.away") in page(found)


def test_amended_later_void_and_frozen() -> None:
    """A void attempt, a frozen session and one that continues a record amended since are told apart."""
    void = programme.station(Source(name="v", files=simulator.void_record(ruling=True), href=""))
    assert (void.status, void.voided, void.admitted) == (Status.VOID, 1, None)
    files, _ = simulator.frozen(simulator.Hall(attempt=2, previous="a" * 64))
    frozen = programme.station(Source(name="f", files=files, href=""))
    assert (frozen.status, frozen.voided, frozen.applicants) == (Status.FROZEN, 1, 6)
    record = simulator.record()
    held = programme.station(Source(name="h", files=record, href=""))
    assert held.admitted == 3
    text = page(programme.of([void]))
    assert words.pair("programme.voided", n=1)[1] in text
    with pytest.raises(FormatError):
        programme.station(Source(name="x", files={}, href=""))
    with pytest.raises(FormatError):
        programme.station(Source(name="x", files={"session.toml": b"= ="}, href=""))


def test_only_the_own_chain_is_shown(summer: list[Session]) -> None:
    """The public page shows the sessions that are chained to its own; a stranger's session beside it is left out."""
    stranger = programme.station(Source(name="h", files=simulator.record(), href=""))
    three, two, one = stations(summer)
    found = programme.chain_of([stranger, two, one, three], two.notice_hash)
    assert [s.session for s in found.stations] == ["round-1", "round-2"]
    assert [s.session for s in programme.chain_of([stranger, two, one], stranger.notice_hash).stations] == [
        "example-2026"
    ]


class _Page(HTMLParser):
    """What a page asks a browser for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.urls: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.urls += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action")]


def html(found: Programme) -> tuple[str, _Page]:
    """The page as text, and parsed."""
    text = page(found)
    return text, _Page(text)


def test_the_page_is_one_file_without_script_or_person(summer: list[Session]) -> None:
    """Static, offline, self-contained; links only to record folders below it; codes and counts, no personal data (R50)."""
    text, parsed = html(programme.of(stations(summer)))
    assert not {"script", "link", "img", "iframe", "form"} & set(parsed.tags)
    assert "@import" not in text
    assert "url(" not in text
    assert parsed.urls == ["1/public/", "2/public/"]
    for canary in (*rounds.NAMES.values(), *(rounds.number(c) for c in rounds.CHILDREN), "P100000"):
        assert canary not in text
    for session in summer:
        for name in ("notice.json", "statement.txt"):
            value = digest((session.public / name).read_bytes())
            assert value in text
            assert read_aloud(value) in text
    assert "REHEARSAL" in text
    assert len(re.findall(r'class="stop [a-z]+ linked"', text)) == 2


def test_titles_are_escaped() -> None:
    """A title is text, never markup."""
    sheet = '[session]\nid = "x-1"\ntitle = "<b>&\\"x"\nscheduled = "2026-07-18T09:00:00+08:00"\n'
    text = page(programme.of([programme.station(Source(name="x", files={"session.toml": sheet.encode()}, href=""))]))
    assert "<b>&" not in text
    assert "&lt;b&gt;&amp;" in text


def test_the_command(summer: list[Session], tmp_path: Path) -> None:
    """`draw programme FOLDER... --out`: session folders and records alike; a folder that is neither is named."""
    env = stage.environment(tmp_path, test=False)
    base = summer[0].folder.parent
    target = tmp_path / "programme.html"
    said = stage.draw(
        ["programme", str(base / "3"), str(base / "1" / "public"), str(base / "2"), "--out", str(target)], env
    )
    assert re.findall(r"(?m)^[0-9]\. .*(round-[0-9])", said.stdout) == ["round-1", "round-2", "round-3"]
    text = target.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "href" not in text  # the records do not lie below the page
    refused = stage.draw(["programme", str(tmp_path), "--out", str(target)], env, code=1)
    assert "neither" in refused.stderr
