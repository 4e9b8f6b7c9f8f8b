"""Words that take sides, with the voice that uses them: the outlet's own, or one that it reports."""

from __future__ import annotations

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.model.findings import Label
from isnad.model.span import Cover
from isnad.text.scanner import longest

STAGE = "labels@1"


def label_finder(pack: Pack) -> Finder:
    """Read the label table; the finder adds `labels`."""
    rows = pack.table("labels").rows

    def find(document: Document) -> Document:
        found = []
        by_content = {c: s for s in document.statements for c in s.content}
        contents, quotes = Cover(by_content), Cover(q.inner for q in document.quotes)
        for hit in longest(document.hits.get("labels", ())):
            if not any(part.covers(hit.span) for part in document.analysed):
                continue
            row = rows[hit.row]
            around = contents.of(hit.span)
            holder = by_content[min(around, key=lambda c: c.size)] if around else None
            quoted = bool(quotes.of(hit.span))
            found.append(
                Label(
                    span=hit.span, concept=row.id, label=hit.span.of(document.text),
                    voice="reported" if holder is not None or quoted else "own",
                    by=f"{STAGE}:{row.where} {row['stance']}", statement=holder.id if holder else None,
                )
            )  # fmt: skip
        return msgspec.structs.replace(document, labels=tuple(found))

    return find
