"""Names compared: folded parts, their consonant skeletons, and whether one form can be another's variant."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from rapidfuzz import fuzz

from isnad.lang.pack import Pack
from isnad.model.account import Feature
from isnad.text.folding import fold_form

CLOSE = 78.0
"""Similarity (0 to 100) of two parts whose skeletons differ, from which on they may be one name told differently."""
NISBA = "\u064a"
FEWEST = 5
"""Letters of the shortest part for which similarity counts."""


class Form(msgspec.Struct, frozen=True):
    """A form of a name: its folded parts, without article and particles, and their skeletons."""

    text: str
    parts: tuple[str, ...]
    bones: tuple[str, ...]

    @property
    def last(self) -> str:
        """Skeleton of the last part."""
        return self.bones[-1] if self.bones else ""


class Names:
    """Makes and compares forms; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        rows = pack.table("skeleton").rows
        self.exchanges = [(r.folded, "" if r["becomes"] == "-" else fold_form(r["becomes"])) for r in rows]
        self.exchanges.sort(key=lambda e: -len(e[0]))
        self.particles = pack.forms("name_particles")
        self.article = pack.affixes.article
        self.given = {row.folded: row.id for row in pack.table("given_names")}
        self.form = lru_cache(maxsize=65_536)(self._form)

    def _form(self, text: str) -> Form:
        parts = []
        for word in fold_form(text).replace("-", " ").replace(".", " ").split():
            bare = word.removeprefix(self.article) if len(word) > len(self.article) + 2 else word
            if word not in self.particles and any(c.isalnum() for c in bare):
                parts.append("".join(c for c in bare if c.isalnum()))
        return Form(text, tuple(parts), tuple(self.skeleton(p) for p in parts))

    def skeleton(self, part: str) -> str:
        """Consonants of a folded part, letters that transliterations exchange made one, doubled ones once."""
        first, rest = part[:1], part[1:]
        for old, new in self.exchanges:
            rest = rest.replace(old, new)
            first = (new or first) if first == old and new else first
        out = first
        for letter in rest:
            if letter != out[-1:]:
                out += letter
        return out

    def distinct(self, short: str, long: str) -> bool:
        """Whether two parts are two names however alike: given names of two rows, a name and the adjective of it."""
        a, b = self.given.get(short), self.given.get(long)
        return (a is not None and b is not None and a != b) or long == short + NISBA

    def same_part(self, a: Form, i: int, b: Form, j: int) -> float:
        """How sure two parts are the same: 1 spelled alike, .9 one skeleton, less by similarity, 0 not."""
        if a.parts[i] == b.parts[j]:
            return 1.0
        short, long = sorted((a.parts[i], b.parts[j]), key=len)
        if len(short) == 1:
            return 0.6 if long.startswith(short) else 0.0  # an initial
        if self.distinct(short, long):
            return 0.0
        ratio = fuzz.ratio(short, long)
        if a.bones[i] == b.bones[j] and len(a.bones[i]) >= 2 and ratio >= 60:
            return 0.9
        return ratio / 110 if ratio >= CLOSE and len(short) >= FEWEST and abs(len(long) - len(short)) <= 2 else 0.0


def person_features(names: Names, a: Form, b: Form) -> tuple[Feature, ...]:
    """Reasons that two personal names are one; empty if they are not.

    Full names need first and last part alike and none in between against; a single part needs to be the other's last.
    """
    short, long = sorted((a, b), key=lambda f: (len(f.parts), f.text))
    if not short.parts:
        return ()
    if len(short.parts) == 1:
        sure = names.same_part(short, 0, long, len(long.parts) - 1)
        if sure and len(long.parts) > 1:
            return (Feature("family-name", sure, f"{short.text} = {long.parts[-1]}"),)
        return (Feature("spelling", sure, f"{short.text} = {long.text}"),) if sure else ()
    last = names.same_part(short, len(short.parts) - 1, long, len(long.parts) - 1)
    first = names.same_part(short, 0, long, 0)
    if not last or not first:
        tail = suffix_match(names, short, long)
        return (Feature("end-of-name", tail, short.text),) if tail else ()
    at = 0
    for i in range(1, len(short.parts) - 1):
        at = next((j for j in range(at + 1, len(long.parts) - 1) if names.same_part(short, i, long, j)), -1)
        if at < 0:
            return ()
    return (Feature("first-name", first, short.parts[0]), Feature("family-name", last, short.parts[-1]))


def suffix_match(names: Names, short: Form, long: Form) -> float:
    """How sure the shorter name's parts are the last parts of the longer."""
    shift = len(long.parts) - len(short.parts)
    if shift < 1:
        return 0.0
    sure = [names.same_part(short, i, long, i + shift) for i in range(len(short.parts))]
    return min(sure)


def body_features(names: Names, a: Form, b: Form) -> tuple[Feature, ...]:
    """Reasons that two names of bodies are one: all words alike, or the same words without the first head noun."""
    short, long = sorted((a, b), key=lambda f: (len(f.parts), f.text))
    if not short.parts or len(long.parts) - len(short.parts) > 1:
        return ()
    if len(short.parts) == len(long.parts):
        sure = min(names.same_part(short, i, long, i) for i in range(len(short.parts)))
        return (Feature("spelling", sure, f"{short.text} = {long.text}"),) if sure >= 0.8 else ()
    if len(short.parts) >= 2:
        tail = suffix_match(names, short, long)
        return (Feature("without-head-noun", tail, f"{short.text} = {long.text}"),) if tail >= 0.9 else ()
    return ()


def place_features(names: Names, a: Form, b: Form) -> tuple[Feature, ...]:
    """Reasons that two place names are one: one skeleton written as one word, or very similar."""
    x, y = "".join(a.parts), "".join(b.parts)
    if not x or not y or min(len(x), len(y)) < 3:
        return ()
    if x == y:
        return (Feature("spelling", 1.0, f"{a.text} = {b.text}"),)
    ratio = fuzz.ratio(x, y)
    if names.skeleton(x) == names.skeleton(y) and ratio >= 60 and len(names.skeleton(x)) >= 3:
        return (Feature("skeleton", 0.9, f"{a.text} = {b.text}"),)
    if ratio >= 85 and min(len(x), len(y)) >= FEWEST and x[0] == y[0]:
        return (Feature("similar", ratio / 110, f"{a.text} = {b.text}"),)
    return ()
