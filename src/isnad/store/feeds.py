"""The feeds that a workspace watches, what is followed, and the alerts that came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, or_, select

from isnad.errors import NothingFoundError
from isnad.model.ids import digest
from isnad.model.kept import Alert, Feed, Follow, SeenEntry
from isnad.store.rows import among, put
from isnad.store.tables import alerts, entries, feeds, follows


def feed(connection: Connection, address: str) -> Feed:
    """A feed by its address; raises `NothingFoundError`."""
    found = connection.execute(select(feeds).where(feeds.c.address == address)).first()
    if found is None:
        raise NothingFoundError(f"no feed {address} is watched here")
    return Feed(**found._mapping)


def all_feeds(connection: Connection) -> tuple[Feed, ...]:
    """Every feed, in the order of addresses."""
    return tuple(Feed(**row._mapping) for row in connection.execute(select(feeds).order_by(feeds.c.address)))


def due_feeds(connection: Connection, now: str) -> tuple[Feed, ...]:
    """Feeds that are to be looked at by now, the longest due first.

    What was never asked is due; and where one was asked at a time that is not yet, the clock was ahead, and so is what it is due at.
    """
    due = or_(feeds.c.due <= now, feeds.c.checked.is_(None), feeds.c.checked > now)
    query = select(feeds).where(feeds.c.paused.is_(False), due).order_by(feeds.c.due, feeds.c.address)
    return tuple(Feed(**row._mapping) for row in connection.execute(query))


def put_feed(connection: Connection, kept: Feed) -> None:
    """Add a feed, or keep what changed of it."""
    put(connection, feeds, [msgspec.structs.asdict(kept)])


def drop_feed(connection: Connection, address: str) -> None:
    """Watch a feed no more; raises `NothingFoundError`."""
    feed(connection, address)
    connection.execute(feeds.delete().where(feeds.c.address == address))


def seen_entries(connection: Connection, keys: Iterable[str]) -> dict[str, SeenEntry]:
    """Which of the items were looked at, by key."""
    return {row.key: SeenEntry(**row._mapping) for row in among(connection, select(entries), entries.c.key, keys)}


def note_entries(connection: Connection, seen: Sequence[SeenEntry]) -> None:
    """Note that items were looked at."""
    put(connection, entries, [msgspec.structs.asdict(s) for s in seen])


def follow(connection: Connection, kind: str, value: str, now: str) -> Follow:
    """Follow a person, a phrase, a story; following twice is following once."""
    made = msgspec.convert({"id": digest("follow", kind, value), "kind": kind, "value": value, "added": now}, Follow)
    put(connection, follows, [msgspec.structs.asdict(made)])
    return made


def all_follows(connection: Connection) -> tuple[Follow, ...]:
    """Everything that is followed."""
    return tuple(Follow(**row._mapping) for row in connection.execute(select(follows).order_by(follows.c.added)))


def unfollow(connection: Connection, identity: str) -> None:
    """Follow something no more; raises `NothingFoundError`."""
    if not connection.execute(follows.delete().where(follows.c.id == identity)).rowcount:
        raise NothingFoundError(f"nothing is followed under the id {identity}")


def add_alerts(connection: Connection, new: Sequence[Alert]) -> tuple[Alert, ...]:
    """Keep the alerts that are not kept yet; gives those."""
    there = set(connection.execute(select(alerts.c.id).where(alerts.c.id.in_([a.id for a in new]))).scalars()) if new else set()
    fresh = {a.id: a for a in new if a.id not in there}
    put(connection, alerts, [{**msgspec.structs.asdict(a), "details": msgspec.json.encode(a.details).decode()} for a in fresh.values()])
    return tuple(fresh.values())


def listed_alerts(
    connection: Connection, *, unsent: bool = False, limit: int | None = None, before: str | None = None
) -> tuple[Alert, ...]:
    """Alerts, the latest first, those older than the one with the id `before`; or those not given out yet, the earliest first."""
    query = select(alerts).order_by(alerts.c.time.desc(), alerts.c.id)
    if before is not None:
        time = select(alerts.c.time).where(alerts.c.id == before).scalar_subquery()
        query = query.where(or_(alerts.c.time < time, and_(alerts.c.time == time, alerts.c.id > before)))
    if unsent:
        query = select(alerts).where(alerts.c.sent.is_(None)).order_by(alerts.c.time, alerts.c.id)
    return tuple(_alert(row) for row in connection.execute(query.limit(limit)))


def sent_alerts(connection: Connection, ids: Sequence[str], now: str) -> None:
    """Note that alerts were given out."""
    if ids:
        connection.execute(alerts.update().where(alerts.c.id.in_(list(ids))).values(sent=now))


def _alert(row: Any) -> Alert:
    return Alert(**{**row._mapping, "details": msgspec.json.decode(row.details, type=dict[str, str])})
