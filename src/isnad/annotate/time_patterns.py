"""Patterns of time expressions over the letters of `time_items`, longest constructions first.

Each has a name; `time_meanings` gives each name its meaning. What merely stands before an expression and is no part of it
(a preposition) is looked back at. The order matters: at one place the first pattern that fits is taken.
"""

from __future__ import annotations

import re

MONTH = r"(?:[Mm](?:[/\-]?[Mm]|\([Mm]\))?)"
SURE = r"(?:M(?:[/\-]?[Mm]|\([Mm]\))?|m(?:[/\-]?M|\(M\)|[/\-]m|\(m\)))"
YEAR = r"(?:,?=?f?[uU]?0e?|,?=?f?=?U(?:A|0e?)|f?=?tU|A)"
NUMBER_OF_DAY = r"a?[Nr]"
DATE = rf"(?:{NUMBER_OF_DAY}f?[kH]?=?{MONTH}(?:{YEAR})?)"
WEEKDAY = r"(?:y?D)"
DAY = rf"(?:T(?:[,(\-]{{0,2}}{WEEKDAY}\)?)?|{WEEKDAY}(?:A{{1,2}}|,?\(T\))?|G)"
CLOCK = r"(?:c=?(?:N|r)(?::N)?(?:\+?~|\+Nq?|\\~)?)"
ANY_ONE = "[uknyq]"

PATTERNS: tuple[tuple[str, str], ...] = (
    ("numeric", rf"(?:{WEEKDAY},?)?(?:N/N/0|0/N/N|N-N-0|0-N-N)e?"),
    ("stamp", r"0-N-N"),
    ("rate", r"(?<=[NV][.Y]i)T(?![D(,A])|(?<=[NV][.Y][.A]i)T(?![D(,A])|(?<=[NV][.Y]i)[HUW](?![A(,0Mm=])"),
    ("same_day", r"TA|tT|Tr"),
    ("dates", rf"(?:pf)?{DATE}(?:,?g|-|,?\+g){DATE}|(?<=b){DATE},?\+=?{DATE}"),
    (
        "days_of_month",
        rf"(?:pf)?{NUMBER_OF_DAY}(?:,?\+?g|-){NUMBER_OF_DAY}f?[kH]?{MONTH}(?:{YEAR})?|(?<=[zb]){NUMBER_OF_DAY},?\+=?{NUMBER_OF_DAY}f?[kH]?{MONTH}(?:{YEAR})?|z{NUMBER_OF_DAY},?\+=?{NUMBER_OF_DAY}f?[kH]?{MONTH}(?:{YEAR})?",
    ),
    ("date", rf"(?:lf?)?(?:[Pl]f?)?(?:T,?)?(?:{WEEKDAY}A?[,(\-]{{0,2}})?(?:y)?=?{DATE}(?:,?P)?"),
    ("strict_date", r"Nf?h,?[uU]?0"),
    ("hijri", rf"(?:{WEEKDAY},?)?{NUMBER_OF_DAY}f?[kH]?[Jj](?:{YEAR})?e?"),
    ("latin", r"L,?N,?0|L0|N,?L,?0|LN|NL"),
    ("day_of_this_month", rf"{NUMBER_OF_DAY}f(?:HA|tH)"),
    ("months", rf"(?<=b){SURE}(?:{YEAR})?,?\+=?{MONTH}(?:{YEAR})?|x{MONTH},?\+=?{MONTH}(?:{YEAR})?|{SURE}(?:{YEAR})?,?g{MONTH}(?:{YEAR})?"),
    ("week_of_month", rf"W(?:A|r)f?[kH]?{SURE}(?:{YEAR})?"),
    ("month", rf"(?:Ef?)?[kH]?{SURE}(?:{YEAR})?|(?:Ef?)?[kH]m(?:{YEAR})?|(?:Ef?)?m{YEAR}|Ef?m|(?<=[iS>BFgfb=])m(?![.N])|(?<=[iS>Fg])m"),
    ("hijri_month", rf"(?:Ef?)?(?:[kH][Jj](?:{YEAR})?e?|J(?:{YEAR})?e?|j{YEAR}e?)"),
    ("years", r"w0,?\+=?0|(?<=b)[uU]?0,?\+=?[uU]?0|[uU]?0[\-/]0|(?<=f)[uU]?0,?\+?g=?[uU]?0"),
    ("fiscal", r"[uU]I=?(?:0(?:[/\-]0)?|A)"),
    ("part_of_year", rf"(?:Ef?)?~(?:r|A)(?:f?=?(?:{YEAR}|U(?![0I])|{SURE}))"),
    ("season", r"t?o?OA|t?o?Of?=?[uU]?0|o?Of?=?(?:tU|UA)|to?O"),
    ("decade", r"%(?:f?QA|f?Q=?N|f?Qr)?"),
    ("century", r"Q(?:A|a?N|r)"),
    ("year", r"(?:Ef?)?[uU]=?(?:0e?|\(0\)e?)|Ef?0|0e|\(0\)e|[uU]N"),
    ("bare_year", r"(?<=[iSgb])0(?![.%])|(?<=S)0|(?<=[fgi])0(?=[,)\":+]|$)|(?<=[f>i])0(?=[.+=fgS>?Y])|(?<=0\+)0(?![.%NV])|(?<=\()0(?=\))"),
    ("event_year", r"[?Y][.rA]?0(?![%VN3])"),
    (
        "clock",
        rf"{CLOCK}(?:,?f?P)?(?:f?=?{DAY})?(?:,?P)?(?:[,(]{{0,2}}Z\)?)?(?:\(N(?::N)?Z\))?|N:NP?[,(]{{0,2}}Z|N:NP|(?<=\()N(?::N)?Z|N=?Z(?=\))",
    ),
    ("weekdays", rf"z=?D,?\+=?DA?|(?<=b){WEEKDAY}A?\+=?{WEEKDAY}A?|(?<=f){WEEKDAY}A?,?\+?g{WEEKDAY}A?"),
    ("night_between", r"PD[\-/]?D"),
    ("day", rf"(?:Rf?=?)?(?:lf?)?(?:[Pl]f?y?)?=?{DAY}(?:,?=?P(?![~D]))?"),
    ("hour", r"r(?:\+~|\\\\~)?P(?![DTG~])"),
    ("midday", r"t?P"),
    ("weekend", r"#A?"),
    ("relative", r"(?:Ef?)?[UHWQ]A(?:A)?|(?:Ef?)?t[UHWQ]|(?:Ef?)?tA?[UHW]|Ef?[UHW](?![0I])"),
    ("ago", rf"BX?(?:a?N(?:3|{ANY_ONE})(?:\+~)?|6(?:\+~)?|[uknq](?:\+~)?|v3|3s|V4?)(?!A)"),
    ("span_of_units", r"4a?NA|Ea?N3|Na?3A|a?NqA|5A|6A|[4]A"),
    ("duration_range", rf"N,?(?:g|-)N(?:3|{ANY_ONE})|(?<=b)N,?\+=?N(?:3|{ANY_ONE})|N,?gN4"),
    ("duration", rf"a?N(?:3|{ANY_ONE})(?:\+~)?A?|6(?:\+~)?A?|~[uknqUQ]|v3|3[sv](?!3)|V(?:f?4|f?3|{ANY_ONE})"),
    ("bare_plural", r"(?<=[S>F=X])3(?![UHWQ])"),
    ("bare_unit", rf"(?<=[S>F])X?{ANY_ONE}(?:\+~)?(?![0DMmN])"),
    ("repetition", rf"K(?:N3|[yq]?d|{ANY_ONE}|{WEEKDAY})|@"),
    ("reference", r"R"),
)

# No pattern takes in a plain word or a quotation mark; most items are such words.
MATCHER = re.compile(r"(?![.\"])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS) + ")")
