"""What the stories of a stream remember: the seam between clustering and where its memory lies.

`State` holds everything in this process. A workspace holds it in its store and loads only the neighbourhood of an article;
both must answer alike, to the order of sums, so that the same articles give the same stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from isnad.link.story_words import Vector
from isnad.model.account import StoryEvent

CROWDED = 400
"""A stem of more stories than this looks none up."""
ALIKE = 0.25
"""Likeness of two articles of one story that is expected before there are members to tell."""
TRUST = 5.0
"""Pairs of members that weigh as much as that expectation."""
PART = 3
"""Articles of the smallest part that is split off. A story of four times as many is looked at, and again each time it doubled."""


class Member(msgspec.Struct, frozen=True):
    """An article in a story."""

    article: str
    day: int | None
    title: str
    names: dict[str, str]
    vector: Vector


class ClusteringFeature(msgspec.Struct):
    """What of several vectors tells their mean likeness to others and among themselves (after BIRCH, Zhang 1996)."""

    sum: Vector = msgspec.field(default_factory=dict)
    """Sum of the members' vectors."""
    square: float = 0.0
    """Sum of the likenesses of all pairs, in both orders and with themselves."""
    size: int = 0
    """Members."""
    days: int = 0
    """Sum of the days of those members whose day is known."""
    dated: int = 0
    """Members whose day is known."""

    @property
    def inner(self) -> float:
        """Likeness expected between two members."""
        pairs = self.size * (self.size - 1)
        return (self.square - self.size + TRUST * ALIKE) / (pairs + TRUST)

    @property
    def day(self) -> float | None:
        """Mean day of the members."""
        return self.days / self.dated if self.dated else None


class Cluster(ClusteringFeature, kw_only=True):
    """A story while it grows; its members lie beside it. Its sums change as members come."""

    id: str
    number: int
    """Order of founding."""
    checked: int = PART * 4
    """Members at which a split is looked for next."""
    keys: dict[str, int] = msgspec.field(default_factory=dict)
    """Stems by which the story is looked up, with how many members they are among the heaviest of."""

    def count(self, member: Member) -> None:
        """One member more."""
        self.size += 1
        if member.day is not None:
            self.days += member.day
            self.dated += 1


class Memory(Protocol):
    """What clustering asks of its memory."""

    size: int
    """Articles whose stems are counted."""

    def learn(self, stems: Iterable[str]) -> None:
        """Count the stems of one article."""

    def spread(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many articles each of the stems stands."""

    def holders(self, stems: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Numbers of the stories looked up by each stem; a stem of more than `CROWDED` may be left out."""

    def stories(self, numbers: Iterable[int]) -> Mapping[int, Cluster]:
        """The stories of these numbers that are still there."""

    def members(self, number: int) -> Sequence[Member]:
        """Members of a story, in the order in which they came."""

    def story_of(self, article: str) -> Cluster:
        """The story of an article that was placed."""

    def mint(self) -> int:
        """The number of a new story."""

    def hold(self, story: Cluster) -> None:
        """A story without members, new or anew."""

    def forget(self, story: Cluster) -> None:
        """A story that is no more, with its members and its stems."""

    def enter(self, story: Cluster, member: Member, new: Sequence[str]) -> None:
        """A story got a member, and with it stems by which it was not looked up."""

    def tell(self, event: StoryEvent) -> None:
        """What became of a story."""


class State(msgspec.Struct):
    """A memory in this process; `msgspec.json` writes and reads it."""

    size: int = 0
    stems: dict[str, int] = msgspec.field(default_factory=dict)
    clusters: dict[int, Cluster] = msgspec.field(default_factory=dict)
    held: dict[int, list[Member]] = msgspec.field(default_factory=dict)
    of: dict[str, int] = msgspec.field(default_factory=dict)
    index: dict[str, list[int]] = msgspec.field(default_factory=dict)
    founded: int = 0
    events: list[StoryEvent] = msgspec.field(default_factory=list)

    def learn(self, stems: Iterable[str]) -> None:
        """Count the stems of one article."""
        self.size += 1
        for stem in stems:
            self.stems[stem] = self.stems.get(stem, 0) + 1

    def spread(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many articles each stem stands; all of them are there."""
        return self.stems

    def holders(self, stems: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Numbers of the stories that hold each stem."""
        return {s: found for s in stems if len(found := self.index.get(s, ())) <= CROWDED}

    def stories(self, numbers: Iterable[int]) -> Mapping[int, Cluster]:
        """The stories by number; all of them are there."""
        return self.clusters

    def members(self, number: int) -> Sequence[Member]:
        """Members of a story."""
        return self.held[number]

    def story_of(self, article: str) -> Cluster:
        """The story of an article."""
        return self.clusters[self.of[article]]

    def mint(self) -> int:
        """The number of a new story."""
        self.founded += 1
        return self.founded - 1

    def hold(self, story: Cluster) -> None:
        """A story without members, new or anew."""
        self.clusters[story.number] = story
        self.held[story.number] = []

    def forget(self, story: Cluster) -> None:
        """A story that is no more."""
        for stem in story.keys:
            self.index[stem].remove(story.number)
        del self.clusters[story.number], self.held[story.number]

    def enter(self, story: Cluster, member: Member, new: Sequence[str]) -> None:
        """A story got a member."""
        self.held[story.number].append(member)
        self.of[member.article] = story.number
        for stem in new:
            self.index.setdefault(stem, []).append(story.number)

    def tell(self, event: StoryEvent) -> None:
        """What became of a story."""
        self.events.append(event)
