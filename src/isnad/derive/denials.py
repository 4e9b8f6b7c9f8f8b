"""Denials: a statement that denies, against the statement whose content it denies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.text.stems import stems

SHARED = 0.5
"""Share of the shorter content's weighted stems that both must have."""
FEWEST = 3
"""Fewest stems in common."""


def find_denials(documents: Sequence[Document], links: Links, pack: Pack) -> Iterator[Conflict]:
    """Each denial with the statement of another speaker that it fits best."""
    told = [(d, s) for d in documents for s in d.statements if s.content]
    denials = [(d, s) for d, s in told if s.act == "deny"]
    if not denials:
        return
    stopwords = pack.forms("stopwords")
    words = {s.id: content_stems(d, s, pack, stopwords) for d, s in told}
    spread = Counter(w for found in words.values() for w in found)
    weight = {w: 1 / (1 + n / 8) for w, n in spread.items()}
    done: set[frozenset[str]] = set()
    for document, denial in denials:
        best = max(
            ((fit(words[denial.id], words[s.id], weight), d, s) for d, s in told if opposed(denial, s, links)),
            key=lambda c: (c[0], c[1].id == document.id, c[2].id), default=None,
        )  # fmt: skip
        if best is None or best[0] < SHARED or frozenset((denial.id, best[2].id)) in done:
            continue
        done.add(frozenset((denial.id, best[2].id)))
        yield Conflict(
            kind="denial", about=" ".join(denial.content[0].of(document.text).split()[:12]), relation="contradiction",
            a=Evidence(best[1].id, best[2].content[0]), b=Evidence(document.id, denial.content[0]), why="denied",
            details={"who": denial.speaker.span.of(document.text) if denial.speaker else ""}, by="conflicts@1:denial",
        )  # fmt: skip


def content_stems(document: Document, statement: Statement, pack: Pack, stopwords: frozenset[str]) -> frozenset[str]:
    """Light stems of a statement's content."""
    inside = [t for t in document.tokens if any(c.start <= t.start < c.end for c in statement.content)]
    return stems(inside, pack.affixes, stopwords)


def fit(a: frozenset[str], b: frozenset[str], weight: dict[str, float]) -> float:
    """Weighted share of the shorter content that both have; 0 where too little is in common."""
    common = a & b
    if len(common) < FEWEST:
        return 0.0
    return sum(weight[w] for w in common) / min(sum(weight[w] for w in a), sum(weight[w] for w in b))


def opposed(denial: Statement, other: Statement, links: Links) -> bool:
    """Whether the other statement may be what is denied: another speaker's, and no denial or holder of this one."""
    if other.act == "deny" or other.id == denial.id or denial.id == other.nested_in or other.id == denial.nested_in:
        return False
    mine, theirs = links.speaker_entity.get(denial.id), links.speaker_entity.get(other.id)
    return mine is None or mine != theirs
