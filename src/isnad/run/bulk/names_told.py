"""Whom names mean over an archive: short names article by article, then the entities and which mention belongs to which.

    rolls of a slice ─ ask_short ─► for each short name of an article the fuller ones beside it      (by article)
                     ─ answer_short ─► whom it means there, and where no article tells                (by short name)
                     ─ resolve ─► the home of each name of each article, counted                      (by article)
                     ─ tell_entities ─► the table `entities`, and the id of each home                 (by home)

With one block for each group of names the result is that of `link_entities`, but for titles that stand for a person ("the minister"):
over years and countries a title alone tells nobody, so a speaker is an entity only where the article names one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import msgspec
import numpy as np

from isnad.lang.pack import load_pack
from isnad.link.entity_latin import latin_of
from isnad.link.entity_names import Names
from isnad.link.entity_short import Found, Question, meant
from isnad.link.entity_stream import compiled
from isnad.link.entity_units import Face
from isnad.model.findings import MentionType
from isnad.model.ids import digest
from isnad.run.bulk import names
from isnad.run.bulk.keeping import Part, Records, Writer, mapped_columns, name_number, number, part_of
from isnad.run.bulk.names import Directory
from isnad.run.bulk.sketches import Named
from isnad.run.bulk.tables import Row, write_table
from isnad.run.runner import Task

ENOUGH_BEARERS = 2_000
"""Fuller names whose last parts begin alike, from which on none of them is looked for as the only one that a short name may mean."""

Home = tuple[str, str]
"""A cluster, and the group of articles of a short name that is its own."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a step is told."""

    names: names.Step
    slice: str = ""
    dropped: tuple[int, ...] = ()
    """Numbers of articles of the slice that an earlier slice holds."""
    part: Part = Part()
    asked: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()


class Asking(msgspec.Struct, frozen=True, array_like=True):
    """A short name in an article."""

    cluster: str
    article: str
    unit: str
    fits: tuple[Found, ...]
    """Fuller names of the article that it may mean."""
    persons: tuple[tuple[str, int], ...] = ()
    """Where it is a given name: persons of the article, and in how many articles each stands."""


class Homes:
    """Units, and the clusters that they are in."""

    def __init__(self, root: Path, step: names.Step) -> None:
        self.units = Directory(root, step)
        pair = cast(type[tuple[str, str]], tuple[str, str])
        self._homes = [Records(root / p, "homes", pair) for p in step.clusters]
        self._clusters = [Records(root / p, "clusters", tuple[str, ...]) for p in step.clusters]
        self._units, self._roots = mapped_columns(root / step.components, "components", ("unit", "root"))
        self.cluster = lru_cache(maxsize=200_000)(self._cluster)

    def _part(self, key: int) -> int | None:
        """Where the component of a unit was clustered; None where nothing is linked to it."""
        at = int(self._units.searchsorted(np.uint64(key)))
        return part_of(int(self._roots[at]), len(self._homes)) if at < len(self._units) and self._units[at] == key else None

    def _cluster(self, unit: str) -> str:
        """The cluster of a unit; its own where nothing is linked to it."""
        key = name_number(unit)
        part = self._part(key)
        return unit if part is None else next((home for name, home in self._homes[part].of(key) if name == unit), unit)

    def members(self, cluster: str) -> tuple[str, ...]:
        """The units of a cluster."""
        key = name_number(cluster)
        part = self._part(key)
        return (cluster,) if part is None else next((units for units in self._clusters[part].of(key) if units[0] == cluster), (cluster,))

    def face(self, unit: str) -> Face:
        """The face of a unit that is there."""
        found = self.units.face(unit)
        assert found is not None, unit
        return found


def ask_short(task: Task, folder: Path) -> None:
    """`asking`: the short names of the articles of a slice, by cluster."""
    step = task.asked(Step)
    homes = Homes(Path(task.root), step.names)
    faces = compiled(load_pack(step.names.language))[0]
    out = Writer(folder, "asking")
    for found in _rolls(task, step):
        roll = found.roll
        units = [homes.units.unit(roll.article, seen.key) for seen in roll.names]
        full = [u for u in units if not homes.face(u).short]
        for unit in sorted(set(units) - set(full)):
            face = homes.face(unit)
            fits = [Found(homes.cluster(o), o, why) for o in full if (why := faces.belongs(face, homes.face(o)))]
            persons = [(o, _spread(homes, o)) for o in full if homes.face(o).type == "person"] if _given(faces.names, face) else []
            cluster = homes.cluster(unit)
            out.add(name_number(cluster), Asking(cluster, roll.article, unit, tuple(fits), tuple(persons)))
    out.close()


def _rolls(task: Task, step: Step) -> Iterator[Named]:
    """The names of the articles of a slice, without those that an earlier slice holds."""
    dropped = set(step.dropped)
    return (found for key, found in Records(Path(task.root, step.slice), "rolls", Named).within(Part()) if key not in dropped)


def _spread(homes: Homes, unit: str) -> int:
    found = homes.units.visage(unit)
    return found.articles if found is not None else 0


def _given(known: Names, face: Face) -> bool:
    return face.type == "person" and face.form.parts[-1] in known.given


def answer_short(task: Task, folder: Path) -> None:
    """`answers`: of each article the homes of its short names, by cluster."""
    step = task.asked(Step)
    root = Path(task.root)
    homes = Homes(root, step.names)
    held: dict[str, list[Asking]] = {}
    for place in step.asked:
        for _, asking in Records(root / place, "asking", Asking).within(step.part):
            held.setdefault(asking.cluster, []).append(asking)
    everywhere = _Everywhere(root, step.names, homes)
    out = Writer(folder, "answers")
    for cluster in sorted(held):
        for article, home in _answered(cluster, held[cluster], homes, everywhere):
            out.add(number(article), (cluster, *home))
    out.close()


def _answered(cluster: str, askings: Sequence[Asking], homes: Homes, everywhere: _Everywhere) -> Iterator[tuple[str, Home]]:
    """The home of a cluster of short names in each of its articles."""
    members = homes.members(cluster)
    faces = {unit: homes.face(unit) for unit in members}
    of = {a.article: a for a in sorted(askings, key=lambda a: a.unit)}
    known = compiled(load_pack(everywhere.language))[0].names
    told = meant(
        Question(
            faces=faces, articles={article: a.unit for article, a in of.items()}, inside=lambda article, unit: of[article].fits,
            everywhere=lambda: everywhere(members), persons=lambda article: of[article].persons,
            given=all(_given(known, face) for face in faces.values()),
        )
    )  # fmt: skip
    for article in sorted(of):
        found = told.found.get(article)
        yield article, ((found.cluster, "") if found is not None else (cluster, told.own.get(article, "")))


class _Everywhere:
    """Fuller names anywhere whose family name a short name is; none where very many begin alike."""

    def __init__(self, root: Path, step: names.Step, homes: Homes) -> None:
        self.language = step.language
        pair = cast(type[tuple[str, str]], tuple[str, str])
        self._homes, self._places = homes, [Records(root / p, "ends", pair) for p in step.units]
        self._faces = compiled(load_pack(step.language))[0]
        self._bearers = lru_cache(maxsize=1_024)(self._bearers_of)

    def __call__(self, units: Sequence[str]) -> list[Found]:
        """Those that the units of a cluster may mean."""
        found: list[Found] = []
        for unit in units:
            face = self._homes.face(unit)
            for other in self._bearers(last) if (last := self._faces.last(face)) else ():
                if why := self._faces.family(face, self._homes.face(other)):
                    found.append(Found(self._homes.cluster(other), other, why))
        return found

    def _bearers_of(self, last: str) -> tuple[str, ...]:
        key = name_number(last)
        units = {unit for records in self._places for end, unit in records.of(key) if end == last}
        return tuple(sorted(units)) if len(units) <= ENOUGH_BEARERS else ()


class Counted(msgspec.Struct, array_like=True):
    """Mentions of one home."""

    home: Home
    articles: int = 0
    types: dict[str, int] = msgspec.field(default_factory=dict)
    forms: dict[str, int] = msgspec.field(default_factory=dict)

    def add(self, articles: int, types: Mapping[str, int], forms: Mapping[str, int]) -> None:
        """Count more."""
        self.articles += articles
        for kind, n in types.items():
            self.types[kind] = self.types.get(kind, 0) + n
        for form, n in forms.items():
            self.forms[form] = self.forms.get(form, 0) + n


def resolve(task: Task, folder: Path) -> None:
    """`names`: of each article the homes of its names, by key; `counts` of homes over the slice."""
    step = task.asked(Step)
    root = Path(task.root)
    homes = Homes(root, step.names)
    kind = cast(type[tuple[str, str, str]], tuple[str, str, str])
    answers = [Records(root / p, "answers", kind) for p in step.answered]
    counted: dict[Home, Counted] = {}
    out = Writer(folder, "names")
    for found in _rolls(task, step):
        roll = found.roll
        answer = {c: (home, group) for records in answers for c, home, group in records.of(number(roll.article))}
        told: dict[str, Home] = {}
        for seen, types in zip(roll.names, found.types, strict=True):
            cluster = homes.cluster(homes.units.unit(roll.article, seen.key))
            told[seen.key] = answer.get(cluster, (cluster, ""))
            counts = counted.setdefault(told[seen.key], Counted(told[seen.key]))
            counts.add(0, types, seen.texts)
        for home in set(told.values()):
            counted[home].articles += 1
        out.add(number(roll.article), told)
    out.close()
    counts_out = Writer(folder, "counts")
    for home in sorted(counted):
        counts_out.add(home_number(home), counted[home])
    counts_out.close()


def home_number(home: Home) -> int:
    """The number by which what is known of a home is gathered."""
    return name_number(f"{home[0]}\n{home[1]}")


def tell_entities(task: Task, folder: Path) -> None:
    """The table `entities` of the homes of this part; `ids`: id and name of each."""
    step = task.asked(Step)
    root = Path(task.root)
    pack = load_pack(step.names.language)
    homes, latin, known = Homes(root, step.names), latin_of(pack), compiled(pack)[0].names
    held: dict[Home, Counted] = {}
    for place in step.resolved:
        for _, one in Records(root / place, "counts", Counted).within(step.part):
            held.setdefault(one.home, Counted(one.home)).add(one.articles, one.types, one.forms)
    rows: list[Row] = []
    out = Writer(folder, "ids")
    for home in sorted(held):
        one = held[home]
        kind = cast(MentionType, max(one.types, key=lambda t: (one.types[t], t)))
        forms = Counter(one.forms)
        name = max(forms, key=lambda f: (not known.form(f).latin, len(known.form(f).parts), forms[f], f))
        identity_ = digest("entity", kind, *homes.members(home[0]), home[1])
        told = [f for f, _ in sorted(forms.items(), key=lambda f: (-f[1], f[0]))]
        rows.append({
            "id": identity_, "type": kind, "name": name, "latin": latin.of(kind, name)[0], "articles": one.articles,
            "mentions": sum(forms.values()), "forms": " | ".join(told),
        })  # fmt: skip
        out.add(home_number(home), (home, identity_, name))
    out.close()
    write_table(folder / "entities.parquet", "entities", sorted(rows, key=lambda r: r["id"]))


class Entities:
    """Of the names of a slice's articles the entities."""

    def __init__(self, root: Path, resolved: str, entities: Sequence[str]) -> None:
        self._names = Records(root / resolved, "names", dict[str, Home])
        kind = cast(type[tuple[Home, str, str]], tuple[Home, str, str])
        self._ids = [Records(root / p, "ids", kind) for p in entities]
        self._of = lru_cache(maxsize=4_096)(self._names_of)
        self._known = lru_cache(maxsize=200_000)(self._entity)

    def _names_of(self, article: str) -> dict[str, Home]:
        return next(iter(self._names.of(number(article))), {})

    def _entity(self, home: Home) -> tuple[str, str]:
        key = home_number(home)
        return next((i, name) for found, i, name in self._ids[part_of(key, len(self._ids))].of(key) if found == home)

    def of(self, article: str, key: str) -> tuple[str, str] | None:
        """Id and name of the entity that a name of an article belongs to."""
        home = self._of(article).get(key)
        return None if home is None else self._known(home)
