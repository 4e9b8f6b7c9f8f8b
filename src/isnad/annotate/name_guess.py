"""A guess at the kind of source from a name's own words and those around it, where no title, head or table tells it.

Multinomial logistic regression over words (weights from `training/names`): athletes stand among matches and goals,
politicians among talks and ministers. All mentions of a name in a document are asked together.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path

import msgspec

from isnad.annotate.name_features import Lexicon
from isnad.annotate.name_letters import MODELS

GUESSES = "name_kinds.json.gz"
NEAR, FAR = 3, 12
"""Words on each side whose order-free features count as near, and as the topic."""
SURE = 0.6
"""Least probability of a kind that is told."""
NOTHING = "-"
"""The label of names of which no kind was told."""


class Guesses(msgspec.Struct, dict=True):
    """Labels and, by feature, their weights."""

    labels: dict[str, list[str]]
    weights: dict[str, list[float]]
    """By type and feature."""

    @cached_property
    def by_type(self) -> dict[str, dict[str, list[float]]]:
        """By type, by feature: so that no name for both must be made at a look."""
        out: dict[str, dict[str, list[float]]] = {}
        for key, row in self.weights.items():
            type_, _, feature = key.partition(":")
            out.setdefault(type_, {})[feature] = row
        return out

    def kind(self, type_: str, features: Iterable[Counter[str]]) -> str | None:
        """The likeliest kind of a name of a type over the features of its mentions; None where none is sure."""
        labels = self.labels.get(type_)
        if not labels:
            return None
        totals, count = [0.0] * len(labels), 0
        known = self.by_type.get(type_, {})
        for row in features:
            count += 1
            for feature, times in row.items():
                if weights := known.get(feature):
                    totals = [total + weight * times for total, weight in zip(totals, weights, strict=True)]
        totals = [total / max(1.0, math.sqrt(count)) for total in totals]
        top = max(totals)
        best = totals.index(top)
        probability = 1 / sum(math.exp(total - top) for total in totals)
        return labels[best] if probability >= SURE and labels[best] != NOTHING else None


@cache
def guesses(folder: Path) -> Guesses:
    """The weights of a pack; without file nothing is guessed."""
    path = folder / MODELS / GUESSES
    if not path.is_file():
        return Guesses({}, {})
    return msgspec.json.decode(gzip.decompress(path.read_bytes()), type=Guesses)


def features_of(words: Sequence[str], first: int, last: int, lexicon: Lexicon) -> Counter[str]:
    """Features of the name `[first, last)` among folded words."""
    out: Counter[str] = Counter(f"i{lexicon.stem(word)}" for word in words[first:last])
    out[f"h{lexicon.stem(words[first])}"] += 1
    for start, end, mark, reach in ((max(0, first - FAR), first, "p", first - NEAR), (last, last + FAR, "n", last + NEAR - 1)):
        for at, word in enumerate(words[start:end], start):
            stem = lexicon.stem(word)
            out[f"s{stem}"] = 1
            if (at >= reach) if mark == "p" else (at <= reach):
                out[mark + stem] = 1
    return out
