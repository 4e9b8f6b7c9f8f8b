"""Patterns of time expressions over the letters of `time_items`, longest constructions first.

Each has a name, the letters that it may open with, and its expression; `time_meanings` gives each name its meaning. What merely
stands before an expression and is no part of it (a preposition) is looked back at. The order matters: at one place the first
pattern that fits is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

MONTH = r"(?:[Mm](?:[/\-]?[Mm]|\([Mm]\))?)"
SURE = r"(?:M(?:[/\-]?[Mm]|\([Mm]\))?|m(?:[/\-]?M|\(M\)|[/\-]m|\(m\)))"
YEAR = r"(?:,?=?f?[uU]?0e?|,?=?f?=?U(?:A|0e?)|f?=?tU|A)"
NUMBER_OF_DAY = r"a?[Nr]"
DATE = rf"(?:{NUMBER_OF_DAY}f?[kH]?=?{MONTH}(?:{YEAR})?)"
WEEKDAY = r"(?:y?D)"
DAY = rf"(?:T(?:[,(\-]{{0,2}}{WEEKDAY}\)?)?|{WEEKDAY}(?:A{{1,2}}|,?\(T\))?|G)"
CLOCK = r"(?:c=?(?:N|r)(?::N)?(?:\+?~|\+Nq?|\\~)?)"
ANY_ONE = "[uknyq]"

PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("numeric", "0DNy", rf"(?:{WEEKDAY},?)?(?:N/N/0|0/N/N|N-N-0|0-N-N)e?"),
    ("stamp", "0", r"0-N-N"),
    ("rate", "HTUW", r"(?<=[NV][.Y]i)T(?![D(,A])|(?<=[NV][.Y][.A]i)T(?![D(,A])|(?<=[NV][.Y]i)[HUW](?![A(,0Mm=])"),
    ("same_day", "Tt", r"TA|tT|Tr"),
    ("dates", "Napr", rf"(?:pf)?{DATE}(?:,?g|-|,?\+g){DATE}|(?<=b){DATE},?\+=?{DATE}"),
    (
        "days_of_month",
        "Naprz",
        rf"(?:pf)?{NUMBER_OF_DAY}(?:,?\+?g|-){NUMBER_OF_DAY}f?[kH]?{MONTH}(?:{YEAR})?|(?<=[zb]){NUMBER_OF_DAY},?\+=?{NUMBER_OF_DAY}f?[kH]?{MONTH}(?:{YEAR})?|z{NUMBER_OF_DAY},?\+=?{NUMBER_OF_DAY}f?[kH]?{MONTH}(?:{YEAR})?",
    ),
    ("date", "=DNPTalry", rf"(?:lf?)?(?:[Pl]f?)?(?:T,?)?(?:{WEEKDAY}A?[,(\-]{{0,2}})?(?:y)?=?{DATE}(?:,?P)?"),
    ("strict_date", "N", r"Nf?h,?[uU]?0"),
    ("hijri", "DNary", rf"(?:{WEEKDAY},?)?{NUMBER_OF_DAY}f?[kH]?[Jj](?:{YEAR})?e?"),
    ("latin", "LN", r"L,?N,?0|L0|N,?L,?0|LN|NL"),
    ("day_of_this_month", "Nar", rf"{NUMBER_OF_DAY}f(?:HA|tH)"),
    (
        "months",
        "Mmx",
        rf"(?<=b){SURE}(?:{YEAR})?,?\+=?{MONTH}(?:{YEAR})?|x{MONTH},?\+=?{MONTH}(?:{YEAR})?|{SURE}(?:{YEAR})?,?g{MONTH}(?:{YEAR})?",
    ),
    ("week_of_month", "W", rf"W(?:A|r)f?[kH]?{SURE}(?:{YEAR})?"),
    (
        "month",
        "EHMkm",
        rf"(?:Ef?)?[kH]?{SURE}(?:{YEAR})?|(?:Ef?)?[kH]m(?:{YEAR})?|(?:Ef?)?m{YEAR}|Ef?m|(?<=[iS>BFgfb=])m(?![.N])|(?<=[iS>Fg])m",
    ),
    ("hijri_month", "EHJjk", rf"(?:Ef?)?(?:[kH][Jj](?:{YEAR})?e?|J(?:{YEAR})?e?|j{YEAR}e?)"),
    ("years", "0Uuw", r"w0,?\+=?0|(?<=b)[uU]?0,?\+=?[uU]?0|[uU]?0[\-/]0|(?<=f)[uU]?0,?\+?g=?[uU]?0"),
    ("fiscal", "Uu", r"[uU]I=?(?:0(?:[/\-]0)?|A)"),
    ("part_of_year", "E~", rf"(?:Ef?)?~(?:r|A)(?:f?=?(?:{YEAR}|U(?![0I])|{SURE}))"),
    ("season", "Oot", r"t?o?OA|t?o?Of?=?[uU]?0|o?Of?=?(?:tU|UA)|to?O"),
    ("decade", "%", r"%(?:f?QA|f?Q=?N|f?Qr)?"),
    ("century", "Q", r"Q(?:A|a?N|r)"),
    ("year", "(0EUu", r"(?:Ef?)?[uU]=?(?:0e?|\(0\)e?)|Ef?0|0e|\(0\)e|[uU]N"),
    (
        "bare_year",
        "0",
        r"(?<=[iSgb])0(?![.%])|(?<=S)0|(?<=[fgi])0(?=[,)\":+]|$)|(?<=[f>i])0(?=[.+=fgS>?Y])|(?<=0\+)0(?![.%NV])|(?<=\()0(?=\))",
    ),
    ("event_year", "?Y", r"[?Y][.rA]?0(?![%VN3])"),
    (
        "clock",
        "Nc",
        rf"{CLOCK}(?:,?f?P)?(?:f?=?{DAY})?(?:,?P)?(?:[,(]{{0,2}}Z\)?)?(?:\(N(?::N)?Z\))?|N:NP?[,(]{{0,2}}Z|N:NP|(?<=\()N(?::N)?Z|N=?Z(?=\))",
    ),
    ("weekdays", "Dyz", rf"z=?D,?\+=?DA?|(?<=b){WEEKDAY}A?\+=?{WEEKDAY}A?|(?<=f){WEEKDAY}A?,?\+?g{WEEKDAY}A?"),
    ("night_between", "P", r"PD[\-/]?D"),
    ("day", "=DGPRTly", rf"(?:Rf?=?)?(?:lf?)?(?:[Pl]f?y?)?=?{DAY}(?:,?=?P(?![~D]))?"),
    ("hour", "r", r"r(?:\+~|\\\\~)?P(?![DTG~])"),
    ("midday", "Pt", r"t?P"),
    ("weekend", "#", r"#A?"),
    ("relative", "EHQUWt", r"(?:Ef?)?[UHWQ]A(?:A)?|(?:Ef?)?t[UHWQ]|(?:Ef?)?tA?[UHW]|Ef?[UHW](?![0I])"),
    ("ago", "B", rf"BX?(?:a?N(?:3|{ANY_ONE})(?:\+~)?|6(?:\+~)?|[uknq](?:\+~)?|v3|3s|V4?)(?!A)"),
    ("span_of_units", "456ENa", r"4a?NA|Ea?N3|Na?3A|a?NqA|5A|6A|[4]A"),
    ("duration_range", "N", rf"N,?(?:g|-)N(?:3|{ANY_ONE})|(?<=b)N,?\+=?N(?:3|{ANY_ONE})|N,?gN4"),
    ("duration", "36NVav~", rf"a?N(?:3|{ANY_ONE})(?:\+~)?A?|6(?:\+~)?A?|~[uknqUQ]|v3|3[sv](?!3)|V(?:f?4|f?3|{ANY_ONE})"),
    ("bare_plural", "3", r"(?<=[S>F=X])3(?![UHWQ])"),
    ("bare_unit", "Xknquy", rf"(?<=[S>F])X?{ANY_ONE}(?:\+~)?(?![0DMmN])"),
    ("repetition", "@K", rf"K(?:N3|[yq]?d|{ANY_ONE}|{WEEKDAY})|@"),
    ("reference", "R", r"R"),
)

Match = Callable[[str, int], "re.Match[str] | None"]
_COMPILED = [(name, letters, re.compile(pattern).match) for name, letters, pattern in PATTERNS]
# Most items can open nothing, and the others only a few of all patterns.
_OPENING: dict[str, list[tuple[str, Match]]] = {
    letter: [(name, match) for name, letters, match in _COMPILED if letter in letters]
    for letter in sorted({letter for _, letters, _ in PATTERNS for letter in letters})
}
_OPENER = re.compile(f"[{re.escape(''.join(_OPENING))}]")


def expressions(letters: str) -> Iterator[tuple[str, int, int]]:
    """The name and the items `[start, end)` of each expression in a row of items, from left to right."""
    at = 0
    while opener := _OPENER.search(letters, at):
        start = opener.start()
        at = start + 1
        for name, match in _OPENING[letters[start]]:
            if found := match(letters, start):
                at = found.end()
                yield name, start, at
                break
