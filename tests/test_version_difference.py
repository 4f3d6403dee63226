"""What a version changes: every line, column, fact and switch, by code, never by person (SPEC §5, R1, R2)."""

from dataclasses import replace

import pytest
import sessions

from draw.hashing import digest
from draw.intake import rule_difference
from draw.pool import Pool, group
from draw.rules import Rules, parse
from draw.version_difference import SEAL, UNIT, Counts, LineChange, Version, difference

CHILDREN = {"0001": "0001", "0002": "B001", "0003": "B001", "0004": "0004"}


def rules(places: int = 3) -> Rules:
    """One school, one draw."""
    school = sessions.school("S1", places)
    draw = sessions.draw_of("s1", "S1")
    return parse(sessions.sheet([school], [draw]))


def pool(units: dict[str, str], batch: str = "B1", **seals: str) -> Pool:
    """A pool of these codes; `seals`: code with c in front -> another text to hash."""
    codes = tuple(sorted(units))
    return Pool(
        applicants=codes,
        units=tuple(units[c] for c in codes),
        attributes={"batch": tuple(batch for _ in codes), "wish": tuple("S1" for _ in codes)},
        seals=tuple(digest(seals.get(f"c{c}", c).encode()) for c in codes),
        members=group([units[c] for c in codes]),
    )


def version(units: dict[str, str], places: int = 3, batch: str = "B1", title: str = "一", **seals: str) -> Version:
    """A version with these units."""
    return Version(facts={"title": title, "dice": "d10x12"}, rules=rules(places), pool=pool(units, batch, **seals))


def test_the_same_version_has_no_difference() -> None:
    """Two equal versions differ in nothing, and say so."""
    found = difference(version(CHILDREN), version(CHILDREN))
    assert found.none and found.before == found.after == Counts(applicants=4, units=3, bundles=1)
    assert (found.said_no_more, found.said_now) == ((), ())


def test_every_line_that_changed_is_told_by_code() -> None:
    """Added, removed, dissolved bundle, corrected seal, another value: each with what it was and what it is."""
    after = {"0001": "0001", "0002": "0002", "0003": "0003", "0005": "0005"}
    found = difference(version(CHILDREN), version(after, batch="B2", c0001="another name"))
    assert (found.added, found.removed) == (("0005",), ("0004",))
    assert found.after == Counts(applicants=4, units=4, bundles=0)
    told = [(c.applicant, c.column) for c in found.changed]
    assert told == [
        ("0001", "batch"), ("0001", SEAL), ("0002", UNIT), ("0002", "batch"), ("0003", UNIT), ("0003", "batch"),
    ]  # fmt: skip
    assert found.changed[2] == LineChange(applicant="0002", column=UNIT, label="", before="B001", after="0002")
    assert found.changed[0].label == "属性 batch"
    assert not found.none


def test_facts_and_rules_are_told_with_both_values_and_in_words() -> None:
    """A changed fact, a changed switch, and the sentence that says it."""
    found = difference(version(CHILDREN), version(CHILDREN, places=4, title="二"))
    assert found.facts == (("title", "一", "二"),)
    assert found.switches == (("schools.1.places 示例中学", "3", "4"),)
    assert any("3" in zh for zh, _ in found.said_no_more) and any("4" in en for _, en in found.said_now)
    assert len(found.said_no_more) == len(found.said_now) == 1


def test_every_switch_that_differs_is_told_not_only_the_first() -> None:
    """`first` is the first of `every`; lists of another length are told by their length."""
    one = rules()
    two = replace(one, schools=(replace(one.schools[0], places=9, name="别的学校"),), draws=one.draws * 2)
    found = list(rule_difference.every(one, two))
    assert [key for key, _, _ in found] == ["draws", "schools.1.name", "schools.1.places"]
    assert found[0] == ("draws", "1 项", "2 项")
    assert rule_difference.first(one, two) == found[0]
    assert rule_difference.first(one, one) is None


@pytest.mark.parametrize("empty", ["before", "after"])
def test_a_list_without_anybody(empty: str) -> None:
    """From nobody and to nobody."""
    nobody, all_ = version({}), version(CHILDREN)
    found = difference(*((nobody, all_) if empty == "before" else (all_, nobody)))
    assert (found.added or found.removed) == tuple(CHILDREN) and found.changed == ()
