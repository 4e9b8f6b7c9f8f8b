"""Serving the reading room over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from isnad.errors import UsageError
from isnad.web.app import make_app
from isnad.web.backroom import Backroom
from isnad.workspace.workspace import Workspace

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Listening(msgspec.Struct, frozen=True, kw_only=True):
    """Where requests are taken, and how."""

    host: str = "127.0.0.1"
    port: int = 8050
    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None
    """Address of a proxy whose word about the client is believed."""


def serve(desk: Workspace, listening: Listening, backroom: Backroom, *, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve until stopped (Ctrl-C, SIGTERM); `ready` is told the address once requests are taken. Raises `UsageError`."""
    import uvicorn

    host, port = listening.host, listening.port
    scheme = "https" if listening.certificate else "http"

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if self.started:
                own = self.servers[0].sockets[0].getsockname()[1]
                ready(f"{scheme}://{f'[{host}]' if ':' in host else host}:{own}/")

    config = uvicorn.Config(
        make_app(desk, backroom), host=host, port=port, log_level="warning", access_log=False, server_header=False, ws="none", http="h11",
        proxy_headers=listening.proxy is not None, forwarded_allow_ips=listening.proxy, timeout_graceful_shutdown=5,
        ssl_certfile=listening.certificate, ssl_keyfile=listening.key,
    )  # fmt: skip
    server = Server(config)
    try:
        server.run()
    except SystemExit:
        # The server logs why; this names what was asked for.
        raise UsageError(f"cannot listen on {host}, port {port}") from None
    finally:
        backroom.close()
