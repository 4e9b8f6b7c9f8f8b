"""Names of elements in lists: one short prefix a vocabulary, whatever prefix or address the file uses for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

_SPACES = (
    ("purl.org/rss/1.0/modules/content", "content:"),
    ("purl.org/dc/elements", "dc:"),
    ("purl.org/dc/terms", "dcterms:"),
    ("schemas/sitemap-news", "news:"),
    ("www.w3.org/2005/Atom", "atom:"),
    ("purl.org/atom/ns", "atom:"),
    ("www.w3.org/1999/xhtml", "xhtml:"),
    ("purl.org/rss/1.0", ""),
    ("my.netscape.com", ""),
    ("backend.userland.com", ""),
    ("sitemaps.org/schemas/sitemap", ""),
    ("google.com/schemas/sitemap/", ""),
    ("1999/02/22-rdf-syntax-ns", "rdf:"),
)
"""A part of a name space's address to the prefix used here. Others become `other:`, so that no `media:title` is taken for a title."""


def bare_name(element: Any) -> str:
    """The local name of an element, in lower case."""
    return str(element.tag).rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower()


def prefixed(element: Any) -> str:
    """The name of an element with the prefix of its vocabulary; an undeclared prefix stays as it is written."""
    tag = str(element.tag)
    if not tag.startswith("{"):
        return tag.lower()
    space, _, name = tag[1:].rpartition("}")
    prefix = next((short for part, short in _SPACES if part in space), "other:")
    return prefix + name.lower()


def children(element: Any, home: str = "") -> dict[str, list[Any]]:
    """Child elements by name; elements of the vocabulary `home` (the document's own, `atom:` say) lose their prefix."""
    out: dict[str, list[Any]] = {}
    for child in elements(element):
        name = prefixed(child)
        out.setdefault(name.removeprefix(home) if home else name, []).append(child)
    return out


def elements(element: Any) -> Iterator[Any]:
    """Child elements without comments and instructions."""
    return (child for child in element if isinstance(child.tag, str))


def text_in(element: Any | None) -> str | None:
    """All words in an element on one line; None where there are none."""
    if element is None:
        return None
    return " ".join("".join(element.itertext()).split()) or None


def web_address(value: str | None, base: str | None) -> str | None:
    """An absolute `http` or `https` address without its fragment's blanks; None for anything else."""
    if not value or not value.strip():
        return None
    try:
        address = urljoin(base or "", "".join(value.split()))
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return address if valid else None
