"""Letters of names against letters of ordinary words: counts of trigrams, smoothed towards shorter ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from isnad.annotate.name_letters import EDGE, OTHER, SCALE, ZERO
from training.names.files import write_gzip

ORDER = 3
SMOOTH = 2
COMMON = 30
"""Letters that so many words have are in the alphabet."""


class Model:
    """P(letter | two before it), each order smoothed with the one below (Witten-Bell with a fixed weight)."""

    def __init__(self, words: Iterable[list[int]], size: int) -> None:
        self.grams: Counter[tuple[int, ...]] = Counter()
        self.befores: Counter[tuple[int, ...]] = Counter()
        self.size = size
        for codes in words:
            row = [EDGE, EDGE, *codes, EDGE]
            for at in range(2, len(row)):
                for back in range(ORDER):
                    self.grams[tuple(row[at - back : at + 1])] += 1
                    self.befores[tuple(row[at - back : at])] += 1

    def log(self, gram: tuple[int, int, int]) -> float:
        """Natural logarithm of the probability of the last letter."""
        p = 1 / self.size
        for back in range(ORDER):
            before = gram[2 - back : 2]
            p = (self.grams[(*before, gram[2])] + SMOOTH * p) / (self.befores[before] + SMOOTH)
        return math.log(p)


def write_letters(names: Iterable[str], ordinary: Iterable[str], target: Path) -> None:
    """Write the alphabet and a byte for every trigram."""
    names, ordinary = sorted(names), sorted(ordinary)
    counts = Counter(letter for word in (*names, *ordinary) for letter in set(word))
    alphabet = "".join(sorted(letter for letter, n in counts.items() if n >= COMMON))
    codes = {letter: code for code, letter in enumerate(alphabet, OTHER + 1)}
    size = len(alphabet) + OTHER + 1
    of_names, of_words = (Model(([codes.get(c, OTHER) for c in w] for w in words), size) for words in (names, ordinary))
    scores = bytearray()
    for a in range(size):
        for b in range(size):
            for c in range(size):
                score = of_names.log((a, b, c)) - of_words.log((a, b, c))
                scores.append(max(0, min(255, ZERO + round(score * SCALE))))
    write_gzip(target, alphabet.encode() + b"\n" + bytes(scores))
