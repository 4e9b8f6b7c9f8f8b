"""Feeds, OPML and sitemaps: what is an article, what is an address, and what strangers try."""

from __future__ import annotations

import gzip
from pathlib import Path

import feedparser  # type: ignore[import-untyped, unused-ignore]
import pytest

from isnad.model.entry import Listing
from isnad.read.feeds import whole_text
from isnad.read.listings import parse_listing
from isnad.read.markup import plain_line
from tests.read.lists import ATOM, BOMB, JSON_FEED, LISTS, OPML, OUTSIDE, PARAGRAPH, RDF, RSS, SITEMAP, SITEMAP_INDEX
from tests.read.test_bad_input import read

HTML_NOISE = ("<", "&lt;", "&amp;", "CDATA")


def listed(text: str, codec: str = "utf-8") -> Listing:
    return parse_listing(text.encode(codec), "https://diffa.example/feeds/all")


@pytest.mark.parametrize(("text", "address"), [(RSS, "https://diffa.example/n/1"), (ATOM, "https://diffa.example/feeds/n/1")])
def test_an_item_with_its_text_is_an_article(text: str, address: str) -> None:
    listing = listed(text)
    first, second = listing.entries
    assert first.content is not None and first.content.split("\n") == [(PARAGRAPH * 3).strip()] * 2
    assert first.address == address and second.content is None and second.address is not None
    assert not any(noise in f"{e.title}{e.summary}{e.content}" for e in listing.entries for noise in HTML_NOISE)


def test_rss_says_who_when_and_what_else() -> None:
    first, second = listed(RSS).entries
    assert (first.id, first.title, first.byline, first.outlet) == ("n-1", 'انهيار نفق "سمارا"', "سلمى العلي", "صحيفة الضفة")
    assert first.summary == "ملخص قصير" and [p.handle for p in first.posts] == ["@samara"]
    assert (second.id, second.summary) == ("https://diffa.example/n/2", "مقدمة فقط…")


def test_atom_says_who_and_when() -> None:
    listing = listed(ATOM)
    first = listing.entries[0]
    assert (listing.title, listing.address) == ("وكالة نبأ", "https://naba.example/")
    assert (first.title, first.byline, first.published, first.updated) == (
        "انهيار نفق", "نادر مسعود", "2031-03-04T10:00:00Z", "2031-03-04T12:00:00Z",
    )  # fmt: skip


def test_old_rss_keeps_its_items_beside_the_channel() -> None:
    (entry,) = listed(RDF).entries
    assert (entry.address, entry.title, entry.published, entry.outlet) == ("https://diffa.example/n/3", "خبر ثالث", "2031-03-04", "قديمة")


def test_json_feed() -> None:
    first, second = listed(JSON_FEED).entries
    assert (first.id, first.byline) == ("7", "سلمى، نادر") and first.content is not None and PARAGRAPH.strip() in first.content
    assert (second.id, second.address, second.content) == ("8", "https://diffa.example/n/8", None)


def test_opml_names_feeds_and_pages() -> None:
    listing = listed(OPML)
    assert [(e.kind, e.title, e.address) for e in listing.entries] == [
        ("feed", "الضفة", "https://diffa.example/feed"),
        ("page", "صفحة", "https://diffa.example/n/9"),
    ]
    assert listing.title == "اشتراكات"


def test_a_sitemap_gives_the_latest_first() -> None:
    places = "".join(f"<url><loc>http://a/{d}</loc><lastmod>{d}</lastmod></url>" for d in ("2031-01-02", "2031-03-04T10:00Z", "2030-05-06"))
    assert [e.updated for e in listed(f"<urlset>{places}</urlset>").entries] == ["2031-03-04T10:00Z", "2031-01-02", "2030-05-06"]


def test_sitemap_with_news_tags_and_its_index() -> None:
    (entry,) = listed(SITEMAP).entries
    assert (entry.address, entry.title, entry.outlet, entry.published, entry.updated) == (
        "https://diffa.example/n/1", "انهيار", "الضفة", "2031-03-04", "2031-03-05",
    )  # fmt: skip
    assert [(e.kind, e.address) for e in listed(SITEMAP_INDEX).entries] == [("listing", "https://diffa.example/s1.xml.gz")]


@pytest.mark.parametrize("codec", ["utf-8", "cp1256", "utf-16"])
def test_encodings_that_nobody_declared(codec: str) -> None:
    text = RSS.replace('<?xml version="1.0" encoding="utf-8"?>', "")
    first = parse_listing(text.encode(codec)).entries[0]
    assert first.title == 'انهيار نفق "سمارا"' and first.content is not None


def test_the_same_items_as_another_reader_finds() -> None:
    for text in (RSS, ATOM, RDF):
        theirs = feedparser.parse(text.encode(), response_headers={"content-location": "https://diffa.example/feeds/all"})
        ours = listed(text)
        assert theirs.feed.title == ours.title
        assert [e.link for e in theirs.entries] == [e.address for e in ours.entries]
        assert [plain_line(e.title) for e in theirs.entries] == [e.title for e in ours.entries]


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_entities_are_never_resolved(text: str) -> None:
    (entry,) = listed(text).entries
    assert entry.address == "https://a.example/1" and len(entry.title or "") < 40


@pytest.mark.parametrize("text", [BOMB.replace("[", "[" + " " * 120_000, 1), BOMB.replace("?>", "?><!DOCTYPE x>", 1)])
def test_a_document_type_that_hides_defines_nothing(text: str) -> None:
    assert all(len(e.title or "") < 40 for e in listed(text).entries)


@pytest.mark.parametrize(
    ("content", "summary", "whole"),
    [
        ("ن" * 500, "", True),
        ("ن" * 499, "", False),
        ("ن" * 499, "ن" * 100, True),
        ("ن" * 199, "ن" * 10, False),
        ("ن" * 300, "ن" * 290, False),
        ("ن" * 600 + " […]", "ن", False),
        ("ن" * 600 + "...", "", False),
        ("", "ن" * 1000, True),
        ("", "ن" * 999, False),
        ("", "ن" * 1000 + "…", False),
    ],
)
def test_what_counts_as_the_whole_text(content: str, summary: str, whole: bool) -> None:
    assert bool(whole_text(content, summary)) is whole


def test_an_item_without_an_address_is_what_it_says() -> None:
    text = "<rss><channel><title>ق</title><item><title>عاجل</title><description>انهيار نفق في سمارا</description></item></channel></rss>"
    assert [(e.address, e.content) for e in listed(text).entries] == [(None, "انهيار نفق في سمارا")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<rss><channel><title>x</title></channel></rss>", "empty"),
        (b"<project><name>x</name></project>", "unknown-format"),
        (b"just words", "broken-list"),
        (b'{"version": "https://jsonfeed.org/version/1"', "broken-list"),
        (b'{"items": []}', "unknown-format"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "empty"),
        (b"<rss>" + bytes(range(20)) * 30, "binary"),
    ],
)
def test_lists_that_are_none(data: bytes, reason: str) -> None:
    listing = parse_listing(data)
    assert (listing.reason, listing.entries) == (reason, ())


@pytest.mark.parametrize(
    "text", ["<rss><channel>" + "<a>" * 100_000, "<rss>" + "&" * 200_000, "<rss>" + "<![CDATA[" * 50_000, "<!DOCTYPE" * 9_000]
)
def test_broken_without_end_is_answered(text: str) -> None:
    assert listed(text).reason


def test_files_become_records(tmp_path: Path) -> None:
    for name, text in LISTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "h.xml.gz").write_bytes(gzip.compress(RSS.replace("نفق", "جسر").encode()))
    records = read(tmp_path)
    ends: dict[str, list[str]] = {}
    for record in records:
        ends.setdefault(Path(record.outcome.path.partition("#")[0]).name, []).append(record.outcome.reason or "kept")
    assert ends == {
        "a.rss": ["kept", "address-only"], "b.atom": ["kept", "address-only"], "c.rdf": ["address-only"],
        "d.json": ["kept", "address-only"],
        "e.opml": ["address-only"] * 2, "f.xml": ["address-only"], "g.xml": ["address-only"], "h.xml.gz": ["kept", "address-only"],
    }  # fmt: skip
    article = records[0].article
    assert article is not None and article.title is not None and article.byline is not None
    assert article.title.of(article.text) == 'انهيار نفق "سمارا"' and article.byline.of(article.text) == "سلمى العلي"
    assert (article.outlet, article.path.rpartition("#")[2]) == ("صحيفة الضفة", "n-1")
    assert records[1].outcome.detail == "https://diffa.example/n/2"


def test_dates_that_only_arabic_tells(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS.replace("2031", "2021"), encoding="utf-8")
    record = read(tmp_path)[0]
    assert record.article is not None and record.article.published == "2021-03-04T10:00:00+03:00"


def test_xml_that_is_no_list_is_counted(tmp_path: Path) -> None:
    (tmp_path / "pom.xml").write_text("<project><name>x</name></project>", encoding="utf-8")
    assert [(r.outcome.fate, r.outcome.reason) for r in read(tmp_path)] == [("rejected", "unknown-format")]


def test_more_items_than_are_read_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isnad.read.feeds.MOST_ITEMS", 1)
    (tmp_path / "a.rss").write_text(RSS, encoding="utf-8")
    assert [r.outcome.reason for r in read(tmp_path)] == ["", "too-large"]


def test_guids_that_come_twice(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        RSS.replace("<guid", "<guid>n</guid><guid").replace("<item><title>خبر", "<item><guid>n</guid><title>خبر")
    )
    records = read(tmp_path)
    assert len({r.outcome.path for r in records}) == 2
