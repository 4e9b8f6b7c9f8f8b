"""Whether two statements say the same: named features, each one function, weighed to a probability.

The weights are learned (`claim_weights`); a few things keep two statements apart whatever else speaks for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from math import exp

from rapidfuzz.fuzz import ratio

from isnad.lang.terms import Rarity
from isnad.link.claim_terms import contrary
from isnad.link.claim_weights import WEIGHTS
from isnad.link.claim_words import BLAME, DAY, PLAIN, Said

ONCE = frozenset({"condemn", "thank", "congratulate", "condole", "claim-responsibility"})
"""Deeds that a speaker does once over an event, whatever words name the event."""
LITTLE = 0.4
"""Added to the weight of the terms of the one with less to say, so that a single term is not the whole of a claim."""
CLEAR = 12
"""Terms of the longest content that is one clause, so that a negation turns all of it."""
SHORT = 6
"""Terms of the longest content whose negation is what is said."""
COUNTRY = 0.5
"""What two speakers of one country count of one: its paper, its party and its ministry do not say the same."""
LEADS = 400
"""Characters of an article within which the first paragraph begins its statements."""
DAYS = 3
"""Days over which a deed in words is told."""
WEEK = 7
TWIN = 75
"""Likeness of letters (of 100) from which on two contents are the same words but for one thing."""
MUCH = 4.0
"""Weight of shared terms that speaks half as much as any weight can."""
WHOLE = 0.6
"""Part of an outer statement's characters that the inner one must hold to be the same claim."""


class Meeting:
    """Two statements held against each other: what they share is worked out once for all features."""

    def __init__(self, a: Said, b: Said, rarity: Rarity) -> None:
        self.a, self.b = a, b
        self.shared = a.terms.keys() & b.terms.keys()
        self.common = sum(rarity[t] * min(a.terms[t], b.terms[t]) for t in self.shared)
        self.left = sum(rarity[t] * w for t, w in a.terms.items())
        self.right = sum(rarity[t] * w for t, w in b.terms.items())
        self.side = side(a, b)
        self.least = min(self.left, self.right) + LITTLE
        self._rarity = rarity

    def of_lead(self, a: Said, b: Said) -> float:
        """Part of the lead of one, by rarity, that stands in the other."""
        found = sum(self._rarity.get(t, 1.0) * min(1.0, b.terms[t]) for t in a.lead if t in b.terms)
        return found / (sum(self._rarity.get(t, 1.0) for t in a.lead) + LITTLE)


def same_words(m: Meeting) -> float:
    """Shared terms by rarity, of all terms of both."""
    return m.common / (m.left + m.right - m.common) if m.common else 0.0


def covered(m: Meeting) -> float:
    """Shared terms by rarity, of those of the one that has less to say."""
    return m.common / m.least


def shared_mass(m: Meeting) -> float:
    """Shared terms by rarity, however much else both say: long tellings of one event share much and leave more unshared."""
    return m.common / (m.common + MUCH)


def same_speaker_mass(m: Meeting) -> float:
    """The same of one speaker."""
    return shared_mass(m) * m.side


def same_letters(m: Meeting) -> float:
    """Likeness of the letters in their order (indel similarity)."""
    return ratio(m.a.letters, m.b.letters) / 100.0


def same_head(m: Meeting) -> float:
    """What stands first in one stands in the other: both ways, one way."""
    return 0.5 * (m.a.head in m.b.terms) + 0.5 * (m.b.head in m.a.terms)


def same_speaker_covered(m: Meeting) -> float:
    """What one speaker says twice in part is mostly one claim."""
    return covered(m) * m.side


def contained(m: Meeting) -> float:
    """Shared terms however rare, of those of the one that has fewer."""
    a, b = m.a.terms, m.b.terms
    return sum(min(a[t], b[t]) for t in m.shared) / max(1.0, min(sum(a.values()), sum(b.values())))


def same_speaker_contained(m: Meeting) -> float:
    """A short judgement or deed of one speaker ("a terrorist act") found in what he says elsewhere."""
    return contained(m) * m.side


def lead_covered(m: Meeting) -> float:
    """Of what each says first, the part that the other says, by rarity: the lower of both ways."""
    return min(m.of_lead(m.a, m.b), m.of_lead(m.b, m.a))


def same_speaker_lead(m: Meeting) -> float:
    """What one speaker says first, twice."""
    return lead_covered(m) * m.side


def headline(m: Meeting) -> float:
    """A headline's statement and one of its article by the same speaker: headlines tell what the article tells."""
    return m.side * headed(m.a, m.b)


def headline_lead(m: Meeting) -> float:
    """A headline's statement and one of the first paragraph, by the same speaker."""
    return headline(m) * (max(m.a.reach.start, m.b.reach.start) < LEADS)


def other_speaker(m: Meeting) -> float:
    """Two known speakers who do not speak for one country."""
    return float(bool(m.a.speaker and m.b.speaker) and not m.side)


def other_speaker_own(m: Meeting) -> float:
    """Words of two speakers about themselves, or judgements of two."""
    return other_speaker(m) * (m.a.own or m.b.own)


def same_deed(m: Meeting) -> float:
    """The same deed in words by one speaker."""
    return float(m.a.act == m.b.act and m.a.act not in PLAIN and m.side > 0)


def same_deed_once(m: Meeting) -> float:
    """A deed that a speaker does once over an event (condemning, congratulating)."""
    return same_deed(m) * (m.a.act in ONCE) * (m.a.day is None or m.b.day is None or abs(m.a.day - m.b.day) <= DAYS)


def same_name(m: Meeting) -> float:
    """Both name a body or person in common."""
    return float(bool(m.a.actors & m.b.actors))


def other_name(m: Meeting) -> float:
    """Both name bodies or persons, and none in common."""
    return float(bool(m.a.actors and m.b.actors) and not m.a.actors & m.b.actors)


def other_place(m: Meeting) -> float:
    """Both name places, and none in common."""
    return float(bool(m.a.places and m.b.places) and not m.a.places & m.b.places)


def other_day(m: Meeting) -> float:
    """Both name days, and none in common."""
    return float(other_days(m.a.days, m.b.days))


def same_figure(m: Meeting) -> float:
    """Both give the same number."""
    return float(bool(m.a.numbers & m.b.numbers))


def other_polarity(m: Meeting) -> float:
    """One short content is negated and the other is not."""
    return float(m.a.negated != m.b.negated and max(len(m.a.terms), len(m.b.terms)) <= CLEAR)


def contraries(m: Meeting) -> float:
    """One says the contrary of a word of the other: rise and fall, begin and end."""
    return float(any(contrary(p) in m.b.poles for p in m.a.poles))


def same_culprit(m: Meeting) -> float:
    """Both say that one and the same is behind something."""
    blamed = m.a.terms.get(BLAME) == m.b.terms.get(BLAME) == 1.0
    return float(blamed and bool(m.a.actors & m.b.actors))


FEATURES: Mapping[str, Callable[[Meeting], float]] = {
    judge.__name__.replace("_", "-"): judge
    for judge in (
        same_words, covered, shared_mass, same_speaker_mass,
        same_letters, same_head, same_speaker_covered, other_speaker, other_speaker_own, same_deed, same_deed_once,
        same_name, other_name, other_place, other_day, same_figure, other_polarity, contraries, same_culprit,
        contained, same_speaker_contained, lead_covered, same_speaker_lead, headline, headline_lead,
    )
}  # fmt: skip
WEIGHED = tuple((WEIGHTS[name], judge) for name, judge in FEATURES.items() if WEIGHTS[name])
"""Those that count, each with what it counts: some learned to say nothing beside the others."""


def values(a: Said, b: Said, rarity: Rarity) -> dict[str, float]:
    """What every feature sees, before weighing."""
    meeting = Meeting(a, b, rarity)
    return {name: judge(meeting) for name, judge in FEATURES.items()}


def score(a: Said, b: Said, rarity: Rarity) -> float:
    """How sure two statements say the same, 0 to 1; 0 where they must stay apart."""
    if nested(a, b):
        return 1.0 if retold(a, b) else 0.0
    if must_differ(a, b):
        return 0.0
    meeting = Meeting(a, b, rarity)
    found = WEIGHTS["bias"] + sum(weight * judge(meeting) for weight, judge in WEIGHED)
    return 1.0 / (1.0 + exp(-found))


def side(a: Said, b: Said) -> float:
    """How far two statements come from one side: 1 of one speaker or of a country and its organ, `COUNTRY` of two of one country."""
    whole = a.state or b.state or (a.speaker and a.speaker == b.speaker)
    return same_side(a, b) * (1.0 if whole else COUNTRY)


def same_side(a: Said, b: Said) -> bool:
    """Whether one speaker speaks in both, or two of one country of whom one is no person."""
    if a.speaker and a.speaker == b.speaker:
        return True
    return bool(a.country and a.country == b.country and not (a.person and b.person))


def headed(a: Said, b: Said) -> bool:
    """Whether one is the headline's and the other its article's."""
    return a.article == b.article and a.title != b.title


def must_differ(a: Said, b: Said) -> bool:
    """Whether two statements cannot be one claim: another figure, another polarity, another one's act."""
    return one_denied(a, b) or conflicting(a.numbers, b.numbers) or other_ones_deed(a, b) or other_in_one_thing(a, b)


def other_in_one_thing(a: Said, b: Said) -> bool:
    """Whether a contrary word stands in two contents of one clause, or another day, place, name or speaker in the same words."""
    if max(len(a.terms), len(b.terms)) > CLEAR:
        return False
    if any(contrary(p) in b.poles for p in a.poles):
        return True
    other = other_days(a.days, b.days)
    other = other or bool(a.places and b.places and not a.places & b.places)
    other = other or bool(a.actors and b.actors and not a.actors & b.actors)
    other = other or bool((a.own or b.own) and a.speaker and b.speaker and not same_side(a, b))
    return other and ratio(a.letters, b.letters) >= TWIN


def other_days(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether no date of one is or holds one of the other, bare weekdays of another week not counted as others."""
    return bool(a and b) and not any(one_day(x, y) for x in a for y in b)


def one_day(a: str, b: str) -> bool:
    """Whether two dates may be one: the same, one in the other, or weekdays that were put into two weeks."""
    if a.startswith(b) or b.startswith(a):
        return True
    if not len(a) == len(b) == DAY:
        return False
    return (date.fromisoformat(a) - date.fromisoformat(b)).days % WEEK == 0


def one_denied(a: Said, b: Said) -> bool:
    """Whether one denies by its reporting verb what the other does not deny in a content of one clause."""
    if (a.act == "deny") == (b.act == "deny"):
        return False
    other = b if a.act == "deny" else a
    return not (other.negated and len(other.terms) <= SHORT)


def nested(a: Said, b: Said) -> bool:
    """Whether one stands inside the other."""
    return a.article == b.article and any(x.overlaps(y) for x in a.content for y in b.content)


def retold(a: Said, b: Said) -> bool:
    """Whether the outer of two nested statements says no more than that the inner one was said."""
    outer, inner = (a, b) if len(a.text) >= len(b.text) else (b, a)
    if inner.act == "deny" or outer.act == "deny":
        return False
    told = sum(max(0, min(c.end, inner.reach.end) - max(c.start, inner.reach.start)) for c in outer.content)
    return told >= WHOLE * sum(len(c) for c in outer.content)


def other_ones_deed(a: Said, b: Said) -> bool:
    """Whether both are deeds in words (condemning, promising …) of two known speakers, who do not speak for one country."""
    if a.act in PLAIN or b.act in PLAIN or not a.speaker or not b.speaker:
        return False
    return not same_side(a, b)


def conflicting(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]]) -> bool:
    """Whether both count the same event with other numbers."""
    left, right = defaultdict(set), defaultdict(set)
    for event, value in a:
        left[event].add(value)
    for event, value in b:
        right[event].add(value)
    return any(not left[e] & right[e] for e in left.keys() & right.keys())
