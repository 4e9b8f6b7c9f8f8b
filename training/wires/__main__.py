"""`python -m training.wires ARCHIVE… -o wires.npz`: train a model of agencies on an archive whose bylines name them.

ARCHIVE is whatever `isnad` reads: folders, JSON Lines, plain or gzipped. The byline (or dateline) of each article is its
class; articles whose byline names no agency are `other`. Nothing of the archive but weights of hashed words is kept; still the
file is yours to use and not part of the package, for the weights of a newspaper's texts carry that newspaper's rights
(decision 0009). `isnad copies ARCHIVE --wire-model wires.npz` uses it; `python -m evaluation.wires` measures the method.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from isnad.link.wire_style import OTHER, body_spelled, train
from isnad.model.document import Document
from isnad.read.sources import read_articles
from isnad.run.local import compact_documents
from isnad.settings import Settings

FEWEST = 50
"""Articles of an agency from which on it is a class."""


def named(document: Document) -> str | None:
    """The agency that an article credits, `other` for a byline that credits none, None where nothing can be told."""
    keys = {w.key for w in document.layout.wires if w.key}
    if document.layout.wires:
        return next(iter(keys)) if len(keys) == 1 else None
    return OTHER if document.layout.byline is not None else None


def examples(paths: list[str], workers: int) -> Iterator[tuple[list[str], str]]:
    """Words as spelled and class of each article that has one."""
    articles = (r.article for r in read_articles(paths, Settings()) if r.article)
    for document in compact_documents(articles, "ar", workers):
        if (key := named(document)) is not None:
            yield body_spelled(document), key


def main() -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    found = list(examples(options.archive, options.workers))
    counts = Counter(key for _, key in found)
    kept = {key for key, n in counts.items() if n >= FEWEST}
    if len(kept) < 2:
        print(f"too few credited articles: {dict(counts)}; expected {FEWEST} of two classes at least", file=sys.stderr)
        return 1
    model = train((words, key) for words, key in found if key in kept)
    part = options.output.with_name(options.output.name + ".part")
    model.save(part)
    part.replace(options.output)
    print("trained on " + ", ".join(f"{key} {counts[key]}" for key in sorted(kept)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
