"""`python -m evaluation.streams`: cluster the whole newspaper stream into stories and score them against the labelled ones.

python -m evaluation.streams                      read, cluster, score (some minutes)
python -m evaluation.streams --workers 2          the same with two processes
python -m evaluation.streams --out FILE           also keep the assignments: article id, story id, a line each

Only what stories need is made of each article, as `isnad stories` does. Skips, saying so, where the stream is not there.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from evaluation.corpus import CORPUS, SHARED
from isnad.link.stories import stories_over
from isnad.link.story_words import Gist
from isnad.model.account import Story
from isnad.read.sources import read_articles
from isnad.run.local import gists_of
from isnad.settings import Settings

STREAM = SHARED / "data" / "saudi-news"
LABELS = CORPUS / "stories"


def gists(paths: Sequence[Path], workers: int = 1) -> list[Gist]:
    """What stories need of the articles of a stream."""
    articles = (r.article for r in read_articles([str(p) for p in paths], Settings()) if r.article)
    return list(gists_of(articles, "ar", workers))


def write_assignments(read: Sequence[Gist], stories: Sequence[Story], out: Path) -> None:
    """Article id of the stream and story id, a line each."""
    names = {g.article: g.path.partition("#")[2] for g in read}
    lines = sorted(f"{names[a]}\t{s.id}\n" for s in stories for a in s.articles)
    out.write_text("".join(lines), encoding="utf-8")


def scores(assignments: Path) -> str:
    """What score_stories.py prints."""
    spec = importlib.util.spec_from_file_location("isnad_corpus_stories", CORPUS / "score_stories.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        module.main(LABELS, assignments)
    return shown.getvalue()


def main() -> int:
    """Read, cluster and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    paths = sorted(STREAM.glob("*.jsonl.gz"))
    if not paths or not LABELS.exists():
        print(f"nothing to score: {STREAM} or {LABELS} is not there", file=sys.stderr)
        return 0
    start = time.perf_counter()
    read = gists(paths, options.workers)
    done_reading = time.perf_counter()
    stories = stories_over(read)
    done = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder) / "assignments.tsv"
        write_assignments(read, stories, out)
        print(scores(out), end="")
    events = [e.kind for s in stories for e in s.events]
    print(f"{len(read)} articles, {len(stories)} stories, {events.count('merge')} merges, {events.count('split')} splits")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"read {done_reading - start:.0f} s, stories {done - done_reading:.0f} s, peak {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
