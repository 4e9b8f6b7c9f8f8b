"""Alerts as an Atom feed (RFC 4287), for any feed reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from isnad.export.catalogue import Catalogue
from isnad.model.kept import Alert
from isnad.text.spoofing import shown

_SPACE = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def alerts_atom(alerts: Sequence[Alert], now: str, say: Catalogue) -> bytes:
    """The feed of alerts, the latest first; `now` (ISO, UTC) is its time where there are none."""
    feed = begun("urn:isnad:alerts", say("alerts.title"), max((a.time for a in alerts), default=now), say)
    for alert in alerts:
        entry = add(feed, "entry")
        add(entry, "id", f"urn:isnad:alert:{alert.id}")
        add(entry, "title", alert.text)
        add(entry, "updated", alert.time)
        add(entry, "category").set("term", alert.kind)
        if address := alert.details.get("address"):
            add(entry, "link").set("href", shown(address))
        add(entry, "content", "\n".join(p for p in (alert.text, alert.details.get("headline"), alert.details.get("outlet")) if p))
    return finished(feed)


def begun(identity: str, title: str, updated: str, say: Catalogue) -> Any:
    """A feed without entries."""
    from lxml import etree

    feed = etree.Element(f"{{{_SPACE}}}feed", {f"{_XML}lang": say.language}, nsmap={None: _SPACE})  # type: ignore[dict-item]
    add(feed, "id", identity)
    add(feed, "title", title)
    add(feed, "updated", updated)
    add(add(feed, "author"), "name", "Isnad")
    return feed


def finished(feed: Any) -> bytes:
    """The feed as XML."""
    from lxml import etree

    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def add(parent: Any, name: str, text: str | None = None) -> Any:
    """A new element at the end of another; what is odd about its text is spelled out."""
    from lxml import etree

    element = etree.SubElement(parent, f"{{{_SPACE}}}{name}")
    if text is not None:
        element.text = shown(text)
    return element
