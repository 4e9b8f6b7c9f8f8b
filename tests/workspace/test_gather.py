"""From addresses to records: pages, feeds, OPML and sitemaps on a server of the test."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import msgspec

from isnad import Workspace
from isnad.settings import Settings
from isnad.workspace.gather import fetch_articles
from tests.fetch.server import IMPATIENT, Server, serving, told
from tests.read.lists import PARAGRAPH, RSS, WHOLE, page

FEED: Any = {"Content_Type": "application/rss+xml"}
XML: Any = {"Content_Type": "text/xml; charset=utf-8"}


def gathered(*addresses: str, **fetch: Any) -> dict[str, str]:
    """Path to end, of what was gathered."""
    settings = Settings(fetch=msgspec.structs.replace(IMPATIENT, **fetch))
    records = list(fetch_articles(addresses, settings))
    found = {r.outcome.path: r.outcome.reason or "kept" for r in records}
    assert len(found) == len(records)
    return found


def feed(base: str, *items: str, title: str = "صحيفة الضفة") -> bytes:
    listed = "".join(f"<item><title>خبر {i}</title><link>{base}{i}</link></item>" for i in items)
    return told(body=f"<rss><channel><title>{title}</title>{listed}</channel></rss>".encode(), **FEED)


def paths(found: dict[str, str], server: Server) -> dict[str, str]:
    return {path.removeprefix(server.base): end for path, end in found.items()}


def test_a_page() -> None:
    with serving({"/n/1": told(body=page().encode())}) as server:
        (record,) = fetch_articles([f"{server.base}/n/1"], Settings(fetch=IMPATIENT))
    article = record.article
    assert article is not None and PARAGRAPH.strip() in article.text
    assert (article.url, article.outlet, article.path) == (f"{server.base}/n/1", "127.0.0.1", f"{server.base}/n/1")
    assert article.retrieved is not None and article.encoding == "utf-8"


def test_a_page_speaks_for_its_own_site_only() -> None:
    other = '<link rel="canonical" href="https://naba.example/n/1">'
    with serving({"/n/1": told(body=page(extra=other).encode())}) as server:
        (record,) = fetch_articles([f"{server.base}/n/1"], Settings(fetch=IMPATIENT))
    assert record.article is not None and record.article.url == f"{server.base}/n/1"


def test_a_feed_leads_to_its_pages() -> None:
    with serving({f"/{n}": told(body=page(f"خبر {n}").encode()) for n in (1, 2)}) as server:
        server.answers["/feed"] = feed(server.base, "/1", "/2", "/3")
        records = list(fetch_articles([f"{server.base}/feed"], Settings(fetch=IMPATIENT)))
    assert sorted((r.outcome.path.removeprefix(server.base), r.outcome.reason) for r in records) == [
        ("/1", ""),
        ("/2", ""),
        ("/3", "http-status"),
    ]
    assert {r.article.outlet for r in records if r.article} == {"صحيفة الضفة"}


def test_whole_items_are_taken_from_the_feed_of_their_own_site_only() -> None:
    with serving({"/n/1": told(body=page().encode())}) as server:
        server.answers["/feed"] = told(body=RSS.replace("https://diffa.example", server.base).encode(), **FEED)
        server.answers["/other"] = told(body=RSS.encode(), **FEED)
        found = paths(gathered(f"{server.base}/feed"), server)
        assert found == {"/feed#n-1": "kept", "/n/2": "http-status"} and "/n/1" not in server.paths()
        # The same items in a feed on another site: their pages are asked.
        elsewhere = server.base.replace("127.0.0.1", "localhost")
        server.answers["/other"] = told(
            body=RSS.replace("https://diffa.example", elsewhere).replace("/n/1<", f"{elsewhere}/n/1<").encode(), **FEED
        )
        assert gathered(f"{server.base}/other") == {f"{elsewhere}/n/1": "kept", f"{elsewhere}/n/2": "http-status"}


def test_outlines_lead_to_feeds_and_feeds_to_pages() -> None:
    with serving({"/1": told(body=page().encode())}) as server:
        outlines = f"<opml><body><outline xmlUrl='{server.base}/feed'/><outline xmlUrl='{server.base}/gone'/></body></opml>"
        server.answers |= {"/opml": told(body=outlines.encode(), **XML), "/feed": feed(server.base, "/1")}
        assert paths(gathered(f"{server.base}/opml"), server) == {"/gone": "http-status", "/1": "kept"}
        assert paths(gathered(f"{server.base}/opml", depth=1), server) == {"/gone": "http-status", "/feed": "too-deep"}


def test_a_packed_sitemap_behind_an_index() -> None:
    with serving({"/1": told(body=page().encode())}) as server:
        index = f"<sitemapindex><sitemap><loc>{server.base}/s.xml.gz</loc></sitemap></sitemapindex>"
        places = f"<urlset><url><loc>{server.base}/1</loc></url></urlset>"
        server.answers |= {
            "/s.xml": told(body=index.encode(), **XML),
            "/s.xml.gz": told(body=gzip.compress(places.encode()), Content_Type="application/x-gzip"),
        }
        assert paths(gathered(f"{server.base}/s.xml"), server) == {"/1": "kept"}


def test_lists_in_a_circle_end() -> None:
    with serving({}) as server:
        server.answers["/a"] = told(body=f"<opml><body><outline xmlUrl='{server.base}/b'/></body></opml>".encode(), **XML)
        server.answers["/b"] = told(body=f"<opml><body><outline xmlUrl='{server.base}/a'/></body></opml>".encode(), **XML)
        assert paths(gathered(f"{server.base}/a"), server) == {"/a": "duplicate"}


def test_a_list_without_end_is_followed_so_far() -> None:
    with serving({f"/{n}": told(404) for n in range(9)}) as server:
        server.answers["/feed"] = feed(server.base, *(f"/{n}" for n in range(9)))
        found = paths(gathered(f"{server.base}/feed", entries=3), server)
        assert found == {"/feed": "too-many", "/0": "http-status", "/1": "http-status", "/2": "http-status"}


def test_what_a_feed_may_not_lead_to() -> None:
    with serving({}) as server:
        bad = f"<rss><channel>{''.join(f'<item><link>{a}</link></item>' for a in ('http://10.0.0.1/', 'http://[::1]/x', 'file:///etc/passwd'))}"
        server.answers["/feed"] = told(body=f"{bad}</channel></rss>".encode(), **FEED)
        found = gathered(f"{server.base}/feed")
    assert sorted(found.values()) == ["forbidden-address", "forbidden-address", "missing-text"]


def test_what_is_no_page() -> None:
    answers = {
        "/json": told(body=b'{"url": "https://naba.example/1", "text": "x"}', Content_Type="application/json"),
        "/pdf": told(body=b"%PDF-1.4", Content_Type="application/octet-stream"),
        "/broken": told(body=b"<rss><channel>", **FEED),
        "/bomb": told(body=gzip.compress(b"a" * 40_000_000), Content_Type="application/x-gzip"),
        "/text": told(body=PARAGRAPH.encode() * 2, Content_Type="text/plain"),
    }
    with serving(answers) as server:
        found = paths(gathered(*(f"{server.base}{p}" for p in answers)), server)
    assert found == {"/json": "wrong-type", "/pdf": "binary", "/broken": "empty", "/bomb": "too-large", "/text": "kept"}


def test_adding_addresses_and_files(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page("خبر من ملف"), encoding="utf-8")
    with serving({f"/{n}": told(body=page(f"خبر {n}").encode()) for n in (1, 2)}) as server:
        server.answers |= {"/feed": feed(server.base, "/1", "/2", "/1?again", "/3"), "/1?again": told(302, Location="/1")}
        with Workspace.create(tmp_path / "desk.db", Settings(fetch=IMPATIENT)) as desk:
            given = [str(tmp_path / "a.html"), f"{server.base}/feed", "http://10.0.0.1/"]
            ends = {("kept", ""): 3, ("failed", "http-status"): 1, ("rejected", "duplicate"): 1, ("rejected", "forbidden-address"): 1}
            assert desk.add(given).outcomes == ends
            assert desk.add(given[1:2]).outcomes == {("rejected", "known"): 2, ("failed", "http-status"): 1, ("rejected", "duplicate"): 1}
            assert {a.url for a in desk.articles()} == {None, f"{server.base}/1", f"{server.base}/2"}


def test_whole_text_is_what_the_item_says() -> None:
    with serving({}) as server:
        item = f"<item><title>عاجل</title><description><![CDATA[{WHOLE}]]></description></item>"
        server.answers["/feed"] = told(body=f"<rss><channel><title>نبأ</title>{item}</channel></rss>".encode(), **FEED)
        (record,) = fetch_articles([f"{server.base}/feed"], Settings(fetch=IMPATIENT))
    assert record.article is not None and record.article.text.startswith("عاجل\nقال وزير النقل") and record.article.outlet == "نبأ"
