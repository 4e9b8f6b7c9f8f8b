"""Handing something to a program of the desk: JSON sent to an address, under the same rules as fetching."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpcore2
import httpx2

from isnad.fetch.addresses import Networks, checked_url
from isnad.fetch.answers import Ended
from isnad.fetch.fetcher import user_agent
from isnad.fetch.network import CheckedTransport
from isnad.model.outcome import Outcome
from isnad.settings import Fetching


def post_json(address: str, data: bytes, settings: Fetching) -> Outcome:
    """Send JSON once; `kept` where the answer is of the 200s, else why not. Redirects are not followed.

    Addresses inside the desk's own network must be allowed like any other. Nothing raises.
    """
    # A thread of its own: the caller may have an event loop running.
    with ThreadPoolExecutor(1, "isnad-webhook") as pool:
        return pool.submit(_run, _post(address, data, settings)).result()


def _run(work: Coroutine[Any, Any, Outcome]) -> Outcome:
    return asyncio.run(work)


async def _post(address: str, data: bytes, settings: Fetching) -> Outcome:
    try:
        await _send(address, data, settings)
    except Ended as end:
        return Outcome(path=address, fate=end.fate, reason=end.reason, detail=end.detail[:200])
    return Outcome(path=address, fate="kept")


async def _send(address: str, data: bytes, settings: Fetching) -> None:
    url = checked_url(address)
    timeout = httpx2.Timeout(settings.read_timeout, connect=settings.connect_timeout)
    headers = {"User-Agent": user_agent(settings.contact), "Content-Type": "application/json; charset=utf-8"}
    transport = CheckedTransport(Networks(settings.allow), settings)
    try:
        async with (
            asyncio.timeout(settings.deadline),
            httpx2.AsyncClient(transport=transport, timeout=timeout, trust_env=False) as client,
            client.stream("POST", url, content=data, headers=headers) as answer,
        ):
            status = answer.status_code
    except TimeoutError as error:
        raise Ended("failed", "timeout", f"not done after {settings.deadline:g} s") from error
    except httpcore2.TimeoutException as error:
        raise Ended("failed", "timeout", "silent") from error
    except (httpcore2.NetworkError, OSError) as error:
        raise Ended("failed", "unreachable", str(error) or type(error).__name__) from error
    except (httpcore2.ProtocolError, httpx2.HTTPError, ValueError) as error:
        raise Ended("failed", "broken-response", str(error) or type(error).__name__) from error
    if not 200 <= status < 300:
        raise Ended("failed", "http-status", str(status))
