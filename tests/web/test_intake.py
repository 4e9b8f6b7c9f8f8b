"""Feeds and uploads: what comes into the workspace through the browser."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.errors import StoreError
from isnad.web import backroom
from isnad.web.backroom import Job, Process, tell_next
from isnad.web.pages import feeds
from isnad.workspace.uploads import file_name
from tests.orphans import outlived
from tests.web.pages import opened, send, words

Browser = Callable[..., TestClient]
TEXT = "حريق في سوق سمارا\nقال المتحدث سالم الرندي إن الحريق في سوق سمارا قتل 3 أشخاص يوم الثلاثاء.\n"


def csrf_of(client: TestClient, at: str) -> str:
    return str(opened(client, at).xpath('//input[@name="csrf"]/@value')[0])


def upload(client: TestClient, *files: tuple[str, bytes], at: str = "/add", field: str = "files", **fields: str) -> Any:
    parts = [(field, (name, io.BytesIO(data), "application/octet-stream")) for name, data in files]
    data = {"csrf": csrf_of(client, at), **fields}
    return client.post(at, data=data, files=parts, headers={"Origin": "http://127.0.0.1:8050"})


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where uploads are written; empty again after each test."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_files_are_read_under_their_own_names(browser: Browser, desk: Workspace, folders: Path) -> None:
    client = browser(language="en")
    record = json.dumps({"id": 1, "text": TEXT.replace("سمارا", "نوران"), "outlet": "صدى"}, ensure_ascii=False).encode()
    sent = upload(client, ("../../etc/fire.txt", TEXT.encode()), ("news.jsonl", record), ("empty.txt", b""), ("fire.txt", b"\x00\x01" * 50))
    assert sent.status_code == 303
    page = opened(client, sent.headers["location"])
    assert words(page, "//h2")[0] == "Done"
    rows = words(page, "//tbody/tr/td[1]")
    assert sorted(rows) == ["empty.txt", "fire-2.txt", "fire.txt", "news.jsonl#1"]
    assert sorted(a.path for a in desk.articles())[-2:] == ["fire.txt", "news.jsonl#1"]
    assert page.xpath(f'//a[@href="/articles/{desk.articles()[-1].id}"]') and page.xpath('//ul/li/a[starts-with(@href, "/stories/")]')
    assert list(folders.iterdir()) == []
    assert {row.kind for _, row in desk.outcomes(limit=4)} == {"upload"}


def test_an_upload_has_its_limits(browser: Browser, desk: Workspace, folders: Path) -> None:
    client = browser(upload_bytes=5_000, upload_files=2)
    before = len(desk)
    assert upload(client, ("big.txt", b"x" * 6_000)).status_code == 413
    assert upload(client, *[(f"{n}.txt", TEXT.encode()) for n in range(3)]).status_code == 400
    assert upload(client).status_code == 400
    assert len(desk) == before and list(folders.iterdir()) == []


def test_files_come_in_where_they_are_expected_only(browser: Browser) -> None:
    client = browser()
    sent = client.post(
        "/judgements", data={"csrf": csrf_of(client, "/add")}, files={"x": b"y"}, headers={"Origin": "http://127.0.0.1:8050"}
    )
    assert sent.status_code == 400


def test_an_upload_that_fails_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch, folders: Path) -> None:
    def broken(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(backroom, "add_uploads", broken)
    client = browser(language="en")
    page = opened(client, upload(client, ("a.txt", TEXT.encode())).headers["location"])
    assert words(page, "//h2")[0] == "It failed" and "the disk is full" in words(page, "//section")[0]
    assert list(folders.iterdir()) == []
    opened(client, "/add?job=nosuch", 404)


@pytest.mark.parametrize(
    ("given", "name"),
    [("a.txt", "a.txt"), ("C:\\x\\b.html", "b.html"), ("/etc/passwd", "passwd"), ("..", "file"), (".hidden", "hidden"), ("", "file"),
     ("خبر\u202e.txt", "خبر_.txt"), ("taken.txt", "taken-2.txt"), ("x" * 400 + ".warc.gz", "x" * 120 + ".gz"), ("a\x00b", "a_b")],
)  # fmt: skip
def test_names_of_files(given: str, name: str) -> None:
    assert file_name(given, {"taken.txt"}) == name


def test_feeds_are_added_paused_and_forgotten(browser: Browser, desk: Workspace) -> None:
    client = browser(language="en")
    opml = b'<opml version="2.0"><body><outline type="rss" xmlUrl="https://third.example/rss"/></body></opml>'
    addresses = "https://one.example/feed\n https://two.example/feed "
    assert upload(client, ("f.opml", opml), at="/feeds", field="opml", addresses=addresses).status_code == 303
    assert [f.address for f in desk.feeds()] == ["https://one.example/feed", "https://third.example/rss", "https://two.example/feed"]
    csrf, one = csrf_of(client, "/feeds"), "https://one.example/feed"
    assert send(client, "/feeds/change", csrf=csrf, address=one, do="pause").status_code == 303
    assert "paused" in words(opened(client, "/feeds"), "//tbody/tr[1]/td[2]")
    send(client, "/feeds/change", csrf=csrf, address=one, do="resume")
    assert not desk.feeds()[0].paused
    send(client, "/feeds/change", csrf=csrf, address=one, do="remove")
    assert len(desk.feeds()) == 2
    assert send(client, "/feeds/change", csrf=csrf, address=one, do="remove").status_code == 404
    assert send(client, "/feeds/change", csrf=csrf, address=one, do="burn").status_code == 400
    assert send(client, "/feeds", csrf=csrf, addresses="ftp://x.example/").status_code == 400
    assert upload(client, ("f.opml", b"<html></html>"), at="/feeds", field="opml").status_code == 400


def test_outcomes_are_shown_in_pages(browser: Browser, desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "OUTCOMES", 4)
    client, seen, link = browser(), list[str](), "/feeds?show=all"
    while link:
        page = opened(client, link)
        seen += words(page, '//section[@id="outcomes"]//tbody/tr/td[1]')
        link = next(iter(page.xpath('//a[@rel="next"]/@href')), "")
    assert len(seen) == sum(c.count for c in desk.checkup().outcomes)
    assert words(opened(client, "/feeds"), "//tbody") == []
    opened(client, "/feeds?before=x", 400)


def test_a_process_reads_uploads_and_tells_accounts_ahead(demo: str, tmp_path: Path) -> None:
    with Workspace.open(demo) as desk:
        assert desk.untold() != ()
        folder = tmp_path / "handed-in"
        folder.mkdir()
        (folder / "fire.txt").write_text(TEXT, encoding="utf-8")
        process = Process(demo, desk.settings)
        try:
            job = process.take(folder, 1)
            assert wait_for(lambda: process.jobs()[0].state in ("done", "failed"))
            assert [(j.id, j.state, j.articles) for j in process.jobs()] == [(job.id, "done", 1)] and not folder.exists()
            assert wait_for(lambda: desk.untold() == ())
        finally:
            process.close()
        process._jobs["x"] = Job(id="x", files=1)
        assert process.jobs()[0].state == "failed"


def wait_for(true: Callable[[], bool], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_a_story_that_cannot_be_told_rests(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(story: str) -> None:
        raise RuntimeError(story)

    with monkeypatch.context() as patch:
        patch.setattr(desk, "account", broken)
        resting: dict[str, float] = {}
        assert tell_next(desk, resting, 0.0) and not tell_next(desk, resting, 1.0)
        assert tell_next(desk, resting, backroom.REST + 1)
    assert tell_next(desk, {}, 0.0) and desk.untold() == () and not tell_next(desk, {}, 0.0)


@pytest.mark.skipif(sys.platform != "linux", reason="waits for processes that are not its own by their descriptors")
def test_the_backroom_ends_with_a_killed_server(demo: str) -> None:
    """However early: a process that begins after its parent ended has another one."""
    code = (
        "import signal\nfrom isnad.settings import Settings\nfrom isnad.web.backroom import Process\n"
        f"if __name__ == '__main__':\n print(Process({demo!r}, Settings())._process.pid, flush=True)\n signal.pause()\n"
    )
    assert outlived(code, 1) == 0
