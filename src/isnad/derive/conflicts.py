"""Conflicts: tellings that cannot both hold, and later ones that overtake earlier ones.

Precision comes before number. Each kind has its own module and looks only where two tellings are of one thing: figures
within one figure of the ledger (`conflicts_figures`), what became of people and places (`conflicts_outcomes`), a
statement and its denial (`denials`), who did it (`responsibility`), when (`conflicts_times`), where (`conflicts_places`).
One conflict stands for a pair of positions, not for each pair of sentences that tell them.
"""

from __future__ import annotations

from collections.abc import Iterable

from isnad.derive.conflicts_figures import figure_conflicts, wider_counts
from isnad.derive.conflicts_incidents import scene_of
from isnad.derive.conflicts_outcomes import StateReader, fate_conflicts, state_conflicts
from isnad.derive.conflicts_places import PlaceReader, find_places
from isnad.derive.conflicts_times import MomentReader, find_times
from isnad.derive.denials import find_denials
from isnad.derive.denials_named import NamedDenials
from isnad.derive.figures import Ledger
from isnad.derive.responsibility import find_attributions
from isnad.lang.pack import Pack
from isnad.model.account import Conflict, Links


def find_conflicts(ledgers: Iterable[Ledger], links: Links, pack: Pack) -> tuple[Conflict, ...]:
    """Conflicts and updates, story by story, figures first."""
    out: list[Conflict] = []
    states, times, places, named = StateReader(pack, links), MomentReader(pack, links), PlaceReader(pack, links), NamedDenials(pack)
    for group, ledger in ledgers:
        scene = scene_of(ledger)
        for members, figure in ledger:
            out += figure_conflicts(members, figure, scene)
        out += wider_counts(ledger, scene)
        out += fate_conflicts([t for members, _ in ledger for t in members], pack)
        out += state_conflicts(group, states)
        denials = list(named.find(group, links))
        out += (c for c in find_denials(group, links, pack) if not any(meets(c, d) for d in denials))
        out += denials
        out += find_times(group, times)
        out += find_places(group, places)
        out += find_attributions(group, links, pack)
    return tuple(out)


def meets(a: Conflict, b: Conflict) -> bool:
    """Whether two conflicts share a place: then they are one."""
    return any(x.article == y.article and x.span.overlaps(y.span) for x in (a.a, a.b) for y in (b.a, b.b))
