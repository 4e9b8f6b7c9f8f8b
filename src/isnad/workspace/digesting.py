"""What lists show of an account: its conflicts counted and its main claims with their standing."""

from __future__ import annotations

from collections.abc import Mapping

from isnad.model.account import Account, Claim
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.kept import ClaimDigest, StoryDigest

CLAIMS = 3
LENGTH = 180
"""Characters of a claim's words, at most."""

Told = Mapping[str, tuple[Document, Statement]]


def digest_of(account: Account, told: str) -> StoryDigest:
    """The digest of an account that was told at a time."""
    statements = {s.id: (d, s) for d in account.documents for s in d.statements}
    names = {e.id: e.name for e in account.links.entities}
    speakers = {s: names.get(e, "") for s, e in account.links.speaker_entity.items()}
    claims = sorted(account.links.claims, key=lambda c: (-c.tellers, -c.origins))
    contradictions = sum(c.relation == "contradiction" for c in account.conflicts)
    return StoryDigest(
        told=told, articles=len(account.documents), conflicts=contradictions, updates=len(account.conflicts) - contradictions,
        claims=tuple(made for c in claims[: 2 * CLAIMS] if (made := _claim(c, statements, speakers)) is not None)[:CLAIMS],
    )  # fmt: skip


def _claim(claim: Claim, told: Told, speakers: Mapping[str, str]) -> ClaimDigest | None:
    """A claim by its first telling that names a speaker; None where none of its statements has words."""
    tellings = [told[s] for s in claim.statements if s in told and told[s][1].content]
    if not tellings:
        return None
    document, statement = next((t for t in tellings if t[1].speaker is not None), tellings[0])
    named = statement.speaker.span.of(document.text) if statement.speaker else ""
    words = " ".join(" … ".join(s.of(document.text) for s in statement.content).split())
    if len(words) > LENGTH:
        words = words[:LENGTH].rsplit(" ", 1)[0] + " …"
    return ClaimDigest(
        speaker=" ".join((speakers.get(statement.id) or named).split()), text=words, article=document.id, start=statement.content[0].start,
        standing=claim.standing, tellers=claim.tellers, origins=claim.origins, origin_names=claim.origin_names, through=claim.through,
    )  # fmt: skip
