"""What people decided about conflicts: a dismissed one is not shown, an accepted one says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from isnad.model.account import Conflict, Evidence
from isnad.model.judgement import Judgement, in_force, place_of

ACCEPTED = "accepted"
"""Key of `Conflict.details` that holds the author of the judgement."""
SHARED = 0.5
"""Part of the characters of two places that must be the same for one to stand for the other."""


def judged_conflicts(conflicts: Sequence[Conflict], judgements: Iterable[Judgement]) -> tuple[Conflict, ...]:
    """The conflicts without dismissed ones, the accepted ones marked."""
    held = list(in_force(judgements, "conflict").values())
    out = []
    for conflict in conflicts:
        found = max((j for j in held if on(j, conflict)), key=lambda j: (j.time, j.id), default=None)
        if found is None:
            out.append(conflict)
        elif found.verdict == "accepted":
            out.append(msgspec.structs.replace(conflict, details={**conflict.details, ACCEPTED: found.author}))
    return tuple(out)


def on(judgement: Judgement, conflict: Conflict) -> bool:
    """Whether a judgement is about a conflict: its two places, in either order."""
    a, b = judgement.a, judgement.b
    return (stands(a, conflict.a) and stands(b, conflict.b)) or (stands(a, conflict.b) and stands(b, conflict.a))


def stands(anchor: str, evidence: Evidence) -> bool:
    """Whether a place stands for a piece of evidence."""
    place = place_of(anchor)
    if place is None or place[0] != evidence.article:
        return False
    shared = place[1].shared(evidence.span)
    return shared >= SHARED * (place[1].size + evidence.span.size - shared) and shared > 0
