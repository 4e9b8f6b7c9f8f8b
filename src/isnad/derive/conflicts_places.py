"""Where it is: one distance told from two landmarks, two distances from one, other lands, and opposite quarters of a country.

Only sentences that tell of the same thing in like words are compared: a place lies where it lies, and two articles that
differ over it mostly copy one sentence and change a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from isnad.derive.figures_linking import CLOSE
from isnad.lang.pack import Pack
from isnad.lang.terms import Rarity, Terms, likeness, rarity_of, sentence_around, term_reader
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Bounds, Quantity
from isnad.model.span import Span
from isnad.model.text import Kind, Token
from isnad.text.stems import known_form, light_stem

LENGTHS = frozenset({"kilometre", "mile", "metre", "nautical-mile"})
BESIDE = 30
"""Characters between a unit and the preposition of its landmark, and between a place and its quarter."""
LANDMARK = 3
"""Words of a landmark."""
SAME = 0.25
"""Likeness of the sentences from which on both tell of one place."""
OTHER = CLOSE[1][0]
"""Two distances that differ by less are one, rounded."""
SAME_LANDS = 0.25
"""Likeness of the sentences from which on both tell of one matter."""
ADJECTIVES = 3
"""Adjectives after a noun of land."""
OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}


class Distance(msgspec.Struct, frozen=True):
    """How far something lies from a landmark."""

    document: Document
    span: Span
    value: float
    unit: str
    landmark: Terms
    name: str
    """The landmark in folded words."""
    frame: Terms


class Lands(msgspec.Struct, frozen=True):
    """Whose lands or border something is told of: two or more countries."""

    document: Document
    span: Span
    noun: str
    countries: frozenset[str]
    frame: Terms


class Quarter(msgspec.Struct, frozen=True):
    """In which part of a country something lies."""

    document: Document
    span: Span
    place: str
    country: str
    parts: frozenset[str]


def find_places(documents: Sequence[Document], reader: PlaceReader) -> Iterator[Conflict]:
    """Distances, then quarters; one conflict a pair of tellings that differ."""
    distances = [d for document in documents for d in reader.distances(document)]
    rarity = rarity_of(d.frame for d in distances)
    pairs = [(a, b, why) for at, a in enumerate(distances) for b in distances[at + 1 :] if (why := unlike(a, b, rarity))]
    best: dict[tuple[object, ...], tuple[Distance, Distance, str]] = {}
    for a, b, why in sorted(pairs, key=lambda p: (-likeness(p[0].frame, p[1].frame, rarity), p[0].document.path, p[1].document.path)):
        best.setdefault((a.unit, *sorted((a.value, b.value)), why), (a, b, why))
    yield from (place_conflict(a.document, a.span, b.document, b.span, why) for a, b, why in best.values())
    lands = [found for document in documents for found in reader.lands(document)]
    rarity = rarity_of(found.frame for found in lands)
    likest = sorted(
        (-likeness(a.frame, b.frame, rarity), a.document.path, b.document.path, a.span, n, m)
        for n, a in enumerate(lands) for m, b in enumerate(lands) if n < m and other_lands(a, b)
    )  # fmt: skip
    for score, _, _, _, n, m in likest[:1]:
        if -score >= SAME_LANDS:
            yield place_conflict(lands[n].document, lands[n].span, lands[m].document, lands[m].span, "other-lands")
    quarters = sorted((q for d in documents for q in reader.quarters(d)), key=lambda q: (q.document.path, q.span))
    pair = next(((a, b) for n, a in enumerate(quarters) for b in quarters[n + 1 :] if across(a, b)), None)
    if pair:
        yield place_conflict(pair[0].document, pair[0].span, pair[1].document, pair[1].span, "other-quarter")


class PlaceReader:
    """Reads distances and quarters; compiled once a pack."""

    def __init__(self, pack: Pack, links: Links) -> None:
        self.links, self.terms, self.affixes = links, term_reader(pack), pack.affixes
        rows = pack.table("conflict_words").rows
        self.quarters_of = {r.folded: r["kind"] for r in rows if r["kind"] in OPPOSITE}
        self.nouns = pack.forms("conflict_words", "kind", "lands")
        self.nations = {light_stem(r.folded, pack.affixes): r.id for r in pack.table("nationalities") if not r.id.startswith("x-")}
        self.off = pack.forms("conflict_words", "kind", "off")

    def distances(self, document: Document) -> Iterator[Distance]:
        """All distances with their landmarks."""
        measured = [q for q in document.quantities if q.unit in LENGTHS and not isinstance(q.value, Bounds)]
        terms = self.terms.read(document, self.links.mention_entity) if measured else None
        for quantity in measured:
            found = self.landmark(document, quantity)
            if found and terms:
                sentence = sentence_around(document, quantity.span)
                words = frozenset(t for t in terms.inside(found) if not t.startswith("~"))
                value = quantity.value if not isinstance(quantity.value, Bounds) else 0.0
                if words:
                    span = Span(quantity.span.start, found.end)
                    name = " ".join(t.norm for t in document.tokens_in(found))
                    yield Distance(document, span, value, quantity.unit or "", words, name, terms.inside(sentence))

    def landmark(self, document: Document, quantity: Quantity) -> Span | None:
        """The words after "from" behind a distance."""
        sentence = sentence_around(document, quantity.span)
        end = quantity.span.end
        after = document.tokens_in(Span(end, max(end, min(sentence.end, end + 3 * BESIDE))))
        for at, token in enumerate(after):
            if token.start - end > BESIDE or token.kind == Kind.PUNCTUATION:
                return None
            if token.norm in self.off:
                words = [t for t in after[at + 1 : at + 1 + LANDMARK] if t.kind == Kind.WORD]
                return Span(words[0].start, words[min(1, len(words) - 1)].end) if words else None
        return None

    def lands(self, document: Document) -> Iterator[Lands]:
        """Nouns of land and border with the adjectives of two countries or more after them."""
        terms = None
        for at, token in enumerate(document.tokens):
            noun = known_form(token.norm, self.affixes, self.nouns)
            if noun not in self.nouns or not any(p.covers(token.span) for p in document.layout.body):
                continue
            last, countries = at, set()
            for number in range(at + 1, min(at + 1 + ADJECTIVES, len(document.tokens))):
                code = self.nations.get(light_stem(document.tokens[number].norm, self.affixes))
                if code is None:
                    break
                last = number
                countries.add(code)
            if len(countries) > 1:
                terms = terms or self.terms.read(document, self.links.mention_entity)
                span = Span(token.start, document.tokens[last].end)
                yield Lands(document, span, noun, frozenset(countries), terms.inside(sentence_around(document, span)))

    def quarters(self, document: Document) -> Iterator[Quarter]:
        """Places with the quarter of the country that is said to hold them."""
        places = [m for m in document.mentions if m.type == "place"]
        for first, second in pairwise(places):
            if not 0 < second.span.start - first.span.end <= BESIDE:
                continue
            between = document.tokens_in(Span(first.span.end, second.span.start))
            parts = frozenset(k for t in between if (k := self.quarter(t)))
            a, b = (self.links.mention_entity.get((document.id, m.span)) for m in (first, second))
            only = all(self.quarter(t) or t.kind == Kind.PUNCTUATION for t in between)
            other = any(t.norm[0] in self.affixes.conjunctions for t in between[:1])  # "TOWN and the north of COUNTRY"
            if parts and only and not other and a and b and a != b:
                yield Quarter(document, Span(first.span.start, second.span.end), a, b, parts)

    def quarter(self, token: Token) -> str | None:
        """The quarter that a word names, with preposition or article before it."""
        return self.quarters_of.get(known_form(token.norm, self.affixes, self.quarters_of))


def other_lands(a: Lands, b: Lands) -> bool:
    """Whether two articles tell of other lands that have a country in common."""
    if a.document.id == b.document.id or a.noun != b.noun or len(a.countries) != len(b.countries):
        return False
    return bool(a.countries & b.countries) and a.countries != b.countries


def unlike(a: Distance, b: Distance, rarity: Rarity) -> str | None:
    """Why two distances do not agree; None where they do or tell of other things."""
    if a.unit != b.unit or a.document.id == b.document.id or likeness(a.frame, b.frame, rarity) < SAME:
        return None
    same = bool(a.landmark & b.landmark) or a.name == b.name
    if a.value == b.value:
        return None if same else "other-landmark"
    near = max(a.value, b.value) <= OTHER * min(a.value, b.value)
    return "other-distance" if same and not near else None


def across(a: Quarter, b: Quarter) -> bool:
    """Whether two articles put one place into opposite quarters of one country."""
    if (a.place, a.country) != (b.place, b.country) or a.document.id == b.document.id:
        return False
    return any(OPPOSITE[p] in b.parts for p in a.parts) and not a.parts & b.parts


def place_conflict(one: Document, a: Span, two: Document, b: Span, why: str) -> Conflict:
    """Two tellings of where something is."""
    return Conflict(
        kind="place", about=a.of(one.text)[:80], relation="contradiction", a=Evidence(one.id, a), b=Evidence(two.id, b), why=why,
        details={"a": a.of(one.text), "b": b.of(two.text)}, by=f"conflicts@2:{why}",
    )  # fmt: skip
