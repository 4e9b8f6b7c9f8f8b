"""RSS 0.9 to 2.0, Atom 0.3 and 1.0, JSON Feed 1: items with what they carry.

Whether an item carries its article or a teaser cannot be read off its element's name alone: `content:encoded` often holds a
teaser, `description` sometimes the whole. `whole_text` says where the line is drawn.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from isnad.model.article import Post
from isnad.model.entry import Entry, Listing
from isnad.model.ids import digest
from isnad.read.decode import decode
from isnad.read.markup import fragment_text, plain_line
from isnad.read.xml_names import bare_name, children, elements, text_in, web_address

_TITLE = ("title", "dc:title")
_PUBLISHED = ("pubdate", "published", "dc:date", "issued", "dcterms:created", "created", "atom:published")
_UPDATED = ("updated", "modified", "dcterms:modified", "atom:updated")
_BYLINE = ("dc:creator", "author", "atom:author")
_CONTENT = ("content:encoded", "content", "atom:content", "xhtml:body")
_SUMMARY = ("description", "summary", "dc:description", "atom:summary")
_MAIL = re.compile(r"^\s*[^\s@]{1,100}@[^\s@]{1,255}\s*\((.{1,120})\)\s*$")
_CUT = re.compile(r"(?:\u2026|\.\.\.)\s{0,8}[\])]?\s{0,8}$")
MOST_ITEMS = 10_000
"""Items of a feed that are read: real ones hold tens."""
_Words = tuple[str, tuple[Post, ...]]
"""Text, a paragraph a line, and the posts that were embedded in it."""
_WHOLE_CONTENT, _WHOLE_SUMMARY, _LEAST = 500, 1_000, 200
"""Characters from which a content, a summary, and a content longer than the summary beside it are taken for the whole article."""


def xml_feed(root: Any, base: str | None) -> Listing:
    """The items of an RSS or Atom feed; links are resolved against the feed's own address or its home page."""
    home = "atom:" if bare_name(root) == "feed" else ""
    channel = next((c for c in elements(root) if bare_name(c) == "channel"), root)
    about = children(channel, home)
    title = _line(about, _TITLE)
    link = _link(about, base)
    items = [item for item in root.iter() if isinstance(item.tag, str) and bare_name(item) in ("item", "entry")]
    entries = [_entry(item, children(item, home), title, base or link) for item in items[:MOST_ITEMS]]
    return Listing(title=title, address=link, entries=tuple(entries), left_out=len(items) - len(entries))


def _entry(item: Any, parts: dict[str, list[Any]], outlet: str | None, base: str | None) -> Entry:
    base = web_address(item.get("{http://www.w3.org/XML/1998/namespace}base"), base) or base
    guid = _text(parts, ("guid", "id"))
    address = _link(parts, base) or web_address(guid if _is_address(parts, guid) else None, None)
    summary = fragment_text(_markup(parts, _SUMMARY))
    content, posts = _whole(fragment_text(_markup(parts, _CONTENT)), summary, address)
    title = _line(parts, _TITLE)
    return Entry(
        id=guid or address or digest(title, summary[0], content),
        address=address,
        title=title,
        byline=_byline(parts),
        outlet=_line(parts, ("source", "dc:publisher")) or outlet,
        published=_text(parts, _PUBLISHED),
        updated=_text(parts, _UPDATED),
        summary=summary[0] or None,
        content=content or None,
        posts=posts,
    )


def whole_text(content: str, summary: str) -> str:
    """The article's text where a feed carries it whole, else an empty string.

    A content element counts from 500 characters, or from 200 where it says half as much again as the summary; a summary
    alone from 1,000. Nothing counts that ends in an ellipsis, as teasers do.
    """
    more = len(content) >= _WHOLE_CONTENT or (len(content) >= _LEAST and summary and len(content) >= 1.5 * len(summary))
    if more and not _CUT.search(content):
        return content
    return summary if len(summary) >= _WHOLE_SUMMARY and not _CUT.search(summary) else ""


def _whole(content: _Words, summary: _Words, address: str | None) -> _Words:
    """The whole text with its posts; of an item without an address all that it has."""
    found = whole_text(content[0], summary[0]) or ("" if address else content[0] or summary[0])
    return found, (content if found == content[0] else summary)[1] if found else ()


def _is_address(parts: dict[str, list[Any]], guid: str | None) -> bool:
    return bool(guid) and (parts.get("guid") or parts["id"])[0].get("isPermaLink", "true").lower() != "false"


def _element(parts: dict[str, list[Any]], names: Sequence[str]) -> Any | None:
    """The first element of the first name that has words in it."""
    return next((e for n in names for e in parts.get(n, ()) if text_in(e)), None)


def _text(parts: dict[str, list[Any]], names: Sequence[str]) -> str | None:
    return text_in(_element(parts, names))


def _line(parts: dict[str, list[Any]], names: Sequence[str]) -> str | None:
    """One line of words, from markup or not."""
    return plain_line(_markup(parts, names))


def _markup(parts: dict[str, list[Any]], names: Sequence[str]) -> str:
    """The HTML that an element holds: escaped or in CDATA as text, or as elements of its own."""
    element = _element(parts, names)
    if element is None:
        return ""
    if len(element):
        from lxml import etree

        inner = (etree.tostring(child, encoding="unicode", method="html") for child in elements(element))
        return html.escape(element.text or "", quote=False) + "".join(inner)
    text = element.text or ""
    return html.escape(text, quote=False) if element.get("type") == "text" else text


def _link(parts: dict[str, list[Any]], base: str | None) -> str | None:
    """The address of a channel or item: `<link>words</link>`, or the `alternate` one of `<link href>`."""
    links = [*parts.get("link", ()), *parts.get("atom:link", ())]
    for link in links:
        if link.get("href") is None and (found := web_address(text_in(link), base)):
            return found
    for link in links:
        if link.get("rel", "alternate") == "alternate" and (found := web_address(link.get("href"), base)):
            return found
    return None


def _byline(parts: dict[str, list[Any]]) -> str | None:
    """A name: Dublin Core's, Atom's `author/name`, or RSS's `mail (name)`; addresses are no names."""
    element = _element(parts, _BYLINE)
    if element is None:
        return None
    named = next((text_in(e) for e in elements(element) if bare_name(e) == "name"), None) or text_in(element) or ""
    match = _MAIL.match(named)
    name = plain_line(match.group(1) if match else named)
    return name if name and "@" not in name and not name.startswith("http") and len(name) < 200 else None


def json_feed(data: bytes, base: str | None) -> Listing:
    """The items of a JSON Feed (version 1 or 1.1)."""
    decoded = decode(data)
    try:
        feed = msgspec.json.decode(decoded.text.encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        return Listing(reason=decoded.reason or "broken-list", detail=decoded.detail or str(error)[:120])
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version")):
        return Listing(reason="unknown-format", detail="JSON that is no feed")
    home = web_address(_string(feed, "home_page_url"), base)
    title = plain_line(_string(feed, "title"))
    entries = [_json_entry(item, title, base or home) for item in items[:MOST_ITEMS] if isinstance(item, dict)]
    left_out = max(0, len(items) - MOST_ITEMS)
    return Listing(title=title, address=home, entries=tuple(entries), left_out=left_out)


def _json_entry(item: dict[str, Any], outlet: str | None, base: str | None) -> Entry:
    address = web_address(_string(item, "url") or _string(item, "external_url"), base)
    summary = fragment_text(html.escape(_string(item, "summary"), quote=False))
    markup = _string(item, "content_html") or html.escape(_string(item, "content_text"), quote=False)
    content, posts = _whole(fragment_text(markup), summary, address)
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [plain_line(_string(a, "name")) for a in authors or () if isinstance(a, dict)]
    title = " ".join(_string(item, "title").split()) or None
    return Entry(
        id=_string(item, "id") or address or digest(title, summary[0], content),
        address=address,
        title=title,
        byline="\u060c ".join(n for n in names if n) or None,
        outlet=outlet,
        published=_string(item, "date_published") or None,
        updated=_string(item, "date_modified") or None,
        summary=summary[0] or None,
        content=content or None,
        posts=posts,
    )


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
