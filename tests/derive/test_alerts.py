"""Alerts: what a new article changes, what is followed; once each, and nothing for what was there."""

from __future__ import annotations

from typing import Any

import pytest

from isnad.derive.alerts import line, notices, phrase_finder, threshold
from isnad.lang.pack import load_pack
from isnad.model.account import Account, Conflict, Entity, Evidence, Figure, FigureValue, Links
from isnad.model.document import Document
from isnad.model.findings import Bounds
from isnad.model.kept import Follow
from tests.making import at, document, mention, statement

PACK = load_pack("ar")


def follow(kind: Any, value: str) -> Follow:
    return Follow(id=f"{kind}:{value}", kind=kind, value=value, added="")


def toll(of: Document, words: str, value: float | Bounds, day: str = "2031-03-04", **fields: Any) -> FigureValue:
    told = {"kind": "total", "as_of": day, "reported": day, "source": None} | fields
    return FigureValue(article=of.id, span=at(of.text, words), value=value, **told)


OLD = document("عنوان\nمقتل 7 أشخاص في الحريق.", "a.txt")
NEW = document("عنوان\nمقتل 9 أشخاص في الحريق.", "b.txt")
NEWER = document("عنوان\nمقتل 9 أشخاص و12 جريحا في الحريق.", "c.txt")


def ledger(*values: FigureValue) -> Account:
    return Account(documents=(OLD, NEW, NEWER), figures=(Figure(measure="killed", of="أشخاص", values=values),))


def told(account: Account, *new: Document, follows: tuple[Follow, ...] = ()) -> list[tuple[str, dict[str, str]]]:
    return [(n.kind, n.details) for n in notices(account, {d.id for d in new}, follows, PACK)]


def test_a_figure_that_changes_is_told_once() -> None:
    account = ledger(toll(OLD, "7", 7), toll(NEW, "9", 9), toll(NEWER, "9", 9))
    assert told(account, NEW, NEWER) == [("figure-changes", {"measure": "killed", "of": "أشخاص", "before": "7", "after": "9"})]
    assert told(account, NEWER) == [], "the new article tells what another told before"
    assert told(account) == [] == told(account, OLD, NEW, NEWER)


@pytest.mark.parametrize(
    "value", [toll(NEW, "9", 9, "2031-03-03"), toll(NEW, "9", 9, stale=True), toll(NEW, "9", 9, kind="new"), toll(NEW, "9", 7)]
)
def test_a_figure_that_does_not_change(value: FigureValue) -> None:
    assert told(ledger(toll(OLD, "7", 7), value), NEW) == []


def conflict(one: Document, other: Document, kind: Any = "figure", relation: Any = "contradiction", **details: str) -> Account:
    sides = [Evidence(d.id, at(d.text, d.text.split("\n")[1])) for d in (one, other)]
    made = Conflict(
        kind=kind, about="killed أشخاص", relation=relation, a=sides[0], b=sides[1], why="same-day", details=details, by="test@1:made"
    )
    return Account(documents=(OLD, NEW), conflicts=(made,))


def test_contradictions_and_denials_with_a_new_side() -> None:
    ((kind, details),) = told(conflict(OLD, NEW, a="7", b="9"), NEW)
    assert (kind, details["a"], details["b"], details["why"]) == ("conflict", "7", "9", "same-day")
    ((kind, details),) = told(conflict(NEW, OLD, "denial"), NEW)
    assert kind == "denial" and details["a"] == "مقتل 9 أشخاص في الحريق."
    assert told(conflict(OLD, NEW, relation="update"), NEW) == [] == told(conflict(OLD, NEW))


TEXT = "عنوان\nقال الوزير رامي السعدون إن العمل بدأ. وحضر رامي السعدون وسلمى العلي إلى الموقع قرب سد الزمردة."


def person(*, speaks: bool) -> Account:
    said = statement(TEXT, "العمل بدأ", source="الوزير رامي السعدون")
    made = document(TEXT, mentions=(mention(TEXT, "رامي السعدون"), mention(TEXT, "سلمى العلي")), statements=(said,))
    entities = (Entity(id="e1", type="person", name="رامي السعدون"), Entity(id="e2", type="person", name="سلمى العلي", forms={"سلمى": 1}))
    links = Links(
        entities=entities,
        mention_entity={(made.id, at(TEXT, "رامي السعدون")): "e1", (made.id, at(TEXT, "سلمى العلي")): "e2"},
        speaker_entity={said.id: "e1"} if speaks else {},
    )
    return Account(documents=(made,), links=links)


def test_a_followed_person() -> None:
    for account, kind in ((person(speaks=True), "followed-speaks"), (person(speaks=False), "followed-person")):
        (found,) = told(account, *account.documents, follows=(follow("person", "رامى السعدون"),))
        assert found[0] == kind and found[1].get("said") == ("العمل بدأ" if kind == "followed-speaks" else None)
    account = person(speaks=True)
    assert told(account, follows=(follow("person", "رامي السعدون"),)) == []
    assert [k for k, _ in told(account, *account.documents, follows=(follow("person", "العلي"), follow("person", "سالم")))] == [
        "followed-person"
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("سد الزمردة", "انهار سد الزمردة أمس", True),
        ("سد الزمردة", "قرب سدّ الزمرده وبسد الزمردة", True),
        ("الزمردة", "وصلوا إلى الزمردة", True),
        ("مؤتمر", "عقد المؤتمر أمس", True),
        ("مؤتمر", "للمؤتمر كلمة", True),
        ("سد", "سدود كثيرة", False),
        ("سد الزمردة", "سد قرب الزمردة", False),
        ("ري", "وزير الري", True),
        ("ري", "قرية", False),
    ],
)
def test_a_followed_phrase(phrase: str, text: str, stands: bool) -> None:
    assert bool(phrase_finder([phrase], PACK)(document(text))) is stands


def test_a_followed_figure() -> None:
    account = ledger(toll(OLD, "7", 7), toll(NEW, "9", Bounds(min=9, max=None)), toll(NEWER, "12", 12, stale=True))
    kinds = [
        (k, d.get("above")) for k, d in told(account, NEW, NEWER, follows=(follow("figure", "killed>8"), follow("figure", "killed>9")))
    ]
    assert kinds == [("figure-changes", None), ("followed-figure", "8")]
    assert told(account, NEW, follows=(follow("figure", "injured"),))[1:] == []


@pytest.mark.parametrize(("value", "expected"), [("killed", ("killed", -1.0)), (" killed > 10.5 ", ("killed", 10.5))])
def test_thresholds(value: str, expected: tuple[str, float]) -> None:
    assert threshold(value) == expected


@pytest.mark.parametrize("value", ["", ">3", "killed<3", "killed>many", "Killed>3"])
def test_thresholds_that_are_none(value: str) -> None:
    with pytest.raises(ValueError, match="expected a measure"):
        threshold(value)


def test_words_are_cited_on_one_line_and_cut() -> None:
    assert line(" a\n b ") == "a b" and line("كلمة " * 80).endswith("كلمة…") and len(line("كلمة " * 80)) <= 161
