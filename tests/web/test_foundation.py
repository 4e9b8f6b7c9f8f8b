"""What holds for every page: language, colours, headers, assets, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.errors import StoreError
from isnad.export.catalogue import load_catalogue
from isnad.export.view_standing import standing_words
from isnad.model.kept import ClaimDigest
from isnad.web import rendering, routes
from isnad.web.access.headers import host_of
from isnad.web.pages import front
from isnad.web.visits import address
from tests.web.pages import Tree, opened, words

TEMPLATES = sorted((Path(rendering.__file__).parent / "templates").glob("*.j2"))


def test_arabic_comes_first_and_english_is_a_click_away(reader: TestClient) -> None:
    page = opened(reader, "/")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    link = page.xpath('//a[@hreflang="en"]/@href')[0]
    english = opened(reader, link)
    assert (english.get("lang"), english.get("dir")) == ("en", "ltr")
    assert english.xpath('//a[@hreflang="ar"]')


def test_language_and_colours_are_remembered(browser: Callable[..., TestClient]) -> None:
    client = browser()
    opened(client, "/?lang=en&theme=dark")
    page = opened(client, "/")
    assert (page.get("lang"), page.get("data-theme")) == ("en", "dark")
    assert opened(client, "/?lang=xx&theme=pink").get("lang") == "en"


def test_a_page_asks_nothing_of_any_other_machine(reader: TestClient) -> None:
    answer = reader.get("/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text)
    assert "style=" not in answer.text and not re.search(r"<script(?! src)", answer.text) and not re.search(r"\son\w+=", answer.text)


def test_assets_stay_for_a_year_under_their_digest(reader: TestClient) -> None:
    page = opened(reader, "/")
    for link in page.xpath("//link/@href | //script/@src"):
        answer = reader.get(link)
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    style = reader.get(page.xpath('//link[@rel="stylesheet"]/@href')[0]).text
    assert re.search(r"margin-(left|right)|padding-(left|right)|float:", style) is None
    for font in re.findall(r'url\("([^"]+)"\)', style):
        assert reader.get(f"/static/{font}").headers["content-type"] == "font/ttf"
    assert reader.get("/static/desk.css").status_code == reader.get("/static/..%2fapp.py").status_code == 404


def test_what_the_browser_has_is_not_sent_again(reader: TestClient) -> None:
    first = reader.get("/")
    again = reader.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert reader.get("/?lang=en", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/?day=yesterday", 400), ("/?least=-1", 400), ("/?after=nosuch", 404)])
def test_what_cannot_be_shown_is_a_page_that_says_so(reader: TestClient, path: str, status: int) -> None:
    page = opened(reader, path, status)
    assert words(page, "//h1") == [load_catalogue("ar")(f"refused.c{status}")]
    assert page.xpath('//a[@href="/"]')


def test_a_method_that_is_not_there(reader: TestClient) -> None:
    assert reader.delete("/").status_code == 405


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("secret detail"), 500), (StoreError("/secret/place"), 503)])
def test_what_went_wrong_stays_in_the_log(
    desk: Workspace, browser: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    client = browser()

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(desk, "cards", broken)
    answer = client.get("/")
    assert answer.status_code == status and "secret" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8050", "", "localhost.:8050"])
def test_a_request_under_a_foreign_name_is_refused(reader: TestClient, host: str) -> None:
    assert reader.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    ("header", "name"), [("A.Example:80", "a.example"), ("[::1]:8050", "::1"), ("localhost", "localhost"), ("::1", "::1")]
)
def test_names_of_hosts(header: str, name: str) -> None:
    assert host_of(header) == name


def test_health(reader: TestClient) -> None:
    assert reader.get("/healthz").json() == {"status": "ok"}


def test_addresses_quote_what_is_put_into_them() -> None:
    assert address("/names", "a/b ب?#", q="x&y", none=None) == "/names/a%2Fb%20%D8%A8%3F%23?q=x%26y"
    assert address("/") == "/"


def test_texts_cannot_turn_what_stands_around_them() -> None:
    hostile = "\u202eevil\u2066<script>\x00\ud800"
    shown = rendering.isolated(hostile, load_catalogue("en"))
    assert re.sub("<mark.*?</mark>", "", shown) == "<bdi>evil&lt;script&gt;</bdi>" and shown.count("[U+202E]") == 1
    assert rendering.environment().from_string("{{ x|bdi }}").render(x=hostile, t=load_catalogue("en")) == shown
    made = rendering.environment().from_string("{{ x }}").render(x=hostile)
    assert made == "evil&lt;script&gt;"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_templates_name_messages_that_there_are(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    known = load_catalogue("en").keys()
    assert {k for k in re.findall(r'\bt\("([\w.-]+)"[,)]', source) if k not in known} == set()


def test_every_section_has_its_name() -> None:
    known = load_catalogue("ar").keys()
    assert {f"web.nav-{key}" for key, _ in routes.NAVIGATION} <= known
    assert {key for key, _ in routes.NAVIGATION} <= {p.section for p in routes.PAGES}
    assert len({(p.path, p.method) for p in routes.PAGES}) == len(routes.PAGES)


def test_the_front_page_shows_stories(reader: TestClient, told: Workspace) -> None:
    page = opened(reader, "/")
    (card,) = told.cards()
    assert words(page, "//article//h2") == [card.story.title]
    assert len(words(page, '//ul[@class="claims"]/li')) == 3
    assert {name for name, _ in card.outlets} & set(words(page, '//p[@class="tags outlets"]/a'))
    assert words(page, '//a[@class="conflict"]')[0].split()[0] == str(len(told.account(card.story.id).conflicts))


def test_stories_are_chosen(reader: TestClient, told: Workspace) -> None:
    (card,) = told.cards()
    outlet, person, day = card.outlets[0][0], card.people[0], card.story.last

    def found(**query: str | None) -> int:
        return len(opened(reader, address("/", **query)).xpath("//article//h2"))

    assert found(outlet=outlet) == found(person=person) == found(day=day) == found(least="5") == 1
    assert found(outlet="no such") == found(person="لا أحد هنا") == found(day="1990-01-01") == found(least="999") == 0
    for link in opened(reader, "/").xpath('//p[starts-with(@class, "tags")]/a/@href'):
        assert len(opened(reader, link).xpath("//article//h2")) == 1, link


@pytest.mark.parametrize("path", ["//evil.example/x", "/%5Cevil.example", "/names/a%3Fb%23c%2Fd"])
def test_no_link_of_a_page_leads_to_another_server(reader: TestClient, path: str) -> None:
    page: Tree = html.document_fromstring(reader.get("http://127.0.0.1:8050" + path).text)
    links = page.xpath("//ul[@class='switches']//a/@href")
    assert links and all(re.match(r"/[^/\\\\]", link) for link in links)


def test_what_no_database_keeps_is_left_out(reader: TestClient) -> None:
    assert reader.get("/?person=%00&outlet=a%00b&day=%00").status_code == 200
    assert reader.get("/judgements?before=%00").status_code == 200


def test_names_in_a_standing_are_isolated_and_harmless() -> None:
    made = ClaimDigest(
        speaker="",
        text="",
        article="a",
        start=0,
        standing="several-origins",
        tellers=2,
        origins=2,
        origin_names=("<b>", "x\u202e"),
        through=(),
    )
    told = standing_words(front._claim(made, load_catalogue("en")), load_catalogue("en"))
    assert "<bdi>&lt;b&gt;</bdi>" in told and "[U+202E]</bdi></mark></bdi>" in told and "\u202e" not in told
