"""Calendar arithmetic: the unresolved meaning of a time expression (a rule) and its TIMEX3 value against a day.

A rule is a short line of words, then `;key=value` pairs:

    on VALUE            an absolute TIMEX3 value               day N               N days from the anchor
    weekday N REL       Monday is 1                            shift U N           the unit N units from the anchor's
    date M-D REL        a day without its year                 month M REL         a month without its year
    day-of-month D N    a day of the month N from now          week-of-month K ... see `Weeks`
    part P N            SP SU FA WI Q1 H1 … of the year N from now
    ago U N             N units before the anchor              same U N            N units from the last one named
    weekend N           duration P5D, set P1W, ref PAST_REF    RULE .. RULE        a range

REL is `past` (the nearest up to the anchor), `future`, `last` (strictly before), `next`, or `this` (of this year).
Keys: `part` (TMO TAF TEV TNI, or a clock time T12:00), `said` (a weekday that the text names as well), `at` (START, MID, END).
Values follow TimeML 1.2.1 (TIMEX3); what cannot be known without an anchor is written with X.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from isnad.model.findings import Time

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ZERO = re.compile(r"\d{4}")
DAYS_IN_WEEK = 7
UNIT_MONTHS = {"MO": 1, "Y": 12, "DE": 120, "CE": 1200}
UNIT_DAYS = {"D": 1, "W": 7, "NI": 1}


class Memory(msgspec.Struct):
    """What the times of a text before this one named last, for "the same day", "that year"."""

    day: date | None = None
    month: str | None = None
    year: int | None = None


class Rule(msgspec.Struct, frozen=True):
    """A parsed rule: its words and its keys."""

    words: tuple[str, ...]
    keys: dict[str, str]

    @property
    def head(self) -> str:
        """The first word."""
        return self.words[0] if self.words else ""


@lru_cache(4096)
def parse_rule(text: str) -> Rule:
    """A rule without range from its text."""
    head, *keys = text.split(";")
    return Rule(tuple(head.split()), {k: v for k, _, v in (key.partition("=") for key in keys)})


def add_months(day: date, months: int) -> date:
    """The day so many months later; the month's last day where it has fewer."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def week(day: date) -> str:
    """TIMEX3 week: `2015-W32` (ISO 8601)."""
    iso = day.isocalendar()
    return f"{iso.year:04}-W{iso.week:02}"


_EPOCH = date(622, 7, 19)
"""The first day of the Hijri era, as the Gregorian calendar counts back."""


def gregorian_of_hijri(year: int, month: int, day: int) -> str | None:
    """ISO day of a Hijri day: Umm al-Qura where that calendar has tables (1343 to 1500), else the tabular calendar, a day off at most.

    None for what is no day of the Hijri calendar.
    """
    from hijridate import Hijri

    try:
        return str(Hijri(year, month, day).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return _tabular(year, month, day)


def _tabular(year: int, month: int, day: int) -> str | None:
    """A day of the tabular Islamic calendar (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of thirty), epoch 16 July 622."""
    if not (1 <= year <= 1500 and 1 <= month <= 12 and 1 <= day <= 29 + month % 2 + (month == 12)):
        return None
    days = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return (_EPOCH + timedelta(days=days)).isoformat()


def hijri_month_range(anchor: date, month: int, year: int | None = None) -> str | None:
    """The days of a Hijri month as a range: of the given year, else of the one nearest to the anchor."""
    from hijridate import Gregorian, Hijri

    try:
        years = [year] if year else [Gregorian(anchor.year, anchor.month, anchor.day).to_hijri().year + d for d in (-1, 0, 1)]
        firsts = [Hijri(y, month, 1) for y in years]
        best = min(firsts, key=lambda h: abs((h.to_gregorian() - anchor).days + 15))
        start = best.to_gregorian()
        return f"{start.isoformat()}/{(start + timedelta(days=best.month_length() - 1)).isoformat()}"
    except (ValueError, OverflowError):
        return None


def nearest_weekday(anchor: date, number: int, relation: str) -> date:
    """The weekday (Monday 1) nearest to the anchor by a relation."""
    back = (anchor.isoweekday() - number) % DAYS_IN_WEEK
    if relation == "past":
        return anchor - timedelta(days=back)
    if relation == "last":
        return anchor - timedelta(days=back or DAYS_IN_WEEK)
    ahead = (number - anchor.isoweekday()) % DAYS_IN_WEEK
    if relation == "next":
        return anchor + timedelta(days=ahead or DAYS_IN_WEEK)
    if relation == "before-last":
        return anchor - timedelta(days=(back or DAYS_IN_WEEK) + DAYS_IN_WEEK)
    return anchor + timedelta(days=ahead)


def safe_day(year: int, month: int, day: int) -> date | None:
    """A date, None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_of(anchor: date, month: int, day: int, relation: str) -> int:
    """The year in which a day of the year lies nearest by the relation."""
    here = (anchor.month, anchor.day) if day else (anchor.month, 0)
    there = (month, day)
    if relation == "past":
        return anchor.year - (there > here)
    if relation == "last":
        return anchor.year - (there >= here)
    if relation == "next":
        return anchor.year + (there <= here)
    if relation == "future":
        return anchor.year + (there < here)
    if relation == "near":
        return min(
            (anchor.year + d for d in (0, -1, 1)),
            key=lambda y: abs((y - anchor.year) * 372 + (month - anchor.month) * 31 + day - anchor.day),
        )
    return anchor.year


def _clipped(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


class Resolver:
    """Gives rules their values against an anchor day; keeps what was named last in a `Memory`."""

    def __init__(self, anchor: date | None, memory: Memory | None = None) -> None:
        self.anchor, self.memory = anchor, memory or Memory()

    def value(self, text: str) -> str:
        """The TIMEX3 value of a rule; empty if the rule is none."""
        if " .. " in text:
            first, last = text.split(" .. ", 1)
            start, end = self.value(first), self.value(last)
            return _ordered(start, end, "future" in text or "next" in text) if start and end else start or end
        rule = parse_rule(text)
        method = getattr(self, "_" + rule.head.replace("-", "_"), None)
        if method is None or len(rule.words) < 2:
            return ""
        value = str(method(*rule.words[1:], **({"said": rule.keys["said"]} if rule.head == "day" and "said" in rule.keys else {})))
        self._remember(value)
        return value + self._part(value, rule.keys)

    def _part(self, value: str, keys: dict[str, str]) -> str:
        part = keys.get("part", "")
        return part if part and (_DAY.fullmatch(value) or (value.startswith("XXXX-") and len(value) == 10)) else ""

    def _remember(self, value: str) -> None:
        match = _DAY.match(value)
        if match:
            day = safe_day(int(value[:4]), int(value[5:7]), int(value[8:10]))
            self.memory.day = day or self.memory.day
            self.memory.month = value[:7]
            self.memory.year = int(value[:4])
        elif re.match(r"\d{4}-\d\d$", value):
            self.memory.month, self.memory.year = value, int(value[:4])
        elif re.fullmatch(r"\d{4}", value):
            self.memory.year = int(value)

    def _on(self, value: str) -> str:
        return value

    def _duration(self, value: str) -> str:
        return value

    _set = _ref = _duration

    def _day(self, offset: str, said: str | None = None) -> str:
        if self.anchor is None:
            return f"XXXX-WXX-{said}" if said else "XXXX-XX-XX"
        day = _clipped(self.anchor, int(offset))
        if day is None:
            return "XXXX-XX-XX"
        if said and day.isoweekday() != int(said):
            # The weekday outranks "today": such a text was written on another day than it was published.
            gap = (day.isoweekday() - int(said)) % DAYS_IN_WEEK
            day -= timedelta(days=gap if gap <= 4 else gap - DAYS_IN_WEEK)
        return day.isoformat()

    def _weekday(self, number: str, relation: str) -> str:
        if self.anchor is None:
            return f"XXXX-WXX-{number}"
        return nearest_weekday(self.anchor, int(number), relation).isoformat()

    def _date(self, month_day: str, relation: str) -> str:
        month, day = (int(n) for n in month_day.split("-"))
        if self.anchor is None:
            return f"XXXX-{month:02}-{day:02}"
        year = _year_of(self.anchor, month, day, relation)
        if safe_day(year, month, day) is None:
            return f"{year:04}-{month:02}"
        return f"{year:04}-{month:02}-{day:02}"

    def _month(self, month: str, relation: str) -> str:
        if self.anchor is None:
            return f"XXXX-{int(month):02}"
        return f"{_year_of(self.anchor, int(month), 0, relation):04}-{int(month):02}"

    def _day_of_month(self, day: str, offset: str) -> str:
        if self.anchor is None:
            return f"XXXX-XX-{int(day):02}"
        month = add_months(self.anchor.replace(day=1), int(offset))
        found = safe_day(month.year, month.month, int(day))
        return found.isoformat() if found else f"{month.year:04}-{month.month:02}"

    def _week_of_month(self, which: str, month_rule: str, relation: str = "") -> str:
        """`which` is 1 to 5, or -1 for the last week; the month is `YYYY-MM`, or a month number with its relation."""
        month = month_rule if "-" in month_rule else self._month(month_rule, relation)
        if not re.fullmatch(r"\d{4}-\d\d", month):
            return month
        year, number = int(month[:4]), int(month[5:])
        day = min(int(which) * 7 - 3, 28) if int(which) > 0 else calendar.monthrange(year, number)[1] - 3
        return week(date(year, number, day))

    def _shift(self, unit: str, offset: str) -> str:
        if self.anchor is None:
            return {"Y": "XXXX", "MO": "XXXX-XX", "W": "XXXX-WXX", "D": "XXXX-XX-XX"}.get(
                unit, "PAST_REF" if int(offset) < 0 else "FUTURE_REF"
            )
        return _shifted(self.anchor, unit, int(offset))

    def _ago(self, unit: str, count: str) -> str:
        return self._shift(unit, f"-{count}")

    def _same(self, unit: str, offset: str = "0") -> str:
        if unit == "D":
            day = self.memory.day or self.anchor
            return day_after(day, int(offset)) if day else "XXXX-XX-XX"
        if unit == "MO":
            month = self.memory.month or (self.anchor.isoformat()[:7] if self.anchor else None)
            return _shifted(date(int(month[:4]), int(month[5:7]), 1), "MO", int(offset)) if month and _ZERO.match(month) else "XXXX-XX"
        if unit == "Y":
            year = self.memory.year or (self.anchor.year if self.anchor else None)
            return f"{year + int(offset):04}" if year else "XXXX"
        base = self.memory.day or self.anchor
        return _shifted(base, unit, int(offset)) if base else "XXXX-WXX"

    def _part_of(self, part: str, offset: str) -> str:
        year = f"{self.anchor.year + int(offset):04}" if self.anchor else "XXXX"
        return f"{year}-{part}"

    def _fiscal(self, offset: str) -> str:
        return f"FY{self.anchor.year + int(offset):04}" if self.anchor else "FYXXXX"

    def _season(self, part: str, relation: str) -> str:
        """A season by the month it begins in; winter counts for the year it ends in."""
        if self.anchor is None:
            return f"XXXX-{part}"
        return f"{_year_of(self.anchor, {'SP': 3, 'SU': 6, 'FA': 9, 'WI': 12}[part], 0, relation):04}-{part}"

    def _weekend(self, offset: str) -> str:
        if self.anchor is None:
            return "XXXX-WXX-WE"
        return f"{_shifted(self.anchor, 'W', int(offset))}-WE"

    def _last_weekend(self, _: str) -> str:
        """The weekend that is, or was last: early in the week the one before."""
        if self.anchor is None:
            return "XXXX-WXX-WE"
        return f"{week(self.anchor - timedelta(days=3) if self.anchor.isoweekday() <= 3 else self.anchor)}-WE"

    def _hijri_month(self, month: str, year: str = "") -> str:
        anchor = self.anchor or date(2000, 1, 1)
        if self.anchor is None and not year:
            return ""
        return hijri_month_range(anchor, int(month), int(year) if year else None) or ""

    def _hijri_date(self, month: str, day: str) -> str:
        if self.anchor is None:
            return ""
        from hijridate import Gregorian

        try:
            year = Gregorian(self.anchor.year, self.anchor.month, self.anchor.day).to_hijri().year
        except (ValueError, OverflowError):
            return ""
        found = [gregorian_of_hijri(y, int(month), int(day)) for y in (year - 1, year, year + 1)]
        return min((f for f in found if f), key=lambda f: abs((date.fromisoformat(f) - self.anchor).days) if self.anchor else 0, default="")


def _ordered(start: str, end: str, ahead: bool) -> str:
    """A range whose ends were placed one by one, put in order by moving one of them a week or a year."""
    if _DAY.fullmatch(start) and _DAY.fullmatch(end) and start > end:
        a, b = date.fromisoformat(start), date.fromisoformat(end)
        if (a - b).days < DAYS_IN_WEEK:
            a, b = (a, b + timedelta(days=7)) if ahead else (a - timedelta(days=7), b)
            return f"{a.isoformat()}/{b.isoformat()}"
    if re.fullmatch(r"\d{4}-\d\d", start) and re.fullmatch(r"\d{4}-\d\d", end) and start > end:
        return f"{start}/{int(end[:4]) + 1:04}{end[4:]}" if ahead else f"{int(start[:4]) - 1:04}{start[4:]}/{end}"
    return f"{start}/{end}"


def day_after(day: date, days: int) -> str:
    """ISO day so many days later."""
    return (_clipped(day, days) or day).isoformat()


def _shifted(anchor: date, unit: str, offset: int) -> str:
    """The unit that lies `offset` units from the anchor's own."""
    try:
        if unit in UNIT_DAYS:
            day = anchor + timedelta(days=offset * UNIT_DAYS[unit])
            return week(day) if unit == "W" else day.isoformat() + ("TNI" if unit == "NI" else "")
        if unit in UNIT_MONTHS:
            month = add_months(anchor, offset * UNIT_MONTHS[unit])
            return {
                "MO": f"{month.year:04}-{month.month:02}",
                "Y": f"{month.year:04}",
                "DE": f"{month.year // 10:03}",
                "CE": f"{month.year // 100:02}",
            }[unit]
    except (ValueError, OverflowError):
        return ""
    return "PAST_REF" if offset < 0 else "FUTURE_REF" if offset else "PRESENT_REF"


def day_of(value: str | None) -> date | None:
    """The day of an ISO date or date-time; None if it is none."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


class DayWords(msgspec.Struct, frozen=True):
    """What a text says of its own day."""

    said: tuple[tuple[int, int], ...]
    """(offset, weekday) of "today, Friday", "yesterday, Thursday"."""
    plain: frozenset[int]
    """Offsets of "today", "yesterday" without a weekday."""
    weekdays: frozenset[int]
    """Weekdays named alone, looking back."""
    lead: int | None
    """The weekday named first."""


def day_words(times: Iterable[Time]) -> DayWords:
    """Collect them from the rules of a text's times."""
    said, plain, weekdays, lead = [], set(), set(), None
    for time in times:
        rule = parse_rule("" if " .. " in time.rule else time.rule)
        if rule.head == "day" and "said" in rule.keys:
            said.append((int(rule.words[1]), int(rule.keys["said"])))
        elif rule.head == "day":
            plain.add(int(rule.words[1]))
        elif rule.head == "weekday" and rule.words[2] == "past":
            weekdays.add(int(rule.words[1]))
            lead = lead or int(rule.words[1])
    return DayWords(tuple(said), frozenset(plain), frozenset(weekdays), lead)


def agreement(words: DayWords, day: date) -> int:
    """How many of a text's "today, Friday" agree with a day, less those that do not."""
    return sum(1 if (day + timedelta(days=offset)).isoweekday() == weekday else -1 for offset, weekday in words.said)
