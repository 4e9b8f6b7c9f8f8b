"""The ledger: which tellings are one figure, and in which order they stand."""

from __future__ import annotations

from isnad.lang.pack import load_pack
from isnad.model.account import Links, Story
from isnad.model.document import Document
from isnad.model.findings import Bounds
from isnad.pipeline import account
from tests.annotate.reading import read
from tests.derive.drawing import conflicts_of, ledger_of
from tests.making import document, quantity, time

PACK = load_pack("ar")


def toll(path: str, day: str, sentence: str, number: str, value: float, **fields: object) -> Document:
    text = f"عنوان\n{sentence}"
    return document(text, path, published=day, outlet=path, quantities=(quantity(text, number, value, counts="شخصا", **fields),))  # type: ignore[arg-type]


def links(*documents: Document) -> Links:
    return Links(stories=(Story(id="s", title="", articles=tuple(d.id for d in documents)),))


def test_a_toll_grows_and_each_telling_is_overtaken_by_the_next() -> None:
    documents = [
        toll("a", "2031-03-04", "أعلنت الوزارة مقتل 7 شخصا", "7", 7),
        toll("b", "2031-03-05", "أعلنت الوزارة مقتل 12 شخصا", "12", 12),
        toll("c", "2031-03-06", "أعلنت الوزارة مقتل 19 شخصا", "19", 19),
    ]
    figures = ledger_of(documents, links(*documents))
    assert [[v.value for v in f.values] for f in figures] == [[7, 12, 19]]
    found = conflicts_of(documents, links(*documents))
    assert [(c.relation, c.why, c.details["a"], c.details["b"]) for c in found] == [
        ("update", "later-overtakes", "7", "12"), ("update", "later-overtakes", "12", "19"),
    ]  # fmt: skip


def test_two_numbers_of_one_day_contradict() -> None:
    documents = [toll("a", "2031-03-04", "مقتل 7 شخصا", "7", 7), toll("b", "2031-03-04", "مقتل 20 شخصا", "20", 20)]
    assert [(c.relation, c.why) for c in conflicts_of(documents, links(*documents))] == [("contradiction", "same-day")]


def test_compatible_numbers_are_no_contradiction() -> None:
    documents = [
        toll("a", "2031-03-04", "مقتل نحو 30 شخصا", "30", 30, approximate=True),
        toll("b", "2031-03-04", "مقتل أكثر من 28 شخصا", "28", 28, bound="lower"),
        toll("c", "2031-03-04", "مقتل 31 شخصا", "31", 31),
    ]
    figures = ledger_of(documents, links(*documents))
    assert len(figures) == 1
    found = conflicts_of(documents, links(*documents))
    assert found == ()


def test_the_same_number_is_no_conflict() -> None:
    documents = [
        toll("a", "2031-03-04", "مقتل 30 شخصا", "30", 30),
        toll("b", "2031-03-05", "مقتل 30 شخصا على الأقل", "30", 30, bound="lower"),
    ]
    assert conflicts_of(documents, links(*documents)) == ()


def test_a_vague_number_is_overtaken_only_by_one_outside_it() -> None:
    documents = [
        toll("a", "2031-03-04", "مقتل عشرات شخصا", "عشرات", Bounds(20, None)),  # type: ignore[arg-type]
        toll("b", "2031-03-05", "مقتل 8 شخصا", "8", 8),
        toll("c", "2031-03-05", "مقتل 45 شخصا", "45", 45),
    ]
    found = conflicts_of(documents, links(*documents))
    assert [(c.details["a"], c.details["b"], c.why) for c in found if c.relation == "contradiction"] == [("8", "45", "same-day")]


def test_a_year_is_another_figure_than_the_event() -> None:
    text = "عنوان\nمقتل 7 شخصا في الانهيار. وقتل خلال العام الماضي 300 شخصا في حوادث مشابهة"
    one = document(
        text, quantities=(quantity(text, "7", 7, counts="شخصا"), quantity(text, "300", 300, counts="شخصا")),
        times=(time(text, "العام الماضي", "2030"),),
    )  # fmt: skip
    figures = ledger_of([one], links(one))
    assert sorted([v.value for v in f.values] for f in figures) == [[7], [300]]
    assert conflicts_of([one], links(one)) == ()


def test_a_specific_group_is_a_figure_of_its_own() -> None:
    text = "عنوان\nمقتل 15 شخصا بينهم 3 أطفال"
    one = document(text, quantities=(quantity(text, "15", 15, counts="شخصا"), quantity(text, "3", 3, counts="أطفال")))
    assert len(ledger_of([one], links(one))) == 2


def test_an_old_number_reprinted_after_a_newer_one_is_stale() -> None:
    documents = [
        toll("a", "2031-03-04", "مقتل 7 شخصا", "7", 7), toll("b", "2031-03-05", "مقتل 12 شخصا", "12", 12),
        toll("c", "2031-03-07", "مقتل 7 شخصا", "7", 7),
    ]  # fmt: skip
    (figure,) = ledger_of(documents, links(*documents))
    assert [v.stale for v in figure.values] == [False, False, True]


def test_the_order_of_the_articles_does_not_matter() -> None:
    documents = [toll(p, f"2031-03-0{n}", f"مقتل {n} شخصا", str(n), n) for n, p in enumerate("abcd", 3)]
    assert ledger_of(documents, links(*documents)) == ledger_of(documents[::-1], links(*documents))


class TestSideBySide:
    """A number that stands beside one of another figure belongs with the number beside it later."""

    def told(self, *texts: str) -> list[list[float]]:
        days = ("2021-03-04", "2021-03-09")
        made = [read(text, path=f"{n}.txt", published=days[n]) for n, text in enumerate(texts)]
        return [[v.value for v in f.values] for f in account(made, PACK).figures if f.measure == "injured"]  # type: ignore[misc]

    def test_the_injured_grow_with_the_dead_beside_them(self) -> None:
        first = (
            "انهيار جسر سمار: 12 قتيلا\n\nأسفر انهيار جسر سمار في الشمال عن مقتل 12 شخصا، بينما نقل إلى المشافي القريبة من المكان "
            "وسط زحام شديد 21 جريحا.\n"
        )
        last = "الوزارة: 19 قتيلا في انهيار جسر سمار\n\nقال وزير الأشغال إن انهيار جسر سمار خلف 19 قتيلا و78 جريحا بعد انتهاء البحث.\n"
        assert sorted(map(sorted, self.told(first, last))) == [[21, 78]]

    def test_those_of_another_incident_do_not(self) -> None:
        first = "انهيار جسر سمار\n\nأسفر انهيار جسر سمار عن مقتل 12 شخصا وإصابة 41 آخرين، وفق وزارة الصحة.\n"
        other = "حريق في مصنع نوران\n\nقتل 3 عمال وأصيب 78 في حريق شب بمصنع للنسيج في نوران، وفق الدفاع المدني.\n"
        assert sorted(map(sorted, self.told(first, other))) == [[41], [78]]


def test_a_number_that_is_rejected_is_nobodys_count() -> None:
    text = "انهيار جسر سمار\n\nقال نقيب الأطباء إن عدد قتلى انهيار جسر سمار بلغ 17 قتيلا وليس 12 قتيلا كما أعلنت الوزارة.\n"
    made = account([read(text, path="a.txt", published="2021-03-04")], PACK)
    assert [v.value for f in made.figures for v in f.values if f.measure == "killed"] == [17]
    assert [c.why for c in made.conflicts] == ["number-rejected"]
