"""Words of dates: one form in each language, for every page and sheet."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "date.day": ("{year} 年 {month_zh} {day} 日", "{day} {month_en} {year}"),
    "month.1": ("1 月", "January"),
    "month.2": ("2 月", "February"),
    "month.3": ("3 月", "March"),
    "month.4": ("4 月", "April"),
    "month.5": ("5 月", "May"),
    "month.6": ("6 月", "June"),
    "month.7": ("7 月", "July"),
    "month.8": ("8 月", "August"),
    "month.9": ("9 月", "September"),
    "month.10": ("10 月", "October"),
    "month.11": ("11 月", "November"),
    "month.12": ("12 月", "December"),
}
