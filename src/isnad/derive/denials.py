"""Denials: a statement that denies, against what it denies: another's statement, a fact told elsewhere, or the claim it names.

Three ways: the denial's content meets the content of another statement or sentence; the denial names the claim itself
("denied the reports that …"), and both positions stand in it; a pronoun points back at what the sentence told before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from isnad.lang.pack import Pack
from isnad.lang.terms import Terms, likeness, term_reader
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.span import Span, trim
from isnad.model.text import Token
from isnad.text.stems import known_form, stems

SHARED = 0.55
"""Share of the denial's weighted stems that the other must have."""
SAME_DENIAL = 0.7
"""Share of the shorter denial's stems from which on two are one, told twice."""
FEWEST = 3
"""Fewest stems in common."""
NAMED = 14
"""Tokens after the verb within which the denied claim is named."""
LONGEST, SHORTEST = 160, 12
"""Characters of what is denied."""


def find_denials(documents: Sequence[Document], links: Links, pack: Pack) -> Iterator[Conflict]:
    """Each denial with what it fits best: a statement of another speaker, else a sentence that tells it as a fact."""
    told = [(d, s) for d in documents for s in d.statements if s.content]
    denials = [(d, s) for d, s in told if s.act == "deny"]
    if not denials:
        return
    stopwords = pack.forms("stopwords")
    words = {s.id: content_stems(d, s, pack, stopwords) for d, s in told}
    spread = Counter(w for found in words.values() for w in found)
    claims = pack.forms("conflict_words", "kind", "claim")
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
            if opposed(denial, s, links) and not meets(denial, s)
            if d != document or (answered(denial, s, links) and not cites(d, s, cited))
        ]
        if max((c[0] for c in candidates), default=0.0) < SHARED:
            candidates = [(fit(mine, found, spread), d, span) for d, span, found in sentences if d != document]
        best = max(candidates, key=lambda c: (c[0], c[1].id == document.id, c[1].id, c[2]), default=None)
        if best is None or best[0] < SHARED or any(len(mine & told) >= SAME_DENIAL * min(len(mine), len(told)) for told in seen):
            continue
        seen.append(mine)
        yield Conflict(
            kind="denial", about=" ".join(denial.content[0].of(document.text).split()[:12]), relation="contradiction",
            a=Evidence(best[1].id, best[2]), b=Evidence(document.id, denial.content[0]), why="denied",
            details={"who": denial.speaker.span.of(document.text) if denial.speaker else ""}, by="conflicts@1:denial",
        )  # fmt: skip


class NamedDenials:
    """Denials that hold what they deny in their own sentence; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        self.words = {
            k: pack.forms("conflict_words", "kind", k)
            for k in ("deny", "deny-it", "that", "claim", "claimed", "or", "report", "of-what", "what")
        }
        self.affixes, self.terms = pack.affixes, term_reader(pack)
        self.denying = self.words["deny"] | self.words["deny-it"]
        self.naming = self.words["claim"] | self.words["report"]

    def find(self, documents: Sequence[Document], links: Links) -> Iterator[Conflict]:
        """One conflict for each claim that is denied, by its fullest telling in a text."""
        found = [(d, *pair) for d in documents for pair in self.of_document(d)]
        found.sort(key=lambda f: (in_title(f[0], f[1]), f[0].publication.date or "9999", -f[1].size, f[0].path))
        shown: list[tuple[str, Terms]] = []
        for document, claim, denial in found:
            terms = self.terms.read(document, links.mention_entity).inside(claim)
            day = document.publication.date or ""
            if len(terms) >= FEWEST - 1 and all(day != other_day or likeness(terms, other, {}) < SHARED for other_day, other in shown):
                shown.append((day, terms))
                yield named_denial(document, claim, denial)

    def of_document(self, document: Document) -> Iterator[tuple[Span, Span]]:
        """(what is denied, who denies it) within sentences of the document."""
        for sentence in document.sentences:
            if not any(p.covers(sentence.span) for p in document.analysed):
                continue
            tokens = document.tokens[sentence.first : sentence.last]
            for at, token in enumerate(tokens):
                word = self.bare(token.norm)
                if word not in self.denying:
                    continue
                if any(t.norm in self.words["or"] for t in tokens[max(0, at - 2) : at]):
                    continue
                suffixed = word in self.words["deny-it"]
                if suffixed or self.points(tokens, at):
                    pair = before_it(document, sentence.span, tokens, at, suffixed)
                else:
                    pair = self.after_it(document, sentence.span, tokens, at)
                if pair is not None:
                    yield pair

    def bare(self, norm: str) -> str:
        """A folded word without its conjunction: verbs take no other particle without another meaning ("in order to deny")."""
        return norm[1:] if norm[:1] in self.affixes.conjunctions and norm[1:] in self.denying else norm

    def points(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the object of the verb is a pronoun that points back."""
        return any(t.norm in self.words["that"] for t in tokens[at + 1 : at + 2])

    def after_it(self, document: Document, sentence: Span, tokens: Sequence[Token], at: int) -> tuple[Span, Span] | None:
        """The claim that the denial names, from its noun to the end of the clause."""
        window = tokens[at + 1 : at + NAMED + 2]
        for number, token in enumerate(window[:-1]):
            following = [t.norm for t in window[number + 1 : number + 2]]
            if self.names(token.norm, following):
                claim = clause_from(document, Span(token.start, token.end), sentence)
                return (claim, Span(tokens[at].start, max(tokens[at].end, token.start - 1))) if claim.size >= SHORTEST else None
        return None

    def names(self, norm: str, following: Sequence[str]) -> bool:
        """Whether a word names a claim: by itself, with what it is about after it, or as "what was announced"."""
        if norm in self.words["what"]:
            return any(w in self.words["claimed"] for w in following)
        word = known_form(norm, self.affixes, self.naming)
        return word in self.words["claim"] or (word in self.words["report"] and any(w in self.words["of-what"] for w in following))


def before_it(document: Document, sentence: Span, tokens: Sequence[Token], at: int, suffixed: bool) -> tuple[Span, Span] | None:
    """What the sentence told before a denial that points back at it."""
    first = at if suffixed else max(0, at - 3)
    end = tokens[first].start
    start = max(sentence.start, end - LONGEST)
    while start > sentence.start and not document.text[start - 1].isspace():
        start += 1
        if start >= end:
            return None
    claim = trim(document.text, Span(start, end))
    denial = Span(tokens[first].start, tokens[min(at + 3, len(tokens) - 1)].end)
    return (claim, denial) if claim.size >= SHORTEST else None


def clause_from(document: Document, span: Span, sentence: Span) -> Span:
    """From a span to the end of its clause."""
    end, limit = span.end, min(sentence.end, span.start + LONGEST)
    while end < limit and document.text[end] not in "\u061b;.\n\u060c":
        end += 1
    return trim(document.text, Span(span.start, end))


def in_title(document: Document, span: Span) -> bool:
    """Whether a span stands in the headline."""
    return document.layout.title is not None and document.layout.title.covers(span)


def named_denial(document: Document, claim: Span, denial: Span) -> Conflict:
    """A claim and its denial in one sentence."""
    return Conflict(
        kind="denial", about=" ".join(claim.of(document.text).split()[:12]), relation="contradiction",
        a=Evidence(document.id, claim), b=Evidence(document.id, denial), why="denied-here",
        details={"who": denial.of(document.text)}, by="conflicts@2:denial named",
    )  # fmt: skip


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
