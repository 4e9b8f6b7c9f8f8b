"""Clocks that jump: nothing waits for years, no session lives on, the later decision holds, no date is made up."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from isnad import Workspace
from isnad.annotate.publication import publication_finder
from isnad.lang.pack import load_pack
from isnad.read.plain import read_plain
from isnad.read.records import Job, Metadata, Source
from isnad.settings import Settings
from isnad.workspace.users import AHEAD, IDLE
from isnad.workspace.watching import Watch
from tests.annotate.reading import read
from tests.fetch.server import serving, told
from tests.workspace.feeding import Clock, feed, item, story
from tests.workspace.news import news

YEARS = 3_650


def test_feeds_that_were_asked_by_a_clock_ahead_are_asked_again_when_it_is_right(desk: Workspace, clock: Clock) -> None:
    with serving({"/1": told(body=story(3, 1).encode()), "/2": told(body=story(3, 2).encode())}) as server:
        server.answers["/feed"] = feed(item(server.base, "/1"))
        desk.add_feeds([f"{server.base}/feed"])
        watch = Watch(desk)
        clock.pass_(days=YEARS)
        assert watch.look().articles == 1
        clock.pass_(days=-YEARS)
        server.answers["/feed"] = feed(item(server.base, "/1"), item(server.base, "/2"))
        assert watch.until_due(at_least=1, at_most=1e9) == 1
        found = watch.look()
        assert (found.feeds, found.articles, len(desk)) == (1, 1, 2)
        assert watch.look().feeds == 0 and watch.until_due(at_least=1, at_most=1e9) == 900


def test_a_clock_that_goes_forward_asks_each_feed_once(desk: Workspace, clock: Clock) -> None:
    with serving({"/1": told(body=story(3, 1).encode())}) as server:
        server.answers["/feed"] = feed(item(server.base, "/1"))
        desk.add_feeds([f"{server.base}/feed"])
        watch = Watch(desk)
        assert watch.look().articles == 1
        clock.pass_(days=YEARS)
        found = watch.look()
        assert (found.feeds, found.articles) == (1, 0) and watch.look().feeds == 0 and len(desk) == 1


def test_items_seen_by_a_clock_years_behind_come_once_more_at_most(desk: Workspace, clock: Clock) -> None:
    with serving({"/1": told(body=story(3, 1).encode())}) as server:
        server.answers["/feed"] = feed(item(server.base, "/1", updated="2031-03-05T10:00:00Z"))
        desk.add_feeds([f"{server.base}/feed"])
        watch = Watch(desk)
        clock.pass_(days=-20_000)
        assert watch.look().articles == 1
        clock.pass_(days=20_000)
        assert [watch.look(all_feeds=True).entries for _ in range(3)] == [1, 0, 0]
        assert len(desk) == 1


def test_no_session_lives_on_by_a_clock_that_was_ahead(desk: Workspace, clock: Clock) -> None:
    user = desk.add_user("n", "a long enough secret", "reader")
    clock.pass_(days=YEARS)
    ahead = desk.begin_session(user)
    assert desk.session_user(ahead) == user
    clock.pass_(days=-YEARS)
    assert desk.session_user(ahead) is None
    right = desk.begin_session(user)
    assert desk.session_user(right) == user
    with desk.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 1


def test_a_session_bears_a_small_step_back_and_ends_by_a_large_one_forward(desk: Workspace, clock: Clock) -> None:
    user = desk.add_user("n", "a long enough secret", "reader")
    token = desk.begin_session(user)
    clock.pass_(seconds=-AHEAD.total_seconds() / 2)
    assert desk.session_user(token) == user
    clock.pass_(seconds=AHEAD.total_seconds() + IDLE.total_seconds())
    assert desk.session_user(token) is None


def test_the_later_decision_holds_though_the_clock_went_back(desk: Workspace, clock: Clock, tmp_path: Path) -> None:
    desk.add([news(tmp_path / "news", 6)])
    rows = desk.statements()
    a, b = rows[0].id, next(r.id for r in rows if r.article != rows[0].article)
    first = desk.judge("claim", a, b, "same", author="one")
    clock.pass_(days=-YEARS)
    second = desk.judge("claim", a, b, "different", author="two")
    third = desk.judge("claim", a, b, "same", author="one")
    assert [j.id for j in desk.judgements()] == [first.id, second.id, third.id]
    assert first.time < second.time < third.time
    assert desk.undo(third.id, author="two") == third
    assert [j.verdict for j in desk.judgements() if j.undone is None] == ["same", "different"]


def test_an_article_is_dated_by_what_it_says_before_the_clock_of_who_fetched_it() -> None:
    find = publication_finder(load_pack("ar"))
    text = "حريق في السوق\nقال المتحدث اليوم إن النار أخمدت."
    ahead = find(read(text, published="2031-03-04", retrieved="2041-01-01"))
    assert ahead.publication.date == "2031-03-04" and "retrieved" not in ahead.publication.by
    named = find(read(text, url="https://a.example/2031/03/04/1", retrieved="2041-01-01"))
    assert (named.publication.date, named.publication.by) == ("2031-03-04", "url")


def test_for_a_clock_behind_what_pages_say_of_themselves_is_an_issue_and_the_article_is_kept() -> None:
    behind = Job(settings=Settings(today=datetime.date(1970, 1, 1)))
    source = Source(path="a.txt", stream=io.BytesIO("قال المتحدث اليوم إن النار أخمدت.".encode()), meta=Metadata(published="2031-03-04"))
    record = next(iter(read_plain(source, behind)))
    assert record.article is not None and record.article.published is None
    assert [i.code for i in record.issues] == ["future-date"]
