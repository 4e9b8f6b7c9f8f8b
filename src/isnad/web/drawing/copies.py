"""Who carries whose words, as an arc diagram (Wattenberg 2002): articles in the order of time, an arc from each text to its copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec
from markupsafe import Markup

from isnad.export.catalogue import Catalogue
from isnad.export.drawing.svg import Frame, calm, element
from isnad.model.account import Reuse

WORDS, ARCS = 300.0, 260.0
ROW = 27.0
MOST = 40
"""Articles that are drawn, those with most copied words first."""
CROWDED = 30
"""Arcs from which on each article keeps only what ties it to the others most strongly."""
LETTERS = 38


class Carrier(msgspec.Struct, frozen=True, kw_only=True):
    """An article in the diagram."""

    id: str
    number: int
    outlet: str
    day: str
    """For a reader; empty where it is not known."""
    moment: str
    """ISO date or date-time, for the order; empty comes last."""
    link: str


def copies_graph(carriers: Iterable[Carrier], copies: Sequence[Reuse], say: Catalogue, link: Callable[[Reuse], str]) -> Markup:
    """The diagram of copies; empty without one. `link` gives the address where the words of a pair stand side by side.

    An arrow points from the text to its copy; an arc without an arrow joins two that have a text in common, or of which it is
    not known. The wider the arc the more words.
    """
    held = {c.id: c for c in carriers}
    drawn = _chosen([r for r in copies if r.a in held and r.b in held])
    if not drawn:
        return Markup("")
    rows = _rows(drawn, held)
    frame = Frame(WORDS + ARCS, len(rows) * ROW + 8, say.direction)
    names = (_name(frame, held[i], row) for i, row in rows.items())
    arcs = (_arc(frame, r, rows, _told(r, held, say), link(r)) for r in sorted(drawn, key=lambda r: r.share))
    description = say("drawing.copies", articles=say("count.articles", n=len(rows)), copies=say("count.copies", n=len(drawn)))
    return frame.picture("copies-graph", say("page.copies"), description, *arcs, *names)


def _chosen(copies: Sequence[Reuse]) -> list[Reuse]:
    """The copies that are drawn: all, or where they are many those of a maximum spanning forest (Kruskal 1956)."""
    ranked = sorted(copies, key=lambda r: (-r.share, r.direction in ("common", "unknown"), r.a, r.b))
    root: dict[str, str] = {}

    def top(key: str) -> str:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    out: list[Reuse] = []
    for reuse in ranked:
        a, b = top(reuse.a), top(reuse.b)
        if len({i for r in out for i in (r.a, r.b)} | {reuse.a, reuse.b}) > MOST:
            continue
        if len(copies) <= CROWDED or a != b:
            root[a] = b
            out.append(reuse)
    return out


def _rows(copies: Sequence[Reuse], held: dict[str, Carrier]) -> dict[str, int]:
    """The row of each article: those that hang together stand together, each group in the order of time."""
    groups: list[set[str]] = []
    for reuse in copies:
        touching = [g for g in groups if g & {reuse.a, reuse.b}]
        groups = [g for g in groups if g not in touching] + [set().union({reuse.a, reuse.b}, *touching)]

    def order(identity: str) -> tuple[str, int]:
        return held[identity].moment or "9999", held[identity].number

    sorted_groups = sorted((sorted(g, key=order) for g in groups), key=lambda g: (-len(g), order(g[0])))
    return {identity: row for row, identity in enumerate(i for g in sorted_groups for i in g)}


def _name(frame: Frame, carrier: Carrier, row: int) -> Markup:
    y = row * ROW + ROW / 2 + 4
    words = " · ".join(p for p in (calm(carrier.outlet, LETTERS), carrier.day) if p)
    parts = (
        element("title", calm(f"[{carrier.number}] {carrier.outlet}")),
        frame.words(str(carrier.number), (22, y + 4), "end", class_="tick"),
        # Long names end at the dot, whichever way their letters run.
        frame.words(words, (WORDS - 14, y + 4), "end", class_="name"),
        element("circle", cx=frame.x(WORDS), cy=y, r=5.0),
    )
    return element("a", *parts, href=carrier.link, class_="carrier")


def _arc(frame: Frame, reuse: Reuse, rows: dict[str, int], words: str, address: str) -> Markup:
    source, copy = (reuse.b, reuse.a) if reuse.direction == "b>a" else (reuse.a, reuse.b)
    y1, y2 = (rows[i] * ROW + ROW / 2 + 4 for i in (source, copy))
    reach = min(ARCS * 1.25, 26 + 20 * abs(rows[source] - rows[copy]))
    x, bend, sign = frame.x(WORDS + 7), frame.x(WORDS + 7 + reach), (1.0 if frame.direction == "rtl" else -1.0)
    path = element(
        "path", class_="arc", d=f"M{x:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x:.1f} {y2:.1f}",
        stroke_width=1 + 3.5 * min(1.0, max(0.0, reuse.share)),
    )  # fmt: skip
    parts = [element("title", words), path]
    if reuse.direction in ("a>b", "b>a"):
        parts.append(element("path", class_="tip", d=f"M{x:.1f} {y2:.1f}l{-sign * 9:.1f} -5v10z"))
    return element("a", *parts, href=address, class_=f"copy {reuse.kind}{'' if len(parts) > 2 else ' undirected'}")


def _told(reuse: Reuse, held: dict[str, Carrier], say: Catalogue) -> str:
    """A copy in words."""
    a, b = (f"[{held[i].number}] {calm(held[i].outlet, LETTERS)}" for i in (reuse.a, reuse.b))
    return f"{say(f'direction.{reuse.direction}', a=a, b=b)}: {say(f'reuse.{reuse.kind}')}, {round(reuse.share * 100)} %"
