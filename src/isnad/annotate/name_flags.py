"""What a word may open, as bits of one number a word form, so that a rule looks only where it can apply."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from isnad.model.text import Token

if TYPE_CHECKING:
    from isnad.annotate.name_words import Words as Vocabulary

TITLE, HEAD, PLACE_HEAD, SITE_HEAD, LETTER, SINGLE, TOWN, GIVEN, COMMA, LIKE = (1 << bit for bit in range(10))
OPENS = (1 << 10) - 1
"""What a word may open; what follows opens nothing."""
BOUNDARY, NATIONAL, OTHER_SITE = (1 << bit for bit in range(10, 13))
"""A name ends here; an adjective of origin; "and" written together with the noun of another place. Proclitics aside."""
COMMON = 8
"""Bearers from which on a part of a name is a common given name."""
SIZE = 200_000
Part = tuple[int, int]


class Flags(dict[str, int]):
    """Bits by folded word, filled at the first look."""

    def __init__(self, words: Vocabulary) -> None:
        super().__init__()
        self._words = words
        lexicon = words.lexicon
        towns = lexicon.cities.first | {
            town for town in lexicon.cities.rows if " " not in town and not lexicon.classes(town) and words.bearers(town) < COMMON
        }
        titles = {form for form, fine in words.titles.items() if fine}
        self._forms: dict[str, int] = dict.fromkeys(towns, TOWN)
        for bit, forms in (
            (PLACE_HEAD, words.place_heads),
            (SITE_HEAD, words.site_heads),
            (HEAD, words.with_article(words.heads)),
            (TITLE, words.with_article(titles)),
            (TITLE, words.as_accusatives(titles)),
            (TITLE, {form.partition(" ")[0] for form in words.titles}),
            (NATIONAL, words.nationality),
        ):
            for form in forms:
                self._forms[form] = self._forms.get(form, 0) | bit
        self._whole: dict[str, int] = {}
        """Bits of the word itself, not of what is left without proclitics."""
        for bit, forms in (
            (GIVEN, words.particles),
            (LIKE, words.like_boundary),
            (COMMA, words.joints),
            (LETTER, words.letters),
            (BOUNDARY, words.boundaries),
        ):
            for form in forms:
                self._whole[form] = self._whole.get(form, 0) | bit
        self._last = Opened((), [], [])

    def __missing__(self, word: str) -> int:
        if len(self) > SIZE:
            self.clear()
        self[word] = bits = self._bits(word)
        return bits

    def _bits(self, word: str) -> int:
        words, forms, whole = self._words, self._forms, self._whole
        readings, rest = words.read(word), word[1:]
        said = whole.get(word, 0) | (whole.get(rest, 0) & LETTER)
        for reading in readings:
            said |= forms.get(reading, 0)
        if len(readings) > 1:
            said |= whole.get(readings[1], 0) & BOUNDARY
        if len(word) == 1 and word.isalpha():
            said |= SINGLE
        if words.bearers(word) >= COMMON or words.bearers(rest) >= COMMON:
            said |= GIVEN
        return said | OTHER_SITE if words.opens_site(word) else said

    def of(self, tokens: Sequence[Token]) -> Opened:
        """What a document's tokens may open; that of the last document is kept, as its rules ask one after another."""
        last = self._last
        if last.tokens is not tokens:
            norms = [token.norm for token in tokens]
            last = self._last = Opened(tokens, norms, list(map(self.__getitem__, norms)))
        return last

    def opened(self, tokens: Sequence[Token], part: Part) -> int:
        """What the words of a part may open, as bits."""
        return self.of(tokens).within(part)

    def places(self, tokens: Sequence[Token], part: Part, bit: int) -> list[int]:
        """The tokens of a part that may open a thing, in order."""
        return self.of(tokens).places(part, bit)


class Opened:
    """Which tokens of a document may open what: most open nothing, so that the others are listed once for every rule."""

    def __init__(self, tokens: Sequence[Token], norms: list[str], bits: list[int]) -> None:
        self.tokens, self.norms, self._bits = tokens, norms, bits
        self.present = frozenset(norms)
        self._any = [at for at, said in enumerate(bits) if said & OPENS]
        self._by_bit: dict[int, list[int]] = {}

    def within(self, part: Part) -> int:
        """All bits of a part's tokens."""
        return reduce(or_, map(self._bits.__getitem__, _between(self._any, part)), 0)

    def places(self, part: Part, bit: int) -> list[int]:
        """The tokens of a part with a bit, in order."""
        found = self._by_bit.get(bit)
        if found is None:
            bits = self._bits
            found = self._by_bit[bit] = [at for at in self._any if bits[at] & bit]
        return _between(found, part)


def _between(places: list[int], part: Part) -> list[int]:
    """Those of places in order that lie in a part."""
    first = bisect_left(places, part[0])
    return places[first : bisect_left(places, part[1], first)]
