"""What a matched pattern of time items means: its rule (see `isnad.text.calendars`), or None where it is no time after all.

Days and months stand in `time_dates`, durations and clock times in `time_durations`.
"""

from __future__ import annotations

import re

from isnad.annotate.time_dates import (
    CODES,
    MONTHS,
    RELATIONS,
    UNITS,
    Context,
    Items,
    Meaning,
    edge_key,
    first,
    month_rule,
    number_text,
    part_key,
    year_number,
    year_tail,
)
from isnad.text.calendars import gregorian_of_hijri

_WORD = re.compile(r"\s(\w+)")
_COUNTED = ("\u0629", "\u064b", "\u0627")
"""Ends of an indefinite noun that a number governs: feminine, or accusative."""
_YEARS = range(1800, 2061)
_DEFINITE = "\u0627\u0644"


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
    return rule + edge_key(items) if rule else None


def bare_year(items: Items, context: Context) -> str | None:
    """A year without the word; no number of things that follow it ("in 2016 schools")."""
    value = year_number(items[0])
    after = _WORD.match(context.text, items[0].span.end)
    counted = after is not None and after[1].endswith(_COUNTED) and not after[1].startswith(_DEFINITE)
    return f"on {value}" if value in _YEARS and not counted else None


def event_year(items: Items, context: Context) -> str | None:
    """A year after the event that it tells apart from others ("the elections of 2024"); no date that names the event."""
    head, value = items[0], year_number(items[-1])
    return f"on {value}" if value in _YEARS and (head.letter != "?" or head.cell("value") == "event") else None


def years(items: Items, context: Context) -> str | None:
    """From year to year; two years in a row of one season count as a range as well."""
    found = [year_number(i) for i in items if i.letter == "0"]
    if len(found) != 2 or not found[0] < found[1]:
        return None
    return f"on {found[0]} .. on {found[1]}" if found[0] >= 1500 else None


def fiscal(items: Items, context: Context) -> str | None:
    """A fiscal year."""
    unit, found, adjective = first(items, "Uu"), first(items, "0"), first(items, "A")
    if unit is None or unit.id != "Y":
        return None
    if found:
        return f"on FY{year_number(found)}"
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
        return month_rule(found, year_tail(rest[rest.index(found) + 1 :], context))
    kind, value = year_tail(rest, context)
    part = f"{'Q' if size == 4 else 'H'}{which}"
    return f"on {value}-{part}" if kind == "year" else f"part-of {part} {value if kind == 'shift' else 0}"


def season(items: Items, context: Context) -> str | None:
    """Summer 2014, last winter, this spring."""
    found, number, adjective = first(items, "O"), first(items, "0"), first(items, "A")
    if found is None:
        return None
    if number:
        return f"on {year_number(number)}-{found.cell('value')}"
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
    at = edge_key(items)
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
        return f"day {today.cell('value')}{said}{part_key(items)}"
    if weekday is None:
        return None
    relation = RELATIONS.get(adjective.cell("value"), context.relation) if adjective else context.relation
    if relation == "this":
        relation = context.relation
    return f"weekday {weekday.cell('number')} {relation}{part_key(items)}"


def midday(items: Items, context: Context) -> str | None:
    """A part of the day without its day: noon said in full, one with article after a preposition or "this", an adverb."""
    item = items[-1]
    if item.cell("value").startswith("T1") and item.last - item.first > 1:
        return f"same D 0{part_key(items)}"
    pointed = items[0].letter == "t" or (context.before[-1:] in tuple("SiFB>g") and item.id.startswith("the-"))
    return f"same D 0{part_key(items)}" if pointed or item.id.startswith("adverb-") else None


def hour(items: Items, context: Context) -> str | None:
    """An hour by its ordinal and the part of the day, without the word for hour: ten in the morning."""
    number = first(items, "r")
    if number is None or not 1 <= number.count <= 12 or not items[-1].id.startswith("adverb-"):
        return None
    value, half = items[-1].cell("value"), first(items, "~")
    late = value in ("TEV", "TAF") or (value == "TNI" and number.count >= 6) or (value == "T12:00" and number.count < 6)
    minute = 30 if half and half.count == 0.5 else 15 if half and half.count == 0.25 else 0
    return f"same D 0;part=T{int(number.count) % 12 + (12 if late else 0):02}:{minute:02}"


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
    return f"weekday {numbers[0]} {context.relation}{part_key(items)}"


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
    """A day, a month, a year, after a number and its unit."""
    return f"set {CODES[items[0].id].format(1)}" if items[0].letter in "HUW" else "set P1D"


def repetition(items: Items, context: Context) -> str | None:
    """Every Friday, every three years, daily."""
    if items[0].letter == "@":
        return f"set {items[0].cell('value')}"
    if weekday := first(items, "dD"):
        return f"set XXXX-WXX-{weekday.cell('number')}"
    unit, number = first(items, UNITS), first(items, "N")
    return f"set {CODES[unit.id].format(number_text(number.count) if number else 1)}" if unit else None


MEANINGS: dict[str, Meaning] = {
    "rate": rate, "same_day": same_day, "years": years, "fiscal": fiscal, "part_of_year": part_of_year, "season": season,
    "decade": decade, "century": century, "year": year, "bare_year": bare_year, "event_year": event_year,
    "weekdays": weekdays, "night_between": night_between,
    "day": day, "hour": hour, "midday": midday, "weekend": weekend, "relative": relative, "repetition": repetition, "reference": reference,
}  # fmt: skip
