"""Where the object of a verb begins after its subject, when no preposition parts them."""

from __future__ import annotations

from isnad.annotate import statement_sources as sources
from isnad.annotate.statement_subjects import own_object
from isnad.annotate.statement_text import View

NEAR = 6
"""Tokens after a verb among which what its subject says of itself begins."""


def own_act(view: View, first: int, last: int) -> int | None:
    """Where what the subject says of itself begins, right after its phrase ("the group in PLACE announced its withdrawal from")."""
    opens = sources.noun_phrase(view, first)
    for at in range(first + 1, min(last, first + NEAR)):
        if not opens or view.is_mark(at):
            return None
        if own_object(view, at):
            return at if view.norm(at) not in view.words.after_subject else None
    return None


def end_of_definite(view: View, first: int, last: int) -> int | None:
    """Where a phrase that ends definite is followed by an indefinite noun: there the object of the verb begins."""
    article = view.words.article
    for at in range(first + 1, last):
        if view.is_mark(at) or sources.opens_circumstance(view, at):
            return None
        norm = view.norm(at)
        if view.norm(at - 1).startswith(article) and not norm.startswith(article) and len(norm) > 2:
            return None if norm[0] in view.words.conjunctions and norm[1:].startswith(article) else at
    return None


def end_of_unnamed(view: View, first: int, last: int) -> int | None:
    """Where the object begins after an unnamed source or a document without article and its adjectives ("a source confirmed the …")."""
    words, at = view.words, first + 1
    norm = view.norm(first)
    if norm not in words.unnamed and norm not in words.documents:
        return None
    at += 2 * sources.belongs(view, at, last)  # "a source in the army"
    while at < last and view.norm(at) not in words.prep and (view.norm(at).endswith(words.origin) or view.norm(at) in words.nearness):
        at += 1
    if at >= last or view.is_mark(at) or sources.opens_circumstance(view, at) or view.norm(at) in words.relative:
        return None
    return at
