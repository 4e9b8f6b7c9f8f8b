"""SQLite: one file, nothing to start.

Write-ahead logging, so that readers never wait for the writer; `synchronous=FULL`, so that what was acknowledged outlives
a power cut too (a batch is one transaction: the waiting for the disk does not count); writers begin with `BEGIN IMMEDIATE`,
so that two of them take turns instead of failing half-way.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from isnad.errors import StoreBusyError, StoreError
from isnad.store.sql import SqlStore, opened

WAIT = 60.0
"""Seconds that a writer waits for its turn."""
CACHE = 64_000
"""Kibibytes of pages kept in memory."""
OLDEST = (3, 35, 0)


def open_sqlite(url: str, *, create: bool = False, read_only: bool = False) -> SqlStore:
    """Open `sqlite:///FILE`; raises `StoreError` where it cannot be opened."""
    if sqlite3.sqlite_version_info < OLDEST:
        raise StoreError(f"this Python has SQLite {sqlite3.sqlite_version}, expected {'.'.join(map(str, OLDEST))} or later")
    path = Path(url.removeprefix("sqlite://").removeprefix("/") if url.startswith("sqlite:///") else url)
    if not path.exists():
        if not create or read_only:
            raise StoreError(f"there is no workspace at {path}: make one with `isnad add -w {path} PATH…`")
        if not path.parent.is_dir():
            raise StoreError(f"cannot make a workspace at {path}: there is no folder {path.parent}")
    elif path.is_dir():
        raise StoreError(f"{path} is a folder, expected the file of a workspace")
    elif path.stat().st_size >= 16:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise StoreError(f"{path} is no workspace: it is no SQLite file")
    read_only = read_only or (path.exists() and not os.access(path, os.W_OK))
    engine = create_engine("sqlite://", creator=lambda: connect(path, read_only=read_only), poolclass=QueuePool, pool_size=8)
    event.listen(engine, "begin", _begin)
    return opened(SqlStore(engine, str(path), _lock, reason, read_only=read_only), create=create)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection with our settings. A file in a folder that cannot be written is read as one that nobody changes."""
    log = path.with_name(path.name + "-wal")
    frozen = read_only and not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    mode = "?mode=ro" + ("&immutable=1" if frozen else "") if read_only else "?mode=rwc"
    connection = sqlite3.connect(
        f"file:{quote(str(path))}{mode}", uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False
    )  # fmt: skip
    settings = ["foreign_keys=ON", f"cache_size=-{CACHE}", "temp_store=MEMORY"]
    if not read_only:
        settings += ["journal_mode=WAL", "synchronous=FULL"]
    for setting in settings:
        connection.execute(f"PRAGMA {setting}").close()
    return connection


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("isnad_writing"):
        connection.exec_driver_sql("BEGIN")


def _lock(connection: Connection, wait: bool) -> None:
    if wait:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise StoreBusyError("another process is writing") from error
        raise
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT * 1000:.0f}")


def reason(error: Exception) -> str:
    """What SQLite says, for people."""
    told = str(error)
    if "locked" in told:
        return f"another process has been writing for {WAIT:.0f} seconds; nothing of this was kept, try again"
    if "full" in told:
        return "the disk is full; nothing of this step was kept, what was kept before is there"
    if "I/O error" in told:
        return "the disk cannot be written or read (full, or gone); nothing of this step was kept, what was kept before is there"
    if "readonly" in told:
        return "it cannot be written (file or folder is read-only)"
    if "malformed" in told or "not a database" in told:
        return f"the file is damaged or no workspace ({told})"
    return told
