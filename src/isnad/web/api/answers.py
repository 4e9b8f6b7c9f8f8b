"""What the API answers: JSON, lists with the address of their next page, and problems by RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from starlette.responses import Response

from isnad.model.account import StoryEvent
from isnad.model.kept import ArticleRow, NameRow, StoryRow
from isnad.model.search import Facets, Hit
from isnad.web.api.shapes import ArticleShape
from isnad.web.visits import Visit

PROBLEM = "application/problem+json"
HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}
_TITLES = {
    400: "Bad request", 401: "Login needed", 403: "Not allowed", 404: "Not found", 405: "Method not allowed", 413: "Too large",
    429: "Too many requests", 500: "Internal error", 503: "Workspace not available",
}  # fmt: skip


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why not (RFC 9457)."""

    title: str
    status: int
    detail: str = ""
    """One sentence for a person: what was given, what was expected."""


class StoryAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A story; what is told of it stands in its account."""

    story: StoryRow
    events: tuple[StoryEvent, ...]
    """Stories that were merged into it or split off it."""
    account: str
    """Address of its account."""
    exports: dict[str, str]
    """Address by format."""


class ArticleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An article with its text and everything that was found in it; links across articles stand in the account of its story."""

    row: ArticleRow
    findings: ArticleShape


class StoryNaming(msgspec.Struct, frozen=True, kw_only=True):
    """A story in which a name stands."""

    story: StoryRow
    articles: int
    """So many of its articles name it."""


class NameAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A spelling of a name; which spellings are one, the account of a story tells."""

    name: NameRow
    stories: tuple[StoryNaming, ...]
    """The latest first, 50 at most."""


class SearchAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what a search found."""

    items: tuple[Hit, ...]
    next: str | None
    facets: Facets


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much is kept."""

    articles: int
    stories: int


def answer(thing: object) -> Response:
    """Anything as JSON."""
    return Response(msgspec.json.encode(thing), media_type="application/json", headers=HEADERS)


def listed(visit: Visit, items: Sequence[object], **onward: Any) -> Response:
    """A page of a list; `onward` is what the address of the next page changes, None on the last page."""
    (value,) = onward.values()
    following = None if value is None else visit.same(**onward)
    made = answer({"items": list(items), "next": following})
    if following is not None:
        made.headers["Link"] = f'<{following}>; rel="next"'
    return made


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """Why not."""
    body = Problem(title=_TITLES.get(status, "Refused"), status=status, detail=detail)
    return Response(
        msgspec.json.encode(body), status_code=status, media_type=PROBLEM, headers={"Cache-Control": "no-store", **(headers or {})}
    )
