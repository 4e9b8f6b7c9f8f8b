"""The pages of the reading room in a real browser: in both languages, on a wide screen and on a telephone, with axe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from isnad import Workspace
from isnad.text.folding import fold_form
from isnad.web.pages.story import PARTS
from isnad.web.routes import PAGES
from isnad.web.views.places import article_address, name_address
from tests.web.chromium import Watched, chromium, served

pytestmark = pytest.mark.slow

VISIBLE = """() => {
  const e = document.activeElement, s = getComputedStyle(e), drawn = e.querySelector("circle, rect");
  // Of a date the browser itself marks day, month or year.
  return e.type === "date" || e !== document.body && parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none"
    || drawn && getComputedStyle(drawn).strokeWidth === "3px";
}"""
"""Whether it can be seen where the keyboard is."""
VIEWS = [("ar", "light", 1280), ("en", "dark", 390)]


@pytest.fixture(scope="module")
def site(told: Workspace) -> Iterator[str]:
    with served(told) as address:
        yield address


@pytest.fixture(scope="module")
def shown() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def places(desk: Workspace) -> dict[str, str]:
    """An address of every kind of page."""
    story = desk.stories()[0].id
    account = desk.account(story)
    claim = max(account.links.claims, key=lambda c: c.tellers)
    reuse = account.links.reuse[0]
    document = next(d for d in account.documents if d.statements)
    person = max((e for e in account.links.entities if e.type == "person"), key=lambda e: len(e.merges))
    return {
        "front": "/", "story": f"/stories/{story}", **{p.name: f"/stories/{story}/{p.name}" for p in PARTS},
        "claim": f"/stories/{story}/claims/{claim.statements[0]}", "copy": f"/stories/{story}/copies/{reuse.a}/{reuse.b}",
        "article": f"/articles/{document.id}", "place": article_address(document.id, document.statements[0].content[0]),
        "name": name_address(person.type, fold_form(next(iter(person.forms)))), "search": "/search", "found": "/search?q=killed>5",
        "alerts": "/alerts", "judgements": "/judgements", "feeds": "/feeds", "add": "/add", "api": "/api/docs",
    }  # fmt: skip


@pytest.mark.parametrize(("language", "theme", "width"), VIEWS)
def test_every_page_is_quiet_fits_and_is_accessible(
    told: Workspace, site: str, shown: Browser, language: str, theme: str, width: int
) -> None:
    context = shown.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    watched = Watched(page, site)
    for name, place in places(told).items():
        path, _, fragment = place.partition("#")
        page.goto(f"{site}{path}{'&' if '?' in path else '?'}lang={language}&theme={theme}" + (f"#{fragment}" if fragment else ""))
        assert page.locator("h1").count() == 1, name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        serious = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert not serious, (name, serious)
        assert not watched.trouble, (name, watched.trouble)
    context.close()


def test_every_kind_of_page_is_looked_at(told: Workspace) -> None:
    """A page that is added to the routes has to be added here."""
    seen = {place.partition("?")[0].partition("#")[0] for place in places(told).values()}
    files = {
        "/login",
        "/me",
        "/users",
        "/statements/{statement}",
        "/healthz",
        "/static/{name}",
        "/favicon.ico",
        "/stories/{story}/exports/{format}",
    }
    pages = {p.path for p in PAGES if p.method == "GET" and p.path not in files and not p.basic}
    assert {p for p in pages if not any(re.fullmatch(re.sub(r"{[^}]+}", "[^/]+", p), s) for s in seen)} == set()


def test_the_keyboard_walks_from_the_skip_link_on(site: str, shown: Browser, told: Workspace) -> None:
    page = shown.new_page()
    for place in ("/", f"/stories/{told.stories()[0].id}"):
        page.goto(site + place)
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert skip.evaluate("e => e === document.activeElement && e.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        for _ in range(12):
            page.keyboard.press("Tab")
            ring = page.evaluate(VISIBLE)
            assert ring, page.evaluate("document.activeElement.outerHTML")
        assert page.evaluate("document.activeElement.closest('main') !== null")
    page.goto(site)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.close()


def test_a_printed_story_is_the_story_alone(site: str, shown: Browser, told: Workspace) -> None:
    page = shown.new_page()
    page.goto(f"{site}/stories/{told.stories()[0].id}?theme=dark")
    page.emulate_media(media="print")
    for chosen in (".find", ".under", ".skip", ".formats", "form", ".colophon"):
        assert not any(e.is_visible() for e in page.locator(chosen).all()), chosen
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("h1").is_visible() and page.locator("#claims").is_visible()
    page.close()


def test_the_short_form_of_a_place_shows_its_characters(told: Workspace, site: str, shown: Browser) -> None:
    document = next(d for d in told.account(told.stories()[0].id).documents if d.statements)
    span = document.statements[0].content[0]
    page = shown.new_page()
    page.goto(f"{site}/articles/{document.id}#c{span.start}-{span.end}")
    page.wait_for_selector(".text .here")
    assert "".join(page.locator(".text .here").all_text_contents()) == span.of(document.text)
    assert page.locator("#why .finding").count() > 0
    page.close()


def test_marks_are_switched_off_and_explained_by_a_click(told: Workspace, site: str, shown: Browser) -> None:
    document = next(d for d in told.account(told.stories()[0].id).documents if d.statements and d.mentions)
    page = shown.new_page()
    page.goto(f"{site}/articles/{document.id}?lang=en")
    name = page.locator(".text .name").first
    before = name.evaluate("e => getComputedStyle(e).boxShadow")
    page.locator("#show-name").uncheck()
    assert before != "none" and name.evaluate("e => getComputedStyle(e).boxShadow") == "none"
    name.click()
    page.wait_for_selector("#why .finding")
    assert re.search(r"at=\d+-\d+", page.url)
    page.close()


def test_hostile_articles_do_nothing(hostile: Workspace, shown: Browser) -> None:
    with served(hostile) as address:
        page = shown.new_page(viewport={"width": 390, "height": 900})
        watched = Watched(page, address)
        row, story = hostile.articles()[0], hostile.stories()[0]
        for place in (f"/articles/{row.id}?at=0-40", f"/articles/{row.id}#c0-40", f"/stories/{story.id}", f"/stories/{story.id}/copies"):
            page.goto(address + place)
            page.mouse.move(180, 300)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, place
            assert page.locator("main img, main script, main iframe").count() == 0
        assert not watched.trouble
        page.close()
