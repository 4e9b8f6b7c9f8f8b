"""What a store is: transactions over the tables of `isnad.store.tables`, opened for reading or for writing.

The files beside this one hold plain functions of a connection, one file a concern (`articles`, `clusters`, `stories`,
`judgements`, `feeds`, `alerts`, `listings`); they run alike on every store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from isnad.lang.pack import Pack
    from isnad.model.document import Document


class Store(Protocol):
    """A place that keeps articles. Anything that goes wrong with the place itself is raised as `StoreError`."""

    @property
    def url(self) -> str:
        """Where it is, for people: without a password."""

    @property
    def read_only(self) -> bool:
        """Whether `writing` raises `StoreError`."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the store and changes nothing."""

    def writing(self, *, wait: bool = True) -> AbstractContextManager[Connection]:
        """A transaction that is kept whole when the block ends, and not at all when it raises; writers take turns.

        Without `wait` it raises `StoreBusyError` at once where another is writing.
        """

    def close(self) -> None:
        """Let go of files and connections."""


class Projection(Protocol):
    """Rows made of each document in the transaction that keeps it: a list, a search index.

    `reader` works where the document is annotated, which may be another process: what it makes must be picklable.
    """

    name: str
    version: int
    """Raised when `reader` makes other rows; documents kept under another version are read anew by `Workspace.refresh`."""

    def prepare(self, connection: Connection) -> None:
        """Make the tables that it needs where they are not there; called in a writing transaction when a workspace opens."""

    def reader(self, pack: Pack) -> Callable[[Document], Any]:
        """Compile; the result makes the rows of a document."""

    def write(self, connection: Connection, rows: Sequence[tuple[str, Any]]) -> None:
        """Keep the rows of articles (article id, what `reader` made), in place of those it had."""

    def remove(self, connection: Connection, articles: Sequence[str]) -> None:
        """Take the rows of articles out (an older revision is no longer listed)."""
