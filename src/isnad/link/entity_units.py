"""Units: all mentions of one form (in all articles, or in one where a person said so), and the blocks in which they meet."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import msgspec

from isnad.link.entity_bodies import Bodies
from isnad.link.entity_features import Matcher
from isnad.link.entity_known import Known
from isnad.link.entity_names import Form, Names
from isnad.link.entity_rolls import Seen
from isnad.model.account import Feature
from isnad.model.findings import MentionType

TABLED = "id "
"""Begins the block of forms that a table makes one."""


class Node(msgspec.Struct):
    """A unit with what is counted of it."""

    unit: str
    articles: dict[str, Seen] = {}
    texts: Counter[str] = msgspec.field(default_factory=Counter)
    types: Counter[MentionType] = msgspec.field(default_factory=Counter)

    def add(self, article: str, seen: Seen) -> None:
        """Count one article's mentions."""
        self.articles[article] = seen
        self.texts.update(seen.texts)
        self.types[seen.type] += sum(seen.texts.values())

    def remove(self, article: str) -> None:
        """Take one article's mentions back."""
        seen = self.articles.pop(article)
        self.texts -= Counter(seen.texts)
        self.types -= Counter({seen.type: sum(seen.texts.values())})

    @property
    def text(self) -> str:
        """The most frequent form."""
        return max(self.texts, key=lambda t: (self.texts[t], t))

    @property
    def type(self) -> MentionType:
        """The type of most mentions."""
        return max(self.types, key=lambda t: (self.types[t], t))


class Face(msgspec.Struct, frozen=True):
    """What a unit is compared by; it changes only when its most frequent form or its type does."""

    form: Form
    type: MentionType
    known: str | None
    short: bool
    """Says too little to be one entity in all articles: a single part of a person's name, a body's name that many countries have."""


class Faces:
    """Reads faces and their blocks; compiled once a pack."""

    def __init__(self, names: Names, bodies: Bodies, known: Known, matcher: Matcher) -> None:
        self.names, self.bodies, self.known, self.matcher = names, bodies, known, matcher
        self.ends = lru_cache(maxsize=262_144)(self._ends)

    def face(self, node: Node) -> Face:
        """The face of a node."""
        return self.of(node.text, node.type)

    def of(self, text: str, kind: MentionType) -> Face:
        """The face of a unit by its most frequent form and its type."""
        form = self.names.untitled(text) if kind == "person" else self.names.form(text)
        known = self.known.id_of(kind, text)
        short = known is None and (len(form.parts) == 1 if kind == "person" else kind == "organization" and self.generic(text))
        return Face(form, kind, known, short)

    def generic(self, text: str) -> bool:
        """Whether a body's name is a head noun with words that many countries' bodies bear ("the interior ministry")."""
        words = self.bodies.words(text)
        return (
            len(words) >= 2
            and words[0].kind == "head"
            and all(w.kind != "country" and w.text not in self.bodies.places and not self.bodies.rare(w) for w in words)
        )

    def blocks(self, face: Face) -> set[str]:
        """Blocks in which a unit meets those that it may be one with."""
        form, coarse = face.form, self.names.letters.coarse
        bones = [coarse(p) for p in form.parts]
        whole = coarse("".join(form.parts))
        out = set() if face.known is None else {f"{TABLED}{face.type} {face.known}"}
        if face.type == "place" or len(bones) == 1:
            starts = {whole, coarse(form.parts[0][1:])} if face.type == "organization" else {whole}
            bare = {coarse("".join(form.parts[1:]))} if face.type == "place" and len(bones) > 1 else set()
            size = 2 if face.type == "place" else 3  # places are few, and their endings are spelled most freely
            return out | {f"{face.type} {w[:size]}" for w in starts | bare} | {f"{face.type} {w[:1]}{w[-2:]}" for w in starts}
        if face.type == "person":
            ends = {f"p {b[:1]} {bones[-1][:3]}" for b in bones[:-1]} | {f"q {bones[0][:3]} {bones[-1][:2]}"}
            return out | ends | {f"p< {bones[0][:3]} {bones[1][:3]}", f"w {whole[:2]}{whole[-3:]}"}
        words = sorted(w.text if w.kind == "country" else coarse(w.text)[:3] for w in self.bodies.words(form.text))
        rests = [words] + [words[:i] + words[i + 1 :] for i in range(len(words)) if len(words) > 2]
        return out | {f"o {rest[0]} {rest[-1]}" for rest in rests if rest}

    def meets(self, face: Face) -> tuple[set[str], set[str]]:
        """Blocks in which a body of a single word waits, and those in which a body of several looks for it."""
        if face.type != "organization":
            return set(), set()
        coarse = self.names.letters.coarse
        if len(face.form.parts) == 1:
            return {f"one {coarse(face.form.parts[0])[:3]}"}, set()
        whole = "".join(face.form.parts)
        return set(), {f"one {coarse(w.text)[:3]}" for w in self.bodies.words(face.form.text) if w.kind == "plain"} | {
            f"one {coarse(whole)[:3]}"
        }

    def _ends(self, face: Face) -> frozenset[str]:
        """Beginnings of parts by which a short name and the fuller ones that it may belong to find each other."""
        parts = face.form.parts
        if face.type == "place" or not parts:
            return frozenset()
        return frozenset(f"{face.type} {self.names.letters.coarse(p)[:2]}" for p in (parts[-1:] if face.short else parts))

    def link(self, a: Face, b: Face) -> tuple[Feature, ...]:
        """Why two units may be one; empty where they may not."""
        if a.known is not None and a.known == b.known and a.type == b.type:
            return (Feature("same-table-row", 1.0, a.known),)
        if a.type != b.type or a.short != b.short or (a.known is not None and b.known is not None):
            return ()
        if a.type == "person" and (len(a.form.parts) == 1) != (len(b.form.parts) == 1):
            return ()
        return self.matcher.features(a.type, a.form, b.form)

    def apart(self, a: Face, b: Face) -> Feature | None:
        """Why two units must be two."""
        told = f"{a.form.text} ≠ {b.form.text}"
        if a.known is not None and b.known is not None and a.known != b.known and a.type == b.type:
            return Feature("tables-hold-two", -1.0, told)
        if a.form.disguised != b.form.disguised:
            return Feature("look-alike-letters", -1.0, told)
        if a.type == b.type == "person" and min(len(a.form.parts), len(b.form.parts)) > 1:
            return self.matcher.contradiction(a.form, b.form)
        if a.type == b.type == "organization" and (a.known is None or b.known is None):
            return self.bodies.contradiction(a.form.text, b.form.text)
        return None

    def ends_known(self, text: str, known: str) -> bool:
        """Whether the last words of a body's name are a form of a known one ("the secretary of …")."""
        words = text.split()
        return any(self.known.id_of("organization", " ".join(words[i:]).removeprefix("\u0644")) == known for i in range(1, len(words)))

    def belongs(self, short: Face, full: Face) -> tuple[Feature, ...]:
        """Why a short name may mean a fuller one of its article."""
        if short.form.disguised != full.form.disguised:
            return ()
        if short.type == "organization" and full.type == "organization":
            found = self.matcher.features("organization", short.form, full.form)
            return found if found and found[0].name.startswith("without-country") else ()
        if full.type != "person" or len(full.form.parts) < 2 or len(short.form.parts) != 1:
            return ()
        if self.ends(short).isdisjoint(self.ends(full)):
            return ()
        return self.matcher.part_of(short.form, full.form)

    def family(self, short: Face, full: Face) -> tuple[Feature, ...]:
        """Why a short name may be the family name of a fuller one that stands in other articles."""
        if short.form.disguised != full.form.disguised or self.last(short) != self.last(full):
            return ()
        return self.matcher.family(short.form, full.form) if len(short.form.parts) == 1 < len(full.form.parts) else ()

    def last(self, face: Face) -> str:
        """Beginning of the last part of a person's name, by which bearers of a family name are found; empty for others."""
        return self.names.letters.coarse(face.form.parts[-1])[:2] if face.type == "person" and face.form.parts else ""
