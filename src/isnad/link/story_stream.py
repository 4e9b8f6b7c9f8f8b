"""Articles of a stream clustered into stories in the order of time, one by one.

An article joins the story to whose members it is as like as they are to each other, or founds one (single-pass clustering,
Allan 2002, with average links held against the cohesion of the story, so that a wide story is not joined more easily than
a dense one). Likeness fades with the days between article and story. A story that has become as like to another as both
are in themselves is merged into the older; one that has fallen into two parts is split. Only stories that share heavy
stems with the article are looked at. Sums run in a fixed order: the same articles give the same stories to the last bit.
"""

from __future__ import annotations

import datetime
import heapq
import math
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from isnad.lang.pack import Pack
from isnad.link.story_words import Gist, Vector, dot, gist, vector
from isnad.model.account import StoryEvent
from isnad.model.document import Document
from isnad.model.ids import digest

JOIN = 0.6
"""Likeness, as part of the likeness inside the story, from which on an article joins."""
MERGE = 0.6
"""The same between two stories."""
SPLIT = 0.35
"""The same between two parts of a story, below which it falls into two."""
ALIKE = 0.25
"""Likeness of two articles of one story that is expected before there are members to tell."""
TRUST = 5.0
"""Pairs of members that weigh as much as that expectation."""
FADE = 8.0
"""Days after which likeness counts half; the first is free."""
FEW = 60
"""A run of at most so many articles that share a rare theme is taken for one story more easily."""
EASE = 0.75
"""How much of a threshold then counts."""
HEAVY = 24
"""Heaviest stems of an article by which stories are looked up."""
CROWDED = 400
"""A stem of more stories than this looks none up."""
NEAR = 24
"""Stories that are looked at, those first that share the heaviest stems."""
PART = 3
"""Articles of the smallest part that is split off. A story of four times as many is looked at, and again each time it doubled."""


class Member(msgspec.Struct, frozen=True):
    """An article in a story."""

    article: str
    day: int | None
    title: str
    names: dict[str, str]
    vector: Vector


class Cluster(msgspec.Struct):
    """A story while it grows."""

    id: str
    number: int
    """Order of founding."""
    members: list[Member]
    sum: Vector
    """Sum of the members' vectors."""
    square: float = 0.0
    """Sum of the likenesses of all pairs, in both orders and with themselves."""
    checked: int = PART * 4
    """Members at which a split is looked for next."""

    @property
    def size(self) -> int:
        """Members."""
        return len(self.members)

    @property
    def inner(self) -> float:
        """Likeness expected between two members."""
        pairs = self.size * (self.size - 1)
        return (self.square - self.size + TRUST * ALIKE) / (pairs + TRUST)

    @property
    def day(self) -> float | None:
        """Mean day of the members."""
        days = [m.day for m in self.members if m.day is not None]
        return sum(days) / len(days) if days else None


class State(msgspec.Struct):
    """All that a stream remembers; `msgspec.json` writes and reads it."""

    size: int = 0
    spread: dict[str, int] = msgspec.field(default_factory=dict)
    stories: dict[int, Cluster] = msgspec.field(default_factory=dict)
    of: dict[str, int] = msgspec.field(default_factory=dict)
    index: dict[str, list[int]] = msgspec.field(default_factory=dict)
    founded: int = 0
    events: list[StoryEvent] = msgspec.field(default_factory=list)


class StoryStream:
    """Stories of a stream: learn the words of a delivery, then add its articles in the order of time."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state or State()

    def add(self, document: Document, pack: Pack) -> str:
        """One article, with layout; gives the id of its story."""
        return self.add_all([gist(document, pack)])[0]

    def add_all(self, delivery: Sequence[Gist]) -> list[str]:
        """A delivery: its words are learnt first, so that its order does not matter. Gives the story of each article."""
        for one in delivery:
            self.learn(one)
        for one in sorted(delivery, key=lambda g: (g.when, g.article)):
            self.place(one)
        return [self.state.stories[self.state.of[one.article]].id for one in delivery]

    def learn(self, one: Gist) -> None:
        """Count an article's stems."""
        self.state.size += 1
        for stem in one.bag:
            self.state.spread[stem] = self.state.spread.get(stem, 0) + 1

    def place(self, one: Gist) -> None:
        """Let an article whose stems are counted join a story or found one."""
        member = Member(one.article, one.day, one.title, one.names, vector(one.bag, self.state.spread, self.state.size))
        near = self.near(member.vector)
        story = self.best(member, near) or self.found(member)
        self.enter(story, member)
        self.check(self.settle(story, near))

    def near(self, heavy: Vector) -> list[Cluster]:
        """Stories that share the heaviest stems, those that share most first."""
        shared: dict[int, float] = {}
        for stem in heapq.nlargest(HEAVY, sorted(heavy), key=heavy.__getitem__):
            holders = self.state.index.get(stem, ())
            if len(holders) <= CROWDED:
                for number in holders:
                    story = self.state.stories[number]
                    shared[number] = shared.get(number, 0.0) + heavy[stem] * story.sum.get(stem, 0.0) / story.size
        return [self.state.stories[n] for n in heapq.nsmallest(NEAR, shared, key=lambda n: (-shared[n], n))]

    def best(self, member: Member, near: Iterable[Cluster]) -> Cluster | None:
        """The story that an article is most like, if it is like enough."""
        best, most = None, JOIN * self.ease
        for story in near:
            likeness = dot(member.vector, story.sum) / story.size / math.sqrt(story.inner * ALIKE) * faded(member.day, story.day)
            if likeness > most:
                best, most = story, likeness
        return best

    @property
    def ease(self) -> float:
        """A small run is held together more easily."""
        return 1.0 if self.state.size > FEW else EASE

    def found(self, member: Member) -> Cluster:
        """A new story; its id is minted from its first article."""
        number = self.state.founded
        self.state.founded += 1
        story = Cluster(digest("story", member.article), number, [], {})
        self.state.stories[number] = story
        return story

    def enter(self, story: Cluster, member: Member) -> None:
        """Put an article into a story."""
        story.square += 1 + 2 * dot(member.vector, story.sum)
        story.members.append(member)
        self.state.of[member.article] = story.number
        for stem, value in member.vector.items():
            if stem not in story.sum:
                self.state.index.setdefault(stem, []).append(story.number)
                story.sum[stem] = value
            else:
                story.sum[stem] += value

    def settle(self, story: Cluster, near: Iterable[Cluster]) -> Cluster:
        """Merge a story with those near it that it has become like; gives the story that is left."""
        for other in near:
            if other.number in self.state.stories and other is not story and likeness(story, other) > MERGE * self.ease:
                old, new = sorted((story, other), key=lambda s: s.number)
                self.absorb(old, new)
                self.tell("merge", old, new)
                story = old
        return story

    def absorb(self, old: Cluster, new: Cluster) -> None:
        """Move all members of one story into another."""
        for member in new.members:
            self.enter(old, member)
        self.drop(new)

    def drop(self, story: Cluster) -> None:
        """Forget an empty story."""
        for stem in story.sum:
            self.state.index[stem].remove(story.number)
        del self.state.stories[story.number]

    def check(self, story: Cluster) -> None:
        """Split a story that fell into two parts; looked at each time it doubled."""
        if story.size < story.checked:
            return
        story.checked = story.size * 2
        kept, gone = (grown(story, part) for part in halves(story))
        if min(kept.size, gone.size) < PART or likeness(kept, gone) >= SPLIT:
            return
        self.drop(story)
        self.state.stories[story.number] = left = Cluster(story.id, story.number, [], {}, checked=kept.size * 2)
        new = self.found(gone.members[0])
        for target, part in ((left, kept), (new, gone)):
            for member in part.members:
                self.enter(target, member)
        self.tell("split", left, new)

    def tell(self, kind: Literal["merge", "split"], old: Cluster, new: Cluster) -> None:
        """Record what became of stories."""
        day = max((m.day for m in (*old.members, *new.members) if m.day is not None), default=None)
        date = datetime.date.fromordinal(day).isoformat() if day is not None else None
        self.state.events.append(StoryEvent(kind=kind, story=old.id, other=new.id, day=date))


def faded(a: float | None, b: float | None) -> float:
    """What is left of likeness over the days between."""
    return 0.5 ** (max(0.0, abs(a - b) - 1) / FADE) if a is not None and b is not None else 1.0


def likeness(a: Cluster, b: Cluster) -> float:
    """Mean likeness between members of two stories, as part of that inside them."""
    return dot(a.sum, b.sum) / (a.size * b.size) / math.sqrt(a.inner * b.inner) * faded(a.day, b.day)


def grown(story: Cluster, members: Sequence[Member]) -> Cluster:
    """A story of some of the members."""
    out = Cluster(story.id, story.number, list(members), {})
    for member in members:
        for stem, value in member.vector.items():
            out.sum[stem] = out.sum.get(stem, 0.0) + value
    out.square = sum(v * v for v in out.sum.values())
    return out


def halves(story: Cluster) -> tuple[list[Member], list[Member]]:
    """The members in two parts, around the one least like the whole and the one least like that; the founder's part first."""
    first = min(story.members, key=lambda m: (dot(m.vector, story.sum), m.article))
    second = min(story.members, key=lambda m: (dot(m.vector, first.vector), m.article))
    centres = [first.vector, second.vector]
    parts: tuple[list[Member], list[Member]] = ([], [])
    for _ in range(3):
        parts = ([], [])
        for member in story.members:
            nearer = dot(member.vector, centres[0]) >= dot(member.vector, centres[1])
            parts[0 if nearer else 1].append(member)
        if not all(parts):
            return story.members, []
        made = [grown(story, p) for p in parts]
        centres = [{s: v / m.square**0.5 for s, v in m.sum.items()} for m in made]
    founder = story.members[0].article
    return parts if any(m.article == founder for m in parts[0]) else (parts[1], parts[0])
