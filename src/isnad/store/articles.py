"""Articles with what was read from them, the revisions of an address, and what became of every input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select

from isnad.errors import NothingFoundError
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.kept import ArticleRow, EndedRow, OutcomeCount, RevisionRow
from isnad.model.outcome import Issue, Outcome
from isnad.store.blobs import packed, unpacked
from isnad.store.rows import among, put
from isnad.store.tables import articles, documents, gists, outcomes, revisions, runs

_ROW = select(*(articles.c[f] for f in ArticleRow.__struct_fields__))


def known(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which of the articles are kept."""
    return {row.id for row in among(connection, select(articles.c.id), articles.c.id, ids)}


def next_number(connection: Connection) -> int:
    """The number that the next article gets."""
    return (connection.execute(select(func.max(articles.c.number))).scalar() or 0) + 1


def listed(connection: Connection, filters: Mapping[str, Any], *, limit: int | None = None, after: int = 0) -> Iterator[ArticleRow]:
    """Articles in the order of arrival. Filters: `outlet`, `story`, `address`, `since`, `until` (ISO days), `current`."""
    query = _ROW.where(articles.c.number > after).order_by(articles.c.number)
    for key in ("outlet", "story", "address"):
        if filters.get(key) is not None:
            query = query.where(articles.c[key] == filters[key])
    if filters.get("since") is not None:
        query = query.where(articles.c.day >= filters["since"])
    if filters.get("until") is not None:
        query = query.where(articles.c.day <= filters["until"])
    if filters.get("current"):
        query = query.where(articles.c.replaced_by.is_(None))
    for row in connection.execute(query.limit(limit)):
        yield ArticleRow(**row._mapping)


def rows_of(connection: Connection, ids: Iterable[str]) -> dict[str, ArticleRow]:
    """Rows of articles, by id."""
    return {row.id: ArticleRow(**row._mapping) for row in among(connection, _ROW, articles.c.id, ids)}


def article(connection: Connection, identity: str) -> Article:
    """An article with its text; raises `NothingFoundError`."""
    data = connection.execute(select(articles.c.data).where(articles.c.id == identity)).scalar()
    if data is None:
        raise NothingFoundError(f"no article {identity} is kept here")
    return unpacked(data, Article)


def articles_of(connection: Connection, ids: Iterable[str]) -> dict[str, Article]:
    """Articles with their texts, by id."""
    found = among(connection, select(articles.c.id, articles.c.data), articles.c.id, ids)
    return {row.id: unpacked(row.data, Article) for row in found}


def documents_of(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, Document]]:
    """Fingerprint and document of articles, by id."""
    found = among(connection, select(documents), documents.c.article, ids)
    return {row.article: (row.fingerprint, unpacked(row.data, Document)) for row in found}


def stale(connection: Connection, fingerprint: str) -> list[str]:
    """Articles whose document was made by other stages or tables, or is not there, in the order of arrival."""
    return list(connection.execute(_stale(select(articles.c.id), fingerprint).order_by(articles.c.number)).scalars())


def stale_count(connection: Connection, fingerprint: str) -> int:
    """How many articles are stale."""
    return connection.execute(_stale(select(func.count()), fingerprint)).scalar() or 0


def _stale(query: Select[Any], fingerprint: str) -> Select[Any]:
    joined = articles.outerjoin(documents, documents.c.article == articles.c.id)
    return query.select_from(joined).where(documents.c.fingerprint.is_(None) | (documents.c.fingerprint != fingerprint))


def all_ids(connection: Connection) -> list[str]:
    """Every article, in the order of arrival."""
    return list(connection.execute(select(articles.c.id).order_by(articles.c.number)).scalars())


def describe(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """What reading an article anew told of it: rows of `key` (its id), `outlet`, `title`, `published`, `day`."""
    fields = ("outlet", "title", "published", "day")
    change = articles.update().where(articles.c.id == bindparam("key")).values({f: bindparam(f) for f in fields})
    if rows:
        connection.execute(change, list(rows))


def waiting(connection: Connection, limit: int | None = None) -> Iterator[tuple[str, bytes]]:
    """Articles that are in no story yet with their gists' blobs, in the order of time."""
    query = select(gists.c.article, gists.c.data).where(gists.c.placed.is_(False)).order_by(gists.c.moment, gists.c.article)
    for row in connection.execute(query.limit(limit)):
        yield row.article, row.data


def first_waiting(connection: Connection) -> int | None:
    """The number of the first article that is in no story yet; None where none waits."""
    query = select(func.min(articles.c.number)).join(gists, gists.c.article == articles.c.id).where(gists.c.placed.is_(False))
    found: int | None = connection.execute(query).scalar()
    return found


def placed(connection: Connection, ids: Sequence[str]) -> None:
    """Note that articles were placed."""
    for part in range(0, len(ids), 500):
        connection.execute(gists.update().where(gists.c.article.in_(ids[part : part + 500])).values(placed=True))


def latest(connection: Connection, address: str) -> str | None:
    """The article that holds the latest text of an address."""
    query = select(revisions.c.article).where(revisions.c.address == address).order_by(revisions.c.number.desc()).limit(1)
    found: str | None = connection.execute(query).scalar()
    return found


def revise(connection: Connection, address: str, identity: str, seen: str) -> str | None:
    """Note another text of an address; gives the article that it replaces, if there is one."""
    last = connection.execute(
        select(revisions.c.number, revisions.c.article).where(revisions.c.address == address).order_by(revisions.c.number.desc()).limit(1)
    ).first()
    number = last.number + 1 if last else 1
    connection.execute(revisions.insert().values(address=address, number=number, article=identity, seen=seen))
    if last is None:
        return None
    connection.execute(articles.update().where(articles.c.id == last.article).values(replaced_by=identity, story=None))
    return str(last.article)


def revisions_of(connection: Connection, address: str) -> tuple[RevisionRow, ...]:
    """All texts of an address, the first first."""
    found = connection.execute(select(revisions).where(revisions.c.address == address).order_by(revisions.c.number))
    return tuple(RevisionRow(**row._mapping) for row in found)


def revised(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Addresses with more than one text, and how many."""
    texts = func.count()
    query = select(revisions.c.address, texts.label("texts")).group_by(revisions.c.address).having(texts > 1).order_by(revisions.c.address)
    return tuple((row.address, row.texts) for row in connection.execute(query))


def begin_run(connection: Connection, identity: str, kind: str, now: str) -> None:
    """Note that a run began."""
    connection.execute(runs.insert().values(id=identity, kind=kind, started=now))


def end_run(connection: Connection, identity: str, now: str) -> None:
    """Note that a run came to its end."""
    connection.execute(runs.update().where(runs.c.id == identity).values(ended=now))


def unended(connection: Connection) -> tuple[tuple[str, str, str], ...]:
    """Runs that did not come to their end: id, kind, start. One of them may be at work."""
    query = select(runs.c.id, runs.c.kind, runs.c.started).where(runs.c.ended.is_(None)).order_by(runs.c.started)
    return tuple((row.id, row.kind, row.started) for row in connection.execute(query))


def put_outcomes(connection: Connection, run: str, ended: Sequence[tuple[Outcome, str | None, tuple[Issue, ...]]]) -> None:
    """Keep what became of inputs: outcome, article if there is one, what was odd."""
    rows = [
        {
            "run": run, "path": o.path, "fate": o.fate, "reason": o.reason, "detail": o.detail, "article": article,
            "issues": packed(issues) if issues else None,
        }
        for o, article, issues in ended
    ]  # fmt: skip
    if rows:
        connection.execute(outcomes.insert(), rows)


def outcome_counts(connection: Connection, run: str | None = None) -> tuple[OutcomeCount, ...]:
    """How many inputs ended how, in all or in one run."""
    query = select(outcomes.c.fate, outcomes.c.reason, func.count().label("count")).group_by(outcomes.c.fate, outcomes.c.reason)
    if run is not None:
        query = query.where(outcomes.c.run == run)
    return tuple(OutcomeCount(**row._mapping) for row in connection.execute(query.order_by(outcomes.c.fate, outcomes.c.reason)))


def failures(connection: Connection, limit: int = 20) -> tuple[Outcome, ...]:
    """The inputs that failed last."""
    fields = (outcomes.c.path, outcomes.c.fate, outcomes.c.reason, outcomes.c.detail)
    query = select(*fields).where(outcomes.c.fate == "failed").order_by(outcomes.c.number.desc()).limit(limit)
    return tuple(Outcome(**row._mapping) for row in connection.execute(query))


def latest_outcomes(
    connection: Connection, limit: int, *, before: int | None = None, run: str | None = None, bad: bool = False
) -> tuple[tuple[int, EndedRow], ...]:
    """What became of inputs with its number, the latest first: of those before a number, of one run, without those that were kept."""
    fields = (outcomes.c.path, outcomes.c.fate, outcomes.c.reason, outcomes.c.detail, outcomes.c.article)
    query = select(outcomes.c.number, *fields, runs.c.kind, runs.c.started).join(runs, runs.c.id == outcomes.c.run)
    if before is not None:
        query = query.where(outcomes.c.number < before)
    if run is not None:
        query = query.where(outcomes.c.run == run)
    if bad:
        query = query.where(outcomes.c.fate.in_(("rejected", "failed")), outcomes.c.reason != "known")
    found = connection.execute(query.order_by(outcomes.c.number.desc()).limit(limit))
    return tuple((row.number, EndedRow(**{f: row._mapping[f] for f in EndedRow.__struct_fields__})) for row in found)


def kept_outcomes(connection: Connection, ids: Iterable[str]) -> tuple[tuple[Outcome, ...], tuple[Issue, ...]]:
    """How articles came in and what was odd then, in the order in which they came."""
    found = among(connection, select(outcomes).where(outcomes.c.fate == "kept"), outcomes.c.article, ids)
    rows = sorted(found, key=lambda r: r.number)
    issues = [i for row in rows if row.issues for i in unpacked(row.issues, tuple[Issue, ...])]
    return tuple(Outcome(path=row.path, fate=row.fate, reason=row.reason, detail=row.detail) for row in rows), tuple(issues)


def counts(connection: Connection) -> dict[str, int]:
    """How much is kept."""
    total, outlets, replaced, unplaced = connection.execute(
        select(
            func.count(), func.count(func.distinct(articles.c.outlet)), func.count(articles.c.replaced_by),
            func.sum(case((and_(articles.c.story.is_(None), articles.c.replaced_by.is_(None)), 1), else_=0)),
        )
    ).one()  # fmt: skip
    return {"articles": total, "outlets": outlets, "replaced": replaced, "waiting": unplaced or 0}


def put_articles(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep new articles: rows of the table `articles`."""
    put(connection, articles, rows)


def put_documents(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep documents: rows of the table `documents`."""
    put(connection, documents, rows)


def put_gists(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep gists: rows of the table `gists`."""
    put(connection, gists, rows)
