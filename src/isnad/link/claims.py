"""What several statements say in common.

Statements are compared where they meet (`claim_meetings`), by named features (`claim_pairs`) of their terms (`claim_words`).
Groups grow from the surest pair on, stay alike on average, and never hold two that must stay apart. A person's judgement
goes before: what is judged different never meets, and claims of which two statements are judged the same become one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import product

from isnad.lang.pack import Pack
from isnad.lang.terms import Rarity, rarity_of
from isnad.link.claim_meetings import Pair, meetings
from isnad.link.claim_pairs import score
from isnad.link.claim_words import Reader, Said
from isnad.model.account import Claim, Links
from isnad.model.document import Document
from isnad.model.ids import digest
from isnad.model.judgement import Judgement, in_force, place_of
from isnad.model.span import Span

SAME = 0.5
"""Probability from which on two statements say the same."""
TOGETHER = 0.5
"""Average probability that two groups must keep to become one."""


def link_claims(documents: Sequence[Document], links: Links, pack: Pack, judgements: Iterable[Judgement] = ()) -> tuple[Claim, ...]:
    """Statements gathered into claims; tellers and origins are counted by `derive.independence`."""
    said = Reader(pack, links).read(documents)
    rarity = rarity_of(one.terms for one in said)
    groups = Groups(said, rarity, judged(said, judgements))
    groups.gather(meetings(said, rarity))
    return tuple(sorted((claim_of([said[i] for i in group]) for group in groups.members.values()), key=lambda c: c.id))


def judged(said: Sequence[Said], judgements: Iterable[Judgement]) -> dict[Pair, bool]:
    """Pairs of statements that a person judged to say the same, or not to; the latest judgement on a pair holds."""
    held = sorted(in_force(judgements, "claim").values(), key=lambda j: (j.time, j.id))
    by_article: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        by_article[one.article].append(number)
    out: dict[Pair, bool] = {}
    for judgement in held:
        a, b = (placed(said, by_article, place_of(anchor)) for anchor in (judgement.a, judgement.b))
        if a is None or b is None or a == b:
            continue
        out.pop(pair := (min(a, b), max(a, b)), None)
        if judgement.verdict in ("same", "different"):
            out[pair] = judgement.verdict == "same"
    return out


def placed(said: Sequence[Said], by_article: dict[str, list[int]], place: tuple[str, Span] | None) -> int | None:
    """The statement whose content has most of a place's characters and fewest others; None where none has half of them."""
    if place is None:
        return None
    article, span = place
    found = [(n, sum(c.shared(span) for c in said[n].content)) for n in by_article.get(article, ())]
    fitting = [(2 * shared / (span.size + sum(c.size for c in said[n].content)), n) for n, shared in found if 2 * shared >= span.size > 0]
    return max(fitting, key=lambda f: (f[0], -f[1]))[1] if fitting else None


class Groups:
    """Statements that grow together into claims."""

    def __init__(self, said: Sequence[Said], rarity: Rarity, judged: dict[Pair, bool]) -> None:
        self.said, self.rarity = said, rarity
        self.members = {n: [n] for n in range(len(said))}
        self._of = list(range(len(said)))
        self._scores: dict[Pair, float] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for (a, b), same in judged.items():
            if not same:
                self._apart[a].add(b)
                self._apart[b].add(a)
        self._judged_same = [pair for pair, same in judged.items() if same]

    def score(self, a: int, b: int) -> float:
        """The score of two statements; kept where it says something."""
        pair = (a, b) if a < b else (b, a)
        found = self._scores.get(pair)
        return score(self.said[a], self.said[b], self.rarity) if found is None else found

    def gather(self, pairs: Iterable[Pair]) -> None:
        """Join from the surest pair on."""
        for pair in pairs:
            if (found := self.score(*pair)) >= SAME:
                self._scores[pair] = found
        for _, (a, b) in sorted((-found, pair) for pair, found in self._scores.items()):
            x, y = self._of[a], self._of[b]
            if x != y and self.fit(self.members[x], self.members[y]):
                self.join(a, b)
        for a, b in self._judged_same:
            x, y = self._of[a], self._of[b]
            if x != y and not self.forbidden(self.members[x], self.members[y]):
                self.join(a, b)

    def join(self, a: int, b: int) -> None:
        """Make the groups of two statements one."""
        x, y = self._of[a], self._of[b]
        if x == y:
            return
        if len(self.members[x]) < len(self.members[y]):
            x, y = y, x
        for n in self.members[y]:
            self._of[n] = x
        self.members[x] += self.members.pop(y)

    def fit(self, a: list[int], b: list[int]) -> bool:
        """Whether two groups may become one: alike on average, and none that must stay apart."""
        if self.forbidden(a, b):
            return False
        together = 0.0
        for i, j in product(a, b):
            if not (found := self.score(i, j)):
                return False
            together += found
        return together >= TOGETHER * len(a) * len(b)

    def forbidden(self, a: list[int], b: list[int]) -> bool:
        """Whether a person keeps two of them apart."""
        return bool(self._apart) and any(j in self._apart[i] for i in a if i in self._apart for j in b)


def claim_of(members: Sequence[Said]) -> Claim:
    """A claim; its text is the content that shares most with the others. Tellers and origins are counted over all links, later."""
    common = Counter(t for m in members for t in m.terms)
    best = max(members, key=lambda m: (sum(common[t] for t in m.terms) / (3 + len(m.terms)), m.id))
    ids = tuple(sorted(m.id for m in members))
    return Claim(id=digest("claim", *ids), statements=ids, text=best.text, tellers=0, origins=0, standing="")
