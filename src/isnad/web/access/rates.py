"""How often somebody may ask: so many requests of one address in a while, and far fewer wrong passwords."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MOST_KEYS = 20_000
"""Remembered at a time; beyond, those that are full again are forgotten."""


class Rate(NamedTuple):
    """So many in so many seconds."""

    most: int
    seconds: float


class Bucket:
    """Counts what each key used up; what was used comes back evenly over time. Safe to share among threads."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock, self._lock = rate, clock, threading.Lock()
        self._used: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> float:
        """Use one up; gives 0, or the seconds until there is one again, and then uses none."""
        return self._change(key, 1.0)

    def wait(self, key: str) -> float:
        """Seconds until there is one again, without using any; 0 where there is."""
        return self._change(key, 0.0)

    def _change(self, key: str, more: float) -> float:
        each = self._rate.seconds / self._rate.most
        now = self._clock()
        with self._lock:
            used, then = self._used.get(key, (0.0, now))
            used = max(0.0, used - (now - then) / each)
            if used + 1.0 > self._rate.most:
                self._used[key] = (used, now)
                return (used + 1.0 - self._rate.most) * each
            if more:
                if len(self._used) >= MOST_KEYS:
                    self._forget(now, each)
                self._used[key] = (used + more, now)
            return 0.0

    def _forget(self, now: float, each: float) -> None:
        kept = {k: v for k, v in self._used.items() if v[0] > (now - v[1]) / each}
        # Where all are in use, the crowd as a whole is what has to wait.
        self._used = kept if len(kept) < MOST_KEYS else dict(list(kept.items())[MOST_KEYS // 2 :])


class Rated:
    """Asks clients that ask too often to wait (429). Assets are not counted: a browser asks for them once."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app, self._bucket = app, Bucket(Rate(per_minute, 60.0))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            wait = self._bucket.take(client_of(scope))
            if wait:
                headers = {"Retry-After": str(int(wait) + 1)}
                await PlainTextResponse("Too many requests.\n", status_code=429, headers=headers)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Who asks: the address; of IPv6 the network, since one reader has all addresses of it."""
    client = scope.get("client")
    if not client:
        return ""
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return str(client[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)
