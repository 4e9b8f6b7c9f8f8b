"""The brief: a few sentences, each tied to spans and passed by the citation gate."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.model.account import BriefSentence, Conflict, Event, Figure, Links
from isnad.model.document import Document


def write_brief(
    documents: Sequence[Document],
    links: Links,
    figures: Sequence[Figure],
    conflicts: Sequence[Conflict],
    timeline: Sequence[Event],
    pack: Pack,
) -> tuple[BriefSentence, ...]:
    """The brief of one account."""
    return ()
