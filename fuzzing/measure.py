"""Inputs measured: processor time and peak memory, each large one in a child of its own that is ended where it goes too far."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

import msgspec

from fuzzing.harness import HARNESSES, Check, outcome
from fuzzing.seeds import Seed

SECONDS, MEGABYTES = 2.0, 500.0
"""What no input of less than a megabyte may need: processor time, and the peak of its process."""
PATIENCE = 60
"""Seconds of processor time after which a child is ended."""
SMALL = (60, 600, 3_000)


class Run(msgspec.Struct, kw_only=True):
    """What came of many inputs of one way in."""

    harness: str
    inputs: int = 0
    cpu_s: float = 0.0
    worst_s: float = 0.0
    worst: str = ""
    """The name of the slowest input, or its beginning."""
    peak_mb: float = 0.0
    faults: dict[str, str] = {}
    """What was wrong, once, to the input that showed it, as hexadecimal digits."""

    def add(self, name: str, seconds: float, wrong: Iterable[str], data: bytes) -> None:
        """Count one input."""
        self.inputs += 1
        self.cpu_s += seconds
        if seconds > self.worst_s:
            self.worst_s, self.worst = round(seconds, 4), name
        for fault in wrong:
            if len(self.faults) < 50:
                self.faults.setdefault(fault, data.hex())


def peak_mb() -> float:
    """The peak of this process so far, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024), 1)


def timed(check: Check, data: bytes) -> tuple[float, list[str]]:
    """Seconds of processor time of one input, and what was wrong."""
    begin = time.process_time()
    wrong = outcome(check, data)
    return time.process_time() - begin, wrong


def excess(seconds: float, megabytes: float) -> list[str]:
    """What an input took too much of: processor time, or memory beyond the peak before it."""
    found = [(seconds > SECONDS, f"takes more than {SECONDS:g} s"), (megabytes > MEGABYTES, f"takes more than {MEGABYTES:g} MB")]
    return [said for much, said in found if much]


class Large(msgspec.Struct, kw_only=True):
    """One large input in a child of its own."""

    harness: str
    seed: str
    size: int
    seconds: float
    peak_mb: float
    wrong: list[str]

    @property
    def too_much(self) -> bool:
        """Whether it needed more than any input may."""
        return self.seconds > SECONDS or self.peak_mb > MEGABYTES or bool(self.wrong)


def large(harness: str, name: str, seed: Seed, size: int) -> Large:
    """Measure a large seed; the check is made before, so that loading does not count."""
    check = _made(harness)
    # Made in children too: making a bomb takes more memory than defusing it, and a child begins with the memory of its parent.
    small, data = (apart(partial(seed, s))[0] for s in (200, size))
    outcome(check, small)
    told, status, used = apart(lambda: _measured(check, data))
    if told:
        seconds, peak, wrong = msgspec.json.decode(told, type=tuple[float, float, list[str]])
    else:
        ended = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"code {os.WEXITSTATUS(status)}"
        seconds, peak, wrong = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, [f"the child ended by {ended}"]
    return Large(harness=harness, seed=name, size=len(data), seconds=round(seconds, 3), peak_mb=peak, wrong=wrong)


def _measured(check: Check, data: bytes) -> bytes:
    """Seconds, peak and what was wrong of one input."""
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds, wrong = timed(check, data)
    return msgspec.json.encode((seconds, peak_mb(), [w[:300] for w in wrong[:5]]))


def apart(work: Callable[[], bytes]) -> tuple[bytes, int, resource.struct_rusage]:
    """What a function gives in a child of its own (nothing where the child dies), how the child ended, and what it used."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with os.fdopen(write, "wb") as pipe:
                pipe.write(work())
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        data = told.read()
    _, status, used = os.wait4(child, 0)
    return data, status, used


_CHECKS: dict[str, Check] = {}


def _made(harness: str) -> Check:
    if harness not in _CHECKS:
        _CHECKS[harness] = HARNESSES[harness].make()
    return _CHECKS[harness]
