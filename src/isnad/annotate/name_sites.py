"""Places by what they are and by where they are told: a street, mosque or lake with its name, towns of the world's list.

A site's noun is part of its name ("street of …"), a town's is not (see `name_places`). Towns of the list count where a
preposition of place, a noun of place or another town beside them says that a place is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isnad.annotate.name_flags import COMMON, SITE_HEAD, TOWN
from isnad.annotate.name_given import name_end
from isnad.annotate.name_words import FEMININE, NISBA, Found, Words, span_of, word_at
from isnad.model.document import Document
from isnad.model.text import Token

SHORTEST = 3
LONGEST = 4
QUOTED = 6
OPENING, CLOSING = '\u00ab\u201c\u201d\u201f"', '\u00bb\u201d\u201c"'


def sites(document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool]) -> Iterator[Found]:
    """Nouns of sites with the name after them: a quoted one, a person's, a place's, one with article, one that nothing knows."""
    tokens, (first, last) = document.tokens, part
    for at in words.flags.places(tokens, (first, last - 1), SITE_HEAD):
        form = words.site_head(tokens[at].norm)
        if form is None or words.definite(form):
            continue
        end = site_end(tokens, at + 1, last, words, taken)
        if end == at + 1 and form in words.street_heads and _named_street(word_at(tokens, end), words):
            end += 1
        if end > at + 1:
            skip = len(tokens[at].norm) - len(form)
            yield Found(at, end, span_of(document, at, end, skip), "place", f"names@1:site {form}", "site", 0.8)


def site_end(tokens: Sequence[Token], at: int, last: int, words: Words, taken: Sequence[bool]) -> int:
    """The token after the name of a site that begins at `at`; `at` where there is none."""
    if tokens[at].norm in OPENING:
        close = next((i for i in range(at + 1, min(last, at + QUOTED)) if tokens[i].norm in CLOSING), at)
        return close + 1 if close > at + 1 else at
    word = word_at(tokens, at)
    if len(word) < SHORTEST or words.ends(word) or word in words.common or word in words.cues:
        return at
    end = at
    if word in words.places or word in words.lexicon.cities.rows:
        end = at + 1
    elif words.bearers(word) >= COMMON or word in words.particles:
        end = name_end(tokens, at, last, words, taken, expected=False)
        end = end if end > at + 1 or words.bearers(word) >= COMMON else at
    elif words.strange(word):
        end = at + 1
    while at < end < min(last, at + LONGEST) and words.definite(word_at(tokens, end)) and _described(word_at(tokens, end), words):
        end += 1
    return end


def _named_street(word: str, words: Words) -> bool:
    """Whether a word with article can be what a street or mosque is called after."""
    return words.definite(word) and not words.ends(word) and word not in words.no_sites and word not in words.nationality


def _described(word: str, words: Words) -> bool:
    return word.endswith((NISBA, NISBA + FEMININE)) or word in words.adjectives


def towns(document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool]) -> Iterator[Found]:
    """Towns of the list where a place is told."""
    tokens, (end, last) = document.tokens, part
    before = False
    for at in words.flags.places(tokens, part, TOWN):
        found = town_at(tokens, at, last, words, taken) if at >= end and not taken[at] else None
        if found is None:
            continue
        skip, stop, row = found
        joined = before and all(tokens[i].norm in words.joints or taken[i] for i in range(end, at))
        if stop > at + 1 or skip in words.place_skips(tokens[at].norm) or joined or _told(tokens, at, words):
            yield Found(at, stop, span_of(document, at, stop, skip), "place", "names@1:towns " + row, "city", 0.8)
            before, end = True, stop


def town_at(tokens: Sequence[Token], at: int, last: int, words: Words, taken: Sequence[bool]) -> tuple[int, int, str] | None:
    """Letters to skip, the end and the row of the longest town that begins with a token."""
    lexicon, word = words.lexicon, word_at(tokens, at)
    if len(word) < SHORTEST:
        return None
    person = words.bearers(word) >= COMMON and not _told(tokens, at, words)
    for form in (word, *words.readings(word)[1:]):
        skip = len(word) - len(form)
        if skip < 0 or (form not in lexicon.cities.first and form not in lexicon.cities.rows):
            continue
        farthest = at + 1
        if form in lexicon.cities.first:
            while farthest < min(last, at + LONGEST) and tokens[farthest].norm in lexicon.cities.later:
                farthest += 1
        for end in range(farthest, at, -1):
            if any(taken[at:end]) or (end > at + 1 and not all(word_at(tokens, i) for i in range(at, end))):
                continue
            row = lexicon.cities.rows.get(" ".join([form, *(t.norm for t in tokens[at + 1 : end])]))
            if row and not person and (end > at + 1 or not (lexicon.classes(form) or words.bearers(form) >= COMMON)):
                return skip, end, row[0]
    return None


def _told(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Whether a preposition or noun of place stands before a word."""
    before = word_at(tokens, at - 1)
    return before in words.place_prepositions or words.place_head(before)
