"""Passages of invented articles: what is a copy, what only sounds alike, who has it from whom."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.lang.pack import load_pack
from isnad.link.reuse import find_reuse
from isnad.model.account import Reuse
from isnad.model.document import Document
from isnad.pipeline import annotator
from tests.making import article

PACK = load_pack("ar")
ANNOTATE = annotator(PACK)
FIRST = "عثر صيادون فجر أمس على زورق مطاطي فارغ قرب الجزيرة الصغيرة فأبلغوا خفر السواحل الذي مشط المياه حتى المساء دون نتيجة."
SECOND = "ورجح خبير الملاحة أن التيار القوي جرف الزورق من الضفة المقابلة بعد أن انقطع حبله في العاصفة التي ضربت المرفأ القديم."
THIRD = "أما أصحاب المقاهي على الكورنيش فقالوا إن موسمهم ضاع لأن الزوار ألغوا حجوزاتهم فور سماع الخبر وعادوا إلى منازلهم."
OTHER = "افتتح المتحف قاعة جديدة تعرض فيها قطع خزفية نادرة جمعها تاجر عطور خلال أسفاره الطويلة بين الموانئ البعيدة."
DAYS = ("2031-03-01", "2031-03-02", "2031-03-03", "2031-03-04")


def made(*pages: tuple[str, str], days: Sequence[str] = DAYS, byline: str = "") -> list[Document]:
    """Annotated articles of (outlet, body), one a day."""
    return [
        ANNOTATE(article(f"عنوان {n} من {outlet}\n{byline}\n\n{body}", f"{n}.txt", outlet=outlet, published=days[n % len(days)]))
        for n, (outlet, body) in enumerate(pages)
    ]


def reuse(*pages: tuple[str, str]) -> tuple[Reuse, ...]:
    return find_reuse(made(*pages), PACK)


def test_moved_passages_are_found_each() -> None:
    (found,) = reuse(("أ", f"{FIRST} {SECOND} {THIRD}"), ("ب", f"{THIRD} {OTHER} {FIRST}"))
    assert len(found.passages) == 2
    assert found.passages[0].a < found.passages[1].a and found.passages[0].b > found.passages[1].b


def test_the_kind_tells_how_much_of_both_is_the_same() -> None:
    kinds = {
        "verbatim": (f"{FIRST} {SECOND}", f"{FIRST} {SECOND}"),
        "near-verbatim": (f"{FIRST} {SECOND}", f"{FIRST} {SECOND} {THIRD} {OTHER}"),
        "partial": (f"{FIRST} {SECOND} {THIRD}", f"{OTHER} {FIRST} {OTHER[::-1]} {OTHER}"),
    }
    assert {k: [r.kind for r in reuse(("أ", a), ("ب", b))] for k, (a, b) in kinds.items()} == {k: [k] for k in kinds}


def test_lightly_reworded_words_are_found_and_tell_how_much_is_the_same() -> None:
    (found,) = reuse(("أ", FIRST), ("ب", FIRST.replace("فجر أمس", "صباح الأحد").replace("دون نتيجة", "بلا جدوى")))
    assert 0.6 < found.passages[0].same < 1.0


def test_each_article_has_its_own_share() -> None:
    (found,) = reuse(("أ", f"{FIRST} {SECOND} {THIRD} {OTHER}"), ("ب", FIRST))
    assert found.share == max(found.shares) == found.shares[1] > 0.9 and found.shares[0] < 0.4


def test_titles_scripture_and_set_phrases_are_no_copy() -> None:
    title = "صاحب السعادة الدكتور رامي بن سالم السعدون نائب رئيس مجلس الوزراء وزير النقل رئيس مجلس إدارة هيئة الموانئ"
    verse = "قال تعالى: «وتزودوا من الكلمات الطيبة خير الزاد وانشروا بين الناس السلام في كل واد وعلى كل لسان»"
    wish = "سائلين الله العلي القدير أن يتغمد الفقيد بواسع رحمته ويسكنه فسيح جناته ويلهم أهله وذويه الصبر والسلوان"
    for phrase in (title, verse, wish):
        assert reuse(("أ", f"{FIRST} {phrase}."), ("ب", f"{OTHER} {phrase}.")) == ()


def test_a_form_filled_in_with_other_numbers_is_no_copy() -> None:
    daily = "بلغت الكميات الموزعة اليوم {} طنا نقلتها {} شاحنة إلى {} مركزا مقابل {} مركزا في اليوم السابق"
    assert reuse(("أ", daily.format(130, 12, 44, 40)), ("ب", daily.format(175, 19, 51, 44))) == ()


def test_what_an_outlet_says_under_every_article_is_no_copy() -> None:
    footer = "تابع آخر ما ننشره على تطبيقنا المجاني واكتب لنا رأيك في التعليقات أسفل الصفحة أو راسلنا على بريد القراء كل يوم."
    topics = ("الزراعة", "السباحة", "النجارة", "الفلك", "الخط", "الطبخ", "الطيران", "الرسم", "الشطرنج")
    pages = [("أ", f"درس في {t} قدمه معلم {n} لطلبة {t} في الحي {n}. {footer}") for n, t in enumerate(topics)]
    assert reuse(*pages, ("ب", OTHER)) == ()


def test_the_earlier_one_gives() -> None:
    (found,) = reuse(("أ", FIRST), ("ب", FIRST))
    assert (found.direction, [f.name for f in found.why]) == ("a>b", ["earlier-day"])


def test_a_credited_agency_is_what_both_carry() -> None:
    docs = [*made(("أ", FIRST), byline="الكويت - كونا"), *made(("ب", FIRST), days=["2031-03-02"])]
    (found,) = find_reuse(docs, PACK)
    assert (found.direction, found.why[0].name) == ("common", "one-credits-an-agency")


def test_an_earlier_third_text_makes_the_later_two_common() -> None:
    found = {r.why[0].name: r.direction for r in reuse(("أ", f"{FIRST} {SECOND}"), ("ب", FIRST), ("ج", FIRST))}
    assert found == {"earlier-day": "a>b", "third-text": "common"}


@settings(deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_the_articles_does_not_matter(order: list[int]) -> None:
    docs = made(("أ", f"{FIRST} {SECOND}"), ("ب", FIRST), ("ج", f"{OTHER} {SECOND}"), ("د", OTHER))
    assert find_reuse([docs[n] for n in order], PACK) == find_reuse(docs, PACK) != ()


@settings(deadline=None)
@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD, OTHER, FIRST[:70]]), min_size=1, max_size=5), st.integers(0, 4))
def test_passages_lie_inside_and_do_not_overlap(parts: list[str], cut: int) -> None:
    docs = made(("أ", " ".join(parts)), ("ب", " ".join(parts[cut:] + parts[:cut])))
    texts = {d.id: d.text for d in docs}
    for found in find_reuse(docs, PACK):
        for article_id, spans in ((found.a, [p.a for p in found.passages]), (found.b, [p.b for p in found.passages])):
            assert all(0 <= s.start < s.end <= len(texts[article_id]) for s in spans)
            assert not any(s.overlaps(o) for n, s in enumerate(spans) for o in spans[n + 1 :])
