"""Statements, figures, names; judgements; feeds, what became of inputs, what is followed, alerts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from isnad.web.api import asking
from isnad.web.api.answers import answer, listed
from isnad.web.visits import Visit


def _within(visit: Visit, query: asking.Nothing) -> dict[str, Any]:
    """Filters, with the whole id of a story that was named by its beginning."""
    chosen: dict[str, Any] = asking.filters(query)
    if "story" in chosen:
        chosen["story"] = visit.desk.story_id(chosen["story"])
    return chosen


def statements(visit: Visit) -> Response:
    """Who said what, over all articles."""
    query = asking.asked(visit, asking.Statements)
    rows, after = visit.desk.statement_page(_within(visit, query), limit=query.limit, after=query.after)
    return listed(visit, rows, after=after)


def statement(visit: Visit) -> Response:
    """One statement."""
    asking.asked(visit, asking.Nothing)
    return answer(visit.desk.statement(visit.part("statement")))


def figures(visit: Visit) -> Response:
    """Numbers that measure something, over all articles."""
    query = asking.asked(visit, asking.Figures)
    rows, after = visit.desk.figure_page(_within(visit, query), limit=query.limit, after=query.after)
    return listed(visit, rows, after=after)


def names(visit: Visit) -> Response:
    """Spellings of names, over all articles."""
    query = asking.asked(visit, asking.Names)
    rows, after = visit.desk.name_page(_within(visit, query), limit=query.limit, after=query.after)
    return listed(visit, rows, after=after)


def judgements(visit: Visit) -> Response:
    """Who judged what, the latest first."""
    query = asking.asked(visit, asking.Page)
    return _by_id(visit, visit.desk.latest_judgements(limit=query.limit + 1, before=query.after), query.limit)


def alerts(visit: Visit) -> Response:
    """Alerts that were raised, the latest first."""
    query = asking.asked(visit, asking.Page)
    return _by_id(visit, visit.desk.alerts(limit=query.limit + 1, before=query.after), query.limit)


def _by_id(visit: Visit, rows: Sequence[Any], limit: int) -> Response:
    return listed(visit, rows[:limit], after=rows[limit - 1].id if len(rows) > limit else None)


def feeds(visit: Visit) -> Response:
    """Feeds that are watched, in the order of their addresses."""
    query = asking.asked(visit, asking.Page)
    rows = [f for f in visit.desk.feeds() if query.after is None or f.address > query.after]
    return listed(visit, rows[: query.limit], after=rows[query.limit - 1].address if len(rows) > query.limit else None)


def follows(visit: Visit) -> Response:
    """What is followed: persons, phrases, figures, stories, searches."""
    asking.asked(visit, asking.Nothing)
    return listed(visit, visit.desk.follows(), after=None)


def outcomes(visit: Visit) -> Response:
    """What became of each input, the latest first."""
    query = asking.asked(visit, asking.Outcomes)
    rows = visit.desk.outcomes(limit=query.limit + 1, before=query.after, bad=query.show == "bad")
    return listed(visit, [row for _, row in rows[: query.limit]], after=rows[query.limit - 1][0] if len(rows) > query.limit else None)


def counts(visit: Visit) -> Response:
    """How much is kept."""
    asking.asked(visit, asking.Nothing)
    articles, stories = visit.desk.counts()
    return answer({"articles": articles, "stories": stories})
