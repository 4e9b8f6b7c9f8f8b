"""Which tasks link an archive: windows, parts and blocks, cut so that each task fits a worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace

from isnad.run.bulk import copies, repeats, stories, telling
from isnad.run.bulk.gather import Ended, ShardMade, SliceMade
from isnad.run.bulk.keeping import NO_DAY, Part, parts_for, read_json
from isnad.run.bulk.sketches import BANDS
from isnad.run.bulk.tables import OF_DOCUMENTS
from isnad.run.runner import Task

if TYPE_CHECKING:
    from isnad.run.bulk.order import Line

RUNS = 3_000_000
"""Entries of the index of shingles that one task sorts (17 bytes each, a few times over)."""
ARTICLES = 20_000
"""Articles whose pairs one task compares."""
STORIES = 200_000
"""Stories that one task tells of."""
KEYS = 2_000_000
"""Article numbers that one task looks through for repeats."""


class Shard(NamedTuple):
    """A shard that was gathered."""

    place: str
    made: ShardMade


class Slice(NamedTuple):
    """A slice of a shard."""

    place: str
    made: SliceMade


class Told(NamedTuple):
    """What is to be published: files by table, in order."""

    tables: dict[str, list[Path]]


def linked(line: Line, shards: Sequence[Shard]) -> tuple[Told, Ended]:
    """Plan and carry out linking and telling; gives the files of each table, and how all inputs ended."""
    slices = [Slice(f"{s.place}/{m.name}", m) for s in shards for m in s.made.slices]
    dropped = _repeats(line, slices)
    reuse = _copies(line, slices)
    found = _stories(line, slices)
    told = [_tell(line, s, dropped, found) for s in slices]
    line.do(told)
    tables = {table: [t.folder / f"{table}.parquet" for t in told] for table in OF_DOCUMENTS}
    tables["failures"] = [line.root / s.place / "failures.parquet" for s in shards]
    tables["reuse"] = [line.root / p / "reuse.parquet" for p in reuse]
    tables["stories"] = [line.root / p / "stories.parquet" for p in found.told]
    return Told(tables), _ended(shards, sum(len(d) for d in dropped.values()))


def _ended(shards: Sequence[Shard], repeats: int) -> Ended:
    """How all inputs ended; articles that stand in several shards are kept once."""
    ended: Counter[str] = Counter()
    for shard in shards:
        ended.update(shard.made.ended)
    if repeats:
        ended["kept"] -= repeats
        ended["rejected duplicate"] += repeats
    return {key: n for key, n in sorted(ended.items()) if n}


def _repeats(line: Line, slices: Sequence[Slice]) -> dict[str, list[int]]:
    """Slice to the numbers of those of its articles that an earlier slice holds too."""
    parts = parts_for(sum(s.made.articles for s in slices), KEYS)
    places = tuple(s.place for s in slices)
    found = line.do([line.task("repeats:repeats", repeats.Asked(slices=places, part=part)) for part in parts]) if slices else ()
    dropped: dict[str, list[int]] = {}
    for place in found:
        owners, keys = (np.load(line.root / place / f"repeats.{c}.npy") for c in ("slice", "article"))
        for owner, key in zip(owners.tolist(), keys.tolist(), strict=True):
            dropped.setdefault(places[owner], []).append(key)
    return dropped


def homes_of(days: Mapping[int, int], window: int) -> dict[int, int]:
    """Stretch of days to the articles that lie in it."""
    homes: Counter[int] = Counter()
    for day, n in days.items():
        homes[0 if not window else NO_DAY if day == NO_DAY else day // window] += n
    return dict(homes)


def _copies(line: Line, slices: Sequence[Slice]) -> tuple[str, ...]:
    """Folders with the table `reuse`."""
    days = line.choices.window
    homes = {s.place: homes_of(s.made.told, days) for s in slices}
    base: dict[int, copies.Step] = {}
    sizes: dict[int, tuple[int, int]] = {}
    for home in sorted({h for found in homes.values() for h in found}):
        mine = [s for s in slices if homes[s.place].keys() & {home, home - 1}]
        base[home] = copies.Step(window=copies.Window(home=home, days=days, slices=tuple(s.place for s in mine)))
        sizes[home] = sum(s.made.articles for s in mine), sum(s.made.runs for s in mine)

    def spread(step: str, told: Mapping[int, copies.Step], parts: Mapping[int, Sequence[Part]]) -> dict[int, tuple[str, ...]]:
        return line.do_all({h: [line.task(f"copies:{step}", replace(told[h], part=p)) for p in parts[h]] for h in base})

    by_article = {h: parts_for(n, ARTICLES) for h, (n, _) in sizes.items()}
    crowds = spread("crowd", base, {h: parts_for(n * BANDS, RUNS) for h, (n, _) in sizes.items()})
    told = {h: replace(base[h], crowds=crowds[h]) for h in base}
    meets = spread("meet", told, {h: parts_for(n, RUNS) for h, (_, n) in sizes.items()})
    indexes = spread("index", base, by_article)
    told = {h: replace(told[h], meets=meets[h], indexes=indexes[h]) for h in base}
    compares = spread("compare", told, by_article)
    around = {h: [a for a in (h - 1, h, h + 1) if a in base] if h != NO_DAY else [h] for h in base}
    told = {h: replace(base[h], compares=tuple(p for a in around[h] for p in compares[a])) for h in base}
    nears = spread("gather_near", told, by_article)
    told = {h: replace(base[h], nears=nears[h], indexes=tuple(i for a in around[h] for i in indexes[a])) for h in base}
    settling = {h: [line.task("copies:settle", replace(told[h], compares=(p,))) for p in compares[h]] for h in base}
    return tuple(p for found in line.do_all(settling).values() for p in found)


class Clustered(NamedTuple):
    """The stories that were found."""

    of: dict[int, tuple[str, ...]]
    """Stretch of days to the folders of its stories."""
    roots: str
    """The folder that tells which of them are one."""
    joined: dict[str, list[tuple[str, str]]]
    """Folder of stories to those of it that are part of another."""
    told: tuple[str, ...]
    """Folders with the table `stories`."""


def _stories(line: Line, slices: Sequence[Slice]) -> Clustered:
    days, most = line.choices.story_window, line.choices.story_block
    homes = {s.place: homes_of(s.made.days, days) for s in slices}
    steps: dict[int, stories.Step] = {}
    blocks: dict[int, tuple[Part, ...]] = {}
    for home in sorted({h for found in homes.values() for h in found}):
        mine = tuple(s.place for s in slices if home in homes[s.place])
        steps[home] = stories.Step(window=stories.Window(home=home, days=days, slices=mine))
        blocks[home] = parts_for(sum(homes[p][home] for p in mine), most)
    weighed = line.do_all({h: [line.task("stories:weigh", s)] for h, s in steps.items() if len(blocks[h]) > 1})
    steps = {h: replace(s, weighed=weighed[h][0] if h in weighed else "") for h, s in steps.items()}
    found = line.do_all({h: [line.task("stories:cluster", replace(s, block=b)) for b in blocks[h]] for h, s in steps.items()})
    matched = {
        h: [line.task("stories:match", replace(s, own=found[h], before=found.get(h - 1, ())))]
        for h, s in steps.items()
        if len(found[h]) > 1 or h - 1 in found
    }
    matches = tuple(p for places in line.do_all(matched).values() for p in places)
    (roots,) = line.do([line.task("stories:unite", stories.Unite(matched=matches))])
    top = read_json(line.root / roots / "roots.json", dict[str, str])
    names = {p: read_json(line.root / p / "names.json", list[str]) for places in found.values() for p in places}
    parts = parts_for(sum(len(n) for n in names.values()), STORIES)
    told = line.do([line.task("stories:tell_stories", stories.Tell(clusters=tuple(names), roots=roots, part=p)) for p in parts])
    return Clustered(found, roots, {p: [(n, top[n]) for n in held if n in top] for p, held in names.items()}, told)


def _tell(line: Line, of: Slice, dropped: Mapping[str, list[int]], found: Clustered) -> Task:
    mine = tuple(p for h in sorted(homes_of(of.made.days, line.choices.story_window)) for p in found.of[h])
    asked = telling.Asked(slice=of.place, dropped=tuple(dropped.get(of.place, ())), clusters=mine, roots=found.roots)
    return line.task("telling:tell", asked, (of.place, asked.dropped, mine, tuple(pair for p in mine for pair in found.joined[p])))
