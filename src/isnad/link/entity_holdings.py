"""What is held of the names of a stream: units with their articles, titles, namesakes, "known as", and what was touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from isnad.lang.pack import Pack
from isnad.link.entity_judged import AT, Judged, judged_names
from isnad.link.entity_names import Names
from isnad.link.entity_rolls import Reader, Roll, Seen
from isnad.link.entity_senses import SENSE, STAGE, Holder, Titles, contrary, senses
from isnad.link.entity_units import Node
from isnad.model.document import Document
from isnad.model.judgement import Judgement


class State(msgspec.Struct):
    """All that a stream remembers; `msgspec.json` writes and reads it."""

    rolls: dict[str, Roll] = msgspec.field(default_factory=dict)


class Holdings:
    """Units of a stream, kept as articles come and go and as people judge."""

    def __init__(self, pack: Pack, reader: Reader, state: State, judgements: Sequence[Judgement]) -> None:
        self.reader, self.state = reader, state
        self.names: Names = reader.names
        self.judged = judged_names(judgements, self.names)
        self.nodes: dict[str, Node] = {}
        self.aliases: dict[str, dict[str, int]] = {}
        self.titles = Titles(pack)
        self.offices: dict[str, Counter[str]] = {}
        """Kinds of titles beside each form, with the articles that have them."""
        self.senses: dict[str, dict[str, str]] = {}
        """Forms of namesakes: article to the kind of the one who is not in office."""
        self.touched: set[str] = set()
        for roll in self.state.rolls.values():
            self._enter(roll)
        for key in sorted(k for k, kinds in self.offices.items() if contrary(kinds)):
            self._sense(key)

    def add(self, document: Document) -> None:
        """One article with its mentions."""
        self.add_all([self.reader.roll(document)])

    def add_all(self, rolls: Iterable[Roll]) -> None:
        """Rolls of articles; one that is known is replaced."""
        for roll in rolls:
            if roll.article in self.state.rolls:
                self.remove(roll.article)
            self.state.rolls[roll.article] = roll
            self._enter(roll)
            self._tell_apart(roll)

    def remove(self, article: str) -> None:
        """Forget an article."""
        roll = self.state.rolls.pop(article)
        for seen in roll.names:
            unit = self.unit(article, seen.key)
            self.nodes[unit].remove(article)
            self.touched.add(unit)
            self._drop_titles(seen)
        self._alias(roll, -1)
        self._tell_apart(roll)

    def judge(self, judgements: Sequence[Judgement]) -> None:
        """Other judgements hold from now on."""
        before, self.judged = self.judged, judged_names(judgements, self.names)
        units = before.units | self.judged.units
        for key in {u.partition(AT)[0] for u in units}:
            self._part(key, before)
        self.touched |= {u for u in units if u in self.nodes}

    def unit(self, article: str, key: str) -> str:
        """The unit that a name of an article belongs to."""
        if article in self.judged.scoped.get(key, ()):
            return f"{key}{AT}{article}"
        sense = self.senses.get(key, {}).get(article)
        return f"{key}{SENSE}{sense}" if sense else key

    def _enter(self, roll: Roll) -> None:
        for seen in roll.names:
            self._count(self.unit(roll.article, seen.key), roll.article, seen)
            for kind in self.titles.kinds_of(seen.roles):
                self.offices.setdefault(seen.key, Counter())[kind] += 1
        self._alias(roll, 1)

    def _count(self, unit: str, article: str, seen: Seen) -> None:
        self.nodes.setdefault(unit, Node(unit, {})).add(article, seen)
        self.touched.add(unit)

    def _alias(self, roll: Roll, step: int) -> None:
        for a, b in roll.aliases:
            for x, y in ((a, b), (b, a)):
                held = self.aliases.setdefault(x, {})
                held[y] = held.get(y, 0) + step
                if not held[y]:
                    del held[y]

    def _drop_titles(self, seen: Seen) -> None:
        for kind in self.titles.kinds_of(seen.roles):
            self.offices[seen.key] -= Counter({kind: 1})

    def _tell_apart(self, roll: Roll) -> None:
        """Look for namesakes among the names of an article whose titles contradict each other somewhere."""
        for seen in roll.names:
            if seen.key in self.senses or (seen.key in self.offices and contrary(self.offices[seen.key])):
                self._sense(seen.key)

    def _sense(self, key: str) -> None:
        """Give the articles of a form the senses that their titles and circles tell; people's word on the form comes first."""
        units = {u for u in (key, *(f"{key}{SENSE}{kind}" for kind in STAGE)) if u in self.nodes}
        holders = {a: self._holder(a, key, seen) for u in units for a, seen in self.nodes[u].articles.items()}
        plain = key in self.judged.units or " " not in key or not contrary(self.offices.get(key, ()))
        found = {} if plain else senses(holders)
        if found == self.senses.get(key, {}):
            return
        self.senses[key] = found
        if not found:
            del self.senses[key]
        self._move(units, key)

    def _holder(self, article: str, key: str, seen: Seen) -> Holder:
        others = (s.key for s in self.state.rolls[article].names if s.type == "person" and s.key != key and " " in s.key)
        return Holder(self.titles.kinds_of(seen.roles), frozenset(others))

    def _part(self, key: str, before: Judged) -> None:
        """Give a key's articles the units that judgements now want."""
        old = {key} | {f"{key}{AT}{a}" for a in before.scoped.get(key, ())} | {f"{key}{SENSE}{kind}" for kind in STAGE}
        self._move(old, key)
        if key in self.senses or key in self.offices:
            self._sense(key)

    def _move(self, units: set[str], key: str) -> None:
        """Put the articles of a key into the units that they belong to now."""
        for unit in sorted(units):
            for article, seen in list(self.nodes[unit].articles.items() if unit in self.nodes else ()):
                new = self.unit(article, key)
                if new != unit:
                    self.nodes[unit].remove(article)
                    self.touched.add(unit)
                    self._count(new, article, seen)
