"""Names: every case of `cases/names.toml`, and what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.annotate.name_features import lexicon_of
from isnad.annotate.names import name_finder
from isnad.lang.pack import load_pack
from isnad.model.document import Document, Layout
from isnad.model.span import Span
from tests.annotate.cases import case_file, document_of, marked

TYPES = {"p": "person", "l": "place", "o": "organization"}
GROUPS = case_file("names")["group"]
FIND = [sentence for group in GROUPS for sentence in group.get("find", ())]
NONE = [sentence for group in GROUPS for sentence in group.get("none", ())]
KNOWN_MISSES = set(case_file("names").get("known_misses", ()))
finder = name_finder(load_pack("ar"))


def read(text: str) -> Document:
    document = document_of(text)
    return finder(msgspec.structs.replace(document, layout=Layout(body=(Span(0, len(text)),))))


@pytest.mark.parametrize("sentence", FIND)
def test_names_are_found(sentence: str, request: pytest.FixtureRequest) -> None:
    if sentence in KNOWN_MISSES:
        request.applymarker(pytest.mark.xfail(reason="known miss", strict=True))
    text, wanted = marked(sentence)
    mentions = read(text).mentions
    assert {(words, TYPES[(value or "p")[0]]) for words, value in wanted} == {(m.span.of(text), m.type) for m in mentions}
    kinds = {m.span.of(text): m.fine for m in mentions}
    for words, value in wanted:
        kind = (value or "p").partition(":")[2]
        assert kind in ("", kinds[words])


@pytest.mark.parametrize("sentence", NONE)
def test_nothing_is_found_where_no_name_is(sentence: str) -> None:
    assert [m.span.of(sentence) for m in read(sentence).mentions] == []


def test_the_title_is_the_role_and_no_part_of_the_name() -> None:
    text = "وقال وزير الخارجية الأردني سامر الخطيب إن اللقاء مفيد."
    (mention,) = [m for m in read(text).mentions if m.type == "person"]
    assert mention.span.of(text) == "سامر الخطيب"
    assert mention.role is not None
    assert mention.role.of(text).strip() == "وزير الخارجية الأردني"


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('ابتوليسمن ال.،:«»("A1\nـ'), max_size=200))
def test_any_text_gives_ordered_separate_spans(text: str) -> None:
    mentions = read(text).mentions
    assert all(m.span.size > 0 and m.span.end <= len(text) for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


def test_a_town_whose_article_a_preposition_swallows() -> None:
    """The list of towns holds them with article; written together with the preposition its first letter is gone."""
    pack = load_pack("ar")
    article, swallowed = pack.affixes.article, pack.affixes.swallowing + pack.affixes.joined_article
    known = {row.folded for row in pack.table("places")}
    towns = sorted(t for t in lexicon_of(pack).cities.rows if t.startswith(article) and t.count(" ") == 1 and t not in known)
    assert towns
    found = 0
    for town in towns[:200]:
        written = f"{swallowed}{town.removeprefix(article)}"
        text = f"خبر\n\nعاد الرجل {written} مساء."
        spans = [m.span.of(text) for m in read(text).mentions if m.by.startswith("names@1:towns")]
        assert all(written.endswith(s) for s in spans)
        found += len(spans)
    assert found
