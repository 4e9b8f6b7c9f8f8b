"""What a word tells about being part of a name: its letters, its beginnings and ends, the tables it stands in.

Features belong to single words, so that they are computed once a word form and summed over a window.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from isnad.annotate.name_letters import MODELS, MOST, name_letters
from isnad.lang.pack import Pack
from isnad.model.text import Kind
from isnad.text.memo import Memo

PARTS = "name_parts.txt.gz"
CITIES = "cities.txt.gz"
NAME_TABLES = (("titles", "T"), ("organization_heads", "H"), ("name_words", "W"), ("places", "P"), ("organizations", "O"))
WORD_TABLES = (
    ("statement_cues", "V"), ("stopwords", "S"), ("source_nouns", "U"), ("countables", "C"), ("time_words", "Z"),
    ("event_triggers", "E"), ("agencies", "A"), ("weekdays", "D"), ("months", "D"), ("number_words", "Q"), ("given_names", "G"),
)  # fmt: skip
"""Tables whose first words tell something about a name beside them; of cues also their kind."""
SHORTEST = 3
BEARERS = 8
"""Binary digits of the number of bearers from which on all are alike."""
LONGEST = 16
"""Letters from which on a word's inside is not looked at: no word is so long."""
NISBA_ENDINGS = ("", "\u0647", "\u064a\u0646", "\u0648\u0646", "\u062a\u064a\u0646", "\u0627\u0646", "\u0627\u062a")
"""Feminine, sound plurals and duals of adjectives of origin."""


@cache
def name_parts(folder: Path) -> dict[str, int]:
    """Parts of persons' names, folded, with the number of persons who bear them; empty where a pack has none."""
    path = folder / MODELS / PARTS
    if not path.is_file():
        return {}
    cells = gzip.decompress(path.read_bytes()).decode().split()
    return dict(zip(cells[::2], map(int, cells[1::2]), strict=True))


class Cities:
    """Names of towns by their words (GeoNames), each with its country and how many live there."""

    def __init__(self, rows: dict[str, tuple[str, int]]) -> None:
        self.rows = rows
        self.first = {form.partition(" ")[0] for form in rows if " " in form}
        self.later = {word for form in rows if " " in form for word in form.split()[1:]}
        self.words = self.rows.keys() | self.first | self.later

    def classes(self, word: str) -> list[str]:
        """Whether the word is a town, by size, or part of the name of one."""
        if word not in self.words:
            return []
        found = self.rows.get(word)
        out = [str(len(str(found[1])))] if found else []
        return [*out, *(["f"] if word in self.first else []), *(["i"] if word in self.later else [])]


@cache
def cities(folder: Path) -> Cities:
    """The towns of a pack; none where it has no list."""
    path = folder / MODELS / CITIES
    if not path.is_file():
        return Cities({})
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return Cities({form: (country, int(size)) for form, country, size in (line.split("\t") for line in lines)})


class Lexicon:
    """Classes of folded words: from the tables of a pack, towns, parts of persons' names, and letters."""

    def __init__(self, pack: Pack) -> None:
        self._classes: dict[str, list[str]] = {}
        affixes = pack.affixes
        self.article, self.joined = affixes.article, affixes.swallowing + affixes.joined_article
        self._clitics = re.compile(
            f"(?:[{''.join(sorted(affixes.conjunctions))}])?(?:{self.joined}|[{''.join(sorted(affixes.prepositions))}]?(?:{self.article})?)"
        )
        for name, mark in NAME_TABLES:
            for row in pack.table(name):
                first, *rest = row.folded.split()
                self._add(first, mark + row.cells.get("kind", "") + ("+" if rest else ""))
                for word in rest:
                    self._add(word, mark + "-")
        self.named = frozenset(self._classes)
        for name, mark in WORD_TABLES:
            for row in pack.table(name):
                self._add(row.folded.split()[0], mark + (row.cells.get("kind", "") if mark == "V" else ""))
        for row in pack.table("nationalities"):
            for ending in NISBA_ENDINGS:
                self._add(row.folded + ending, "N")
                self._add(self.article + row.folded + ending, "N")
        self.stem = lru_cache(50_000)(self._stem)
        self.parts = name_parts(pack.folder)
        self.cities = cities(pack.folder)
        self.letters = name_letters(pack.folder)

    def _add(self, word: str, label: str) -> None:
        labels = self._classes.setdefault(word, [])
        if label not in labels:
            labels.append(label)

    def classes(self, word: str) -> list[str]:
        """Tables and kinds in which the word stands."""
        return self._classes.get(word, [])

    def _stem(self, word: str) -> str:
        """The word without its longest proclitics, two letters at least."""
        match = self._clitics.match(word)
        return word[match.end() :] if match and len(word) - match.end() >= 2 else word

    def known(self, word: str) -> bool:
        """Whether a table or the parts of names know the word."""
        return word in self._classes or word in self.parts


SHAPELESS = {int(kind): f"#{int(kind)}" for kind in (Kind.NUMBER, Kind.LINK)}


def shape(norm: str, kind: int) -> str:
    """The word as features see it: numbers and links lose their letters."""
    return SHAPELESS.get(kind, norm)


@lru_cache(2)
def lexicon_of(pack: Pack) -> Lexicon:
    """The lexicon of a pack, read once."""
    return Lexicon(pack)


MARKS = {0: "0", -1: "-", 1: "+", -2: "<", 2: ">"}
"""What a feature is marked with in the model, by the offset of its word from the labelled one."""
OWN, NEAR, FAR = range(3)
"""How far a feature reaches: to the word's own label, to its neighbours' too, to labels two words away too."""
REACHES = ((0,), (0, -1, 1), tuple(MARKS))
"""Offsets of the labels that a feature reaches."""
STEMS = 50_000
"""Stems whose features are kept."""
T = TypeVar("T")


class WordFeatures(Generic[T]):
    """The features of a word form. A feature is a letter for its kind and a key; what stands for it is the caller's."""

    def __init__(self, lexicon: Lexicon, feature: Callable[[str, int], Callable[[str], T | None]]) -> None:
        """`feature` gives for a kind and its reach what maps keys to features; None leaves one out."""
        self._lexicon, self._article = lexicon, lexicon.article
        self._class, self._far_size, self._own_size = feature("c", FAR), feature("l", FAR), feature("l", OWN)
        self._word, self._end = feature("w", NEAR), feature("e", NEAR)
        self._definite, self._bare = feature("a", NEAR)(""), feature("i", NEAR)("")
        self._town, self._stem, self._stem_class = feature("y", NEAR), feature("s", NEAR), feature("t", NEAR)
        self._inside, self._begin, self._long_end = feature("n", OWN), feature("b", OWN), feature("e", OWN)
        bearers, of_stem = feature("g", NEAR), feature("h", NEAR)
        self._bearers = [bearers(str(size)) for size in range(BEARERS + 1)]
        self._stem_bearers = [of_stem(f"g{size}") for size in range(BEARERS + 1)]
        likeness, stem_likeness = feature("k", NEAR), feature("m", NEAR)
        self._likeness = {score: likeness(str(score)) for score in range(-MOST, MOST + 1)}
        self._stem_likeness = {score: stem_likeness(str(score)) for score in self._likeness}
        self._stems = Memo(self._of_stem, STEMS)

    def of(self, word: str) -> tuple[list[T | None], list[T | None], list[T | None]]:
        """What stands for the features of a shaped word, by reach; no feature is told twice."""
        lexicon, length = self._lexicon, len(word)
        stem, classes = lexicon.stem(word), lexicon.classes(word)
        near = [
            self._word(word), self._end(word[-2:]), self._bearers[min(lexicon.parts.get(word, 0).bit_length(), BEARERS)],
            self._definite if word.startswith(self._article) else self._bare,
        ]  # fmt: skip
        if length >= SHORTEST and word[0].isalpha():
            near.append(self._likeness[lexicon.letters.likeness(word)])
        if word in lexicon.cities.words:
            near += [self._town(town) for town in lexicon.cities.classes(word)]
        inside, of_stem = self._stems[stem]
        own = [*inside, self._begin(word[:2])]
        if stem != word:
            near += of_stem
        if length >= SHORTEST:
            own += (self._begin(word[:3]), self._long_end(word[-3:]))
        size = str(min(length, 9))
        if not classes:
            return own, near, [self._far_size(size)]
        own.append(self._own_size(size))
        return own, near, [self._class(c) for c in classes]

    def _of_stem(self, stem: str) -> tuple[list[T], list[T]]:
        """Features of a word's inside, and those of a stem that is not the whole word."""
        lexicon, inside = self._lexicon, self._inside
        length = len(stem) if len(stem) < LONGEST else 0
        own = [found for at in range(length - 2) if (found := inside(stem[at : at + 3])) is not None]
        if len(own) > 1:  # a word may hold the same letters twice
            own = list(dict.fromkeys(own))
        near = [
            self._stem(stem), self._stem_bearers[min(lexicon.parts.get(stem, 0).bit_length(), BEARERS)],
            self._stem_likeness[lexicon.letters.likeness(stem)],
        ]  # fmt: skip
        if stem in lexicon.cities.words:
            near += [self._stem("y" + town) for town in lexicon.cities.classes(stem)]
        near += [self._stem_class(c) for c in lexicon.classes(stem)]
        return own, [found for found in near if found is not None]


class Spelled:
    """Features as the model spells them: letter and key."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._features = WordFeatures(lexicon, lambda letter, _: letter.__add__)

    def window(self, word: str) -> dict[int, list[str]]:
        """By offset of this word from the labelled one, the features that it gives there."""
        rows = [[f for f in features if f] for features in self._features.of(word)]
        return {at: [f for reach, row in zip(REACHES, rows, strict=True) if at in reach for f in row] for at in MARKS}
