"""The text as statements see it: tokens with their sentences, quotations, mentions and reporting words, by token number."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec

from isnad.lang.pack import Pack, Row
from isnad.model.document import Document
from isnad.model.findings import Mention
from isnad.model.span import Cover, Span
from isnad.model.text import Kind, Quote, Sentence
from isnad.text.folding import fold_form
from isnad.text.memo import Memo

COMMAS = "\u060c,\u061b;"
STOPS = ".!?\u061f\u2026"
KNOWN = 50_000
"""Words of which an answer is remembered."""
PEOPLE = 5
"""Letters of the shortest sound plural of people."""


class Words:
    """The closed word classes that statements turn on, folded; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        def kind(name: str) -> frozenset[str]:
            return pack.forms("statement_words", "kind", name)

        self.other_that = kind("other-that")
        self.from_, self.resumptive, self.before = kind("from"), kind("resumptive"), kind("before")
        self.that, self.prep, self.relative = kind("that"), kind("prep"), kind("relative")
        self.joint, self.kana, self.sofar = kind("joint"), kind("kana"), kind("sofar")
        self.circumstance, self.whether, self.negation = kind("circumstance"), kind("whether"), kind("negation")
        self.conjunctions, self.article = pack.affixes.conjunctions, pack.affixes.article
        self.prepositions, self.to = pack.affixes.prepositions, pack.affixes.swallowing
        self.nouns, self.roles = pack.forms("source_nouns"), pack.forms("source_nouns", "form_of", "role")
        self.media, self.unnamed = pack.forms("source_nouns", "form_of", "media"), pack.forms("source_nouns", "form_of", "unnamed")
        self.meanwhile = kind("meanwhile")
        self.what, self.noun_like = kind("what"), kind("noun-like")
        self.future = pack.affixes.future
        self.imperfect = kind("imperfect")
        self.adjective, self.show = kind("adjective"), kind("show")
        self.as_, self.origin = min(kind("as"), key=len), tuple(kind("origin"))
        self.quantifier, self.object_of = kind("quantifier"), kind("object-of")
        self.plurals, self.nisba_plurals = tuple(kind("plural")), tuple(kind("nisba-plural"))
        self.not_people, self.pronoun_like, self.on = kind("not-people"), kind("pronoun-like"), kind("on")
        self.of, self.anonymity, self.manner = kind("of"), kind("anonymity"), kind("manner")
        self.bare_clause, self.ends_object, self.that_what = kind("bare-clause"), kind("ends-object"), kind("that-what")
        self.accusative = min(kind("accusative"))
        self.without = kind("without")
        self.determiner = kind("determiner")
        self.after_subject, self.governing, self.impersonal = kind("after-subject"), kind("governing"), kind("impersonal")
        self.no_subject, self.latter = kind("no-subject"), kind("latter")
        self.oblique, self.by, self.participle = min(kind("oblique")), kind("by"), kind("participle")
        self.feminine = min(kind("feminine-ending"))
        self.pronouns = tuple(sorted(kind("owner-pronoun") - {self.feminine}))
        """Pronouns of an owner that no feminine ending reads like."""
        self.object_noun = kind("object-noun") | self._owned(kind)
        radical = re.compile(f"[{''.join(kind('radical'))}]")
        self.verbal_noun = re.compile("|".join(radical.sub(r"\\w", pattern) for pattern in sorted(kind("verbal-noun"))))
        self.governments = pack.forms("seats") | pack.forms("places", "kind", "country")
        self.documents = pack.forms("source_nouns", "form_of", "document")
        self.nearness = pack.forms("source_types")
        self._derive()

    def _derive(self) -> None:
        """Classes made of others, and what is remembered of words."""
        self.complement = self.that - self.pronoun_like
        self.before_clause = self.joint | self.kana | self.relative
        """Small words that stand before a clause and belong to it."""
        self.dangling = self.joint | self.conjunctions | self.prep
        """Small words that no content ends with."""
        self.turns = self.that | self.whether | {":", *STOPS}
        """What may open a content, but for quotation marks, and what ends the search for it."""
        self.titled = self.roles | self.unnamed
        """Nouns of those who speak for a body or belong to it."""
        self.before_noun = self.prep | self.before | self.determiner
        self.openers = self.sofar | self.that | self.joint
        self.before_subject = self.openers | self.relative | self.kana
        self.before_lead = self.joint | self.sofar | self.relative | self.what
        self.no_head = self.circumstance | self.resumptive | self.noun_like | self.prep
        self.bare: dict[str, str] = Memo(self._bare, KNOWN)
        self.stripped: dict[str, str] = Memo(self._stripped, KNOWN)
        self.can_speak: dict[str, bool] = Memo(self._can_speak, KNOWN)

    def _bare(self, norm: str) -> str:
        return norm[1:] if len(norm) > 3 and norm[0] in self.conjunctions else norm

    def _stripped(self, norm: str) -> str:
        norm = self.bare[norm]
        if norm.startswith(self.article[1:] * 2):
            return norm[2:]
        if len(norm) > 4 and norm[0] in self.prepositions:
            norm = norm[1:]
        return norm.removeprefix(self.article) if len(norm) > 4 else norm

    def _can_speak(self, norm: str) -> bool:
        nouns, stripped = self.nouns, self.stripped[norm]
        if norm in nouns or self.bare[norm] in nouns or stripped in nouns or self.is_people(stripped):
            return True
        return stripped.endswith(self.accusative) and stripped.removesuffix(self.accusative) in nouns

    def is_people(self, word: str) -> bool:
        """Whether a word is a sound plural of a noun that can speak, in either case, or of people by where they belong."""
        if len(word) < PEOPLE or word in self.not_people:
            return False
        if word.endswith(self.nisba_plurals):
            return True
        return word.endswith(self.plurals) and any(word[:-2] + other in self.nouns for other in ("", *self.plurals))

    def _owned(self, kind: Callable[[str], frozenset[str]]) -> frozenset[str]:
        """Nouns of what is said or shown, with the pronoun of the one whose it is ("his readiness")."""
        bound = min(kind("feminine-bound"))
        nouns = kind("object-noun") | kind("held-noun")
        bases = (n.removesuffix(self.feminine) + bound if n.endswith(self.feminine) else n for n in nouns)
        return frozenset(base + pronoun for base in bases for pronoun in kind("owner-pronoun"))


class Cue(msgspec.Struct, frozen=True):
    """A reporting word: tokens `[first, last)`, its row, and what the row says it takes."""

    first: int
    last: int
    span: Span
    row: Row
    kind: str
    takes: frozenset[str]
    joined: bool
    """A conjunction is written together with it."""
    what: bool = False
    """The verb of "as X announced it": it opens no content of its own."""
    suffix: bool = False
    """A pronoun is written to it."""


@lru_cache(1024)
def told(takes: frozenset[str], mark: str) -> tuple[str, ...]:
    """What a cue takes of a kind (`prep:`, `needs:`, `not:`), folded, longer ones first."""
    return tuple(sorted((fold_form(t.partition(":")[2]) for t in takes if t.startswith(mark)), key=lambda form: (-len(form), form)))


@lru_cache(1024)
def takes_of(cell: str) -> frozenset[str]:
    """What a cue takes, from its cell of the table."""
    return frozenset(cell.split(","))


class View:
    """One document, ready to be asked about token numbers."""

    def __init__(self, document: Document, words: Words) -> None:
        self.document, self.words = document, words
        self.text, self.tokens = document.text, document.tokens
        self.starts = [t.start for t in self.tokens]
        self.norms = [t.norm for t in self.tokens]
        self.firsts = [s.first for s in document.sentences]
        self.quote_starts = [q.inner.start for q in document.quotes]
        self.quotes = {self.token_at(q.outer.start): q for q in document.quotes}
        self.openings = sorted(self.quotes)
        turns = words.turns
        self.turns = sorted({at for at, norm in enumerate(self.norms) if norm in turns}.union(self.openings))
        """Tokens that may open a content or end the search for one, in order."""
        self.closes = {self.token_at(q.outer.end - 1): q for q in document.quotes if q.closed}
        self.nouns_of_saying: frozenset[int] = frozenset()
        """Tokens at which verbal nouns of saying begin ("his saying")."""
        self.verbs: frozenset[int] = frozenset()
        """Tokens at which reporting verbs begin; filled in once they are found."""
        self.ascribed: frozenset[int] = frozenset()
        """Tokens at which an ascription begins ("according to")."""
        self.reports: frozenset[int] = frozenset()
        """The same with participles."""
        self.handing: dict[int, int] = {}
        """Tokens `[first, last)` of words that hand on from somebody ("quoting")."""
        self.names = Cover(m.span for m in document.mentions if m.type == "person")
        self.name_words = frozenset(w for m in document.mentions if m.type == "person" for w in self.words_of(m.span))
        self.mentions: dict[int, Mention] = {self.token_at(m.span.start): m for m in document.mentions}

    def words_of(self, span: Span) -> list[str]:
        """Folded tokens of a span."""
        return [self.tokens[i].norm for i in range(self.token_at(span.start), self.before(span.end))]

    def token_at(self, offset: int) -> int:
        """Number of the token that holds a character, or the next one."""
        at = bisect_right(self.starts, offset) - 1
        return at if at >= 0 and offset < self.tokens[at].end else at + 1

    def before(self, offset: int) -> int:
        """Number of the first token that starts at or after a character."""
        return bisect_left(self.starts, offset)

    def sentence(self, token: int) -> Sentence:
        """The sentence of a token."""
        return self.document.sentences[bisect_right(self.firsts, token) - 1]

    def norm(self, token: int) -> str:
        """Folded token; empty beyond the ends."""
        return self.norms[token] if 0 <= token < len(self.norms) else ""

    def bare(self, token: int) -> str:
        """Folded token without a conjunction written together with it."""
        return self.words.bare[self.norm(token)]

    def stripped(self, token: int) -> str:
        """Folded token without conjunction, preposition and article."""
        return self.words.stripped[self.norm(token)]

    def is_source_noun(self, token: int) -> bool:
        """Whether a token is a noun that can speak, whatever is written together with it."""
        return self.words.can_speak[self.norm(token)]

    def in_name(self, span: Span) -> bool:
        """Whether a place lies inside a person's name."""
        return bool(self.names.of(span))

    def in_mention(self, token: int) -> bool:
        """Whether a token belongs to a name."""
        return any(
            self.mentions[at].span.covers(self.tokens[token].span) or at == token
            for at in range(max(0, token - 8), token + 1)
            if at in self.mentions
        )

    def in_quote(self, offset: int) -> bool:
        """Whether a character stands inside quotation marks."""
        at = bisect_right(self.quote_starts, offset) - 1
        return at >= 0 and offset < self.document.quotes[at].inner.end

    def is_mark(self, token: int, marks: str = "") -> bool:
        """Whether a token is punctuation (one of `marks`)."""
        if not 0 <= token < len(self.tokens):
            return True
        found = self.tokens[token]
        return found.kind == Kind.PUNCTUATION and (not marks or found.norm in marks)

    def on_clock(self, token: int) -> bool:
        """Whether figures stand on both sides of a token."""
        return self.norm(token - 1).isdigit() and self.norm(token + 1).isdigit()

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens `[first, last)`."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def quote_from(self, token: int) -> Quote | None:
        """The quotation that opens at a token."""
        return self.quotes.get(token)

    def opening_from(self, first: int, last: int) -> int:
        """The first token in `[first, last)` at which a quotation opens, else `last`."""
        at = bisect_left(self.openings, first)
        return min(self.openings[at], last) if at < len(self.openings) else last

    def sentences_in(self, span: Span) -> Iterator[Sentence]:
        """The sentences that start inside a span, behind its first character."""
        first = bisect_right(self.firsts, self.before(span.start + 1) - 1)
        return itertools.takewhile(lambda s: s.start < span.end, itertools.islice(self.document.sentences, first, None))

    def mentions_in(self, first: int, last: int) -> list[Mention]:
        """Mentions that start among tokens `[first, last)`."""
        return [self.mentions[i] for i in range(first, last) if i in self.mentions]

    def quoted(self, span: Span) -> int:
        """Characters of a span that stand inside quotation marks."""
        first = max(0, bisect_right(self.quote_starts, span.start) - 1)
        last = bisect_left(self.quote_starts, span.end)
        return sum(q.inner.shared(span) for q in self.document.quotes[first:last])
