"""The figure ledger as a chart: server-side SVG, each point a telling that links to its words.

Time runs from right to left in an Arabic page and from left to right in an English one; numbers stay upright.
"""

from __future__ import annotations

import datetime
from html import escape

from isnad.export.view import FigureView, Point

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 48, 16, 36


def _days(points: tuple[Point, ...]) -> dict[str, float]:
    """Each day's place on the axis, 0 to 1."""
    days = sorted({p.day[:10] for p in points if len(p.day) >= 10})
    dates = [datetime.date.fromisoformat(d) for d in days]
    if not dates:
        return {}
    width = max(1, (dates[-1] - dates[0]).days)
    return {d.isoformat(): (d - dates[0]).days / width for d in dates}


def _ticks(top: float) -> list[float]:
    """At most five round values from zero to the top."""
    step = 1.0
    while top / step > 4:
        step *= 2.5 if str(int(step))[0] == "2" else 2
    return [step * n for n in range(int(top // step) + 1)]


def figure_svg(figure: FigureView, direction: str = "rtl") -> str:
    """An SVG of the figure's tellings over time; empty where fewer than two tellings have a day."""
    points = tuple(p for p in figure.points if len(p.day) >= 10)
    places = _days(points)
    top = max((p.high or p.low for p in points), default=0) * 1.1
    if len(points) < 2 or top <= 0:
        return ""
    inner = WIDTH - LEFT - RIGHT

    def x(day: str, shift: float = 0) -> float:
        at = places[day[:10]] if len(places) > 1 else 0.5
        at = 1 - at if direction == "rtl" else at
        return LEFT + at * inner + shift

    def y(value: float) -> float:
        return TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(figure.title)}" direction="ltr">']
    for tick in _ticks(top):
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        edge, anchor = (WIDTH - RIGHT + 6, "start") if direction == "rtl" else (LEFT - 6, "end")
        parts.append(f'<text x="{edge}" y="{y(tick) + 4:.1f}" text-anchor="{anchor}">{tick:,.0f}</text>')
    parts += [f'<text x="{x(day):.1f}" y="{HEIGHT - 12}" text-anchor="middle">{day[5:]}</text>' for day in places]
    seen: dict[tuple[str, float], int] = {}
    for point in points:
        value = point.high if point.high is not None else point.low
        turn = seen[(point.day[:10], value)] = seen.get((point.day[:10], value), 0) + 1
        parts.append(_dot(point, x(point.day, (turn - 1) * 13 * (-1 if direction == "rtl" else 1)), y(value), y(point.low)))
    return "".join([*parts, "</svg>"])


def _dot(point: Point, x: float, y: float, low: float) -> str:
    kind = "open" if point.high is None else "point"
    title = escape(f"{point.value} – {point.outlet}, {point.day}{': ' + point.source if point.source else ''}")
    bar = f'<line class="range" x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{low:.1f}"/>' if point.high not in (None, point.low) else ""
    return (
        f'<a href="#s{point.ref.number}-{point.ref.span.start}">{bar}<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
        f'<text class="number" x="{x:.1f}" y="{y + 3:.1f}" text-anchor="middle">{point.ref.number}</text><title>{title}</title></a>'
    )
