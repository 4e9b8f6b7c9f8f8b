"""One request from address to body: check, ask robots.txt, wait for the turn, follow redirects, read, try again."""

from __future__ import annotations

import asyncio
import datetime
import random
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from urllib.parse import urlsplit

import httpcore2
import httpx2
import msgspec

from isnad.fetch.addresses import Networks, checked_url
from isnad.fetch.answers import Ended, Fetched, Request
from isnad.fetch.body import media_of, read_body
from isnad.fetch.courtesy import PRODUCT, ROBOTS_LIMIT, Memory, Pace, Robots
from isnad.fetch.network import CheckedTransport
from isnad.model.outcome import Outcome
from isnad.settings import Fetching

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_BUSY = frozenset({429, 500, 502, 503, 504})
_TROUBLES = frozenset({"busy", "timeout", "unreachable"})
PATIENCE = 3
"""Requests to a host that may fail one after the other."""
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "ar,*;q=0.5",
}


@cache
def user_agent(contact: str) -> str:
    """How we introduce ourselves, with whom to complain to if that is set."""
    return f"{PRODUCT}/{version('isnad')}" + (f" (+{contact})" if contact else "")


class Fetcher:
    """Fetches addresses; to be used within one event loop, and closed."""

    def __init__(self, settings: Fetching, memory: Memory) -> None:
        self._settings = settings
        timeout = httpx2.Timeout(settings.read_timeout, connect=settings.connect_timeout, pool=settings.deadline)
        headers = {"User-Agent": user_agent(settings.contact), **_HEADERS}
        transport = CheckedTransport(Networks(settings.allow), settings)
        self._client = httpx2.AsyncClient(transport=transport, headers=headers, timeout=timeout, trust_env=False, follow_redirects=False)
        self._pace = Pace(settings)
        self._robots = Robots(self._robots_txt, memory)
        self._failures: dict[str, int] = {}

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def fetch(self, request: Request) -> Fetched:
        """The one end of a request; nothing raises but being cancelled.

        A host that failed three times in a row is left alone: its other addresses end at once, and hold up nobody.
        """
        host = _host(request.address)
        if self._failures.get(host, 0) >= PATIENCE:
            return Ended("failed", "busy", f"{host} failed {PATIENCE} times in a row and is left alone").as_fetched(request)
        found = await self._tried(request)
        impatient = found.wait is not None and found.wait > self._settings.longest_wait
        failed = found.outcome.reason in _TROUBLES
        self._failures[host] = (PATIENCE if impatient else self._failures.get(host, 0) + 1) if failed else 0
        return found

    async def _tried(self, request: Request) -> Fetched:
        for attempt in range(self._settings.retries + 1):
            try:
                return await self._attempt(request)
            except Ended as end:
                last = end
            wait = last.wait if last.wait is not None else self._settings.backoff * 2**attempt * random.uniform(0.8, 1.2)
            if not last.again or attempt == self._settings.retries or wait > self._settings.longest_wait:
                break
            await asyncio.sleep(wait)
        return last.as_fetched(request)

    async def _attempt(self, request: Request) -> Fetched:
        """Follow redirects by hand: each target is checked like an address that was given."""
        url = checked_url(request.address)
        seen, moved = {str(url)}, True
        for _ in range(self._settings.redirects + 1):
            delay = await self._robots.delay(url) if self._settings.robots else 0.0
            async with self._pace.turn(url.host, delay):
                found = await self._timed(url, request)
            if isinstance(found, Fetched):
                return _with_address(found, request, moved and len(seen) > 1)
            status, url = found
            moved = moved and status in _PERMANENT
            if str(url) in seen:
                raise Ended("failed", "too-many-redirects", f"in a circle at {url}")
            seen.add(str(url))
        raise Ended("failed", "too-many-redirects", f"more than {self._settings.redirects}")

    async def _timed(self, url: httpx2.URL, request: Request) -> Fetched | tuple[int, httpx2.URL]:
        """One exchange within the deadline; errors of the network become ends."""
        try:
            async with asyncio.timeout(self._settings.deadline):
                return await self._exchange(url, request)
        except TimeoutError as error:
            raise Ended("failed", "timeout", f"not done after {self._settings.deadline:g} s") from error
        except (httpcore2.ConnectTimeout, httpcore2.ConnectError) as error:
            raise Ended("failed", "unreachable", str(error) or type(error).__name__, again=True) from error
        except httpcore2.TimeoutException as error:
            raise Ended("failed", "timeout", f"silent for {self._settings.read_timeout:g} s") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            raise Ended("failed", "broken-response", str(error) or type(error).__name__, again=True) from error
        except (httpx2.InvalidURL, httpcore2.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise Ended("failed", "broken-response", str(error)) from error

    async def _exchange(self, url: httpx2.URL, request: Request) -> Fetched | tuple[int, httpx2.URL]:
        known = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
        asked = self._client.build_request("GET", url, headers={k: v for k, v in known.items() if v})
        response = await self._client.send(asked, stream=True)
        try:
            if response.status_code in _REDIRECTS and (target := response.headers.get("Location")):
                return response.status_code, checked_url(str(url.join(target)))
            self._check_status(response)
            media, charset = media_of(response)
            body = await read_body(response, self._settings.max_bytes)
        finally:
            await response.aclose()
        return Fetched(
            address=request.address,
            outcome=Outcome(path=request.address, fate="kept"),
            final=str(url),
            body=body,
            media=media,
            charset=charset,
            etag=_returned(response.headers.get("ETag")),
            last_modified=_returned(response.headers.get("Last-Modified")),
            retrieved=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        )

    def _check_status(self, response: httpx2.Response) -> None:
        """Ends with `unchanged`, `busy` or `http-status` where the answer is no body."""
        status = response.status_code
        if status == 200:
            return
        if status == 304:
            raise Ended("rejected", "unchanged")
        if status in _BUSY:
            wait = retry_after(response.headers.get("Retry-After", ""))
            if wait is not None:
                self._pace.hold(response.request.url.host, min(wait, self._settings.longest_wait))
            raise Ended("failed", "busy", str(status), again=True, wait=wait)
        raise Ended("failed", "http-status", str(status))

    async def _robots_txt(self, url: httpx2.URL) -> bytes:
        """A site's robots.txt, redirects followed and checked."""
        request = Request(address=str(url))
        for _ in range(self._settings.redirects + 1):
            async with self._pace.turn(url.host):
                found = await self._timed(url, request)
            if isinstance(found, Fetched):
                return found.body[:ROBOTS_LIMIT]
            url = found[1]
        raise Ended("failed", "http-status", "404: redirects without end")


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _returned(value: str | None) -> str | None:
    """A header's value if it can be sent back as it is."""
    return value if value and value.isascii() and value.isprintable() and len(value) < 1_000 else None


def _with_address(found: Fetched, request: Request, moved: bool) -> Fetched:
    return msgspec.structs.replace(found, address=request.address, moved=moved)


def retry_after(value: str) -> float | None:
    """Seconds to wait by a `Retry-After` header, given as seconds or as a date; None where it says nothing."""
    value = value.strip()
    if value.isdigit():
        return min(float(value[:9]), 86_400.0 * 7)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.UTC)
    return max(0.0, (when - datetime.datetime.now(datetime.UTC)).total_seconds())
