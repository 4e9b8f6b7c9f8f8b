"""Who may log in to the reading room, with which role; sessions; tokens of programs. A part of `Workspace`."""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
import unicodedata
from typing import get_args

from isnad.errors import NothingFoundError, StoreError, UsageError
from isnad.model.kept import Role, Token, User
from isnad.store import users as kept
from isnad.store.protocol import Store
from isnad.workspace.passwords import fits, kept_form

LONGEST = datetime.timedelta(days=14)
"""After which a session ends, however much it is used."""
IDLE = datetime.timedelta(hours=12)
"""After which a session ends that is not used."""
NOTED = datetime.timedelta(minutes=10)
"""The use of a session is written down no more often."""
AHEAD = datetime.timedelta(hours=1)
"""How much later than now a session may have been used: a clock that was further ahead would make it live on for as long."""
TOKEN = "isnad_"
"""How the token of a program begins, so that one that leaked is recognised."""
_NAME = re.compile(r"[\w.@+-]{1,64}")
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


class Users:
    """The verbs of users."""

    store: Store

    def now(self) -> str:
        """The time as the store keeps it."""
        raise NotImplementedError

    def add_user(self, name: str, password: str, role: str) -> User:
        """Let somebody in. Raises `UsageError` on a name that is taken or none, a password too short, an unknown role."""
        name = unicodedata.normalize("NFC", name.strip())
        if not _NAME.fullmatch(name):
            raise UsageError(f"user {name!r}: expected up to 64 letters, digits and . @ + - _")
        made, secret = User(name=name, role=_role(role), added=self.now()), kept_form(password)
        with self.store.writing() as connection:
            if kept.secret_of(connection, name) is not None:
                raise UsageError(f"there is a user {name!r} already")
            kept.put_user(connection, made, secret)
        return made

    def users(self) -> tuple[User, ...]:
        """All users, in the order of their names."""
        with self.store.reading() as connection:
            return kept.listed(connection)

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password; the user's sessions end. Raises `NothingFoundError`, `UsageError`."""
        secret = kept_form(password)
        with self.store.writing() as connection:
            kept.change(connection, name, secret=secret)

    def set_role(self, name: str, role: str) -> None:
        """Give a user another role; the user's sessions end. Raises `NothingFoundError`, `UsageError` for the last admin."""
        with self.store.writing() as connection:
            before = kept.user(connection, name)
            kept.change(connection, name, role=_role(role))
            if before.role == "admin" and not kept.admins(connection):
                raise UsageError(f"{name!r} is the last admin: make another one first")

    def remove_user(self, name: str) -> None:
        """Let somebody in no more; what the user judged stays. Raises `NothingFoundError`."""
        with self.store.writing() as connection:
            kept.drop_user(connection, name)

    def identified(self, name: str, password: str) -> User | None:
        """The user whose name and password these are. Takes as long for a name that nobody has."""
        name = unicodedata.normalize("NFC", name.strip())
        with self.store.reading() as connection:
            secret = kept.secret_of(connection, name)
        if not fits(password, secret):
            return None
        try:
            with self.store.reading() as connection:
                return kept.user(connection, name)
        except NothingFoundError:  # removed meanwhile
            return None

    def begin_session(self, user: User) -> str:
        """A new session; gives its token, of which only a digest is kept. Sessions that ended are forgotten."""
        token, now = secrets.token_urlsafe(32), self.now()
        with self.store.writing() as connection:
            kept.end_sessions(connection, begun=_before(now, LONGEST), seen=_before(now, IDLE), until=_before(now, -AHEAD))
            kept.put_session(connection, _key(token), user.name, now)
        return token

    def session_user(self, token: str) -> User | None:
        """Whose session a token stands for; None where it ended."""
        now, key = self.now(), _key(token)
        with self.store.reading() as connection:
            found = kept.session(connection, key)
        if found is None or found[1] < _before(now, LONGEST) or not _before(now, IDLE) <= found[2] <= _before(now, -AHEAD):
            return None
        if found[2] < _before(now, NOTED) and not self.store.read_only:
            try:
                with self.store.writing(wait=False) as connection:
                    if kept.session(connection, key) is not None:
                        kept.put_session(connection, key, found[0].name, now)
            except StoreError:
                pass  # another process writes: noted at the next use
        return found[0]

    def end_session(self, token: str) -> None:
        """End a session."""
        with self.store.writing() as connection:
            kept.end_session(connection, _key(token))

    def add_token(self, user: str, role: str | None = None, *, label: str = "", days: int | None = None) -> tuple[str, Token]:
        """A token for programs in a user's name: the secret, which is shown only now, and what is kept of it.

        It may do what `role` may (None: what its user may), ends after so many days (None: when it is revoked). Raises
        `NothingFoundError`, `UsageError` for a role that its user does not have.
        """
        secret, now = f"{TOKEN}{secrets.token_urlsafe(32)}", self.now()
        until = None if days is None else _before(now, datetime.timedelta(days=-days))
        with self.store.writing() as connection:
            owner = kept.user(connection, user)
            wanted = _role(role or owner.role)
            if _rank(wanted) > _rank(owner.role):
                raise UsageError(f"role {wanted!r}: {user!r} is only {owner.role}")
            key = _key(secret)
            made = Token(id=key[: kept.NAMED], user=owner.name, role=wanted, label=" ".join(label.split())[:100], added=now, until=until)
            kept.put_token(connection, key, made)
        return secret, made

    def tokens(self) -> tuple[Token, ...]:
        """All tokens, in the order of their users."""
        with self.store.reading() as connection:
            return kept.listed_tokens(connection)

    def revoke_token(self, identity: str) -> None:
        """End a token, named by its id. Raises `NothingFoundError`."""
        with self.store.writing() as connection:
            kept.drop_token(connection, identity)

    def token_user(self, secret: str) -> User | None:
        """In whose name a token speaks, with the role that it has there; None where it ended or never was."""
        if not secret.startswith(TOKEN):
            return None
        with self.store.reading() as connection:
            found = kept.token(connection, _key(secret))
        if found is None or (found[0].until is not None and found[0].until <= self.now()):
            return None
        token, user = found
        return User(name=user.name, role=min(token.role, user.role, key=_rank), added=user.added)


def _rank(role: Role) -> int:
    return get_args(Role).index(role)


def _role(role: str) -> Role:
    for known in get_args(Role):
        if role == known:
            return known  # type: ignore[no-any-return]
    raise UsageError(f"role {role!r}: expected one of {', '.join(get_args(Role))}")


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _before(now: str, span: datetime.timedelta) -> str:
    return (datetime.datetime.strptime(now, _STAMP) - span).strftime(_STAMP)
