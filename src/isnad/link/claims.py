"""What several statements say in common.

Statements are compared only where they meet: inside a story where they share terms, elsewhere where they share rare ones
(an index, no step over all pairs). Groups grow from the surest pair on and never hold two that must stay apart. The
features of a pair are in `claim_pairs`, the terms in `claim_words`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from isnad.lang.pack import Pack
from isnad.link.claim_pairs import SAME, Rarity, must_differ, nested, rarity_of, retold, score
from isnad.link.claim_words import Reader, Said
from isnad.model.account import Claim, Links
from isnad.model.document import Document
from isnad.model.ids import digest

COMMON = 60
"""A term in more statements than this brings none together."""
MEET = 2
"""Shared terms from which on two statements are compared."""
TOGETHER = 0.28
"""Average score that two groups must keep to become one."""

Pair = tuple[int, int]


def link_claims(documents: Sequence[Document], links: Links, pack: Pack) -> tuple[Claim, ...]:
    """Statements gathered into claims; tellers and origins are counted by `derive.independence`."""
    said = Reader(pack, links).read(documents)
    groups = Groups(said, rarity_of(said))
    groups.gather(meetings(said))
    return tuple(sorted((claim_of([said[i] for i in group]) for group in groups.members.values()), key=lambda c: c.id))


def meetings(said: Sequence[Said]) -> set[Pair]:
    """Pairs worth comparing: enough shared terms that are not everywhere, the same terms, or one inside the other."""
    index: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        for term in one.terms:
            index[term].append(number)
    shared: Counter[Pair] = Counter()
    for holders in index.values():
        if 1 < len(holders) <= COMMON:
            shared.update(combinations(holders, 2))
    return {pair for pair, n in shared.items() if n >= MEET} | alike(said) | inside(said)


def alike(said: Sequence[Said]) -> set[Pair]:
    """Statements of the very same terms and speaker, chained: short ones share too few terms to meet otherwise."""
    groups: dict[tuple[frozenset[str], str | None], list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        if one.terms:
            groups[frozenset(one.terms), one.speaker].append(number)
    return {(a, b) for numbers in groups.values() for a, b in pairwise(numbers)}


def inside(said: Sequence[Said]) -> set[Pair]:
    """Statements with those nested in them."""
    where = {one.id: number for number, one in enumerate(said)}
    pairs = ((where[one.nested_in], number) for number, one in enumerate(said) if one.nested_in in where)
    return {(min(p), max(p)) for p in pairs}


class Groups:
    """Statements that grow together into claims."""

    def __init__(self, said: Sequence[Said], rarity: Rarity) -> None:
        self.said, self.rarity = said, rarity
        self.members = {n: [n] for n in range(len(said))}
        self._of = list(range(len(said)))
        self._scores: dict[Pair, float] = {}

    def score(self, a: int, b: int) -> float:
        """The score of two statements, worked out once."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self._scores:
            self._scores[pair] = score(self.said[a], self.said[b], self.rarity)
        return self._scores[pair]

    def gather(self, pairs: Iterable[Pair]) -> None:
        """Join from the surest pair on."""
        ranked = sorted((-found, pair) for pair in pairs if (found := self.score(*pair)) >= SAME)
        for _, (a, b) in ranked:
            x, y = self._of[a], self._of[b]
            if x != y and self.fit(self.members[x], self.members[y]):
                for n in self.members[y]:
                    self._of[n] = x
                self.members[x] += self.members.pop(y)

    def fit(self, a: list[int], b: list[int]) -> bool:
        """Whether two groups may become one: alike on average, and none that must stay apart."""
        if any(self.apart(i, j) for i in a for j in b):
            return False
        return sum(self.score(i, j) for i in a for j in b) >= TOGETHER * len(a) * len(b)

    def apart(self, a: int, b: int) -> bool:
        """Whether two statements can never be one claim."""
        one, other = self.said[a], self.said[b]
        return not retold(one, other) if nested(one, other) else must_differ(one, other)


def claim_of(members: Sequence[Said]) -> Claim:
    """A claim; its text is the content that shares most with the others."""
    common = Counter(t for m in members for t in m.terms)
    best = max(members, key=lambda m: (sum(common[t] for t in m.terms) / (3 + len(m.terms)), m.id))
    ids = tuple(sorted(m.id for m in members))
    outlets = {m.outlet for m in members}
    return Claim(id=digest("claim", *ids), statements=ids, text=best.text, tellers=len(outlets), origins=0, standing="")
