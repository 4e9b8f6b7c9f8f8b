"""Whether two statements say the same: named features, each one function, summed to a score.

A feature gives its weight and what it saw; `APART` features alone keep two statements apart whatever else speaks for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from isnad.link.claim_words import BLAME, PLAIN, Said
from isnad.model.account import Feature

SAME = 0.48
"""Score from which on two statements say the same."""
ONCE = frozenset({"condemn", "thank", "congratulate", "condole", "claim-responsibility"})
"""Deeds that a speaker does once over an event, whatever words name the event."""
SHORT = 4
"""Terms under which a content says little by itself."""
CLEAR = 12
"""Terms of the longest content that is one clause, so that a negation turns all of it."""
WHOLE = 0.6
"""Part of an outer statement's terms that the inner one must hold to be the same claim."""

Rarity = dict[str, float]


def rarity_of(said: Iterable[Said]) -> Rarity:
    """Weight of each term: the fewer statements hold it, the more it says."""
    spread = Counter(term for one in said for term in one.terms)
    return {term: 2.0 / (1.0 + n**0.5) for term, n in spread.items()}


def features(a: Said, b: Said, rarity: Rarity) -> tuple[Feature, ...]:
    """What speaks for and against two statements saying the same."""
    return tuple(f for judge in JUDGES if (f := judge(a, b, rarity)) is not None)


def score(a: Said, b: Said, rarity: Rarity) -> float:
    """How sure two statements say the same, 0 to 1; 0 where they must stay apart."""
    if nested(a, b):
        return 1.0 if retold(a, b) else 0.0
    if must_differ(a, b):
        return 0.0
    return max(0.0, min(1.0, sum(f.weight for f in features(a, b, rarity))))


def must_differ(a: Said, b: Said) -> bool:
    """Whether two statements cannot be one claim: another figure, another polarity, another one's act."""
    return (a.act == "deny") != (b.act == "deny") or conflicting(a.numbers, b.numbers) or other_deed(a, b)


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


def other_deed(a: Said, b: Said) -> bool:
    """Whether both are deeds in words (condemning, promising …) of two known speakers, who do not speak for one country."""
    if a.act in PLAIN or b.act in PLAIN:
        return False
    if not a.speaker or not b.speaker or a.speaker == b.speaker:
        return False
    return (a.person and b.person) or not a.country or a.country != b.country


def conflicting(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]]) -> bool:
    """Whether both count the same event with other numbers."""
    left, right = defaultdict(set), defaultdict(set)
    for event, value in a:
        left[event].add(value)
    for event, value in b:
        right[event].add(value)
    return any(not left[e] & right[e] for e in left.keys() & right.keys())


def same_words(a: Said, b: Said, rarity: Rarity) -> Feature | None:
    """Shared terms by their rarity: of both together, and of the one that has less to say."""
    shared = a.terms.keys() & b.terms.keys()
    common = sum(rarity[t] * min(a.terms[t], b.terms[t]) for t in shared)
    if not common:
        return None
    left, right = (sum(rarity[t] * w for t, w in s.terms.items()) for s in (a, b))
    found = 0.5 * common / (left + right - common) + 0.5 * common / min(left, right)
    shortest = min(len(a.terms), len(b.terms))
    if shortest < SHORT and a.terms.keys() != b.terms.keys():
        found *= 0.55 + 0.1 * shortest
    return Feature("same-words", found, " ".join(sorted(shared)))


def same_speaker(a: Said, b: Said, _rarity: Rarity) -> Feature | None:
    """One speaker speaks for, two known ones against."""
    if not a.speaker or not b.speaker:
        return None
    return Feature("same-speaker", 0.08) if a.speaker == b.speaker else Feature("other-speaker", -0.08)


def same_deed(a: Said, b: Said, _rarity: Rarity) -> Feature | None:
    """The same deed in words by the same speaker; a deed against another deed."""
    if a.act in PLAIN and b.act in PLAIN:
        return None
    if a.act == b.act and a.speaker and a.speaker == b.speaker:
        return Feature("same-deed", 0.3 if a.act in ONCE else 0.15, a.act)
    return Feature("other-deed", -0.05, f"{a.act} {b.act}") if a.act != b.act else None


def other_place(a: Said, b: Said, _rarity: Rarity) -> Feature | None:
    """Both name places, and none in common."""
    if a.places and b.places and not a.places & b.places:
        return Feature("other-place", -0.15)
    return None


def other_polarity(a: Said, b: Said, _rarity: Rarity) -> Feature | None:
    """One short content is negated and the other is not."""
    if a.negated != b.negated and max(len(a.terms), len(b.terms)) <= CLEAR:
        return Feature("other-polarity", -0.3)
    return None


def other_culprit(a: Said, b: Said, _rarity: Rarity) -> Feature | None:
    """Both say who is behind something, and name no one in common."""
    if a.terms.get(BLAME) == b.terms.get(BLAME) == 1.0 and not a.actors & b.actors:
        return Feature("other-culprit", -0.2)
    return None


def same_figure(a: Said, b: Said, _rarity: Rarity) -> Feature | None:
    """Both give the same number for the same event."""
    shared = {(e, v) for e, v in a.numbers & b.numbers if e}
    return Feature("same-figure", 0.05, " ".join(f"{e} {v}" for e, v in sorted(shared))) if shared else None


JUDGES: Sequence[Callable[[Said, Said, Rarity], Feature | None]] = (
    same_words, same_speaker, same_deed, other_place, other_polarity, other_culprit, same_figure,
)  # fmt: skip
