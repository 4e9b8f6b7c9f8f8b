"""Durations and clock times among the patterns of time items."""

from __future__ import annotations

from isnad.annotate.time_dates import CODES, UNITS, Context, Items, Meaning, first, number_text
from isnad.annotate.time_items import Item
from isnad.annotate.time_meanings import day

_MINUTES = {0.5: 30, 0.25: 15, 0.33: 20}


def _unit(items: Items) -> Item | None:
    return first(items, UNITS)


def _amount(items: Items) -> float | None:
    """How many units: a number, a dual, a fraction; None where only "some" is said."""
    number, unit, half = first(items, "N"), _unit(items), first(items, "~")
    if number:
        base = number.count
    elif unit is None or unit.letter in "34" or first(items, "vVs"):
        return None
    elif unit.letter in "562wxz" and unit.cell("number") != "one":
        base = 2.0
    elif half and items.index(half) < items.index(unit):
        return half.count
    else:
        base = 1.0
    return base + (half.count if half and half is items[-1] else 0.0)


def _code(items: Items) -> str | None:
    unit = _unit(items)
    if unit is None:
        return None
    amount = _amount(items)
    if amount is None:
        return CODES[unit.id].format("X")
    if amount < 1 and unit.id in ("H", "Y", "CE", "DE", "MO"):
        return {"H": f"PT{round(amount * 60)}M", "Y": f"P{round(amount * 12)}M", "MO": f"P{round(amount * 30)}D"}.get(
            unit.id, f"P{round(amount * (100 if unit.id == 'CE' else 10))}Y"
        )
    return CODES[unit.id].format(number_text(amount))


def _is_age(items: Items, context: Context) -> bool:
    unit = _unit(items)
    if unit is None or unit.id not in ("Y", "MO") or unit.letter in "4":
        return False
    return "*" in context.before[-4:] or context.after[:2] == "f*" or (context.before[-1:] == "(" and context.after[:1] == ")")


def duration(items: Items, context: Context) -> str | None:
    """Five days, two years, half an hour, some months; an age is none."""
    code = _code(items)
    return f"duration {code}" if code and not _is_age(items, context) else None


def span_of_units(items: Items, context: Context) -> str | None:
    """The last three days: how long, as nothing says from which day."""
    adjective, unit = first(items, "A"), _unit(items)
    value = adjective.cell("value") if adjective else ""
    if unit is None or value == "same":
        return None
    if unit.letter == "4" and not first(items, "N"):
        return f"ref {'FUTURE_REF' if value in ('1', '2', 'follow') else 'PAST_REF'}" if value not in ("0",) else "ref PRESENT_REF"
    return duration(items, context)


def duration_range(items: Items, context: Context) -> str | None:
    """Three to four days."""
    numbers, unit = [i for i in items if i.letter == "N"], _unit(items)
    if len(numbers) != 2 or unit is None or _is_age(items, context):
        return None
    low, high = (CODES[unit.id].format(number_text(n.count)) for n in numbers)
    return f"duration {low} .. duration {high}"


def ago(items: Items, context: Context) -> str | None:
    """Two months ago; before an event it is only how long."""
    unit, amount = _unit(items), _amount(items)
    if unit is None:
        return "ref PAST_REF"
    if context.after[:1] in ("f", "<"):
        return duration(items, context)
    if amount is None:
        return "ref PAST_REF"
    if unit.id in ("H", "M", "S") or amount != int(amount):
        return duration(items, context)
    return f"ago {unit.id} {int(amount)}"


def _clock_numbers(items: Items, context: Context) -> tuple[int, int] | None:
    """Hour and minute as the text gives them."""
    found = [i for i in items if i.letter in "Nr"]
    if not found:
        return None
    written = found[0].span.of(context.text).replace(".", ",").split(",")
    if len(written) == 2 and found[0].letter == "N" and all(w.isdecimal() for w in written):
        hour, minute = int(written[0]), int(written[1])
    elif found[0].count != int(found[0].count):
        return None
    else:
        hour, minute = int(found[0].count), 0
        half, less = first(items, "~"), first(items, "\\")
        if len(found) > 1 and items.index(found[1]) - items.index(found[0]) == 2 and items[items.index(found[0]) + 1].letter in ":+":
            minute = int(found[1].count)
        elif half:
            minute = _MINUTES.get(half.count, 0)
            hour, minute = (hour - 1, 60 - minute) if less else (hour, minute)
    return (hour, minute) if 0 <= hour <= 24 and 0 <= minute < 60 else None


def clock(items: Items, context: Context) -> str | None:
    """A time of the day, on its day where that is named."""
    numbers = _clock_numbers(items, context)
    if numbers is None:
        return None
    hour, minute = numbers
    local = items[
        : next((n for n, i in enumerate(items) if i.letter == "(" and n + 1 < len(items) and items[n + 1].letter == "N"), len(items))
    ]
    part, zone = first(items, "P"), first(local or items, "Z")
    value = part.cell("value") if part else ""
    if (value in ("TEV", "TAF", "T12:00") and hour < 12 and not (value == "T12:00" and hour > 9)) or (value == "TNI" and 6 <= hour < 12):
        hour += 12
    rest = [i for i in items if i.letter in "TDGA"]
    base = day(rest, context) if rest else None
    base = (base or ("same D 0" if context.day_named else "day 0")).split(";part=")[0]
    return f"{base};part=T{hour:02}:{minute:02}{zone.cell('value') if zone else ''}"


DURATIONS: dict[str, Meaning] = {
    "duration": duration, "bare_plural": duration, "bare_unit": duration, "span_of_units": span_of_units,
    "duration_range": duration_range, "ago": ago, "clock": clock,
}  # fmt: skip
