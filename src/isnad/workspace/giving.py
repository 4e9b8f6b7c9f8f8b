"""Giving alerts out: to an Atom feed in a file, and to a program behind an address (a webhook).

A webhook gets each alert at least once: what it did not acknowledge is sent again with the next look, with the same ids, so
that a receiver can tell what it had.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from isnad.export.alerts_feed import alerts_atom
from isnad.export.catalogue import load_catalogue
from isnad.export.files import write_whole
from isnad.fetch.webhook import post_json
from isnad.model.outcome import Outcome
from isnad.store import feeds
from isnad.workspace.workspace import Workspace

LISTED = 200
"""Alerts that stand in the feed."""
SENT = 100
"""Alerts of one message to a webhook."""


def write_feed(desk: Workspace, path: Path) -> None:
    """Write the latest alerts as an Atom feed, whole or not at all. Raises `UsageError` where the file cannot be written."""
    with desk.store.reading() as connection:
        alerts = feeds.listed_alerts(connection, limit=LISTED)
    write_whole(path, alerts_atom(alerts, desk.now(), load_catalogue(desk.settings.interface)))


def send(desk: Workspace, address: str) -> Outcome | None:
    """Send what was not sent yet to a webhook, in messages of a hundred; the outcome that ended it, None where nothing waited."""
    last: Outcome | None = None
    while True:
        with desk.store.reading() as connection:
            waiting = feeds.listed_alerts(connection, unsent=True, limit=SENT)
        if not waiting:
            return last
        message = {"text": "\n".join(a.text for a in waiting), "alerts": [msgspec.structs.asdict(a) for a in waiting]}
        last = post_json(address, msgspec.json.encode(message), desk.settings.fetch)
        if last.fate != "kept":
            return last
        with desk.store.writing() as connection:
            feeds.sent_alerts(connection, [a.id for a in waiting], desk.now())
