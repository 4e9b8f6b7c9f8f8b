"""Answers that the browser holds already are not sent again: a mark of each page (`ETag`) is compared with the one it has."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Marked:
    """Adds a weak ETag to whole pages and answers 304 where it is the browser's own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        wanted = Headers(scope=scope).get("if-none-match", "")
        begun: list[Message] = []

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                begun.append(message)
                return
            if begun and message["type"] == "http.response.body":
                start = begun.pop()
                headers = MutableHeaders(scope=start)
                if not message.get("more_body") and "etag" not in headers and "no-store" not in headers.get("cache-control", ""):
                    headers["ETag"] = mark = f'W/"{hashlib.blake2b(message.get("body", b""), digest_size=12).hexdigest()}"'
                    if mark in wanted:
                        start, message = _unchanged(start), {"type": "http.response.body", "body": b""}
                await send(start)
            await send(message)

        await self.app(scope, receive, marked)


def _unchanged(start: Message) -> Message:
    kept = [(k, v) for k, v in start["headers"] if k.lower() not in (b"content-length", b"content-type")]
    return {**start, "status": 304, "headers": kept}
