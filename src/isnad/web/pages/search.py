"""Searching: the query language of the command line, facets that narrow it, saved searches, and each search as an Atom feed."""

from __future__ import annotations

from typing import Any, Literal, cast

from starlette.responses import Response

from isnad.errors import UsageError
from isnad.export.articles_feed import articles_atom
from isnad.model.search import Hit, Results, Snippet
from isnad.web.access.login import local
from isnad.web.api.asking import FARTHEST
from isnad.web.views.places import article_address
from isnad.web.visits import Visit

HITS = 20
"""Articles of one page."""
FEED = 50
"""Articles of a feed."""
MONTHS = 18
LONGEST = 1_000
"""Characters of a query."""
By = Literal["words", "meaning", "both"]


def search(visit: Visit) -> Response:
    """The page of a search; without a query the form, with what is saved."""
    query, by, newest = visit.ask("q"), visit.ask("by") or "words", visit.ask("order") == "newest"
    start = _start(visit)
    found, problem = None, ""
    if query:
        try:
            if len(query) > LONGEST:
                raise UsageError(f"a query of {len(query)} characters: expected up to {LONGEST}")
            found = visit.desk.search(query, by=_by(by), limit=HITS, offset=start, newest=newest)
        except UsageError as error:
            problem = str(error)
    more = start + HITS if found and start + HITS < found.facets.total and start + HITS <= FARTHEST else None
    return visit.page(
        "search.html.j2", status=400 if problem else 200, query=query, by=by, newest=newest, found=found, problem=problem, start=start,
        place=_place, facets=_facets(visit, query, found) if found else [], more=more,
        saved=[f for f in visit.desk.follows() if f.kind == "search"],
    )  # fmt: skip


def search_feed(visit: Visit) -> Response:
    """What a search finds, the newest first, as an Atom feed."""
    query = visit.ask("q")
    if not 0 < len(query) <= LONGEST:
        raise UsageError(f"a feed of a search: expected a query of up to {LONGEST} characters, as ?q=…")
    title = visit.say("search-page.feed", query=query)
    made = articles_atom(visit.desk.latest_found(query, limit=FEED), visit.desk.now(), visit.say, (title, visit.absolute(visit.same())))
    return Response(made, media_type="application/atom+xml")


def save(visit: Visit) -> Response:
    """Save a search: what it finds from now on raises alerts."""
    visit.desk.follow("search", visit.field("q"))
    return visit.to(local(visit.field("back")))


def _start(visit: Visit) -> int:
    start = visit.ask("start") or "0"
    if not (start.isascii() and start.isdigit() and len(start) < 6 and int(start) <= FARTHEST):
        raise UsageError(f"start {start!r}: expected a number up to {FARTHEST}")
    return int(start)


def _by(by: str) -> By:
    if by not in ("words", "meaning", "both"):
        raise UsageError(f"by {by!r}: expected words, meaning or both")
    return cast(By, by)


def _place(hit: Hit, snippet: Snippet) -> str:
    """Where a snippet stands: the first of what was found in it."""
    return article_address(hit.article.id, next(iter(snippet.marks), snippet.span))


def _facets(visit: Visit, query: str, found: Results) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Name of each facet, and its values with their number and the address that narrows the search to them."""

    def narrowed(more: str) -> str:
        return visit.same(q=f"{query} {more}", start=None)

    facets: list[tuple[str, Any]] = [
        ("outlets", [(v, n, narrowed(f'outlet:"{v}"')) for v, n in found.facets.outlets.items() if '"' not in v]),
        ("months", [(v, n, narrowed(f"date:{v}")) for v, n in list(found.facets.months.items())[-MONTHS:]]),
        ("stories", [(row.title, n, narrowed(f"story:{s}")) for s, n in list(found.facets.stories.items())[:6] if (row := visit.story(s))]),
    ]
    return [(name, values) for name, values in facets if len(values) > 1]
