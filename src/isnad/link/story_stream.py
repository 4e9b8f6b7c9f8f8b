"""Articles of a stream clustered into stories, a delivery at a time.

The articles of a delivery and the stories that are there become one where they are most alike on average, likest first
(`story_linkage`): in what order the articles of a delivery came does not matter, and the next delivery goes on with what there is.
Likeness fades with the days between. A story that a delivery drew near another is merged into the older; one that has fallen into
two parts is split. Only articles and stories that share heavy stems are looked at. Sums run in a fixed order: the same articles
give the same stories to the last bit.
"""

from __future__ import annotations

import datetime
import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from isnad.lang.pack import Pack
from isnad.link.story_linkage import Linkage, Unit, faded, single
from isnad.link.story_state import CROWDED, PART, Cluster, ClusteringFeature, Member, Memory, State
from isnad.link.story_words import Gist, Vector, dot, gist, vector
from isnad.model.account import StoryEvent
from isnad.model.document import Document
from isnad.model.ids import digest

SAME = 0.11
"""Mean likeness from which on articles and stories are one."""
INSIDE = 0.25
"""Likeness as part of that inside both from which on they may be one, in small runs too."""
MERGE = 0.55
"""Likeness as part of that inside two stories from which on those of two blocks of an archive are one."""
SPLIT = 0.35
"""The same between two parts of a story, below which it falls into two."""
FEW = 60
"""A run of at most so many articles that share a rare theme is taken for one story more easily."""
EASE = 0.55
"""How much of the threshold then counts."""
HEAVY = 24
"""Heaviest stems of an article by which stories are looked up."""
NEAR = 24
"""Articles and stories that an article is held against, those first that share the heaviest stems."""


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
        self.place_all(delivery)
        return [self.memory.story_of(one.article).id for one in delivery]

    def place_all(self, delivery: Iterable[Gist]) -> None:
        """Let articles whose stems are counted join stories or found them."""
        members = [self.member(one) for one in sorted(delivery, key=lambda g: (g.when, g.article))]
        linkage = Linkage(SAME * self.ease, INSIDE)
        for member in members:
            linkage.add(single(member.vector, member.day))
        stories: dict[int, Cluster] = {}
        numbers: dict[int, int] = {}
        for place, others in enumerate(self.near(members)):
            for other in others:
                if isinstance(other, Cluster):
                    if other.number not in numbers:
                        number = linkage.add(Unit(other.sum, other.square, other.size, other.days, other.dated))
                        numbers[other.number], stories[number] = number, other
                    linkage.meet(place, numbers[other.number])
                else:
                    linkage.meet(place, other)
        for group in linkage.groups():
            held = sorted((stories[n] for n in group if n in stories), key=lambda s: s.number)
            self.gather([members[n] for n in group if n not in stories], held)

    def member(self, one: Gist) -> Member:
        """An article with its vector."""
        return Member(one.article, one.day, one.title, one.names, vector(one.bag, self.memory.spread(one.bag), self.memory.size))

    def near(self, members: Sequence[Member]) -> Iterator[list[int | Cluster]]:
        """For each article, places of others of the delivery and stories that share its heaviest stems, those that share most first."""
        heavy = [heaviest(m.vector) for m in members]
        holding: dict[str, list[tuple[int, float]]] = {}
        for place, (member, stems) in enumerate(zip(members, heavy, strict=True)):
            for stem in stems:
                holding.setdefault(stem, []).append((place, member.vector[stem]))
        for place, (member, stems) in enumerate(zip(members, heavy, strict=True)):
            shared: dict[int, float] = {}
            said = shared.get
            for stem in stems:
                if len(found := holding[stem]) <= CROWDED:
                    weight = member.vector[stem]
                    for other, value in found:
                        shared[other] = said(other, 0.0) + weight * value
            shared.pop(place, None)
            stories = self.held(member.vector, stems, shared)
            nearest = heapq.nsmallest(NEAR, shared, key=lambda n: (-shared[n], n))
            yield [n if n >= 0 else stories[~n] for n in nearest]

    def held(self, heavy: Vector, stems: Sequence[str], shared: dict[int, float]) -> Mapping[int, Cluster]:
        """The stories that share some of the stems, by number; adds to `shared` how much, under the number's complement."""
        holders = self.memory.holders(stems)
        stories = self.memory.stories({n for numbers in holders.values() for n in numbers})
        for stem, numbers in holders.items():
            for number in numbers:
                story = stories[number]
                shared[~number] = shared.get(~number, 0.0) + heavy[stem] * story.sum.get(stem, 0.0) / story.size
        return stories

    def gather(self, fresh: Sequence[Member], held: Sequence[Cluster]) -> None:
        """Put articles and stories that are one into one story, the oldest if there is one."""
        if not fresh and len(held) < 2:
            return
        story = held[0] if held else self.found(fresh[0])
        for member in fresh:
            self.enter(story, member)
        for other in held[1:]:
            self.tell("merge", story, other, [*self.memory.members(story.number), *self.memory.members(other.number)])
            self.absorb(story, other)
        if held:
            self.check(story)
        else:
            story.checked = max(story.checked, 2 * story.size)  # what was never together need not be parted

    @property
    def ease(self) -> float:
        """A small run is held together more easily."""
        return 1.0 if self.memory.size > FEW else EASE

    def found(self, member: Member) -> Cluster:
        """A new story; its id is minted from its first article."""
        story = Cluster(id=digest("story", member.article), number=self.memory.mint())
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
        left = Cluster(id=story.id, number=story.number, checked=kept.size * 2)
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


def likeness(a: ClusteringFeature, b: ClusteringFeature) -> float:
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
    out = Cluster(total(members), id=story.id, number=story.number)
    for member in members:
        out.count(member)
    # An article is as like to itself as can be, though its vector is shorter by the stems that only it has.
    out.square = dot(out.sum, out.sum) + sum(1 - dot(m.vector, m.vector) for m in members)
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
