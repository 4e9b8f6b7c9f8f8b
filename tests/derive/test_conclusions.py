"""Denials, responsibility, timeline and brief on documents made by hand."""

from __future__ import annotations

import pytest

from isnad.derive.brief import write_brief
from isnad.derive.timeline import build_timeline
from isnad.lang.pack import load_pack
from isnad.model.account import Claim, Figure, FigureValue, Links, Story
from isnad.model.document import Document
from tests.derive.drawing import conflicts_of
from tests.making import document, quantity, statement, time

PACK = load_pack("ar")


def links(*documents: Document, **fields: object) -> Links:
    return Links(stories=(Story(id="s", title="", articles=tuple(d.id for d in documents)),), **fields)  # type: ignore[arg-type]


def test_a_denial_meets_what_it_denies() -> None:
    a = "عنوان\nقالت النقابة إن الشركة أخفت تقارير السلامة عن المفتشين"
    b = "عنوان\nنفت الشركة إخفاء تقارير السلامة عن المفتشين"
    documents = [
        document(a, "a", statements=(statement(a, "الشركة أخفت تقارير السلامة عن المفتشين", cue="قالت", source="النقابة"),)),
        document(b, "b", statements=(statement(b, "إخفاء تقارير السلامة عن المفتشين", cue="نفت", source="الشركة", act="deny"),)),
    ]
    (found,) = conflicts_of(documents, links(*documents))
    assert (found.kind, found.relation) == ("denial", "contradiction")
    assert found.b.span.of(b) == "إخفاء تقارير السلامة عن المفتشين"


def test_a_denial_meets_what_another_article_tells_as_a_fact() -> None:
    a = "عنوان\nأحرق محتجون مبنى محافظة سمار ليل الأربعاء ثم فروا من المكان"
    b = "عنوان\nنفى مدير المرصد أن يكون المحتجون أحرقوا مبنى محافظة سمار"
    documents = [
        document(a, "a"),
        document(b, "b", statements=(statement(b, "المحتجون أحرقوا مبنى محافظة سمار", cue="نفى", source="مدير المرصد", act="deny"),)),
    ]
    (found,) = conflicts_of(documents, links(*documents))
    assert (found.kind, found.a.article, found.b.article) == ("denial", documents[0].id, documents[1].id)


def test_a_denial_of_something_else_meets_nothing() -> None:
    a = "عنوان\nقالت النقابة إن الأجور تأخرت ثلاثة أشهر"
    b = "عنوان\nنفت الشركة إخفاء تقارير السلامة عن المفتشين"
    documents = [
        document(a, "a", statements=(statement(a, "الأجور تأخرت ثلاثة أشهر", cue="قالت", source="النقابة"),)),
        document(b, "b", statements=(statement(b, "إخفاء تقارير السلامة عن المفتشين", cue="نفت", source="الشركة", act="deny"),)),
    ]
    assert conflicts_of(documents, links(*documents)) == ()


def test_an_unclaimed_attack_is_claimed_later() -> None:
    a = document("عنوان\nولم تتبن أي جهة الهجوم على المحطة", "a", published="2031-03-04")
    b = document("عنوان\nوهو الهجوم الذي تبنته جماعة مسلحة", "b", published="2031-03-06")
    (found,) = conflicts_of([a, b], links(a, b))
    assert (found.kind, found.relation, found.why) == ("attribution", "update", "unclaimed-then-claimed")


def test_events_of_one_day_told_twice_are_one_with_both_places() -> None:
    texts = ["عنوان\nانهار سد وادي سمار فجر الثلاثاء بعد أمطار غزيرة", "عنوان\nوكان سد وادي سمار انهار الثلاثاء إثر أمطار غزيرة"]
    documents = [
        document(texts[0], "a", times=(time(texts[0], "فجر الثلاثاء", "2031-03-04TMO"),)),
        document(texts[1], "b", times=(time(texts[1], "الثلاثاء", "2031-03-04"),)),
    ]
    events = [e for e in build_timeline(documents, links(*documents), PACK) if e.date == "2031-03-04"]
    assert len(events) == 1
    assert {v.article for v in events[0].evidence} == {d.id for d in documents}


def test_a_future_day_is_a_plan() -> None:
    text = "عنوان\nيجتمع مجلس الوزراء الأحد المقبل لبحث الكارثة في وادي سمار"
    one = document(text, published="2031-03-04", times=(time(text, "الأحد المقبل", "2031-03-09"),))
    assert [(e.date, e.planned) for e in build_timeline([one], links(one), PACK)] == [("2031-03-09", True)]


def test_every_sentence_of_the_brief_rests_on_its_words() -> None:
    text = "عنوان\nانهار سد وادي سمار فجر الثلاثاء بعد ثلاثة أيام من الأمطار الغزيرة. وقال الوزير إن التحقيق بدأ"
    one = document(text, statements=(statement(text, "التحقيق بدأ", cue="قال", source="الوزير"),))
    brief = write_brief([one], links(one), (), (), PACK)
    assert brief
    assert all(s.evidence and all(e.span.of(text) for e in s.evidence) for s in brief)


def test_no_articles_no_brief() -> None:
    assert write_brief([], Links(), (), (), PACK) == ()


def test_what_the_opening_says_is_not_told_again() -> None:
    a = "عنوان\nقالت النقابة في بيان صباح اليوم إن الشركة أخفت تقارير السلامة"
    b = "عنوان\nقالت النقابة إن الشركة أخفت تقارير السلامة. وقالت البلدية إن الطريق الساحلي مغلق"
    repeated = statement(a, "الشركة أخفت تقارير السلامة", cue="قالت", source="النقابة")
    further = statement(b, "الطريق الساحلي مغلق", cue="وقالت", source="البلدية")
    documents = [document(a, "a", statements=(repeated,)), document(b, "b", statements=(further,))]
    claims = tuple(Claim(id=s.id, statements=(s.id,), text="", tellers=1, origins=1, standing="asserted") for s in (repeated, further))
    brief = write_brief(documents, links(*documents, claims=claims), (), (), PACK)
    assert [s.text for s in brief if s.kind == "statement"] == ["وقالت البلدية: الطريق الساحلي مغلق"]


@pytest.mark.parametrize(("text", "told"), [("بلغ سعر اللتر 1.83 درهم أمس", ["السعر: 1.83 درهم"]), ("بلغ سعر اللتر 1.83 أمس", [])])
def test_a_price_is_told_with_its_unit(text: str, told: list[str]) -> None:
    unit = {"unit": "AED", "counts": "درهم"} if "درهم" in text else {}
    number = quantity(text, "1.83", 1.83, "price", **unit)
    documents = [document(text, name, quantities=(number,)) for name in ("a", "b")]
    values = tuple(
        FigureValue(value=1.83, kind="total", article=d.id, span=number.span, as_of=None, reported=None, source=None) for d in documents
    )
    figure = Figure(measure="price", of="اللتر", values=values)
    brief = write_brief(documents, links(*documents), (figure,), (), PACK)
    assert [s.text for s in brief if s.kind == "figure"] == told


def test_a_denial_that_the_brief_tells_as_a_claim_is_told_once() -> None:
    a = "عنوان\nقالت النقابة إن الشركة أخفت تقارير السلامة عن المفتشين"
    b = "عنوان\nنفت الشركة إخفاء تقارير السلامة عن المفتشين"
    denial = statement(b, "إخفاء تقارير السلامة عن المفتشين", cue="نفت", source="الشركة", act="deny")
    documents = [
        document(a, "a", statements=(statement(a, "الشركة أخفت تقارير السلامة عن المفتشين", cue="قالت", source="النقابة"),)),
        document(b, "b", statements=(denial,)),
    ]
    claim = Claim(id="c", statements=(denial.id,), text="", tellers=1, origins=1, standing="denied")
    for claims, kinds in (((), ["lead", "conflict"]), ((claim,), ["lead", "statement"])):
        told = links(*documents, claims=claims)
        brief = write_brief(documents, told, (), conflicts_of(documents, told), PACK)
        assert [s.kind for s in brief] == kinds
