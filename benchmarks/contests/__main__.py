"""`python -m benchmarks.contests CONTEST SIDE TASK OUT [ask]`: one side of a contest in a process of its own.

Reads the task from one file and writes what was answered, and how long it took, into another; with `ask` it also answers the question.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.contests import CONTESTS
from benchmarks.contests.contest import Contest, Side, Task
from benchmarks.contests.results import Taken


def take(contest: Contest, side: Side, task: Task, ask: bool) -> Taken:
    """Let a side do the work, its processor time measured item by item."""
    begin = time.process_time()
    work = side.prepare(task.items)
    ready = time.process_time()
    seconds: list[float] = []
    answers: list[Any] = []
    for item in [task.items] if contest.at_once else task.items:
        clock = time.process_time()
        answers.append(work.do(item))
        seconds.append(time.process_time() - clock)
        if time.process_time() - ready > side.budget:
            break
    peak = peak_mb()
    return Taken(ready - begin, tuple(seconds), peak, tuple(answers), work.asked(task.question) if work.asked and ask else None)


def peak_mb() -> float:
    """Largest memory of this process alone: what `getrusage` says may be that of the process which started it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run the side that the command names."""
    name, number, given, out, *ask = sys.argv[1:]
    contest = CONTESTS[name]
    task = msgspec.msgpack.decode(Path(given).read_bytes(), type=Task)
    Path(out).write_bytes(msgspec.msgpack.encode(take(contest, contest.sides[int(number)], task, bool(ask))))


if __name__ == "__main__":
    main()
