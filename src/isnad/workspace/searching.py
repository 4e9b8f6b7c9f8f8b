"""Searching a workspace: words by the index of the store, meaning by vectors in memory, both as one page of hits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection

from isnad.errors import StoreError
from isnad.lang.pack import Pack, load_pack
from isnad.model.document import Document
from isnad.model.kept import ArticleRow
from isnad.model.search import Found, Hit, IndexRow, Node, Results, wanted, without_words
from isnad.search.meaning import MODEL, Meanings, encode, fused, gist_text, installed
from isnad.search.query import QueryReader
from isnad.search.rows import index_row
from isnad.search.snippets import snippets
from isnad.search.terms import Terms
from isnad.store import articles as kept
from isnad.store import search_index, vectors
from isnad.workspace.telling import documents_over

if TYPE_CHECKING:
    from isnad.store.protocol import Store

By = Literal["words", "meaning", "both"]
FEW = 32
"""Articles of a delivery whose vectors are left to the next search."""
DEEP = 200
"""Places of each ranking that are looked at where two are joined."""


class WordIndex:
    """The projection behind searching by words."""

    name = "search"
    version = 1

    def prepare(self, connection: Connection) -> None:
        """Make the index."""
        search_index.prepare(connection)

    def reader(self, pack: Pack) -> Callable[[Document], IndexRow]:
        """Terms of a document."""
        terms = Terms(pack)
        return lambda document: index_row(document, terms)

    def write(self, connection: Connection, rows: Sequence[tuple[str, Any]]) -> None:
        """Index articles."""
        search_index.write(connection, rows)

    def remove(self, connection: Connection, articles: Sequence[str]) -> None:
        """Take articles out of the index."""
        search_index.remove(connection, articles)


class MeaningIndex:
    """The projection behind searching by meaning; keeps nothing where the extra `meaning` is not installed.

    Vectors of a large delivery are made where they are written: many at once cost a third of one by one. Those of a few
    articles are left to the next search by meaning, which needs the encoder anyway: loading it takes longer than all else
    that keeping one article takes.
    """

    name = "meaning"
    version = 1

    def prepare(self, connection: Connection) -> None:
        """Make the table of vectors."""
        vectors.prepare(connection)

    def reader(self, pack: Pack) -> Callable[[Document], str]:
        """What of a document is encoded."""
        return gist_text

    def write(self, connection: Connection, rows: Sequence[tuple[str, Any]]) -> None:
        """Keep the vectors of articles."""
        if len(rows) < FEW:
            vectors.remove(connection, [article for article, _ in rows])
        elif installed():
            made = encode([text for _, text in rows])
            vectors.write(connection, MODEL, [(article, made[n].tobytes()) for n, (article, _) in enumerate(rows)])

    def remove(self, connection: Connection, articles: Sequence[str]) -> None:
        """Take vectors out."""
        vectors.remove(connection, articles)


SEARCHED = (WordIndex(), MeaningIndex())


@cache
def query_reader(language: str) -> QueryReader:
    """The reader of queries, compiled once a process."""
    return QueryReader(load_pack(language))


class Searcher:
    """Searches one store; keeps the vectors that it has read. Safe to share among threads."""

    def __init__(self, store: Store, language: str) -> None:
        self._store, self._language = store, language
        self._lock = threading.Lock()
        self._last = 0
        self._unwritten: set[str] = set()
        self._meanings: Meanings | None = None

    def search(self, query: str, by: By, page: tuple[int, int], *, newest: bool = False) -> Results:
        """A page (limit, offset) of what a query finds; see `Workspace.search`."""
        reader = query_reader(self._language)
        tree = reader.read(query)
        limit, offset = page
        if by != "words":
            self._catch_up()
        with self._store.reading() as connection:
            near = self._near(connection, tree, query) if by != "words" else []
            if by == "words":
                ranking = search_index.found(connection, tree, limit=limit, offset=offset, newest=newest)
            elif by == "meaning":
                ranking = near[offset : offset + limit]
            else:
                words = search_index.found(connection, tree, limit=max(DEEP, offset + limit), newest=newest)
                ranking = fused(words, near, limit=offset + limit)[offset:]
            named = {f.article for f in near}
            held = search_index.among(connection, tree, [f.article for f in ranking]) if by == "both" else set()
            hits = self._shown(connection, ranking, reader.terms, tree, lambda a: _by(a, by, named, held))
            return Results(hits=hits, facets=search_index.facets(connection, tree))

    def latest(self, query: str, limit: int) -> list[ArticleRow]:
        """See `Workspace.latest_found`."""
        tree = query_reader(self._language).read(query)
        with self._store.reading() as connection:
            ids = [f.article for f in search_index.found(connection, tree, limit=limit, newest=True)]
            rows = kept.rows_of(connection, ids)
        return [rows[a] for a in ids]

    def _shown(
        self, connection: Connection, ranking: Sequence[Found], terms: Terms, tree: Node, by: Callable[[str], By]
    ) -> tuple[Hit, ...]:
        ids = [f.article for f in ranking]
        rows = kept.rows_of(connection, ids)
        documents = {d.id: d for d in documents_over(connection, ids, self._language)}
        sought = wanted(tree)
        return tuple(
            Hit(article=rows[f.article], score=f.score, by=by(f.article), snippets=snippets(documents[f.article], terms, sought))
            for f in ranking
        )

    def _near(self, connection: Connection, tree: Node, query: str) -> list[Found]:
        """Articles near in meaning to the words of a query, for which the rest of it holds."""
        words = " ".join(w for w in query.split() if not set(w) & set(":<>=()|")) or query
        near = self._loaded(connection).nearest(words, 3 * DEEP)
        held = search_index.among(connection, without_words(tree), [f.article for f in near])
        return [f for f in near if f.article in held][:DEEP]

    def _catch_up(self) -> None:
        """Make the vectors of articles that have none; where the store is for reading only or busy they are kept in memory only."""
        with self._lock, self._store.reading() as connection:
            missing = [a for a in vectors.missing(connection, MODEL) if a not in self._unwritten]
            if not missing:
                return
            texts = [gist_text(d) for d in documents_over(connection, missing, self._language)]
        made = encode(texts)
        rows = [(article, made[n].tobytes()) for n, article in enumerate(missing)]
        try:
            with self._store.writing(wait=False) as connection:
                vectors.write(connection, MODEL, rows)
        except StoreError:
            with self._lock:
                self._unwritten.update(missing)
                self._meanings = (self._meanings or Meanings.none()).grown(missing, made)

    def _loaded(self, connection: Connection) -> Meanings:
        """The vectors of all articles; those that came since are added."""
        import numpy as np

        with self._lock:
            new = [row for row in vectors.after(connection, self._last, MODEL) if row[1] not in self._unwritten]
            if self._meanings is None or new:
                before = self._meanings or Meanings.none()
                block = np.frombuffer(b"".join(data for _, _, data in new), dtype="<f2").reshape(len(new), -1) if new else None
                self._meanings = before.grown([a for _, a, _ in new], block)
                self._last = new[-1][0] if new else self._last
            return self._meanings


def _by(article: str, by: By, near: set[str], held: set[str]) -> By:
    if by != "both":
        return by
    return "both" if article in near and article in held else "meaning" if article in near else "words"
