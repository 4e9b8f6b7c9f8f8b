"""Every kind of bad input ends as a counted outcome, and the good article beside it is still told."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from isnad.errors import UsageError
from isnad.read.markup import fragment_text
from isnad.read.records import FieldMap, Record
from isnad.read.sources import read_articles
from isnad.settings import Settings

GOOD = "انهيار جسر في مدينة النور\nقال وزير النقل اليوم إن جسرا انهار فجر الجمعة بسبب الأمطار الغزيرة التي هطلت على المنطقة.\n"
PERSIAN = "رئیس جمهور گفت که دولت برای حل مشکلات مردم تلاش می‌کند و پیشنهادهای چند کشور را بررسی خواهد کرد. " * 3
URDU = "وزیر اعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرنے کے لیے ہر ممکن کوشش کر رہی ہے۔ " * 3
ENGLISH = "The minister said on Tuesday that the bridge had collapsed after heavy rain. " * 4
MIXED = ("وقال الوزير في بيان " * 3 + "\n").encode() * 3 + ("وأضاف أن الأمطار الغزيرة مستمرة على المدينة\n").encode("cp1256")


def read(*paths: Path | str, fields: FieldMap | None = None, **settings: Any) -> list[Record]:
    return list(read_articles([str(p) for p in paths], Settings(**settings), fields))


FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "empty"),
    "blank": ("a.txt", " \n\t\u200f\n".encode(), "empty"),
    "mark only": ("a.txt", b"\xef\xbb\xbf", "empty"),
    "program": ("a.txt", b"\x7fELF" + bytes(500), "binary"),
    "picture": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "pdf by another name": ("a.txt", b"%PDF-1.4\n1 0 obj", "binary"),
    "noise": ("a.txt", bytes((i * 7919) % 251 for i in range(5000)), "binary"),
    "lost letters": ("a.txt", b"??? ?? ?????? ????? ? ???", "undecodable"),
    "English": ("a.txt", ENGLISH.encode(), "not-arabic"),
    "Persian": ("a.txt", PERSIAN.encode(), "not-arabic"),
    "Urdu": ("a.txt", URDU.encode(), "not-arabic"),
    "digits": ("a.txt", b"1234 5678 90", "not-arabic"),
    "empty page": ("a.html", b"<html><body></body></html>", "empty"),
    "scripts only": ("a.html", b"<html><head><script>var a=1</script></head><body><script>b()</script></body></html>", "empty"),
    "comment only": ("a.html", b"<!-- nothing", "empty"),
    "empty lines": ("a.jsonl", b"\n\n", "empty"),
    "empty list": ("a.json", b"[]", "empty"),
    "broken list": ("a.json", b'[{"id": 1,', "broken-record"),
    "nested list": ("a.json", b"[" * 100_000, "broken-record"),
    "no text": ("a.jsonl", b'{"id": 1, "title": "x"}', "missing-text"),
    "text is a number of things": ("a.jsonl", b'{"id": 1, "text": {"a": 1}}', "missing-text"),
    "no object": ("a.jsonl", b"17\n", "broken-record"),
    "word processor": ("a.docx", b"PK\x03\x04", "unknown-format"),
    "XML that is no list": ("a.xml", b"<project><name>x</name></project>", "unknown-format"),
    "words in XML": ("a.rss", b"just words", "broken-list"),
    "feed without items": ("a.atom", b"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>", "empty"),
    "outlines without addresses": ("a.opml", b"<opml><body><outline text='x'/></body></opml>", "empty"),
    "no archive": ("a.warc", b"nonsense" * 100, "broken-archive"),
    "no package": ("a.wacz", b"PK\x03\x04", "broken-archive"),
    "no columns": ("a.parquet", b"PAR1PAR1", "broken-archive"),
    "torn gzip": ("a.txt.gz", gzip.compress(GOOD.encode() * 50)[:-20], "unreadable"),
}


@pytest.mark.parametrize("case", FILES)
def test_counted_and_the_good_one_told(case: str, tmp_path: Path) -> None:
    name, data, reason = FILES[case]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    records = read(tmp_path)
    assert [r.outcome.reason for r in records] == [reason, ""]
    assert records[0].outcome.fate in ("rejected", "failed") and records[0].article is None
    assert records[1].article is not None and records[1].article.text == GOOD


def test_empty_folder(tmp_path: Path) -> None:
    assert read(tmp_path) == []


def test_path_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(UsageError, match="nowhere"):
        read_articles([str(tmp_path), str(tmp_path / "nowhere.txt")], Settings())


def test_a_named_file_is_never_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(GOOD, encoding="utf-8")
    assert read(tmp_path) == []
    assert [r.outcome.fate for r in read(path)] == ["kept"]


def test_mixed_encodings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(MIXED)
    (record,) = read(tmp_path)
    assert record.article is not None and "\ufffd" not in record.article.text
    (issue,) = record.issues
    assert issue.code == "mixed-encoding" and issue.span is not None
    assert issue.span.of(record.article.text) == "وأضاف أن الأمطار الغزيرة مستمرة على المدينة"


def test_broken_bytes_are_marked_and_the_rest_is_told(tmp_path: Path) -> None:
    data = GOOD.encode() * 5
    (tmp_path / "a.txt").write_bytes(data[:200] + b"\xff" + data[200:])
    (record,) = read(tmp_path)
    assert record.article is not None
    (issue,) = record.issues
    assert issue.code == "broken-bytes" and issue.span is not None and set(issue.span.of(record.article.text)) == {"\ufffd"}


def test_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        for _ in range(50):
            stream.write(b"x" * 1_000_000)
    assert [r.outcome.reason for r in read(path)] == ["too-large"]


def test_a_million_characters_without_a_space(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("قال" * 333_334, encoding="utf-8")
    assert [r.outcome.fate for r in read(tmp_path, max_characters=1_000_002)] == ["kept"]
    assert [r.outcome.reason for r in read(tmp_path)] == [r.outcome.reason for r in read(tmp_path, max_characters=999_999)] == ["too-long"]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.html.gz"])
def test_gzip_bomb(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b"a" * 3_000_000))
    assert [r.outcome.reason for r in read(tmp_path, max_bytes=1_000_000)] == ["too-large"]


@pytest.mark.parametrize("form", ["[%s{}]", "{}\n%s{}"])
def test_records_without_an_article_are_not_read_without_end(form: str, tmp_path: Path) -> None:
    parts = "{},\n" * 100_001 if form[0] == "[" else "{}\n" * 100_001
    (tmp_path / "a.json").write_text(form % parts, encoding="utf-8")
    found = read(tmp_path)
    assert len(found) == 10_001 and found[-1].outcome.reason == "too-large"


def test_a_line_too_large_does_not_hide_the_next(tmp_path: Path) -> None:
    good = json.dumps({"id": "g", "title": "خبر", "text": GOOD})
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "a" * 5000}) + "\n" + good + "\n", encoding="utf-8")
    assert [r.outcome.reason for r in read(tmp_path, max_bytes=2000)] == ["too-large", ""]


@pytest.mark.parametrize("page", ["<div>" * 100_000, "<b>" * 100_000, "<table><tr><td>" * 20_000, "<p><a><span>" * 20_000])
def test_nesting_without_end(page: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + page + GOOD, encoding="utf-8")
    (record,) = read(tmp_path)
    assert record.outcome.fate in ("kept", "rejected", "failed")


@pytest.mark.parametrize("odd", ["\f", "\x01", "\uffff", "&#1;", "&#x0B", "&#00012;", "&\x01#1;", "&#&#1;1;"])
def test_what_no_tree_may_hold_costs_neither_page_nor_post(odd: str, tmp_path: Path) -> None:
    post = f"<blockquote class='twitter-tweet'><p>قال<br>{odd}الوزير في بيان</p></blockquote>"
    page = f"<p>{GOOD * 3}</p><p>وأضاف{odd} أن العمل مستمر.</p>{post}"
    (tmp_path / "a.html").write_text(f"<html><body>{page}", encoding="utf-8")
    (record,) = read(tmp_path)
    assert record.article is not None, record.outcome
    for text, posts in ((record.article.text, record.article.posts), fragment_text(page)):
        assert "أن العمل مستمر" in text and [p.text.split("\n")[0] for p in posts] == ["قال"]


def test_a_page_that_never_closes(tmp_path: Path) -> None:
    page = f"<html><body><article><h1>{GOOD.splitlines()[0]}<p>{GOOD.splitlines()[1] * 3}<p><span><font>{GOOD.splitlines()[1]}<div"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (record,) = read(tmp_path)
    assert record.article is not None and GOOD.splitlines()[1] in record.article.text


def test_broken_lines_are_counted_with_their_numbers(tmp_path: Path) -> None:
    rows = [json.dumps({"id": n, "title": f"خبر {n}", "text": GOOD}, ensure_ascii=False) for n in (1, 2, 3)]
    (tmp_path / "a.jsonl").write_text("\n".join([rows[0], '{"id": ', rows[1], "", "nonsense", rows[2]]), encoding="utf-8")
    records = read(tmp_path)
    assert [r.outcome.fate for r in records] == ["kept", "failed", "kept", "failed", "kept"]
    assert [r.outcome.path.rsplit("#")[1] for r in records] == ["1", "2", "2@3", "5", "3"]
    assert records[3].outcome.detail.startswith("line 5")


def test_missing_title_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": GOOD}), encoding="utf-8")
    (record,) = read(tmp_path)
    assert record.article is not None and record.article.title is None and [i.code for i in record.issues] == ["missing-field"]


@pytest.mark.parametrize("today", [datetime.date(2020, 1, 1), None])
def test_dates_in_the_future_and_no_dates_at_all(today: datetime.date | None, tmp_path: Path) -> None:
    rows = [{"id": n, "title": "خبر", "text": f"{GOOD}{n}", "published": p} for n, p in enumerate(["2919-05-01", "قريبا", "2019-05-01"])]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    records = read(tmp_path, today=today)
    assert [[i.code for i in r.issues] for r in records] == [["future-date"], ["unparsable-date"], []]
    assert [r.article.published for r in records if r.article] == [None, None, "2019-05-01"]


def test_duplicate_ids(tmp_path: Path) -> None:
    rows = [{"id": "x", "title": "خبر", "text": text} for text in (GOOD, GOOD + " وأضاف", GOOD)]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    records = read(tmp_path)
    assert [(r.outcome.fate, r.outcome.reason) for r in records] == [("kept", ""), ("kept", ""), ("rejected", "duplicate")]
    assert [i.code for i in records[1].issues] == ["duplicate-id"]
    assert len({r.outcome.path for r in records}) == 3


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    assert len(read(tmp_path, tmp_path / "a.txt", tmp_path)) == 1


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(GOOD + name, encoding="utf-8")
    opened = Path.open

    def guarded(self: Path, *args: Any, **options: Any) -> Any:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **options)

    monkeypatch.setattr(Path, "open", guarded)
    assert [(r.outcome.fate, r.outcome.reason) for r in read(tmp_path)] == [("failed", "unreadable"), ("kept", "")]


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert [r.outcome.reason for r in read(tmp_path)] == ["unreadable"]


def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a\udcff.txt").write_text(GOOD, encoding="utf-8")
    (record,) = read(tmp_path)
    assert record.article is not None and record.article.path.encode("utf-8").endswith(b"a\\xff.txt")


def test_arabic_with_much_english_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD * 2 + ENGLISH, encoding="utf-8")
    assert [r.outcome.fate for r in read(tmp_path)] == ["kept"]


def test_an_id_that_is_the_number_of_another_line(tmp_path: Path) -> None:
    told = '{{"id": "{}", "title": "خبر", "text": "افتتح الوزير الجسر الجديد في المدينة اليوم وقال إن العمل انتهى."}}'
    lines = [
        told.format(3),
        "broken",
        "broken",
        told.format(2),
        told.format(9),
        told.format("7@7"),
        told.format("9@7"),
        told.format(9),
        "broken",
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = [r.outcome.path.rpartition("#")[2] for r in read_articles([str(tmp_path / "a.jsonl")], Settings())]
    assert found == ["3", "2", "3@3", "2@4", "9", "7@7", "9@7", "9@8", "9@9"]


def test_tiny_lines_without_end_are_left_and_longer_ones_are_not(tmp_path: Path) -> None:
    told = json.dumps({"id": "a", "title": "خبر", "text": GOOD}, ensure_ascii=False)
    for line, last in (("{}", "too-large"), (json.dumps({"note": "n" * 60}), "duplicate")):
        (tmp_path / "a.jsonl").write_text(f"{told}\n" + f"{line}\n" * 10_001 + told, encoding="utf-8")
        found = [r.outcome for r in read(tmp_path)]
        assert found[-1].reason == last and len(found) == (10_002 if line == "{}" else 10_003)


def test_a_declaration_that_does_not_end(tmp_path: Path) -> None:
    page = f"<?xml version='1.0' encoding='utf-8'-><html><body><article><p>{GOOD}</p></article></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (record,) = read(tmp_path)
    assert record.article is not None and GOOD.splitlines()[1] in record.article.text
