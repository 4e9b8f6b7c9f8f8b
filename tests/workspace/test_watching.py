"""Watching feeds on a server of the test: what is new is kept once, alerts are raised once, nothing hostile stops it."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from isnad import Workspace
from isnad.errors import NothingFoundError, NothingReadableError, UsageError
from isnad.model.entry import Entry
from isnad.model.kept import Alert, SeenEntry
from isnad.read.listings import parse_listing
from isnad.settings import Settings
from isnad.store import feeds as kept
from isnad.store import migrations
from isnad.store.opening import open_store
from isnad.workspace import alerting, watching
from isnad.workspace.giving import send, write_feed
from isnad.workspace.watching import Round, Watch
from tests.fetch.server import Asked, serving, told
from tests.read.lists import BOMB, OPML
from tests.workspace.feeding import XML, Clock, feed, item, story


def told_of(found: Round) -> tuple[int, int, int, int]:
    return found.feeds, found.failed, found.entries, found.articles


def texts(alerts: tuple[Alert, ...] | list[Alert], kind: str) -> list[str]:
    return [a.text for a in alerts if a.kind == kind]


def test_what_is_new_is_kept_once(desk: Workspace, clock: Clock) -> None:
    with serving({"/1": told(body=story(3, 1).encode()), "/2": told(body=story(3, 2).encode())}) as server:
        server.answers["/feed"] = feed(item(server.base, "/1"), item(server.base, "/2"), ETag='"1"')
        desk.add_feeds([f"{server.base}/feed"])
        watch = Watch(desk)
        assert told_of(watch.look()) == (1, 0, 2, 2)
        assert told_of(watch.look()) == (0, 0, 0, 0), "nothing is due"
        assert watch.until_due(at_least=1, at_most=1e9) == 900
        clock.pass_(minutes=16)
        server.answers["/feed"] = lambda asked: told(304) if asked.headers.get("if-none-match") == '"1"' else told(500)
        assert told_of(watch.look()) == (1, 0, 0, 0)
        server.answers["/feed"] = feed(item(server.base, "/1"), item(server.base, "/2"))
        assert told_of(watch.look(all_feeds=True)) == (1, 0, 0, 0)
        assert server.paths().count("/1") == 1
    (row,) = desk.feeds()
    assert (row.title, row.failures, row.checked) == ("الضفة", 0, desk.now())
    assert {a.outlet for a in desk.articles()} == {"الضفة"} and len(desk) == 2


def test_an_item_that_its_feed_calls_changed_is_a_revision(desk: Workspace) -> None:
    with serving({"/1": told(body=story(3, 1).encode())}) as server:
        server.answers["/feed"] = feed(item(server.base, "/1", "2031-03-04"))
        desk.add_feeds([f"{server.base}/feed"])
        watch = Watch(desk)
        watch.look()
        server.answers |= {"/1": told(body=story(5, 1).encode()), "/feed": feed(item(server.base, "/1", "2031-03-05"))}
        found = watch.look(all_feeds=True)
        assert (found.entries, found.articles, found.revisions) == (1, 1, 1)
    assert [t[:13] for t in texts(found.alerts, "figure-changes")] == ["Killed: 3 → 5"]
    assert {a.kind for a in found.alerts} == {"figure-changes"}


def test_alerts_of_a_story(desk: Workspace) -> None:
    desk.follow("phrase", "فرق الإطفاء")
    desk.follow("person", "سالم الرندي")
    desk.follow("figure", "killed>4")
    with serving({f"/{n}": told(body=story(3, n).encode()) for n in (1, 2)} | {"/3b": told(body=story(9, 3).encode())}) as server:
        server.answers["/feed"] = feed(*(item(server.base, f"/{n}") for n in (1, 2)))
        desk.add_feeds([f"{server.base}/feed"])
        watch = Watch(desk)
        first = watch.look().alerts
        assert len(texts(first, "followed-phrase")) == len(texts(first, "followed-speaks")) == 2
        assert not texts(first, "followed-figure") and not texts(first, "story-grows") and not texts(first, "figure-changes")
        server.answers["/feed"] = feed(*(item(server.base, f"/{n}") for n in ("1", "2", "3b")))
        second = watch.look(all_feeds=True).alerts
        assert texts(second, "story-grows") == [f"Story grows to 3 articles: {desk.stories()[0].title}"]
        (figure,) = texts(second, "figure-changes")
        assert figure.startswith("Killed: 3 → 9")
        assert len(texts(second, "followed-figure")) == len(texts(second, "followed-speaks")) == 1
        assert watch.look(all_feeds=True).alerts == ()
    assert len(desk.alerts()) == len(first) + len(second)
    assert all(a.story == desk.stories()[0].id and a.details["address"].startswith("http") for a in desk.alerts())


def test_a_followed_story(desk: Workspace, tmp_path: Path) -> None:
    for n in (1, 2):
        (tmp_path / f"{n}.html").write_text(story(3, n), encoding="utf-8")
        desk.add([tmp_path / f"{n}.html"])
        found = texts(Watch(desk).look().alerts, "followed-story")
        assert len(found) == n - 1 and all(f.startswith("New in “حريق في سوق") for f in found)
        desk.follow("story", desk.stories()[0].id[:6])


def test_what_was_there_before_raises_nothing_and_what_is_added_by_hand_does(desk: Workspace, tmp_path: Path) -> None:
    desk.follow("phrase", "فرق الإطفاء")
    for n in (1, 2):
        (tmp_path / f"{n}.html").write_text(story(3, n), encoding="utf-8")
        desk.add([tmp_path / f"{n}.html"])
        found = Watch(desk).look().alerts
        assert len(texts(found, "followed-phrase")) == n - 1


def test_a_stop_between_keeping_and_alerting_loses_no_alert(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.follow("phrase", "فرق الإطفاء")
    with serving({"/1": told(body=story(3, 1).encode())}) as server:
        server.answers["/feed"] = feed(item(server.base, "/1"))
        desk.add_feeds([f"{server.base}/feed"])
        places: list[tuple[Any, str]] = [(Watch, "_take"), (kept, "note_entries"), (Watch, "_note"), (watching, "raise_alerts")]
        for place, broken in places:
            with monkeypatch.context() as patch:
                patch.setattr(place, broken, _die)
                with pytest.raises(KeyboardInterrupt):
                    Watch(desk).look()
        found = Watch(desk).look(all_feeds=True)
    assert len(desk) == 1 and len(desk.alerts()) == len(texts(found.alerts, "followed-phrase")) == 1


def _die(*_: Any, **__: Any) -> Any:
    raise KeyboardInterrupt


def test_what_waits_for_its_story_is_looked_at_later(desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Watch(desk).look()
    desk.follow("phrase", "فرق الإطفاء")
    (tmp_path / "1.html").write_text(story(3, 1), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("isnad.workspace.adding.place_waiting", lambda *_: set())
        desk.add([tmp_path])
        assert Watch(desk).look().alerts == ()
    assert len(texts(Watch(desk).look().alerts, "followed-phrase")) == 1


def test_a_huge_delivery_is_looked_at_from_its_end(desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerting, "MOST", 2)
    Watch(desk).look()
    desk.follow("phrase", "فرق الإطفاء")
    for n in range(4):
        (tmp_path / f"{n}.html").write_text(story(3, n), encoding="utf-8")
    desk.add([tmp_path])
    assert len(texts(Watch(desk).look().alerts, "followed-phrase")) == 2


def _endless(asked: Asked) -> Any:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel>"
    while not asked.server.closing.is_set():
        yield b"<item><title>x</title></item>" * 500


def test_dead_slow_hostile_and_huge_feeds_hold_up_nobody(desk: Workspace) -> None:
    many = "".join(f"<item><guid>{n}</guid></item>" for n in range(3_000))
    slow: dict[str, Any] = {
        "/slow": lambda asked: asked.server.hang(),
        "/drip": lambda asked: asked.server.drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>"),
    }
    answers: dict[str, Any] = {
        "/good": None, "/1": told(body=story(3, 1).encode()), "/page": told(body=story(3, 2).encode()),
        "/gone": told(410), "/missing": told(404), "/broken": told(500), "/film": told(Content_Type="video/mp4"),
        "/endless": _endless, "/bomb": told(body=gzip.compress(b"<a>" * 9_000_000), Content_Encoding="gzip"),
        "/entities": told(body=BOMB.replace("a.example", "10.0.0.1").encode(), **XML),
        "/many": told(body=f"<rss><channel>{many}</channel></rss>".encode(), **XML), "/nothing": b"", "/words": told(body=b"<rss", **XML),
        "/inside": told(302, Location="http://10.0.0.1/feed"), "/circle": told(302, Location="/circle"),
        "/leads": None, "/empty": told(body=b"<rss><channel/></rss>", **XML),
    }  # fmt: skip
    with serving(answers) as server, serving(slow) as sloth:
        server.answers["/good"] = feed(item(server.base, "/1"))
        leads = ("http://10.0.0.1/", "http://169.254.169.254/x", "file:///etc/passwd", "javascript:alert(1)", f"{sloth.base}/slow")
        server.answers["/leads"] = feed(*(f"<item><link>{a}</link></item>" for a in leads))
        with serving({}) as dead:
            desk.add_feeds([f"{dead.base}/dead"])
        desk.add_feeds([f"{sloth.base}{p}" for p in slow])
        desk.add_feeds([f"{server.base}{p}" for p in answers if p != "/1"])
        settings = msgspec.structs.replace(desk.settings.fetch, entries=50)
        desk.settings = msgspec.structs.replace(desk.settings, fetch=settings)
        found = Watch(desk).look()
    rows = {f.address.rpartition("/")[2]: f for f in desk.feeds()}
    well = {name for name, f in rows.items() if not f.problem}
    assert well == {"good", "entities", "many", "leads", "empty"} and found.failed == len(rows) - len(well)
    assert len(desk) == 1
    assert [name for name, f in rows.items() if f.paused] == ["gone"]
    assert all(f.failures == 1 and f.due > desk.now() for name, f in rows.items() if name not in well)


def test_a_page_that_names_feeds_says_which(desk: Workspace) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel="stylesheet" href="/x.css">'
    with serving({"/": told(body=f"<html><head>{head}</head><body>x</body></html>".encode())}) as server:
        desk.add_feeds([server.base])
        Watch(desk).look()
        assert desk.feeds()[0].problem == f"a page, no feed; it names {server.base}/feed.xml"


def test_a_feed_that_fails_is_asked_ever_more_rarely(desk: Workspace, clock: Clock) -> None:
    with serving({"/feed": told(503, Retry_After="7200")}) as server:
        desk.add_feeds([f"{server.base}/feed"])
        watch, waits = Watch(desk), []
        for _ in range(9):
            assert watch.look().failed == 1
            waits.append(watch.until_due(at_least=1, at_most=1e9))
            clock.pass_(seconds=waits[-1])
        assert waits[:5] == [7200, 7200, 7200, 7200, 14400] and waits[-1] == 86400
        server.answers["/feed"] = feed(item(server.base, "/1"))
        assert watch.look().failed == 0 and watch.until_due(at_least=1, at_most=1e9) == 900


def test_a_page_that_cannot_be_had_is_tried_again_but_not_for_ever(desk: Workspace) -> None:
    with serving({"/1": told(503)}) as server:
        server.answers["/feed"] = lambda asked: (
            told(304) if asked.headers.get("if-none-match") else feed(item(server.base, "/1"), ETag='"1"')
        )
        desk.add_feeds([f"{server.base}/feed"])
        watch = Watch(desk)
        assert [watch.look(all_feeds=True).entries for _ in range(watching.TRIES + 1)] == [1] * watching.TRIES + [0]
        server.answers["/feed"] = feed(item(server.base, "/1", "2031-03-05"))
        server.answers["/1"] = told(body=story(3, 1).encode())
        assert watch.look(all_feeds=True).articles == 1


def test_two_feeds_with_one_page(desk: Workspace) -> None:
    with serving({"/1": told(body=story(3, 1).encode())}) as server:
        for name in "ab":
            server.answers[f"/{name}"] = feed(item(server.base, "/1"))
        desk.add_feeds([f"{server.base}/a", f"{server.base}/b"])
        assert told_of(Watch(desk).look()) == (2, 0, 1, 1) and server.paths().count("/1") == 1


def test_two_feeds_that_date_a_page_differently_bring_it_twice_and_no_more(desk: Workspace) -> None:
    with serving({"/1": told(body=story(3, 1).encode())}) as server:
        watch = Watch(desk)
        desk.add_feeds([f"{server.base}/feed"])
        for updated, times in (
            ("2031-03-04", 1),
            ("2031-03-05", 2),
            ("2031-03-04", 2),
            ("2031-03-05T02:00:00+02:00", 2),
            ("2099-01-01", 2),
        ):
            server.answers["/feed"] = feed(item(server.base, "/1", updated))
            watch.look(all_feeds=True)
            assert server.paths().count("/1") == times, updated
        assert len(desk) == 1


@pytest.mark.parametrize(
    ("updated", "mark"),
    [
        ("2031-03-05T10:00:00+03:00", "2031-03-05T07:00:00Z"),
        ("Wed, 05 Mar 2031 10:00:00 GMT", "2031-03-05T10:00:00Z"),
        ("2031-03-05", "2031-03-05T00:00:00Z"),
        ("2031-03-07", ""),
        ("soon", ""),
        ("0001-01-01T00:00:00+14:00", ""),
        ("9999-12-31T23:00:00-14:00", ""),
        (None, ""),
    ],
)
def test_marks(updated: str | None, mark: str) -> None:
    assert watching.mark_of(Entry(id="x", updated=updated), "2031-03-05T12:00:00Z") == mark


def test_feeds_are_added_imported_paused_and_removed(desk: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(OPML, encoding="utf-8")
    assert (desk.import_feeds(tmp_path / "a.opml"), desk.import_feeds(tmp_path / "a.opml")) == (1, 0)
    assert desk.add_feeds(["http://a.example/feed", "http://a.example/feed"]) == 1
    assert [(f.address, f.title) for f in desk.feeds()] == [("http://a.example/feed", ""), ("https://diffa.example/feed", "الضفة")]
    for feed_ in desk.feeds():
        desk.pause_feed(feed_.address)
    assert told_of(Watch(desk).look(all_feeds=True)) == (0, 0, 0, 0)
    desk.pause_feed("http://a.example/feed", paused=False)
    desk.remove_feed("https://diffa.example/feed")
    assert [(f.address, f.paused) for f in desk.feeds()] == [("http://a.example/feed", False)]
    with pytest.raises(NothingFoundError, match=r"b\.example"):
        desk.pause_feed("http://b.example/")
    with pytest.raises(UsageError, match=r"ftp://a\.example"):
        desk.add_feeds(["ftp://a.example/"])
    (tmp_path / "b.opml").write_text("<opml/>", encoding="utf-8")
    with pytest.raises(NothingReadableError, match=r"b\.opml names no feed"):
        desk.import_feeds(tmp_path / "b.opml")


def test_follows(desk: Workspace) -> None:
    made = desk.follow("phrase", "  سد   النهر ")
    assert desk.follow("phrase", "سد النهر").id == made.id and [f.value for f in desk.follows()] == ["سد النهر"]
    desk.unfollow(made.id)
    assert desk.follows() == []
    with pytest.raises(NothingFoundError):
        desk.unfollow(made.id)
    with pytest.raises(NothingFoundError, match="no story"):
        desk.follow("story", "abc")
    for kind, value in (("figure", "killed>many"), ("figure", "sung>3"), ("rumour", "x"), ("phrase", " ")):
        with pytest.raises(UsageError, match=f"follow {kind}"):
            desk.follow(kind, value)


def alerts_in(desk: Workspace, count: int) -> None:
    made = [
        Alert(id=f"a{n}", time=desk.now(), kind="conflict", text=f"تنبيه {n} <&> \x01", details={"address": "http://a/"})
        for n in range(count)
    ]
    with desk.store.writing() as connection:
        kept.add_alerts(connection, made)


def test_alerts_as_a_feed(desk: Workspace, tmp_path: Path) -> None:
    write_feed(desk, tmp_path / "alerts.xml")
    assert parse_listing((tmp_path / "alerts.xml").read_bytes()).title == "Isnad: alerts"
    alerts_in(desk, 2)
    write_feed(desk, tmp_path / "alerts.xml")
    listing = parse_listing((tmp_path / "alerts.xml").read_bytes())
    assert [(e.id, e.title, e.address) for e in listing.entries] == [
        (f"urn:isnad:alert:a{n}", f"تنبيه {n} <&>", "http://a/") for n in range(2)
    ]  # fmt: skip


def test_alerts_to_a_webhook(desk: Workspace) -> None:
    alerts_in(desk, 130)
    with serving({"/hook": told(204), "/sick": told(500), "/moved": told(302, Location="/hook")}) as server:
        assert [(o := send(desk, f"{server.base}{p}")) and (o.reason, o.detail) for p in ("/sick", "/moved")] == [
            ("http-status", "500"), ("http-status", "302"),
        ]  # fmt: skip
        outcome = send(desk, f"{server.base}/hook")
        assert outcome is not None and outcome.fate == "kept"
        sent = [json.loads(a.body) for a in server.asked if a.path == "/hook"]
        assert [len(m["alerts"]) for m in sent] == [100, 30] and sent[1]["text"].count("\n") == 29
        assert {a["id"] for m in sent for a in m["alerts"]} == {f"a{n}" for n in range(130)}
        assert all(a.method == "POST" and a.headers["content-type"].startswith("application/json") for a in server.asked)
        assert send(desk, f"{server.base}/hook") is None


def test_a_webhook_inside_must_be_allowed(desk: Workspace) -> None:
    alerts_in(desk, 1)
    desk.settings = Settings()
    outcome = send(desk, "http://127.0.0.1:8080/hook")
    assert outcome is not None and outcome.reason == "forbidden-address"


def test_a_webhook_that_hangs(desk: Workspace) -> None:
    alerts_in(desk, 1)
    with serving({"/hook": lambda asked: asked.server.hang()}) as server:
        outcome = send(desk, f"{server.base}/hook")
        assert outcome is not None and outcome.reason == "timeout"
    assert kept_unsent(desk) == ["a0"]


def kept_unsent(desk: Workspace) -> list[str]:
    with desk.store.reading() as connection:
        return [a.id for a in kept.listed_alerts(connection, unsent=True)]


def test_items_are_remembered_on_every_store(place: str) -> None:
    store = open_store(place, create=True)
    first, second = (SeenEntry(key=k, mark="", tries=1, settled=k == "a", seen="2031-03-05T12:00:00Z") for k in "ab")
    with store.writing() as connection:
        kept.note_entries(connection, [first, second])
        kept.note_entries(connection, [msgspec.structs.replace(second, tries=2)])
        kept.note_entries(connection, [])
    with store.reading() as connection:
        assert kept.seen_entries(connection, "abc") == {"a": first, "b": msgspec.structs.replace(second, tries=2)}
    store.close()


def test_alerts_of_a_very_large_story_rest_on_its_latest_articles(desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerting, "LARGEST", 2)
    for n in range(3):
        (tmp_path / f"{n}.html").write_text(story(3, n), encoding="utf-8")
    desk.add([tmp_path])
    Watch(desk).look()
    (tmp_path / "9.html").write_text(story(9, 9), encoding="utf-8")
    desk.add([tmp_path / "9.html"])
    (figure,) = texts(Watch(desk).look().alerts, "figure-changes")
    assert figure.startswith("Killed: 3 → 9")


def test_a_workspace_of_the_first_version_learns_to_watch(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "old.db")
    old.executescript((Path(__file__).parents[1] / "store" / "schemas" / "v1.sql").read_text(encoding="utf-8"))
    old.execute("INSERT INTO meta VALUES ('version', '1')")
    old.commit()
    old.close()
    store = open_store(str(tmp_path / "old.db"))
    with store.reading() as connection:
        assert migrations.version_of(connection) == migrations.VERSION and kept.seen_entries(connection, ["x"]) == {}
    store.close()


def test_a_saved_search_raises_an_alert_for_what_it_finds(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "desk.db") as desk:
        alerting.begin(desk)
        follow = desk.follow("search", "حريق -فيضان outlet:صدى")
        with pytest.raises(UsageError, match="colour"):
            desk.follow("search", "colour:red")
        lines = [
            {"id": 1, "text": "حريق في سوق سمارا\nاندلع حريق كبير في السوق صباحا.", "outlet": "صدى", "published": "2024-03-01"},
            {"id": 2, "text": "فيضان في نوران\nغمر فيضان بيوتا بعد حريق في المدينة.", "outlet": "صدى", "published": "2024-03-01"},
            {"id": 3, "text": "حريق في ميراس\nاندلع حريق كبير في المصنع مساء.", "outlet": "نبأ", "published": "2024-03-01"},
        ]
        (tmp_path / "news.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        desk.add([tmp_path / "news.jsonl"])
        found = [a for a in alerting.raise_alerts(desk) if a.kind == "followed-search"]
        assert [a.details["headline"] for a in found] == ["حريق في سوق سمارا"]
        assert follow.value in found[0].text and alerting.raise_alerts(desk) == ()
