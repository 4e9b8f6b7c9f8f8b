"""The same direct quotation told differently: cut, joined or changed, as an aligned difference of words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

from rapidfuzz.distance import LCSseq

from isnad.model.account import AlteredQuote, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.span import Span
from isnad.model.text import Kind, Token

FEWEST = 4
"""Words of the shortest quotation that is compared."""
ALIKE = 0.5
"""Share of the shorter quotation's words that must stand in the other, in order."""


def altered_quotes(documents: Sequence[Document], links: Links) -> tuple[AlteredQuote, ...]:
    """Pairs of direct quotations within one claim, or of one speaker in copied passages, that differ."""
    told = {s.id: (d, s) for d in documents for s in d.statements if s.direct}
    pairs = {tuple(sorted(p)) for c in links.claims for p in combinations([s for s in c.statements if s in told], 2)}
    out = []
    seen: set[tuple[str, ...]] = set()
    for a, b in sorted(pairs):
        (left, one), (right, other) = told[a], told[b]
        if left.id == right.id:
            continue
        found = compared(left, one, right, other)
        if found is not None:
            key = tuple(sorted((words_key(left, one), words_key(right, other))))
            if key not in seen:
                seen.add(key)
                out.append(found)
    return tuple(out)


def content_tokens(document: Document, statement: Statement) -> list[Token]:
    """Words and numbers of a quotation."""
    spans = statement.content
    return [t for t in document.tokens if t.kind in (Kind.WORD, Kind.NUMBER) and any(s.start <= t.start < s.end for s in spans)]


def words_key(document: Document, statement: Statement) -> str:
    """The quotation's words, to tell the same difference once."""
    return " ".join(t.norm for t in content_tokens(document, statement))


def compared(left: Document, one: Statement, right: Document, other: Statement) -> AlteredQuote | None:
    """The difference of two quotations; None where they are the same or have too little in common."""
    a, b = content_tokens(left, one), content_tokens(right, other)
    words = [t.norm for t in a], [t.norm for t in b]
    shorter = min(len(a), len(b))
    if shorter < FEWEST or words[0] == words[1]:
        return None
    common = LCSseq.similarity(*words)
    if common < ALIKE * shorter:
        return None
    changes = tuple((op.tag, span_of(a, op.src_start, op.src_end), span_of(b, op.dest_start, op.dest_end)) for op in LCSseq.opcodes(*words))
    kinds = {c[0] for c in changes} - {"equal"}
    kind: Literal["cut", "joined", "changed"] = "cut" if len(kinds) == 1 and kinds != {"replace"} else "changed"
    return AlteredQuote(a=Evidence(left.id, one.content[0]), b=Evidence(right.id, other.content[0]), kind=kind, changes=changes)


def span_of(tokens: list[Token], first: int, last: int) -> Span:
    """The characters of tokens `[first, last)`; an empty range stands before its first token."""
    if first >= last:
        at = tokens[first].start if first < len(tokens) else tokens[-1].end
        return Span(at, at)
    return Span(tokens[first].start, tokens[last - 1].end)
