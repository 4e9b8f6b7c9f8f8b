"""What several statements say in common.

Statements are compared where they share rare stems (an index, no step over all pairs), by weighted overlap of their stems.
Another number for the same thing, another polarity, or too little in common keeps them apart. Groups grow from the surest
pair on and never hold two that must stay apart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import msgspec

from isnad.lang.pack import Pack
from isnad.model.account import Claim, Links
from isnad.model.document import Document
from isnad.model.findings import Bounds, Statement
from isnad.model.ids import digest
from isnad.text.stems import stems

COMMON = 40
"""A stem in more statements than this brings none together."""
SAME = 0.42
"""Score from which on two statements say the same."""
TOGETHER = 0.3
"""Average score that a group must keep with each that joins."""
SPEAKER = 0.08
"""What one speaker adds; and what two known and different ones take away."""


class Said(msgspec.Struct, frozen=True):
    """A statement ready to be compared."""

    document: Document
    statement: Statement
    words: frozenset[str]
    numbers: frozenset[tuple[str, str]]
    """(event, value) of the quantities in its content."""
    denies: bool
    speaker: str | None
    weight: float


def link_claims(documents: Sequence[Document], links: Links, pack: Pack) -> tuple[Claim, ...]:
    """Statements gathered into claims; tellers and origins are counted by `derive.independence`."""
    stopwords = pack.forms("stopwords")
    bags = {
        s.id: (d, s, stems([t for t in d.tokens if any(c.start <= t.start < c.end for c in s.content)], pack.affixes, stopwords))
        for d in documents
        for s in d.statements
    }
    spread = Counter(w for _, _, words in bags.values() for w in words)
    rarity = {w: 1.0 / math.log2(1.5 + n) for w, n in spread.items()}
    said = [
        Said(d, s, words, numbers_of(d, s), s.act == "deny", links.speaker_entity.get(s.id), sum(rarity[w] for w in words))
        for d, s, words in bags.values()
    ]
    said.sort(key=lambda s: s.statement.id)
    return tuple(sorted((claim_of([said[i] for i in group]) for group in grouped(said, rarity)), key=lambda c: c.id))


def numbers_of(document: Document, statement: Statement) -> frozenset[tuple[str, str]]:
    """What the content counts."""
    inside = [q for q in document.quantities if any(c.covers(q.span) for c in statement.content)]
    return frozenset((q.event or q.unit or "", _number(q.value)) for q in inside)


def _number(value: float | Bounds) -> str:
    return f"{value.min}-{value.max}" if isinstance(value, Bounds) else f"{value:g}"


def score(a: Said, b: Said, rarity: dict[str, float]) -> float:
    """How sure two statements say the same, 0 to 1; 0 where they must stay apart."""
    if a.denies != b.denies or conflicting(a.numbers, b.numbers) or same_place(a, b):
        return 0.0
    common = sum(rarity[w] for w in a.words & b.words)
    if not common:
        return 0.0
    union = a.weight + b.weight - common
    found = 0.5 * common / union + 0.5 * common / min(a.weight, b.weight)
    shortest = min(len(a.words), len(b.words))
    if shortest < 4:  # a few words in common say little
        found *= 0.55 + 0.1 * shortest
    if a.speaker and b.speaker:
        found += SPEAKER if a.speaker == b.speaker else -SPEAKER
    return min(1.0, found)


def same_place(a: Said, b: Said) -> bool:
    """Whether both stand over one another in one article: a statement and one nested in it are two claims."""
    return a.document.id == b.document.id and any(x.overlaps(y) for x in a.statement.content for y in b.statement.content)


def conflicting(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]]) -> bool:
    """Whether both count the same event with other numbers."""
    left, right = defaultdict(set), defaultdict(set)
    for event, value in a:
        left[event].add(value)
    for event, value in b:
        right[event].add(value)
    return any(not left[e] & right[e] for e in left.keys() & right.keys())


def grouped(said: Sequence[Said], rarity: dict[str, float]) -> list[list[int]]:
    """Numbers of statements by claim, single ones included."""
    index: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        for word in one.words:
            index[word].append(number)
    near: Counter[tuple[int, int]] = Counter()
    for holders in index.values():
        if 1 < len(holders) <= COMMON:
            near.update(combinations(holders, 2))
    same: dict[tuple[frozenset[str], str | None], int] = {}
    for number, one in enumerate(said):  # short contents told alike share too few stems to meet in the index
        first = same.setdefault((one.words, one.speaker), number)
        if first != number and one.words:
            near[first, number] += 2
    scores = {pair: found for pair, n in near.items() if n >= 2 and (found := score(said[pair[0]], said[pair[1]], rarity)) > 0}
    groups = {n: [n] for n in range(len(said))}
    where = list(range(len(said)))
    for (a, b), found in sorted(scores.items(), key=lambda p: (-p[1], p[0])):
        if found < SAME:
            break
        x, y = where[a], where[b]
        if x != y and fits(groups[x], groups[y], scores, said):
            for n in groups[y]:
                where[n] = x
            groups[x] += groups.pop(y)
    return list(groups.values())


def fits(a: list[int], b: list[int], scores: dict[tuple[int, int], float], said: Sequence[Said]) -> bool:
    """Whether two groups may become one: alike on average, and none that must stay apart."""
    total = 0.0
    for i in a:
        for j in b:
            if said[i].denies != said[j].denies or conflicting(said[i].numbers, said[j].numbers):
                return False
            total += scores.get((min(i, j), max(i, j)), 0.0)
    return total / (len(a) * len(b)) >= TOGETHER


def claim_of(members: Sequence[Said]) -> Claim:
    """A claim; its text is the content that shares most with the others."""
    common = Counter(w for m in members for w in m.words)
    best = max(members, key=lambda m: (sum(common[w] for w in m.words) / (3 + len(m.words)), m.statement.id))
    text = " … ".join(c.of(best.document.text) for c in best.statement.content)
    ids = tuple(sorted(m.statement.id for m in members))
    outlets = {m.document.layout.outlet or m.document.id for m in members}
    return Claim(id=digest("claim", *ids), statements=ids, text=text, tellers=len(outlets), origins=0, standing="")
