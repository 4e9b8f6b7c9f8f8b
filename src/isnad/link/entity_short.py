"""Short names: whom «the minister's family name» or «the interior ministry» means, article by article.

A short name means the fuller name that its own article holds. Where the article holds none, it means whom it means in most
other articles that tell; where none tells, the only fuller name there is; else it stays an entity of its own: a given name
in each group of articles that share a person, any other once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from isnad.link.entity_units import Face
from isnad.model.account import Feature

MOST = 0.75
"""Part of the articles that tell whom a short name means, from which on the others are taken to mean the same."""
FEW = 60
"""Articles of the most frequent person that still ties two articles together."""


class Found(msgspec.Struct, frozen=True):
    """Whom a short name means in an article: a cluster of fuller names by its first unit, with the reason."""

    cluster: str
    unit: str
    features: tuple[Feature, ...]


class Meant(msgspec.Struct, frozen=True):
    """Whom a cluster of short names means, by article; articles that stay its own are in groups."""

    found: dict[str, Found] = {}
    own: dict[str, str] = {}
    """Article to the name of its group; empty for the one group of all."""


Belongs = Callable[[str], Iterable[Found]]


class Question(msgspec.Struct, frozen=True):
    """A cluster of short names, and where to look."""

    faces: dict[str, Face]
    articles: dict[str, str]
    """Article to the unit that stands in it."""
    inside: Callable[[str, str], Iterable[Found]]
    """Fuller names of an article that a unit may mean."""
    everywhere: Callable[[], Iterable[Found]]
    """Fuller names anywhere that the family name fits."""
    persons: Callable[[str], Sequence[tuple[str, int]]]
    """Persons of an article and in how many articles each stands."""
    given: bool
    """Whether all of it are given names, which anyone may bear."""


def meant(question: Question) -> Meant:
    """Whom a cluster of short names means, in each of its articles."""
    found: dict[str, Found] = {}
    unclear, open_ = [], []
    for article, unit in sorted(question.articles.items()):
        best = clearest(question.inside(article, unit))
        if best is None:
            open_.append(article)
        elif best.cluster:
            found[article] = best
        else:
            unclear.append(article)
    if open_ and not question.given:
        usual = most(found.values()) if found else only(question.everywhere())
        if usual is not None:
            found |= dict.fromkeys(open_, usual)
            open_ = []
    left = sorted((*open_, *unclear))
    return Meant(found, groups(left, question.persons) if question.given else dict.fromkeys(left, ""))


def clearest(candidates: Iterable[Found]) -> Found | None:
    """The one cluster that fits best; one without name where two fit as well; None where none does."""
    ranked: dict[str, Found] = {}
    for one in sorted(candidates, key=lambda f: (-f.features[0].weight, f.cluster, f.unit)):
        ranked.setdefault(one.cluster, one)
    best = list(ranked.values())[:2]
    if len(best) == 2 and best[0].features[0].weight - best[1].features[0].weight < 0.05:
        return Found("", "", ())
    return best[0] if best else None


def most(found: Iterable[Found]) -> Found | None:
    """The cluster that nearly all articles mean."""
    every = sorted(found, key=lambda f: (f.cluster, f.unit))
    cluster, times = max(Counter(f.cluster for f in every).items(), key=lambda c: (c[1], c[0]))
    if times < MOST * len(every):
        return None
    one = next(f for f in every if f.cluster == cluster)
    return msgspec.structs.replace(one, features=(Feature("meant-elsewhere", 0.75, f"{times} of {len(every)}"),))


def only(found: Iterable[Found]) -> Found | None:
    """The only cluster anywhere that fits."""
    ranked = sorted(found, key=lambda f: (f.cluster, -f.features[0].weight, f.unit))
    return ranked[0] if len({f.cluster for f in ranked}) == 1 else None


def groups(articles: Sequence[str], persons: Callable[[str], Sequence[tuple[str, int]]]) -> dict[str, str]:
    """Articles that share a person who stands in few, together; a group is called by its first article."""
    home = {article: article for article in articles}

    def root(article: str) -> str:
        while home[article] != article:
            article = home[article]
        return article

    first: dict[str, str] = {}
    for article in articles:
        for person, spread in persons(article):
            if spread <= FEW:
                a, b = sorted((root(first.setdefault(person, article)), root(article)))
                home[b] = a
    return {article: root(article) for article in articles}
