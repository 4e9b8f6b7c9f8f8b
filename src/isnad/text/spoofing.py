"""Characters that make a text look like another one: turned direction, characters that show nothing, letters of another script.

What deserves a mark and what does not (after UAX #9, UTS #36 and UTS #39, and what news really holds):

- Overrides always do. Embeddings and isolates do where they stand inside each other or are not closed in their line: so the words
  of a line can be shown in another order than they are stored in. A pair closed in its line is what editors and networks put
  around handles and numbers.
- Characters that show nothing do inside a word or in long rows; single ones at the edge of a word are left by pages. Joiners belong
  to Arabic, Persian and Indic words and to emoji, soft hyphens to Latin words, selectors to signs and ideographs, marks of
  direction to the places where Arabic meets figures and Latin.
- Greek and Cyrillic letters that look like Latin ones do in a word that has Latin letters too. Persian and Urdu forms of Arabic
  letters are spellings, not disguises; Arabic and Latin in one word are a lost space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

OddKind = Literal["turning", "hidden", "other-letter"]

_OVERRIDES, _OPENERS, _ISOLATES = "\u202d\u202e", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u2066\u2067\u2068"
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_TURNS = "\u202a-\u202e\u2066-\u2069"
_TURN = re.compile(f"[{_TURNS}]")
_TURN_OR_BREAK = re.compile(f"[{_TURNS}\n\r\x1c-\x1e\x85\u2029]")

_SOFT_HYPHEN, _JOINERS, _DIRECTIONS = "\u00ad", "\u200c\u200d", "\u061c\u200e\u200f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0001\U000e0020-\U000e007f"
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2061-\u2065\u206a-\u206f\u2800\u3164\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a"
"""Fillers, deprecated and reserved ones: nothing that news has a use for."""
_HIDDEN = re.compile(f"[{_SOFT_HYPHEN}{_JOINERS}{_DIRECTIONS}\u200b\u2060\ufeff{_SELECTORS}{_TAGS}{_BLANKS}]+")
_NEVER, _TAG, _SELECTOR = (re.compile(f"[{c}]") for c in (_BLANKS, _TAGS, _SELECTORS))
_UNSHOWN = re.compile(f"[{_DIRECTIONS}\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONG_ROW = 8
"""Hidden characters in a row from which on they are no leftover of a page."""
_FLAG, _CANCEL = "\U0001f3f4", "\U000e007f"

_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff"
_GREEK_CYRILLIC = "\u0370-\u052f\u1c80-\u1c8f\u1f00-\u1fff\u2de0-\u2dff\ua640-\ua69f"
_ALPHABETS = re.compile(f"[{_LATIN}{_GREEK_CYRILLIC}]")
_ARABIC = re.compile("[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")

_LOOKS: dict[str, str] = dict(zip(
    # Cyrillic: capitals, small letters, those that look like small capitals or bear a sign
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408\u04c0\u04ae\u051a\u051c\u050c"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d\u04cf"
    "\u043a\u0432\u043c\u0442\u043d\u0457\u0450\u0451\u0491"
    # Greek: capitals, small letters
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u03c7\u03f2\u03f3",
    "abekmhopctyxsijlyqwg" "aeopcyxsijhdqwl" "kbmthieer" "abezhikmnoptyx" "ikvopuxcj",
    strict=True,
))  # fmt: skip
"""Letters of other alphabets that a reader takes for the Latin letter beside them, after the idea of UTS #39."""
_OTHER = re.compile(f"[{''.join(_LOOKS)}]")
_MEETING = re.compile(f"[{_LATIN}][\u0300-\u036f]*[{''.join(_LOOKS)}]|[{''.join(_LOOKS)}][\u0300-\u036f]*[{_LATIN}]")
_WORD = re.compile(f"[{_LATIN}{_GREEK_CYRILLIC}\u0300-\u036f]+")


class Odd(msgspec.Struct, frozen=True):
    """A character that is not what it looks like."""

    at: int
    """Offset in the text."""
    kind: OddKind
    code: str
    """As `U+202E`."""


def oddities(text: str) -> list[Odd]:
    """What of a text deserves a mark, in the order of the text; linear."""
    if text.isascii():
        return []
    found = [*((at, "turning") for at in _turning(text)), *((at, "hidden") for at in _hidden(text))]
    found += [(at, "other-letter") for at in _other_letters(text)]
    return [Odd(at, kind, code_of(text[at])) for at, kind in sorted(found)]  # type: ignore[arg-type]


def code_of(character: str) -> str:
    """The code point as Unicode writes it."""
    return f"U+{ord(character):04X}"


def pieces(text: str, odd: Sequence[Odd], start: int = 0, end: int | None = None) -> Iterator[tuple[str, Odd | None]]:
    """The characters `[start, end)` in pieces: plain words, and each odd character alone with what it is.

    Odd are those of the whole text, so that a part is shown as it is in the whole. Direction marks that deserve no mark are left
    out: what is shown sets its own direction.
    """
    at, end = start, len(text) if end is None else end
    for one in odd:
        if start <= one.at < end:
            yield _TURN.sub("", text[at : one.at]), None
            yield text[one.at], one
            at = one.at + 1
    yield _TURN.sub("", text[at:end]), None


def spelled_out(text: str) -> str:
    """The text with what is odd about it made visible: `[U+202E]` for a character that shows nothing, after a letter of another script."""
    odd = oddities(text)
    if not odd:
        return text if text.isascii() else _TURN.sub("", text)
    return "".join(token(words, one) if one else words for words, one in pieces(text, odd))


def shown(text: str) -> str:
    """A text as every page, document, feed and terminal shows it: odd characters spelled out, without marks of direction and controls.

    Line breaks and tabs stay; what is left is legal in HTML, XML and on a terminal.
    """
    return _UNSHOWN.sub("", spelled_out(text))


def token(character: str, odd: Odd) -> str:
    """What stands for an odd character in plain text."""
    return f"{character if odd.kind == 'other-letter' else ''}[{odd.code}]"


def disguised(word: str) -> bool:
    """Whether a name mixes Latin letters with ones that only look like them."""
    return not word.isascii() and _MEETING.search(word) is not None


def undisguised(text: str) -> str:
    """A text with the Latin letters that those of other alphabets look like, in words that mix both."""
    odd = [o for o in oddities(text) if o.kind == "other-letter"]
    return "".join(_LOOKS[words] if one else words for words, one in pieces(text, odd))


def looks(text: str) -> str:
    """What a reader sees of a short text: two that look alike have the same. For comparing, never for showing.

    Without what shows nothing, without accents, letters of other alphabets as the Latin ones they look like, forms of Arabic
    letters that one shape serves as one; `0` as `o`, `1` as `l`.
    """
    plain = unicodedata.normalize("NFKD", _TURN.sub("", _HIDDEN.sub("", text)))
    shown = "".join(_LOOKS.get(c, c) for c in plain if not unicodedata.combining(c)).casefold()
    shown = "".join(_LOOKS.get(c, c) for c in shown).translate(_SHAPES)
    return shown.replace("rn", "m").replace("vv", "w")


_SHAPES: dict[int, int | str] = {
    **dict.fromkeys((0x06A9, 0x06AA), 0x0643), **dict.fromkeys((0x06CC, 0x0649), 0x064A), **dict.fromkeys((0x06C1, 0x06BE, 0x06D5), 0x0647),
    ord("0"): "o", ord("1"): "l",
}  # fmt: skip


def stands_in(label: str) -> bool:
    """Whether all letters of a word of another alphabet look like Latin ones: the word can stand in for a Latin one."""
    letters = [c for c in label if c.isalpha()]
    return bool(letters) and not label.isascii() and all(c in _LOOKS for c in letters)


def _turning(text: str) -> list[int]:
    """Overrides; embeddings and isolates inside each other or open at the end of their line; with what closes them."""
    if not _TURN.search(text):
        return []
    marked: list[int] = []
    open_: list[tuple[int, bool]] = []  # where, and whether it is marked: below the last all are
    isolates = 0
    for found in _TURN_OR_BREAK.finditer(text):
        at, sign = found.start(), found[0]
        if sign in _OPENERS:
            open_[-1:] = [(a, True) for a, _ in open_[-1:]]
            open_.append((at, sign in _OVERRIDES or len(open_) > 0))
            isolates += sign in _ISOLATES
        elif sign == _POP_EMBEDDING:
            if open_ and text[open_[-1][0]] not in _ISOLATES:
                marked += _closed([open_.pop()], at)
        elif sign == _POP_ISOLATE:
            if isolates:
                last = next(n for n in range(len(open_) - 1, -1, -1) if text[open_[n][0]] in _ISOLATES)
                marked += _closed(open_[last:], at)
                del open_[last:]
                isolates -= 1
        else:
            marked += [a for a, _ in open_]
            open_, isolates = [], 0
    return [*marked, *(a for a, _ in open_)]


def _closed(opened: list[tuple[int, bool]], at: int) -> list[int]:
    """The marked ones of what was closed, with what closed them."""
    found = [a for a, odd in opened if odd]
    return [*found, at] if found else []


def _hidden(text: str) -> list[int]:
    """Characters that show nothing where they have no business."""
    found: list[int] = []
    for row in _HIDDEN.finditer(text):
        start, end = row.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if end - start >= _LONG_ROW and not _flag(row[0], before):
            found += range(start, end)
        else:
            found += [start + n for n, c in enumerate(row[0]) if _out_of_place(c, row[0], before, after)]
    return found


def _flag(row: str, before: str) -> bool:
    """Whether tags spell the flag of a region after a black flag."""
    return before == _FLAG and row.endswith(_CANCEL) and all(_TAG.match(c) for c in row)


def _out_of_place(character: str, row: str, before: str, after: str) -> bool:
    """Whether a character of a short row, between two others, has no business there."""
    if _NEVER.match(character):
        return True
    if _TAG.match(character):
        return not _flag(row, before)
    if _SELECTOR.match(character):
        return not _selects(character, before)
    latin = bool(_ALPHABETS.match(before) and _ALPHABETS.match(after))
    arabic = bool(_ARABIC.match(before) and _ARABIC.match(after))
    if character in _JOINERS:
        return latin
    return arabic if character == _SOFT_HYPHEN else latin or arabic


def _selects(selector: str, before: str) -> bool:
    """Whether a selector follows what has variants: signs, digits of keys, ideographs, letters of scripts that have some."""
    if not before:
        return False
    kind = unicodedata.category(before)
    if selector in "\ufe0e\ufe0f":
        return kind[0] in "SPN" or before in _JOINERS or _SELECTOR.match(before) is not None
    return kind in ("Lo", "Sm", "Po", "Nd") and not _ARABIC.match(before)


def _other_letters(text: str) -> list[int]:
    """Letters that look like Latin ones in words with Latin letters."""
    if not _MEETING.search(text):
        return []
    words = (w for w in _WORD.finditer(text) if _MEETING.search(w[0]))
    return [w.start() + m.start() for w in words for m in _OTHER.finditer(w[0])]
