"""Tokens, sentences and quotations."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.model.text import Kind
from isnad.text.folding import fold
from isnad.text.quotes import pair_quotes
from isnad.text.sentences import LONGEST, split_sentences
from isnad.text.tokens import tokenize


def sentences(text: str) -> list[str]:
    return [s.span.of(text) for s in split_sentences(tokenize(fold(text)), text)]


def quotes(text: str) -> list[tuple[str, bool]]:
    return [(q.inner.of(text), q.closed) for q in pair_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوفد. وغادر مساء.", ["وصل الوفد.", "وغادر مساء."]),
        ("استقر الوضع.وقال الوزير", ["استقر الوضع.", "وقال الوزير"]),
        ("التقى ك. ر. سامان الوفد", ["التقى ك. ر. سامان الوفد"]),
        ("قال في إذاعة إن.سي.آر. المحلية إن الوفد وصل", ["قال في إذاعة إن.سي.آر. المحلية إن الوفد وصل"]),
        ("حدث ذلك. ثم غادر", ["حدث ذلك.", "ثم غادر"]),
        ("ارتفع 3.5 بالمئة ثم هبط", ["ارتفع 3.5 بالمئة ثم هبط"]),
        ("عاجل.. انفجار في الميناء", ["عاجل.. انفجار في الميناء"]),
        ("قال «سنبقى.» ثم غادر", ["قال «سنبقى.»", "ثم غادر"]),
        ("ماذا جرى؟ لا أحد يعلم!", ["ماذا جرى؟", "لا أحد يعلم!"]),
        ("عنوان\nسطر ثان", ["عنوان", "سطر ثان"]),
        ("زوروا www.example.com الآن", ["زوروا www.example.com الآن"]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال «نعم» ومضى", [("نعم", True)]),
        ('قال "نعم" ومضى', [("نعم", True)]),
        ("قال “نعم” ثم ”لا“ ومضى", [("نعم", True), ("لا", True)]),
        ("وصفه بـ»عمل جبان» أمس", [("عمل جبان", True)]),
        ("قال «نحن هنا ولن نغادر", [("نحن هنا ولن نغادر", False)]),
        ("قال «نحن هنا\nوغادر» المكان", [("نحن هنا", False)]),
        ('قال «كان "بطلا" عندنا» وبكى', [('كان "بطلا" عندنا', True)]),
        ("قال: 'نحن هنا اليوم' ومضى", [("نحن هنا اليوم", True)]),
        ("وصل ‘القطار’ متأخرا", [("القطار", True)]),
        ("مجموعة O'Neil وذا'كرة", []),
        ("قال \"رأيت 'النور' هناك\" ومضى", [("رأيت 'النور' هناك", True)]),
        ("لا اقتباس هنا", []),
        ('لا بد من الحل". وقال "نعم" و"لا"', [("نعم", True), ("لا", True)]),
        ('قال "نبدأ الآن. وأضاف أن "الطريق طويل" أمس', [("نبدأ الآن. وأضاف أن ", False), ("الطريق طويل", True)]),
        ('قال "نعم "وأضاف "لا".', [("نعم ", True), ("لا", True)]),
    ],
)
def test_quotes(text: str, expected: list[tuple[str, bool]]) -> None:
    assert quotes(text) == expected


def test_tokens_have_kinds() -> None:
    kinds = [(t.norm, t.kind) for t in tokenize(fold("الـ5 @handle نحو 3,279 شخصا!"))]
    assert kinds == [
        ("ال", Kind.WORD), ("5", Kind.NUMBER), ("@handle", Kind.LINK), ("نحو", Kind.WORD), ("3,279", Kind.NUMBER),
        ("شخصا", Kind.WORD), ("!", Kind.PUNCTUATION),
    ]  # fmt: skip


ANY = st.text(st.sampled_from("قالوزير «»“”\"'.!؟،\n 1٣ـَ\u200f…") | st.characters(), max_size=120)


@given(ANY)
def test_sentences_hold_every_token_once_and_in_order(text: str) -> None:
    tokens = tokenize(fold(text))
    parts = split_sentences(tokens, text)
    assert [i for p in parts for i in range(p.first, p.last)] == list(range(len(tokens)))
    assert all(text.count("\n", 0, p.start) == p.line and "\n" not in p.span.of(text) for p in parts)


@pytest.mark.parametrize("words", [LONGEST - 1, LONGEST, LONGEST + 1, 3 * LONGEST + 7])
def test_a_sentence_without_an_end_is_cut(words: int) -> None:
    text = "خبر قصير.\n" + "قال " * words
    parts = split_sentences(tokenize(fold(text)), text)
    assert [p.last - p.first for p in parts] == [3, *[LONGEST] * (words // LONGEST), *[words % LONGEST] * (words % LONGEST > 0)]
    assert {p.line for p in parts[1:]} == {1}


def test_no_ligature_is_cut_in_two() -> None:
    text = "قال " * (LONGEST - 1) + "\ufdfa " + "قال " * 9
    parts = split_sentences(tokenize(fold(text)), text)
    assert len(parts) == 2 and parts[0].end <= parts[1].start


@given(ANY)
def test_tokens_fold_to_their_norm(text: str) -> None:
    for token in tokenize(fold(text)):
        assert 0 <= token.start < token.end <= len(text)
        assert token.norm in fold(token.span.of(text)).text


@given(ANY)
def test_quotes_lie_inside_one_line_and_do_not_overlap(text: str) -> None:
    found = pair_quotes(text)
    assert all(q.outer.covers(q.inner) and "\n" not in q.outer.of(text) for q in found)
    assert all(a.outer.end <= b.outer.start for a, b in itertools.pairwise(found))
