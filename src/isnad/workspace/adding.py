"""Articles in: each input record ends in one outcome, which is kept with its article in one transaction.

Articles are annotated in batches, by other processes where there are several workers, while the batch before is written
here. What was written is never lost; what was not is read again by adding the same paths again, which costs what is
missing. Placing into stories comes last, over everything that waits, so that the order of a delivery does not matter.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection

from isnad.model.article import Article
from isnad.model.outcome import Issue, Outcome
from isnad.read.records import Record, rejected
from isnad.run.fingerprints import reading_fingerprint
from isnad.run.local import Workers
from isnad.settings import Settings
from isnad.store import articles as kept
from isnad.store import clusters
from isnad.store.blobs import packed
from isnad.store.protocol import Projection, Store
from isnad.store.rows import chunks
from isnad.workspace.addresses import normalised
from isnad.workspace.placing import place_waiting, refresh
from isnad.workspace.preparing import Prepared, maker

BATCH = 256
"""Records of one transaction."""

Ended = tuple[Outcome, str | None, tuple[Issue, ...]]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What came of adding."""

    run: str
    articles: tuple[str, ...]
    """Ids of the articles that are new."""
    stories: tuple[str, ...]
    """Ids of the stories that are new or changed."""
    revisions: tuple[str, ...]
    """Addresses that hold another text now."""
    outcomes: dict[tuple[str, str], int]
    """How many inputs ended how, by fate and reason."""


class Progress:
    """Is told how far an adding is; does nothing with it."""

    def read(self, articles: int) -> None:
        """So many articles more are kept."""

    def placed(self, articles: int) -> None:
        """So many articles more are in their stories."""


class Adding:
    """One run of adding."""

    def __init__(self, store: Store, projections: Sequence[Projection], settings: Settings, now: Callable[[], str]) -> None:
        self._store, self._projections, self._settings, self._now = store, projections, settings, now
        self._fingerprint = reading_fingerprint(settings.language)
        self.run = secrets.token_hex(8)
        self.articles: list[str] = []
        self.stories: set[str] = set()
        self.revisions: list[str] = []
        self.outcomes: Counter[tuple[str, str]] = Counter()

    def add(self, records: Iterable[Record], kind: str, progress: Progress) -> Added:
        """Keep the articles of records and place them. `kind` says what the run is, for `doctor`."""
        with self._store.writing() as connection:
            kept.begin_run(connection, self.run, kind, self._now())
        with Workers(maker(self._projections), self._settings.language, self._settings.workers) as workers:
            waiting: tuple[list[Record], Iterator[Prepared]] | None = None
            for batch in chunks(records, BATCH):
                fresh = self._fresh(batch)
                begun = (fresh, workers.submit([r.article for r in fresh if r.article is not None]))
                if waiting is not None:
                    self._keep(*waiting, progress)
                waiting = begun
            if waiting is not None:
                self._keep(*waiting, progress)
        self.stories |= place_waiting(self._store, self._now, progress.placed)
        with self._store.writing() as connection:
            kept.end_run(connection, self.run, self._now())
        return Added(
            run=self.run, articles=tuple(self.articles), stories=tuple(sorted(self.stories)), revisions=tuple(self.revisions),
            outcomes=dict(sorted(self.outcomes.items())),
        )  # fmt: skip

    def _fresh(self, batch: Sequence[Record]) -> list[Record]:
        """The records, those rejected whose article is kept already."""
        with self._store.reading() as connection:
            there = kept.known(connection, [r.article.id for r in batch if r.article is not None])
        return [_known(r) if r.article is not None and r.article.id in there else r for r in batch]

    def _keep(self, batch: Sequence[Record], found: Iterator[Prepared], progress: Progress) -> None:
        """Write a batch: all of it or nothing."""
        ready = {p.article.id: p for p in found}
        with self._store.writing() as connection:
            # Another process may have kept one of them since.
            there = kept.known(connection, ready)
            batch = [_known(r) if r.article is not None and r.article.id in there else r for r in batch]
            new = [ready[r.article.id] for r in batch if r.article is not None]
            self._write(connection, new)
            ended: list[Ended] = [(r.outcome, r.article.id if r.article else None, r.issues) for r in batch]
            kept.put_outcomes(connection, self.run, ended)
        self.outcomes.update((o.fate, o.reason) for o, _, _ in ended)
        self.articles += [p.article.id for p in new]
        progress.read(len(batch))

    def _write(self, connection: Connection, new: Sequence[Prepared]) -> None:
        if not new:
            return
        now = self._now()
        write_articles(connection, new, now)
        write_documents(connection, new, self._fingerprint, self._projections)
        stems = Counter(stem for p in new for stem in p.stems)
        names = Counter(name for p in new for name in p.names)
        clusters.learn(connection, len(new), stems, names)
        self._revise(connection, [p.article for p in new], now)

    def _revise(self, connection: Connection, new: Sequence[Article], now: str) -> None:
        """Note which of the articles are other texts of a known address; the older text leaves lists and stories."""
        for article in new:
            address = normalised(article.url)
            if address is None:
                continue
            story = None
            if older := kept.latest(connection, address):
                story = kept.rows_of(connection, [older])[older].story
            kept.revise(connection, address, article.id, now)
            if older:
                self.revisions.append(address)
                for projection in self._projections:
                    projection.remove(connection, [older])
                self.stories |= refresh(connection, {story} if story else set(), now)


def _known(record: Record) -> Record:
    return rejected(record.outcome.path, "known", record.article.id if record.article else "")


def write_articles(connection: Connection, new: Sequence[Prepared], now: str) -> None:
    """Keep articles that are new."""
    first = kept.next_number(connection)
    kept.put_articles(connection, [
        {
            "id": p.article.id, "number": first + place, "path": p.article.path, "url": p.article.url,
            "address": normalised(p.article.url), "outlet": p.outlet, "title": p.title, "published": p.published,
            "day": p.day, "added": now,
            "characters": len(p.article.text), "story": None, "replaced_by": None, "data": packed(p.article),
        }
        for place, p in enumerate(new)
    ])  # fmt: skip
    kept.put_gists(connection, [{"article": p.article.id, "moment": p.moment, "placed": False, "data": p.gist} for p in new])


def write_documents(connection: Connection, made: Sequence[Prepared], fingerprint: str, projections: Sequence[Projection]) -> None:
    """Keep documents and what is listed of them."""
    kept.put_documents(connection, [{"article": p.article.id, "fingerprint": fingerprint, "data": p.document} for p in made])
    for place, projection in enumerate(projections):
        projection.write(connection, [(p.article.id, p.rows[place]) for p in made])
