"""A query as a tree, and what it finds: shared by those who read queries and those who hold the index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from isnad.model.kept import ArticleRow
from isnad.model.span import Span

Field = Literal["text", "title", "said", "speaker", "about"]
"""Where words are looked for: headline and body, headline, contents of statements, names of speakers, all names."""

FIELDS: tuple[Field, ...] = ("text", "title", "said", "speaker", "about")


class Words(msgspec.Struct, frozen=True):
    """Index terms that must stand in a field: next to each other (a phrase), or the last as the beginning of a term."""

    field: Field
    terms: tuple[str, ...]
    """One word, or the words of a phrase; see `isnad.search.terms`."""
    prefix: bool = False


class Outlet(msgspec.Struct, frozen=True):
    """Published by an outlet; `name` is folded, and compared as a whole."""

    name: str


class Days(msgspec.Struct, frozen=True):
    """Published on these days, both included; None is open."""

    first: str | None
    last: str | None


class FigureIs(msgspec.Struct, frozen=True):
    """Tells a figure within limits: `measure` as in `Quantity.event`, None for any that has one."""

    measure: str | None
    relation: Literal["<", "<=", "=", ">=", ">"]
    value: float


class InStory(msgspec.Struct, frozen=True):
    """Belongs to a story."""

    id: str


class Not(msgspec.Struct, frozen=True):
    """What the part does not find."""

    part: Node


class All(msgspec.Struct, frozen=True):
    """What every part finds; no part finds everything."""

    parts: tuple[Node, ...]


class Any(msgspec.Struct, frozen=True):
    """What at least one part finds."""

    parts: tuple[Node, ...]


Node = Words | Outlet | Days | FigureIs | InStory | Not | All | Any


class Found(msgspec.Struct, frozen=True):
    """An article that a query found; a higher score is a better match, comparable within one query only."""

    article: str
    score: float


class Snippet(msgspec.Struct, frozen=True):
    """A piece of an article around what was found; spans count in the article's text."""

    span: Span
    text: str
    marks: tuple[Span, ...]
    """What was found, within the span."""

    def cuts(self) -> Iterator[tuple[int, int, bool]]:
        """Where the text is cut at its marks, as offsets in it, and whether each piece is what was found."""
        at, start = 0, self.span.start
        for mark in self.marks:
            yield at, mark.start - start, False
            yield mark.start - start, mark.end - start, True
            at = mark.end - start
        yield at, len(self.text), False

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The words between the cuts, and whether each is what was found."""
        return ((self.text[start:end], sought) for start, end, sought in self.cuts())


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """An article that a search found, as shown to a person."""

    article: ArticleRow
    score: float
    by: Literal["words", "meaning", "both"]
    """What found it."""
    snippets: tuple[Snippet, ...]


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """How what the words of a query find is spread: value to number of articles, the most first."""

    total: int
    outlets: dict[str, int]
    months: dict[str, int]
    """ISO month; in the order of time."""
    stories: dict[str, int]


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what a search found."""

    hits: tuple[Hit, ...]
    facets: Facets


class IndexRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the index holds of an article besides what other lists tell."""

    outlet: str
    """Folded; empty if unknown."""
    fields: dict[Field, str]
    """Terms of each field in the order of the text, joined by spaces; a break that no phrase crosses is a term of its own."""


def wanted(node: Node) -> tuple[Words, ...]:
    """The words that a query looks for, without those it excludes."""
    match node:
        case Words():
            return (node,)
        case All(parts) | Any(parts):
            return tuple(w for part in parts for w in wanted(part))
        case _:
            return ()


def without_words(node: Node) -> Node:
    """The query without its words: what else must hold of an article that is found by meaning."""
    match node:
        case Words():
            return All(())
        case All(parts):
            return All(tuple(without_words(p) for p in parts))
        case Any(parts):
            # One that holds for any article makes the choice hold for any.
            return All(()) if wanted(node) else Any(parts)
        case _:
            return node
