"""What a matched pattern of time items means: its rule (see `isnad.text.calendars`), or None where it is no time after all."""

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

    future: bool
    """A sign of the future stands near."""
    before: str
    """Letters of its sentence before it."""
    after: str
    """Letters after it."""
    text: str
    """The document's text."""
    day_named: bool
    """The sentence named a day before."""

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


def _year(item: Item) -> int:
    return int(item.count)


def _tail(items: Items, context: Context) -> tuple[str, str]:
    """The year of a month or day: (`year`, 2015), (`shift`, -1) from the anchor's year, or (`rel`, relation)."""
    if year := first(items, "0"):
        return "year", str(_year(year))
    adjective = first(items, "A")
    value = adjective.cell("value") if adjective else ""
    if first(items, "U"):
        if first(items, "t") or value in ("same", ""):
            return "shift", "0"
        return ("shift", value) if value.lstrip("-").isdigit() else ("rel", context.relation)
    if adjective:
        return "rel", RELATIONS.get(value, "past")
    return "rel", "future" if context.future else ""


def _month_rule(month: Item, tail: tuple[str, str]) -> str:
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


def _at(items: Items) -> str:
    edge = first(items, "E")
    return f";at={edge.cell('value')}" if edge else ""


def _part(items: Items) -> str:
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
    rule = _date_rule(days[0], months[0], _tail(after, context))
    today = first(items[: items.index(months[0])], "T")
    return rule + _part(items) + (f";is={today.cell('value')}" if today else "") if rule else None


def days_of_month(items: Items, context: Context) -> str | None:
    """Two days of one month, from and to."""
    days, months = _days(items), _months(items)
    if len(days) < 2 or not months:
        return None
    tail = _tail(items[items.index(months[-1]) + 1 :], context)
    rules = [_date_rule(day, months[0], tail) for day in days[:2]]
    return f"{rules[0]} .. {rules[1]}" if all(rules) else None


def dates(items: Items, context: Context) -> str | None:
    """Two full dates, from and to; a year at the end holds for both."""
    days, months = _days(items), [i for i in items if i.letter in MONTHS]
    if len(days) < 2 or len(months) < 2:
        return None
    tails = [_tail(items[items.index(m) + 1 :], context) for m in (months[0], months[-1])]
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
    found = gregorian_of_hijri(_year(year), number, days[0])
    return f"on {found}" if found else None


def hijri_month(items: Items, context: Context) -> str | None:
    """A month of the Hijri calendar: its days in the Gregorian one."""
    month, year = first(items, "Jj"), first(items, "0")
    if month is None or (year is not None and not 1300 <= _year(year) <= 1500):
        return None
    return f"hijri-month {month.cell('number')}" + (f" {_year(year)}" if year else "")


def latin(items: Items, context: Context) -> str | None:
    """January 5, 2022, as posts give it."""
    month, days, year = first(items, "L"), [int(i.count) for i in items if i.letter == "N"], first(items, "0")
    if month is None:
        return None
    tail = ("year", str(_year(year))) if year else ("rel", "")
    return _date_rule(days[0], month, tail) if days else _month_rule(month, tail)


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
    tail = _tail(items[items.index(found[-1]) + 1 :], context)
    own = _tail(items[items.index(found[0]) + 1 : items.index(found[-1])], context)
    if tail[0] == "year" and own[0] != "year":
        own = ("year", str(int(tail[1]) - (int(found[0].cell("number")) > int(found[-1].cell("number")))))
    elif own[1] in ("", "future"):
        own = tail
    return f"{_month_rule(found[0], own)} .. {_month_rule(found[-1], tail)}"


def month(items: Items, context: Context) -> str | None:
    """A month, or its beginning, middle or end."""
    found = first(items, MONTHS)
    if found is None:
        return None
    tail = _tail(items[items.index(found) + 1 :], context)
    if tail == ("rel", ""):
        tail = ("rel", context.relation)
    return _month_rule(found, tail) + _at(items)


def week_of_month(items: Items, context: Context) -> str | None:
    """The first, or last, week of a month."""
    found, ordinal = first(items, MONTHS), first(items, "r")
    if found is None:
        return None
    which = int(ordinal.count) if ordinal else -1
    if not -1 <= which <= 5:
        return None
    rule = _month_rule(found, _tail(items[items.index(found) + 1 :], context)).split()
    return f"week-of-month {which} {' '.join(rule[1:])}" if rule[0] in ("on", "month") else None


def _plain_year(value: int, hijri_marked: bool) -> str | None:
    if hijri_marked or 1390 <= value <= 1460:
        start = gregorian_of_hijri(value, 1, 1)
        end = gregorian_of_hijri(value, 12, 29)
        return f"on {start[:4]}/{end[:4]}" if start and end else None
    return f"on {value:04}" if 1000 <= value <= 2100 else None


def year(items: Items, context: Context) -> str | None:
    """The year 2015, in figures or words, of either calendar."""
    found, era = first(items, "0N"), first(items, "e")
    if found is None or found.count != int(found.count):
        return None
    if found.letter == "N" and not 1000 <= found.count <= 2100:
        return None
    rule = _plain_year(int(found.count), bool(era and era.cell("value") == "hijri"))
    return rule + _at(items) if rule else None


def bare_year(items: Items, context: Context) -> str | None:
    """A year without the word."""
    value = _year(items[0])
    return f"on {value}" if 1800 <= value <= 2060 else None


def years(items: Items, context: Context) -> str | None:
    """From year to year; two years in a row of one season count as a range as well."""
    found = [_year(i) for i in items if i.letter == "0"]
    if len(found) != 2 or not found[0] < found[1]:
        return None
    return f"on {found[0]} .. on {found[1]}" if found[0] >= 1500 else None


def fiscal(items: Items, context: Context) -> str | None:
    """A fiscal year."""
    unit, found, adjective = first(items, "Uu"), first(items, "0"), first(items, "A")
    if unit is None or unit.id != "Y":
        return None
    if found:
        return f"on FY{_year(found)}"
    offset = adjective.cell("value") if adjective else ""
    return f"fiscal {offset}" if offset.lstrip("-").isdigit() else None


def part_of_year(items: Items, context: Context) -> str | None:
    """A quarter or half of a year, or half of a month."""
    share, ordinal, adjective = first(items, "~"), first(items, "r"), first(items, "A")
    size = {0.5: 2, 0.25: 4}.get(share.count if share else 0, 0)
    which = int(ordinal.count) if ordinal else size
    if not size or not 1 <= which <= size or (not ordinal and adjective and adjective.cell("value") != "recent"):
        return None
    rest = items[items.index(ordinal or adjective or items[0]) + 1 :]
    if found := first(rest, MONTHS):
        return _month_rule(found, _tail(rest[rest.index(found) + 1 :], context))
    kind, value = _tail(rest, context)
    part = f"{'Q' if size == 4 else 'H'}{which}"
    return f"on {value}-{part}" if kind == "year" else f"part-of {part} {value if kind == 'shift' else 0}"


def season(items: Items, context: Context) -> str | None:
    """Summer 2014, last winter, this spring."""
    found, number, adjective = first(items, "O"), first(items, "0"), first(items, "A")
    if found is None:
        return None
    if number:
        return f"on {_year(number)}-{found.cell('value')}"
    relation = RELATIONS.get(adjective.cell("value"), "") if adjective else "this"
    return f"season {found.cell('value')} {relation}" if relation else None


def decade(items: Items, context: Context) -> str | None:
    """The eighties, of the last century or of another."""
    found, century_number, adjective = first(items, "%"), first(items, "Nr"), first(items, "A")
    if found is None:
        return None
    if context.after[:2] == "f*":
        return None  # somebody in their thirties
    hundred = int(century_number.count) - 1 if century_number else 19
    if adjective and adjective.cell("value") == "0":
        hundred = 20
    return f"on {hundred:02}{int(found.cell('value')) // 10}" if 0 < hundred < 30 else None


def century(items: Items, context: Context) -> str | None:
    """A century or another large or small unit by number or adjective."""
    unit, found, adjective = items[0], first(items[1:], "Nr"), first(items, "A")
    if adjective:
        return relative(items, context)
    if unit.id != "CE" or found is None or not 1 <= found.count <= 30:
        return None
    return f"on {int(found.count) - 1:02}"


def relative(items: Items, context: Context) -> str | None:
    """Last year, this week, the end of the month, the same year."""
    unit, adjective, pointer = first(items, "UHWQ"), first(items, "A"), first(items, "t")
    if unit is None:
        return None
    value = adjective.cell("value") if adjective else (pointer.cell("value") if pointer else "0")
    at = _at(items)
    if value in ("same", "follow", "prev"):
        return f"same {unit.id} {({'same': 0, 'follow': 1, 'prev': -1})[value]}{at}"
    if value == "recent":
        return "ref PAST_REF"
    return f"shift {unit.id} {value}{at}"


def same_day(items: Items, context: Context) -> str | None:
    """The same day, the next day, that day."""
    today = first(items, "T")
    pointer = first(items, "At")
    if today is None or today.cell("value") != "0" or pointer is None:
        return None
    value = pointer.cell("value")
    if value in ("same", "follow", "prev"):
        return f"same D {({'same': 0, 'follow': 1, 'prev': -1})[value]}"
    return f"day {value}" if value.lstrip("-").isdigit() and abs(int(value)) <= 1 else None


def day(items: Items, context: Context) -> str | None:
    """Today, yesterday, a weekday, with a part of the day."""
    today, weekday, night, adjective = first(items, "T"), first(items, "D"), first(items, "G"), first(items, "A")
    if night:
        return f"day {night.cell('value')};part=TNI"
    said = f";said={weekday.cell('number')}" if weekday else ""
    if today:
        return f"day {today.cell('value')}{said}{_part(items)}"
    if weekday is None:
        return None
    relation = RELATIONS.get(adjective.cell("value"), context.relation) if adjective else context.relation
    if relation == "this":
        relation = context.relation
    return f"weekday {weekday.cell('number')} {relation}{_part(items)}"


def midday(items: Items, context: Context) -> str | None:
    """Noon or midnight without a day, said in full: of the day named last."""
    item = items[0]
    return f"same D 0{_part(items)}" if item.cell("value").startswith("T1") and item.last - item.first > 1 else None


def weekdays(items: Items, context: Context) -> str | None:
    """Two weekdays, from and to."""
    found = [i for i in items if i.letter == "D"]
    adjective = first(items, "A")
    if len(found) != 2:
        return None
    relation = RELATIONS.get(adjective.cell("value"), context.relation) if adjective else context.relation
    return " .. ".join(f"weekday {i.cell('number')} {relation}" for i in found)


def night_between(items: Items, context: Context) -> str | None:
    """The night from one weekday to the next: that of the first."""
    found = [i for i in items if i.letter == "D"]
    numbers = [int(i.cell("number")) for i in found]
    if len(numbers) != 2 or (numbers[0] % 7) + 1 != numbers[1]:
        return None
    return f"weekday {numbers[0]} {context.relation}{_part(items)}"


def weekend(items: Items, context: Context) -> str | None:
    """The weekend."""
    adjective = first(items, "A")
    offset = adjective.cell("value") if adjective else ""
    if offset.lstrip("-").isdigit():
        return f"weekend {offset}"
    return "weekend 0" if context.future else "last-weekend 0"


def reference(items: Items, context: Context) -> str | None:
    """Now, recently, soon."""
    return f"ref {items[0].cell('value')}"


def rate(items: Items, context: Context) -> str | None:
    """A day, after a number and its unit."""
    return "set P1D"


def repetition(items: Items, context: Context) -> str | None:
    """Every Friday, every three years, daily."""
    if items[0].letter == "@":
        return f"set {items[0].cell('value')}"
    if weekday := first(items, "dD"):
        return f"set XXXX-WXX-{weekday.cell('number')}"
    unit, number = first(items, UNITS), first(items, "N")
    return f"set {CODES[unit.id].format(number_text(number.count) if number else 1)}" if unit else None


Meaning = Callable[[Items, Context], str | None]
MEANINGS: dict[str, Meaning] = {
    "numeric": numeric, "stamp": numeric, "rate": rate, "same_day": same_day, "dates": dates, "days_of_month": days_of_month,
    "date": date, "strict_date": date, "hijri": hijri, "latin": latin, "day_of_this_month": day_of_this_month, "months": months,
    "week_of_month": week_of_month, "month": month, "hijri_month": hijri_month, "years": years, "fiscal": fiscal,
    "part_of_year": part_of_year, "season": season, "decade": decade, "century": century, "year": year, "bare_year": bare_year,
    "weekdays": weekdays, "night_between": night_between, "day": day, "midday": midday, "weekend": weekend, "relative": relative,
    "repetition": repetition, "reference": reference,
}  # fmt: skip
