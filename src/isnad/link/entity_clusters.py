"""Units tied by links, gathered into clusters, strongest links first, so that nothing that must be two becomes one.

A pure function of one connected component: the same units and links give the same clusters, whatever came first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from isnad.model.account import Feature, Merge

JUDGED_SAME, JUDGED_DIFFERENT, JUDGED_UNSURE = "judged-same", "judged-different", "judged-unsure"


class Link(msgspec.Struct, frozen=True):
    """A reason to make two units one."""

    a: str
    b: str
    score: float
    features: tuple[Feature, ...]
    judged: bool = False


class Cluster(msgspec.Struct, frozen=True):
    """Units that are one entity, with the links that made it and those that were cut to keep others out."""

    units: tuple[str, ...]
    links: tuple[Link, ...] = ()
    cut: tuple[Link, ...] = ()


Apart = Callable[[str, str], Feature | None]
"""Of two units the reason that they must be two, if there is one."""


def clustered(units: Iterable[str], links: Iterable[Link], apart: Apart, judged_apart: Apart) -> list[Cluster]:
    """Clusters of a component, in order. People's links join across what the machine holds apart, never across what people do."""
    members = {u: [u] for u in sorted(units)}
    home = {u: u for u in members}
    kept: list[Link] = []
    cut: list[Link] = []
    for link in sorted(links, key=lambda n: (not n.judged, -n.score, n.a, n.b)):
        x, y = home[link.a], home[link.b]
        if x == y:
            if link.judged:
                kept.append(link)
            continue
        against = _reason(members[x], members[y], judged_apart) or (None if link.judged else _reason(members[x], members[y], apart))
        if against is not None:
            cut.append(msgspec.structs.replace(link, features=(*link.features, against)))
            continue
        low, high = min(x, y), max(x, y)
        for unit in members[high]:
            home[unit] = low
        members[low] += members.pop(high)
        kept.append(link)
    return [
        Cluster(
            tuple(sorted(found)),
            tuple(n for n in kept if home[n.a] == low),
            tuple(n for n in cut if low in (home[n.a], home[n.b])),
        )
        for low, found in sorted(members.items())
    ]


def _reason(a: list[str], b: list[str], apart: Apart) -> Feature | None:
    """The first reason that keeps two groups apart."""
    return next((found for x in sorted(a) for y in sorted(b) if (found := apart(x, y)) is not None), None)


def merge_of(link: Link, text_of: Callable[[str], str]) -> Merge:
    """A link as an account tells it."""
    return Merge(a=text_of(link.a), b=text_of(link.b), score=link.score, features=link.features)
