"""The tables of a result: their columns, the rows that a document gives, and Parquet files of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from isnad.model.document import Document
from isnad.model.findings import Bounds, Hop, Quantity, Statement
from isnad.model.outcome import marks
from isnad.model.span import Span

Row = dict[str, Any]
Columns = Mapping[str, str]

TEXT, COUNT, SHARE, YES, DAY = "string", "int64", "double", "bool", "date32[day]"
PLACE = {"start": COUNT, "end": COUNT, "by": TEXT}
WHERE = {"article": TEXT, "outlet": TEXT, "day": DAY}

TABLES: dict[str, Columns] = {
    "articles": {
        "id": TEXT, "path": TEXT, "url": TEXT, "outlet": TEXT, "title": TEXT, "day": DAY, "published": TEXT, "published_by": TEXT,
        "retrieved": TEXT, "wire": TEXT, "wire_credited": YES, "republished_from": TEXT, "marks": TEXT, "characters": COUNT, "text": TEXT,
        "story": TEXT,
    },
    "statements": {
        "id": TEXT, **WHERE, "story": TEXT, "speaker": TEXT, "speaker_id": TEXT, "speaker_words": TEXT, "speaker_form": TEXT,
        "speaker_start": COUNT, "speaker_end": COUNT,
        "source": TEXT, "cue": TEXT, "act": TEXT, "commitment": TEXT, "direct": YES, "content": TEXT, "chain": TEXT, "nested_in": TEXT,
        **PLACE,
    },
    "quantities": {
        **WHERE, "story": TEXT, "words": TEXT, "min": SHARE, "max": SHARE, "approximate": YES, "bound": TEXT, "unit": TEXT, "counts": TEXT,
        "event": TEXT, "statement": TEXT, **PLACE,
    },
    "times": {**WHERE, "words": TEXT, "value": TEXT, **PLACE},
    "mentions": {**WHERE, "words": TEXT, "type": TEXT, "fine": TEXT, "role": TEXT, "entity": TEXT, "name": TEXT, **PLACE},
    "failures": {"path": TEXT, "reason": TEXT, "detail": TEXT},
    "reuse": {
        "a": TEXT, "b": TEXT, "a_outlet": TEXT, "b_outlet": TEXT, "a_day": DAY, "b_day": DAY, "kind": TEXT, "share": SHARE,
        "a_share": SHARE, "b_share": SHARE, "direction": TEXT, "passages": COUNT, "why": TEXT,
    },
    "stories": {"id": TEXT, "title": TEXT, "articles": COUNT, "first": DAY, "last": DAY, "names": TEXT},
    "entities": {"id": TEXT, "type": TEXT, "name": TEXT, "latin": TEXT, "articles": COUNT, "mentions": COUNT, "forms": TEXT},
}  # fmt: skip
"""Table to its columns with their Arrow types. Columns of links (`story`, `speaker`, `entity` …) are empty until they are told."""

OF_DOCUMENTS = ("articles", "statements", "quantities", "times", "mentions")


def rows_of(document: Document) -> dict[str, list[Row]]:
    """The rows that one document gives, by table, without links."""
    where: Row = {"article": document.id, "outlet": document.outlet, "day": day_of(document)}
    return {
        "articles": [_article(document)],
        "statements": [where | _statement(document, s) for s in document.statements],
        "quantities": [where | _quantity(document, q) for q in document.quantities],
        "times": [where | {"words": t.span.of(document.text), "value": t.value, **_place(t.span, t.by)} for t in document.times],
        "mentions": [
            where
            | {"words": m.span.of(document.text), "type": m.type, "fine": m.fine, "role": _words(document, m.role), **_place(m.span, m.by)}
            for m in document.mentions
        ],
    }


def day_of(document: Document) -> datetime.date | None:
    """The day of publication, where the article alone tells it."""
    return as_day(document.publication.date)


def as_day(told: str | None) -> datetime.date | None:
    """The day of an ISO date or date-time; None where it is less than a day."""
    try:
        return datetime.date.fromisoformat((told or "")[:10])
    except ValueError:
        return None


def _article(document: Document) -> Row:
    article, layout, publication = document.article, document.layout, document.publication
    wire = layout.wires[0] if layout.wires else None
    return {
        "id": article.id, "path": article.path, "url": article.url, "outlet": layout.outlet or article.outlet,
        "title": _words(document, layout.title), "day": day_of(document), "published": publication.date,
        "published_by": publication.by or None, "retrieved": article.retrieved, "wire": wire.agency if wire else None,
        "wire_credited": wire.credited if wire else None, "republished_from": _words(document, layout.republished_from),
        "marks": marks(issue.code for issue in document.issues), "characters": len(article.text), "text": article.text,
    }  # fmt: skip


def _statement(document: Document, statement: Statement) -> Row:
    speaker, content = statement.speaker, statement.content
    return {
        "id": statement.id, "speaker_words": _words(document, speaker.span) if speaker else None,
        "speaker_start": speaker.span.start if speaker else None, "speaker_end": speaker.span.end if speaker else None,
        "speaker_form": speaker.form if speaker else "unnamed", "source": _words(document, statement.source),
        "cue": _words(document, statement.cue), "act": statement.act, "commitment": statement.commitment, "direct": statement.direct,
        "content": " … ".join(s.of(document.text) for s in content), "chain": " ← ".join(_hop(document, h) for h in statement.chain),
        "nested_in": statement.nested_in, "start": content[0].start if content else None, "end": content[-1].end if content else None,
        "by": statement.by,
    }  # fmt: skip


def _hop(document: Document, hop: Hop) -> str:
    return f"{hop.role}: {_words(document, hop.span) or hop.name or ''}".rstrip(": ")


def _quantity(document: Document, quantity: Quantity) -> Row:
    value = quantity.value
    low, high = (value.min, value.max) if isinstance(value, Bounds) else (value, value)
    return {
        "words": quantity.span.of(document.text), "min": low, "max": high, "approximate": quantity.approximate, "bound": quantity.bound,
        "unit": quantity.unit, "counts": _words(document, quantity.counts), "event": quantity.event, "statement": quantity.statement,
        **_place(quantity.span, quantity.by),
    }  # fmt: skip


def _place(span: Span, by: str) -> Row:
    return {"start": span.start, "end": span.end, "by": by}


def _words(document: Document, span: Span | None) -> str | None:
    return None if span is None else span.of(document.text)


def write_table(path: Path, table: str, rows: Iterable[Row]) -> int:
    """Rows as a Parquet file (zstd), columns in the order of `TABLES`; gives how many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    held = list(rows)
    kinds: dict[str, Any] = {TEXT: pa.string(), COUNT: pa.int64(), SHARE: pa.float64(), YES: pa.bool_(), DAY: pa.date32()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in TABLES[table].items()])
    made = pa.table({f.name: pa.array([_value(r.get(f.name)) for r in held], f.type) for f in schema}, schema=schema)
    pq.write_table(made, path, compression="zstd")
    return len(held)


def _value(value: Any) -> Any:
    """A text that can be encoded: lone surrogates become question marks."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value


def read_table(path: Path) -> list[Row]:
    """All rows of a Parquet file."""
    import pyarrow.parquet as pq

    found: list[Row] = pq.read_table(path).to_pylist()
    return found
