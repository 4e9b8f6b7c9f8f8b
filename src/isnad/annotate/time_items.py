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

from bisect import bisect_left
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


MARK, PLAIN_MARK, PLAIN_WORD = int(Kind.PUNCTUATION), '"', "."
"""The kind of marks, and the letters of a mark and of a word that mean nothing to times."""
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


Best = dict[int, tuple[Hit, str, Row]]
"""By token, what the tables have there."""


class Line(msgspec.Struct, frozen=True):
    """A sentence as items and their letters, one a character.

    Most items are plain words that nobody asks for: they are kept as the number of their token.
    """

    sentence: Sentence
    pieces: list[Item | int]
    letters: str
    tokens: tuple[Token, ...]

    def item(self, number: int) -> Item:
        """An item by its number."""
        piece = self.pieces[number]
        return piece if isinstance(piece, Item) else Item(self.letters[number], piece, piece + 1, self.tokens[piece].span)

    def items(self, first: int, last: int) -> tuple[Item, ...]:
        """Items `[first, last)`, those beyond the end left out."""
        return tuple([self.item(number) for number in range(first, min(last, len(self.pieces)))])


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


def _ranked(row: Row, order: int) -> tuple[str, Row, int]:
    """A row with its letter, and its weight against rows of other tables at the same place."""
    letter = _letter(row)
    return letter, row, -9 if letter == "h" else (1 if letter in "TGc" else -order)


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
        self._rows = {name: [_ranked(row, order) for row in pack.table(name).rows] for order, name in enumerate(TABLES)}
        # Letters of tokens of which no table and no number knows anything.
        self._plain = {**dict.fromkeys(self._preposition, "="), self._article: "a", self._and: "+", **_MARKS}
        self._last: tuple[object, Best] = (None, {})

    def lines(self, document: Document, wanted: Callable[[Sentence], bool]) -> list[Line]:
        """The wanted sentences as items; those without any time word or number are left out."""
        last = self._last
        if last[0] is not document.hits:  # what stands outside of the article is asked for right after what stands in it
            last = self._last = (document.hits, self._best(document))
        best, numbers = last[1], self._numbers(document)
        out = []
        starts = sorted(
            {f for f, (_, letter, _) in best.items() if letter not in WEAK} | {f for f, n in numbers.items() if _number_letter(n) == "0"}
        )
        known = sorted(best.keys() | numbers.keys())
        at = 0
        for sentence in document.sentences:
            while at < len(starts) and starts[at] < sentence.first:
                at += 1
            if at < len(starts) and starts[at] < sentence.last and wanted(sentence):
                inside = known[bisect_left(known, sentence.first) : bisect_left(known, sentence.last)]
                out.append(self._line(document.tokens, sentence, inside, best, numbers))
        return out

    def _best(self, document: Document) -> Best:
        """At each token the longest hit; fewest particles, then the order of tables; strict months yield."""
        out: dict[int, tuple[tuple[int, int, int], Hit, str, Row]] = {}
        for name, rows in self._rows.items():
            for hit in document.hits.get(name, ()):
                letter, row, weight = rows[hit.row]
                rank = (hit.last - hit.first, -len(hit.prefix), weight)
                if hit.first not in out or rank > out[hit.first][0]:
                    out[hit.first] = (rank, hit, letter, row)
        return {first: (hit, letter, row) for first, (_, hit, letter, row) in out.items()}

    def _line(self, tokens: tuple[Token, ...], sentence: Sentence, known: list[int], best: Best, numbers: dict[int, NumberSpan]) -> Line:
        """A sentence as items; `known` are its tokens at which something of a table or a number begins, in order."""
        pieces: list[Item | int] = []
        letters: list[str] = []
        plain, at = self._plain, sentence.first
        for place in (*known, sentence.last):
            if place < at:
                continue
            pieces += range(at, place)
            letters += [plain.get(token.norm) or (PLAIN_MARK if token.kind == MARK else PLAIN_WORD) for token in tokens[at:place]]
            if place == sentence.last:
                break
            start = len(pieces)
            at = self._known(pieces, tokens[place], best.get(place), numbers.get(place))
            letters += [piece.letter for piece in pieces[start:] if isinstance(piece, Item)]
        return Line(sentence, pieces, "".join(letters), tokens)

    def _known(self, out: list[Item | int], token: Token, found: tuple[Hit, str, Row] | None, number: NumberSpan | None) -> int:
        """Add what a table or a number has at a token; the result is the token after it."""
        if found is not None and (number is None or (found[0].last - found[0].first >= number.last - number.first and found[1] != "r")):
            hit, letter, row = found
            self._particles(out, token, hit.prefix)
            out.append(Item(letter, hit.first, hit.last, hit.span, row))
            return hit.last
        assert number is not None
        self._particles(out, token, number.prefix)
        out.append(Item(_number_letter(number), number.first, number.last, number.span, None, number))
        return number.last

    def _particles(self, out: list[Item | int], token: Token, prefix: str) -> None:
        if not prefix:
            return
        rest = prefix
        here = Span(token.start, token.start)
        if rest.startswith(self._and):
            out.append(Item("+", -1, -1, here))
            rest = rest[len(self._and) :]
        if rest and rest != self._article:
            out.append(Item("=", -1, -1, here))
