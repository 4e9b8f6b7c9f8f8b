"""The source of a statement: the smallest span that names who says it, and the whole phrase around it."""

from __future__ import annotations

import msgspec

from isnad.annotate.statement_subjects import cannot_speak, own_object
from isnad.annotate.statement_text import COMMAS, PEOPLE, View
from isnad.model.findings import Mention
from isnad.model.span import Span

LONGEST = 14
"""Tokens of the longest noun phrase without a name."""


TITLE = 3
"""Tokens after a comma among which a person's name in apposition begins."""
PLACE = 8
"""Tokens after a title among which the name follows its place of work."""
FUTURE = 4
"""Letters of the shortest verb in the future."""
SHORT = 6
"""Tokens of a noun phrase before a verb that needs no name of a person or body."""


class Source(msgspec.Struct, frozen=True):
    """Who speaks, as named here."""

    span: Span
    phrase: Span
    last: int
    """Token after the phrase."""


def after(view: View, first: int, last: int, *, governed: bool = False) -> Source | None:
    """The subject that stands in tokens `[first, last)`, right after a reporting word; None if it is left out.

    `governed`: a preposition stands before, so that the noun is in an oblique case.
    """
    opens = first
    while first < last and ((view.is_mark(first) and first not in view.quotes) or view.norm(first) in view.words.resumptive):
        first += 1
    if (
        first >= last
        or opens_circumstance(view, first)
        or first in view.reports
        or (len(view.norm(first)) == 1 and first not in view.quotes)
    ):
        return None
    if not governed and cannot_speak(view, first):
        return None
    if first > opens and view.is_mark(first - 1, COMMAS) and not noun_phrase(view, first):
        return None  # "as he made clear, the battle has become …"
    name = view.mentions.get(first)
    if name is not None and name.span.start > view.tokens[first].start:
        return None  # "to NAME", "about NAME": someone else than who speaks
    end = phrase_end(view, first, last)
    found = best(view, first, end)
    if found is not None and end < last and not any(m.type == "person" for m in view.mentions_in(first, end)):
        return through_place(view, found, first, end, last) or apposed(view, found, end, last) or found
    return found


def object_starts(view: View, first: int, last: int) -> int | None:
    """Where the object begins after a definite subject or a name ("accused the army the rebels of …"): at the second definite
    word that is no adjective of the first, or at the second name.
    """
    name = view.mentions.get(first)
    if name is not None and runs_over(view, first):
        name = None
    at = view.before(name.span.end) if name is not None else first + 1
    if name is None and not (view.norm(first).startswith(view.words.article) and view.is_source_noun(first)):
        return object_of_body(view, first, last)
    while at < last and adjective(view, at) and not told_of(view, at):
        at += 1
    own = next((m for m in view.mentions_in(at, at + TITLE + 1) if m.type == "person"), None) if name is None else None
    if own is not None and (own.role or own.span).start <= view.tokens[at].start:
        at = view.before(own.span.end)  # "the president NAME", "the spokesman the colonel NAME": the name is the subject's own
    day = at < last and view.norm(at) in view.words.circumstance and view.norm(at).startswith(view.words.article)
    at += day  # "described, Friday, scenes of": a day between subject and object
    if at >= last or view.is_mark(at) or opens_circumstance(view, at):
        return None
    definite = view.norm(at).startswith(view.words.article) and view.norm(at) not in view.words.relative
    return at if definite or day or at in view.mentions else None


def object_of_body(view: View, first: int, last: int) -> int | None:
    """Where another body begins after nouns that a definite one closes ("the parties of the opposition accused the government of")."""
    at, article = first, view.words.article
    while at < last and view.is_source_noun(at) and not view.norm(at).startswith(article) and at not in view.mentions:
        at += 1
    if at == first or at >= last or not view.norm(at).startswith(article) or view.in_mention(at):
        return None
    at += 1
    while at < last and adjective(view, at):
        at += 1
    name = view.mentions.get(at)
    if at >= last or view.norm(at)[0] in view.words.conjunctions or any(m.type == "person" for m in view.mentions_in(at, at + TITLE)):
        return None
    body = name is not None or (view.is_source_noun(at) and view.stripped(at) not in view.words.roles)
    return at if body else None


def told_of(view: View, token: int) -> bool:
    """Whether a word that may be an adjective ("opposing") is rather a noun of which something is told ("the opposition of …")."""
    after = view.norm(token + 1)
    return (
        view.norm(token).removeprefix(view.words.article) in view.words.nouns
        and len(after) > FUTURE
        and after[0] in view.words.prepositions
    )


def runs_over(view: View, first: int) -> bool:
    """Whether a name of two definite words is rather subject and object side by side ("the ministry the students")."""
    article = view.words.article
    definite = view.norm(first).startswith(article) and view.norm(first + 1).startswith(article)
    return definite and view.is_source_noun(first) and not adjective(view, first + 1)


def adjective(view: View, token: int) -> bool:
    """Whether a definite word reads as an adjective: one of origin by its ending, or one of those that offices take."""
    norm, words = view.norm(token), view.words
    if norm in words.prep or norm in words.relative or token in view.mentions:
        return False
    return norm.startswith(words.article) and (norm in words.adjective or norm.endswith(words.origin))


def through_place(view: View, found: Source, first: int, end: int, last: int) -> Source | None:
    """The person named after where he works or what he is in charge of ("the researcher in the institute NAME")."""
    if not view.is_source_noun(first) and not view.norm(first).startswith(view.words.article):
        return None
    if view.norm(end) not in view.words.prep:
        return None
    for at in range(end + 1, min(end + PLACE, last)):
        name = view.mentions.get(at)
        if name is not None and name.type == "person":
            close = view.before(name.span.end)
            return Source(name.span, Span(found.phrase.start, name.span.end), close) if at > end + 1 else None
        if not part_of_phrase(view, at):
            return None
    return None


def apposed(view: View, found: Source, end: int, last: int) -> Source | None:
    """The person named in apposition, between commas, after a title that goes on ("the official in charge of …, NAME, …")."""
    for at in range(end, last - 1):
        name = name_after(view, at + 1, last) if view.is_mark(at, COMMAS) else None
        if name is not None:
            close = view.before(name.span.end)
            if close >= last or view.is_mark(close, COMMAS):
                return Source(name.span, Span(found.phrase.start, name.span.end), close)
    return None


def opens_circumstance(view: View, token: int) -> bool:
    """Whether a token opens an adverbial rather than a noun phrase."""
    norm = view.norm(token)
    words = view.words
    bare = view.bare(token)
    if norm in words.circumstance or bare in words.circumstance or bare in words.that or bare in words.sofar:
        return True
    if norm[0] in words.conjunctions and norm[1:] in words.that:
        return True
    if bare in words.prepositions and view.quote_from(token + 1) is not None:
        return True  # "to “NAME”", the preposition by itself
    if len(norm) > 2 and norm[0] in words.prepositions and norm[1:] in words.relative:
        return True
    return token not in view.mentions and len(norm) > 3 and norm[0] in words.prepositions and norm[1:].startswith(words.article)


def phrase_end(view: View, first: int, last: int) -> int:
    """Token after the noun phrase that begins at `first`: at a circumstance, a relative, a stop, or a comma that no name follows."""
    at, told = first, view.norm(first) in view.words.unnamed
    if told and belongs(view, first + 1, last):
        at = first + 2  # "a source in the army"
    elif view.norm(first) in view.words.quantifier:
        at = next((i + 1 for i in range(first + 1, min(first + 3, last)) if view.norm(i) in view.words.of), first)  # "a number of …"
    while at < last:
        if told and at > first and view.norm(at).startswith(view.words.to * 2) and view.norm(at - 1) not in view.words.prep:
            return at  # "a source told the …"
        if at > first and (at in view.nouns_of_saying or at in view.ascribed or begins_clause(view, at) or own_object(view, at)):
            return at
        if at > first and (opens_circumstance(view, at) or view.norm(at) in view.words.relative) and not inside_mention(view, at):
            return at
        if view.is_mark(at, COMMAS) and name_after(view, at + 1, last) is None:
            return at
        quote = view.quote_from(at)
        if quote is not None and at > first:
            close = view.token_at(quote.outer.end - 1)
            if close - at > 5:
                return at
            at = close
        at += 1
    return last


def belongs(view: View, at: int, last: int) -> bool:
    """Whether a preposition at `at` tells where an unnamed source belongs: a definite noun, a name or a body follows it."""
    words = view.words
    if at + 1 >= last or view.norm(at) not in words.prep or view.norm(at + 1) in words.documents:
        return False
    norm = view.norm(at + 1)
    return norm.startswith(words.article) or at + 1 in view.mentions or view.is_source_noun(at + 1)


def begins_clause(view: View, token: int) -> bool:
    """Whether a verb begins here, after the end of a noun phrase: a reporting one, or one in the present or future by its first
    letters, after a definite word or a name.
    """
    if token in view.mentions or inside_mention(view, token):
        return False
    if view.norm(token)[0] == view.words.to and view.norm(token)[1:].removeprefix(view.words.to) in view.words.media:
        return True  # "told the correspondent of …", "told the radio"
    following = view.mentions.get(token + 1)
    named = following is not None and following.type == "person"  # "… and is called NAME"
    if token in view.verbs and view.norm(token - 1) not in view.words.relative and not named:
        return True
    norm, before = view.norm(token), view.norm(token - 1)
    closed = before.startswith(view.words.article) or view.in_mention(token - 1)
    future = len(norm) > FUTURE and norm[0] in view.words.future and norm[1] in view.words.imperfect
    return closed and future and not view.is_source_noun(token)


def inside_mention(view: View, token: int) -> bool:
    """Whether a token is a later part of a name."""
    start = view.tokens[token].start
    return any(m.span.start < start < m.span.end for m in view.mentions_in(max(0, token - 6), token))


def name_after(view: View, first: int, last: int) -> Mention | None:
    """The person's name that stands right after a comma (an apposition), or after a title there ("…, the doctor NAME, …")."""
    for at in range(first, min(first + TITLE, last)):
        name = view.mentions.get(at)
        if name is not None and name.type == "person":
            return name
        if at in view.mentions or not view.is_source_noun(at):
            return None
    return None


def best(view: View, first: int, end: int) -> Source | None:
    """The name inside a phrase: a person's first, then a body's, else the whole phrase."""
    if end <= first:
        return None
    while end > first and view.is_mark(end - 1) and (end - 1) not in view.closes:
        end -= 1
    if end <= first:
        return None
    phrase = unprefixed(view, first, view.span(first, end))
    names = [m for m in view.mentions_in(first, end) if m.span.end <= view.tokens[end - 1].end]
    people = [m for m in names if m.type == "person"]
    if people:
        return Source(people[0].span, phrase, end)
    # "Head of BODY" is someone else than BODY, and so are "sources of OUTLET".
    nearest_body = first if view.stripped(first) in view.words.titled else first + 1
    bodies = [m for m in names if m.type == "organization" and view.token_at(m.span.start) <= nearest_body]
    if bodies:
        return Source(bodies[0].span, phrase, end)
    places = [m for m in names if m.type == "place" and view.token_at(m.span.start) == first]
    if places:
        return Source(places[0].span, phrase, end)
    if end - first > LONGEST:
        return Source(Span(phrase.start, view.span(first, first + 4).end), phrase, end)
    return Source(phrase, phrase, end)


def unprefixed(view: View, first: int, phrase: Span) -> Span:
    """A phrase without the preposition written to its first word, where what is left is a noun that speaks."""
    norm, words = view.norm(first), view.words
    if len(norm) <= 3 or norm in words.nouns or first in view.mentions:
        return phrase
    noun = norm[1:] in words.nouns or norm[1:].startswith(words.article)
    joined = (norm[0] in words.prepositions and norm[1:] in words.nouns) or (norm[0] in words.conjunctions and noun)
    return Span(phrase.start + 1, phrase.end) if joined else phrase


def ahead(view: View, first: int, cue: int) -> Source | None:
    """The subject that stands before a reporting word, from token `first` of its clause on."""
    words = view.words
    if view.bare(cue - 1) in words.latter or view.norm(cue - 1) in words.latter:
        return adjacent(view, cue)
    at = first
    while at < cue and (view.is_mark(at) or view.bare(at) in words.kana or view.norm(at) in words.openers):
        at += 1
    end = cue
    while end > at and (view.is_mark(end - 1, COMMAS) or view.norm(end - 1) in words.sofar or view.norm(end - 1) in words.kana):
        end -= 1
    apposed_name = name_between_commas(view, at, end) if end < cue else None
    if apposed_name is not None:
        return apposed_name
    if end > at and (view.norm(end - 1) in words.relative or view.bare(end - 1) in words.relative):
        # "NAME, who said": the name stands right before the relative, else the relative means something else.
        found = nearest(view, first, end - 1)
        return found if found is not None and end - 1 - view.before(found.span.end) <= 2 else adjacent(view, end - 1)
    if at >= end or end - at > 24 or opens_circumstance(view, at):
        name = view.mentions.get(end - 1) if end == cue else None
        return nearest(view, first, end) if name is not None and name.type != "place" else None
    if not noun_phrase(view, at):
        return None
    found = best(view, at, phrase_end(view, at, end))
    # A long stretch in which only a place stands, or nothing, is a clause and no noun phrase.
    named = found is not None and any(m.span == found.span and m.type != "place" for m in view.mentions_in(at, end))
    return found if named or end - at <= SHORT else None


def name_between_commas(view: View, first: int, end: int) -> Source | None:
    """The person set between commas right before the verb ("the minister of …, NAME, says")."""
    for name in view.mentions_in(first, end):
        at = view.token_at(name.span.start)
        if name.type != "person" or view.before(name.span.end) != end:
            continue
        while at > first + 1 and view.is_source_noun(at - 1):
            at -= 1
        if at > first and view.is_mark(at - 1, COMMAS):
            return Source(name.span, view.span(first, end), end)
    return None


def after_was(view: View, first: int, cue: int) -> Source | None:
    """The subject in "was SUBJECT, …, VERB": whatever stands after "was", up to a comma or circumstance."""
    end = next((at for at in range(first + 1, cue) if view.is_mark(at, COMMAS)), cue)
    return best(view, first + 1, phrase_end(view, first + 1, end)) if end > first + 1 else None


def noun_phrase(view: View, token: int) -> bool:
    """Whether a token opens a noun phrase that can speak: a name, a definite noun, a noun of offices and bodies."""
    norm, bare = view.norm(token), view.bare(token)
    article = view.words.article
    people = token == view.sentence(token).first and norm.endswith(view.words.plurals) and len(norm) >= PEOPLE
    return people or token in view.mentions or norm.startswith(article) or bare.startswith(article) or view.is_source_noun(token)


def adjacent(view: View, cue: int) -> Source | None:
    """The noun phrase that stands right before a reporting word, as in headlines: definite words, names, nouns of offices."""
    if view.norm(cue - 1) in view.words.relative or view.bare(cue - 1) in view.words.relative:
        return None
    if view.quote_from(cue - 1) is not None:
        cue -= 1  # "NAME “thinks that …”": the quotation opens with the verb
    at = cue
    floor = max(view.sentence(cue).first, cue - 8)
    while at > floor and (part_of_phrase(view, at - 1) or quoted_name(view, at - 1) is not None):
        at -= 1
        at = quoted_name(view, at) or at
        if view.bare(at) != view.norm(at) and at not in view.mentions:
            break
    if at == cue or not noun_phrase(view, at + (at in view.quotes)) or view.bare(at - 1) in view.words.prep | view.words.before:
        return None
    found = best(view, at, cue)
    return found if found is not None and (opens_clause(view, at) or named_person(view, found)) else None


def quoted_name(view: View, token: int) -> int | None:
    """The token that opens the short quotation which `token` closes: a name in marks ("the site “NAME” reports")."""
    quote = view.closes.get(token)
    if quote is None:
        return None
    first = view.token_at(quote.outer.start)
    return first if token - first <= TITLE + 1 else None


def opens_clause(view: View, token: int) -> bool:
    """Whether a noun phrase opens its clause: first, after a mark or a joint, or joined on; else it depends on the noun before."""
    words = view.words
    if token == view.sentence(token).first or view.is_mark(token - 1) or view.bare(token) != view.norm(token):
        return True
    return view.norm(token - 1) in words.before_subject or token - 1 in view.reports


def named_person(view: View, source: Source) -> bool:
    """Whether a source is the name of a person with nothing written to it."""
    mention = view.mentions.get(view.token_at(source.span.start))
    return mention is not None and mention.type == "person" and view.tokens[view.token_at(source.span.start)].start == source.span.start


def part_of_phrase(view: View, token: int) -> bool:
    """Whether a token can be part of a noun phrase that speaks."""
    if view.is_mark(token):
        return False
    norm = view.bare(token)
    people = token == view.sentence(token).first and norm.endswith(view.words.plurals) and len(norm) >= PEOPLE
    return (
        people or token in view.mentions or inside_mention(view, token) or norm.startswith(view.words.article) or view.is_source_noun(token)
    )


def nearest(view: View, first: int, end: int) -> Source | None:
    """The name nearest before a token."""
    names = view.mentions_in(first, end)
    return Source(names[-1].span, names[-1].span, end) if names else None
