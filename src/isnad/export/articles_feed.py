"""Articles of a list as an Atom feed (RFC 4287): what a search finds, for any feed reader."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.export.alerts_feed import add, begun, finished
from isnad.export.catalogue import Catalogue
from isnad.model.kept import ArticleRow


def articles_atom(rows: Sequence[ArticleRow], now: str, say: Catalogue, about: tuple[str, str]) -> bytes:
    """The feed of articles in their order; `about` is its title and address, `now` (ISO, UTC) its time where there are none."""
    title, address = about
    feed = begun(address, title, max((r.added for r in rows), default=now), say)
    add(feed, "link").attrib.update({"rel": "self", "href": address})
    for row in rows:
        entry = add(feed, "entry")
        add(entry, "id", f"urn:isnad:article:{row.id}")
        add(entry, "title", row.title or row.path)
        add(entry, "updated", row.added)
        if row.published and len(row.published) > 10 and row.published[-1] == "Z":
            add(entry, "published", row.published)
        if row.url:
            add(entry, "link").set("href", row.url)
        add(entry, "summary", " · ".join(p for p in (row.outlet, (row.published or "")[:10]) if p))
    return finished(feed)
