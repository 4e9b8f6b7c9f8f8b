"""Annotating in this process or in a few worker processes; both give the same documents in the same order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator

from isnad.lang.pack import load_pack
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.pipeline import annotator

_CHUNK = 16
_annotate: Callable[[Article], Document] | None = None


def _start(language: str) -> None:
    global _annotate
    _annotate = annotator(load_pack(language))


def _work(article: Article) -> Document:
    assert _annotate is not None, "the worker was not started"
    return _annotate(article)


def annotate_all(articles: Iterable[Article], language: str, workers: int = 1) -> Iterator[Document]:
    """Documents of the articles, in their order; `workers` above 1 shares the work among processes."""
    if workers <= 1:
        yield from map(annotator(load_pack(language)), articles)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _start, (language,)) as pool:
        yield from pool.imap(_work, articles, _CHUNK)
