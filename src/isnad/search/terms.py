"""Index terms: under which form a word of a text and a word of a query meet.

A word without the particles written together with it is looked up in a lemma dictionary (simplemma), which knows broken
plurals and verb forms; what it does not know, names mostly, keeps its light stem. Then all is folded, so that hamza,
ya and ta marbuta do not matter. The same function makes the terms of texts and of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Kind, Token
from isnad.text.folding import fold, fold_form
from isnad.text.scanner import Affixes
from isnad.text.stems import light_stem
from isnad.text.tokens import tokenize

BREAK = "x0break0x"
"""Stands between parts of a field, so that no phrase crosses them: no word's term, and one word to every index."""
_YA, _DOTLESS, _HA, _MARBUTA = "\u064a", "\u0649", "\u0647", "\u0629"
_SPELLINGS = {_YA: _DOTLESS, _HA: _MARBUTA, _DOTLESS: _YA}
"""Last letters that are written for one another (Egypt writes dotless ya; haste writes ha for ta marbuta)."""
_MARKS = dict.fromkeys((0x0640, *range(0x064B, 0x0653), 0x0670, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_SHORTEST = 3
NO_WORDS = ("affixes", "stopwords")
"""Tables whose forms may be written together with a word."""


class Letters(msgspec.Struct, frozen=True):
    """What the terms of a language are made with."""

    language: str
    affixes: Affixes
    whole: frozenset[str]
    """Folded words that begin like a particle and are none (ministry, say, which begins with the letter of "and")."""


@lru_cache(maxsize=131_072)
def term(word: str, letters: Letters) -> str:
    """The term of a word as written: lower-case Latin, folded stem of its lemma, or its own."""
    bare = word.translate(_MARKS)
    if not any("\u0600" <= letter <= "\u06ff" for letter in bare):
        return fold_form(bare).lower()
    known = next((found for form in _readings(bare, letters) if (found := _lemma(form, letters.language))), None)
    folded = fold_form(known or next(iter(_whole(bare, letters)), bare))
    return folded if folded in letters.whole else light_stem(folded, letters.affixes)


def _whole(word: str, letters: Letters) -> Iterator[str]:
    """The forms of a word that must keep their first letter."""
    return (form for form in _without_particles(word, letters.affixes) if fold_form(form) in letters.whole)


def _readings(word: str, letters: Letters) -> Iterator[str]:
    """Forms of a word to look up, up to the first that must keep its first letter."""
    for form in _without_particles(word, letters.affixes):
        yield form
        if fold_form(form) in letters.whole:
            return


def _lemma(form: str, language: str) -> str | None:
    from simplemma import is_known, lemmatize

    for spelling in (form, form[:-1] + _SPELLINGS[form[-1]]) if form[-1] in _SPELLINGS else (form,):
        if is_known(spelling, language):
            lemma: str = lemmatize(spelling, language)
            return lemma
    return None


def _without_particles(word: str, affixes: Affixes) -> Iterator[str]:
    """The word, and what is left without conjunction, preposition and article, longest first, each once."""
    yield word
    rest = word
    if rest[0] in affixes.conjunctions and len(rest) > _SHORTEST:
        rest = rest[1:]
        yield rest
    if rest.startswith(affixes.swallowing + affixes.joined_article) and len(rest) > _SHORTEST + 1:
        yield rest[2:]
    elif rest[0] in affixes.prepositions and len(rest) > _SHORTEST:
        yield rest[1:]
        if rest.startswith(affixes.article, 1) and len(rest) > _SHORTEST + 2:
            yield rest[3:]
    pronoun = next((p for p in sorted(affixes.pronouns, key=len, reverse=True) if rest.endswith(p)), None)
    # A single letter is a pronoun more seldom than a part of the word.
    if pronoun and len(rest) - len(pronoun) >= _SHORTEST + (len(pronoun) == 1):
        yield rest[: -len(pronoun)]
        if rest[0] in affixes.prepositions:
            yield rest[1 : -len(pronoun)]


class Terms:
    """Makes terms for one language pack; safe to keep and share."""

    def __init__(self, pack: Pack) -> None:
        first = (*pack.affixes.conjunctions, *pack.affixes.prepositions)
        rows = (row for name in pack.tables if name not in NO_WORDS for row in pack.table(name))
        whole = frozenset(r.folded for r in rows if r.folded.startswith(first) and " " not in r.folded)
        self.letters = Letters(pack.code, pack.affixes, whole)
        self.stopwords = pack.forms("stopwords")

    def of_tokens(self, text: str, tokens: Iterable[Token]) -> list[tuple[str, Span]]:
        """Terms of words and numbers with their places in the text."""
        out = []
        for token in tokens:
            if token.kind == Kind.WORD:
                out.append((self.of_word(text[token.start : token.end]), token.span))
            elif token.kind == Kind.NUMBER:
                out.append((number_term(token.norm), token.span))
        return out

    def of_document(self, document: Document) -> list[tuple[str, Span]]:
        """Terms of title and body in the order of the text; a name's first word is without what is written together with it."""
        names = {m.span.start for m in document.mentions}
        out: list[tuple[str, Span]] = []
        for part in document.analysed:
            for token in document.tokens_in(part):
                begin = next((at for at in range(token.start + 1, min(token.start + 3, token.end)) if at in names), None)
                if begin is None:
                    out += self.of_tokens(document.text, (token,))
                else:
                    out.append((self.of_word(document.text[begin : token.end]), token.span))
        return out

    def of_word(self, word: str) -> str:
        """The term of one word as written."""
        return term(word, self.letters)

    def beginning(self, word: str) -> str:
        """What terms begin with whose words begin so: folded, without article, and no stem; empty for several words."""
        folded = fold_form(word).lower()
        article = self.letters.affixes.article
        folded = folded[len(article) :] if folded.startswith(article) and len(folded) > len(article) + 1 else folded
        return folded if folded.isalnum() else ""

    def of_text(self, text: str) -> list[tuple[str, Span]]:
        """Terms of a text of its own, a query's words say."""
        return self.of_tokens(text, tokenize(fold(text)))

    def is_stopword(self, word: str) -> bool:
        """Whether a word says nothing of a text's topic."""
        return fold_form(word) in self.stopwords


def number_term(norm: str) -> str:
    """A number without thousands separators, so that `12,000` and `12000` meet."""
    whole, dot, rest = norm.partition(".")
    return whole.replace(",", "") + (f"p{rest}" if dot else "")
