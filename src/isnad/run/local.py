"""Annotating in this process or in a few worker processes; both give the same results in the same order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
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


class Workers:
    """Processes that stay while batches come: a batch is at work while the one before it is kept.

    With one worker the work is done in this process when its result is asked for. Use as a context manager.
    """

    def __init__(self, make: Maker[T], language: str, workers: int = 1) -> None:
        self._make, self._language, self._count = make, language, workers
        self._pool: Any = None
        self._here: Callable[[Article], Any] | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()

    def submit(self, articles: Sequence[Article]) -> Iterator[Any]:
        """Begin with a batch; the results come in its order."""
        # Starting processes costs more than a few articles do.
        if self._count > 1 and (self._pool is not None or len(articles) > 2 * _CHUNK):
            if self._pool is None:
                self._pool = multiprocessing.get_context("spawn").Pool(self._count, _start, (self._make, self._language))
            found: Iterator[Any] = self._pool.imap(_work, articles, _CHUNK)
            return found
        if self._here is None and articles:
            self._here = self._make(load_pack(self._language))
        return map(self._here, articles) if self._here is not None else iter(())
