"""The synchronous face of fetching: many requests in, their ends out as they come."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from isnad.fetch.answers import Fetched, Request
from isnad.fetch.courtesy import Memory
from isnad.fetch.fetcher import Fetcher
from isnad.settings import Fetching

_FAREWELL = 5.0
"""Seconds that are given to connections to close when the caller stops early."""


def fetch_all(requests: Sequence[Request], settings: Fetching, memory: Memory | None = None) -> Iterator[Fetched]:
    """The end of each request, in the order in which they end.

    An event loop in a thread of its own does the work, so that time limits hold while the caller works on a result. At most
    `settings.connections` answers are under way or waiting to be taken: memory is bounded by that times `max_bytes`. Stopping
    early (closing the generator) cancels what is under way. What robots.txt files said is kept in `memory`.
    """
    if not requests:
        return
    batch = _Batch(requests, settings, {} if memory is None else memory)
    thread = threading.Thread(target=batch.run, name="isnad-fetch", daemon=True)
    thread.start()
    try:
        for _ in requests:
            found = batch.results.get()
            if isinstance(found, BaseException):
                raise found
            yield found
            batch.taken()
    finally:
        batch.stop()
        thread.join(_FAREWELL)


class _Batch:
    """The requests of one call, in a thread with an event loop of its own."""

    def __init__(self, requests: Sequence[Request], settings: Fetching, memory: Memory) -> None:
        self._requests = requests
        self._memory = memory
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        self._slots = asyncio.Semaphore(settings.connections)
        self._task: asyncio.Task[None] | None = None
        self._stopped = False
        self.results: queue.SimpleQueue[Fetched | BaseException] = queue.SimpleQueue()

    def run(self) -> None:
        """Do all requests; an error that is ours ends them and is handed to the caller."""
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._main())
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # the caller waits for something in any case
            self.results.put(error)

    def taken(self) -> None:
        """The caller took a result: its place is free."""
        self._call(self._slots.release)

    def stop(self) -> None:
        """Cancel what is under way."""
        self._stopped = True
        self._call(lambda: self._task.cancel() if self._task else None)

    def _call(self, do: Callable[[], object]) -> None:
        try:
            self._loop.call_soon_threadsafe(do)
        except RuntimeError:  # the loop is closed: all is done
            return

    async def _main(self) -> None:
        self._task = asyncio.current_task()
        if self._stopped:
            return
        fetcher = Fetcher(self._settings, self._memory)
        hosts: dict[str, list[Request]] = {}
        for request in self._requests:
            hosts.setdefault(_host(request.address), []).append(request)
        try:
            async with asyncio.TaskGroup() as group:
                for waiting in hosts.values():
                    line = iter(waiting)
                    for _ in range(min(len(waiting), self._settings.host_connections)):
                        group.create_task(self._work(line, fetcher))
        finally:
            await fetcher.close()

    async def _work(self, line: Iterator[Request], fetcher: Fetcher) -> None:
        """The requests to one host, one after the other."""
        for request in line:
            await self._slots.acquire()
            self.results.put(await fetcher.fetch(request))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
