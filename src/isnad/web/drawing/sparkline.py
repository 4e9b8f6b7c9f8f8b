"""How a story grew: one small bar a day, as high as that day's articles."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from markupsafe import Markup

from isnad.export.catalogue import Catalogue
from isnad.export.drawing.formats import day_of, day_words
from isnad.export.drawing.svg import Frame, element

WIDTH, HEIGHT = 120.0, 28.0
MOST = 40
"""Bars; a longer story counts several days as one."""
WIDEST = 12.0


def sparkline(days: Iterable[tuple[str, int]], say: Catalogue) -> Markup:
    """Bars from (ISO day, number of articles), the earliest day where reading starts; empty where no day is known.

    Days may come in any order and repeat; those without articles between the first and the last are drawn as gaps.
    """
    counts: dict[datetime.date, int] = {}
    for text, articles in days:
        day = day_of(text)
        if day is not None and articles > 0:
            counts[day] = counts.get(day, 0) + articles
    if not counts:
        return Markup("")
    first, last = min(counts), max(counts)
    bars = _bars(counts, first, last)
    frame = Frame(WIDTH, HEIGHT, say.direction)
    step = min(WIDEST, WIDTH / len(bars))
    # A few days stand together where the story ends, not spread over the line.
    begin = WIDTH - step * len(bars)
    top = max(bars)
    shapes = [
        element(
            "rect", class_="bar", x=float(frame.left(begin + step * place, step * 0.8)), y=float(HEIGHT - 1 - high),
            width=float(step * 0.8), height=float(high),
        )
        for place, articles in enumerate(bars)
        if articles and (high := max(2.0, (HEIGHT - 3) * articles / top))
    ]  # fmt: skip
    ground = element("line", class_="ground", x1=0, x2=WIDTH, y1=HEIGHT - 0.5, y2=HEIGHT - 0.5)
    return frame.picture("sparkline", _words(sum(counts.values()), first, last, say), "", ground, *shapes)


def _bars(counts: dict[datetime.date, int], first: datetime.date, last: datetime.date) -> list[int]:
    """Articles of each bar, from the first day on."""
    days = (last - first).days + 1
    size = -(-days // MOST)
    bars = [0] * -(-days // size)
    for day, articles in counts.items():
        bars[(day - first).days // size] += articles
    return bars


def _words(articles: int, first: datetime.date, last: datetime.date, say: Catalogue) -> str:
    """The picture in words."""
    many = say("count.articles", n=articles)
    begun = day_words(first, say.language, year=True)
    if first == last:
        return say("drawing.growth-day", articles=many, day=begun)
    return say("drawing.growth", articles=many, first=begun, last=day_words(last, say.language, year=True))
