"""Agencies carried without credit: an article that copies a text which another credits to an agency."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Reuse
from isnad.model.document import Document

SHARE = 0.5
"""Share of the shorter article from which on both carry one text."""


def infer_wires(documents: Sequence[Document], reuse: Sequence[Reuse], pack: Pack) -> dict[str, tuple[str, str]]:
    """Article id to (the agency's usual name, reason) where the credit was dropped; the largest share decides."""
    by_id = {d.id: d for d in documents}
    names = {row.id: row["name"] for row in pack.table("agencies")}
    best: dict[str, tuple[float, str, str]] = {}
    for link in reuse:
        if link.share < SHARE:
            continue
        for without, credited in ((link.a, link.b), (link.b, link.a)):
            keys = [(names.get(w.key, w.agency)) for w in by_id[credited].layout.wires if w.key]
            if by_id[without].layout.wires or not keys:
                continue
            found = (link.share, keys[0], f"wires@1:copy-of {by_id[credited].path} {link.share:.2f}")
            best[without] = max(best.get(without, (0.0, "", "")), found)
    return {article: (name, reason) for article, (_, name, reason) in best.items()}
