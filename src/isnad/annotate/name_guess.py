"""A guess at the kind of source from a name's own words and those around it, where no title, head or table tells it.

Multinomial logistic regression over words (weights from `training/names`): athletes stand among matches and goals,
politicians among talks and ministers. All mentions of a name in a document are asked together.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from operator import add
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

    def kind(self, type_: str, features: Iterable[Mapping[str, int]]) -> str | None:
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
                    totals = list(map(add, totals, weights if times == 1 else [weight * times for weight in weights]))
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


def features_of(words: Sequence[str], first: int, last: int, lexicon: Lexicon) -> dict[str, int]:
    """Features of the name `[first, last)` among folded words, with how often each is told."""
    start = max(0, first - FAR)
    stems = list(map(lexicon.stem, words[start : last + FAR]))
    first, last = first - start, last - start
    out: dict[str, int] = {}
    for stem in stems[first:last]:
        inside = "i" + stem
        out[inside] = out.get(inside, 0) + 1
    out["h" + stems[first]] = 1
    for at, stem in enumerate(stems):
        if first <= at < last:
            continue
        out["s" + stem] = 1
        if at < first:
            if at >= first - NEAR:
                out["p" + stem] = 1
        elif at < last + NEAR:
            out["n" + stem] = 1
    return out
