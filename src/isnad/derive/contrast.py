"""Which outlet uses which word for the same people, body, place or event: uses only, with no verdict on who is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from isnad.model.account import LabelUse
from isnad.model.document import Document


class LabelRow(msgspec.Struct, frozen=True, kw_only=True):
    """One word of a contrast: how often each outlet uses it, in its own voice and in voices that it reports."""

    concept: str
    stance: str
    word: str
    own: dict[str, int]
    reported: dict[str, int]
    uses: tuple[LabelUse, ...]


def label_contrast(documents: Sequence[Document]) -> tuple[LabelUse, ...]:
    """Uses of labels for what is called by words of at least two stances; by concept, voice, word and place."""
    uses: dict[str, list[LabelUse]] = defaultdict(list)
    for document in documents:
        outlet = document.outlet
        for label in document.labels:
            uses[label.concept].append(
                LabelUse(
                    concept=label.concept, label=label.label, voice=label.voice, article=document.id, span=label.span, outlet=outlet,
                    word=label.word or label.label, stance=label.stance,
                )
            )  # fmt: skip
    out = [u for found in uses.values() if len({u.stance for u in found}) > 1 for u in found]
    return tuple(sorted(out, key=lambda u: (u.concept, u.voice, u.label, u.article, u.span)))


def contrast_table(uses: Sequence[LabelUse]) -> tuple[LabelRow, ...]:
    """The uses as a table: by concept, each word with its outlets, the words of most uses first."""
    held: dict[tuple[str, str, str], list[LabelUse]] = defaultdict(list)
    for use in uses:
        held[use.concept, use.stance, use.word or use.label].append(use)
    rows = [
        LabelRow(
            concept=concept, stance=stance, word=word, uses=tuple(found),
            own=counted(found, "own"), reported=counted(found, "reported"),
        )
        for (concept, stance, word), found in held.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda r: (r.concept, -len(r.uses), r.word)))


def counted(uses: Sequence[LabelUse], voice: str) -> dict[str, int]:
    """Uses in a voice by outlet, those of most uses first; articles without an outlet stand under the empty name."""
    found = Counter(u.outlet or "" for u in uses if u.voice == voice)
    return dict(sorted(found.items(), key=lambda f: (-f[1], f[0])))
