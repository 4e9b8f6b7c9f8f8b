"""Bounds of what a request may cost."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message


def bounded(request: Request, most: int) -> Request:
    """The request, whose body may have so many bytes: one that says or sends more is refused (413) without reading on."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > most:
        raise HTTPException(413)
    read = 0

    async def receive() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > most:
            raise HTTPException(413)
        return message

    return Request(request.scope, receive)
