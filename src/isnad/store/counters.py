"""Small numbers and words that the workspace as a whole has: rows of `meta`."""

from __future__ import annotations

from sqlalchemy import Connection, select

from isnad.store.rows import put
from isnad.store.tables import meta


def word(connection: Connection, key: str) -> str | None:
    """The word kept under a key."""
    found = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    return None if found is None else str(found)


def number(connection: Connection, key: str) -> int:
    """The number kept under a key; 0 where there is none."""
    return int(word(connection, key) or 0)


def keep(connection: Connection, key: str, value: str | int) -> None:
    """Keep a word or number."""
    put(connection, meta, [{"key": key, "value": str(value)}])


def words(connection: Connection, prefix: str) -> dict[str, str]:
    """All words whose key begins so, by what follows."""
    found = connection.execute(select(meta).where(meta.c.key.startswith(prefix, autoescape=True)))
    return {row.key.removeprefix(prefix): row.value for row in found}
