"""A story and its parts: every line opens its words, every thing has an address of its own, long lists come in pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import pytest
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.export.catalogue import load_catalogue
from isnad.export.exporters import EXPORTERS
from isnad.model.span import Span
from isnad.web.pages.story import PARTS, sliced
from isnad.web.views.places import name_address
from tests.web.pages import opened, send, words

AR, EN = load_catalogue("ar"), load_catalogue("en")


@pytest.fixture(scope="module")
def story(told: Workspace) -> str:
    return told.stories()[0].id


def text_at(desk: Workspace, address: str) -> tuple[str, Span]:
    """The article and span of an address `/articles/ID?at=START-END#…`."""
    parts = urlsplit(address)
    start, end = parts.query.removeprefix("at=").split("-")
    assert parts.fragment == f"c{start}-{end}"
    return parts.path.removeprefix("/articles/"), Span(int(start), int(end))


def test_a_story_shows_every_part_of_its_account(reader: TestClient, told: Workspace, story: str) -> None:
    page = opened(reader, f"/stories/{story}")
    account = told.account(story)
    assert told.story(story).title in words(page, "//h1")[0]
    for part in PARTS:
        assert page.xpath(f'//section[@id="{part.name}"]'), part.name
    assert len(page.xpath('//div[@class="brief"]/p')) == len(account.brief)
    assert AR("count.articles", n=len(account.documents)) in " ".join(words(page, '//p[@class="facts"]'))


def test_footnotes_open_the_very_words(reader: TestClient, told: Workspace, story: str) -> None:
    page = opened(reader, f"/stories/{story}")
    links = page.xpath('//div[@class="brief"]//a[@class="ref"]/@href')
    evidence = {(e.article, e.span) for s in told.account(story).brief for e in s.evidence}
    assert links and {text_at(told, link) for link in links} <= evidence
    article, span = text_at(told, links[0])
    target = opened(reader, links[0])
    assert (
        "".join(target.xpath('//div[@class="text"]/*[contains(@class,"here")]//text()'))
        == told.article(article).text[span.start : span.end]
    )


def test_pictures_and_tables_stand_side_by_side(reader: TestClient, story: str) -> None:
    page = opened(reader, f"/stories/{story}")
    for figure in page.xpath('//section[@class="ledger"]'):
        assert figure.xpath(".//table/caption")
    kinds = " ".join(page.xpath("//svg/@class"))
    assert all(kind in kinds for kind in ("sparkline", "figure-chart", "timeline-strip", "chain-diagram", "copies-graph"))
    assert all(svg.xpath("./title")[0].text for svg in page.xpath("//svg"))


def test_every_link_of_a_story_leads_somewhere(reader: TestClient, story: str) -> None:
    page = opened(reader, f"/stories/{story}?lang=en")
    found = {urlsplit(a) for a in page.xpath("//main//a/@href")}
    ids = set(page.xpath("//@id"))
    for link in found:
        if not link.path:
            assert link.fragment in ids, link
    for path in sorted({f"{p.path}?{p.query}" for p in found if p.path and not p.path.startswith("/search") and "/exports/" not in p.path})[
        :60
    ]:
        assert reader.get(path).status_code in (200, 303), path


@pytest.mark.parametrize("part", [p.name for p in PARTS])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_part_has_a_page(reader: TestClient, story: str, part: str, language: str) -> None:
    page = opened(reader, f"/stories/{story}/{part}?lang={language}")
    assert load_catalogue(language)(f"page.{part}") in words(page, "//h1")[0]
    assert page.xpath('//div[@class="story-parts"]//a')
    assert opened(reader, f"/stories/{story}/{part}?page=999&lang={language}").xpath("//h1")


def test_a_list_comes_in_pages() -> None:
    pages = [sliced(range(7), str, 3, n) for n in (1, 2, 3, 4)]
    assert [p.items for p in pages] == [("0", "1", "2"), ("3", "4", "5"), ("6",), ("6",)]
    assert pages[0].left == 4 and sliced([], str, 3, 1).pages == 1


def test_events_of_the_strip_are_on_the_page_they_name(reader: TestClient, story: str) -> None:
    page = opened(reader, f"/stories/{story}")
    here = set(page.xpath("//@id"))
    for link in page.xpath('//svg[contains(@class,"timeline-strip")]//a/@href'):
        parts = urlsplit(link)
        ids = here if not parts.path else set(opened(reader, link).xpath("//@id"))
        assert parts.fragment in ids


def test_a_claim_shows_all_its_tellings_with_their_chains(reader: TestClient, told: Workspace, story: str) -> None:
    account = told.account(story)
    claim = max(account.links.claims, key=lambda c: c.tellers)
    address = f"/stories/{story}/claims/{claim.statements[0]}"
    page = opened(reader, f"{address}?lang=en")
    assert len(page.xpath('//article[@class="telling-card"]')) == len(claim.statements)
    assert page.xpath('//svg[contains(@class,"chain-diagram")]')
    assert EN("count.tellers", n=claim.tellers) in " ".join(page.xpath("//svg//text//text()"))
    assert {words(opened(reader, f"/stories/{story}/claims/{key}"), "//h1")[0] for key in (*claim.statements, claim.id)} == {
        words(opened(reader, address), "//h1")[0]
    }
    assert reader.get(f"/stories/{story}/claims/nothing").status_code == 404


def test_a_statement_has_an_address(reader: TestClient, told: Workspace, story: str) -> None:
    document = next(d for d in told.account(story).documents if d.statements)
    statement = document.statements[0]
    answer = reader.get(f"/statements/{statement.id}")
    assert answer.status_code == 303
    article, span = text_at(told, answer.headers["location"])
    assert article == document.id and span.start == statement.content[0].start
    assert reader.get("/statements/nothing").status_code == 404


def test_copies_stand_word_by_word(reader: TestClient, told: Workspace, story: str) -> None:
    reuse = max(told.account(story).links.reuse, key=lambda r: len(r.passages))
    page = opened(reader, f"/stories/{story}/copies/{reuse.a}/{reuse.b}")
    assert len(page.xpath('//div[@class="sides aligned"]')) == min(20, len(reuse.passages))
    turned = opened(reader, f"/stories/{story}/copies/{reuse.b}/{reuse.a}")
    assert words(turned, "//h1") == words(page, "//h1")
    assert reader.get(f"/stories/{story}/copies/{reuse.a}/nothing").status_code == 404
    assert opened(reader, f"/stories/{story}/copies/{reuse.a}/{reuse.b}?page=99").xpath('//div[@class="sides aligned"]')


def test_labels_tell_own_voice_from_reported(reader: TestClient, told: Workspace, story: str) -> None:
    page = opened(reader, f"/stories/{story}/labels?lang=en")
    heads = words(page, '//table[@class="labels"]/thead//th')
    assert heads[2:4] == [EN("page.own"), EN("page.reported")]
    held = {" ".join(u.word.split()) for u in told.account(story).labels}
    assert set(words(page, '//table[@class="labels"]/tbody//th')) <= held


def test_the_beginning_of_an_id_leads_to_the_whole(reader: TestClient, story: str) -> None:
    answer = reader.get(f"/stories/{story[:8]}/claims?page=2")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/stories/{story}/claims?page=2")
    assert reader.get("/stories/zzzz").status_code == 404
    assert reader.get(f"/stories/{story}/nothing").status_code == 404


def test_what_became_of_a_story_is_told(desk: Workspace, browser: Callable[..., TestClient]) -> None:
    from isnad.model.account import StoryEvent
    from isnad.store import clusters

    story = desk.stories()[0].id
    with desk.store.writing() as connection:
        clusters.put_events(connection, [StoryEvent(kind="merge", story=story, other="0123456789abcdef", day="2031-03-04")], desk.now())
    page = opened(browser(), f"/stories/{story}?lang=en")
    assert words(page, '//ul[@class="fates"]/li') == ["joined with 01234567 Mar 4, 2031"]
    answer = browser().get("/stories/0123456789abcdef/timeline")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/stories/{story}/timeline")


def test_a_story_and_a_name_can_be_followed(desk: Workspace, browser: Callable[..., TestClient]) -> None:
    client, story = browser(), desk.stories()[0].id
    name = desk.names(type="person", limit=1)[0]
    for place in (f"/stories/{story}", name_address(name.type, name.folded)):
        form = opened(client, place).xpath('//form[@class="follow"]')[0]
        answer = send(client, "/follows", **{i.get("name"): i.get("value") for i in form.xpath("./input")})
        assert (answer.status_code, unquote(answer.headers["location"])) == (303, unquote(place))
    assert {(f.kind, f.value) for f in desk.follows()} == {("story", story), ("person", name.name)}


def test_a_story_can_be_taken_along_in_every_format(reader: TestClient, story: str) -> None:
    links = opened(reader, f"/stories/{story}").xpath('//ul[@class="formats"]//a/@href')
    assert [link.rpartition("/")[2] for link in links] == list(EXPORTERS)
    assert reader.get(links[0]).json()["format"] == "isnad.account/1"


def test_pages_are_light(reader: TestClient, story: str) -> None:
    for place in (f"/stories/{story}", *(f"/stories/{story}/{p.name}" for p in PARTS)):
        assert len(reader.get(place).content) < 300_000, place


def test_nothing_runs_and_nothing_is_styled_inside(reader: TestClient, story: str) -> None:
    text = reader.get(f"/stories/{story}").text
    assert " style=" not in text and not re.search(r"\son\w+=", text)
