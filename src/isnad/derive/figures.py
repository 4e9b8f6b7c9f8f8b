"""The figure ledger: what is counted, by whom, as of when."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Figure, Links
from isnad.model.document import Document


def figure_ledger(documents: Sequence[Document], links: Links, pack: Pack) -> tuple[Figure, ...]:
    """Figures over all documents, each with its tellings in time order."""
    return ()
