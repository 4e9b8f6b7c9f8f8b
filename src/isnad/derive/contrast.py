"""Which outlet uses which word for the same people, body, place or event."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.model.account import LabelUse
from isnad.model.document import Document


def label_contrast(documents: Sequence[Document]) -> tuple[LabelUse, ...]:
    """Every use of a label, where a concept is named at least once."""
    return ()
