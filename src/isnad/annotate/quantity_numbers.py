"""Numbers of a text, in figures and words: where they stand and what they are worth. Shared by times and quantities."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Hit, Kind, Token
from isnad.text.numbers import Number, NumberWord, compose, figure, swapped_decimal

WORDS = "number_words"
YEAR = re.compile(r"(?:1[3-9]|20)\d\d")
"""Four figures in brackets are rather a year."""


class NumberSpan(msgspec.Struct, frozen=True):
    """A number standing in the text as tokens `[first, last)`; `span` has its article, not the particles before it.

    The mark that closes brackets around figures is one of its tokens, not part of its span."""

    first: int
    last: int
    span: Span
    number: Number
    kinds: tuple[str, ...]
    """Class of each of its words."""
    prefix: str
    """Folded particles written together with its first word, article included."""
    row: str
    """Where its first word was found: a row of the table, or `figure`."""

    @property
    def digits(self) -> bool:
        """Whether it is written in figures alone."""
        return self.kinds == ("digits",)

    @property
    def value(self) -> float:
        """Its value; the lower limit of a vague one."""
        return self.number.value


class _Word(msgspec.Struct, frozen=True):
    """One number word at tokens `[first, last)`."""

    word: NumberWord
    first: int
    last: int
    span: Span
    prefix: str
    row: str


@lru_cache(2)
def number_reader(pack: Pack) -> Callable[[Document], dict[int, NumberSpan]]:
    """Compile the tables; the reader gives a document's numbers by their first token."""
    table = pack.table(WORDS)
    meanings = [(row["class"], float(row["value"]), row.where) for row in table.rows]
    article = pack.affixes.article
    conjunction = next((row.folded for row in pack.table("affixes") if row.id == "wa"), "")
    decimal = frozenset(row.folded for row in pack.table("number_marks") if row.id == "decimal")

    def word(hit: Hit) -> _Word:
        kind, value, where = meanings[hit.row]
        start = hit.span.start - (len(article) if hit.prefix.endswith(article) else 0)
        joined = hit.prefix.startswith(conjunction)
        return _Word(NumberWord(kind, value, joined), hit.first, hit.last, Span(start, hit.span.end), hit.prefix, where)

    # Times and quantities ask one after the other for the same document.
    last: tuple[object, object, dict[int, NumberSpan]] = (None, None, {})

    def read(document: Document) -> dict[int, NumberSpan]:
        nonlocal last
        known = last
        if known[0] is not document.tokens or known[1] is not document.hits:
            words = _words(document, word)
            _add_figures(document.tokens, words, decimal)
            known = last = (document.tokens, document.hits, _phrases(document.tokens, words, conjunction))
        return known[2]

    return read


def _words(document: Document, word: Callable[[Hit], _Word]) -> dict[int, _Word]:
    """The best word at each token: most tokens, fewest particles, no pronoun."""
    out: dict[int, tuple[tuple[int, int], _Word]] = {}
    for hit in document.hits.get(WORDS, ()):
        if hit.suffix:
            continue
        rank = (hit.last - hit.first, -len(hit.prefix))
        if hit.first not in out or rank > out[hit.first][0]:
            out[hit.first] = (rank, word(hit))
    return {first: found for first, (_, found) in out.items()}


def _add_figures(tokens: tuple[Token, ...], words: dict[int, _Word], decimal: frozenset[str]) -> None:
    """Add figures, decimals with a letter as their mark, and thousands parted by a space."""
    count, last, figures = len(tokens), 0, int(Kind.NUMBER)
    for at, token in enumerate(tokens):
        if token.kind != figures or at < last:
            continue
        last = at + 1
        if at + 2 < count and tokens[at + 1].norm in decimal and tokens[at + 2].kind == Kind.NUMBER and _touch(tokens, at, at + 2):
            last = at + 3
        elif last < count and tokens[last].norm == "000" and tokens[last].start == token.end + 1 and len(token.norm) <= 3:
            last = at + 2
        beyond = last + (tokens[at - 1].norm == "(" and _bracketed(tokens, at, last))
        scaled = beyond in words and words[beyond].word.kind in ("scale", "twice", "many") and not words[beyond].word.joined
        if (value := _value(tokens, at, last, scaled)) is not None:
            word = NumberWord("digits", value)
            words[at] = _Word(word, at, beyond, Span(token.start, tokens[last - 1].end), "", "figure")


def _bracketed(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether figures after a bracket are closed by one right before a word, as official prose writes them: "(37) companies"."""
    if last + 1 >= len(tokens) or tokens[last].norm != ")" or not first:
        return False
    close, word = tokens[last], tokens[last + 1]
    return word.kind == Kind.WORD and word.at - close.at == 2 and not YEAR.fullmatch(tokens[first].norm)


def _touch(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    return all(tokens[i].end == tokens[i + 1].start for i in range(first, last))


def _value(tokens: tuple[Token, ...], first: int, last: int, scaled: bool) -> float | None:
    if any(not tokens[i].norm.isascii() for i in (first, last - 1)):
        return None
    if last - first == 3:
        a, b = tokens[first].norm, tokens[first + 2].norm
        if tokens[first + 1].kind == Kind.PUNCTUATION:
            value = figure(f"{a},{b}", scaled)
        else:
            value = swapped_decimal(a, b, scaled) if (a + b).isdigit() else float("nan")
    elif last - first == 2:
        value = figure(tokens[first].norm + "000")
    else:
        value = figure(tokens[first].norm, scaled)
    return value if math.isfinite(value) else None


def _phrases(tokens: tuple[Token, ...], words: dict[int, _Word], conjunction: str) -> dict[int, NumberSpan]:
    """Compose words that stand side by side, leftmost first."""
    out: dict[int, NumberSpan] = {}
    end = 0
    for first in sorted(words):
        if first < end:
            continue
        run = _run(tokens, words, first, conjunction)
        number = compose([w.word for w in run])
        if number is None:
            continue
        used = run[: number.size]
        end = used[-1].last
        span = Span(used[0].span.start, used[-1].span.end)
        kinds = tuple(w.word.kind for w in used)
        out[first] = NumberSpan(first, end, span, number, kinds, used[0].prefix, used[0].row)
    return out


def _run(tokens: tuple[Token, ...], words: dict[int, _Word], first: int, conjunction: str) -> list[_Word]:
    """Number words without a gap from `first`; "and" may stand apart. A number has no more than a dozen words."""
    run = [words[first]]
    at = words[first].last
    while len(run) < 12 and at < len(tokens):
        joined = tokens[at].norm == conjunction and at + 1 in words
        if not joined and at not in words:
            break
        following = words[at + joined]
        if tokens[at].at - tokens[at - 1].at - len(tokens[at - 1].norm) > 1:
            break  # more than a space between them: another line
        run.append(
            msgspec.structs.replace(following, word=NumberWord(following.word.kind, following.word.value, True)) if joined else following
        )
        at = following.last
    return run
