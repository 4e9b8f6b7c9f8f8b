"""The quick way of archives: what is not Arabic is left out by its bytes, pages are extracted in the fast form."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.model.outcome import Outcome
from isnad.read.language import holds_arabic, page_in_another_language
from isnad.read.records import Job, Record, Source
from isnad.read.sources import read_source
from isnad.settings import Settings
from tests.read.lists import PARAGRAPH, page
from tests.run.archive import ENGLISH, PERSIAN

QUICK = Job(settings=Settings(), quick=True)
FULL = Job(settings=Settings())
WORDS = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءةى ", min_size=30, max_size=200).filter(lambda t: len(t.replace(" ", "")) >= 20)


def read(data: bytes, media: str, job: Job = QUICK) -> list[Record]:
    return list(read_source(Source(path="x", stream=io.BytesIO(data)), media, job))


@given(WORDS)
def test_no_arabic_text_is_lost_by_its_bytes(text: str) -> None:
    assert holds_arabic(text.encode())
    assert holds_arabic(text.encode("utf-16"))
    assert holds_arabic(json.dumps({"text": text}).encode())
    assert holds_arabic("".join(f"&#{ord(c)};" if c != " " else c for c in text).encode())
    assert holds_arabic("".join(f"&#x{ord(c):x};" if c != " " else c for c in text).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "iso8859-6"])
def test_nor_in_a_legacy_encoding(encoding: str) -> None:
    data = f"<html><body><p>{PARAGRAPH * 3}</p></body></html>".replace("،", " ").encode(encoding)
    assert holds_arabic(data)
    (record,) = read(data, "text/html")
    assert record.outcome.fate == "kept"


@given(st.text(alphabet=st.characters(max_codepoint=0x5FF, blacklist_categories=("Cs", "Cc"))))
def test_other_letters_are_told_by_their_bytes(text: str) -> None:
    assert not holds_arabic(text.replace("&", "").replace("\\", "").encode())


@pytest.mark.parametrize(("markup", "told"), [(ENGLISH, "bytes"), (PERSIAN, "page")])
def test_other_languages_end_unread(markup: str, told: str) -> None:
    (record,) = read(markup.encode(), "text/html")
    assert record.outcome == Outcome(path="x", fate="rejected", reason="not-arabic", detail=told)
    (full,) = read(markup.encode(), "text/html", FULL)
    assert full.outcome.reason == "not-arabic", "the usual way judges the same"


def test_an_arabic_article_among_english_furniture_is_kept() -> None:
    menu = "".join(f"<li><a href='/{n}'>Section number {n} of our web site</a></li>" for n in range(80))
    markup = page(extra="").replace("<body>", f"<body><ul>{menu}</ul>")
    assert page_in_another_language(markup.encode()) is None
    (record,) = read(markup.encode(), "text/html")
    assert record.article is not None and PARAGRAPH.strip() in record.article.text


def test_the_fast_form_holds_what_the_full_form_holds() -> None:
    embedded = '<blockquote class="twitter-tweet"><p>نتابع الوضع</p>&mdash; بلدية (@samara)</blockquote>'
    markup = (
        page().replace("</article>", f"{embedded}</article>") if "</article>" in page() else page().replace("</body>", f"{embedded}</body>")
    )
    (quick,), (full,) = read(markup.encode(), "text/html"), read(markup.encode(), "text/html", FULL)
    assert quick.article is not None and full.article is not None
    assert set(full.article.text.split("\n")) <= set(quick.article.text.split("\n"))
    assert quick.article.posts == full.article.posts and "نتابع الوضع" not in quick.article.text
    assert (quick.article.url, quick.article.outlet, quick.article.published) == (
        full.article.url,
        full.article.outlet,
        full.article.published,
    )


@pytest.mark.parametrize("body", ["<div>" * 100_000 + PARAGRAPH, "<p>" * 50_000 + PARAGRAPH * 2, "<table><tr><td>" * 20_000 + PARAGRAPH])
def test_deep_pages_are_read_or_counted(body: str) -> None:
    (record,) = read(f"<html><body>{body}".encode(), "text/html")
    assert record.outcome.fate in ("kept", "rejected", "failed")


def test_lines_without_arabic_are_not_decoded() -> None:
    found = read(b'{"text": "' + b"x" * 100 + b'"}\n{broken\n' + json.dumps({"text": PARAGRAPH}).encode(), "application/jsonl")
    assert [r.outcome.reason for r in found] == ["not-arabic", "not-arabic", ""]
