"""Copies, dropped credits, claims, altered quotes, stories and independent origins on small invented articles."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from isnad.export.catalogue import load_catalogue
from isnad.export.view_standing import standing_words
from isnad.lang.pack import load_pack
from isnad.link.reuse import find_reuse
from isnad.model.account import Claim, Links
from isnad.model.document import Document
from isnad.pipeline import account, annotator, link
from tests.making import article

PACK = load_pack("ar")
WIRE = (
    "أعلنت هيئة الموانئ أن السفينة المحملة بالقمح وصلت إلى المرسى الشرقي بعد رحلة استمرت أربعين يوما عبر المضيق. "
    "وقال مدير الهيئة رامي السعدون إن التفريغ سيبدأ فور انتهاء الفحص الصحي، مضيفا أن الحمولة تكفي المخابز ثلاثة أشهر."
)
OTHER = "فاز فريق النسور بكأس البحيرة بعد مباراة مثيرة انتهت بركلات الترجيح أمام جمهور غفير ملأ المدرجات منذ الظهر."


def documents(*pages: tuple[str, str, str]) -> tuple[Document, ...]:
    """Annotated articles of (outlet, byline, body)."""
    annotate = annotator(PACK)
    return tuple(
        annotate(article(f"خبر من {outlet}\n{byline}\n\n{body}", f"{n}.txt", outlet=outlet, published=f"2019-05-0{n}"))
        for n, (outlet, byline, body) in enumerate(pages, 1)
    )


def links(*pages: tuple[str, str, str]) -> tuple[tuple[Document, ...], Links]:
    return link(documents(*pages), PACK)


def test_a_copy_is_found_and_another_text_is_not() -> None:
    found = find_reuse(documents(("أ", "", WIRE), ("ب", "", WIRE), ("ج", "", OTHER)), PACK)
    assert [(r.kind, round(r.share, 1)) for r in found] == [("verbatim", 1.0)]


def test_passages_are_the_same_words() -> None:
    cut = WIRE.replace("المحملة بالقمح ", "").replace("فور انتهاء الفحص الصحي", "بعد الفحص")
    docs = documents(("أ", "", WIRE), ("ب", "", f"{OTHER} {cut}"))
    (found,) = find_reuse(docs, PACK)
    texts = {d.id: d.text for d in docs}
    for passage in found.passages:
        left, right = passage.a.of(texts[found.a]).split(), passage.b.of(texts[found.b]).split()
        assert len(set(left) & set(right)) >= 0.8 * min(len(left), len(right))


def test_a_dropped_credit_is_inferred_from_the_copy() -> None:
    docs, found = links(("أ", "الكويت - كونا", WIRE), ("ب", "", WIRE))
    assert {docs[1].id: "كونا"} == {a: name for a, (name, _) in found.wire.items()}


def test_copies_are_many_tellers_and_one_origin() -> None:
    _, found = links(("أ", "", WIRE), ("ب", "", WIRE), ("ج", "", WIRE))
    claim = next(c for c in found.claims if "التفريغ" in c.text)
    assert (claim.tellers, claim.origins, claim.standing) == (3, 1, "one-origin")


def test_a_copy_without_a_speaker_of_its_own_goes_back_to_the_agency_it_dropped() -> None:
    unnamed = "أفادت مصادر مطلعة بأن الشحنة الثانية من القمح تأخرت أسبوعا كاملا بسبب الرياح العاتية في المضيق."
    _, found = links(("أ", "الكويت - كونا", f"{WIRE} {unnamed}"), ("ب", "", f"{WIRE} {unnamed}"))
    claim = next(c for c in found.claims if "الرياح" in c.text)
    assert (claim.tellers, claim.origins, claim.standing) == (2, 1, "one-origin")
    assert claim.through[0] == "كونا"


def test_two_speakers_are_two_origins() -> None:
    _, found = links(
        ("أ", "", "قال وزير الصحة سامر الخطيب إن 12 شخصا قتلوا في انهيار المنجم القديم قرب البلدة."),
        ("ب", "", "قالت نقابة العمال إن 12 شخصا قتلوا في انهيار المنجم القديم قرب البلدة أمس."),
    )
    claim = next(c for c in found.claims if "المنجم" in c.text)
    assert (claim.tellers, claim.origins, claim.standing) == (2, 2, "several-origins")


def test_standing_in_words_names_the_origin_and_the_agency() -> None:
    told = Claim(id="c", statements=(), text="", tellers=11, origins=1, standing="one-origin", origin_names=("الوزارة",), through=("كونا",))
    assert standing_words(told, load_catalogue("en")) == "11 outlets, one origin: الوزارة, through كونا"
    assert "مصدر واحد: الوزارة عبر كونا" in standing_words(told, load_catalogue("ar"))
    many = replace(told, standing="several-origins", origins=3, origin_names=())
    assert standing_words(many, load_catalogue("en")) == "11 outlets, 3 origins"


def test_another_number_is_another_claim() -> None:
    _, found = links(
        ("أ", "", "قال وزير الصحة سامر الخطيب إن 12 شخصا قتلوا في انهيار المنجم القديم قرب البلدة."),
        ("ب", "", "قال وزير الصحة سامر الخطيب إن 19 شخصا قتلوا في انهيار المنجم القديم قرب البلدة."),
    )
    assert sorted(len(c.statements) for c in found.claims) == [1, 1]


def test_a_denial_is_another_claim_than_what_it_denies() -> None:
    _, found = links(
        ("أ", "", "قالت نقابة العمال إن الشركة أخفت تقارير السلامة عن المفتشين في المنجم."),
        ("ب", "", "نفت الشركة أن تكون أخفت تقارير السلامة عن المفتشين في المنجم."),
    )
    assert all(len(c.statements) == 1 for c in found.claims)


def test_a_cut_quotation_is_shown_as_cut() -> None:
    long = 'قال رامي السعدون: "سنفتح المرسى غدا صباحا أمام كل السفن ولن نسأل أحدا عن وجهته".'
    short = 'قال رامي السعدون: "سنفتح المرسى غدا صباحا أمام كل السفن".'
    _, found = links(("أ", "", f"{WIRE} {long}"), ("ب", "", f"{OTHER} {short}"))
    assert [q.kind for q in found.altered_quotes] == ["cut"]


def test_every_article_is_in_one_story() -> None:
    docs, found = links(("أ", "", WIRE), ("ب", "", WIRE), ("ج", "", OTHER))
    assert sorted(a for s in found.stories for a in s.articles) == sorted(d.id for d in docs)


def test_the_order_of_the_articles_does_not_matter() -> None:
    docs = documents(("أ", "", WIRE), ("ب", "", WIRE), ("ج", "", OTHER))
    assert account(docs, PACK) == account(docs[::-1], PACK)


@settings(deadline=None)
@given(st.lists(st.sampled_from([WIRE, OTHER, WIRE[:90], "", "قال"]), max_size=4))
def test_shares_are_parts_and_spans_lie_inside(bodies: list[str]) -> None:
    docs = documents(*((f"و{n}", "", b) for n, b in enumerate(bodies)))
    texts = {d.id: d.text for d in docs}
    for found in find_reuse(docs, PACK):
        assert 0 < found.share <= 1
        assert all(p.a.end <= len(texts[found.a]) and p.b.end <= len(texts[found.b]) for p in found.passages)
