"""Places in a text: half-open ranges of Unicode code points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """`[start, end)` in code points of an article's text; encodes as a JSON array of two."""

    start: int
    end: int

    @property
    def size(self) -> int:
        """Number of code points."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters that stand here."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether both share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shared(self, other: Span) -> int:
        """Number of code points in both."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def merge(spans: Iterable[Span], gap: int = 0) -> tuple[Span, ...]:
    """The union of spans in order, joining those that touch or lie at most `gap` apart."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end + gap:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


class Cover:
    """Which of many spans cover a place: looked up among those that start at most the longest span's size before it."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [s.start for s in self.spans]
        self.longest = max((s.size for s in self.spans), default=0)

    def of(self, place: Span) -> list[Span]:
        """The spans that cover a place, in order."""
        first, last = bisect_left(self.starts, place.end - self.longest), bisect_right(self.starts, place.start)
        return [s for s in self.spans[first:last] if s.covers(place)]


class Union:
    """The places that spans hold together: asked for one place by bisection, whatever the number and sizes of the spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = merge(s for s in spans if s.size)
        self.starts = [s.start for s in self.spans]

    def touches(self, place: Span) -> bool:
        """Whether any of the spans shares a character with a place."""
        at = bisect_left(self.starts, place.end) - 1
        return at >= 0 and self.spans[at].end > place.start

    def covers(self, place: Span) -> bool:
        """Whether every character of a place lies in one of the spans."""
        at = bisect_right(self.starts, place.start) - 1
        return at >= 0 and self.spans[at].covers(place)


def trim(text: str, span: Span, characters: str | None = None) -> Span:
    """The span without leading and trailing whitespace (or the given characters); empty spans stay at their start."""
    start, end = span
    strip = str.isspace if characters is None else characters.__contains__
    while start < end and strip(text[start]):
        start += 1
    while end > start and strip(text[end - 1]):
        end -= 1
    return Span(start, end)
