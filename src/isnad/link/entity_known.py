"""Names that tables of places, bodies, agencies and other names give one id are one entity, however they are spelled."""

from __future__ import annotations

from functools import lru_cache

from isnad.lang.pack import Pack
from isnad.text.folding import fold_form

TABLES = {"place": ("places",), "organization": ("organizations", "agencies"), "person": ()}
OTHER = "other_names"
FREE_HEADS = frozenset({"media", "company", "agency", "party", "armed-group", "ngo", "international"})
"""Kinds of bodies whose name may stand without its head noun."""


class Known:
    """Ids of folded forms by type; a form with several ids in one table has none there."""

    def __init__(self, pack: Pack) -> None:
        self._parent: dict[tuple[str, str], tuple[str, str]] = {}
        self._ids: dict[tuple[str, str], tuple[str, str]] = {}
        for kind, tables in TABLES.items():
            for table in tables:
                for form, rows in pack.table(table).by_form.items():
                    self._learn(kind, form, {row.id for row in rows})
            self._others(pack, kind)
        self._heads = frozenset(r.folded for r in pack.table("organization_heads") if r["fine"] in FREE_HEADS)
        self.id_of = lru_cache(maxsize=131_072)(self._id_of)

    def _others(self, pack: Pack, kind: str) -> None:
        ids: dict[str, set[str]] = {}
        for row in pack.table(OTHER):
            if row["type"] == kind:
                ids.setdefault(row.folded.lower(), set()).add(row.id)
        for form, found in ids.items():
            self._learn(kind, form, found)

    def _learn(self, kind: str, form: str, ids: set[str]) -> None:
        """A form that two tables know ties their ids together."""
        if len(ids) != 1:
            return
        name = (kind, ids.pop())
        self._parent.setdefault(name, name)
        held = self._ids.setdefault((kind, form), name)
        a, b = sorted((self._root(held), self._root(name)))
        self._parent[b] = a

    def _root(self, name: tuple[str, str]) -> tuple[str, str]:
        while self._parent[name] != name:
            name = self._parent[name]
        return name

    def _id_of(self, kind: str, text: str) -> str | None:
        """The id of a form, its head noun apart where the whole is not in a table."""
        form = fold_form(text).lower()
        found = self._ids.get((kind, form))
        if found is None:
            first, _, rest = form.partition(" ")
            found = self._ids.get((kind, rest)) if rest and first in self._heads else None
        return None if found is None else self._root(found)[1]

    def apart(self, kind: str, a: str, b: str) -> bool:
        """Whether tables hold both forms, as different things."""
        x, y = self.id_of(kind, a), self.id_of(kind, b)
        return x is not None and y is not None and x != y
