"""A seeded sample of scripts/assure through scripts/verify.html: every damage is a mismatch, at the step that draw.verify names."""

from random import Random

import pytest
from assurance import damage, judges, parts, specimens
from assurance.damage import Damage
from playwright.sync_api import Browser


def sample(part: str) -> list[Damage]:
    """Some damages of a part."""
    luck = Random(f"page {part}")
    if part == "flips":
        return [d for at in luck.sample(parts.all_positions(), 50) for d in damage.flip(specimens.small(), *at)]
    return [damage.mutation(specimens.large(), specimens.strangers(), "page", n) for n in range(100)]


@pytest.mark.parametrize("part", ["flips", "mutations"])
def test_any_damage_is_a_mismatch_for_the_page(browser: Browser, part: str) -> None:
    """100 % mismatch in all three: a hundred of each, none breaks the page, and the sound record matches."""
    files = parts.record_of(part)
    page = judges.Html(files, browser)
    found = parts.judged(sample(part), [judges.Ours(files), page])
    assert page.judge([Damage(what="none", delta={})])[0].verdict == "match"
    page.close()
    assert found["faults"] == []
    assert found["said"][page.name] == {"mismatch": 100}
    assert found["differing"] == []
