"""The published result page: made from the signed files alone, read back before it opens, ended on its day (R50, R51)."""

import json
import re
import shutil
from pathlib import Path

import pytest
import stage

from draw import publication
from draw.edges import folder, publishing
from draw.encoding import strict_csv
from draw.errors import DrawError
from draw.masking import mask
from draw.publication import Publication
from draw.results import RESULTS_HEADER
from web.publication import closed, opened

UNTIL, DAY, AFTER = "2027-08-31", "2027-07-20", "2027-09-01"


@pytest.fixture(scope="module")
def made(held: Path) -> Publication:
    """The Publication of the rehearsal that every test shares."""
    files, _ = folder.read_record(held / "public")
    return publication.of(files, until=UNTIL)


def rows(page: bytes) -> list[list[str]]:
    """The rows in the page's data block."""
    block = re.search(rb'id="data">(.*?)</script>', page, re.S)
    assert block is not None
    return [line.split(",") for line in json.loads(block[1])["rows"].split("\n")]


def test_every_code_stands_with_its_signed_outcome(held: Path, made: Publication) -> None:
    """Code, outcome, school and rank are those of results.csv, one line an applicant; the admitted are counted (R51)."""
    lines = strict_csv((held / "public" / "results.csv").read_bytes(), RESULTS_HEADER, "results.csv")
    told = [(r.applicant, made.meanings[r.meaning][0], r.school, r.rank) for r in made.rows]
    assert told == [(line[0], line[5], line[6], line[3]) for line in lines]
    assert made.admitted == sum(line[5] == "admitted" for line in lines) > 0
    assert [row[0] for row in rows(opened(made))] == [line[0] for line in lines]


def test_no_name_no_id_and_no_attribute_is_on_the_page(held: Path, made: Publication) -> None:
    """Only codes: nothing of the private roster is in the page, masked or not (R50)."""
    page = opened(made).decode()
    private = [text for row in stage.ROWS for text in row.split(",")[:3]]
    masked = [mask(row.split(",")[1]) for row in stage.ROWS]
    assert not [one for one in (*private, *masked) if one in page]


def test_the_same_record_gives_the_same_page(made: Publication) -> None:
    """Bytes repeat, so that anybody can compare a page with the record."""
    assert opened(made) == opened(made)
    assert b"http://" not in opened(made) and b"https://" not in opened(made)


def test_it_opens_only_after_the_read_back(held: Path, tmp_path: Path) -> None:
    """Publishing writes page and terms, and a check of the folder agrees byte for byte."""
    done = publishing.publish(held, tmp_path / "site", until=UNTIL, today=DAY, make=opened)
    terms = json.loads((tmp_path / "site" / "publication.json").read_bytes())
    assert terms["notices"] == done.found.admitted and terms["until"] == UNTIL
    assert sorted(p.name for p in (tmp_path / "site").iterdir()) == ["publication.json", "results.html"]
    publishing.read_back(held / "public", str(done.path), until=UNTIL, today=DAY, make=opened)


def test_a_page_with_another_outcome_is_named_by_code(held: Path, tmp_path: Path) -> None:
    """One code answered otherwise than in the record: the check says which, and to take the page down (R51)."""
    done = publishing.publish(held, tmp_path / "site", until=UNTIL, today=DAY, make=opened)
    page = done.path.read_bytes()
    first = rows(page)[0]
    other = str((int(first[1]) + 1) % len(done.found.meanings))
    done.path.write_bytes(page.replace(f'"{first[0]},{first[1]},'.encode(), f'"{first[0]},{other},'.encode(), 1))
    with pytest.raises(DrawError, match=f"code {first[0]} is .* in the record"):
        publishing.read_back(held, str(done.path), until=UNTIL, today=DAY, make=opened)


@pytest.mark.parametrize("at", [0, 500, -1])
def test_any_other_byte_is_seen(held: Path, tmp_path: Path, at: int) -> None:
    """A changed byte anywhere in the page is a difference."""
    done = publishing.publish(held, tmp_path / "site", until=UNTIL, today=DAY, make=opened)
    page = bytearray(done.path.read_bytes())
    page[at] ^= 1
    done.path.write_bytes(page)
    with pytest.raises(DrawError, match="DIFFERENT"):
        publishing.read_back(held, str(done.path), until=UNTIL, today=DAY, make=opened)


def test_a_half_uploaded_page_is_a_difference(held: Path, tmp_path: Path) -> None:
    """What broke off in the middle is named by the byte."""
    done = publishing.publish(held, tmp_path / "site", until=UNTIL, today=DAY, make=opened)
    page = done.path.read_bytes()
    done.path.write_bytes(page[:-40])
    with pytest.raises(DrawError, match=f"from byte {len(page) - 40} on"):
        publishing.read_back(held, str(done.path), until=UNTIL, today=DAY, make=opened)


def test_a_page_of_an_older_result_is_said_so(held: Path, made: Publication) -> None:
    """A cached page from before an amendment names the older hash and the present one (R51)."""
    old = opened(made)
    new = old.replace(made.last.encode(), b"e" * 64)
    assert f"earlier result {made.last}" in publishing.difference(old, new)


def test_its_last_day_ends_it(held: Path, tmp_path: Path) -> None:
    """After the last day the check fails until the page is closed; the closed page holds no code; it opens no more (R50)."""
    site = tmp_path / "site"
    done = publishing.publish(held, site, until=UNTIL, today=DAY, make=opened)
    with pytest.raises(DrawError, match="is over"):
        publishing.read_back(held, str(done.path), until=UNTIL, today=AFTER, make=opened)
    told = json.loads(publishing.close(held, site, today=AFTER, make=closed).read_bytes())
    assert told["taken_down"] == AFTER and told["until"] == UNTIL
    page = done.path.read_text(encoding="utf-8")
    assert "公示已结束" in page and done.found.rows[0].applicant not in page
    for again in (
        lambda: publishing.publish(held, site, until=UNTIL, today=DAY, make=opened),
        lambda: publishing.close(held, site, today=AFTER, make=closed),
    ):
        with pytest.raises(DrawError, match="has been ended already"):
            again()


@pytest.mark.parametrize("text", ["", "31.8.2027", "2027-02-30", "2027-8-1", "tomorrow"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """One spelling of a day."""
    with pytest.raises(DrawError, match="YYYY-MM-DD"):
        publishing.day(text)


def test_a_day_that_is_over_is_refused(held: Path, tmp_path: Path) -> None:
    """Nothing is published for days that have passed."""
    with pytest.raises(DrawError, match="is over"):
        publishing.publish(held, tmp_path, until=DAY, today=AFTER, make=opened)
    assert not list(tmp_path.iterdir())


def test_a_record_that_does_not_verify_is_not_published(held: Path, tmp_path: Path) -> None:
    """One changed line of results.csv: nothing is written."""
    shutil.copytree(held / "public", tmp_path / "public")
    path = tmp_path / "public" / "results.csv"
    path.write_bytes(path.read_bytes().replace(b",admitted,", b",waiting,", 1))
    with pytest.raises(DrawError, match="does not verify"):
        publishing.publish(tmp_path / "public", tmp_path / "site", until=UNTIL, today=DAY, make=opened)
    assert not (tmp_path / "site").exists()


def test_before_the_result_there_is_nothing_to_publish(held: Path, tmp_path: Path) -> None:
    """A record that is only frozen."""
    (tmp_path / "public").mkdir()
    for name in ("notice.json", "notice.sig", "rules.json", "pool.csv"):
        shutil.copy(held / "public" / name, tmp_path / "public" / name)
    with pytest.raises(DrawError, match="no signed result"):
        publishing.publish(tmp_path, tmp_path / "site", until=UNTIL, today=DAY, make=opened)


def test_the_command_publishes_checks_and_closes(held: Path, tmp_path: Path) -> None:
    """By hand: exactly one of the three is done, and an address that does not answer is one clear message."""
    site, env = str(tmp_path / "site"), stage.environment(tmp_path)
    base = ["publish", str(held), "--out", site, "--today", DAY]
    assert "notices to send" in stage.draw([*base, "--until", UNTIL], env).stdout
    assert "Read back" in stage.draw([*base, "--check", site], env).stdout
    wrong = stage.draw([*base, "--check", "http://127.0.0.1:9/results.html"], env, code=1)
    assert "cannot be read" in wrong.stderr
    assert "Give one of" in stage.draw(base, env, code=1).stderr
    assert "take-down record" in stage.draw([*base, "--close"], env).stdout
