"""`python -m benchmarks.workspace`: a stream into an empty workspace, one article into a full one, an account from it.

python -m benchmarks.workspace                        20,000 articles, two workers, SQLite in a temporary folder
python -m benchmarks.workspace --articles 2000        fewer
python -m benchmarks.workspace --place postgresql://… into an empty database

The single article is added by a process of its own, as a desk would: `isnad add`, start of Python included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from isnad.settings import Settings
from isnad.workspace.adding import Progress
from isnad.workspace.workspace import Workspace

ROOT = Path(__file__).parents[1]
NEWS = Path(os.environ.get("ISNAD_SHARED", ROOT.parent / "shared")) / "data" / "saudi-news"
ISNAD = Path(sys.executable).with_name("isnad")


class Clock(Progress):
    """Says how far it is, with the time."""

    def __init__(self) -> None:
        self.begin, self.kept, self.in_stories = time.perf_counter(), 0, 0

    def read(self, articles: int) -> None:
        self.kept += articles
        self.tell(self.kept, 2_560, "kept")

    def placed(self, articles: int) -> None:
        self.in_stories += articles
        self.tell(self.in_stories, 1_000, "in stories")

    def tell(self, count: int, each: int, what: str) -> None:
        if count % each == 0:
            print(f"  {time.perf_counter() - self.begin:7.1f} s  {count:6} {what}", flush=True)


def stream(count: int, folder: Path) -> tuple[Path, Path]:
    """The first so many articles as one file, and one more."""
    lines = list(_lines(count + 1))
    whole, one = folder / "stream.jsonl", folder / "one.jsonl"
    whole.write_bytes(b"".join(lines[:-1]))
    one.write_bytes(lines[-1])
    return whole, one


def _lines(count: int) -> Iterator[bytes]:
    for path in sorted(NEWS.glob("*.jsonl.gz")):
        with gzip.open(path) as file:
            for line in file:
                if count <= 0:
                    return
                count -= 1
                yield line


def peak_mb() -> float:
    """Largest memory of this process and of the largest of its children."""
    own, children = (resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round((own + 2 * children) / 1024, 1)


def timed(*command: str) -> tuple[float, float]:
    """Wall and processor seconds of a command."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([str(ISNAD), *command], check=True, capture_output=True)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(wall, 2), round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)


def main() -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--place")
    options = parser.parse_args()
    if not NEWS.is_dir():
        print(f"nothing to measure: no articles in {NEWS} (set ISNAD_SHARED)", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as name:
        whole, one = stream(options.articles, Path(name))
        place = options.place or str(Path(name) / "desk.db")
        clock, begin = Clock(), time.perf_counter()
        with Workspace.create(place, Settings(workers=options.workers)) as desk:
            added = desk.add([whole], progress=clock)
            filled = time.perf_counter() - begin
            usage = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
            stories = desk.stories()
            largest = max(stories, key=lambda s: s.size)
        row = {
            "articles": len(added.articles), "stories": len(stories), "fill_s": round(filled, 1),
            "fill_cpu_s": [round(u.ru_utime + u.ru_stime, 1) for u in usage], "peak_mb": peak_mb(),
            "megabytes": round(sum(p.stat().st_size for p in Path(name).glob("desk.db*")) / 1e6, 1),
            "again_s": timed("add", "-w", place, str(one)), "one_s": timed("add", "-w", place, str(one)),
            "largest": largest.size,
            "account_s": timed("account", "-w", place, f"story:{largest.id}", "--format", "json"),
            "account_again_s": timed("account", "-w", place, f"story:{largest.id}", "--format", "json"),
        }  # fmt: skip
        row["one_s"], row["again_s"] = row["again_s"], row["one_s"]
        print(json.dumps(row))
    return 0


if __name__ == "__main__":
    sys.exit(main())
