"""Judgements: added, undone, never changed otherwise and never deleted."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from isnad.errors import NothingFoundError
from isnad.model.judgement import Judgement
from isnad.store.rows import begins, put
from isnad.store.tables import judgements


def add(connection: Connection, judgement: Judgement) -> None:
    """Keep a judgement."""
    put(connection, judgements, [{f: getattr(judgement, f) for f in Judgement.__struct_fields__}])


def listed(connection: Connection) -> tuple[Judgement, ...]:
    """All judgements, undone ones too, in the order of time."""
    found = connection.execute(select(judgements).order_by(judgements.c.time, judgements.c.id))
    return tuple(Judgement(**row._mapping) for row in found)


def latest(connection: Connection, limit: int, before: str | None = None) -> tuple[Judgement, ...]:
    """Judgements, the latest first, undone ones too; those older than the one with the id `before`."""
    query = select(judgements).order_by(judgements.c.time.desc(), judgements.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_older(judgements, before))
    return tuple(Judgement(**row._mapping) for row in connection.execute(query))


def _older(table: Table, identity: str) -> ColumnElement[bool]:
    """That a row comes after another where the latest stand first."""
    time = select(table.c.time).where(table.c.id == identity).scalar_subquery()
    return or_(table.c.time < time, and_(table.c.time == time, table.c.id < identity))


def undo(connection: Connection, identity: str, author: str, now: str) -> Judgement:
    """Take a judgement back; gives it as it was. Raises `NothingFoundError` where there is none that holds under this id."""
    found = list(connection.execute(select(judgements).where(begins(judgements.c.id, identity)).limit(2)))
    if len(found) != 1 or not identity:
        raise NothingFoundError(f"{'several judgements begin' if len(found) > 1 else 'no judgement begins'} with {identity!r}")
    judgement = Judgement(**found[0]._mapping)
    if judgement.undone is not None:
        raise NothingFoundError(f"judgement {judgement.id} was undone already, on {judgement.undone} by {judgement.undone_by}")
    connection.execute(judgements.update().where(judgements.c.id == judgement.id).values(undone=now, undone_by=author))
    return judgement
