"""What the index holds of an article: its terms by field and its outlet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from isnad.model.document import Document
from isnad.model.search import IndexRow
from isnad.model.span import Span
from isnad.search.terms import BREAK, Terms
from isnad.text.folding import fold_form

MOST = 40_000
"""Terms of a field that are kept; a server's text index takes a megabyte."""


def index_row(document: Document, terms: Terms) -> IndexRow:
    """The row of an article; `text` is the body, since headline and body are searched together."""
    found = terms.of_document(document)
    title = document.layout.title
    speakers = [s.speaker.span for s in document.statements if s.speaker] + [
        s.source_phrase for s in document.statements if s.source_phrase
    ]
    return IndexRow(
        outlet=fold_form(document.outlet or "").lower(),
        fields={
            "title": _joined(found, [title] if title else []),
            "text": _joined(found, document.layout.body),
            "said": _joined(found, [span for s in document.statements for span in s.content]),
            "speaker": _joined(found, sorted(set(speakers))),
            "about": _joined(found, [m.span for m in document.mentions]),
        },
    )


def _joined(found: list[tuple[str, Span]], parts: Iterable[Span]) -> str:
    """Terms that stand in each part, a break between parts."""
    out: list[str] = []
    size = 0
    starts = [s.start for _, s in found]
    for part in parts:
        # A part may begin inside a token, behind its conjunction.
        first = bisect_left(starts, part.start)
        first -= first > 0 and found[first - 1][1].end > part.start
        inside = [t for t, _ in found[first : bisect_left(starts, part.end)]]
        if inside and size < MOST:
            out.append(" ".join(inside[: MOST - size]))
            size += len(inside)
    return f" {BREAK} ".join(out)
