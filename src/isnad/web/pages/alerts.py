"""Alerts: what was raised, what is followed, and the same as an Atom feed."""

from __future__ import annotations

from starlette.responses import Response

from isnad.export.alerts_feed import alerts_atom
from isnad.model.kept import Follow
from isnad.web.access.login import local
from isnad.web.visits import Visit

ALERTS, FEED = 50, 200
"""Alerts of one page, and of the feed."""
KINDS = ("person", "phrase", "figure", "search", "story")


def alerts(visit: Visit) -> Response:
    """The latest alerts, and what is followed."""
    found = visit.desk.alerts(limit=ALERTS + 1, before=visit.ask("before") or None)
    follows = [(f, _followed(visit, f)) for f in visit.desk.follows()]
    return visit.page(
        "alerts.html.j2", alerts=found[:ALERTS], more=found[ALERTS - 1].id if len(found) > ALERTS else None, follows=follows, kinds=KINDS
    )  # fmt: skip


def _followed(visit: Visit, follow: Follow) -> str:
    """What is followed, for people: a story by its title."""
    story = visit.story(follow.value) if follow.kind == "story" else None
    return story.title if story else follow.value


def alerts_feed(visit: Visit) -> Response:
    """The latest alerts as an Atom feed."""
    made = alerts_atom(visit.desk.alerts(limit=FEED), visit.desk.now(), visit.say)
    return Response(made, media_type="application/atom+xml")


def follow(visit: Visit) -> Response:
    """Follow a person, phrase, figure, search or story."""
    visit.desk.follow(visit.field("kind"), visit.field("value"))
    return visit.to(local(visit.field("back") or "/alerts"))


def unfollow(visit: Visit) -> Response:
    """Follow something no more."""
    visit.desk.unfollow(visit.field("id"))
    return visit.to(local(visit.field("back") or "/alerts"))
