"""Two numbers that are one quantity: "20 to 25", "between 1200 and 1800", "20 or 30"."""

from __future__ import annotations

from isnad.annotate.quantity_context import Around, Candidate, bounds_of
from isnad.annotate.quantity_numbers import NumberSpan
from isnad.model.findings import Bounds
from isnad.model.span import Span

CHANGE_REACH = 8


def candidates(numbers: dict[int, NumberSpan], around: Around) -> list[Candidate]:
    """Numbers in order, those that form a range joined."""
    out: list[Candidate] = []
    done = -1
    for first in sorted(numbers):
        number = numbers[first]
        if first < done:
            continue
        other = _partner(number, numbers, around)
        if other is None:
            out.append(Candidate(number.first, number.last, number.span, bounds_of(number), number.kinds, number.row, number.prefix))
            continue
        done = other.last
        low, high = _limits(number, other)
        span = Span(number.span.start, other.span.end)
        out.append(
            Candidate(number.first, other.last, span, Bounds(low, high), number.kinds + other.kinds, number.row + "+range", number.prefix)
        )
    return out


def _limits(number: NumberSpan, other: NumberSpan) -> tuple[float, float]:
    """Both ends; "2 to 3 million" gives its scale to the first as well."""
    low, high = number.value, other.value
    if (
        other.number.scale > 1
        and len(other.kinds) > 1
        and number.number.scale == 1
        and low < high / other.number.scale + 1000
        and low < 1000
    ):
        low *= other.number.scale
    return low, high


def _partner(number: NumberSpan, numbers: dict[int, NumberSpan], around: Around) -> NumberSpan | None:
    """The number that ends the range which this one begins."""
    if number.number.vague or number.number.fraction:
        return None
    at, marks = number.last, around.marks
    link = around.word(at)
    between = around.word(number.first - 1) in marks.between
    other = numbers.get(at) if between else None
    if other is not None and other.prefix[:1] in marks.joiner:
        return _fitting(number, other)
    other = numbers.get(at + 1)
    if other is None or other.number.vague or not around.close(at):
        return None
    if between and link in marks.joiner:
        return _fitting(number, other)
    if link in marks.either and other.value > number.value:
        return _fitting(number, other)
    if link in marks.to and not _is_change(number, around):
        return _fitting(number, other)
    if link in "-\u2013" and link and number.digits and other.digits and _counted(other, around):
        return _fitting(number, other)
    return None


def _fitting(number: NumberSpan, other: NumberSpan) -> NumberSpan | None:
    low, high = _limits(number, other)
    return other if low < high and not other.number.fraction else None


def _counted(other: NumberSpan, around: Around) -> bool:
    return other.last in around.countables or other.last in around.units


def _is_change(number: NumberSpan, around: Around) -> bool:
    """Whether "from A to B" tells a change rather than a range: a verb of change stands before it."""
    if around.word(number.first - 1) not in around.marks.partitive:
        return False
    return any(t.event == "change" for t in around.triggers_in(number.first - CHANGE_REACH, number.first))
