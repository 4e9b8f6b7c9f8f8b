"""The memory of the stream's stories in a store: only the neighbourhood of an article is loaded, and what changed is written.

It answers as `isnad.link.story_state.State` does. Sums keep the order of their stems and their last bit.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from isnad.link.story_state import CROWDED, Cluster, Member
from isnad.model.account import StoryEvent
from isnad.store import clusters as rows
from isnad.store import counters
from isnad.store.blobs import packed, unpacked

FORGET = 2 * CROWDED
"""Holders from which on only their number is kept; below `CROWDED` again they are gathered anew."""
ROOM = 30_000
"""Clusters that are remembered between transactions."""


class Holders(msgspec.Struct):
    """The clusters that hold a stem."""

    count: int = 0
    numbers: list[int] | None = msgspec.field(default_factory=list)
    """None where they are too many to be looked at."""


class StoredMemory:
    """A memory over a writing transaction: `begin`, work, `flush`; what it knows stays true until another process writes."""

    def __init__(self) -> None:
        self.size = 0
        self._clock = -1
        self._connection: Connection | None = None
        self._clear()

    def _clear(self) -> None:
        self._spread: dict[str, int] = {}
        self._holders: dict[str, Holders] = {}
        self._clusters: dict[int, Cluster] = {}
        self._members: dict[int, list[Member]] = {}
        self._reset()

    def _reset(self) -> None:
        self._fresh: dict[int, list[tuple[int, Member]]] = {}
        self._changed_stems: set[str] = set()
        self.touched: set[int] = set()
        self.gone: dict[int, str] = {}
        self._events: list[StoryEvent] = []
        self._of: dict[str, int] = {}

    @property
    def connection(self) -> Connection:
        """The transaction at work."""
        assert self._connection is not None, "begin() was not called"
        return self._connection

    def begin(self, connection: Connection) -> None:
        """Work in a transaction; forgets what another process may have changed."""
        self._connection = connection
        clock = counters.number(connection, rows.CLOCK)
        if clock != self._clock or len(self._clusters) > ROOM:
            self._clear()
        self._reset()
        self._members.clear()
        self._clock = clock
        self.size = counters.number(connection, rows.SIZE)
        self._founded = counters.number(connection, rows.FOUNDED)

    def flush(self, now: str) -> None:
        """Write what changed."""
        connection = self.connection
        rows.drop_clusters(connection, self.gone)
        changed = (self._clusters[n] for n in sorted(self.touched))
        rows.put_clusters(connection, [(c.number, c.id, packed(c)) for c in changed])
        entered = [(m.article, number, place, packed(m)) for number, found in self._fresh.items() for place, m in found]
        rows.put_members(connection, entered)
        held = ((s, self._holders[s]) for s in sorted(self._changed_stems))
        rows.put_holders(connection, [(s, h.count, _bytes(h.numbers)) for s, h in held])
        rows.put_events(connection, self._events, now)
        counters.keep(connection, rows.FOUNDED, self._founded)
        self._clock = rows.tick(connection)

    def expect(self, stems: Iterable[str]) -> None:
        """Load at once what articles with these stems will ask for."""
        wanted = sorted(set(stems))
        self.spread(wanted)
        self._load(wanted)

    def learn(self, stems: Iterable[str]) -> None:
        """Stems are counted in the transaction that keeps the article (`store.clusters.learn`), not here."""
        raise NotImplementedError

    def spread(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many articles each stem stands."""
        if missing := [s for s in stems if s not in self._spread]:
            self._spread.update(rows.spread(self.connection, missing))
        return self._spread

    def _load(self, stems: Iterable[str]) -> None:
        missing = [s for s in stems if s not in self._holders]
        found = rows.holders(self.connection, missing) if missing else {}
        for stem in missing:
            count, data = found.get(stem, (0, b""))
            self._holders[stem] = Holders(count, _numbers(data))

    def holders(self, stems: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Numbers of the clusters that hold each stem."""
        self._load(stems)
        return {s: h.numbers for s in stems if (h := self._holders[s]).count <= CROWDED and h.numbers is not None}

    def stories(self, numbers: Iterable[int]) -> Mapping[int, Cluster]:
        """The clusters by number."""
        if missing := [n for n in numbers if n not in self._clusters]:
            self._clusters.update((n, _cluster(data)) for n, data in rows.clusters_of(self.connection, missing))
        return self._clusters

    def members(self, number: int) -> Sequence[Member]:
        """Members of a cluster."""
        if number not in self._members:
            found = [unpacked(data, Member) for data in rows.members_of(self.connection, number)]
            self._members[number] = [*found, *(m for _, m in self._fresh.get(number, ()))]
        return self._members[number]

    def story_of(self, article: str) -> Cluster:
        """The cluster of an article that was placed."""
        number = self._of[article] if article in self._of else rows.cluster_of(self.connection, [article])[article]
        return self.stories([number])[number]

    def mint(self) -> int:
        """The number of a new cluster."""
        self._founded += 1
        return self._founded - 1

    def hold(self, story: Cluster) -> None:
        """A cluster without members."""
        self._clusters[story.number] = story
        self._members[story.number], self._fresh[story.number] = [], []
        self.touched.add(story.number)
        self.gone.pop(story.number, None)

    def forget(self, story: Cluster) -> None:
        """A cluster that is no more; its members are entered elsewhere."""
        self._load(story.keys)
        for stem in story.keys:
            held = self._holders[stem]
            held.count -= 1
            if held.numbers is not None:
                held.numbers.remove(story.number)
            elif held.count <= CROWDED:
                held.numbers = self._gathered(stem, story.number)
        self._changed_stems.update(story.keys)
        self.gone[story.number] = story.id
        self.touched.discard(story.number)
        del self._clusters[story.number]
        self._members.pop(story.number, None)
        self._fresh.pop(story.number, None)

    def _gathered(self, stem: str, without: int) -> list[int]:
        """All clusters that hold a stem: rare, and as long as there are clusters."""
        kept = {n: _cluster(data) for n, data in rows.all_clusters(self.connection) if n not in self.gone}
        return sorted(n for n, c in {**kept, **self._clusters}.items() if n != without and stem in c.keys)

    def enter(self, story: Cluster, member: Member, new: Sequence[str]) -> None:
        """A cluster got a member."""
        if story.number in self._members:
            self._members[story.number].append(member)
        self._fresh.setdefault(story.number, []).append((story.size - 1, member))
        self._of[member.article] = story.number
        self.touched.add(story.number)
        self._load(new)
        for stem in new:
            held = self._holders[stem]
            held.count += 1
            if held.numbers is not None:
                held.numbers.append(story.number)
                if held.count > FORGET:
                    held.numbers = None
        self._changed_stems.update(new)

    def tell(self, event: StoryEvent) -> None:
        """What became of a cluster."""
        self._events.append(event)


def _cluster(data: bytes) -> Cluster:
    """A cluster as it was kept; one kept before clusters had keys is looked up by all its stems."""
    cluster = unpacked(data, Cluster)
    if cluster.sum and not cluster.keys:
        cluster.keys = dict.fromkeys(cluster.sum, 1)
    return cluster


def _bytes(numbers: list[int] | None) -> bytes | None:
    if numbers is None:
        return None
    packed_numbers = array("I", numbers)
    if sys.byteorder == "big":
        packed_numbers.byteswap()
    return packed_numbers.tobytes()


def _numbers(data: bytes | None) -> list[int] | None:
    if data is None:
        return None
    numbers = array("I", bytes(data))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()
