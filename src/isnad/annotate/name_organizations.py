"""Names of organizations by their grammar: a head noun and its complement, up to where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isnad.annotate.name_words import FEMININE, NISBA, Found, Words, span_of, word_at
from isnad.model.document import Document
from isnad.model.text import Token

LONGEST = 8
NAME_ONLY = frozenset({"media"})
"""Kinds whose head is no part of the name."""


def organizations(document: Document, first: int, last: int, words: Words, tagged: Sequence[str]) -> Iterator[Found]:
    """Organizations among tokens `[first, last)`; `tagged` are the labels of those tokens."""
    tokens = document.tokens
    at = first
    while at < last:
        end = at
        head = words.head(tokens[at].norm)
        if head is not None:
            form, fine, strength = head
            end = _complement(tokens, at, last, words, form)
            if end > at + 1 and _stands(words, tokens, at, end, strength, tagged[at - first : end - first]):
                skip = _skip(tokens[at].norm, form)
                yield Found(at, end, span_of(document, at, end, skip), "organization", f"names@1:head {form}", fine)
            else:
                end = at
        at = max(end, at + 1)


def _skip(word: str, form: str) -> int:
    if word.endswith(form):
        return len(word) - len(form)
    return max(0, len(word) - len(form) + 1)


def _stands(words: Words, tokens: Sequence[Token], at: int, end: int, strength: str, tagged: Sequence[str]) -> bool:
    if strength == "bare":
        feminine = tokens[at + 1].norm in words.nationality and tokens[at + 1].norm.endswith(FEMININE)
        return feminine and words.definite(words.readings(tokens[at].norm)[-1]) and words.title(word_at(tokens, at - 1)) is None
    return strength == "strong" or any(label.endswith("ORG") for label in tagged)


def _complement(tokens: Sequence[Token], at: int, last: int, words: Words, form: str) -> int:
    """Where the name that opens at a head ends; the head's own end plus one if it has no complement."""
    definite = words.definite(form)
    sure = at + 1
    after_nationality = False
    for j in range(at + 1, min(last, at + LONGEST)):
        word = word_at(tokens, j)
        if not word or (word in words.boundaries or (words.title(word) and not (j == at + 1 and not definite and words.definite(word)))):
            break
        if word in words.nationality and words.definite(word):
            sure, definite, after_nationality = j + 1, True, True
        elif words.definite(word):
            if after_nationality and not _adjective(word):
                break
            sure, definite = j + 1, True
        elif definite and sure == j and _linked(tokens, j, words, after_nationality):
            sure = j + 1 if word.startswith(words.joined) else j
        elif j == at + 1 and word in words.places and not definite:
            return j + 1
        elif definite or j > at + 2:
            if not (definite and sure == j - 1 and words.definite(word_at(tokens, j + 1))):
                break
    return sure


def _linked(tokens: Sequence[Token], j: int, words: Words, after_nationality: bool) -> bool:
    """A joined part: for the …, and the …, for rights of the …"""
    word, before = tokens[j].norm, tokens[j - 1].norm
    if word.startswith(words.joined):
        return _adjective(before) or after_nationality
    if word[0] in words.conjunctions and words.definite(word[1:]):
        return False
    return word[:1] == words.joined[:1] and words.definite(word_at(tokens, j + 1)) and (_adjective(before) or after_nationality)


def _adjective(word: str) -> bool:
    return word.endswith((NISBA, NISBA + FEMININE))
