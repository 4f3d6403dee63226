"""The statistics sheet 派位统计表: what stands out in each draw, with its exact chance; a description, never a proof (R56)."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Final

from draw import notice as notices
from draw import rules as rule_sheets
from draw import statement as statements
from draw import statistics
from draw.rules import Rules
from draw.sheets import closing, roll, words
from draw.sheets.document import Document, Kind, Progress
from draw.sheets.frame import Frame, furnish, masthead, running_head
from draw.sheets.layout import BOTTOM, LEFT, RIGHT, SOFT, Face, Measure, Sheet
from draw.sheets.paper import frame_of
from draw.sheets.present import ready
from draw.sheets.source import Source
from draw.sheets.words import Label
from draw.statistics import MOST, DrawStatistics, Share
from draw.words import pair, zh

LABEL: Final = Label(*pair("list.statistics"))
_COLUMNS: Final = (
    roll.Column(head=Label(*pair("stat.group")), most=0, code=False, bold=False),
    roll.Column(head=Label(*pair("stat.size")), most=60, code=False, bold=False),
    roll.Column(head=Label(*pair("stat.picked")), most=60, code=False, bold=True),
    roll.Column(head=Label(*pair("stat.expected")), most=60, code=False, bold=False),
    roll.Column(head=Label(*pair("stat.chance")), most=120, code=False, bold=True),
)
_BILLION: Final = 10**9


def chance_in_words(chance: Fraction) -> Label:
    """39.6 %, or about 1 in 1,140,000 below a thousandth, to three digits; rounded half up, and never to 0 or to certainty."""
    if chance == 1:
        return Label(*pair("stat.percent", value="100"))
    if chance >= Fraction(1, 1000):
        places = 1 if chance >= Fraction(1, 10) else 2
        value = decimal(chance * 100, places)
        return Label(*pair("stat.percent", value="> 99.9" if value == "100.0" else value))
    if chance < Fraction(1, _BILLION):
        return Label(*pair("stat.below"))
    one_in = chance.denominator // chance.numerator
    unit = 10 ** max(0, len(str(one_in)) - 3)
    return Label(*pair("stat.one_in", n=f"{_rounded(1 / chance, unit) * unit:,}"))


def decimal(value: Fraction, places: int) -> str:
    """The value with so many decimals, rounded half up, in whole numbers only."""
    digits = str(_rounded(value * 10**places, 1)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _rounded(value: Fraction, unit: int) -> int:
    return (2 * value.numerator + unit * value.denominator) // (2 * unit * value.denominator)


def _lay(source: Source, measure: Measure, progress: Progress) -> Iterator[Document]:
    files = source.files
    notice = notices.read(files["notice.json"])
    rules = rule_sheets.read(files["rules.json"])
    progress("statistics: counting")
    found = statistics.of_record(files)
    frame = frame_of(notice, LABEL, words.RESULT, statements.result_hash(files["statement.txt"]))
    sheet = Sheet(measure)
    masthead(sheet, frame)
    count = sum(len(one.chances()) for one in found)
    preface = [Label(*pair("stat.describes"))]
    if count:
        preface += [Label(*pair("stat.many", count=count, odd=-(-count // 20))), Label(*pair("stat.exact"))]
    for label in preface:
        _paragraph(sheet, label)
    sheet.y += 6
    if not found:
        sheet.label(LEFT, sheet.y + 14, Label(*pair("stat.none")), 11)
    for one in found:
        progress(f"statistics: {one.draw}")
        _draw(sheet, frame, rules, one)
    furnish(sheet.pages, frame, measure)
    title = f"{LABEL.zh} {notice.session}"
    yield Document(name="statistics", title=title, author=notice.authority, pages=sheet.pages)


def _paragraph(sheet: Sheet, label: Label) -> None:
    chinese = sheet.fit(label.zh, 8.8, RIGHT - LEFT, least=1.0)
    english = sheet.fit(label.en, 6.8, RIGHT - LEFT, least=1.0)
    sheet.lines(LEFT, sheet.y + 9, chinese)
    sheet.y += chinese.height
    sheet.lines(LEFT, sheet.y + 7, english, colour=SOFT)
    sheet.y += english.height + 6


def _draw(sheet: Sheet, frame: Frame, rules: Rules, one: DrawStatistics) -> None:
    """A draw's heading, what was looked at, and its tables."""
    title = rules.draw(one.draw).title
    if sheet.y + 150 > BOTTOM:
        running_head(sheet, frame, LABEL.zh)
    closing.heading(sheet, Label(*pair("stat.draw", title=title, draw=one.draw)))
    facts = {"alone": one.alone, "picked": one.picked}
    _paragraph(sheet, Label(*pair(f"stat.{one.chosen.value}", **facts)))
    if one.beyond:
        _paragraph(sheet, Label(*pair("stat.beyond", most=MOST)))
    elif not 0 < one.picked < one.alone:
        _paragraph(sheet, Label(*pair("stat.everybody")))
    for heading, rows in _tables(rules, one):
        if sheet.y + 90 > BOTTOM:
            running_head(sheet, frame, title)
        sheet.label(LEFT, sheet.y + 11, heading, 9.4, face=Face.BOLD)
        sheet.y += 16
        widths = roll.widths(sheet, _COLUMNS, rows)
        roll.draw(sheet, _COLUMNS, widths, rows, next_page=partial(running_head, sheet, frame, title), keep=4.0)
        sheet.y += 12


def _tables(rules: Rules, one: DrawStatistics) -> Iterator[tuple[Label, list[roll.Row]]]:
    if one.run and 0 < one.picked < one.alone:
        facts = {"length": one.run.length, "first": one.run.first, "last": one.run.last}
        cells = (str(one.alone), str(one.picked), words.ABSENT)
        told = zh("stat.run", **facts)
        yield Label(*pair("stat.neighbours")), [_row(told, *cells, one.run.chance)]
    if one.parts:
        rows = [_share(f"{n}. {part.first} – {part.last}", part) for n, part in enumerate(one.parts, start=1)]
        yield Label(*pair("stat.by_position")), rows
    for name, shares in one.attributes:
        attribute = next(a for a in rules.attributes if a.name == name)
        labels = {v.code: v.label for v in attribute.values} or {s.code: s.name for s in rules.schools}
        heading = Label(*pair("stat.by_attribute", label=attribute.label, name=name))
        yield heading, [_share(f"{labels[s.first]}（{s.first}）", s) for s in shares]
    if one.bundles:
        told = zh("stat.bundles", units=one.units, half=one.units // 2)
        yield Label(*pair("stat.by_bundle")), [_share(told, one.bundles)]


def _share(name: str, share: Share) -> roll.Row:
    return _row(name, str(share.size), str(share.chosen), decimal(share.expected, 1), share.chance)


def _row(name: str, size: str, chosen: str, expected: str, chance: Fraction) -> roll.Row:
    return roll.Row(cells=(name, size, chosen, expected, chance_in_words(chance).zh), joined="")


KIND: Final = Kind(key="statistics", label=LABEL, private=False, ready=ready, lay=_lay)
