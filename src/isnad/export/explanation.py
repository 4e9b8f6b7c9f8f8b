"""Why something was marked: the findings at a place of a document, each with the rule that made it and the table row behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.findings import Bounds, Statement
from isnad.model.span import Span

FindingKind = Literal["name", "time", "quantity", "furniture", "label", "statement"]


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A finding and what made it."""

    kind: FindingKind
    span: Span
    """Of a statement from the beginning of its content to the end."""
    words: str
    """What stands there; of a statement its cue."""
    what: str
    """Type of a name, kind of furniture, concept and voice of a label, event of a quantity, act of a statement."""
    value: str = ""
    """TIMEX3 value of a time, number of a quantity."""
    by: str
    rule: str = ""
    """The meaning of a time before it met a day."""
    id: str = ""
    """Of a statement."""
    row: str = ""
    """Table, line and id of the row that reported a statement."""
    cells: tuple[tuple[str, str], ...] = ()
    """The row's other columns."""
    speaker: str = ""
    speaker_form: str = ""
    speaker_by: str = ""


def explained_at(document: Document, place: Span, pack: Pack) -> Iterator[Explained]:
    """Every finding that overlaps a place: names, times, quantities, furniture, labels, statements."""
    text = document.text
    for m in document.mentions:
        if m.span.overlaps(place):
            kind = f"{m.type}/{m.fine}" if m.fine else m.type
            yield Explained(kind="name", span=m.span, words=m.span.of(text), what=kind, by=m.by)
    for t in document.times:
        if t.span.overlaps(place):
            yield Explained(kind="time", span=t.span, words=t.span.of(text), what="", value=t.value, by=t.by, rule=t.rule)
    for q in document.quantities:
        if q.span.overlaps(place):
            yield Explained(
                kind="quantity", span=q.span, words=q.span.of(text), what=q.event or "", value=_number(q.value), by=q.by,
            )  # fmt: skip
    for f in document.layout.furniture:
        if f.span.overlaps(place):
            yield Explained(kind="furniture", span=f.span, words=f.span.of(text), what=f.kind, by=f.by)
    for label in document.labels:
        if label.span.overlaps(place):
            yield Explained(kind="label", span=label.span, words=label.label, what=f"{label.concept}/{label.voice}", by=label.by)
    for statement in document.statements:
        spans = [*statement.content, *([statement.cue] if statement.cue else []), *([statement.source] if statement.source else [])]
        if any(s.overlaps(place) for s in spans):
            yield explained_statement(document, statement, pack)


def explained_statement(document: Document, statement: Statement, pack: Pack) -> Explained:
    """A statement, with the row of its cue and how its speaker was found."""
    row = None
    if statement.cue_row and "statement_cues" in pack.tables:
        row = next(iter(pack.table("statement_cues").by_id.get(statement.cue_row, ())), None)
    speaker = statement.speaker
    content = statement.content or (statement.cue or Span(0, 0),)
    return Explained(
        kind="statement", id=statement.id, span=Span(content[0].start, content[-1].end), what=statement.act, by=statement.by,
        words=statement.cue.of(document.text) if statement.cue else "",
        row=row.where if row else "", cells=tuple((k, v) for k, v in row.cells.items() if k != "id") if row else (),
        speaker=speaker.span.of(document.text) if speaker else "", speaker_form=speaker.form if speaker else "",
        speaker_by=speaker.by if speaker else "",
    )  # fmt: skip


def _number(value: float | Bounds) -> str:
    """A number or its limits, open ones left out."""
    if not isinstance(value, Bounds):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"
    low, high = ("" if v is None else _number(v) for v in (value.min, value.max))
    return f"{low}–{high}"
