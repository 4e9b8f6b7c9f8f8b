"""What a word may open, as bits of one number a word form, so that a rule looks only where it can apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isnad.annotate.name_words import Words as Vocabulary

TITLE, HEAD, PLACE_HEAD, SITE_HEAD, LETTER, SINGLE, TOWN, GIVEN, COMMA = (1 << bit for bit in range(9))
GIVEN_LEAST = 8
"""Bearers of a common given name (as in `name_given`)."""
SIZE = 50_000


class Flags(dict[str, int]):
    """Bits by folded word, filled at the first look."""

    def __init__(self, words: Vocabulary) -> None:
        super().__init__()
        self._words = words
        self._title_starts = {form.partition(" ")[0] for form in words.titles}
        self._towns = words.lexicon.cities.first | words.lexicon.cities.rows.keys()

    def __missing__(self, word: str) -> int:
        if len(self) > SIZE:
            self.clear()
        self[word] = bits = self._bits(word)
        return bits

    def _bits(self, word: str) -> int:
        words = self._words
        readings = words.readings(word)
        said = {
            TITLE: words.title(word) is not None or any(form in self._title_starts for form in readings),
            HEAD: words.head(word) is not None,
            PLACE_HEAD: words.place_head(word),
            SITE_HEAD: words.site_head(word) is not None,
            LETTER: any(form in words.letters for form in (word, word[1:])),
            SINGLE: len(word) == 1 and word.isalpha(),
            TOWN: any(form in self._towns for form in readings),
            GIVEN: word in words.particles or words.bearers(word) >= GIVEN_LEAST or words.bearers(word[1:]) >= GIVEN_LEAST,
            COMMA: word in words.joints,
        }
        return sum(bit for bit, true in said.items() if true)
