"""Names over an archive: forms gathered over all articles, and compared where they share a block (`link/entity_*.py` as shuffles).

    names of slices ─ units ─► faces, blocks and articles of each unit                        (by form of the name)
                    ─ pair ─► links between units that share a block, with their features     (by block)
                    ─ join ─► which units hang together                                       (only the links, no names)
                    ─ cluster_names ─► clusters: what must be two is kept two                 (by component)

Short names and what is told of each entity: `names_told.py`. In a block of more than `BLOCK` units each is compared with those that stand
near it by their letters only; no step compares all pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec
import numpy as np

from isnad.lang.pack import load_pack
from isnad.link.entity_features import ENOUGH, score
from isnad.link.entity_names import Names
from isnad.link.entity_rolls import Seen
from isnad.link.entity_senses import SENSE, Holder, Titles, contrary, senses
from isnad.link.entity_sieve import places_that_may_be_one
from isnad.link.entity_stream import TOGETHER, EntityStream, compiled
from isnad.link.entity_units import TABLED, Face, Node
from isnad.model.account import Feature
from isnad.model.findings import MentionType
from isnad.run.bulk.keeping import (
    Array,
    Part,
    Records,
    Writer,
    joined,
    load_columns,
    name_number,
    number,
    part_of,
    save_columns,
)  # fmt: skip
from isnad.run.bulk.sketches import Named
from isnad.run.runner import Task

BLOCK = 500
"""Units of a block that are all compared with each other."""
PLACES = 5_000
"""The same for places, of which a sieve lets few pairs through."""
NEAR = 60
"""Units of a larger block that one is compared with, by the order of letters."""


Sieve = Callable[[list["BlockEntry"]], Iterable[tuple[int, int]]]
"""Of the units of a block those pairs, by their numbers, that may be one."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a step is told: its part of the keys, and the folders of the steps before it."""

    language: str
    part: Part = Part()
    slices: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    components: str = ""
    clusters: tuple[str, ...] = ()


class Visage(msgspec.Struct, frozen=True, array_like=True):
    """What a unit is compared by."""

    unit: str
    text: str
    kind: MentionType
    articles: int


class Tied(msgspec.Struct, frozen=True, array_like=True):
    """A link between two units, or what would be one if an article held both."""

    a: str
    b: str
    features: tuple[Feature, ...]


class BlockEntry(NamedTuple):
    """A unit in a block, and as what: `b` one of many, `w` a single word that waits, `s` a body that looks for it."""

    block: str
    role: str
    unit: str
    text: str
    kind: MentionType


# units


def units(task: Task, folder: Path) -> None:
    """`faces` and `articles` of the units of this part, `senses` of namesakes, `aliases`, `blocks`, `ends`."""
    step = task.asked(Step)
    faces = compiled(load_pack(step.language))[0]
    names = ("faces", "articles", "senses", "aliases", "blocks", "ends")
    out = {name: Writer(folder, name) for name in names}
    for node in _nodes(task, step, out["senses"]):
        face, key = faces.of(node.text, node.type), name_number(node.unit)
        out["faces"].add(key, Visage(node.unit, node.text, node.type, len(node.articles)))
        out["articles"].add(key, np.array(sorted(number(a) for a in node.articles), dtype=np.uint64).tobytes())
        waits, seeks = faces.meets(face)
        for role, blocks in (("b", faces.blocks(face)), ("w", waits), ("s", seeks)):
            for block in sorted(blocks):
                out["blocks"].add(name_number(block), BlockEntry(block, role, node.unit, node.text, node.type))
        if not face.short and (last := faces.last(face)):
            out["ends"].add(name_number(last), (last, node.unit))
    for one, others in sorted(_aliases(task, step).items()):
        out["aliases"].add(name_number(one), (one, sorted(others)))
    for writer in out.values():
        writer.close()


def _nodes(task: Task, step: Step, told: Writer) -> Iterator[Node]:
    """The units of this part, in order; namesakes are told apart and written down."""
    held: dict[str, dict[str, Seen]] = {}
    where: dict[str, int] = {}
    for place, name in enumerate(step.slices):
        records: Records[tuple[str, Seen]] = Records(Path(task.root, name), "seens", cast(type[tuple[str, Seen]], tuple[str, Seen]))
        for _, (article, seen) in records.within(step.part):
            held.setdefault(seen.key, {}).setdefault(article, seen)
            where.setdefault(article, place)
    titles = _titles(step.language)
    for key in sorted(held):
        found: dict[str, str] = {}
        kinds = Counter(k for seen in held[key].values() for k in titles.kinds_of(seen.roles))
        if " " in key and contrary(kinds):
            found = senses({a: _holder(Path(task.root, step.slices[where[a]]), a, seen, titles) for a, seen in held[key].items()})
        if found:
            told.add(name_number(key), (key, found))
        nodes: dict[str, Node] = {}
        for article, seen in held[key].items():
            unit = f"{key}{SENSE}{found[article]}" if article in found else key
            nodes.setdefault(unit, Node(unit, {})).add(article, seen)
        yield from (nodes[unit] for unit in sorted(nodes))


def _holder(place: Path, article: str, seen: Seen, titles: Titles) -> Holder:
    """An article that holds a form, with the persons who stand beside it."""
    (found, *_) = Records(place, "rolls", Named).of(number(article))
    others = (s.key for s in found.roll.names if s.type == "person" and s.key != seen.key and " " in s.key)
    return Holder(titles.kinds_of(seen.roles), frozenset(others))


@lru_cache(maxsize=2)
def _titles(language: str) -> Titles:
    return Titles(load_pack(language))


def _aliases(task: Task, step: Step) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for name in step.slices:
        records: Records[tuple[str, str]] = Records(Path(task.root, name), "aliases", cast(type[tuple[str, str]], tuple[str, str]))
        for _, (one, other) in records.within(step.part):
            held.setdefault(one, set()).add(other)
    return held


class Directory:
    """Looks units up where they lie."""

    def __init__(self, root: Path, step: Step) -> None:
        self._faces = [Records(root / p, "faces", Visage) for p in step.units]
        self._articles = [Records(root / p, "articles", bytes) for p in step.units]
        sense = cast(type[tuple[str, dict[str, str]]], tuple[str, dict[str, str]])
        self._senses = [Records(root / p, "senses", sense) for p in step.units]
        self._make = compiled(load_pack(step.language))[0]
        self.visage = lru_cache(maxsize=100_000)(self._visage)
        self.articles = lru_cache(maxsize=10_000)(self._articles_of)
        self.senses = lru_cache(maxsize=100_000)(self._senses_of)

    def _part(self, unit: str) -> int:
        """Where a unit was gathered: where its form lies, for namesakes are told apart there."""
        return part_of(name_number(unit.partition(SENSE)[0]), len(self._faces))

    def _visage(self, unit: str) -> Visage | None:
        return next((v for v in self._faces[self._part(unit)].of(name_number(unit)) if v.unit == unit), None)

    def face(self, unit: str) -> Face | None:
        """The face of a unit; None where there is no such unit."""
        found = self.visage(unit)
        return None if found is None else self._make.of(found.text, found.kind)

    def _articles_of(self, unit: str) -> Array:
        return np.frombuffer(self._articles[self._part(unit)].of(name_number(unit))[0], dtype=np.uint64)

    def _senses_of(self, key: str) -> dict[str, str]:
        found = self._senses[self._part(key)].of(name_number(key))
        return next((told for name, told in found if name == key), {})

    def unit(self, article: str, key: str) -> str:
        """The unit that a name of an article belongs to."""
        sense = self.senses(key).get(article)
        return f"{key}{SENSE}{sense}" if sense else key

    def together(self, a: str, b: str) -> bool:
        """Whether an article holds both."""
        return not Held(self.articles(a)).isdisjoint(Held(self.articles(b)))


class Held:
    """The articles of a unit, as much of a mapping's keys as clustering asks for."""

    def __init__(self, numbers: Array) -> None:
        self.numbers = numbers

    def keys(self) -> Held:
        """Itself."""
        return self

    def isdisjoint(self, other: Held) -> bool:
        """Whether no article is in both; the shorter list is looked up in the longer."""
        short, long = sorted((self.numbers, other.numbers), key=len)
        if not len(short):
            return True
        at = np.minimum(np.searchsorted(long, short), len(long) - 1)
        return not bool((long[at] == short).any())


# pairs


def pair(task: Task, folder: Path) -> None:
    """`links` of units that share a block of this part; `edges`: those that hold, as numbers."""
    step = task.asked(Step)
    root = Path(task.root)
    directory, faces = Directory(root, step), compiled(load_pack(step.language))[0]
    found: dict[tuple[str, str], tuple[Feature, ...]] = {}
    for members in _blocks(root, step):
        seen = {m.unit: faces.of(m.text, m.kind) for m in members}
        for a, b in mates(members, partial(_sieved, faces.names, seen)):
            # Of the millions of pairs few are kept: to compare again those that meet in two blocks costs less than to remember all.
            if (features := faces.link(seen[a.unit], seen[b.unit])) and score(features) >= ENOUGH - TOGETHER:
                found[a.unit, b.unit] = features
    out = Writer(folder, "links")
    edges: list[tuple[str, str]] = []
    for (a_unit, b_unit), features in sorted(found.items()):
        out.add(name_number(a_unit), Tied(a_unit, b_unit, features))
        if score(features) >= ENOUGH or (features[0].name == "open-beginning" and directory.together(a_unit, b_unit)):
            edges.append((a_unit, b_unit))
    out.close()
    edges += _alias_edges(root, step, directory)
    columns = {"a": [name_number(a) for a, _ in edges], "b": [name_number(b) for _, b in edges]}
    save_columns(folder, "edges", {c: np.array(values, dtype=np.uint64) for c, values in columns.items()})


def _sieved(names: Names, seen: Mapping[str, Face], many: Iterable[BlockEntry]) -> Iterator[tuple[int, int]]:
    return places_that_may_be_one(names, [seen[m.unit] for m in many])


def _blocks(root: Path, step: Step) -> Iterator[list[BlockEntry]]:
    """The units of each block of this part."""
    held: dict[str, list[BlockEntry]] = {}
    for place in step.units:
        for _, entry in Records(root / place, "blocks", BlockEntry).within(step.part):
            held.setdefault(entry.block, []).append(entry)
    return (sorted(held[block], key=lambda e: e.unit) for block in sorted(held))


def mates(members: list[BlockEntry], sieve: Sieve) -> Iterator[tuple[BlockEntry, BlockEntry]]:
    """Pairs of a block that are compared, each in the order of the units; of places those that the sieve lets through."""
    many, waiting, seeking = ([m for m in members if m.role == role] for role in "bws")
    if many and many[0].kind == "place" and not many[0].block.startswith(TABLED) and len(many) <= PLACES:
        yield from ((many[a], many[b]) for a, b in sieve(many))
    elif len(many) <= BLOCK:
        yield from ((a, b) for n, a in enumerate(many) for b in many[n + 1 :])
    else:
        for order in (many, sorted(many, key=lambda m: (m.unit[::-1], m.unit))):
            yield from (_ordered(a, b) for n, a in enumerate(order) for b in order[n + 1 : n + 1 + NEAR])
    if len(waiting) * len(seeking) <= BLOCK * BLOCK:
        yield from (_ordered(a, b) for a in waiting for b in seeking if a.unit != b.unit)


def _ordered(a: BlockEntry, b: BlockEntry) -> tuple[BlockEntry, BlockEntry]:
    return (a, b) if a.unit <= b.unit else (b, a)


def _alias_edges(root: Path, step: Step, directory: Directory) -> list[tuple[str, str]]:
    """Pairs of names that an article gives as one."""
    stream, out = EntityStream(load_pack(step.language)), []
    kind = cast(type[tuple[str, list[str]]], tuple[str, list[str]])
    for place in step.units:
        for _, (one, others) in Records(root / place, "aliases", kind).within(step.part):
            face = directory.face(one)
            for other in others:
                beside = directory.face(other) if one < other else None
                if face is not None and beside is not None and stream.alias_holds(face, beside):
                    out.append((one, other))
    return out


# components and clusters


def join(task: Task, folder: Path) -> None:
    """`components`: of each unit that has links the least unit that it hangs together with, as numbers."""
    step = task.asked(Step)
    found = [load_columns(Path(task.root, p), "edges", ("a", "b")) for p in step.pairs]
    a, b = (joined((f[n] for f in found), "<u8") for n in (0, 1))
    nodes = np.unique(np.concatenate([a, b]))
    i, j = np.searchsorted(nodes, a), np.searchsorted(nodes, b)
    roots = np.arange(len(nodes))
    while True:
        least = np.minimum(roots[i], roots[j])
        new = roots.copy()
        np.minimum.at(new, roots[i], least)
        np.minimum.at(new, roots[j], least)
        while not np.array_equal(new, new[new]):
            new = new[new]
        if np.array_equal(new, roots):
            break
        roots = new
    save_columns(folder, "components", {"unit": nodes, "root": nodes[roots]})


def cluster_names(task: Task, folder: Path) -> None:
    """`homes`: of each unit with links the cluster, by its first unit; `clusters`: the units of each."""
    step = task.asked(Step)
    root = Path(task.root)
    directory = Directory(root, step)
    nodes, roots = load_columns(root / step.components, "components", ("unit", "root"))
    stream = EntityStream(load_pack(step.language))
    members = [v for place in step.units for v in _mine(root / place, "faces", Visage, (nodes, roots, step.part))]
    for found in members:
        stream.nodes[found.unit] = Node(found.unit, cast(Any, Held(directory.articles(found.unit))))
        stream.face[found.unit] = stream.faces.of(found.text, found.kind)
    for place in step.pairs:
        for tied in _mine(root / place, "links", Tied, (nodes, roots, step.part)):
            if tied.a in stream.face and tied.b in stream.face:
                stream.links.setdefault(tied.a, {})[tied.b] = tied.features
                stream.links.setdefault(tied.b, {})[tied.a] = tied.features
    kind = cast(type[tuple[str, list[str]]], tuple[str, list[str]])
    for place in step.units:
        for one, others in _mine(root / place, "aliases", kind, (nodes, roots, step.part)):
            stream.aliases[one] = dict.fromkeys(others, 1)
    stream.regroup(set(stream.face))
    homes, clusters = Writer(folder, "homes"), Writer(folder, "clusters")
    for unit, name in sorted(stream.cluster_of.items()):
        homes.add(name_number(unit), (unit, name))
    for name, cluster in sorted(stream.clusters.items()):
        clusters.add(name_number(name), cluster.units)
    homes.close()
    clusters.close()


def _mine(folder: Path, name: str, kind: type[Any], where: tuple[Array, Array, Part]) -> Iterable[Any]:
    """Records of the units whose component lies in a part."""
    nodes, roots, part = where
    records = Records(folder, name, kind)
    keys = np.array(records.rows["key"])
    if not len(nodes) or not len(keys):
        return []
    at = np.minimum(np.searchsorted(nodes, keys), len(nodes) - 1)
    edges = [-(-(n << 64) // part.count) for n in (part.number, part.number + 1)]
    inside = (nodes[at] == keys) & (roots[at] >= np.uint64(edges[0]))
    if edges[1] < 1 << 64:
        inside &= roots[at] < np.uint64(edges[1])
    return [records.at(n) for n in np.flatnonzero(inside).tolist()]
