"""Speakers inside a document, their chains, and the voices of labels."""

from __future__ import annotations

import pytest

from tests.annotate.reading import read


def speakers(body: str) -> list[tuple[str, str | None]]:
    """(content, speaker) of each statement, in text order."""
    text = f"عنوان الخبر\n{body}"
    return [
        (" ".join(c.of(text) for c in s.content), s.speaker.span.of(text) if s.speaker else None) for s in read(text).statements
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("قال وزير النقل سامر الخطيب إن الجسر جاهز. وأضاف أن العمل انتهى.", ["سامر الخطيب", "سامر الخطيب"]),
        ("قال وزير النقل سامر الخطيب إن الجسر جاهز، مشيرا إلى أن العمل انتهى.", ["سامر الخطيب", "سامر الخطيب"]),
        ("قالت وزارة الداخلية إن الطريق مغلق.\nوأضافت أن البديل مفتوح.", ["وزارة الداخلية", "وزارة الداخلية"]),
        ("قالت وزارة الداخلية إن الطريق مغلق. وأكدت الوزارة أن البديل مفتوح.", ["وزارة الداخلية", "وزارة الداخلية"]),
        ("صرح وزير النقل سامر الخطيب بأن الجسر جاهز. ولفت الخطيب إلى أن العمل انتهى.", ["سامر الخطيب", "سامر الخطيب"]),
        ("قال مصدر أمني إن المشتبه به فر. وأضاف المصدر أن البحث مستمر.", ["مصدر أمني", "مصدر أمني"]),
        (
            "قالت وزارة الصحة إن اللقاح وصل. وقال وزير النقل سامر الخطيب إن الجسر جاهز. وأضافت الوزارة أن التوزيع بدأ.",
            ["وزارة الصحة", "سامر الخطيب", "وزارة الصحة"],
        ),
        ("كان وزير النقل سامر الخطيب قد قال إن الجسر جاهز.", ["سامر الخطيب"]),
        ("نقلت صحيفة الميزان عن الرئيس سامر الخطيب قوله إن الجسر جاهز.", ["سامر الخطيب"]),
    ],
)
def test_who_is_meant(body: str, who: list[str]) -> None:
    assert [speaker for _, speaker in speakers(body)] == who


@pytest.mark.parametrize("source", ["مصدر أمني", "مصادر طبية", "شهود عيان", "مراقبون"])
def test_unnamed_sources_get_no_name(source: str) -> None:
    text = f"عنوان الخبر\nالتقى وزير النقل سامر الخطيب الوفد. وقال {source} إن الطريق مغلق."
    (statement,) = read(text).statements
    assert statement.speaker is not None
    assert statement.speaker.form == "unnamed"
    assert statement.speaker.span.of(text) == source


def chain(body: str, nth: int = 0, **fields: str) -> list[tuple[str, str | None]]:
    """(role, words) of each hop of the nth statement."""
    text = f"عنوان الخبر\n{body}"
    return [(h.role, h.span.of(text) if h.span else h.name) for h in read(text, **fields).statements[nth].chain]


def test_the_chain_runs_from_the_outlet_to_the_person() -> None:
    body = "الكويت - كونا: قال وزير النقل سامر الخطيب في بيان إن الجسر جاهز وإن العمل عليه انتهى قبل موعده المحدد بشهرين."
    assert chain(body, outlet="الميزان") == [
        ("outlet", "الميزان"), ("agency", "كونا"), ("document", "بيان"), ("person", "سامر الخطيب"),
    ]  # fmt: skip


def test_a_spokesman_without_a_name_speaks_for_his_body() -> None:
    hops = chain("قال متحدث باسم وزارة الداخلية إن الطريق مغلق.", outlet="الميزان")
    assert hops[-2:] == [("spokesperson", "متحدث باسم وزارة الداخلية"), ("institution", "وزارة الداخلية")]


def test_an_unnamed_source_ends_the_chain() -> None:
    assert chain("قال مصدر أمني إن الطريق مغلق.", outlet="الميزان")[-1] == ("unnamed", "مصدر أمني")


def test_no_teller_stands_twice() -> None:
    hops = chain("قالت رويترز إن الطريق مغلق وإن السلطات فتحت طريقا آخر عبر الوادي.", outlet="رويترز")
    assert len(hops) == len(set(hops))


def test_labels_tell_the_voices_apart() -> None:
    text = "عنوان الخبر\nأحرق مخربون السوق. وقال الوزير إن المشاغبين سيحاسبون. ووصفهم النائب بأنهم «غوغاء»."
    found = {label.label: (label.concept, label.voice) for label in read(text).labels}
    assert found["مخربون"] == ("protesters", "own")
    assert found["مشاغبين"] == ("protesters", "reported")
    assert found["غوغاء"] == ("protesters", "reported")
