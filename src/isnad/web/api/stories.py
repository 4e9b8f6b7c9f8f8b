"""Stories, their accounts and exports; articles; names."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from isnad.export.account_json import account_json, article_object
from isnad.export.exporters import EXPORTERS
from isnad.model.account import Links
from isnad.web.api import asking
from isnad.web.api.answers import HEADERS, NameAnswer, SearchAnswer, StoryAnswer, StoryNaming, answer, listed
from isnad.web.pages.exports import exported
from isnad.web.visits import Visit, address

STORIES = 50
"""Stories that are given of a name."""


def stories(visit: Visit) -> Response:
    """Stories as the front page lists them."""
    query = asking.asked(visit, asking.Stories)
    chosen: dict[str, Any] = asking.filters(query)
    cards = visit.desk.cards(chosen, limit=query.limit + 1, after=query.after)
    return listed(visit, cards[: query.limit], after=cards[query.limit - 1].story.id if len(cards) > query.limit else None)


def story(visit: Visit) -> Response:
    """One story and what became of it."""
    asking.asked(visit, asking.Nothing)
    row, moved = visit.asked_story()
    if moved is not None:
        return moved
    place = address("/api/stories", row.id)
    exports = {name: address(place, "exports", name) for name in EXPORTERS}
    return answer(StoryAnswer(story=row, events=visit.desk.events(row.id), account=f"{place}/account", exports=exports))


def account(visit: Visit) -> Response:
    """The account of a story."""
    asking.asked(visit, asking.Nothing)
    row, moved = visit.asked_story()
    if moved is not None:
        return moved
    return Response(account_json(visit.desk.account(row.id)), media_type="application/json", headers=HEADERS)


def export(visit: Visit) -> Response:
    """The account in another format."""
    query = asking.asked(visit, asking.Export)
    row, moved = visit.asked_story()
    return moved or exported(visit, row, visit.part("format"), language=query.language, table=query.table or "")


def articles(visit: Visit) -> Response:
    """Articles in the order in which they came."""
    query = asking.asked(visit, asking.Articles)
    chosen: dict[str, Any] = asking.filters(query)
    rows = visit.desk.articles(**chosen, limit=query.limit + 1, after=query.after)
    return listed(visit, rows[: query.limit], after=rows[query.limit - 1].number if len(rows) > query.limit else None)


def article(visit: Visit) -> Response:
    """One article with its findings."""
    asking.asked(visit, asking.Nothing)
    row = visit.desk.article_row(visit.part("article"))
    return answer({"row": row, "findings": article_object(visit.desk.document(row.id), Links())})


def revisions(visit: Visit) -> Response:
    """What each text of an article's address changed against the one before."""
    asking.asked(visit, asking.Nothing)
    row = visit.desk.article_row(visit.part("article"))
    return listed(visit, visit.desk.revisions(row.url) if row.url else (), after=None)


def name(visit: Visit) -> Response:
    """One name."""
    asking.asked(visit, asking.Nothing)
    row = visit.desk.name(visit.part("type"), visit.part("folded"))
    naming = visit.desk.stories_naming(row.type, [row.folded], limit=STORIES)
    return answer(NameAnswer(name=row, stories=tuple(StoryNaming(story=s, articles=n) for s, n in naming)))


def search(visit: Visit) -> Response:
    """What a search finds."""
    query = asking.asked(visit, asking.Search)
    results = visit.desk.search(query.q, by=query.by, limit=query.limit, offset=query.start, newest=query.order == "newest")
    reached = query.start + len(results.hits)
    more = reached < results.facets.total and reached <= asking.FARTHEST and bool(results.hits)
    return answer(SearchAnswer(items=results.hits, next=visit.same(start=reached) if more else None, facets=results.facets))
