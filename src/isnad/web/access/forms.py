"""Forms that only our own pages can send: a token bound to a cookie, and the page they come from (`Origin`).

The token is an HMAC of the browser's cookie under a secret of this process. Cookies are `SameSite=Strict`, so that a page of
another site cannot make the browser send them; that also makes it impossible to guess the token from the sizes of compressed
answers (BREACH), for which the attacker's page would have to ask with the reader's cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from isnad.web.visits import Visit

COOKIE = "isnad_visit"
FIELD = "csrf"


class FormTokens:
    """The tokens of one browser."""

    def __init__(self, request: Request, secret: bytes) -> None:
        kept = request.cookies.get(COOKIE, "")
        self.cookie = kept if 20 <= len(kept) <= 64 and kept.isascii() else ""
        self._secret, self._new = secret, False

    def token(self) -> str:
        """The token; a browser that has no cookie yet gets one with this answer."""
        if not self.cookie:
            self.cookie, self._new = secrets.token_urlsafe(24), True
        return hmac.new(self._secret, self.cookie.encode(), hashlib.sha256).hexdigest()

    def keep(self, response: Response, *, secure: bool) -> None:
        """Give the browser its cookie where it is new."""
        if self._new:
            response.set_cookie(COOKIE, self.cookie, httponly=True, samesite="strict", secure=secure)

    def fits(self, given: str) -> bool:
        """Whether a form's token is that of this browser."""
        return bool(self.cookie) and hmac.compare_digest(self.token().encode(), given.encode("utf-8", "replace"))


def check_origin(request: Request) -> None:
    """Refuse a form that does not come from one of our pages, as the browser says (403)."""
    origin = request.headers.get("origin") or request.headers.get("referer")
    if origin is None or _place(origin) != request.headers.get("host"):
        raise HTTPException(403, "foreign-form")


def _place(address: str) -> str:
    """Host and port of an address; empty where it is none, for a browser is not the only one that sends headers."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def check_token(visit: Visit) -> None:
    """Refuse a form that does not bring the token of this browser (403)."""
    assert visit.tokens is not None
    if not visit.tokens.fits(visit.field(FIELD)):
        raise HTTPException(403, "old-form")
