"""Average linkage, best first, over what meets: the pair that is most alike on average becomes one, until none is alike enough.

Agglomerative clustering with lazily mended nearest neighbours (Müllner 2011, "generic" algorithm) over sums of vectors: the mean
likeness of the members of two units is the inner product of their sums, over the product of their sizes. Only units that met are
held against each other, and what a unit met is met by what it becomes part of. The same units give the same groups to the last bit.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable

from isnad.link.story_state import ClusteringFeature
from isnad.link.story_words import Vector, dot

FADE = 3.0
"""Days after which likeness counts half; the first is free."""
BESIDE = 48
"""Units that one is held against, the likest first."""


class Unit(ClusteringFeature):
    """An article or a story, and what became of several; its sum is not changed in place."""

    parts: tuple[int, ...] = ()
    """Numbers of the units it was made of."""


def single(vector: Vector, day: int | None) -> Unit:
    """The unit of one article."""
    return Unit(vector, 1.0, 1, day or 0, int(day is not None))


class Linkage:
    """Units, what they met, and what becomes of them above a likeness of `least`, and of `inside` as part of that inside both."""

    def __init__(self, least: float, inside: float = 0.0) -> None:
        self._least, self._inside = least, inside
        self._units: dict[int, Unit] = {}
        self._beside: dict[int, dict[int, float]] = {}
        self._queue: list[tuple[float, int, int]] = []
        self._count = 0

    def add(self, unit: Unit) -> int:
        """A unit that has met none; gives its number, which counts from 0."""
        number, self._count = self._count, self._count + 1
        self._units[number], self._beside[number] = unit, {}
        unit.parts = unit.parts or (number,)
        return number

    def meet(self, a: int, b: int) -> None:
        """Two units are to be held against each other."""
        if a != b and b not in self._beside[a]:
            self._beside[a][b] = self._beside[b][a] = dot(self._units[a].sum, self._units[b].sum)

    def groups(self) -> list[tuple[int, ...]]:
        """The numbers of the units that are one, each group in order, those first that hold the lowest."""
        for number in self._units:
            self._seek(number)
        while self._queue:
            _, a, b = heapq.heappop(self._queue)
            if a not in self._units:
                continue
            if b in self._units:
                self._seek(self._join(a, b))
            else:
                self._seek(a)
        return sorted(tuple(sorted(u.parts)) for u in self._units.values())

    def _alike(self, a: int, b: int) -> float:
        """Mean likeness; none where it is little beside that inside both: what has the theme of copies is not their story."""
        one, other = self._units[a], self._units[b]
        likeness = self._beside[a][b] / (one.size * other.size) * faded(one.day, other.day)
        return likeness if likeness >= self._inside * math.sqrt(one.inner * other.inner) else 0.0

    def _seek(self, number: int) -> None:
        """Queue a unit with the one most like it, if that is like enough."""
        found = min(((-self._alike(number, b), b) for b in self._beside[number]), default=None)
        if found and -found[0] > self._least:
            heapq.heappush(self._queue, (found[0], number, found[1]))

    def _join(self, a: int, b: int) -> int:
        """Make one unit of two; gives its number."""
        products, between = self._products(a, b), self._beside[a][b]
        one, other = self._units.pop(a), self._units.pop(b)
        whole, square = added(one.sum, other.sum), one.square + other.square + 2 * between
        counts = (one.size + other.size, one.days + other.days, one.dated + other.dated)
        number = self.add(Unit(whole, square, *counts, (*one.parts, *other.parts)))
        self._beside[number] = products
        for met in (a, b):
            del self._beside[met]
        for k, product in products.items():
            beside = self._beside[k]
            beside.pop(a, None)
            beside.pop(b, None)
            beside[number] = product
        self._forget(number, heapq.nsmallest(len(products) - BESIDE, products, key=lambda k: (self._alike(number, k), -k)))
        return number

    def _products(self, a: int, b: int) -> dict[int, float]:
        """Inner products of two units together with all that one of them met."""
        of_a, of_b = self._beside[a], self._beside[b]
        one, other = self._units[a].sum, self._units[b].sum
        out: dict[int, float] = {}
        for k in (*of_a, *(k for k in of_b if k not in of_a)):
            if k not in (a, b):
                first, second = of_a.get(k), of_b.get(k)
                sum_k = self._units[k].sum
                out[k] = (dot(one, sum_k) if first is None else first) + (dot(other, sum_k) if second is None else second)
        return out

    def _forget(self, number: int, others: Iterable[int]) -> None:
        for other in others:
            del self._beside[number][other], self._beside[other][number]


def faded(a: float | None, b: float | None) -> float:
    """What is left of likeness over the days between."""
    return 0.5 ** (max(0.0, abs(a - b) - 1) / FADE) if a is not None and b is not None else 1.0


def added(a: Vector, b: Vector) -> Vector:
    """The sum of two vectors; the longer one is copied."""
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    out = dict(long)
    for stem, value in short.items():
        out[stem] = out.get(stem, 0.0) + value
    return out
