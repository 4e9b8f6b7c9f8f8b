"""What each format gives: text, spans, metadata, posts, the way back to the source."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest

from isnad.read.dates import iso_date
from isnad.read.decode import decode
from isnad.read.html import map_to_source
from isnad.read.records import FieldMap
from tests.read.test_bad_input import GOOD, read

LINE = GOOD.splitlines()[1]
PAGE = f"""<!doctype html><html lang="ar"><head><meta charset="CHARSET"><title>انهيار جسر في مدينة النور | صحيفة الضفة</title>
<link rel="canonical" href="https://alddiffa.example/n/7"><meta property="og:title" content="انهيار جسر في مدينة النور - صحيفة الضفة">
<script type="application/ld+json">{{"@graph":[{{"@type":"WebSite","name":"x"}},{{"@type":["NewsArticle"],
"headline":"انهيار جسر في مدينة النور","datePublished":"2022-01-07T10:00:00+03:00","dateModified":"2022-01-07T12:00:00+03:00",
"author":[{{"name":"سلمى العلي"}}],"publisher":{{"@type":"Organization","name":"صحيفة الضفة"}}}}]}}</script></head>
<body><nav><a href="/">الرئيسية</a></nav><article><h1>انهيار جسر في مدينة النور</h1><p>{LINE}</p>
<p>وأضاف الوزير أن <b>سبعة أشخاص</b> أصيبوا&nbsp;بجروح، وأن فرق الإنقاذ تواصل البحث عن مفقودين تحت الأنقاض في الموقع.</p>
<blockquote class="twitter-tweet"><p lang="ar" dir="rtl">نتابع الوضع عن كثب<br>ونعزي الأسر</p>&mdash; بلدية النور (@alnoor_city)
<a href="https://twitter.com/alnoor_city/status/1479370000000000000?ref_src=x">January 7, 2022</a></blockquote>
<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/abc/"><div>صورة من موقع الحادث</div></blockquote>
<p>وتابع أن التحقيق سيبدأ غدا لمعرفة أسباب الحادث وتحديد المسؤولين عنه.</p></article><footer>جميع الحقوق محفوظة</footer></body></html>"""


@pytest.mark.parametrize(("charset", "codec"), [("utf-8", "utf-8"), ("windows-1256", "cp1256"), ("utf-8", "cp1256")])
def test_page(charset: str, codec: str, tmp_path: Path) -> None:
    page = PAGE.replace("CHARSET", charset)
    (tmp_path / "a.html").write_bytes(page.encode(codec))
    (record,) = read(tmp_path)
    article = record.article
    assert article is not None and article.title is not None and article.byline is not None
    assert article.title.of(article.text) == "انهيار جسر في مدينة النور" and article.title.start == 0
    assert article.byline.of(article.text) == "سلمى العلي"
    assert (article.outlet, article.url) == ("صحيفة الضفة", "https://alddiffa.example/n/7")
    assert (article.published, article.updated) == ("2022-01-07T10:00:00+03:00", "2022-01-07T12:00:00+03:00")
    assert article.text.count("انهيار جسر في مدينة النور") == 1 and "غدا لمعرفة" in article.text
    assert "نتابع الوضع" not in article.text and "صورة من موقع" not in article.text
    tweet, picture = article.posts
    assert (tweet.author, tweet.handle, tweet.text) == ("بلدية النور", "@alnoor_city", "نتابع الوضع عن كثب\nونعزي الأسر")
    assert tweet.published == "2022-01-07T08:31:08+00:00" and picture.text == "صورة من موقع الحادث"
    for piece in article.source_map:
        assert article.text[piece.start : piece.start + piece.size] == page[piece.at : piece.at + piece.size]
    assert sum(p.size for p in article.source_map) > 0.9 * len(article.text)


def test_map_to_source_of_what_is_not_there() -> None:
    assert map_to_source("قال الوزير", "شيء آخر") == ()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_json_lines(pack: type[bytes], tmp_path: Path) -> None:
    row = {"id": "7", "outlet": "الضفة", "url": "https://x.example/7", "retrieved": "2022-01-07 11:00:00",
           "published": "Fri, 07 Jan 2022 10:00:00 GMT", "title": " عنوان\nالخبر ", "byline": "سلمى", "text": LINE}  # fmt: skip
    (tmp_path / "a.jsonl").write_bytes(pack(json.dumps(row).encode()))
    (record,) = read(tmp_path)
    article = record.article
    assert article is not None and article.title and article.byline
    assert article.text == f"عنوان الخبر\nسلمى\n{LINE}"
    assert (article.title.of(article.text), article.byline.of(article.text)) == ("عنوان الخبر", "سلمى")
    assert article.path.endswith("a.jsonl#7") and article.outlet == "الضفة"
    assert (article.published, article.retrieved) == ("2022-01-07T10:00:00+00:00", "2022-01-07T11:00:00")


def test_field_map_leads_into_nested_objects(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"items": [{"content": {"body": LINE}, "source": "س", "h": "ع"}]}), encoding="utf-8")
    (record,) = read(tmp_path, fields=FieldMap(text="content.body", outlet="source", title="h"))
    assert record.article is not None and record.article.text == f"ع\n{LINE}" and record.article.outlet == "س"


@pytest.mark.parametrize("name", ["articles.csv", "articles.jsonl"])
def test_sidecar_above_raw_and_beside(name: str, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(GOOD, encoding="utf-8")
    row = {"file": "a.txt", "outlet": "الضفة", "url": "https://x.example/1", "retrieved": "2022-01-07 11:00:00"}
    if name == "articles.csv":
        (tmp_path / name).write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8-sig")
    else:
        (tmp_path / name).write_text(json.dumps(row), encoding="utf-8")
    for given in (tmp_path, tmp_path / "raw", tmp_path / "raw" / "a.txt"):
        (record,) = read(given)
        assert record.article is not None
        assert (record.article.outlet, record.article.retrieved) == ("الضفة", "2022-01-07T11:00:00")


def test_sidecar_that_names_a_missing_file_and_a_broken_row(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "articles.csv").write_text("file,outlet\na.txt,x\ngone.txt,y\n,z\n", encoding="utf-8")
    records = read(tmp_path)
    assert [(r.outcome.fate, r.outcome.reason) for r in records] == [("kept", ""), ("failed", "not-found"), ("failed", "broken-sidecar")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1256", "iso8859-6", "cp720"])
def test_encodings(codec: str) -> None:
    decoded = decode((GOOD * 3).encode(codec))
    assert (decoded.text, decoded.reason) == (GOOD * 3, "")


def test_line_breaks_stay_as_they_are(tmp_path: Path) -> None:
    text = GOOD.replace("\n", "\r\n") + "\n\n  ذيل "
    (tmp_path / "a.txt").write_bytes(text.encode("cp1256"))
    (record,) = read(tmp_path)
    assert record.article is not None and record.article.text == text and record.article.encoding == "windows-1256"


@pytest.mark.parametrize(
    "data",
    [GOOD.encode(), json.dumps({"text": GOOD}).encode(), PAGE.encode(), gzip.compress(GOOD.encode("cp1256"))],
    ids=["text", "JSON", "page", "packed"],
)
def test_standard_input(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (record,) = read("-")
    assert record.article is not None and record.article.path.startswith("-") and LINE in record.article.text


def test_folders_within_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/3.txt", "1.txt", ".hidden/4.txt", "b/.x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD + name, encoding="utf-8")
    assert [r.outcome.path.removeprefix(f"{tmp_path}/") for r in read(tmp_path)] == ["1.txt", "a/3.txt", "b/2.txt"]


def test_ids_rest_on_content_alone(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.txt").write_text(GOOD, encoding="utf-8")
    ids = {r.article.id for f in ("x", "y") for r in read(tmp_path / f) if r.article}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2015-07-21 02:18:03", "2015-07-21T02:18:03"),
        ("2022-01-07T10:00:00Z", "2022-01-07T10:00:00+00:00"),
        ("2022-01-07T10:00:00.123+0300", "2022-01-07T10:00:00+03:00"),
        ("7/1/2022", "2022-01-07"),
        ("2022/1/7 9:05", "2022-01-07T09:05:00"),
        ("٢٠٢٢-٠١-٠٧", "2022-01-07"),
        ("1641546000", "2022-01-07T09:00:00+00:00"),
        ("1641546000000", "2022-01-07T09:00:00+00:00"),
        ("Fri, 07 Jan 2022 10:00:00 +0300", "2022-01-07T10:00:00+03:00"),
        ("January 7, 2022", "2022-01-07"),
        ("7 يناير 2022", "2022-01-07"),
        ("7 كانون الثاني، 2022", "2022-01-07"),
        ("7 جانفي 2022", "2022-01-07"),
        ("31/2/2022", None),
        ("7/1/22", None),
        ("22", None),
        ("أمس", None),
    ],
)
def test_dates(value: str, expected: str | None) -> None:
    assert iso_date(value) == expected
