"""Judgements from pages, with undo, and who judged what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.export.catalogue import load_catalogue
from isnad.model.judgement import VERDICTS
from isnad.web import rendering
from isnad.web.pages import judgements
from isnad.web.visits import Reader
from tests.web.pages import opened, send, words

Browser = Callable[..., TestClient]


def judged(client: TestClient, csrf: str, **fields: str) -> tuple[int, str]:
    answer = send(client, "/judgements", csrf=csrf, **fields)
    return answer.status_code, answer.headers.get("location", "")


@pytest.fixture
def client(browser: Browser) -> TestClient:
    return browser(author="سلمى", language="en")


@pytest.fixture
def csrf(client: TestClient, desk: Workspace) -> str:
    """A token from the page of judgements, which has a form as soon as there is one to take back."""
    first, second = (n.name for n in desk.names(type="person", limit=2))
    desk.judge("entity", first, second, "unsure", author="before")
    return str(opened(client, "/judgements").xpath('//input[@name="csrf"]/@value')[0])


def test_a_judgement_is_kept_under_the_readers_name_and_taken_back(client: TestClient, csrf: str, desk: Workspace) -> None:
    article = desk.articles(limit=1)[0]
    a, b = f"{article.id}:0-5", f"{article.id}:6-12"
    told = judged(client, csrf, kind="conflict", a=a, b=b, verdict="dismissed", reason="<b>لا</b>", back="/judgements?x=1")
    assert told == (303, "/judgements?x=1")
    kept = desk.latest_judgements()[0]
    assert (kept.author, kept.verdict, kept.reason) == ("سلمى", "dismissed", "<b>لا</b>")
    page = opened(client, "/judgements")
    latest = words(page, '//ol[@class="log"]/li[1]')[0]
    text = desk.article(article.id).text
    assert all(part in latest for part in ("سلمى", "<b>لا</b>", " ".join(text[:5].split()), "no conflict"))
    assert page.xpath(f'//a[@href="/articles/{article.id}?at=0-5#c0-5"]')
    assert send(client, "/judgements/undo", csrf=csrf, id=kept.id, back="/").headers["location"] == "/"
    assert desk.latest_judgements()[0].undone_by == "سلمى"
    assert "taken back" in words(opened(client, "/judgements"), "//ol/li[1]")[0]
    assert send(client, "/judgements/undo", csrf=csrf, id=kept.id).status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"kind": "colour", "a": "x", "b": "y", "verdict": "same"}, 400),
        ({"kind": "entity", "a": "x", "b": "y", "verdict": "right"}, 400),
        ({"kind": "entity", "a": "", "b": "y", "verdict": "same"}, 400),
        ({"kind": "claim", "a": "no", "b": "such", "verdict": "same"}, 404),
        ({}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_said(client: TestClient, csrf: str, desk: Workspace, fields: dict[str, str], status: int) -> None:
    assert judged(client, csrf, **fields)[0] == status
    assert len(desk.judgements()) == 1


def test_nobody_is_led_away_after_judging(client: TestClient, csrf: str, desk: Workspace) -> None:
    first, second = (n.name for n in desk.names(type="person", limit=2))
    assert judged(client, csrf, kind="entity", a=first, b=second, verdict="same", back="https://evil.example/") == (303, "/")


def test_what_a_judgement_is_on_is_told_in_words(desk: Workspace, client: TestClient) -> None:
    (story,), article, name = desk.stories(), desk.articles(limit=1)[0], desk.names(type="person", limit=1)[0]
    desk.judge("story", article.id, story.id, "inside", author="n")
    desk.judge("entity", name.name, "غيره", "different", author="n")
    page = opened(client, "/judgements")
    rows = words(page, "//ol/li")
    assert name.folded in rows[0] and article.title in rows[1] and story.title in rows[1]
    assert {f"/articles/{article.id}", f"/stories/{story.id}"} <= set(page.xpath("//ol//a/@href"))


def test_pages_of_judgements_follow_each_other(desk: Workspace, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [n.name for n in desk.names(limit=6)]
    made = [desk.judge("entity", names[0], other, "different", author="n").id for other in names[1:]]
    monkeypatch.setattr(judgements, "SHOWN", 2)
    seen, link = [], "/judgements"
    while link:
        page = opened(client, link)
        seen += page.xpath('//ol//input[@name="id"]/@value')
        link = next(iter(page.xpath('//a[@rel="next"]/@href')), "")
    assert seen == made[::-1]


def test_every_kind_has_a_form_for_those_who_may(reader: TestClient) -> None:
    class Visit:
        def __init__(self, role: str) -> None:
            self.reader = Reader("n", role)

        def may(self, role: str) -> bool:
            return self.reader.may(role)

        def same(self) -> str:
            return "/here"

    source = '{% import "judging.html.j2" as judging with context %}{{ judging.form(k, "a", "b") }}{{ judging.with(k, "a") }}'
    template = rendering.environment().from_string(source)
    for kind, verdicts in VERDICTS.items():
        values = {"t": load_catalogue("en"), "csrf": lambda: "0", "k": kind}
        made = template.render(visit=Visit("editor"), **values)
        assert made.count("<form") == 2 and all(f'value="{v}"' in made for v in verdicts) and 'value="/here"' in made
        assert template.render(visit=Visit("reader"), **values).strip() == ""
    known = load_catalogue("en").keys()
    wanted = {f"judge.{k}-{v}" for k, verdicts in VERDICTS.items() for v in verdicts}
    assert wanted | {f"judge.{what}-{k}" for what in ("ask", "other", "kind") for k in VERDICTS} <= known
