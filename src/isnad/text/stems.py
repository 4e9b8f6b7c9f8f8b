"""Light stems: a folded word without the particles and endings written together with it, for comparing contents.

After the light stemmers of Larkey, Ballesteros and Connell (2002), with the affixes taken from the language pack.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache

from isnad.model.text import Kind, Token
from isnad.text.scanner import Affixes


@lru_cache(maxsize=8)
def _endings(affixes: Affixes) -> tuple[str, ...]:
    """Endings and pronouns, the longest first: of two of one length a word has only one."""
    return tuple(sorted((*affixes.endings, *affixes.pronouns), key=len, reverse=True))


@lru_cache(maxsize=65_536)
def light_stem(word: str, affixes: Affixes) -> str:
    """The word (folded) without conjunction, preposition and article before it and one ending after it."""
    stem = word
    if len(stem) > 4 and stem[0] in affixes.conjunctions:
        stem = stem[1:]
    if stem.startswith(affixes.swallowing + affixes.joined_article) and len(stem) > 4:
        stem = stem[2:]
    else:
        if len(stem) > len(affixes.article) + 3 and stem[0] in affixes.prepositions and stem.startswith(affixes.article, 1):
            stem = stem[1:]
        if stem.startswith(affixes.article) and len(stem) > len(affixes.article) + 2:
            stem = stem[len(affixes.article) :]
    for ending in _endings(affixes):
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            return stem[: -len(ending)]
    return stem


def known_form(word: str, affixes: Affixes, known: Container[str]) -> str:
    """The word (folded), or what is left of it without conjunction, preposition and article: the longest that is known; else the word."""
    heads = [word, word[1:]] if len(word) > 2 and word[0] in affixes.conjunctions else [word]
    heads += [head[1:] for head in heads if len(head) > 4 and head[0] in affixes.prepositions]
    if word.startswith(affixes.swallowing + affixes.joined_article):
        heads.append(word[2:])
    return next((w for head in heads for w in (head, head.removeprefix(affixes.article)) if w in known), word)


def stems(tokens: Iterable[Token], affixes: Affixes, stopwords: frozenset[str]) -> frozenset[str]:
    """Light stems of the words and numbers among tokens, without stopwords and one-letter words."""
    out = set()
    for token in tokens:
        if token.kind == Kind.NUMBER:
            out.add(token.norm)
        elif token.kind == Kind.WORD and len(token.norm) > 1 and token.norm not in stopwords:
            stem = light_stem(token.norm, affixes)
            if stem not in stopwords:
                out.add(stem)
    return frozenset(out)
