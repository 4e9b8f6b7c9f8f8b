"""What cannot be the subject of a reporting verb: small words, what stands in an oblique case, what is said rather than who says it."""

from __future__ import annotations

import re

from isnad.annotate.statement_text import PEOPLE, Cue, View

_OBLIQUE_MARK = re.compile("[\u064b\u064d]\u0627?$|\u0627\u064b$")
"""A written nunation of accusative or genitive at the end of a word: a subject is nominative."""
OWNED = 3
"""Letters of the shortest noun to which a pronoun of its owner is written."""
LETTERS = 4
"""Letters of the shortest word whose first letter may be a preposition written to it."""


def cannot_speak(view: View, token: int) -> bool:
    """Whether the word at `token`, right after a reporting verb, cannot be or open its subject."""
    if token in view.mentions:
        return False
    words, norm = view.words, view.norm(token)
    if norm in words.no_subject or norm in words.object_noun:
        return True
    return oblique(view, token) or after_preposition(view, token) or owned(view, token)


def oblique(view: View, token: int) -> bool:
    """Whether a noun shows that it is no subject: nunation written as accusative or genitive, or the oblique plural of people."""
    if _OBLIQUE_MARK.search(view.tokens[token].span.of(view.text)):
        return True
    norm, article, nouns = view.norm(token), view.words.article, view.words.nouns
    ending = view.words.oblique
    if not norm.startswith(article) or not norm.endswith(ending) or view.in_mention(token):
        return False
    word = norm.removeprefix(article)
    stem = word.removesuffix(ending)
    if any(stem + other in nouns for other in ("", *(p for p in view.words.plurals if p != ending))):
        return True
    return word not in nouns and len(word) >= PEOPLE and word[0] in view.words.participle


def after_preposition(view: View, token: int) -> bool:
    """Whether a preposition is written to a word that is no name and no noun of its own ("with clarity", "to the site of …")."""
    norm, words = view.norm(token), view.words
    if len(norm) < LETTERS or norm in words.nouns or norm in words.quantifier or norm in view.name_words or words.is_people(norm):
        return False
    if norm[0] in words.by:
        return view.bare(token) == norm
    return norm[0] == words.to and norm[1:] in words.media


def owned(view: View, token: int) -> bool:
    """Whether a pronoun is written to a word that is nobody ("renewed their promise"): it means the subject, so the word is the object."""
    norm, words = view.norm(token), view.words
    bare = next((norm.removesuffix(p) for p in words.pronouns if norm.endswith(p) and len(norm) - len(p) >= LETTERS), None)
    if bare is None or norm.startswith(words.article) or norm in words.nouns or norm in view.name_words or norm in words.quantifier:
        return False
    return not any(form in words.nouns or form in words.quantifier for form in (bare, bare + words.feminine, bare[:-1] + words.feminine))


def own_object(view: View, token: int) -> bool:
    """Whether a noun of the subject's own follows its definite phrase ("the opposition called its supporters"), or a day or "too"."""
    norm = view.norms[token]
    if not norm.endswith(view.words.pronouns):
        return norm in view.words.after_subject and (token in view.mentions or not view.in_mention(token))
    if not view.norm(token - 1).startswith(view.words.article) and not view.in_mention(token - 1):
        return False
    if norm.startswith(view.words.article) or norm[0] in view.words.conjunctions or view.in_mention(token):
        return False
    if norm in view.name_words or norm in view.words.nouns:
        return False
    stem = next((norm.removesuffix(p) for p in view.words.pronouns if norm.endswith(p)), "")
    return len(stem) >= OWNED and stem not in view.words.quantifier


def verbal_noun(view: View, token: int) -> bool:
    """Whether a word reads as what is done rather than who does it, by the patterns of verbal nouns ("the withdrawal")."""
    norm, words = view.norm(token), view.words
    if token in view.mentions or view.is_source_noun(token):
        return False
    return words.verbal_noun.fullmatch(norm.removeprefix(words.article)) is not None


def is_said(view: View, token: int) -> bool:
    """Whether what stands right after a verb is said rather than says it ("stressed the importance of", "denied the accusations")."""
    return view.norm(token) in view.words.object_noun or verbal_noun(view, token)


def leads_to(view: View, cue: Cue, barred: tuple[str, ...]) -> bool:
    """Whether a barred preposition stands in the clause after a verb, by itself or written to a word ("was exposed to")."""
    letters = tuple(b for b in barred if len(b) == 1)
    if not letters:
        return False
    for at in range(cue.last, view.sentence(cue.first).last):
        if view.is_mark(at):
            return False
        norm = view.norm(at)
        if norm in barred or (
            norm.startswith(letters) and len(norm) >= LETTERS and at not in view.mentions and norm not in view.words.nouns
        ):
            return True
    return False
