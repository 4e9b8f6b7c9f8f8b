"""Agencies carried without credit: an article that copies a text which another credits, or that is written as an agency writes."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.link.wire_style import Style
from isnad.model.account import Reuse
from isnad.model.document import Document

SHARE = 0.5
"""Share of the shorter article from which on both carry one text."""


def infer_wires(
    documents: Sequence[Document], reuse: Sequence[Reuse], pack: Pack, styles: Sequence[Style] = ()
) -> dict[str, tuple[str, str]]:
    """Article id to (the agency's usual name, reason) where the credit was dropped: by its copies, else by the first style that tells."""
    names = {row.id: row["name"] for row in pack.table("agencies")}
    found = {article: (names.get(key, told), reason) for article, (key, told, reason) in by_copies(documents, reuse).items()}
    for document in documents:
        if document.layout.wires or document.id in found:
            continue
        guess = next((g for style in styles if (g := style(document)) is not None), None)
        if guess is not None:
            found[document.id] = (names.get(guess.agency, guess.agency), f"wires@2:style {guess.why} = {guess.sure:.2f}")
    return found


def by_copies(documents: Sequence[Document], reuse: Sequence[Reuse]) -> dict[str, tuple[str, str, str]]:
    """Article id to (agency id, agency as told, reason): the article with the largest share that credits an agency decides."""
    by_id = {d.id: d for d in documents}
    best: dict[str, tuple[float, str, str, str]] = {}
    for link in reuse:
        if link.share < SHARE:
            continue
        for without, credited in ((link.a, link.b), (link.b, link.a)):
            keys = [(w.key, w.agency) for w in by_id[credited].layout.wires if w.key]
            if by_id[without].layout.wires or not keys:
                continue
            reason = f"wires@2:copy-of {by_id[credited].path} {link.share:.2f}"
            best[without] = max(best.get(without, (0.0, "", "", "")), (link.share, *keys[0], reason))
    return {article: (key, told, reason) for article, (_, key, told, reason) in best.items()}
