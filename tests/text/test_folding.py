"""Folding: variants look alike, and every folded character leads back to its source."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isnad.text.folding import fold, fold_form

ARABIC = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئءًٌٍَُِّْـ ٠١٢٣،؛؟.\n\u200f\u202b\u00a0ﻻﷲﻷab1«»"), max_size=60)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("أعلن", "اعلن"),
        ("إردوغان", "أردوغان"),
        ("آتا", "اتا"),
        ("على", "علي"),
        ("المدينة", "المدينه"),
        ("كتـــاب", "كتاب"),
        ("شدَّدَ", "شدد"),
        ("٢٠١٥", "2015"),
        ("۲۵", "25"),
        ("ﻻ", "لا"),
        ("کابل", "كابل"),
        ("تدريجياً", "تدريجيا"),
        ("ق\u200fال", "قال"),
        ("بغداد\u00a0اليوم", "بغداد اليوم"),
    ],
)
def test_variants_fold_alike(a: str, b: str) -> None:
    assert fold_form(a) == fold_form(b)


@pytest.mark.parametrize(("a", "b"), [("قال", "كال"), ("محمد", "محمود"), ("سؤال", "سوال")])
def test_different_words_stay_apart(a: str, b: str) -> None:
    assert fold_form(a) != fold_form(b)


def test_a_mark_belongs_to_the_letter_before_it() -> None:
    text = "تدريجياً ثم"
    folded = fold(text)
    at = folded.text.index("تدريجيا")
    assert folded.source(at, at + 7).of(text) == "تدريجياً"


def test_several_spaces_become_one_and_lead_back() -> None:
    text = "وزير   الخارجية"
    folded = fold(text)
    assert folded.text == "وزير الخارجيه"
    assert folded.source(0, len(folded.text)).of(text) == text
    assert folded.source(5, 13).of(text) == "الخارجية"


def test_a_ligature_of_several_letters_leads_back_to_one_character() -> None:
    text = "قال ﻷحمد"
    folded = fold(text)
    at = folded.text.index("لا")
    assert folded.source(at, at + 2).of(text) == "ﻷ"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("قالت الوزارةلصحيفة محلية", "قالت الوزاره لصحيفه محليه"),
        ("عودةُالوفد", "عوده الوفد"),
        ("ذكر أنّمئات العائلات", "ذكر ان مئات العائلات"),
        ("وأكد بأنّعددا كبيرا", "واكد بان عددا كبيرا"),
        ("قال إنّه وإنّها وإنّنا وأنّكم", "قال انه وانها واننا وانكم"),
        ("وإنّما الأعمال", "وانما الاعمال"),
        ("لأنّ الطريق", "لان الطريق"),
        ("مدرسة، ثم جامعة.", "مدرسه، ثم جامعه."),
    ],
)
def test_a_word_whose_spelling_shows_its_end_is_parted_from_the_next(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_the_space_that_is_put_in_leads_back_to_no_character() -> None:
    text = "الوزارةلصحيفة"
    folded = fold(text)
    at = folded.text.index(" ")
    assert folded.source(at, at + 1).size == 0
    assert folded.source(0, at).of(text) == "الوزارة"
    assert folded.source(at + 1, len(folded.text)).of(text) == "لصحيفة"


@given(ARABIC | st.text(max_size=60))
def test_the_folded_form_of_a_phrase_is_its_folded_text(text: str) -> None:
    assert fold_form(text) == fold(text).text.strip()


@given(ARABIC | st.text(max_size=60))
def test_the_way_back_is_in_order_and_inside(text: str) -> None:
    folded = fold(text)
    spans = [folded.source(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= s.start <= s.end <= len(text) for s in spans)
    assert all(s.start < s.end or folded.text[i] == " " for i, s in enumerate(spans))
    assert all(a.start <= b.start for a, b in itertools.pairwise(spans))


@given(ARABIC)
@example("قال \u0640 إن")
@example("قال \ufc5e إن")
@example("قا\ufe77ل")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(ARABIC)
def test_a_folded_character_is_the_fold_of_its_source(text: str) -> None:
    folded = fold(text)
    for i, letter in enumerate(folded.text):
        source = folded.source(i, i + 1)
        assert letter in fold(source.of(text)).text or (letter == " " and source.size == 0)
