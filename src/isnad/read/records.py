"""What every reader yields: one record for each input, with its outcome."""

from __future__ import annotations

import msgspec

from isnad.model.article import Article
from isnad.model.outcome import Issue, Outcome


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One input record: its end, the article if it was kept, and what was odd about it."""

    outcome: Outcome
    article: Article | None = None
    issues: tuple[Issue, ...] = ()
