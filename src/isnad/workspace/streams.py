"""Lists over all articles that are read a page at a time, each page after a key that the one before gave. A part of `Workspace`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from isnad.errors import UsageError
from isnad.model.kept import FigureRow, NameRow, StatementRow
from isnad.store import streams
from isnad.store.protocol import Store


class Streams:
    """The verbs of reading long lists. `after` and what stands beside the rows is the key of the last row; None where none is left."""

    store: Store

    def statement_page(
        self, filters: Mapping[str, Any], *, limit: int, after: str | None = None
    ) -> tuple[list[StatementRow], str | None]:  # fmt: skip
        """Statements in the order in which their articles came; filters as `isnad.store.listings.saying` takes them."""
        with self.store.reading() as connection:
            found = streams.said(connection, filters, limit=limit + 1, after=_key(after))
        return [row for _, row in found[:limit]], _word(found[limit - 1][0]) if len(found) > limit else None

    def figure_page(self, filters: Mapping[str, Any], *, limit: int, after: str | None = None) -> tuple[list[FigureRow], str | None]:
        """Figures in the order in which their articles came; filters as `isnad.store.listings.measuring` takes them."""
        with self.store.reading() as connection:
            found = streams.figured(connection, filters, limit=limit + 1, after=_key(after))
        return [row for _, row in found[:limit]], _word(found[limit - 1][0]) if len(found) > limit else None

    def name_page(self, filters: Mapping[str, Any], *, limit: int, after: str | None = None) -> tuple[list[NameRow], str | None]:
        """Spellings of names in the order of their folded letters; filters as `isnad.store.streams.named` takes them."""
        kind, _, folded = (after or "").partition(":")
        with self.store.reading() as connection:
            found = streams.named(connection, filters, limit=limit + 1, after=(folded, kind))
        last = found[limit - 1] if len(found) > limit else None
        return found[:limit], f"{last.type}:{last.folded}" if last else None


def _key(after: str | None) -> streams.Key:
    """A key from its word; raises `UsageError`."""
    if after is None:
        return 0, -1
    number, dot, place = after.partition(".")
    if not dot or not all(n.isascii() and n.isdigit() and len(n) < 10 for n in (number, place)):
        raise UsageError(f"after {after!r}: expected the key that the page before gave, as 120.4")
    return int(number), int(place)


def _word(key: streams.Key) -> str:
    return f"{key[0]}.{key[1]}"
