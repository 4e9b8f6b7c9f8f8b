"""What a word may open, as bits of one number a word form, so that a rule looks only where it can apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isnad.annotate.name_words import Words as Vocabulary

TITLE, HEAD, PLACE_HEAD, SITE_HEAD, LETTER, SINGLE, TOWN, GIVEN, COMMA = (1 << bit for bit in range(9))
COMMON = 8
"""Bearers from which on a part of a name is a common given name."""
SIZE = 50_000


class Flags(dict[str, int]):
    """Bits by folded word, filled at the first look."""

    def __init__(self, words: Vocabulary) -> None:
        super().__init__()
        self._words = words
        self._title_starts = {form.partition(" ")[0] for form in words.titles}
        towns = words.lexicon.cities.first | words.lexicon.cities.rows.keys()
        self._forms = ((PLACE_HEAD, words.place_heads), (SITE_HEAD, words.site_heads), (TOWN, towns))

    def __missing__(self, word: str) -> int:
        if len(self) > SIZE:
            self.clear()
        self[word] = bits = self._bits(word)
        return bits

    def _bits(self, word: str) -> int:
        words = self._words
        said, readings = 0, words.readings(word)
        if words.title(word) is not None or not self._title_starts.isdisjoint(readings):
            said |= TITLE
        if words.head(word) is not None:
            said |= HEAD
        for bit, forms in self._forms:
            if not forms.isdisjoint(readings):
                said |= bit
        if word in words.letters or word[1:] in words.letters:
            said |= LETTER
        if len(word) == 1 and word.isalpha():
            said |= SINGLE
        if word in words.particles or words.bearers(word) >= COMMON or words.bearers(word[1:]) >= COMMON:
            said |= GIVEN
        return said | COMMA if word in words.joints else said
