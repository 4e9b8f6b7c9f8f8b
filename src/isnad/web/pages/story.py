"""A story and its parts: brief, figures, conflicts, timeline, claims, altered quotes, copies, labels, names, articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from isnad.export.exporters import EXPORTERS
from isnad.model.kept import StoryRow
from isnad.model.span import Span
from isnad.web.views.claims import claim_at, claim_card, ranked_claims, telling, told_of
from isnad.web.views.places import article_address
from isnad.web.views.story import EVENTS, StoryView
from isnad.web.visits import Visit

TELLINGS = 60
"""Tellings of a claim on one page."""
PASSAGES = 20
"""Passages of a copy on one page."""


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Some of a list."""

    items: tuple[Any, ...]
    total: int
    page: int
    pages: int

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.items)


class Part(NamedTuple):
    """A part of a story: its whole list, how one thing of it is shown, how many on the story's page and on a page of its own."""

    name: str
    whole: Callable[[StoryView], Sequence[Any]]
    shown: Callable[[StoryView, Any], Any]
    first: int
    each: int


PARTS: tuple[Part, ...] = (
    Part("figures", lambda v: v.figures(), lambda v, f: v.figure(f), 4, 8),
    Part("conflicts", lambda v: v.account.conflicts, lambda v, c: v.conflict(c), 5, 20),
    Part("timeline", lambda v: v.account.timeline, lambda v, e: v.event(e), 18, EVENTS),
    Part("claims", ranked_claims, claim_card, 8, 20),
    Part("altered", lambda v: v.account.links.altered_quotes, lambda v, q: v.altered(q), 3, 15),
    Part("copies", lambda v: v.builder.ranked_copies(), lambda v, r: v.copy(r), 3, 15),
    Part("labels", lambda v: v.labels(), lambda v, row: row, 12, 40),
    Part("names", lambda v: v.names(), lambda v, e: v.name(e), 24, 150),
    Part("articles", lambda v: v.articles(), lambda v, d: v.article(d), 12, 60),
)
NAMED = {part.name: part for part in PARTS}


def story(visit: Visit) -> Response:
    """The story with the beginning of each part."""
    row, moved = visit.asked_story()
    if moved is not None:
        return moved
    view = view_of(visit, row)
    parts = {part.name: cut(part, view, part.first, 1) for part in PARTS}
    events = [(e, _other(visit, e.other if e.story == row.id else e.story)) for e in visit.desk.events(row.id)]
    return visit.page("story.html.j2", story=row, view=view, parts=parts, brief=view.brief(), events=events, formats=tuple(EXPORTERS))


def part(visit: Visit) -> Response:
    """One part of a story, a page at a time."""
    row, moved = visit.asked_story()
    if moved is not None:
        return moved
    wanted = NAMED[visit.request.url.path.rpartition("/")[2]]
    view = view_of(visit, row)
    return visit.page("story_part.html.j2", story=row, view=view, name=wanted.name, part=cut(wanted, view, wanted.each, page_of(visit)))


def claim(visit: Visit) -> Response:
    """A claim with every telling of it; its address names one of its statements."""
    row, moved = visit.asked_story()
    if moved is not None:
        return moved
    view = view_of(visit, row)
    at = claim_at(view, visit.part("claim"))
    if at is None or not (told := told_of(view, at)):
        raise HTTPException(404)
    tellings = sliced(told, lambda t: telling(view, *t), TELLINGS, page_of(visit))
    first = telling(view, *told[0]).place
    return visit.page("claim.html.j2", story=row, view=view, card=claim_card(view, at), tellings=tellings, first=first)


def copy(visit: Visit) -> Response:
    """Two articles that share words, passage by passage."""
    row, moved = visit.asked_story()
    if moved is not None:
        return moved
    view = view_of(visit, row)
    pair = {visit.part("a"), visit.part("b")}
    reuse = next((r for r in view.account.links.reuse if {r.a, r.b} == pair), None)
    if reuse is None:
        raise HTTPException(404)
    pages = max(1, -(-len(reuse.passages) // PASSAGES))
    page = min(page_of(visit), pages)
    card = view.copy(reuse, (page - 1) * PASSAGES, PASSAGES)
    return visit.page("copy.html.j2", story=row, view=view, card=card, page=page, pages=pages)


def statement(visit: Visit) -> Response:
    """The permanent address of a statement: where its words stand."""
    row = visit.desk.statement(visit.part("statement"))
    return RedirectResponse(article_address(row.article, Span(row.start, row.end)), status_code=303)


def view_of(visit: Visit, row: StoryRow) -> StoryView:
    """The account of a story in the language of the reader."""
    return StoryView(row.id, visit.desk.account(row.id), visit.say)


def page_of(visit: Visit) -> int:
    """The number of the page that is asked for."""
    asked = visit.ask("page")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def cut(part: Part, view: StoryView, size: int, page: int) -> Slice:
    """A page of a part."""
    return sliced(part.whole(view), lambda thing: part.shown(view, thing), size, page)


def sliced(whole: Sequence[Any], shown: Callable[[Any], Any], size: int, page: int) -> Slice:
    """A page of a list; pages beyond the last are the last."""
    pages = max(1, -(-len(whole) // size))
    page = min(page, pages)
    items = tuple(shown(thing) for thing in whole[(page - 1) * size : page * size])
    return Slice(items=items, total=len(whole), page=page, pages=pages)


def _other(visit: Visit, identity: str) -> StoryRow | None:
    """A story that this one split from or merged with, if it is still kept under its own name."""
    other = visit.story(identity)
    return other if other is not None and other.id == identity else None
