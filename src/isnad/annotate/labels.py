"""Words that take sides, with the voice that uses them: the outlet's own, or one that it reports."""

from __future__ import annotations

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.model.findings import Label, Reported
from isnad.model.span import Cover, Span
from isnad.model.text import Hit
from isnad.text.scanner import longest

STAGE = "labels@1"
OF_A_STATE = "occupation"
"""Stance of words whose bare form is another's where a nationality follows."""
PLAIN = frozenset({"name", "plain", "own-name", "acronym", "islamic", "army"})
"""Stances of words that are names: they may stand within a longer name."""


def label_finder(pack: Pack) -> Finder:
    """Read the label table; the finder adds `labels`."""
    rows = pack.table("labels").rows
    nationalities = pack.forms("nationalities")

    def is_label(hit: Hit, document: Document, names: Cover) -> bool:
        """Whether a form stands as a word of its own: not the later part of a name, nor before a nationality that makes it another's."""
        row, tokens = rows[hit.row], document.tokens
        if row["stance"] == OF_A_STATE and hit.last - hit.first == 1 and hit.last < len(tokens):
            after = tokens[hit.last].norm
            if after in nationalities or after.removeprefix(pack.affixes.article) in nationalities:
                return False
        return hit.last - hit.first > 1 or row["stance"] in PLAIN or not any(n.start < hit.span.start for n in names.of(hit.span))

    def find(document: Document) -> Document:
        told, quotes, parts = Reported(document.statements), Cover(q.inner for q in document.quotes), Cover(document.analysed)
        names = Cover(m.span for m in document.mentions)
        found = []
        for hit in longest(document.hits.get("labels", ())):
            if not parts.of(hit.span) or not is_label(hit, document, names):
                continue
            row = rows[hit.row]
            holder = told.at(hit.span)
            reported = holder is not None or within(hit.span, quotes)
            found.append(
                Label(
                    span=hit.span, concept=row.id, label=hit.span.of(document.text), voice="reported" if reported else "own",
                    by=f"{STAGE}:{row.where} {row['stance']}", statement=holder.id if holder else None, word=row["word"],
                    stance=row["stance"],
                )
            )  # fmt: skip
        return msgspec.structs.replace(document, labels=tuple(found))

    return find


def within(span: Span, quotes: Cover) -> bool:
    """Whether a place stands in a quotation."""
    return bool(quotes.of(span))
