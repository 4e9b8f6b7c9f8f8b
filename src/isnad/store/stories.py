"""Stories as people see them, and the accounts that were told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, func, select

from isnad.model.kept import StoryRow
from isnad.store import marks
from isnad.store.rows import among, begins, chunks, put
from isnad.store.tables import accounts, articles, stories


def _row(found: Any) -> StoryRow:
    return StoryRow(**{**found._mapping, "names": tuple(msgspec.json.decode(found.names, type=list[str]))})


def listed(connection: Connection, filters: Mapping[str, Any], *, limit: int | None = None, offset: int = 0) -> Iterator[StoryRow]:
    """Stories, those with the latest article first, then the larger. Filters: `since`, `until` (ISO days), `least` (articles)."""
    query: Select[Any] = select(stories).order_by(stories.c.last.desc(), stories.c.size.desc(), stories.c.id)
    if filters.get("since") is not None:
        query = query.where(stories.c.last >= filters["since"])
    if filters.get("until") is not None:
        query = query.where(stories.c.first <= filters["until"])
    if filters.get("least") is not None:
        query = query.where(stories.c.size >= filters["least"])
    for row in connection.execute(query.limit(limit).offset(offset)):
        yield _row(row)


def story(connection: Connection, identity: str) -> StoryRow | None:
    """A story by its id."""
    found = connection.execute(select(stories).where(stories.c.id == identity)).first()
    return None if found is None else _row(found)


def beginning_with(connection: Connection, prefix: str) -> list[str]:
    """Ids of stories that begin so, two at most."""
    query = select(stories.c.id).where(begins(stories.c.id, prefix)).order_by(stories.c.id).limit(2)
    return list(connection.execute(query).scalars())


def articles_in(connection: Connection, identity: str) -> list[str]:
    """Ids of a story's articles, in order."""
    return list(connection.execute(select(articles.c.id).where(articles.c.story == identity).order_by(articles.c.id)).scalars())


def stories_of(connection: Connection, ids: Iterable[str]) -> dict[str, str | None]:
    """The story of each article."""
    return {row.id: row.story for row in among(connection, select(articles.c.id, articles.c.story), articles.c.id, ids)}


def replaced(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which of the articles a later revision replaced."""
    query = select(articles.c.id).where(articles.c.replaced_by.is_not(None))
    return {row.id for row in among(connection, query, articles.c.id, ids)}


def assign(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """Put articles into stories: article id, story id."""
    if pairs:
        change = articles.update().where(articles.c.id == bindparam("key")).values(story=bindparam("into"))
        connection.execute(change, [{"key": article, "into": identity} for article, identity in pairs])


def put_stories(connection: Connection, rows: Sequence[StoryRow]) -> None:
    """Keep stories."""
    put(connection, stories, [{**msgspec.structs.asdict(r), "names": msgspec.json.encode(r.names).decode()} for r in rows])


def drop(connection: Connection, ids: Iterable[str]) -> None:
    """Let stories go that have no articles left, with their accounts and marks."""
    ids = list(ids)
    marks.drop(connection, ids)
    for part in chunks(ids, 500):
        connection.execute(stories.delete().where(stories.c.id.in_(part)))
        connection.execute(accounts.delete().where(accounts.c.story.in_(part)))


def account(connection: Connection, identity: str, fingerprint: str) -> bytes | None:
    """The account of a story that was told from what the fingerprint stands for."""
    query = select(accounts.c.data).where(accounts.c.story == identity, accounts.c.fingerprint == fingerprint)
    found: bytes | None = connection.execute(query).scalar()
    return found


def put_account(connection: Connection, identity: str, fingerprint: str, data: bytes) -> None:
    """Keep an account in place of the one before."""
    put(connection, accounts, [{"story": identity, "fingerprint": fingerprint, "data": data}])


def count(connection: Connection) -> int:
    """How many stories there are."""
    return connection.execute(select(func.count()).select_from(stories)).scalar() or 0
