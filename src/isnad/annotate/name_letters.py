"""How much a word's letters look like a name's: trigrams of persons' names against trigrams of running text.

An unknown name from abroad has letters in an order that no Arabic word has. The score is the mean over the word's
trigrams of log P(letter | two before it) among names minus the same among ordinary words, as `training/names` counted
them; one array of bytes holds it for all trigrams.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import cache
from pathlib import Path

MODELS = "models"
LETTERS = "name_letters.gz"
EDGE, OTHER = 0, 1
"""Codes of a word's edge and of a letter that the model does not know."""
SCALE, STEPS, MOST = 20, 3, 4
ZERO = 128
CACHE = 100_000
"""Words whose likeness is kept; beyond it they are forgotten together."""


class _Codes(dict[int, int]):
    """Codes of letters by code point."""

    def __missing__(self, letter: int) -> int:
        return OTHER


class Letters:
    """Scores of words by their letters; a model without file calls every word neither."""

    def __init__(self, alphabet: str, scores: bytes) -> None:
        self._codes = _Codes((ord(letter), code) for code, letter in enumerate(alphabet, OTHER + 1))
        self._codes[EDGE] = EDGE
        self._size, self._scores = len(alphabet) + OTHER + 1, scores
        self._known: dict[str, int] = {"": 0}

    def likeness(self, word: str) -> int:
        """From -4 (an ordinary word's letters) to 4 (a name's)."""
        if (known := self._known.get(word)) is None:
            known = self.learnt((word,))[word]
        return known

    def learnt(self, words: Iterable[str]) -> dict[str, int]:
        """The likeness of all words that are known, these included: many are worked out in about the time of one."""
        if len(self._known) > CACHE:
            self._known = {"": 0}
        new = list({word for word in words if word not in self._known})
        if new:
            self._known.update(zip(new, self._likenesses(new) if self._scores else [0] * len(new), strict=True))
        return self._known

    def _likenesses(self, words: list[str]) -> list[int]:
        import numpy as np

        # Two edges before each word and after the last; the place of a trigram is its three codes as digits.
        edges = chr(EDGE) * 2
        text = f"{edges}{edges.join(words)}{edges}".translate(self._codes)
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.intp)
        places = (codes[:-2] * self._size + codes[1:-1]) * self._size + codes[2:]
        sums = np.concatenate(([0], np.frombuffer(self._scores, np.uint8)[places].cumsum(dtype=np.int64)))
        sizes = np.array([len(word) for word in words])
        starts, counts = np.concatenate(([0], (sizes[:-1] + 2).cumsum())), sizes + 1
        means = (sums[starts + counts] - sums[starts] - ZERO * counts) / SCALE / counts
        found: list[int] = np.rint(means * STEPS).clip(-MOST, MOST).astype(int).tolist()
        return found


@cache
def name_letters(folder: Path) -> Letters:
    """The letters of a pack: a line with the alphabet, then a byte a trigram."""
    path = folder / MODELS / LETTERS
    if not path.is_file():
        return Letters("", b"")
    alphabet, _, scores = gzip.decompress(path.read_bytes()).partition(b"\n")
    return Letters(alphabet.decode(), scores)
