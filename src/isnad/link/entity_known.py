"""Names that a table of places, bodies or agencies gives one id are one entity, however they are spelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from isnad.lang.pack import Pack
from isnad.text.folding import fold_form

TABLES = {"place": ("places",), "organization": ("organizations", "agencies"), "person": ()}


class Known:
    """Ids of folded forms by type; a form with several ids has none."""

    def __init__(self, pack: Pack) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        for kind, tables in TABLES.items():
            for table in tables:
                for form, rows in pack.table(table).by_form.items():
                    ids = {row.id for row in rows}
                    if len(ids) == 1:
                        self._ids.setdefault((kind, form), f"{table}:{ids.pop()}")
        self._heads = pack.forms("organization_heads")

    def id_of(self, kind: str, text: str) -> str | None:
        """The id of a form, its head noun apart where the whole is not in a table."""
        form = fold_form(text)
        found = self._ids.get((kind, form))
        first, _, rest = form.partition(" ")
        return found or (self._ids.get((kind, rest)) if rest and first in self._heads else None)

    def groups(self, forms: Iterable[tuple[str, str, str]]) -> list[tuple[str, Sequence[str]]]:
        """Of (key, type, text) those that share an id: (id, keys), keys in order."""
        out: dict[str, list[str]] = {}
        for key, kind, text in forms:
            found = self.id_of(kind, text)
            if found is not None:
                out.setdefault(found, []).append(key)
        return [(name, sorted(keys)) for name, keys in sorted(out.items()) if len(keys) > 1]

    def apart(self, kind: str, a: str, b: str) -> bool:
        """Whether tables hold both forms, as different things."""
        x, y = self.id_of(kind, a), self.id_of(kind, b)
        return x is not None and y is not None and x != y
