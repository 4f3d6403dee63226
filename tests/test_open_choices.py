"""Open choices of a rule sheet: where they stand, what they offer, how a mark goes away (R1)."""

import pytest

from draw.edges import samples
from draw.errors import InputErrors
from draw.intake import open_choices, sheet

SHEET = """\
# “未定”: 文件没有规定
rule = "A_ONE"      # 未定 R2 one or the other: A_ONE 一 B_TWO 二; 另见 C_THREE
quota = "none"      # R23 分项计划; 未定 rounding: FLOOR 舍去 CEILING 进一
carry = { admitted = "BARRED", places = "LEFT" }
                    # 未定 R29 admitted: BARRED 甲 FREE 乙; places: LEFT 丙 OWN 丁
[hall]
# 未定 R46 present: 至少几人 at least so many
present = { NOTARY = 1 }
[[draws]]
quota = { percent = 50, rounding = "FLOOR" } # R23; 未定 rounding: FLOOR 舍去 CEILING 进一
[show]
names = "masked"    # 已定
# names = "none"    # 未定 nothing follows, so this belongs to nothing
"""


def test_marks_belong_to_their_keys() -> None:
    """A mark behind a value, in a comment above it, or indented below it; about a part only where the part is there."""
    found = [(one.key, one.value, one.options) for one in open_choices.find(SHEET)]
    assert found == [
        ("rule", '"A_ONE"', ('"A_ONE"', '"B_TWO"')),
        ("carry", '{ admitted = "BARRED", places = "LEFT" }', ()),
        ("hall.present", "{ NOTARY = 1 }", ()),
        ("draws.1.quota.rounding", '"FLOOR"', ('"FLOOR"', '"CEILING"')),
    ]


def test_choosing_changes_one_value_and_one_mark() -> None:
    """The value is written, 未定 becomes 已定 on that line, and nothing else in the text changes."""
    one = open_choices.find(SHEET)[3]
    after = open_choices.choose(SHEET, "s.toml", {one.line: '"CEILING"'})
    pairs = list(zip(SHEET.splitlines(), after.splitlines(), strict=True))
    assert [b for a, b in pairs if a != b] == [
        'quota = { percent = 50, rounding = "CEILING" } # R23; 已定 rounding: FLOOR 舍去 CEILING 进一'
    ]
    assert open_choices.choose(SHEET.replace("\n", "\r\n"), "s.toml", {one.line: '"CEILING"'}) == after.replace(
        "\n", "\r\n"
    )


def test_a_line_that_is_not_open_is_refused() -> None:
    """Every such line is told; nothing is changed."""
    with pytest.raises(InputErrors) as refused:
        open_choices.choose(SHEET, "s.toml", {1: '"X"', 99: '"X"'})
    assert [p.row for p in refused.value.problems] == [1, 99]


@pytest.mark.parametrize("text", ["rule = # 未定", "\x00 未定", "[" * 3000])
def test_what_is_no_toml_offers_nothing(text: str) -> None:
    """The rule sheet's own check tells what is wrong with it."""
    assert open_choices.find(text) == ()


@pytest.mark.parametrize("name", [samples.TEMPLATE, *samples.names()])
def test_what_the_samples_offer_is_allowed(name: str) -> None:
    """Every value that a comment of ours offers is one that the key may have, and a mark that was chosen is gone."""
    for stage in samples.stages(samples.SAMPLES / name):
        text = (stage / samples.SHEET).read_text(encoding="utf-8")
        for one in open_choices.find(text):
            for option in one.options or (one.value,):
                after = open_choices.choose(text, samples.SHEET, {one.line: option})
                assert len(open_choices.find(after)) == len(open_choices.find(text)) - 1
                try:
                    sheet.read(after.encode(), samples.SHEET)
                except InputErrors as errors:
                    assert [p for p in errors.problems if p.column == one.key and "可选值" in p.remedy] == []
