"""The body of an answer, never more of it than the limit: counted as it comes, and again as it is unpacked."""

from __future__ import annotations

import zlib

import httpx2

from isnad.fetch.answers import Ended

_MOST_MEMBERS = 1_000
_NAMES = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_MEDIA = frozenset({
    "", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", "application/json", "text/json",
    "text/x-opml", "application/gzip", "application/x-gzip", "application/octet-stream",
})  # fmt: skip
"""Media types of pages and lists; and what careless servers call them."""


def media_of(response: httpx2.Response) -> tuple[str, str | None]:
    """Media type and charset of an answer; ends with `wrong-type` where it is neither a page nor a list."""
    value = response.headers.get("Content-Type", "")
    media, _, parameters = value.partition(";")
    media = media.strip().lower()
    if media not in _MEDIA and not media.endswith(("+xml", "+json")):
        raise Ended("rejected", "wrong-type", media)
    _, _, charset = parameters.lower().partition("charset=")
    return media, charset.strip(" \"';")[:40] or None


async def read_body(response: httpx2.Response, limit: int) -> bytes:
    """The body without its content encoding; ends with `too-large` or `broken-response`."""
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limit:
        raise Ended("rejected", "too-large", f"{length} bytes, at most {limit}")
    unpack = _unpacker(response.headers.get("Content-Encoding", ""))
    out: list[bytes] = []
    came = size = 0
    async for part in response.aiter_raw():
        came += len(part)
        piece = unpack.feed(part, limit - size + 1) if unpack else part
        size += len(piece)
        if max(came, size) > limit:
            raise Ended("rejected", "too-large", f"more than {limit} bytes")
        out.append(piece)
    if unpack and came and not unpack.finished:
        raise Ended("failed", "broken-response", "compressed bytes break off", again=True)
    return b"".join(out)


def _unpacker(encoding: str) -> _Unpacker | None:
    names = [n.strip().lower() for n in encoding.split(",") if n.strip() and n.strip().lower() != "identity"]
    if not names:
        return None
    if len(names) > 1 or names[0] not in _NAMES:
        raise Ended("failed", "broken-response", f"content encoding {encoding[:40]!r} was not asked for")
    return _Unpacker(_NAMES[names[0]])


class _Unpacker:
    """Unpacks gzip (of one member or more) and deflate (with a header or without) step by step."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._inflater = zlib.decompressobj(bits)
        self._begun = False
        self._members = 1

    @property
    def finished(self) -> bool:
        """Whether the packed bytes came to their end."""
        return self._inflater.eof or not self._begun

    def feed(self, data: bytes, most: int) -> bytes:
        """What these bytes unpack to, `most` bytes of it: more is not made, and who asked gives up then."""
        out = bytearray()
        while data and len(out) < most:
            try:
                out += self._inflater.decompress(data, most - len(out))
            except zlib.error as error:
                if self._begun or self._bits != 15:
                    raise Ended("failed", "broken-response", f"compressed bytes are false: {error}") from error
                self._bits = -15
                self._inflater = zlib.decompressobj(-15)
                continue
            self._begun = True
            data = self._inflater.unconsumed_tail
            if self._inflater.eof and self._inflater.unused_data.strip(b"\0"):
                data = self._inflater.unused_data
                self._inflater = zlib.decompressobj(self._bits)
                self._begun = False
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise Ended("failed", "broken-response", f"compressed in more than {_MOST_MEMBERS} members")
        return bytes(out)
