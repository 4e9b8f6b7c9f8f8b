"""Quotation marks paired within a line, also where both look alike or one is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from isnad.model.span import Span
from isnad.model.text import Quote

_MARK = re.compile("[\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\"\uff02\u2039\u203a]|''|``")
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


def pair_quotes(text: str) -> tuple[Quote, ...]:
    """All quotations of a text in order; one that is not closed ends with its line, or before the next that opens."""
    out: list[Quote] = []
    for begin, end in _lines(text):
        opened: tuple[int, int] | None = None
        for match in _MARK.finditer(text, begin, end):
            at, stop = match.span()
            if opened is None:
                if _opening(text, at, stop, False):
                    opened = (at, stop)
                continue
            mark, first = match.group(), text[opened[0] : opened[1]]
            if _opening(text, at, stop, True) and not (first == mark and mark not in _GUILLEMETS):
                if (mark in _GUILLEMETS and first not in _GUILLEMETS) or (first in _GUILLEMETS and mark not in _GUILLEMETS):
                    continue  # a quotation inside a quotation, with other marks
                out.append(Quote(Span(opened[0], at), Span(opened[1], at), False))
                opened = (at, stop)
                continue
            if first in _GUILLEMETS and mark not in _GUILLEMETS:
                continue
            out.append(Quote(Span(opened[0], stop), Span(opened[1], at), True))
            opened = None
        if opened is not None:
            out.append(Quote(Span(opened[0], end), Span(opened[1], end), False))
    return tuple(out)
