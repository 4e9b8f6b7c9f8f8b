"""`python -m benchmarks.archive_windows`: what cutting stories into windows and blocks costs, on real articles.

150 articles of each of eight days (../shared/data/saudi-news) are read once and clustered in one go, in windows, and in windows cut into
blocks. Each cut is held against the one run over all by B³: precision is the part of what a cut puts with an article that belongs there,
recall the part of an article's story that stays with it.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from collections import defaultdict
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pyarrow.dataset

from benchmarks.workspace import NEWS, ROOT
from isnad.run.bulk.order import Choices, bulk
from isnad.run.processes import Processes

PLACE = ROOT / "out" / "bench-windows"
DAYS, EACH = 8, 150
WHOLE = Choices(window=0, story_window=0)
# What one worker can cluster is never cut, so a worker is told to be smaller than all articles.
CUTS = {
    "windows of 7 days": Choices(window=0, story_window=7, story_block=DAYS * EACH - 1),
    "windows of 3 days": Choices(window=0, story_window=3, story_block=DAYS * EACH - 1),
    "windows of 2 days": Choices(window=0, story_window=2, story_block=DAYS * EACH - 1),
    "one window in three blocks": Choices(window=0, story_window=100, story_block=DAYS * EACH // 3 + 1),
}


def stories(out: Path) -> dict[str, str]:
    """Article to story."""
    rows = pyarrow.dataset.dataset(str(out / "articles"), format="parquet").to_table(columns=["id", "story"]).to_pylist()
    return {r["id"]: r["story"] for r in rows}


def kept(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Mean part of an article's story in one that is with it in the other."""
    held: dict[str, set[str]] = defaultdict(set)
    beside: dict[str, set[str]] = defaultdict(set)
    for article in one:
        held[one[article]].add(article)
        beside[other[article]].add(article)
    return sum(len(held[one[a]] & beside[other[a]]) / len(held[one[a]]) for a in one) / len(one)


def main() -> int:
    """Measure and print."""
    if not NEWS.is_dir():
        print(f"nothing to measure: no articles in {NEWS} (set ISNAD_SHARED)", file=sys.stderr)
        return 0
    shutil.rmtree(PLACE, ignore_errors=True)
    lines, out = PLACE / "lines", PLACE / "out"
    lines.mkdir(parents=True)
    for path in sorted(NEWS.glob("*.jsonl.gz"))[:DAYS]:
        with gzip.open(path) as file:
            (lines / path.name.removesuffix(".gz")).write_bytes(b"".join(islice(file, EACH)))
    with Processes(2) as runner:
        bulk([str(lines)], out, runner, WHOLE)
        whole = stories(out)
        print(f"{len(whole):,} articles, {len(set(whole.values())):,} stories\n{'':28}{'B3 recall':>12}{'precision':>12}{'stories':>10}")
        for name, choices in CUTS.items():
            bulk([str(lines)], out, runner, choices)
            cut = stories(out)
            print(f"{name:28}{kept(whole, cut):12.2f}{kept(cut, whole):12.2f}{len(set(cut.values())):10,}")
    shutil.rmtree(PLACE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
