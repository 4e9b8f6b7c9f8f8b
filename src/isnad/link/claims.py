"""What several statements say in common."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Claim, Links
from isnad.model.document import Document


def link_claims(documents: Sequence[Document], links: Links, pack: Pack) -> tuple[Claim, ...]:
    """Statements gathered into claims; tellers and origins are counted by `derive.independence`."""
    return ()
