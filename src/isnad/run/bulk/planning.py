"""Which tasks link an archive: windows, parts and blocks, cut so that each task fits a worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace

from isnad.run.bulk import copies, names, names_told, repeats, stories, telling
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
STORIES = 20_000
"""Stories that one task tells of."""
NAMES = 400_000
"""Names, each once an article, that one task gathers."""
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
    named = _names(line, slices, dropped)
    told = [_tell(line, s, dropped, found, named) for s in slices]
    line.do(told)
    tables = {table: [t.folder / f"{table}.parquet" for t in told] for table in OF_DOCUMENTS}
    tables["failures"] = [line.root / s.place / "failures.parquet" for s in shards]
    tables["reuse"] = [line.root / p / "reuse.parquet" for p in reuse]
    tables["stories"] = [line.root / p / "stories.parquet" for p in found.told]
    tables["entities"] = [line.root / p / "entities.parquet" for p in named.entities]
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

    days: int
    """Length of the windows."""
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
    if sum(s.made.articles for s in slices) <= most:
        days = 0  # what fits one worker is clustered in one go: windows know less of which words are rare
    steps: dict[int, stories.Step] = {}
    blocks: dict[int, tuple[Part, ...]] = {}
    for home in sorted({h for s in slices for h in homes_of(s.made.days, days)}):
        window = stories.Window(home=home, days=days, slices=())
        sizes = {s.place: sum(n for d, n in s.made.days.items() if window.owns(d) or window.leads(d)) for s in slices}
        steps[home] = stories.Step(window=replace(window, slices=tuple(p for p, n in sizes.items() if n)))
        blocks[home] = parts_for(sum(sizes.values()), most)
    weighed = line.do_all({h: [line.task("stories:weigh", s)] for h, s in steps.items() if len(blocks[h]) > 1})
    steps = {h: replace(s, weighed=weighed[h][0] if h in weighed else "") for h, s in steps.items()}
    found = line.do_all({h: [line.task("stories:cluster", replace(s, block=b)) for b in blocks[h]] for h, s in steps.items()})
    merges = line.do_all({h: [line.task("stories:merge", replace(steps[h], own=p))] for h, p in found.items() if len(p) > 1})
    matches = line.do_all({
        h: [line.task("stories:match", replace(steps[h], own=found[h], before=found[h - 1]))] for h in steps if h - 1 in found
    })  # fmt: skip
    matched = tuple(p for told in (merges, matches) for places in told.values() for p in places)
    (roots,) = line.do([line.task("stories:unite", stories.Unite(matched=matched))])
    top = read_json(line.root / roots / "roots.json", dict[str, str])
    names = {p: read_json(line.root / p / "names.json", list[str]) for places in found.values() for p in places}
    parts = parts_for(sum(len(n) for n in names.values()), STORIES)
    told = line.do([line.task("stories:tell_stories", stories.Tell(clusters=tuple(names), roots=roots, part=p)) for p in parts])
    return Clustered(days, found, roots, {p: [(n, top[n]) for n in held if n in top] for p, held in names.items()}, told)


class Named(NamedTuple):
    """The entities that were found."""

    resolved: dict[str, str]
    """Slice to the folder that tells whom its names mean."""
    entities: tuple[str, ...]
    """Folders with the table `entities`."""


def _names(line: Line, slices: Sequence[Slice], dropped: Mapping[str, Sequence[int]]) -> Named:
    places = tuple(s.place for s in slices)
    parts = parts_for(sum(s.made.names for s in slices), NAMES)
    base = names.Step(language=line.choices.settings.language)
    units = line.do([line.task("names:units", replace(base, slices=places, part=p)) for p in parts])
    pairs = line.do([line.task("names:pair", replace(base, units=units, part=p)) for p in parts])
    (components,) = line.do([line.task("names:join", replace(base, pairs=pairs))])
    told = replace(base, units=units, pairs=pairs, components=components)
    clusters = line.do([line.task("names:cluster_names", replace(told, part=p)) for p in parts])
    whole = names_told.Step(names=replace(base, units=units, components=components, clusters=clusters))
    each = {s.place: replace(whole, slice=s.place, dropped=tuple(dropped.get(s.place, ()))) for s in slices}
    asked = line.do([line.task("names_told:ask_short", step) for step in each.values()])
    answered = line.do([line.task("names_told:answer_short", replace(whole, asked=asked, part=p)) for p in parts])
    resolved = line.do([line.task("names_told:resolve", replace(step, answered=answered)) for step in each.values()])
    entities = line.do([line.task("names_told:tell_entities", replace(whole, resolved=resolved, part=p)) for p in parts])
    return Named(dict(zip(each, resolved, strict=True)), entities)


def _tell(line: Line, of: Slice, dropped: Mapping[str, list[int]], found: Clustered, named: Named) -> Task:
    mine = tuple(p for h in sorted(homes_of(of.made.days, found.days)) for p in found.of[h])
    asked = telling.Asked(
        language=line.choices.settings.language, slice=of.place, dropped=tuple(dropped.get(of.place, ())), clusters=mine,
        roots=found.roots, resolved=named.resolved[of.place], entities=named.entities,
    )  # fmt: skip
    joined = tuple(pair for p in mine for pair in found.joined[p])
    return line.task("telling:tell", asked, (of.place, asked.dropped, mine, joined, asked.resolved, asked.entities))
