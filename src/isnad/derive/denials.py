"""Denials over statements: one that denies, against what it denies, another's statement or a fact told elsewhere.

The contents meet in their words. Denials that hold what they deny in their own sentence are found by `denials_named`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from isnad.derive.tellings import days_apart
from isnad.lang.pack import Pack
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.span import Span
from isnad.model.text import Kind
from isnad.text.stems import known_form, stems

SHARED = 0.55
"""Share of the denial's weighted stems that the other must have."""
SAME_DENIAL = 0.7
"""Share of the shorter denial's stems from which on two are one, told twice."""
FEWEST = 3
"""Fewest stems in common."""
COPIED = 12
"""Words in a row that two contents have in common from which on one is a copy of the other."""
OPENING = 4
"""Words at the head of a statement within which its "not" stands."""
LATER = 1
"""Days after a denial within which what it denies may still be told."""


def find_denials(documents: Sequence[Document], links: Links, pack: Pack) -> Iterator[Conflict]:
    """Each denial with what it fits best: a statement of another speaker, else a sentence that tells it as a fact."""
    told = [(d, s) for d in documents for s in d.statements if s.content]
    denials = [(d, s) for d, s in told if s.act == "deny" and not excludes(s)]
    if not denials:
        return
    stopwords = pack.forms("stopwords")
    words = {s.id: content_stems(d, s, pack, stopwords) for d, s in told}
    spread = Counter(w for found in words.values() for w in found)
    claims = pack.forms("conflict_words", "kind", "claim")
    negation = pack.forms("polarity", "kind", "negation")
    cited = claims | pack.forms("conflict_words", "kind", "report")
    sentences = list(narrated(documents, pack, stopwords))
    seen: list[frozenset[str]] = []
    for document, denial in denials:
        if names_claim(document, denial, claims, pack):
            continue
        mine = words[denial.id]
        candidates = [
            (fit(mine, words[s.id], spread), d, s.content[0])
            for d, s in told
            if opposed(denial, s, links) and not meets(denial, s) and told_by_then(d, document)
            if not copied(document, denial, d, s.content[0]) and not negates(d, s, negation)
            if d != document or (answered(denial, s, links) and not cites(d, s, cited))
        ]
        if max((c[0] for c in candidates), default=0.0) < SHARED:
            elsewhere = ((d, span, found) for d, span, found in sentences if d != document and told_by_then(d, document))
            candidates = [(fit(mine, found, spread), d, span) for d, span, found in elsewhere]
            candidates = [c for c in candidates if c[0] >= SHARED and not copied(document, denial, c[1], c[2])]
            candidates = [c for c in candidates if not own_words(denial, c[1], c[2], links)]
        best = max(candidates, key=lambda c: (c[0], c[1].id == document.id, c[1].id, c[2]), default=None)
        if best is None or best[0] < SHARED or any(len(mine & told) >= SAME_DENIAL * min(len(mine), len(told)) for told in seen):
            continue
        seen.append(mine)
        yield Conflict(
            kind="denial", about=" ".join(denial.content[0].of(document.text).split()[:12]), relation="contradiction",
            a=Evidence(best[1].id, best[2]), b=Evidence(document.id, denial.content[0]), why="denied",
            details={"who": denial.speaker.span.of(document.text) if denial.speaker else ""}, by="conflicts@1:denial",
        )  # fmt: skip


def excludes(statement: Statement) -> bool:
    """Whether "ruled out" takes a noun: who excludes somebody denies nothing."""
    return (statement.cue_row or "").startswith("rule-out") and "that" not in statement.by


def own_words(denial: Statement, document: Document, span: Span, links: Links) -> bool:
    """Whether a sentence tells what the denier himself says."""
    speaker = links.speaker_entity.get(denial.id)
    there = (s for s in document.statements if s.cue and span.covers(s.cue))
    return speaker is not None and any(links.speaker_entity.get(s.id) == speaker for s in there)


def copied(one: Document, denial: Statement, two: Document, span: Span) -> bool:
    """Whether what is denied stands there word for word: then it is not denied, but told once more."""
    return not runs(one, denial.content[0]).isdisjoint(runs(two, span))


def runs(document: Document, span: Span) -> set[tuple[str, ...]]:
    """All runs of so many words in a span."""
    words = [t.norm for t in document.tokens_in(span) if t.kind == Kind.WORD]
    return {tuple(words[n : n + COPIED]) for n in range(len(words) - COPIED + 1)}


def negates(document: Document, statement: Statement, negation: frozenset[str]) -> bool:
    """Whether a statement itself opens with a "not": it says what the denial says."""
    return any(t.norm in negation for t in document.tokens_in(statement.content[0])[:OPENING])


def told_by_then(other: Document, denying: Document) -> bool:
    """Whether the other article came out before the denial, or soon after: what is denied was told by then."""
    day, denied = (other.publication.date or "")[:10], (denying.publication.date or "")[:10]
    return not day or not denied or day <= denied or days_apart(day, denied) <= LATER


def cites(document: Document, statement: Statement, claims: frozenset[str]) -> bool:
    """Whether a statement itself speaks of claims: the denier's own words about what is said."""
    return any(t.norm in claims for c in statement.content for t in document.tokens_in(c))


def names_claim(document: Document, denial: Statement, claims: frozenset[str], pack: Pack) -> bool:
    """Whether the denial itself names the claim that it denies."""
    content = denial.content[0]
    return any(known_form(t.norm, pack.affixes, claims) in claims for t in document.tokens_in(content)[:3])


def around(statement: Statement) -> Span:
    """From cue to content."""
    cue = statement.cue or statement.content[0]
    return Span(min(cue.start, statement.content[0].start), max(cue.end, statement.content[-1].end))


def meets(denial: Statement, other: Statement) -> bool:
    """Whether the other statement stands where the denial stands."""
    return any(around(denial).overlaps(c) for c in other.content) or any(around(other).overlaps(c) for c in denial.content)


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
    inside = [t for c in statement.content for t in document.tokens_in(c)]
    return stems(inside, pack.affixes, stopwords)


def fit(a: frozenset[str], b: frozenset[str], spread: Counter[str]) -> float:
    """Weighted share of the shorter content that both have; 0 where too little is in common."""
    common = a & b
    if len(common) < FEWEST:
        return 0.0

    def weight(words: frozenset[str]) -> float:
        return sum(1 / (1 + spread[w] / 8) for w in words)

    return weight(common) / weight(a)


def opposed(denial: Statement, other: Statement, links: Links) -> bool:
    """Whether the other statement may be what is denied: another speaker's, and no denial or holder of this one."""
    if other.act == "deny" or other.id == denial.id or denial.id == other.nested_in or other.id == denial.nested_in:
        return False
    mine, theirs = links.speaker_entity.get(denial.id), links.speaker_entity.get(other.id)
    return mine is None or mine != theirs


def answered(denial: Statement, other: Statement, links: Links) -> bool:
    """Whether two known speakers of one article stand against each other; else the denier may only cite what is said."""
    mine, theirs = links.speaker_entity.get(denial.id), links.speaker_entity.get(other.id)
    return mine is not None and theirs is not None and mine != theirs
