"""Tellings that cannot both hold."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Conflict, Figure, Links
from isnad.model.document import Document


def find_conflicts(documents: Sequence[Document], links: Links, figures: Sequence[Figure], pack: Pack) -> tuple[Conflict, ...]:
    """Conflicts and updates between tellings."""
    return ()
