"""Copies over an archive: the steps of `link.reuse` as shuffles by shingle, by article and by pair; nothing compares all pairs.

    bands ─ crowd ─► of more than `CROWD` articles with one band of their signatures all but the first are set aside, and tied to that one
    runs ─ meet ─► pairs that share runs of words, counted; what is boilerplate, what is frequent      (by run)
         ─ compare ─► passages of the pairs that share enough                                          (by pair)
         ─ gather_near ─► the pairs of each article                                                    (by article)
         ─ settle ─► third texts; the table `reuse`                                                    (by pair)

With windows of so many days, articles meet that lie less than that apart (and at times up to twice as far); each pair is counted in
one window, the later one of its two articles. Without them (0 days) the result is that of `find_reuse`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

import msgspec
import numpy as np
import numpy.typing as npt

from isnad.link.reuse import compare as compared
from isnad.link.reuse import held_in, weighed
from isnad.link.reuse_direction import third_text
from isnad.link.reuse_index import SEEDS, Shingles, Words
from isnad.model.account import Reuse
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.run.bulk.keeping import (
    NO_DAY,
    Array,
    Part,
    Records,
    Writer,
    identity,
    joined,
    load_columns,
    number,
    part_of,
    read_json,
    save_columns,
    write_json,
)  # fmt: skip
from isnad.run.bulk.sketches import Kept
from isnad.run.bulk.tables import Row, as_day, write_table
from isnad.run.runner import Task

CROWD = 40
"""Articles with one band from which on only the first is compared with all: a text that everybody carries."""
CACHED = 4_096
"""Articles whose words a worker holds at a time."""


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Articles that may meet: those of a stretch of days and of the one before it."""

    home: int
    """Number of the stretch; `NO_DAY` for articles without a day, which meet each other only."""
    days: int
    """Its length; 0: all articles in one."""
    slices: tuple[str, ...]
    """Folders of the slices that hold such articles."""

    def homes(self, days: Array) -> Array:
        """The stretch of each day."""
        if not self.days:
            return np.zeros(len(days), dtype=np.int64)
        return np.where(days == NO_DAY, NO_DAY, days.astype(np.int64) // self.days)

    def holds(self, homes: Array) -> Array:
        """Which articles lie in the window."""
        found: Array = (homes == self.home) | ((homes == self.home - 1) & (self.home != NO_DAY))
        return found


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a step is told: its window, its part of the keys, and the folders of the steps before it."""

    window: Window
    part: Part = Part()
    crowds: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    compares: tuple[str, ...] = ()
    nears: tuple[str, ...] = ()


def crowd(task: Task, folder: Path) -> None:
    """`followers`: articles that are set aside, each with the first of its crowd."""
    step = task.asked(Step)
    hashes, (articles,) = _entries(task, step, "bands", ("hash", "article"))
    people = _People(task, step)
    homes, days = people.homes(articles), people.days(articles)
    kept = step.window.holds(homes)
    order = np.lexsort((articles[kept], days[kept], hashes[kept]))
    keys, members = hashes[kept][order], articles[kept][order]
    once = ~_again(keys, members)
    keys, members = keys[once], members[once]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    groups = [members[s : s + n] for s, n in zip(starts.tolist(), sizes.tolist(), strict=True) if n > CROWD]
    first = joined((np.full(len(g) - 1, g[0], dtype=np.uint64) for g in groups), "<u8")
    save_columns(folder, "followers", {"article": joined((g[1:] for g in groups), "<u8"), "first": first})


def meet(task: Task, folder: Path) -> None:
    """`pairs` (a, b, shared) of articles that share runs in this part of the runs; `common` and `frequent` runs."""
    step = task.asked(Step)
    hashes, (articles, own) = _entries(task, step, "runs", ("hash", "article", "own"))
    people = _People(task, step)
    homes = people.homes(articles)
    kept = step.window.holds(homes) & ~held_in(_followers(task, step)[0], articles)
    hashes, articles, own, homes = hashes[kept], articles[kept], own[kept], homes[kept]
    order = np.lexsort((articles, hashes))
    order = order[~_again(hashes[order], articles[order])]
    hashes, articles, own, homes = hashes[order], articles[order], own[order], homes[order]
    names, first, holders = np.unique(articles, return_index=True, return_inverse=True)
    index = Shingles(hashes, holders.astype(np.int32), own)
    common = index.boilerplate([str(o) for o in people.outlets(names)])
    low, high, shared = index.counted(common)
    mine = np.maximum(homes[first][low], homes[first][high]) == step.window.home if len(low) else np.zeros(0, dtype=np.bool_)
    save_columns(folder, "pairs", {"a": names[low[mine]], "b": names[high[mine]], "shared": shared[mine].astype(np.uint16)})
    np.save(folder / "common.npy", common)
    np.save(folder / "frequent.npy", index.frequent())


def _again(hashes: Array, articles: Array) -> npt.NDArray[np.bool_]:
    """Which sorted entries repeat the one before them: an article may stand in two slices."""
    same = (hashes[1:] == hashes[:-1]) & (articles[1:] == articles[:-1])
    return np.concatenate([np.zeros(min(1, len(hashes)), dtype=np.bool_), same])


def index(task: Task, folder: Path) -> None:
    """`index`: in which slice, and where in it, the words of the articles of this part lie."""
    step = task.asked(Step)
    keys, slices, rows = [], [], []
    for place, name in enumerate(step.window.slices):
        found = np.load(Path(task.root, name, "words.npy"), mmap_mode="r")["key"]
        low, high = step.part.bounds(found)
        keys.append(np.array(found[low:high]))
        slices.append(np.full(high - low, place, dtype=np.uint32))
        rows.append(np.arange(low, high, dtype=np.uint32))
    columns = {"key": joined(keys, "<u8"), "slice": joined(slices, "<u4"), "row": joined(rows, "<u4")}
    save_columns(folder, "index", columns)
    write_json(folder / "index.json", Indexed(part=step.part, slices=step.window.slices))


def compare(task: Task, folder: Path) -> None:
    """`reuse`: the pairs of this part that share passages, by their first article; `sides`: for each of both the other and where."""
    step = task.asked(Step)
    library = _Library(task, step)
    common, frequent = (joined((np.load(Path(task.root, m, f"{n}.npy")) for m in step.meets), "<u8") for n in ("common", "frequent"))
    words = lru_cache(maxsize=CACHED)(lambda key: weighed(library.words(key), common, frequent))
    pairs, sides = Writer(folder, "reuse"), Writer(folder, "sides")
    for a, b in _pairs(task, step):
        one, other = sorted((words(a), words(b)), key=lambda w: (w.document.publication.date or "9999", w.document.path, w.document.id))
        if (found := compared(one, other)) is not None:
            pairs.add(number(found.a), found)
            sides.add(number(found.a), (found.b, [p.a for p in found.passages]))
            sides.add(number(found.b), (found.a, [p.b for p in found.passages]))
    pairs.close()
    sides.close()


Side = tuple[str, tuple[Span, ...]]


def gather_near(task: Task, folder: Path) -> None:
    """`near`: for each article of this part the articles that share passages with it, and where."""
    step = task.asked(Step)
    held: dict[int, dict[str, tuple[Span, ...]]] = {}
    for place in step.compares:
        records: Records[Side] = Records(Path(task.root, place), "sides", cast(type[Side], Side))
        for key, (other, spans) in records.within(step.part):
            held.setdefault(key, {})[other] = spans
    out = Writer(folder, "near")
    for key in sorted(held):
        out.add(key, held[key])
    out.close()


def settle(task: Task, folder: Path) -> None:
    """The table `reuse`: pairs in order, those of which a third text carries all told as such."""
    step = task.asked(Step)
    library = _Library(task, step)
    near: list[Records[dict[str, tuple[Span, ...]]]]
    near = [Records(Path(task.root, p), "near", dict[str, tuple[Span, ...]]) for p in step.nears]

    def near_of(article: str) -> Mapping[str, tuple[Span, ...]]:
        key = number(article)
        return near[part_of(key, len(near))].of(key)[0]

    rows = []
    for place in step.compares:
        for _, found in Records(Path(task.root, place), "reuse", Reuse).within(Part()):
            rows.append(_row(third_text(found, near_of, library.document), library))
    write_table(folder / "reuse.parquet", "reuse", sorted(rows, key=lambda r: (r["a"], r["b"])))


def _row(found: Reuse, library: _Library) -> Row:
    a, b = library.document(found.a), library.document(found.b)
    return {
        "a": found.a, "b": found.b, "a_outlet": a.outlet, "b_outlet": b.outlet,
        "a_day": as_day(a.publication.date), "b_day": as_day(b.publication.date), "kind": found.kind, "share": round(found.share, 4),
        "a_share": round(found.shares[0], 4), "b_share": round(found.shares[1], 4), "direction": found.direction,
        "passages": len(found.passages), "why": " | ".join(f"{w.name}: {w.detail}" for w in found.why),
    }  # fmt: skip


def _entries(task: Task, step: Step, name: str, columns: tuple[str, ...]) -> tuple[Array, list[Array]]:
    """Columns of this part of all slices, one after the other; the key apart."""
    found = [load_columns(Path(task.root, s), name, columns, step.part) for s in step.window.slices]
    kinds = {"own": "?"}
    whole = [joined((f[n] for f in found), kinds.get(c, "<u8")) for n, c in enumerate(columns)]
    return whole[0], whole[1:]


def _followers(task: Task, step: Step) -> tuple[Array, Array]:
    """Articles that are set aside, sorted, each with the first of its crowd that comes first."""
    found = [load_columns(Path(task.root, p), "followers", ("article", "first")) for p in step.crowds]
    articles, first = (joined((f[n] for f in found), "<u8") for n in (0, 1))
    order = np.lexsort((first, articles))
    articles, first = articles[order], first[order]
    once = np.concatenate([[True], articles[1:] != articles[:-1]])[: len(articles)]
    return articles[once], first[once]


def _pairs(task: Task, step: Step) -> Iterator[tuple[int, int]]:
    """Pairs of this part that share enough, in order, and those of the crowds."""
    found = [load_columns(Path(task.root, m), "pairs", ("a", "b", "shared"), step.part) for m in step.meets]
    a, b, shared = joined((f[0] for f in found), "<u8"), joined((f[1] for f in found), "<u8"), joined((f[2] for f in found), "<u2")
    articles, first = _followers(task, step)
    low, high = step.part.bounds(articles)
    people = _People(task, step)
    mine = np.maximum(people.homes(articles[low:high]), people.homes(first[low:high])) == step.window.home
    articles, first = articles[low:high][mine], first[low:high][mine]
    pairs = np.stack([np.concatenate([a, articles]), np.concatenate([b, first])], axis=1)
    counts = np.concatenate([shared.astype(np.int64), np.full(len(articles), SEEDS)])
    if not len(pairs):
        return
    unique, places = np.unique(pairs, axis=0, return_inverse=True)
    total = np.bincount(places.ravel(), weights=counts)
    yield from map(tuple, unique[total >= SEEDS].tolist())


class _People:
    """Day and outlet of the articles of a window."""

    def __init__(self, task: Task, step: Step) -> None:
        self._window = step.window
        found = [load_columns(Path(task.root, s), "who", ("article", "outlet", "day")) for s in step.window.slices]
        keys, outlets, days = (joined((f[n] for f in found), k) for n, k in enumerate(("<u8", "<u8", "<i4")))
        self._keys, first = np.unique(keys, return_index=True)
        self._outlets, self._days = outlets[first], days[first]

    def _at(self, articles: Array) -> Array:
        return np.searchsorted(self._keys, articles)

    def days(self, articles: Array) -> Array:
        """Day of each article."""
        return self._days[self._at(articles)]

    def homes(self, articles: Array) -> Array:
        """Stretch of days of each article."""
        return self._window.homes(self.days(articles))

    def outlets(self, articles: Array) -> Array:
        """Outlet of each article, as a number."""
        return self._outlets[self._at(articles)]


class Indexed(msgspec.Struct, frozen=True, kw_only=True):
    """What an index is of."""

    part: Part
    slices: tuple[str, ...]


class _Index:
    """Where the words of the articles of a window lie, of those of one part of the keys."""

    def __init__(self, folder: Path) -> None:
        self._of = read_json(folder / "index.json", Indexed)
        self._keys, self._slices, self._rows = (np.load(folder / f"index.{c}.npy", mmap_mode="r") for c in ("key", "slice", "row"))

    def place(self, key: int) -> tuple[str, int] | None:
        """The slice and the row in it; None where the article is not here."""
        if part_of(key, self._of.part.count) != self._of.part.number:
            return None
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        if at == len(self._keys) or int(self._keys[at]) != key:
            return None
        return self._of.slices[int(self._slices[at])], int(self._rows[at])


class _Library:
    """Words of articles, read where they lie; so many are held as were asked for last."""

    def __init__(self, task: Task, step: Step) -> None:
        self._indexes = [_Index(Path(task.root, place)) for place in step.indexes]
        self._open = lru_cache(maxsize=256)(lambda name: Records(Path(task.root, name), "words", Kept))
        self._kept = lru_cache(maxsize=CACHED)(self._read)

    def words(self, key: int) -> Words:
        """The words of an article."""
        return self._kept(key).words()

    def document(self, article: str) -> Document:
        """The article that they are from, without them."""
        return self._kept(number(article)).document

    def _read(self, key: int) -> Kept:
        for found in self._indexes:
            if (place := found.place(key)) is not None:
                return self._open(place[0]).at(place[1])
        raise KeyError(identity(key))
