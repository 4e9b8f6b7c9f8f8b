"""What a word tells about being part of a name: its letters, its beginnings and ends, the tables it stands in.

Features belong to single words, so that they are computed once a word form and summed over a window.
"""

from __future__ import annotations

import gzip
import re
from functools import cache, lru_cache
from pathlib import Path

from isnad.annotate.name_letters import MODELS, name_letters
from isnad.lang.pack import Pack
from isnad.model.text import Kind

PARTS = "name_parts.txt.gz"
CITIES = "cities.txt.gz"
NAME_TABLES = (("titles", "T"), ("organization_heads", "H"), ("name_words", "W"), ("places", "P"), ("organizations", "O"))
WORD_TABLES = (
    ("statement_cues", "V"), ("stopwords", "S"), ("source_nouns", "U"), ("countables", "C"), ("time_words", "Z"),
    ("event_triggers", "E"), ("agencies", "A"), ("weekdays", "D"), ("months", "D"), ("number_words", "Q"), ("given_names", "G"),
)  # fmt: skip
"""Tables whose first words tell something about a name beside them; of cues also their kind."""
SHORTEST = 3
NISBA_ENDINGS = ("", "\u0647", "\u064a\u0646", "\u0648\u0646", "\u062a\u064a\u0646", "\u0627\u0646", "\u0627\u062a")
"""Feminine, sound plurals and duals of adjectives of origin."""


@cache
def name_parts(folder: Path) -> dict[str, int]:
    """Parts of persons' names, folded, with the number of persons who bear them; empty where a pack has none."""
    path = folder / MODELS / PARTS
    if not path.is_file():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {word: int(count) for word, count in (line.split() for line in lines)}


class Cities:
    """Names of towns by their words (GeoNames), each with its country and how many live there."""

    def __init__(self, rows: dict[str, tuple[str, int]]) -> None:
        self.rows = rows
        self.first = {form.partition(" ")[0] for form in rows if " " in form}
        self.later = {word for form in rows if " " in form for word in form.split()[1:]}

    def classes(self, word: str) -> list[str]:
        """Whether the word is a town, by size, or part of the name of one."""
        found = self.rows.get(word)
        out = [f"y{len(str(found[1]))}"] if found else []
        return [*out, *(["yf"] if word in self.first else []), *(["yi"] if word in self.later else [])]


@cache
def cities(folder: Path) -> Cities:
    """The towns of a pack; none where it has no list."""
    path = folder / MODELS / CITIES
    if not path.is_file():
        return Cities({})
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        cells = (line.rstrip("\n").split("\t") for line in lines)
        return Cities({form: (country, int(size)) for form, country, size in cells})


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


def _part_class(lexicon: Lexicon, word: str) -> str:
    count = lexicon.parts.get(word, 0)
    return f"g{min(count.bit_length(), 8)}"


def word_features(word: str, lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """Features of a shaped word for its neighbours, and those for words two away."""
    stem = lexicon.stem(word)
    far = [f"c{c}" for c in lexicon.classes(word)] or [f"l{min(len(word), 9)}"]
    near = [f"w{word}", *far, _part_class(lexicon, word), f"e{word[-2:]}", "a" if word.startswith(lexicon.article) else "i"]
    near += lexicon.cities.classes(word)
    if len(word) >= SHORTEST and word[0].isalpha():
        near.append(f"k{lexicon.letters.likeness(word)}")
    if stem != word:
        near += [f"s{stem}", *(f"t{c}" for c in lexicon.classes(stem)), "h" + _part_class(lexicon, stem)]
        near += [f"s{c}" for c in lexicon.cities.classes(stem)]
        near.append(f"m{lexicon.letters.likeness(stem)}")
    return near, far


def own_features(word: str, lexicon: Lexicon, near: list[str]) -> list[str]:
    """Features of a word for its own label: its neighbours' ones, and letters at its beginning, end and inside."""
    inner = lexicon.stem(word)
    grams = [f"n{inner[i : i + 3]}" for i in range(len(inner) - 2)] if len(inner) < 16 else []
    return [*near, f"b{word[:2]}", f"b{word[:3]}", f"e{word[-3:]}", f"l{min(len(word), 9)}", *grams]


@lru_cache(2)
def lexicon_of(pack: Pack) -> Lexicon:
    """The lexicon of a pack, read once."""
    return Lexicon(pack)


MARKS = {0: "0", -1: "-", 1: "+", -2: "<", 2: ">"}
"""What a feature is marked with in the model, by the offset of its word from the labelled one."""


def window(word: str, lexicon: Lexicon) -> dict[int, list[str]]:
    """By offset of this word from the labelled one, the features that it gives there."""
    near, far = word_features(word, lexicon)
    return {0: list(dict.fromkeys(own_features(word, lexicon, near))), -1: near, 1: near, -2: far, 2: far}
