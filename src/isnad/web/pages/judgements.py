"""Judgements: keeping one that a form on any page brings, taking it back, and who judged what."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from isnad.errors import NothingFoundError
from isnad.model.article import Article
from isnad.model.judgement import Judgement, name_of, place_of
from isnad.web.access.login import local
from isnad.web.views.places import article_address, name_address, story_address
from isnad.web.visits import Visit

SHOWN = 40
"""Judgements of one page."""
WORDS = 160
"""Characters of a place that are shown."""


class Side(msgspec.Struct, frozen=True):
    """What a judgement is on, for people."""

    words: str
    address: str = ""
    where: str = ""


class Row(msgspec.Struct, frozen=True):
    """A judgement with its two sides."""

    judgement: Judgement
    a: Side
    b: Side


def judgements(visit: Visit) -> Response:
    """Who judged what, the latest first."""
    found = visit.desk.latest_judgements(limit=SHOWN + 1, before=visit.ask("before") or None)
    shower = _Shower(visit)
    rows = [Row(j, shower.side(j.a), shower.side(j.b)) for j in found[:SHOWN]]
    return visit.page("judgements.html.j2", rows=rows, more=rows[-1].judgement.id if len(found) > SHOWN else None)


def judge(visit: Visit) -> Response:
    """Keep a judgement, then lead back to the page that asked."""
    a, b = visit.field("a"), visit.field("b")
    visit.desk.judge(visit.field("kind"), a, b, visit.field("verdict"), author=_author(visit), reason=visit.field("reason"))
    return visit.to(local(visit.field("back")))


def undo(visit: Visit) -> Response:
    """Take a judgement back."""
    visit.desk.undo(visit.field("id"), author=_author(visit))
    return visit.to(local(visit.field("back")))


def _author(visit: Visit) -> str:
    assert visit.reader is not None
    return visit.reader.name


class _Shower:
    """Turns anchors into words and addresses; remembers the articles that it has read."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._articles = visit, dict[str, Article | None]()

    def side(self, anchor: str) -> Side:
        """What an anchor stands for; what is gone stays the anchor."""
        if (name := name_of(anchor)) is not None:
            named, folded, article = name
            return Side(folded, name_address(named, folded), self._title(article) if article else "")
        if (place := place_of(anchor)) is not None and (found := self._article(place[0])) is not None:
            words = " ".join(place[1].of(found.text)[:WORDS].split())
            return Side(words, article_address(found.id, place[1]), self._title(found.id))
        kind, _, identity = anchor.partition(":")
        if kind == "article":
            return Side(self._title(identity), article_address(identity))
        if kind == "story":
            row = self._visit.story(identity)
            return Side(row.title if row else anchor, story_address(identity) if row else "")
        return Side(anchor)

    def _article(self, identity: str) -> Article | None:
        if identity not in self._articles:
            try:
                self._articles[identity] = self._visit.desk.article(identity)
            except NothingFoundError:
                self._articles[identity] = None
        return self._articles[identity]

    def _title(self, identity: str) -> str:
        try:
            row = self._visit.desk.article_row(identity)
        except NothingFoundError:
            return identity
        return " – ".join(p for p in (row.outlet or "", row.title or row.path) if p)
