"""Counted and measured numbers.

Numbers are read (`quantity_numbers`), joined to ranges (`quantity_ranges`), duals added (`quantity_duals`); each is kept
if it counts or measures something, with its noun or unit, its limits, and its event (`quantity_events`).
"""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from isnad.annotate.quantity_context import Around, Candidate, Noun, Vocabulary
from isnad.annotate.quantity_duals import dual_finder
from isnad.annotate.quantity_events import event_of
from isnad.annotate.quantity_numbers import number_reader
from isnad.annotate.quantity_ranges import candidates
from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.model.findings import Quantity, Reported
from isnad.model.span import Span, Union
from isnad.model.text import Kind, Sentence

AFTER_REACH = 3
INHERIT_REACH = 5
SHORTEST = 4
"""Letters of the shortest word that can be a noun with its article."""
SMALL = frozenset({"unit", "ten", "teen", "tens"})
SCALES = frozenset({"scale", "many", "twice"})
YEARS = range(1900, 2061)
SPECIFIED = "\u0627"
"""The end of the accusative in which an indefinite noun follows eleven to ninety-nine."""


def quantity_finder(pack: Pack) -> Finder:
    """Compile the tables of the stage; the finder adds the quantities of title and body. `statement` is left open."""
    read, find_duals, vocabulary = number_reader(pack), dual_finder(pack), Vocabulary(pack)

    def find(document: Document) -> Document:
        around = Around(document, vocabulary)
        sentences = _wanted(document)
        duals = dict(find_duals(around, [(s.first, s.last) for s in sentences]))
        found = [c for c in candidates(read(document), around) if not around.is_taken(c.span) and not around.in_phrase(c.first)]
        order = sorted([*found, *duals], key=lambda c: (c.first, c.last))
        return msgspec.structs.replace(document, quantities=tuple(_Reader(around, sentences).read(order, duals)))

    return find


def _wanted(document: Document) -> list[Sentence]:
    wanted = Union(document.analysed or (Span(0, len(document.text)),))
    return [s for s in document.sentences if wanted.touches(s.span)]


class _Reader:
    """Goes through the candidates of a document in order; a number may take over the event of the one before it."""

    def __init__(self, around: Around, sentences: list[Sentence]) -> None:
        self.around, self.sentences = around, sentences
        self._firsts = [s.first for s in sentences]
        self._last: tuple[int, Sentence, str | None] | None = None

    def read(self, order: list[Candidate], duals: dict[Candidate, Noun]) -> list[Quantity]:
        out = []
        for candidate in order:
            sentence = self._sentence(candidate)
            if sentence and (found := self._quantity(candidate, duals.get(candidate), sentence)):
                out.append(found)
        return out

    def _sentence(self, candidate: Candidate) -> Sentence | None:
        at = bisect_right(self._firsts, candidate.first) - 1
        return self.sentences[at] if at >= 0 and candidate.last <= self.sentences[at].last else None

    def _quantity(self, candidate: Candidate, dual: Noun | None, sentence: Sentence) -> Quantity | None:
        around = self.around
        noun = dual or self._noun(candidate)
        if noun and noun.first >= candidate.last and noun.last > sentence.last:
            noun = None
        event, where = event_of(candidate, noun, around, sentence)
        kind, bound = self._limits(candidate, noun)
        inherited = self._inherited(candidate, noun, sentence)
        if inherited is not None and (event is None or where != "noun"):
            event, where = inherited, "coordination"
        if not self._counts(candidate, noun, event, kind or bound):
            return None
        end = noun.last if noun and noun.first >= candidate.last else candidate.last
        self._last = (end, sentence, event)
        return Quantity(
            span=candidate.span,
            value=candidate.value,
            by=f"quantities@1:{candidate.row}" + (f"+{where}" if where else ""),
            approximate=kind == "approximate",
            bound="lower" if bound == "lower" else "upper" if bound == "upper" else None,
            unit=noun.unit if noun else None,
            counts=noun.span if noun and noun.kind != "percent" and not (noun.kind == "word" and around.another(noun.first)) else None,
            event=event,
        )

    def _noun(self, candidate: Candidate) -> Noun | None:
        """What it counts: the noun after it, for a small definite number rather the definite noun before it."""
        if sign := self.around.percent_before(candidate.first):
            return sign
        after, before = self.around.noun(candidate.last), self._noun_before(candidate)
        apart = before and before.kind == "person" and self.around.word(candidate.last) in self.around.marks.partitive
        if before and (after is None or apart or (after.kind == "word" and set(candidate.kinds) <= SMALL)):
            return before
        return after

    def _noun_before(self, candidate: Candidate) -> Noun | None:
        """A definite number follows what it counts."""
        definite = candidate.prefix.endswith(self.around.marks.definite) and "many" not in candidate.kinds
        return self.around.noun_before(candidate.first) if definite or candidate.kinds == ("one",) else None

    def _limits(self, candidate: Candidate, noun: Noun | None) -> tuple[str, str]:
        """(`approximate` or empty, `lower`, `upper` or empty)."""
        around, at = self.around, candidate.first
        row = around.before.get(at) or (around.before.get(at - 1) if around.word(at - 1) in around.marks.article else None)
        kinds = {row["kind"]} if row else set()
        end = noun.last if noun and noun.first >= candidate.first else candidate.last
        for near in range(candidate.last, end + AFTER_REACH):
            if near in around.after and around.close(near):
                kinds.add(around.after[near]["kind"])
                break
        bound = "lower" if "lower" in kinds else "upper" if "upper" in kinds else ""
        return ("approximate" if "approximate" in kinds else "", bound)

    def _inherited(self, candidate: Candidate, noun: Noun | None, sentence: Sentence) -> str | None:
        """The event of the number before, where this one is a part of it or stands in a row with it."""
        if self._last is None or self._last[1] is not sentence or not self._last[2] or (noun and (noun.unit or noun.kind == "thing")):
            return None
        end, around = self._last[0], self.around
        gap = [around.word(at) for at in range(end, candidate.first)]
        if len(gap) > INHERIT_REACH:
            return None
        in_row = candidate.prefix[:1] in around.marks.joiner and all(around.is_mark(at) for at in range(end, candidate.first))
        apart = bool(gap) and all(word in around.marks.joiner for word in gap)
        part = any(word in around.marks.among or word[1:] in around.marks.among for word in gap)
        return self._last[2] if in_row or apart or part else None

    def _counts(self, candidate: Candidate, noun: Noun | None, event: str | None, limited: str) -> bool:
        """Whether the number counts or measures something, and is no name, rank, age, score or number in a list."""
        around, marks = self.around, self.around.marks
        bracketed = around.bracketed(candidate)
        before, after = around.word(candidate.first - 1 - bracketed), around.word(candidate.last)
        if candidate.dual:
            return True
        if bracketed and noun is not None and noun.kind == "word" and not after.endswith(SPECIFIED):
            return False  # "NAME (34) and NAME": a minute, a row of a list
        if candidate.figures and after in marks.eras:
            return False
        if candidate.figures and candidate.last in around.months:
            return False
        if candidate.last in around.time_units and around.close(candidate.last):
            return False
        if before in marks.article or (before in marks.numbering and not (noun and (noun.unit or noun.kind == "person"))):
            limited_toll = before in marks.article and bool(event and limited)
            return limited_toll or (
                before in marks.article and around.word(candidate.first - 2).startswith(marks.definite) and noun is None
            )
        if "one" in candidate.kinds and len(candidate.kinds) == 1:
            return bool(event or limited) and not candidate.prefix.endswith(marks.definite)
        if candidate.kinds == ("fraction",):
            return noun is not None and after.startswith(marks.definite) and around.word(candidate.last) not in marks.final
        if candidate.figures and self._is_label(candidate, noun):
            return False
        if candidate.kinds == ("tens",) and candidate.prefix.endswith(marks.definite):
            return noun is not None and noun.kind == "person"
        if noun or after in marks.of_them:
            return True
        return bool(event or limited) or (len(candidate.kinds) > 1 and not SCALES.isdisjoint(candidate.kinds))

    def _names(self, candidate: Candidate, noun: Noun | None) -> bool:
        """Whether the figures name the noun before them: its adjective follows ("flight 12, the missing"), or "and" with another phrase."""
        marks, before = self.around.marks, self.around.word(candidate.first - 1)
        after = self.around.word(candidate.last) if noun and noun.first == candidate.last else ""
        if len(after) < SHORTEST or candidate.prefix.endswith(marks.definite):
            return False
        another = after[0] in marks.joiner and (after[1:] in marks.stopwords or after.startswith(marks.definite, 1))
        return after.startswith(marks.definite) or (another and before.startswith(marks.definite))

    def _is_label(self, candidate: Candidate, noun: Noun | None) -> bool:
        """Figures that name, rank or score: beside Latin letters, hyphens, slashes, colons; a lone year."""
        around, text = self.around, self.around.document.text
        start, end = candidate.span
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before.isascii() and before.isalpha()) or before in ("#", "@", "/", "_", "+") or (after.isascii() and after.isalpha()):
            return True
        if before in ("-", ":", "\u2013") and not text[start - 2 : start - 1].isspace() and start > 1:
            return True
        if after in ("/", ":", "-") and around.word(candidate.last + 1).isdigit():
            return True
        if after in ("-", ".", ")") and _opens_line(text, start):
            return True
        value = candidate.value
        bare = noun is None or noun.kind == "word"
        kind = around.tokens[candidate.first].kind
        if bare and self._names(candidate, noun):
            return True
        return bare and kind == Kind.NUMBER and isinstance(value, float) and value in YEARS and candidate.span.size == 4


def _opens_line(text: str, at: int) -> bool:
    """Whether nothing but spaces stands before a place in its line."""
    while at > 0 and text[at - 1] != "\n" and text[at - 1].isspace():
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def quantity_teller(pack: Pack) -> Finder:
    """The finder tells of each quantity in whose words it stands (`Quantity.statement`)."""

    def find(document: Document) -> Document:
        told = Reported(document.statements)
        holders = [(q, told.at(q.span)) for q in document.quantities]
        quantities = tuple(msgspec.structs.replace(q, statement=s.id) if s is not None else q for q, s in holders)
        return msgspec.structs.replace(document, quantities=quantities)

    return find
