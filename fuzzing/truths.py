"""What must hold of whatever is read and found: each function gives what is wrong in words, nothing where all is well."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec

from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.read.records import Record


def spans_of(thing: Any, where: str = "") -> Iterator[tuple[str, Span]]:
    """Every span that stands anywhere in a struct, with the way to it."""
    if isinstance(thing, Span):
        yield where, thing
    elif isinstance(thing, msgspec.Struct):
        for name in thing.__struct_fields__:
            yield from spans_of(getattr(thing, name), f"{where}.{name}")
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from spans_of(value, f"{where}[{key!r}]")
    elif isinstance(thing, list | tuple):
        for number, value in enumerate(thing):
            yield from spans_of(value, f"{where}[{number}]")


def record_faults(record: Record) -> list[str]:
    """A record has one end, and its article is true to what it says of itself."""
    article, outcome = record.article, record.outcome
    wrong = []
    if (article is not None) != (outcome.fate == "kept"):
        wrong.append(f"{outcome.fate} and an article of {article and len(article.text)} characters")
    if bool(outcome.reason) != (article is None):
        wrong.append(f"reason {outcome.reason!r} of a record that is {outcome.fate}")
    if outcome.reason == "broken-page":
        wrong.append(f"the reader of pages stumbled: {outcome.detail}")
    texts = [outcome.path, outcome.reason, outcome.detail, *(t for i in record.issues for t in (i.path, i.code, i.detail))]
    wrong += [f"{text!r} cannot be written as UTF-8" for text in texts if not writable(text)]
    return wrong + (article_faults(article) + _issue_faults(record) if article is not None else [])


def _issue_faults(record: Record) -> list[str]:
    assert record.article is not None
    size = len(record.article.text)
    return [f"issue {i.code} at {i.span}" for i in record.issues if i.span is not None and not 0 <= i.span.start < i.span.end <= size]


def writable(text: str) -> bool:
    """Whether a text has no lone surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def article_faults(article: Article) -> list[str]:
    """Texts can be written, spans lie in the text, pieces follow each other inside it."""
    size = len(article.text)
    fields = ("path", "text", "url", "outlet", "published", "retrieved", "updated", "encoding", "media_type")
    wrong = [f"{name} cannot be written as UTF-8" for name in fields if not writable(getattr(article, name) or "")]
    wrong += [f"{n} at {s}" for n in ("title", "byline") if (s := getattr(article, n)) is not None and not 0 <= s.start < s.end <= size]
    for post in article.posts:
        wrong += [f"post's {n} cannot be written" for n in ("text", "author", "handle", "url") if not writable(getattr(post, n) or "")]
    end = 0
    for piece in article.source_map:
        if not end <= piece.start <= piece.start + piece.size <= size:
            wrong.append(f"{piece} after {end} in {size} characters")
        end = piece.start + piece.size
    return wrong


def document_faults(document: Document) -> list[str]:
    """Every span lies in the text, parts lie in their wholes, ids that are named are there."""
    size = len(document.text)
    wrong = [f"document{where} at {s} of {size}" for where, s in spans_of(document, "") if not 0 <= s.start <= s.end <= size]
    return wrong or [*_parts(document), *_layers(document), *_layout(document), *_statements(document)]


def _parts(document: Document) -> Iterator[str]:
    """Tokens, sentences and quotations."""
    for a, b in pairwise(document.tokens):
        # The words of one ligature stand at the same place.
        if not (a.start < a.end and a.start <= b.start and a.end <= b.end):
            yield f"tokens {a.start}-{a.end} and {b.start}-{b.end}"
    for s, t in pairwise(document.sentences):
        if s.end > t.start or s.last > t.first:
            yield f"sentences {s.span} and {t.span}"
    for sentence in document.sentences:
        if not sentence.start < sentence.end or not 0 <= sentence.first <= sentence.last <= len(document.tokens):
            yield f"sentence {sentence}"
    for quote in document.quotes:
        if not quote.outer.covers(quote.inner):
            yield f"quotation {quote}"


def _layers(document: Document) -> Iterator[str]:
    ids = {s.id for s in document.statements}
    for name in ("mentions", "times", "quantities", "labels"):
        for finding in getattr(document, name):
            if finding.span.size == 0 or not finding.by:
                yield f"{name}: {finding}"
    for quantity in document.quantities:
        if quantity.statement is not None and quantity.statement not in ids:
            yield f"quantity of no statement: {quantity}"
    for label in document.labels:
        if label.statement is not None and label.statement not in ids:
            yield f"label of no statement: {label}"


def _layout(document: Document) -> Iterator[str]:
    for a, b in pairwise(document.layout.body):
        if a.end > b.start:
            yield f"body {a} and {b}"
    for span in document.layout.body:
        for cut in document.layout.furniture:
            if cut.span.overlaps(span) and cut.kind not in ("dateline",):
                yield f"body {span} over furniture {cut}"


def _statements(document: Document) -> Iterator[str]:
    known = {s.id: s for s in document.statements}
    if len(known) != len(document.statements):
        yield "two statements of one id"
    for s in document.statements:
        if not s.content and s.cue is None:
            yield f"a statement of nothing: {s.id}"
        for a, b in pairwise(s.content):
            if a.end > b.start:
                yield f"content {a} and {b}"
        if s.source is not None and s.source_phrase is not None and not s.source_phrase.covers(s.source):
            yield f"source {s.source} outside its phrase {s.source_phrase}"
        if s.nested_in is not None:
            outer = known.get(s.nested_in)
            if outer is None:
                yield f"{s.id} nested in nothing"
            elif s.content and outer.content and not outer.content[0].start <= s.content[0].start < outer.content[-1].end:
                yield f"{s.content} nested in {outer.content}"
