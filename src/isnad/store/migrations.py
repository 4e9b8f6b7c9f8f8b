"""Bringing an older store up to date: one function a step, the version in a row of `meta`.

A new store gets the tables as they are now; an older one goes through the steps from its own version on, all in one
transaction. A store of a later version is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, inspect, select

from isnad.errors import StoreError
from isnad.store import marks
from isnad.store.tables import articles, entries, meta, metadata, sessions, stories, story_digests, story_marks, tokens, users


def add_entries(connection: Connection) -> None:
    """Items of watched feeds that were looked at."""
    entries.create(connection)


def add_marks(connection: Connection) -> None:
    """What stories are listed by, and what lists show of their accounts; growth of stories without reading their articles."""
    story_marks.create(connection)
    story_digests.create(connection)
    connection.exec_driver_sql("DROP INDEX articles_story")
    next(index for index in articles.indexes if index.name == "articles_story").create(connection)
    marks.write(connection, connection.execute(select(stories.c.id)).scalars().all())


def add_users(connection: Connection) -> None:
    """Users of the reading room."""
    users.create(connection)
    sessions.create(connection)


def add_tokens(connection: Connection) -> None:
    """What programs log in with."""
    tokens.create(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (add_entries, add_marks, add_users, add_tokens)
"""Step n leads from version n + 1 to version n + 2."""

VERSION = len(MIGRATIONS) + 1
KEY = "version"


def version_of(connection: Connection) -> int | None:
    """The version of the tables; None where there are none."""
    if not inspect(connection).has_table("meta"):
        return None
    found = connection.execute(select(meta.c.value).where(meta.c.key == KEY)).scalar()
    if found is None or not found.isdigit():
        raise StoreError("this is no workspace of Isnad: its table meta holds no version")
    return int(found)


def create(connection: Connection) -> None:
    """All tables, in an empty store. Raises `StoreError` where other tables are there."""
    if others := inspect(connection).get_table_names():
        raise StoreError(f"this is no workspace of Isnad: it holds other tables ({', '.join(sorted(others)[:4])})")
    metadata.create_all(connection)
    connection.execute(meta.insert().values(key=KEY, value=str(VERSION)))


def check(version: int) -> None:
    """Raise `StoreError` for a store that a later Isnad made."""
    if version > VERSION:
        raise StoreError(f"made by a later Isnad: its tables are of version {version}, this one knows them up to {VERSION}; upgrade Isnad")


def upgrade(connection: Connection) -> None:
    """Take the steps that are missing."""
    version = version_of(connection)
    if version is None:
        create(connection)
        return
    check(version)
    for step in MIGRATIONS[version - 1 :]:
        step(connection)
    connection.execute(meta.update().where(meta.c.key == KEY).values(value=str(VERSION)))
