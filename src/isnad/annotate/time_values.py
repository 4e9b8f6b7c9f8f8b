"""TIMEX3 values of time expressions against the publication date."""

from __future__ import annotations

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.text.calendars import Resolver, day_of


def time_resolver(pack: Pack) -> Finder:
    """The finder gives each time its value, in text order; it may run again after the date became known."""

    def find(document: Document) -> Document:
        resolver = Resolver(day_of(document.publication.anchor or document.publication.date))
        times = tuple(msgspec.structs.replace(time, value=resolver.value(time.rule)) for time in document.times if time.rule)
        return msgspec.structs.replace(document, times=times)

    return find
