"""The text of an article with its findings marked: cut wherever a mark begins or ends, each piece with the marks that cover it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from markupsafe import Markup

from isnad.export.catalogue import Catalogue
from isnad.export.odd_characters import Marker
from isnad.model.document import Document
from isnad.model.span import Span, merge
from isnad.web.views.places import anchor

WINDOW = 24_000
"""Characters of one page; longer articles have several."""
KINDS = ("said", "name", "time", "quantity", "label", "copied", "furniture")
"""Marks that can be switched on and off, in the order in which they are offered."""


class Mark(msgspec.Struct, frozen=True):
    """Characters and what they are marked as (CSS classes)."""

    span: Span
    kind: str


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Characters that carry the same marks."""

    text: Markup
    span: Span
    kinds: str
    """CSS classes; empty for plain text."""
    anchors: tuple[str, ...]
    """Ids of findings that begin here."""

    @property
    def blank(self) -> bool:
        """Whether there is nothing to click on."""
        return not self.text.strip()


def marks_of(document: Document, copied: Iterable[Span] = ()) -> Iterator[Mark]:
    """Everything that is marked in a document; `copied` are passages that stand in other articles too."""
    if document.layout.title is not None:
        yield Mark(document.layout.title, "headline")
    for statement in document.statements:
        yield from (Mark(span, "said direct" if statement.direct else "said") for span in statement.content)
        yield from (Mark(span, kind) for span, kind in ((statement.cue, "said cue"), (statement.source, "said source")) if span)
    yield from (Mark(m.span, f"name {m.type}") for m in document.mentions)
    yield from (Mark(t.span, "time") for t in document.times)
    yield from (Mark(q.span, "quantity") for q in document.quantities)
    yield from (Mark(label.span, "label") for label in document.labels)
    yield from (Mark(f.span, "furniture") for f in document.layout.furniture)
    yield from (Mark(span, "copied") for span in merge(copied))


def window(text: str, at: Span | None, part: int) -> tuple[Span, int, int]:
    """The characters of a page, its number and how many there are; those that hold `at`, else those of a page number from 1."""
    cuts = [0]
    while len(text) - cuts[-1] > WINDOW * 1.25:
        cuts.append(_line_end(text, cuts[-1] + WINDOW))
    cuts.append(len(text))
    spans = [Span(a, b) for a, b in itertools.pairwise(cuts)] or [Span(0, 0)]
    number = min(max(part, 1), len(spans))
    if at is not None:
        number = next((n for n, s in enumerate(spans, 1) if s.start <= at.start < s.end), number)
    return spans[number - 1], number, len(spans)


def _line_end(text: str, start: int) -> int:
    """After the next line break or space, at most a sixth of a window further on."""
    reach = start + WINDOW // 6
    for sign in ("\n", " "):
        found = text.find(sign, start, reach)
        if found >= 0:
            return found + 1
    return reach


def pieces(text: str, marks: Iterable[Mark], within: Span, say: Catalogue, here: Span | None = None) -> list[Piece]:
    """The characters of `within`, cut where a mark begins or ends; `here` is the place that the reader asked for.

    What is odd about a character is told by the whole text, and made visible instead of obeyed.
    """
    held = [m for m in marks if m.span.overlaps(within) and m.span.size]
    if here is not None:
        held.append(Mark(here, "here"))
    opening: dict[int, list[Mark]] = {}
    cuts = {within.start, within.end}
    for mark in held:
        start = max(mark.span.start, within.start)
        opening.setdefault(start, []).append(mark)
        cuts |= {start, min(mark.span.end, within.end)}
    active: list[Mark] = []
    marker = Marker(text, say, lost="\ufffd")
    out = []
    for start, end in itertools.pairwise(sorted(cuts)):
        begun = opening.get(start, [])
        active = [m for m in active if m.span.end > start] + begun
        out.append(Piece(text=marker.part(start, end), span=Span(start, end), kinds=_classes(active), anchors=_anchors(begun, here)))
    return out


def _classes(marks: Sequence[Mark]) -> str:
    return " ".join(dict.fromkeys(word for mark in marks for word in mark.kind.split()))


def _anchors(begun: Sequence[Mark], here: Span | None) -> tuple[str, ...]:
    """Ids of what begins here, each once; the place that was asked for goes first."""
    spans = [m.span for m in begun if m.kind not in ("furniture", "headline", "copied")]
    return tuple(dict.fromkeys(anchor(s) for s in sorted(spans, key=lambda s: (s != here, s))))
