"""Conflicts by kind: what is one, and what only looks like one. Articles are read as a whole; all of them are invented."""

from __future__ import annotations

from functools import cache

import pytest

from isnad.lang.pack import load_pack
from isnad.model.account import Conflict
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.ids import digest
from isnad.pipeline import annotator, derive, link
from tests.derive.drawing import conflicts_of

PACK = load_pack("ar")
ANNOTATE = cache(lambda: annotator(PACK))


def read(day: str, title: str, text: str, outlet: str = "") -> Document:
    whole = f"{title}\n\n{text}"
    outlet = outlet or digest(whole)[:6]
    return ANNOTATE()(Article(id=digest(day, whole), path=f"{day}-{outlet}", text=whole, outlet=outlet, published=day))


def conflicts(*documents: Document) -> list[Conflict]:
    """Conflicts of articles that are taken as one story."""
    linked, links = link(sorted(documents, key=lambda d: (d.path, d.id)), PACK)
    whole = links.stories[0].__class__(id="s", title="", articles=tuple(d.id for d in linked))
    links = links.__class__(**{f: getattr(links, f) for f in links.__struct_fields__} | {"stories": (whole,)})
    return list(derive(linked, links, PACK).conflicts)


def whys(*documents: Document) -> list[str]:
    return [c.why for c in conflicts(*documents)]


TITLE = "انفجار في مصنع بمدينة نوران"
A = read("2031-03-04", TITLE, "قالت وزارة الداخلية إن انفجارا في مصنع بمدينة نوران أسفر عن مقتل 12 شخصا وإصابة 40.")


def test_a_toll_that_grows_is_told_step_by_step() -> None:
    b = read("2031-03-05", TITLE, "ارتفعت حصيلة قتلى انفجار المصنع في مدينة نوران إلى 17 قتيلا.")
    c = read("2031-03-06", TITLE, "ارتفعت حصيلة قتلى انفجار المصنع في مدينة نوران إلى 21 قتيلا.")
    found = [(x.details["a"], x.details["b"], x.relation) for x in conflicts(A, b, c) if x.kind == "figure"]
    assert found == [("12", "17", "update"), ("17", "21", "update")]


def test_a_later_lower_number_is_a_correction() -> None:
    b = read("2031-03-05", TITLE, "قالت وزارة الداخلية إن انفجار المصنع في مدينة نوران أسفر عن مقتل 9 أشخاص.")
    assert whys(A, b) == ["later-corrects"]


def test_the_toll_of_another_year_and_of_a_part_are_no_account_of_this_one() -> None:
    b = read("2031-03-05", TITLE, "أسفر انفجار المصنع عن مقتل 12 شخصا بينهم 3 أطفال. وقتل 35 شخصا في حريق مصنع آخر بمدينة سمار عام 2025.")
    assert whys(A, b) == []


def test_small_numbers_in_passing_are_no_accounts_of_one_thing() -> None:
    b = read("2031-03-05", TITLE, "أعلنت الشرطة مقتل مسؤول واثنين من مرافقيه في حادث سير. وقتل ثلاثة عمال في حريق.")
    assert whys(b, A) == []


def test_fighters_of_two_sides_are_two_figures() -> None:
    a = read("2031-03-04", "معارك قرب سمار", "قتل 21 من ميليشيا الوادي في معارك قرب سمار. وقتل 14 من قوات الجيش في كمين.")
    b = read("2031-03-04", "معارك في الجبل", "قتل 30 مسلحا في غارة على الجبل الشرقي بعيدا عن المدينة.")
    assert whys(a, b) == []


def test_one_article_with_two_counters() -> None:
    b = read(
        "2031-03-04",
        TITLE,
        "قالت وزارة الصحة إن انفجار المصنع أسفر عن مقتل 12 شخصا. وقالت نقابة العمال إن انفجار المصنع أسفر عن مقتل 19 شخصا.",
    )
    assert whys(b) == ["two-counts"]


def test_a_number_that_is_rejected() -> None:
    b = read("2031-03-04", "نقيب العمال: القتلى 19", "قال نقيب العمال إن عدد القتلى بلغ 19 قتيلا وليس 12 كما أعلنت الوزارة.")
    assert "number-rejected" in whys(b)


def test_a_headline_that_drops_more_than() -> None:
    b = read("2031-03-04", "مقتل 12 شخصا في انفجار مصنع", "قال شهود إن أكثر من 12 شخصا قتلوا في انفجار المصنع بمدينة نوران.")
    assert whys(b) == ["headline-drops-hedge"]


def test_a_whole_and_its_parts_are_no_conflict() -> None:
    b = read("2031-03-04", "إصابة 17 شخصا في حريق", "أسفر الحريق عن إصابة 15 شخصا بحالات اختناق وإصابة 2 بحروق بسيطة.")
    assert whys(b) == []


def test_missing_here_and_dead_there() -> None:
    a = read("2031-03-04", "غرق عبارة", "لا يزال 60 شخصا في عداد المفقودين بعد غرق العبارة قبالة سمار.")
    b = read("2031-03-05", "غرق عبارة", "لقي 60 شخصا حتفهم في غرق العبارة قبالة سمار.")
    assert [(c.kind, c.relation, c.why) for c in conflicts(a, b)] == [("outcome", "update", "missing-or-killed")]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("ولم يُعتقل أي مشتبه حتى الآن في الهجوم على المتحف.", "أعلنت الشرطة اعتقال المشتبه بهم في الهجوم على المتحف.", "state-custody"),
        ("قال مراقبون إن الأوضاع في نوران تتجه إلى المزيد من التصعيد.", "قال الوزير إن الوضع في نوران آخذ في الاستقرار.", "state-trend"),
        ("أعلنت الوزارة انقطاع خدمات الإنترنت في نوران.", "أعلنت الوزارة استئناف خدمات الإنترنت في نوران.", "state-service"),
        ("أعلن الطرفان التوصل إلى اتفاق بشأن مياه النهر.", "أعلن الوسيط انهيار المفاوضات بشأن مياه النهر.", "state-agreement"),
        ("دعت الحكومة إلى اعتقال المشتبه بهم في الهجوم.", "ولم يُعتقل أي مشتبه حتى الآن في الهجوم.", ""),
        ("نادرا ما يتم توقيف الجناة في مثل هذه الهجمات.", "ولم يُعتقل أي مشتبه حتى الآن في الهجوم.", ""),
        ("ستبدأ معركة تحرير مدينة حلب قريبا.", "قالت مصادر إن المسلحين سيطروا على مدينة حلب.", ""),
    ],
)  # fmt: skip
def test_states_on_one_scale(first: str, second: str, why: str) -> None:
    found = whys(read("2031-03-04", "خبر أول من نوران", first), read("2031-03-05", "خبر ثان من نوران", second))
    assert found == ([why] if why else [])


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("نفت شركة الكهرباء صحة ما تردد عن رفع الأسعار في العاصمة.", "صحة ما تردد عن رفع الأسعار في العاصمة"),
        ("نفى مصدر في النقابة ما أعلنته الشركة بشأن العودة إلى العمل.", "ما أعلنته الشركة بشأن العودة إلى العمل"),
        ("تتهم المعارضة الحكومة بالتستر على نتائج التحقيق، الأمر الذي نفته الحكومة.", "تتهم المعارضة الحكومة بالتستر على نتائج التحقيق"),
    ],
)  # fmt: skip
def test_a_denial_that_names_its_claim(sentence: str, claim: str) -> None:
    document = read("2031-03-04", "خبر من نوران", sentence)
    (found,) = [c for c in conflicts(document) if c.kind == "denial"]
    assert claim in found.a.span.of(document.text)
    assert not found.a.span.overlaps(found.b.span)


@pytest.mark.parametrize(
    "sentence",
    [
        "رفضت الوزارة تأكيد أو نفي معلومات عن الصفقة.",
        "نفت الشركة إخفاء تقارير السلامة عن المفتشين.",
        "عاد الكاتب من منفاه في جزيرة بعيدة بعد عشرين عاما.",
        "نفت الشركة أمس أمام الصحفيين إغلاق مصحة قديمة في ضواحي المدينة.",
    ],
)
def test_what_is_no_denial_of_a_claim(sentence: str) -> None:
    assert [c for c in conflicts(read("2031-03-04", "خبر من نوران", sentence)) if c.kind == "denial"] == []


def test_who_did_it_is_open_here_and_told_there() -> None:
    a = read("2031-03-04", "تفجير في نوران", "ولم تتبن أي جهة حتى الآن التفجير في نوران.")
    b = read("2031-03-05", "تفجير في نوران", "قالت الشرطة إن التفجير في نوران تبناه تنظيم الفجر.")
    assert [(c.kind, c.relation, c.why) for c in conflicts(a, b)] == [("attribution", "update", "unclaimed-then-claimed")]


def test_a_woman_here_and_a_man_there() -> None:
    a = read("2031-03-04", "تفجير في نوران", "ذكرت تقارير أن امرأة انتحارية نفذت التفجير.")
    b = read("2031-03-05", "تفجير في نوران", "أعلنت الشرطة أن شابا هو منفذ الهجوم.")
    assert "culprit-sex" in whys(a, b)
    assert "culprit-sex" not in whys(a, read("2031-03-05", "تفجير في نوران", "أعلنت الشرطة أن شابا كان بين الجرحى."))


def test_the_same_attack_on_two_days() -> None:
    a = read("2031-03-05", "هجوم على محطة سمار", "قتل 14 شخصا في هجوم على محطة قطار سمار يوم الثلاثاء.")
    b = read("2031-03-06", "هجوم على محطة سمار", "قتل 14 شخصا في هجوم على محطة قطار سمار يوم الأربعاء.")
    (found,) = [c for c in conflicts(a, b) if c.kind == "time"]
    assert (found.details["time_a"], found.details["time_b"]) == ("2031-03-04", "2031-03-05")


def test_two_attacks_have_two_days() -> None:
    a = read("2031-03-05", "هجوم على محطة سمار", "قتل 14 شخصا في هجوم على محطة قطار سمار يوم الثلاثاء.")
    b = read("2031-03-06", "غارات على الجبل", "شنت الطائرات سلسلة غارات جديدة على مواقع في الجبل يوم الأربعاء.")
    assert [c for c in conflicts(a, b) if c.kind == "time"] == []


def test_one_distance_from_two_places() -> None:
    a = read("2031-03-04", "انفجار في سمار", "وقع الانفجار في بلدة سمار التي تقع على بعد نحو عشرة كيلومترات من مدينة نوران.")
    b = read("2031-03-04", "انفجار سمار", "وقع الانفجار في بلدة سمار التي تقع على بعد نحو عشرة كيلومترات من الحدود الجنوبية.")
    assert [c.why for c in conflicts(a, b) if c.kind == "place"] == ["other-landmark"]
    c = read("2031-03-04", "سباق", "يجري السباق في ميدان نوران، وطوله عشرة كيلومترات من خط البداية.")
    assert [x.why for x in conflicts(a, c) if x.kind == "place"] == []


def test_both_sides_of_every_conflict_stand_in_their_articles_and_name_a_rule() -> None:
    b = read("2031-03-05", TITLE, "ارتفعت حصيلة قتلى انفجار المصنع في مدينة نوران إلى 17 قتيلا.")
    texts = {d.id: d.text for d in (A, b)}
    for conflict in conflicts(A, b):
        for side in (conflict.a, conflict.b):
            assert 0 <= side.span.start < side.span.end <= len(texts[side.article])
        assert conflict.by.startswith("conflicts@2:")


def test_nothing_to_compare() -> None:
    assert conflicts_of([], link([], PACK)[1]) == ()
