"""Names by their writing: abbreviations told letter by letter, initials, and parts joined by a hyphen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from isnad.annotate.name_flags import LETTER, SINGLE
from isnad.annotate.name_words import Found, Words, span_of, word_at
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Kind, Token

DOT = "."
HYPHENS = ("-", "\u2010", "\u2011", "\u2013", "\u2012")
OPENING = '\u00ab\u201c\u201d\u201f"(:'
HAMZA_BELOW = "\u0625"
"""How the name of the letter N begins where it is written with care."""
LEAST = 3
MOST = 6
INITIALS = (2, 4)


def spelled(document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool]) -> Iterator[Found]:
    """Three and more names of letters in a row, with or without full stops between: the English letters of an abbreviation."""
    tokens, (end, last) = document.tokens, part
    for at in words.flags.places(tokens, part, LETTER):
        if at < end:
            continue
        skip = _letter(tokens[at].norm, words, first=True)
        count, end = 0, at
        if skip is not None and not taken[at]:
            count, end, here = 1, at + 1, at + 1
            while here < last and count < MOST:
                here += tokens[here].norm == DOT
                if here >= last or _letter(tokens[here].norm, words, first=False) is None or taken[here]:
                    break
                count, end, here = count + 1, here + 1, here + 1
        if end > at and tokens[end - 1].norm in words.boundaries and (count > LEAST or document.text[tokens[end - 1].start] != HAMZA_BELOW):
            count, end = count - 1, end - 1  # "that" is spelt as the letter N
        if count >= LEAST:
            yield Found(at, end, span_of(document, at, end, skip or 0), "organization", "names@1:spelled", None, 0.8)


def _letter(word: str, words: Words, first: bool) -> int | None:
    """Proclitic letters before the name of a letter; None where the word is none."""
    if word in words.letters:
        return 0
    if first and word[:1] in words.letters_before and word[1:] in words.letters:
        return 1
    return None


def initials(document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool]) -> Iterator[Found]:
    """Single letters with full stops after a title, a reporting word or an opening mark: "the accused K. M."."""
    tokens, (end, last) = document.tokens, part
    for at in words.flags.places(tokens, part, SINGLE):
        if at < end:
            continue
        end = _initials_end(tokens, at, last, taken)
        count = sum(t.norm != DOT for t in tokens[at:end])
        if INITIALS[0] <= count <= INITIALS[1] and _expected(tokens, at, words):
            yield Found(at, end, span_of(document, at, end), "person", "names@1:initials", None, 0.8)


def _initials_end(tokens: Sequence[Token], at: int, last: int, taken: Sequence[bool]) -> int:
    end = here = at
    while here < last and not taken[here] and tokens[here].kind == Kind.WORD and len(tokens[here].norm) == 1:
        end = here + 1
        if end < last and tokens[end].norm == DOT:
            end += 1
        elif end - at == 1:
            return at
        here = end
    return end


def _expected(tokens: Sequence[Token], at: int, words: Words) -> bool:
    before = word_at(tokens, at - 1)
    if not before:
        return at > 0 and tokens[at - 1].norm in OPENING and words.title(word_at(tokens, at - 2)) is not None
    return words.title(before) is not None or before in words.nationality or before in words.speaking


def hyphened(document: Document, found: Sequence[Found], taken: list[bool], words: Words) -> list[Found]:
    """Names with the part that a hyphen joins to them, unless that is a name by itself (a route, a match, two countries)."""
    tokens = document.tokens
    out: list[Found] = []
    for name in found:
        last = name.last
        while (
            last + 1 < len(tokens)
            and tokens[last].norm in HYPHENS
            and tokens[last].start == tokens[last - 1].end
            and tokens[last + 1].start == tokens[last].end
            and _part(word_at(tokens, last + 1), words, name)
            and not any(taken[last : last + 2])
        ):
            taken[last] = taken[last + 1] = True
            last += 2
        first = name.first
        if (
            name.type == "person"
            and first > 1
            and tokens[first - 1].norm in HYPHENS
            and tokens[first - 1].end == tokens[first].start
            and tokens[first - 2].end == tokens[first - 1].start
            and _part(word_at(tokens, first - 2), words, name)
            and not any(taken[first - 2 : first])
        ):
            taken[first - 2] = taken[first - 1] = True
            first -= 2
        changed = (first, last) != (name.first, name.last)
        out.append(msgspec.structs.replace(name, first=first, last=last, span=_wider(document, name, first, last)) if changed else name)
    return out


def _part(word: str, words: Words, name: Found) -> bool:
    known = word in words.places or words.definite(word) or (name.type != "person" and words.ends(word))
    return len(word) > 1 and not known


def _wider(document: Document, name: Found, first: int, last: int) -> Span:
    start = name.span.start if first == name.first else document.tokens[first].start
    return Span(start, document.tokens[last - 1].end)
