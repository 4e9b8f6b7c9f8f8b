"""Feeds: which are watched, how they are, and what became of what came in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.responses import Response

from isnad.errors import NothingReadableError, UsageError
from isnad.web.visits import Visit

OUTCOMES = 40
"""Inputs of one page."""


def feeds(visit: Visit) -> Response:
    """All feeds with their health, and the inputs of late that were not kept."""
    bad = visit.ask("show") != "all"
    before = visit.ask("before")
    if before and not (before.isascii() and before.isdigit() and len(before) < 16):
        raise UsageError(f"before {before!r}: expected a number")
    ended = visit.desk.outcomes(limit=OUTCOMES + 1, before=int(before) if before else None, bad=bad)
    more = ended[OUTCOMES - 1][0] if len(ended) > OUTCOMES else None
    return visit.page("feeds.html.j2", feeds=visit.desk.feeds(), ended=[row for _, row in ended[:OUTCOMES]], more=more, bad=bad)


def add(visit: Visit) -> Response:
    """Watch feeds: addresses, one a line, or the feeds of an OPML file."""
    for file in visit.files("opml"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "feeds.opml"
            path.write_bytes(file.file.read())
            try:
                visit.desk.import_feeds(path)
            except NothingReadableError:
                raise UsageError(f"{file.filename} names no feed: expected an OPML file with xmlUrl") from None
    if addresses := visit.field("addresses").split():
        visit.desk.add_feeds(addresses)
    return visit.to("/feeds")


def change(visit: Visit) -> Response:
    """Pause a feed, look at it again, or forget it."""
    address, do = visit.field("address"), visit.field("do")
    if do == "remove":
        visit.desk.remove_feed(address)
    elif do in ("pause", "resume"):
        visit.desk.pause_feed(address, paused=do == "pause")
    else:
        raise UsageError(f"do {do!r}: expected pause, resume or remove")
    return visit.to("/feeds")
