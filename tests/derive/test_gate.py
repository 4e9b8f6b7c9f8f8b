"""The citation gate lets nothing through that its evidence does not hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.derive.gate import check, content_words, gate
from isnad.model.account import BriefSentence, Evidence
from isnad.model.span import Span

TEXT = "قال وزير الصحة في نوران إن 12 شخصا قتلوا في الانهيار"
TEXTS = {"x": TEXT}
FREE = frozenset(content_words("من إلى القتلى"))
WHOLE = (Evidence("x", Span(0, len(TEXT))),)


@pytest.mark.parametrize("text", ["12 شخصا قتلوا", "القتلى: 12", "قال وزير الصحة: قتلوا", "القتلى: من ١٢ إلى 12"])
def test_words_of_the_evidence_pass(text: str) -> None:
    assert check(BriefSentence(text=text, evidence=WHOLE), TEXTS, FREE).passed


@pytest.mark.parametrize(
    ("text", "evidence", "reason"),
    [
        ("12 شخصا قتلوا", (), "no-evidence"),
        ("12 شخصا قتلوا", (Evidence("y", Span(0, 5)),), "unknown-article"),
        ("12 شخصا قتلوا", (Evidence("x", Span(0, len(TEXT) + 1)),), "span-outside"),
        ("12 شخصا قتلوا", (Evidence("x", Span(4, 4)),), "span-outside"),
        ("13 شخصا قتلوا", WHOLE, "unsupported"),
        ("12 شخصا جرحوا", WHOLE, "unsupported"),
        ("قال وزير الدفاع", WHOLE, "unsupported"),
        ("12 شخصا قتلوا", (Evidence("x", Span(0, 10)),), "unsupported"),
    ],
)
def test_what_the_evidence_does_not_hold_is_refused(text: str, evidence: tuple[Evidence, ...], reason: str) -> None:
    verdict = check(BriefSentence(text=text, evidence=evidence), TEXTS, FREE)
    assert verdict.reason == reason


def test_numbers_are_never_free() -> None:
    assert not check(BriefSentence(text="القتلى: 99", evidence=WHOLE), TEXTS, FREE | {"99"}).passed


def test_refused_sentences_are_returned() -> None:
    good, bad = BriefSentence(text="12 شخصا", evidence=WHOLE), BriefSentence(text="13 شخصا", evidence=WHOLE)
    passed, refused = gate([good, bad], TEXTS, FREE)
    assert passed == (good,)
    assert [(v.sentence, v.words) for v in refused] == [(bad, ("13",))]


@given(st.text(max_size=40), st.integers(-5, 60), st.integers(-5, 60))
def test_nothing_slips_through(text: str, start: int, end: int) -> None:
    verdict = check(BriefSentence(text=text, evidence=(Evidence("x", Span(start, end)),)), TEXTS, FREE)
    if verdict.passed:
        held = set(content_words(TEXT[start:end]))
        assert all(w in held or (w in FREE and not w[0].isdigit()) for w in content_words(text))
