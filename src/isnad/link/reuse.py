"""Words of one article standing in another."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.model.account import Reuse
from isnad.model.document import Document


def find_reuse(documents: Sequence[Document]) -> tuple[Reuse, ...]:
    """All pairs of articles that share passages."""
    return ()
