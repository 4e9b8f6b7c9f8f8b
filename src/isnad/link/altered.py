"""The same direct quotation told differently."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.model.account import AlteredQuote, Links
from isnad.model.document import Document


def altered_quotes(documents: Sequence[Document], links: Links) -> tuple[AlteredQuote, ...]:
    """Pairs of direct quotations of one speaker that are cut, joined or changed."""
    return ()
