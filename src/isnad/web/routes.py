"""All addresses of the reading room, in one literal table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.responses import Response

from isnad.web import openapi
from isnad.web.api.operations import OPERATIONS
from isnad.web.pages import adding, alerts, article, exports, feeds, files, front, judgements, login, name, search, story, users
from isnad.web.visits import Visit

Handler = Callable[[Visit], Response]


class Page(NamedTuple):
    """One address, and who may ask for it."""

    path: str
    handler: Handler
    section: str = ""
    """Which entry of the navigation it belongs to."""
    role: str = "reader"
    """The least role that may; `nobody`: open to all."""
    method: str = "GET"
    uploads: bool = False
    """Whether its form may bring files."""
    basic: bool = False
    """Whether programs may log in by HTTP Basic authentication, and are asked to (401) instead of being led to the login page."""
    data: str = ""
    """Where the API has what it shows."""


PAGES: tuple[Page, ...] = (
    Page("/", front.front, "stories", data="/api/stories"),
    Page("/stories/{story}", story.story, "stories", data="/api/stories/{story}/account"),
    *(Page(f"/stories/{{story}}/{part.name}", story.part, "stories", data="/api/stories/{story}/account") for part in story.PARTS),
    Page("/stories/{story}/claims/{claim}", story.claim, "stories", data="/api/stories/{story}/account"),
    Page("/stories/{story}/copies/{a}/{b}", story.copy, "stories", data="/api/stories/{story}/account"),
    Page("/articles/{article}", article.article, "stories", data="/api/articles/{article}"),
    Page("/names/{anchor:path}", name.name, "stories", data="/api/names/{anchor}"),
    Page("/statements/{statement}", story.statement, "stories"),
    Page("/search", search.search, "search", data="/api/search"),
    Page("/search.atom", search.search_feed, basic=True),
    Page("/searches", search.save, role="editor", method="POST"),
    Page("/alerts", alerts.alerts, "alerts", data="/api/alerts"),
    Page("/alerts.atom", alerts.alerts_feed, basic=True),
    Page("/follows", alerts.follow, role="editor", method="POST"),
    Page("/follows/remove", alerts.unfollow, role="editor", method="POST"),
    Page("/feeds", feeds.feeds, "feeds", data="/api/feeds"),
    Page("/feeds", feeds.add, role="editor", method="POST", uploads=True),
    Page("/feeds/change", feeds.change, role="editor", method="POST"),
    Page("/add", adding.adding, "add", role="editor"),
    Page("/add", adding.add, role="editor", method="POST", uploads=True),
    Page("/judgements", judgements.judgements, "judgements", data="/api/judgements"),
    Page("/judgements", judgements.judge, role="editor", method="POST"),
    Page("/judgements/undo", judgements.undo, role="editor", method="POST"),
    Page("/users", users.users, role="admin"),
    Page("/users", users.add, role="admin", method="POST"),
    Page("/users/change", users.change, role="admin", method="POST"),
    Page("/me", users.me),
    Page("/me", users.new_password, method="POST"),
    Page("/stories/{story}/exports/{format}", exports.export, "stories"),
    *(Page(o.path, o.handler, basic=True) for o in OPERATIONS),
    Page("/api/openapi.json", openapi.openapi, basic=True),
    Page("/api/docs", openapi.documentation, "api"),
    Page("/login", login.login_page, role="nobody"),
    Page("/login", login.log_in, role="nobody", method="POST"),
    Page("/logout", login.log_out, role="nobody", method="POST"),
    Page("/healthz", files.health, role="nobody"),
    Page("/static/{name}", files.static, role="nobody"),
    Page("/favicon.ico", files.icon, role="nobody"),
)

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("stories", "/"), ("search", "/search"), ("alerts", "/alerts"), ("judgements", "/judgements"), ("feeds", "/feeds"), ("add", "/add"),
)  # fmt: skip
"""Message key (`web.nav-…`) and address of what every page leads to."""
