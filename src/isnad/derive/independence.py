"""Tellers and origins: how many outlets carry a claim, and how many independent origins it goes back to."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.model.account import Claim, Links
from isnad.model.document import Document


def count_origins(documents: Sequence[Document], links: Links) -> tuple[Claim, ...]:
    """The claims of `links` with tellers, origins and standing."""
    return links.claims
