"""Which tellings count the same thing: two incidents' numbers are two figures, however alike their measure.

Tellings of one measure and group grow together from the surest pair on. What speaks for a pair: the words around both
numbers, the same number, a place at the head of both articles, nearness of the numbers. What keeps a pair apart for good:
another named day or place, numbers of another order, two numbers that one article gives side by side without setting
them against each other.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from isnad.derive.tellings import OTHER_NOUN, SIDE_NOUN, Telling, amount, days_apart
from isnad.lang.terms import Rarity, likeness
from isnad.model.findings import Bounds

SAME = 0.27
"""Affinity from which on two tellings are of one figure."""
TOGETHER = 0.27
"""Average affinity of the smaller group's tellings with those of the larger that are most like them."""
ORDER = 6.0
"""Two counts of one thing differ at most by this factor."""
IN_ARTICLE = 4.0
"""The same inside one article, unless the article calls one the earlier."""
VAGUE = 10
"""A vague number ("dozens") may stand for up to so many times its least."""
APART_DAYS = 3
"""Days between two named days from which on they are two incidents."""
LONG_AGO = 10
"""Days between a named day and the article that names none from which on they are two incidents."""
FEW = 5
"""Two numbers below this need the head of both articles: "he and two others" is three."""
TELLING_NUMBER = 12
"""A number from here on says something by itself; smaller ones meet by chance."""
CLOSE = ((1.1, 20), (1.3, 50))
"""Counts as near as this factor, from so many on, rarely meet by chance in one story."""
OF_THE_ACT = frozenset({"attackers"})
"""Measures that an act has one of: whatever words name those counted, they are the same."""
OTHER_SPAN = 0.2
"""What speaks against a count since some day and one of no such span being one."""
SIDES = frozenset({"militants", "soldiers", "security", "resistance"})
SIDE_ALIKE = 0.3
"""Fighters fall on two sides and in many places: their numbers need like words to be of one figure."""
MEASURED = frozenset({"price", "income", "value", "change", "votes"})
"""Measures of money and share, of which a text holds many: only like words make them one figure."""


def incidents(tellings: Sequence[Telling], rarity: Rarity) -> list[list[Telling]]:
    """Tellings of one measure, group and period as figures, in the order of their first telling."""
    links = Links(tellings, rarity)
    ranked = sorted((-score, a, b) for a, b in meetings(tellings) if (score := links.score(a, b)) >= SAME)
    for _, a, b in ranked:
        links.join(a, b)
    return [[tellings[n] for n in sorted(group)] for group in sorted(links.members.values(), key=min)]


def meetings(tellings: Sequence[Telling]) -> Iterable[tuple[int, int]]:
    """Pairs worth comparing: the same number, a shared term, or both at the head of their articles."""
    index: dict[object, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for key in (*telling.terms, point(telling), *(("lead",) if telling.lead else ())):
            index[key].append(number)
    pairs = {(a, b) for holders in index.values() for at, a in enumerate(holders) for b in holders[at + 1 : at + 60]}
    return sorted(pairs)


class Links:
    """Tellings that grow together into figures."""

    def __init__(self, tellings: Sequence[Telling], rarity: Rarity) -> None:
        self.tellings, self.rarity = tellings, rarity
        self.members = {n: [n] for n in range(len(tellings))}
        self._of = list(range(len(tellings)))
        self._scores: dict[tuple[int, int], float] = {}

    def score(self, a: int, b: int) -> float:
        """The affinity of two tellings, worked out once; minus infinity where they stay apart for good."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self._scores:
            self._scores[pair] = affinity(self.tellings[pair[0]], self.tellings[pair[1]], self.rarity)
        return self._scores[pair]

    def join(self, a: int, b: int) -> None:
        """Make the groups of two tellings one, if they fit as a whole."""
        x, y = self._of[a], self._of[b]
        if x == y:
            return
        if not self.fit(self.members[x], self.members[y]):
            return
        for n in self.members[y]:
            self._of[n] = x
        self.members[x] += self.members.pop(y)

    def fit(self, a: Sequence[int], b: Sequence[int]) -> bool:
        """Whether nothing keeps the groups apart and each telling of the smaller has its like in the larger."""
        small, large = sorted((a, b), key=len)
        if any(self.score(i, j) == -math.inf for i in small for j in large):
            return False
        return sum(max(self.score(i, j) for j in large) for i in small) >= TOGETHER * len(small)


def affinity(a: Telling, b: Telling, rarity: Rarity) -> float:
    """How sure two tellings count the same thing."""
    ratio = factor(a, b)
    inside = a.document.id == b.document.id
    if ratio > ORDER or other_incident(a, b):
        return -math.inf
    alike = (likeness(a.terms, b.terms, rarity) + likeness(a.near, b.near, rarity)) / 2
    if few(a) and few(b) and ratio > 1 and a.event not in OF_THE_ACT and not (a.lead and b.lead and alike >= SIDE_ALIKE):
        return -math.inf
    unlike = other_group(a.group, b.group)
    if unlike == math.inf:
        return -math.inf
    if a.event in MEASURED:
        return alike + (0.1 if ratio == 1 else -0.1 * math.log2(ratio)) - 0.15
    if (a.group in SIDES or a.group.startswith(SIDE_NOUN)) and point(a) != point(b) and alike < SIDE_ALIKE:
        return -math.inf
    grown = inside or a.rises or b.rises
    if point(a) != point(b) and a.reminded != b.reminded:
        return -math.inf
    if point(a) != point(b) and same_place(a, b) < 0 and alike < SIDE_ALIKE / 2 and not grown:
        return -math.inf
    if inside and point(a) != point(b) and not set_against(a, b, alike):
        return -math.inf
    score = 0.55 * alike - 0.12 * math.log2(ratio) - unlike
    score += 0.3 if a.lead and b.lead else 0.15 if a.lead or b.lead else 0.05
    if point(a) == point(b):
        score += 0.3 if point(a) >= TELLING_NUMBER or inside else 0.15
    elif inside:
        score += 0.3
    elif same_place(a, b) >= 0 and any(ratio <= near and min(point(a), point(b)) >= many for near, many in CLOSE):
        score += 0.2
    score += 0.35 if a.event in OF_THE_ACT else 0.0
    score -= OTHER_SPAN if bool(a.since) != bool(b.since) and ratio > 1 else 0.0
    return score + same_place(a, b)


def few(telling: Telling) -> bool:
    """Whether the number is so small that others like it stand everywhere."""
    return point(telling) < FEW


def same_place(a: Telling, b: Telling) -> float:
    """What the places of both sentences say: nothing where one names none, or a country only and the other a town."""
    if a.places & b.places:
        return 0.1
    countries = a.places - a.towns and b.places - b.towns
    return -0.3 if (a.towns and b.towns) or countries else 0.0


def other_group(a: str, b: str) -> float:
    """What speaks against two counted groups being one: nothing for one noun, all for two groups that the table knows."""
    if a == b:
        return 0.0
    known = [g for g in (a, b) if g and not g.startswith((OTHER_NOUN, SIDE_NOUN))]
    if known:
        return math.inf
    one = SIDE_NOUN in (a[:1], b[:1])
    return 0.1 if "" in (a, b) and not one else 0.25


def other_incident(a: Telling, b: Telling) -> bool:
    """Whether the days named beside the numbers are those of two incidents."""
    one, two = incident_day(a), incident_day(b)
    if one is None and two is None:
        return False
    if one is None or two is None:
        named, other = (one, b.value.reported) if one else (two, a.value.reported)
        return bool(named and other) and days_apart(named or "", other or "") >= LONG_AGO
    if one == two:
        return False
    if "new" in (a.value.kind, b.value.kind):
        return True
    return days_apart(one, two) >= APART_DAYS


def incident_day(telling: Telling) -> str | None:
    """The day named beside a number; that of the article itself says when it was told, not when it happened."""
    return None if telling.day == telling.value.reported else telling.day


def set_against(a: Telling, b: Telling, alike: float) -> bool:
    """Whether one article gives two numbers for one thing: as told by two, as earlier and later, as headline and text."""
    if a.earlier != b.earlier or a.rejected != b.rejected:
        return True
    if factor(a, b) > IN_ARTICLE:
        return False
    if a.title != b.title:
        return alike >= 0.5 or (factor(a, b) <= 2 and (alike >= 0.2 or min(point(a), point(b)) >= TELLING_NUMBER))
    if a.teller != b.teller and a.event in OF_THE_ACT:
        return True
    if a.teller != b.teller and a.group == b.group:
        led = a.lead != b.lead and bool(a.teller if b.lead else b.teller)
        led = led and (alike >= 0.2 or min(point(a), point(b)) >= TELLING_NUMBER)
        return led or (bool(a.teller and b.teller) and alike >= (0.4 if min(point(a), point(b)) >= TELLING_NUMBER else 0.55))
    return a.lead != b.lead and alike >= 0.15 and factor(a, b) <= (1.5 if alike >= 0.4 else 1.25)


def factor(a: Telling, b: Telling) -> float:
    """The larger number by the smaller; 1 for equal ones, and where a vague one ("dozens") may hold the other."""
    x, y = point(a), point(b)
    if x == y or any(vague(t) and low <= n <= VAGUE * low for t, low, n in ((a, x, y), (b, y, x))):
        return 1.0
    low, high = min(x, y), max(x, y)
    return high / low if low > 0 else math.inf


def vague(telling: Telling) -> bool:
    """Whether the number is open upwards by its word."""
    value = telling.value.value
    return isinstance(value, Bounds) and value.max is None


def point(telling: Telling) -> float:
    """A number to compare by: itself, or the lower bound."""
    return amount(telling.value.value)
