"""Attribution: who did it. An act told as unexplained, unclaimed or open here and as claimed or blamed there; and a culprit
who is a woman here and a man there, or of another nationality.

Of all tellings of one position the pair is shown that speaks of the act in the likest words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from isnad.derive.tellings import days_apart
from isnad.lang.pack import Pack
from isnad.lang.terms import Rarity, Terms, likeness, rarity_of, sentence_around, term_reader, to_clause_end
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Token
from isnad.text.stems import known_form, light_stem

KNOWN = ("claimed", "blamed")
OPEN = ("unknown", "unclaimed", "uncertain", "probed")
SHOWN = 2
"""Articles that ask a kind of open question, and articles that answer the first: more of them tell a reader nothing new."""
LEAST = 0.1
"""Likeness of the sentences from which on one answers the other."""
LONG_BEFORE = 4
"""Days before its article from which on a day or month that an answer names is that of another act."""
TIME = re.compile(r"\d{4}-\d\d(-\d\d)?")
CLAUSE = 80
"""Characters of what follows a phrase in its clause."""
ACTOR = 30
"""Characters after a word of blame within which stands who is blamed."""
BESIDE = 5
"""Tokens between a culprit and the word for a woman or man."""
NEXT = 2
"""Tokens after a culprit within which stands the nationality."""


class Sign(msgspec.Struct, frozen=True):
    """A phrase of responsibility in a document."""

    document: Document
    kind: str
    """`unknown`, `unclaimed`, `uncertain`, `probed`, `claimed`, `blamed`; `woman`, `man`; or a country's code."""
    span: Span
    row: str
    frame: Terms = frozenset()
    sentence: Span = Span(0, 0)
    hedged: bool = False
    """The sentence gives it as likely only."""
    places: Terms = frozenset()
    """Entities of the places in the sentence, in the headline and in the first sentence of the text."""

    @property
    def day(self) -> str:
        """Publication day, for the order."""
        return (self.document.publication.date or "9999")[:10]


def find_attributions(documents: Sequence[Document], links: Links, pack: Pack) -> Iterator[Conflict]:
    """Open questions with their answer, then culprits that differ."""
    terms = term_reader(pack)
    rows = pack.table("responsibility").rows
    likely = pack.forms("conflict_words", "kind", "fear") | pack.forms("conflict_words", "kind", "likely")
    signs: list[Sign] = []
    for document in documents:
        hits = [h for h in document.hits.get("responsibility", ()) if any(part.covers(h.span) for part in document.analysed)]
        read = terms.read(document, links.mention_entity) if hits else None
        for hit in hits:
            row, sentence = rows[hit.row], sentence_around(document, hit.span)
            frame = read.inside(sentence) if read else frozenset()
            span = to_clause_end(document, hit.span, hit.span.end + CLAUSE)
            if row["kind"] != "blamed" or any(m.type != "place" and 0 <= m.span.start - hit.span.start <= ACTOR for m in document.mentions):
                hedged = any(known_form(t.norm, pack.affixes, likely) in likely for t in document.tokens_in(sentence))
                places = places_of(document, sentence, links)
                signs.append(Sign(document, row["kind"], span, row.where, frame, sentence, hedged, places))
    yield from answered(plain(signs))
    yield from culprits(pack).differing(documents)


def places_of(document: Document, sentence: Span, links: Links) -> Terms:
    """Where an act is: places of its sentence, and of the head of its article."""
    body = document.layout.body[0] if document.layout.body else None
    first = next((s.span for s in document.sentences if body and body.covers(s.span)), None)
    where = [s for s in (sentence, document.layout.title, first) if s is not None]
    return frozenset[str]().union(*(links.entities_in(document, s, "place") for s in where))


def plain(signs: Sequence[Sign]) -> list[Sign]:
    """Signs without those of sentences that ask and answer both: they tell of another act beside this one."""
    kinds: dict[tuple[str, Span], set[bool]] = {}
    for sign in signs:
        kinds.setdefault((sign.document.id, sign.sentence), set()).add(sign.kind in KNOWN)
    return [s for s in signs if len(kinds[s.document.id, s.sentence]) == 1 and not (s.kind in KNOWN and of_another_time(s))]


def of_another_time(sign: Sign) -> bool:
    """Whether the sentence names a day or month long before its article."""
    named = [t.value[:10] for t in sign.document.times if sign.sentence.covers(t.span) and TIME.match(t.value)]
    days = [d if len(d) == len(sign.day) else f"{d}-28" for d in named]
    return sign.day != "9999" and any(d < sign.day and days_apart(d, sign.day) >= LONG_BEFORE for d in days)


def answered(signs: Sequence[Sign]) -> Iterator[Conflict]:
    """For each kind of open question the open tellings and answers that speak of the act in the likest words, hedged ones last."""
    rarity = rarity_of(s.frame for s in signs)
    for kind in OPEN:
        pairs = [(a, b) for a in signs if a.kind == kind for b in signs if fits(a, b, rarity)]
        pairs.sort(key=lambda p: (long_after(*p), p[1].hedged, -likeness(p[0].frame, p[1].frame, rarity), p[1].day, p[1].document.path))
        asked = one_each(pairs, 0)
        answers = one_each([p for p in pairs if p[0] is asked[0][0] and not p[1].hedged], 1) if asked else []
        yield from (open_conflict(*pair) for pair in (*asked[:SHOWN], *[p for p in answers if p is not asked[0]][: SHOWN - 1]))


def one_each(pairs: Sequence[tuple[Sign, Sign]], side: int) -> list[tuple[Sign, Sign]]:
    """The first pair of each article on one side."""
    return list({p[side].document.id: p for p in reversed(pairs)}.values())[::-1]


def fits(sign: Sign, other: Sign, rarity: Rarity) -> bool:
    """An unclaimed act is answered by a claim only; an unknown cause by a claim or a blame; in another article, not before."""
    if sign.document.id == other.document.id or other.kind not in KNOWN or other.day < sign.day:
        return False
    if sign.kind == "unclaimed" and other.kind != "claimed":
        return False
    apart = sign.places and other.places and not sign.places & other.places
    return not apart and likeness(sign.frame, other.frame, rarity) >= LEAST


def long_after(sign: Sign, other: Sign) -> bool:
    """Whether the answer came days after the question."""
    known = "9999" not in (sign.day, other.day)
    return known and days_apart(sign.day, other.day) > 1


def open_conflict(a: Sign, b: Sign) -> Conflict:
    """An open question and its answer."""
    return Conflict(
        kind="attribution", about=a.span.of(a.document.text)[:80], relation="update",
        a=Evidence(a.document.id, a.span), b=Evidence(b.document.id, b.span), why=f"{a.kind}-then-{b.kind}",
        by=f"conflicts@2:attribution {b.row}",
    )  # fmt: skip


class Culprits:
    """Finds what articles say of the one who did it; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        self.affixes = pack.affixes
        self._bare: dict[str, str] = {}
        self.words = {k: pack.forms("conflict_words", "kind", k) for k in ("culprit", "woman", "man")}
        self.known = frozenset[str]().union(*self.words.values())
        self.nations = {light_stem(r.folded, pack.affixes): r.id for r in pack.table("nationalities") if not r.id.startswith("x-")}

    def differing(self, documents: Sequence[Document]) -> Iterator[Conflict]:
        """The first two articles that differ over the culprit's sex, and over the nationality."""
        signs = sorted((s for d in documents for s in self.signs(d)), key=lambda s: (s.day, s.document.path, s.span))
        sexes = [s for s in signs if s.kind in ("woman", "man")]
        for found, why in ((sexes, "culprit-sex"), ([s for s in signs if s.kind not in ("woman", "man")], "culprit-nationality")):
            pair = next(
                ((a, b) for a in found for b in found if a.day <= b.day and a.kind != b.kind and a.document.id != b.document.id), None
            )
            if pair:
                a, b = pair
                yield Conflict(
                    kind="attribution", about=a.span.of(a.document.text)[:80], relation="update" if b.day > a.day else "contradiction",
                    a=Evidence(a.document.id, a.span), b=Evidence(b.document.id, b.span), why=why, by=f"conflicts@2:{why}",
                )  # fmt: skip

    def signs(self, document: Document) -> Iterator[Sign]:
        """Sex and nationality of culprits as a document tells them."""
        for sentence in document.sentences:
            if not any(p.covers(sentence.span) for p in document.analysed):
                continue
            tokens = document.tokens[sentence.first : sentence.last]
            for at, token in enumerate(tokens):
                if self.bare(token.norm) in self.words["culprit"]:
                    yield from self.beside(document, tokens, at)

    def beside(self, document: Document, tokens: Sequence[Token], at: int) -> Iterator[Sign]:
        """What stands around a culprit."""
        near = tokens[max(0, at - BESIDE) : at + BESIDE + 1]
        for other in near:
            word = self.bare(other.norm)
            sex = next((k for k in ("woman", "man") if word in self.words[k] and other is not tokens[at]), None)
            if sex:
                span = Span(min(other.start, tokens[at].start), max(other.end, tokens[at].end))
                yield Sign(document, sex, span, "conflict_words")
        for other in tokens[at + 1 : at + 1 + NEXT]:
            code = self.nations.get(light_stem(other.norm, self.affixes))
            if code and not other.norm.endswith("\u0647"):
                yield Sign(document, code, Span(tokens[at].start, other.end), "conflict_words")

    def bare(self, norm: str) -> str:
        """A folded word without conjunction and article, where the rest is known; remembered, as texts repeat their words."""
        if norm not in self._bare:
            self._bare[norm] = known_form(norm, self.affixes, self.known)
        return self._bare[norm]


@cache
def culprits(pack: Pack) -> Culprits:
    """The reader of culprits of a pack, made once: it remembers the words it has met."""
    return Culprits(pack)
