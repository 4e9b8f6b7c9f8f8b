"""Lists over all articles: who said what, which figures, which names. Each is a projection (see `isnad.store.protocol`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, func, or_, select, tuple_

from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.findings import Bounds, Quantity
from isnad.model.kept import FigureRow, NameRow, StatementPlace, StatementRow
from isnad.model.span import Span
from isnad.store.rows import chunks, holding
from isnad.store.tables import articles, figures, names, statements
from isnad.text.folding import fold_form

Row = dict[str, Any]


class Listing:
    """A projection of a table that has rows of each article."""

    version = 1

    def __init__(self, table: Table, rows_of: Callable[[Document], list[Row]]) -> None:
        self.name, self._rows_of = table.name, rows_of

    @property
    def _table(self) -> Table:
        return {"statements": statements, "figures": figures, "names": names}[self.name]

    def prepare(self, connection: Connection) -> None:
        """The table belongs to the schema."""

    def reader(self, pack: Pack) -> Callable[[Document], list[Row]]:
        """The rows of a document."""
        return self._rows_of

    def write(self, connection: Connection, rows: Sequence[tuple[str, Any]]) -> None:
        """Keep the rows of articles in place of those they had."""
        self.remove(connection, [article for article, _ in rows])
        new = [{"article": article, **row} for article, found in rows for row in found]
        if new and connection.dialect.name == "postgresql":
            for part in chunks(new, 1_000):
                connection.execute(self._table.insert().values(part))
        elif new:
            connection.execute(self._table.insert(), new)

    def remove(self, connection: Connection, articles: Sequence[str]) -> None:
        """Take the rows of articles out."""
        for part in chunks(articles, 500):
            connection.execute(self._table.delete().where(self._table.c.article.in_(part)))


def day_of(document: Document) -> str | None:
    """The ISO day of publication, as far as the article alone tells it."""
    date = document.publication.date
    return date[:10] if date and len(date) >= 10 else None


def statement_rows(document: Document) -> list[Row]:
    """A row a statement."""
    rows = []
    for place, s in enumerate(document.statements):
        named = s.speaker.span.of(document.text) if s.speaker else ""
        start, end = (s.content[0].start, s.content[-1].end) if s.content else (0, 0)
        rows.append({
            "place": place, "id": s.id, "speaker": fold_form(named), "named": named, "form": s.speaker.form if s.speaker else "unnamed",
            "act": s.act, "commitment": s.commitment, "direct": s.direct, "content": " … ".join(c.of(document.text) for c in s.content),
            "start": start, "end": end, "day": day_of(document),
        })  # fmt: skip
    return rows


def figure_rows(document: Document) -> list[Row]:
    """A row a quantity that measures something."""
    return [_figure(document, place, q) for place, q in enumerate(document.quantities) if q.event]


def _figure(document: Document, place: int, q: Quantity) -> Row:
    low, high = limits(q)
    counts = (q.counts or Span(0, 0)).of(document.text)
    return {
        "place": place, "event": q.event, "counts": counts, "low": low, "high": high, "approximate": q.approximate, "unit": q.unit,
        "start": q.span.start, "end": q.span.end, "statement": q.statement, "day": day_of(document),
    }  # fmt: skip


def limits(q: Quantity) -> tuple[float | None, float | None]:
    """Least and most that the quantity may be; None is open."""
    if isinstance(q.value, Bounds):
        return q.value.min, q.value.max
    return (None if q.bound == "upper" else q.value), (None if q.bound == "lower" else q.value)


def name_rows(document: Document) -> list[Row]:
    """A row a spelling and type of a name."""
    found: Counter[tuple[str, str]] = Counter()
    spelled: dict[tuple[str, str], str] = {}
    for mention in document.mentions:
        form = mention.span.of(document.text)
        key = (fold_form(form), mention.type)
        found[key] += 1
        spelled.setdefault(key, form)
    day = day_of(document)
    return [{"folded": k[0], "type": k[1], "name": spelled[k], "mentions": n, "day": day} for k, n in found.items() if k[0]]


LISTINGS = (Listing(statements, statement_rows), Listing(figures, figure_rows), Listing(names, name_rows))

_PLACE = (articles.c.path, articles.c.outlet, articles.c.story)
NAME = select(
    names.c.folded, names.c.type, func.min(names.c.name).label("name"), func.count().label("articles"),
    func.sum(names.c.mentions).label("mentions"),
).group_by(names.c.folded, names.c.type)  # fmt: skip
"""Names over all articles; each stands once for an article."""


def _filtered(query: Select[Any], table: Table, filters: Mapping[str, Any]) -> Select[Any]:
    """Filters that all lists take: `since`, `until` (ISO days), `outlet`, `story`, `article`."""
    for key, column in (("outlet", articles.c.outlet), ("story", articles.c.story), ("article", table.c.article)):
        if filters.get(key) is not None:
            query = query.where(column == filters[key])
    if filters.get("since") is not None:
        query = query.where(table.c.day >= filters["since"])
    if filters.get("until") is not None:
        query = query.where(table.c.day <= filters["until"])
    return query


def _statements() -> Select[Any]:
    """Statements as rows."""
    fields = [statements.c[f] for f in StatementRow.__struct_fields__ if f in statements.c and f != "speaker"]
    return select(*fields, statements.c.named.label("speaker"), *_PLACE).join(articles, articles.c.id == statements.c.article)


def saying(filters: Mapping[str, Any]) -> Select[Any]:
    """Statements in no order. Also filtered by `speaker`: words that must each stand in the speaker's name, and `act`."""
    query = _filtered(_statements(), statements, filters).where(*holding(statements.c.speaker, filters.get("speaker")))
    return query if filters.get("act") is None else query.where(statements.c.act == filters["act"])


def said(connection: Connection, filters: Mapping[str, Any], *, limit: int | None = None) -> Iterator[StatementRow]:
    """Statements by day, filtered as `saying` says."""
    query = saying(filters).order_by(statements.c.day, statements.c.article, statements.c.place)
    for row in connection.execute(query.limit(limit)):
        yield StatementRow(**row._mapping)


def statement(connection: Connection, identity: str) -> StatementRow | None:
    """A statement by its id."""
    found = connection.execute(_statements().where(statements.c.id == identity).limit(1)).first()
    return None if found is None else StatementRow(**found._mapping)


def said_as(connection: Connection, speakers: Iterable[str], *, limit: int, before: StatementPlace | None = None) -> Iterator[StatementRow]:
    """Statements whose speaker is named in one of these folded forms, the latest first.

    `before` is the place in the list to go on from, that of the last one given.
    """
    day = func.coalesce(statements.c.day, "")
    query = _statements().where(statements.c.speaker.in_(sorted(set(speakers))), articles.c.replaced_by.is_(None))
    if before is not None:
        query = query.where(tuple_(day, statements.c.article, statements.c.start, statements.c.id) < tuple_(*before))
    query = query.order_by(day.desc(), statements.c.article.desc(), statements.c.start.desc(), statements.c.id.desc())
    for row in connection.execute(query.limit(limit)):
        yield StatementRow(**row._mapping)


def name(connection: Connection, kind: str, folded: str) -> NameRow | None:
    """A name by its type and folded form, over all articles."""
    query = NAME.where(names.c.folded == folded, names.c.type == kind)
    found = connection.execute(query).first()
    return None if found is None else NameRow(**found._mapping)


def stories_naming(connection: Connection, kind: str, forms: Iterable[str], *, limit: int, offset: int = 0) -> list[tuple[str, int]]:
    """Stories in which a name of a type stands in one of these folded forms, and in how many articles; the latest first."""
    held = select(articles.c.story, names.c.article, names.c.day).join(articles, articles.c.id == names.c.article)
    held = held.where(names.c.folded.in_(sorted(set(forms))), names.c.type == kind, articles.c.story.is_not(None))
    one = held.subquery()
    query = select(one.c.story, func.count(func.distinct(one.c.article)).label("articles")).group_by(one.c.story)
    query = query.order_by(func.max(func.coalesce(one.c.day, "")).desc(), one.c.story).limit(limit).offset(offset)
    return [(row.story, row.articles) for row in connection.execute(query)]


def measuring(filters: Mapping[str, Any]) -> Select[Any]:
    """Figures in no order. Also filtered by `event` (killed, price …) and `above`: what may be more than that."""
    fields = [figures.c[f] for f in FigureRow.__struct_fields__ if f in figures.c]
    query = _filtered(select(*fields, *_PLACE).join(articles, articles.c.id == figures.c.article), figures, filters)
    if filters.get("event") is not None:
        query = query.where(figures.c.event == filters["event"])
    if filters.get("above") is not None:
        query = query.where(or_(figures.c.high.is_(None), figures.c.high > filters["above"]))
    return query


def figured(connection: Connection, filters: Mapping[str, Any], *, limit: int | None = None) -> Iterator[FigureRow]:
    """Figures by day, filtered as `measuring` says."""
    query = measuring(filters).order_by(figures.c.day, figures.c.article, figures.c.place)
    for row in connection.execute(query.limit(limit)):
        yield FigureRow(**row._mapping)


def named(connection: Connection, filters: Mapping[str, Any], *, limit: int | None = None) -> Iterator[NameRow]:
    """Names, those of most articles first. Also filtered by `name`: words that must stand in it, folded, and `type`."""
    query = NAME.join(articles, articles.c.id == names.c.article).where(*holding(names.c.folded, filters.get("name")))
    if filters.get("type") is not None:
        query = query.where(names.c.type == filters["type"])
    query = _filtered(query, names, filters)
    for row in connection.execute(query.order_by(func.count().desc(), names.c.folded, names.c.type).limit(limit)):
        yield NameRow(**row._mapping)
