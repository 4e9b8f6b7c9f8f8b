"""How far two spellings of a foreign name are from each other, in Arabic and across scripts.

The distance is Levenshtein's with a cost for each pair of letters (tables `letter_costs`, `latin_letters`): little where
presses transliterate one sound by several letters or leave vowels out, one where the letters are different sounds. Latin
spellings are read into the same letters, with vowels that cost little to leave out.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from isnad.lang.pack import Pack

NONE = "-"
UNSAID = "="
"""None, in Latin script, which writes every vowel."""
VOWELS = "aeiou"
CLASS = 0.1
"""Cost up to which two letters are of one class."""
SILENT = 0.3
"""Cost of leaving a letter out up to which blocks leave it out."""
HEAVIER = 2
"""By how many letters that carry a word two words that are alike may differ."""
LIGHTEST = 2
"""A word counts as carried by as many letters at least."""
ROUNDING = 1e-9
"""What sums of costs may be off by."""


class Letters:
    """Costs of letters; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        self.costs: dict[tuple[str, str], float] = {}
        for row in pack.table("letter_costs"):
            for a, b in ((row.form, row["other"]), (row["other"], row.form)):
                self.costs[a, b] = min(float(row["cost"]), self.costs.get((a, b), 1.0))
        self.gone = {a: cost for (a, b), cost in self.costs.items() if b == NONE}
        self.digraphs = [(r.form, r["becomes"]) for r in pack.table("latin_letters")]
        self.digraphs.sort(key=lambda d: -len(d[0]))
        # Letters that may be left out for little are vowels; the others carry a name.
        self.weak = frozenset(a for (a, b), cost in self.costs.items() if b == NONE and cost < 0.3)
        self.affricate = next(r.form for r in pack.table("skeleton") if len(r.form) > 1)
        self.sound = next(becomes for digraph, becomes in self.digraphs if digraph == "ch")
        self.classes = self._classes()
        self.coarse = lru_cache(maxsize=262_144)(self._coarse)
        self.listed = frozenset(letter for pair in self.costs for letter in pair)
        self.fast = lru_cache(maxsize=131_072)(self._fast)
        self.weight = lru_cache(maxsize=131_072)(self._weight)
        self.arabic = lru_cache(maxsize=131_072)(self._arabic)
        self.likeness = lru_cache(maxsize=262_144)(self._likeness)
        self.read_latin = lru_cache(maxsize=65_536)(self._read_latin)

    def _read_latin(self, word: str) -> str:
        """A Latin word in the letters it is compared by."""
        low = word.lower()
        out, at = "", 0
        while at < len(low):
            for digraph, becomes in self.digraphs:
                if low.startswith(digraph, at):
                    out += "" if becomes == NONE else becomes
                    at += len(digraph)
                    break
            else:
                bare = unicodedata.normalize("NFD", low[at])[0]
                out += bare if bare in VOWELS else next((b for d, b in self.digraphs if d == bare), "")
                at += 1
        return single(out)

    def _arabic(self, word: str) -> str:
        """A folded Arabic word in the letters it is compared by: two letters that write one sound made one."""
        return single(word.replace(self.affricate, self.sound))

    def _classes(self) -> dict[str, str]:
        """Letter to the first of its class: letters that stand for each other at little cost; none for those that may be left out."""
        parent: dict[str, str] = {}

        def root(letter: str) -> str:
            while parent.setdefault(letter, letter) != letter:
                letter = parent[letter]
            return letter

        for (a, b), cost in sorted(self.costs.items()):
            if cost <= CLASS and NONE not in (a, b) and UNSAID not in (a, b):
                x, y = sorted((root(a), root(b)))
                parent[y] = x
        silent = {a for a, cost in self.gone.items() if cost <= SILENT} | {a for a, b in self.costs if b == UNSAID}
        return {letter: "" if letter in silent else root(letter) for letter in {*parent, *silent}}

    def _coarse(self, word: str) -> str:
        """What any spelling of a sound shares: consonants by class. For blocks only."""
        letters = self.read_latin(word) if word.isascii() or is_latin(word) else self.arabic(word)
        return single("".join(self.classes.get(letter, letter) for letter in letters if letter not in VOWELS)) or "-"

    def cost(self, a: str, b: str) -> float:
        """Of letter a for letter b; either may be none."""
        if a == b:
            return 0.0
        found = self.costs.get((a, b))
        if found is None and UNSAID in (a, b):
            found = self.costs.get((a, NONE) if b == UNSAID else (NONE, b))
        return 1.0 if found is None else found

    def _weight(self, word: str) -> int:
        """Letters of a word that carry it."""
        return sum(letter not in self.weak for letter in word)

    def _fast(self, word: str) -> str:
        """The letters that only stand for themselves: to change or to leave out any of them costs one."""
        return "".join(letter for letter in word if letter not in self.listed)

    def _likeness(self, a: str, b: str, none: str = NONE, least: float = 0.0) -> float:
        """1 for the same letters, falling with what it costs to turn one into the other; words as `arabic` or `read_latin` give them.

        Across scripts b is the Arabic one and what it has beside the other is `UNSAID`. Where it is less than `least`, it may be told as 0.
        """
        if a == b:
            return 1.0
        one, two = self.weight(a), self.weight(b)
        if abs(one - two) > HEAVIER:
            return 0.0
        costs, gone, heavier = self.costs, self.gone, max(one, two, LIGHTEST)
        most = (1.0 - least) * heavier + ROUNDING
        if Levenshtein.distance(self.fast(a), self.fast(b)) > most:
            return 0.0
        unsaid = [self.cost(none, letter) for letter in b]
        row = [0.0]
        for cost in unsaid:
            row.append(row[-1] + cost)
        for x in a:
            drop = gone.get(x, 1.0)
            left = row[0] + drop
            line = [left]
            for j, y in enumerate(b):
                other = row[j] if x == y else row[j] + costs.get((x, y), 1.0)
                left = min(other, row[j + 1] + drop, left + unsaid[j])
                line.append(left)
            if min(line) > most:  # no way through this letter is cheap enough, and none gets cheaper
                return 0.0
            row = line
        return max(0.0, 1.0 - row[-1] / heavier)


def single(word: str) -> str:
    """A word with doubled letters once."""
    return "".join(letter for i, letter in enumerate(word) if i == 0 or letter != word[i - 1])


def is_latin(text: str) -> bool:
    """Whether a text is written in Latin letters."""
    return any("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())
