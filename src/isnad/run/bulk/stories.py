"""Stories over an archive: the clustering of `link.story_stream` by window of days and block, then what belongs together joined.

    gists ─ weigh ─► counts of stems of the window, and the block of each article where there are too many for one worker
          ─ cluster ─► stories of the block                                                 (by window and block)
          ─ merge ─► those of several blocks that have become one, merged                   (by window)
          ─ match ─► which go on with one of the window before                              (by window and the one before)
          ─ unite ─► the stories that are one                                               (only the matches, no articles)
          ─ tell_stories ─► the table `stories`                                             (by story)

With one window and one block the result is that of `link_stories`.
"""

from __future__ import annotations

import datetime
import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from isnad.link.stories import KEY, candidates, headline
from isnad.link.story_linkage import FADE
from isnad.link.story_state import CROWDED, Cluster, ClusteringFeature, Member, State
from isnad.link.story_stream import HEAVY, MERGE, NEAR, StoryStream, likeness
from isnad.link.story_words import Gist, dot, vector
from isnad.model.ids import digest
from isnad.run.bulk.keeping import NO_DAY, Array, Part, Records, Writer, load_columns, number, part_of, read_json, save_columns, write_json
from isnad.run.bulk.tables import Row, write_table
from isnad.run.runner import Task

LEAD = 3
"""Days before a window whose articles are clustered with it once more."""
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
    """Folders of the slices that hold such articles, or some of the days before them."""

    def owns(self, day: int) -> bool:
        """Whether an article of that day (`NO_DAY` where it is not known) is told by this window."""
        return not self.days or (self.home == NO_DAY if day == NO_DAY else day // self.days == self.home)

    def leads(self, day: int) -> bool:
        """Whether it is told by the window before and clustered here once more, so that stories are known again."""
        return bool(self.days) and self.home != NO_DAY != day and 0 < self.home * self.days - day <= min(LEAD, self.days)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a step is told."""

    window: Window
    block: Part = Part()
    weighed: str = ""
    """Folder of the counts of the window; empty where one block holds it whole."""
    own: tuple[str, ...] = ()
    """Folders of the stories of this window: a block each, or all merged."""
    before: tuple[str, ...] = ()
    """The folder of those of the window before."""


class Counts(msgspec.Struct, frozen=True):
    """How many articles of a window there are, and in how many each stem stands."""

    size: int
    stems: dict[str, int]


class Told(ClusteringFeature, kw_only=True):
    """A story of one block, with what joining it and telling of it needs; its sum holds the heaviest stems only."""

    id: str
    title: str
    names: dict[str, int]
    """Names that many of its articles share (as the text has them most), with in how many."""
    fresh: int
    """Articles that its window tells."""
    first: int | None
    last: int | None
    """Days of these."""


def weigh(task: Task, folder: Path) -> None:
    """`counts` of the window."""
    step = task.asked(Step)
    size, stems = 0, Counter[str]()
    for one, _ in gists(task, step.window):
        size += 1
        stems.update(one.bag.keys())
    (folder / "counts.bin").write_bytes(msgspec.msgpack.encode(Counts(size, dict(sorted(stems.items())))))


def cluster(task: Task, folder: Path) -> None:
    """`stories` of the window and block, and `members`: of each article the story (its place among them)."""
    step = task.asked(Step)
    state = State()
    stream = StoryStream(state)
    held = list(gists(task, step.window))
    if step.weighed:
        counts = msgspec.msgpack.decode(Path(task.root, step.weighed, "counts.bin").read_bytes(), type=Counts)
        state.size, state.stems = counts.size, counts.stems
        held = [(g, own) for g, own in held if part_of(block_key(g, counts), step.block.count) == step.block.number]
    else:
        for one, _ in held:
            state.learn(one.bag)
    stream.place_all(g for g, _ in held)
    _write(folder, state, {g.article for g, own in held if own})


def _write(folder: Path, state: State, fresh: set[str]) -> None:
    """The stories of a stream, in the order of their ids; `members` and, of the days before the window, `lead`."""
    out = Writer(folder, "stories")
    ordered = sorted((s.id, n) for n, s in state.clusters.items() if state.held[n])
    spread = Counter(name for found in state.held.values() for m in found for name in m.names)
    members: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for place, (name, n) in enumerate(ordered):
        out.add(number(name), told(state.clusters[n], state.held[n], fresh, lambda m: math.log(1 + state.size / spread[m])))
        for member in state.held[n]:
            members[member.article in fresh].append((number(member.article), place))
    out.close()
    for kind, found in (("members", members[True]), ("lead", members[False])):
        articles, places = zip(*found, strict=True) if found else ((), ())
        save_columns(folder, kind, {"article": np.array(articles, "<u8"), "place": np.array(places, "<u4")})
    write_json(folder / "names.json", [name for name, _ in ordered])


def gists(task: Task, window: Window) -> Iterator[tuple[Gist, bool]]:
    """Gists of the articles of a window and of the days before it, each article once, with whether the window tells it."""
    seen: set[int] = set()
    for name in window.slices:
        records = Records(Path(task.root, name), "gists", Gist)
        for place, (key, day) in enumerate(zip(records.rows["key"].tolist(), records.rows["day"].tolist(), strict=True)):
            if key not in seen and (window.owns(day) or window.leads(day)):
                seen.add(key)
                yield records.at(place), window.owns(day)


def block_key(one: Gist, counts: Counts) -> int:
    """A key that articles about the same events mostly share: that of their heaviest stem which is neither everywhere nor alone."""
    weights = vector(one.bag, counts.stems, counts.size)
    best = max(weights, key=lambda s: (weights[s], s), default="")
    return number(digest("block", best))


def told(story: Cluster, members: list[Member], fresh: set[str], rarity: Callable[[str], float]) -> Told:
    """A story as it leaves its block."""
    held = candidates(members)
    ranked = sorted(held, key=lambda n: (-held[n] * rarity(n), n))[: 2 * KEY]
    forms = {n: Counter(m.names[n] for m in members if n in m.names) for n in ranked}
    own = [m for m in members if m.article in fresh]
    days = [m.day for m in own if m.day is not None]
    heavy = heapq.nlargest(STEMS, sorted(story.sum), key=story.sum.__getitem__)
    return Told(
        id=story.id, sum={s: story.sum[s] for s in heavy}, square=story.square, size=story.size, days=story.days, dated=story.dated,
        title=headline(members, story.sum), names={max(f, key=lambda w: (f[w], w)): held[n] for n, f in forms.items()},
        fresh=len(own), first=min(days, default=None), last=max(days, default=None),
    )  # fmt: skip


Match = tuple[int, str, int, str]
"""Two stories, each by its first day (or a day that never comes) and its id; the older one first."""


def merge(task: Task, folder: Path) -> None:
    """`stories` of a window, those of its blocks that are one merged; `matches.json`: which they were."""
    step = task.asked(Step)
    held = [(n, s) for n, place in enumerate(step.own) for _, s in Records(Path(task.root, place), "stories", Told).within(Part())]
    left, found = merged(held)
    out = Writer(folder, "stories")
    for story in left:
        out.add(number(story.id), story)
    out.close()
    write_json(folder / "matches.json", found)


def merged(held: Sequence[tuple[int, Told]]) -> tuple[list[Told], list[Match]]:
    """Stories of blocks, those merged that are as like to each other as each is in itself; the likest first, as in one stream."""
    stories = {n: s for n, (_, s) in enumerate(held)}
    beside: dict[int, set[int]] = {n: set() for n in stories}
    queue: list[tuple[float, int, int]] = []

    def push(n: int, m: int) -> None:
        if (sure := likeness(stories[n], stories[m])) > MERGE:
            heapq.heappush(queue, (-sure, n, m))

    for n, others in candidates_of(list(stories.values()), list(stories.values())):
        for m in (m for m in others if m < n and held[m][0] != held[n][0]):
            beside[n].add(m)
            beside[m].add(n)
            push(m, n)
    found: list[Match] = []
    while queue:
        _, n, m = heapq.heappop(queue)
        if n not in stories or m not in stories:
            continue
        a, b = sorted((stories.pop(n), stories.pop(m)), key=age)
        found.append((*age(a), *age(b)))
        new = len(beside)
        stories[new] = together(a, b)
        beside[new] = {o for k in (n, m) for o in beside[k] if o in stories}
        for other in sorted(beside[new]):
            beside[other].add(new)
            push(other, new)
    return sorted(stories.values(), key=lambda s: s.id), sorted(found)


def together(old: Told, new: Told) -> Told:
    """Two stories as one."""
    whole = dict(old.sum)
    for stem, value in new.sum.items():
        whole[stem] = whole.get(stem, 0.0) + value
    heavy = heapq.nlargest(STEMS, sorted(whole), key=whole.__getitem__)
    names = Counter(old.names) + Counter(new.names)
    ends = [[d for d in (getattr(old, end), getattr(new, end)) if d is not None] for end in ("first", "last")]
    return Told(
        id=old.id, sum={s: whole[s] for s in heavy}, square=old.square + new.square + 2 * dot(old.sum, new.sum), size=old.size + new.size,
        days=old.days + new.days, dated=old.dated + new.dated, title=max((old, new), key=lambda s: (s.size, s.id)).title,
        names=dict(sorted(names.items(), key=lambda n: (-n[1], n[0]))[: 2 * KEY]), first=min(ends[0], default=None),
        last=max(ends[1], default=None), fresh=old.fresh + new.fresh,
    )  # fmt: skip


def match(task: Task, folder: Path) -> None:
    """`matches.json`: which stories of this window go on with which of the window before: they hold the same articles."""
    step = task.asked(Step)
    root = Path(task.root)
    (articles, own), (known, before) = (_members(root, step.own, "lead"), _members(root, step.before, "members"))
    at = np.minimum(np.searchsorted(known, articles), max(0, len(known) - 1))
    shared: dict[str, Counter[str]] = {}
    for n in np.flatnonzero(known[at] == articles).tolist() if len(known) else ():
        shared.setdefault(own[n], Counter())[before[int(at[n])]] += 1
    stories = {s.id: s for place in (*step.own, *step.before) for _, s in Records(root / place, "stories", Told).within(Part())}
    found: list[Match] = []
    for name, others in sorted(shared.items()):
        best = max(others, key=lambda o: (others[o], o))
        if name != best and 2 * others[best] > others.total():
            a, b = sorted((stories[name], stories[best]), key=age)
            found.append((*age(a), *age(b)))
    write_json(folder / "matches.json", sorted(found))


def _members(root: Path, places: Iterable[str], kind: str) -> tuple[Array, list[str]]:
    """Articles of several folders of stories, sorted, and the story of each."""
    found: list[tuple[int, str]] = []
    for place in places:
        articles, stories = load_columns(root / place, kind, ("article", "place"))
        names = read_json(root / place / "names.json", list[str])
        found += [(a, names[n]) for a, n in zip(articles.tolist(), stories.tolist(), strict=True)]
    found.sort()
    return np.array([a for a, _ in found], dtype=np.uint64), [name for _, name in found]


def candidates_of(stories: Sequence[Told], others: Sequence[Told]) -> Iterator[tuple[int, list[int]]]:
    """For each story those others, near in time, that share most of its heaviest stems; by place. Stems of many stories look none up."""
    index: dict[str, list[int]] = {}
    for m, other in enumerate(others):
        for stem in heapq.nlargest(HEAVY, sorted(other.sum), key=other.sum.__getitem__):
            index.setdefault(stem, []).append(m)
    for n, story in enumerate(stories):
        shared: dict[int, float] = {}
        for stem in heapq.nlargest(HEAVY, sorted(story.sum), key=story.sum.__getitem__):
            held = index.get(stem, ())
            for m in held if len(held) <= CROWDED else ():
                if others[m] is not story and near(story, others[m]):
                    shared[m] = shared.get(m, 0.0) + story.sum[stem] / story.size * others[m].sum[stem] / others[m].size
        yield n, heapq.nsmallest(NEAR, shared, key=lambda m: (-shared[m], m))


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
    write_table(folder / "stories.parquet", "stories", (story_row(n, held[n]) for n in sorted(held) if any(s.fresh for s in held[n])))


def story_row(name: str, parts: Iterable[Told]) -> Row:
    """A story as a row; that of several windows or blocks has the headline of the largest."""
    held = sorted(parts, key=lambda s: (-s.fresh, s.id))
    names: Counter[str] = Counter()
    for story in held:
        names.update(story.names)
    ranked = list(held[0].names)[:KEY] if len(held) == 1 else sorted(names, key=lambda n: (-names[n], n))[:KEY]
    first, last = ([d for s in held if (d := getattr(s, end)) is not None] for end in ("first", "last"))
    return {
        "id": name, "title": held[0].title, "articles": sum(s.fresh for s in held),
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
