"""A timeline at a glance: days along a line, each event a disc, larger the more articles tell it.

Days without events shrink, so that a year that somebody recalls does not push the days of the story into one point.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from isnad.export.catalogue import Catalogue
from isnad.export.drawing.formats import day_of, day_words
from isnad.export.drawing.svg import Frame, calm, element
from isnad.model.account import Event

WIDTH = 640.0
MARGIN = 40.0
UP = 16.0
"""Between events of one day, one above the other."""
MOST = 60
"""Events that are drawn, those that most articles tell first."""
LABEL = 56.0
STACK = 6
"""Events of a day that are drawn; the others are counted above them."""


def timeline_strip(events: Sequence[Event], say: Catalogue, link: Callable[[Event], str]) -> Markup:
    """The strip of events whose day is known; empty where they have fewer than two days. `link` gives an event's address."""
    dated = [(day, e) for e in events if e.precision in ("day", "part") and (day := day_of(e.date)) is not None]
    dated = sorted(dated, key=lambda d: -articles_of(d[1]))[:MOST]
    days: dict[datetime.date, list[Event]] = {}
    for day, event in sorted(dated, key=lambda d: d[0]):
        days.setdefault(day, []).append(event)
    if len(days) < 2:
        return Markup("")
    high = min(STACK + 1, max(len(e) for e in days.values()))
    frame = Frame(WIDTH, 54 + high * UP, say.direction)
    ground = frame.height - 30
    places = _places(list(days))
    told = [day_words(d, say.language, year=True) for d in (next(iter(days)), list(days)[-1])]
    description = say("drawing.timeline", n=len(dated), first=told[0], last=told[1])
    line = element("line", class_="ground", x1=frame.x(MARGIN / 2), x2=frame.x(WIDTH - MARGIN / 2), y1=ground, y2=ground)
    parts = (
        *_breaks(frame, places, ground), *_labels(frame, places, ground, say), *_discs(frame, places, days, (ground, say, link)),
    )  # fmt: skip
    return frame.picture("timeline-strip", say("page.timeline"), description, line, *parts)


def articles_of(event: Event) -> int:
    """How many articles tell an event."""
    return len({e.article for e in event.evidence})


def _places(days: Sequence[datetime.date]) -> dict[datetime.date, float]:
    """Where each day stands; a gap of many days grows with their logarithm only."""
    steps = [0.0]
    for before, day in pairwise(days):
        steps.append(steps[-1] + 1 + math.log2((day - before).days))
    room = WIDTH - 2 * MARGIN
    return {day: MARGIN + room * step / steps[-1] for day, step in zip(days, steps, strict=True)}


def _breaks(frame: Frame, places: dict[datetime.date, float], ground: float) -> Iterator[Markup]:
    """A break in the line where more than a month is left out."""
    held = list(places.items())
    for (before, start), (day, end) in pairwise(held):
        if (day - before).days > 31:
            x = frame.x((start + end) / 2)
            yield element("path", class_="break", d=f"M{x - 5:.1f} {ground + 5:.1f}l4 -10m2 10l4 -10")


def _labels(frame: Frame, places: dict[datetime.date, float], ground: float, say: Catalogue) -> Iterator[Markup]:
    taken, year = -LABEL, next(reversed(places)).year
    for day, along in places.items():
        room = LABEL if day.year == year else LABEL * 1.5
        if along - taken >= room:
            taken = along
            yield frame.words(day_words(day, say.language, year=day.year != year), (along, ground + 20), "middle", class_="tick")


def _discs(
    frame: Frame,
    places: dict[datetime.date, float],
    days: dict[datetime.date, list[Event]],
    ways: tuple[float, Catalogue, Callable[[Event], str]],
) -> Iterator[Markup]:
    ground, say, link = ways
    for day, events in days.items():
        shown = events if len(events) == STACK + 1 else events[:STACK]
        for place, event in enumerate(shown):
            size = min(7.5, 3.5 + math.sqrt(articles_of(event)))
            words = calm(f"{day_words(day, say.language, year=True)}: {event.text}", 200)
            disc = element("circle", cx=frame.x(places[day]), cy=ground - 10 - place * UP, r=size)
            yield element("a", element("title", words), disc, href=link(event), class_="event planned" if event.planned else "event")
        if len(events) > len(shown):
            at = (places[day], ground - 6 - len(shown) * UP)
            yield frame.words(f"+{len(events) - len(shown)}", at, "middle", class_="more")
