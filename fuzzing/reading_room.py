"""The reading room from outside, without a network: any request that a browser or a program could send, in any role.

An input is bytes: three that choose the page, who asks and what the request brings, the rest its fields. Nothing may fail (5xx), tell
of the code, come back unescaped, lead to another server, or change anything where the role, the token or the origin is wrong.
"""

from __future__ import annotations

import asyncio
import atexit
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import msgspec

ADDRESS = "127.0.0.1:8050"
DEMO = Path(__file__).parents[1] / "examples" / "demo"
SECRET = "a long enough secret"
WHO = ("nobody", "reader", "editor", "admin")
ROLES = {"nobody": 0, "reader": 1, "editor": 2, "admin": 3}
KEPT_BY_ASKING = frozenset({"sessions"})
"""Tables in which a request that changes nothing may note that somebody asked."""
SEPARATOR = b"\x1e"
FIELDS = (
    b"kind", b"a", b"b", b"verdict", b"reason", b"back", b"id", b"name", b"role", b"do", b"password", b"value", b"address", b"addresses",
    b"q", b"next", b"old", b"new",
)  # fmt: skip
"""Fields of all forms, in the order in which values are given to them."""
ASKED = (
    b"q", b"by", b"order", b"start", b"page", b"at", b"before", b"day", b"outlet", b"place", b"person", b"least", b"job", b"lang", b"theme",
    b"after", b"limit", b"since", b"until", b"speaker", b"act", b"event", b"above", b"story", b"article",
)  # fmt: skip
"""Names that queries are asked by."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
BOUNDARY = b"isnad-boundary"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request: the page, who asks, and what is wrong about the request itself."""

    page: Any
    path: bytes
    query: bytes = b""
    body: bytes = b""
    who: str = "nobody"
    kind: bytes = b"application/x-www-form-urlencoded"
    origin: bytes | None = None
    token: bool = True
    """Whether it brings the token of its form."""

    @property
    def permitted(self) -> bool:
        """Whether such a request may change something."""
        if ROLES[self.who] < ROLES[self.page.role]:
            return False
        return self.page.method == "POST" and self.token and self.origin == b"http://" + ADDRESS.encode()


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> str:
        """A header, empty where there is none."""
        return next((v.decode("latin-1") for k, v in self.headers if k.lower() == name), "")


class Room:
    """The application over a small desk with a user of each role, put back after whatever changed it."""

    def __init__(self) -> None:
        from isnad import Workspace
        from isnad.settings import Serving, Settings
        from isnad.web.app import make_app
        from isnad.web.routes import PAGES

        self.folder = Path(tempfile.mkdtemp(prefix="isnad-fuzzing-"))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        serve = Serving(users=True, requests=1_000_000_000)
        self.desk = Workspace.create(self.folder / "desk.db", Settings(serve=serve))
        atexit.register(self.desk.close)
        self.desk.add([DEMO])
        self.sessions = {role: self._session(role) for role in WHO[1:]}
        self.app = make_app(self.desk)
        self.pages = {m: [p for p in PAGES if p.method == m and not p.path.startswith("/static")] for m in ("GET", "POST")}
        self.parts = self._parts()
        self.watch = sqlite3.connect(self.folder / "desk.db", check_same_thread=False)
        self.first = self.content()
        with sqlite3.connect(self.folder / "first.db") as copy:
            self.watch.backup(copy)
        cookie, self.token = self._visit()
        self.cookie = cookie

    def _session(self, role: str) -> str:
        from isnad.workspace import passwords

        cost, passwords.COST = passwords.COST, 2  # quick: it is not the passwords that are tried
        try:
            self.desk.add_user(f"the-{role}", SECRET, role)
        finally:
            passwords.COST = cost
        user = next(u for u in self.desk.users() if u.name == f"the-{role}")
        return self.desk.begin_session(user)

    def _parts(self) -> dict[str, list[str]]:
        """What may stand in the variable parts of addresses."""
        stories, articles = self.desk.stories(), self.desk.articles()
        account = self.desk.account(stories[0].id)
        return {
            "story": [s.id for s in stories], "article": [a.id for a in articles],
            "claim": [c.statements[0] for c in account.links.claims[:3]], "statement": [c.statements[0] for c in account.links.claims[:3]],
            "anchor": ["person:x", *(f"{e.type}:{e.name}" for e in account.links.entities[:3])], "a": [articles[0].id],
            "b": [articles[-1].id], "format": ["json", "csv", "html"], "name": [e.name for e in account.links.entities[:2]],
            "type": ["person", "place"], "folded": [e.name for e in account.links.entities[:2]],
        }  # fmt: skip

    def _visit(self) -> tuple[str, str]:
        """The cookie of a browser and the token of its forms."""
        answer = self.ask(Asked(page=self.pages["GET"][0], path=b"/login"), cookie="")
        found = re.search(rb'name="csrf" value="([0-9a-f]+)"', answer.body)
        assert found is not None
        return answer.header(b"set-cookie").partition(";")[0], found[1].decode()

    def ask(self, asked: Asked, cookie: str | None = None) -> Answer:
        """Send one request, without a network; each in an event loop of its own, so that a forked child has its own threads."""
        cookies = [self.cookie if cookie is None else cookie]
        cookies += [f"isnad_session={self.sessions[asked.who]}"] if asked.who in self.sessions else []
        headers = [(b"host", ADDRESS.encode()), (b"cookie", "; ".join(c for c in cookies if c).encode())]
        headers += (
            [(b"content-type", asked.kind), (b"content-length", str(len(asked.body)).encode())] if asked.page.method == "POST" else []
        )
        headers += [(b"origin", asked.origin)] if asked.origin is not None else []
        path = asked.path.decode("utf-8", "replace")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": asked.page.method, "scheme": "http",
            "path": path, "raw_path": asked.path, "query_string": asked.query, "root_path": "", "headers": headers,
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8050),
        }  # fmt: skip
        return asyncio.run(_answered(self.app, scope, asked.body))

    def content(self) -> dict[str, list[Any]]:
        """All that the desk keeps, but for what asking alone may note."""
        tables = [n for (n,) in self.watch.execute("select name from sqlite_master where type = 'table' order by name")]
        plain = [t for t in tables if t not in KEPT_BY_ASKING and not t.startswith("sqlite_")]
        return {t: sorted(self.watch.execute(f'select * from "{t}"'), key=repr) for t in plain}  # names come from the file itself

    def version(self) -> int:
        """A number that changes with whatever another connection commits."""
        return int(self.watch.execute("pragma data_version").fetchone()[0])

    def put_back(self) -> None:
        """Everything as it was at first."""
        with sqlite3.connect(self.folder / "first.db") as copy, sqlite3.connect(self.folder / "desk.db") as there:
            copy.backup(there)

    def faults(self, asked: Asked) -> list[str]:
        """What is wrong with the answer to a request, and with what it changed."""
        before = self.version()
        answer = self.ask(asked)
        wrong = [f"{asked.page.method} {asked.page.path} as {asked.who}: {fault}" for fault in answer_faults(answer, asked)]
        if self.version() != before:
            if not asked.permitted and self.content() != self.first:
                wrong.append(f"{asked.page.method} {asked.page.path} as {asked.who}, token {asked.token}, from {asked.origin!r}: changed")
            self.put_back()
        return wrong


async def _answered(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    sent: list[dict[str, Any]] = []
    waiting = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(waiting, {"type": "http.disconnect"})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(m for m in sent if m["type"] == "http.response.start")
    return Answer(start["status"], list(start["headers"]), b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body"))


def answer_faults(answer: Answer, asked: Asked) -> Iterator[str]:
    """What no answer may be."""
    if answer.status >= 500:
        yield f"status {answer.status}"
    if ROLES[asked.who] < ROLES[asked.page.role] and answer.status not in (303, 307, 400, 401, 403, 404, 413):
        yield f"status {answer.status} for who may not"
    if any(b"\r" in part or b"\n" in part for header in answer.headers for part in header):
        yield "a line break in a header"
    place = answer.header(b"location").removeprefix(f"http://{ADDRESS}")
    if place and (not place.startswith("/") or place.startswith(("//", "/\\"))):
        yield f"led to another server: {place[:80]!r}"
    if b"Traceback (most recent" in answer.body:
        yield "a traceback"
    if answer.header(b"content-type").startswith("text/html"):
        yield from page_faults(answer.body)


def page_faults(body: bytes) -> Iterator[str]:
    """Script, handlers or addresses that no page of ours has; marks that turn its direction."""
    from lxml import html

    text = body.decode("utf-8")
    if _TURNING.search(text):
        yield "a mark that turns the direction of the page"
    tree: Any = html.document_fromstring(text)
    for element in tree.iter():
        if element.tag == "script" and (not str(element.get("src", "")).startswith("/static/") or (element.text or "").strip()):
            yield "a script that is not ours"
        if element.tag in ("iframe", "object", "embed", "base"):
            yield f"an element {element.tag}"
        for name, value in element.attrib.items():
            low = re.sub(r"[\x00-\x20]", "", str(value)).lower()
            if str(name).lower().startswith("on") or low.startswith(("javascript:", "data:text", "vbscript:")):
                yield f"an attribute {name}={str(value)[:40]!r}"


@cache
def room() -> Room:
    """One room for all ways in."""
    return Room()


def asking(method: str) -> Callable[[], Callable[[bytes], list[str]]]:
    """The check of all pages that are asked for so (`GET`: addresses and queries, `POST`: forms)."""

    def make() -> Callable[[bytes], list[str]]:
        here = room()
        pages = here.pages[method]

        def check(data: bytes) -> list[str]:
            number, who, how, rest = *(data[:3].ljust(3, b"\0")), data[3:]
            page, reader = pages[number % len(pages)], WHO[who % 4]
            made = formed(here, page, how, rest) if method == "POST" else queried(here, page, how, rest)
            return here.faults(msgspec.structs.replace(made, who=reader))

        return check

    return make


def formed(here: Room, page: Any, how: int, rest: bytes) -> Asked:
    """A form: its fields in order, or any bytes as its body; three of four bring the token and come from our own pages."""
    token, origin = (
        how & 3 != 1,
        (b"http://" + ADDRESS.encode() if how & 12 != 4 else (None, b"http://[", b"null", b"http://a.example")[how >> 6]),
    )
    lead = b"csrf=" + here.token.encode() + b"&" if token else b""
    kind = b"application/x-www-form-urlencoded"
    if how & 48 == 16:
        kind = b"multipart/form-data; boundary=" + BOUNDARY
        body = _parts_of({b"csrf": here.token.encode()} if token else {}, rest)
    elif how & 48 == 32:
        body = lead + rest
    else:
        values = dict(zip(FIELDS, rest.split(SEPARATOR), strict=False))
        body = lead + b"&".join(k + b"=" + quote_from_bytes(v).encode() for k, v in values.items())
    return Asked(page=page, path=page.path.encode(), body=body, kind=kind, origin=origin, token=token)


def _parts_of(fields: dict[bytes, bytes], rest: bytes) -> bytes:
    """A form in parts: fields, then a file for each form that takes files; the rest may hold parts of its own."""
    head = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="'
    parts = [head + name + b'"\r\n\r\n' + value + b"\r\n" for name, value in fields.items()]
    name, _, content = rest.partition(SEPARATOR)
    file = b'"; filename="' + name[:200].replace(b'"', b"") + b'"\r\n\r\n' + content + b"\r\n"
    parts += [head + field + file for field in (b"files", b"opml")]
    return b"".join(parts) + b"--" + BOUNDARY + b"--\r\n"


def queried(here: Room, page: Any, how: int, rest: bytes) -> Asked:
    """An address and its query: parts that there are or any bytes, names that are asked by or any bytes."""
    values = rest.split(SEPARATOR)
    path = page.path.encode()
    for part in re.findall(r"\{(\w+)(?::path)?\}", page.path):
        known = here.parts.get(part, ["x"])
        value = known[how % len(known)].encode() if how & 1 == 0 else values.pop(0) if values else b""
        path = re.sub(rb"\{" + part.encode() + rb"(:path)?\}", lambda _: value, path, count=1)  # noqa: B023
    if how & 6 == 2:
        return Asked(page=page, path=path, query=SEPARATOR.join(values))
    start = how >> 3
    names = (ASKED[(start + n) % len(ASKED)] for n in range(len(ASKED)))
    query = b"&".join(name + b"=" + quote_from_bytes(value).encode() for name, value in zip(names, values, strict=False))
    return Asked(page=page, path=path, query=query)
