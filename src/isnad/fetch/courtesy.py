"""Courtesy: what a site's robots.txt allows, and how often one host is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2
import msgspec
from protego import Protego

from isnad.fetch.answers import Ended
from isnad.settings import Fetching

PRODUCT = "isnad"
"""The name that robots.txt knows us by."""
ROBOTS_LIMIT = 500_000
"""Bytes of a robots.txt that are read (RFC 9309 asks for at least 500 KiB)."""
_BELIEVED, _RETRY = 24 * 3600.0, 300.0
"""Seconds for which rules are believed, and after which a robots.txt that could not be had is asked for again."""
_LONGEST_DELAY = 30.0
"""A longer `Crawl-delay` is shortened to this."""

Get = Callable[[httpx2.URL], Awaitable[bytes]]


class Rules(msgspec.Struct):
    """What one site's robots.txt said."""

    allow: Protego | None
    """None where it could not be had: then nothing may be fetched."""
    end: Ended | None
    """Why not."""
    until: float
    """Until when that is believed, on `time.monotonic`."""


Memory = dict[str, Rules]
"""Rules by site, which a caller may keep between batches so that no site is asked for them more often than once a day."""


class Robots:
    """Answers for each site whether an address may be fetched."""

    def __init__(self, get: Get, memory: Memory) -> None:
        self._get = get
        self._memory = memory
        self._asking: dict[str, asyncio.Lock] = {}

    async def delay(self, url: httpx2.URL) -> float:
        """Seconds that the site wants between requests; ends with `robots` where it does not want this address fetched.

        Without a robots.txt (4xx) all is allowed; where it cannot be had (5xx, no connection) nothing is (RFC 9309, 2.3.1).
        """
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        async with self._asking.setdefault(site, asyncio.Lock()):
            rules = self._memory.get(site)
            if rules is None or rules.until < time.monotonic():
                rules = self._memory[site] = await self._load(url.join("/robots.txt"))
        if rules.allow is None:
            raise _without_rules(site, rules.end)
        if not rules.allow.can_fetch(str(url), PRODUCT):
            raise Ended("rejected", "robots", f"{site}/robots.txt forbids it")
        return min(float(rules.allow.crawl_delay(PRODUCT) or 0.0), _LONGEST_DELAY)

    async def _load(self, url: httpx2.URL) -> Rules:
        body = b""
        try:
            body = await self._get(url)
        except Ended as end:
            missing = end.reason == "http-status" and end.detail.startswith("4")
            if not missing and end.reason not in ("wrong-type", "too-large"):
                return Rules(None, end, time.monotonic() + _RETRY)
        return Rules(Protego.parse(body.decode("utf-8", "replace")), None, time.monotonic() + _BELIEVED)


def _without_rules(site: str, end: Ended | None) -> Ended:
    """A host that cannot be reached ends as that; one that answers, but not with its rules, is left alone."""
    if end is not None and end.reason in ("unreachable", "forbidden-address", "bad-address", "timeout"):
        return Ended(end.fate, end.reason, end.detail)
    return Ended("failed", "robots", f"{site}/robots.txt: {end.reason} {end.detail}" if end else site)


class Pace:
    """Lets requests to one host begin one after the other, with a pause between."""

    def __init__(self, settings: Fetching) -> None:
        self._settings = settings
        self._next: dict[str, float] = {}
        self._gates: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float = 0.0) -> AsyncIterator[None]:
        """The time in which a request to the host may be made."""
        gate = self._gates.setdefault(host, asyncio.Semaphore(self._settings.host_connections))
        async with gate:
            loop = asyncio.get_running_loop()
            begin = max(loop.time(), self._next.get(host, 0.0))
            self._next[host] = begin + max(delay, self._settings.host_pause)
            if (wait := begin - loop.time()) > 0:
                await asyncio.sleep(wait)
            yield

    def hold(self, host: str, seconds: float) -> None:
        """Begin nothing with the host for a while: it asked for it."""
        loop = asyncio.get_running_loop()
        self._next[host] = max(self._next.get(host, 0.0), loop.time() + seconds)
