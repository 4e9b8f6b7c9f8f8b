"""A text cut into its parts: folded string, tokens, sentences, quotations, vocabulary hits."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import msgspec

from isnad.model.span import Span


class Folded(msgspec.Struct, frozen=True):
    """A folded string and its way back to the source, one entry a folded character."""

    text: str
    starts: Sequence[int] | None
    """Source offset at which folded character i starts; None where nothing was dropped or added."""
    ends: Sequence[int] | None
    """Source offset at which it ends, marks that were dropped after it included."""

    def source(self, start: int, end: int) -> Span:
        """The source span of folded `[start, end)`; an empty range stays empty."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        if end <= start:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if len(self.ends) else 0)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])


class Kind(IntEnum):
    """What a token is made of."""

    WORD = 1
    NUMBER = 2
    PUNCTUATION = 3
    LINK = 4
    """URL, e-mail address, @handle."""


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word, number or mark. `start`/`end` count in the source, `at` in the folded text."""

    start: int
    end: int
    norm: str
    """The folded characters."""
    kind: int
    at: int

    @property
    def span(self) -> Span:
        """Place in the source."""
        return Span(self.start, self.end)


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence, or a line that is none (a headline, a caption): tokens `[first, last)` of one line."""

    start: int
    end: int
    first: int
    last: int
    line: int
    """0-based line of the text in which it stands."""

    @property
    def span(self) -> Span:
        """Place in the source."""
        return Span(self.start, self.end)


class Quote(msgspec.Struct, frozen=True, gc=False):
    """A quotation: the marks and what stands between them."""

    outer: Span
    """With its marks."""
    inner: Span
    closed: bool
    """False where the closing mark is missing and the end is the end of the line."""


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A form of a vocabulary table standing in the text as tokens `[first, last)`."""

    table: str
    row: int
    """Index into the table's rows."""
    span: Span
    """Of the form itself, without proclitics or suffix; in the source."""
    first: int
    last: int
    prefix: str
    """Folded proclitics written together with the form (conjunction, preposition, article), or empty."""
    suffix: str
    """Folded pronoun written together with the form, or empty."""
