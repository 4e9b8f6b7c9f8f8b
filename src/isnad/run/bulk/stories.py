"""Stories over an archive: the clustering of `link.story_stream` by window of days and block, then what belongs together joined.

    gists ─ weigh ─► counts of stems of the window, and the block of each article where there are too many for one worker
          ─ cluster ─► stories of the block                                                 (by window and block)
          ─ match ─► which of them have become one with one of another block or of the window before
          ─ unite ─► the stories that are one                                               (only the matches, no articles)
          ─ tell_stories ─► the table `stories`                                             (by story)

With one window and one block the result is that of `link_stories`.
"""

from __future__ import annotations

import datetime
import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np

from isnad.link.stories import KEY, candidates, headline
from isnad.link.story_state import CROWDED, Cluster, Member, State
from isnad.link.story_stream import FADE, HEAVY, MERGE, NEAR, StoryStream, likeness
from isnad.link.story_words import Gist, Vector, vector
from isnad.model.ids import digest
from isnad.run.bulk.keeping import NO_DAY, Part, Records, Writer, number, part_of, read_json, save_columns, write_json
from isnad.run.bulk.tables import Row, write_table
from isnad.run.runner import Task

STEMS = 120
"""Heaviest stems that a story is known by outside of its block."""
REACH = 3 * FADE
"""Days between two stories after which too little of their likeness is left to look."""


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The articles of a stretch of days."""

    home: int
    """Number of the stretch; `NO_DAY` for articles without a day."""
    days: int
    """Its length; 0: all articles in one."""
    slices: tuple[str, ...]
    """Folders of the slices that hold such articles."""

    def holds(self, day: int | None) -> bool:
        """Whether an article of that day lies here."""
        return not self.days or (self.home == NO_DAY if day is None else day // self.days == self.home)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a step is told."""

    window: Window
    block: Part = Part()
    weighed: str = ""
    """Folder of the counts of the window; empty where one block holds it whole."""
    own: tuple[str, ...] = ()
    """Folders of the stories of this window, a block each."""
    before: tuple[str, ...] = ()
    """Those of the window before."""


class Counts(msgspec.Struct, frozen=True):
    """How many articles of a window there are, and in how many each stem stands."""

    size: int
    stems: dict[str, int]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A story of one block, with what joining it and telling of it needs."""

    id: str
    sum: Vector
    """Its heaviest stems."""
    square: float
    size: int
    days: int
    dated: int
    title: str
    names: dict[str, int]
    """Names that many of its articles share (as the text has them most), with in how many."""
    first: int | None
    last: int | None

    @property
    def day(self) -> float | None:
        """Mean day of the articles."""
        return self.days / self.dated if self.dated else None

    @property
    def cluster(self) -> Cluster:
        """As the stream compares it."""
        return Cluster(self.id, 0, self.sum, self.square, self.size, self.days, self.dated)


def weigh(task: Task, folder: Path) -> None:
    """`counts` of the window."""
    step = task.asked(Step)
    size, stems = 0, Counter[str]()
    for one in gists(task, step.window):
        size += 1
        stems.update(one.bag.keys())
    (folder / "counts.bin").write_bytes(msgspec.msgpack.encode(Counts(size, dict(sorted(stems.items())))))


def cluster(task: Task, folder: Path) -> None:
    """`stories` of the window and block, and `members`: of each article the story (its place among them)."""
    step = task.asked(Step)
    state = State()
    stream = StoryStream(state)
    if step.weighed:
        counts = msgspec.msgpack.decode(Path(task.root, step.weighed, "counts.bin").read_bytes(), type=Counts)
        state.size, state.stems = counts.size, counts.stems
        held = [g for g in gists(task, step.window) if part_of(block_key(g, counts), step.block.count) == step.block.number]
    else:
        held = list(gists(task, step.window))
        for one in held:
            state.learn(one.bag)
    for one in sorted(held, key=lambda g: (g.when, g.article)):
        stream.place(one)
    out = Writer(folder, "stories")
    members: list[tuple[int, int]] = []
    ordered = sorted((s.id, n) for n, s in state.clusters.items() if state.held[n])
    spread = Counter(name for found in state.held.values() for m in found for name in m.names)
    for place, (name, n) in enumerate(ordered):
        out.add(number(name), told(state.clusters[n], state.held[n], spread, state.size))
        members += [(number(m.article), place) for m in state.held[n]]
    out.close()
    articles, places = zip(*members, strict=True) if members else ((), ())
    save_columns(folder, "members", {"article": np.array(articles, "<u8"), "place": np.array(places, "<u4")})
    write_json(folder / "names.json", [name for name, _ in ordered])


def gists(task: Task, window: Window) -> Iterator[Gist]:
    """Gists of the articles of a window, each article once."""
    seen: set[int] = set()
    for name in window.slices:
        records = Records(Path(task.root, name), "gists", Gist)
        for place, (key, day) in enumerate(zip(records.rows["key"].tolist(), records.rows["day"].tolist(), strict=True)):
            if window.holds(None if day == NO_DAY else day) and key not in seen:
                seen.add(key)
                yield records.at(place)


def block_key(one: Gist, counts: Counts) -> int:
    """A key that articles about the same events mostly share: that of their heaviest stem which is neither everywhere nor alone."""
    weights = vector(one.bag, counts.stems, counts.size)
    best = max(weights, key=lambda s: (weights[s], s), default="")
    return number(digest("block", best))


def told(story: Cluster, members: list[Member], spread: Counter[str], size: int) -> Told:
    """A story as it leaves its block."""
    held = candidates(members)
    ranked = sorted(held, key=lambda n: (-held[n] * math.log(1 + size / spread[n]), n))[: 2 * KEY]
    forms = {n: Counter(m.names[n] for m in members if n in m.names) for n in ranked}
    days = [m.day for m in members if m.day is not None]
    heavy = heapq.nlargest(STEMS, sorted(story.sum), key=story.sum.__getitem__)
    return Told(
        id=story.id, sum={s: story.sum[s] for s in heavy}, square=story.square, size=story.size, days=story.days, dated=story.dated,
        title=headline(members, story.sum), names={max(f, key=lambda w: (f[w], w)): held[n] for n, f in forms.items()},
        first=min(days, default=None), last=max(days, default=None),
    )  # fmt: skip


def match(task: Task, folder: Path) -> None:
    """`matches.json`: pairs of stories (by id) of this window and of it and the one before that have become one."""
    step = task.asked(Step)
    held: list[tuple[str, Told]] = []
    for block, places in enumerate((*((p,) for p in step.own), step.before)):
        for place in places:
            stories = Records(Path(task.root, place), "stories", Told)
            held += [(str(block) if block < len(step.own) else "before", s) for _, s in stories.within(Part())]
    write_json(folder / "matches.json", sorted(matches(held)))


Match = tuple[int, str, int, str]
"""Two stories, each by its first day (or a day that never comes) and its id; the older one first."""


def matches(held: list[tuple[str, Told]]) -> set[Match]:
    """Pairs of stories of different blocks that are as like to each other as both are in themselves; only those that share heavy stems."""
    index: dict[str, list[int]] = {}
    clusters = [s.cluster for _, s in held]
    heavy = [heapq.nlargest(HEAVY, sorted(s.sum), key=s.sum.__getitem__) for _, s in held]
    found: set[Match] = set()
    for n, (block, story) in enumerate(held):
        shared: dict[int, float] = {}
        for stem in heavy[n]:
            for m in index.get(stem, ()):
                if held[m][0] != block and near(story, held[m][1]):
                    shared[m] = shared.get(m, 0.0) + story.sum[stem] / story.size * held[m][1].sum[stem] / held[m][1].size
        for m in heapq.nsmallest(NEAR, shared, key=lambda k: (-shared[k], k)):
            if likeness(clusters[n], clusters[m]) > MERGE:
                a, b = sorted((story, held[m][1]), key=age)
                found.add((*age(a), *age(b)))
        for stem in heavy[n]:
            places = index.setdefault(stem, [])
            if len(places) < CROWDED:
                places.append(n)
    return found


def near(a: Told, b: Told) -> bool:
    """Whether two stories lie near enough in time to be one."""
    return a.day is None or b.day is None or abs(a.day - b.day) <= REACH


def age(story: Told) -> tuple[int, str]:
    """The order in which stories came."""
    return (story.first if story.first is not None else 1 << 31, story.id)


class Unite(msgspec.Struct, frozen=True, kw_only=True):
    """What uniting is told."""

    matched: tuple[str, ...]


def unite(task: Task, folder: Path) -> None:
    """`roots.json`: of each story that was joined to another the oldest of those that are now one."""
    home: dict[tuple[int, str], tuple[int, str]] = {}

    def root(story: tuple[int, str]) -> tuple[int, str]:
        path = []
        while (above := home.setdefault(story, story)) != story:
            path.append(story)
            story = above
        home.update(dict.fromkeys(path, story))
        return story

    for place in task.asked(Unite).matched:
        for first, one, second, other in read_json(Path(task.root, place, "matches.json"), list[Match]):
            a, b = sorted((root((first, one)), root((second, other))))
            home[b] = a
    write_json(folder / "roots.json", {story[1]: top[1] for story in sorted(home) if (top := root(story)) != story})


class Tell(msgspec.Struct, frozen=True, kw_only=True):
    """What telling is told."""

    clusters: tuple[str, ...]
    roots: str
    part: Part


def tell_stories(task: Task, folder: Path) -> None:
    """The table `stories`, of the stories of this part of the ids."""
    step = task.asked(Tell)
    roots = read_json(Path(task.root, step.roots, "roots.json"), dict[str, str])
    joined = {name for name, top in roots.items() if part_of(number(top), step.part.count) == step.part.number}
    held: dict[str, list[Told]] = {}
    for place in step.clusters:
        stories = Records(Path(task.root, place), "stories", Told)
        mine = [s for _, s in stories.within(step.part) if s.id not in roots]
        for name in sorted(joined & set(read_json(Path(task.root, place, "names.json"), list[str]))) if joined else ():
            mine += stories.of(number(name))
        for story in mine:
            held.setdefault(roots.get(story.id, story.id), []).append(story)
    write_table(folder / "stories.parquet", "stories", (story_row(name, held[name]) for name in sorted(held)))


def story_row(name: str, parts: Iterable[Told]) -> Row:
    """A story as a row; that of several blocks has the headline of the largest."""
    held = sorted(parts, key=lambda s: (-s.size, s.id))
    names: Counter[str] = Counter()
    for story in held:
        names.update(story.names)
    ranked = list(held[0].names)[:KEY] if len(held) == 1 else sorted(names, key=lambda n: (-names[n], n))[:KEY]
    first, last = ([d for s in held if (d := getattr(s, end)) is not None] for end in ("first", "last"))
    return {
        "id": name, "title": held[0].title, "articles": sum(s.size for s in held),
        "first": datetime.date.fromordinal(min(first)) if first else None, "last": datetime.date.fromordinal(max(last)) if last else None,
        "names": " | ".join(ranked),
    }  # fmt: skip


def story_of(root: Path, clusters: Iterable[str], keys: set[int]) -> dict[int, str]:
    """Of articles (by number) the stories of their blocks."""
    out: dict[int, str] = {}
    wanted = np.array(sorted(keys), dtype=np.uint64)
    for place in clusters:
        articles, places = (np.load(root / place / f"members.{c}.npy", mmap_mode="r") for c in ("article", "place"))
        if not len(articles):
            continue
        at = np.minimum(np.searchsorted(articles, wanted), len(articles) - 1)
        mine = np.flatnonzero(articles[at] == wanted)
        if len(mine):
            names = read_json(root / place / "names.json", list[str])
            out |= {int(wanted[n]): names[int(places[at[n]])] for n in mine}
    return out
