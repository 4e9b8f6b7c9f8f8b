"""Layout: furniture by kind, and what must stay body."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.model.document import Document
from isnad.read.jsonl import compose
from tests.annotate.reading import read

LEAD = "أعلنت وزارة الصحة في بيان لها أن الحملة ستشمل جميع المحافظات خلال الأسابيع الثلاثة المقبلة وفق جدول معلن."
MORE = "وقال مدير الحملة إن الفرق الطبية بدأت عملها في المدارس والمراكز الصحية منذ الصباح الباكر."


def kinds(text: str) -> dict[str, str]:
    document = read(text)
    return {f.span.of(text): f.kind for f in document.layout.furniture}


def body(text: str) -> str:
    return "\n".join(s.of(text) for s in read(text).layout.body)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("الرباط - رويترز", "byline"),
        ("صنعاء: سبأ نت", "byline"),
        ("كتب - حسن البدري:", "byline"),
        ("(أ ف ب) - بيروت", "byline"),
        ("تونس - وكالة أنباء ساحلية", "byline"),
        ("أخبار محلية", "section"),
        ("صحيفة الميزان", "outlet"),
        ("تاريخ النشر: 3 مايو 2019", "date"),
        ("جانب من الحملة في إحدى المدارس", "caption"),
    ],
)
def test_lines_before_the_first_paragraph(line: str, kind: str) -> None:
    text = f"حملة صحية في المحافظات\n{line}\n\n{LEAD}\n{MORE}"
    assert kinds(text)[line] == kind
    assert body(text) == f"{LEAD}\n{MORE}"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("اقرأ أيضا: خطة جديدة للمدارس", "read-also"),
        ("قد يهمك أيضا", "read-also"),
        ("تابعونا على تيليغرام", "subscription"),
        ("المصدر: صحيفة الميزان", "credit"),
        ("أضف تعليقاً", "comments"),
        ("شارك على فيسبوك", "share"),
        ("جميع الحقوق محفوظة", "other"),
    ],
)
def test_furniture_in_and_after_the_body(line: str, kind: str) -> None:
    text = f"حملة صحية في المحافظات\n\n{LEAD}\n{line}\n{MORE}"
    assert kinds(text)[line] == kind
    assert body(text) == f"{LEAD}\n{MORE}"


def test_links_after_read_also_until_a_paragraph_comes() -> None:
    text = f"عنوان الخبر\n\n{LEAD}\n\nاقرأ أيضا\nخطة جديدة للمدارس\nأسعار الدواء ترتفع\n\n{MORE}"
    assert body(text) == f"{LEAD}\n{MORE}"
    assert kinds(text)["أسعار الدواء ترتفع"] == "link"


def test_a_link_label_glued_to_the_last_paragraph() -> None:
    text = f"عنوان الخبر\n\n{LEAD} رابط الخبر بصحيفة الميزان: عنوان الخبر"
    assert body(text) == LEAD


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("الكويت - كونا:", "kuna"),
        ("الكويت - 12 - 11 (كونا) --", "kuna"),
        ("المنامة في 12 نوفمبر / بنا /", "bna"),
        ("أبوظبي في 12 نوفمبر 2019/ وام /", "wam"),
        ("الدوحة في 12 نوفمبر /قنا/", "qna"),
        ("مسقط في 12 نوفمبر /العمانية/", "ona"),
    ],
)
def test_a_dateline_inside_the_first_paragraph(dateline: str, agency: str) -> None:
    text = f"عنوان الخبر\n\n{dateline} {LEAD}\n{MORE}"
    document = read(text)
    assert body(text) == f"{LEAD}\n{MORE}"
    assert [(w.key, w.credited) for w in document.layout.wires] == [(agency, True)]


def test_a_stroke_between_words_ends_no_dateline() -> None:
    text = f"عنوان الخبر\n\nقال مصدر لوكالة كونا / الكويت إن المراكز الصحية فتحت أبوابها. {LEAD}\n{MORE}"
    assert body(text).startswith("قال مصدر") and not read(text).layout.wires


def test_an_outlet_before_a_stroke_ends_no_dateline() -> None:
    text = f"عنوان الخبر\n\nالميزان / الكويت: {LEAD}\n{MORE}"
    document = read(text, outlet="الميزان")
    assert "\n".join(s.of(text) for s in document.layout.body) == f"{LEAD}\n{MORE}"


def test_a_headline_told_twice() -> None:
    text = f"حملة صحية في المحافظات\n\nحملة صحية في المحافظات\n\n{LEAD}"
    assert body(text) == LEAD
    assert "headline" in kinds(text).values()


def test_an_embedded_post_is_a_source_of_its_own() -> None:
    post = "Footage from the clinic this morning #health\n— Sahel Desk (@saheldesk) May 3, 2019"
    text = f"عنوان الخبر\n\n{LEAD}\n{post}\n{MORE}"
    (found,) = read(text).layout.posts
    assert (found.author, found.handle, found.published) == ("Sahel Desk", "@saheldesk", "2019-05-03")
    assert body(text) == f"{LEAD}\n{MORE}"


@pytest.mark.parametrize(
    "sentence",
    [
        "وشارك في الحملة أكثر من مئتي متطوع من طلاب الجامعات ومن سكان الأحياء القريبة من المراكز.",
        "وأضاف أن المصدر الوحيد للمياه في القرية هو البئر القديمة التي حفرت قبل خمسين عاما.",
        "ونشر في الجريدة الرسمية أمس قرار يمنع بيع الدواء من دون وصفة طبية في الصيدليات كلها.",
    ],
)
def test_what_only_looks_like_furniture_stays(sentence: str) -> None:
    assert sentence in body(f"عنوان الخبر\n\n{LEAD}\n{sentence}\n{MORE}")


@given(st.text(st.sampled_from("اقر أيضا:\n-–(«»)#@. 123قال"), max_size=200))
def test_any_page_keeps_every_line_once(text: str) -> None:
    document = read(text)
    parts = sorted([*document.layout.body, *(f.span for f in document.layout.furniture)])
    assert all(0 <= p.start < p.end <= len(text) for p in parts)
    assert all(a.end <= b.start for a, b in itertools.pairwise(parts))


@pytest.mark.parametrize(
    ("byline", "keys"),
    [
        ("باريس - الفرنسية:", ["afp"]),
        ("«الفرنسية»:", ["afp"]),
        ("لندن ـ الألمانية", ["dpa"]),
        ("واس - رويترز", ["spa", "reuters"]),
        ("وكالات - عواصم", [None]),
        ("مندوب الصحيفة - المدرسة الفرنسية", []),
        ("رامي السعدون - المرفأ", []),
    ],
)
def test_agencies_of_a_byline(byline: str, keys: list[str | None]) -> None:
    document = annotate_record(byline, f"{LEAD}\n{MORE}")
    assert [w.key for w in document.layout.wires] == keys


@pytest.mark.parametrize(
    ("end", "keys"),
    [
        (' "رويترز"', ["reuters"]),
        (" «واس»", ["spa"]),
        (" (أ ف ب)", ["afp"]),
        (' كما قالت "رويترز"', []),
        (" والصورة من رويترز", []),
    ],
)
def test_a_credit_at_the_end(end: str, keys: list[str]) -> None:
    document = annotate_record("", f"{LEAD}\n{MORE}{end}")
    assert [w.key for w in document.layout.wires] == keys


def annotate_record(byline: str, text: str) -> Document:
    """A record with fields, as JSON Lines give it."""
    text, title, line = compose("عنوان الخبر", byline or None, text)
    return read(text, title=title, byline=line)
