"""A text as a row of items with one letter each, over which the patterns of time expressions are written.

An item is a word or phrase of the time tables, a number, a mark, or any other word. Its letter says what it is; the
letters of a sentence make a string, so that a pattern of time expressions is a plain regular expression over it:

    D d   weekday, bare weekday           T G   today …, tonight …          P l   part of the day, one that needs a day
    M m h month: sure, unsure, strict     J j   Hijri month: sure, unsure   L     month in Latin script
    N 0   number, four-figure number      V ~   vague number, fraction      r %   ordinal, decade
    U u w year: definite, not, a pair     H k x month   W n week            y z   day, a pair
    Q q 2 other unit: definite, not, pair 6 5 two, the two   3 4 several, the several   K every
    A t   adjective (last …), this/that   E     edge (start of …)           s v   several, few
    B S F before, since, after            i > f g in, during, from, to      b c   between, o'clock
    C e I corresponding to, era, fiscal   O o   season, season's head       R @   fixed reference, repetition
    # ! Z weekend, eve, time zone         p a   period, lone article      ? *   head of a name, age
    < *   upon, age                       ? Y   head of a name, event told by its year
    + =   "and", preposition written with the next word   ^ sign of the future   .     other word
    , ( ) / - :  marks                    "     quotation mark, other mark
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from isnad.annotate.quantity_numbers import NumberSpan, number_reader
from isnad.lang.pack import Pack, Row
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Hit, Kind, Sentence, Token

TABLES = ("weekdays", "months", "day_parts", "time_units", "time_words")
_KINDS = {
    "day": "T", "night": "G", "day-lead": "y", "mod": "A", "this": "t", "every": "K", "edge": "E", "before": "B", "since": "S",
    "after": "F", "in": "i", "during": ">", "future": "^", "upon": "<", "about": "X", "from": "f", "to": "g", "between": "b",
    "corresponding": "C", "clock": "c", "era": "e", "fiscal": "I", "few": "v", "several": "s", "season": "O", "season-lead": "o",
    "ordinal": "r", "decade": "%", "ref": "R", "set": "@", "weekend": "#", "relative": "!", "period": "p", "zone": "Z",
    "head": "?", "age": "*", "except": "\\", "half": "~", "year-head": "Y",
}  # fmt: skip
_UNITS = {("Y", "one"): "Uuw", ("MO", "one"): "Hkx", ("W", "one"): "Wn2", ("D", "one"): "Qyz"}
_SURE = {"gregorian": {"yes": "M", "no": "m", "strict": "h", "latin": "L"}, "hijri": {"yes": "J", "no": "j"}}
_MARKS = {
    "\u060c": ",",
    ",": ",",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "/": "/",
    "\\": "/",
    "-": "-",
    "\u2013": "-",
    "\u2014": "-",
    ":": ":",
}


WEAK = frozenset("ifgbtAEKBSFXCsv<>^?Y*Ipeor\\~")
"""Letters that never make a time by themselves; a sentence with no other is not looked at."""


class Item(msgspec.Struct, frozen=True):
    """One item: its letter, its tokens `[first, last)`, its place, and what it means."""

    letter: str
    first: int
    last: int
    span: Span
    row: Row | None = None
    number: NumberSpan | None = None

    def cell(self, column: str) -> str:
        """A cell of its table row; empty for items without one."""
        return self.row.cells.get(column, "") if self.row else ""

    @property
    def id(self) -> str:
        """Id of its table row."""
        return self.row.id if self.row else ""

    @property
    def count(self) -> float:
        """What its number is worth."""
        return self.number.value if self.number else float(self.cell("value") or 0)


class Line(msgspec.Struct, frozen=True):
    """A sentence as items and their letters, one a character."""

    sentence: Sentence
    items: tuple[Item, ...]
    letters: str


def _letter(row: Row) -> str:
    if row.table == "weekdays":
        return "D" if row["shape"] == "definite" else "d"
    if row.table == "months":
        return _SURE[row["calendar"]][row["sure"]]
    if row.table == "day_parts":
        return "l" if row["sure"] == "lead" else "P"
    if row.table == "time_words":
        return _KINDS[row["kind"]]
    if row["number"] == "many":
        return "4" if row["definite"] == "yes" else "3"
    definite, one, pair = tuple(_UNITS.get((row.id, "one"), "Qq2"))
    if row["number"] == "two":
        return "5" if row["definite"] == "yes" else "6"
    if row["number"] == "pair":
        return pair
    return definite if row["definite"] == "yes" else one


def _number_letter(found: NumberSpan) -> str:
    if found.number.vague:
        return "V"
    if found.number.fraction:
        return "~"
    return "0" if found.digits and 1000 <= found.value <= 2100 and found.span.size == 4 else "N"


class ItemReader:
    """Reads a document's sentences as lines of items."""

    def __init__(self, pack: Pack) -> None:
        self._numbers = number_reader(pack)
        self._article = pack.affixes.article
        self._preposition = pack.affixes.prepositions
        self._and = next((row.folded for row in pack.table("affixes") if row.id == "wa"), "")
        self._rows = {name: [(_letter(row), row) for row in pack.table(name).rows] for name in TABLES}

    def lines(self, document: Document, wanted: Callable[[Sentence], bool]) -> list[Line]:
        """The wanted sentences as items; those without any time word or number are left out."""
        best = self._best(document)
        numbers = self._numbers(document)
        out = []
        starts = sorted(
            {f for f, (_, letter, _) in best.items() if letter not in WEAK} | {f for f, n in numbers.items() if _number_letter(n) == "0"}
        )
        at = 0
        for sentence in document.sentences:
            while at < len(starts) and starts[at] < sentence.first:
                at += 1
            if at < len(starts) and starts[at] < sentence.last and wanted(sentence):
                items = self._items(document.tokens, sentence, best, numbers)
                out.append(Line(sentence, tuple(items), "".join([i.letter for i in items])))
        return out

    def _best(self, document: Document) -> dict[int, tuple[Hit, str, Row]]:
        """At each token the longest hit; fewest particles, then the order of tables; strict months yield."""
        out: dict[int, tuple[tuple[int, int, int], Hit, str, Row]] = {}
        for order, name in enumerate(TABLES):
            rows = self._rows[name]
            for hit in document.hits.get(name, ()):
                letter, row = rows[hit.row]
                rank = (hit.last - hit.first, -len(hit.prefix), -9 if letter == "h" else (1 if letter in "TGc" else -order))
                if hit.first not in out or rank > out[hit.first][0]:
                    out[hit.first] = (rank, hit, letter, row)
        return {first: (hit, letter, row) for first, (_, hit, letter, row) in out.items()}

    def _items(
        self, tokens: tuple[Token, ...], sentence: Sentence, best: dict[int, tuple[Hit, str, Row]], numbers: dict[int, NumberSpan]
    ) -> list[Item]:
        out: list[Item] = []
        at = sentence.first
        while at < sentence.last:
            found, number = best.get(at), numbers.get(at)
            if found is not None and (number is None or (found[0].last - found[0].first >= number.last - number.first and found[1] != "r")):
                hit, letter, row = found
                self._particles(out, tokens[at], hit.prefix)
                out.append(Item(letter, hit.first, hit.last, hit.span, row))
                at = hit.last
            elif number is not None:
                self._particles(out, tokens[at], number.prefix)
                out.append(Item(_number_letter(number), number.first, number.last, number.span, None, number))
                at = number.last
            else:
                out.append(self._plain(tokens[at], at))
                at += 1
        return out

    def _particles(self, out: list[Item], token: Token, prefix: str) -> None:
        if not prefix:
            return
        rest = prefix
        here = Span(token.start, token.start)
        if rest.startswith(self._and):
            out.append(Item("+", -1, -1, here))
            rest = rest[len(self._and) :]
        if rest and rest != self._article:
            out.append(Item("=", -1, -1, here))

    def _plain(self, token: Token, at: int) -> Item:
        letter = "."
        if token.kind == Kind.PUNCTUATION:
            letter = _MARKS.get(token.norm, '"')
        elif token.norm == self._and:
            letter = "+"
        elif token.norm == self._article:
            letter = "a"
        elif token.norm in self._preposition:
            letter = "="
        return Item(letter, at, at + 1, token.span)
