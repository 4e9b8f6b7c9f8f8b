"""Two articles that share runs of words, aligned: shared runs are chained along diagonals and grown word by word.

A chain runs forward in both articles with a few words put in, left out or exchanged; what was moved makes a chain of its
own. Chains that overlap are settled for the longer one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec
from rapidfuzz.distance import LCSseq

from isnad.link.reuse_index import SHINGLE, Words

DRIFT = 8
"""Words that may be put in or left out between two shared runs of one passage."""
REPEATS = 3
"""Places at which a run that an article repeats is looked at."""
LOOK = 3
"""Words that may differ when a passage is grown at its ends, if as many that are the same follow."""
FILLED = 4
"""Words that each exchanged number after the first takes from a passage."""
PASSAGE = 9
"""Words of the shortest passage."""
FAITHFUL = 0.6
"""Part of a passage's words that must be the same on both sides."""

GAPS = sorted(((x, y) for x in range(LOOK) for y in range(LOOK) if x or y), key=lambda g: (max(g), sum(g)))
"""Words that differ on each side, the fewest first."""
OPEN = 2048
"""Articles that are kept laid out, those looked at last."""
Chain = list[tuple[int, int]]


class Block(msgspec.Struct, frozen=True):
    """Words `[a, a_end)` of one article that stand as `[b, b_end)` in another."""

    a: int
    a_end: int
    b: int
    b_end: int
    same: float
    """Part of the words that are the same, of the longer side."""
    own: float
    """Words of the writer's own among those that are the same; those of names count half. Less where numbers were exchanged:
    a form that is filled in anew each day is no copy."""

    @property
    def size(self) -> int:
        """Words on the side where it covers fewer."""
        return min(self.a_end - self.a, self.b_end - self.b)


def aligned(a: Words, b: Words) -> list[Block]:
    """The passages of two articles, in the order of the first."""
    left, right = laid(a), laid(b)
    found = (
        block for chain in chained(seeds(left, right)) if (block := grown(left, right, chain)).size >= PASSAGE and block.same >= FAITHFUL
    )
    return sorted(disjoint(list(found)), key=lambda k: (k.a, k.b))


class Laid(msgspec.Struct, frozen=True, eq=False):
    """An article's words laid out for looking at them one by one."""

    keys: list[int]
    own: list[float]
    figures: list[bool]
    places: dict[int, list[int]]
    """Where each run begins, the first few places; without boilerplate."""


@lru_cache(maxsize=OPEN)
def laid(text: Words) -> Laid:
    """Lay an article's words out; an article meets many others, one soon after the other."""
    places: dict[int, list[int]] = {}
    for at, key in enumerate(text.shingles.tolist()):
        held = places.setdefault(key, [])
        if len(held) < REPEATS:
            held.append(at)
    places.pop(0, None)
    return Laid(text.keys.tolist(), text.own.tolist(), text.figures.tolist(), places)


def seeds(a: Laid, b: Laid) -> Chain:
    """Places of the shared runs, in order."""
    return sorted((i, j) for key in a.places.keys() & b.places.keys() for i in a.places[key] for j in b.places[key])


def chained(found: Iterable[tuple[int, int]]) -> list[Chain]:
    """Seeds joined into chains that run forward in both articles with small gaps."""
    running: list[Chain] = []
    done: list[Chain] = []
    for i, j in found:
        best = None
        still = []
        for chain in running:
            di, dj = i - chain[-1][0], j - chain[-1][1]
            if di > SHINGLE + DRIFT:
                done.append(chain)
                continue
            still.append(chain)
            if di > 0 and 0 < dj <= SHINGLE + DRIFT and (best is None or abs(di - dj) < abs((i - best[-1][0]) - (j - best[-1][1]))):
                best = chain
        running = still
        if best is not None:
            best.append((i, j))
        else:
            running.append([(i, j)])
    return done + running


def grown(a: Laid, b: Laid, chain: Chain) -> Block:
    """The chain with the words around it that are the same, those after a small difference included."""
    (i, j), (k, m) = chain[0], (chain[-1][0] + SHINGLE, chain[-1][1] + SHINGLE)
    left, right = a.keys, b.keys
    back = extent(left[max(0, i - 4 * DRIFT) : i][::-1], right[max(0, j - 4 * DRIFT) : j][::-1])
    on = extent(left[k : k + 4 * DRIFT], right[m : m + 4 * DRIFT])
    i, j, k, m = i - back[0], j - back[1], k + on[0], m + on[1]
    edits = LCSseq.opcodes(left[i:k], right[j:m])
    pairs = [(i + e.src_start + n, j + e.dest_start + n) for e in edits if e.tag == "equal" for n in range(e.src_end - e.src_start)]
    own = sum([min(a.own[x], b.own[y]) for x, y in pairs])
    other = sum(
        any(a.figures[i + e.src_start : i + e.src_end]) and any(b.figures[j + e.dest_start : j + e.dest_end])
        for e in edits if e.tag == "replace"
    )  # fmt: skip
    return Block(i, k, j, m, len(pairs) / max(k - i, m - j), own - FILLED * max(0, other - 1))


def extent(a: list[int], b: list[int]) -> tuple[int, int]:
    """How many words of each belong to the passage that ends where they begin."""
    at = [0, 0]
    while True:
        step = next_same(a, b, at[0], at[1])
        if step is None:
            return at[0], at[1]
        at = [at[0] + step[0], at[1] + step[1]]


def next_same(a: list[int], b: list[int], i: int, j: int) -> tuple[int, int] | None:
    """The step over words that are the same, or over a few that differ if two follow that are the same; None at the end."""
    if i < len(a) and j < len(b) and a[i] == b[j]:
        return 1, 1
    for x, y in GAPS:
        if a[i + x : i + x + 2] == b[j + y : j + y + 2] and len(a) >= i + x + 2 and len(b) >= j + y + 2:
            return x + 2, y + 2
    return None


def disjoint(blocks: list[Block]) -> list[Block]:
    """The longest passages that do not overlap in either article."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda k: (-k.size, k.a, k.b)):
        if all(
            (block.a_end <= o.a or o.a_end <= block.a) and (block.b_end <= o.b or o.b_end <= block.b)
            for o in kept
        ):  # fmt: skip
            kept.append(block)
    return kept
