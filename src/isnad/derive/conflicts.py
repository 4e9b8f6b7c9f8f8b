"""Conflicts: tellings that cannot both hold, and later ones that overtake earlier ones.

Precision comes before number: figures are compared as intervals within one figure of the ledger, denials against the
statements they deny by shared content, attributions by patterns of responsibility, outcomes by one number that moves from
one state to a graver one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from isnad.derive.denials import find_denials
from isnad.derive.figures import by_story, grouped, order, point
from isnad.derive.responsibility import find_attributions
from isnad.derive.tellings import Telling
from isnad.lang.pack import Pack
from isnad.model.account import Conflict, Evidence, Figure, Links
from isnad.model.document import Document
from isnad.model.findings import Bounds
from isnad.model.span import Span

INFINITE = float("inf")
ABOUT = 0.1
"""An approximate number stands for this share around it."""
PAIRS = 4
"""At most so many conflicts for the same two values."""
GRAVER = {"missing": "killed", "injured": "killed"}


def find_conflicts(documents: Sequence[Document], links: Links, figures: Sequence[Figure], pack: Pack) -> tuple[Conflict, ...]:
    """Conflicts and updates, figures first; `figures` only tells whether there is anything to compare."""
    out: list[Conflict] = []
    for group in by_story(documents, links):
        ledger = grouped(group, links, pack) if figures else []
        for members, figure in ledger:
            out += figure_conflicts(members, figure)
        out += outcome_conflicts(ledger)
        out += find_denials(group, links, pack)
        out += find_attributions(group, pack)
    return tuple(out)


def interval(telling: Telling) -> tuple[float, float]:
    """What the number leaves open: exact, about, at least, at most, vague."""
    value, bound = telling.value.value, telling.quantity.bound
    if isinstance(value, Bounds):
        return value.min or 0.0, INFINITE if value.max is None else value.max
    if bound == "lower":
        return value, INFINITE
    if bound == "upper":
        return 0.0, value
    if telling.quantity.approximate:
        return value * (1 - ABOUT), value * (1 + ABOUT)
    return value, value


def disjoint(a: Telling, b: Telling) -> bool:
    """Whether both cannot hold."""
    (low_a, high_a), (low_b, high_b) = interval(a), interval(b)
    return high_a < low_b or high_b < low_a


def rank(telling: Telling) -> tuple[str, str, bool, float, int]:
    """Time order; a number that the text calls an earlier one comes first on its day."""
    day, reported, number, start = order(telling.value)
    return day, reported, not telling.earlier, number, start


def figure_conflicts(members: list[Telling], figure: Figure) -> Iterator[Conflict]:
    """Within one figure: each telling against what overtook it, and against others of its own article."""
    tellings = sorted((t for t in members if t.value.kind != "new" and not t.part), key=rank)
    shown: dict[tuple[object, object], int] = {}
    for a, b in pairs(tellings):
        key = (repr(a.value.value), repr(b.value.value))
        if shown.get(key, 0) < PAIRS:
            shown[key] = shown.get(key, 0) + 1
            yield conflict(a, b, figure)


def differs(a: Telling, b: Telling) -> bool:
    """Whether two tellings give other numbers, be they compatible ("at least 28", "30") or not."""
    return a.value.value != b.value.value


def pairs(tellings: list[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs worth showing, the earlier first: what cannot both hold before what is only another count."""
    found = []
    for at, a in enumerate(tellings):
        later = tellings[at + 1 :]
        found += [(a, b) for b in later if a.document.id == b.document.id and differs(a, b)]
        others = [b for b in later if b.document.id != a.document.id and differs(a, b)]
        found += [(a, b) for b in (others[:1] + [b for b in others if disjoint(a, b)][:1])]
    unique = {(a.document.id, a.quantity.span, b.document.id, b.quantity.span): (a, b) for a, b in found}
    yield from sorted(unique.values(), key=lambda p: not disjoint(*p))


def conflict(a: Telling, b: Telling, figure: Figure) -> Conflict:
    """Two tellings of one figure, with the reason for calling them an update or a contradiction."""
    later = (b.value.reported or "") > (a.value.reported or "") or (b.value.as_of or "") > (a.value.as_of or "")
    grows = point(b.value.value) >= point(a.value.value)
    if later or (a.earlier and not b.earlier):
        why = "later-overtakes" if grows else "later-corrects"
    elif not disjoint(a, b):
        why = "another-count"
    else:
        why = "same-article" if a.document.id == b.document.id else "same-day"
    return Conflict(
        kind="figure", about=f"{figure.measure} {figure.of}".strip(), relation="contradiction" if why.startswith("same") else "update",
        a=Evidence(a.document.id, around(a)), b=Evidence(b.document.id, around(b)), why=why,
        details={
            "a": a.quantity.span.of(a.document.text), "b": b.quantity.span.of(b.document.text), "measure": figure.measure, "of": figure.of,
        },
        by="conflicts@1:figure",
    )  # fmt: skip


def around(telling: Telling) -> Span:
    """The number with its counted noun."""
    span, counts = telling.quantity.span, telling.quantity.counts
    if counts is None or abs(counts.start - span.end) > 12:
        return span
    return Span(min(span.start, counts.start), max(span.end, counts.end))


def outcome_conflicts(ledger: Sequence[tuple[list[Telling], Figure]]) -> Iterator[Conflict]:
    """One number told as missing (or hurt) here and as killed there."""
    for (members, figure), (others, graver) in itertools.permutations(ledger, 2):
        if GRAVER.get(figure.measure) != graver.measure or figure.measure != "missing":
            continue
        found = next(((a, b) for a in members for b in others if same_number(a, b)), None)
        if found:
            a, b = found
            yield Conflict(
                kind="outcome", about=f"{figure.measure} – {graver.measure}", relation="update" if rank(a) < rank(b) else "contradiction",
                a=Evidence(a.document.id, around(a)), b=Evidence(b.document.id, around(b)), why="missing-or-killed",
                details={"a": a.quantity.span.of(a.document.text)}, by="conflicts@1:outcome",
            )  # fmt: skip


def same_number(a: Telling, b: Telling) -> bool:
    """The same plain number of ten or more."""
    x, y = a.value.value, b.value.value
    return not isinstance(x, Bounds) and not isinstance(y, Bounds) and x == y and x >= 10
