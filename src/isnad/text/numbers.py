"""Numbers from their words: how units, tens, hundreds and scales compose, whatever the language calls them.

The grammar is that of Arabic and its kin: a unit stands before its ten and is joined to it by "and", hundreds before both,
scales (thousand, million …) from large to small; duals of scales are words of their own; a plural scale without a number
before it is vague. `compose` reads the longest number at the start of a row of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

NumberClass = Literal[
    "digits", "one", "unit", "ten", "teen", "tens", "hundred", "hundreds",
    "scale", "twice", "many", "vague", "few", "few-lead", "fraction", "parts",
]  # fmt: skip

_RANK = {"one": 1, "unit": 1, "ten": 2, "teen": 2, "tens": 2, "hundred": 3, "hundreds": 3}
_SMALL = frozenset(_RANK) | {"digits"}
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")


class NumberWord(msgspec.Struct, frozen=True):
    """One word or figure of a number."""

    kind: str
    """One of `NumberClass`."""
    value: float
    joined: bool = False
    """Whether "and" stands before it."""


class Number(msgspec.Struct, frozen=True):
    """A number read from the first `size` words; a vague one is a lower limit."""

    size: int
    value: float
    vague: bool = False
    scale: float = 1.0
    """The last scale word used, 1 if none."""
    fraction: bool = False
    """A bare fraction such as a half, which needs what it is a part of."""
    plain: bool = True
    """Figures or words only, no mix: True for a single word."""


class _State:
    """The number read so far: `total` of closed scales, `group` below the next scale."""

    def __init__(self) -> None:
        self.total, self.last, self.scale = 0.0, "", 0.0
        self.group: float | None = None
        self.vague = self.fraction = False

    @property
    def empty(self) -> bool:
        return self.group is None and not self.scale

    def take(self, word: NumberWord) -> bool:
        """Add a word; False if the number ended before it."""
        if word.kind in _SMALL:
            return self._small(word)
        step = getattr(self, "_" + word.kind.replace("-", "_"), None)
        return bool(step(word)) if step else False

    def _small(self, word: NumberWord) -> bool:
        if self.group is None:
            fits = self.empty or (word.joined and word.value < self.scale and not self.fraction)
            if fits:
                self.group, self.last = word.value, word.kind
            return fits
        if word.kind == "hundred" and not word.joined and self.last == "unit" and 3 <= self.group <= 9:
            self.group, self.last = self.group * 100, "hundreds"
            return True
        if not word.joined or not self._joins(word):
            return False
        self.group, self.last = self.group + word.value, word.kind
        return True

    def _joins(self, word: NumberWord) -> bool:
        before, after = _RANK.get(self.last, 0), _RANK.get(word.kind, 0)
        if not before or not after:
            return False
        return (before == 3 and after < 3) or (before == 1 and word.kind == "tens")

    def _close(self, factor: float) -> bool:
        """Close the group with a scale that is smaller than the last."""
        if self.scale and factor >= self.scale:
            return False
        self.total += (1.0 if self.group is None else self.group) * factor
        self.group, self.scale, self.last = None, factor, "scale"
        return True

    def _scale(self, word: NumberWord) -> bool:
        if self.fraction and self.group is not None:
            self.fraction = False
            return self._close(word.value)
        if self.last == "scale" and self.group is None and not word.joined:
            if word.value <= self.scale:
                return False
            self.total, self.scale = self.total * word.value, word.value
            return True
        if word.joined and (self.group is not None or not (self.empty or self.scale)):
            return False
        return self._close(word.value)

    def _twice(self, word: NumberWord) -> bool:
        if self.group is not None or not (self.empty or word.joined) or (self.scale and word.value / 2 >= self.scale):
            return False
        self.total, self.scale, self.last = self.total + word.value, word.value / 2, "scale"
        return True

    def _many(self, word: NumberWord) -> bool:
        if word.joined and not self.empty:
            return False
        if self.group is None:
            if not self.empty:
                return False
            self.group, self.vague = 2.0, True
        return self._close(word.value)

    def _vague(self, word: NumberWord) -> bool:
        if self.empty:
            self.group, self.vague, self.last = word.value, True, "vague"
            return True
        if self.last in ("few", "few-lead") and not word.joined and self.group is not None:
            self.group, self.last = self.group * word.value / 2, "vague"
            return True
        return False

    def _few(self, word: NumberWord) -> bool:
        if not self.empty:
            return False
        self.group, self.vague, self.last = word.value, True, word.kind
        return True

    _few_lead = _few

    def _fraction(self, word: NumberWord) -> bool:
        if self.empty:
            self.group, self.fraction, self.last = word.value, True, "fraction"
            return True
        if not word.joined or self.vague or self.fraction:
            return False
        self.total += word.value * (self.scale if self.group is None else 1.0)
        self.last = "fraction"
        return True

    def _parts(self, word: NumberWord) -> bool:
        if self.group is None or self.scale or word.joined or not 2 <= self.group <= 9 or self.group * word.value >= 1:
            return False
        self.group, self.fraction, self.last = self.group * word.value, True, "fraction"
        return True


def compose(words: Sequence[NumberWord]) -> Number | None:
    """The longest number at the start of the words, None if they begin with none."""
    state, size, closed = _State(), 0, 0
    for word in words:
        if state.last == "fraction" and not state.fraction and word.kind == "scale" and not word.joined and word.value == state.scale:
            size += 1  # "a million and a half million": the scale is said twice
            break
        if not state.take(word):
            if closed and state.group is not None and word.kind in ("scale", "many") and not word.joined:
                # "40 thousand and 80 thousand": what follows the first scale belongs to the second number.
                return compose(words[:closed])
            break
        size += 1
        closed = size if state.last == "scale" else closed
    if not size or state.last == "few-lead":
        return None
    value = state.total + (state.group or 0.0)
    plain = len({word.kind == "digits" for word in words[:size]}) == 1
    return Number(size, round(value, 9), state.vague, state.scale or 1.0, state.fraction, plain)


def figure(text: str, scaled: bool = False) -> float:
    """The value of a written figure with ASCII digits, its separators read by their shape.

    `1,234` and `1.234.567` group thousands; `1.234` groups them too unless a scale word follows (`scaled`);
    other points and commas are decimal. Returns NaN for what is no figure.
    """
    if _THOUSANDS.fullmatch(text):
        head, mark = (text, ",") if text.find(",") >= 0 and (text.find(".") < 0 or text.find(",") < text.find(".")) else (text, ".")
        plain = head.replace(mark, "").replace("," if mark == "." else ".", ".")
        both = "," in text and "." in text
        if not scaled or both or text.count(mark) > 1 or len(text.replace(mark, "")) > 6:
            return float(plain)
        return float(text.replace(",", "."))
    if not scaled and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        return float(text.replace(".", ""))
    try:
        return float(text.replace(",", ".")) if text.count(",") + text.count(".") <= 1 else float("nan")
    except ValueError:
        return float("nan")


def swapped_decimal(fraction: str, whole: str, scaled: bool = False) -> float:
    """The value of a decimal written fraction first (`25` + letter + `1` is 1.25); a group of three zeros means thousands."""
    if len(fraction) == 3 and not scaled and (fraction == "000" or len(whole) > 1):
        return float(whole + fraction)
    return float(f"{whole}.{fraction}")
