"""What stands around the numbers of a document: units, counted nouns, approximators, triggers; where no quantity may be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from isnad.annotate.quantity_numbers import NumberSpan
from isnad.lang.pack import Pack, Row
from isnad.model.document import Document
from isnad.model.findings import Bounds
from isnad.model.span import Span, merge
from isnad.model.text import Hit, Kind, Token


class Candidate(msgspec.Struct, frozen=True):
    """A number, or a range of two, that may be a quantity: tokens `[first, last)`."""

    first: int
    last: int
    span: Span
    value: float | Bounds
    kinds: tuple[str, ...]
    row: str
    prefix: str = ""
    dual: bool = False
    """A dual noun: number and counted noun in one word."""

    @property
    def figures(self) -> bool:
        """Written in figures alone."""
        return all(kind == "digits" for kind in self.kinds)


class Noun(msgspec.Struct, frozen=True):
    """What a number counts or measures: its tokens `[first, last)`, and what its table says."""

    first: int
    last: int
    span: Span
    kind: str
    """`person`, `thing`, a unit's dimension, or `word` for any other noun."""
    event: str = ""
    unit: str | None = None


class Trigger(msgspec.Struct, frozen=True):
    """A word that says of which event a number is."""

    first: int
    last: int
    event: str
    side: str
    measures: str
    where: str


class Marks:
    """The small closed classes of words, as sets of folded forms."""

    def __init__(self, pack: Pack) -> None:
        by_id: dict[str, set[str]] = {}
        for row in pack.table("number_marks"):
            by_id.setdefault(row.id, set()).add(row.folded)
        self.to, self.either, self.between = by_id["to"], by_id["or"], by_id["between"]
        self.partitive, self.of_them, self.among = by_id["partitive"], by_id["of-them"], by_id["among"]
        self.article, self.final, self.joiner = by_id["article"], by_id["final"], by_id["and"]
        self.numbering = pack.forms("numbering_nouns")
        self.eras = frozenset(word for word in pack.forms("time_words", "kind", "era") if len(word) > 1)
        self.percent_signs = frozenset(r.form for r in pack.table("units") if r["dimension"] == "percent" and len(r.form) == 1)
        self.stopwords = pack.forms("stopwords")
        self.definite = pack.affixes.article


class Vocabulary:
    """Tables compiled for all documents."""

    def __init__(self, pack: Pack) -> None:
        self.marks = Marks(pack)
        self.rows: dict[str, tuple[Row, ...]] = {
            name: pack.table(name).rows for name in ("units", "countables", "approximators", "event_triggers", "time_words")
        }


def _best(hits: Iterable[Hit]) -> dict[int, Hit]:
    """At each token the hit of most tokens, fewest particles, no pronoun."""
    out: dict[int, Hit] = {}
    for hit in hits:
        old = out.get(hit.first)
        if old is None or _rank(hit) > _rank(old):
            out[hit.first] = hit
    return out


def _rank(hit: Hit) -> tuple[int, int, int]:
    return hit.last - hit.first, -len(hit.suffix), -len(hit.prefix)


class Around:
    """One document's tokens with what the tables found at them."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document, self.marks, self.tokens = document, vocabulary.marks, document.tokens
        rows, hits = vocabulary.rows, document.hits
        self.units = {f: (h, rows["units"][h.row]) for f, h in _best(hits.get("units", ())).items()}
        self.countables = {f: (h, rows["countables"][h.row]) for f, h in _best(hits.get("countables", ())).items()}
        self.time_units = frozenset(h.first for h in hits.get("time_units", ()))
        self.months = frozenset(h.first for h in hits.get("months", ()) if not h.prefix)
        self.before: dict[int, Row] = {}
        self.after: dict[int, Row] = {}
        for hit in hits.get("approximators", ()):
            row = rows["approximators"][hit.row]
            if row["side"] == "after":
                self.after[hit.first] = row
            elif hit.last not in self.before or len(row.folded) > len(self.before[hit.last].folded):
                self.before[hit.last] = row
        limits = {at for hit in hits.get("approximators", ()) for at in range(hit.first, hit.last)}
        self.triggers = [t for t in _triggers(hits.get("event_triggers", ()), rows["event_triggers"]) if t.first not in limits]
        self.trigger_starts = [t.first for t in self.triggers]
        self._wordy = _wordy(document, rows)
        text = document.text
        names = [m.span for m in document.mentions if m.type != "place" or " " in m.span.of(text)]
        taken = [t.span for t in document.times] + names
        self.taken = merge(s for s in taken if s.size)
        self._taken_starts = [s.start for s in self.taken]

    def is_taken(self, span: Span) -> bool:
        """Whether a time or a name stands here."""
        at = bisect_left(self._taken_starts, span.end)
        return at > 0 and self.taken[at - 1].end > span.start

    def triggers_in(self, low: int, high: int) -> list[Trigger]:
        """Triggers that begin at tokens `[low, high)`."""
        return self.triggers[bisect_left(self.trigger_starts, low) : bisect_left(self.trigger_starts, high)]

    def in_phrase(self, at: int) -> bool:
        """Whether the token is part of a word for percent, or of an ordinal of two words."""
        return at in self._wordy

    def word(self, at: int) -> str:
        """Folded token; empty outside of the text."""
        return self.tokens[at].norm if 0 <= at < len(self.tokens) else ""

    def is_mark(self, at: int) -> bool:
        """Whether the token is a punctuation mark, or no token."""
        return not 0 <= at < len(self.tokens) or self.tokens[at].kind == Kind.PUNCTUATION

    def close(self, at: int) -> bool:
        """Whether the token stands on the same line right after the one before it."""
        if not 0 < at < len(self.tokens):
            return False
        before, here = self.tokens[at - 1], self.tokens[at]
        return here.at - before.at - len(before.norm) <= 1 and "\n" not in self.document.text[before.end : here.start]

    def bracketed(self, candidate: Candidate) -> bool:
        """Whether a number stands in brackets of its own."""
        return self.tokens[candidate.last - 1].norm == ")" and self.word(candidate.first - 1) == "("

    def percent_before(self, at: int) -> Noun | None:
        """The sign of percent written to figures in front of them, as right-to-left typing leaves it."""
        sign = self.tokens[at - 1]
        if sign.norm not in self.marks.percent_signs or sign.end != self.tokens[at].start or self.word(at - 2).isdigit():
            return None
        return Noun(at - 1, at, sign.span, "percent", "", "percent")

    def noun(self, at: int) -> Noun | None:
        """The counted noun or unit that begins at a token, a partitive before it skipped."""
        if not self.close(at):
            return None
        if at in self.units and at not in self.time_units:
            hit, row = self.units[at]
            return Noun(hit.first, hit.last, hit.span, row["dimension"], "", row.id) if self._free(hit) else None
        if at in self.countables:
            hit, row = self.countables[at]
            return Noun(hit.first, hit.last, self._whole(hit), row["kind"], row["event"]) if self._free(hit) else None
        word = self.word(at)
        if word in self.marks.partitive:
            return self.noun(at + 1)
        return self._plain(at, word)

    def _free(self, hit: Hit) -> bool:
        """Whether no particle but the article is written before the noun: with one it begins another phrase."""
        return hit.prefix in ("", self.marks.definite)

    def _whole(self, hit: Hit) -> Span:
        """The hit's span with the article written before it, and the pronoun after."""
        lead = len(self.marks.definite) if hit.prefix.endswith(self.marks.definite) else 0
        return Span(hit.span.start - lead, self.tokens[hit.last - 1].end)

    def _plain(self, at: int, word: str) -> Noun | None:
        token: Token = self.tokens[at]
        if token.kind != Kind.WORD or len(word) < 3 or word in self.marks.stopwords or word.isascii():
            return None
        return Noun(at, at + 1, token.span, "word")

    def another(self, at: int) -> bool:
        """Whether "and" is written to a small word or one with article, which begins another phrase and is not counted."""
        word = self.word(at)
        return word[:1] in self.marks.joiner and (word[1:] in self.marks.stopwords or word.startswith(self.marks.definite, 1))

    def noun_before(self, at: int) -> Noun | None:
        """The definite noun that ends right before a token."""
        word = self.word(at - 1)
        if not self.close(at) or not word.startswith(self.marks.definite) or len(word) < 5:
            return None
        if at - 1 in self.countables:
            hit, row = self.countables[at - 1]
            return Noun(hit.first, hit.last, self._whole(hit), row["kind"], row["event"])
        return Noun(at - 1, at, self.tokens[at - 1].span, "word") if self.tokens[at - 1].kind == Kind.WORD else None


def _wordy(document: Document, rows: dict[str, tuple[Row, ...]]) -> frozenset[int]:
    """Tokens of words for percent, and of ordinals of several words."""
    percent = [h for h in document.hits.get("units", ()) if rows["units"][h.row]["dimension"] == "percent"]
    words = [h for h in document.hits.get("time_words", ()) if h.last - h.first > 1]
    ordinals = [h for h in words if rows["time_words"][h.row]["kind"] == "ordinal"]
    return frozenset(at for hit in (*percent, *ordinals) for at in range(hit.first, hit.last))


def _triggers(hits: Iterable[Hit], rows: tuple[Row, ...]) -> list[Trigger]:
    best = _best(hits)
    out: list[Trigger] = []
    for hit in hits:
        top = best[hit.first]
        if hit.last - hit.first < top.last - top.first:
            continue
        row = rows[hit.row]
        out.append(Trigger(hit.first, hit.last, row.id, row["side"], row["measures"], row.where))
    return out


def bounds_of(number: NumberSpan) -> float | Bounds:
    """The value of a number; a vague one is open upwards."""
    value = number.number.value
    return Bounds(value, None) if number.number.vague else value
