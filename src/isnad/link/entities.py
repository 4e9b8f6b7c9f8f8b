"""Names that are one name: mentions and speakers of all documents gathered into entities."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from isnad.lang.pack import Pack
from isnad.model.account import Entity
from isnad.model.document import Document
from isnad.model.span import Span


class EntityLinks(msgspec.Struct, frozen=True, kw_only=True):
    """Entities, and which mention, speaker phrase and statement belongs to which."""

    entities: tuple[Entity, ...] = ()
    mention_entity: dict[tuple[str, Span], str] = {}
    speaker_entity: dict[str, str] = {}


def link_entities(documents: Sequence[Document], pack: Pack) -> EntityLinks:
    """Gather the mentions and speakers of all documents."""
    return EntityLinks()
