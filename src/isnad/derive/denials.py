"""Denials: a statement that denies, against the statement whose content it denies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.span import Span
from isnad.text.stems import stems

SHARED = 0.5
"""Share of the shorter content's weighted stems that both must have."""
FEWEST = 3
"""Fewest stems in common."""


def find_denials(documents: Sequence[Document], links: Links, pack: Pack) -> Iterator[Conflict]:
    """Each denial with what it fits best: a statement of another speaker, else a sentence that tells it as a fact."""
    told = [(d, s) for d in documents for s in d.statements if s.content]
    denials = [(d, s) for d, s in told if s.act == "deny"]
    if not denials:
        return
    stopwords = pack.forms("stopwords")
    words = {s.id: content_stems(d, s, pack, stopwords) for d, s in told}
    spread = Counter(w for found in words.values() for w in found)
    sentences = list(narrated(documents, pack, stopwords))
    seen: set[tuple[str, Span]] = set()
    for document, denial in denials:
        mine = words[denial.id]
        candidates = [(fit(mine, words[s.id], spread), d, s.content[0]) for d, s in told if opposed(denial, s, links)]
        if max((c[0] for c in candidates), default=0.0) < SHARED:
            candidates = [
                (fit(mine, found, spread), d, span) for d, span, found in sentences if not span.overlaps(around(denial)) or d != document
            ]
        best = max(candidates, key=lambda c: (c[0], c[1].id == document.id, c[1].id, c[2]), default=None)
        if best is None or best[0] < SHARED or (best[1].id, best[2]) in seen:
            continue
        seen.add((best[1].id, best[2]))
        yield Conflict(
            kind="denial", about=" ".join(denial.content[0].of(document.text).split()[:12]), relation="contradiction",
            a=Evidence(best[1].id, best[2]), b=Evidence(document.id, denial.content[0]), why="denied",
            details={"who": denial.speaker.span.of(document.text) if denial.speaker else ""}, by="conflicts@1:denial",
        )  # fmt: skip


def around(statement: Statement) -> Span:
    """From cue to content."""
    cue = statement.cue or statement.content[0]
    return Span(min(cue.start, statement.content[0].start), max(cue.end, statement.content[-1].end))


def narrated(documents: Sequence[Document], pack: Pack, stopwords: frozenset[str]) -> Iterator[tuple[Document, Span, frozenset[str]]]:
    """Body sentences without a denial in them, with their stems."""
    for document in documents:
        denied = [around(s) for s in document.statements if s.act == "deny"]
        for sentence in document.sentences:
            inside = any(p.covers(sentence.span) for p in document.layout.body)
            if inside and not any(d.overlaps(sentence.span) for d in denied):
                yield document, sentence.span, stems(document.tokens[sentence.first : sentence.last], pack.affixes, stopwords)


def content_stems(document: Document, statement: Statement, pack: Pack, stopwords: frozenset[str]) -> frozenset[str]:
    """Light stems of a statement's content."""
    inside = [t for t in document.tokens if any(c.start <= t.start < c.end for c in statement.content)]
    return stems(inside, pack.affixes, stopwords)


def fit(a: frozenset[str], b: frozenset[str], spread: Counter[str]) -> float:
    """Weighted share of the shorter content that both have; 0 where too little is in common."""
    common = a & b
    if len(common) < FEWEST:
        return 0.0

    def weight(words: frozenset[str]) -> float:
        return sum(1 / (1 + spread[w] / 8) for w in words)

    return weight(common) / min(weight(a), weight(b))


def opposed(denial: Statement, other: Statement, links: Links) -> bool:
    """Whether the other statement may be what is denied: another speaker's, and no denial or holder of this one."""
    if other.act == "deny" or other.id == denial.id or denial.id == other.nested_in or other.id == denial.nested_in:
        return False
    mine, theirs = links.speaker_entity.get(denial.id), links.speaker_entity.get(other.id)
    return mine is None or mine != theirs
