"""How a claim stands, in words: "eleven outlets, one origin: the ministry, through the agency"."""

from __future__ import annotations

from isnad.export.catalogue import Catalogue
from isnad.model.account import Claim

NAMED = 4
"""Origins that are named one by one."""


def standing_words(claim: Claim, say: Catalogue) -> str:
    """The standing with tellers, origins, and the agencies through whom a single origin was told."""
    values = {"tellers": say("count.tellers", n=claim.tellers), "origins": say("count.origins", n=claim.origins)}
    joined = say("page.comma").join(claim.origin_names)
    through = claim.through[0] if claim.through else ""
    if claim.standing == "one-origin" and len(claim.origin_names) == 1:
        key = "one-origin-through" if through and through != joined else "one-origin-of"
        return say(f"standing.{key}", origin=joined, through=through, **values)
    if claim.standing == "one-origin" and through and not claim.origin_names:
        return say("standing.one-text-through", through=through, **values)
    if claim.standing == "several-origins" and 0 < len(claim.origin_names) <= NAMED:
        return say("standing.several-origins-of", names=joined, **values)
    return say(f"standing.{claim.standing}", **values)
