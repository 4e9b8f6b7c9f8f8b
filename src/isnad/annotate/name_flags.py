"""What a word may open, as bits of one number a word form, so that a rule looks only where it can apply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from isnad.model.text import Token

if TYPE_CHECKING:
    from isnad.annotate.name_words import Words as Vocabulary

TITLE, HEAD, PLACE_HEAD, SITE_HEAD, LETTER, SINGLE, TOWN, GIVEN, COMMA, LIKE = (1 << bit for bit in range(10))
COMMON = 8
"""Bearers from which on a part of a name is a common given name."""
SIZE = 200_000
Part = tuple[int, int]


class Flags(dict[str, int]):
    """Bits by folded word, filled at the first look."""

    def __init__(self, words: Vocabulary) -> None:
        super().__init__()
        self._words = words
        towns = words.lexicon.cities.first | {town for town in words.lexicon.cities.rows if " " not in town}
        titles = {form for form, fine in words.titles.items() if fine}
        self._forms: dict[str, int] = dict.fromkeys(towns, TOWN)
        for bit, forms in (
            (PLACE_HEAD, words.place_heads),
            (SITE_HEAD, words.site_heads),
            (HEAD, words.with_article(words.heads)),
            (TITLE, words.with_article(titles)),
            (TITLE, words.as_accusatives(titles)),
            (TITLE, {form.partition(" ")[0] for form in words.titles}),
        ):
            for form in forms:
                self._forms[form] = self._forms.get(form, 0) | bit
        self._last: tuple[Sequence[Token], list[int]] = ((), [])

    def __missing__(self, word: str) -> int:
        if len(self) > SIZE:
            self.clear()
        self[word] = bits = self._bits(word)
        return bits

    def _bits(self, word: str) -> int:
        words, forms = self._words, self._forms
        said = 0
        for reading in words.read(word):
            said |= forms.get(reading, 0)
        rest = word[1:]
        if word in words.letters or rest in words.letters:
            said |= LETTER
        if len(word) == 1 and word.isalpha():
            said |= SINGLE
        if word in words.particles or words.bearers(word) >= COMMON or words.bearers(rest) >= COMMON:
            said |= GIVEN
        if word in words.like_boundary:
            said |= LIKE
        return said | COMMA if word in words.joints else said

    def of(self, tokens: Sequence[Token]) -> list[int]:
        """The bits of a document's tokens; those of the last document are kept, as its rules ask one after another."""
        last = self._last
        if last[0] is not tokens:
            last = self._last = (tokens, list(map(self.__getitem__, [token.norm for token in tokens])))
        return last[1]

    def opened(self, tokens: Sequence[Token], part: Part) -> int:
        """What the words of a part may open, as bits."""
        return reduce(or_, self.of(tokens)[part[0] : part[1]], 0)

    def places(self, tokens: Sequence[Token], part: Part, bit: int) -> Iterable[int]:
        """The tokens of a part that may open a thing, in order."""
        first, last = part
        return [at for at, said in enumerate(self.of(tokens)[first:last], first) if said & bit]
