"""Dates from copies and story, on small invented stories."""

from __future__ import annotations

from functools import cache
from typing import Any

from isnad.annotate.layout import layout_finder
from isnad.annotate.parse import parse
from isnad.annotate.publication import publication_finder
from isnad.annotate.time_values import time_resolver
from isnad.annotate.times import time_finder
from isnad.lang.pack import load_pack
from isnad.link.dating import date_by_story
from isnad.model.account import Passage, Reuse
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.span import Span
from tests.annotate.cases import case_file

STORY = {case["id"]: case["text"] for case in case_file("dating")["article"]}


@cache
def stages() -> Any:
    pack = load_pack("ar")
    return [layout_finder(pack), time_finder(pack), publication_finder(pack), time_resolver(pack)]


def document(key: str, published: str | None = None, name: str | None = None) -> Document:
    text = STORY[key]
    found = parse(Article(id=name or key, path=f"{name or key}.txt", text=text, published=published), load_pack("ar"))
    for find in stages():
        found = find(found)
    return found


def copy_of(a: Document, b: Document, kind: str = "verbatim") -> Reuse:
    passage = Passage(Span(0, len(a.text)), Span(0, len(b.text)))
    return Reuse(a=a.id, b=b.id, kind=kind, share=1.0, direction="a>b", passages=(passage,))  # type: ignore[arg-type]


def test_nothing_to_do_gives_nothing() -> None:
    assert date_by_story([], [], load_pack("ar")) == {}
    assert date_by_story([document("quake-friday")], [], load_pack("ar")) == {}
    assert date_by_story([document("quake-friday", "2022-01-07")], [], load_pack("ar")) == {}


def test_a_copy_lends_its_date() -> None:
    a, b = document("quake-plain", "2022-01-07"), document("quake-plain", None, "b")
    found = date_by_story([a, b], [copy_of(a, b)], load_pack("ar"))
    assert found["b"].date == "2022-01-07"
    assert found["b"].by == "copies"


def test_a_copy_of_the_day_before_with_its_own_weekday() -> None:
    a, b = document("quake-plain", "2022-01-06"), document("quake-friday")
    found = date_by_story([a, b], [copy_of(a, b, "near-verbatim")], load_pack("ar"))
    assert found["quake-friday"].date == "2022-01-07"
    assert found["quake-friday"].by == "copies+weekday"


def test_a_weekday_lies_nearest_to_its_story() -> None:
    documents = [document("quake-plain", "2022-01-05"), document("quake-friday"), document("quake-later", "2022-01-10")]
    found = date_by_story(documents, [], load_pack("ar"))
    assert found["quake-friday"].date == "2022-01-07"
    assert "weekday" in found["quake-friday"].by
    assert 0 < found["quake-friday"].confidence < 0.85


def test_a_date_in_the_text_bounds_the_publication() -> None:
    documents = [document("quake-plain", "2022-01-05"), document("quake-dated"), document("quake-later", "2022-01-10")]
    found = date_by_story(documents, [], load_pack("ar"))
    assert (found["quake-dated"].date or "") >= "2022-01-08"


def test_a_sure_date_is_never_changed() -> None:
    documents = [document("quake-plain", "2022-01-05"), document("quake-friday", "2022-03-03")]
    assert "quake-friday" not in date_by_story(documents, [], load_pack("ar"))


def test_a_copied_today_speaks_from_the_older_day() -> None:
    old, new = document("quake-today", "2022-01-05", "old"), document("quake-today", "2022-01-09", "new")
    found = date_by_story([new, old], [copy_of(new, old)], load_pack("ar"))
    assert set(found) == {"new"}
    assert found["new"].date == "2022-01-09"
    assert found["new"].anchor == "2022-01-05"
    assert found["new"].by.endswith("+stale")


def test_the_order_of_documents_changes_nothing() -> None:
    documents = [document("quake-plain", "2022-01-05"), document("quake-friday"), document("quake-later", "2022-01-10")]
    assert date_by_story(documents, [], load_pack("ar")) == date_by_story(documents[::-1], [], load_pack("ar"))


def test_the_day_before_yesterday_is_that_of_the_like_event_elsewhere() -> None:
    documents = [document("quake-speech-today", "2022-01-07"), document("quake-speech-before-yesterday")]
    found = date_by_story(documents, [], load_pack("ar"))["quake-speech-before-yesterday"]
    assert (found.date, found.by) == ("2022-01-09", "story+events")
    assert 0.3 < found.confidence < 0.85


def test_a_text_that_says_yesterday_stands_a_day_after_its_neighbours_of_that_day() -> None:
    found = date_by_story([document("quake-today", "2022-01-07"), document("quake-paper")], [], load_pack("ar"))["quake-paper"]
    assert found.date == "2022-01-08"


def test_yesterday_is_no_day_that_the_text_gives_a_date() -> None:
    found = date_by_story([document("quake-plain", "2022-01-06"), document("quake-paper")], [], load_pack("ar"))["quake-paper"]
    assert found.date != "2022-01-07", "the sixth would have been called yesterday"
