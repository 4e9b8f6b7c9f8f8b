"""The index of words, on every store: what each part of a query finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from isnad.errors import UsageError
from isnad.search.meaning import MODEL, installed
from isnad.store import vectors
from isnad.workspace.workspace import Workspace

RECORDS = [
    {"id": "1", "outlet": "صدى نوران", "published": "2021-03-04", "title": "انفجار في ميناء سمار",
     "text": "قال وزير الصحة ليث الخرماني إن 14 قتيلا سقطوا في انفجار الميناء."},
    {"id": "2", "outlet": "المنارة", "published": "2021-03-05", "title": "حريق في مدرسة بمدينة سمار",
     "text": "أعلنت وزارة الصحة في ميراسيا إصابة ثلاثة أطفال في حريق شب في مدارس المدينة. وأكد شهود أن القتلى لم يصلوا."},
    {"id": "3", "outlet": "المنارة", "published": "2021-04-01", "title": "أسعار القمح ترتفع",
     "text": "ارتفعت أسعار القمح بنسبة 12 في المئة، كما ذكر الوزير السابق مروان الدهشوري أمس لليث الخرماني."},
]  # fmt: skip


@pytest.fixture
def desk(place: str, tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "day.jsonl").write_bytes(b"\n".join(msgspec.json.encode(r) for r in RECORDS))
    with Workspace.create(place) as made:
        made.add([tmp_path / "day.jsonl"])
        yield made


def numbers(desk: Workspace, query: str, **options: Any) -> str:
    return "".join(h.article.path.partition("#")[2] for h in desk.search(query, **options).hits)


class TestWords:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("انفجار", "1"),
            ("الانفجارات", "1"),
            ("سمار", "12"),
            ("سمار -حريق", "1"),
            ("انفجار OR حريق", "12"),
            ("«وزير الصحة»", "1"),
            ("«وزارة الصحة»", "2"),
            ("«الصحة وزير»", ""),
            ("قتيل", "12"),
            ("مدرسه", "2"),
            ("سعر القمح", "3"),
            ("انفجا*", "1"),
            ("title:القتلى", ""),
            ("title:حريق", "2"),
            ("said:انفجار", "1"),
            ("speaker:الخرماني", "1"),
            ("about:الدهشوري", "3"),
            ("outlet:المنارة", "23"),
            ("date:2021-03", "12"),
            ("after:2021-03-05", "23"),
            ("before:2021-03-04", "1"),
            ("killed>10", "1"),
            ("killed>14", ""),
            ("killed>=14", "1"),
            ("-انفجار -حريق", "3"),
            ("(انفجار OR القمح) date:2021-04", "3"),
            ('"قمح" OR killed>10', "13"),
            ("'; DROP TABLE articles; --", ""),
            ("NEAR AND", ""),
        ],
    )
    def test_finds(self, desk: Workspace, query: str, found: str) -> None:
        assert "".join(sorted(numbers(desk, query))) == found

    def test_a_word_of_the_headline_comes_first(self, desk: Workspace) -> None:
        assert numbers(desk, "انفجار OR قتيل")[0] == "1"

    @pytest.mark.parametrize("query", ["سمار حريق", "سمار «وزارة الصحة» -زرافة", "حريق outlet:المنارة", "انفجار (حريق OR killed>10)"])
    def test_the_score_is_that_of_the_words(self, desk: Workspace, query: str) -> None:
        """However the words are asked for: all of them, or those or one that nowhere stands."""
        (one,), (other,) = desk.search(query).hits, desk.search(f"({query}) OR زرافة").hits
        assert one.score == pytest.approx(other.score) and one.score > 0

    def test_the_newest_first(self, desk: Workspace) -> None:
        assert numbers(desk, "outlet:المنارة OR انفجار", newest=True) == "321"
        assert [row.path[-1] for row in desk.latest_found("outlet:المنارة OR انفجار", limit=2)] == ["3", "2"]

    def test_pages(self, desk: Workspace) -> None:
        all_of_them = [h.article.id for h in desk.search("date:2021").hits]
        assert [h.article.id for n in range(3) for h in desk.search("date:2021", limit=1, offset=n).hits] == all_of_them

    def test_facets(self, desk: Workspace) -> None:
        facets = desk.search("date:2021", limit=1).facets
        assert (facets.total, facets.outlets) == (3, {"المنارة": 2, "صدى نوران": 1})
        assert facets.months == {"2021-03": 2, "2021-04": 1}

    def test_a_story(self, desk: Workspace) -> None:
        story = desk.search("انفجار").hits[0].article.story
        assert "1" in numbers(desk, f"story:{story}")
        assert numbers(desk, "story:ffffffffffffffffff") == ""

    def test_snippets_mark_what_was_found(self, desk: Workspace) -> None:
        (hit,) = desk.search("قتيل انفجار").hits
        text = desk.article(hit.article.id).text
        assert all(s.text == s.span.of(text) == "".join(words for words, _ in s.pieces()) for s in hit.snippets)
        assert {words for s in hit.snippets for words, found in s.pieces() if found} == {"انفجار", "قتيلا"}
        assert {m.of(text) for s in hit.snippets for m in s.marks} == {"انفجار", "قتيلا"}
        assert all(s.span.covers(m) for s in hit.snippets for m in s.marks)

    def test_an_older_revision_is_not_found(self, desk: Workspace, tmp_path: Path) -> None:
        for n, word in enumerate(("زرافة", "نعامة")):
            path = tmp_path / f"{n}.jsonl"
            path.write_bytes(msgspec.json.encode({"text": f"خبر عن {word} في حديقة المدينة اليوم.", "url": "https://x.example/zoo"}))
            desk.add([path])
        assert len(desk.search("نعامة").hits) == 1
        assert desk.search("زرافة").hits == ()

    def test_a_broken_query_is_named(self, desk: Workspace) -> None:
        with pytest.raises(UsageError, match="no field"):
            desk.search("colour:red")


@pytest.mark.skipif(not installed(), reason="the extra `meaning` is not installed")
class TestMeaning:
    def test_finds_what_has_none_of_the_words(self, desk: Workspace) -> None:
        hits = desk.search("ارتفاع ثمن الحبوب", by="meaning", limit=1).hits
        assert [h.article.path.partition("#")[2] for h in hits] == ["3"]
        assert hits[0].by == "meaning"

    def test_in_another_language(self, desk: Workspace) -> None:
        assert numbers(desk, "explosion at the port", by="meaning")[:1] == "1"

    def test_the_rest_of_the_query_holds(self, desk: Workspace) -> None:
        assert "3" not in numbers(desk, "ارتفاع ثمن الحبوب date:2021-03", by="meaning")

    def test_both(self, desk: Workspace) -> None:
        hits = desk.search("ارتفاع أسعار القمح", by="both").hits
        assert hits[0].article.path.endswith("#3")

    def test_articles_that_come_later_are_found(self, desk: Workspace, tmp_path: Path) -> None:
        desk.search("غلاء", by="meaning")
        (tmp_path / "later.jsonl").write_bytes(
            msgspec.json.encode({"text": "فاز فريق كرة القدم بالمباراة النهائية وتوج بالكأس.", "published": "2021-05-01"})
        )
        desk.add([tmp_path / "later.jsonl"])
        assert desk.search("بطولة رياضية لكرة القدم", by="meaning", limit=1).hits[0].article.published == "2021-05-01"

    def test_vectors_of_a_few_articles_are_made_by_the_search(self, desk: Workspace, place: str) -> None:
        def kept() -> int:
            with desk.store.reading() as connection:
                return len(vectors.after(connection, 0, MODEL))

        assert kept() == 0
        with Workspace.open(place, read_only=True) as reader:
            assert numbers(reader, "explosion at the port", by="meaning")[:1] == "1"
            assert numbers(reader, "explosion at the port", by="meaning")[:1] == "1"
        assert kept() == 0
        desk.search("explosion", by="meaning")
        assert kept() == len(RECORDS)
