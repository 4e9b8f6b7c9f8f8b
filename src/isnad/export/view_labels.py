"""Labels for a page: each word of a concept with the outlets that use it in their own voice, and those that report it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from isnad.export.catalogue import Catalogue
from isnad.model.account import LabelUse

SHOWN = 6
"""Outlets named one by one."""


class WordUse:
    """One word of a concept: what it is shown as, and its uses."""

    def __init__(self, concept: str, word: str, uses: Sequence[LabelUse]) -> None:
        self.concept, self.word, self.uses = concept, word, uses

    def note(self, say: Catalogue, names: Mapping[str, str]) -> str:
        """Voices with their outlets and counts; `names` gives an article's outlet."""
        parts = []
        for voice in ("own", "reported"):
            counts: dict[str, int] = {}
            for use in self.uses:
                if use.voice == voice:
                    name = names[use.article]
                    counts[name] = counts.get(name, 0) + 1
            if counts:
                parts.append(f"{say(f'page.{voice}')}: {outlets(counts, say)}")
        return " · ".join(parts)


def outlets(counts: Mapping[str, int], say: Catalogue) -> str:
    """Outlets with their counts, those of most uses first."""
    ranked = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    named = [f"{outlet} × {n}" if n > 1 else outlet for outlet, n in ranked[:SHOWN]]
    return say("page.comma").join(named + (["…"] if len(ranked) > SHOWN else []))


def words_of(uses: Sequence[LabelUse]) -> Iterator[WordUse]:
    """Words by concept, those of most uses first."""
    held: dict[tuple[str, str], list[LabelUse]] = {}
    for use in uses:
        held.setdefault((use.concept, use.word or use.label), []).append(use)
    for (concept, word), found in sorted(held.items(), key=lambda h: (h[0][0], -len(h[1]), h[0][1])):
        yield WordUse(concept, word, found)
