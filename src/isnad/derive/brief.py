"""The brief: a few sentences in the articles' own words, each tied to spans and passed by the citation gate.

First the best opening, then figures that moved, then what several outlets carry, then what is denied. The only words that
are not an article's own come from the table of templates.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence

from isnad.derive.gate import content_words, gate
from isnad.lang.pack import Pack
from isnad.model.account import BriefSentence, Conflict, Evidence, Figure, FigureValue, Links
from isnad.model.document import Document
from isnad.model.findings import Bounds, Quantity, Statement
from isnad.model.span import Span
from isnad.text.folding import fold_form

LEAD = 320
FIGURES, CLAIMS, DENIALS, STEPS = 3, 3, 2, 4
REPEATED = 0.8
"""Share of its words from which on a statement only repeats the opening."""
MEASURED = frozenset({"price", "change"})
"""Measures whose numbers mean nothing without their unit."""


def write_brief(
    documents: Sequence[Document],
    links: Links,
    figures: Sequence[Figure],
    conflicts: Sequence[Conflict],
    pack: Pack,
) -> tuple[BriefSentence, ...]:
    """The brief of one account; every sentence has passed the citation gate."""
    if not documents:
        return ()
    writer = Writer(documents, links, pack)
    sentences = [*writer.lead(), *writer.figures(figures), *writer.claims(), *writer.denials(conflicts)]
    passed, _ = gate(sentences, {d.id: d.text for d in documents}, writer.free)
    return passed


class Writer:
    """Puts sentences together from spans and templates."""

    def __init__(self, documents: Sequence[Document], links: Links, pack: Pack) -> None:
        rows = pack.table("brief_templates").rows
        self.templates = {r.id: r.form for r in rows}
        self.free = frozenset(w for r in rows for w in content_words("".join(text for text, *_ in string.Formatter().parse(r.form))))
        self.documents = {d.id: d for d in documents}
        self.statements = {s.id: (d, s) for d in documents for s in d.statements}
        self.links = links
        self.opened: frozenset[str] = frozenset()
        """Words of the opening."""
        self.told: set[str] = set()
        """Statements of the claims that the brief has told: a denial among them is not told once more."""

    def fill(self, template: str, **values: str) -> str:
        """A template with its slots filled."""
        return self.templates[template].format(**values)

    def lead(self) -> Iterator[BriefSentence]:
        """The opening of the article that shares most with the others."""
        shared: dict[str, float] = dict.fromkeys(self.documents, 0.0)
        for reuse in self.links.reuse:
            shared[reuse.a] += reuse.share
            shared[reuse.b] += reuse.share
        story = max(self.links.stories, key=lambda s: len(s.articles), default=None)
        inside = [d for d in self.documents.values() if story is None or d.id in story.articles] or list(self.documents.values())
        ranked = sorted(inside, key=lambda d: (-shared[d.id], d.publication.date or "9999", d.path))
        for document in ranked:
            span = opening(document)
            if span is not None:
                self.opened = frozenset(content_words(span.of(document.text)))
                yield BriefSentence(text=span.of(document.text), evidence=(Evidence(document.id, span),), kind="lead")
                return

    def figures(self, figures: Sequence[Figure]) -> Iterator[BriefSentence]:
        """Figures told more than once, from the first to the last telling."""
        shown = [f for f in figures if f.measure in self.templates and len({v.article for v in f.values}) > 1]
        for figure in shown[:FIGURES]:
            steps = distinct([v for v in figure.values if v.kind != "new" and not isinstance(v.value, Bounds)])
            if not steps:
                continue
            steps = steps if len(steps) <= STEPS else [*steps[: STEPS - 1], steps[-1]]
            spans = [self.number(v) for v in steps]
            if figure.measure in MEASURED and any(span == v.span for v, span in zip(steps, spans, strict=True)):
                continue  # a bare number of a price says nothing
            values = f" {self.templates['then'].strip()} ".join(map(self.value, steps, spans))
            text = self.fill("growth", measure=self.templates[figure.measure], values=values)
            evidence = tuple(Evidence(v.article, span) for v, span in zip(steps, spans, strict=True))
            yield BriefSentence(text=text, evidence=evidence, kind="figure")

    def number(self, value: FigureValue) -> Span:
        """Where a number stands, with the unit that follows it where it is a price or another measured thing."""
        found = self.quantity(value)
        if found is None or found.unit is None or found.counts is None or not 0 <= found.counts.start - value.span.end <= 1:
            return value.span
        return Span(value.span.start, found.counts.end)

    def quantity(self, value: FigureValue) -> Quantity | None:
        """The quantity of a telling."""
        return next((q for q in self.documents[value.article].quantities if q.span == value.span), None)

    def value(self, value: FigureValue, span: Span) -> str:
        """A number in the article's words, with its bound."""
        found, words = self.quantity(value), span.of(self.documents[value.article].text)
        if found is not None and found.bound:
            return f"{self.templates[found.bound].strip()} {words}"
        return f"{self.templates['about'].strip()} {words}" if found is not None and found.approximate else words

    def claims(self) -> Iterator[BriefSentence]:
        """What most outlets carry, by its fullest telling that names cue and source; what the opening says already is left out."""
        ranked = sorted(self.links.claims, key=lambda c: (-c.tellers, -len(c.statements), c.id))
        count = 0
        for claim in ranked:
            told = [self.statements[s] for s in claim.statements if s in self.statements]
            good = [(d, s) for d, s in told if s.cue and (s.source_phrase or s.source) and s.content and content_size(s) <= LEAD]
            if not good or count == CLAIMS:
                continue
            document, statement = max(good, key=lambda p: (content_size(p[1]), p[0].path))
            words = {w for s in statement.content for w in content_words(s.of(document.text))}
            if statement.act != "deny" and len(words & self.opened) >= REPEATED * len(words):
                continue
            count += 1
            self.told.update(claim.statements)
            yield self.said(document, statement)

    def said(self, document: Document, statement: Statement) -> BriefSentence:
        """A statement as a sentence."""
        text = document.text
        source = statement.source_phrase or statement.source
        assert source is not None and statement.cue is not None
        content = " … ".join(c.of(text) for c in statement.content)
        content = self.fill("quoted", content=content) if statement.direct else content
        line = self.fill("said", cue=statement.cue.of(text), source=source.of(text), content=content)
        spans = (statement.cue, source, *statement.content)
        return BriefSentence(text=line, evidence=tuple(Evidence(document.id, s) for s in spans), kind="statement")

    def denials(self, conflicts: Sequence[Conflict]) -> Iterator[BriefSentence]:
        """What is denied."""
        denied = [c for c in conflicts if c.kind == "denial"]
        told: set[str] = set()
        for conflict in denied:
            document = self.documents[conflict.b.article]
            statement = next((s for s in document.statements if conflict.b.span in s.content), None)
            if statement is not None and statement.speaker is not None and statement.id not in self.told:
                who = statement.speaker.span
                text = self.fill("denied", source=who.of(document.text), content=conflict.b.span.of(document.text))
                if fold_form(text) in told or len(told) >= DENIALS:
                    continue
                told.add(fold_form(text))
                yield BriefSentence(text=text, evidence=(Evidence(document.id, who), conflict.b), kind="conflict")


def opening(document: Document) -> Span | None:
    """The first sentence of the body of a telling length, or its beginning."""
    for sentence in document.sentences:
        if sentence.span.size >= 40 and any(p.covers(sentence.span) for p in document.layout.body):
            if sentence.span.size <= LEAD:
                return sentence.span
            cut = document.text.rfind(" ", sentence.start, sentence.start + LEAD)
            return Span(sentence.start, cut if cut > sentence.start else sentence.start + LEAD)
    return None


def distinct(values: Sequence[FigureValue]) -> list[FigureValue]:
    """The tellings in order, each value once, stale ones left out."""
    seen: set[str] = set()
    out = []
    for value in values:
        key = fold_form(repr(value.value))
        if not value.stale and key not in seen:
            seen.add(key)
            out.append(value)
    return out


def content_size(statement: Statement) -> int:
    """Characters of a statement's content."""
    return sum(c.size for c in statement.content)
