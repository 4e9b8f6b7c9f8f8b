"""The API: what its document promises, how lists go on, what is refused, who may come in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.errors import NothingFoundError, StoreError, UsageError
from isnad.export.exporters import EXPORTERS
from isnad.model.kept import Alert
from isnad.store import feeds, users
from isnad.web.api.asking import Language
from isnad.web.api.operations import OPERATIONS
from isnad.web.api.shapes import AccountShape, ArticleShape
from isnad.web.openapi import document
from isnad.workspace import passwords
from tests.web.pages import opened, words

GOOD = "a long enough secret"
Browser = Callable[..., TestClient]
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost next to nothing."""
    monkeypatch.setattr(passwords, "COST", 2)


def get(client: TestClient, address: str, status: int = 200) -> Json:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:2000]
    assert answer.headers["content-type"] == ("application/json" if status == 200 else "application/problem+json")
    found: Json = answer.json()
    return found


def whole(client: TestClient, address: str) -> list[Json]:
    """A list to its end, page by page."""
    return [item for page in pages(client, address) for item in page]


def pages(client: TestClient, address: str | None) -> Iterator[list[Json]]:
    seen = set()
    while address is not None:
        assert address not in seen
        seen.add(address)
        found = get(client, address)
        yield found["items"]
        address = found["next"]


def test_the_document_names_every_operation() -> None:
    made = msgspec.json.decode(document())
    assert made["openapi"] == "3.1.0" and set(made["paths"]) == {o.path for o in OPERATIONS}
    names = [o["operationId"] for p in made["paths"].values() for o in p.values()]
    assert len(names) == len(set(names))
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', document().decode()))
    assert wanted <= set(made["components"]["schemas"])


def test_the_page_of_documentation(reader: TestClient) -> None:
    page = opened(reader, "/api/docs")
    assert len(words(page, '//h2[contains(., "GET /api/")]')) == len(OPERATIONS)
    ids = set(page.xpath("//@id"))
    assert {h[1:] for h in page.xpath('//a/@href[starts-with(., "#")]')} <= ids


def test_the_account_is_as_its_schema_says(told: Workspace, reader: TestClient) -> None:
    (story,) = told.stories()
    place = get(reader, f"/api/stories/{story.id}")["account"]
    data = reader.get(place).content
    made = msgspec.json.decode(data, type=AccountShape)
    assert made.claims and made.figures and made.conflicts and made.brief and made.entities and made.reuse
    for article in made.articles:
        alone = get(reader, f"/api/articles/{article.id}")
        assert alone["row"]["story"] == story.id
        assert msgspec.convert(alone["findings"], ArticleShape).text == article.text


@pytest.mark.parametrize("name", [n for n in EXPORTERS if n != "pdf"])  # the briefing again, but slow: tests/export
def test_every_export(told: Workspace, reader: TestClient, name: str) -> None:
    (story,) = told.stories()
    place = get(reader, f"/api/stories/{story.id}")["exports"][name]
    for address in (place, f"/stories/{story.id}/exports/{name}") if name == "markdown" else (place,):
        answer = reader.get(address)
        if answer.status_code == 400:
            pytest.skip(answer.text)
        assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
        assert (
            answer.headers["content-type"].startswith(EXPORTERS[name].media_type) and "sandbox" in answer.headers["content-security-policy"]
        )


def test_one_table(told: Workspace, reader: TestClient) -> None:
    (story,) = told.stories()
    place = f"/api/stories/{story.id}/exports/csv"
    archive = zipfile.ZipFile(BytesIO(reader.get(place).content))
    assert archive.read("claims.csv") == reader.get(f"{place}?table=claims").content
    assert "expected csv, jsonl or parquet" in get(reader, f"{place}?table=nosuch", 400)["detail"]
    assert "expected csv, jsonl or parquet" in get(reader, f"/api/stories/{story.id}/exports/json?table=claims", 400)["detail"]
    assert "no format" in get(reader, f"/api/stories/{story.id}/exports/nosuch", 404)["detail"]


@pytest.mark.parametrize("path", ["/api/stories", "/api/articles", "/api/statements", "/api/figures", "/api/names", "/api/outcomes"])
@pytest.mark.parametrize("limit", [1, 3])
def test_a_list_page_by_page_is_the_list(reader: TestClient, path: str, limit: int) -> None:
    once = get(reader, f"{path}?limit=200")
    assert once["next"] is None and once["items"]
    found = list(pages(reader, f"{path}?limit={limit}"))
    assert all(len(page) == limit for page in found[:-1])
    assert [item for page in found for item in page] == once["items"]


def test_lists_are_those_of_the_workspace(told: Workspace, reader: TestClient) -> None:
    def plain(rows: Any) -> list[Json]:
        return sorted((msgspec.to_builtins(r) for r in rows), key=repr)

    assert sorted(whole(reader, "/api/statements"), key=repr) == plain(told.statements())
    assert sorted(whole(reader, "/api/figures"), key=repr) == plain(told.figures())
    assert sorted(whole(reader, "/api/names"), key=repr) == plain(told.names())
    (story,) = told.stories()
    one = told.statements(story=story.id)[0]
    speaker = next(s.speaker for s in told.statements() if s.speaker)
    for path, expected in (
        (f"/api/statements?story={story.id[:6]}&speaker={speaker}", told.statements(speaker=speaker)),
        (f"/api/statements?act={one.act}&since=2024-01-17", told.statements(act=one.act, since="2024-01-17")),
        ("/api/figures?event=killed&above=8&until=2024-01-18", told.figures(event="killed", above=8, until="2024-01-18")),
        (f"/api/names?type=person&story={story.id}", told.names(type="person")),
    ):
        assert sorted(whole(reader, path), key=repr) == plain(expected), path
    assert len(expected) > 0
    assert whole(reader, "/api/statements?outlet=nosuch") == whole(reader, "/api/names?name=nosuch") == []


def test_one_thing_of_a_list(told: Workspace, reader: TestClient) -> None:
    statement, name = told.statements()[0], told.names(type="person")[0]
    assert get(reader, f"/api/statements/{statement.id}") == msgspec.to_builtins(statement)
    found = get(reader, f"/api/names/person/{name.folded}")
    assert found["name"] == msgspec.to_builtins(name)
    assert [(s["story"]["id"], s["articles"]) for s in found["stories"]] == [(told.stories()[0].id, name.articles)]
    for path in ("statements/nosuch", "names/person/nosuch", f"names/place/{name.folded}", f"names/colour/{name.folded}"):
        get(reader, f"/api/{path}", 404)


def test_names_of_two_types_do_not_get_lost_between_pages(desk: Workspace, browser: Browser) -> None:
    article = desk.articles()[0].id
    with desk.store.writing() as connection:
        for kind in ("organization", "person", "place"):
            connection.exec_driver_sql("INSERT OR REPLACE INTO names VALUES (?, 'ا', ?, 'ا', 2, NULL)", (article, kind))
    found = whole(browser(), "/api/names?limit=1")
    assert [(f["folded"], f["type"]) for f in found][:3] == [("ا", "organization"), ("ا", "person"), ("ا", "place")]


def test_search(told: Workspace, reader: TestClient) -> None:
    found = get(reader, "/api/search?q=killed>5&limit=2")
    results = told.search("killed>5", limit=50)
    assert found["facets"]["total"] == results.facets.total > 2
    items = whole(reader, "/api/search?q=killed>5&limit=2")
    assert [i["article"]["id"] for i in items] == [h.article.id for h in results.hits]
    (hit,) = get(reader, "/api/search?q=الزمردة&limit=1")["items"]
    text = told.article(hit["article"]["id"]).text
    for piece in hit["snippets"]:
        assert text[slice(*piece["span"])] == piece["text"] and piece["marks"]
    assert "nosuch" in get(reader, "/api/search?q=nosuch:a", 400)["detail"]


def test_what_changes_is_listed_too(desk: Workspace, browser: Browser) -> None:
    client = browser()
    (story,) = desk.stories()
    for n in range(3):
        desk.judge("entity", f"name:person:ا{n}", "name:person:ب", "same", author="n")
    desk.add_feeds([f"https://example.org/{n}" for n in range(3)])
    desk.follow("person", "سلمى")
    with desk.store.writing() as connection:
        feeds.add_alerts(connection, [Alert(id=f"a{n}", time=f"2031-01-0{n + 1}T00:00:00Z", kind="conflict", text="x") for n in range(3)])
    assert [j["id"] for j in whole(client, "/api/judgements?limit=1")] == [j.id for j in desk.latest_judgements()]
    assert [f["address"] for f in whole(client, "/api/feeds?limit=2")] == [f.address for f in desk.feeds()]
    assert [a["id"] for a in whole(client, "/api/alerts?limit=2")] == ["a2", "a1", "a0"]
    assert [f["value"] for f in whole(client, "/api/follows")] == ["سلمى"]
    assert get(client, "/api/counts") == {"articles": len(desk), "stories": 1}
    assert get(client, f"/api/stories/{story.id}")["events"] == []


def test_a_story_that_was_merged_leads_on(desk: Workspace, browser: Browser) -> None:
    (story,) = desk.stories()
    with desk.store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO story_events (kind, story, other, seen) VALUES ('merge', ?, 'old', '')", (story.id,))
    client = browser()
    for asked in ("old", story.id[:5]):
        answer = client.get(f"/api/stories/{asked}/exports/csv?table=claims")
        assert (answer.status_code, answer.headers["location"]) == (308, f"/api/stories/{story.id}/exports/csv?table=claims")
        assert client.get(f"/api/stories/{asked}").headers["location"] == f"/api/stories/{story.id}"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/stories?limit=0", 400, "$.limit"),
        ("/api/stories?limit=ten", 400, "$.limit"),
        ("/api/stories?colour=red", 400, "'colour' is not"),
        ("/api/stories?limit=1&limit=2", 400, "more than once"),
        ("/api/stories?since=yesterday", 400, "$.since"),
        ("/api/stories?outlet=%00", 400, "control"),
        ("/api/stories?after=nosuch", 404, "nosuch"),
        ("/api/stories/nosuch", 404, "nosuch"),
        ("/api/articles/nosuch", 404, "nosuch"),
        ("/api/articles/nosuch/revisions", 404, "nosuch"),
        ("/api/statements?after=x", 400, "120.4"),
        ("/api/statements?after=1.x", 400, "120.4"),
        ("/api/statements?story=nosuch", 404, "nosuch"),
        ("/api/outcomes?after=x", 400, "`int"),
        ("/api/outcomes?after=99999999999999999999", 400, "after"),
        ("/api/names?type=colour", 400, "$.type"),
        ("/api/search", 400, "`q`"),
        ("/api/nothing", 404, ""),
        ("/api/counts?x=1", 400, "none"),
    ],
)
def test_what_is_refused_says_why(reader: TestClient, path: str, status: int, said: str) -> None:
    found = get(reader, path, status)
    assert found["status"] == status and found["title"] and said in found["detail"]


def test_a_method_that_is_not_there(reader: TestClient) -> None:
    answer = reader.delete("/api/stories")
    assert answer.status_code == 405 and answer.json()["status"] == 405 and answer.headers["allow"]


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("secret detail"), 500), (StoreError("/secret/place"), 503)])
def test_what_went_wrong_stays_in_the_log(
    desk: Workspace, browser: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(desk, "cards", broken)
    assert get(browser(), "/api/stories", status)["detail"] == ""


def test_what_a_program_has_is_not_sent_again(reader: TestClient) -> None:
    for path in ("/api/articles", "/api/openapi.json"):
        first = reader.get(path)
        again = reader.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert reader.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_token_speaks_for_its_user(desk: Workspace, browser: Browser) -> None:
    desk.add_user("salma", GOOD, "admin")
    desk.add_user("omar", GOOD, "reader")
    secret, made = desk.add_token("salma", "reader", label=" nightly\texport ")
    assert (made.role, made.label, made.until) == ("reader", "nightly export", None) and desk.tokens() == (made,)
    client = browser(users=True)
    refused = client.get("/api/counts")
    assert refused.status_code == 401 and refused.json()["status"] == 401
    assert "Bearer" in refused.headers["www-authenticate"]

    def status(token: str, path: str = "/api/counts") -> int:
        return client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code

    assert status(secret) == 200 and [status(bad) for bad in (secret[:-1], secret + "x", "", "isnad_", GOOD)] == [401] * 5
    assert status(secret, "/") == 303, "pages are for readers who logged in"
    assert status(secret, f"/api/stories/{desk.stories()[0].id}/exports/csv") == 200
    with pytest.raises(UsageError, match="only reader"):
        desk.add_token("omar", "editor")
    with pytest.raises(NothingFoundError, match="no user"):
        desk.add_token("nobody")


def test_a_token_may_no_more_than_its_user_and_ends(desk: Workspace) -> None:
    desk.add_user("salma", GOOD, "admin")
    desk.add_user("omar", GOOD, "editor")
    secret, made = desk.add_token("omar", days=30)
    found = desk.token_user(secret)
    assert made.until is not None and found is not None and (found.name, found.role) == ("omar", "editor")
    desk.set_role("omar", "reader")
    found = desk.token_user(secret)
    assert found is not None and found.role == "reader"
    now = desk.now
    desk.now = lambda: made.until or ""  # type: ignore[method-assign]
    assert desk.token_user(secret) is None
    desk.now = now  # type: ignore[method-assign]
    assert desk.token_user(secret) is not None
    with pytest.raises(NothingFoundError, match="no token"):
        desk.revoke_token("nosuch")
    with pytest.raises(NothingFoundError, match="no token"):
        desk.revoke_token("")
    desk.revoke_token(made.id)
    assert desk.token_user(secret) is None and desk.tokens() == ()
    other, _ = desk.add_token("omar")
    with desk.store.reading() as connection:
        held = connection.exec_driver_sql("SELECT key FROM tokens").scalar()
        assert held and other not in held and users.token(connection, other) is None
    desk.remove_user("omar")
    assert desk.tokens() == () and desk.token_user(other) is None


def test_languages_of_exports_are_those_of_the_pages() -> None:
    from isnad.export.catalogue import LANGUAGES

    assert set(Language.__args__) == set(LANGUAGES)  # type: ignore[attr-defined]


def test_every_page_leads_to_its_content_in_the_api(told: Workspace, reader: TestClient) -> None:
    (story,) = told.stories()
    article, name = told.articles()[0], told.names(type="person")[0]
    for path, place in (
        ("/", "/api/stories"), (f"/stories/{story.id}", f"/api/stories/{story.id}/account"), ("/feeds", "/api/feeds"),
        (f"/stories/{story.id}/claims", f"/api/stories/{story.id}/account"), (f"/articles/{article.id}", f"/api/articles/{article.id}"),
        (f"/names/person:{name.folded}", f"/api/names/person/{quote(name.folded)}"), ("/search?q=killed>5", "/api/search?q=killed%3E5"),
        ("/judgements", "/api/judgements"), ("/alerts", "/api/alerts"),
    ):  # fmt: skip
        page = opened(reader, path)
        assert page.xpath('//footer//a[@type="application/json"]/@href') == [place]
        get(reader, place)
    assert opened(reader, "/api/docs").xpath('//footer//a[@type="application/json"]') == []
