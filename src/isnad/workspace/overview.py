"""The stories of a workspace as a front page lists them: without telling any account. A part of `Workspace`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from isnad.errors import UsageError
from isnad.model.judgement import Judgement
from isnad.model.kept import EndedRow, Mark, StoryCard, StoryRow
from isnad.settings import Settings
from isnad.store import articles, judgements, marks
from isnad.store import stories as told
from isnad.store.protocol import Store

LARGEST = 200
"""Articles of a story whose account is told ahead of being asked for."""


class Overview:
    """The verbs of looking over all stories."""

    store: Store
    settings: Settings

    def cards(self, filters: Mapping[str, Any] | None = None, *, limit: int = 30, after: str | None = None) -> tuple[StoryCard, ...]:
        """Stories with outlets, growth, people and what their accounts told last; those with the latest article first.

        Filters: `since`, `until` (ISO days), `least` (articles), `outlet` (as it is), and words of a `person`, `place` or
        `organization`. `after` is the id of the story shown last; raises `NothingFoundError` where it is gone.
        """
        with self.store.reading() as connection:
            last = None if after is None else self._cursor(after)
            rows = marks.page(connection, filters or {}, limit=limit, after=last)
            ids = [r.id for r in rows]
            outlets, people = (marks.of_stories(connection, ids, kind) for kind in ("outlet", "person"))
            growth, digests = marks.growth(connection, ids), marks.digests(connection, ids)
        return tuple(
            StoryCard(
                story=r, outlets=tuple(outlets.get(r.id, ())), growth=tuple(growth.get(r.id, ())),
                people=tuple(name for name, _ in people.get(r.id, ())),
                digest=digests[r.id][0] if r.id in digests else None, fresh=r.id in digests and digests[r.id][1],
            )
            for r in rows
        )  # fmt: skip

    def _cursor(self, identity: str) -> marks.Cursor:
        row = self.story(identity)
        return row.last or "", row.size, row.id

    def story(self, identity: str) -> StoryRow:
        """A story by its id."""
        raise NotImplementedError

    def marks(self, kind: str, *, limit: int = 100) -> tuple[Mark, ...]:
        """The outlets or names (`person`, `place`, `organization`) of most stories. Raises `UsageError` for other kinds."""
        if kind not in marks.KINDS:
            raise UsageError(f"marks of kind {kind!r}: expected one of {', '.join(marks.KINDS)}")
        with self.store.reading() as connection:
            return tuple(marks.most(connection, kind, limit))

    def untold(self, *, limit: int = 50) -> tuple[str, ...]:
        """Stories of two articles or more, none too large, whose account was not told since they changed; the latest first."""
        with self.store.reading() as connection:
            return tuple(marks.untold(connection, least=2, most=LARGEST, limit=limit))

    def outdate(self) -> None:
        """Where rules or tables changed since accounts were told: tell them anew (`untold`)."""
        from isnad.run.fingerprints import telling_fingerprint

        with self.store.writing() as connection:
            marks.outdate_all(connection, telling_fingerprint(self.settings.language))

    def latest_judgements(self, *, limit: int = 50, before: str | None = None) -> tuple[Judgement, ...]:
        """Judgements, the latest first, those taken back too; those older than the one with the id `before`."""
        with self.store.reading() as connection:
            return judgements.latest(connection, limit, before)

    def outcomes(
        self, *, limit: int = 50, before: int | None = None, run: str | None = None, bad: bool = False
    ) -> tuple[tuple[int, EndedRow], ...]:
        """What became of inputs, with its number, the latest first: before a number, of one run, only what was not kept (`bad`)."""
        with self.store.reading() as connection:
            return articles.latest_outcomes(connection, limit, before=before, run=run, bad=bad)

    def counts(self) -> tuple[int, int]:
        """How many articles and stories there are."""
        with self.store.reading() as connection:
            return articles.next_number(connection) - 1, told.count(connection)
