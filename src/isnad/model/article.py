"""What an outlet published, as it was read."""

from __future__ import annotations

import msgspec

from isnad.model.span import Span


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A post of a social network that an article embeds: a source of its own."""

    text: str
    author: str | None = None
    handle: str | None = None
    """With its `@`."""
    published: str | None = None
    """ISO date or date-time."""
    url: str | None = None
    span: Span | None = None
    """Where it stands in the article's text; None where the reader cut it out of the page."""


class Piece(msgspec.Struct, frozen=True):
    """A run of characters taken over from the raw source unchanged: `text[start:start+size]` is raw `source[at:at+size]`."""

    start: int
    at: int
    size: int


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """An article as published; never changed after reading.

    For a plain-text file `text` is the decoded file as it stands. For records with separate fields (JSON Lines) it is
    title, byline and text, a line each, with `title` and `byline` pointing at them. For HTML it is the extracted text.
    """

    id: str
    """Digest of outlet, address and text."""
    path: str
    """Where it was read: the file's path as given, with `#<record id>` for a record of a file of many; `-` for stdin."""
    text: str
    url: str | None = None
    outlet: str | None = None
    title: Span | None = None
    """Headline, where the form of the input tells it."""
    byline: Span | None = None
    published: str | None = None
    """ISO date or date-time from metadata; never guessed by a reader."""
    retrieved: str | None = None
    """ISO date or date-time of the crawl."""
    updated: str | None = None
    posts: tuple[Post, ...] = ()
    """Embedded posts that the reader cut out of a page."""
    source_map: tuple[Piece, ...] = ()
    media_type: str = "text/plain"
    encoding: str = "utf-8"

    @property
    def name(self) -> str:
        """The file's name, for people."""
        return self.path.rsplit("/", 1)[-1]
