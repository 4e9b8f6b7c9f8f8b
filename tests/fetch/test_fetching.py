"""Fetching from real servers on the loopback address: polite ones, slow ones, broken ones, hostile ones."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import msgspec
import pytest

from isnad.errors import UsageError
from isnad.fetch.addresses import Networks
from isnad.fetch.answers import Fetched, Request
from isnad.fetch.batch import fetch_all
from isnad.fetch.courtesy import Memory
from isnad.fetch.fetcher import retry_after
from isnad.settings import Fetching
from tests.fetch.server import IMPATIENT, Answer, App, Asked, Server, serving, told

BODY = "<p>قال</p>".encode()


def fetch(address: str, settings: Fetching = IMPATIENT, **known: Any) -> Fetched:
    (found,) = fetch_all([Request(address=address, **known)], settings)
    return found


def end(address: str, settings: Fetching = IMPATIENT) -> tuple[str, str]:
    outcome = fetch(address, settings).outcome
    return outcome.fate, outcome.reason


def test_a_page_with_what_is_known_of_it() -> None:
    with serving({"/a": told(body=BODY, ETag='"7"', Last_Modified="Tue, 04 Mar 2031 10:00:00 GMT")}) as server:
        found = fetch(f"{server.base}/a#part", msgspec.structs.replace(IMPATIENT, contact="desk@diffa.example"))
    assert (found.outcome.fate, found.body, found.media, found.charset) == ("kept", BODY, "text/html", "utf-8")
    assert (found.etag, found.last_modified, found.final) == ('"7"', "Tue, 04 Mar 2031 10:00:00 GMT", f"{server.base}/a")
    assert found.address == found.outcome.path == f"{server.base}/a#part" and (found.retrieved or "").endswith("+00:00")
    robots, page = server.asked
    assert (robots.path, page.path) == ("/robots.txt", "/a")
    assert page.headers["user-agent"].startswith("isnad/") and page.headers["user-agent"].endswith("(+desk@diffa.example)")


def test_what_is_unchanged_is_not_sent_again() -> None:
    def answer(asked: Asked) -> bytes:
        same = asked.headers.get("if-none-match") == '"7"' and asked.headers.get("if-modified-since") == "Tue, 04 Mar 2031 10:00:00 GMT"
        return told(304) if same else told(body=BODY)

    with serving({"/a": answer}) as server:
        found = fetch(f"{server.base}/a", etag='"7"', last_modified="Tue, 04 Mar 2031 10:00:00 GMT")
        assert (found.outcome.fate, found.outcome.reason) == ("rejected", "unchanged")
        assert fetch(f"{server.base}/a", etag='"8"').body == BODY


ENDS: dict[str, tuple[Answer | App | Callable[[Server], Answer], tuple[str, str]]] = {
    "not there": (told(404), ("failed", "http-status")),
    "gone": (told(410), ("failed", "http-status")),
    "broken server": (told(500), ("failed", "busy")),
    "a film": (told(Content_Type="video/mp4"), ("rejected", "wrong-type")),
    "announced too large": (told(Content_Length="200001"), ("rejected", "too-large")),
    "too large": (lambda asked: [told(body=b"a", Content_Length="")[:-1], *[b"a" * 10_000] * 30], ("failed", "broken-response")),
    "without end": (lambda asked: _endless(asked), ("rejected", "too-large")),
    "gzip bomb": (told(body=gzip.compress(b"a" * 30_000_000), Content_Encoding="gzip"), ("rejected", "too-large")),
    "bomb in many members": (told(body=gzip.compress(b"a" * 1_000) * 1_000, Content_Encoding="gzip"), ("rejected", "too-large")),
    "no end of members": (told(body=gzip.compress(b"") * 2_000, Content_Encoding="gzip"), ("failed", "broken-response")),
    "false gzip": (told(body=b"words", Content_Encoding="gzip"), ("failed", "broken-response")),
    "torn gzip": (told(body=gzip.compress(BODY * 99)[:-12], Content_Encoding="gzip"), ("failed", "broken-response")),
    "an encoding nobody asked for": (told(body=b"x", Content_Encoding="br"), ("failed", "broken-response")),
    "shorter than announced": (told(body=BODY, Content_Length="99"), ("failed", "broken-response")),
    "no HTTP": (b"SSH-2.0-OpenSSH\r\n", ("failed", "broken-response")),
    "closed at once": (b"", ("failed", "broken-response")),
    "heads without end": (lambda asked: [b"HTTP/1.1 200 OK\r\n", *[b"X: " + b"a" * 60_000 + b"\r\n"] * 10], ("failed", "broken-response")),
    "silent": (lambda asked: asked.server.hang(), ("failed", "timeout")),
    "dripping": (lambda asked: asked.server.drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"), ("failed", "timeout")),
    "dripping heads": (lambda asked: asked.server.drip(b"HTTP/1.1 200 OK\r\nX: "), ("failed", "timeout")),
    "to a script": (told(302, Location="javascript:alert(1)"), ("rejected", "bad-address")),
    "to a file": (told(302, Location="file:///etc/passwd"), ("rejected", "bad-address")),
    "to a mail server": (told(302, Location="http://127.0.0.1:25/"), ("rejected", "bad-address")),
    "to a user": (told(302, Location="http://root:x@127.0.0.1/"), ("rejected", "bad-address")),
    "to another loopback": (told(302, Location="http://127.0.0.2/"), ("rejected", "forbidden-address")),
    "to a private network": (told(302, Location="http://10.0.0.1/admin"), ("rejected", "forbidden-address")),
    "to the metadata of a cloud": (told(301, Location="http://169.254.169.254/latest"), ("rejected", "forbidden-address")),
    "to loopback in six": (told(302, Location="http://[::1]/"), ("rejected", "forbidden-address")),
    "to loopback by number": (told(302, Location="http://2130706434/"), ("rejected", "forbidden-address")),
    "to itself": (told(302, Location="/a"), ("failed", "too-many-redirects")),
    "on and on": (lambda asked: told(302, Location=f"/a?{len(asked.server.asked)}"), ("failed", "too-many-redirects")),
    "with no target": (told(302), ("failed", "http-status")),
    "a part": (told(206, BODY), ("failed", "http-status")),
}  # fmt: skip


def _endless(asked: Asked) -> Any:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    while not asked.server.closing.is_set():
        yield b"a" * 10_000


@pytest.mark.parametrize("case", ENDS)
def test_every_request_has_one_end(case: str) -> None:
    answer, expected = ENDS[case]

    def app(asked: Asked) -> Any:
        return answer(asked) if callable(answer) else answer  # type: ignore[arg-type]

    with serving({"/robots.txt": told(404)}) as server:
        server.answers = _AnyPath(app)
        assert end(f"{server.base}/a") == expected


class _AnyPath(dict[str, Any]):
    """One answer for every path but robots.txt."""

    def __init__(self, app: Any) -> None:
        super().__init__()
        self._app = app

    def get(self, path: str, default: Any = None) -> Any:
        return told(404) if path == "/robots.txt" else self._app


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(BODY),
        gzip.compress(BODY[:4]) + gzip.compress(BODY[4:]),
    ],
    ids=["one member", "two members"],
)
def test_packed_answers(body: bytes) -> None:
    with serving({"/a": told(body=body, Content_Encoding="gzip")}) as server:
        assert fetch(f"{server.base}/a").body == BODY


@pytest.mark.parametrize("body", [zlib.compress(BODY), zlib.compress(BODY)[2:-4]], ids=["with a header", "without"])
def test_both_kinds_of_deflate(body: bytes) -> None:
    with serving({"/a": told(body=body, Content_Encoding="deflate")}) as server:
        assert fetch(f"{server.base}/a").body == BODY


def test_chunks() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>a\r\n0\r\n\r\n"
    with serving({"/a": chunked, "/b": chunked[:-6]}) as server:
        assert fetch(f"{server.base}/a").body == b"<p>a"
        assert end(f"{server.base}/b") == ("failed", "broken-response")


@pytest.mark.parametrize(
    "address", ["", "words", "ftp://a.example/", "//a.example/x", "http://", "http:///x", "http://a.example:22/", "http://u@a.example/",
                "http://a.example/" + "x" * 5000, "file:///etc/passwd", "http://[::1"],
)  # fmt: skip
def test_addresses_that_are_none(address: str) -> None:
    assert end(address) == ("rejected", "bad-address")


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/", "http://localhost/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/"])
def test_the_desk_itself_is_not_fetched_unless_allowed(address: str) -> None:
    assert end(address, Fetching(retries=0)) == ("rejected", "forbidden-address")


def test_a_name_that_leads_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server of a stranger may say anything; what it says is asked once, and that very address is checked and used."""
    asked: list[str] = []
    real = socket.getaddrinfo
    says: list[list[str]] = []

    def resolve(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not str(name).endswith(".example"):
            return real(host, port, *rest, **more)
        asked.append(str(name))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in (says.pop(0) if says else ["10.0.0.7"])]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert end("http://inside.example/", Fetching(retries=0)) == ("rejected", "forbidden-address")
    with serving({"/a": told(body=BODY)}) as server:
        port = server.server_address[1]
        # Answers change from one look-up to the next: every connection goes to an address of the answer that was checked.
        says[:] = [["10.0.0.7", "127.0.0.1"], ["10.0.0.7"]]
        asked.clear()
        settings = msgspec.structs.replace(IMPATIENT, robots=False)
        assert fetch(f"http://rebound.example:{port}/a", settings).body == BODY
        assert asked == ["rebound.example"]
        assert end(f"http://rebound.example:{port}/a", settings) == ("rejected", "forbidden-address")


def test_a_dead_host_and_an_unknown_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert end(f"http://127.0.0.1:{closed.getsockname()[1]}/") == ("failed", "unreachable")

    def nobody(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert end("http://nobody.example/") == ("failed", "unreachable")


def test_robots_forbid_and_allow() -> None:
    rules = b"User-agent: isnad\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n"
    with serving(
        {"/robots.txt": told(body=rules, Content_Type="text/plain"), "/a": told(body=BODY), "/private": told(body=BODY)}
    ) as server:
        assert end(f"{server.base}/private") == ("rejected", "robots")
        assert end(f"{server.base}/a") == ("kept", "")
        assert end(f"{server.base}/private", msgspec.structs.replace(IMPATIENT, robots=False)) == ("kept", "")
        assert server.paths() == ["/a", "/private"]


def test_rules_are_asked_for_once_and_kept() -> None:
    memory: Memory = {}
    with serving({"/a": told(body=BODY), "/b": told(body=BODY)}) as server:
        requests = [Request(address=f"{server.base}{p}") for p in ("/a", "/b")]
        for _ in range(2):
            assert {f.outcome.fate for f in fetch_all(requests, IMPATIENT, memory)} == {"kept"}
        assert [a.path for a in server.asked].count("/robots.txt") == 1


def test_without_its_rules_a_site_is_left_alone() -> None:
    with serving({"/robots.txt": told(503), "/a": told(body=BODY)}) as server:
        assert end(f"{server.base}/a") == ("failed", "robots")
        assert server.paths() == []


def test_redirects_are_followed_and_permanent_ones_told() -> None:
    answers = {"/a": told(301, Location="/b"), "/b": told(308, Location="c"), "/c": told(body=BODY), "/d": told(302, Location="/c")}
    with serving(answers) as server:
        found = fetch(f"{server.base}/a")
        assert (found.final, found.moved, found.body) == (f"{server.base}/c", True, BODY)
        found = fetch(f"{server.base}/d")
        assert (found.final, found.moved) == (f"{server.base}/c", False)
        assert not fetch(f"{server.base}/c").moved


def test_addresses_in_arabic() -> None:
    where = "/%D8%AE%D8%A8%D8%B1"
    with serving({"/a": told(302, Location="PLACE").replace(b"PLACE", "/خبر".encode()), where: told(body=BODY)}) as server:
        assert fetch(f"{server.base}/a").body == fetch(f"{server.base}/خبر").body == BODY
        assert server.paths() == ["/a", where, where]


def test_a_tag_that_cannot_be_sent_back_is_not_kept() -> None:
    with serving(
        {"/a": told(body=BODY, ETag="TAG").replace(b"TAG", '"خ"'.encode()), "/b": told(body=BODY, ETag='"' + "x" * 2000 + '"')}
    ) as server:
        assert fetch(f"{server.base}/a").etag is None and fetch(f"{server.base}/b").etag is None


def test_redirects_obey_robots_too() -> None:
    rules = told(body=b"User-agent: *\nDisallow: /c", Content_Type="text/plain")
    with serving({"/robots.txt": rules, "/a": told(302, Location="/c"), "/c": told(body=BODY)}) as server:
        assert end(f"{server.base}/a") == ("rejected", "robots")


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    def answer(asked: Asked) -> bytes:
        return told(429, Retry_After="0") if len(asked.server.paths()) < 2 else told(body=BODY)

    with serving({"/a": answer}) as server:
        assert fetch(f"{server.base}/a").body == BODY and server.paths() == ["/a", "/a"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_wants_long_to_be_left_alone_is(status: int) -> None:
    with serving({"/a": told(status, Retry_After="3600")}) as server:
        found = fetch(f"{server.base}/a")
        assert (found.outcome.reason, found.wait, server.paths()) == ("busy", 3600.0, ["/a"])


@pytest.mark.parametrize(("answer", "asked"), [(told(500), 3), (told(429, Retry_After="600"), 1), (told(404), 9)])
def test_a_host_that_fails_again_and_again_is_left_alone(answer: bytes, asked: int) -> None:
    settings = msgspec.structs.replace(IMPATIENT, retries=0, host_connections=1)
    with serving({f"/{n}": answer for n in range(9)}) as server:
        ends = [f.outcome.fate for f in fetch_all([Request(address=f"{server.base}/{n}") for n in range(9)], settings)]
        assert ends == ["failed"] * 9 and len(server.paths()) == asked


def test_a_connection_that_breaks_is_tried_again() -> None:
    def answer(asked: Asked) -> bytes:
        return b"" if len(asked.server.paths()) < 2 else told(body=BODY)

    with serving({"/a": answer}) as server:
        assert fetch(f"{server.base}/a").body == BODY


def test_a_host_is_asked_with_pauses() -> None:
    settings = msgspec.structs.replace(IMPATIENT, host_pause=0.05, robots=False)
    with serving({f"/{n}": told(body=BODY) for n in range(4)}) as server:
        requests = [Request(address=f"{server.base}/{n}") for n in range(4)]
        begun = time.monotonic()
        assert len(list(fetch_all(requests, settings))) == 4
        times = sorted(a.time for a in server.asked)
    assert all(came - begun > n * 0.049 for n, came in enumerate(times))


def test_a_host_is_asked_by_few_at_a_time() -> None:
    now, most, lock = 0, 0, threading.Lock()
    gate = threading.Event()

    def answer(asked: Asked) -> bytes:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            if now == 2:
                gate.set()
        gate.wait(1)
        with lock:
            now -= 1
        return told(body=BODY)

    with serving({f"/{n}": answer for n in range(8)}) as server:
        assert len(list(fetch_all([Request(address=f"{server.base}/{n}") for n in range(8)], IMPATIENT))) == 8
    assert most == 2


def test_one_bad_server_holds_up_nobody() -> None:
    with serving({"/a": lambda asked: asked.server.hang()}) as bad, serving({f"/{n}": told(body=BODY) for n in range(5)}) as good:
        requests = [Request(address=f"{bad.base}/a")] + [
            Request(address=f"{good.base}/{n}".replace("127.0.0.1", "localhost")) for n in range(5)
        ]
        settings = msgspec.structs.replace(IMPATIENT, allow=("127.0.0.1", "::1"))
        ends = [f.outcome.reason for f in fetch_all(requests, settings)]
    assert ends == [""] * 5 + ["timeout"]


def test_stopping_early_ends_what_is_under_way() -> None:
    with serving({"/a": told(body=BODY), "/b": lambda asked: asked.server.hang()}) as server:
        settings = msgspec.structs.replace(IMPATIENT, read_timeout=30.0, deadline=30.0)
        running = fetch_all([Request(address=f"{server.base}/{p}") for p in "ab"], settings)
        begun = time.monotonic()
        assert next(running).body == BODY
        running.close()  # type: ignore[attr-defined]
        assert time.monotonic() - begun < 4
    assert not [t for t in threading.enumerate() if t.name == "isnad-fetch"]


def test_nothing_asked() -> None:
    assert list(fetch_all([], IMPATIENT)) == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False),
        ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("240.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("ff02::1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:a00:1::", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_networks(address: str, public: bool) -> None:
    assert Networks().permit(address) is public


def test_networks_that_are_allowed() -> None:
    inside = Networks(("10.0.0.0/8", "::1"))
    assert inside.permit("10.9.9.9") and inside.permit("::1") and inside.permit("::ffff:10.0.0.1") and not inside.permit("192.168.0.1")
    with pytest.raises(UsageError, match="expected the like of"):
        Networks(("inside",))


@pytest.mark.parametrize(("value", "seconds"), [("120", 120.0), ("", None), ("soon", None), ("-5", None), ("9" * 40, 604800.0)])
def test_how_long_a_server_asks_to_wait(value: str, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_a_wait_given_as_a_date() -> None:
    wait = retry_after(format_datetime(datetime.now(UTC) + timedelta(hours=1)))
    assert wait is not None and 3590 < wait <= 3600
    assert retry_after("Tue, 04 Mar 2014 10:00:00 GMT") == 0.0
