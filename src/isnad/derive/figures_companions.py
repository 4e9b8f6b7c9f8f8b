"""Numbers told side by side ("19 dead and 58 injured") belong together: where one of them grew, so did the other.

Words and numbers alone do not tell that 41 injured became 58 when weeks lie between the texts; that the dead beside them
are one figure does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from isnad.derive.figures_linking import affinity
from isnad.derive.tellings import Telling
from isnad.lang.terms import Rarity, sentence_around

Key = tuple[str, str, str]
Group = tuple[Key, list[Telling]]


def beside_one_another(groups: Sequence[Group], rarity: Rarity) -> list[Group]:
    """The groups, those of one measure made one whose numbers stand beside numbers of one other figure."""
    beside = companions(groups)
    out: list[Group | None] = [(key, list(found)) for key, found in groups]
    for a, b in combinations(range(len(groups)), 2):
        first, second = out[a], out[b]
        if first is None or second is None or first[0] != second[0] or not beside[a] & beside[b]:
            continue
        if all(affinity(x, y, rarity) > float("-inf") for x in first[1] for y in second[1]):
            out[a], out[b] = (first[0], first[1] + second[1]), None
            beside[a] |= beside[b]
    return [g for g in out if g is not None]


def companions(groups: Sequence[Group]) -> list[set[int]]:
    """For each group those of other measures that share a sentence with it; parts of a whole tell nothing of it."""
    holders: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (key, found) in enumerate(groups):
        if not key[1]:
            for telling in found:
                holders[_sentence(telling)].add(number)
    out: list[set[int]] = [set() for _ in groups]
    for together in holders.values():
        for number in together:
            out[number] |= {n for n in together if groups[n][0][0] != groups[number][0][0] and len(groups[n][1]) > 1}
    return out


def _sentence(telling: Telling) -> tuple[str, int]:
    return telling.document.id, sentence_around(telling.document, telling.quantity.span).start
