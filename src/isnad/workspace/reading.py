"""What pages of one thing ask of a workspace: a statement, a name, a text against the one before. A part of `Workspace`."""

from __future__ import annotations

from collections.abc import Iterable

from isnad.errors import NothingFoundError
from isnad.model.account import Account
from isnad.model.kept import NameRow, StatementPlace, StatementRow, StoryRow
from isnad.model.revision import Revision
from isnad.settings import Settings
from isnad.store import articles as kept
from isnad.store import listings
from isnad.store import stories as told
from isnad.store.protocol import Store
from isnad.workspace.told_accounts import ToldAccounts


class Reading:
    """The verbs of reading one thing."""

    store: Store
    settings: Settings
    memory: ToldAccounts

    def statement(self, identity: str) -> StatementRow:
        """A statement by its id. Raises `NothingFoundError`."""
        with self.store.reading() as connection:
            found = listings.statement(connection, identity)
        if found is None:
            raise NothingFoundError(f"no statement {identity} is kept here")
        return found

    def name(self, kind: str, folded: str) -> NameRow:
        """A name over all articles, by its type and folded form. Raises `NothingFoundError`."""
        with self.store.reading() as connection:
            found = listings.name(connection, kind, folded)
        if found is None:
            raise NothingFoundError(f"no {kind} is named {folded} here")
        return found

    def said_as(self, speakers: Iterable[str], *, limit: int, before: StatementPlace | None = None) -> list[StatementRow]:
        """Statements whose speaker is named in one of these folded forms, the latest first; see `isnad.store.listings.said_as`."""
        with self.store.reading() as connection:
            return list(listings.said_as(connection, speakers, limit=limit, before=before))

    def stories_naming(self, kind: str, forms: Iterable[str], *, limit: int, offset: int = 0) -> list[tuple[StoryRow, int]]:
        """Stories in which a name stands in one of these folded forms, the latest first, each with its number of such articles."""
        with self.store.reading() as connection:
            found = listings.stories_naming(connection, kind, forms, limit=limit, offset=offset)
            rows = [(told.story(connection, story), articles) for story, articles in found]
        return [(row, articles) for row, articles in rows if row is not None]

    def told(self, story: str) -> Account | None:
        """The account of a story if it is at hand; None where it would have to be told first, which may take long."""
        from isnad.workspace.telling import told_account

        return told_account(self.store, story, self.settings.language, self.memory)

    def revision(self, article: str) -> Revision | None:
        """What an article changed against the text before it at the same address; None for a first or only text."""
        from isnad.workspace.revising import revision_of

        with self.store.reading() as connection:
            row = kept.rows_of(connection, [article]).get(article)
        return revision_of(self.store, row.url, article, self.settings.language) if row is not None and row.url else None
