"""`python -m benchmarks`: articles per second and core, peak memory and growth, against the stored baseline.

python -m benchmarks            all sizes up to 10,000 articles, and the whole stream of 20,000 from raw records to links
python -m benchmarks --quick    up to 1,000, without the stream
python -m benchmarks --stream   the stream only
python -m benchmarks --store    keep the figures as the new baseline
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BASELINE = ROOT / "benchmarks" / "baseline.json"
NEWS = Path(os.environ.get("ISNAD_SHARED", ROOT.parent / "shared")) / "data" / "saudi-news"
SIZES = (100, 1_000, 3_000, 10_000)
STREAM = (2_000, 20_000)
Row = dict[str, Any]


def measure(job: str, size: int, files: list[Path]) -> Row:
    """Run one measurement in its own process."""
    command = [sys.executable, "-m", "benchmarks.measure", job, str(size), *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    row: Row = json.loads(done.stdout.splitlines()[-1])
    row["per_second"] = round(row["articles"] / max(row["seconds"], 1e-9), 1)
    # Articles differ in length; a rate for articles of 1,700 characters compares over corpora.
    row["per_second_1700"] = round(row["characters"] / 1_700 / max(row["seconds"], 1e-9), 1)
    return row


def help_seconds() -> float:
    """Shortest of five runs of `isnad --help`, wall clock."""
    best = 9.0
    for _ in range(5):
        begin = time.perf_counter()
        subprocess.run([str(Path(sys.executable).with_name("isnad")), "--help"], capture_output=True, check=True)
        best = min(best, time.perf_counter() - begin)
    return round(best, 3)


def show(rows: list[Row], before: dict[str, Row]) -> None:
    """One line a measurement, with the baseline's rate beside it."""
    print(f"{'job':10}{'articles':>9}{'seconds':>10}{'art./s':>9}{'at 1,700':>10}{'peak MB':>9}{'baseline':>10}")
    for row in rows:
        old = before.get(f"{row['job']} {row['articles']}")
        print(
            f"{row['job']:10}{row['articles']:9}{row['seconds']:10.2f}{row['per_second']:9.1f}{row['per_second_1700']:10.1f}"
            f"{row['peak_mb']:9.0f}{old['per_second_1700'] if old else '–':>10}"
        )


def growth(rows: list[Row]) -> None:
    """How much more a character costs in the longest stream than in the shortest; 1 is linear."""
    runs = [r for r in rows if r["job"] == "stream"]
    for key in ("seconds", "link_cpu_s"):
        if len(runs) > 1:
            first, last = (r[key] / r["characters"] for r in (runs[0], runs[-1]))
            print(f"stream, {key} a character, {runs[-1]['articles']:,} against {runs[0]['articles']:,} articles: × {last / first:.2f}")


def main() -> int:
    """Measure, print, and keep if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--store", action="store_true")
    parser.add_argument("--stream", action="store_true")
    options = parser.parse_args()
    files = sorted(NEWS.glob("*.jsonl.gz"))
    if not files:
        print(f"nothing to measure: no articles in {NEWS} (set ISNAD_SHARED)", file=sys.stderr)
        return 0
    sizes = [s for s in SIZES if not options.quick or s <= 1_000]
    rows = [] if options.stream else [measure(job, size, files) for job in ("annotate", "account") for size in sizes]
    rows += [] if options.quick else [measure("stream", size, files) for size in STREAM]
    before = {f"{r['job']} {r['articles']}": r for r in json.loads(BASELINE.read_text())["rows"]} if BASELINE.exists() else {}
    show(rows, before)
    growth(rows)
    starts = help_seconds()
    print(f"isnad --help: {starts} s" + "".join(f" · start of a run: {r['start_s']} s" for r in rows[:1] if "start_s" in r))
    if options.store:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        BASELINE.write_text(json.dumps({"machine": machine, "help_s": starts, "rows": rows}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
