"""PostgreSQL, for teams: `postgresql://user:password@host:port/database`, driven by pg8000 (the extra `postgres`).

Writers take turns by an advisory lock that the transaction holds, which keeps the promise of `Store.writing` that SQLite
gives by itself. Reading transactions are `REPEATABLE READ`: they see one state.
"""

from __future__ import annotations

from sqlalchemy import Connection, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from isnad.errors import StoreBusyError, UsageError
from isnad.store.sql import SqlStore, opened

LOCK = 0x15_0A_D0
"""The advisory lock of writers, in the database of the workspace."""


def open_postgres(url: str, *, create: bool = False, read_only: bool = False) -> SqlStore:
    """Open a database; raises `StoreError` where it cannot be reached, `UsageError` without the extra or for a wrong address."""
    try:
        import pg8000  # noqa: F401
    except ImportError as error:
        raise UsageError("a workspace on PostgreSQL needs the extra `postgres`: pip install 'isnad[postgres]'") from error
    try:
        address = make_url(url).set(drivername="postgresql+pg8000")
    except ArgumentError as error:
        raise UsageError(f"{url!r} is no address of a database: expected postgresql://user:password@host:port/database") from error
    engine = create_engine(address, isolation_level="REPEATABLE READ", pool_size=8)
    # Durable even where the server's own default is not: what is acknowledged is on disk.
    event.listen(engine, "begin", _begin)
    shown = address.set(drivername="postgresql").render_as_string(hide_password=True)
    return opened(SqlStore(engine, shown, _lock, reason, read_only=read_only), create=create)


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("isnad_writing"):
        # A writer must see what the writer before it kept, not the state at its own beginning.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        connection.exec_driver_sql("SET LOCAL synchronous_commit = on")


def _lock(connection: Connection, wait: bool) -> None:
    if wait:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    elif not connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": LOCK}).scalar():
        raise StoreBusyError("another process is writing")


def reason(error: Exception) -> str:
    """What the server or the driver says, for people."""
    told = error.args[0] if error.args else error
    if isinstance(told, dict):
        return str(told.get("M", told))
    return str(told)
