"""Columns of a chain diagram: tellers by how far they stand from the origin, with as few crossing arrows as a quick look gives.

The layering is that of Sugiyama, Tagawa and Toda (1981): longest path from the origins, then two sweeps that put each box
at the mean place of those before it. A step over several columns keeps a row of its own in those between, so that no arrow
runs under a box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import msgspec

SHOWN = 8
"""Ends that rest on the same tellers and are drawn one by one."""


class Layered(msgspec.Struct, frozen=True, kw_only=True):
    """Tellers in columns, origins in the first, and who handed on to whom how often."""

    columns: tuple[tuple[str, ...], ...]
    steps: dict[tuple[str, str], int]
    counted: dict[str, int]
    """Boxes that stand for several ends, with how many."""
    bends: dict[tuple[str, str], tuple[str, ...]]
    """Of a step over several columns the places in `columns` that it passes."""


def layered(chains: Sequence[Sequence[str]]) -> Layered:
    """Columns from chains of keys, origin first. A step that would close a circle is left out."""
    steps: dict[tuple[str, str], int] = {}
    after: dict[str, set[str]] = defaultdict(set)
    keys: dict[str, None] = {}
    for chain in chains:
        told = [key for place, key in enumerate(chain) if not place or chain[place - 1] != key]
        keys.update(dict.fromkeys(told))
        for teller, hearer in pairwise(told):
            if (teller, hearer) not in steps and _reaches(after, hearer, teller):
                continue
            steps[teller, hearer] = steps.get((teller, hearer), 0) + 1
            after[teller].add(hearer)
    before: dict[str, set[str]] = defaultdict(set)
    for teller, hearer in steps:
        before[hearer].add(teller)
    depth = _depths(list(keys), before)
    last = max(depth.values(), default=0)
    ends = [key for key in keys if not after[key]]
    depth.update(dict.fromkeys(ends, last))
    columns = [[key for key in keys if depth[key] == n] for n in range(last + 1)]
    counted = _gathered(columns, steps, before, ends) if last else {}
    bends = _bends(columns, steps, before)
    _ordered(columns, before)
    return Layered(columns=tuple(tuple(c) for c in columns), steps=steps, counted=counted, bends=bends)


def _reaches(after: dict[str, set[str]], start: str, goal: str) -> bool:
    """Whether steps lead from one key to another."""
    seen, left = {start}, [start]
    while left:
        key = left.pop()
        if key == goal:
            return True
        fresh = after.get(key, set()) - seen
        seen |= fresh
        left += fresh
    return False


def _depths(keys: Sequence[str], before: dict[str, set[str]]) -> dict[str, int]:
    """Steps of the longest way from an origin to each key."""
    depth: dict[str, int] = {}
    left = list(keys)
    while left:
        ready = [key for key in left if before[key] <= depth.keys()]
        for key in ready:
            depth[key] = 1 + max((depth[b] for b in before[key]), default=-1)
        left = [key for key in left if key not in depth]
    return depth


def _gathered(
    columns: list[list[str]], steps: dict[tuple[str, str], int], before: dict[str, set[str]], ends: Sequence[str]
) -> dict[str, int]:
    """Put one box for the many ends that rest on the same tellers."""
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for key in ends:
        if before[key]:
            alike[frozenset(before[key])].append(key)
    counted = {}
    for tellers, held in alike.items():
        hidden = held[SHOWN:]
        if len(hidden) < 2:
            continue
        # Keys of tellers must not begin with `+` or `>`.
        box = "+" + hidden[0]
        counted[box] = len(hidden)
        columns[-1] = [key for key in columns[-1] if key not in hidden] + [box]
        before[box] = set(tellers)
        for teller in tellers:
            steps[teller, box] = sum(steps.pop((teller, key)) for key in hidden)
    return counted


def _bends(
    columns: list[list[str]], steps: dict[tuple[str, str], int], before: dict[str, set[str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give each step over several columns a place in those between; steps of one teller share theirs."""
    column = {key: n for n, keys in enumerate(columns) for key in keys}
    bends = {}
    for teller, hearer in sorted(steps):
        passed = tuple(f">{n}{teller}" for n in range(column[teller] + 1, column[hearer]))
        if not passed:
            continue
        bends[teller, hearer] = passed
        before[hearer].discard(teller)
        for n, (last, bend) in enumerate(pairwise((teller, *passed, hearer)), column[teller] + 1):
            before.setdefault(bend, set()).add(last)
            if bend != hearer and bend not in columns[n]:
                columns[n].append(bend)
    return bends


def _ordered(columns: list[list[str]], before: dict[str, set[str]]) -> None:
    """Put each column in the order of the mean place of those it rests on; the first in the order of those it leads to."""
    after: dict[str, set[str]] = defaultdict(set)
    for hearer, tellers in before.items():
        for teller in tellers:
            after[teller].add(hearer)
    for near, these in ((before, range(1, len(columns))), (after, range(len(columns) - 2, -1, -1)), (before, range(1, len(columns)))):
        place = {key: row / max(1, len(column) - 1) for column in columns for row, key in enumerate(column)}
        for n in these:
            means = {}
            for row, key in enumerate(columns[n]):
                known = [place[k] for k in near.get(key, ()) if k in place]
                means[key] = (sum(known) / len(known) if known else place[key], row)
            columns[n].sort(key=means.__getitem__)
            place |= {key: row / max(1, len(columns[n]) - 1) for row, key in enumerate(columns[n])}
