"""The same direct quotation told differently: cut, joined or changed, as an aligned difference of words.

Quotations meet where they share a run of three words that few quotations hold; no step over all pairs. Two quotations of
one article that stand as one in another are shown as joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

import msgspec
from rapidfuzz.distance import LCSseq

from isnad.link.claim_page import Page
from isnad.model.account import AlteredQuote, Evidence
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.span import Span
from isnad.model.text import Kind, Token

FEWEST = 4
"""Words of the shortest quotation that is compared."""
RUN = 3
"""Words of a run by which quotations meet."""
COMMON = 40
"""A run in more quotations than this brings none together."""
ALIKE = 0.6
"""Share of the shorter quotation's words that must stand in the other, in order."""
INSIDE = 0.8
"""The same for a quotation that was joined with another to one."""


class Quoted(msgspec.Struct, frozen=True):
    """A direct quotation's words."""

    article: str
    published: str
    statement: str
    span: Span
    tokens: tuple[Token, ...]
    words: tuple[str, ...]


def altered_quotes(documents: Sequence[Document]) -> tuple[AlteredQuote, ...]:
    """Direct quotations that two articles tell differently, each difference once, by article and place."""
    quoted = sorted((q for d in documents for q in quotations(d)), key=lambda q: (q.published, q.article, q.span))
    near: dict[tuple[str, str], list[tuple[Quoted, Quoted]]] = defaultdict(list)
    for a, b in meetings(quoted):
        near[a.article, b.article].append((a, b))
    found: list[AlteredQuote] = []
    told: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for pairs in near.values():
        joined = list(joinings(pairs)) + list(joinings([(b, a) for a, b in pairs]))
        used = {q.statement for whole, parts in joined for q in (whole, *parts)}
        differing = [(whole, together(parts), "joined") for whole, parts in joined]
        differing += [(a, b, "") for a, b in pairs if not used & {a.statement, b.statement}]
        for a, b, kind in differing:
            key = (min(a.words, b.words), max(a.words, b.words))
            if key not in told and (quote := compared(a, b, kind)) is not None:
                told.add(key)
                found.append(quote)
    return tuple(sorted(found, key=lambda q: (q.a.article, q.a.span, q.b.article, q.b.span)))


def quotations(document: Document) -> Iterator[Quoted]:
    """Direct statements of a document that are long enough."""
    direct = [s for s in document.statements if s.direct and s.content]
    page = Page(document) if direct else None
    for statement in direct:
        assert page is not None
        tokens = tuple(t for t in page.tokens(statement.content) if t.kind in (Kind.WORD, Kind.NUMBER))
        if len(tokens) >= FEWEST:
            yield Quoted(
                document.id, document.publication.date or "", statement.id, hull(statement), tokens, tuple(t.norm for t in tokens),
            )  # fmt: skip


def hull(statement: Statement) -> Span:
    """From the first piece of the content to the last."""
    return Span(statement.content[0].start, statement.content[-1].end)


def meetings(quoted: Sequence[Quoted]) -> list[tuple[Quoted, Quoted]]:
    """Quotations of two articles that share a rare run of words, by their order."""
    runs: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, quote in enumerate(quoted):
        for run in {quote.words[n : n + RUN] for n in range(len(quote.words) - RUN + 1)}:
            runs[run].append(number)
    pairs = {p for held in runs.values() if 1 < len(held) <= COMMON for p in combinations(held, 2)}
    return [(quoted[a], quoted[b]) for a, b in sorted(pairs) if quoted[a].article != quoted[b].article]


def joinings(pairs: Sequence[tuple[Quoted, Quoted]]) -> Iterator[tuple[Quoted, tuple[Quoted, ...]]]:
    """Of pairs of two articles, quotations of the first that hold several of the second, which lie apart in both."""
    inside: dict[str, list[tuple[Quoted, Quoted]]] = defaultdict(list)
    for whole, part in pairs:
        if len(part.words) < len(whole.words) and LCSseq.similarity(part.words, whole.words) >= INSIDE * len(part.words):
            inside[whole.statement].append((whole, part))
    for held in inside.values():
        whole = held[0][0]
        parts: list[Quoted] = []
        for _, part in sorted(held, key=lambda h: h[1].span):
            if not parts or part.span.start >= parts[-1].span.end:
                parts.append(part)
        combined = sum(len(p.words) for p in parts)
        if len(parts) > 1 and LCSseq.similarity(whole.words, tuple(w for p in parts for w in p.words)) >= INSIDE * combined:
            yield whole, tuple(parts)


def together(parts: Sequence[Quoted]) -> Quoted:
    """Several quotations of one article read as one."""
    return Quoted(
        parts[0].article, parts[0].published, parts[0].statement, Span(parts[0].span.start, parts[-1].span.end),
        tuple(t for p in parts for t in p.tokens), tuple(w for p in parts for w in p.words),
    )  # fmt: skip


def compared(a: Quoted, b: Quoted, kind: str = "") -> AlteredQuote | None:
    """The difference of two quotations; None where they are the same or have too little in common."""
    if a.words == b.words and kind != "joined":
        return None
    common = LCSseq.similarity(a.words, b.words)
    shorter = min(len(a.words), len(b.words))
    if common < ALIKE * shorter:
        return None
    changes = tuple((tag, span_of(a.tokens, i, j), span_of(b.tokens, k, m)) for tag, i, j, k, m in operations(a.words, b.words))
    named: Literal["cut", "joined", "changed"] = "joined" if kind == "joined" else kind_of({c[0] for c in changes} - {"equal"})
    return AlteredQuote(a=Evidence(a.article, a.span), b=Evidence(b.article, b.span), kind=named, changes=changes)


def operations(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """What makes `a` into `b`: (tag, first and end in a, first and end in b); words put for others are one `replace`."""
    out: list[tuple[str, int, int, int, int]] = []
    for op in LCSseq.opcodes(a, b):
        if out and "equal" not in (out[-1][0], op.tag):
            _, first_a, _, first_b, _ = out.pop()
            tag = "replace" if op.src_end > first_a and op.dest_end > first_b else op.tag
            out.append((tag, first_a, op.src_end, first_b, op.dest_end))
        else:
            out.append((op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end))
    return out


def kind_of(tags: set[str]) -> Literal["cut", "changed"]:
    """`cut` where words are only missing on one side, else `changed`."""
    return "cut" if tags in ({"delete"}, {"insert"}) else "changed"


def span_of(tokens: Sequence[Token], first: int, last: int) -> Span:
    """The characters of tokens `[first, last)`; an empty range stands before its first token."""
    if first >= last:
        at = tokens[first].start if first < len(tokens) else tokens[-1].end
        return Span(at, at)
    return Span(tokens[first].start, tokens[last - 1].end)
