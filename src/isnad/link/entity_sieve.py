"""Which of many names may be one, told of all pairs at once: what comparing two by two finds, or a little more, at a part of its cost.

Three looks, each at what the one before let through: letters that only stand for themselves cost one to change or to leave out, so the
edit distance of what such letters two words have is a bound (`rapidfuzz.process.cdist`); then the distance itself, its table filled
for many pairs at once. Pairs that are compared by something else than sound (two scripts, letters that are the same) are let through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from isnad.link.entity_letters import HEAVIER, LIGHTEST, NONE, Letters
from isnad.link.entity_names import ALIKE, EXCHANGE, Names
from isnad.link.entity_units import Face

ROWS = 500
"""Names that are held against all others at a time."""
PAIRS = 16_384
"""Pairs whose distances are worked out at a time: what of them is at work fits a processor's cache."""
SLACK = 1e-3
"""What sums of costs in single precision may be off by, and more."""
Pairs = npt.NDArray[np.intp]
"""Numbers of words, one for each pair."""
Told = npt.NDArray[np.bool_]


@lru_cache(maxsize=2)
def table(letters: Letters) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    """Numbers, from 1 on, of the letters that have costs of their own, and the costs by number; 0 is no letter."""
    known = {letter: n for n, letter in enumerate(sorted(letters.listed), 1)}
    costs = np.array([[letters.cost(x, y) for y in (NONE, *known)] for x in (NONE, *known)], dtype=np.float32)
    return known, costs


class Sounds:
    """Words as rows of letters, to be compared many at once; words as `Letters.arabic` gives them."""

    def __init__(self, letters: Letters, words: Sequence[str]) -> None:
        known, costs = table(letters)
        alphabet = known | {c: n for n, c in enumerate(sorted({c for w in words for c in w} - known.keys()), len(known) + 1)}
        self.fast = [letters.fast(w) for w in words]
        self.weights = np.array([letters.weight(w) for w in words], dtype=np.int16)
        self.lengths = np.array([len(w) for w in words], dtype=np.int16)
        self._letters = np.zeros((max(map(len, words), default=0), len(words)), dtype=np.int32)
        for n, word in enumerate(words):
            self._letters[: len(word), n] = [alphabet[c] for c in word]
        # After its end a word goes on with a letter (0) that costs nothing to leave out: words of all lengths are compared in one table.
        # Letters that no table knows stand for themselves only.
        self._costs = np.ones((len(alphabet) + 1,) * 2, dtype=np.float32)
        self._costs[: len(costs), : len(costs)] = costs
        np.fill_diagonal(self._costs, 0)
        self._gone = self._costs[0]

    def most(self, a: Pairs, b: Pairs) -> npt.NDArray[np.float32]:
        """What the distance of two words is at most, if they are alike."""
        out: npt.NDArray[np.float32] = np.maximum(np.maximum(self.weights[a], self.weights[b]), LIGHTEST).astype(np.float32)
        out *= 1 - ALIKE
        out += SLACK
        return out

    def alike(self, a: Pairs, b: Pairs) -> Told:
        """Of each pair, whether its likeness is enough, or all letters of one may be exchanged for those of the other."""
        out: Told = np.abs(self.weights[a] - self.weights[b]) <= HEAVIER
        open_ = np.flatnonzero(out)
        # Pairs of words of a length together, or short words would wait for long ones.
        open_ = open_[np.argsort(np.maximum(self.lengths[a[open_]], self.lengths[b[open_]]), kind="stable")]
        for first in range(0, len(open_), PAIRS):
            some = open_[first : first + PAIRS]
            out[some] = self._some(a[some], b[some])
        return out

    def _some(self, a: Pairs, b: Pairs) -> Told:
        one, two = self._letters[: self.lengths[a].max(), a], self._letters[: self.lengths[b].max(), b]
        width, costs = len(self._gone), self._costs.ravel()
        unsaid = self._gone[two]
        row = np.zeros((len(two) + 1, len(a)), dtype=np.float32)
        np.cumsum(unsaid, axis=0, out=row[1:])
        exchanged: Told = self.lengths[a] == self.lengths[b]
        other, above = np.empty(len(a), dtype=np.float32), np.empty(len(a), dtype=np.float32)
        for i, letter in enumerate(one):
            drop, line = self._gone[letter], np.empty_like(row)
            at = letter * width
            np.add(row[0], drop, out=line[0])
            for j, beside in enumerate(two):
                change = costs.take(at + beside)
                if i == j:
                    exchanged &= change <= EXCHANGE + SLACK
                np.add(row[j], change, out=other)
                np.add(row[j + 1], drop, out=above)
                np.minimum(other, above, out=other)
                np.add(line[j], unsaid[j], out=above)
                np.minimum(other, above, out=line[j + 1])
            row = line
        exchanged |= row[-1] <= self.most(a, b)
        return exchanged


def numbered(texts: Iterable[str]) -> Pairs:
    """The same number for the same text."""
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(t, len(seen)) for t in texts], dtype=np.intp)


def places_that_may_be_one(names: Names, faces: Sequence[Face]) -> Iterator[tuple[int, int]]:
    """Pairs of places by their numbers in the list, the lesser first, in order; the others are apart, unless a table makes them one."""
    sites = [names.site(face.form.text) for face in faces]
    sounds = Sounds(names.letters, [site.arabic for site in sites])
    spelled = [numbered(f.form.whole for f in faces), numbered(s.letters for s in sites), numbered(s.plain for s in sites)]
    latin = np.array([f.form.latin for f in faces], dtype=bool)
    places = np.arange(len(faces))
    for first in range(0, len(faces), ROWS):
        row = slice(first, first + ROWS)
        apart = cdist(sounds.fast[row], sounds.fast, scorer=Levenshtein.distance, dtype=np.uint16)
        may = apart <= sounds.most(places[row, None], places[None, :])
        same = latin[row, None] != latin[None, :]  # scripts are compared part by part
        for numbers in spelled:
            same |= numbers[row, None] == numbers[None, :]
        a, b = np.nonzero((may | same) & (places[row, None] < places[None, :]))
        kept = same[a, b]
        kept[~kept] = sounds.alike(first + a[~kept], b[~kept])
        yield from zip((first + a[kept]).tolist(), b[kept].tolist(), strict=True)
