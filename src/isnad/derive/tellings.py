"""Tellings of figures: each quantity that measures an event, with its scope, its group, its day and who says so."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from isnad.lang.pack import Pack
from isnad.lang.terms import Terms, term_reader
from isnad.model.account import FigureValue, Links
from isnad.model.document import Document
from isnad.model.findings import Bounds, Quantity, Statement, Time
from isnad.model.span import Span
from isnad.model.text import Kind
from isnad.text.hosts import outlet_name
from isnad.text.stems import light_stem

DAY = 10
"""Length of an ISO day; a shorter TIMEX3 value is a month or year."""
DAY_VALUE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T\w.*)?")
OTHER_NOUN = "~"
"""How the group begins that is the counted noun itself, of no group that the table knows."""
KINDS = (
    "part", "new", "earlier", "condition", "since", "rise", "more", "of", "besides", "not", "after", "past", "saw", "worst",
    "had", "others",
)  # fmt: skip
"""Kinds of words that stand beside a number."""
BODIES, KILLED = "bodies", "killed"
"""Bodies that a witness saw are the dead that he counted; those recovered are a figure of their own."""
SIDE_NOUN = "^"
"""How the group begins of those who are called after their party or leader: one side of a fight."""
RELATION, SHORT = "\u064a", 3
"""Ending of adjectives of relation, and letters of the longest stem that is none."""
CLOSE = 40
"""Characters around a number in which stands what it counts."""
FRAME = 120
"""Characters around a number whose words tell what it counts."""
NEAR = 70
"""Characters within which a time or a place belongs to a number."""


def amount(value: float | Bounds) -> float:
    """A number to compare and order by: itself, or the lower bound, or else the upper."""
    return (value.min or value.max or 0.0) if isinstance(value, Bounds) else value


class Telling(msgspec.Struct, frozen=True):
    """One telling with what decides to which figure it belongs."""

    document: Document
    quantity: Quantity
    value: FigureValue
    event: str
    period: str
    """A year or month that the number sums up, or empty."""
    day: str | None
    """The day named beside the number, if one is."""
    places: frozenset[str]
    """Entities of the places in its sentence."""
    group: str
    """Specific group that is counted (`children`, `police` …), or empty for people at large."""
    earlier: bool
    """The text itself says that the number is an earlier or first one."""
    part: bool
    """The number is part of another ("among them")."""
    outlet: str
    """Who tells it: an outlet, or the article where none is known."""
    lead: bool = False
    """It stands in the headline or the first sentence."""
    title: bool = False
    """It stands in the headline."""
    terms: Terms = frozenset()
    """Terms of its sentence around the number."""
    near: Terms = frozenset()
    """Those of the words next to the number."""
    rises: bool = False
    """The text says that the number rose to this."""
    rejected: bool = False
    """The text gives the number as what it is not ("17, not 12")."""
    over: bool = False
    """Words before the number say that it is more."""
    towns: frozenset[str] = frozenset()
    """Those of the places that are no countries."""
    opening: frozenset[str] = frozenset()
    """Towns of the text's first sentence, where it stands in the headline: both speak of one event."""
    head: frozenset[str] = frozenset()
    """Places of the text's first sentence."""
    since: str = ""
    """The day, month or year from which on the number is summed up ("since April"), or empty."""
    others: bool = False
    """It counts those beside somebody named before ("he and five others")."""
    reminded: bool = False
    """The text reminds of an event before its own ("a week after the death of ten")."""

    @property
    def teller(self) -> str:
        """Who counts, empty for the article itself."""
        return self.value.source or ""


class Reader:
    """Reads tellings from documents; compiled once a pack."""

    def __init__(self, pack: Pack, links: Links) -> None:
        self.links, self.affixes = links, pack.affixes
        self.words = {kind: pack.forms("figure_words", "kind", kind) for kind in KINDS}
        rows = pack.table("figure_groups").rows
        self.groups = {light_stem(r.folded, pack.affixes): r.id for r in rows} | {r.folded: r.id for r in rows}
        self.terms = term_reader(pack)
        self.names = {e.id: e.name for e in links.entities}
        countries = {r.form for r in pack.table("places") if r["kind"] == "country"}
        self.nations = frozenset(light_stem(r.folded, pack.affixes) for r in pack.table("nationalities"))
        self.countries = frozenset(e.id for e in links.entities if e.name in countries)

    def tellings(self, document: Document) -> list[Telling]:
        """All tellings of a document, in text order."""
        starts = [s.start for s in document.sentences]
        terms = self.terms.read(document, self.links.mention_entity) if document.quantities else None
        opening = self.opening_places(document) if document.quantities else frozenset()
        out: list[Telling] = []
        for quantity in document.quantities:
            if quantity.event is None:
                continue
            at = bisect_right(starts, quantity.span.start) - 1
            sentence = document.sentences[at].span if at >= 0 else quantity.span
            told = self.telling(document, quantity, sentence)
            first = document.layout.body[0].start if document.layout.body else 0
            title = document.layout.title is not None and document.layout.title.covers(quantity.span)
            frame = Span(max(sentence.start, quantity.span.start - FRAME), min(sentence.end, quantity.span.end + FRAME))
            close = Span(max(frame.start, quantity.span.start - CLOSE), min(frame.end, quantity.span.end + CLOSE))
            before = self.words_before(document, quantity.span)
            out.append(
                msgspec.structs.replace(
                    told, lead=title or sentence.start <= first, title=title, terms=terms.inside(frame) if terms else frozenset(),
                    near=terms.inside(close) if terms else frozenset(), rises=any(w in self.words["rise"] for w in before),
                    over=any(w in self.words["more"] for w in before[-2:]), rejected=any(w in self.words["not"] for w in before[-1:]),
                    opening=opening - self.countries if title else frozenset(), head=opening,
                )
            )  # fmt: skip
        return [msgspec.structs.replace(t, towns=t.places - self.countries) for t in out]

    def opening_places(self, document: Document) -> frozenset[str]:
        """Places of the first sentence of the text."""
        body = document.layout.body[0] if document.layout.body else None
        first = next((s.span for s in document.sentences if body and body.covers(s.span)), None)
        return self.links.entities_in(document, first, "place") if first else frozenset()

    def telling(self, document: Document, quantity: Quantity, sentence: Span) -> Telling:
        """One quantity read in its sentence."""
        near = self.nearest_time(document, quantity.span, sentence)
        period = self.period(document, near)
        day = near.value[:DAY] if near is not None and is_day(near.value) else None
        statement = next((s for s in document.statements if s.id == quantity.statement), None)
        reported = (document.publication.date or "")[:DAY] or None
        before = self.words_before(document, quantity.span)
        event = quantity.event or ""
        counted = event == BODIES and any(w in self.words["saw"] for w in before[-3:])
        return Telling(
            document=document, quantity=quantity, outlet=outlet_name(document.outlet, document.article.url) or document.id,
            value=FigureValue(
                article=document.id, span=quantity.span, value=quantity.value, kind=self.kind(document, quantity),
                as_of=day if day is not None and (reported is None or day <= reported) else reported, reported=reported,
                source=self.source(document, statement), statement=statement.id if statement else None,
            ),
            event=KILLED if counted else event, period=period, day=day,
            places=self.links.entities_in(document, sentence, "place"),
            group="" if counted else self.group(document, quantity),
            earlier=self.has(document, around(sentence, quantity.span), "earlier") or self.had_said(document, sentence, statement),
            since=self.since(document, near), reminded=self.reminded(document, quantity.span, sentence),
            others=document.text[max(0, quantity.span.start - 1)] in self.affixes.conjunctions,
            part=any(w in self.words["part"] for w in before[-3:]) or self.worst(document, sentence, quantity.span)
            or self.one_of_several(document, sentence, quantity)
            or self.has(document, around(sentence, quantity.span), "condition")
            or self.has(document, Span(quantity.span.end, min(sentence.end, quantity.span.end + CLOSE)), "besides"),
        )  # fmt: skip

    def had_said(self, document: Document, sentence: Span, statement: Statement | None) -> bool:
        """Whether the sentence opens with "had", and somebody says the number in it: an account before this one."""
        first = document.tokens_in(sentence)[:1]
        said = statement is not None and statement.cue is not None and sentence.covers(statement.cue)
        return said and any(t.norm in self.words["had"] for t in first)

    def one_of_several(self, document: Document, sentence: Span, quantity: Quantity) -> bool:
        """Whether the number counts "others" after a count of the same event in its sentence."""
        if quantity.counts is None or not any(t.norm in self.words["others"] for t in document.tokens_in(rest(quantity, sentence))[:3]):
            return False
        before = (q for q in document.quantities if q.event == quantity.event and q.span != quantity.span)
        return any(sentence.start <= q.span.start < quantity.span.start for q in before)

    def worst(self, document: Document, sentence: Span, span: Span) -> bool:
        """Whether the number is that of the worst of several ("the bloodiest of the attacks")."""
        before = document.tokens_in(Span(max(sentence.start, span.start - FRAME), span.start))
        return any(t.norm in self.words["worst"] for t in before)

    def since(self, document: Document, near: Time | None) -> str:
        """The day, month or year with which the count begins."""
        if near is None or not any(w in self.words["since"] for w in self.words_before(document, near.span)[-1:]):
            return ""
        return near.value.partition("/")[0][:DAY]

    def reminded(self, document: Document, span: Span, sentence: Span) -> bool:
        """Whether "… after" with a length of time leads to the number: the event lies before the text's own."""
        lengths = [t.span for t in document.times if t.value.startswith("P") and sentence.start <= t.span.start and t.span.end < span.start]
        if not lengths or span.start - lengths[-1].end > CLOSE:
            return False
        before, after = self.words_before(document, lengths[-1])[-3:], document.tokens_in(Span(lengths[-1].end, span.start))
        return any(w in self.words["after"] for w in before) and any(t.norm in self.words["past"] for t in after[:1])

    def period(self, document: Document, near: Time | None) -> str:
        """The year or month that a number sums up: named beside it, and not as the beginning of something."""
        if near is None or not near.value[:4].isdigit() or len(near.value) >= DAY or "/" in near.value:
            return ""
        return "" if any(w in self.words["since"] for w in self.words_before(document, near.span)[-1:]) else near.value

    def nearest_time(self, document: Document, span: Span, sentence: Span) -> Time | None:
        """The resolved time of the sentence that stands nearest to the number."""
        inside = [t for t in document.times if sentence.covers(t.span) and t.value[:4].isdigit()]
        near = [(max(t.span.start - span.end, span.start - t.span.end), t.span, t) for t in inside]
        return min(near, key=lambda n: n[:2])[2] if near and min(n[0] for n in near) <= NEAR else None

    def words_before(self, document: Document, span: Span) -> list[str]:
        """The six folded tokens before the one in which a span starts."""
        at = document.first_token(span.start + 1) - 1
        return [t.norm for t in document.tokens[max(0, at - 6) : at]]

    def has(self, document: Document, sentence: Span, kind: str) -> bool:
        """Whether a word of a kind stands in the sentence, with or without article."""
        words = [t.norm for t in document.tokens_in(sentence)]
        bare = [w.removeprefix(self.affixes.article) for w in words]
        texts = [f" {' '.join(w)} " for w in (words, bare)]
        return any(f" {w} " in text for text in texts for w in self.words[kind])

    def kind(self, document: Document, quantity: Quantity) -> Literal["total", "new", "at-least"]:
        """`new` where the words say so, `at-least` for a lower bound, else `total`."""
        end = quantity.counts.end if quantity.counts else quantity.span.end
        after = document.tokens_in(Span(end, end + 20))[:2]
        if any(t.norm in self.words["new"] for t in after):
            return "new"
        open_end = isinstance(quantity.value, Bounds) and quantity.value.max is None
        return "at-least" if quantity.bound == "lower" or open_end else "total"

    def group(self, document: Document, quantity: Quantity) -> str:
        """The specific group that the counted noun (or a dual number word) names, or the noun that "of" ties to it."""
        span = quantity.counts or quantity.span
        at = document.first_token(min(span.start, quantity.span.start))
        words = [t.norm for t in document.tokens[at : at + 9] if t.kind == Kind.WORD and t.end > span.start]
        partitive = self.after_of(document, quantity)
        if partitive and words and words[0] in self.words["of"]:
            words = words[1:]
        if not words:
            return ""
        own, tied = self.named(words[0]), words[1:3]
        if own == "" and len(tied) > 1 and tied[0] in self.words["of"]:
            return self.named(tied[1]) or own
        if own == "" and partitive and tied:
            return self.named(tied[0]) or own
        if own is not None:
            return own
        return self.by_noun(light_stem(words[0], self.affixes)) if quantity.counts is not None else ""

    def by_noun(self, stem: str) -> str:
        """The group of a noun that no table knows: a side, where it is an adjective of relation and no nationality."""
        return (SIDE_NOUN if stem.endswith(RELATION) and len(stem) > SHORT and stem not in self.nations else OTHER_NOUN) + stem

    def named(self, word: str) -> str | None:
        """The group that a word names, empty for people at large; None where the table does not know it."""
        found = self.groups.get(word, self.groups.get(light_stem(word, self.affixes)))
        return None if found is None else "" if found == "people" else found

    def after_of(self, document: Document, quantity: Quantity) -> bool:
        """Whether "of" stands between the number and what is counted ("three of the members of …")."""
        at = document.first_token(quantity.span.end)
        following = [t.norm for t in document.tokens[at : at + 3] if t.kind == Kind.WORD]
        return bool(following) and following[0] in self.words["of"]

    def source(self, document: Document, statement: Statement | None) -> str | None:
        """Who counts: the speaker of the innermost statement that holds the number."""
        if statement is None or statement.speaker is None:
            return None
        entity = self.links.speaker_entity.get(statement.id)
        name = self.names.get(entity) if entity else None
        return name or statement.speaker.span.of(document.text)


def rest(quantity: Quantity, sentence: Span) -> Span:
    """The sentence after a number."""
    return Span(quantity.span.end, max(quantity.span.end, sentence.end))


def around(sentence: Span, span: Span) -> Span:
    """The part of a sentence near a span."""
    return Span(max(sentence.start, span.start - NEAR), min(sentence.end, span.end + NEAR))


def is_day(value: str) -> bool:
    """Whether a TIMEX3 value is a calendar day or part of one."""
    return DAY_VALUE.fullmatch(value) is not None


def main_day(tellings: Sequence[Telling]) -> str | None:
    """The day most tellings name: that of the story's own event."""
    days = Counter(t.day for t in tellings if t.day)
    return max(days, key=lambda d: (days[d], d)) if days else None


def days_apart(a: str, b: str) -> int:
    """Number of days between two ISO days."""
    return abs((datetime.date.fromisoformat(a[:DAY]) - datetime.date.fromisoformat(b[:DAY])).days)
