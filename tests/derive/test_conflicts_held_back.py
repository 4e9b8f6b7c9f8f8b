"""What only looks like a conflict: parts of a whole, rounded headlines, other incidents, copies; and its likes that are one."""

from __future__ import annotations

import pytest

from tests.derive.test_conflicts import conflicts, read, whys

CRASH = "انقلاب حافلة قرب مدينة سمار"


def test_a_headline_that_adds_the_dead_to_the_injured_counts_neither() -> None:
    a = read("2031-03-04", "مصرع وإصابة 9 أشخاص في " + CRASH, "لقي شخصان مصرعهما وأصيب 7 آخرون في انقلاب حافلة قرب مدينة سمار.")
    assert whys(a) == []


def test_a_headline_rounds_a_large_number() -> None:
    text = "أعلنت منظمة الإغاثة أن عدد النازحين من إقليم الوادي بلغ {} شخص."
    rounded = read("2031-03-04", "عدد النازحين يتخطى 3 ملايين", text.format("3.1 مليون"))
    other = read("2031-03-04", "نزوح 2 مليون من إقليم الوادي", text.format("3.1 مليون"))
    assert whys(rounded) == []
    assert whys(other) == ["same-article"]


def test_one_and_five_others_are_six() -> None:
    text = "قتل قيادي في الجماعة و{}خمسة مسلحين آخرين في غارة قرب سمار."
    assert whys(read("2031-03-04", "مقتل ستة مسلحين في غارة قرب سمار", text.format(""))) == []


def test_an_attack_before_this_one_is_another() -> None:
    a = read(
        "2031-03-04",
        "هجوم على قرية نوران",
        "هاجم مسلحون قرية نوران فجر اليوم. ويأتي الهجوم بعد أقل من أسبوع من مقتل نحو عشرة أشخاص في هجوم على بلدة سمار.",
    )
    b = read("2031-03-04", "مقتل 20 شخصا في هجوم", "قال مسؤولون إن 20 شخصا قتلوا في هجوم على بلدة سمار.")
    assert whys(a, b) == []


def test_numbers_that_one_article_tells_of_whole_and_part_are_no_step() -> None:
    both = "أنقذ حرس الحدود 16 شخصا من الغرق في مدينة سمار وما حولها. وأنقذت الفرق في مدينة نوران وحدها 13 شخصا من الغرق."
    a = read("2031-03-04", "إنقاذ 16 شخصا من الغرق", both)
    b = read("2031-03-05", "إنقاذ 13 شخصا", "أنقذت الفرق في مدينة نوران 13 شخصا من الغرق خلال العيد.")
    assert [c for c in conflicts(a, b) if c.a.article != c.b.article] == []


def test_more_than_is_no_correction_of_a_higher_number() -> None:
    a = read("2031-03-04", CRASH, "أسفر انقلاب حافلة قرب مدينة سمار عن مقتل 27 شخصا.")
    b = read("2031-03-05", CRASH, "قال شهود إن أكثر من 20 شخصا قتلوا في انقلاب حافلة قرب مدينة سمار.")
    assert whys(a, b) == []


def test_a_step_is_shown_from_two_outlets() -> None:
    before = "قالت وزارة الداخلية إن انفجارا في مصنع بمدينة نوران أسفر عن مقتل 12 شخصا وإصابة 40."
    after = "ارتفعت حصيلة قتلى انفجار المصنع في مدينة نوران إلى 17 قتيلا."
    articles = [read("2031-03-04", "انفجار في مصنع", f"{before} رسالة {n}.", f"a{n}") for n in range(3)]
    articles += [read("2031-03-05", "قتلى الانفجار", f"{after} رسالة {n}.", f"b{n}") for n in range(3)]
    found = [c for c in conflicts(*articles) if c.kind == "figure"]
    assert len(found) == 2
    assert {found[0].a.article, found[0].b.article}.isdisjoint({found[1].a.article, found[1].b.article})


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("رفض المتحدث اتهامات المعارضة بتزوير النتائج في الدائرة الأولى.", "اتهامات المعارضة بتزوير النتائج في الدائرة الأولى"),
        ("وأكدت الوزارة أن ما تردد عن إغلاق الجسر غير صحيح.", "ما تردد عن إغلاق الجسر"),
        ("وقال المدير إن ما أشيع عن نقص الدواء عار من الصحة.", "ما أشيع عن نقص الدواء"),
        ("لا صحة لما يتداول عن تأجيل الامتحانات إلى الشهر المقبل.", "لما يتداول عن تأجيل الامتحانات إلى الشهر المقبل"),
        ("أنكر المتهم تورطه في سرقة المصرف المركزي.", "تورطه في سرقة المصرف المركزي"),
        ("قال شهود إن الحافلة كانت خالية من الركاب، لكن الشرطة نفت ذلك بشدة.", "قال شهود إن الحافلة كانت خالية من الركاب"),
        ("روج الوسيط أن الصفقة قريبة من التوقيع، الأمر الذينفته الشركة.", "روج الوسيط أن الصفقة قريبة من التوقيع"),
    ],
)  # fmt: skip
def test_ways_to_deny(sentence: str, claim: str) -> None:
    document = read("2031-03-04", "خبر من نوران", sentence)
    (found,) = [c for c in conflicts(document) if c.kind == "denial"]
    assert claim in found.a.span.of(document.text)
    assert not found.a.span.overlaps(found.b.span)


@pytest.mark.parametrize(
    "sentence",
    [
        "رفض الوزير التعليق على الاتهامات الموجهة إلى الشركة.",
        "قال الفني إن استخدام الجهاز بطريقة غير صحيحة يسبب العطل.",
        "أكد المجلس عدم صحة قرار الوكالة برفض الطعن في الانتخابات.",
        "له كتاب بعنوان «دحض مزاعم القائلين بقدم الخط» نشر قبل عشرين عاما.",
        "قال الوزير إن دور الأهالي في إنقاذ الميناء لا يمكن أن ينكره أحد.",
        "لم يستبعد المحافظ أن تكون الشحنة وصلت إلى ميناء نوران.",
    ],
)
def test_what_only_sounds_like_a_denial(sentence: str) -> None:
    other = read("2031-03-03", "الشحنة في الميناء", "قال حارس إن الشحنة وصلت إلى ميناء نوران.")
    assert [c for c in conflicts(read("2031-03-04", "خبر من نوران", sentence), other) if c.kind == "denial"] == []


def test_a_denier_quoted_twice_denies_nothing_of_himself() -> None:
    content = "وجود الغاز الطبيعي في التربة المحيطة بالمبنى يفسر الكميات المرتفعة التي قيست في الطابق الأول منه قبل عامين"
    a = read("2031-03-04", "تقرير الخبراء", f"نفى الخبراء أن {content}.")
    b = read("2031-03-04", "خلاصة الخبراء", f"قال الخبراء إن {content}.")
    assert "denied" not in whys(a, b)


def test_what_is_first_told_days_later_is_not_what_was_denied() -> None:
    a = read("2031-03-04", "نفي", "نفت الشركة أن تكون أوقفت ضخ المياه إلى حي الزيتون في مدينة نوران.")
    for day, expected in (("2031-03-03", ["denied"]), ("2031-03-14", [])):
        b = read(day, "المياه", "قال سكان إن الشركة أوقفت ضخ المياه إلى حي الزيتون في مدينة نوران.")
        assert [c.why for c in conflicts(a, b) if c.kind == "denial"] == expected


def test_who_speaks_of_the_hurt_is_not_hurt() -> None:
    a = read("2031-03-04", "حادث", "قال المتحدث سالم الحربي إن السائق نقل بحالة خطرة إلى المستشفى.")
    b = read("2031-03-05", "دهس", "قال المتحدث سالم الحربي إن طفلا نقل بحالة مستقرة إلى المستشفى.")
    assert [c for c in conflicts(a, b) if c.kind == "outcome"] == []


def test_one_landmark_under_two_entities_is_one() -> None:
    text = "سمعت طائرات فوق مدينة نوران الواقعة على بعد نحو 20 كيلومترا من المريسة في شمال البلاد."
    assert [c for c in conflicts(read("2031-03-04", "طائرات", text), read("2031-03-05", "تحليق", text)) if c.kind == "place"] == []


def test_others_after_a_count_are_a_part_of_the_whole() -> None:
    text = "أصيب 11 شخصا باصابات بالغة بينما أصيب 15 آخرون باختناقات بسيطة في حريق مدينة نوران."
    assert whys(read("2031-03-04", "إصابة 27 شخصا بحريق في مدينة نوران", text)) == []


def test_the_worst_of_several_is_no_count_of_all() -> None:
    text = "قتل 30 شخصا في تفجيرات مدينة نوران أمس. واستهدف أكثر الهجمات دموية سوقا في مدينة نوران حيث قتل 19 شخصا."
    assert whys(read("2031-03-04", "تفجيرات في مدينة نوران", text)) == []


def test_what_had_been_said_is_overtaken() -> None:
    text = "لقي 21 شخصا مصرعهم في غرق مركب قرب مدينة نوران. وكانت وزارة الداخلية أعلنت أن 15 شخصا قتلوا في غرق المركب قرب مدينة نوران."
    assert [(c.relation, c.why) for c in conflicts(read("2031-03-04", "غرق مركب", text))] == [("update", "later-overtakes")]


def test_who_excludes_somebody_denies_nothing() -> None:
    a = read("2031-03-04", "حكام", "وحكام البطولة هم سامي الحربي وسالم العتيبي وناصر الدوسري في مدينة نوران.")
    b = read("2031-03-04", "استبعاد", "استبعد المدرب سامي الحربي وسالم العتيبي وناصر الدوسري في مدينة نوران.")
    assert [c for c in conflicts(a, b) if c.kind == "denial"] == []
