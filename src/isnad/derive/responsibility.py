"""Attribution: an act told as unexplained or unclaimed in one place, as claimed or blamed on someone in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from isnad.lang.pack import Pack
from isnad.model.account import Conflict, Evidence
from isnad.model.document import Document
from isnad.model.span import Span

KNOWN = ("claimed", "blamed")


class Sign(msgspec.Struct, frozen=True):
    """A phrase of responsibility in a document."""

    document: Document
    kind: str
    """`unknown`, `unclaimed`, `claimed`, `blamed`."""
    span: Span
    row: str

    @property
    def day(self) -> str:
        """Publication day, for the order."""
        return (self.document.publication.date or "9999")[:10]


def find_attributions(documents: Sequence[Document], pack: Pack) -> Iterator[Conflict]:
    """Each unexplained or unclaimed act with its first two explanations in other articles."""
    rows = pack.table("responsibility").rows
    signs: list[Sign] = []
    for document in documents:
        for hit in document.hits.get("responsibility", ()):
            if any(part.covers(hit.span) for part in document.analysed):
                row = rows[hit.row]
                signs.append(Sign(document, row["kind"], clause(document, hit.span), row.where))
    known = sorted((s for s in signs if s.kind in KNOWN), key=lambda s: (s.day, s.document.path, s.span))
    for sign in signs:
        if sign.kind in KNOWN:
            continue
        fitting = [k for k in known if fits(sign, k)]
        first = list({k.document.id: k for k in reversed(fitting)}.values())[::-1][:2]
        for other in first:
            yield Conflict(
                kind="attribution", about=sign.span.of(sign.document.text)[:80],
                relation="update" if other.day >= sign.day else "contradiction",
                a=Evidence(sign.document.id, sign.span), b=Evidence(other.document.id, other.span), why=f"{sign.kind}-then-{other.kind}",
                by=f"conflicts@1:attribution {other.row}",
            )  # fmt: skip


def fits(sign: Sign, other: Sign) -> bool:
    """An unclaimed act is answered by a claim only; an unknown cause by a claim or a blame; in another article."""
    if sign.document.id == other.document.id:
        return False
    return other.kind == "claimed" if sign.kind == "unclaimed" else True


def clause(document: Document, span: Span) -> Span:
    """The phrase with what follows it, up to the next comma or stop, at most 80 characters on."""
    end = span.end
    limit = min(len(document.text), span.end + 80)
    while end < limit and document.text[end] not in ".\u060c\u061b,;\n\u061f!":
        end += 1
    while end > span.end and document.text[end - 1].isspace():
        end -= 1
    return Span(span.start, end)
