"""Tasks on a Ray cluster: one that runs (`ray start --head`), or a small one of this machine for the time of a run.

Ray is asked for one thing: to do tasks somewhere and to begin those anew whose worker or machine died. Data does not go through
its object store: all machines must see the input and the folder of the results under one path. See decision 0030.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from types import TracebackType
from typing import Any, Self

import msgspec

from isnad.errors import UsageError
from isnad.run.runner import TRIES, Task, carry_out, gone_wrong

LOCAL = "local"
_STORE = 80 * 1024 * 1024
"""Bytes of the object store of a cluster of one's own, about the least that Ray takes: nothing but task names goes through it."""
_AHEAD = 3
"""Tasks that are handed to the cluster for each of its processors; the rest wait here."""


class Cluster:
    """Tasks on Ray. `address`: of a cluster (`auto` for the one of this machine), or `local` to start one of `workers` processors."""

    def __init__(self, workers: int = 1, address: str = LOCAL) -> None:
        if find_spec("ray") is None:
            raise UsageError("Ray needs the extra `ray`: pip install 'isnad[ray]'")
        self._workers, self._address = workers, address
        self._begun = False

    def __enter__(self) -> Self:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # else it warns of what it will do one day
        import ray

        if not ray.is_initialized():
            ray.init(**_how(self._address, self._workers))
            self._begun = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._begun:
            import ray

            ray.shutdown()
            self._begun = False

    def run(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """The tasks, each when it is done."""
        import ray

        # The cluster begins a task anew whose worker died; an error of the task's own is told at once.
        work = ray.remote(num_cpus=1, max_retries=TRIES - 1, retry_exceptions=False)(_carry_out)
        resources: Any = ray.cluster_resources
        at_work: dict[Any, Task] = {}
        source = iter(tasks)
        try:
            while True:
                room = _AHEAD * max(1, int(resources().get("CPU", 1))) - len(at_work)
                at_work |= {work.remote(msgspec.msgpack.encode(t)): t for t in islice(source, max(0, room))}
                if not at_work:
                    return
                for found in ray.wait(list(at_work))[0]:
                    task = at_work.pop(found)
                    _answer(found, task)
                    yield task
        finally:
            for left in at_work:
                ray.cancel(left, force=True)


def _how(address: str, workers: int) -> dict[str, Any]:
    """What Ray is started or found with."""
    quiet = {"log_to_driver": False, "configure_logging": False}
    if address != LOCAL:
        return {"address": address, **quiet}
    return {
        "address": "local", "num_cpus": workers, "include_dashboard": False, "object_store_memory": _STORE, "_node_ip_address": "127.0.0.1",
        **quiet,
    }  # fmt: skip


def _answer(found: Any, task: Task) -> None:
    import ray

    try:
        ray.get(found)
    except ray.exceptions.RayTaskError as error:
        raise gone_wrong(task, f"{type(error.cause).__name__}: {error.cause}") from error
    except ray.exceptions.RayError as error:
        raise gone_wrong(task, f"its worker died {TRIES} times: {str(error).split(chr(10), 1)[0]}") from error


def _carry_out(task: bytes) -> None:
    carry_out(msgspec.msgpack.decode(task, type=Task))
