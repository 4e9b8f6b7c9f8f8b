"""Quotation marks paired within a line, also where both look alike or one is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from isnad.model.span import Span
from isnad.model.text import Quote

_DOUBLE = "[\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\"\uff02\u2039\u203a]|''|``"
_MARK = re.compile(_DOUBLE)
# A single mark counts only where it stands like an opening or a closing one: elsewhere it is an apostrophe.
_ANY_MARK = re.compile(
    _DOUBLE + "|(?<![^\\s(:\u060c])['\u2018](?=[^\\s'])|(?<=[^\\s'])['\u2019](?=[\\s.,:!?)\u060c\u061b\u061f]|$)", re.MULTILINE
)
_SINGLE = frozenset("'\u2018\u2019")
_OPENS = frozenset("\u00ab\u201c\u201e\u2039") | {"``"}
_CLOSES = frozenset("\u00bb\u201d\u203a\u201f\u2033")
# Families that close each other; a plain mark closes any but guillemets, as keyboards mix them.
_GUILLEMETS = frozenset("\u00ab\u00bb\u2039\u203a")


def _opening(text: str, at: int, end: int, is_open: bool) -> bool:
    """Whether the mark at `[at, end)` opens: by its shape, by what is open, by the letters beside it."""
    mark = text[at:end]
    before = text[at - 1] if at else "\n"
    after = text[end] if end < len(text) else "\n"
    if is_open:
        # A second opener of either shape inside an open quotation with a letter before and none after closes it.
        return mark in _OPENS and (before.isspace() or not after.isspace()) and after.isalnum()
    if mark in _CLOSES:
        # A look-alike used as an opener («bi»word»): letters follow at once and no space stands before a stop.
        return after.isalnum()
    return True


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer("\n", text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


_SIDELESS = frozenset("\"\uff02'") | {"''"}
_OPEN_AFTER = "([{:\u060c,-\u2013\u2014/"
_CLOSE_BEFORE = ".,:;!?)]}\u060c\u061b\u061f-\u2013\u2014/"


def _side(text: str, at: int, end: int) -> int:
    """What the letters beside a mark say of it: 1 it opens, -1 it closes, 0 neither."""
    before = text[at - 1] if at else "\n"
    after = text[end] if end < len(text) else "\n"
    opens = (before.isspace() or before in _OPEN_AFTER) and not after.isspace() and after not in _CLOSE_BEFORE
    closes = (after.isspace() or after in _CLOSE_BEFORE) and not before.isspace() and before not in _OPEN_AFTER
    return opens - closes


def pair_quotes(text: str) -> tuple[Quote, ...]:
    """All quotations of a text in order; one that is not closed ends with its line, or before the next that opens.

    Marks that look alike on both sides are paired as they come; where that makes one close that stands like an opening one, or the
    other way round, a mark is missing, and what stands beside the marks decides.
    """
    out: list[Quote] = []
    pattern = _ANY_MARK if any(mark in text for mark in _SINGLE) else _MARK
    for begin, end in _lines(text):
        marks = list(pattern.finditer(text, begin, end))
        if not marks:
            continue
        found, doubts = _paired(text, marks, end, by_side=False)
        if doubts and any(m.group() in _SIDELESS for m in marks):
            other, fewer = _paired(text, marks, end, by_side=True)
            found = other if fewer < doubts else found
        out += found
    return tuple(out)


def _paired(text: str, marks: list[re.Match[str]], end: int, *, by_side: bool) -> tuple[list[Quote], int]:
    """The quotations of a line that ends at `end`, and how many marks were taken against what stands beside them or left alone."""
    out: list[Quote] = []
    opened: tuple[int, int] | None = None
    doubts = 0
    for match in marks:
        at, stop = match.span()
        side = _side(text, at, stop) if match.group() in _SIDELESS else 0
        if opened is None:
            doubts += side < 0
            if (side >= 0 or not by_side) and _opening(text, at, stop, False):
                opened = (at, stop)
            continue
        first, mark = text[opened[0] : opened[1]], match.group()
        if (first in _SINGLE) != (mark in _SINGLE):
            continue
        if _reopens(text, match, first, side > 0 and by_side):
            if _nested(first, mark):
                continue  # a quotation inside a quotation, with other marks
            out.append(Quote(Span(opened[0], at), Span(opened[1], at), False))
            opened = (at, stop)
            doubts += 1
            continue
        if first in _GUILLEMETS and mark not in _GUILLEMETS:
            continue
        doubts += side > 0
        out.append(Quote(Span(opened[0], stop), Span(opened[1], at), True))
        opened = None
    if opened is not None:
        out.append(Quote(Span(opened[0], end), Span(opened[1], end), False))
        doubts += 1
    return out, doubts


def _reopens(text: str, match: re.Match[str], first: str, by_side: bool) -> bool:
    """Whether a mark opens although a quotation is open, whose first mark is `first`."""
    mark = match.group()
    if by_side:
        return True
    return _opening(text, match.start(), match.end(), True) and not (first == mark and mark not in _GUILLEMETS)


def _nested(first: str, mark: str) -> bool:
    """Whether two marks are of different families, so that one may stand inside the other."""
    return (mark in _GUILLEMETS) != (first in _GUILLEMETS)
