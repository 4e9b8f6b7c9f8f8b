"""Which outlet uses which word for the same people, body, place or event: uses only, with no verdict on who is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from isnad.model.account import LabelUse
from isnad.model.document import Document


def label_contrast(documents: Sequence[Document]) -> tuple[LabelUse, ...]:
    """Uses of labels for what is called by words of at least two stances; by concept, voice, word and place."""
    uses: dict[str, list[tuple[str, LabelUse]]] = defaultdict(list)
    for document in documents:
        outlet = document.layout.outlet or document.article.outlet
        for label in document.labels:
            stance = label.by.rsplit(" ", 1)[-1]
            use = LabelUse(concept=label.concept, label=label.label, voice=label.voice, article=document.id, span=label.span, outlet=outlet)
            uses[label.concept].append((stance, use))
    out = [u for found in uses.values() if len({s for s, _ in found}) > 1 for _, u in found]
    return tuple(sorted(out, key=lambda u: (u.concept, u.voice, u.label, u.article, u.span)))
