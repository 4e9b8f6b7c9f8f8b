"""One measurement in a process of its own, so that peak memory is its own: prints one JSON object.

python -m benchmarks.measure annotate|account ARTICLES FILE…
"""

from __future__ import annotations

import itertools
import json
import resource
import sys
import time

from isnad.lang.pack import load_pack
from isnad.pipeline import account, annotator
from isnad.read.sources import read_articles
from isnad.settings import Settings


def main() -> None:
    """Measure one job over the first so many articles of the files."""
    job, limit, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
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
    print(json.dumps(row | {"start_s": round(started, 3), "read_s": round(read, 3)}))


if __name__ == "__main__":
    main()
