"""Words of one article standing in another, found without comparing all pairs.

Runs of four words (shingles, Broder 1997) are indexed by hash; articles that share some are aligned by chaining shared
shingles along diagonals into passages, small edits allowed. Shingles that many articles hold are boilerplate and seed
nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Literal

import msgspec

from isnad.model.account import Feature, Passage, Reuse
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Kind

SHINGLE = 4
BOILERPLATE = 40
"""A shingle in more articles than this seeds nothing."""
SEEDS = 2
"""Distinct shared shingles from which on a pair is aligned."""
DRIFT = 8
"""Words that may be put in or left out between two shared shingles of one passage."""
PASSAGE = 9
"""Words of the shortest passage."""
LEAST = 16
"""Words that two articles must share in all."""
SHARE = 0.12
"""Share of the shorter article, for pairs without one long passage."""
LONG = 25
"""Words of a passage that counts by itself."""
VERBATIM, NEAR = 0.9, 0.5


class Words(msgspec.Struct, frozen=True):
    """The words of an article's body, with their places."""

    document: Document
    norms: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def shingles(self) -> list[int]:
        """Hash of the run that starts at each word."""
        return [hash(self.norms[i : i + SHINGLE]) for i in range(len(self.norms) - SHINGLE + 1)]


def body_words(document: Document) -> Words:
    """Words and numbers of the body, in order."""
    body = document.layout.body
    norms, spans, part = [], [], 0
    for token in document.tokens:
        while part < len(body) and body[part].end <= token.start:
            part += 1
        if part == len(body):
            break
        if token.start >= body[part].start and token.kind in (Kind.WORD, Kind.NUMBER):
            norms.append(token.norm)
            spans.append(token.span)
    return Words(document, tuple(norms), tuple(spans))


def find_reuse(documents: Sequence[Document]) -> tuple[Reuse, ...]:
    """All pairs of articles that share passages, in the order of their ids."""
    texts = [body_words(d) for d in documents]
    places = [positions(t.shingles) for t in texts]
    index: dict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(places):
        for shingle in found:
            index[shingle].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for holders in index.values():
        if 1 < len(holders) <= BOILERPLATE:
            shared.update(combinations(holders, 2))
    common = {s for s, holders in index.items() if len(holders) > BOILERPLATE}
    out = []
    for (a, b), count in shared.items():
        if count >= SEEDS and (reuse := compare(texts[a], texts[b], (places[a], places[b]), common)):
            out.append(reuse)
    return tuple(sorted(out, key=lambda r: (r.a, r.b)))


def positions(shingles: Sequence[int]) -> dict[int, list[int]]:
    """Where each shingle starts."""
    out: dict[int, list[int]] = {}
    for at, shingle in enumerate(shingles):
        out.setdefault(shingle, []).append(at)
    return out


def compare(a: Words, b: Words, places: tuple[dict[int, list[int]], dict[int, list[int]]], common: set[int]) -> Reuse | None:
    """The reuse between two articles; None where too little is shared."""
    if (b.document.publication.date or "9999", b.document.path) < (a.document.publication.date or "9999", a.document.path):
        a, b, places = b, a, (places[1], places[0])
    seeds = [
        (i, j) for shingle, at in places[0].items() if shingle not in common and shingle in places[1]
        for i in at[:3] for j in places[1][shingle][:3]
    ]  # fmt: skip
    chains = [c for c in chained(sorted(seeds)) if size(c) >= PASSAGE]
    chains = disjoint(chains)
    words = sum(size(c) for c in chains)
    shorter = max(1, min(len(a.norms), len(b.norms)))
    share = min(1.0, words / shorter)
    longest = max((size(c) for c in chains), default=0)
    if words < LEAST or (share < SHARE and longest < LONG):
        return None
    passages = tuple(
        Passage(
            Span(a.spans[c[0][0]].start, a.spans[c[-1][0] + SHINGLE - 1].end),
            Span(b.spans[c[0][1]].start, b.spans[c[-1][1] + SHINGLE - 1].end),
        )
        for c in sorted(chains)
    )
    direction, why = directed(a, b)
    return Reuse(
        a=a.document.id, b=b.document.id, kind="verbatim" if share >= VERBATIM else "near-verbatim" if share >= NEAR else "partial",
        share=share, direction=direction, passages=passages, why=why,
    )  # fmt: skip


Chain = list[tuple[int, int]]


def size(chain: Chain) -> int:
    """Words that a chain of shared shingles covers on the side where it covers fewer."""
    return min(chain[-1][0] - chain[0][0], chain[-1][1] - chain[0][1]) + SHINGLE


def chained(seeds: Iterable[tuple[int, int]]) -> list[Chain]:
    """Seeds joined into chains that run forward in both articles with small gaps."""
    open_chains: list[Chain] = []
    done: list[Chain] = []
    for i, j in seeds:
        best = None
        still = []
        for chain in open_chains:
            di, dj = i - chain[-1][0], j - chain[-1][1]
            if di > SHINGLE + DRIFT:
                done.append(chain)
                continue
            still.append(chain)
            if di > 0 and 0 < dj <= SHINGLE + DRIFT and (best is None or abs(di - dj) < abs((i - best[-1][0]) - (j - best[-1][1]))):
                best = chain
        open_chains = still
        if best is not None:
            best.append((i, j))
        else:
            open_chains.append([(i, j)])
    return done + open_chains


def disjoint(chains: list[Chain]) -> list[Chain]:
    """The longest chains that do not overlap in either article."""
    kept: list[Chain] = []
    for chain in sorted(chains, key=lambda c: (-size(c), c[0])):
        if all(apart(chain, other, 0) and apart(chain, other, 1) for other in kept):
            kept.append(chain)
    return kept


def apart(a: Chain, b: Chain, side: int) -> bool:
    """Whether two chains share no word on a side."""
    return a[-1][side] + SHINGLE <= b[0][side] or b[-1][side] + SHINGLE <= a[0][side]


def directed(a: Words, b: Words) -> tuple[Literal["a>b", "b>a", "common", "unknown"], tuple[Feature, ...]]:
    """Which of two articles has the words from the other: by agency, republishing, day and completeness."""
    left, right = a.document, b.document
    wires = [{w.key for w in d.layout.wires if w.key} for d in (left, right)]
    if wires[0] & wires[1]:
        return "common", (Feature("same-agency", 1.0, ", ".join(sorted(wires[0] & wires[1]))),)
    if right.layout.republished_from is not None:
        return "a>b", (Feature("republished", 1.0, right.layout.republished_from.of(right.text)),)
    days = [(d.publication.date or "")[:10] for d in (left, right)]
    if all(days) and days[0] != days[1]:
        return "a>b", (Feature("earlier-day", 0.8, f"{days[0]} < {days[1]}"),)
    if wires[0] or wires[1]:
        first = 0 if wires[0] else 1
        return "common", (Feature("one-credits-an-agency", 0.6, ", ".join(sorted(wires[first]))),)
    if len(a.norms) > 1.5 * len(b.norms):
        return "a>b", (Feature("more-complete", 0.4, f"{len(a.norms)} words against {len(b.norms)}"),)
    return "unknown", ()
