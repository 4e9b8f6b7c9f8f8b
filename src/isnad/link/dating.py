"""Publication dates that an article does not tell, from its copies and its story."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.model.account import Reuse
from isnad.model.document import Document, Publication


def date_by_story(documents: Sequence[Document], reuse: Sequence[Reuse]) -> dict[str, Publication]:
    """Article id to its publication, for those articles whose date the others tell (better)."""
    return {}
