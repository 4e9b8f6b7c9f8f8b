"""Raising alerts: everything that came since the last look is held against its story and against what is followed.

The number of the last article that was looked at is kept in the transaction that keeps the alerts: after a stop at any
moment no article is passed over, and none raises an alert twice (an alert's id is made of what it tells).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Connection

from isnad.derive.alerts import Notice, line, notices
from isnad.errors import NothingFoundError
from isnad.export.catalogue import Catalogue, load_catalogue
from isnad.lang.pack import load_pack
from isnad.model.account import Account
from isnad.model.ids import digest
from isnad.model.kept import Alert, ArticleRow, Follow, StoryRow
from isnad.store import articles, counters, feeds, judgements, search_index
from isnad.workspace.addresses import normalised
from isnad.workspace.searching import query_reader
from isnad.workspace.telling import account_over, bearing
from isnad.workspace.workspace import Workspace

MARK = "watch.looked"
"""Under which the number of the last article is kept."""
AT_ONCE = 200
"""Articles that are looked at in one step."""
MOST = 2_000
"""Articles that are looked at in all: of a larger delivery (an archive that was added meanwhile) the last so many."""
LARGEST = 200
"""Articles of a story on which alerts rest: the account of a larger one takes too long to be told again and again."""
STEPS = (3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
"""Sizes of a story at which its growth is told."""


def begin(desk: Workspace) -> None:
    """Place what waits; where nothing was ever looked at, begin with what comes from now on."""
    desk.add_records([], kind="watch")
    with desk.store.writing() as connection:
        if counters.word(connection, MARK) is None:
            counters.keep(connection, MARK, articles.next_number(connection) - 1)


def raise_alerts(desk: Workspace) -> tuple[Alert, ...]:
    """Keep the alerts of all articles that came since the last look; gives those that are new."""
    raised: list[Alert] = []
    with desk.store.reading() as connection:
        mark, last = counters.number(connection, MARK), articles.next_number(connection) - 1
        # What another process is still placing is looked at the next time.
        last = min(last, (articles.first_waiting(connection) or last + 1) - 1)
    mark = max(mark, last - MOST)
    while rows := [row for row in desk.articles(after=mark, limit=AT_ONCE) if row.number <= last]:
        found = list(_alerts(desk, rows))
        mark = rows[-1].number
        with desk.store.writing() as connection:
            raised += feeds.add_alerts(connection, found)
            counters.keep(connection, MARK, mark)
    return tuple(raised)


def _alerts(desk: Workspace, rows: Sequence[ArticleRow]) -> Iterator[Alert]:
    """Alerts of articles, story by story."""
    with desk.store.reading() as connection:
        follows = feeds.all_follows(connection)
        searched = _searched(connection, follows, [row.id for row in rows], desk.settings.language)
    stories: dict[str, list[ArticleRow]] = {}
    for row in rows:
        if row.story is not None:
            stories.setdefault(row.story, []).append(row)
    for identity, new in stories.items():
        try:
            yield from _of_story(desk, desk.story(identity), new, follows, searched)
        except NothingFoundError:  # merged into another while we looked
            continue


def _searched(connection: Connection, follows: Sequence[Follow], ids: Sequence[str], language: str) -> list[Notice]:
    """Articles that saved searches find."""
    out = []
    for follow in follows:
        if follow.kind == "search":
            found = search_index.among(connection, query_reader(language).read(follow.value), ids)
            details = {"query": follow.value}
            out += [Notice(kind="followed-search", key=(follow.id, a), article=a, details=details) for a in ids if a in found]
    return out


def _of_story(
    desk: Workspace, story: StoryRow, new: Sequence[ArticleRow], follows: Sequence[Follow], searched: Sequence[Notice]
) -> Iterator[Alert]:
    say = load_catalogue(desk.settings.interface)
    told = {row.id: row for row in new}
    found = [*_growth(story, new), *_followed_story(desk, story, new, follows)]
    found += [notice for notice in searched if notice.article in told]
    found += notices(_account(desk, story, new), told, follows, load_pack(desk.settings.language))
    now = desk.now()
    for notice in found:
        row = told[notice.article]
        details = {
            "title": line(story.title),
            "headline": line(row.title),
            "outlet": row.outlet or "",
            "address": row.url or "",
            **notice.details,
        }
        yield Alert(
            id=digest("alert", notice.kind, *notice.key, *((story.id,) if not notice.kind.startswith("followed") else ())),
            time=now, kind=notice.kind, story=story.id, article=notice.article, text=alert_text(notice.kind, details, say), details=details,
        )  # fmt: skip


def _account(desk: Workspace, story: StoryRow, new: Sequence[ArticleRow]) -> Account:
    """The account of a story; of a very large one, that of its latest articles and the new ones.

    Where a new article is another text of a known address, the text before it is told along, so that a figure that was
    brought up to date counts as one that changed; what contradicts that older text is no conflict.
    """
    language = desk.settings.language
    with desk.store.reading() as connection:
        older = _replaced(connection, new)
        if not older and story.size <= LARGEST:
            return desk.account(story.id)
        ids = [row.id for row in desk.articles(story=story.id)][-LARGEST:]
        wanted = sorted({*ids, *older, *(row.id for row in new)})
        told = account_over(connection, wanted, bearing(judgements.listed(connection), wanted), language)
    live = tuple(c for c in told.conflicts if c.a.article not in older and c.b.article not in older)
    return msgspec.structs.replace(told, conflicts=live)


def _replaced(connection: Connection, new: Sequence[ArticleRow]) -> set[str]:
    """The articles that new ones replaced."""
    found = set()
    for address in {a for row in new if (a := normalised(row.url)) is not None}:
        texts = [revision.article for revision in articles.revisions_of(connection, address)]
        found |= {before for before, after in itertools.pairwise(texts) if any(row.id == after for row in new)}
    return found - {row.id for row in new}


def alert_text(kind: str, details: dict[str, str], say: Catalogue) -> str:
    """One line for a person."""
    shown = dict(details)
    if "measure" in shown:
        shown["measure"] = say(f"measure.{shown['measure']}")
    return " ".join(say(f"alert.{kind}", **shown).split())


def _growth(story: StoryRow, new: Sequence[ArticleRow]) -> list[Notice]:
    passed = [s for s in STEPS if story.size - len(new) < s <= story.size]
    if not passed:
        return []
    return [Notice(kind="story-grows", key=(str(passed[-1]),), article=new[-1].id, details={"size": str(story.size)})]


def _followed_story(desk: Workspace, story: StoryRow, new: Sequence[ArticleRow], follows: Sequence[Follow]) -> list[Notice]:
    """New articles of stories that are followed, also of those that they were merged into."""
    wanted = [f for f in follows if f.kind == "story" and _now(desk, f.value) == story.id]
    return [Notice(kind="followed-story", key=(f.id, row.id), article=row.id, details={}) for f in wanted for row in new]


def _now(desk: Workspace, story: str) -> str | None:
    """The id under which a story is kept now."""
    try:
        return desk.story_id(story)
    except NothingFoundError:
        return None
