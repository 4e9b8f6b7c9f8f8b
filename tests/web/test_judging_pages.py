"""What a page shows can be confirmed or corrected there, and the pages tell it anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.web.views.places import article_address, name_address
from isnad.web.visits import Visit
from tests.web.pages import opened, send

Browser = Callable[..., TestClient]


def filled(form: Any, verdict: str, **more: str) -> dict[str, str]:
    """The fields of a form as a browser sends them when the button of a verdict is pressed."""
    assert verdict in form.xpath('.//button[@name="verdict"]/@value')
    return {i.get("name"): i.get("value") or "" for i in form.xpath(".//input[@name]")} | {"verdict": verdict} | more


def judge(client: TestClient, page: Any, path: str, verdict: str, **more: str) -> str:
    """Press a verdict of the first form at a path; gives where that leads."""
    forms = page.xpath(f'{path}//form[@action="/judgements"]')
    assert forms, path
    answer = send(client, "/judgements", **filled(forms[0], verdict, **more))
    assert answer.status_code == 303, answer.text[:500]
    return str(answer.headers["location"])


def test_a_dismissed_conflict_is_gone(desk: Workspace, browser: Browser) -> None:
    client, story = browser(), desk.stories()[0].id
    page = opened(client, f"/stories/{story}/conflicts")
    before = page.xpath('//article[@class="pair"]/@id')
    assert judge(client, page, '//article[@class="pair"][1]', "dismissed") == f"/stories/{story}/conflicts"
    after = opened(client, f"/stories/{story}/conflicts").xpath('//article[@class="pair"]/@id')
    assert before[0] not in after and len(after) < len(before)


def test_a_confirmed_conflict_says_by_whom(desk: Workspace, browser: Browser) -> None:
    client, address = browser(author="ليلى"), f"/stories/{desk.stories()[0].id}/conflicts"
    judge(client, opened(client, address), '//article[@class="pair"][1]', "accepted")
    assert "ليلى" in opened(client, address).xpath('//article[@class="pair"][1]/p[@class="good"]')[0].text_content()


def test_a_speaker_can_be_corrected_where_the_words_stand(desk: Workspace, browser: Browser) -> None:
    client = browser()
    account = desk.account(desk.stories()[0].id)
    document, statement = next((d, s) for d in account.documents for s in d.statements if s.cue and s.speaker and not s.nested_in)
    assert statement.cue is not None
    place = article_address(document.id, statement.cue).partition("#")[0]
    judge(client, opened(client, place), '//section[@class="finding statement"]', "right", b="مراد السهلي")
    links = desk.account(desk.stories()[0].id).links
    names = {e.id: e.name for e in links.entities}
    assert names[links.speaker_entity[statement.id]] == "مراد السهلي"
    assert "مراد السهلي" in opened(client, place).text_content()


def test_a_merge_can_be_undone_from_the_name(desk: Workspace, browser: Browser) -> None:
    client = browser()
    account = desk.account(desk.stories()[0].id)
    entity = max((e for e in account.links.entities if e.type == "person"), key=lambda e: len(e.merges))
    address = name_address("person", entity.merges[0].a)
    page = opened(client, address)
    judge(client, page, '//ul[@class="bonds"]/li[1]', "different")
    desk.account(desk.stories()[0].id)
    after = opened(client, address)
    forms = '//ul[@class="forms-list"]//a'
    assert after.xpath('//li[@class="kept-apart"]') or len(after.xpath(forms)) < len(page.xpath(forms))


def test_a_telling_can_be_taken_out_of_a_claim(desk: Workspace, browser: Browser) -> None:
    client, story = browser(), desk.stories()[0].id
    claim = max(desk.account(story).links.claims, key=lambda c: len(c.statements))
    address = f"/stories/{story}/claims/{claim.statements[0]}"
    page = opened(client, address)
    judge(client, page, '//article[@class="telling-card"][2]', "different")
    first, second = (
        a.rpartition("/")[2] for a in page.xpath('//article[@class="telling-card"]//a[starts-with(@href,"/statements/")]/@href')[:2]
    )
    assert {first, second} <= set(claim.statements)
    assert not [c for c in desk.account(story).links.claims if {first, second} <= set(c.statements)]


def test_an_article_can_be_put_out_of_its_story(desk: Workspace, browser: Browser) -> None:
    client = browser()
    row = desk.articles()[0]
    judge(client, opened(client, f"/articles/{row.id}"), "//header", "outside")
    assert desk.article_row(row.id).story != row.story
    assert opened(client, f"/articles/{row.id}").xpath("//h1")


@pytest.mark.parametrize("place", ["/stories/{}", "/stories/{}/conflicts"])
def test_readers_who_may_not_judge_see_no_form(desk: Workspace, browser: Browser, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    client, address = browser(), place.format(desk.stories()[0].id)
    assert opened(client, address).xpath('//details[@class="decide"]')
    monkeypatch.setattr(Visit, "may", lambda self, role: role == "reader")
    page = opened(client, address)
    assert not page.xpath('//details[@class="decide"]') and not page.xpath('//form[@action="/judgements"]')
