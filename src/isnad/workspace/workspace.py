"""The workspace of a desk, from Python: the same verbs as on the command line.

from isnad import Workspace

with Workspace.create("desk.db") as desk:
    desk.add(["articles/"])
    for story in desk.stories(limit=10):
        print(story.title, desk.account(story.id).brief)
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from html import escape
from itertools import chain
from os import PathLike, fspath
from typing import TYPE_CHECKING, Literal

from isnad.errors import NothingFoundError
from isnad.model.account import Account, StoryEvent
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.judgement import MOMENT, Judgement
from isnad.model.kept import ArticleRow, FigureRow, NameRow, StatementRow, StoryRow
from isnad.model.revision import Revision
from isnad.model.search import Results
from isnad.settings import Settings
from isnad.store import articles as kept
from isnad.store import clusters, counters, listings
from isnad.store import judgements as judged
from isnad.store import stories as told
from isnad.store.opening import open_store
from isnad.store.protocol import Projection, Store
from isnad.workspace.overview import Overview
from isnad.workspace.projections import PROJECTIONS
from isnad.workspace.reading import Reading
from isnad.workspace.streams import Streams
from isnad.workspace.told_accounts import ToldAccounts
from isnad.workspace.users import Users
from isnad.workspace.watched import Watched

if TYPE_CHECKING:
    from isnad.read.records import FieldMap, Record
    from isnad.workspace.adding import Added, Progress
    from isnad.workspace.checking import Checkup
    from isnad.workspace.searching import Searcher

Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """The time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


class Workspace(Watched, Overview, Reading, Streams, Users):
    """Articles, what was read from them, stories, judgements: over one store.

    Make one with `open` or `create`; use it as a context manager or `close` it. Methods that list give frozen rows
    (`isnad.model.kept`). Everything that is written is written whole or not at all; errors of the store are `StoreError`.
    """

    def __init__(
        self, store: Store, settings: Settings | None = None, *, projections: Sequence[Projection] = PROJECTIONS, clock: Clock = utc_now
    ) -> None:
        self.store, self.settings, self.projections = store, settings or Settings(), tuple(projections)
        self._clock, self.memory = clock, ToldAccounts()

    @classmethod
    def open(
        cls, place: str | PathLike[str], settings: Settings | None = None, *, read_only: bool = False, create: bool = False
    ) -> Workspace:
        """Open the workspace at a path or address (`sqlite:///FILE`, `postgresql://…`). Raises `StoreError`, `UsageError`."""
        made = cls(open_store(fspath(place), create=create, read_only=read_only), settings)
        made._prepare()
        return made

    @classmethod
    def create(cls, place: str | PathLike[str], settings: Settings | None = None) -> Workspace:
        """Open the workspace at a path or address, making it where there is none."""
        return cls.open(place, settings, create=True)

    def _prepare(self) -> None:
        """Let projections that are new here make their tables."""
        with self.store.reading() as connection:
            there = counters.words(connection, "projection.")
        wanted = [p for p in self.projections if p.name not in there]
        if wanted and not self.store.read_only:
            with self.store.writing() as connection:
                for projection in wanted:
                    projection.prepare(connection)
                    counters.keep(connection, f"projection.{projection.name}", projection.version)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Workspace({self.store.url!r})"

    def _repr_html_(self) -> str:
        """What a notebook shows: the latest stories."""
        lines = "".join(
            f"<tr><td><code>{s.id[:8]}</code></td><td>{s.size}</td><td>{s.last or ''}</td><td><bdi>{escape(s.title)}</bdi></td></tr>"
            for s in self.stories(limit=20)
        )
        return f"<table><caption>{escape(self.store.url)}: {len(self)}</caption>{lines}</table>"

    def now(self) -> str:
        """The time as the store keeps it."""
        return self._clock().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    # Articles in

    def add(self, paths: Sequence[str | PathLike[str]], *, fields: FieldMap | None = None, progress: Progress | None = None) -> Added:
        """Read files, folders and web addresses, keep what is new, place it into stories.

        Adding again what is kept costs its reading only. An address may be that of a page, a feed, an OPML file or a sitemap.
        """
        from isnad.read.records import FieldMap
        from isnad.read.sources import read_articles

        given = [fspath(p) for p in paths]
        addresses = [p for p in given if p.lower().startswith(("http://", "https://"))]
        named = fields or FieldMap(**self.settings.fields)
        records = read_articles([p for p in given if p not in addresses], self.settings, named)
        if addresses:
            from isnad.workspace.gather import fetch_articles

            records = chain(records, fetch_articles(addresses, self.settings))
        return self.add_records(records, progress=progress)

    def add_records(self, records: Iterable[Record], *, kind: str = "add", progress: Progress | None = None) -> Added:
        """Keep the articles of records, wherever they come from; `kind` says what the run is (`add`, `watch`)."""
        from isnad.read.sources import without_duplicates
        from isnad.workspace.adding import Adding, Progress

        adding = Adding(self.store, self.projections, self.settings, self.now)
        return adding.add(without_duplicates(records), kind, progress or Progress())

    # Lists

    def articles(
        self, *, outlet: str | None = None, story: str | None = None, since: str | None = None, until: str | None = None,
        limit: int | None = None, after: int = 0,
    ) -> list[ArticleRow]:  # fmt: skip
        """Articles in the order of arrival, those with a number greater than `after`; days are ISO, both ends included."""
        filters = {"outlet": outlet, "story": story and self.story_id(story), "since": since, "until": until}
        with self.store.reading() as connection:
            return list(kept.listed(connection, filters, limit=limit, after=after))

    def stories(
        self, *, since: str | None = None, until: str | None = None, least: int | None = None, limit: int | None = None, offset: int = 0
    ) -> list[StoryRow]:
        """Stories, those with the latest article first; with articles from `since` on, up to `until`, `least` articles or more."""
        with self.store.reading() as connection:
            return list(told.listed(connection, {"since": since, "until": until, "least": least}, limit=limit, offset=offset))

    def statements(
        self, *, speaker: str | None = None, story: str | None = None, act: str | None = None, since: str | None = None,
        until: str | None = None, limit: int | None = None,
    ) -> list[StatementRow]:  # fmt: skip
        """Who said what, by day, over all stories; `speaker` holds words that must stand in the speaker's name, however spelled."""
        filters = {"speaker": speaker, "story": story and self.story_id(story), "act": act, "since": since, "until": until}
        with self.store.reading() as connection:
            return list(listings.said(connection, filters, limit=limit))

    def figures(
        self, *, event: str | None = None, above: float | None = None, story: str | None = None, since: str | None = None,
        until: str | None = None, limit: int | None = None,
    ) -> list[FigureRow]:  # fmt: skip
        """Numbers that measure something, by day, over all stories; `above` gives those that may be more than that."""
        filters = {"event": event, "above": above, "story": story and self.story_id(story), "since": since, "until": until}
        with self.store.reading() as connection:
            return list(listings.figured(connection, filters, limit=limit))

    def names(
        self, *, name: str | None = None, type: str | None = None, story: str | None = None, limit: int | None = None
    ) -> list[NameRow]:
        """Spellings of names, those of most articles first; `name` holds words that must stand in it, however spelled."""
        filters = {"name": name, "type": type, "story": story and self.story_id(story)}
        with self.store.reading() as connection:
            return list(listings.named(connection, filters, limit=limit))

    def search(
        self, query: str, *, by: Literal["words", "meaning", "both"] = "words", limit: int = 20, offset: int = 0, newest: bool = False
    ) -> Results:
        """Articles that a query finds (see `isnad.search.query` for its language), the best or the newest first.

        `by` meaning needs the extra `meaning`; fields and days of the query hold there too. Raises `UsageError` on a query
        that cannot be read.
        """
        return self._searcher.search(query, by, (limit, offset), newest=newest)

    def latest_found(self, query: str, *, limit: int) -> list[ArticleRow]:
        """Articles that the words of a query find, the newest first, without snippets and numbers. Raises `UsageError`."""
        return self._searcher.latest(query, limit)

    @cached_property
    def _searcher(self) -> Searcher:
        from isnad.workspace.searching import Searcher

        return Searcher(self.store, self.settings.language)

    # One thing

    def article(self, identity: str) -> Article:
        """An article with its text; raises `NothingFoundError`."""
        with self.store.reading() as connection:
            return kept.article(connection, identity)

    def article_row(self, identity: str) -> ArticleRow:
        """An article without its text; raises `NothingFoundError`."""
        with self.store.reading() as connection:
            found = kept.rows_of(connection, [identity])
        if identity not in found:
            raise NothingFoundError(f"no article {identity} is kept here")
        return found[identity]

    def document(self, identity: str) -> Document:
        """An article as read; raises `NothingFoundError`."""
        from isnad.workspace.telling import documents_over

        with self.store.reading() as connection:
            kept.article(connection, identity)
            return next(iter(documents_over(connection, [identity], self.settings.language)))

    def story_id(self, identity: str) -> str:
        """The whole id of a story from its beginning; that of the story it was merged into. Raises `NothingFoundError`."""
        with self.store.reading() as connection:
            if told.story(connection, identity) is not None:
                return identity
            into = clusters.survivor(connection, identity)
            if into != identity and told.story(connection, into) is not None:
                return into
            found = told.beginning_with(connection, identity) if identity else []
        if len(found) != 1:
            raise NothingFoundError(f"{'several stories begin' if found else 'no story begins'} with {identity!r}")
        return found[0]

    def story(self, identity: str) -> StoryRow:
        """A story by its id or the beginning of it; raises `NothingFoundError`."""
        whole = self.story_id(identity)
        with self.store.reading() as connection:
            found = told.story(connection, whole)
        assert found is not None
        return found

    def events(self, story: str) -> tuple[StoryEvent, ...]:
        """What became of a story: which were merged into it, which split off."""
        with self.store.reading() as connection:
            return clusters.events_of(connection, self.story_id(story))

    def account(self, story: str) -> Account:
        """The account of a story: what `isnad account` tells of its articles, with judgements. Raises `NothingFoundError`."""
        from isnad.workspace.telling import account_of

        return account_of(self.store, self.story_id(story), self.settings.language, self.now(), self.memory)

    def revisions(self, address: str) -> tuple[Revision, ...]:
        """What each text of an address changed against the one before. Raises `NothingFoundError` for an unknown address."""
        from isnad.workspace.revising import revisions_of

        return revisions_of(self.store, address, self.settings.language)

    def revised(self) -> tuple[tuple[str, int], ...]:
        """Addresses with more than one text, and how many."""
        with self.store.reading() as connection:
            return kept.revised(connection)

    # Judgements

    def judge(self, kind: str, a: str, b: str, verdict: str, *, author: str, reason: str = "") -> Judgement:
        """Keep a decision; it holds from now on, before what the rules find.

        `entity` (same, different, unsure): two names. `speaker` (right, wrong): a statement's id or place, and a name. `claim` (same,
        different, unsure): two statements. `story` (inside, outside): an article, and a story or another article of it (`article:ID`).
        `conflict` (accepted, dismissed): its two places, `ARTICLE:START-END`. Raises `UsageError`, `NothingFoundError`.
        """
        from isnad.workspace import judging

        judging.checked(kind, verdict, author)
        if kind == "story" and not b.startswith("article:"):
            b = f"story:{self.story_id(b.removeprefix('story:'))}"
        with self.store.reading() as connection:
            made = judging.made(connection, kind, (a, b), verdict, judging.By(author, self._moment(), reason))
        return judging.add(self.store, made, self.now())

    def undo(self, judgement: str, *, author: str) -> Judgement:
        """Take a judgement back, by its id or the beginning of it: everything is as if it had not been. Raises `NothingFoundError`."""
        from isnad.workspace import judging

        return judging.undo(self.store, judgement, author, self._moment())

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements in the order of time, those taken back too."""
        with self.store.reading() as connection:
            return judged.listed(connection)

    def _moment(self) -> str:
        """The time to the microsecond, so that the later of two judgements is known."""
        return self._clock().astimezone(datetime.UTC).strftime(MOMENT)

    # Care

    def checkup(self) -> Checkup:
        """What the workspace holds, what is stale, what failed."""
        from isnad.workspace.checking import checkup

        return checkup(self.store, self.projections, self.settings.language)

    def refresh(self, progress: Callable[[int], None] = lambda n: None) -> int:
        """Read anew what older stages or tables read, and place what waits; gives how many articles were read."""
        from isnad.workspace.placing import place_waiting
        from isnad.workspace.refreshing import refresh_documents

        read = refresh_documents(self.store, self.projections, self.settings, progress)
        place_waiting(self.store, self.now)
        return read

    def __iter__(self) -> Iterator[ArticleRow]:
        """All articles, in the order of arrival."""
        after = 0
        while rows := self.articles(after=after, limit=500):
            yield from rows
            after = rows[-1].number

    def __len__(self) -> int:
        with self.store.reading() as connection:
            return kept.counts(connection)["articles"]
