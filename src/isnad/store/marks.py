"""What stories are listed and chosen by: outlets and names of each, growth by day, and digests of accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, func, or_, select

from isnad.model.kept import Mark, StoryDigest, StoryRow
from isnad.store import counters
from isnad.store.rows import AT_ONCE, among, chunks, holding, put
from isnad.store.tables import articles, names, stories, story_digests, story_marks

KINDS = ("outlet", "person", "place", "organization")
NAMES = 6
"""Names of each kind that are kept of a story: those of most articles."""

RULES = "digests.rules"
"""Under which the fingerprint of the rules is kept that told the accounts."""

Cursor = tuple[str, int, str]
"""Last day (empty: unknown), size and id of the last story that was shown."""


def write(connection: Connection, ids: Sequence[str]) -> None:
    """Work out the marks of stories anew, from their articles and the names in them."""
    for part in chunks(ids, 500):
        connection.execute(story_marks.delete().where(story_marks.c.story.in_(part)))
        put(connection, story_marks, [*_outlets(connection, part), *_names(connection, part)])
    outdate(connection, ids)


def drop(connection: Connection, ids: Iterable[str]) -> None:
    """Forget the marks and digests of stories."""
    for part in chunks(ids, 500):
        for table in (story_marks, story_digests):
            connection.execute(table.delete().where(table.c.story.in_(part)))


def _outlets(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    query = select(articles.c.story, articles.c.outlet, func.count().label("articles"))
    query = query.where(articles.c.story.in_(ids), articles.c.outlet.is_not(None)).group_by(articles.c.story, articles.c.outlet)
    return [
        {"story": r.story, "kind": "outlet", "value": r.outlet, "name": r.outlet, "articles": r.articles} for r in connection.execute(query)
    ]


def _names(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    held = func.count().label("articles")
    query = (
        select(articles.c.story, names.c.type, names.c.folded, func.min(names.c.name).label("name"), held)
        .join(names, names.c.article == articles.c.id)
        .where(articles.c.story.in_(ids))
        .group_by(articles.c.story, names.c.type, names.c.folded)
        .order_by(held.desc(), func.sum(names.c.mentions).desc(), names.c.folded)
    )
    taken: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(query):
        best = taken[row.story, row.type]
        shorter = next((b for b in best if _within(b["value"], row.folded)), None)
        if shorter is not None:
            # The fuller form of a name that is there already stands in its place.
            shorter.update(value=row.folded, name=row.name)
        elif len(best) < NAMES and not any(_within(row.folded, b["value"]) for b in best):
            best.append({"story": row.story, "kind": row.type, "value": row.folded, "name": row.name, "articles": row.articles})
    return [row for best in taken.values() for row in {b["value"]: b for b in reversed(best)}.values()]


def _within(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} "


def of_stories(connection: Connection, ids: Iterable[str], kind: str) -> dict[str, list[tuple[str, int]]]:
    """Names of a kind with their articles, by story, the most first."""
    query = select(story_marks.c.story, story_marks.c.name, story_marks.c.articles).where(story_marks.c.kind == kind)
    out: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in among(connection, query, story_marks.c.story, ids):
        out[row.story].append((row.name, row.articles))
    return {story: sorted(found, key=lambda f: (-f[1], f[0])) for story, found in out.items()}


def growth(connection: Connection, ids: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Articles by day, by story; those without a day are left out."""
    count = func.count().label("articles")
    query = select(articles.c.story, articles.c.day, count).where(articles.c.day.is_not(None))
    out: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for part in chunks(dict.fromkeys(ids), AT_ONCE):
        grouped = query.where(articles.c.story.in_(part)).group_by(articles.c.story, articles.c.day).order_by(articles.c.day)
        for row in connection.execute(grouped):
            out[row.story].append((row.day, row.articles))
    return out


def most(connection: Connection, kind: str, limit: int) -> list[Mark]:
    """What most stories have of a kind."""
    count = func.count().label("stories")
    query = select(story_marks.c.value, func.min(story_marks.c.name).label("name"), count).where(story_marks.c.kind == kind)
    query = query.group_by(story_marks.c.value).order_by(count.desc(), story_marks.c.value).limit(limit)
    return [Mark(**row._mapping) for row in connection.execute(query)]


def page(connection: Connection, filters: Mapping[str, Any], *, limit: int, after: Cursor | None = None) -> list[StoryRow]:
    """Stories, those with the latest article first, then the larger; the next after a cursor.

    Filters: `since`, `until` (ISO days), `least` (articles), and `outlet`, `person`, `place`, `organization`: an outlet as it is, of a
    name the words that must stand in it.
    """
    last = func.coalesce(stories.c.last, "")
    query: Select[Any] = select(stories)
    if filters.get("since") is not None:
        query = query.where(stories.c.last >= filters["since"])
    if filters.get("until") is not None:
        query = query.where(stories.c.first <= filters["until"])
    if filters.get("least") is not None:
        query = query.where(stories.c.size >= filters["least"])
    for kind in KINDS:
        if filters.get(kind):
            query = query.where(stories.c.id.in_(_marked(kind, filters[kind])))
    if after is not None:
        day, size, identity = after
        tied = or_(stories.c.size < size, and_(stories.c.size == size, stories.c.id > identity))
        query = query.where(or_(last < day, and_(last == day, tied)))
        if day:
            query = query.where(or_(stories.c.last <= day, stories.c.last.is_(None)))
    query = query.order_by(stories.c.last.desc().nulls_last(), stories.c.size.desc(), stories.c.id).limit(limit)
    return [StoryRow(**{**r._mapping, "names": msgspec.json.decode(r.names, type=tuple[str, ...])}) for r in connection.execute(query)]


def _marked(kind: str, value: str) -> Select[Any]:
    query = select(story_marks.c.story).where(story_marks.c.kind == kind)
    if kind == "outlet":
        return query.where(story_marks.c.value == value)
    return query.where(*holding(story_marks.c.value, value))


def put_digest(connection: Connection, story: str, digest: StoryDigest, *, fresh: bool) -> None:
    """Keep what lists show of an account that was just told; `fresh`: nothing has changed since."""
    put(connection, story_digests, [{"story": story, "fresh": fresh, "data": msgspec.json.encode(digest).decode()}])


def digests(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[StoryDigest, bool]]:
    """Digests by story, and whether nothing has changed since."""
    found = among(connection, select(story_digests), story_digests.c.story, ids)
    return {row.story: (msgspec.json.decode(row.data, type=StoryDigest), row.fresh) for row in found}


def digested(connection: Connection, story: str) -> bool:
    """Whether there is a digest of a story, and nothing has changed since."""
    return bool(connection.execute(select(story_digests.c.fresh).where(story_digests.c.story == story)).scalar())


def outdate(connection: Connection, ids: Iterable[str]) -> None:
    """Note that stories changed since their digests were made."""
    for part in chunks(ids, 500):
        connection.execute(story_digests.update().where(story_digests.c.story.in_(part)).values(fresh=False))


def outdate_all(connection: Connection, told_by: str) -> None:
    """Note that all digests are old where other rules told them."""
    if counters.word(connection, RULES) != told_by:
        connection.execute(story_digests.update().values(fresh=False))
        counters.keep(connection, RULES, told_by)


def naming(connection: Connection, folded: str) -> list[str]:
    """Stories in whose articles a name stands, as it is folded."""
    query = select(articles.c.story).join(names, names.c.article == articles.c.id).where(names.c.folded == folded)
    return list(connection.execute(query.where(articles.c.story.is_not(None)).distinct()).scalars())


def untold(connection: Connection, *, least: int, most: int, limit: int) -> list[str]:
    """Stories of some size whose account was not told since they changed last, the latest first."""
    query = (
        select(stories.c.id)
        .outerjoin(story_digests, story_digests.c.story == stories.c.id)
        .where(stories.c.size >= least, stories.c.size <= most)
        .where(or_(story_digests.c.fresh.is_(None), story_digests.c.fresh.is_(False)))
        .order_by(stories.c.last.desc().nulls_last(), stories.c.size.desc(), stories.c.id)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())
