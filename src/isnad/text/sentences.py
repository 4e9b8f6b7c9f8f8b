"""Sentences: cut at stops and line breaks, also where no space follows the stop; never at abbreviations or numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter

from isnad.model.text import Kind, Sentence, Token

_start = attrgetter("start")
_STOPS = frozenset(".!?\u061f\u06d4\u2026")
LETTER_NAME = 3
"""Letters of the longest name of a Latin letter."""
LONGEST = 600
"""Tokens of the longest sentence, half as long again as the longest of 20,000 of real news: rules look at all pairs of a sentence's
parts, and a text without stops must not make them look at all pairs of its own.
"""
_CLOSERS = frozenset("\u00bb\u201d\"')]\u203a\u2019")


def _spelled(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the dot at token `at` stands in an abbreviation spelled by the names of its letters: "ar.ti.ay."."""

    def letter(number: int, dot: int) -> bool:
        # One letter's name and the dot after it, written together.
        if not (0 <= number < len(tokens) and 0 <= dot < len(tokens)):
            return False
        name = tokens[number]
        short = name.kind == Kind.WORD and len(name.norm) <= LETTER_NAME
        return short and tokens[dot].norm == "." and name.end == tokens[dot].start

    if not letter(at - 1, at):
        return False
    before = letter(at - 3, at - 2) and tokens[at - 2].end == tokens[at - 1].start
    after = letter(at + 1, at + 2) and tokens[at].end == tokens[at + 1].start
    return before or after


def _ends(tokens: tuple[Token, ...], at: int, text: str) -> bool:
    """Whether the stop at token `at` ends a sentence."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None:
        return True
    if token.norm == ".":
        if after.norm == "." and after.start == token.end:
            return False  # an ellipsis ends, if at all, at its last dot
        if before is not None and before.norm == "." and before.end == token.start:
            return False  # two or more dots: a pause in headlines and speech, not an end
        # One letter and a dot is an initial or abbreviation: "k. k.", "d."
        if before is not None and before.kind == Kind.WORD and len(before.norm) == 1:
            return False
        if _spelled(tokens, at):
            return False
        if (
            before is not None
            and before.end == token.start
            and after.start == token.end
            and (
                (before.kind == Kind.NUMBER and after.kind == Kind.NUMBER)
                or (before.norm.isascii() and after.norm.isascii() and after.norm.isalnum())
            )
        ):
            return False
    return not (token.norm == "\u2026" and after.start < len(text) and after.kind != Kind.WORD)


def split_sentences(tokens: tuple[Token, ...], text: str) -> tuple[Sentence, ...]:
    """Sentences in order; together they hold every token once. A closing mark right after a stop stays with it.

    One that goes on for more than `LONGEST` tokens is cut there.
    """
    out: list[Sentence] = []
    breaks = [m.start() for m in re.finditer("\n", text)]
    line, first, at, count = 0, 0, 0, len(tokens)
    # Nothing happens but at stops and at the first tokens of lines.
    stops = [number for number, token in enumerate(tokens) if token.norm in _STOPS]
    openings = [bisect_right(tokens, place, key=_start) for place in breaks]

    def close(last: int) -> None:
        nonlocal first
        while first < last:
            end = min(first + LONGEST, last)
            while end < last and tokens[end].start < tokens[end - 1].end:
                end += 1  # words of one ligature stand at one place
            out.append(Sentence(tokens[first].start, tokens[end - 1].end, first, end, line))
            first = end

    for place in sorted({*stops, *openings}):
        if not at <= place < count:
            continue
        token = tokens[place]
        if line < len(breaks) and token.start > breaks[line]:
            close(place)
            while line < len(breaks) and token.start > breaks[line]:
                line += 1
        if token.kind == Kind.PUNCTUATION and token.norm in _STOPS and _ends(tokens, place, text):
            at = place + 1
            while at < count and tokens[at].norm in _CLOSERS and tokens[at].start <= tokens[at - 1].end:
                # A straight mark after "stop space" opens the next sentence; only one written close stays here.
                at += 1
            close(at)
    close(count)
    return tuple(out)
