"""What a feed, an OPML file or a sitemap lists: addresses, and sometimes the articles themselves."""

from __future__ import annotations

from typing import Literal

import msgspec

from isnad.model.article import Post

EntryKind = Literal["page", "feed", "listing"]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a list: where something can be read, and what the list says of it, as written there."""

    id: str
    """The list's own name for it: a guid, else its address, else a digest of its words."""
    address: str | None = None
    """Absolute `http` or `https` address; None where the item has none."""
    kind: EntryKind = "page"
    """What lies at the address: an article's page, a feed (named in an OPML file), or a further list (a sitemap index)."""
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    content: str | None = None
    """The article's whole text, a paragraph a line, where the list carries it; never a teaser."""
    posts: tuple[Post, ...] = ()
    """Embedded posts that were cut out of the content."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list as read, or the reason why there is none."""

    title: str | None = None
    address: str | None = None
    """The home page that a feed belongs to."""
    entries: tuple[Entry, ...] = ()
    left_out: int = 0
    """Items beyond the number that is read."""
    reason: str = ""
    """Empty where the list is good; else a reason of an `Outcome`."""
    detail: str = ""
