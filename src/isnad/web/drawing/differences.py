"""Two texts word by word, as HTML: what only the one says is `<del>`, what only the other says is `<ins>`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec
from markupsafe import Markup, escape

from isnad.export.drawing.svg import calm
from isnad.model.document import Document
from isnad.model.revision import Edit
from isnad.model.span import Span
from isnad.model.text import Kind, Token

KEPT = 90
"""Characters of unchanged text that are shown before and after a change; what lies between is left out."""
OMITTED = Markup('<span class="omitted">…</span>')


class Aligned(msgspec.Struct, frozen=True):
    """The same passage in two articles, each in its own words with the differing ones marked."""

    a: Markup
    b: Markup


def difference_html(pieces: Iterable[tuple[str, str]]) -> Markup:
    """One line from (`equal`, `delete` or `insert`, words), as `isnad.export.view_altered.difference` gives them."""
    return Markup(" ").join(_marked(tag, calm(words)) for tag, words in pieces)


def _marked(tag: str, words: str) -> Markup:
    if tag == "delete":
        return Markup("<del>{}</del>").format(words)
    return Markup("<ins>{}</ins>").format(words) if tag == "insert" else escape(words)


def aligned(a: tuple[Document, Span], b: tuple[Document, Span]) -> Aligned:
    """A passage of two articles side by side. Words are compared as the readers of Isnad fold them; marks do not count."""
    from rapidfuzz.distance import LCSseq

    left, right = _words(*a), _words(*b)
    only_left: set[int] = set()
    only_right: set[int] = set()
    for step in LCSseq.opcodes([t.norm for t in left], [t.norm for t in right]):
        if step.tag != "equal":
            only_left.update(range(step.src_start, step.src_end))
            only_right.update(range(step.dest_start, step.dest_end))
    return Aligned(_side(a, left, only_left, "del"), _side(b, right, only_right, "ins"))


def _words(document: Document, span: Span) -> Sequence[Token]:
    return [t for t in document.tokens_in(span) if t.kind != Kind.PUNCTUATION]


def _side(place: tuple[Document, Span], words: Sequence[Token], only: set[int], tag: str) -> Markup:
    """The passage with runs of words that the other side lacks in a tag."""
    document, span = place
    parts, at = [], span.start
    for marked, run in groupby(range(len(words)), key=only.__contains__):
        held = list(run)
        end = words[held[-1]].end
        if marked:
            parts += [_plain(document.text[at : words[held[0]].start]), _tagged(tag, document.text[words[held[0]].start : end])]
        else:
            parts.append(_plain(document.text[at:end]))
        at = end
    return Markup("").join([*parts, _plain(document.text[at : span.end])])


def _plain(text: str) -> Markup:
    """Escaped, whitespace as one space where there is some."""
    calmed = calm(text)
    return escape((" " if text[:1].isspace() else "") + calmed + (" " if calmed and text[-1:].isspace() else ""))


def _tagged(tag: str, text: str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), calm(text))


def revised(before: str, after: str, edits: Sequence[Edit]) -> Markup:
    """What a revision changed, in the order of the newer text, with some words around each change.

    Edits are in order and do not overlap, as `isnad.derive.revisions.edits` gives them.
    """
    parts: list[Markup] = []
    at = 0
    for edit in edits:
        parts += _unchanged(after[at : edit.b.start], first=not parts)
        if edit.a.size:
            parts.append(_tagged("del", edit.a.of(before)))
        if edit.a.size and edit.b.size:
            parts.append(Markup(" "))
        if edit.b.size:
            parts.append(_tagged("ins", edit.b.of(after)))
        at = edit.b.end
    rest = after[at:]
    return Markup("").join([*parts, *_shortened(rest, KEPT, 0)]) if edits else Markup("")


def _unchanged(text: str, *, first: bool) -> Iterator[Markup]:
    """The text between two changes, its middle left out where it is long."""
    yield from _shortened(text, 0 if first else KEPT, KEPT)


def _shortened(text: str, before: int, after: int) -> Iterator[Markup]:
    """At most so many characters of the beginning and of the end, cut at words."""
    if len(text) <= before + after:
        yield _plain(text)
        return
    if before:
        yield _plain(text[:before].rsplit(None, 1)[0] + " " if text[:before].split() else "")
    yield OMITTED
    if after:
        tail = text[-after:].split(None, 1)
        yield escape(" ") + _plain(tail[1] if len(tail) > 1 else text[-after:])
