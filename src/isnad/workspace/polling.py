"""Polling feeds: each is asked what is new, and gets a next day and hour to be asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import msgspec

from isnad.fetch.answers import Fetched, Request
from isnad.fetch.batch import fetch_all
from isnad.fetch.courtesy import Memory
from isnad.model.entry import Entry, Listing
from isnad.model.kept import Feed
from isnad.settings import Settings
from isnad.workspace.gather import listing_in

LONGEST = 24 * 3600.0
"""However often a feed failed, it is asked again after so many seconds."""
STAMP = "%Y-%m-%dT%H:%M:%SZ"


class Polled(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that was asked."""

    feed: Feed
    """As it is to be kept once its entries are."""
    fetched: Fetched
    entries: tuple[Entry, ...] = ()
    """Its items, in its order, at most as many as are followed; none where it is unchanged or failed."""


def poll(feeds: Sequence[Feed], settings: Settings, now: str, memory: Memory | None = None) -> Iterator[Polled]:
    """Ask feeds for what is new, with what is known of them so that an unchanged one sends nothing; in the order of answers.

    A feed that went well is due again after `settings.watch_every` seconds. One that failed is asked ever more rarely, up to once
    a day, and not before a wait that its server asks for; one that is gone for good (410) is paused. Nothing raises.
    """
    by_address = {f.address: f for f in feeds}
    requests = [Request(address=f.address, etag=f.etag, last_modified=f.modified) for f in by_address.values()]
    for fetched in fetch_all(requests, settings.fetch, memory):
        yield _polled(by_address[fetched.address], fetched, settings, now)


def _polled(feed: Feed, fetched: Fetched, settings: Settings, now: str) -> Polled:
    outcome = fetched.outcome
    if outcome.reason == "unchanged":
        return Polled(feed=_well(feed, settings, now), fetched=fetched)
    if outcome.fate != "kept":
        gone = outcome.reason == "http-status" and outcome.detail == "410"
        kept = _failed(feed, f"{outcome.reason} {outcome.detail}".strip(), settings, now, fetched.wait)
        return Polled(feed=msgspec.structs.replace(kept, paused=kept.paused or gone), fetched=fetched)
    listing = listing_in(fetched, settings)
    if listing is None:
        return Polled(feed=_failed(feed, _no_feed(fetched), settings, now), fetched=fetched)
    if listing.reason and listing.reason != "empty":
        return Polled(feed=_failed(feed, f"{listing.reason} {listing.detail}".strip(), settings, now), fetched=fetched)
    return _answered(feed, fetched, listing, settings, now)


def _answered(feed: Feed, fetched: Fetched, listing: Listing, settings: Settings, now: str) -> Polled:
    kept = msgspec.structs.replace(
        _well(feed, settings, now), title=feed.title or listing.title or "", etag=fetched.etag, modified=fetched.last_modified
    )
    return Polled(feed=kept, fetched=fetched, entries=listing.entries[: settings.fetch.entries])


def _well(feed: Feed, settings: Settings, now: str) -> Feed:
    return msgspec.structs.replace(feed, checked=now, due=later(now, settings.watch_every), failures=0, problem="")


def _failed(feed: Feed, problem: str, settings: Settings, now: str, wait: float | None = None) -> Feed:
    pause = min(settings.watch_every * 2.0 ** min(feed.failures, 20), LONGEST)
    due = later(now, max(pause, min(wait or 0.0, 7 * LONGEST)))
    return msgspec.structs.replace(feed, checked=now, due=due, failures=feed.failures + 1, problem=problem[:300])


def later(now: str, seconds: float) -> str:
    """The time so many seconds after another, as the store keeps it."""
    moment = datetime.datetime.strptime(now, STAMP) + datetime.timedelta(seconds=seconds)
    return moment.strftime(STAMP)


def seconds_between(a: str, b: str) -> float:
    """Seconds from one kept time to another."""
    return (datetime.datetime.strptime(b, STAMP) - datetime.datetime.strptime(a, STAMP)).total_seconds()


def _no_feed(fetched: Fetched) -> str:
    """That an address holds no feed, and which feeds its page names."""
    from isnad.read.page_metadata import feeds_of

    named = feeds_of(fetched.body, fetched.final)
    return "a page, no feed" + (f"; it names {', '.join(named[:3])}" if named else "")
