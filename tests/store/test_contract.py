"""What every store promises, run against each of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from isnad.errors import NothingFoundError, StoreBusyError, StoreError
from isnad.model.account import StoryEvent
from isnad.model.judgement import judged
from isnad.model.kept import Alert, Feed, StoryRow
from isnad.model.outcome import Issue, Outcome
from isnad.store import articles as kept
from isnad.store import clusters, counters, feeds, judgements, migrations, rows, stories
from isnad.store.blobs import packed
from isnad.store.opening import open_store
from isnad.store.protocol import Store
from isnad.store.tables import meta, stem_spread
from tests.making import article

NOW, LATER = "2031-03-04T05:06:07Z", "2031-03-05T05:06:07Z"


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    made = open_store(place, create=True)
    yield made
    made.close()


def keep(store: Store, *names: str, day: str | None = "2031-03-04", outlet: str = "صدى") -> list[str]:
    """Articles of these names, each with an address of its own."""
    made = [article(f"نص {name}", f"{name}.txt", url=f"https://x.example/{name}") for name in names]
    with store.writing() as connection:
        first = kept.next_number(connection)
        kept.put_articles(connection, [
            {
                "id": a.id, "number": first + n, "path": a.path, "url": a.url, "address": f"x.example/{a.path}",
                "outlet": outlet, "title": "", "published": day, "day": day, "added": NOW, "characters": 3, "story": None,
                "replaced_by": None, "data": packed(a),
            }
            for n, a in enumerate(made)
        ])  # fmt: skip
    return [a.id for a in made]


class TestTransactions:
    def test_what_is_written_is_there_after_opening_again(self, place: str, store: Store) -> None:
        (one,) = keep(store, "one")
        store.close()
        again = open_store(place)
        with again.reading() as connection:
            assert kept.article(connection, one).text == "نص one"
        again.close()

    def test_a_block_that_raises_keeps_nothing(self, store: Store) -> None:
        def half() -> None:
            with store.writing() as connection:
                counters.keep(connection, "x", 1)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            half()
        with store.reading() as connection:
            assert counters.word(connection, "x") is None

    def test_a_reader_sees_one_state(self, store: Store) -> None:
        with store.reading() as reading:
            assert counters.word(reading, "x") is None
            with store.writing() as writing:
                counters.keep(writing, "x", 1)
            assert counters.word(reading, "x") is None
        with store.reading() as reading:
            assert counters.number(reading, "x") == 1

    def test_writers_take_turns(self, store: Store) -> None:
        def raise_it() -> None:
            for _ in range(25):
                with store.writing() as connection:
                    counters.keep(connection, "x", counters.number(connection, "x") + 1)

        threads = [threading.Thread(target=raise_it) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.reading() as connection:
            assert counters.number(connection, "x") == 75

    def test_a_writer_may_refuse_to_wait(self, store: Store) -> None:
        with store.writing(), pytest.raises(StoreBusyError), store.writing(wait=False):
            pass
        with store.writing(wait=False) as connection:
            counters.keep(connection, "x", 1)

    def test_for_reading_only(self, place: str, store: Store) -> None:
        keep(store, "one")
        closed = open_store(place, read_only=True)
        assert closed.read_only
        with closed.reading() as connection:
            assert kept.counts(connection)["articles"] == 1
        with pytest.raises(StoreError, match="reading only"), closed.writing():
            pass
        closed.close()


class TestOpening:
    def test_nothing_there(self, place: str) -> None:
        with pytest.raises(StoreError, match="no workspace at"):
            open_store(place)

    def test_of_a_later_version(self, place: str, store: Store) -> None:
        with store.writing() as connection:
            connection.execute(meta.update().where(meta.c.key == migrations.KEY).values(value="999"))
        with pytest.raises(StoreError, match=f"made by a later Isnad: its tables are of version 999.*up to {migrations.VERSION}"):
            open_store(place)

    def test_something_else_is_there(self, place: str) -> None:
        store = open_store(place, create=True)
        with store.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
            meta.drop(connection)
        store.close()
        with pytest.raises(StoreError, match="no workspace of Isnad"):
            open_store(place, create=True)


class TestRows:
    def test_a_row_takes_the_place_of_that_before(self, store: Store) -> None:
        with store.writing() as connection:
            for value in ("a", "b"):
                rows.put(connection, meta, [{"key": "x", "value": value}])
            assert counters.words(connection, "x") == {"": "b"}

    def test_counts_are_added(self, store: Store) -> None:
        with store.writing() as connection:
            for n in (1, 2):
                rows.add(connection, stem_spread, [{"stem": "حريق", "articles": n}, {"stem": "سوق", "articles": 1}], "articles")
            assert clusters.spread(connection, ["حريق", "سوق", "لا"]) == {"حريق": 3, "سوق": 2}

    def test_many_keys(self, store: Store) -> None:
        many = {f"s{n}": n + 1 for n in range(3 * rows.AT_ONCE)}
        with store.writing() as connection:
            clusters.learn(connection, 7, many, {})
            assert clusters.spread(connection, many) == many
            assert counters.number(connection, clusters.SIZE) == 7


class TestArticles:
    def test_in_the_order_of_arrival(self, store: Store) -> None:
        ids = keep(store, "b", "a", "c")
        with store.reading() as connection:
            assert [r.id for r in kept.listed(connection, {})] == ids
            assert [r.id for r in kept.listed(connection, {}, limit=1, after=1)] == [ids[1]]
            assert kept.known(connection, [ids[2], "no"]) == {ids[2]}
            assert kept.next_number(connection) == 4

    def test_filters(self, store: Store) -> None:
        keep(store, "a", day="2031-03-01")
        (b,) = keep(store, "b", day="2031-03-05")
        (c,) = keep(store, "c", day=None, outlet="نور")
        with store.reading() as connection:
            assert [r.id for r in kept.listed(connection, {"since": "2031-03-02", "until": "2031-03-05"})] == [b]
            assert [r.id for r in kept.listed(connection, {"outlet": "نور"})] == [c]

    def test_an_unknown_one_is_named(self, store: Store) -> None:
        with store.reading() as connection, pytest.raises(NothingFoundError, match="no article zz"):
            kept.article(connection, "zz")

    def test_revisions_of_an_address(self, store: Store) -> None:
        a, b = keep(store, "a", "b")
        with store.writing() as connection:
            assert kept.revise(connection, "x.example/1", a, NOW) is None
            assert kept.revise(connection, "x.example/1", b, LATER) == a
            assert [(r.number, r.article) for r in kept.revisions_of(connection, "x.example/1")] == [(1, a), (2, b)]
            assert kept.rows_of(connection, [a])[a].replaced_by == b
            assert kept.revised(connection) == (("x.example/1", 2),)
            assert [r.id for r in kept.listed(connection, {"current": True})] == [b]

    def test_outcomes_are_counted(self, store: Store) -> None:
        (a,) = keep(store, "a")
        odd = Issue(path="a.txt", code="odd-thing", detail="x")
        with store.writing() as connection:
            kept.begin_run(connection, "r", "add", NOW)
            kept.put_outcomes(connection, "r", [
                (Outcome(path="a.txt", fate="kept"), a, (odd,)),
                (Outcome(path="b.txt", fate="failed", reason="unreadable", detail="gone"), None, ()),
            ])  # fmt: skip
            assert [(c.fate, c.reason, c.count) for c in kept.outcome_counts(connection, "r")] == [
                ("failed", "unreadable", 1),
                ("kept", "", 1),
            ]
            assert [o.path for o in kept.failures(connection)] == ["b.txt"]
            assert kept.kept_outcomes(connection, [a]) == ((Outcome(path="a.txt", fate="kept"),), (odd,))
            assert [r[0] for r in kept.unended(connection)] == ["r"]
            kept.end_run(connection, "r", LATER)
            assert kept.unended(connection) == ()

    def test_those_that_wait_come_in_the_order_of_time(self, store: Store) -> None:
        ids = keep(store, "a", "b", "c")
        moments = ["2031-03-02", "2031-03-01T10:00", "9999"]
        with store.writing() as connection:
            gists = zip(ids, moments, strict=True)
            kept.put_gists(connection, [{"article": i, "moment": m, "placed": False, "data": b"x"} for i, m in gists])
            assert [i for i, _ in kept.waiting(connection)] == [ids[1], ids[0], ids[2]]
            kept.placed(connection, [ids[1]])
            assert [i for i, _ in kept.waiting(connection, 1)] == [ids[0]]


class TestStories:
    def test_clusters_members_and_events(self, store: Store) -> None:
        a, b = keep(store, "a", "b")
        with store.writing() as connection:
            clusters.put_clusters(connection, [(0, "s0", b"x"), (1, "s1", b"y")])
            clusters.put_members(connection, [(b, 0, 1, b"mb"), (a, 0, 0, b"ma")])
            assert clusters.members_of(connection, 0) == [b"ma", b"mb"]
            clusters.put_members(connection, [(b, 1, 0, b"mb")])
            assert clusters.cluster_of(connection, [a, b, "no"]) == {a: 0, b: 1}
            assert clusters.numbers_of(connection, ["s1"]) == {"s1": 1}
            clusters.drop_clusters(connection, [0])
            assert dict(clusters.all_clusters(connection)) == {1: b"y"}
            event = StoryEvent(kind="merge", story="s1", other="s0", day="2031-03-04")
            clusters.put_events(connection, [event], NOW)
            assert clusters.events_of(connection, "s1") == (event,)
            assert [clusters.survivor(connection, s) for s in ("s0", "s1", "s9")] == ["s1", "s1", "s9"]

    def test_holders_of_a_stem(self, store: Store) -> None:
        with store.writing() as connection:
            clusters.put_holders(connection, [("a", 2, b"\x01\x00\x00\x00"), ("b", 900, None)])
            assert clusters.holders(connection, ["a", "b", "c"]) == {"a": (2, b"\x01\x00\x00\x00"), "b": (900, None)}

    def test_the_latest_first(self, store: Store) -> None:
        def made(name: str, size: int, last: str | None) -> StoryRow:
            return StoryRow(id=name, title=name, size=size, first=last, last=last, names=("اسم",), changed=NOW)

        with store.writing() as connection:
            stories.put_stories(connection, [made("a", 1, "2031-03-01"), made("b", 2, "2031-03-02"), made("c", 3, "2031-03-02")])
            assert [s.id for s in stories.listed(connection, {})] == ["c", "b", "a"]
            assert [s.id for s in stories.listed(connection, {"least": 2}, limit=1, offset=1)] == ["b"]
            assert [s.id for s in stories.listed(connection, {"since": "2031-03-02"})] == ["c", "b"]
            assert stories.story(connection, "a") == made("a", 1, "2031-03-01")
            stories.drop(connection, ["a"])
            assert stories.story(connection, "a") is None
            assert stories.count(connection) == 2

    def test_an_account_is_given_for_its_fingerprint_only(self, store: Store) -> None:
        with store.writing() as connection:
            stories.put_account(connection, "s", "one", b"1")
            stories.put_account(connection, "s", "two", b"2")
            assert stories.account(connection, "s", "one") is None
            assert stories.account(connection, "s", "two") == b"2"


class TestJudgements:
    def test_taken_back_once(self, store: Store) -> None:
        one = judged("story", ("article:a", "story:s"), "inside", "desk", NOW, "why")
        with store.writing() as connection:
            judgements.add(connection, one)
            assert judgements.listed(connection) == (one,)
            assert judgements.undo(connection, one.id[:8], "other", LATER) == one
            (held,) = judgements.listed(connection)
            assert (held.undone, held.undone_by, held.reason) == (LATER, "other", "why")
            with pytest.raises(NothingFoundError, match="undone already"):
                judgements.undo(connection, one.id, "other", LATER)
            with pytest.raises(NothingFoundError, match="no judgement begins with 'zz'"):
                judgements.undo(connection, "zz", "other", LATER)


class TestFeeds:
    def test_due_ones_come_longest_due_first(self, store: Store) -> None:
        with store.writing() as connection:
            feeds.put_feed(connection, Feed(address="https://a.example/f", added=NOW, due="2031-03-04T06:00:00Z"))
            feeds.put_feed(connection, Feed(address="https://b.example/f", added=NOW, due="2031-03-04T05:00:00Z", etag='"x"'))
            feeds.put_feed(connection, Feed(address="https://c.example/f", added=NOW, due="2031-03-04T04:00:00Z", paused=True))
            assert [f.address[8] for f in feeds.due_feeds(connection, "2031-03-04T06:00:00Z")] == ["b", "a"]
            assert feeds.feed(connection, "https://b.example/f").etag == '"x"'
            feeds.drop_feed(connection, "https://b.example/f")
            assert [f.address[8] for f in feeds.all_feeds(connection)] == ["a", "c"]
            with pytest.raises(NothingFoundError):
                feeds.drop_feed(connection, "https://b.example/f")

    def test_followed_things(self, store: Store) -> None:
        with store.writing() as connection:
            one, again = (feeds.follow(connection, "person", "سالم", NOW) for _ in range(2))
            assert feeds.all_follows(connection) == (one,) == (again,)
            feeds.unfollow(connection, one.id)
            assert feeds.all_follows(connection) == ()

    def test_nothing_is_told_twice(self, store: Store) -> None:
        one = Alert(id="1", time=NOW, kind="story-grows", story="s", text="ثلاثة مقالات", details={"n": "3"})
        with store.writing() as connection:
            assert feeds.add_alerts(connection, [one, one]) == (one,)
            assert feeds.add_alerts(connection, [one]) == ()
            assert feeds.listed_alerts(connection, unsent=True) == (one,)
            feeds.sent_alerts(connection, ["1"], LATER)
            assert feeds.listed_alerts(connection, unsent=True) == ()
            assert feeds.listed_alerts(connection)[0].sent == LATER


def test_an_unknown_scheme_is_named() -> None:
    from isnad.errors import UsageError

    with pytest.raises(UsageError, match="begin with gopher://; there are postgres, postgresql, sqlite"):
        open_store("gopher://x")
