"""Where the pieces of a large run are done: in this process, in worker processes, on a Ray cluster; one small interface.

A piece of work (`Task`) reads files and makes one folder. The folder's name is a fingerprint of everything that it is made of,
so a folder that is there is done and right, whoever made it and when. It is written under a name of its own and renamed when
it is whole; a worker that dies leaves nothing behind under the true name, and its task is done again from its beginning. What
tasks tell each other goes through these folders, never through memory: three runners give the same bytes because all of them do
nothing but call `carry_out`.
"""

from __future__ import annotations

import importlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

import msgspec

from isnad.errors import RunError

DRAFT = ".draft-"
"""Beginning of the names of folders that are being made."""
TRIES = 3
"""How often a task is begun that its worker dies of."""
T = TypeVar("T")


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work: `work` ("module:function") makes the folder `place` under `root`; both are paths that all workers see."""

    work: str
    root: str
    place: str
    options: bytes = b""
    """MessagePack of whatever the function wants to be told (`asked`)."""

    def asked(self, kind: type[T]) -> T:
        """The options as the struct that they are."""
        return msgspec.msgpack.decode(self.options, type=kind)

    @property
    def folder(self) -> Path:
        """Where the result lies."""
        return Path(self.root, self.place)

    @property
    def done(self) -> bool:
        """Whether the result is there."""
        return self.folder.is_dir()


class Runner(Protocol):
    """Carries out tasks that do not depend on each other; a context manager."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """The tasks, each when it is done, in whatever order; raises `RunError` for the first that cannot be done."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class Here:
    """One task after another, in this process."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """The tasks in their order."""
        for task in tasks:
            try:
                carry_out(task)
            except Exception as error:
                raise gone_wrong(task, f"{type(error).__name__}: {error}") from error
            yield task

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None


def carry_out(task: Task) -> None:
    """Make the folder of a task, whole or not at all; nothing happens where it is there."""
    if task.done:
        return
    module, _, name = task.work.partition(":")
    work: Any = getattr(importlib.import_module(module), name)
    target = task.folder
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{DRAFT}{target.name}-{secrets.token_hex(4)}")
    draft.mkdir()
    try:
        work(task, draft)
        _flush(draft)
        try:
            draft.rename(target)
        except OSError:
            if not task.done:  # else another worker was taken for dead and was not: its folder holds the same
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Let the disk hold every file before the folder gets its true name, or a power cut would leave empty ones under it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def gone_wrong(task: Task, why: str) -> RunError:
    """The error of a task that could not be done."""
    return RunError(f"{task.work.rpartition(':')[2]} ({task.place}) went wrong: {why}")


def sweep(root: Path) -> None:
    """Take away what workers that died left unfinished; nobody else may be at work under `root`."""
    for path in sorted(root.rglob(f"{DRAFT}*")):
        shutil.rmtree(path, ignore_errors=True)
