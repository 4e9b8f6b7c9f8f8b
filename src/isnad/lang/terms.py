"""What a stretch of text says, as terms that can be compared: senses and roots instead of spellings.

A term stands for all words of one root; roots of one sense (`word_senses.tsv`) are one term. A root that stands in two senses is
of the first: to look a word up by its own form first makes two terms of it and its derivations, and finds fewer conflicts.
Comparing is for contents of one story, where two roots with the same letters seldom meet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.span import Span, trim
from isnad.model.text import Kind, Token
from isnad.text.roots import root_of
from isnad.text.stems import light_stem

Terms = frozenset[str]
Rarity = Mapping[str, float]
SHORTEST = 2
"""Letters of the shortest word that says something."""
CLAUSE_MARKS = "\u060c\u061b,;.!\u061f\n"
"""Marks between clauses and sentences."""
KEPT = 128
"""Documents whose terms are remembered."""


class TermReader:
    """Gives tokens their terms; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        self._affixes, self._derivation = pack.affixes, pack.derivation
        self._stop = pack.forms("stopwords")
        self._senses = {self.root(row.folded): row.id for row in reversed(pack.table("word_senses").rows)}
        self._known: dict[str, str | None] = {}
        self._read: dict[str, tuple[Document, Mapping[tuple[str, Span], str], DocumentTerms]] = {}

    def root(self, norm: str) -> str:
        """The root of a folded word."""
        return root_of(light_stem(norm, self._affixes), self._derivation)

    def term(self, token: Token) -> str | None:
        """What a token is compared by; None for numbers, marks and words that say nothing."""
        if token.kind != Kind.WORD or len(token.norm) < SHORTEST:
            return None
        if token.norm not in self._known:
            self._known[token.norm] = self._word(token.norm)
        return self._known[token.norm]

    def _word(self, norm: str) -> str | None:
        stem = light_stem(norm, self._affixes)
        if norm in self._stop or stem in self._stop:
            return None
        root = root_of(stem, self._derivation)
        return self._senses.get(root, root)

    def read(self, document: Document, entities: Mapping[tuple[str, Span], str]) -> DocumentTerms:
        """All terms of a document in text order; names by their entity. The last documents are remembered: conclusions read each often."""
        kept = self._read.get(document.id)
        if kept is None or kept[0] is not document or kept[1] is not entities:
            if len(self._read) >= KEPT:
                self._read.clear()
            kept = self._read[document.id] = (document, entities, self._terms(document, entities))
        return kept[2]

    def _terms(self, document: Document, entities: Mapping[tuple[str, Span], str]) -> DocumentTerms:
        named = sorted((m.span, e) for m in document.mentions if (e := entities.get((document.id, m.span))))
        starts, terms = [], []
        at, known, word = 0, self._known, Kind.WORD
        for token in document.tokens:
            start = token.start
            while at < len(named) and named[at][0].end <= start:
                at += 1
            if at < len(named) and named[at][0].start < token.end:
                term: str | None = named[at][1]
            elif token.kind != word:
                continue
            else:
                norm = token.norm
                term = known[norm] if norm in known else self.term(token)
            if term is not None:
                starts.append(start)
                terms.append(term)
        return DocumentTerms(document, starts, terms)


@cache
def term_reader(pack: Pack) -> TermReader:
    """The reader of a pack, made once: it remembers the terms of the words it has met."""
    return TermReader(pack)


class DocumentTerms(msgspec.Struct, frozen=True):
    """A document's terms with where they start."""

    document: Document
    starts: list[int]
    terms: list[str]

    def inside(self, span: Span) -> Terms:
        """Terms of the words that start in a span."""
        return frozenset(self.terms[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)])


def rarity_of(frames: Iterable[Iterable[str]]) -> dict[str, float]:
    """Weight of each term: the fewer frames hold it, the more it says."""
    spread = Counter(term for frame in frames for term in frame)
    return {term: 2.0 / (1.0 + n**0.5) for term, n in spread.items()}


def likeness(a: Terms, b: Terms, rarity: Rarity) -> float:
    """Weight of the shared terms by that of the frame that says less, mixed with that of both together; 0 to 1."""
    common = weight(a & b, rarity)
    if not common:
        return 0.0
    left, right = weight(a, rarity), weight(b, rarity)
    return 0.5 * common / min(left, right) + 0.5 * common / (left + right - common)


def weight(terms: Iterable[str], rarity: Rarity) -> float:
    """Sum of the terms' weights; a term never seen weighs most."""
    return sum(rarity.get(t, 1.0) for t in terms)


def sentence_around(document: Document, span: Span) -> Span:
    """The sentence in which a span starts, else the span."""
    starts = [s.start for s in document.sentences]
    at = bisect_left(starts, span.start + 1) - 1
    return document.sentences[at].span if at >= 0 and document.sentences[at].end > span.start else span


def to_clause_end(document: Document, span: Span, limit: int) -> Span:
    """A span with what follows it up to the next mark between clauses, at most up to `limit`."""
    text, end = document.text, span.end
    limit = min(limit, len(text))
    while end < limit and (text[end] not in CLAUSE_MARKS or (text[end - 1].isdigit() and text[end + 1 : end + 2].isdigit())):
        end += 1
    return trim(text, Span(span.start, end))
