"""How much a word's letters look like a name's: trigrams of persons' names against trigrams of running text.

An unknown name from abroad has letters in an order that no Arabic word has. The score is the mean over the word's
trigrams of log P(letter | two before it) among names minus the same among ordinary words, as `training/names` counted
them; one array of bytes holds it for all trigrams.
"""

from __future__ import annotations

import gzip
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


class _Codes(dict[str, int]):
    """Codes of letters."""

    def __missing__(self, letter: str) -> int:
        return OTHER


class Letters:
    """Scores of words by their letters; a model without file calls every word neither."""

    def __init__(self, alphabet: str, scores: bytes) -> None:
        self._code = _Codes((letter, code) for code, letter in enumerate(alphabet, OTHER + 1)).__getitem__
        self._size, self._scores = len(alphabet) + OTHER + 1, scores
        self._known: dict[str, int] = {"": 0}

    def likeness(self, word: str) -> int:
        """From -4 (an ordinary word's letters) to 4 (a name's)."""
        if not self._scores:
            return 0
        if (known := self._known.get(word)) is None:
            if len(self._known) > CACHE:
                self._known = {"": 0}
            known = self._known[word] = self._likeness(word)
        return known

    def _likeness(self, word: str) -> int:
        size, scores = self._size, self._scores
        whole = size**3
        at, total, count = 0, 0, len(word) + 1
        for code in (*map(self._code, word), EDGE):
            # The place of a trigram is its three codes as digits; the last two lead to the next one.
            at = at * size % whole + code
            total += scores[at]
        return max(-MOST, min(MOST, round((total - ZERO * count) / SCALE / count * STEPS)))


@cache
def name_letters(folder: Path) -> Letters:
    """The letters of a pack: a line with the alphabet, then a byte a trigram."""
    path = folder / MODELS / LETTERS
    if not path.is_file():
        return Letters("", b"")
    alphabet, _, scores = gzip.decompress(path.read_bytes()).partition(b"\n")
    return Letters(alphabet.decode(), scores)
