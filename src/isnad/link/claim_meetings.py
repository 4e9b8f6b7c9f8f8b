"""Which statements are compared: those that share rare terms, or rare pairs of frequent ones; never all with all.

A statement is met only by earlier ones of the list, one statement at a time, so that no table of all pairs is ever held.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from isnad.lang.terms import Rarity
from isnad.link.claim_pairs import headed, same_side
from isnad.link.claim_words import Said

COMMON = 60
"""A term in more statements than this brings none together by itself."""
PAIRED = 4
"""Frequent terms of a statement, the rarest, whose pairs bring together too."""
MEET = 2
"""Shared keys from which on two statements are compared."""
ENOUGH = 0.2
"""Part of the weight of the shorter that the shared keys must have."""

Pair = tuple[int, int]
Key = str | tuple[str, str]


def meetings(said: Sequence[Said], rarity: Rarity) -> Iterator[Pair]:
    """Pairs worth comparing, each once: enough shared keys, the very same terms, or one inside the other."""
    seen = alike(said) | inside(said) | headings(said)
    yield from sorted(seen)
    for pair in sharing(said, rarity):
        if pair not in seen:
            yield pair


def sharing(said: Sequence[Said], rarity: Rarity) -> Iterator[Pair]:
    """Pairs that share enough keys."""
    spread = Counter(term for one in said for term in one.terms)
    paired: Counter[tuple[str, str]] = Counter(pair for one in said for pair in frequent_pairs(one, spread))
    mass = [sum(rarity[t] * w for t, w in one.terms.items()) for one in said]
    index: dict[Key, list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        shared: dict[int, int] = defaultdict(int)
        weight: dict[int, float] = defaultdict(float)
        keys: list[tuple[Key, float, int]] = [(t, rarity[t], 1) for t in one.terms if 1 < spread[t] <= COMMON]
        keys += [(p, rarity[p[0]] + rarity[p[1]], MEET) for p in frequent_pairs(one, spread) if 1 < paired[p] <= COMMON]
        for key, worth, count in keys:
            for other in index[key]:
                shared[other] += count
                weight[other] += worth
            index[key].append(number)
        for other in sorted(shared):
            if shared[other] >= MEET and weight[other] >= ENOUGH * min(mass[number], mass[other]):
                yield other, number


def frequent_pairs(one: Said, spread: Counter[str]) -> list[tuple[str, str]]:
    """Pairs of the rarest among the terms that are too frequent to bring together by themselves."""
    frequent = sorted((t for t in one.terms if spread[t] > COMMON), key=lambda t: (spread[t], t))[:PAIRED]
    return [(min(p), max(p)) for p in combinations(frequent, 2)]


def alike(said: Sequence[Said]) -> set[Pair]:
    """Statements of the very same terms and speaker, chained: short ones share too few terms to meet otherwise."""
    groups: dict[tuple[frozenset[str], str | None], list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        if one.terms:
            groups[frozenset(one.terms), one.speaker].append(number)
    return {(a, b) for numbers in groups.values() for a, b in pairwise(numbers)}


def headings(said: Sequence[Said]) -> set[Pair]:
    """Statements of headlines with those of their articles by the same speaker."""
    by_article: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        by_article[one.article].append(number)
    near = (p for numbers in by_article.values() for p in combinations(numbers, 2))
    return {(a, b) for a, b in near if headed(said[a], said[b]) and same_side(said[a], said[b])}


def inside(said: Sequence[Said]) -> set[Pair]:
    """Statements with those nested in them."""
    where = {one.id: number for number, one in enumerate(said)}
    pairs = ((where[one.nested_in], number) for number, one in enumerate(said) if one.nested_in in where)
    return {(min(p), max(p)) for p in pairs}
