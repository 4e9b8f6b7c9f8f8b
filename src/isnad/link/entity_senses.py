"""Namesakes: one form that articles give to a player or artist and to somebody in office, in circles that share nobody.

A function of the articles that hold the form, so that an article more asks only these again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from isnad.lang.pack import Pack
from isnad.text.folding import fold_form

STAGE = frozenset({"sport", "art"})
OFFICE = frozenset({"politician", "military", "police", "royal", "law"})
SENSE = "#"


class Holder(msgspec.Struct, frozen=True):
    """An article that holds the form: kinds of the titles beside it, and the other persons of full name."""

    kinds: frozenset[str]
    persons: frozenset[str]


class Titles:
    """Reads the kind of a title; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        unclear = pack.forms("name_rules", "kind", "unclear-title")
        self.kinds = {row.folded: row["fine"] for row in pack.table("titles") if row.folded not in unclear}
        self.article = pack.affixes.article
        self.kind = lru_cache(maxsize=65_536)(self._kind)

    def _kind(self, role: str) -> str | None:
        """The kind of the longest title that the role begins with."""
        words = fold_form(role).split()
        for size in (3, 2, 1):
            phrase = " ".join(words[:size])
            found = self.kinds.get(phrase) or self.kinds.get(phrase.removeprefix(self.article))
            if found is not None:
                return found
        return None

    def kinds_of(self, roles: Iterable[str]) -> frozenset[str]:
        """Kinds of several titles."""
        return frozenset(k for role in roles if (k := self.kind(role)) is not None)


def contrary(kinds: Iterable[str]) -> bool:
    """Whether kinds of titles are such as one person seldom bears."""
    found = set(kinds)
    return bool(found & STAGE) and bool(found & OFFICE)


def senses(holders: Mapping[str, Holder]) -> dict[str, str]:
    """Articles whose bearer is the player or artist, by the kind; empty where one person may be meant everywhere."""
    stage = [a for a, h in holders.items() if h.kinds & STAGE and not h.kinds & OFFICE]
    office = [a for a, h in holders.items() if h.kinds & OFFICE and not h.kinds & STAGE]
    circle = {p for a in stage for p in holders[a].persons}
    other = {p for a in office for p in holders[a].persons}
    if not stage or not office or circle & other:
        return {}
    kind = min(k for a in stage for k in holders[a].kinds & STAGE)
    near = [a for a, h in holders.items() if not h.kinds & (STAGE | OFFICE) and h.persons & circle and not h.persons & other]
    return dict.fromkeys(sorted({*stage, *near}), kind)
