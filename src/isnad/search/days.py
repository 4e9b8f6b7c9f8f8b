"""Days in a query: `2024`, `2024-01`, `2024-01-05`, and ranges of them with two dots."""

from __future__ import annotations

import calendar
import datetime
import re

from isnad.errors import UsageError
from isnad.model.search import Days
from isnad.text.folding import fold_form

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


def days(text: str) -> Days:
    """The days of a value, both ends included; raises `UsageError` on what is none."""
    first, dots, last = fold_form(text).partition("..")
    if not dots:
        low, high = _bounds(first)
        return Days(low, high)
    if not first and not last:
        raise UsageError(f"query: {text!r} is no range of days; expected a day before or after the dots")
    start, end = _bounds(first)[0] if first else None, _bounds(last)[1] if last else None
    if start and end and start > end:
        raise UsageError(f"query: {text!r} ends before it begins")
    return Days(start, end)


def _bounds(text: str) -> tuple[str, str]:
    """First and last day of a year, a month or a day."""
    match = _DAY.match(text)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(g) if g else None for g in match.groups())
        assert year is not None
        first = datetime.date(year, month or 1, day or 1)
        last = first if day else datetime.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        raise UsageError(f"query: {text!r} is no day; expected YYYY, YYYY-MM or YYYY-MM-DD") from None
    return first.isoformat(), last.isoformat()
