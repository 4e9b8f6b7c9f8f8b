"""What takes longer than a page may: reading uploaded files, and telling the accounts of stories before anybody asks.

It is done by a process of its own, so that pages answer while it works; it ends with the server. An upload goes before the next
account. What is killed half-way is not lost: uploads are kept in whole batches, an account that was not told is told later.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import queue
import secrets
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import msgspec

from isnad.errors import IsnadError
from isnad.settings import Settings
from isnad.workspace.adding import Progress
from isnad.workspace.uploads import add_uploads
from isnad.workspace.workspace import Workspace

PAUSE = 3.0
"""Seconds between two looks at what is to be told."""
REST = 600.0
"""Seconds until a story is tried again that could not be told."""
REMEMBERED = 100
log = logging.getLogger("isnad.web")


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """An upload on its way."""

    id: str
    files: int
    state: str = "waiting"
    """`waiting`, `working`, `done`, `failed`."""
    read: int = 0
    """Articles so far."""
    run: str = ""
    """Under which its outcomes are kept, once it is done."""
    articles: int = 0
    stories: tuple[str, ...] = ()
    problem: str = ""


class Backroom(Protocol):
    """Where uploads go."""

    def take(self, folder: Path, files: int) -> Job:
        """Read the files of a folder, then remove it."""

    def jobs(self) -> list[Job]:
        """The uploads of this server, the latest first."""

    def close(self) -> None:
        """End."""


def done(desk: Workspace, job: Job, folder: Path, tell: Callable[[Job], None]) -> Job:
    """Read the files of a folder and remove it; `tell` hears how far it is."""

    class Heard(Progress):
        def read(self, articles: int) -> None:
            nonlocal job
            job = msgspec.structs.replace(job, state="working", read=job.read + articles)
            tell(job)

    tell(msgspec.structs.replace(job, state="working"))
    try:
        added = add_uploads(desk, folder, Heard())
    except IsnadError as error:
        return msgspec.structs.replace(job, state="failed", problem=str(error))
    except Exception:
        log.exception("upload %s", job.id)
        return msgspec.structs.replace(job, state="failed")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return msgspec.structs.replace(job, state="done", run=added.run, articles=len(added.articles), stories=added.stories[:50])


class AtOnce:
    """Works while the reader waits: for tests, and where no other process may be started."""

    def __init__(self, desk: Workspace) -> None:
        self._desk, self._jobs = desk, list[Job]()

    def take(self, folder: Path, files: int) -> Job:
        """Read the files now."""
        job = done(self._desk, Job(id=secrets.token_hex(8), files=files), folder, lambda job: None)
        self._jobs.insert(0, job)
        return job

    def jobs(self) -> list[Job]:
        """The uploads, the latest first."""
        return list(self._jobs)

    def close(self) -> None:
        """Nothing to end."""


class Process:
    """A process of its own over the workspace at a place."""

    def __init__(self, place: str, settings: Settings) -> None:
        context = multiprocessing.get_context("spawn")
        self._tasks: Any = context.Queue()
        self._told: Any = context.Queue()
        self._jobs: dict[str, Job] = {}
        self._folders: dict[str, Path] = {}
        self._process = context.Process(target=work, args=(place, settings, self._tasks, self._told), daemon=True)
        self._process.start()

    def take(self, folder: Path, files: int) -> Job:
        """Hand an upload in."""
        job = Job(id=secrets.token_hex(8), files=files)
        self._jobs[job.id], self._folders[job.id] = job, folder
        self._tasks.put((job, str(folder)))
        for old in list(self._jobs)[:-REMEMBERED]:
            del self._jobs[old]
        return job

    def jobs(self) -> list[Job]:
        """The uploads, the latest first, as far as they are."""
        while True:
            try:
                job = self._told.get_nowait()
            except queue.Empty:
                break
            if job.id in self._jobs:
                self._jobs[job.id] = job
        if not self._process.is_alive():
            ended = {i: msgspec.structs.replace(j, state="failed") for i, j in self._jobs.items() if j.state in ("waiting", "working")}
            self._jobs |= ended
        return list(self._jobs.values())[::-1]

    def close(self) -> None:
        """End the process and remove what it had not read."""
        self._process.terminate()
        self._process.join(5)
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)


def work(place: str, settings: Settings, tasks: Any, told: Any) -> None:
    """What the process does until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Not its number: where the parent was killed before this line, that of another process would be taken for it.
    parent = multiprocessing.parent_process()
    os.nice(5)
    resting: dict[str, float] = {}
    with Workspace.open(place, settings) as desk:
        desk.outdate()
        pause = 0.0
        while parent is not None and parent.is_alive():
            try:
                job, folder = tasks.get(timeout=pause) if pause else tasks.get_nowait()
            except queue.Empty:
                pause = 0.0 if tell_next(desk, resting, time.monotonic()) else PAUSE
                continue
            told.put(done(desk, job, Path(folder), told.put))


def tell_next(desk: Workspace, resting: dict[str, float], now: float) -> bool:
    """Tell the account of one story that has none, the latest first; whether there was one. `resting`: when others may be tried again."""
    story = None
    try:
        story = next((s for s in desk.untold() if resting.get(s, now) <= now), None)
        if story is not None:
            desk.account(story)
            # One that is untold still could not be kept, because another process was writing.
            resting[story] = now + PAUSE
    except Exception as error:
        if not isinstance(error, IsnadError):
            log.exception("telling ahead")
        if story is not None:
            resting[story] = now + REST
    return story is not None
