"""Seeds for each way in, made by code, of any size: small ones begin a campaign, large ones are what a stranger would send to choke us."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache

from fuzzing.nasty import NASTY, OPENING, Maker, table_texts
from fuzzing.room_seeds import FORM_SEEDS, address_seeds

Seed = Callable[[int], bytes]
"""An input of about so many bytes."""


def encoded(make: Maker, encoding: str = "utf-8") -> Seed:
    """A text as bytes; Arabic letters are two."""

    def seed(size: int) -> bytes:
        data = make(size // 2).encode(encoding, "surrogatepass" if encoding == "utf-8" else "ignore")
        return data if len(data) <= size else data[: size - size % 4]

    return seed


def filled(before: str, unit: str, after: str = "", between: str = "") -> Seed:
    """A beginning, the same again and again, the rest after it (`between` stands before that, as often)."""
    lead, rest = before.encode(), after.encode()

    def seed(size: int) -> bytes:
        count = max(1, (size - len(lead) - len(rest)) // max(1, len(unit.encode()) + len(between.encode())))
        return lead + unit.encode() * count + between.encode() * count + rest

    return seed


def numbered(before: str, unit: str, after: str = "") -> Seed:
    """The same with a number in it (`#`) that is another each time."""

    def seed(size: int) -> bytes:
        out, left, number = [before.encode()], size - len(before.encode()) - len(after.encode()), 0
        while left > 0:
            number += 1
            out.append(unit.replace("#", str(number)).encode())
            left -= len(out[-1])
        return b"".join([*out, after.encode()])

    return seed


def packed(unit: bytes, before: bytes = b"") -> Seed:
    """A gzip file of so many bytes that is a thousand times as large unpacked, 300 MB at most."""
    return lambda size: gzip.compress(before + unit * (min(300_000_000, 1000 * size) // len(unit)), 9)[:size]


WORDS = "قال الوزير في بيان اليوم إن الأمور تسير بخير وإن 12 شخصا عادوا إلى بيوتهم. "
ROW = json.dumps({"id": "#", "title": "خبر", "text": OPENING, "url": "https://a.example/#"}, ensure_ascii=False) + "\n"
PAGE = f"<html><head><title>خبر</title></head><body><article><h1>خبر</h1><p>{OPENING}</p>"
ITEM = f"<item><guid>#</guid><link>https://a.example/#</link><title>خبر</title><description>{WORDS}</description></item>"
RSS = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>صحيفة</title>"
LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def _row(text: str) -> bytes:
    return json.dumps({"id": text[:50], "title": text[-60:], "text": text, "url": text[-30:], "outlet": text[-20:]}).encode()


def in_row(make: Maker) -> Seed:
    """A record of JSON Lines whose every field is nasty."""
    return lambda size: _row(make(size // 3))


def in_page(seed: Seed) -> Seed:
    """A page whose words are nasty."""
    return lambda size: PAGE.encode() + seed(size - 400)


def again(unit: str, most: int = 4_000) -> Seed:
    """The same again and again, up to so many bytes."""
    data = unit.encode("utf-8", "surrogatepass")
    return lambda size: data * (min(size, most) // len(data))


def always(text: str) -> Seed:
    """The same whatever the size."""
    return lambda size: text.encode()


TEXTS: dict[str, Seed] = {name: encoded(make) for name, make in NASTY.items()} | {
    "cp1256": encoded(NASTY["lines-people"], "cp1256"),
    "utf-16": lambda size: b"\xff\xfe" + encoded(NASTY["lines-people"], "utf-16-le")(size - 2),
    "utf-16-bare": encoded(NASTY["lines-people"], "utf-16-be"),
    "utf-32": lambda size: b"\xff\xfe\0\0" + encoded(NASTY["lines-people"], "utf-32-le")(size // 2),
    "mixed": lambda size: b"".join((WORDS.encode(), b"\n", WORDS.encode("cp1256"), b"\n") * (size // 250)),
    "torn": lambda size: (WORDS.encode() + b"\xd9") * (size // 150),
    "high-bytes": lambda size: bytes(range(128, 256)) * (size // 128),
    "question-marks": lambda size: b"?" * size,
    "latin-words": lambda size: b"The minister said on Tuesday that " * (size // 34),
    "gzip-bomb": packed(b"a"),
    "gzip-bomb-arabic": packed(WORDS.encode()),
    "gzip-nested": lambda size: gzip.compress(packed(b"a")(size)),
}

PAGES: dict[str, Seed] = {f"text-{name}": in_page(seed) for name, seed in TEXTS.items()} | {
    "deep-div": filled(PAGE, "<div>"),
    "deep-closed": filled(PAGE, "<div>", between="</div>"),
    "deep-b": filled(PAGE, "<b>ق"),
    "deep-font": filled(PAGE, "<font><p>ق"),
    "deep-table": filled(PAGE, "<table><tr><td>ق"),
    "deep-a": filled(PAGE, "<p><a><span>ق"),
    "deep-list": filled(PAGE, "<ul><li>ق"),
    "deep-quote": filled(PAGE, "<blockquote class='twitter-tweet'>ق"),
    "wrong-closings": filled(PAGE, "</div></p></b>"),
    "paragraphs": filled(PAGE, f"<p>{WORDS}</p>"),
    "short-paragraphs": numbered(PAGE, "<p>قال #</p>"),
    "words-in-tags": filled(PAGE + "<p>", "<b>قال</b> <i>الوزير</i> "),
    "breaks": filled(PAGE, "<br>ق"),
    "cells": filled(PAGE + "<table><tr>", "<td>ق</td>"),
    "rows": filled(PAGE + "<table>", "<tr><td>قال<td>الوزير"),
    "links": numbered(PAGE, "<a href='https://a.example/#'>اقرأ أيضا #</a>"),
    "attributes": numbered(PAGE + "<p ", "a#='x' "),
    "attribute": filled(PAGE + "<p title='", "x", "'>"),
    "classes": filled(PAGE + "<p class='", "twitter-tweet ", f"'>{WORDS}"),
    "entities": filled(PAGE + "<p>", "&nbsp;&#x202e;&#1602;"),
    "entity-unclosed": filled(PAGE + "<p>", "&"),
    "comment": filled(PAGE + "<!--", "- -"),
    "comments": filled(PAGE, "<!-- -->"),
    "script": filled(PAGE + "<script>", "<!--<script>"),
    "styles": filled(PAGE, "<style>p{}</style>"),
    "json-ld-deep": filled("<script type='application/ld+json'>", "[", f"</script>{PAGE}"),
    "json-ld-graph": filled("<script type='application/ld+json'>", '{"@graph":', f"</script>{PAGE}"),
    "json-ld-many": numbered(PAGE, '<script type="application/ld+json">{"@type":"NewsArticle","headline":"خ#"}</script>'),
    "json-ld-long": filled('<script type="application/ld+json">{"@type":"NewsArticle","headline":"', "خ ", f'"}}</script>{PAGE}'),
    "metas": numbered("<html><head>", "<meta name='n#' content='x'>", PAGE),
    "meta-charset": filled("<html><head>", "<meta ", PAGE),
    "titles": numbered(PAGE, "<h1>خبر #</h1>"),
    "title-long": filled("<html><head><title>", "خبر | ", f"</title></head><body><h1>خبر</h1><p>{WORDS * 5}"),
    "title-bidi": filled("<html><head><title>", "خبر\u202e\u2067", f"</title></head><body><p>{WORDS * 5}"),
    "posts": numbered(
        PAGE, f"<blockquote class='twitter-tweet'><p>{WORDS}</p>— ح (@u) <a href='https://x.com/u/status/14793700000000#'>1</a></blockquote>"
    ),
    "posts-empty": filled(PAGE, "<blockquote class='twitter-tweet'></blockquote>"),
    "posts-signed": filled(PAGE + "<blockquote class='twitter-tweet'>", "— (", "</blockquote>"),
    "times": numbered(PAGE, "<time datetime='2031-03-0#'>3</time>"),
    "declaration": filled("<?xml ", "x ", "?>" + PAGE),
    "doctype": filled("<!DOCTYPE ", "x[", PAGE),
    "bogus-tags": numbered(PAGE, "<x#>ق"),
    "svg": filled(PAGE, "<svg><foreignObject>ق"),
    "frames": filled(PAGE, "<iframe><template>ق"),
    "forms": filled(PAGE, "<form><select><option>ق"),
    "pre": filled(PAGE + "<pre>", "قال\n"),
    "one-word": filled(PAGE + "<p>", "قال"),
    "nul": filled(PAGE + "<p>", "قال\0 "),
    "less-than": filled(PAGE, "<"),
    "headings": numbered(PAGE, "<h2>قال #</h2>"),
    "figures": numbered(PAGE, "<figure><img src='#'><figcaption>صورة #</figcaption></figure>"),
}  # fmt: skip

LINES: dict[str, Seed] = {
    "rows": numbered("", ROW),
    "same-id": filled("", ROW),
    "deep-list": filled("", "["),
    "deep-object": filled("", '{"a":'),
    "deep-in-text": filled('{"text":', "["),
    "empty-lines": filled("", "\n"),
    "braces": filled("", "{}\n"),
    "numbers": filled("", "17\n"),
    "broken": filled("", '{"id":\n'),
    "surrogates": filled('{"text":"' + OPENING.replace("\n", " "), "\\ud800"),
    "surrogates-row": filled("", '{"text":"قال \\ud800 الوزير","url":"\\udc00","id":"\\ud83d"}\n'),
    "escapes": filled('{"text":"', "\\u202e\\u0642", '"}'),
    "keys": numbered('{"text":"قال الوزير"', ',"k#":1', "}"),
    "same-key": filled('{"text":"قال الوزير"', ',"text":"قال"', "}"),
    "long-number": filled('{"text":"قال الوزير","id":', "9", "}"),
    "long-exponent": filled('{"text":"قال الوزير","id":1e', "9", "}"),
    "list": numbered("[", '{"text":"قال الوزير","id":#},', "{}]"),
    "list-of-nothing": filled("[", "{},", "{}]"),
    "list-of-strings": filled('{"text":[', '"قال",', '"x"]}'),
    "dates": filled("", '{"text":"قال الوزير اليوم","published":"0001-01-01","updated":"' + "9" * 100 + '"}\n'),
    "dotted": filled("", '{"text":{"text":1},"a.b":2,"title":["خ"]}\n'),
    "gzip-bomb-lines": packed(b"\n"),
    "gzip-bomb-braces": packed(b"{}\n"),
    "gzip-bomb-line": packed(b"a"),
} | {f"text-{name}": in_row(make) for name, make in NASTY.items()}  # fmt: skip


FEEDS: dict[str, Seed] = {
    "items": numbered(RSS, ITEM, "</channel></rss>"),
    "items-empty": filled(RSS, "<item/>"),
    "items-nested": filled(RSS, "<item><title>خ</title>"),
    "same-guid": filled(RSS, ITEM),
    "whole-text": filled(f"{RSS}<item><content:encoded><![CDATA[<p>", WORDS, "</p>]]></content:encoded></item>"),
    "deep-cdata": filled(f"{RSS}<item><description><![CDATA[", "<div>ق", "]]></description></item>"),
    "escaped-tags": filled(f"{RSS}<item><description>", "&lt;p&gt;ق", "</description></item>"),
    "open-tags": filled(f"{RSS}<item><title>", "&lt;a ", "</title></item>"),
    "deep": filled(RSS, "<a>"),
    "deep-closed": filled(RSS, "<a>", "</channel></rss>", between="</a>"),
    "laughs": lambda size: (LAUGHS + RSS + "<item><title>" + "&i;" * (size // 10) + "</title></item>").encode(),
    "entities": numbered("<!DOCTYPE rss [", "<!ENTITY e# 'x'>", "]>" + RSS + ITEM),
    "doctypes": filled("", "<!DOCTYPE rss [", "]>" + RSS + ITEM),
    "external": filled('<!DOCTYPE rss SYSTEM "file:///etc/passwd">' + RSS, "<item><title>&xxe;</title></item>"),
    "attributes": numbered(RSS + "<item ", "a#='x' ", "/>"),
    "namespaces": numbered("<rss ", "xmlns:n#='http://n#.example/' ", "><channel><item/></channel></rss>"),
    "links": numbered(RSS + "<item>", "<link>https://a.example/#</link>", "</item>"),
    "link-long": filled(RSS + "<item><link>https://a.example/", "../", "</link></item>"),
    "link-bad": filled(RSS, "<item><link>http://[::1</link><guid>http://\u2100.example/</guid></item>"),
    "dates": filled(RSS, "<item><pubDate>" + "9" * 30 + "</pubDate><link>http://a.example/</link></item>"),
    "authors": filled(RSS + "<item><author>", "a@b (", "</author></item>"),
    "ellipses": filled(RSS + "<item><description>", "… ] ", "x</description></item>"),
    "atom": numbered(
        "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry><id>#</id><content type='xhtml'><div>قال</div></content></entry>"
    ),
    "atom-deep": filled("<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>", "<div>"),
    "base-nested": filled("<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry xml:base='../x/'><link href='y'/>"),
    "json-feed": numbered(
        '{"version":"https://jsonfeed.org/version/1","items":[', '{"url":"https://a.example/#","content_text":"قال الوزير"},', "{}]}"
    ),
    "json-feed-deep": filled('{"version":"https://jsonfeed.org/version/1","items":', "["),
    "json-feed-html": filled(
        '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_html":"', "<div>ق", '"}]}'
    ),
    "bidi": filled(RSS + "<item><title>", "\u202eق\u2067", "</title><link>https://a.example/</link></item>"),
    "forbidden": filled(RSS + "<item><title>", "ق\x0b\ufffe", "</title></item>"),
    "cp1256": lambda size: ("<?xml version='1.0' encoding='windows-1256'?>" + RSS + ITEM * (size // 250)).encode("cp1256"),
    "comments": filled(RSS, "<!-- -->"),
    "instructions": filled(RSS, "<?x?>"),
    "gzip-bomb": packed(b"<item/>", RSS.encode()),
}  # fmt: skip

OUTLINES: dict[str, Seed] = {
    "outlines": numbered("<opml><body>", "<outline xmlUrl='https://a#.example/f' title='ق'/>"),
    "outlines-deep": filled("<opml><body>", "<outline text='x'>"),
    "outlines-deep-feeds": filled("<opml><body>", "<outline xmlUrl='https://a.example/f'>"),
    "attributes": numbered("<opml><body><outline ", "a#='x' ", "xmlUrl='https://a.example/'/>"),
    "title": filled("<opml><head><title>", "<b>ق", "</title></head><body/></opml>"),
    "heads": filled("<opml>", "<head><title>ق</title></head>"),
    "sitemap": numbered("<urlset>", "<url><loc>https://a.example/#</loc><lastmod>2031-03-0#</lastmod></url>"),
    "sitemap-news": numbered(
        "<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>",
        "<url><loc>https://a.example/#</loc><n:news><n:title>ق</n:title></n:news></url>",
    ),
    "sitemap-index": numbered("<sitemapindex>", "<sitemap><loc>https://a.example/#</loc></sitemap>"),
    "sitemap-deep": filled("<urlset>", "<url><loc>"),
    "sitemap-empty": filled("<urlset>", "<url/>"),
    "laughs": lambda size: (LAUGHS + "<opml><body><outline text='" + "&i;" * (size // 10) + "'/></body></opml>").encode(),
}  # fmt: skip


def answer(body: bytes, headers: str = "", address: str = "https://a.example/#", length: int | None = None) -> bytes:
    """A WARC record of an answer."""
    payload = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-03-05T00:00:00Z\r\n"
    kind = "Content-Type: application/http; msgtype=response\r\n"
    return (
        head.encode()
        + kind.encode()
        + f"Content-Length: {len(payload) if length is None else length}\r\n\r\n".encode()
        + payload
        + b"\r\n\r\n"
    )


def deflated(size: int) -> bytes:
    """Bytes that are a thousand times as many unpacked, 300 MB at most."""
    return zlib.compress(b"<p>" * (min(300_000_000, 1000 * size) // 3), 9)


def records(one: Callable[[int], bytes]) -> Seed:
    """As many records as fit, each by its number."""

    def seed(size: int) -> bytes:
        out: list[bytes] = []
        while sum(map(len, out[-1:])) * len(out) < size and len(out) < 20_000:
            out.append(one(len(out)))
        return b"".join(out)

    return seed


ARCHIVES: dict[str, Seed] = {
    "pages": records(lambda n: answer(f"{PAGE}<p>{WORDS * 4}".encode(), address=f"https://a.example/{n}")),
    "pages-small": records(lambda n: answer(b"<p>", address=f"https://a.example/{n}")),
    "pages-gzipped": records(lambda n: gzip.compress(answer(PAGE.encode(), address=f"https://a.example/{n}"))),
    "same-address": records(lambda n: answer(b"<p>")),
    "no-address": records(lambda n: answer(b"<p>", address="")),
    "one-page": lambda size: answer(PAGE.encode() + b"<p>" * (size // 3)),
    "page-bomb-gzip": lambda size: answer(gzip.compress(b"<p>" * (min(300_000_000, 1000 * size) // 3)), "Content-Encoding: gzip\r\n"),
    "page-bomb-deflate": lambda size: answer(deflated(size), "Content-Encoding: deflate\r\n"),
    "page-bomb-twice": lambda size: answer(gzip.compress(gzip.compress(b"<p>" * 50_000_000)), "Content-Encoding: gzip, gzip\r\n"),
    "page-bomb-many": records(lambda n: answer(gzip.compress(b"<p>" * 3_000_000), "Content-Encoding: gzip\r\n", f"https://a.example/{n}")),
    "chunks": lambda size: answer(b"1\r\n<\r\n" * (size // 6) + b"0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    "chunk-sizes": lambda size: answer(b"0" * size + b"\r\n", "Transfer-Encoding: chunked\r\n"),
    "chunk-false": lambda size: answer(b"ffffffff\r\n<p>" + b"x" * size, "Transfer-Encoding: chunked\r\n"),
    "chunk-extension": lambda size: answer(b"1;" + b"a" * size + b"\r\n<", "Transfer-Encoding: chunked\r\n"),
    "encodings": lambda size: answer(b"<p>", "Content-Encoding: " + "identity," * (size // 9) + "\r\n"),
    "headers": lambda size: answer(b"<p>", "".join(f"A{n}: b\r\n" for n in range(size // 12))),
    "header-long": lambda size: answer(b"<p>", "A: " + "b" * size + "\r\n"),
    "header-lines": lambda size: b"WARC/1.0\r\n" + b"A: b\r\n" * (size // 6),
    "header-open": lambda size: b"WARC/1.0\r\n" + b"a" * size,
    "length-false": records(lambda n: answer(b"<p>", address=f"https://a.example/{n}", length=10**12)),
    "length-negative": records(lambda n: answer(b"<p>", length=-1)),
    "half": lambda size: answer(PAGE.encode() * (size // len(PAGE.encode()) + 1))[: size // 2],
    "half-gzipped": lambda size: gzip.compress(answer(bytes(range(256)) * (size // 256)))[: size // 2 + 40],
    "gzip-torn-between": lambda size: gzip.compress(answer(b"<p>"))[:-6] + gzip.compress(answer(PAGE.encode(), address="https://b.example/")),
    "versions": filled("", "WARC/1.0\r\n\r\n"),
    "nothing": filled("WARC/", "x"),
    "gzip-bomb": packed(b"\0"),
    "gzip-bomb-warc": packed(b"WARC/1.0\r\n\r\n"),
    "addresses": records(lambda n: answer(b"<p>", address="http://[::1" + "\u202e" * n)),
}  # fmt: skip


def _package(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


PACKAGES: dict[str, Seed] = {
    "pages": lambda size: _package({"archive/a.warc": ARCHIVES["pages"](size), "datapackage.json": b"{}"}),
    "gzipped": lambda size: _package({"archive/a.warc.gz": gzip.compress(ARCHIVES["pages"](size))}),
    "members": lambda size: _package({f"archive/{n}.warc": answer(b"<p>") for n in range(size // 700)}),
    "members-empty": lambda size: _package({f"archive/{n}.warc": b"" for n in range(size // 120)}),
    "bomb": lambda size: _package({"archive/a.warc": bytes(min(300_000_000, 1000 * size))}),
    "bomb-warc": lambda size: _package({"archive/a.warc": b"WARC/1.0\r\n\r\n" * (min(300_000_000, 1000 * size) // 12)}),
    "bomb-lines": lambda size: _package({"archive/a.warc": b"WARC/1.0\r\n" + b"A: b\r\n" * (min(100_000_000, 1000 * size) // 6)}),
    "torn": lambda size: _package({"archive/a.warc": ARCHIVES["pages"](size)})[: size // 2],
    "no-archive": lambda size: _package({f"pages/{n}.jsonl": b"{}" for n in range(size // 120)}),
    "outside": lambda size: _package({"../../archive/a.warc": answer(b"<p>")}),
}


@cache
def _arrow() -> tuple[object, object]:
    import pyarrow
    import pyarrow.parquet

    return pyarrow, pyarrow.parquet


def _parquet(columns: dict[str, object], **options: object) -> bytes:
    arrow, library = _arrow()
    out = io.BytesIO()
    library.write_table(arrow.table(columns), out, **options)  # type: ignore[attr-defined]
    return out.getvalue()


COLUMNS: dict[str, Seed] = {
    "rows": lambda size: _parquet({"id": list(range(size // 100)), "text": [OPENING] * (size // 100), "title": ["خبر"] * (size // 100)}),
    "same-long-text": lambda size: _parquet({"text": [WORDS * 200] * 2_000}),
    "same-longer-text": lambda size: _parquet({"text": [WORDS * 5_000] * 20_000}, row_group_size=20_000),
    "bomb": lambda size: _parquet({"text": ["a" * 30_000_000] * 8}, use_dictionary=False, compression="zstd"),
    "row-groups": lambda size: _parquet({"text": ["قال"] * (size // 300)}, row_group_size=1),
    "columns": lambda size: _parquet({f"c{n}": [1] for n in range(size // 400)} | {"text": ["قال"]}),
    "bytes": lambda size: _parquet({"text": [b"\xff\xd9"] * 100, "id": [None] * 100}),
    "numbers": lambda size: _parquet({"text": [1.5] * 1_000}),
    "lists": lambda size: _parquet({"text": [["قال"] * 100] * (size // 1_000)}),
    "nested": lambda size: _parquet({"text": [_deep(20)]}),
    "no-rows": lambda size: _parquet({"text": []}),
    "half": lambda size: _parquet({"text": [OPENING + str(n) for n in range(size // 300)]})[: size // 2],
    "footer": lambda size: b"PAR1" + b"\xff" * (size - 12) + (size - 12).to_bytes(4, "little") + b"PAR1",
    "footer-false": lambda size: b"PAR1" + b"\x15" * size + b"\xff\xff\xff\x7fPAR1",
}  # fmt: skip


def _deep(levels: int) -> object:
    return {"a": _deep(levels - 1)} if levels else "قال"


QUERIES: dict[str, Seed] = {
    name: again(unit)
    for name, unit in {
        "words": "انفجار ", "brackets": "(", "brackets-closed": ")", "marks": '"', "marks-open": "«", "minus": "-", "minus-words": "-a ",
        "or": "a OR ", "not": "NOT ", "stars": "a* ", "star": "*", "letters": "ا* ", "colons": "text:", "fields": "title:قال ",
        "outlets": "outlet:https://a:1 ", "figures": "figure>1 ", "signs": "<=", "stopwords": "في من ", "nul": "a\0", "bidi": "\u202eق",
        "surrogates": "ق\ud800 ", "quote": "' ",
        "fts": "a AND NEAR(b) ^c {d} ", "percent": "% _ ", "semicolon": '"); DROP TABLE articles; -- ',
        "days": "date:2031-01..2031-02 ", "stories": "story:0 ", "said": "said:«قال الوزير» ", "long-word": "ق",
    }.items()
} | {
    "figure-long": lambda size: b"figure>" + b"9" * min(1_900, size),
    "day-long": lambda size: b"date:" + b"9" * min(1_900, size),
    "day-odd": lambda size: "date:٠٠٠٠-٩٩..9999-12-31".encode(),
    "day-zero": lambda size: b"after:0000 before:0000-00-00",
    "nested": lambda size: b"(a OR -" * 19 + b"b" + b")" * 19,
    "vowels": lambda size: ("ق" + "\u064b" * min(900, size // 2)).encode(),
    "any-figure": lambda size: "قتلى>=1,200.5 killed<0 =".encode(),
}  # fmt: skip

DATES: dict[str, Seed] = {
    f"date-{n}": always(text)
    for n, text in enumerate((
        "2031-03-04T10:00:00Z", "Tue, 04 Mar 2031 10:00:00 +0300", "الثلاثاء 4 آذار 2031، 10:30 مساء", "4/3/2031 10:00", "1930000000",
        "1e9", "March 4, 2031", "٤ مارس ٢٠٣١", "0000-00-00", "9999-12-31T23:59:60Z", "4 " + "a" * 20 + " 2031", "1" * 100,
        "31/31/31"
    ))
}  # fmt: skip


def _joined(one: Seed, two: Seed) -> Seed:
    return lambda size: one(size // 2) + b"\x1e" + two(size // 2)


SEEDS: dict[str, dict[str, Seed]] = {
    "text": TEXTS, "html": PAGES, "jsonl": LINES, "json": LINES, "feed": FEEDS, "opml": OUTLINES, "warc": ARCHIVES, "wacz": PACKAGES,
    "parquet": COLUMNS, "dates": DATES, "search": QUERIES, "forms": FORM_SEEDS,
}  # fmt: skip


def seeds(harness: str) -> Iterator[tuple[str, Seed]]:
    """The seeds of a way in, by name."""
    if harness == "any":
        for form in ("text", "html", "jsonl", "feed", "opml", "warc", "wacz", "parquet"):
            for name, seed in SEEDS[form].items():
                yield f"{form}-{name}", seed
    elif harness in ("annotate", "account"):
        texts = {name: encoded(make) for name, make in [*NASTY.items(), *table_texts()]}
        people = encoded(NASTY["lines-people"])
        yield from (texts if harness == "annotate" else {name: _joined(one, people) for name, one in texts.items()}).items()
    elif harness == "addresses":
        yield from address_seeds()
    else:
        yield from SEEDS[harness].items()
