"""Statements, figures and names of all articles, a page at a time: each page begins after a key of the one before, none counts rows.

Statements and figures come in the order in which their articles were kept, so that a page reads its own rows only; names in the
order of their folded letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, or_, select, tuple_

from isnad.model.kept import FigureRow, NameRow, StatementRow
from isnad.store import listings
from isnad.store.rows import holding
from isnad.store.tables import articles, figures, names, statements

Key = tuple[int, int]
"""Number of an article, and place in its list."""


def said(connection: Connection, filters: Mapping[str, Any], *, limit: int, after: Key) -> list[tuple[Key, StatementRow]]:
    """Statements, each with its key; filtered as `isnad.store.listings.saying` says."""
    return [(key, StatementRow(**row)) for key, row in _page(connection, listings.saying(filters), statements, limit, after)]


def figured(connection: Connection, filters: Mapping[str, Any], *, limit: int, after: Key) -> list[tuple[Key, FigureRow]]:
    """Figures, each with its key; filtered as `isnad.store.listings.measuring` says."""
    return [(key, FigureRow(**row)) for key, row in _page(connection, listings.measuring(filters), figures, limit, after)]


def named(connection: Connection, filters: Mapping[str, Any], *, limit: int, after: tuple[str, str]) -> list[NameRow]:
    """Spellings of names after a folded form and a type. Filters: `type`, `story`, and words of a `name`."""
    key = (names.c.folded, names.c.type)
    query = select(*key).where(names.c.folded >= after[0], tuple_(*key) > tuple_(*after), *holding(names.c.folded, filters.get("name")))
    if filters.get("type") is not None:
        query = query.where(names.c.type == filters["type"])
    within: list[ColumnElement[bool]] = []
    if filters.get("story") is not None:
        within.append(names.c.article.in_(select(articles.c.id).where(articles.c.story == filters["story"])))
    # Forms first, by the index of forms alone: asked for pairs at once, the database sorts all names there are.
    forms = query.with_only_columns(names.c.folded).where(*within).group_by(names.c.folded).order_by(names.c.folded).limit(limit + 1)
    wanted = list(connection.execute(forms).scalars())
    pairs = query.where(*within, names.c.folded.in_(wanted)).distinct().order_by(*key).limit(limit)
    keys = [(r.folded, r.type) for r in connection.execute(pairs)] if wanted else []
    total = listings.NAME.where(names.c.folded.in_({folded for folded, _ in keys}), *within)
    rows = {(r.folded, r.type): NameRow(**r._mapping) for r in connection.execute(total)} if keys else {}
    return [rows[k] for k in keys]


def _page(connection: Connection, query: Select[Any], table: Table, limit: int, after: Key) -> Iterator[tuple[Key, dict[str, Any]]]:
    number, place = after
    query = query.add_columns(articles.c.number, table.c.place).where(
        articles.c.number >= number, or_(articles.c.number > number, and_(articles.c.number == number, table.c.place > place))
    )
    for found in connection.execute(query.order_by(articles.c.number, table.c.place).limit(limit)):
        row = dict(found._mapping)
        yield (row.pop("number"), row.pop("place")), row
