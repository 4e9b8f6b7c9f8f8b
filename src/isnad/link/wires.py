"""Agencies carried without credit."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Reuse
from isnad.model.document import Document


def infer_wires(documents: Sequence[Document], reuse: Sequence[Reuse], pack: Pack) -> dict[str, tuple[str, str]]:
    """Article id to (agency id, reason) where the credit was dropped."""
    return {}
