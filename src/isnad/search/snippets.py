"""Pieces of an article around what a query found, the words found marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from isnad.model.document import Document
from isnad.model.search import Snippet, Words
from isnad.model.span import Span, merge
from isnad.search.terms import Terms

AROUND = 90
"""Code points shown on each side of what was found; a piece ends between words."""
MOST = 3
"""Pieces shown of an article."""


def snippets(document: Document, terms: Terms, wanted: Iterable[Words]) -> tuple[Snippet, ...]:
    """The best pieces of title and body, in the order of the text.

    A piece that holds more different ones of the words wanted comes first; where nothing was found, the body's beginning.
    """
    text, parts = document.text, document.analysed
    marks = _marks(terms.of_document(document), list(wanted))
    if not marks:
        first = next(iter(document.layout.body or parts), None)
        if first is None:
            return ()
        span = _whole_words(text, Span(first.start, min(first.end, first.start + 2 * AROUND)), first)
        return (Snippet(span, span.of(text), ()),)
    windows: list[tuple[Span, set[int], list[Span]]] = []
    for span, number in sorted(marks):
        inside = next(p for p in parts if p.start <= span.start < p.end)
        if windows and windows[-1][0].end >= span.end and span.start - windows[-1][2][0].start <= 2 * AROUND:
            windows[-1][1].add(number)
            windows[-1][2].append(span)
        else:
            wide = Span(max(inside.start, span.start - AROUND), min(inside.end, span.end + AROUND))
            windows.append((_whole_words(text, wide, inside), {number}, [span]))
    best = sorted(windows, key=lambda w: (-len(w[1]), -len(w[2]), w[0]))[:MOST]
    best.sort(key=lambda w: w[0])
    return tuple(Snippet(span, span.of(text), merge(m for m in found if span.covers(m))) for span, _, found in best)


def _marks(found: Sequence[tuple[str, Span]], sought: Sequence[Words]) -> list[tuple[Span, int]]:
    """Places of the words, with the number of what they belong to."""
    keys = [t for t, _ in found]
    out: list[tuple[Span, int]] = []
    for number, words in enumerate(sought):
        *before, last = words.terms
        size = len(before)
        # The last word is looked for first: most texts hold few of it, and only there are those before it compared.
        ends = [n for n, key in enumerate(keys) if n >= size and (key == last or (words.prefix and key.startswith(last)))]
        out += [(Span(found[n - size][1].start, found[n][1].end), number) for n in ends if keys[n - size : n] == before]
    return out


def _whole_words(text: str, span: Span, inside: Span) -> Span:
    """The span, cut at spaces."""
    start, end = span
    while start > inside.start and not text[start - 1].isspace() and start < end:
        start += 1
    while end < inside.end and not text[end].isspace() and end > start:
        end -= 1
    return Span(start, end) if end > start else span
