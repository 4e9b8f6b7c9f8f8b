"""Unpacking gzip files, and undoing transfer and content encodings of a stored answer, never past a limit."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import Any, BinaryIO, cast

from isnad.read.peek import GZIP, peeked

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


MOST_FOLD, FREE = 100, 32_000_000
"""A gzip file may unpack to so many times its own bytes, and to so many bytes in any case: text packs to a fifth."""
FREE_PAGE = 1_000_000
"""The bytes that a single answer may unpack to in any case: an archive holds thousands."""


class _Counted:
    """A stream that knows how many bytes were read from it: a pipe does not."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.count = stream, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self.count += len(data)
        return data


class Unzipped(io.RawIOBase):
    """What a gzip stream unpacks to; raises `OSError` once that is out of all proportion to what was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._counted = _Counted(stream)
        self._inner = gzip.GzipFile(fileobj=cast(BinaryIO, self._counted))
        self._given = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes, into a buffer."""
        data = self._inner.read1(len(buffer))
        self._given += len(data)
        if self._given > FREE and self._given > MOST_FOLD * self._counted.count:
            raise OSError(f"unpacks to more than {MOST_FOLD} times its size")
        buffer[: len(data)] = data
        return len(data)


def opened(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """A stream, unpacked where it is a gzip file, and the first bytes of what it holds."""
    stream, head = peeked(stream)
    return peeked(cast(BinaryIO, Unzipped(stream))) if head.startswith(GZIP) else (stream, head)


class BrokenPayload(ValueError):  # noqa: N818 (a word for what is meant)
    """Bytes that are not what their encoding says."""


class TooLarge(BrokenPayload):
    """Bytes that unpack to more than is in proportion to them."""


def decoded_payload(data: bytes, transfer: str, content: str, limit: int) -> bytes:
    """The payload without `Transfer-Encoding: chunked` and `Content-Encoding`s, at most `limit` bytes of it.

    Crawlers differ in whether they keep the headers of encodings that they undid: what does not look encoded is left as it is.
    Raises `BrokenPayload` where bytes break off or an encoding is not known, `TooLarge` where they are a bomb.
    """
    if "chunked" in transfer.lower():
        data = _without_chunks(data)
    most = max(FREE_PAGE, MOST_FOLD * len(data))
    for name in reversed([n.strip().lower() for n in content.split(",") if n.strip()]):
        data = _inflated(data, name, min(limit, most + 1))
    if len(data) > most:
        raise TooLarge(f"unpacks to more than {MOST_FOLD} times its size")
    return data[:limit]


def _without_chunks(data: bytes) -> bytes:
    if _SIZE.match(data) is None:
        return data
    out, at = [], 0
    while (match := _SIZE.match(data, at)) is not None and (size := int(match.group(1), 16)):
        out.append(data[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if data[at : at + 2] == b"\r\n" else data[at : at + 1] == b"\n"
    if match is None:
        raise BrokenPayload("chunks break off")
    return b"".join(out)


def _inflated(data: bytes, name: str, limit: int) -> bytes:
    if name in ("identity", "utf-8", "none", "binary"):
        return data
    try:
        if name in ("gzip", "x-gzip"):
            return _with_zlib(data, 31, limit) if data[:2] == b"\x1f\x8b" else data
        if name == "deflate":
            return _with_zlib(data, 15 if data[:1] == b"\x78" else -15, limit)
        return _with_library(data, name, limit)
    except (zlib.error, OSError, ValueError) as error:
        raise BrokenPayload(f"{name}: {error}") from error


def _with_zlib(data: bytes, bits: int, limit: int) -> bytes:
    inflater = zlib.decompressobj(bits)
    out = inflater.decompress(data, limit)
    if not inflater.eof and len(out) < limit:
        raise BrokenPayload("compressed bytes break off")
    return out


def _with_library(data: bytes, name: str, limit: int) -> bytes:
    from fastwarc import stream_io

    readers: dict[str, Any] = {"br": stream_io.BrotliReader, "zstd": stream_io.ZstdReader}
    if name not in readers:
        raise BrokenPayload(f"content encoding {name[:30]!r} is not known")
    reader = readers[name](io.BytesIO(data))
    out: list[bytes] = []
    left = limit
    while left > 0 and (part := reader.read(min(left, 1 << 20))):
        out.append(part)
        left -= len(part)
    return b"".join(out)
