"""Days and months among the patterns of time items: their rules (see `isnad.text.calendars`), with the year where it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from isnad.annotate.time_items import Item
from isnad.text.calendars import gregorian_of_hijri, safe_day

Items = Sequence[Item]
CODES = {
    "Y": "P{}Y", "MO": "P{}M", "W": "P{}W", "D": "P{}D", "NI": "P{}D",
    "H": "PT{}H", "M": "PT{}M", "S": "PT{}S", "DE": "P{}DE", "CE": "P{}CE",
}  # fmt: skip
MONTHS = "Mmh"
UNITS = "UuwHkxWnyzQq26534"
RELATIONS = {
    "-1": "last",
    "-2": "before-last",
    "0": "this",
    "1": "next",
    "2": "next",
    "recent": "past",
    "follow": "next",
    "prev": "last",
    "same": "this",
}


class Context(msgspec.Struct, frozen=True):
    """What stands around an expression that its meaning depends on."""

    sign: Callable[[], bool]
    """Whether a sign of the future stands near."""
    before: str
    """Letters of its sentence before it."""
    after: str
    """Letters after it."""
    text: str
    """The document's text."""
    day_named: bool
    """The sentence named a day before."""

    @property
    def future(self) -> bool:
        """A sign of the future stands near."""
        return self.sign()

    @property
    def relation(self) -> str:
        """Where an unplaced weekday or month is looked for."""
        return "future" if self.future else "past"


def first(items: Items, letters: str) -> Item | None:
    """The first item with one of the letters."""
    return next((i for i in items if i.letter in letters), None)


def number_text(value: float) -> str:
    """`3`, `1.5`."""
    return str(int(value)) if value == int(value) else str(round(value, 2))


def year_number(item: Item) -> int:
    """The year of a figure."""
    return int(item.count)


def year_tail(items: Items, context: Context) -> tuple[str, str]:
    """The year of a month or day: (`year`, 2015), (`shift`, -1) from the anchor's year, or (`rel`, relation)."""
    if year := first(items, "0"):
        return "year", str(year_number(year))
    adjective = first(items, "A")
    value = adjective.cell("value") if adjective else ""
    if first(items, "U"):
        if first(items, "t") or value in ("same", ""):
            return "shift", "0"
        return ("shift", value) if value.lstrip("-").isdigit() else ("rel", context.relation)
    if adjective:
        return "rel", RELATIONS.get(value, "past")
    return "rel", "future" if context.future else ""


def month_rule(month: Item, tail: tuple[str, str]) -> str:
    """The rule of a month with its year, as `year_tail` gives it."""
    kind, value = tail
    number = int(month.cell("number"))
    if kind == "year":
        return f"on {int(value):04}-{number:02}"
    if kind == "shift":
        return f"part-of {number:02} {value}"
    return f"month {number} {value or 'past'}"


def _date_rule(day: int, month: Item, tail: tuple[str, str]) -> str | None:
    kind, value = tail
    number = int(month.cell("number"))
    if not 1 <= day <= 31:
        return None
    if kind == "year":
        found = safe_day(int(value), number, day)
        return f"on {found.isoformat()}" if found else None
    if kind == "shift":
        return f"part-of {number:02}-{day:02} {value}"
    return f"date {number}-{day} {value or 'near'}"


def edge_key(items: Items) -> str:
    """The key of an edge (start, middle, end) among the items."""
    edge = first(items, "E")
    return f";at={edge.cell('value')}" if edge else ""


def part_key(items: Items) -> str:
    """The key of a part of the day among the items."""
    value = next((i.cell("value") for i in items if i.letter in "Pl" and i.cell("value")), "")
    return f";part={value}" if value else ""


def _days(items: Items) -> list[int]:
    return [int(i.count) for i in items if i.letter in "Nr" and i.count == int(i.count)]


def _months(items: Items) -> list[Item]:
    """Months that differ; a double name counts once."""
    out: list[Item] = []
    for item in items:
        if item.letter in MONTHS and (not out or out[-1].cell("number") != item.cell("number")):
            out.append(item)
    return out


def numeric(items: Items, context: Context) -> str | None:
    """10/8/2015, 2015-08-10, also 25/10/1436 of the Hijri calendar."""
    numbers = [int(i.count) for i in items if i.letter in "N0"]
    if len(numbers) != 3:
        return None
    year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
    if month > 12 >= day:
        month, day = day, month
    if 1300 <= year <= 1500:
        found = gregorian_of_hijri(year, month, day)
    else:
        real = safe_day(year, month, day)
        found = real.isoformat() if real else None
    return f"on {found}" if found else None


def date(items: Items, context: Context) -> str | None:
    """A day of a month, with or without year."""
    days, months = _days(items), _months(items)
    if not days or not months:
        return None
    after = items[items.index(months[-1]) + 1 :]
    rule = _date_rule(days[0], months[0], year_tail(after, context))
    today = first(items[: items.index(months[0])], "T")
    return rule + part_key(items) + (f";is={today.cell('value')}" if today else "") if rule else None


def days_of_month(items: Items, context: Context) -> str | None:
    """Two days of one month, from and to."""
    days, months = _days(items), _months(items)
    if len(days) < 2 or not months:
        return None
    tail = year_tail(items[items.index(months[-1]) + 1 :], context)
    rules = [_date_rule(day, months[0], tail) for day in days[:2]]
    return f"{rules[0]} .. {rules[1]}" if all(rules) else None


def dates(items: Items, context: Context) -> str | None:
    """Two full dates, from and to; a year at the end holds for both."""
    days, months = _days(items), [i for i in items if i.letter in MONTHS]
    if len(days) < 2 or len(months) < 2:
        return None
    tails = [year_tail(items[items.index(m) + 1 :], context) for m in (months[0], months[-1])]
    rules = [_date_rule(days[0], months[0], tails[0]), _date_rule(days[1], months[-1], tails[1])]
    return f"{rules[0]} .. {rules[1]}" if all(rules) else None


def hijri(items: Items, context: Context) -> str | None:
    """A day of the Hijri calendar, given in the Gregorian one."""
    month, days, year = first(items, "Jj"), _days(items), first(items, "0")
    if month is None or not days or not 1 <= days[0] <= 30:
        return None
    number = int(month.cell("number"))
    if year is None:
        return f"hijri-date {number} {days[0]}"
    found = gregorian_of_hijri(year_number(year), number, days[0])
    return f"on {found}" if found else None


def hijri_month(items: Items, context: Context) -> str | None:
    """A month of the Hijri calendar: its days in the Gregorian one."""
    month, year = first(items, "Jj"), first(items, "0")
    if month is None or (year is not None and not 1300 <= year_number(year) <= 1500):
        return None
    return f"hijri-month {month.cell('number')}" + (f" {year_number(year)}" if year else "")


def latin(items: Items, context: Context) -> str | None:
    """January 5, 2022, as posts give it."""
    month, days, year = first(items, "L"), [int(i.count) for i in items if i.letter == "N"], first(items, "0")
    if month is None:
        return None
    tail = ("year", str(year_number(year))) if year else ("rel", "")
    return _date_rule(days[0], month, tail) if days else month_rule(month, tail)


def day_of_this_month(items: Items, context: Context) -> str | None:
    """The fifth of the current month."""
    days, adjective = _days(items), first(items, "A")
    offset = adjective.cell("value") if adjective else "0"
    if not days or not 1 <= days[0] <= 31:
        return None
    return f"day-of-month {days[0]} {offset if offset.lstrip('-').isdigit() else '0'}"


def months(items: Items, context: Context) -> str | None:
    """Two months, from and to."""
    found = _months(items)
    if len(found) < 2:
        return None
    tail = year_tail(items[items.index(found[-1]) + 1 :], context)
    own = year_tail(items[items.index(found[0]) + 1 : items.index(found[-1])], context)
    if tail[0] == "year" and own[0] != "year":
        own = ("year", str(int(tail[1]) - (int(found[0].cell("number")) > int(found[-1].cell("number")))))
    elif own[1] in ("", "future"):
        own = tail
    return f"{month_rule(found[0], own)} .. {month_rule(found[-1], tail)}"


def month(items: Items, context: Context) -> str | None:
    """A month, or its beginning, middle or end."""
    found = first(items, MONTHS)
    if found is None:
        return None
    tail = year_tail(items[items.index(found) + 1 :], context)
    if tail == ("rel", ""):
        tail = ("rel", context.relation)
    return month_rule(found, tail) + edge_key(items)


def week_of_month(items: Items, context: Context) -> str | None:
    """The first, or last, week of a month."""
    found, ordinal = first(items, MONTHS), first(items, "r")
    if found is None:
        return None
    which = int(ordinal.count) if ordinal else -1
    if not -1 <= which <= 5:
        return None
    rule = month_rule(found, year_tail(items[items.index(found) + 1 :], context)).split()
    return f"week-of-month {which} {' '.join(rule[1:])}" if rule[0] in ("on", "month") else None


Meaning = Callable[[Items, Context], str | None]
DATES: dict[str, Meaning] = {
    "numeric": numeric, "stamp": numeric, "dates": dates, "days_of_month": days_of_month, "date": date, "strict_date": date,
    "hijri": hijri, "hijri_month": hijri_month, "latin": latin, "day_of_this_month": day_of_this_month, "months": months,
    "month": month, "week_of_month": week_of_month,
}  # fmt: skip
