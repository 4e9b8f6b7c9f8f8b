"""What people decided about names, as bonds between units: which must be one, which must be two, and which were left open.

A judgement names a form in all articles, or in one (`name:person:FORM@ARTICLE`). Where two judgements cannot both hold, the later
one does.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from isnad.link.entity_names import Names
from isnad.model.judgement import Judgement, in_force

Unit = str
"""A name's key; with `@ARTICLE` the same name in one article only."""
AT = "@"


class Judged(msgspec.Struct):
    """Judgements on names, in force and not overruled, by pairs of units in order."""

    same: dict[tuple[Unit, Unit], Judgement] = {}
    different: dict[tuple[Unit, Unit], Judgement] = {}
    unsure: dict[tuple[Unit, Unit], Judgement] = {}
    overruled: tuple[Judgement, ...] = ()
    scoped: dict[str, frozenset[str]] = {}
    """Key to the articles in which it is a unit of its own."""
    freed: frozenset[Unit] = frozenset()
    """Units in one article that a person told whose they are: the machine ties them to nothing else."""

    @property
    def units(self) -> frozenset[Unit]:
        """All units that a judgement speaks of."""
        return frozenset(u for found in (self.same, self.different, self.unsure) for pair in found for u in pair)


def unit_of(anchor: str, names: Names) -> Unit | None:
    """The unit that an anchor names; None where it is no name's anchor."""
    kind, _, rest = anchor.partition(":")
    _, _, form = rest.partition(":")
    name, at, article = form.partition(AT)
    key = names.form(name).key if kind == "name" else ""
    return f"{key}{at}{article}" if key else None


def judged_names(judgements: Sequence[Judgement], names: Names) -> Judged:
    """The bonds that judgements make; the latest are heard first."""
    out = Judged(same={}, different={}, unsure={}, scoped={})
    overruled = []
    parent: dict[Unit, Unit] = {}

    def root(unit: Unit) -> Unit:
        while parent.setdefault(unit, unit) != unit:
            unit = parent[unit]
        return unit

    told = sorted(in_force(judgements, "entity").values(), key=lambda j: (j.time, j.id), reverse=True)
    for judgement in told:
        a, b = unit_of(judgement.a, names), unit_of(judgement.b, names)
        if a is None or b is None or a == b:
            continue
        pair = (min(a, b), max(a, b))
        if any(pair in found for found in (out.same, out.different, out.unsure)):
            overruled.append(judgement)
        elif judgement.verdict == "unsure":
            out.unsure[pair] = judgement
        elif judgement.verdict == "different":
            if root(a) == root(b):
                overruled.append(judgement)
            else:
                out.different[pair] = judgement
        elif any({root(x), root(y)} == {root(a), root(b)} for x, y in out.different):
            overruled.append(judgement)
        else:
            out.same[pair] = judgement
            parent[root(a)] = root(b)
    scoped: dict[str, set[str]] = {}
    for unit in out.units:
        key, at, article = unit.partition(AT)
        if at:
            scoped.setdefault(key, set()).add(article)
    out.scoped = {key: frozenset(found) for key, found in scoped.items()}
    out.freed = frozenset(u for pair in out.same for u in pair if AT in u)
    out.overruled = tuple(overruled)
    return out
