"""The texts of an address, one against the other."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from isnad.derive.revisions import differences, edits
from isnad.errors import NothingFoundError
from isnad.model.document import Document
from isnad.model.kept import RevisionRow
from isnad.model.revision import Revision
from isnad.store import articles as kept
from isnad.store.protocol import Store
from isnad.workspace.addresses import normalised
from isnad.workspace.telling import documents_over


def revisions_of(store: Store, address: str, language: str) -> tuple[Revision, ...]:
    """What each text of an address changed against the one before; none where it has only one. Raises `NothingFoundError`."""
    with store.reading() as connection:
        rows = kept.revisions_of(connection, normalised(address) or address)
        if not rows:
            raise NothingFoundError(f"no article of the address {address} is kept here")
        documents = {d.id: d for d in documents_over(connection, [r.article for r in rows], language)}
    return tuple(_revision(old, new, documents) for old, new in pairwise(rows))


def revision_of(store: Store, address: str, article: str, language: str) -> Revision | None:
    """What one text of an address changed against the one before; None for the first, and for an article that is none of its texts."""
    with store.reading() as connection:
        rows = kept.revisions_of(connection, normalised(address) or address)
        found = next(((old, new) for old, new in pairwise(rows) if new.article == article), None)
        if found is None:
            return None
        documents = {d.id: d for d in documents_over(connection, [row.article for row in found], language)}
    return _revision(*found, documents)


def _revision(old: RevisionRow, new: RevisionRow, documents: Mapping[str, Document]) -> Revision:
    a, b = documents[old.article], documents[new.article]
    return Revision(
        address=new.address, number=new.number, article=new.article, before=old.article, seen=new.seen,
        edits=edits(a, b), differences=differences(a, b),
    )  # fmt: skip
