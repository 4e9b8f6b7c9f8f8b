"""Articles about the same events."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.model.account import Links, Story
from isnad.model.document import Document


def link_stories(documents: Sequence[Document], links: Links) -> tuple[Story, ...]:
    """Stories over the documents; every article is in one."""
    return ()
