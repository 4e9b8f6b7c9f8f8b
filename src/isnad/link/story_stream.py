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
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from isnad.lang.pack import Pack
from isnad.link.story_state import ALIKE, PART, Cluster, Member, Memory, State
from isnad.link.story_words import Gist, Vector, dot, gist, vector
from isnad.model.account import StoryEvent
from isnad.model.document import Document
from isnad.model.ids import digest

JOIN = 0.55
"""Likeness, as part of the likeness inside the story, from which on an article joins."""
MERGE = 0.55
"""The same between two stories."""
SPLIT = 0.35
"""The same between two parts of a story, below which it falls into two."""
FADE = 4.0
"""Days after which likeness counts half; the first is free."""
FEW = 60
"""A run of at most so many articles that share a rare theme is taken for one story more easily."""
EASE = 0.82
"""How much of a threshold then counts."""
DRAWN = 0.5
"""Part of the likeness of a merger that a new article must have to the other story for the two to be held against each other."""
HEAVY = 24
"""Heaviest stems of an article by which stories are looked up."""
NEAR = 24
"""Stories that are looked at, those first that share the heaviest stems."""


class StoryStream:
    """Stories of a stream: learn the words of a delivery, then add its articles in the order of time."""

    def __init__(self, memory: Memory | None = None) -> None:
        self.memory: Memory = memory or State()

    def add(self, document: Document, pack: Pack) -> str:
        """One article, with layout; gives the id of its story."""
        return self.add_all([gist(document, pack)])[0]

    def add_all(self, delivery: Sequence[Gist]) -> list[str]:
        """A delivery: its words are learnt first, so that its order does not matter. Gives the story of each article."""
        for one in delivery:
            self.memory.learn(one.bag)
        for one in sorted(delivery, key=lambda g: (g.when, g.article)):
            self.place(one)
        return [self.memory.story_of(one.article).id for one in delivery]

    def place(self, one: Gist) -> None:
        """Let an article whose stems are counted join a story or found one."""
        weights = vector(one.bag, self.memory.spread(one.bag), self.memory.size)
        member = Member(one.article, one.day, one.title, one.names, weights)
        near = self.near(member.vector)
        likes = {story.number: dot(member.vector, story.sum) / story.size * faded(member.day, story.day) for story in near}
        story = self.best(near, likes) or self.found(member)
        self.enter(story, member)
        self.check(self.settle(story, [other for other in near if self.drawn(story, other, likes)]))

    def near(self, heavy: Vector) -> list[Cluster]:
        """Stories that share the heaviest stems, those that share most first."""
        stems = heaviest(heavy)
        holders = self.memory.holders(stems)
        stories = self.memory.stories({n for numbers in holders.values() for n in numbers})
        shared: dict[int, float] = {}
        for stem in stems:
            for number in holders.get(stem, ()):
                story = stories[number]
                shared[number] = shared.get(number, 0.0) + heavy[stem] * story.sum.get(stem, 0.0) / story.size
        return [stories[n] for n in heapq.nsmallest(NEAR, shared, key=lambda n: (-shared[n], n))]

    def best(self, near: Iterable[Cluster], likes: Mapping[int, float]) -> Cluster | None:
        """The story that an article is most like (`likes`: mean likeness to the members of each), if it is like enough."""
        best, most = None, JOIN * self.ease
        for story in near:
            likeness = likes[story.number] / math.sqrt(story.inner * ALIKE)
            if likeness > most:
                best, most = story, likeness
        return best

    def drawn(self, story: Cluster, other: Cluster, likes: Mapping[int, float]) -> bool:
        """Whether an article that came to one story may have drawn it near another: only one that is like that one can have."""
        return likes[other.number] > DRAWN * MERGE * self.ease * math.sqrt(story.inner * other.inner)

    @property
    def ease(self) -> float:
        """A small run is held together more easily."""
        return 1.0 if self.memory.size > FEW else EASE

    def found(self, member: Member) -> Cluster:
        """A new story; its id is minted from its first article."""
        story = Cluster(digest("story", member.article), self.memory.mint())
        self.memory.hold(story)
        return story

    def enter(self, story: Cluster, member: Member) -> None:
        """Put an article into a story."""
        story.square += 1 + 2 * dot(member.vector, story.sum)
        story.count(member)
        for stem, value in member.vector.items():
            story.sum[stem] = story.sum.get(stem, 0.0) + value
        keys = heaviest(member.vector)
        new = [stem for stem in keys if stem not in story.keys]
        for stem in keys:
            story.keys[stem] = story.keys.get(stem, 0) + 1
        self.memory.enter(story, member, new)

    def settle(self, story: Cluster, near: Iterable[Cluster]) -> Cluster:
        """Merge a story with those near it that it has become like; gives the story that is left."""
        gone: set[int] = set()
        for other in near:
            if other.number not in gone and other is not story and likeness(story, other) > MERGE * self.ease:
                old, new = sorted((story, other), key=lambda s: s.number)
                self.tell("merge", old, new, [*self.memory.members(old.number), *self.memory.members(new.number)])
                self.absorb(old, new)
                gone.add(new.number)
                story = old
        return story

    def absorb(self, old: Cluster, new: Cluster) -> None:
        """Move all members of one story into another."""
        moved = list(self.memory.members(new.number))
        self.memory.forget(new)
        for member in moved:
            self.enter(old, member)

    def check(self, story: Cluster) -> None:
        """Split a story that fell into two parts; looked at each time it doubled."""
        if story.size < story.checked:
            return
        story.checked = story.size * 2
        members = self.memory.members(story.number)
        stay, leave = halves(members, story.sum)
        kept, gone = (grown(story, part) for part in (stay, leave))
        if min(kept.size, gone.size) < PART or likeness(kept, gone) >= SPLIT:
            return
        self.memory.forget(story)
        left = Cluster(story.id, story.number, checked=kept.size * 2)
        self.memory.hold(left)
        new = self.found(leave[0])
        for target, part in ((left, stay), (new, leave)):
            for member in part:
                self.enter(target, member)
        self.tell("split", left, new, members)

    def tell(self, kind: Literal["merge", "split"], old: Cluster, new: Cluster, members: Iterable[Member]) -> None:
        """Record what became of stories."""
        day = max((m.day for m in members if m.day is not None), default=None)
        date = datetime.date.fromordinal(day).isoformat() if day is not None else None
        self.memory.tell(StoryEvent(kind=kind, story=old.id, other=new.id, day=date))


def heaviest(weights: Vector) -> list[str]:
    """The stems by which an article and its story are looked up."""
    return heapq.nlargest(HEAVY, sorted(weights), key=weights.__getitem__)


def faded(a: float | None, b: float | None) -> float:
    """What is left of likeness over the days between."""
    return 0.5 ** (max(0.0, abs(a - b) - 1) / FADE) if a is not None and b is not None else 1.0


def likeness(a: Cluster, b: Cluster) -> float:
    """Mean likeness between members of two stories, as part of that inside them."""
    return dot(a.sum, b.sum) / (a.size * b.size) / math.sqrt(a.inner * b.inner) * faded(a.day, b.day)


def total(members: Iterable[Member]) -> Vector:
    """Sum of the members' vectors."""
    out: Vector = {}
    for member in members:
        for stem, value in member.vector.items():
            out[stem] = out.get(stem, 0.0) + value
    return out


def unit(whole: Vector) -> Vector:
    """The vector at length 1."""
    length = math.sqrt(sum(v * v for v in whole.values()))
    return {stem: v / length for stem, v in whole.items()}


def grown(story: Cluster, members: Sequence[Member]) -> Cluster:
    """A story of some of the members."""
    out = Cluster(story.id, story.number, total(members))
    for member in members:
        out.count(member)
    out.square = sum(v * v for v in out.sum.values())
    return out


def halves(members: Sequence[Member], whole: Vector) -> tuple[list[Member], list[Member]]:
    """The members in two parts, around the one least like the whole and the one least like that; the founder's part first."""
    first = min(members, key=lambda m: (dot(m.vector, whole), m.article))
    second = min(members, key=lambda m: (dot(m.vector, first.vector), m.article))
    centres = [first.vector, second.vector]
    parts: tuple[list[Member], list[Member]] = ([], [])
    for _ in range(3):
        parts = ([], [])
        for member in members:
            nearer = dot(member.vector, centres[0]) >= dot(member.vector, centres[1])
            parts[0 if nearer else 1].append(member)
        if not all(parts):
            return list(members), []
        centres = [unit(total(p)) for p in parts]
    founder = members[0].article
    return parts if any(m.article == founder for m in parts[0]) else (parts[1], parts[0])
