"""Disagreements that stories of many countries have: what it was, what caused it, how sure it is, what was looked into."""

from __future__ import annotations

import pytest

from tests.derive.test_conflicts import conflicts, read, whys

PAINTING = "اللوحة التي عثر عليها في قبو المتحف"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (
            f"قال الوزير إن {PAINTING} تعود إلى رسام القصر القديم.",
            f"قال الخبير إن {PAINTING} لا تعود إلى رسام القصر القديم.",
            ("outcome", "state-origin"),
        ),
        (
            "أثبتت التحاليل أن المياه في مدينة نوران ملوثة بالزئبق.",
            "قالت الوزارة إنه من المبكر جدا القول إن المياه في مدينة نوران ملوثة بالزئبق.",
            ("outcome", "state-proof"),
        ),
        (
            "أعلن الوزير أن الطائرة تحطمت قرب مدينة نوران بسبب عطل في المحرك.",
            "قال محققون إن الطائرة تحطمت قرب مدينة نوران جراء انفجار قنبلة على متنها.",
            ("attribution", "state-cause"),
        ),
        ("غمرت المياه مدينة نوران جنوب تونس.", "أرسلت خيام إلى مدينة نوران شمال تونس.", ("place", "other-quarter")),
        (
            "تسيطر الجماعة منذ عام على أجزاء واسعة من الأراضي المصرية والليبية قرب الحدود.",
            "تسيطر الجماعة منذ عام على أجزاء واسعة من الأراضي الليبية والتونسية قرب الحدود.",
            ("place", "other-lands"),
        ),
    ],
)  # fmt: skip
def test_what_two_authorities_say_otherwise(first: str, second: str, found: tuple[str, str]) -> None:
    told = conflicts(read("2031-03-04", "خبر أول من نوران", first), read("2031-03-05", "خبر ثان من نوران", second))
    assert [(c.kind, c.why) for c in told] == [found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"قال الوزير إن {PAINTING} تعود إلى رسام القصر القديم.", f"قال الخبير إن {PAINTING} تعود إلى رسام القصر القديم."),
        ("تعطلت الحافلة في مدينة سمار بسبب عطل في المحرك.", "قتل جندي في مدينة نوران جراء انفجار قنبلة."),
        ("استعرض الخبير أنواع القنابل في الأسواق.", "تحطمت الطائرة قرب مدينة نوران بسبب عطل فني."),
        ("غمرت المياه مدينة نوران جنوب تونس.", "أرسلت خيام إلى مدينة نوران وشمال تونس."),
        ("عقد اجتماع على الحدود المصرية الليبية.", "تسيطر الجماعة على أجزاء واسعة من الأراضي الليبية والتونسية."),
    ],
)
def test_what_agrees_or_is_of_two_things(first: str, second: str) -> None:
    assert whys(read("2031-03-04", "خبر أول من نوران", first), read("2031-03-05", "خبر ثان من نوران", second)) == []


def test_a_toll_of_some_and_then_of_all() -> None:
    a = read("2031-03-04", "إضراب في نوران", "أعلنت الوزارة إصابة 8 من أفراد الشرطة في مسيرة مدينة نوران.")
    b = read("2031-03-06", "هدوء في نوران", "أسفرت مسيرة مدينة نوران عن إصابة عشرات الأشخاص.")
    other = read("2031-03-06", "حادث", "أصيب 14 شخصا في حادث حافلة قرب مدينة سمار.")
    assert [(c.relation, c.why) for c in conflicts(a, b)] == [("update", "wider-scope")]
    assert "wider-scope" not in whys(a, b, other)


def test_bodies_that_a_witness_saw_are_a_count_of_the_dead() -> None:
    saw = "قالت وزارة الداخلية إن انفجار المصنع في مدينة نوران أسفر عن مقتل 46 شخصا. وقال عامل إنه شاهد أكثر من 15 جثة قرب المصنع."
    found = read("2031-03-04", "انفجار مصنع", saw.replace("شاهد أكثر", "انتشل أكثر"))
    assert whys(read("2031-03-04", "انفجار مصنع", saw)) == ["two-counts"]
    assert whys(found) == []


def test_what_is_looked_into_and_then_told() -> None:
    a = read("2031-03-04", "انفجار", "قال نائب إن مسؤولين يحققون في احتمال أن يكون انفجار مدينة نوران هجوما.")
    b = read("2031-03-05", "تحقيق", "قال الوزير إن انفجار مدينة نوران ناجم عن هجوم نفذه تنظيم الفجر.")
    likely = read("2031-03-05", "رأي", "رجح مسؤولون أن يكون انفجار مدينة نوران ناجما عن هجوم نفذه تنظيم الفجر.")
    found = conflicts(a, likely, b)
    assert [(c.why, c.b.article) for c in found if c.kind == "attribution"] == [("probed-then-blamed", b.id)]


def test_a_sentence_that_asks_and_answers_tells_of_another_act() -> None:
    a = read("2031-03-04", "هجوم نوران", "ولم تتبن أي جهة حتى الآن هجوم مدينة نوران.")
    b = read("2031-03-05", "سمار", "لم يتضح ما إذا كان هجوم سمار مرتبطا بهجوم مدينة نوران لكن جماعة أعلنت مسؤوليتها عنه.")
    old = read("2031-03-05", "تاريخ", "وكانت جماعة الفجر تبنت الهجوم على مدينة نوران في يناير 2030.")
    assert [c for c in conflicts(a, b, old) if c.kind == "attribution"] == []
