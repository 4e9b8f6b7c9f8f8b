"""What is asked of a server, what became of it, and how an attempt ends that brings nothing."""

from __future__ import annotations

import msgspec

from isnad.model.outcome import Fate, Outcome


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """An address, with what was known of it the last time (so that an unchanged page costs nothing)."""

    address: str
    etag: str | None = None
    last_modified: str | None = None


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """The one end of a request."""

    address: str
    """As asked for."""
    outcome: Outcome
    """`kept` with a body; `rejected` or `failed` with a reason. `unchanged` (304) is a rejection: there is nothing new."""
    final: str = ""
    """The address that answered, after redirects."""
    moved: bool = False
    """Whether all redirects on the way were permanent: `final` is the address to ask from now on."""
    body: bytes = b""
    media: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retrieved: str | None = None
    """ISO date-time in UTC."""
    wait: float | None = None
    """Seconds that the server asked to wait before the next request."""


class Ended(Exception):  # noqa: N818 (a word for what is meant; it never leaves this package)
    """An attempt that brings no body, with what becomes its outcome."""

    def __init__(self, fate: Fate, reason: str, detail: str = "", *, again: bool = False, wait: float | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.fate: Fate = fate
        self.reason = reason
        self.detail = detail
        self.again = again
        """Whether a further try may help."""
        self.wait = wait

    def as_fetched(self, request: Request) -> Fetched:
        """The end of the request."""
        outcome = Outcome(path=request.address, fate=self.fate, reason=self.reason, detail=self.detail[:200])
        return Fetched(address=request.address, outcome=outcome, wait=self.wait)
