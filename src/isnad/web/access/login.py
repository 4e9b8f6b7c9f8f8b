"""Logging in and out. A wrong name and a wrong password look alike, take the same time and are counted alike."""

from __future__ import annotations

import base64
import binascii
import logging

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from isnad.model.kept import User
from isnad.web.access.rates import Bucket, Rate, client_of
from isnad.web.visits import Reader, Visit

log = logging.getLogger("isnad.web")
FROM_ADDRESS, OF_NAME = Rate(20, 900.0), Rate(60, 900.0)
"""Wrong passwords from one address, and for one name from anywhere."""


class Doors:
    """Lets users in: by a form and a cookie, or, for feed readers and programs, by a token or HTTP Basic authentication."""

    def __init__(self, *, https: bool) -> None:
        self._https = https
        # The prefix makes browsers refuse it from anybody but this very host over https.
        self.cookie = "__Host-isnad_session" if https else "isnad_session"
        self._addresses, self._names = Bucket(FROM_ADDRESS), Bucket(OF_NAME)

    def reader(self, visit: Visit, *, basic: bool = False) -> Reader | None:
        """Who asks, if they have logged in."""
        token = visit.request.cookies.get(self.cookie)
        if token:
            user = visit.desk.session_user(token)
            return None if user is None else Reader(user.name, user.role)
        sent = visit.request.headers.get("authorization", "")
        if basic and sent[:7].lower() == "bearer ":
            user = visit.desk.token_user(sent[7:].strip())
            return None if user is None else Reader(user.name, user.role)
        if basic and sent[:6].lower() == "basic ":
            name, password = _basic(sent[6:])
            user = self.checked(visit, name, password)
            return None if user is None else Reader(user.name, user.role)
        return None

    def log_in(self, visit: Visit, name: str, password: str) -> Response | None:
        """Begin a session and lead on to where the reader wanted to go; None where name and password fit nobody."""
        user = self.checked(visit, name, password)
        if user is None:
            return None
        response = RedirectResponse(local(visit.field("next")), status_code=303)
        token = visit.desk.begin_session(user)
        response.set_cookie(self.cookie, token, httponly=True, samesite="strict", secure=self._https, path="/")
        return response

    def log_out(self, visit: Visit) -> Response:
        """End the session."""
        token = visit.request.cookies.get(self.cookie)
        if token:
            visit.desk.end_session(token)
        response = RedirectResponse("/login", status_code=303)
        response.delete_cookie(self.cookie, httponly=True, samesite="strict", secure=self._https, path="/")
        return response

    def checked(self, visit: Visit, name: str, password: str) -> User | None:
        """The user, or None; answers 429 where too many were wrong."""
        client, key = client_of(visit.request.scope), name.strip().casefold()[:64]
        wait = max(self._addresses.wait(client), self._names.wait(key))
        if wait:
            raise HTTPException(429, headers={"Retry-After": str(int(wait) + 1)})
        user = visit.desk.identified(name, password)
        if user is None:
            self._addresses.take(client)
            self._names.take(key)
            log.warning("wrong name or password from %s", client)
        return user


def local(address: str) -> str:
    """An address of this server to go on to; the front page for anything else."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if inside and not address.startswith("/login") else "/"


def _basic(sent: str) -> tuple[str, str]:
    try:
        name, _, password = base64.b64decode(sent.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise HTTPException(400) from None
    return name, password
