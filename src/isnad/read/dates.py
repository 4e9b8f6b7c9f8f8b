"""Dates as metadata write them, to ISO; what cannot be understood or lies in the future becomes an issue."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime
from functools import cache

from isnad.model.outcome import Issue
from isnad.settings import Settings
from isnad.text.folding import fold_form

_DIGITS = {zero + d: 0x30 + d for zero in (0x0660, 0x06F0) for d in range(10)}
_NUMERIC = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)? ?(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?")
_CLOCK = (
    r"(?:[ ,t-]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?: ?(?P<half>[^\W\d_]{1,8}\.?))?(?: ?(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}))?)?"
)
_NAME = r"(?P<name>[^\d,.]{3,20}?)\.?"
_WRITTEN = (
    re.compile(r"(?:[^\d,]{2,12}[, ] ?)?(?P<day>\d{1,2}) " + _NAME + r",? (?P<year>\d{4})" + _CLOCK),
    re.compile(r"(?:[^\d,]{2,12}, ?)?" + _NAME + r" (?P<day>\d{1,2}),? (?P<year>\d{4})" + _CLOCK),
)
"""A written date, with a weekday before it or not and a time after it or not: day first, month first."""
_LONGEST = 120
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")


def iso_date(value: str) -> str | None:
    """The ISO date or date-time of a metadata value: ISO itself, RFC 5322, day/month/year, seconds or milliseconds since 1970.

    Returns None for anything else, and for days that no calendar has.
    """
    if len(value) > _LONGEST:
        return None
    value = value.translate(_DIGITS).strip()
    for read in (_from_iso, _from_numbers, _from_epoch, _from_words, _from_mail):
        try:
            if found := read(value):
                return found
        except (ValueError, OverflowError, TypeError, IndexError, OSError):
            continue
    return None


def _from_iso(value: str) -> str | None:
    if len(value) == 10:
        return datetime.date.fromisoformat(value).isoformat()
    match = _ISO.fullmatch(value)
    if match is None:
        return datetime.datetime.fromisoformat(value).isoformat() if value[:4].isdigit() and len(value) > 10 else None
    day, clock, zone = match.groups()
    zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone or ""
    return datetime.datetime.fromisoformat(f"{day}T{clock}{zone}").isoformat()


def _from_numbers(value: str) -> str | None:
    match = _NUMERIC.fullmatch(value)
    if match is None:
        return None
    a, month, b = (int(match.group(n)) for n in (1, 2, 3))
    year, day = (a, b) if a > 31 else (b, a)
    if year < 1900:
        return None
    if match.group(4) is None:
        return datetime.date(year, month, day).isoformat()
    return datetime.datetime(year, month, day, int(match.group(4)), int(match.group(5)), int(match.group(6) or 0)).isoformat()


def _from_epoch(value: str) -> str | None:
    if not _EPOCH.fullmatch(value):
        return None
    seconds = float(value)
    return datetime.datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, datetime.UTC).isoformat(timespec="seconds")


def _from_words(value: str) -> str | None:
    """Day, month by name and year, in either order of day and month; a weekday before and a time after are allowed."""
    folded = " ".join(fold_form(value).lower().replace("\u060c", ",").split())
    match = next((m for m in (pattern.fullmatch(folded) for pattern in _WRITTEN) if m), None)
    if match is None:
        return None
    month = _months().get(" ".join(match.group("name").split()))
    if not month:
        return None
    day = datetime.date(int(match.group("year")), month, int(match.group("day")))
    return day.isoformat() if match.group("hour") is None else _with_clock(day, match)


def _with_clock(day: datetime.date, match: re.Match[str]) -> str | None:
    hour, half, zone = int(match.group("hour")), match.group("half"), match.group("zone")
    if half in ("z", "utc", "gmt"):
        half, zone = None, half
    if half is not None:
        after = _halves().get(half.rstrip("."))
        if after is None or not 1 <= hour <= 12:
            return None
        hour = hour % 12 + after
    clock = f"{hour:02}:{match.group('minute')}:{match.group('second') or '00'}"
    zone = "" if zone is None else "+00:00" if zone.isalpha() else zone
    return datetime.datetime.fromisoformat(f"{day.isoformat()}T{clock}{zone}").isoformat()


@cache
def _halves() -> dict[str, int]:
    """Words for the halves of the day, folded, to the hours they add (Unicode CLDR through Babel)."""
    from babel import Locale

    out: dict[str, int] = {}
    for code in ("ar", "en"):
        for forms in Locale.parse(code).day_periods["format"].values():
            out.update({fold_form(forms[half]).lower(): hours for half, hours in (("am", 0), ("pm", 12)) if half in forms})
    return out


@cache
def _months() -> dict[str, int]:
    """Month names of all Arab regions, English and French, folded (Unicode CLDR through Babel)."""
    from babel import Locale

    out: dict[str, int] = {}
    for code in ("ar", "ar_EG", "ar_SY", "ar_LB", "ar_IQ", "ar_DZ", "ar_TN", "ar_MA", "ar_MR", "ar_SA", "en", "fr"):
        for form in Locale.parse(code).months["format"].values():
            names = ((fold_form(name).lower().rstrip("."), number) for number, name in form.items())
            out.update({name: number for name, number in names if len(name) > 2 and not name.isdigit()})
    return out


def _from_mail(value: str) -> str | None:
    return parsedate_to_datetime(value).isoformat() if len(value) < 60 else None


def checked_date(value: str | None, name: str, path: str, settings: Settings) -> tuple[str | None, tuple[Issue, ...]]:
    """The ISO form of a metadata date, or None and an issue: `unparsable-date`, `future-date` (more than a day ahead).

    A date in the future is not handed on: nothing was published or fetched then, and all of an article's
    "yesterday" and "Tuesday" would hang on it.
    """
    if value is None or not value.strip():
        return None, ()
    found = iso_date(value)
    if found is None:
        return None, (Issue(path=path, code="unparsable-date", detail=f"{name}: {value.strip()[:80]}"),)
    today = settings.today or datetime.date.today()
    if datetime.date.fromisoformat(found[:10]) > today + datetime.timedelta(days=1):
        return None, (Issue(path=path, code="future-date", detail=f"{name}: {found}"),)
    return found, ()
