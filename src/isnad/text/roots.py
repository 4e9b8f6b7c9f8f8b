"""Consonants of a word without its derivation: what forms of one Arabic root have in common.

A light version of root stemming without a dictionary (Taghva, Elkhoury and Coombs 2005): prefixes of derived forms and of
the imperfect are taken off while three consonants remain, then the weak letters. It is for comparing contents within a
story, where two roots with the same letters seldom meet.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

CONSONANTS = 3
"""Consonants that must remain."""
STEPS = 2
"""Prefixes that may be taken off one after the other."""


class Derivation(msgspec.Struct, frozen=True):
    """Letters that derivation and conjugation add, folded."""

    prefixes: tuple[str, ...]
    """Longest first."""
    suffixes: tuple[str, ...]
    weak: str
    """Letters that come and go within a root."""

    def bare(self, word: str) -> str:
        """The word without weak letters."""
        return "".join(letter for letter in word if letter not in self.weak)


@lru_cache(maxsize=65_536)
def root_of(stem: str, derivation: Derivation) -> str:
    """The consonants of a folded stem; the stem itself where fewer than three are left."""
    word = stem
    for suffix in derivation.suffixes:
        if word.endswith(suffix) and len(derivation.bare(word[: -len(suffix)])) >= CONSONANTS:
            word = word[: -len(suffix)]
            break
    for _ in range(STEPS):
        shorter = next((word[len(p) :] for p in derivation.prefixes if word.startswith(p) and _enough(word[len(p) :], derivation)), None)
        if shorter is None:
            break
        word = shorter
    bare = derivation.bare(word)
    return bare if len(bare) >= CONSONANTS else stem


def _enough(word: str, derivation: Derivation) -> bool:
    return len(derivation.bare(word)) >= CONSONANTS
