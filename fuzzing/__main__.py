"""`python -m fuzzing`: hostile input against every way in.

python -m fuzzing worst [WAY…]                   every seed at nearly a megabyte, each in a child of its own
python -m fuzzing campaign [WAY…] --inputs N     N inputs shared out among the ways, led by coverage, one process at a time
python -m fuzzing show WAY HEX                   one input again, with what was wrong

Processor time counts, so that a busy machine does not matter much. Prints a table; `--out FILE` keeps the figures as JSON.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import msgspec

from fuzzing.harness import HARNESSES, outcome
from fuzzing.measure import MEGABYTES, SECONDS, Large, Run, large
from fuzzing.seeds import seeds

ROOT = Path(__file__).parents[1]
SIZE = 960_000


def worst(ways: list[str], size: int, only: str | None) -> list[Large]:
    """Measure all large seeds of the ways, telling those that need too much."""
    found = []
    for way in ways:
        rows = [large(way, name, seed, size) for name, seed in seeds(way) if only is None or name == only]
        found += rows
        slow, big = max(rows, key=lambda r: r.seconds), max(rows, key=lambda r: r.peak_mb)
        print(f"{way:10}{len(rows):5} seeds  {slow.seconds:7.2f} s {slow.seed:24} {big.peak_mb:6.0f} MB {big.seed}", flush=True)
        for row in sorted(rows, key=lambda r: -r.seconds):
            if row.too_much:
                print(f"    {row.seed:28}{row.seconds:8.2f} s{row.peak_mb:7.0f} MB  {'; '.join(row.wrong)[:160]}", flush=True)
    return found


def campaign(ways: list[str], count: int, number: int, chance: bool) -> list[Run]:
    """Run the campaigns one after another; each way gets its share of the inputs."""
    total = sum(HARNESSES[way].share for way in ways)
    print(f"{'way':10}{'inputs':>9}{'faults':>8}{'CPU s':>9}{'inputs/s':>10}{'worst s':>9}{'peak MB':>9}")
    runs = []
    for way in ways:
        share = max(1, round(count * HARNESSES[way].share / total))
        command = [sys.executable, "-m", "fuzzing.guided", way, str(share), str(number), *(["--chance"] if chance else [])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if not lines:
            run = Run(harness=way, faults={f"the process ended: {done.stderr[-400:]}": ""})
        else:
            run = msgspec.json.decode(lines[-1], type=Run)
        runs.append(run)
        rate = run.inputs / max(run.cpu_s, 1e-9)
        row = f"{way:10}{run.inputs:9,}{len(run.faults):8}{run.cpu_s:9.0f}{rate:10.0f}{run.worst_s:9.3f}{run.peak_mb:9.0f}"
        print(row, *(f"\n    {fault}\n        show {way} {data}" for fault, data in run.faults.items()), flush=True)
    print(f"{'all':10}{sum(r.inputs for r in runs):9,}{sum(len(r.faults) for r in runs):8}{sum(r.cpu_s for r in runs):9.0f}")
    return runs


def main() -> int:
    """Run what was asked for; 1 where something was wrong or too much."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("worst", "campaign", "show"))
    parser.add_argument("ways", nargs="*", metavar="WAY", help=", ".join(HARNESSES))
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one seed by its name")
    parser.add_argument("--chance", action="store_true", help="by chance only, as where atheris is not installed")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    os.nice(10)
    if options.task == "show":
        print(*outcome(HARNESSES[options.ways[0]].make(), bytes.fromhex(options.ways[1])), sep="\n")
        return 0
    ways = options.ways or list(HARNESSES)
    if unknown := [w for w in ways if w not in HARNESSES]:
        parser.error(f"no way {unknown[0]!r}; there are {', '.join(HARNESSES)}")
    if options.task == "worst":
        rows: list[Large] | list[Run] = worst(ways, options.size, options.only)
        bad = sum(r.too_much for r in rows if isinstance(r, Large))
        print(f"{len(rows)} seeds of {options.size:,} bytes, {bad} over {SECONDS:g} s or {MEGABYTES:g} MB or wrong")
    else:
        rows = campaign(ways, options.inputs, options.seed, options.chance)
        bad = sum(bool(r.faults) for r in rows if isinstance(r, Run))
    if options.out:
        options.out.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
