"""OPML files, which name feeds, and sitemaps, which name pages or further sitemaps."""

from __future__ import annotations

from typing import Any

from isnad.model.entry import Entry, Listing
from isnad.read.xml_names import bare_name, children, text_in, web_address

_ATTRIBUTES = frozenset({"xmlurl", "url", "type", "title", "text"})
MOST_PLACES = 50_000
"""Addresses of a sitemap that are read: as many as its protocol allows."""


def opml(root: Any, base: str | None) -> Listing:
    """Every outline with an address, however deep: feeds, and pages where the outline is a link (OPML 2.0)."""
    entries = []
    for outline in root.iter():
        if not isinstance(outline.tag, str) or bare_name(outline) != "outline":
            continue
        # Only what is asked for: the parser looks a value up by going through all before it.
        values = {name.lower(): outline.get(name) for name in outline.keys() if name.lower() in _ATTRIBUTES}  # noqa: SIM118
        feed = web_address(values.get("xmlurl"), base)
        page = web_address(values.get("url"), base) if values.get("type", "").lower() == "link" else None
        if address := feed or page:
            title = " ".join((values.get("title") or values.get("text") or "").split()) or None
            entries.append(Entry(id=address, address=address, kind="feed" if feed else "page", title=title))
    return Listing(title=text_in(next(iter(root.xpath("//*[local-name()='head']/*[local-name()='title']")), None)), entries=tuple(entries))


def sitemap(root: Any, base: str | None) -> Listing:
    """Pages with their `lastmod` and `news:` tags, or the sitemaps that an index names; those of the latest days first."""
    index = bare_name(root) == "sitemapindex"
    entries = []
    for item in root[:MOST_PLACES]:
        if not isinstance(item.tag, str) or bare_name(item) not in ("url", "sitemap"):
            continue
        parts = children(item)
        address = web_address(text_in(_first(parts, "loc")), base)
        if address is None:
            continue
        news = children(parts["news:news"][0]) if "news:news" in parts else {}
        publication = children(news["news:publication"][0]) if "news:publication" in news else {}
        entries.append(
            Entry(
                id=address,
                address=address,
                kind="listing" if index or bare_name(item) == "sitemap" else "page",
                title=text_in(_first(news, "news:title")),
                outlet=text_in(_first(publication, "news:name")),
                published=text_in(_first(news, "news:publication_date")),
                updated=text_in(_first(parts, "lastmod")),
            )
        )
    entries.sort(key=lambda e: e.updated or e.published or "", reverse=True)
    return Listing(entries=tuple(entries), left_out=max(0, len(root) - MOST_PLACES))


def _first(parts: dict[str, list[Any]], name: str) -> Any | None:
    return parts[name][0] if name in parts else None
