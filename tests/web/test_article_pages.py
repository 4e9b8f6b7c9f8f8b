"""An article as published: every character is there, marks can be clicked and explained, revisions and copies are told."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.export.catalogue import load_catalogue
from isnad.model.span import Span
from isnad.web.app import make_app
from isnad.web.views.marks import WINDOW, Mark, pieces, window
from isnad.web.views.places import article_address, span_of
from tests.web.conftest import ADDRESS
from tests.web.pages import opened, words

EN = load_catalogue("en")


@pytest.fixture(scope="module")
def copied(told: Workspace) -> str:
    """An article with statements whose words others carry."""
    account = told.account(told.stories()[0].id)
    held = {i for r in account.links.reuse for i in (r.a, r.b)}
    return next(d.id for d in account.documents if d.id in held and d.statements)


def shown_text(page: object) -> str:
    return "".join(page.xpath('//div[@class="text"]//text()'))  # type: ignore[attr-defined]


def test_the_text_stands_as_published(reader: TestClient, told: Workspace) -> None:
    for row in told.articles():
        text = told.article(row.id).text
        assert shown_text(opened(reader, f"/articles/{row.id}")) == text.replace("\r\n", "\n").replace("\r", "\n"), row.path


def test_findings_are_marked_and_can_be_switched(reader: TestClient, told: Workspace, copied: str) -> None:
    page = opened(reader, f"/articles/{copied}?lang=en")
    document = next(d for d in told.account(told.stories()[0].id).documents if d.id == copied)
    for kind, spans in (
        ("said", [s for x in document.statements for s in x.content]), ("name", [m.span for m in document.mentions]),
        ("time", [t.span for t in document.times]), ("quantity", [q.span for q in document.quantities]),
        ("furniture", [f.span for f in document.layout.furniture]),
    ):  # fmt: skip
        marked = "".join("".join(a.itertext()) for a in page.xpath(f'//div[@class="text"]/*[contains(concat(" ",@class," ")," {kind} ")]'))
        assert all(s.of(document.text)[:3] in marked for s in spans), kind
    assert page.xpath('//div[@class="text"]/a[contains(@class,"copied")]')
    assert [i.get("id") for i in page.xpath('//div[@class="switches-row"]//input')] == [
        f"show-{k}" for k in ("said", "name", "time", "quantity", "label", "copied", "furniture")
    ]


def test_each_finding_has_an_anchor(reader: TestClient, told: Workspace, copied: str) -> None:
    page = opened(reader, f"/articles/{copied}")
    document = told.document(copied)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {f"c{s.start}-{s.end}" for x in document.statements for s in x.content} <= set(ids)


def test_a_click_says_why(reader: TestClient, told: Workspace, copied: str) -> None:
    document = next(d for d in told.account(told.stories()[0].id).documents if d.id == copied)
    statement = next(s for s in document.statements if s.cue_row and s.source)
    assert statement.cue is not None
    page = opened(reader, article_address(copied, statement.cue).partition("#")[0] + "&lang=en")
    panel = " ".join(words(page, '//aside[@id="why"]'))
    assert statement.by in panel and "statement_cues.tsv:" in panel
    assert EN(f"act.{statement.act}") in panel
    assert page.xpath(f'//aside//a[@href="/statements/{statement.id}"]')
    mention = document.mentions[0]
    named = opened(reader, article_address(copied, mention.span).partition("#")[0] + "&lang=en")
    assert mention.by in " ".join(words(named, '//aside[@id="why"]'))
    assert named.xpath('//aside//a[starts-with(@href,"/names/")]')


def test_a_copied_passage_names_the_others_and_what_speaks_for_it(reader: TestClient, told: Workspace, copied: str) -> None:
    account = told.account(told.stories()[0].id)
    reuse = next(r for r in account.links.reuse if copied in (r.a, r.b) and r.why)
    passage = reuse.passages[0].a if reuse.a == copied else reuse.passages[0].b
    page = opened(reader, article_address(copied, passage).partition("#")[0])
    panel = page.xpath('//section[contains(@class,"copied")]')
    assert panel and any(reuse.why[0].name in section.text_content() for section in panel)
    assert page.xpath(
        f'//section[contains(@class,"copied")]//a[starts-with(@href,"/articles/{reuse.b if reuse.a == copied else reuse.a}")]'
    )


def test_the_day_says_what_it_rests_on(reader: TestClient, told: Workspace) -> None:
    for document in told.account(told.stories()[0].id).documents:
        facts = " ".join(words(opened(reader, f"/articles/{document.id}?lang=en"), '//p[@class="facts"]'))
        assert all(EN(f"dated.{by}") in facts for by in document.publication.by.split("+"))
        assert {f"dated.{by}" for by in document.publication.by.split("+")} <= EN.keys()


def test_a_place_without_findings_says_so(reader: TestClient, copied: str) -> None:
    assert EN("article.hint") in " ".join(words(opened(reader, f"/articles/{copied}?lang=en"), "//aside"))
    assert reader.get(f"/articles/{copied}?at=5-5").status_code == 404
    assert reader.get(f"/articles/{copied}?at=x").status_code == 404
    assert reader.get("/articles/nothing").status_code == 404


def test_copies_lead_to_the_other_article(reader: TestClient, copied: str) -> None:
    page = opened(reader, f"/articles/{copied}")
    links = page.xpath('//section[@id="copies"]//a/@href')
    assert links and all(reader.get(link).status_code == 200 for link in links)


def test_a_place_is_read_from_an_address() -> None:
    assert span_of("3-7", 100) == Span(3, 7)
    assert span_of("3-700", 100) == Span(3, 100)
    assert [span_of(t, 100) for t in ("", "7", "7-3", "-3", "a-b", "٣-٧", "1-99999999999999999999999")] == [None] * 7


@given(st.text(alphabet="ab <>&\n\u202e\u0628\x01", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_no_character_is_lost_between_marks(text: str, places: list[tuple[int, int]]) -> None:
    marks = [Mark(Span(min(p), max(p)), "name") for p in places if max(p) <= len(text)]
    cut = pieces(text, marks, Span(0, len(text)), load_catalogue("en"))
    assert "".join(text[p.span.start : p.span.end] for p in cut) == text
    for piece in cut:
        assert bool(piece.kinds) == any(m.span.covers(piece.span) and m.span.size for m in marks)
        assert "<b" not in re.sub("<mark.*?</mark>", "", piece.text) and "\u202e" not in piece.text


def test_marks_that_turn_the_text_are_made_visible() -> None:
    def shown(text: str) -> str:
        return "".join(p.text for p in pieces(text, [], Span(0, len(text)), load_catalogue("en")))

    assert '<bdi dir="ltr">[U+202E]</bdi></mark>b' in shown("a\u202eb") and "RIGHT-TO-LEFT OVERRIDE" in shown("a\u202eb")
    assert shown("\u0628\u200f1\u200d\x07") == "\u0628\u200f1\u200d\ufffd"
    assert shown("\u0628 \u2066@user\u2069") == "\u0628 @user"  # a pair closed in its line is an editor's own


def test_a_long_text_comes_in_pages() -> None:
    text = "\n".join("x" * 99 for _ in range(1000))
    spans = [window(text, None, n)[0] for n in range(1, 6)]
    assert spans[0].start == 0 and spans[-1].end == len(text)
    assert all(a.end == b.start or b.end == len(text) for a, b in itertools.pairwise(spans))
    assert all(s.size <= WINDOW * 1.3 for s in spans)
    assert window(text, Span(60_000, 60_010), 1)[0].covers(Span(60_000, 60_010))
    assert window("", None, 1) == (Span(0, 0), 1, 1)


def test_hostile_articles_are_shown_harmlessly(hostile: Workspace) -> None:
    client = TestClient(make_app(hostile), base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)
    places = [f"/articles/{a.id}" for a in hostile.articles()] + [f"/articles/{a.id}?at=0-40" for a in hostile.articles()]
    for story in hostile.stories():
        places += [
            f"/stories/{story.id}",
            *(f"/stories/{story.id}/{p}" for p in ("claims", "copies", "articles", "figures", "names", "timeline")),
        ]
    assert len(places) > 8
    for place in places:
        answer = client.get(place)
        page = opened(client, place)
        assert len(page.xpath("//script")) == 1 and not page.xpath("//img") and not page.xpath("//body//b[not(ancestor::*)]")
        assert not [a for e in page.iter() for a in e.attrib if str(a).startswith("on")]
        assert not [h for h in page.xpath("//@href | //@src") if h.lower().startswith(("javascript:", "data:"))]
        ids = set(page.xpath("//@id"))
        assert {h[1:] for h in page.xpath("//@href") if h.startswith("#")} <= ids
        assert not set(answer.text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_a_long_article_is_read_page_by_page(tmp_path: Path) -> None:
    sentence = "قال المتحدث باسم البلدية إن 12 شخصا أصيبوا في انهيار الجسر الجديد فجر الثلاثاء.\n"
    (tmp_path / "a.txt").write_text("انهيار جسر\n" + sentence * 600, encoding="utf-8")
    with Workspace.create(tmp_path / "desk.db") as desk:
        desk.add([tmp_path / "a.txt"])
        (row,) = desk.articles()
        client = TestClient(make_app(desk), base_url=ADDRESS, follow_redirects=False)
        text, address = desk.article(row.id).text, f"/articles/{row.id}?at=30000-30009"
        read, place = "", f"/articles/{row.id}"
        while place:
            answer = client.get(place)
            assert len(answer.content) < 300_000
            page = opened(client, place)
            read += shown_text(page)
            place = next(iter(page.xpath('//a[@rel="next"]/@href')), "")
        assert read == text
        held = opened(client, address)
        assert "".join(held.xpath('//div[@class="text"]/*[contains(@class,"here")]//text()')) == text[30000:30009]
        assert shown_text(opened(client, held.xpath('//a[@rel="prev"]/@href')[0])).startswith("انهيار جسر")


def test_hostile_text_is_still_readable(hostile: Workspace) -> None:
    client = TestClient(make_app(hostile), base_url=ADDRESS, follow_redirects=False)
    row = hostile.articles()[0]
    page = opened(client, f"/articles/{row.id}")
    assert shown_text(page).count("U+202E") == hostile.article(row.id).text.count("\u202e") > 0
    assert "<script>" in shown_text(page)
    assert page.xpath('//a[contains(@rel,"noreferrer")]/@href') == ["https://news.example/0"]


def test_a_revision_shows_what_it_changed(tmp_path: Path) -> None:
    body = "قال المتحدث باسم البلدية إن {n} شخصا أصيبوا في انهيار الجسر الجديد فجر الثلاثاء. وأضاف أن التحقيق بدأ في المدينة."
    page = tmp_path / "a.jsonl"
    with Workspace.create(tmp_path / "desk.db") as desk:
        for n in (12, 19):
            record = {
                "title": "انهيار جسر",
                "text": body.format(n=n) * 2,
                "outlet": "صدى",
                "published": "2031-03-04",
                "url": "https://news.example/j",
            }
            page.write_text(json.dumps(record), encoding="utf-8")
            desk.add([page])
        older, newer = desk.articles()
        client = TestClient(make_app(desk), base_url=ADDRESS, follow_redirects=False)
        first = opened(client, f"/articles/{older.id}?lang=en")
        assert first.xpath('//p[@class="notice-line"]/a/@href') == [f"/articles/{newer.id}"]
        second = opened(client, f"/articles/{newer.id}?lang=en")
        assert set(words(second, '//section[@id="revision"]//div[@class="difference"]//del')) == {"12"}
        assert set(words(second, '//section[@id="revision"]//div[@class="difference"]//ins')) == {"19"}
        assert not first.xpath('//section[@id="revision"]')


def test_addresses_are_safe(reader: TestClient, copied: str) -> None:
    text = reader.get(f"/articles/{copied}?at=0-9").text
    assert " style=" not in text and not re.search(r"\son\w+=", text)
    assert len(text.encode()) < 300_000
