"""Looking at the first bytes of a stream without taking them: the format where no suffix tells it."""

from __future__ import annotations

import io
import re
from typing import BinaryIO, cast

GZIP = b"\x1f\x8b\x08"
_HEAD = 4096
_HTML = re.compile(rb"<(?:!doctype|html|head|body|\?xml|!--|article|section|main|div|meta|title|script|p\b)", re.IGNORECASE)
_LISTING = re.compile(rb"<(?:\w{1,20}:)?(?:rss|rdf|feed|channel|opml|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_PREAMBLE = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.IGNORECASE | re.DOTALL)
_OBJECT = re.compile(rb'\{\s*["}]')
_LIST = re.compile(rb"\[\s*[{\]]")


def peeked(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """The stream, buffered if it was not, and up to 4,096 of its next bytes; fewer where a pipe has not more yet."""
    if not hasattr(stream, "peek"):
        stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream)))
    return stream, cast(io.BufferedReader, stream).peek(_HEAD)[:_HEAD]


def sniffed(head: bytes) -> str:
    """The media type that first bytes look like; plain text if they look like nothing else."""
    if packed := _package(head):
        return packed
    start = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"").lstrip()
    if _LISTING.match(start, cast(re.Match[bytes], _PREAMBLE.match(start)).end()):
        return "application/xml"
    if _HTML.match(start):
        return "text/html"
    if start.startswith(b"{") and b"jsonfeed.org/version" in start.replace(b"\\/", b"/"):
        return "application/feed+json"
    if _OBJECT.match(start):
        # An object that spans lines is one record; one that fills its line is the first of many.
        return "application/json" if start.split(b"\n", 1)[0].rstrip() == b"{" else "application/jsonl"
    return "application/json" if _LIST.match(start) else "text/plain"


def _package(head: bytes) -> str | None:
    """Archives by their signatures; a ZIP file only where it begins like a WACZ package."""
    if head.startswith(b"WARC/"):
        return "application/warc"
    if head.startswith(b"PAR1"):
        return "application/vnd.apache.parquet"
    wacz = head.startswith(b"PK\x03\x04") and any(part in head for part in (b"datapackage", b"archive/", b"pages/", b"indexes/"))
    return "application/wacz" if wacz else None
