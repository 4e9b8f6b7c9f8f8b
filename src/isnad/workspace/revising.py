"""The texts of an address, one against the other."""

from __future__ import annotations

from itertools import pairwise

from isnad.derive.revisions import differences, edits
from isnad.errors import NothingFoundError
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
    return tuple(
        Revision(
            address=new.address, number=new.number, article=new.article, before=old.article, seen=new.seen,
            edits=edits(documents[old.article], documents[new.article]),
            differences=differences(documents[old.article], documents[new.article]),
        )
        for old, new in pairwise(rows)
    )  # fmt: skip
