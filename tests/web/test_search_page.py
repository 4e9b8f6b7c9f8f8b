"""The search page, its facets, feeds and saved searches; alerts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.model.kept import Alert
from isnad.store import feeds as kept
from isnad.web.pages import alerts, search
from isnad.web.visits import address
from tests.web.pages import opened, send, words

Browser = Callable[..., TestClient]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def csrf_of(client: TestClient, at: str) -> str:
    return str(opened(client, at).xpath('//input[@name="csrf"]/@value')[0])


def test_what_is_found_is_shown_in_its_place(reader: TestClient, told: Workspace) -> None:
    page = opened(reader, address("/search", q="سد الزمردة"))
    found = told.search("سد الزمردة")
    assert len(words(page, "//article//h2")) == min(found.facets.total, search.HITS) > 1
    link = page.xpath('//p[@class="snippet"]/a/@href')[0]
    article, _, place = link.removeprefix("/articles/").partition("?at=")
    at, _, anchor = place.partition("#c")
    assert at == anchor and words(opened(reader, link), f'//*[@id="c{at}"]')
    start, end = map(int, at.split("-"))
    assert told.article(article).text[start:end] == page.xpath('//p[@class="snippet"]/a/mark/text()')[0]
    assert page.xpath('//input[@id="query"]/@value') == ["سد الزمردة"]


def test_facets_narrow_the_search(reader: TestClient, told: Workspace) -> None:
    whole = told.search("سد").facets
    page = opened(reader, address("/search", q="سد", lang="en"))
    links = page.xpath('//aside[contains(@class, "facets")]//li/a')
    assert len(links) >= len(whole.outlets)
    for link in links[:8]:
        assert 0 < len(words(opened(reader, link.get("href")), "//article//h2")) < whole.total


def test_pages_of_a_search_hold_every_article_once(reader: TestClient, told: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "HITS", 2)
    seen, link = [], address("/search", q="سد", order="newest")
    while link:
        page = opened(reader, link)
        seen += page.xpath("//article//h2/a/@href")
        link = next(iter(page.xpath('//a[@rel="next"]/@href')), "")
    assert len(seen) == len(set(seen)) == told.search("سد").facets.total


@pytest.mark.parametrize("query", ["colour:red", "title:", "killed>x", "س" * 1_001])
def test_a_query_that_cannot_be_read_is_said_beside_it(reader: TestClient, query: str) -> None:
    page = opened(reader, address("/search", q=query), 400)
    assert words(page, '//p[@role="alert"]') and page.xpath('//input[@id="query"]/@value') == [query]


@pytest.mark.parametrize("asked", [{"q": "x", "start": "-1"}, {"q": "x", "start": "99999"}, {"q": "x", "by": "magic", "start": "٣"}])
def test_what_is_no_page_of_a_search(reader: TestClient, asked: dict[str, str]) -> None:
    opened(reader, address("/search", **asked), 400)


def test_nothing_found_is_said(reader: TestClient) -> None:
    assert words(opened(reader, address("/search", q="زرافة", lang="en")), '//p[@class="empty"]') == ["Nothing was found."]


def test_a_query_is_shown_harmlessly(reader: TestClient) -> None:
    hostile = '"><script>alert(1)</script>\u202e'
    answer = reader.get(address("/search", q=hostile))
    assert "<script>alert" not in answer.text and "\u202e" not in answer.text


def test_a_search_is_a_feed(reader: TestClient, told: Workspace) -> None:
    answer = reader.get(address("/search.atom", q="سد"))
    feed: Any = etree.fromstring(answer.content)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert {i.removeprefix("urn:isnad:article:") for i in ids} == {h.article.id for h in told.search("سد", limit=50).hits}
    assert feed.xpath("a:id/text()", namespaces=ATOM)[0].startswith("http://127.0.0.1:8050/search.atom?q=")
    assert reader.get("/search.atom").status_code == 400


def test_a_search_is_saved_once_and_let_go(browser: Browser, desk: Workspace) -> None:
    client = browser(language="en")
    place = address("/search", q="said:سد")
    assert send(client, "/searches", csrf=csrf_of(client, place), q="said:سد", back=place).headers["location"] == place
    assert words(opened(client, place), '//p[@class="good"]')
    (follow,) = desk.follows()
    assert (follow.kind, follow.value) == ("search", "said:سد")
    assert words(opened(client, "/search"), '//section//a[starts-with(@href, "/search?")]') == ["said:سد"]
    assert send(client, "/follows/remove", csrf=csrf_of(client, "/search"), id=follow.id, back="/search").headers["location"] == "/search"
    assert desk.follows() == []
    assert send(client, "/searches", csrf=csrf_of(client, place), q="colour:red").status_code == 400


def raised(desk: Workspace, count: int) -> list[str]:
    (story,) = desk.stories()
    made = [
        Alert(id=f"a{n:02}", time=f"2024-02-01T00:00:{n // 2:02}Z", kind="story-grows", story=story.id, text=f"<i>{n}")
        for n in range(count)
    ]
    with desk.store.writing() as connection:
        kept.add_alerts(connection, made)
    return [a.text for a in desk.alerts()]


def test_alerts_are_listed_in_pages_and_as_a_feed(browser: Browser, desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = raised(desk, 7)
    monkeypatch.setattr(alerts, "ALERTS", 3)
    client, seen, link = browser(), list[str](), "/alerts"
    while link:
        page = opened(client, link)
        seen += words(page, "//ol/li/p[2]")
        link = next(iter(page.xpath('//a[@rel="next"]/@href')), "")
    assert seen == texts
    feed: Any = etree.fromstring(client.get("/alerts.atom").content)
    assert feed.xpath("a:entry/a:title/text()", namespaces=ATOM) == texts


def test_things_are_followed_and_let_go(browser: Browser, desk: Workspace) -> None:
    client, (story,) = browser(language="en"), desk.stories()
    csrf = csrf_of(client, "/alerts")
    for kind, value in (("person", "ليث الخرماني"), ("figure", "killed>10"), ("story", story.id), ("search", "سد")):
        assert send(client, "/follows", csrf=csrf, kind=kind, value=value).headers["location"] == "/alerts"
    listed = " ".join(words(opened(client, "/alerts"), "//aside//li"))
    assert all(w in listed for w in ("ليث الخرماني", "killed>10", story.title, "سد"))
    assert send(client, "/follows", csrf=csrf, kind="colour", value="red").status_code == 400
    for follow in desk.follows():
        send(client, "/follows/remove", csrf=csrf, id=follow.id)
    assert desk.follows() == [] and send(client, "/follows/remove", csrf=csrf, id="x").status_code == 404


@pytest.mark.parametrize("query", ["(" * 900, "-" * 900, '"' * 901, "( a OR " * 120, "-(" * 450, "title:" * 150, "*", "|", "OR"])
def test_no_query_breaks_the_page(reader: TestClient, query: str) -> None:
    assert reader.get(address("/search", q=query)).status_code in (200, 400)
