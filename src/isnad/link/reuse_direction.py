"""Who has the words from whom: each sign is one function that names its reason, the heaviest decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from isnad.model.account import Feature, Reuse
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.text.folding import fold_form

Direction = Literal["a>b", "b>a", "common", "unknown"]
Sign = tuple[Direction, Feature]
FULLER = 1.5
"""How many times as long an article is that counts as the more complete one."""
INSIDE = 0.8
"""Part of a passage that a third article must carry."""
THIRDS = 40
"""Articles among which a third text is looked for."""


class Side(msgspec.Struct, frozen=True):
    """One of two articles that share words."""

    document: Document
    size: int
    """Words of its body."""
    share: float
    """Part of them that stand in the other."""

    @property
    def agencies(self) -> set[str]:
        """Agencies it credits."""
        return {w.key for w in self.document.layout.wires if w.key}

    @property
    def when(self) -> str:
        """Day or time of publication, as far as it is told."""
        return self.document.publication.date or ""


def directed(a: Side, b: Side) -> tuple[Direction, tuple[Feature, ...]]:
    """The direction and all signs, the heaviest first."""
    signs = [s for sign in SIGNS if (s := sign(a, b)) is not None]
    signs.sort(key=lambda s: (-s[1].weight, s[1].name))
    return (signs[0][0] if signs else "unknown"), tuple(f for _, f in signs)


def credited(a: Side, b: Side) -> Sign | None:
    """Both credit one agency, or one of them does: its text is what both carry."""
    if both := a.agencies & b.agencies:
        return "common", Feature("same-agency", 1.0, ", ".join(sorted(both)))
    if bool(a.agencies) != bool(b.agencies):
        return "common", Feature("one-credits-an-agency", 0.7, ", ".join(sorted(a.agencies | b.agencies)))
    return None


def republished(a: Side, b: Side) -> Sign | None:
    """One says that it republishes: from the other, where it names it or the other's name is not known."""
    for one, other, direction in ((a, b, "b>a"), (b, a, "a>b")):
        place = one.document.layout.republished_from
        if place is not None:
            named = place.of(one.document.text)
            outlet = other.document.outlet
            fits = outlet is None or fold_form(outlet) in fold_form(named) or fold_form(named) in fold_form(outlet)
            return (direction if fits else "common"), Feature("republished", 0.95 if fits else 0.75, named)  # type: ignore[return-value]
    return None


def earlier(a: Side, b: Side) -> Sign | None:
    """Published on an earlier day; within a day earlier by the time that metadata tell."""
    if not a.when or not b.when:
        return None
    days = a.when[:10], b.when[:10]
    if days[0] != days[1]:
        return ("a>b" if days[0] < days[1] else "b>a"), Feature("earlier-day", 0.65, f"{min(days)} < {max(days)}")
    told = all("metadata" in s.document.publication.by and "T" in s.when for s in (a, b))
    if told and a.when[:16] != b.when[:16]:
        return ("a>b" if a.when < b.when else "b>a"), Feature("earlier-hour", 0.5, f"{min(a.when, b.when)} < {max(a.when, b.when)}")
    return None


def complete(a: Side, b: Side) -> Sign | None:
    """One holds all of the other and more."""
    long, short = (a, b) if a.size >= b.size else (b, a)
    if long.size > FULLER * short.size and short.share >= INSIDE:
        return ("a>b" if long is a else "b>a"), Feature("more-complete", 0.4, f"{long.size} words against {short.size}")
    return None


SIGNS = (credited, republished, earlier, complete)


def with_thirds(found: Sequence[Reuse], documents: Iterable[Document]) -> list[Reuse]:
    """Pairs of which an earlier third article carries all that they share are told as `common`."""
    by_id = {d.id: d for d in documents}
    near: dict[str, dict[str, tuple[Span, ...]]] = defaultdict(dict)
    for reuse in found:
        near[reuse.a][reuse.b] = tuple(p.a for p in reuse.passages)
        near[reuse.b][reuse.a] = tuple(p.b for p in reuse.passages)
    return [third_text(r, near.__getitem__, by_id.__getitem__) for r in found]


Near = Callable[[str], Mapping[str, Sequence[Span]]]
"""Of an article those that share passages with it, with their places in it."""


def third_text(reuse: Reuse, near_of: Near, document_of: Callable[[str], Document]) -> Reuse:
    """The pair with its third text, if there is one that is older than both, or names the agency that neither does."""
    if reuse.direction == "common":
        return reuse
    a, b = document_of(reuse.a), document_of(reuse.b)
    near = {a.id: near_of(a.id), b.id: near_of(b.id)}
    shared = sorted(near[a.id].keys() & near[b.id].keys())[:THIRDS]
    for other in sorted((document_of(s) for s in shared), key=lambda d: (d.publication.date or "9999", d.path)):
        day = (other.publication.date or "9999")[:10]
        older = all(day < (d.publication.date or "9999")[:10] for d in (a, b))
        wired = any(w.key for w in other.layout.wires) and not any(w.key for d in (a, b) for w in d.layout.wires)
        if (older or wired) and covers(near[a.id][other.id], near[a.id][b.id]) and covers(near[b.id][other.id], near[b.id][a.id]):
            sign = Feature("third-text", 0.8 if wired else 0.7, other.path)
            return msgspec.structs.replace(reuse, direction="common", why=(sign, *reuse.why))
    return reuse


def covers(spans: Sequence[Span], wanted: Sequence[Span]) -> bool:
    """Whether spans hold most of what is wanted."""
    held = sum(s.shared(w) for s in spans for w in wanted)
    return held >= INSIDE * sum(w.size for w in wanted)
