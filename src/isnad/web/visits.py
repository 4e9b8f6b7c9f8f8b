"""A request as pages see it: the workspace, the reader's language, the reader, the form that came, and ways to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from isnad.errors import NothingFoundError
from isnad.export.catalogue import LANGUAGES, Catalogue, load_catalogue
from isnad.model.kept import StoryRow
from isnad.web.rendering import render
from isnad.workspace.workspace import Workspace

if TYPE_CHECKING:
    from isnad.web.access.forms import FormTokens
    from isnad.web.access.login import Doors
    from isnad.web.backroom import Backroom
    from isnad.web.routes import Page

THEMES = ("auto", "light", "dark")
ROLES = ("reader", "editor", "admin")
"""Each may do what those before it may."""
YEAR = 31_536_000


class Reader(NamedTuple):
    """Who asks."""

    name: str
    role: str

    def may(self, role: str) -> bool:
        """Whether the reader has a role or a higher one."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Visit:
    """One request. Handlers take it and give a response; they run in a thread, several at a time."""

    backroom: Backroom
    """Where uploads go."""

    def __init__(self, request: Request, desk: Workspace, page: Page | None, form: FormData | None = None) -> None:
        self.request, self.desk, self.here, self.form = request, desk, page, form or FormData()
        self.query: QueryParams = request.query_params
        self.language = self._chosen("lang", LANGUAGES, desk.settings.serve.language)
        self.theme = self._chosen("theme", THEMES, "auto")
        self.say: Catalogue = load_catalogue(self.language)
        self.reader: Reader | None = None
        self.tokens: FormTokens | None = None
        self.doors: Doors | None = None
        """Where a login is needed."""
        self.navigation: tuple[tuple[str, str], ...] = ()

    def _chosen(self, name: str, known: tuple[str, ...], default: str) -> str:
        """What the address asks for, else what the reader chose before."""
        for value in (self.query.get(name), self.request.cookies.get(f"isnad_{name}")):
            if value in known:
                return str(value)
        return default

    @property
    def program(self) -> bool:
        """Whether a program asks, which wants no pages: everything below `/api/` but its documentation."""
        path = self.request.url.path
        return path.startswith("/api/") and path != "/api/docs"

    @property
    def data(self) -> str:
        """Address of what the page shows in the API; empty where there is none."""
        if self.here is None or not self.here.data:
            return ""
        # A name is one part of a page's address and two of the API's.
        parts = {k: quote(str(v).removeprefix("name:"), safe="").replace("%3A", "/", 1) for k, v in self.request.path_params.items()}
        place = self.here.data.format(**parts)
        if place != "/api/search":
            return place
        return address(place, q=self.ask("q"), by=self.ask("by")) if self.ask("q") else ""

    def part(self, name: str) -> str:
        """A part of the address, as the route names it."""
        return _storable(self.request.path_params[name])

    def ask(self, name: str) -> str:
        """A value of the query, trimmed; empty where there is none."""
        return _storable(self.query.get(name, "")).strip()

    def field(self, name: str) -> str:
        """A text field of the form, trimmed; empty where there is none."""
        value = self.form.get(name, "")
        return _storable(value).strip() if isinstance(value, str) else ""

    def files(self, name: str) -> list[UploadFile]:
        """The files of a field that have a name."""
        return [f for f in self.form.getlist(name) if isinstance(f, UploadFile) and f.filename]

    def may(self, role: str) -> bool:
        """Whether the reader has a role."""
        return self.reader is not None and self.reader.may(role)

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page in the reader's language and colours."""
        body = render(template, self.say, {**values, "visit": self, "url": address, "csrf": self.csrf, "navigation": self.navigation})
        return Response(body, status_code=status, media_type="text/html", headers={"Cache-Control": "private, no-cache", "Vary": "Cookie"})

    def csrf(self) -> str:
        """The token that every form must bring."""
        assert self.tokens is not None
        return self.tokens.token()

    def same(self, **changed: Any) -> str:
        """The address of this page with other values in its query; None takes one out."""
        values = {**{k: v for k, v in self.query.items() if k not in ("lang", "theme")}, **changed}
        # A path that begins with two slashes would be the address of another server.
        return address(quote("/" + self.request.scope["path"].lstrip("/\\")), **values)

    def absolute(self, path: str) -> str:
        """An address of this server with its name, for what is read elsewhere."""
        return f"{self.request.url.scheme}://{self.request.headers.get('host', '')}{path}"

    def to(self, path: str, **query: Any) -> Response:
        """Lead the reader to another page, after something was done."""
        return RedirectResponse(address(path, **query) if query else path, status_code=303)

    def story(self, identity: str | None) -> StoryRow | None:
        """A story that something names; None where it is kept no more."""
        try:
            return self.desk.story(identity) if identity else None
        except NothingFoundError:
            return None

    def asked_story(self) -> tuple[StoryRow, Response | None]:
        """The story of the address; and the way to the same page under the story's id now, where another or its beginning was asked for.

        Raises `NothingFoundError`.
        """
        assert self.here is not None
        row = self.desk.story(self.part("story"))
        if row.id == self.part("story"):
            return row, None
        parts = {k: quote(str(v), safe="") for k, v in self.request.path_params.items()}
        query = f"?{self.request.url.query}" if self.request.url.query else ""
        return row, RedirectResponse(self.here.path.format(**parts | {"story": quote(row.id, safe="")}) + query, status_code=308)

    def keep_choices(self, response: Response) -> None:
        """Remember what the address chose."""
        for name, value in (("lang", self.language), ("theme", self.theme)):
            if name in self.query and self.query[name] == value:
                secure = self.desk.settings.serve.https
                response.set_cookie(f"isnad_{name}", value, max_age=YEAR, samesite="lax", secure=secure, httponly=True)


def _storable(text: str) -> str:
    """Text without the one character that no database keeps."""
    return text.replace("\x00", "")


def address(*parts: str, **query: Any) -> str:
    """An address of this server: parts after the first are quoted, values that are None or empty are left out."""
    path = "/".join([parts[0].rstrip("/"), *(quote(p, safe="") for p in parts[1:])]) or "/"
    asked = {k: v for k, v in query.items() if v not in (None, "")}
    return f"{path}?{urlencode(asked)}" if asked else path
