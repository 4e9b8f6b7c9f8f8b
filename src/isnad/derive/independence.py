"""Tellers and origins: how many outlets carry a claim, and how many independent origins it goes back to.

An origin is the last known teller of a chain: the speaker's entity. Where the speaker is unknown, articles that carry one
text (a copy, one agency's text, credited or inferred) are one witness, since they can know no more than that text. Two
tellings that stand in one copied passage are one origin, whoever they name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import msgspec

from isnad.model.account import Claim, Links, Passage
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.span import Span
from isnad.text.hosts import told_by

COPY = 0.5
"""Share from which on a copy is one witness with its original."""
INSIDE = 0.5
"""Part of a content that must stand in a copied passage."""
HELD = 60
"""Tellings of a claim whose passages are held against each other; more add no origins that these do not."""
HANDS = frozenset({"agency", "media", "republisher"})
"""Hops through whom words come that they did not say themselves."""

Telling = tuple[Document, Statement]


def count_origins(documents: Sequence[Document], links: Links) -> tuple[Claim, ...]:
    """The claims of `links` with tellers, origins, standing, the origins' names and those through whom it came."""
    told = {s.id: (d, s) for d in documents for s in d.statements}
    names = {e.id: e.name for e in links.entities}
    counter = Origins(documents, links)
    tellers = told_by(documents)
    out = []
    for claim in links.claims:
        members = [told[s] for s in claim.statements if s in told]
        outlets = {tellers[d.id] for d, _ in members}
        origins = counter.of(members)
        speakers = [links.speaker_entity.get(s.id) for _, s in members]
        named = tuple(sorted({names[o] for o in speakers if o in names}))
        out.append(
            msgspec.structs.replace(
                claim, tellers=len(outlets), origins=origins, standing=standing(members, len(outlets), origins), origin_names=named,
                through=counter.through(members),
            )
        )  # fmt: skip
    return tuple(out)


def standing(members: Sequence[Telling], tellers: int, origins: int) -> str:
    """Message key of how a claim stands."""
    if members and all(s.act == "deny" for _, s in members):
        return "denied"
    if tellers == 1:
        return "single-teller"
    return "one-origin" if origins == 1 else "several-origins"


class Origins:
    """What tells which tellings go back to one origin: speakers, agencies, copies."""

    def __init__(self, documents: Sequence[Document], links: Links) -> None:
        self._links = links
        self._texts = one_text(documents, links)
        self._passages: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        for reuse in links.reuse:
            self._passages[reuse.a, reuse.b] += reuse.passages

    def of(self, members: Sequence[Telling]) -> int:
        """Number of independent origins of a claim's tellings."""
        keys = [self.origin(d, s) for d, s in members]
        parent = {k: k for k in keys}

        def root(key: str) -> str:
            while parent[key] != key:
                key = parent[key]
            return key

        for (n, (d, s)), (m, (e, t)) in combinations(enumerate(members[:HELD]), 2):
            a, b = root(keys[n]), root(keys[m])
            if a != b and self.copied(d, s, e, t):
                parent[max(a, b)] = min(a, b)
        return len({root(k) for k in keys})

    def origin(self, document: Document, statement: Statement) -> str:
        """What stands for the origin of one telling."""
        speaker = self._links.speaker_entity.get(statement.id)
        if speaker is not None:
            return speaker
        agency = self.agency(document)
        return f"agency {agency}" if agency else f"text {self._texts[document.id]}"

    def agency(self, document: Document) -> str | None:
        """The agency whose text an article carries, credited or not."""
        credited = next((w.agency for w in document.layout.wires if w.key), None)
        inferred = self._links.wire.get(document.id)
        return credited or (inferred[0] if inferred else None)

    def copied(self, a: Document, one: Statement, b: Document, other: Statement) -> bool:
        """Whether both contents stand in one copied passage."""
        if a.id == b.id:
            return False
        straight = [(p.a, p.b) for p in self._passages.get((a.id, b.id), ())]
        turned = [(p.b, p.a) for p in self._passages.get((b.id, a.id), ())]
        return any(stands(one, left) and stands(other, right) for left, right in (*straight, *turned))

    def through(self, members: Sequence[Telling]) -> tuple[str, ...]:
        """Agencies and media through whom the tellings came, those of most tellings first."""
        found: Counter[str] = Counter()
        for document, statement in members:
            hands = {h.name or (h.span.of(document.text) if h.span else "") for h in statement.chain if h.role in HANDS}
            found.update({*hands, self.agency(document) or ""} - {""})
        return tuple(name for name, _ in sorted(found.items(), key=lambda f: (-f[1], f[0])))


def stands(statement: Statement, passage: Span) -> bool:
    """Whether most of a content stands in a passage."""
    return sum(c.shared(passage) for c in statement.content) >= INSIDE * sum(c.size for c in statement.content) > 0


def one_text(documents: Sequence[Document], links: Links) -> dict[str, str]:
    """Article id to the id that stands for all articles carrying one text."""
    parent = {d.id: d.id for d in documents}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for reuse in links.reuse:
        if reuse.share >= COPY:
            low, high = sorted((root(reuse.a), root(reuse.b)))
            parent[high] = low
    return {d.id: root(d.id) for d in documents}
