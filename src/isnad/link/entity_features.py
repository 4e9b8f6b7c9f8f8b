"""Reasons for and against two names being one: each feature one documented function with a weight (after nomenklatura's matchers).

A feature looks at two forms and says how much of it is there, 0 to 1; times its weight, that is its say. Of the features that
speak for a pair the strongest counts, those against it are added; two names whose sum reaches `ENOUGH` are one.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from isnad.link.entity_bodies import Bodies
from isnad.link.entity_names import Form, Names
from isnad.model.account import Feature
from isnad.model.findings import MentionType

ENOUGH = 0.7
"""Sum from which on two names are one."""


class Trait(msgspec.Struct, frozen=True):
    """A feature: its name, its weight and the function that measures it."""

    name: str
    weight: float
    measure: Callable[[Names, Form, Form], float]


def aligned(names: Names, a: Form, b: Form) -> float:
    """All parts of one are the parts of the other, one by one, or the letters are the same written together or apart."""
    if a.whole == b.whole:
        return 1.0
    if len(a.parts) == len(b.parts) and (found := min(names.same_part(a, i, b, i) for i in range(len(a.parts)))):
        return found
    if len(a.parts) == len(b.parts) and not names.particled(a) and not names.particled(b):
        return 0.0
    if a.native or b.native or a.latin != b.latin or abs(len(a.parts) - len(b.parts)) > 2:
        return 0.0
    return names.joined_alike(a.whole, b.whole)


def first_and_family(names: Names, a: Form, b: Form) -> float:
    """First and last part agree, and the parts that one has between them stand between them in the other, in order."""
    short, long = ordered(a, b)
    if len(short.parts) < 2:
        return 0.0
    first = names.same_part(short, 0, long, 0)
    last = names.same_part(short, len(short.parts) - 1, long, len(long.parts) - 1) if first else 0.0
    if not last:
        return 0.0
    at = 0
    for i in range(1, len(short.parts) - 1):
        at = next((j for j in range(at + 1, len(long.parts) - 1) if names.same_part(short, i, long, j)), -1)
        if at < 0:
            return 0.0
    return min(first, last)


def end_of_name(names: Names, a: Form, b: Form) -> float:
    """The shorter is the end of the longer: a title, a first given name or a by-name stands before it."""
    short, long = ordered(a, b)
    shift = len(long.parts) - len(short.parts)
    if shift < 1 or len(short.parts) < 2:
        return 0.0
    return min(names.same_part(short, i, long, i + shift) for i in range(len(short.parts)))


def start_of_name(names: Names, a: Form, b: Form) -> float:
    """The shorter is the beginning of the longer, which goes on with fathers or the house (`bin`, `Al`)."""
    return beginning(names, a, b, marked=True)


def open_beginning(names: Names, a: Form, b: Form) -> float:
    """The shorter is the beginning of the longer, which goes on with another part: needs an article that holds both."""
    return beginning(names, a, b, marked=False)


def beginning(names: Names, a: Form, b: Form, *, marked: bool) -> float:
    """How sure the shorter's parts begin the longer; `marked` where what follows is marked as fathers or house."""
    short, long = ordered(a, b)
    size = len(short.parts)
    if size < 2 or size == len(long.parts) or (any(long.marks[size:]) or bool(short.marks[-1])) is not marked:
        return 0.0
    return min(names.same_part(short, i, long, i) for i in range(size))


def family_name(names: Names, a: Form, b: Form) -> float:
    """A single part is the last part of the other. A given name that happens to end another's name says less."""
    short, long = ordered(a, b)
    if len(short.parts) != 1 or len(long.parts) < 2:
        return 0.0
    sure = names.same_part(short, 0, long, len(long.parts) - 1)
    return sure * (0.75 if short.parts[0] in names.given and not any(long.marks) else 1.0)


def another_father(names: Names, a: Form, b: Form) -> float:
    """Both name a father next to the first name, one of them as such (`bin`), and not the same one; a family's name is no father's."""
    if min(len(a.parts), len(b.parts)) < 2 or "patronymic" not in (a.marks[1], b.marks[1]):
        return 0.0
    fathers = [f.marks[1] == "patronymic" for f in (a, b)]
    if names.same_part(a, 1, b, 1):
        # The same word with the article is a family's name, not the father's.
        return float(any(f.articles[1] and not father for f, father in zip((a, b), fathers, strict=True)))
    return float(all(father or (len(f.parts) > 2 and names.is_given(f, 1)) for f, father in zip((a, b), fathers, strict=True)))


def father_or_son(names: Names, a: Form, b: Form) -> float:
    """What stands before the shorter name is a given name: the longer is that of a child, for Arabic names go on with the father's."""
    short, long = ordered(a, b)
    shift = len(long.parts) - len(short.parts)
    if shift < 1 or len(short.parts) < 2 or names.same_part(short, 0, long, 0):
        return 0.0
    before, own = long.parts[shift - 1], short.parts[0]
    son = long.marks[shift] == "patronymic" or (names.is_given(long, shift - 1) and own in names.given)
    return float(son and before not in names.rules["compounding"])


def another_number(names: Names, a: Form, b: Form) -> float:
    """Both bear an ordinal (of kings and popes) or a number, and not the same one."""
    x, y = names.numbers(a), names.numbers(b)
    return float(bool(x) and bool(y) and x != y)


def sound(names: Names, a: Form, b: Form) -> float:
    """A place by its letters, written as one word: the same ones, or alike in sound where it is foreign."""
    return names.places_alike(a, b)


PERSON = (
    Trait("spelling", 1.0, aligned),
    Trait("first-and-family-name", 0.99, first_and_family),
    Trait("end-of-name", 0.92, end_of_name),
    Trait("start-of-name", 0.9, start_of_name),
    Trait("family-name", 0.85, family_name),
    Trait("open-beginning", 0.6, open_beginning),
)
PLACE = (Trait("spelling", 1.0, sound),)
AGAINST = (
    Trait("another-father", -1.0, another_father),
    Trait("father-or-son", -1.0, father_or_son),
    Trait("another-number", -1.0, another_number),
)


def ordered(a: Form, b: Form) -> tuple[Form, Form]:
    """The form of fewer parts first."""
    return (a, b) if (len(a.parts), a.text) <= (len(b.parts), b.text) else (b, a)


class Matcher:
    """Compares names of one type; compiled once a pack."""

    def __init__(self, names: Names, bodies: Bodies) -> None:
        self.names, self.bodies = names, bodies

    def features(self, kind: MentionType, a: Form, b: Form) -> tuple[Feature, ...]:
        """What speaks for and against; empty where nothing speaks for it."""
        if not a.parts or not b.parts:
            return ()
        if kind == "organization":
            return self.bodies.features(a.text, b.text)
        if kind == "person":
            a, b = self.names.untitled(a.text), self.names.untitled(b.text)
            if not self._begun(a, b):
                return ()
        told = f"{a.text} = {b.text}"
        best = Feature("", 0.0)
        for trait in PERSON if kind == "person" else PLACE:
            if trait.weight > best.weight and (found := trait.measure(self.names, a, b)) * trait.weight > best.weight:
                best = Feature(trait.name, round(found * trait.weight, 3), told)
        if not best.weight:
            return ()
        against = (Feature(t.name, t.weight, told) for t in AGAINST if t.measure(self.names, a, b))
        return (best, *against)

    def _begun(self, a: Form, b: Form) -> bool:
        """Whether anything can speak for two persons: the first part of the shorter is one of the longer, where the traits look for it."""
        short, long = ordered(a, b)
        if len(short.parts) == 1 or a.whole == b.whole:
            return True
        shift = len(long.parts) - len(short.parts)
        if self.names.same_part(short, 0, long, 0) or (shift and self.names.same_part(short, 0, long, shift)):
            return True
        # Left are names that are written together or apart.
        return not (a.native or b.native or a.latin != b.latin or shift > 2)

    def family(self, short: Form, full: Form) -> tuple[Feature, ...]:
        """Why a single part may be the family name of a full name."""
        if sure := self.names.same_part(short, 0, full, len(full.parts) - 1):
            return (Feature("family-name", round(0.95 * sure, 3), f"{short.text} = {full.text}"),)
        return ()

    def part_of(self, short: Form, full: Form) -> tuple[Feature, ...]:
        """Why a single part may mean a full name of the same article: the last part says most, a given name alone least."""
        if found := self.family(short, full):
            return found
        told, last = f"{short.text} = {full.text}", len(full.parts) - 1
        inner = max((self.names.same_part(short, 0, full, j) for j in range(last)), default=0.0)
        return (Feature("part-of-name-in-one-article", round(0.8 * inner, 3), told),) if inner >= 0.9 else ()

    def contradiction(self, a: Form, b: Form) -> Feature | None:
        """Why two full names of persons cannot be one bearer's, whatever others tie them."""
        told = f"{a.text} ≠ {b.text}"
        for trait in AGAINST:
            if trait.measure(self.names, a, b):
                return Feature(trait.name, trait.weight, told)
        if end_of_name(self.names, a, b):
            return None
        x, y = self.names.given.get(a.parts[0]), self.names.given.get(b.parts[0])
        if x is not None and y is not None and x != y and self.names.same_part(a, len(a.parts) - 1, b, len(b.parts) - 1):
            return Feature("another-given-name", -1.0, told)
        if min(len(a.parts), len(b.parts)) > 2 and self.names.same_part(a, 0, b, 0) and not first_and_family(self.names, a, b):
            ends = end_of_name(self.names, a, b) or beginning(self.names, a, b, marked=True) or beginning(self.names, a, b, marked=False)
            if not ends and self.names.same_part(a, len(a.parts) - 1, b, len(b.parts) - 1):
                return Feature("another-name-between", -1.0, told)
        return None


def score(features: tuple[Feature, ...]) -> float:
    """Sum of what speaks for and against."""
    return round(sum(f.weight for f in features), 3)
