"""Older stores are brought up to date, from every version, and end as a new one begins."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from isnad.errors import StoreError
from isnad.store import migrations
from isnad.store.opening import open_store
from isnad.store.tables import meta

SCHEMAS = Path(__file__).parent / "schemas"
"""`v1.sql` is the first schema, each later one what made it of the one before, as plain statements: steps are written with the tables
as they are today, these are not."""


def statements(version: int) -> str:
    """What makes the schema of a version."""
    return "".join((SCHEMAS / f"v{n}.sql").read_text(encoding="utf-8") for n in range(1, version + 1))


def schema(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return sorted(sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    finally:
        connection.close()


def test_every_version_is_written_down() -> None:
    assert sorted(int(p.stem.removeprefix("v")) for p in SCHEMAS.glob("v*.sql")) == list(range(1, migrations.VERSION + 1))


@pytest.mark.parametrize("version", range(1, migrations.VERSION + 1))
def test_from_every_version_it_ends_as_a_new_one(version: int, tmp_path: Path) -> None:
    """The schema of the present version also says when tables changed without a migration."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    connection = sqlite3.connect(old)
    connection.executescript(statements(version))
    connection.execute("INSERT INTO meta VALUES ('version', ?)", (str(version),))
    connection.commit()
    connection.close()
    open_store(str(old)).close()
    open_store(str(new), create=True).close()
    assert schema(old) == schema(new)


def test_a_step_that_fails_leaves_the_store_as_it_was(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(place, create=True).close()

    def good(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE follows ADD COLUMN colour TEXT")

    def broken(connection: Connection) -> None:
        raise StoreError("the second step broke")

    steps: tuple[Callable[[Connection], None], ...] = (*migrations.MIGRATIONS, good)
    version = migrations.VERSION + 2
    monkeypatch.setattr(migrations, "MIGRATIONS", (*steps, broken))
    monkeypatch.setattr(migrations, "VERSION", version)
    with pytest.raises(StoreError, match="the second step broke"):
        open_store(place)
    monkeypatch.setattr(migrations, "MIGRATIONS", (*steps, lambda connection: None))
    store = open_store(place)
    with store.reading() as connection:
        assert connection.execute(meta.select().where(meta.c.key == "version")).one().value == str(version)
        assert connection.exec_driver_sql("SELECT colour FROM follows").all() == []
    store.close()
