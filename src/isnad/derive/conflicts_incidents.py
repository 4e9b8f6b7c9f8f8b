"""Whether two numbers count one incident: what a story's figures together say of each, and what two tellings show themselves.

A story of one event has one count of its dead, told by most of its articles; a war has many. There two tellings must
show by themselves that they are of one incident.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from isnad.derive.figures_linking import affinity, factor, incident_day, point, same_place, vague
from isnad.derive.tellings import Telling, days_apart
from isnad.lang.terms import Rarity, likeness, rarity_of
from isnad.model.account import Figure

OWN = 0.5
"""Share of the articles that tell a measure from which on a figure is the story's own; below, its incidents are many."""
SURE, ALIKE = 0.27, 0.25
"""Affinity of a step and likeness of its words where a story tells of many incidents."""
SURE_OWN, SURE_DAYS = 0.25, 0.35
"""Affinity of a step of the story's own figure, and where the days named beside it are not the same."""
SAME_ARTICLE = 0.08
"""Likeness of the words around two numbers of one article."""
FEW_NUMBERS = 4
"""So many numbers a figure of few articles may have."""
SMALL, SMALL_STEP = 10, 1.5
"""A smaller number meets others by chance: the places must be the same, and its step is no larger than this factor."""
DAYS = 2
"""Days between two named days from which on no step leads from one to the other."""


class Scene(msgspec.Struct, frozen=True):
    """What the figures of one story together say of each: how rare a word is, how many articles tell a measure."""

    rarity: Rarity
    articles: Mapping[str, int]

    def own(self, tellings: Sequence[Telling]) -> bool:
        """Whether a figure is the one that most articles of the story tell, and not nearly each with another number."""
        if not tellings:
            return False
        told, numbers = len({t.document.id for t in tellings}), len({point(t) for t in tellings})
        return told >= OWN * self.articles.get(tellings[0].event, 0) and numbers <= max(FEW_NUMBERS, told / 2)


def scene_of(ledger: Sequence[tuple[Sequence[Telling], Figure]]) -> Scene:
    """The scene of a story's figures."""
    tellings = [t for members, _ in ledger for t in members if not t.part]
    holders: dict[str, set[str]] = {}
    for telling in tellings:
        holders.setdefault(telling.event, set()).add(telling.document.id)
    return Scene(rarity_of(t.terms for t in tellings), {event: len(found) for event, found in holders.items()})


def alike(a: Telling, b: Telling, scene: Scene) -> float:
    """Likeness of the words around two numbers."""
    return (likeness(a.terms, b.terms, scene.rarity) + likeness(a.near, b.near, scene.rarity)) / 2


def of_one_incident(a: Telling, b: Telling, scene: Scene, own: bool) -> bool:
    """Whether two tellings by themselves show that they count one incident; less is asked of the story's own figure."""
    if b.rises:
        return True
    score = affinity(a, b, scene.rarity)
    if other_days(a, b, 1 if not own or score < SURE_DAYS else DAYS):
        return False
    small = min(point(a), point(b)) < SMALL
    if own:
        return score >= SURE_OWN and not (small and a.head and b.head and a.head.isdisjoint(b.head))
    if small and (same_place(a, b) <= 0 or factor(a, b) > SMALL_STEP):
        return False
    if score < SURE or vague(a) or vague(b) or elsewhere(a, b):
        return False
    return alike(a, b, scene) >= ALIKE or (a.day is not None and a.day == b.day and same_place(a, b) > 0)


def other_days(a: Telling, b: Telling, least: int = 1) -> bool:
    """Whether the days of the incident, as both name them, lie so many days apart."""
    day, other = incident_day(a), incident_day(b)
    return day is not None and other is not None and days_apart(day, other) >= least


def elsewhere(a: Telling, b: Telling) -> bool:
    """Whether both name towns, in the first sentence of a headline's text too, and none in common."""
    one, two = a.towns | a.opening, b.towns | b.opening
    return bool(one and two) and one.isdisjoint(two)
