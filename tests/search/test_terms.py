"""Index terms: words that must meet, and words that must not."""

from __future__ import annotations

from functools import cache

import pytest

from isnad.lang.pack import load_pack
from isnad.search.terms import Terms
from tests.making import document, mention


@cache
def terms() -> Terms:
    return Terms(load_pack("ar"))


def keys(text: str) -> set[str]:
    return {t for t, _ in terms().of_text(text)}


@pytest.mark.parametrize(
    "forms",
    [
        "قتيل قتلى القتلى والقتلى قتيلاً",
        "وزير الوزير وزراء الوزراء وللوزراء",
        "وزارة الوزارة ووزارة لوزارة والوزارة",
        "مدرسة مدرسه المدرسة مدارس للمدارس",
        "مستشفى مستشفي المستشفى",
        "متظاهر متظاهرون المتظاهرين",
        "على علي عليّ",
        "إرهابي ارهابي الإرهابيين",
        "سعر أسعار أسعاره الأسعار",
        "فرنسا وفرنسا بفرنسا",
        "بغداد وبغداد ببغداد",
        "قال يقول تقول",
        "أعلن أعلنت يعلن",
        "12000 12,000 ١٢٠٠٠ ١٢٬٠٠٠",
        "Reuters REUTERS reuters",
        "كـــتاب كِتاب كتاب",
    ],
)
def test_meet(forms: str) -> None:
    assert len(keys(forms)) == 1


@pytest.mark.parametrize(("a", "b"), [("وزارة", "زار"), ("قتيل", "قاتل"), ("3.5", "35"), ("لبنان", "لبن"), ("سوريا", "سور")])
def test_do_not_meet(a: str, b: str) -> None:
    assert keys(a).isdisjoint(keys(b))


def test_a_name_is_without_what_is_written_together_with_it() -> None:
    text = "عنوان\nوفق بيان لأردوغان أمس"
    made = document(text, mentions=(mention(text, "أردوغان"),))
    found = {s.of(text): t for t, s in terms().of_document(made)}
    assert found["لأردوغان"] == next(iter(keys("أردوغان")))
