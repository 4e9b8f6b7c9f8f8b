"""Vectors of articles: one row an article, in the order of arrival."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, select

from isnad.store.rows import chunks, put
from isnad.store.search_index import search_rows
from isnad.store.tables import TEXT, articles

vector_tables = MetaData()
"""Made by the projection, not by migrations: vectors of another model are made anew from the documents."""
vectors = Table(
    "vectors", vector_tables,
    Column("article", TEXT, primary_key=True),
    Column("model", TEXT, nullable=False),
    Column("data", LargeBinary, nullable=False),  # 16-bit floats, little-endian
)  # fmt: skip


def prepare(connection: Connection) -> None:
    """Make the table where it is not there."""
    vector_tables.create_all(connection)


def write(connection: Connection, model: str, rows: Sequence[tuple[str, bytes]]) -> None:
    """Keep vectors in place of those that the articles had."""
    put(connection, vectors, [{"article": a, "model": model, "data": data} for a, data in rows])


def remove(connection: Connection, gone: Sequence[str]) -> None:
    """Take vectors out."""
    for part in chunks(gone, 500):
        connection.execute(vectors.delete().where(vectors.c.article.in_(part)))


def after(connection: Connection, number: int, model: str) -> list[tuple[int, str, bytes]]:
    """Number, article and vector of the articles that came after one, in the order of arrival."""
    query = (
        select(articles.c.number, vectors.c.article, vectors.c.data)
        .join(articles, articles.c.id == vectors.c.article)
        .where(articles.c.number > number, vectors.c.model == model)
        .order_by(articles.c.number)
    )
    return [(row.number, row.article, row.data) for row in connection.execute(query)]


def missing(connection: Connection, model: str) -> list[str]:
    """Listed articles that have no vector of a model, in the order of arrival."""
    held = select(vectors.c.article).where(vectors.c.model == model)
    query = select(search_rows.c.article).where(search_rows.c.article.not_in(held)).order_by(search_rows.c.number)
    return list(connection.execute(query).scalars())
