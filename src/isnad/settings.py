"""The one settings object: built by the command line and the web application only, handed down from there."""

from __future__ import annotations

import datetime

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a run may be told. Lower layers get values from it as arguments, never the environment."""

    language: str = "ar"
    """Language pack that reads the articles."""
    interface: str = "en"
    """Language of the texts shown to a person: `ar` or `en`."""
    workers: int = 1
    """Processes that annotate; 1 works in this process."""
    max_characters: int = 2_000_000
    """A longer text is rejected with the reason `too-long`."""
    max_bytes: int = 32_000_000
    """A larger single file is rejected unread with the reason `too-large` (streams of records are not limited)."""
    fields: dict[str, str] = {}
    """Which key of a JSON Lines record holds what, where it is not the usual one (`text` to `body`, say)."""
    today: datetime.date | None = None
    """The day on which the run takes place, to tell dates in the future; None means the machine's day."""
