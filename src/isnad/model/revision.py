"""What a revision changed: words, statements, figures, each with its place in both texts."""

from __future__ import annotations

from typing import Literal

import msgspec

from isnad.model.span import Span

Fate = Literal["came", "went", "changed"]


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A run of words that differs: put in (`a` is empty), left out (`b` is empty) or replaced."""

    a: Span
    b: Span


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A statement or figure that came, went or changed."""

    kind: Literal["statement", "figure"]
    fate: Fate
    a: Span | None = None
    """In the older text; None where it came."""
    b: Span | None = None
    """In the newer text; None where it went."""
    what: str = ""
    """Of a figure the event that it measures, of a statement its act."""


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """A text of an address against the one before it."""

    address: str
    number: int
    article: str
    before: str
    """Article id of the text before."""
    seen: str
    edits: tuple[Edit, ...]
    differences: tuple[Difference, ...]
