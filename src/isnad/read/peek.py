"""Looking at the first bytes of a stream without taking them: the format where no suffix tells it."""

from __future__ import annotations

import io
import re
from typing import BinaryIO, cast

GZIP = b"\x1f\x8b\x08"
_HEAD = 4096
_HTML = re.compile(rb"<(?:!doctype|html|head|body|\?xml|!--|article|section|main|div|meta|title|script|p\b)", re.IGNORECASE)
_OBJECT = re.compile(rb'\{\s*["}]')
_LIST = re.compile(rb"\[\s*[{\]]")


def peeked(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """The stream, buffered if it was not, and up to 4,096 of its next bytes; fewer where a pipe has not more yet."""
    if not hasattr(stream, "peek"):
        stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream)))
    return stream, cast(io.BufferedReader, stream).peek(_HEAD)[:_HEAD]


def sniffed(head: bytes) -> str:
    """The media type that first bytes look like; plain text if they look like nothing else."""
    start = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"").lstrip()
    if _HTML.match(start):
        return "text/html"
    if _OBJECT.match(start):
        # An object that spans lines is one record; one that fills its line is the first of many.
        return "application/json" if start.split(b"\n", 1)[0].rstrip() == b"{" else "application/jsonl"
    return "application/json" if _LIST.match(start) else "text/plain"
