"""From the places that judgements name to the findings that stand there now.

Rules get better, and a statement's content grows or shrinks by some words: a place stands for the finding that shares most
of its characters, at least half of both together.
"""

from __future__ import annotations

from collections.abc import Mapping

from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.judgement import place_of
from isnad.model.span import Span

SHARED = 0.5
"""Part of the characters of both that must be the same."""


def likeness(a: Span, b: Span) -> float:
    """Shared characters, as part of those of both together."""
    together = a.size + b.size - a.shared(b)
    return a.shared(b) / together if together else float(a == b)


def same_place(a: Span, b: Span) -> bool:
    """Whether one stands for the other."""
    return likeness(a, b) >= SHARED


def whole(statement: Statement) -> Span:
    """From the first to the last character of what is said."""
    return Span(statement.content[0].start, statement.content[-1].end)


def statement_at(documents: Mapping[str, Document], anchor: str) -> tuple[Document, Statement] | None:
    """The document and statement at a place anchor; None where there is none."""
    place = place_of(anchor)
    if place is None or place[0] not in documents:
        return None
    document = documents[place[0]]
    told = [(likeness(whole(s), place[1]), s) for s in document.statements if s.content]
    best, statement = max(told, key=lambda t: (t[0], t[1].id), default=(0.0, None))
    return (document, statement) if statement is not None and best >= SHARED else None
