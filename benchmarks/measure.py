"""One measurement in a process of its own, so that peak memory is its own: prints one JSON object.

python -m benchmarks.measure annotate|account|stream ARTICLES FILE…

`stream` is the whole way from raw JSON Lines to stories, copies, entities and claims, with two processes that annotate: its
seconds are those of the clock on the wall, its peak that of all processes together.
"""

from __future__ import annotations

import itertools
import json
import resource
import sys
import time
from typing import Any

from isnad.lang.pack import load_pack
from isnad.pipeline import account, annotator, link
from isnad.read.sources import read_articles
from isnad.run.local import compact_documents
from isnad.settings import Settings

WORKERS = 2
Row = dict[str, Any]


def main() -> None:
    """Measure one job over the first so many articles of the files."""
    job, limit, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    print(json.dumps(stream(limit, files) if job == "stream" else alone(job, limit, files)))


def stream(limit: int, files: list[str]) -> Row:
    """From raw records to links, with worker processes."""
    begin = time.perf_counter()
    articles = (r.article for r in itertools.islice(read_articles(files, Settings()), limit) if r.article is not None)
    documents = sorted(compact_documents(articles, "ar", WORKERS), key=lambda d: (d.path, d.id))
    annotated = time.perf_counter() - begin
    clock = time.process_time()
    _, links = link(documents, load_pack("ar"))
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "job": "stream", "articles": len(documents), "characters": sum(len(d.text) for d in documents),
        "seconds": round(time.perf_counter() - begin, 3), "peak_mb": round((own.ru_maxrss + WORKERS * children.ru_maxrss) / 1024, 1),
        "annotate_s": round(annotated, 3), "annotate_cpu_s": round(children.ru_utime, 3),
        "link_cpu_s": round(time.process_time() - clock, 3),
        "stories": len(links.stories), "copies": len(links.reuse), "entities": len(links.entities), "claims": len(links.claims),
    }  # fmt: skip


def alone(job: str, limit: int, files: list[str]) -> Row:
    """One stage in this process."""
    begin = time.perf_counter()
    annotate = annotator(load_pack("ar"))
    started = time.perf_counter() - begin
    records = (r for r in read_articles(files, Settings()) if r.article is not None)
    articles = [r.article for r in itertools.islice(records, limit) if r.article is not None]
    read = time.perf_counter() - begin - started
    clock = time.process_time()
    if job == "annotate":
        characters = sum(len(annotate(a).text) for a in articles)  # documents are let go, as in a stream
    else:
        documents = [annotate(a) for a in articles]
        characters = sum(len(d.text) for d in documents)
        clock = time.process_time()
        account(documents, load_pack("ar"))
    seconds = time.process_time() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = {"job": job, "articles": len(articles), "characters": characters, "seconds": round(seconds, 3), "peak_mb": round(peak, 1)}
    return row | {"start_s": round(started, 3), "read_s": round(read, 3)}


if __name__ == "__main__":
    main()
