"""A real browser before a served desk: Debian's Chromium, driven by Playwright, without a screen and without background traffic.

What is missing is a reason to skip, except where `ISNAD_REQUIRE` names `chromium` (see `tests.servers`).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from isnad import Workspace
from isnad.web.app import make_app
from tests.servers import missing

OPTIONS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")


@contextmanager
def served(desk: Workspace) -> Iterator[str]:
    """The reading room of a desk on a free port of the loopback address; gives its address."""
    server = uvicorn.Server(uvicorn.Config(make_app(desk), host="127.0.0.1", port=0, log_level="error", access_log=False, ws="none"))
    started = threading.Event()
    startup = server.startup

    async def told(sockets: Any = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = told  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(60), "the server did not start within a minute"
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None or not Path(found).exists():
        missing("chromium", "no chromium found; on Debian: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """What a page did while it was looked at: errors on the console, dialogs, requests that left this machine."""

    def __init__(self, page: Page, address: str) -> None:
        self.trouble: list[str] = []
        page.on("console", lambda m: self._note(f"console: {m.text}", m.type == "error"))
        page.on("pageerror", lambda e: self._note(f"error: {e}"))
        page.on("dialog", self._refuse)
        page.on("request", lambda r: self._note(f"request: {r.url}", not r.url.startswith((address, "data:"))))

    def _note(self, what: str, bad: bool = True) -> None:
        if bad:
            self.trouble.append(what)

    def _refuse(self, dialog: Dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()
