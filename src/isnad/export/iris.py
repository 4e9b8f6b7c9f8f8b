"""How things are called in linked data: an article by its address where it has one, all else by URN."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from isnad.export.account_json import Json

SAFE = ":/?#[]@!$&'()*+,;=%~-._"
"""Characters of an address that are kept (RFC 3986); others are percent-encoded."""


def article_iri(article: Json) -> str:
    """The article's address if it is one of the web, else a URN of its id."""
    url = article.get("url") or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and parts.netloc:
        return quote(url, safe=SAFE)
    return f"urn:isnad:article:{article['id']}"


def statement_iri(identity: str) -> str:
    """The URN of a statement."""
    return f"urn:isnad:statement:{identity}"


def entity_iri(identity: str) -> str:
    """The URN of an entity."""
    return f"urn:isnad:entity:{identity}"


def claim_iri(identity: str) -> str:
    """The URN of a claim."""
    return f"urn:isnad:claim:{identity}"
