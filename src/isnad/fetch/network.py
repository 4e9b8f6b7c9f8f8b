"""The way to a server: a name is resolved once, its addresses are checked, and to those very addresses is connected.

Checking a name first and letting the HTTP library resolve it again would leave a gap in which a hostile name server answers
anew with an address of the desk's own network (DNS rebinding). So the check stands where the socket is opened.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from isnad.fetch.addresses import Networks
from isnad.fetch.answers import Ended
from isnad.settings import Fetching


class CheckedNetwork(httpcore2.AsyncNetworkBackend):
    """Opens connections to permitted addresses only; TLS still checks the certificate against the host's name."""

    def __init__(self, networks: Networks) -> None:
        self._networks = networks
        self._sockets = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address that answers; ends with `forbidden-address` or `unreachable`."""
        failure: Exception | None = None
        for address in await self._permitted(host, port):
            try:
                return await self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """Never: no address leads to a socket of this machine."""
        raise Ended("rejected", "forbidden-address", path)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def _permitted(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            unknown = isinstance(error, UnicodeError) or error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
            raise Ended("failed", "unreachable", f"{host}: {error}", again=not unknown) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        permitted = [a for a in addresses if self._networks.permit(a)]
        if not permitted:
            raise Ended("rejected", "forbidden-address", f"{host} is {', '.join(addresses[:3]) or 'nowhere'}")
        return permitted[:4]


class CheckedTransport(httpx2.AsyncBaseTransport):
    """A transport of httpx on a pool of connections that all went through `CheckedNetwork`; no proxies, no environment."""

    def __init__(self, networks: Networks, settings: Fetching) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            max_connections=settings.connections * 2,
            max_keepalive_connections=settings.connections,
            keepalive_expiry=15.0,
            network_backend=CheckedNetwork(networks),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; errors of the pool come out as they are."""
        assert isinstance(request.stream, httpx2.AsyncByteStream)
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = await self._pool.handle_async_request(asked)
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Stream(answer.stream), extensions=answer.extensions)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Stream(httpx2.AsyncByteStream):
    """The body of an answer as it comes from the pool."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> Any:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
