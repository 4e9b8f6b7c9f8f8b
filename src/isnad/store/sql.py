"""A store on a database that SQLAlchemy drives: transactions, and one clear error for what goes wrong with the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from isnad.errors import StoreError
from isnad.store import migrations

Lock = Callable[[Connection, bool], None]


class SqlStore:
    """A store behind an engine.

    `lock` begins a writing transaction when its turn comes, or raises `StoreBusyError` if it may not wait; `reason` puts the
    driver's error into words.
    """

    def __init__(self, engine: Engine, url: str, lock: Lock, reason: Callable[[Exception], str], *, read_only: bool = False) -> None:
        self.engine, self.url, self.read_only = engine, url, read_only
        self._lock, self._reason = lock, reason

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store."""
        with self._explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Connection]:
        """A transaction that is kept whole or not at all."""
        if self.read_only:
            raise StoreError(f"{self.url} is open for reading only, nothing can be written")
        with self._explained(), self.engine.connect() as connection:
            connection = connection.execution_options(isnad_writing=True)
            with connection.begin():
                self._lock(connection, wait)
                yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"{self.url}: {self._reason(error.orig or error)}") from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self.url}: {error}") from error


def opened(store: SqlStore, *, create: bool) -> SqlStore:
    """Check the tables and bring them up to date; make them where `create` says so."""
    try:
        with store.reading() as connection:
            version = migrations.version_of(connection)
        if version is None and not create:
            raise StoreError(f"there is no workspace at {store.url}: make one with `isnad add -w {store.url} PATH…`")
        if version is not None:
            migrations.check(version)
        if version != migrations.VERSION:
            with store.writing() as connection:
                migrations.upgrade(connection)
    except StoreError as error:
        store.close()
        raise error if store.url in str(error) else StoreError(f"{store.url}: {error}") from error
    return store
