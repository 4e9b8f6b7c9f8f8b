"""Putting rows in place and asking for many keys, alike on every database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, false

from isnad.text.folding import fold_form

T = TypeVar("T")
Values = Mapping[str, Any]
AT_ONCE = 800
"""Keys asked for in one statement."""
PARAMETERS = 20_000
"""Values of one statement where rows are sent together."""
LONGEST, WORDS = 1_000, 100
"""Characters and words beyond which nothing that is kept can be named so."""


def put(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert rows, or replace those of the same primary key."""
    keys = [c.name for c in table.primary_key.columns]
    _insert(connection, table, rows, keys, lambda new: {c.name: new[c.name] for c in table.columns if c.name not in keys})


def add(connection: Connection, table: Table, rows: Sequence[Values], column: str) -> None:
    """Insert counts, or add them to those of the same primary key."""
    keys = [c.name for c in table.primary_key.columns]
    _insert(connection, table, rows, keys, lambda new: {column: table.c[column] + new[column]})


def _insert(connection: Connection, table: Table, rows: Sequence[Values], keys: list[str], update: Any) -> None:
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        from sqlalchemy.dialects.sqlite import insert

        connection.execute(_settled(insert(table), keys, update), list(rows))
        return
    from sqlalchemy.dialects.postgresql import insert as insert_on_server

    # A round trip a row is what costs on a server: rows go in one statement.
    for part in chunks(rows, max(1, PARAMETERS // max(1, len(rows[0])))):
        connection.execute(_settled(insert_on_server(table).values(list(part)), keys, update))


def _settled(statement: Any, keys: list[str], update: Any) -> Any:
    """The statement with what happens to a row that is there."""
    if changes := update(statement.excluded):
        return statement.on_conflict_do_update(index_elements=keys, set_=changes)
    return statement.on_conflict_do_nothing(index_elements=keys)


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in lists of at most `size`."""
    waiting = iter(things)
    while part := list(islice(waiting, size)):
        yield part


def among(connection: Connection, query: Select[Any], column: Column[Any], keys: Iterable[Any]) -> Iterator[Row[Any]]:
    """The rows of a query whose column is one of the keys, a few hundred keys a statement."""
    for part in chunks(dict.fromkeys(keys), AT_ONCE):
        yield from connection.execute(query.where(column.in_(part)))


def holding(column: ColumnElement[str], words: str | None) -> Iterator[ColumnElement[bool]]:
    """That each of some words, folded, stands as a whole word in a folded column; nothing holds more words than a name can have."""
    asked = dict.fromkeys(fold_form(words or "").split())
    if len(asked) > WORDS or max(map(len, asked), default=0) > LONGEST:
        yield false()
        return
    for word in asked:
        yield (" " + column + " ").contains(f" {word} ", autoescape=True)


def begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """That an id begins so; none does with what is longer than any (nor can databases look for it)."""
    return column.startswith(prefix, autoescape=True) if len(prefix) <= LONGEST else false()
