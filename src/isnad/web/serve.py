"""Serving the reading room over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from isnad.web.app import make_app
from isnad.workspace.workspace import Workspace

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(desk: Workspace, host: str, port: int, *, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve until stopped (Ctrl-C, SIGTERM); `ready` is told the address once requests are taken."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: object = None) -> None:
            await super().startup(sockets=None)
            if self.started:
                ready(f"http://{f'[{host}]' if ':' in host else host}:{self.servers[0].sockets[0].getsockname()[1]}/")

    config = uvicorn.Config(
        make_app(desk), host=host, port=port, log_level="warning", access_log=False, server_header=False, ws="none", http="h11",
        proxy_headers=False, timeout_graceful_shutdown=5,
    )  # fmt: skip
    Server(config).run()
