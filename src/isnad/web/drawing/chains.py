"""Who handed a claim to whom: origins where reading starts, outlets where it ends, arrows in the direction of telling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from markupsafe import Markup

from isnad.export.catalogue import Catalogue
from isnad.export.drawing.svg import Frame, calm, element
from isnad.model.account import Claim
from isnad.model.findings import HopRole
from isnad.web.drawing.chain_layers import Layered, layered

WIDE, NARROW, GAP = 176.0, 138.0, 48.0
HIGH, BETWEEN = 30.0, 10.0
HEAD = 26.0
"""Room above the columns for what they are."""
LETTER = 8.0
"""Width of a character in a box."""
COLUMNS = 3
"""Columns of wide boxes; with more of them boxes are narrow."""


class Teller(msgspec.Struct, frozen=True, kw_only=True):
    """One who handed something on; tellers of one key are the same. Keys begin with a letter or digit."""

    key: str
    name: str
    role: HopRole
    link: str = ""
    """The address of the words that name the teller."""


def chain_diagram(claim: Claim, chains: Sequence[Sequence[Teller]], say: Catalogue) -> Markup:
    """The diagram of a claim's chains, each from its nearest teller to its origin, as `Statement.chain` has them.

    Tellers of one key are drawn once, so that it shows on which origin many outlets rest. Empty without chains of two tellers.
    Outlets that all have it from the same teller are counted from a ninth on.
    """
    laid = layered([[t.key for t in reversed(chain)] for chain in chains if chain])
    if len(laid.columns) < 2:
        return Markup("")
    tellers = {t.key: t for chain in chains for t in chain}
    rows = max(len(column) for column in laid.columns)
    box = WIDE if len(laid.columns) <= COLUMNS else NARROW
    width = len(laid.columns) * box + (len(laid.columns) - 1) * GAP
    frame = Frame(width + 4, HEAD + rows * (HIGH + BETWEEN) + 4, say.direction)
    places = {key: _place(laid, column, row, (rows, box)) for column, keys in enumerate(laid.columns) for row, key in enumerate(keys)}
    origins = say("count.origins", n=claim.origins)
    outlets = say("count.tellers", n=claim.tellers)
    names = say("page.comma").join(calm(tellers[k].name, 40) for k in laid.columns[0][:6] if k in tellers)
    heads = (
        frame.words(origins, (2 + box / 2, 14), "middle", class_="tick"),
        frame.words(outlets, (2 + width - box / 2, 14), "middle", class_="tick"),
    )
    boxes = (
        _box(frame, (*place, box), tellers.get(key), laid.counted.get(key, 0))
        for key, place in places.items()
        if key in tellers or key in laid.counted
    )
    description = say("drawing.chain", outlets=outlets, origins=origins, names=names)
    return frame.picture("chain-diagram", say("drawing.chain-title"), description, *heads, *_arrows(frame, laid, places, box), *boxes)


def _place(laid: Layered, column: int, row: int, sizes: tuple[int, float]) -> tuple[float, float]:
    """The corner of a box where reading starts; each column stands in the middle of the picture's height."""
    rows, box = sizes
    spare = (rows - len(laid.columns[column])) / 2
    return 2 + column * (box + GAP), HEAD + (spare + row) * (HIGH + BETWEEN) + BETWEEN / 2


def _arrows(frame: Frame, laid: Layered, places: dict[str, tuple[float, float]], box: float) -> Iterator[Markup]:
    sign = -1.0 if frame.direction == "rtl" else 1.0
    for (teller, hearer), count in sorted(laid.steps.items()):
        x, y = frame.x(places[teller][0] + box), places[teller][1] + HIGH / 2
        path = f"M{x:.1f} {y:.1f}"
        for key in (*laid.bends.get((teller, hearer), ()), hearer):
            x2, y2 = frame.x(places[key][0]), places[key][1] + HIGH / 2
            bend, tip = sign * GAP * 0.55, (x2 - sign * 7 if key == hearer else x2)
            path += f"C{x + bend:.1f} {y:.1f} {x2 - bend:.1f} {y2:.1f} {tip:.1f} {y2:.1f}"
            x, y = frame.x(places[key][0] + box), y2
            path += f"H{x:.1f}" if key != hearer else ""
        yield element("path", class_="step", d=path, stroke_width=min(4.0, 1 + count * 0.4))
        yield element("path", class_="tip", d=f"M{x2:.1f} {y2:.1f}l{-sign * 8:.1f} -4v8z")


def _box(frame: Frame, place: tuple[float, float, float], teller: Teller | None, counted: int) -> Markup:
    along, y, width = place
    name = calm(teller.name) if teller else f"+{counted}"
    kind = teller.role if teller else "counted"
    box = element("rect", x=frame.left(along, width), y=y, width=width, height=HIGH, rx=6)
    words = frame.words(calm(name, int(width / LETTER)) or "…", (along + width / 2, y + HIGH / 2 + 5), "middle")
    parts = (element("title", name), box, words)
    if teller and teller.link:
        return element("a", *parts, href=teller.link, class_=f"teller {kind}")
    return element("g", *parts, class_=f"teller {kind}")
