"""Places by the noun before them (town of …, province of …), and found again elsewhere in the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isnad.annotate.name_flags import PLACE_HEAD
from isnad.annotate.name_words import Found, Words, span_of, word_at
from isnad.model.document import Document

SHORTEST = 3


def after_place_heads(document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool]) -> Iterator[Found]:
    """The word after a noun that says what kind of place it is, unless that is a description."""
    tokens, (first, last) = document.tokens, part
    for at in words.flags.places(tokens, (first, last - 1), PLACE_HEAD):
        if words.definite(words.readings(tokens[at].norm)[-1]):
            continue
        word = word_at(tokens, at + 1)
        if len(word) < SHORTEST or taken[at + 1] or words.ends(word) or word in words.nationality or words.place_head(word):
            continue
        if word in words.modifiers or words.head(word) or (words.definite(word) and not words.lexicon.parts.get(word)):
            continue
        if word[-1] in ADJECTIVE_ENDS and not words.definite(word):
            continue
        yield Found(at + 1, at + 2, span_of(document, at + 1, at + 2), "place", f"names@1:after {tokens[at].norm}", "city", 0.8)


ADJECTIVE_ENDS = "\u0647"
"""The feminine ending: an indefinite word that bears it after a feminine noun rather describes it."""


def places_again(document: Document, parts: Sequence[tuple[int, int]], words: Words, found: Sequence[Found]) -> Iterator[Found]:
    """Single words found as places once, wherever else they stand."""
    tokens = document.tokens
    named = {tokens[f.last - 1].norm: f for f in found if f.type != "person" and f.last == f.first + 1 and f.span.size >= SHORTEST}
    named = {n: f for n, f in named.items() if not words.lexicon.classes(n)}
    if not named:
        return
    all_words = words.flags.of(tokens)
    norms, said = all_words.norms, words.saying(named, all_words.present)
    told = {norm: next(form for form in words.readings(norm) if form in named) for norm in said if not words.place_head(norm)}
    for at in [at for first, last in parts if told for at in range(first, last) if norms[at] in told]:
        norm = norms[at]
        form = told[norm]
        skip = max(0, len(norm) - len(form))
        yield Found(at, at + 1, span_of(document, at, at + 1, skip), named[form].type, "names@1:again", named[form].fine, 0.8)
