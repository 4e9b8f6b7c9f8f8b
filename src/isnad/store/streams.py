"""Statements, figures and names of all articles, a page at a time: each page begins after a key of the one before, none counts rows.

Statements and figures come in the order in which their articles were kept, so that a page reads its own rows only; names in the
order of their folded letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select, tuple_

from isnad.model.kept import FigureRow, NameRow, StatementRow
from isnad.store.tables import articles, figures, names, statements
from isnad.text.folding import fold_form

Key = tuple[int, int]
"""Number of an article, and place in its list."""
_PLACE = (articles.c.path, articles.c.outlet, articles.c.story)


def said(connection: Connection, filters: Mapping[str, Any], *, limit: int, after: Key) -> list[tuple[Key, StatementRow]]:
    """Statements, each with its key. Filters: `story`, `outlet`, `article`, `since`, `until`, `act`, and words of a `speaker`."""
    fields = [statements.c[f] for f in StatementRow.__struct_fields__ if f in statements.c and f != "speaker"]
    query = select(*fields, statements.c.named.label("speaker"), *_PLACE).where(*_held(statements.c.speaker, filters.get("speaker")))
    if filters.get("act") is not None:
        query = query.where(statements.c.act == filters["act"])
    found = _page(connection, query, statements, filters, (limit, after))
    return [(key, StatementRow(**row)) for key, row in found]


def figured(connection: Connection, filters: Mapping[str, Any], *, limit: int, after: Key) -> list[tuple[Key, FigureRow]]:
    """Figures, each with its key. Filters: `story`, `outlet`, `article`, `since`, `until`, `event`, `above` (may be more than that)."""
    query = select(*(figures.c[f] for f in FigureRow.__struct_fields__ if f in figures.c), *_PLACE)
    if filters.get("event") is not None:
        query = query.where(figures.c.event == filters["event"])
    if filters.get("above") is not None:
        query = query.where(or_(figures.c.high.is_(None), figures.c.high > filters["above"]))
    found = _page(connection, query, figures, filters, (limit, after))
    return [(key, FigureRow(**row)) for key, row in found]


def named(connection: Connection, filters: Mapping[str, Any], *, limit: int, after: tuple[str, str]) -> list[NameRow]:
    """Spellings of names after a folded form and a type. Filters: `type`, `story`, and words of a `name`."""
    key = (names.c.folded, names.c.type)
    query = select(*key).where(names.c.folded >= after[0], tuple_(*key) > tuple_(*after), *_held(names.c.folded, filters.get("name")))
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
    total = select(
        *key, func.min(names.c.name).label("name"), func.count().label("articles"), func.sum(names.c.mentions).label("mentions")
    )  # fmt: skip
    total = total.where(names.c.folded.in_({folded for folded, _ in keys}), *within).group_by(*key)
    rows = {(r.folded, r.type): NameRow(**r._mapping) for r in connection.execute(total)} if keys else {}
    return [rows[k] for k in keys]


def _held(column: ColumnElement[str], words: str | None) -> Iterator[ColumnElement[bool]]:
    """That each word stands in a folded column."""
    for word in fold_form(words or "").split():
        yield (" " + column + " ").contains(f" {word} ", autoescape=True)


def _page(
    connection: Connection, query: Select[Any], table: Table, filters: Mapping[str, Any], page: tuple[int, Key]
) -> Sequence[tuple[Key, dict[str, Any]]]:
    limit, (number, place) = page
    query = query.add_columns(articles.c.number, table.c.place).join(articles, articles.c.id == table.c.article)
    query = query.where(
        articles.c.number >= number, or_(articles.c.number > number, and_(articles.c.number == number, table.c.place > place))
    )
    for name, column in (("outlet", articles.c.outlet), ("story", articles.c.story), ("article", table.c.article)):
        if filters.get(name) is not None:
            query = query.where(column == filters[name])
    if filters.get("since") is not None:
        query = query.where(table.c.day >= filters["since"])
    if filters.get("until") is not None:
        query = query.where(table.c.day <= filters["until"])
    out = []
    for found in connection.execute(query.order_by(articles.c.number, table.c.place).limit(limit)):
        row = dict(found._mapping)
        out.append(((row.pop("number"), row.pop("place")), row))
    return out
