"""Days and numbers as a reader of the page's language writes them (CLDR, through Babel)."""

from __future__ import annotations

import datetime
from functools import cache


def day_of(text: str) -> datetime.date | None:
    """The day of an ISO date or date-time; None where it names none (`2022-01`, ``, a week)."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


@cache
def day_words(day: datetime.date, language: str, *, year: bool = False) -> str:
    """A day in short: `7 Jan`; with its year where that is asked for."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMd" if year else "MMMd", day, locale=language)


def date_words(text: str, language: str) -> str:
    """An ISO date of any precision for a reader; what is no day, month or year stays as it is."""
    day = day_of(text)
    if day is not None:
        return day_words(day, language, year=True)
    try:
        month = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return text
    return _month_words(month, language)


@cache
def _month_words(month: datetime.date, language: str) -> str:
    from babel.dates import format_skeleton

    return format_skeleton("yMMM", month, locale=language)


def number_words(value: float, language: str) -> str:
    """A number with its thousands apart, without a superfluous fraction."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language)


def short_number(value: float, language: str) -> str:
    """A round number for an axis: `1,500`, but `2M` and `2 million` in the language's own short form."""
    from babel.numbers import format_compact_decimal

    if abs(value) < 100_000:
        return number_words(value, language)
    return format_compact_decimal(value, locale=language, fraction_digits=1)
