"""What happened on which day."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Event, Links
from isnad.model.document import Document


def build_timeline(documents: Sequence[Document], links: Links, pack: Pack) -> tuple[Event, ...]:
    """Events in time order, each told once with all its evidence."""
    return ()
