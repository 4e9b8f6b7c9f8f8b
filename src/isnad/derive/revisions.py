"""What one text of an article changed against the one before: runs of words, statements, figures.

Words are aligned by their longest common subsequence (Hunt and Szymanski 1977). Statements and figures are paired
greedily, the likest first: what stays without a partner came or went, what has one in other words or numbers changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from rapidfuzz.distance import LCSseq, Opcode

from isnad.model.document import Document
from isnad.model.findings import Quantity, Statement
from isnad.model.revision import Difference, Edit
from isnad.model.span import Span
from isnad.model.text import Kind, Token
from isnad.text.folding import fold_form

T = TypeVar("T")
ALIKE = 0.5
"""Likeness from which on two statements or figures are one that changed."""
SAME_NOUN = 0.6
"""What the same event counts of a figure's likeness, where the counted nouns differ."""


def edits(old: Document, new: Document) -> tuple[Edit, ...]:
    """Runs of words that differ, in order; marks and spaces do not count."""
    a, b = _words(old), _words(new)
    steps = LCSseq.opcodes([t.norm for t in a], [t.norm for t in b])
    return tuple(Edit(a=_run(a, s.src_start, s.src_end), b=_run(b, s.dest_start, s.dest_end)) for s in _joined(steps))


def differences(old: Document, new: Document) -> tuple[Difference, ...]:
    """Statements and figures that came, went or changed: those of the older text in its order, then those that came."""
    return (*_statements(old, new), *_figures(old, new))


def _words(document: Document) -> list[Token]:
    return [t for t in document.tokens if t.kind != Kind.PUNCTUATION]


class _Step:
    """Ranges of words on both sides."""

    def __init__(self, src_start: int, src_end: int, dest_start: int, dest_end: int) -> None:
        self.src_start, self.src_end, self.dest_start, self.dest_end = src_start, src_end, dest_start, dest_end


def _joined(steps: Iterable[Opcode]) -> Iterator[_Step]:
    """Edits, those that touch as one."""
    last: _Step | None = None
    for step in steps:
        if step.tag == "equal":
            continue
        if last is not None and (last.src_end, last.dest_end) == (step.src_start, step.dest_start):
            last = _Step(last.src_start, step.src_end, last.dest_start, step.dest_end)
            continue
        if last is not None:
            yield last
        last = _Step(step.src_start, step.src_end, step.dest_start, step.dest_end)
    if last is not None:
        yield last


def _run(words: Sequence[Token], start: int, end: int) -> Span:
    """The span of words; empty after the word before where there are none."""
    if end > start:
        return Span(words[start].start, words[end - 1].end)
    at = words[start - 1].end if start else 0
    return Span(at, at)


def paired(old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Pairs of things, the likest first, and what is left on both sides."""
    scored = [(likeness(a, b), -abs(i - j), i, j) for i, a in enumerate(old) for j, b in enumerate(new)]
    left, right = set(range(len(old))), set(range(len(new)))
    pairs = []
    for score, _, i, j in sorted(scored, key=lambda s: (-s[0], -s[1], s[2], s[3])):
        if score >= ALIKE and i in left and j in right:
            left.discard(i)
            right.discard(j)
            pairs.append((i, j))
    return [(old[i], new[j]) for i, j in sorted(pairs)], [old[i] for i in sorted(left)], [new[j] for j in sorted(right)]


def _statements(old: Document, new: Document) -> Iterator[Difference]:
    said = {id(s): _content(d, s) for d in (old, new) for s in d.statements}
    speakers = {id(s): _speaker(d, s) for d in (old, new) for s in d.statements}

    def likeness(a: Statement, b: Statement) -> float:
        x, y = said[id(a)], said[id(b)]
        return 2 * LCSseq.similarity(x, y) / max(1, len(x) + len(y)) - 0.1 * (speakers[id(a)] != speakers[id(b)])

    both, went, came = paired([s for s in old.statements if s.content], [s for s in new.statements if s.content], likeness)
    for a, b in both:
        if (said[id(a)], speakers[id(a)], a.act) != (said[id(b)], speakers[id(b)], b.act):
            yield Difference(kind="statement", fate="changed", a=_whole(a), b=_whole(b), what=b.act)
    yield from (Difference(kind="statement", fate="went", a=_whole(s), what=s.act) for s in went)
    yield from (Difference(kind="statement", fate="came", b=_whole(s), what=s.act) for s in came)


def _figures(old: Document, new: Document) -> Iterator[Difference]:
    nouns = {id(q): fold_form(q.counts.of(d.text)) if q.counts else "" for d in (old, new) for q in d.quantities}

    def likeness(a: Quantity, b: Quantity) -> float:
        if a.event != b.event:
            return 0.0
        return (1.0 if nouns[id(a)] == nouns[id(b)] else SAME_NOUN) + (0.1 if a.value == b.value else 0.0)

    both, went, came = paired([q for q in old.quantities if q.event], [q for q in new.quantities if q.event], likeness)
    for a, b in both:
        if (a.value, a.bound, a.approximate) != (b.value, b.bound, b.approximate):
            yield Difference(kind="figure", fate="changed", a=a.span, b=b.span, what=b.event or "")
    yield from (Difference(kind="figure", fate="went", a=q.span, what=q.event or "") for q in went)
    yield from (Difference(kind="figure", fate="came", b=q.span, what=q.event or "") for q in came)


def _content(document: Document, statement: Statement) -> list[str]:
    words = (t for c in statement.content for t in document.tokens_in(c))
    return [t.norm for t in words if t.kind != Kind.PUNCTUATION]


def _speaker(document: Document, statement: Statement) -> str:
    return fold_form(statement.speaker.span.of(document.text)) if statement.speaker else ""


def _whole(statement: Statement) -> Span:
    return Span(statement.content[0].start, statement.content[-1].end)
