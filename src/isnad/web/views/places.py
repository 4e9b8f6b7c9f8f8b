"""Permanent addresses: of stories, claims, statements, articles, characters of an article, names."""

from __future__ import annotations

from urllib.parse import quote

from isnad.model.span import Span


def story_address(story: str, part: str = "", *more: str) -> str:
    """A story, a part of it (`claims`, `timeline` …), or one thing of a part."""
    return "/".join(["/stories", quote(story, safe=""), *(quote(p, safe="") for p in (part, *more) if p)])


def article_address(article: str, span: Span | None = None) -> str:
    """An article; with a span the page that shows and explains its characters.

    `/articles/ID#c530-688` is the short form that people may write: the page's script turns it into this one.
    """
    place = f"/articles/{quote(article, safe='')}"
    return place if span is None else f"{place}?at={span.start}-{span.end}#{anchor(span)}"


def statement_address(statement: str) -> str:
    """A statement, wherever its words stand."""
    return f"/statements/{quote(statement, safe='')}"


def name_address(kind: str, folded: str) -> str:
    """A name in all articles, by its type and folded form."""
    return f"/names/{quote(f'{kind}:{folded}', safe=':')}"


def anchor(span: Span) -> str:
    """The id of characters within their article's page."""
    return f"c{span.start}-{span.end}"


def span_of(text: str, size: int) -> Span | None:
    """Characters as an address names them (`530-688`), kept inside a text of a size; None where they are none."""
    start, _, end = text.partition("-")
    if len(text) > 20 or not all(n.isascii() and n.isdigit() for n in (start, end)):
        return None
    span = Span(min(int(start), size), min(int(end), size))
    return span if span.size > 0 else None
