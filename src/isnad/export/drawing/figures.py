"""The figure ledger as a chart: days along, numbers up, each dot a telling that opens its words."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Sequence

import msgspec
from markupsafe import Markup

from isnad.export.catalogue import Catalogue
from isnad.export.drawing.formats import day_of, day_words, short_number
from isnad.export.drawing.svg import Frame, calm, element
from isnad.export.view import FigureView, Point, Ref

Link = Callable[[Ref], str]
"""The address that opens the words of a reference."""

WIDTH, HEIGHT = 640.0, 260.0
BEFORE, AFTER, TOP, BOTTOM = 56.0, 24.0, 18.0, 34.0
RADIUS = 7.0
APART = 15.0
"""Between dots of one day and number."""
PILE = 5
"""Dots of one day and number that are drawn; the others are counted beside them."""
FLAT = 0.85
"""Numbers that all lie above this part of the highest are shown without the way up from zero."""
LABEL = 52.0
"""Room that the words of a day need."""


class Scale(msgspec.Struct, frozen=True):
    """Where days and numbers stand."""

    first: datetime.date
    days: int
    low: float
    high: float
    step: float
    """Between ticks."""

    def along(self, day: datetime.date) -> float:
        """From the side where reading starts."""
        room = WIDTH - BEFORE - AFTER - 2 * RADIUS
        part = (day - self.first).days / self.days if self.days else 0.5
        return BEFORE + RADIUS + part * room

    def up(self, value: float) -> float:
        """From the top of the picture."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return TOP + (1 - part) * (HEIGHT - TOP - BOTTOM)


def figure_chart(figure: FigureView, say: Catalogue, link: Link) -> Markup:
    """The chart of a figure; empty where fewer than two tellings have a day.

    A number that is open upwards is a ring, one within bounds has a bar, an old value that was reprinted is pale.
    """
    told = [(day, p) for p in figure.points if (day := day_of(p.day)) is not None]
    if len(told) < 2:
        return Markup("")
    told.sort(key=lambda t: (t[0], t[1].ref.number, t[1].ref.span))
    scale = _scale(told)
    frame = Frame(WIDTH, HEIGHT, say.direction)
    title = " ".join(part for part in (figure.title, figure.of) if part)
    values = [value for _, p in told for value in (p.low, p.high) if value is not None]
    description = say(
        "drawing.figure", n=len(told), first=day_words(told[0][0], say.language, year=True),
        last=day_words(told[-1][0], say.language, year=True),
        low=short_number(min(values), say.language), high=short_number(max(values), say.language),
    )  # fmt: skip
    return frame.picture("figure-chart", title, description, *_axes(frame, scale, told, say), *_dots(frame, scale, told, say, link))


def _scale(told: Sequence[tuple[datetime.date, Point]]) -> Scale:
    low = min(p.low for _, p in told)
    high = max(p.high if p.high is not None else p.low for _, p in told)
    if low >= 0 and (low == high or low < FLAT * high):
        low = 0.0
    step = round_step(high - low if high > low else abs(high) or 1.0)
    if all(value is None or float(value).is_integer() for _, p in told for value in (p.low, p.high)):
        step = max(step, 1.0)
    floor = math.floor(low / step) * step
    ceiling = math.ceil(high / step) * step
    return Scale(told[0][0], (told[-1][0] - told[0][0]).days, floor, ceiling if ceiling > floor else floor + step, step)


def round_step(span: float, ticks: int = 4) -> float:
    """A round distance between ticks: 1, 2 or 5 times a power of ten."""
    raw = max(span / ticks, 1e-300)  # the least numbers there are have no logarithm any more
    power = 10.0 ** math.floor(math.log10(raw))
    return next((m * power for m in (1.0, 2.0, 5.0) if m * power >= raw * 0.999), 10 * power)


def _axes(frame: Frame, scale: Scale, told: Sequence[tuple[datetime.date, Point]], say: Catalogue) -> Iterator[Markup]:
    for n in range(round((scale.high - scale.low) / scale.step) + 1):
        value = scale.low + n * scale.step
        y = scale.up(value)
        yield element("line", class_="grid", x1=frame.x(BEFORE), x2=frame.x(WIDTH - AFTER / 2), y1=y, y2=y)
        yield frame.words(short_number(value, say.language), (BEFORE - 8, y + 4), "end", class_="tick")
    taken = -LABEL
    for day in dict.fromkeys(d for d, _ in told):
        along = scale.along(day)
        yield element("line", class_="grid day", x1=frame.x(along), x2=frame.x(along), y1=HEIGHT - BOTTOM, y2=HEIGHT - BOTTOM + 5)
        if along - taken >= LABEL:
            taken = along
            yield frame.words(day_words(day, say.language), (along, HEIGHT - BOTTOM + 20), "middle", class_="tick")


def _dots(frame: Frame, scale: Scale, told: Sequence[tuple[datetime.date, Point]], say: Catalogue, link: Link) -> Iterator[Markup]:
    piles: dict[tuple[datetime.date, float], list[Point]] = {}
    for day, point in told:
        pile = piles.setdefault((day, point.low if point.high is None else point.high), [])
        # An article that tells the same twice is one dot; the table has both.
        if all(p.ref.number != point.ref.number for p in pile):
            pile.append(point)
    taken: list[tuple[float, float]] = []
    for (day, value), points in piles.items():
        shown = points if len(points) == PILE + 1 else points[:PILE]
        for point in shown:
            at = _free(scale.along(day), scale.up(value), taken)
            yield _dot(frame, scale, point, at, (say, link))
        if len(points) > len(shown):
            at = _free(scale.along(day), scale.up(value), taken)
            yield frame.words(f"+{len(points) - len(shown)}", (at, scale.up(value) + 4), "middle", class_="more")


def _free(along: float, up: float, taken: list[tuple[float, float]]) -> float:
    """The nearest place at a height that no dot has yet, from its day on; it is taken from now on."""
    near = [x for x, y in taken if abs(y - up) < 2 * RADIUS]
    # Dots near the end of the axis go back towards its start, so that they stay in the picture.
    step = -APART if along > WIDTH - AFTER - PILE * APART else APART
    while any(abs(x - along) < APART - 0.1 for x in near):
        along += step
    along = min(max(along, BEFORE), WIDTH - RADIUS)
    taken.append((along, up))
    return along


def _dot(frame: Frame, scale: Scale, point: Point, along: float, ways: tuple[Catalogue, Link]) -> Markup:
    say, link = ways
    x, y = frame.x(along), scale.up(point.low if point.high is None else point.high)
    kind = " ".join(["telling", point.kind, *(["open"] if point.high is None else []), *(["stale"] if point.stale else [])])
    parts = [element("title", telling_words(point, say))]
    if point.high is not None and point.high != point.low:
        parts.append(element("line", class_="range", x1=x, x2=x, y1=y, y2=scale.up(point.low)))
    parts.append(element("circle", cx=x, cy=y, r=RADIUS))
    parts.append(element("text", str(point.ref.number), x=x, y=y + 3, text_anchor="middle"))
    return element("a", *parts, href=link(point.ref), class_=kind)


def telling_words(point: Point, say: Catalogue) -> str:
    """A telling in one line: the number, who counts, the outlet, the day."""
    day = day_of(point.day)
    parts = (point.value, point.note, point.source, point.outlet, day_words(day, say.language, year=True) if day else "")
    return calm(say("page.comma").join(p for p in parts if p), 200)
