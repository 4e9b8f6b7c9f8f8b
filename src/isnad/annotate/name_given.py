"""Persons by their given name: a common given name where a person is expected, and the family name that follows it.

A tagger trained on other years' news knows few family names. Arabic prose seldom leaves a given name alone, so that the
word after one is read as a family name where it can be nothing else, and where a title or a reporting word stands before.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import msgspec

from isnad.annotate.name_flags import COMMA, COMMON, GIVEN, LIKE, TITLE
from isnad.annotate.name_words import AND, COMMAS, NISBA, Found, Words, span_of, word_at
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Token

FAMILY = 3
"""Bearers from which on a second part needs no other evidence."""
PLAIN = 4
"""So many times more bearers both parts need where nothing announces a name."""
LONGEST = 5
BACK = 7
"""Words between a title and the name it announces."""
REACH = 12
"""Words between a title and the comma before the name it announces."""
SHORTEST = 3
SERVANT = 2
"""Words of "servant of the …"."""
YA, ALIF_MAQSURA = "\u064a", "\u0649"
PLURALS = ("\u064a\u0646", "\u0648\u0646", "\u0627\u062a")
"""Endings of sound plurals, which no family name has."""


def given_names(
    document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool], cues: frozenset[int], rows: set[int]
) -> Iterator[Found]:
    """Names that open with a common given name and that no other rule found; `cues` are the tokens after reporting words, `rows`
    those after persons, to which the names of a row are added.
    """
    tokens = document.tokens
    end, last = part
    for at in words.flags.places(tokens, part, GIVEN):
        skip = _opening_skip(tokens, at, words) if at >= end and not taken[at] else None
        if skip is None:
            continue
        titled = title_before(tokens, at, part[0], words)
        skip = 0 if titled else skip  # a title and its name are not joined by "and"
        joined = at in rows and skip == 1 and _in_row(word_at(tokens, at + 1), words)
        expected = (titled or joined or at in cues) and (tokens[at].norm not in words.like_boundary or borne(tokens, at + 1, words))
        end = name_end(tokens, at, last, words, taken, expected) if expected or plainly(tokens, at, skip, words) else at
        if end <= at + 1 and titled and tokens[at].norm in words.particles:
            end = at
        if end == at + 2 and not titled and _ordinary(tokens[at + 1].norm, words):
            end = at
        if skip == 0 and end <= at + 1 and word_at(tokens, at - 1) in words.kin and tokens[at].norm not in words.like_boundary:
            end = at + 1
            yield Found(at, end, span_of(document, at, end), "person", "names@1:relative", None, 0.8)
        elif end > at + 1:
            rows.add(end)
            yield Found(at, end, span_of(document, at, end, skip), "person", "names@1:given-name", None, 0.8)


def _in_row(word: str, words: Words) -> bool:
    """Whether a word after a given name in a row of persons is a family name: with article, borne, or one that nothing knows."""
    if not may_be_family(word, words):
        return False
    unknown = not words.lexicon.classes(words.lexicon.stem(word)) and words.lexicon.letters.likeness(word) >= 0
    return words.definite(word) or bool(words.bearers(word)) or unknown


def surely_given(document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool]) -> Iterator[Found]:
    """Names that open with a given name which folding makes a small word, where the text keeps both apart (ya, alif maqsura)."""
    tokens = document.tokens
    for at in words.flags.places(tokens, part, LIKE):
        if _kept_apart(document, at):
            end = name_end(tokens, at, part[1], words, taken, expected=True)
            first = at
            while first > part[0] and words.bearers(word_at(tokens, first - 1)) >= COMMON and not closed(tokens[first - 1].norm, words):
                first -= 1
            if end > at + 1 and word_at(tokens, first - 1) not in words.particles:
                yield Found(first, end, span_of(document, first, end), "person", "names@1:given-name", None, 0.8)


def _kept_apart(document: Document, at: int) -> bool:
    """Whether a word ends with a ya in a text that elsewhere writes the same letters with an alif maqsura."""
    written = document.tokens[at].span.of(document.text)
    return written.endswith(YA) and written[:-1] + ALIF_MAQSURA in document.text


def _ordinary(word: str, words: Words) -> bool:
    """Whether a word with article is rather a noun than a family name: not of an origin, borne by none, letters like any word's."""
    borne_bare = words.bearers(words.bare(word)) >= FAMILY or word in words.seconds
    return words.definite(word) and not (family_like(word, words) or borne_bare) and words.lexicon.letters.likeness(words.bare(word)) <= 0


def borne(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Whether a word is a family name that some bear, without article."""
    word = word_at(tokens, at)
    return words.bearers(word) >= FAMILY and not words.definite(word) and may_be_family(word, words)


def apposed_names(document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool]) -> Iterator[Found]:
    """Names between two commas after a title: "the minister of …, NAME, …"; nothing in them may be another word."""
    tokens = document.tokens
    first, last = part
    commas = [at for at in words.flags.places(tokens, (first + 1, last), COMMA) if tokens[at].norm in COMMAS]
    for at, close in itertools.pairwise(commas):
        size = close - at - 1
        if 0 < size <= LONGEST - 1 and _title_phrase(tokens, at, first, words) and not any(taken[at + 1 : close]):
            inner = [word_at(tokens, i) for i in range(at + 1, close)]
            strange = title_before(tokens, at, first, words) and all(_known_or_strange(word, words) for word in inner)
            strict = strange or words.bearers(inner[0]) >= COMMON
            if inner[0] in words.like_boundary and document.text[tokens[at + 1].span.end - 1] == ALIF_MAQSURA:
                continue  # ", on …,"
            if strict and all(inner) and not words.definite(inner[0]) and all(named(word, words) for word in inner):
                yield Found(at + 1, close, span_of(document, at + 1, close), "person", "names@1:apposed", None, 0.8)


def _known_or_strange(word: str, words: Words) -> bool:
    return bool(words.bearers(word)) or word in words.particles or words.strange(word)


def named(word: str, words: Words) -> bool:
    """Whether a word between commas may be part of a name."""
    if words.bearers(word) >= COMMON or word in words.particles:
        return word not in words.boundaries or word in words.like_boundary
    return len(word) > 1 and word not in words.cues and word not in words.common and not words.ends(word) and not words.place_head(word)


def plainly(tokens: Sequence[Token], at: int, skip: int, words: Words) -> bool:
    """Whether two words are a name though nothing announces one: both borne by many."""
    given, family = tokens[at].norm[skip:], word_at(tokens, at + 1)
    if given in words.like_boundary or given in words.common or family in words.particles:
        return False
    return words.bearers(given) >= PLAIN * COMMON and words.bearers(family) >= PLAIN * FAMILY


def _opening_skip(tokens: Sequence[Token], at: int, words: Words) -> int | None:
    """As `given_skip`; a particle that opens a name ("mother of NAME") counts with the given name after it."""
    if tokens[at].norm in words.particles and words.bearers(word_at(tokens, at + 1)) >= COMMON:
        return 0
    return given_skip(tokens[at].norm, words)


def given_skip(word: str, words: Words) -> int | None:
    """Letters written before a common given name in a word; None where the word is none."""
    if words.bearers(word) >= COMMON:
        return 0 if not closed(word, words) else None
    if len(word) > SHORTEST and word[0] in words.conjunctions and words.bearers(word[1:]) >= COMMON:
        return 1 if not closed(word[1:], words) else None
    return None


def closed(word: str, words: Words) -> bool:
    """Whether a word that some bear as a name is another word first: a title, a place, a word at which names end."""
    return (
        word in words.particles
        or word in words.places
        or words.title(word) is not None
        or (word in words.boundaries and word not in words.like_boundary)
    )


def title_before(tokens: Sequence[Token], at: int, first: int, words: Words) -> bool:
    """Whether a title phrase ends right before a word: a title and what describes it."""
    for j in range(at - 1, max(first, at - BACK) - 1, -1):
        word = word_at(tokens, j)
        if not word:
            return False
        if words.flags[word] & TITLE and (words.title(word) is not None or words.title_pair(word, word_at(tokens, j + 1)) is not None):
            return True
        if not (words.definite(word) or word in words.places or word in words.nationality or words.head(word)):
            return False
    return False


def _title_phrase(tokens: Sequence[Token], at: int, first: int, words: Words) -> bool:
    """Whether what ends right before a comma opens with a title: head of the department of … of the party in …"""
    for j in range(at - 1, max(first, at - REACH) - 1, -1):
        word = word_at(tokens, j)
        if not word or word in words.cues or (word in words.boundaries and word not in words.within_titles):
            return False
        if words.title(word) is not None:
            return True
    return False


def after_place(tokens: Sequence[Token], part: tuple[int, int], words: Words) -> int:
    """How many words of a place stand before the given name in a tagged person ("governor of PLACE NAME")."""
    first, last = part
    if last - first <= 2 or words.bearers(tokens[first + 1].norm) < COMMON:
        return 0
    return int(tokens[first].norm in words.places or words.place_head(word_at(tokens, first - 1)))


def announced(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Whether a title or reporting word stands right before a name, so that no "and" can be written to it."""
    apposed = at > 1 and tokens[at - 1].norm in COMMAS and title_before(tokens, at - 1, 0, words)
    return apposed or word_at(tokens, at - 1) in words.speaking or title_before(tokens, at, 0, words)


def name_end(tokens: Sequence[Token], at: int, last: int, words: Words, taken: Sequence[bool], expected: bool) -> int:
    """The token after the name that opens with the given name at `at`; `at + 1` where nothing of a name follows."""
    end = at + 1
    while end < min(last, at + LONGEST) and not taken[end]:
        word = word_at(tokens, end)
        if not word or tokens[end].start - tokens[end - 1].end != 1:
            break
        after = word_at(tokens, end + 1)
        joint = end > at + 1 and tokens[end - 1].norm in words.particles
        particle = word in words.particles and bool(after) and (word == words.house or not words.ends(after))
        like = word in words.like_boundary and not opens_phrase(tokens, end + 1, words)
        if not (
            joint
            or particle
            or like
            or (end > at and tokens[end - 1].norm == words.house)
            or (may_be_family(word, words) and fits(word, words, expected, second=end == at + 1))
        ):
            break
        end += 1
    return end


def fits(word: str, words: Words, expected: bool, *, second: bool) -> bool:
    """Whether a possible family name is one: borne by some, right after a given name that is expected, or like one by its form."""
    return words.bearers(word) >= FAMILY or (expected if second else family_like(word, words))


def opens_phrase(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Whether a noun stands at a place that a preposition before it may govern."""
    word = word_at(tokens, at)
    return bool(word) and word not in words.boundaries and word not in words.cues


def family_like(word: str, words: Words) -> bool:
    """Whether a word reads as a family name by itself: with article and of an origin, or borne by somebody."""
    return (words.definite(word) and word.endswith(NISBA)) or bool(words.bearers(word))


def may_be_family(word: str, words: Words) -> bool:
    """Whether nothing speaks against a family name: no title, no reporting word, no word of place, body, time or count."""
    known = words.bearers(word)
    if word.startswith(words.glued) and len(word) > LONGEST:
        return True  # "father of …" in one word
    if (
        len(word) < SHORTEST
        or word in words.boundaries
        or word in words.no_person
        or (word[0] == AND and words.joined_on(word))
        or word in words.cues
        or word in words.common
        or words.place_head(word)
    ):
        return False
    if words.title(word) is not None:
        return words.definite(word) and known >= FAMILY  # "the orator", "the judge" are family names too
    if not known and word.endswith(PLURALS if words.definite(word) else words.pronouns):
        return False
    if word in words.nationality or word in words.places or words.head(word):
        return known >= COMMON
    reading = words.readings(word)[-1]
    return known > 0 or not (reading in words.boundaries or reading in words.common)


def extended(document: Document, name: Found, words: Words) -> Found:
    """A person of whom only a given name was found, with the family name after it."""
    tokens = document.tokens
    norm = tokens[name.first].norm
    joined = name.span.start > tokens[name.first].start and words.joined_on(norm) and _in_row(word_at(tokens, name.last), words)
    given = norm[1:] if joined else norm
    if name.type != "person" or name.last - name.first > SERVANT or (words.bearers(given) < COMMON and not joined):
        return name
    if name.last - name.first == SERVANT:
        return _with_family(document, name, words)
    taken = [False] * min(len(tokens), name.first + LONGEST + 1)
    end = name_end(tokens, name.first, len(taken), words, taken, expected=True)
    if end == name.last:
        return name
    return msgspec.structs.replace(name, last=end, span=Span(name.span.start, tokens[end - 1].end))


def _with_family(document: Document, name: Found, words: Words) -> Found:
    """A person of whom only "servant of the …" was found, with the family name after it, where the word is likely one."""
    tokens = document.tokens
    if tokens[name.first].norm not in words.particles or tokens[name.last - 1].norm not in words.seconds:
        return name
    word = word_at(tokens, name.last)
    near = bool(word) and tokens[name.last].start - tokens[name.last - 1].end == 1
    if near and _in_row(word, words):
        return msgspec.structs.replace(name, last=name.last + 1, span=span_of(document, name.first, name.last + 1))
    return name
