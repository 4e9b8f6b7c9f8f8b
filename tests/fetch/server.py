"""A web server on the loopback address whose answers are made by the test, down to the single byte."""

from __future__ import annotations

import contextlib
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from isnad.settings import Fetching

Answer = bytes | Iterable[bytes] | None
App = Callable[["Asked"], Answer]

IMPATIENT = Fetching(
    allow=("127.0.0.1",), connect_timeout=3.0, read_timeout=1.0, deadline=1.5, backoff=0.01, host_pause=0.0, max_bytes=200_000, retries=1,
    longest_wait=0.2,
)  # fmt: skip


class Asked:
    """A request as it came."""

    def __init__(self, head: bytes, server: Server) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.path, _ = first.split(" ", 2)
        self.headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
        self.body = b""
        self.server = server
        self.time = time.monotonic()


def told(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """An answer; header names with underscores for hyphens."""
    lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
    lines |= {k.replace("_", "-"): v for k, v in headers.items()}
    return f"HTTP/1.1 {status} X\r\n".encode() + "".join(f"{k}: {v}\r\n" for k, v in lines.items()).encode() + b"\r\n" + body


class Server(socketserver.ThreadingTCPServer):
    """Answers by path; what it was asked stands in `asked`."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, answers: Mapping[str, Answer | App]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = dict(answers)
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self) -> list[str]:
        return [a.path for a in self.asked if a.path != "/robots.txt"]

    def hang(self) -> Iterator[bytes]:
        """Say nothing until the test is over."""
        self.closing.wait(20)
        yield b""

    def drip(self, start: bytes) -> Iterator[bytes]:
        """A byte now and then until the test is over."""
        yield start
        while not self.closing.wait(0.02):
            yield b"."


class _Handler(socketserver.BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        head = b""
        with contextlib.suppress(OSError):
            while b"\r\n\r\n" not in head and (part := self.request.recv(65536)):
                head += part
        if b"\r\n\r\n" not in head:
            return
        head, _, rest = head.partition(b"\r\n\r\n")
        asked = Asked(head, self.server)
        with contextlib.suppress(OSError):
            while len(rest) < int(asked.headers.get("content-length", "0")) and (part := self.request.recv(65536)):
                rest += part
        asked.body = rest
        self.server.asked.append(asked)
        self._send(self.server.answers.get(asked.path, told(404)), asked)

    def _send(self, answer: Any, asked: Asked) -> None:
        if callable(answer):
            answer = answer(asked)
        with contextlib.suppress(OSError):
            for part in [answer] if isinstance(answer, bytes) else answer or ():
                self.request.sendall(part)


@contextlib.contextmanager
def serving(answers: Mapping[str, Answer | App]) -> Iterator[Server]:
    """A running server."""
    server = Server(answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
