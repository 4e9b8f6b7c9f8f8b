"""Users of the reading room and their sessions. A session is kept under the digest of its token, never the token."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from isnad.errors import NothingFoundError
from isnad.model.kept import User
from isnad.store.rows import put
from isnad.store.tables import sessions, users

_USER = (users.c.name, users.c.role, users.c.added)


def listed(connection: Connection) -> tuple[User, ...]:
    """All users, in the order of their names."""
    return tuple(User(**row._mapping) for row in connection.execute(select(*_USER).order_by(users.c.name)))


def user(connection: Connection, name: str) -> User:
    """A user; raises `NothingFoundError`."""
    found = connection.execute(select(*_USER).where(users.c.name == name)).first()
    if found is None:
        raise NothingFoundError(f"there is no user {name!r}")
    return User(**found._mapping)


def secret_of(connection: Connection, name: str) -> str | None:
    """What is kept of a user's password; None where there is no such user."""
    found: str | None = connection.execute(select(users.c.secret).where(users.c.name == name)).scalar()
    return found


def put_user(connection: Connection, kept: User, secret: str) -> None:
    """Keep a new user."""
    connection.execute(users.insert().values(name=kept.name, role=kept.role, added=kept.added, secret=secret))


def change(connection: Connection, name: str, **values: Any) -> None:
    """Change `role` or `secret` of a user; all sessions of the user end."""
    user(connection, name)
    connection.execute(users.update().where(users.c.name == name).values(**values))
    connection.execute(sessions.delete().where(sessions.c.user == name))


def drop_user(connection: Connection, name: str) -> None:
    """Remove a user with the sessions; raises `NothingFoundError`."""
    user(connection, name)
    connection.execute(sessions.delete().where(sessions.c.user == name))
    connection.execute(users.delete().where(users.c.name == name))


def admins(connection: Connection) -> int:
    """How many users are admins."""
    return connection.execute(select(func.count()).select_from(users).where(users.c.role == "admin")).scalar() or 0


def put_session(connection: Connection, key: str, name: str, now: str) -> None:
    """Begin a session, or note that it was used."""
    began = connection.execute(select(sessions.c.began).where(sessions.c.key == key)).scalar()
    put(connection, sessions, [{"key": key, "user": name, "began": began or now, "seen": now}])


def session(connection: Connection, key: str) -> tuple[User, str, str] | None:
    """Whose a session is, when it began and was used last."""
    query = select(*_USER, sessions.c.began, sessions.c.seen).join(sessions, sessions.c.user == users.c.name)
    found = connection.execute(query.where(sessions.c.key == key)).first()
    return None if found is None else (User(name=found.name, role=found.role, added=found.added), found.began, found.seen)


def end_session(connection: Connection, key: str) -> None:
    """End a session."""
    connection.execute(sessions.delete().where(sessions.c.key == key))


def end_sessions(connection: Connection, *, begun: str, seen: str) -> None:
    """End the sessions that began or were used before these times."""
    connection.execute(sessions.delete().where((sessions.c.began < begun) | (sessions.c.seen < seen)))
