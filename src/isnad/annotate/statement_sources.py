"""The source of a statement: the smallest span that names who says it, and the whole phrase around it."""

from __future__ import annotations

import msgspec

from isnad.annotate.statement_text import COMMAS, View
from isnad.model.span import Span

LONGEST = 14
"""Tokens of the longest noun phrase without a name."""


class Source(msgspec.Struct, frozen=True):
    """Who speaks, as named here."""

    span: Span
    phrase: Span
    last: int
    """Token after the phrase."""


def after(view: View, first: int, last: int) -> Source | None:
    """The subject that stands in tokens `[first, last)`, right after a reporting word; None if it is left out."""
    while first < last and (view.is_mark(first) and first not in view.quotes):
        first += 1
    if first >= last or opens_circumstance(view, first):
        return apposed(view, first, last)
    end = phrase_end(view, first, last)
    return best(view, first, end, last)


def apposed(view: View, first: int, last: int) -> Source | None:
    """A subject that comes after a circumstance set off by commas is left to the reader's memory: none here."""
    return None


def opens_circumstance(view: View, token: int) -> bool:
    """Whether a token opens an adverbial rather than a noun phrase."""
    norm = view.norm(token)
    words = view.words
    if norm in words.circumstance or norm in words.that or norm in words.sofar:
        return True
    if len(norm) > 2 and norm[0] in words.prepositions and norm[1:] in words.relative:
        return True
    return token not in view.mentions and len(norm) > 3 and norm[0] in words.prepositions and norm[1:].startswith(words.article)


def phrase_end(view: View, first: int, last: int) -> int:
    """Token after the noun phrase that begins at `first`: at a circumstance, a relative, a stop, or a comma that no name follows."""
    at = first
    while at < last:
        if at > first and (opens_circumstance(view, at) or view.norm(at) in view.words.relative) and not inside_mention(view, at):
            return at
        if view.is_mark(at, COMMAS) and not name_follows(view, at + 1, last):
            return at
        quote = view.quote_from(at)
        if quote is not None and at > first:
            close = view.token_at(quote.outer.end - 1)
            if close - at > 5:
                return at
            at = close
        at += 1
    return last


def inside_mention(view: View, token: int) -> bool:
    """Whether a token is a later part of a name."""
    start = view.tokens[token].start
    return any(m.span.start < start < m.span.end for m in view.mentions_in(max(0, token - 6), token))


def name_follows(view: View, first: int, last: int) -> bool:
    """Whether a person's name stands right after a comma (an apposition)."""
    return any(m.type == "person" for m in view.mentions_in(first, min(first + 1, last)))


def best(view: View, first: int, end: int, last: int) -> Source | None:
    """The name inside a phrase: a person's first, then a body's, else the whole phrase."""
    if end <= first:
        return None
    while end > first and view.is_mark(end - 1) and (end - 1) not in view.closes:
        end -= 1
    if end <= first:
        return None
    phrase = view.span(first, end)
    names = view.mentions_in(first, end)
    people = [m for m in names if m.type == "person"]
    if people:
        return Source(people[0].span, phrase, end)
    bodies = [m for m in names if m.type == "organization" and view.token_at(m.span.start) <= first + 1]
    if bodies:
        return Source(bodies[0].span, phrase, end)
    places = [m for m in names if m.type == "place" and view.token_at(m.span.start) == first]
    if places:
        return Source(places[0].span, phrase, end)
    if end - first > LONGEST:
        return Source(view.span(first, first + 4), phrase, end)
    return Source(phrase, phrase, end)


def ahead(view: View, first: int, cue: int) -> Source | None:
    """The subject that stands before a reporting word, from token `first` of its clause on."""
    words = view.words
    at = first
    while at < cue and (view.is_mark(at) or view.bare(at) in words.kana or view.norm(at) in words.sofar or view.norm(at) in words.that):
        at += 1
    end = cue
    while end > at and (view.is_mark(end - 1, COMMAS) or view.norm(end - 1) in words.sofar):
        end -= 1
    if end > at and view.norm(end - 1) in words.relative:
        return nearest(view, first, end - 1)
    if at >= end or end - at > 24 or opens_circumstance(view, at):
        return nearest(view, first, end) if end > at and cue - end == 0 and (end - 1 in view.mentions) else None
    if not noun_phrase(view, at):
        return None
    return best(view, at, phrase_end(view, at, end), end)


def noun_phrase(view: View, token: int) -> bool:
    """Whether a token opens a noun phrase that can speak: a name, a definite noun, a noun of offices and bodies."""
    norm, bare = view.norm(token), view.bare(token)
    article = view.words.article
    return token in view.mentions or norm.startswith(article) or bare in view.words.nouns or norm in view.words.nouns


def adjacent(view: View, cue: int) -> Source | None:
    """The noun phrase that stands right before a reporting word, as in headlines: definite words, names, nouns of offices."""
    at = cue
    floor = max(view.sentence(cue).first, cue - 8)
    while at > floor and part_of_phrase(view, at - 1):
        at -= 1
        if view.bare(at) != view.norm(at) and at not in view.mentions:
            break
    if at == cue or not noun_phrase(view, at):
        return None
    return best(view, at, cue, cue)


def part_of_phrase(view: View, token: int) -> bool:
    """Whether a token can be part of a noun phrase that speaks."""
    if view.is_mark(token):
        return False
    norm = view.bare(token)
    return token in view.mentions or inside_mention(view, token) or norm.startswith(view.words.article) or norm in view.words.nouns


def nearest(view: View, first: int, end: int) -> Source | None:
    """The name nearest before a token."""
    names = view.mentions_in(first, end)
    return Source(names[-1].span, names[-1].span, end) if names else None
