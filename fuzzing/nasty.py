"""Nasty texts of any size, made by code: what strangers send by malice or by accident. `NASTY` names each."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from isnad.lang.pack import Pack, load_pack

Maker = Callable[[int], str]
"""A text of about so many characters."""

OPENING = "انهيار جسر في مدينة النور\nقال وزير النقل سالم الرندي اليوم الثلاثاء إن 12 شخصا قتلوا، وأضاف: «نتابع الوضع». "
BIDI = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u202c\u2069\u200e\u200f\u061c"
ZERO = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u2064"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def repeated(unit: str, between: str = "") -> Maker:
    """The same again and again."""
    return lambda size: OPENING + (unit + between) * (max(0, size - len(OPENING)) // max(1, len(unit + between)))


def cycled(parts: str, unit: str = "قال ") -> Maker:
    """Characters of a set in turn, between the letters of a word."""
    turn = "".join(f"{letter}{mark}" for letter, mark in zip(unit * len(parts), parts * len(unit), strict=True))
    return repeated(turn)


def nested(opening: str, closing: str, inside: str = "") -> Maker:
    """As many openings as closings, all in each other."""
    return lambda size: (
        OPENING
        + opening * ((size - len(OPENING)) // (len(opening) + len(closing)))
        + inside
        + closing * ((size - len(OPENING)) // (len(opening) + len(closing)))
    )


def lines_of(line: str) -> Maker:
    """The same line again and again, each with a number of its own."""

    def make(size: int) -> str:
        out, left = [OPENING], size - len(OPENING)
        for number in itertools.count():
            if left <= 0:
                return "\n".join(out)
            out.append(line.replace("#", str(number)))
            left -= len(out[-1]) + 1
        return ""

    return make


NASTY: dict[str, Maker] = {
    "bidi": cycled(BIDI),
    "bidi-flood": repeated("\u202e\u2067"),
    "surrogates": repeated("قا\ud800ل \udfff"),
    "combining": repeated("\u064b\u0651\u0301"),
    "combining-word": lambda size: OPENING + "قال" + "\u0651" * (size - len(OPENING)) + " إن",
    "zero-width": cycled(ZERO),
    "zero-width-flood": repeated("\u200b\u200d"),
    "tatweel": repeated("\u0640"),
    "presentation": repeated("\ufdfa\ufdf2\ufefb "),
    "ta-marbuta": repeated("ة"),
    "glued": repeated("مدينةالنورأنّالوزير"),
    "one-word": repeated("قال"),
    "one-latin-word": repeated("a'b"),
    "marks-nested": nested("«“", "”»", "قال"),
    "marks-open": repeated("«"),
    "marks-closed": repeated("»"),
    "marks-plain": repeated('"'),
    "marks-single": repeated(" 'قال"),
    "marks-words": repeated('«قال» "أكد" '),
    "brackets": nested("(", ")"),
    "brackets-open": repeated("( "),
    "spaces": repeated(" "),
    "spaces-odd": repeated("\u2003\u00a0\u2028"),
    "empty-lines": repeated("\n"),
    "carriage-returns": repeated("\r\n\f\v"),
    "nul": lambda size: OPENING + "قال الوزير\x07 " * (size // 12),
    "stops": repeated("."),
    "ellipses": repeated("… "),
    "commas": repeated("، "),
    "dashes": repeated("– "),
    "colons": repeated(": "),
    "slashes": repeated("/"),
    "pipes": repeated("| "),
    "digits": repeated("7"),
    "digits-groups": repeated("123,456."),
    "digits-dates": repeated("12/3/2031-"),
    "digits-clock": repeated("12:30:"),
    "digits-spaced": repeated("3 "),
    "percent": repeated("5% "),
    "handles": repeated("@a "),
    "mail": repeated("a.b-c+"),
    "mail-at": repeated("a@b."),
    "links": repeated("https://a.example/"),
    "links-www": repeated("www."),
    "emoji": repeated("\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    "astral": repeated("\U00010d00\U0001e900 "),
    "private": repeated("\ue000\U000f0000"),
    "latin": repeated("Reuters said "),
    "cues": repeated("قال "),
    "cues-that": repeated("قال إن "),
    "cues-quoted": repeated("قال: «نعم» "),
    "cues-chain": repeated("نقلت الوكالة عن مصدر قوله إن "),
    "cues-comma": repeated("وأضاف، "),
    "according": repeated("وفقا لوزير الصحة "),
    "nested-speech": repeated("قال الوزير إن المتحدث أكد أن "),
    "names": repeated("محمد بن سالم "),
    "names-titled": repeated("وزير الخارجية سالم الرندي "),
    "particles": repeated("و"),
    "articles-the": repeated("ال"),
    "clitics": repeated("وبال "),
    "numbers": repeated("ألف "),
    "numbers-and": repeated("مليون و"),
    "numbers-sum": repeated("7 آلاف و939 "),
    "counted": repeated("12 قتيلا و"),
    "days": repeated("الثلاثاء "),
    "months": repeated("يناير كانون الثاني "),
    "dates": repeated("يوم الثلاثاء 3 آذار/مارس 2031، "),
    "times": repeated("أمس قبل يومين "),
    "lines-speech": lines_of("قال الوزير # إن الوضع هادئ."),
    "lines-furniture": lines_of("اقرأ أيضا: خبر آخر #"),
    "lines-short": lines_of("#"),
    "lines-people": lines_of("وقال المتحدث باسم وزارة الصحة سالم الرندي # لوكالة الأنباء: «سقط # قتيلا»."),
    "lines-names": lines_of("التقى محمد الرندي# خالد النوري# في نوران#."),
    "lines-posts": lines_of("— حساب (@user#) March #, 2031"),
    "lines-quotes": lines_of("«سطر يفتح ولا يغلق #"),
    "labels": repeated("إرهابيون متظاهرون شهداء "),
}
"""Name to maker; each begins with the opening of an ordinary article."""


def table_texts(pack: Pack | None = None) -> Iterator[tuple[str, Maker]]:
    """For each table of the language a text of all its forms in turn: whatever a rule looks for, in unnatural numbers."""
    pack = pack or load_pack("ar")
    for name in sorted(pack.tables):
        forms = [row.form for row in pack.table(name).rows]
        yield f"table-{name}", repeated(" ".join(forms[:2_000]), " ")
        yield f"table-{name}-first", repeated(" ".join(forms[:3]), " ")
