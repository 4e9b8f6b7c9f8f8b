"""The application: from the table of routes to a Starlette application over one workspace."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from isnad.errors import NothingFoundError, StoreError, UsageError
from isnad.web.access import forms
from isnad.web.access.headers import Guard
from isnad.web.access.limits import bounded
from isnad.web.access.login import Doors
from isnad.web.access.marks import Marked
from isnad.web.access.rates import Rated
from isnad.web.api.answers import problem
from isnad.web.backroom import AtOnce, Backroom
from isnad.web.routes import NAVIGATION, PAGES, Page
from isnad.web.visits import Reader, Visit
from isnad.workspace.workspace import Workspace

THREADS = 8
"""Requests that are worked on at a time; as many connections does a store keep open."""
OPEN = frozenset({"/static/{name}", "/favicon.ico", "/healthz"})
"""Paths whose answer is the same for everybody: nobody is looked up for them."""
log = logging.getLogger("isnad.web")


class ReadingRoom:
    """Turns requests into visits and what goes wrong into pages."""

    def __init__(self, desk: Workspace, backroom: Backroom) -> None:
        self.backroom = backroom
        self.desk, self.serving = desk, desk.settings.serve
        self._secret = secrets.token_bytes(32)
        self._doors = Doors(https=self.serving.https) if self.serving.users else None

    def route(self, page: Page) -> Route:
        """The route of a page."""

        async def endpoint(request: Request) -> Response:
            visit = self.visit(request, page)
            if page.method != "POST":
                return await run_in_threadpool(self.answer, visit)
            # Nothing is read from a stranger, nor from a page of another site.
            if (refused := await run_in_threadpool(self.entered, visit)) is not None:
                return refused
            request = bounded(request, self.serving.upload_bytes if page.uploads else self.serving.form_bytes)
            most = self.serving.upload_files if page.uploads else 0
            async with request.form(max_files=most, max_fields=200, max_part_size=self.serving.form_bytes) as visit.form:
                return await run_in_threadpool(self.answer, visit)

        return Route(page.path, endpoint, methods=[page.method])

    def visit(self, request: Request, page: Page | None) -> Visit:
        """The request as pages see it."""
        visit = Visit(request, self.desk, page)
        visit.navigation, visit.doors, visit.backroom = NAVIGATION, self._doors, self.backroom
        visit.tokens = forms.FormTokens(request, self._secret)
        return visit

    def entered(self, visit: Visit) -> Response | None:
        """Why a form is not even read; None where it is."""
        return self._explained(visit, self.admit)

    def answer(self, visit: Visit) -> Response:
        """What a page's handler answers, or why it does not."""
        response = self._explained(visit, self._handled)
        assert response is not None
        return response

    def _handled(self, visit: Visit) -> Response:
        assert visit.here is not None
        if visit.here.method == "POST":
            forms.check_token(visit)
            return visit.here.handler(visit)
        return self.admit(visit) or visit.here.handler(visit)

    def _explained(self, visit: Visit, work: Callable[[Visit], Response | None]) -> Response | None:
        """What some work answers; where it fails, a page that says so as far as it is for the reader to know."""
        try:
            response = work(visit)
        except (HTTPException, NothingFoundError, UsageError) as error:
            response = refusal(visit, error)
        except Exception as error:
            log.exception("%s %s", visit.request.method, visit.request.url.path)
            response = failure(visit, 503 if isinstance(error, StoreError) else 500)
        if response is not None:
            visit.keep_choices(response)
            assert visit.tokens is not None
            visit.tokens.keep(response, secure=self.serving.https)
        return response

    def admit(self, visit: Visit) -> Response | None:
        """Find out who asks; refuse forms of other sites and readers who may not. An answer leads to the login page."""
        page = visit.here
        assert page is not None
        if self._doors is None:
            visit.reader = Reader(self.serving.author, "admin")
        elif page.path not in OPEN:
            visit.reader = self._doors.reader(visit, basic=page.basic)
        if page.method == "POST":
            forms.check_origin(visit.request)
        if page.role == "nobody" or visit.may(page.role):
            return None
        if visit.reader is not None:
            raise HTTPException(403)
        if page.basic:
            raise HTTPException(401, headers={"WWW-Authenticate": 'Basic realm="Isnad", charset="UTF-8", Bearer realm="Isnad"'})
        here = visit.request.url.path + (f"?{visit.request.url.query}" if visit.request.url.query else "")
        return visit.to("/login", next=here if page.method == "GET" and here != "/" else None)

    async def refused(self, request: Request, error: Exception) -> Response:
        """A page for what was refused before any handler: no such address, a form too large."""
        return refusal(self.visit(request, None), error)

    async def failed(self, request: Request, error: Exception) -> Response:
        """A page for what nobody foresaw; what it was stands in the log only."""
        return failure(self.visit(request, None), 500)


def refusal(visit: Visit, error: Exception) -> Response:
    """A page that says why not; of the API a problem."""
    if visit.program:
        return _problem(error)
    if isinstance(error, HTTPException):
        known = error.detail in ("foreign-form", "old-form")
        answer = visit.page(
            "refused.html.j2", status=error.status_code, code=error.status_code, key=error.detail if known else "", detail=""
        )
        answer.headers.update(error.headers or {})
        return answer
    status = 404 if isinstance(error, NothingFoundError) else 400
    return visit.page("refused.html.j2", status=status, code=status, key="", detail=str(error) if status == 400 else "")


def _problem(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return problem(error.status_code, headers=error.headers)
    return problem(404 if isinstance(error, NothingFoundError) else 400, str(error))


def failure(visit: Visit, status: int) -> Response:
    """A page that says only that something went wrong; of the API a problem that says no more."""
    if visit.program:
        return problem(status)
    return visit.page("refused.html.j2", status=status, code=status, key="", detail="")


def make_app(desk: Workspace, backroom: Backroom | None = None) -> Starlette:
    """The application over an open workspace; how it is served, its settings say (`Settings.serve`).

    Uploads go to the backroom; without one they are read while the reader waits.
    """
    room = ReadingRoom(desk, backroom or AtOnce(desk))
    serving = desk.settings.serve
    middleware = [
        Middleware(Guard, hosts=serving.hosts, https=serving.https),
        Middleware(Rated, per_minute=serving.requests),
        Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5),
        Middleware(Marked),
    ]
    handlers: dict[Any, Callable[..., Any]] = {HTTPException: room.refused, Exception: room.failed}
    return Starlette(
        routes=[room.route(page) for page in PAGES], middleware=middleware, exception_handlers=handlers, lifespan=_threads
    )  # fmt: skip


@asynccontextmanager
async def _threads(app: Starlette) -> AsyncIterator[None]:
    import anyio.to_thread

    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
