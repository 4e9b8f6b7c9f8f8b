"""The content of a statement: where it ends, and what of its edges is not content."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from isnad.annotate.statement_cues import Opening
from isnad.annotate.statement_text import COMMAS, STOPS, View
from isnad.model.span import Span
from isnad.model.text import Quote

EDGES = " \t\r\n\u00a0\u060c,\u061b;:.!\u2026-\u2013\u2014\u200f\u200e"
RUN = 3
"""Sentences after a colon without quotation marks that may still be what is said."""
OPENERS = '\u00ab\u201c"\u201d\u201e\u00bb'


def content_span(view: View, opening: Opening, cuts: Sequence[int]) -> Span | None:
    """The content that an opening opens, up to the first cut (a token where another statement or an ascription begins)."""
    if opening.quote is not None:
        return quotation(view, opening.quote)
    first = opening.last
    if opening.kind == "colon":
        return trimmed(view, first, speech_end(view, first, clause_end(view, first + 1, cuts, first)))
    # An ascription right after the complementizer belongs to the content's clause ("that, according to X, …").
    end = clause_end(view, first + 1, cuts, first)
    if end <= first:
        return None
    return trimmed(view, first, end)


def speech_end(view: View, first: int, end: int) -> int:
    """Where what is said after a bare colon ends: it runs on over the sentences of the line up to one that reports, at most `RUN`."""
    sentence = view.sentence(first)
    if end < sentence.last:
        return end
    at = bisect_right(view.firsts, first)
    for following in view.document.sentences[at : at + RUN]:
        if following.line != sentence.line or any(i in view.reports or i in view.ascribed for i in range(following.first, following.last)):
            break
        end = following.last
    return end


def quotation(view: View, quote: Quote) -> Span | None:
    """What stands between the marks; where the closing mark is missing, up to the first stop before a reporting sentence."""
    inner = quote.inner
    if not quote.closed:
        end = next((s.start for s in view.sentences_in(quote.inner) if s.first in view.verbs), quote.inner.end)
        begun = range(view.before(inner.start) + 1, view.before(end))
        end = next((view.tokens[i].start for i in begun if i in view.verbs and view.is_mark(i - 1, STOPS)), end)
        inner = Span(inner.start, end)
    first = view.before(inner.start)
    if view.norm(first) in view.words.complement and first + 1 < len(view.tokens):
        inner = Span(min(view.tokens[first + 1].start, inner.end), inner.end)  # said “that …”
    return trim_edges(view.text, inner, stops=True)


def clause_end(view: View, after: int, cuts: Sequence[int], first: int | None = None) -> int:
    """Token after the content from `first` on: the sentence's end, later where a quotation runs over it, earlier at a cut.

    `cuts` are in order; those up to token `after` do not count.
    """
    first = after if first is None else first
    last = view.sentence(first).last
    at, cut = first, bisect_right(cuts, after)
    while at < last:
        cut = bisect_left(cuts, at, cut)
        opening = view.opening_from(at, last)
        if cut < len(cuts) and cuts[cut] <= min(opening, last - 1):
            return cuts[cut]
        if opening < last:
            close = view.token_at(view.quotes[opening].outer.end - 1)
            last = min(len(view.tokens), close + 1) if close >= last else last
            opening = max(opening, close)
        at = opening + 1
    return last


def trimmed(view: View, first: int, end: int) -> Span | None:
    """Tokens `[first, end)` without marks and joints at the edges, and without outer quotation marks."""
    dangling = view.words.dangling
    while end > first and (view.is_mark(end - 1, COMMAS + STOPS + ":-") or view.norm(end - 1) in dangling):
        end -= 1
    while first < end and view.is_mark(first, COMMAS + STOPS + ":-"):
        first += 1
    if first >= end:
        return None
    quote = view.quote_from(first)
    if quote is not None and view.token_at(quote.outer.end - 1) >= end - 1:
        return trim_edges(view.text, quote.inner, stops=True)
    return trim_edges(view.text, view.span(first, end), stops=False)


def trim_edges(text: str, span: Span, *, stops: bool) -> Span | None:
    """Without spaces, commas and stops at the edges."""
    start, end = span
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return Span(start, end) if end > start else None
