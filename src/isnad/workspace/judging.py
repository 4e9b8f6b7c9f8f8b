"""Judgements in a workspace: from what a person names to anchors, kept, and stories written anew."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import NamedTuple, get_args

from sqlalchemy import Connection, select

from isnad.errors import NothingFoundError, UsageError
from isnad.model.findings import MentionType
from isnad.model.judgement import MOMENT, VERDICTS, Judgement, JudgementKind, Verdict, judged, name_anchor, name_of, place_anchor, place_of
from isnad.model.span import Span
from isnad.store import judgements as kept
from isnad.store import marks
from isnad.store import stories as told
from isnad.store.protocol import Store
from isnad.store.tables import articles, names, statements
from isnad.text.folding import fold_form
from isnad.workspace.placing import Overlay, refresh
from isnad.workspace.telling import article_of


def add(store: Store, judgement: Judgement, now: str) -> Judgement:
    """Keep a judgement, and give it as it is kept; stories that it touches are written anew in the same transaction.

    The latest of a pair holds, so none is earlier than what was decided before it, even where the clock went back.
    """
    with store.writing() as connection:
        judgement = _later(judgement, kept.latest(connection, 1))
        touched = Overlay(connection, kept.listed(connection)).touched_by(judgement) if judgement.kind == "story" else set()
        kept.add(connection, judgement)
        _settle(connection, judgement, touched, now)
    return judgement


def _later(made: Judgement, before: tuple[Judgement, ...]) -> Judgement:
    """A judgement at a time after the last one's."""
    if not before or made.time > before[0].time:
        return made
    moment = datetime.datetime.strptime(before[0].time, MOMENT) + datetime.timedelta(microseconds=1)
    return judged(made.kind, (made.a, made.b), made.verdict, made.author, moment.strftime(MOMENT), made.reason)


def undo(store: Store, identity: str, author: str, now: str) -> Judgement:
    """Take a judgement back; gives it as it was. Raises `NothingFoundError`."""
    with store.writing() as connection:
        before = Overlay(connection, kept.listed(connection))
        judgement = kept.undo(connection, identity, author, now)
        _settle(connection, judgement, before.touched_by(judgement) if judgement.kind == "story" else set(), now)
    return judgement


def _settle(connection: Connection, judgement: Judgement, touched: set[str], now: str) -> None:
    """Write stories anew that a judgement moves articles between; of those that it bears on otherwise note that they changed."""
    if judgement.kind == "story":
        refresh(connection, touched | Overlay(connection, kept.listed(connection)).touched_by(judgement), now)
        return
    for anchor in (judgement.a, judgement.b):
        name, article = name_of(anchor), article_of(anchor)
        if article is not None:
            marks.outdate(connection, [s for s in told.stories_of(connection, [article]).values() if s])
        elif name is not None:
            marks.outdate(connection, marks.naming(connection, name[1]))


class By(NamedTuple):
    """Who decides, when and why."""

    author: str
    time: str
    reason: str = ""


def made(connection: Connection, kind: str, pair: tuple[str, str], verdict: str, by: By) -> Judgement:
    """A judgement from anchors, or from what people have at hand: names, ids of statements, articles and stories.

    Raises `UsageError` on a wrong kind, verdict or author, `NothingFoundError` where something that is named is not kept.
    """
    known = checked(kind, verdict, by.author)
    resolve = {
        "entity": (_name, _name), "speaker": (_statement, _name), "claim": (_statement, _statement), "story": (_article, _story),
        "conflict": (_place, _place),
    }[kind]  # fmt: skip
    a, b = (anchor(connection, given.strip()) for anchor, given in zip(resolve, pair, strict=True))
    if a == b:
        raise UsageError(f"a judgement is on two different things, {a} was named twice")
    return judged(known[0], (a, b), known[1], by.author.strip(), by.time, by.reason.strip())


def checked(kind: str, verdict: str, author: str) -> tuple[JudgementKind, Verdict]:
    """Kind and verdict if they fit; raises `UsageError` otherwise, and where there is no author."""
    if kind not in VERDICTS:
        raise UsageError(f"no judgements on {kind!r}; expected one of {', '.join(VERDICTS)}")
    if verdict not in VERDICTS[kind]:
        raise UsageError(f"verdict {verdict!r} does not fit a judgement on a {kind}: expected one of {', '.join(VERDICTS[kind])}")
    if not author.strip():
        raise UsageError("a judgement needs an author")
    return kind, verdict


def _name(connection: Connection, given: str) -> str:
    """A name: an anchor, or words as they are written; of the type that most articles give it, a person where none does."""
    if name_of(given) is not None:
        return given
    folded = fold_form(given)
    if not folded:
        raise UsageError(f"{given!r} is no name")
    types = Counter(connection.execute(select(names.c.type).where(names.c.folded == folded)).scalars())
    kind = max(types, key=lambda t: (types[t], t)) if types else "person"
    assert kind in get_args(MentionType)
    return name_anchor(kind, folded)


def _statement(connection: Connection, given: str) -> str:
    """A statement: a place anchor, or its id."""
    if place_of(given) is not None:
        return given
    found = connection.execute(select(statements.c.article, statements.c.start, statements.c.end).where(statements.c.id == given)).first()
    if found is None:
        raise NothingFoundError(f"no statement {given!r} is kept here")
    return place_anchor(found.article, Span(found.start, found.end))


def _article(connection: Connection, given: str) -> str:
    """An article: its anchor or id."""
    identity = given.removeprefix("article:")
    if connection.execute(select(articles.c.id).where(articles.c.id == identity)).first() is None:
        raise NothingFoundError(f"no article {identity!r} is kept here")
    return f"article:{identity}"


def _story(connection: Connection, given: str) -> str:
    """A story, or an article of it: an anchor, or an id."""
    if given.startswith("article:"):
        return _article(connection, given)
    identity = given.removeprefix("story:")
    if told.story(connection, identity) is None:
        raise NothingFoundError(f"no story {identity!r} is kept here")
    return f"story:{identity}"


def _place(connection: Connection, given: str) -> str:
    """Characters of an article: `place:ARTICLE:START-END`, with or without the first word."""
    anchor = given if given.startswith("place:") else f"place:{given}"
    place = place_of(anchor)
    if place is None or not place[0]:
        raise UsageError(f"{given!r} is no place: expected ARTICLE:START-END, characters of an article counted from 0")
    _article(connection, place[0])
    return anchor
