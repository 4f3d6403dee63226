"""A date as people read it, the same on every page and sheet: 2026 年 6 月 18 日 14:00 · 18 June 2026, 14:00."""

from draw.words import pair


def day(date: str) -> tuple[str, str]:
    """(Chinese, English) of YYYY-MM-DD, or of the date of a SPEC time."""
    year, month, number = date[:4], int(date[5:7]), int(date[8:10])
    name = pair(f"month.{month}")
    return pair("date.day", year=year, month_zh=name[0], month_en=name[1], day=number)


def when(time: str) -> tuple[str, str]:
    """(Chinese, English) of a SPEC time, to the minute, in the time zone in which it is written."""
    date = day(time)
    return f"{date[0]} {time[11:16]}", f"{date[1]}, {time[11:16]}"
