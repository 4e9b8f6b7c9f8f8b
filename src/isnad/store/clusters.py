"""What the stories of the stream remember, as rows: spreads, holders of stems, clusters, members, events. Blobs are opaque here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from isnad.model.account import StoryEvent
from isnad.store import counters
from isnad.store.rows import add, among, chunks, put
from isnad.store.tables import clusters, members, name_spread, stem_holders, stem_spread, story_events

CLOCK = "stories.clock"
"""Goes up with every change to what stands here, so that who remembers it sees whether it is still true."""
SIZE = "stories.size"
FOUNDED = "stories.founded"


def tick(connection: Connection) -> int:
    """Note a change."""
    now = counters.number(connection, CLOCK) + 1
    counters.keep(connection, CLOCK, now)
    return now


def learn(connection: Connection, articles: int, stems: Mapping[str, int], names: Mapping[str, int]) -> None:
    """Count articles, and in how many of them each stem and each name stands."""
    add(connection, stem_spread, [{"stem": s, "articles": n} for s, n in sorted(stems.items())], "articles")
    add(connection, name_spread, [{"name": s, "articles": n} for s, n in sorted(names.items())], "articles")
    counters.keep(connection, SIZE, counters.number(connection, SIZE) + articles)
    tick(connection)


def spread(connection: Connection, stems: Iterable[str]) -> dict[str, int]:
    """In how many articles each stem stands."""
    found = among(connection, select(stem_spread), stem_spread.c.stem, stems)
    return {row.stem: row.articles for row in found}


def spread_of_names(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """In how many articles each name stands."""
    found = among(connection, select(name_spread), name_spread.c.name, names)
    return {row.name: row.articles for row in found}


def holders(connection: Connection, stems: Iterable[str]) -> dict[str, tuple[int, bytes | None]]:
    """How many clusters hold each stem, and their packed numbers where they are kept."""
    found = among(connection, select(stem_holders), stem_holders.c.stem, stems)
    return {row.stem: (row.total, row.numbers) for row in found}


def put_holders(connection: Connection, rows: Iterable[tuple[str, int, bytes | None]]) -> None:
    """Keep the holders of stems."""
    put(connection, stem_holders, [{"stem": s, "total": n, "numbers": held} for s, n, held in rows])


def clusters_of(connection: Connection, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Clusters by number."""
    for row in among(connection, select(clusters.c.number, clusters.c.data), clusters.c.number, numbers):
        yield row.number, row.data


def all_clusters(connection: Connection) -> Iterator[tuple[int, bytes]]:
    """Every cluster."""
    for row in connection.execute(select(clusters.c.number, clusters.c.data)):
        yield row.number, row.data


def numbers_of(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Numbers of clusters by the ids of their stories."""
    found = among(connection, select(clusters.c.id, clusters.c.number), clusters.c.id, ids)
    return {row.id: row.number for row in found}


def ids_of(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Ids of stories by the numbers of their clusters."""
    found = among(connection, select(clusters.c.id, clusters.c.number), clusters.c.number, numbers)
    return {row.number: row.id for row in found}


def put_clusters(connection: Connection, rows: Iterable[tuple[int, str, bytes]]) -> None:
    """Keep clusters."""
    put(connection, clusters, [{"number": n, "id": identity, "data": data} for n, identity, data in rows])


def drop_clusters(connection: Connection, numbers: Iterable[int]) -> None:
    """Let clusters go; their members are entered elsewhere."""
    for part in chunks(numbers, 500):
        connection.execute(clusters.delete().where(clusters.c.number.in_(part)))


def members_of(connection: Connection, number: int) -> list[bytes]:
    """Members of a cluster, in the order in which they came."""
    query = select(members.c.data).where(members.c.cluster == number).order_by(members.c.place)
    return list(connection.execute(query).scalars())


def cluster_of(connection: Connection, articles: Iterable[str]) -> dict[str, int]:
    """Cluster of each article that was placed."""
    found = among(connection, select(members.c.article, members.c.cluster), members.c.article, articles)
    return {row.article: row.cluster for row in found}


def member(connection: Connection, article: str) -> bytes | None:
    """An article as a member."""
    found: bytes | None = connection.execute(select(members.c.data).where(members.c.article == article)).scalar()
    return found


def put_members(connection: Connection, rows: Iterable[tuple[str, int, int, bytes]]) -> None:
    """Keep members: article, cluster, place, blob."""
    put(connection, members, [{"article": a, "cluster": c, "place": p, "data": data} for a, c, p, data in rows])


def put_events(connection: Connection, events: Sequence[StoryEvent], now: str) -> None:
    """Keep what became of stories."""
    rows = [{"kind": e.kind, "story": e.story, "other": e.other, "day": e.day, "seen": now} for e in events]
    if rows:
        connection.execute(story_events.insert(), rows)


def events_of(connection: Connection, story: str) -> tuple[StoryEvent, ...]:
    """What became of a story."""
    found = connection.execute(select(story_events).where(story_events.c.story == story).order_by(story_events.c.number))
    return tuple(StoryEvent(kind=row.kind, story=row.story, other=row.other, day=row.day) for row in found)


def survivor(connection: Connection, story: str) -> str:
    """The story that a merged one is part of now; the story itself if it was not merged away."""
    seen = {story}
    query = select(story_events.c.story).where(story_events.c.kind == "merge").order_by(story_events.c.number.desc()).limit(1)
    while True:
        into = connection.execute(query.where(story_events.c.other == story)).scalar()
        if into is None or into in seen:
            return story
        seen.add(into)
        story = into
