"""Invented feeds, OPML files, sitemaps and archives, for the tests of readers and of fetching."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence

PARAGRAPH = "قال وزير النقل فادي رسلان إن فرق الإنقاذ تواصل العمل في نفق سمارا منذ فجر الثلاثاء، مضيفا أن التحقيق بدأ. "
WHOLE = f"<p>{PARAGRAPH * 3}</p><p>{PARAGRAPH * 3}</p>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>صحيفة الضفة</title><link>https://diffa.example/</link>
<item><title>انهيار نفق &quot;سمارا&quot;</title><link>/n/1</link><guid isPermaLink="false">n-1</guid><dc:creator>سلمى العلي</dc:creator>
<pubDate>الثلاثاء، 04 مارس 2031 10:00:00 +0300</pubDate><media:title>صورة</media:title>
<description>ملخص &lt;b&gt;قصير&lt;/b&gt;</description>
<content:encoded><![CDATA[{WHOLE}<blockquote class="twitter-tweet"><p>نتابع الوضع</p>&mdash; بلدية (@samara)
<a href="https://twitter.com/samara/status/1479370000000000000">x</a></blockquote><script>x()</script>]]></content:encoded></item>
<item><title>خبر ثان</title><link>https://diffa.example/n/2</link><pubDate>Tue, 04 Mar 2031 11:00:00 GMT</pubDate>
<description>مقدمة فقط…</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">وكالة نبأ</title><link rel="self" href="https://naba.example/feed"/>
<link href="https://naba.example/"/>
<entry><id>tag:naba.example,2031:1</id><title type="html">انهيار &lt;i&gt;نفق&lt;/i&gt;</title>
<link rel="enclosure" href="https://naba.example/a.mp3"/>
<link rel="alternate" href="n/1"/><published>2031-03-04T10:00:00Z</published>
<updated>2031-03-04T12:00:00Z</updated><author><name>نادر مسعود</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{WHOLE}</div></content></entry>
<entry><id>tag:naba.example,2031:2</id><title>بلا نص</title><link href="https://naba.example/n/2"/><summary>سطر</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://diffa.example/"><title>قديمة</title>
<link>https://diffa.example/</link></channel><item rdf:about="https://diffa.example/n/3"><title>خبر ثالث</title>
<link>https://diffa.example/n/3</link><dc:date>2031-03-04</dc:date></item></rdf:RDF>"""
JSON_FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "صحيفة الضفة", "home_page_url": "https://diffa.example/",
    "items": [
        {"id": 7, "url": "https://diffa.example/n/7", "title": "انهيار نفق", "content_html": WHOLE,
         "date_published": "2031-03-04T10:00:00Z",
         "authors": [{"name": "سلمى"}, {"name": "نادر"}]},
        {"id": "8", "url": "https://diffa.example/n/8", "summary": "سطر"},
    ],
})  # fmt: skip
OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>اشتراكات</title></head><body><outline text="صحف">
<outline type="rss" text="الضفة" xmlUrl="https://diffa.example/feed" htmlUrl="https://diffa.example/"/></outline>
<outline type="link" text="صفحة" url="https://diffa.example/n/9"/><outline text="بلا عنوان"/></body></opml>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://diffa.example/n/1 </loc><lastmod>2031-03-05</lastmod><news:news><news:publication><news:name>الضفة</news:name>
<news:language>ar</news:language></news:publication><news:publication_date>2031-03-04</news:publication_date><news:title>انهيار</news:title>
</news:news></url><url><loc>javascript:alert(1)</loc></url></urlset>"""
SITEMAP_INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://diffa.example/s1.xml.gz</loc></sitemap>
</sitemapindex>"""
LISTS = {"a.rss": RSS, "b.atom": ATOM, "c.rdf": RDF, "d.json": JSON_FEED, "e.opml": OPML, "f.xml": SITEMAP, "g.xml": SITEMAP_INDEX}
BOMB = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
BOMB += "]><rss><channel><title>&j;</title><item><title>&j;</title><link>https://a.example/1</link></item></channel></rss>"
OUTSIDE = """<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY % y SYSTEM "http://127.0.0.1:9/x">%y;]>
<rss><channel><title>قناة</title><item><title>خبر &x; هنا</title><link>https://a.example/1</link></item></channel></rss>"""


def page(title: str = "انهيار نفق في مدينة سمارا", extra: str = "") -> str:
    """A page with an article."""
    return (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{title}</title>{extra}</head><body><article><h1>{title}</h1>'
        f"<p>{PARAGRAPH * 2}</p><p>{PARAGRAPH * 2}</p></article></body></html>"
    )


Answer = tuple[str, int, dict[str, str], bytes]


def warc(answers: Sequence[Answer], packed: bool = True, kind: str = "response") -> bytes:
    """A WARC file with a note on the crawl, and a request and an answer for each address."""
    records = [_warc_record("warcinfo", "", b"software: test\r\n", "application/warc-fields")]
    for address, status, headers, body in answers:
        records.append(
            _warc_record("request", address, b"GET / HTTP/1.1\r\nHost: diffa.example\r\n\r\n", "application/http; msgtype=request")
        )
        told = f"HTTP/1.1 {status} OK\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n"
        if kind == "response":
            records.append(_warc_record(kind, address, told.encode() + body, "application/http; msgtype=response"))
        else:
            records.append(_warc_record(kind, address, body, headers["Content-Type"]))
    return b"".join(gzip.compress(r) if packed else r for r in records)


def _warc_record(kind: str, address: str, block: bytes, media: str) -> bytes:
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Target-URI: {address}", "WARC-Date: 2031-03-04T10:00:00Z"]
    lines += [f"Content-Type: {media}", f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


HTML = {"Content-Type": "text/html; charset=utf-8"}
CRAWL: tuple[Answer, ...] = (
    ("https://www.diffa.example/n/1?ref=x", 200, HTML, page(extra='<link rel="canonical" href="https://diffa.example/n/1">').encode()),
    ("https://diffa.example/n/2", 404, HTML, b"<html>gone</html>"),
    ("https://diffa.example/a.png", 200, {"Content-Type": "image/png"}, b"\x89PNG"),
    ("https://diffa.example/n/3", 200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(page("خبر مضغوط").encode())),
    ("https://diffa.example/n/3", 200, HTML | {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08 no gzip"),
    ("https://diffa.example/n/4", 200, HTML, page("خبر آخر", '<link rel="canonical" href="https://naba.example/n/1">').encode()),
)
