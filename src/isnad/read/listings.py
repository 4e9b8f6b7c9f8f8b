"""Lists of articles: feeds, OPML files and sitemaps, told apart by their first element.

A list yields one record an item: an article where the item carries the whole text, else `address-only` with the address, for
reading is not fetching.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from isnad.model.article import Article
from isnad.model.entry import Entry, Listing
from isnad.model.outcome import Issue
from isnad.read.feeds import json_feed, xml_feed
from isnad.read.jsonl import compose
from isnad.read.markup import xml_root
from isnad.read.outlines import opml, sitemap
from isnad.read.plain import judged
from isnad.read.records import Job, Metadata, Record, Source, failed, first_known, rejected
from isnad.read.xml_names import bare_name

_ROOTS = {"rss": xml_feed, "rdf": xml_feed, "feed": xml_feed, "channel": xml_feed, "opml": opml, "urlset": sitemap, "sitemapindex": sitemap}
"""First element, in lower case and without its name space, to what reads the list."""


def parse_listing(data: bytes, address: str | None = None, charset: str | None = None) -> Listing:
    """The list that bytes hold, whichever kind; `address` is where it was fetched from, for relative links.

    A list that is none has a `reason`: `empty`, `unknown-format`, `broken-list`, or why the bytes are no text.
    """
    if not data.strip():
        return Listing(reason="empty")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _filled(json_feed(data, address))
    root, decoded = xml_root(data, charset)
    if decoded.reason:
        return Listing(reason=decoded.reason, detail=decoded.detail)
    if root is None:
        return Listing(reason="broken-list", detail="no element")
    name = bare_name(root)
    read = _ROOTS.get(name)
    if read is None:
        return Listing(reason="unknown-format", detail=f"XML whose first element is {name[:40]!r}")
    return _filled(read(root, address))


def _filled(listing: Listing) -> Listing:
    """A list without items is none."""
    if listing.entries or listing.reason:
        return listing
    return msgspec.structs.replace(listing, reason="empty", detail="no items")


def read_listing(source: Source, job: Job) -> Iterator[Record]:
    """One record for each item of a feed, an OPML file or a sitemap."""
    data = source.stream.read(job.settings.max_bytes + 1)
    if len(data) > job.settings.max_bytes:
        yield rejected(source.path, "too-large", f"more than {job.settings.max_bytes} bytes")
        return
    listing = parse_listing(data, source.hints.url, source.charset)
    if listing.reason:
        end = failed if listing.reason == "broken-list" else rejected
        yield end(source.path, listing.reason, listing.detail)
        return
    yield from listing_records(listing, source, job)


def listing_records(listing: Listing, source: Source, job: Job) -> Iterator[Record]:
    """The records of a list's items, in their order."""
    seen: set[str] = set()
    for number, entry in enumerate(listing.entries, 1):
        path = f"{source.path}#{entry.id}"
        issues: tuple[Issue, ...] = ()
        if path in seen:
            path = f"{path}@{number}"
            issues = (Issue(path=path, code="duplicate-id", detail=f"item {number}: {entry.id}"),)
        seen.add(path)
        yield entry_record(entry, path, source.meta, job, issues)
    if listing.left_out:
        yield rejected(source.path, "too-large", f"{listing.left_out} further items left out")


def entry_record(entry: Entry, path: str, meta: Metadata, job: Job, issues: tuple[Issue, ...] = ()) -> Record:
    """The article that an entry carries whole; else a rejection with the address at which it can be fetched."""
    if entry.content is None:
        return rejected(path, *(("address-only", entry.address) if entry.address else ("missing-text", "neither an address nor a text")))
    text, title, byline = compose(entry.title, entry.byline, entry.content)
    draft = Article(id="", path=path, text=text, title=title, byline=byline, posts=entry.posts, media_type="application/xml")
    return judged(draft, first_known(meta, entry_metadata(entry)), job, issues)


def entry_metadata(entry: Entry) -> Metadata:
    """What a list says of an article, in the form that readers take hints in."""
    return Metadata(
        outlet=entry.outlet,
        url=entry.address,
        published=entry.published,
        updated=entry.updated,
        title=entry.title,
        byline=entry.byline,
    )
