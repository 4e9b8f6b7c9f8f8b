"""The order of a run over archives. Each line is a set of tasks that do not depend on each other; the next needs all of them.

    look ─► gather ─► copies (`copies.py`), stories (`stories.py`), names (`names.py`) ─► tell ─► publish

Every task's folder is named by what it is made of: input, options, code and tables, and the folders that it reads. A run that was
stopped goes on because folders that are there are not made again; nothing else is remembered.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from isnad.errors import UsageError
from isnad.model.ids import digest
from isnad.run.bulk import inputs, planning
from isnad.run.bulk.gather import Asked, ShardMade
from isnad.run.bulk.keeping import read_json
from isnad.run.bulk.publishing import Manifest, publish
from isnad.run.fingerprints import gathering_fingerprint, linking_fingerprint
from isnad.run.runner import Runner, Task, sweep
from isnad.settings import Settings

STEPS = "steps"
"""Folder of the intermediate results."""
_LOOK = 64
"""Files that one task takes the digests of."""

Progress = Callable[[str, int, int], None]
"""Told of a step, how many of its tasks are done, and how many there are."""


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What a run may be told."""

    settings: Settings = Settings()
    window: int = 30
    """Days within which copies are looked for; 0 for no limit."""
    story_window: int = 7
    """Days whose articles are clustered in one go, where one worker cannot cluster all; 0 for all."""
    story_block: int = 20_000
    """Articles that one worker clusters."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a run."""

    manifest: Manifest
    made: dict[str, int]
    """Step to tasks that were carried out."""
    found: dict[str, int]
    """Step to tasks whose result was there already."""


def bulk(given: Sequence[str], output: Path, runner: Runner, choices: Choices | None = None, progress: Progress | None = None) -> Report:
    """Read and link archives into `output`. Raises `UsageError` for bad arguments, `RunError` where a task cannot be done."""
    choices = choices or Choices()
    files = inputs.listed(given)
    if output.exists() and not output.is_dir():
        raise UsageError(f"cannot write to {output}: it is a file, expected a folder")
    output.mkdir(parents=True, exist_ok=True)
    with locked(output):
        sweep(output / STEPS)
        line = Line(output.resolve(), runner, choices, progress or (lambda step, done, of: None))
        return line.run(files)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder for this process alone; the lock is gone with the process."""
    import fcntl

    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UsageError(f"another run is writing to {folder}") from error
    else:
        yield
    finally:
        os.close(handle)


class Line:
    """A run at work: makes tasks, and lets the runner carry out those whose results are not there."""

    def __init__(self, root: Path, runner: Runner, choices: Choices, progress: Progress) -> None:
        self.root, self.choices = root, choices
        self._runner, self._progress = runner, progress
        self.used: set[str] = set()
        self.made: dict[str, int] = {}
        self.found: dict[str, int] = {}

    def task(self, work: str, options: msgspec.Struct | tuple[object, ...], key: tuple[object, ...] | None = None) -> Task:
        """A task of a step; its place is told by its options, or by `key` where they hold more than what it is made of."""
        module, _, step = work.partition(":")
        language = self.choices.settings.language
        code = "" if step == "look" else gathering_fingerprint(language) if step == "gather" else linking_fingerprint(language)
        encoded = msgspec.msgpack.encode(options)
        place = f"{STEPS}/{step}/{digest(step, code, encoded.hex() if key is None else key)}"
        return Task(work=f"isnad.run.bulk.{module}:{step}", root=str(self.root), place=place, options=encoded)

    def do(self, tasks: Sequence[Task]) -> tuple[str, ...]:
        """Carry out what is not there; gives the places."""
        if not tasks:
            return ()
        step = tasks[0].work.rpartition(":")[2]
        self.used |= {t.place for t in tasks}
        open_ = [t for t in tasks if not t.done]
        self.made[step] = self.made.get(step, 0) + len(open_)
        self.found[step] = self.found.get(step, 0) + len(tasks) - len(open_)
        for n, _ in enumerate(self._runner.run(open_), 1):
            self._progress(step, len(tasks) - len(open_) + n, len(tasks))
        return tuple(t.place for t in tasks)

    def do_all(self, tasks: Mapping[int, Sequence[Task]]) -> dict[int, tuple[str, ...]]:
        """The same for tasks of several windows at once; gives the places of each."""
        self.do([t for found in tasks.values() for t in found])
        return {home: tuple(t.place for t in found) for home, found in tasks.items()}

    def run(self, files: Sequence[inputs.File]) -> Report:
        """The steps, one after the other."""
        files = self._looked_at(files)
        tasks = [self._gather(shard) for shard in inputs.shards(files)]
        self.do(tasks)
        shards = [planning.Shard(t.place, read_json(t.folder / "made.json", ShardMade)) for t in tasks]
        told, ended = planning.linked(self, shards)
        manifest = publish(self.root, told.tables, files, ended)
        self._prune()
        return Report(manifest=manifest, made=self.made, found=self.found)

    def _looked_at(self, files: Sequence[inputs.File]) -> list[inputs.File]:
        """The files with digests of their bytes."""
        stale = [f for f in files if f.stale]
        batches = [stale[n : n + _LOOK] for n in range(0, len(stale), _LOOK)]
        tasks = [self.task("inputs:look", tuple(f.address for f in b), tuple(f.mark for f in b)) for b in batches]
        self.do(tasks)
        found = [read_json(t.folder / "marks.json", list[str]) for t in tasks]
        marks = {f.address: m for batch, told in zip(batches, found, strict=True) for f, m in zip(batch, told, strict=True)}
        return [msgspec.structs.replace(f, mark=marks.get(f.address, f.mark), stale=False) for f in files]

    def _gather(self, shard: Sequence[inputs.File]) -> Task:
        settings = self.choices.settings
        asked = Asked(files=tuple(f.address for f in shard), settings=settings)
        reading = (settings.language, settings.max_characters, settings.max_bytes, tuple(sorted(settings.fields.items())), settings.today)
        return self.task("gather:gather", asked, (reading, tuple((f.address, f.mark) for f in shard)))

    def _prune(self) -> None:
        """Take away intermediate results that this run did not use."""
        import shutil

        for folder in sorted((self.root / STEPS).glob("*/*")):
            if folder.relative_to(self.root).as_posix() not in self.used:
                shutil.rmtree(folder)
