"""Average linkage, best first: against a plain agglomeration of all pairs, and its limits."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.link.story_linkage import Linkage, faded, single
from isnad.link.story_words import Vector, dot

vectors = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.1, 1.0), min_size=1, max_size=4)


def linked(found: list[tuple[Vector, int]], least: float) -> list[tuple[int, ...]]:
    linkage = Linkage(least)
    for vector, day in found:
        linkage.add(single(vector, day))
    for a, b in combinations(range(len(found)), 2):
        linkage.meet(a, b)
    return linkage.groups()


def plainly(found: list[tuple[Vector, int]], least: float) -> list[tuple[int, ...]]:
    """The same with every pair of groups looked at again after every merger."""
    groups: list[tuple[int, ...]] = [(n,) for n in range(len(found))]

    def alike(a: tuple[int, ...], b: tuple[int, ...]) -> float:
        days = [sum(found[n][1] for n in g) / len(g) for g in (a, b)]
        return sum(dot(found[n][0], found[m][0]) for n in a for m in b) / (len(a) * len(b)) * faded(*days)

    while len(groups) > 1:
        most, a, b = max((alike(a, b), a, b) for a, b in combinations(groups, 2))
        if most <= least:
            break
        groups = [g for g in groups if g not in (a, b)] + [tuple(sorted(a + b))]
    return sorted(groups)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(vectors, st.integers(10, 16)), min_size=1, max_size=9), st.floats(0.05, 0.9))
def test_the_likest_pair_is_merged_first(found: list[tuple[Vector, int]], least: float) -> None:
    mine, plain = linked(found, least), plainly(found, least)
    if mine != plain:  # where two pairs are equally like, or one as like as asked, either may be right: nudged apart both must agree
        nudged = [({s: v * (1 + 1e-6 * (n + 1) ** 2) for s, v in vector.items()}, day) for n, (vector, day) in enumerate(found)]
        mine, plain = linked(nudged, least * 1.000_000_3), plainly(nudged, least * 1.000_000_3)
    assert mine == plain


def test_only_what_met_is_held_together() -> None:
    linkage = Linkage(0.5)
    for _ in range(3):
        linkage.add(single({"a": 1.0}, 1))
    linkage.meet(0, 2)
    assert linkage.groups() == [(0, 2), (1,)]


@pytest.mark.parametrize(("a", "b", "left"), [(1, 1, 1.0), (1, 2, 1.0), (1, 5, 0.5), (5, 1, 0.5), (None, 9, 1.0)])
def test_likeness_fades_over_days(a: float | None, b: float | None, left: float) -> None:
    assert faded(a, b) == left


def test_units_without_a_day_and_without_words() -> None:
    linkage = Linkage(0.1)
    for vector in ({}, {"a": 1.0}, {"a": 0.9}):
        linkage.add(single(vector, None))
    for a, b in combinations(range(3), 2):
        linkage.meet(a, b)
    assert linkage.groups() == [(0,), (1, 2)]


def test_what_is_dense_takes_in_only_what_is_like_it() -> None:
    for inside, groups in ((0.0, [(0, 1, 2)]), (0.6, [(0, 1), (2,)])):
        linkage = Linkage(0.1, inside)
        for vector in ({"a": 1.0}, {"a": 1.0}, {"a": 0.2, "b": 0.98}):
            linkage.add(single(vector, 1))
        for a, b in combinations(range(3), 2):
            linkage.meet(a, b)
        assert linkage.groups() == groups
