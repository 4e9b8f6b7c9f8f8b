"""Names over a stream of articles: what an article adds touches its own blocks only, and the result is that of one run over all.

Everything told of names is a function of the rolls and judgements alone; `settle` works out anew what an article or a judgement
touched: its units, the components of links that they lie in, and the short names that these components may explain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from isnad.lang.pack import Pack
from isnad.link.entity_bodies import Bodies
from isnad.link.entity_clusters import JUDGED_DIFFERENT, JUDGED_SAME, Cluster, Link, clustered
from isnad.link.entity_features import ENOUGH, Matcher, score
from isnad.link.entity_holdings import Holdings, State
from isnad.link.entity_judged import AT
from isnad.link.entity_known import Known
from isnad.link.entity_names import Names
from isnad.link.entity_rolls import Reader
from isnad.link.entity_senses import SENSE
from isnad.link.entity_short import FEW, Found, Meant, Question, meant
from isnad.link.entity_units import Face, Faces
from isnad.model.account import Feature
from isnad.model.judgement import Judgement

ALIAS = 0.8
"""What an article's own "known as" says."""
Why = Callable[[Face, Face], tuple[Feature, ...]]
"""Why the first, a short name, may mean the second."""
TOGETHER = 0.15
"""What it adds that two forms stand in one article, where one is the beginning of the other."""


@lru_cache(maxsize=2)
def compiled(pack: Pack) -> tuple[Faces, Reader]:
    """What reads and compares names, made once a pack."""
    names = Names(pack)
    bodies = Bodies(pack, names)
    return Faces(names, bodies, Known(pack), Matcher(names, bodies)), Reader(pack, names)


class EntityStream(Holdings):
    """Names of a stream: add rolls, settle, ask."""

    def __init__(self, pack: Pack, state: State | None = None, judgements: Sequence[Judgement] = ()) -> None:
        self.faces, reader = compiled(pack)
        self.face: dict[str, Face] = {}
        self.blocks: dict[str, set[str]] = {}
        self.waiting: dict[str, set[str]] = {}
        self.seeking: dict[str, set[str]] = {}
        self.ends: dict[str, set[str]] = {}
        self.links: dict[str, dict[str, tuple[Feature, ...]]] = {}
        self.cluster_of: dict[str, str] = {}
        self.clusters: dict[str, Cluster] = {}
        self.meant: dict[str, Meant] = {}
        self.stale: set[str] = set()
        """Beginnings of parts of faces that are gone or changed: short names that they explained must be asked again."""
        self.spread: dict[str, int] = {}
        """Articles of each unit when it was last settled."""
        super().__init__(pack, reader, state or State(), judgements)

    # settling

    def settle(self) -> None:
        """Work out anew what was touched."""
        if not self.touched:
            return
        touched, self.touched = self.touched, set()
        start = set(touched)
        for unit in touched:
            start |= self._members(unit) | set(self.links.get(unit, ()))
        for unit in sorted(touched):
            self._show(unit)
        for unit in touched:
            start |= set(self.links.get(unit, ()))
        again = self.regroup(start)
        self._explain_short(again | self._sharing(touched))

    def _members(self, unit: str) -> set[str]:
        cluster = self.clusters.get(self.cluster_of.get(unit, ""))
        return set(cluster.units) if cluster else set()

    def _show(self, unit: str) -> None:
        """Bring a unit's face, blocks and links up to date."""
        node, before = self.nodes.get(unit), self.face.get(unit)
        now = self.faces.face(node) if node is not None and node.articles else None
        if now == before:
            return
        if before is not None:
            self.stale |= self.faces.ends(before)
            self._index(unit, before, put=False)
            for other in self.links.pop(unit, {}):
                self.links[other].pop(unit, None)
            del self.face[unit]
        if now is None:
            self.nodes.pop(unit, None)
            return
        self.face[unit] = now
        free = unit in self.judged.units and AT in unit
        for other in sorted(self._mates(now)) if not free else ():
            self._compare(unit, other)
        self._index(unit, now, put=True)

    def _index(self, unit: str, face: Face, *, put: bool) -> None:
        waits, seeks = self.faces.meets(face)
        for index, keys in (
            (self.blocks, self.faces.blocks(face)), (self.waiting, waits), (self.seeking, seeks), (self.ends, self.faces.ends(face)),
        ):  # fmt: skip
            for key in keys:
                held = index.setdefault(key, set())
                if put:
                    held.add(unit)
                else:
                    held.discard(unit)
                if not held:
                    del index[key]

    def _mates(self, face: Face) -> set[str]:
        waits, seeks = self.faces.meets(face)
        out: set[str] = set()
        for index, keys in ((self.blocks, self.faces.blocks(face)), (self.seeking, waits), (self.waiting, seeks)):
            for key in keys:
                out |= index.get(key, set())
        return out

    def _compare(self, unit: str, other: str) -> None:
        if AT in other and other in self.judged.units:
            return
        features = self.faces.link(*(self.face[u] for u in sorted((unit, other))))
        if features and score(features) >= ENOUGH - TOGETHER:
            self.links.setdefault(unit, {})[other] = features
            self.links.setdefault(other, {})[unit] = features

    def _links_of(self, unit: str) -> list[Link]:
        """Links of a unit that hold now."""
        out = []
        mine = self.nodes[unit].articles
        for other, features in self.links.get(unit, {}).items():
            sure = score(features)
            if sure < ENOUGH and features[0].name == "open-beginning" and not mine.keys().isdisjoint(self.nodes[other].articles):
                features = (*features, Feature("in-one-article", TOGETHER, ""))
                sure = score(features)
            if sure >= ENOUGH:
                out.append(Link(min(unit, other), max(unit, other), sure, features))
        out += [
            Link(min(unit, other), max(unit, other), ALIAS, (Feature("named-together", ALIAS, f"{unit} = {other}"),))
            for other in self.aliases.get(unit, {})
            if other in self.face and other not in self.links.get(unit, {}) and self.alias_holds(self.face[unit], self.face[other])
        ]
        for pair, judgement in self.judged.same.items():
            if unit in pair and all(u in self.face for u in pair):
                out.append(Link(*pair, 1.0, (Feature(JUDGED_SAME, 1.0, judgement.author),), True))
        return out

    def alias_holds(self, a: Face, b: Face) -> bool:
        """Whether two names that an article gives as one may be: not where the one belongs to the end of the other only."""
        if a.short != b.short or a.type != b.type:
            return False
        ends = [(x.form.text, y.known) for x, y in ((a, b), (b, a)) if y.known is not None and x.known is None]
        return not any(self.faces.ends_known(text, known) for text, known in ends)

    def regroup(self, start: set[str]) -> set[str]:
        """Cluster anew the components that hold any of these units; gives all units that they hold."""
        seen: set[str] = set()
        for unit in start:
            self._drop(unit)
        for first in sorted(start):
            if first in seen or first not in self.face:
                continue
            component, links, queue = {first}, set(), [first]
            while queue:
                for link in self._links_of(queue.pop()):
                    links.add(link)
                    for end in (link.a, link.b):
                        if end not in component:
                            component.add(end)
                            queue.append(end)
            seen |= component
            for unit in component:
                self._drop(unit)
            for cluster in clustered(component, self._sure(links), self._apart, self._judged_apart):
                self.clusters[cluster.units[0]] = cluster
                self.cluster_of.update(dict.fromkeys(cluster.units, cluster.units[0]))
        return seen | start

    def _drop(self, unit: str) -> None:
        name = self.cluster_of.pop(unit, None)
        if name is not None:
            self.clusters.pop(name, None)
            self.meant.pop(name, None)

    def _sure(self, links: set[Link]) -> list[Link]:
        """Links but those of a shorter name to several that are not one another's, unless an article holds both."""
        longer: dict[str, list[tuple[str, Link]]] = {}
        for link in links:
            a, b = (self.face[u].form.parts for u in (link.a, link.b))
            if not link.judged and len(a) != len(b) and link.features[0].name != "same-table-row":
                short, long = (link.a, link.b) if len(a) < len(b) else (link.b, link.a)
                longer.setdefault(short, []).append((long, link))
        unsure: set[Link] = set()
        for short, found in longer.items():
            ends = sorted(long for long, _ in found)
            if any(y not in self.links.get(x, {}) or self._apart(x, y) for i, x in enumerate(ends) for y in ends[i + 1 :]):
                mine = self.nodes[short].articles.keys()
                unsure |= {link for long, link in found if mine.isdisjoint(self.nodes[long].articles)}
        return [link for link in links if link not in unsure]

    def _apart(self, a: str, b: str) -> Feature | None:
        if SENSE in a + b and a.partition(SENSE)[0] == b.partition(SENSE)[0]:
            return Feature("namesakes", -1.0, f"{a} ≠ {b}")
        return self.faces.apart(self.face[a], self.face[b])

    def _judged_apart(self, a: str, b: str) -> Feature | None:
        found = self.judged.different.get((min(a, b), max(a, b)))
        return None if found is None else Feature(JUDGED_DIFFERENT, -1.0, found.author)

    # short names

    def _sharing(self, touched: set[str]) -> set[str]:
        """Short names in the articles of persons who tie articles together, or did."""
        out: set[str] = set()
        for unit in touched:
            node = self.nodes.get(unit)
            now, before = len(node.articles) if node else 0, self.spread.pop(unit, 0)
            if node is not None:
                self.spread[unit] = now
                if min(now, before or now) <= FEW:
                    out |= {u for a in node.articles for u in self.units_in(a) if self.face[u].short}
        return out

    def _explain_short(self, again: set[str]) -> None:
        """Resolve the short names that lie in these units, or that they may explain."""
        near = {u for u in again if u in self.face} | {u for key in self.stale for u in self.ends.get(key, ()) if self.face[u].short}
        self.stale = set()
        for unit in list(near):
            if not self.face[unit].short:
                for key in self.faces.ends(self.face[unit]):
                    near |= {u for u in self.ends.get(key, ()) if self.face[u].short}
        for name in sorted({self.cluster_of[u] for u in near}):
            cluster = self.clusters[name]
            if all(self.face[u].short for u in cluster.units):
                self.meant[name] = meant(self._question(cluster))

    def _question(self, cluster: Cluster) -> Question:
        units = cluster.units
        barred = {self.cluster_of.get(x if y in units else y) for x, y in self.judged.different if (x in units) != (y in units)}

        def fits(unit: str, others: Iterable[str], why_so: Why = self.faces.belongs) -> list[Found]:
            out = []
            for other in others:
                home = self.cluster_of[other]
                if not self.face[other].short and home not in barred and (why := why_so(self.face[unit], self.face[other])):
                    out.append(Found(home, other, why))
            return out

        def everywhere() -> list[Found]:
            found = []
            for unit in units if self.face[units[0]].type == "person" else ():
                others = {u for key in self.faces.ends(self.face[unit]) for u in self.ends.get(key, ())}
                found += fits(unit, sorted(others), self.faces.family)
            return found

        return Question(
            faces={u: self.face[u] for u in units},
            articles={a: u for u in units for a in self.nodes[u].articles},
            inside=lambda article, unit: fits(unit, self.units_in(article)),
            everywhere=everywhere,
            persons=lambda article: [
                (u, len(self.nodes[u].articles)) for u in self.units_in(article) if self.face[u].type == "person" and not self.face[u].short
            ],
            given=all(self.face[u].form.parts[-1] in self.names.given and self.face[u].type == "person" for u in units),
        )

    def units_in(self, article: str) -> list[str]:
        """Units of an article's names, in order."""
        return [self.unit(article, seen.key) for seen in self.state.rolls[article].names]

    def home(self, article: str, key: str) -> tuple[str, str]:
        """The cluster that a name of an article belongs to, and its group where it is a short name of its own; `settle` first."""
        unit = self.unit(article, key)
        name = self.cluster_of[unit]
        told = self.meant.get(name)
        if told is None:
            return name, ""
        found = told.found.get(article)
        return (found.cluster, "") if found is not None else (name, told.own.get(article, ""))

    def text(self, unit: str) -> str:
        """The most frequent form of a unit."""
        return self.nodes[unit].text

    def why(self, article: str, key: str, unit: str) -> Found | None:
        """Why a unit that is a short name means whom it means in an article."""
        told = self.meant.get(self.cluster_of[unit]) if self.unit(article, key) == unit else None
        return told.found.get(article) if told is not None else None
