"""A document looked up by place: which tokens and names stand where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from isnad.model.document import Document
from isnad.model.findings import Mention
from isnad.model.span import Span
from isnad.model.text import Token


class Page:
    """A document whose tokens and names are looked up by place."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._starts = [t.start for t in document.tokens]
        self._mentions = sorted(document.mentions, key=lambda m: m.span)
        self._named = [m.span.start for m in self._mentions]

    def tokens(self, spans: Sequence[Span]) -> list[Token]:
        """Tokens that stand in any of some spans, in order."""
        tokens = self.document.tokens
        numbers: set[int] = set()
        for span in spans:
            first = max(0, bisect_right(self._starts, span.start) - 1)
            last = bisect_left(self._starts, span.end)
            numbers.update(n for n in range(first, last) if tokens[n].end > span.start)
        return [tokens[n] for n in sorted(numbers)]

    def before(self, start: int) -> Token | None:
        """The token before a place."""
        number = bisect_left(self._starts, start) - 1
        return self.document.tokens[number] if number >= 0 else None

    def mentions(self, spans: Sequence[Span]) -> list[Mention]:
        """Names that stand wholly in one of some spans."""
        found = (
            m
            for s in spans
            for m in self._mentions[bisect_left(self._named, s.start) : bisect_left(self._named, s.end)]
            if s.covers(m.span)
        )
        return list(found)

    def mentions_before(self, start: int) -> Iterator[Mention]:
        """Names before a place, the last first."""
        return reversed(self._mentions[: bisect_left(self._named, start)])
