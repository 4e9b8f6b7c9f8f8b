"""From addresses to records: pages become articles, lists are followed to the pages that they name.

A list may lead to lists (an OPML file to feeds, a sitemap index to sitemaps) as deep as `settings.fetch.depth`, and
`settings.fetch.entries` items of each are followed. Whatever a stranger's list says, it speaks for its own site only: a whole
text in a feed is taken as the article only where the item's address lies on the feed's own site; else the page is fetched.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from isnad.fetch.answers import Fetched, Request
from isnad.fetch.batch import fetch_all
from isnad.fetch.courtesy import Memory
from isnad.model.entry import Entry, Listing
from isnad.read.listings import entry_metadata, entry_record, parse_listing
from isnad.read.page_metadata import host_of
from isnad.read.peek import GZIP, sniffed
from isnad.read.records import Job, Metadata, Record, Source, failed, first_known, rejected
from isnad.read.sources import READERS
from isnad.read.unpack import BrokenPayload, TooLarge, decoded_payload
from isnad.settings import Settings

_LISTS = ("application/xml", "application/feed+json")
_PAGES = ("text/html", "text/plain")


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """An address to fetch, and what a list said of it."""

    address: str
    depth: int = 0
    """Lists that led to it."""
    hints: Metadata = Metadata()
    feed: str | None = None
    """Where the list that named it was fetched."""


def fetch_articles(addresses: Iterable[str], settings: Settings, memory: Memory | None = None) -> Iterator[Record]:
    """The articles at web addresses, which may be pages, feeds, OPML files or sitemaps; one record for each page or item.

    A list is no input of its own, its items are; one that cannot be had or read is counted as one. Records come as they are
    fetched, in no fixed order. What robots.txt files say is kept in `memory` for a next call. Nothing raises.
    """
    seen: set[str] = set()
    targets = [Target(address=a) for a in addresses]
    for _ in range(settings.fetch.depth + 1):
        found: list[Target] = []
        fresh, again = _unseen(targets, seen)
        yield from again
        for target, fetched in fetch_targets(fresh, settings, memory):
            yield from _records(target, fetched, settings, found)
        targets = found
    for target in targets:
        yield rejected(target.address, "too-deep", f"more than {settings.fetch.depth} lists lead to it")


def _unseen(targets: Sequence[Target], seen: set[str]) -> tuple[list[Target], list[Record]]:
    """Targets that are new, and a record for each that is not."""
    fresh, again = [], []
    for target in targets:
        if target.address in seen:
            again.append(rejected(target.address, "duplicate", "named twice"))
        else:
            seen.add(target.address)
            fresh.append(target)
    return fresh, again


def fetch_targets(targets: Sequence[Target], settings: Settings, memory: Memory | None) -> Iterator[tuple[Target, Fetched]]:
    """Each target (addresses must differ) with what came of it."""
    by_address = {t.address: t for t in targets}
    requests = [Request(address=a) for a in by_address]
    for fetched in fetch_all(requests, settings.fetch, memory):
        yield by_address[fetched.address], fetched


def _records(target: Target, fetched: Fetched, settings: Settings, found: list[Target]) -> Iterator[Record]:
    """Records of a page; of a list those of whole items, while addresses are added to `found`."""
    if fetched.outcome.fate != "kept":
        yield Record(outcome=fetched.outcome)
        return
    listing = listing_in(fetched, settings)
    if listing is None:
        yield from page_records(target, fetched, settings)
    elif listing.reason:
        yield (failed if listing.reason.startswith("broken") else rejected)(target.address, listing.reason, listing.detail)
    elif target.depth >= settings.fetch.depth:
        yield rejected(target.address, "too-deep", f"a list, to which {target.depth} lists lead")
    else:
        yield from _followed(target, fetched, listing, settings, found)


def _followed(target: Target, fetched: Fetched, listing: Listing, settings: Settings, found: list[Target]) -> Iterator[Record]:
    for entry in listing.entries[: settings.fetch.entries]:
        if (record := whole_record(entry, fetched, settings)) is not None:
            yield record
        else:
            found.append(target_of(entry, fetched.final, target.depth + 1))
    left = len(listing.entries) + listing.left_out - settings.fetch.entries
    if left > 0:
        yield rejected(target.address, "too-many", f"{left} items beyond {settings.fetch.entries}")


def listing_in(fetched: Fetched, settings: Settings) -> Listing | None:
    """The list that was fetched (with a `reason` if it is broken); None for a page."""
    body = fetched.body
    if body.startswith(GZIP):
        try:
            body = decoded_payload(body, "", "gzip", settings.max_bytes + 1)
        except BrokenPayload as error:
            return Listing(reason="too-large" if isinstance(error, TooLarge) else "broken-list", detail=str(error))
        if len(body) > settings.max_bytes:
            return Listing(reason="too-large", detail=f"more than {settings.max_bytes} bytes")
    if sniffed(body[:4096]) not in _LISTS:
        return None
    return parse_listing(body, fetched.final, fetched.charset)


def whole_record(entry: Entry, fetched: Fetched, settings: Settings) -> Record | None:
    """The record of an item that carries its article, or that cannot be fetched; None for one whose address is to be fetched."""
    own = entry.address is None or host_of(entry.address) == host_of(fetched.final)
    if entry.address is not None and (entry.content is None or not own):
        return None
    met = Metadata(retrieved=fetched.retrieved, outlet=entry.outlet or host_of(fetched.final) or None)
    path = f"{fetched.address}#{entry.id}"
    return entry_record(entry, path, met, Job(settings=settings))


def target_of(entry: Entry, feed: str, depth: int) -> Target:
    """The address of an item that has one. A feed's title names the outlet of pages on its own site only."""
    assert entry.address is not None
    hints = entry_metadata(entry)
    if host_of(entry.address) != host_of(feed):
        hints = msgspec.structs.replace(hints, outlet=None)
    return Target(address=entry.address, depth=depth, hints=hints, feed=feed)


def page_records(target: Target, fetched: Fetched, settings: Settings) -> Iterator[Record]:
    """The one record of a fetched page or text."""
    media = sniffed(fetched.body[:4096])
    if media not in _PAGES:
        yield rejected(target.address, "wrong-type", media)
        return
    own = Metadata(url=fetched.final, retrieved=fetched.retrieved)
    hints = first_known(own, target.hints, Metadata(outlet=host_of(fetched.final) or None))
    source = Source(path=target.address, stream=io.BytesIO(fetched.body), hints=hints, charset=fetched.charset)
    yield from READERS[media](source, Job(settings=settings))
