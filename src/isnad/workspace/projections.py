"""What is made of every article besides its document: lists, and whatever else is to be found quickly."""

from __future__ import annotations

from isnad.store.listings import LISTINGS
from isnad.store.protocol import Projection
from isnad.workspace.searching import SEARCHED

PROJECTIONS: tuple[Projection, ...] = (*LISTINGS, *SEARCHED)
"""Written in the transaction that keeps an article, in this order. A new one is a line here."""
