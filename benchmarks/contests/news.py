"""Real news for contests, from beside the checkout; nothing of it is kept here."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NEWS = Path(os.environ.get("ISNAD_SHARED", ROOT.parent / "shared")) / "data" / "saudi-news"
MISSING = "no news in ../shared/data/saudi-news (set ISNAD_SHARED)"
Record = dict[str, Any]


def records() -> Iterator[Record]:
    """All articles that have a text, in the order of their days."""
    for path in sorted(NEWS.glob("*.jsonl.gz")):
        with gzip.open(path) as file:
            for line in file:
                found: Record = json.loads(line)
                if (found.get("text") or "").strip():
                    yield found


def sample(count: int, always: Container[str] = (), seed: int = 1) -> list[Record]:
    """So many articles by chance, in their order, those whose ids are `always` wanted among them; all where there are fewer."""
    every = list(records())
    order = list(range(len(every)))
    random.Random(seed).shuffle(order)
    order.sort(key=lambda n: every[n]["id"] not in always)
    return [every[n] for n in sorted(order[:count])]


def written(record: Record) -> Record:
    """An article as text with the places of headline and byline, as reading makes it, and what is known of it."""
    from isnad.read.jsonl import compose

    text, title, byline = compose(record.get("title"), record.get("byline"), record["text"])
    known = {k: record.get(k) for k in ("id", "outlet", "url", "retrieved")}
    places = {k: [s.start, s.end] if s else None for k, s in (("title", title), ("byline", byline))}
    return known | places | {"text": text}


def as_article(record: Record, text: str | None = None) -> Any:
    """The article of what `written` gives."""
    from isnad.model.article import Article
    from isnad.model.span import Span

    title, byline = (Span(*record[k]) if record[k] else None for k in ("title", "byline"))
    return Article(
        id=record["id"], path=f"news#{record['id']}", text=record["text"] if text is None else text, title=title, byline=byline,
        outlet=record["outlet"], url=record["url"], retrieved=record["retrieved"],
    )  # fmt: skip
