"""Words as the rules of names see them: titles, nationalities, heads, words at which a name ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from isnad.annotate.name_features import NISBA_ENDINGS, Lexicon, lexicon_of
from isnad.annotate.name_flags import COMMON, HEAD, TITLE, Flags
from isnad.annotate.name_guess import guesses
from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.findings import MentionType
from isnad.model.span import Span
from isnad.model.text import Kind, Token
from isnad.text.memo import Memo

TYPES: dict[str, MentionType] = {"PER": "person", "LOC": "place", "ORG": "organization"}
COMMAS = ("\u060c", ",")
AND = "\u0648"
DASHES = "-\u2013\u2014"
JOINTS = frozenset({*COMMAS, AND, "-", "\u061b"})
"""Marks between names of a row."""
COMMON_NOUNS = (
    "time_units", "weekdays", "months", "day_parts", "event_triggers", "number_words", "approximators",
    "time_words", "units",
)  # fmt: skip
"""Tables of ordinary words, which are no family names."""
LONG_PART = 5
"""Letters from which on a part of a name is found again in another spelling."""
BONES = "~"
KNOWN = 50_000
"""Words of which an answer is remembered."""
_NO_WEAK = dict.fromkeys(map(ord, "\u0627\u0648\u064a"))
_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)
MANY, LONGER = 50, 6
FEW = 3
ACCUSATIVE = "\u0627"
FEMININE, NISBA = "\u0647", "\u064a"


class Found(msgspec.Struct):
    """A name that a rule proposes: tokens `[first, last)`, its place in the source."""

    first: int
    last: int
    span: Span
    type: MentionType
    by: str
    fine: str | None = None
    score: float = 1.0


class Words:
    """The tables of names as sets, and the questions that the rules ask of a word."""

    def __init__(self, pack: Pack) -> None:
        self.lexicon: Lexicon = lexicon_of(pack)
        self.article, self.joined = self.lexicon.article, self.lexicon.joined
        affixes = pack.affixes
        self._small_words(pack)
        self.pronouns = (*(p for p in pack.forms("affixes", "kind", "pronoun") if len(p) > 1), FEMININE)
        self.conjunctions, self.prepositions = affixes.conjunctions, affixes.prepositions
        self.letters_before = affixes.conjunctions | affixes.prepositions
        self.titles = {row.folded: row["fine"] for row in pack.table("titles")}
        self.generals = frozenset(row.folded for row in pack.table("titles") if row.id == "general")
        self.heads = {row.folded: (row["fine"], row["strength"]) for row in pack.table("organization_heads")}
        self.boundaries = pack.forms("name_words", "kind", "boundary") | pack.forms("stopwords")
        self.nationality = {
            form: row.id for row in pack.table("nationalities") for ending in NISBA_ENDINGS
            for form in (row.folded + ending, self.article + row.folded + ending)
        }  # fmt: skip
        self.places = pack.forms("places")
        self.agencies = pack.forms("agencies")
        self.cues = pack.forms("statement_cues")
        self.speaking = pack.forms("statement_cues", "kind", "verb")
        common = frozenset().union(*(pack.forms(name) for name in COMMON_NOUNS))
        self.common = common | {self.article + word for word in common} | pack.forms("countables")
        self.described = pack.forms("source_nouns") | pack.forms("countables") | pack.forms("titles")
        """Nouns of persons and things, which an adjective of origin may follow."""
        self.guesses = guesses(pack.folder)
        self.flags = Flags(self)
        self.readings = Memo(self.read, KNOWN).__getitem__
        self.title = Memo(self._title, KNOWN).__getitem__
        self.head = Memo(self._head, KNOWN).__getitem__
        self.written: dict[str, tuple[str, ...]] = Memo(self._written, KNOWN)
        """By form, the words of which it is a reading."""

    def _small_words(self, pack: Pack) -> None:
        """The words of `name_words.tsv` by kind."""
        self.particles = pack.forms("name_words", "kind", "particle")
        self.seconds = pack.forms("name_words", "kind", "second")
        self.modifiers = pack.forms("name_words", "kind", "modifier")
        self.servant = tuple(word + self.article for word in pack.forms("name_words", "kind", "servant"))
        self.like_boundary = pack.forms("name_words", "kind", "like-boundary")
        self.place_heads = pack.forms("name_words", "kind", "place-head")
        self.street_heads = pack.forms("name_words", "kind", "street-head")
        self.site_heads = pack.forms("name_words", "kind", "site-head") | self.street_heads
        self.no_sites = pack.forms("name_words", "kind", "no-site")
        self.affairs, self.purposes, self.no_body = (pack.forms("name_rules", "kind", kind) for kind in ("portfolio", "purpose", "no-body"))
        """What bodies care for, joined with "and" in their names; what is done, not cared for; what tells a device or crew."""
        self.no_purpose, self.devices, self.no_patron = (
            pack.forms("name_rules", "kind", kind) for kind in ("no-purpose", "device-head", "no-patron")
        )
        """Heads of bodies that are for no purpose, that are devices or crews too, that are called after nobody."""
        self.no_opening = self.modifiers | pack.forms("name_rules", "kind", "no-person")
        self.adjectives = self.modifiers | pack.forms("name_words", "kind", "adjective")
        self.descent = pack.forms("name_words", "kind", "descent")
        self.within_titles = pack.forms("name_words", "kind", "within-title")
        self.kin = pack.forms("name_words", "kind", "kin")
        self.doubtful = pack.forms("name_words", "kind", "doubtful")
        self.patrons = pack.forms("name_words", "kind", "patron")
        """Titles in the names of bodies: university of King …"""
        self.generic = pack.forms("name_words", "kind", "generic")
        self.glued = tuple(pack.forms("name_rules", "kind", "glued"))
        """Particles that are often written together with the name after them."""
        self.openings = self.particles & pack.forms("name_rules", "kind", "joined")
        """Particles that the next part of a name must follow."""
        self.no_person = pack.forms("name_rules", "kind", "no-person")
        """Words that a tagger takes for names of persons, and nobody bears."""
        self.undivided = pack.forms("name_rules", "kind", "undivided")
        """Words whose first letter is their own, though what is left is a name."""
        self.joints = JOINTS
        self.house = next(iter(pack.forms("name_words", "kind", "house")), "")
        """Before the name of a family, whatever word that is."""
        self.within = pack.forms("name_words", "kind", "within")
        self.letters = pack.forms("name_words", "kind", "letter")
        self.place_prepositions = pack.forms("name_words", "kind", "place-preposition")

    def bearers(self, word: str) -> int:
        """How many bear a word as part of their name; "servant of the …" in one word counts as a common one."""
        known = self.lexicon.parts.get(word, 0)
        return max(known, MANY) if len(word) > LONGER and word.startswith(self.servant) else known

    def joined_on(self, word: str) -> bool:
        """Whether "and" is written to a given name that many bear, and hardly any the whole word, or that some bear, and none the whole."""
        if word[:1] != AND or word in self.undivided:
            return False
        whole, rest = self.bearers(word), self.bearers(word[1:])
        return (rest >= COMMON and whole < FEW) or (rest > 1 and not whole)

    def bare(self, word: str) -> str:
        """The word without its article."""
        return word[len(self.article) :] if word.startswith(self.article) and len(word) > len(self.article) + 1 else word

    def definite(self, word: str) -> bool:
        """Whether the word bears the article."""
        return word.startswith(self.article) and len(word) > len(self.article) + 1

    def _title(self, word: str) -> str | None:
        """Kind of the title that a word is, with or without conjunction, preposition and article."""
        if not self.flags[word] & TITLE:
            return None
        for form in self.readings(word):
            if fine := self.titles.get(form) or self.titles.get(self.bare(form)):
                return fine
            if form.endswith(ACCUSATIVE) and len(form) > 4 and (fine := self.titles.get(form[:-1])):
                return fine
        return None

    def strange(self, word: str) -> bool:
        """Whether no table knows a word without article, and its letters are rather a name's."""
        known = self.lexicon.classes(self.lexicon.stem(word)) or self.lexicon.classes(word)
        return len(word) > 2 and not known and not self.definite(word) and self.lexicon.letters.likeness(word) > 0

    def title_pair(self, word: str, after: str) -> str | None:
        """Kind of a title of two words."""
        return next((self.titles[pair] for form in self.readings(word) if (pair := f"{form} {after}") in self.titles), None)

    def general(self, word: str) -> bool:
        """Whether a title only says that somebody speaks for a body: director, spokesman, member."""
        return any(form in self.generals or self.bare(form) in self.generals for form in self.readings(word))

    def _head(self, word: str) -> tuple[str, str, str] | None:
        """(form, kind, strength) of the head of an organization that a word is, its proclitics apart."""
        if not self.flags[word] & HEAD:
            return None
        for form in self.readings(word):
            found = self.heads.get(form) or self.heads.get(self.bare(form))
            if found:
                return form, *found
        return None

    def with_article(self, forms: Iterable[str]) -> set[str]:
        """The forms, and what `bare` makes one of them of."""
        return {form for given in forms for form in ((given, self.article + given) if len(given) > 1 else (given,))}

    def as_accusatives(self, forms: Iterable[str]) -> set[str]:
        """The forms with the letter of an indefinite accusative, where they are long enough for it."""
        return {form + ACCUSATIVE for form in forms if len(form) > 3}

    def read(self, word: str) -> list[str]:
        """The word, and what is left without conjunction and preposition; the joined article written out. `readings` remembers it."""
        out = [word]
        if word[:1] in self.conjunctions and len(word) > 3:
            out.append(word[1:])
        for form in tuple(out):
            if form.startswith(self.joined) and len(form) > 4:
                out.append(self.article + form[2:])
            if form[:1] in self.prepositions and len(form) > 3:
                out.append(form[1:])
        return out

    def _written(self, form: str) -> tuple[str, ...]:
        """The other way round from `read`: the form, and what it may be written together with."""
        bases = [form, *(letter + form for letter in self.prepositions if len(form) > 2)]
        if form.startswith(self.article) and len(form) > 4:
            bases.append(self.joined + form[len(self.article) :])
        return *bases, *(letter + base for letter in self.conjunctions for base in bases if len(base) > 2)

    def saying(self, forms: Iterable[str], present: frozenset[str]) -> set[str]:
        """Of words that are present, those of which one of the forms is a reading."""
        return {word for form in forms for word in present.intersection(self.written[form])}

    def respellings(self, word: str) -> list[str]:
        """The bones of a word's readings that may be another spelling of a part of a name."""
        return [self.bones(form) for form in self.read(word) if self.respelled(form)]

    def respelled(self, form: str) -> bool:
        """Whether a word may be another spelling of a part of a name: long, without article, in no table."""
        return len(form) >= LONG_PART and not self.lexicon.classes(form) and not self.definite(form)

    def bones(self, word: str) -> str:
        """What stays of a name told in other letters: consonants, doubled ones once; marked, so that it is like no word."""
        return BONES + _DOUBLED.sub(r"\1", word[:1] + word[1:].translate(_NO_WEAK))

    def place_head(self, word: str) -> bool:
        """Whether the word says that a place's name follows (town of …)."""
        return any(form in self.place_heads for form in self.readings(word))

    def site_head(self, word: str) -> str | None:
        """The noun of a site that a word is, its proclitics apart."""
        return next((form for form in self.readings(word) if form in self.site_heads), None)

    def opens_site(self, word: str) -> bool:
        """Whether a word is "and" written together with the noun of another place."""
        return word[:1] in self.conjunctions and (word[1:] in self.site_heads or word[1:] in self.place_heads)

    def place_skips(self, word: str) -> tuple[int, ...]:
        """How many letters are written to a word where the last of them is the preposition "in"."""
        at = 1 if word[:1] in self.conjunctions else 0
        return (at + 1,) if word[at : at + 1] in self.within else ()

    def ends(self, word: str) -> bool:
        """Whether no name goes on at this word."""
        return word in self.boundaries or self.title(word) is not None

    def proclitic(self, word: str, alone: frozenset[str]) -> int:
        """How many letters of a name's first word are proclitics; `alone` are the document's other words."""
        parts, readings = self.lexicon.parts, self.readings(word)[1:]
        if not readings or word in self.places or parts.get(word, 0) > 2:
            return 0
        known = [r for r in readings if r in self.places or r in alone or parts.get(r, 0) > parts.get(word, 0)]
        if known:
            return len(word) - len(max(known, key=len)) if not known[0].startswith(self.article) else _joined_size(word, known[0])
        conjunction = word[0] in self.conjunctions and word not in parts
        return 1 if conjunction and len(word) > 4 else 0


def _joined_size(word: str, form: str) -> int:
    """Letters before an article that may have lost its first one."""
    return max(0, len(word) - len(form)) if word.endswith(form) else len(word) - len(form) + 1


def word_at(tokens: Sequence[Token], index: int) -> str:
    """The folded word at an index, empty where there is none."""
    return tokens[index].norm if 0 <= index < len(tokens) and tokens[index].kind == Kind.WORD else ""


def span_of(document: Document, first: int, last: int, skip: int = 0) -> Span:
    """Source span of tokens without so many folded letters at the start."""
    token = document.tokens[first]
    start = document.folded.source(token.at + skip, token.at + len(token.norm)).start if skip else token.start
    return Span(start, document.tokens[last - 1].end)
