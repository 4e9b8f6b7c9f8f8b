"""`python -m evaluation.names.build`: make `pairs.tsv` from the lists in `sources/`; the same lists give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import msgspec

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
PAIRS = HERE / "pairs.tsv"
COLUMNS = ("id", "half", "type", "label", "kind", "region", "press", "a", "b")
MIXED = ("ortho", "translit", "article", "spacing", "particle", "short", "title", "head", "nisba")
"""Kinds of variation two of which may meet in one pair, which is then called `mixed`."""
MOST_MIXED = 3


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two names and whether they are one."""

    id: str
    half: str
    """`dev` or `test`; all pairs of one name, or of one list of look-alikes, lie in one half."""
    type: str
    label: str
    """`same` or `different`."""
    kind: str
    """Of variation, or of likeness."""
    region: str
    """Where the bearer is from."""
    press: str
    """Where the press writes the second form so; `*` everywhere or unknown."""
    a: str
    b: str


def hashed(*words: str) -> int:
    """A number that depends on the words alone."""
    return int(hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:12], 16)


def half(seed: str) -> str:
    """The half that a name or a list of look-alikes lies in."""
    return "test" if hashed("half", seed) % 2 else "dev"


def rows(name: str) -> Iterator[list[str]]:
    """Cells of the lines of a source that are no comments."""
    for line in (SOURCES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def pair(seed: str, label: str, about: tuple[str, str, str], a: str, b: str, press: str = "*") -> Pair:
    """A pair with its id; `about` is type, kind and region."""
    kind_of, kind, region = about
    identity = f"{hashed(kind_of, label, a, b):012x}"
    return Pair(id=identity, half=half(seed), type=kind_of, label=label, kind=kind, region=region, press=press, a=a, b=b)


def variants(name: str) -> Iterator[Pair]:
    """Each usual form with each other form, and some other forms with each other."""
    for kind_of, region, usual, *groups in rows(name):
        forms = [(kind, *form.partition("@")[::2]) for g in groups for kind, _, many in [g.partition("=")] for form in many.split("|")]
        for kind, form, press in forms:
            yield pair(usual, "same", (kind_of, kind, region), usual, form, press or "*")
        mixed = [(x, y) for x, y in combinations(forms, 2) if x[0] in MIXED and y[0] in MIXED and x[0] != y[0]]
        for (_, x, _), (_, y, _) in sorted(mixed, key=lambda p: hashed(p[0][1], p[1][1]))[:MOST_MIXED]:
            yield pair(usual, "same", (kind_of, "mixed", region), x, y)


def look_alikes() -> Iterator[Pair]:
    """All pairs of each list of names of which no two are one."""
    for kind_of, region, kind, names in rows("apart"):
        for a, b in combinations(names.split("|"), 2):
            yield pair(names, "different", (kind_of, kind, region), a, b)
    for kind_of, region, kind, a, b in rows("apart_latin"):
        yield pair(a, "different", (kind_of, kind, region), a, b)
    for label, a, b in rows("parts"):
        yield pair(a, label, ("person", "latin-part", "world"), a, b)


def built() -> list[Pair]:
    """All pairs, once each, in an order that depends on the names alone."""
    found = [p for name in ("persons", "arabs", "places", "organizations") for p in variants(name)]
    once = {p.id: p for p in (*found, *look_alikes()) if p.a != p.b}
    return sorted(once.values(), key=lambda p: (p.type, p.label, p.kind, p.id))


def text(pairs: list[Pair]) -> str:
    """The pairs as the TSV file."""
    return "".join("\t".join(cells) + "\n" for cells in (COLUMNS, *(tuple(getattr(p, c) for c in COLUMNS) for p in pairs)))


def read_pairs() -> list[Pair]:
    """The pairs as they lie in the file."""
    lines = PAIRS.read_text(encoding="utf-8").splitlines()[1:]
    return [Pair(**dict(zip(COLUMNS, line.split("\t"), strict=True))) for line in lines]


if __name__ == "__main__":
    PAIRS.write_text(text(built()), encoding="utf-8")
