"""Users of the reading room, their sessions and tokens. Each is kept under the digest of its secret, never the secret."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from isnad.errors import NothingFoundError
from isnad.model.kept import Token, User
from isnad.store.rows import begins, put
from isnad.store.tables import sessions, tokens, users

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
    """Remove a user with sessions and tokens; raises `NothingFoundError`."""
    user(connection, name)
    connection.execute(sessions.delete().where(sessions.c.user == name))
    connection.execute(tokens.delete().where(tokens.c.user == name))
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


def end_sessions(connection: Connection, *, begun: str, seen: str, until: str) -> None:
    """End the sessions that began or were used before these times, or after the last of them."""
    connection.execute(sessions.delete().where((sessions.c.began < begun) | (sessions.c.seen < seen) | (sessions.c.seen > until)))


NAMED = 12
"""Characters of a token's digest that it is named by."""


def put_token(connection: Connection, key: str, made: Token) -> None:
    """Keep a new token under the digest of its secret."""
    row = {"key": key, "user": made.user, "role": made.role, "label": made.label, "added": made.added, "until": made.until}
    connection.execute(tokens.insert().values(row))


def token(connection: Connection, key: str) -> tuple[Token, User] | None:
    """A token and its user, by the digest of its secret."""
    query = select(tokens, users.c.role.label("most"), users.c.added.label("since")).join(users, users.c.name == tokens.c.user)
    row = connection.execute(query.where(tokens.c.key == key)).first()
    return None if row is None else (_token(row), User(name=row.user, role=row.most, added=row.since))


def listed_tokens(connection: Connection) -> tuple[Token, ...]:
    """All tokens, in the order of users and time."""
    return tuple(_token(row) for row in connection.execute(select(tokens).order_by(tokens.c.user, tokens.c.added, tokens.c.key)))


def drop_token(connection: Connection, identity: str) -> None:
    """Revoke a token by the beginning of its digest; raises `NothingFoundError` where not exactly one begins so."""
    found = list(connection.execute(select(tokens.c.key).where(begins(tokens.c.key, identity)).limit(2)).scalars()) if identity else []
    if len(found) != 1:
        raise NothingFoundError(f"{'several tokens begin' if found else 'no token begins'} with {identity!r}")
    connection.execute(tokens.delete().where(tokens.c.key == found[0]))


def _token(row: Any) -> Token:
    return Token(id=row.key[:NAMED], user=row.user, role=row.role, label=row.label, added=row.added, until=row.until)
