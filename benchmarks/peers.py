"""`python -m benchmarks.peers`: Isnad side by side with other software on the same work, as ratios; writes docs/performance.md.

python -m benchmarks.peers                       all contests
python -m benchmarks.peers --only floor stories  some; the tables of the others stay as they are
python -m benchmarks.peers --rounds 1            fewer rounds, for trying out
python -m benchmarks.peers --dry                 print the tables, write nothing

To be run with the interpreter of the environment that `make bench-peers` makes. Each side of a contest works in a process of its own,
one after the other, the order turned round from round to round; what counts are seconds of the processor, and of those the median
of the ratios within a round, so that other programs on the machine touch all sides alike.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from benchmarks.contests import CONTESTS
from benchmarks.contests.contest import Contest, Task
from benchmarks.contests.results import Row, Taken, rows, table
from benchmarks.peers_page import check, written_into

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
LONGEST = 300
"""Seconds by the clock after which a side is given up."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
SHARED = 0.3
"""Cores kept busy by others from which on a machine is called shared."""


def run(contest: Contest, task: Task, rounds: int) -> list[Row]:
    """All sides of a contest, so many rounds."""
    with tempfile.TemporaryDirectory(prefix="isnad-peers-") as name:
        folder = Path(name)
        given = folder / "task"
        given.write_bytes(msgspec.msgpack.encode(task))
        runs: list[Mapping[str, Taken | str]] = []
        failed: dict[str, str] = {}
        for number in range(rounds):
            taken: dict[str, Taken | str] = {}
            order = list(enumerate(contest.sides))
            for place, side in order if number % 2 == 0 else reversed(order):
                taken[side.name] = failed.get(side.name) or take(contest, place, (given, folder / "out"), ask=not number)
                if isinstance(found := taken[side.name], str) and side.name not in failed:
                    failed[side.name] = found
                    print(f"  {side.name}: {found}", file=sys.stderr)
            runs.append(taken)
        # A side that failed in a later round only has no line either.
        runs = [{**taken, **failed} for taken in runs]
        return rows(contest, task, runs)


def take(contest: Contest, place: int, files: tuple[Path, Path], ask: bool) -> Taken | str:
    """One side in a process of its own, the task in one file and the result in another; in words why there is no result."""
    given, out = map(str, files)
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.contests", contest.name, str(place), given, out, *["ask"] * ask]
    try:
        subprocess.run(command, cwd=ROOT, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return f"not done after {LONGEST} s"
    except subprocess.CalledProcessError as error:
        return ((error.stderr or "").strip().splitlines() or [f"ended with {error.returncode}"])[-1][:160]
    return msgspec.msgpack.decode(files[1].read_bytes(), type=Taken)


class Meanwhile:
    """Tells how many cores other programs kept busy since it was made; None where the system does not say."""

    def __init__(self) -> None:
        self.wall, self.before = time.perf_counter(), busy()

    def others(self) -> float | None:
        """Cores, on average."""
        after = busy()
        if self.before is None or after is None:
            return None
        used = after[0] - self.before[0] - (after[1] - self.before[1])
        return max(0.0, used / (time.perf_counter() - self.wall))


def busy() -> tuple[float, float] | None:
    """Processor seconds that the whole machine and this command with its children have used."""
    try:
        fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    except OSError:
        return None
    user, nice, system, _, _, irq, soft = map(int, fields[1:8])
    own = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK"), sum(u.ru_utime + u.ru_stime for u in own)


def machine(others: float | None) -> str:
    """What it was measured on."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    kind = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    out = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores ({kind})"
    if others is None:
        return out
    return f"{out}; other programs kept {others:.1f} cores busy meanwhile" + (": a shared machine" if others > SHARED else "")


def block(contest: Contest, task: Task, lines: list[Row], rounds: int, others: float | None) -> str:
    """What the page says of a contest between its markers."""
    head = f"{task.about}. Median of {rounds} rounds; {machine(others)}."
    return "\n".join([head, "", *table(contest, lines)])


def main() -> int:
    """Run contests and write their tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(CONTESTS), default=list(CONTESTS))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--dry", action="store_true")
    options = parser.parse_args()
    if options.rounds is not None and options.rounds < 1:
        parser.error(f"--rounds {options.rounds}: expected at least 1")
    if not options.dry:
        check(PAGE, options.only)  # before minutes are spent
    begin = time.perf_counter()
    for name in options.only:
        contest = CONTESTS[name]
        task, meanwhile = contest.task(), Meanwhile()
        if isinstance(task, str):
            print(f"{name}: not run: {task}", file=sys.stderr)
            continue
        rounds = options.rounds or contest.rounds
        text = block(contest, task, run(contest, task, rounds), rounds, meanwhile.others())
        print(f"\n{name} ({time.perf_counter() - begin:.0f} s)\n{text}", flush=True)
        if not options.dry:
            written_into(PAGE, name, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
