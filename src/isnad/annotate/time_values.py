"""TIMEX3 values of time expressions against the publication date."""

from __future__ import annotations

from datetime import date

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.text.calendars import Resolver


def time_resolver(pack: Pack) -> Finder:
    """The finder gives each time its value, in text order; it may run again after the date became known."""

    def find(document: Document) -> Document:
        resolver = Resolver(anchor_day(document.publication.date))
        times = tuple(msgspec.structs.replace(time, value=resolver.value(time.rule)) for time in document.times if time.rule)
        return msgspec.structs.replace(document, times=times)

    return find


def anchor_day(published: str | None) -> date | None:
    """The day of an ISO date or date-time; None if it is none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
