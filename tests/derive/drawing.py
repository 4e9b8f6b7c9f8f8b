"""Conclusions drawn from made documents, as the pipeline draws them."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.derive.conflicts import find_conflicts
from isnad.derive.figures import figure_ledger, story_ledgers
from isnad.lang.pack import load_pack
from isnad.model.account import Conflict, Figure, Links
from isnad.model.document import Document

PACK = load_pack("ar")


def ledger_of(documents: Sequence[Document], links: Links) -> tuple[Figure, ...]:
    """The figures of documents."""
    return figure_ledger(story_ledgers(documents, links, PACK))


def conflicts_of(documents: Sequence[Document], links: Links) -> tuple[Conflict, ...]:
    """The conflicts of documents."""
    return find_conflicts(story_ledgers(documents, links, PACK), links, PACK)
