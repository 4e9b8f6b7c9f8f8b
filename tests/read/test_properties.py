"""Whatever bytes come: nothing raises, and every span and piece is true."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.read.dates import iso_date
from isnad.read.decode import decode
from isnad.read.html import map_to_source, read_html
from isnad.read.jsonl import read_json, read_jsonl
from isnad.read.listings import read_listing
from isnad.read.plain import read_plain
from isnad.read.records import Job, Source
from isnad.read.warc import read_warc
from isnad.settings import Settings

JOB = Job(settings=Settings())
ARABIC = st.text(st.sampled_from("ابتثجحخد سشصضقلمنهوي،.\n<>&\"'«»{}[]:٣4\u200f\u064b\ufeff"), max_size=300)
TAGS = (
    "<html><body>", "<p>", "</p>",
    "<blockquote class='twitter-tweet'>", "<a href='https://x.com/a/status/1479370000000000000'>", "<title>", "<h1>",
    "&nbsp;", "<script>", "<!--", "قال الوزير في بيان اليوم إن الأمور تسير بخير", "<meta charset=cp1256>", "<table><td>", "<br>", "</",
    "<script type='application/ld+json'>", '{"@type":"NewsArticle","headline":1,"author":[[]],"publisher":{"name":{}}}', "</script>",
)  # fmt: skip
JSON = ('{"text":"قال الوزير اليوم"', "}", "\n", '"id":1', ",", "[", "]", '{"id":{}}', '"\\ud800"', ":", '"title":"ع')
LISTED = (
    "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>http://a/1</link>", "<description>", "<![CDATA[", "]]>",
    "<p>قال الوزير في بيان اليوم إن الأمور تسير بخير</p>" * 20, "<content:encoded>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>",
    "<content type='xhtml'>", "<author><name>", "&nbsp;", "&x;", "<!DOCTYPE rss [<!ENTITY x 'y'>]>", "<opml>", "<outline xmlUrl='http://a/'>",
    "<urlset>", "<url><loc>", '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "http://a/", "content_text": "قال"}]}',
)  # fmt: skip
ARCHIVED = ("WARC/1.0\r\n", "WARC-Type: response\r\n", "WARC-Target-URI: http://a/\r\n", "Content-Length: 40\r\n", "\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "<p>قال</p>", "Content-Length: -1\r\n", "\x1f\x8b\x08")  # fmt: skip
BYTES = st.one_of(
    st.lists(st.sampled_from(LISTED), max_size=25).map(lambda parts: "".join(parts).encode()),
    st.lists(st.sampled_from(ARCHIVED), max_size=14).map(lambda parts: "".join(parts).encode()),
    st.binary(max_size=400),
    ARABIC.map(str.encode),
    ARABIC.map(lambda t: t.encode("cp1256", "ignore")),
    st.tuples(ARABIC, st.binary(max_size=8), ARABIC).map(lambda x: x[0].encode() + x[1] + x[2].encode("cp1256", "ignore")),
    st.lists(st.sampled_from(TAGS), max_size=25).map(lambda parts: "".join(parts).encode()),
    st.lists(st.sampled_from(JSON), max_size=12).map(lambda parts: "".join(parts).encode()),
)


@given(BYTES)
@settings(max_examples=250, deadline=None)
def test_any_bytes(data: bytes) -> None:
    for reader in (read_plain, read_jsonl, read_json, read_html, read_listing, read_warc):
        for record in reader(Source(path="a", stream=io.BytesIO(data)), JOB):
            article = record.article
            assert record.outcome.reason != "broken-page", record
            assert (article is not None) == (record.outcome.fate == "kept") and bool(record.outcome.reason) == (article is None)
            if article is None:
                continue
            article.text.encode("utf-8")
            for span in [article.title, article.byline, *(i.span for i in record.issues)]:
                assert span is None or 0 <= span.start < span.end <= len(article.text)


@given(BYTES)
@settings(max_examples=150, deadline=None)
def test_decoding(data: bytes) -> None:
    decoded = decode(data)
    assert not (decoded.text and decoded.reason)
    for span in decoded.lost:
        assert set(span.of(decoded.text)) == {"\ufffd"}


@given(ARABIC, ARABIC)
@settings(max_examples=150, deadline=None)
def test_pieces_are_true(text: str, between: str) -> None:
    page = f"<p>{text.replace(' ', ' <b>' + between)}"
    end = 0
    for piece in map_to_source(text, page):
        assert piece.start >= end and text[piece.start : piece.start + piece.size] == page[piece.at : piece.at + piece.size]
        end = piece.start + piece.size


@given(st.one_of(st.text(max_size=40), st.from_regex(r"\d{1,14}[-/. ]\d{1,3}[-/. :T]\d{1,5}", fullmatch=True)))
@settings(max_examples=300, deadline=None)
def test_dates_never_raise(value: str) -> None:
    found = iso_date(value)
    assert found is None or found[4] == "-"
