"""Annotating in this process or in a few worker processes; both give the same results in the same order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from isnad.lang.pack import Pack, load_pack
from isnad.link.story_words import Gist
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.pipeline import annotator, gist_reader

T = TypeVar("T")
Maker = Callable[[Pack], Callable[[Article], T]]

_CHUNK = 16
_work_on: Callable[[Article], Any] | None = None


def _start(make: Maker[Any], language: str) -> None:
    global _work_on
    _work_on = make(load_pack(language))


def _work(article: Article) -> Any:
    assert _work_on is not None, "the worker was not started"
    return _work_on(article)


def annotate_all(articles: Iterable[Article], language: str, workers: int = 1) -> Iterator[Document]:
    """Documents of the articles, in their order; `workers` above 1 shares the work among processes."""
    return _each(annotator, articles, language, workers)


def gists_of(articles: Iterable[Article], language: str, workers: int = 1) -> Iterator[Gist]:
    """What stories need of the articles, in their order."""
    return _each(gist_reader, articles, language, workers)


def _each(make: Maker[T], articles: Iterable[Article], language: str, workers: int) -> Iterator[T]:
    if workers <= 1:
        yield from map(make(load_pack(language)), articles)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _start, (make, language)) as pool:
        yield from pool.imap(_work, articles, _CHUNK)
