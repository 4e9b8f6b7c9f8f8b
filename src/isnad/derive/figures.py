"""The figure ledger: what is counted, by whom, as of when, over all articles of a story.

Tellings belong to one figure when they measure the same event for the same group, incident and period. An incident is
told apart by a day or place named beside the number that is not the story's own; a number for a year or month is a
figure of that period. Headlines join the figure of their text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from isnad.derive.conflicts_figures import order
from isnad.derive.figures_companions import beside_one_another
from isnad.derive.figures_linking import OF_THE_ACT, incidents
from isnad.derive.tellings import OTHER_NOUN, Reader, Telling, amount, main_day
from isnad.lang.pack import Pack
from isnad.lang.terms import rarity_of
from isnad.model.account import Figure, FigureValue, Links
from isnad.model.document import Document

BESIDE = 5
"""Characters between two places of which one holds the other: a comma, or "in"."""

Ledger = tuple[Sequence[Document], list[tuple[list[Telling], Figure]]]
"""The documents of a story, and its figures with their tellings."""


def by_story(documents: Sequence[Document], links: Links) -> list[list[Document]]:
    """Documents story by story; those in none are one more group."""
    story = {a: s.id for s in links.stories for a in s.articles}
    groups: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(story.get(document.id, ""), []).append(document)
    return list(groups.values())


def story_ledgers(documents: Sequence[Document], links: Links, pack: Pack) -> list[Ledger]:
    """The documents story by story, each with its figures and the tellings that they rest on: worked out once for all that asks."""
    reader = Reader(pack, links)
    return [(group, grouped(group, reader)) for group in by_story(documents, links)]


def figure_ledger(ledgers: Iterable[Ledger]) -> tuple[Figure, ...]:
    """Figures over all documents, each with its tellings in time order; the most told first."""
    figures = [f for _, found in ledgers for _, f in found]
    return tuple(sorted(figures, key=lambda f: (-len({v.article for v in f.values}), -len(f.values), f.measure, f.of)))


def grouped(documents: Sequence[Document], reader: Reader) -> list[tuple[list[Telling], Figure]]:
    """The figures of one story with the tellings that they rest on."""
    within = holding(documents, reader)
    tellings = [wider(t, within) for d in documents for t in reader.tellings(d)]
    rarity = rarity_of(t.terms for t in tellings)
    sets: dict[tuple[str, str, str], list[Telling]] = {}
    for event in dict.fromkeys(t.event for t in tellings):
        same = [t for t in tellings if t.event == event]
        own_day, usual = main_day(same), most_counted(same)
        for telling in same:
            whole = telling.group == usual or event in OF_THE_ACT
            counted = msgspec.structs.replace(counted_on(telling, own_day), group="" if whole else telling.group)
            sets.setdefault((event, "part" if telling.part else "", telling.period), []).append(counted)
    groups = [(key, members) for key, found in sets.items() for members in incidents(found, rarity)]
    return [(members, figure_of(key, members)) for key, members in beside_one_another(groups, rarity)]


def holding(documents: Sequence[Document], reader: Reader) -> dict[str, set[str]]:
    """Places that texts name side by side ("the port, in the province"), each with those beside it: one lies in the other."""
    entity = reader.links.mention_entity
    out: dict[str, set[str]] = {}
    for document in documents:
        for a, b in pairwise(m.span for m in document.mentions if m.type == "place"):
            one, other = entity.get((document.id, a)), entity.get((document.id, b))
            if one and other and 0 < b.start - a.end <= BESIDE:
                out.setdefault(one, set()).add(other)
    return out


def wider(telling: Telling, within: Mapping[str, set[str]]) -> Telling:
    """The telling with the places that hold its own."""
    more = {other for place in telling.places for other in within.get(place, ())}
    return msgspec.structs.replace(telling, places=telling.places | more) if more else telling


def counted_on(telling: Telling, own_day: str | None) -> Telling:
    """A number beside the day of the event itself holds as of its article's day: tolls go on growing."""
    value = telling.value
    if telling.day is None or telling.day != own_day or value.kind == "new" or value.reported is None:
        return telling
    return msgspec.structs.replace(telling, value=msgspec.structs.replace(value, as_of=value.reported))


def most_counted(tellings: Sequence[Telling]) -> str:
    """The noun that an event's tellings count most, where they count no people at large: it is the event's own."""
    groups = Counter(t.group for t in tellings if t.group.startswith(OTHER_NOUN))
    return max(groups, key=lambda g: (groups[g], g)) if groups else ""


def figure_of(key: tuple[str, str, str], members: list[Telling]) -> Figure:
    """A figure from its tellings."""
    event, _, period = key
    counted = Counter(t.quantity.counts.of(t.document.text) for t in members if t.quantity.counts)
    names = [max(counted, key=lambda c: (counted[c], -len(c), c))] if counted else []
    # A number that a text gives as what it is not is nobody's count, unless nobody tells another.
    told = [t for t in members if not t.rejected] or members
    values = sorted((t.value for t in told), key=lambda v: (order(v), v.article))
    return Figure(measure=event, of=" ".join([*names, *([period] if period else [])]), values=tuple(mark_stale(values)))


def mark_stale(values: Sequence[FigureValue]) -> Iterable[FigureValue]:
    """Mark a total that repeats an old value at least a day after a higher one was reported."""
    highest: dict[str, float] = {}
    for value in values:
        if value.kind == "total" and value.reported:
            highest[value.reported] = max(highest.get(value.reported, 0.0), amount(value.value))
    for value in values:
        known = [v for day, v in highest.items() if value.reported and day < value.reported]
        told_before = any(
            amount(v.value) == amount(value.value) and v.reported and value.reported and v.reported < value.reported for v in values
        )
        old = value.kind == "total" and bool(known) and max(known) > amount(value.value) and told_before
        yield msgspec.structs.replace(value, stale=True) if old else value
