"""The index of words: FTS5 in SQLite, text search in PostgreSQL, over terms that others make (`isnad.search.terms`).

Both get terms, not texts: what Arabic needs (particles, broken plurals, spellings) is done before, alike for all stores.
A query's tree becomes one statement; words are ranked by BM25 in SQLite (Robertson and Zaragoza 2009), by cover density in
PostgreSQL (Clarke, Cormack and Tudhope 2000); headlines weigh most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any as Anything

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    and_,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    true,
)  # fmt: skip
from sqlalchemy.sql import Select

from isnad.model.search import All, Any, Days, Facets, FigureIs, Found, IndexRow, InStory, Node, Not, Outlet, Words, wanted
from isnad.store.rows import begins, chunks
from isnad.store.tables import TEXT, articles, figures

index_tables = MetaData()
"""Made by the projection, not by migrations: an index of another version is made anew from the documents."""
search_rows = Table(
    "search_rows", index_tables,
    Column("article", TEXT, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # that of the article
    Column("outlet", TEXT, nullable=False),  # folded
    Index("search_rows_outlet", "outlet"),
)  # fmt: skip

COLUMNS = ("title", "text", "said", "speaker", "about")
WEIGHTS = {"title": 4.0, "text": 1.0, "said": 0.25, "speaker": 1.0, "about": 0.5}
"""Of a field in ranking; contents of statements stand in the text already."""
SCOPE = {"text": ("title", "text")}
"""Columns that a field looks into, where they are not that of its name."""
FACETS = 12
"""Values of a facet that are given."""


def prepare(connection: Connection) -> None:
    """Make the index of words where it is not there."""
    index_tables.create_all(connection)
    if connection.dialect.name == "postgresql":
        columns = ", ".join(f"{c} tsvector NOT NULL" for c in COLUMNS)
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS search_terms (number integer PRIMARY KEY, {columns})"))
        for column in COLUMNS:
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS search_terms_{column} ON search_terms USING gin ({column})"))
    else:
        made = f"fts5({', '.join(COLUMNS)}, tokenize = 'unicode61 remove_diacritics 0')"
        connection.execute(text(f"CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING {made}"))


def write(connection: Connection, rows: Sequence[tuple[str, IndexRow]]) -> None:
    """Index articles that are kept, in place of what was indexed of them."""
    remove(connection, [a for a, _ in rows])
    for part in chunks(rows, 500):
        numbers = {
            row.id: row.number
            for row in connection.execute(select(articles.c.id, articles.c.number).where(articles.c.id.in_([a for a, _ in part])))
        }
        values = [{"article": a, "number": numbers[a], "outlet": row.outlet} for a, row in part]
        terms = [{"number": numbers[a], **{c: row.fields.get(c, "") for c in COLUMNS}} for a, row in part]  # type: ignore[call-overload]
        connection.execute(search_rows.insert(), values)
        server = connection.dialect.name == "postgresql"
        places = ", ".join(f"to_tsvector('simple', :{c})" if server else f":{c}" for c in COLUMNS)
        key = "number" if server else "rowid"
        connection.execute(text(f"INSERT INTO search_terms ({key}, {', '.join(COLUMNS)}) VALUES (:number, {places})"), terms)


def remove(connection: Connection, gone: Sequence[str]) -> None:
    """Take articles out of the index."""
    key = "number" if connection.dialect.name == "postgresql" else "rowid"
    for part in chunks(gone, 500):
        there = search_rows.c.article.in_(part)
        numbers = [{"number": n} for n in connection.execute(select(search_rows.c.number).where(there)).scalars()]
        if numbers:
            connection.execute(text(f"DELETE FROM search_terms WHERE {key} = :number"), numbers)
            connection.execute(search_rows.delete().where(there))


def found(connection: Connection, query: Node, *, limit: int, offset: int = 0, newest: bool = False) -> list[Found]:
    """Articles that a query finds, the best or the newest first; those without words to rank by score 0."""
    make = _Maker(connection)
    rank, source = make.ranked(query)
    day = func.coalesce(articles.c.day, "")
    best: ColumnElement[float] = literal_column("score").desc()
    order = (day.desc(), best) if newest else (best, day.desc())
    statement = (
        select(search_rows.c.article, rank.label("score"))
        .select_from(source)
        .join(articles, articles.c.id == search_rows.c.article)
        .where(make.clause(query))
        .order_by(*order, search_rows.c.article)
        .limit(limit)
        .offset(offset)
    )
    return [Found(row.article, float(row.score or 0.0)) for row in connection.execute(statement, make.values)]


def among(connection: Connection, query: Node, ids: Sequence[str]) -> set[str]:
    """Those of the articles that are listed and for which the query holds."""
    out: set[str] = set()
    for part in chunks(ids, 500):
        make = _Maker(connection)
        statement = _rows(make.clause(query), search_rows.c.article).where(search_rows.c.article.in_(part))
        out.update(connection.execute(statement, make.values).scalars())
    return out


def facets(connection: Connection, query: Node) -> Facets:
    """How what a query finds is spread over outlets, months and stories: asked for once and counted here."""
    make = _Maker(connection)
    statement = _rows(make.clause(query), articles.c.outlet, articles.c.day, articles.c.story)
    held = [tuple(row) for row in connection.execute(statement, make.values)]
    outlets, stories = (Counter(row[n] for row in held if row[n] is not None) for n in (0, 2))
    months = Counter(day[:7] for _, day, _ in held if day is not None)
    return Facets(total=len(held), outlets=_most(outlets), months=dict(sorted(months.items())), stories=_most(stories))


def _most(spread: Counter[str]) -> dict[str, int]:
    """The values of most articles."""
    return dict(sorted(spread.items(), key=lambda s: (-s[1], s[0]))[:FACETS])


def _rows(clause: ColumnElement[bool], *columns: Anything) -> Select[Anything]:
    return select(*columns).select_from(search_rows).join(articles, articles.c.id == search_rows.c.article).where(clause)


class _Maker:
    """Makes one statement of a tree; values of words are parameters."""

    def __init__(self, connection: Connection) -> None:
        self.server = connection.dialect.name == "postgresql"
        self.values: dict[str, str] = {}

    def clause(self, node: Node) -> ColumnElement[bool]:
        """The condition on `search_rows` joined with `articles`."""
        match node:
            case Words():
                return self._words(node)
            case Outlet(name):
                return or_(search_rows.c.outlet == name, articles.c.outlet == name)
            case Days(first, last):
                return and_(true(), *([articles.c.day >= first] if first else []), *([articles.c.day <= last] if last else []))
            case FigureIs():
                # Asked once for all rows: a subquery for each row would go through all figures of the event again.
                return search_rows.c.article.in_(select(figures.c.article).where(_figure(node)))
            case InStory(identity):
                return begins(articles.c.story, identity)
            case Not(part):
                return not_(func.coalesce(self.clause(part), false()))
            case All(parts):
                return and_(true(), *(self.clause(p) for p in parts))
            case Any(parts):
                return or_(false(), *(self.clause(p) for p in parts))

    def _keep(self, value: str) -> str:
        name = f"words_{len(self.values)}"
        self.values[name] = value
        return name

    def _words(self, words: Words) -> ColumnElement[bool]:
        if self.server:
            name = self._keep(_for_server(words))
            matches = " OR ".join(f"{c} @@ to_tsquery('simple', :{name})" for c in _columns(words))
            return search_rows.c.number.in_(select(literal_column("number")).select_from(text("search_terms")).where(text(matches)))
        name = self._keep(_for_file(words))
        matching: Select[Anything] = (
            select(literal_column("rowid")).select_from(text("search_terms")).where(text(f"search_terms MATCH :{name}"))
        )
        return search_rows.c.number.in_(matching)

    def ranked(self, query: Node) -> tuple[ColumnElement[float], Anything]:
        """The score of a row, and what to select from."""
        words = wanted(query)
        if not words:
            return literal_column("0.0"), search_rows
        if self.server:
            names = [(self._keep(_for_server(w)), c) for w in words for c in _columns(w)]
            ranks = " + ".join(f"{WEIGHTS[c]} * ts_rank_cd({c}, to_tsquery('simple', :{name}))" for name, c in names)
            scored = text(f"SELECT number, {ranks} AS score FROM search_terms")
        else:
            # Where every word must stand, no article with some of them is scored in vain: common words stand in half of all.
            every = isinstance(query, All) and all(isinstance(p, Words) or not wanted(p) for p in query.parts)
            name = self._keep((" AND " if every else " OR ").join(_for_file(w) for w in words))
            weights = ", ".join(str(WEIGHTS[c]) for c in COLUMNS)
            scored = text(
                f"SELECT rowid AS number, -bm25(search_terms, {weights}) AS score FROM search_terms WHERE search_terms MATCH :{name}"
            )
        scores = scored.columns(Column("number", Integer), Column("score", Float)).subquery("scores")
        return func.coalesce(scores.c.score, 0.0), search_rows.outerjoin(scores, scores.c.number == search_rows.c.number)


def _columns(words: Words) -> tuple[str, ...]:
    return SCOPE.get(words.field, (words.field,))


def _for_file(words: Words) -> str:
    """A query of FTS5: terms are strings, so that none is read as an operator."""
    phrase = " ".join(words.terms).replace('"', '""')
    return f'{{{" ".join(_columns(words))}}}: "{phrase}"{" *" if words.prefix else ""}'


def _for_server(words: Words) -> str:
    """A query of PostgreSQL, terms quoted."""
    quoted = ["'" + t.replace("\\", "\\\\").replace("'", "''") + "'" for t in words.terms]
    return " <-> ".join(quoted) + (":*" if words.prefix else "")


def _figure(figure: FigureIs) -> ColumnElement[bool]:
    """That a figure surely is within the limits: "more than 100" is over 100 and not over 150, "dozens" is not over 100."""
    low, high, value = figures.c.low, figures.c.high, figure.value
    held: dict[str, ColumnElement[bool]] = {
        ">": or_(low > value, and_(low == value, high.is_(None))),
        ">=": low >= value,
        "=": and_(low == value, high == value),
        "<=": high <= value,
        "<": or_(high < value, and_(high == value, low.is_(None))),
    }
    return and_(held[figure.relation], *([figures.c.event == figure.measure] if figure.measure else []))
