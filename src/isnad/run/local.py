"""Annotating in this process or in a few worker processes; both give the same results in the same order.

Articles go to the workers and results come back as MessagePack, a chunk at a time and only a few chunks ahead, so that the
work costs the same memory however long the stream is. Texts are not sent back: they are here already.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast

import msgspec

from isnad.errors import RunError
from isnad.lang.pack import Pack, load_pack
from isnad.link.story_words import Gist
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.text import Token
from isnad.pipeline import annotator, gist_reader
from isnad.text.packed import PackedTokens, Parts

T = TypeVar("T")
Maker = Callable[[Pack], Callable[[Article], T]]

DIED = "a worker process was killed, perhaps for want of memory; what was kept is kept, with fewer workers the rest may go on"
YOUNG = 20_000
"""Objects that come into being before cycles are looked for."""
_CHUNK = 16
_AHEAD = 3
"""Chunks a worker is given ahead of what was fetched."""
_work_on: Callable[[Article], Any] | None = None


class Compact(msgspec.Struct, frozen=True):
    """A document on its way back from a worker: without its article and tokens, and the tokens packed."""

    document: Document
    tokens: Parts


def compact_annotator(pack: Pack) -> Callable[[Article], Compact]:
    """Compile all stages; the result annotates an article and packs what came out."""
    annotate = annotator(pack)

    def compacted(article: Article) -> Compact:
        document = annotate(article)
        stub = Article(id=article.id, path=article.path, text="")
        return Compact(msgspec.structs.replace(document, article=stub, tokens=()), PackedTokens.of(document.tokens).parts)

    return compacted


def annotate_all(articles: Iterable[Article], language: str, workers: int = 1) -> Iterator[Document]:
    """Documents of the articles, in their order; `workers` above 1 shares the work among processes."""
    return (document for _, document in _each(annotator, Document, articles, (language, workers)))


def compact_documents(articles: Iterable[Article], language: str, workers: int = 1) -> Iterator[Document]:
    """The same with tokens packed (`text.packed`), so that tens of thousands fit in memory while they are linked."""
    for article, found in _each(compact_annotator, Compact, articles, (language, workers)):
        tokens = cast("tuple[Token, ...]", PackedTokens(found.tokens))
        yield msgspec.structs.replace(found.document, article=article, tokens=tokens)


def gists_of(articles: Iterable[Article], language: str, workers: int = 1) -> Iterator[Gist]:
    """What stories need of the articles, in their order."""
    return (found for _, found in _each(gist_reader, Gist, articles, (language, workers)))


def _each(make: Maker[T], kind: type[T], articles: Iterable[Article], where: tuple[str, int]) -> Iterator[tuple[Article, T]]:
    """Each article with what was made of it."""
    language, workers = where
    if workers <= 1:
        work = make(load_pack(language))
        yield from ((article, work(article)) for article in articles)
        return
    yield from _results(_shared(make, kind, articles, where))


def _shared(make: Maker[T], kind: type[T], articles: Iterable[Article], where: tuple[str, int]) -> Iterator[tuple[Article, T]]:
    """The same by several processes, a few chunks ahead of who asks."""
    (language, workers), source = where, iter(articles)
    with _pool(make, language, workers) as pool:
        waiting: deque[tuple[list[Article], Future[bytes]]] = deque()
        while True:
            chunk = list(islice(source, _CHUNK))
            if chunk:
                waiting.append((chunk, pool.submit(_work, msgspec.msgpack.encode(chunk))))
            if not waiting:
                return
            if not chunk or len(waiting) > workers * _AHEAD:
                sent, result = waiting.popleft()
                yield from zip(sent, _decoder(list[kind]).decode(result.result()), strict=True)  # type: ignore[valid-type]


@contextmanager
def _pool(make: Maker[Any], language: str, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes that end with the block: not `multiprocessing.Pool`, which waits for ever for what a killed worker was at."""
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start, (make, language))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(make: Maker[Any], language: str) -> None:
    global _work_on
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it is told to stop, and stops it
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _work_on = make(load_pack(language))
    _settle()


def _settle() -> None:
    """Tell the collector of this process, which annotates and does nothing else, what to leave alone.

    Compiled vocabulary lives as long as the process, and documents hold no cycles: they go when nobody has them any more. What a
    search for cycles finds in between is next to nothing, and searches were 4 % of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def _leave_with_parent() -> None:
    """End this process when the one that started it is killed: its queue would never say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(articles: bytes) -> bytes:
    assert _work_on is not None, "the worker was not started"
    return msgspec.msgpack.encode([_work_on(a) for a in _decoder(list[Article]).decode(articles)])


def _work_one(article: Article) -> Any:
    assert _work_on is not None, "the worker was not started"
    return _work_on(article)


def _results(found: Iterator[Any]) -> Iterator[Any]:
    """Results as they come; raises `RunError` where a worker was killed, as the system does when memory runs out."""
    try:
        yield from found
    except BrokenProcessPool as error:
        raise RunError(DIED) from error


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


class Workers:
    """Processes that stay while batches come: a batch is at work while the one before it is kept.

    With one worker the work is done in this process when its result is asked for. Use as a context manager.
    """

    def __init__(self, make: Maker[T], language: str, workers: int = 1) -> None:
        self._make, self._language, self._count = make, language, workers
        self._pool: ProcessPoolExecutor | None = None
        self._here: Callable[[Article], Any] | None = None
        self._open = ExitStack()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def submit(self, articles: Sequence[Article]) -> Iterator[Any]:
        """Begin with a batch; the results come in its order."""
        # Starting processes costs more than a few articles do.
        if self._count > 1 and (self._pool is not None or len(articles) > 2 * _CHUNK):
            if self._pool is None:
                self._pool = self._open.enter_context(_pool(self._make, self._language, self._count))
            return _results(self._pool.map(_work_one, articles, chunksize=_CHUNK))
        if self._here is None and articles:
            self._here = self._make(load_pack(self._language))
        return map(self._here, articles) if self._here is not None else iter(())
