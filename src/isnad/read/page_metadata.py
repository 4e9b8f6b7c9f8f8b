"""What a page says of itself: schema.org JSON-LD first, then og: and article: properties, then plain elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from isnad.read.records import Metadata

_KINDS = re.compile(r"(?:Article|BlogPosting|Report)$")
_SUFFIX = re.compile("\\s{1,8}[|\u2013\u2014\u00bb:\u2022-]\\s{1,8}")
_DEPTH = 8
_FEED = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)")
_HEAD = 200_000
"""Bytes of a page in which it names its feeds."""
_DOORS = re.compile(r"^(?:www|m|amp|mobile)\.")
"""Beginnings of host names that lead to the same site."""


def page_metadata(tree: Any) -> Metadata:
    """Outlet, canonical address, times, headline and byline of an lxml tree; None where the page is silent."""
    linked = _article(tree)
    meta = _properties(tree)
    outlet = _name(linked.get("publisher")) or meta.get("og:site_name") or meta.get("application-name")
    return Metadata(
        outlet=outlet,
        url=_canonical(tree) or meta.get("og:url") or _text(linked.get("url")),
        published=_text(linked.get("datePublished"))
        or _first(meta, "article:published_time", "datepublished", "date", "dc.date", "pubdate"),
        updated=_text(linked.get("dateModified")) or _first(meta, "article:modified_time", "og:updated_time", "datemodified"),
        title=_headline(tree, linked, meta, outlet),
        byline=_byline(linked, meta),
    )


def believed(page: Metadata, fetched: str | None) -> Metadata:
    """A page's metadata without an address that is not its own to claim.

    Where it is known from which address a page came (`fetched`), the canonical address that it names is believed on the same
    site only, else any page could pass itself off as a revision of another outlet's article; and not where it is the bare
    front page, which careless templates name for every article.
    """
    if fetched is None or page.url is None:
        return page
    same = host_of(page.url) == host_of(fetched) != ""
    return page if same and (_front(fetched) or not _front(page.url)) else msgspec.structs.replace(page, url=None)


def _front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def host_of(address: str) -> str:
    """The host of an address, without `www.` and the like; empty where there is none."""
    try:
        return _DOORS.sub("", (urlsplit(address).hostname or "").lower())
    except ValueError:
        return ""


def feeds_of(page: bytes, address: str) -> list[str]:
    """The feeds that a page names in its head, as absolute addresses."""
    from lxml import etree, html

    from isnad.read.xml_names import web_address

    try:
        tree: Any = html.document_fromstring(page[:_HEAD], parser=html.HTMLParser())
    except (etree.ParserError, ValueError):
        return []
    links = tree.xpath("//link[contains(concat(' ', normalize-space(@rel), ' '), ' alternate ')][@href]")
    feeds = (link.get("href") for link in links if _FEED.fullmatch((link.get("type") or "").strip().lower()))
    return [found for href in feeds if (found := web_address(href, address))]


def _properties(tree: Any) -> dict[str, str]:
    """`<meta property|name|itemprop=… content=…>`, names in lower case, the first of each."""
    out: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            out.setdefault(name, content)
    for element in tree.xpath("//time[@itemprop='datePublished' or @pubdate][@datetime]")[:1]:
        out.setdefault("datepublished", element.get("datetime"))
    return out


def _first(meta: dict[str, str], *names: str) -> str | None:
    return next((meta[n] for n in names if n in meta), None)


def _article(tree: Any) -> dict[str, Any]:
    """The first JSON-LD object that is an article."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            value = json.loads((script.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _objects(value, 0):
            kinds = node.get("@type")
            if any(isinstance(k, str) and _KINDS.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
                return node
    return {}


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for inner in (value.get("@graph"), value.get("mainEntity"), value.get("mainEntityOfPage")):
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _text(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    """A name given as a string, as an object with one, or the names of a list of these."""
    if isinstance(value, list):
        names = [n for n in (_name(v) for v in value[:5]) if n]
        return "\u060c ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return _text(value)


def _canonical(tree: Any) -> str | None:
    found = tree.xpath("//link[@rel='canonical']/@href")
    return str(found[0]).strip() if found and str(found[0]).startswith("http") else None


def _byline(linked: dict[str, Any], meta: dict[str, str]) -> str | None:
    for name in (_name(linked.get("author")), _first(meta, "author", "article:author", "dc.creator")):
        if name and not name.startswith(("http", "www.", "/")) and len(name) < 200:
            return name
    return None


def _headline(tree: Any, linked: dict[str, Any], meta: dict[str, str], outlet: str | None) -> str | None:
    if found := _text(linked.get("headline")):
        return found
    whole = meta.get("og:title") or " ".join("".join(tree.xpath("//title[1]//text()")).split()) or None
    for element in tree.iter("h1"):
        shown = " ".join("".join(element.itertext()).split())
        if shown and (whole is None or shown in whole or (len(shown.split()) > 3 and whole in shown)):
            return shown
    return _without_outlet(whole, outlet) if whole else None


def _without_outlet(title: str, outlet: str | None) -> str:
    """A page title without the outlet's name at its end or beginning."""
    parts = _SUFFIX.split(title)
    if outlet and len(parts) > 1:
        for at in (-1, 0):
            if parts[at].strip() == outlet:
                cut = title.removesuffix(parts[at]) if at else title.removeprefix(parts[at])
                return cut.strip(" |\u2013\u2014\u00bb:\u2022-")
    return title
