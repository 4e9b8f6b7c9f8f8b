"""Tellers and origins: how many outlets carry a claim, and how many independent origins it goes back to.

An origin is the last known teller of a chain: the speaker's entity. Where the speaker is unknown, articles that carry one
text (a copy, one agency's text) are one witness, since they can know no more than that text.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from isnad.model.account import Claim, Links
from isnad.model.document import Document
from isnad.model.findings import Statement

COPY = 0.5
"""Share from which on a copy is one witness with its original."""


def count_origins(documents: Sequence[Document], links: Links) -> tuple[Claim, ...]:
    """The claims of `links` with tellers, origins, standing and the origins' names."""
    told = {s.id: (d, s) for d in documents for s in d.statements}
    names = {e.id: e.name for e in links.entities}
    texts = one_text(documents, links)
    out = []
    for claim in links.claims:
        members = [told[s] for s in claim.statements if s in told]
        outlets = {d.layout.outlet or d.article.outlet or d.id for d, _ in members}
        origins = {origin(d, s, links, texts) for d, s in members}
        standing = "single-teller" if len(outlets) == 1 else "one-origin" if len(origins) == 1 else "several-origins"
        if members and all(s.act == "deny" for _, s in members):
            standing = "denied"
        known = tuple(sorted({names[o] for o in origins if o in names}))
        out.append(msgspec.structs.replace(claim, tellers=len(outlets), origins=len(origins), standing=standing, origin_names=known))
    return tuple(out)


def one_text(documents: Sequence[Document], links: Links) -> dict[str, str]:
    """Article id to the id that stands for all articles carrying one text."""
    parent = {d.id: d.id for d in documents}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for reuse in links.reuse:
        if reuse.share >= COPY:
            low, high = sorted((root(reuse.a), root(reuse.b)))
            parent[high] = low
    return {d.id: root(d.id) for d in documents}


def origin(document: Document, statement: Statement, links: Links, texts: dict[str, str]) -> str:
    """What stands for the origin of one telling."""
    speaker = links.speaker_entity.get(statement.id)
    if speaker is not None:
        return speaker
    agency = next((w.key for w in document.layout.wires if w.key), None)
    return f"agency {agency}" if agency else f"text {texts[document.id]}"
