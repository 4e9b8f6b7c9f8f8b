"""An article as read: its text in parts, its layout, and layers of findings. Stages add layers; nothing is removed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from operator import attrgetter

import msgspec

from isnad.model.article import Article, Post
from isnad.model.findings import Furniture, Label, Mention, Note, Quantity, Statement, Time
from isnad.model.outcome import Issue
from isnad.model.span import Span
from isnad.model.text import Folded, Hit, Quote, Sentence, Token

_start, _span_start, _end = attrgetter("start"), attrgetter("span.start"), attrgetter("span.end")


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """The news agency whose text the article carries."""

    agency: str
    """As the text spells it, or the agency's usual name where it is inferred."""
    key: str | None
    """Id of the agency in `agencies.tsv`; None for unnamed "agencies"."""
    credited: bool
    span: Span | None
    by: str


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What the page tells besides the story, and where the story stands on it."""

    title: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    subheads: tuple[Span, ...] = ()
    body: tuple[Span, ...] = ()
    """The article's own words without title; in order, not overlapping."""
    furniture: tuple[Furniture, ...] = ()
    posts: tuple[Post, ...] = ()
    outlet: str | None = None
    """From metadata, else as the text names it."""
    outlet_span: Span | None = None
    author: Span | None = None
    """A person named in the byline."""
    wires: tuple[Wire, ...] = ()
    """Credited agencies, first named first."""
    republished_from: Span | None = None


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """When the article was published, and what that rests on."""

    date: str | None = None
    """ISO date or date-time."""
    by: str = ""
    """`metadata`, `url`, `text`, `weekday`, `posts`, `retrieved`, `copies`, `story`, joined by `+`."""
    confidence: float = 0.0
    span: Span | None = None
    anchor: str | None = None
    """The day its "today" speaks from, where its words were copied from an older text."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An article with all that was found in it."""

    article: Article
    folded: Folded
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quotes: tuple[Quote, ...] = ()
    hits: dict[str, tuple[Hit, ...]] = {}
    """Vocabulary found, by table, in text order."""
    layout: Layout = Layout()
    publication: Publication = Publication()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()
    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def path(self) -> str:
        """Where the article was read."""
        return self.article.path

    @property
    def outlet(self) -> str | None:
        """What its outlet calls itself, on the page or beside it."""
        return self.layout.outlet or self.article.outlet

    @property
    def analysed(self) -> tuple[Span, ...]:
        """The parts that are analysed: title and body, in order."""
        title = (self.layout.title,) if self.layout.title else ()
        return tuple(sorted((*title, *self.layout.body)))

    def first_token(self, offset: int) -> int:
        """Index of the first token that starts at an offset or after it."""
        return bisect_left(self.tokens, offset, key=_start)

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """The tokens that start in a span."""
        return self.tokens[self.first_token(span.start) : self.first_token(span.end)]

    def mentions_over(self, span: Span) -> tuple[Mention, ...]:
        """The names that share a character with a span, in order: names stand in order and do not overlap."""
        first = bisect_right(self.mentions, span.start, key=_end)
        return self.mentions[first : bisect_left(self.mentions, span.end, lo=first, key=_span_start)]


Finder = Callable[[Document], Document]
"""A stage at work: takes a document, gives it back with more in it."""
