"""`python -m evaluation.streams`: cluster the whole newspaper stream into stories and score them against the labelled ones.

python -m evaluation.streams                      read, link, score (some minutes)
python -m evaluation.streams --out FILE           also keep the assignments: article id, story id, a line each

Only what stories need is made of each article: its parts and layout. Skips, saying so, where the stream is not there.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib.util
import io
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from evaluation.corpus import CORPUS, SHARED
from isnad.lang.pack import load_pack
from isnad.link.reuse import find_reuse
from isnad.link.stories import link_stories
from isnad.model.account import Links, Story
from isnad.model.document import Document
from isnad.pipeline import STAGES, annotator
from isnad.read.sources import read_articles
from isnad.settings import Settings

STREAM = SHARED / "data" / "saudi-news"
LABELS = CORPUS / "stories"


def light_documents(paths: Sequence[Path]) -> list[Document]:
    """The articles of a stream with layout only."""
    annotate = annotator(load_pack("ar"), STAGES[:1])
    return [annotate(r.article) for r in read_articles([str(p) for p in paths], Settings()) if r.article]


def write_assignments(documents: Sequence[Document], stories: Sequence[Story], out: Path) -> None:
    """Article id of the stream and story id, a line each."""
    names = {d.id: d.path.partition("#")[2] for d in documents}
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
    """Read, link and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    paths = sorted(STREAM.glob("*.jsonl.gz"))
    if not paths or not LABELS.exists():
        print(f"nothing to score: {STREAM} or {LABELS} is not there", file=sys.stderr)
        return 0
    start = time.perf_counter()
    documents = light_documents(paths)
    gc.freeze()
    read = time.perf_counter()
    reuse = find_reuse(documents)
    copied = time.perf_counter()
    stories = link_stories(documents, Links(reuse=reuse), load_pack("ar"))
    done = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder) / "assignments.tsv"
        write_assignments(documents, stories, out)
        print(scores(out), end="")
    print(f"{len(documents)} articles, {len(reuse)} copies, {len(stories)} stories")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"read {read - start:.0f} s, copies {copied - read:.0f} s, stories {done - copied:.0f} s, peak {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
