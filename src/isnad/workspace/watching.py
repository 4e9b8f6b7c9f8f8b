"""Watching: what the feeds of the workspace bring is read, kept and linked, and alerts are raised.

Everything is kept step by step, so that a stop at any moment loses nothing: articles in their own transactions, then which
entries are settled, then the feeds, then the alerts with the number of the last article that was looked at. What was not
noted is asked for again, and what is kept already costs nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

import msgspec

from isnad.fetch.courtesy import Memory
from isnad.model.entry import Entry
from isnad.model.ids import digest
from isnad.model.kept import Alert, Feed, SeenEntry
from isnad.read.dates import iso_date
from isnad.read.records import Record
from isnad.store import feeds as kept
from isnad.store.rows import chunks
from isnad.workspace.addresses import normalised
from isnad.workspace.alerting import begin, raise_alerts
from isnad.workspace.gather import fetch_targets, page_records, target_of, whole_record
from isnad.workspace.polling import STAMP, Polled, later, poll, seconds_between
from isnad.workspace.workspace import Workspace

FEEDS = 50
"""Feeds that are asked before what they bring is kept."""
ENTRIES = 100
"""Entries whose articles are kept before they are noted as settled."""
TRIES = 5
"""How often a page is asked for that cannot be had."""
_PASSING = frozenset({"busy", "timeout", "unreachable", "broken-response"})
"""Reasons that may be others the next time."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What one look at the feeds brought."""

    feeds: int
    failed: int
    """Feeds that could not be had or read."""
    entries: int
    """Items that were new or changed."""
    articles: int
    revisions: int
    alerts: tuple[Alert, ...]


class Watch:
    """Looks at the feeds of a workspace, again and again."""

    def __init__(self, desk: Workspace) -> None:
        self.desk = desk
        self.memory: Memory = {}
        self._begun = False

    def look(self, *, all_feeds: bool = False, tell: Callable[[Polled], None] = lambda polled: None) -> Round:
        """One look at the feeds that are due, or at all that are not paused. `tell` hears of each feed as it answers.

        Raises `StoreError` where the workspace cannot be written; no feed and no page raises anything.
        """
        desk = self.desk
        if not self._begun:
            # Placing what a run before kept and could not place any more; and: alerts begin here.
            begin(desk)
            self._begun = True
        due = self._due(all_feeds)
        failed = entries = articles = revisions = 0
        for group in chunks(due, FEEDS):
            polled = []
            for answer in poll(group, desk.settings, desk.now(), self.memory):
                tell(answer)
                polled.append(answer)
            failed += sum(bool(p.feed.problem) for p in polled)
            new = list(self._unsettled(polled))
            entries += len(new)
            for part in chunks(new, ENTRIES):
                added = self._take(part)
                articles, revisions = articles + added[0], revisions + added[1]
            self._note(polled)
        return Round(
            feeds=len(due), failed=failed, entries=entries, articles=articles, revisions=revisions, alerts=raise_alerts(desk)
        )  # fmt: skip

    def until_due(self, *, at_least: float, at_most: float) -> float:
        """Seconds until the next feed is due, within bounds."""
        now = self.desk.now()
        with self.desk.store.reading() as connection:
            if kept.due_feeds(connection, now):
                return at_least
            due = min((f.due for f in kept.all_feeds(connection) if not f.paused), default=later(now, at_most))
        return min(max(seconds_between(now, due), at_least), at_most)

    def _due(self, all_feeds: bool) -> Sequence[Feed]:
        with self.desk.store.reading() as connection:
            if all_feeds:
                return [f for f in kept.all_feeds(connection) if not f.paused]
            return kept.due_feeds(connection, self.desk.now())

    def _unsettled(self, polled: Sequence[Polled]) -> Iterator[tuple[Polled, Entry, SeenEntry]]:
        """Entries that are new, that changed by their list's own word, or that could not be had before; each address once.

        Changed is what bears a later time than before: two feeds that date one page differently bring it once more at most.
        """
        keyed = {key_of(p, e): (p, e) for p in polled for e in p.entries}
        with self.desk.store.reading() as connection:
            seen = kept.seen_entries(connection, keyed)
        now = self.desk.now()
        for key, (answer, entry) in keyed.items():
            mark = mark_of(entry, now)
            before = seen.get(key)
            if before is None or before.mark < mark:
                yield answer, entry, SeenEntry(key=key, mark=mark, tries=0, settled=False, seen="")
            elif not before.settled:
                yield answer, entry, before

    def _take(self, part: Sequence[tuple[Polled, Entry, SeenEntry]]) -> tuple[int, int]:
        """Keep the articles of entries, then that they are settled; gives how many articles and revisions are new."""
        ends: dict[str, str] = {}
        added = self.desk.add_records(self._records(part, ends), kind="watch")
        now = self.desk.now()
        noted = [
            msgspec.structs.replace(
                s, tries=s.tries + 1, seen=now, settled=ends.get(s.key, "timeout") not in _PASSING or s.tries + 1 >= TRIES
            )
            for _, _, s in part
        ]
        with self.desk.store.writing() as connection:
            kept.note_entries(connection, noted)
        return len(added.articles), len(added.revisions)

    def _records(self, part: Sequence[tuple[Polled, Entry, SeenEntry]], ends: dict[str, str]) -> Iterator[Record]:
        """The records of entries, whole ones first; what became of each is put down in `ends`, by its key."""
        settings = self.desk.settings
        targets, keys = [], {}
        for answer, entry, seen in part:
            if (record := whole_record(entry, answer.fetched, settings)) is not None:
                ends[seen.key] = record.outcome.reason
                yield record
            else:
                target = target_of(entry, answer.fetched.final, 1)
                keys[target.address] = seen.key
                targets.append(target)
        for target, fetched in fetch_targets(targets, settings, self.memory):
            ends[keys[target.address]] = fetched.outcome.reason
            yield from page_records(target, fetched, settings) if fetched.outcome.fate == "kept" else [Record(outcome=fetched.outcome)]

    def _note(self, polled: Sequence[Polled]) -> None:
        """Keep the feeds. One with entries that are to be tried again is asked for the whole of it the next time."""
        with self.desk.store.reading() as connection:
            seen = kept.seen_entries(connection, [key_of(p, e) for p in polled for e in p.entries])
            there = {f.address: f for f in kept.all_feeds(connection)}
        with self.desk.store.writing() as connection:
            for answer in polled:
                feed = answer.feed
                if feed.address not in there:  # removed while it was asked
                    continue
                open_entries = any(not s.settled for e in answer.entries if (s := seen.get(key_of(answer, e))) is not None)
                if open_entries:
                    feed = msgspec.structs.replace(feed, etag=None, modified=None)
                paused = there[feed.address].paused or feed.paused
                kept.put_feed(connection, msgspec.structs.replace(feed, paused=paused))


def key_of(answer: Polled, entry: Entry) -> str:
    """Under which key an entry is remembered: its address in one spelling, so that two feeds with one page bring it once."""
    return normalised(entry.address) or digest("entry", answer.feed.address, entry.id)


def mark_of(entry: Entry, now: str) -> str:
    """The time that a list gives an entry, in UTC; empty where it gives none, or one that is not yet."""
    found = iso_date((entry.updated or entry.published or "").strip())
    if found is None:
        return ""
    moment = datetime.datetime.fromisoformat(found)
    if not 1900 < moment.year < 9999:  # no feed's; and zones lead out of the calendar at its ends
        return ""
    moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    mark = moment.strftime(STAMP)
    return mark if mark <= later(now, 24 * 3600.0) else ""
