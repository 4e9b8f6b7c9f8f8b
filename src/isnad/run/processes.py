"""Tasks in a few worker processes of this machine; one that dies is replaced and its task begun anew."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import traceback
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

import msgspec

from isnad.run.runner import TRIES, Task, carry_out, gone_wrong

_STOP = b""


class Processes:
    """So many worker processes; they stay from one `run` to the next, with what they have compiled. Use as a context manager."""

    def __init__(self, workers: int) -> None:
        self._most = workers
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, Task]] = {}

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that are alive."""
        return sorted(w.process.pid for w in [*self._idle, *(w for w, _ in self._busy.values())] if w.process.pid is not None)

    def run(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """The tasks, each when it is done."""
        waiting = deque(tasks)
        begun: Counter[str] = Counter()
        while waiting or self._busy:
            while waiting and len(self._busy) < self._most:
                task = waiting.popleft()
                begun[task.place] += 1
                self._give(task)
            for ready in wait(list(self._busy)):
                assert isinstance(ready, Connection)
                worker, task = self._busy.pop(ready)
                said = worker.answer()
                if said is None:
                    worker.end()
                    if begun[task.place] >= TRIES:
                        raise gone_wrong(task, f"its worker died {TRIES} times (too little memory?)")
                    waiting.append(task)
                    continue
                self._idle.append(worker)
                if said:
                    raise gone_wrong(task, said)
                yield task

    def _give(self, task: Task) -> None:
        """Let an idle worker, or a new one, begin with a task."""
        while self._idle:
            worker = self._idle.pop()
            if worker.begin(task):
                break
            worker.end()
        else:
            worker = _Worker()
            worker.begin(task)
        self._busy[worker.connection] = worker, task

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._idle:
            worker.stop()
        for worker, _ in self._busy.values():
            worker.end()
        self._idle, self._busy = [], {}


class _Worker:
    """A process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: Any = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()  # so that the pipe ends when the process does

    def begin(self, task: Task) -> bool:
        """Send a task; false where the process is gone."""
        try:
            self.connection.send_bytes(msgspec.msgpack.encode(task))
        except OSError:
            return False
        return True

    def answer(self) -> str | None:
        """Empty if the task is done, else what went wrong; None where the process died."""
        try:
            return self.connection.recv_bytes().decode()
        except (EOFError, OSError):
            return None

    def stop(self) -> None:
        """Let the process end by itself."""
        with contextlib.suppress(OSError):
            self.connection.send_bytes(_STOP)
        self.process.join(5)
        self.end()

    def end(self) -> None:
        """End the process at once, if it has not ended, and the pipe."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _serve(connection: Connection) -> None:
    """What a worker process does: one task after another, until it is told to stop or who told it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return
        if data == _STOP:
            return
        try:
            carry_out(msgspec.msgpack.decode(data, type=Task))
            said = ""
        except Exception as error:
            said = f"{type(error).__name__}: {error}\n{traceback.format_exc(limit=-6)}"
        connection.send_bytes(said.encode("utf-8", "replace"))
