"""Speakers inside a document, their chains, and the voices of labels."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.annotate.cases import case_file
from tests.annotate.reading import read

TITLE = "عنوان الخبر"
NOBODY = "-"


class Case(NamedTuple):
    """A body, what is wanted of it in words, and what its group says of all its cases."""

    about: str
    body: str
    wanted: list[str]
    group: dict[str, Any]


def cases(name: str) -> list[Case]:
    """All cases of a case file."""
    return [Case(g["about"], body, wanted, g) for g in case_file(name)["group"] for body, *wanted in g["cases"]]


@pytest.mark.parametrize("case", cases("speakers"), ids=lambda c: c.body)
def test_who_is_meant(case: Case) -> None:
    text = f"{TITLE}\n{case.body}"
    statements = read(text).statements
    assert [s.speaker.span.of(text) if s.speaker else NOBODY for s in statements] == case.wanted, case.about
    if "form" in case.group:
        assert {s.speaker.form for s in statements if s.speaker} == {case.group["form"]}, case.about
    if "type" in case.group:
        assert {s.speaker.source_type for s in statements if s.speaker} == {case.group["type"]}, case.about


@pytest.mark.parametrize("case", cases("chains"), ids=lambda c: c.body)
def test_the_chain_of_the_last_statement(case: Case) -> None:
    text = f"{TITLE}\n{case.body}"
    chain = read(text).statements[-1].chain
    assert [f"{h.role}: {h.span.of(text) if h.span else h.name or ''}" for h in chain if h.role != "outlet"] == case.wanted, case.about


def test_there_are_enough_cases() -> None:
    assert len(cases("speakers")) >= 80
    assert len(cases("chains")) >= 60


def test_every_hop_of_a_chain_leads_to_the_text() -> None:
    for case in cases("chains"):
        text = f"{TITLE}\n{case.body}"
        for statement in read(text, outlet="الميزان").statements:
            assert statement.chain[0].role == "outlet"
            assert all(hop.span is not None or hop.role in ("outlet", "unnamed") for hop in statement.chain), case.body
            spans = [x for hop in statement.chain for x in (hop.span, hop.cue) if x is not None]
            assert all(0 <= x.start < x.end <= len(text) for x in spans)


def test_unnamed_sources_never_get_a_name() -> None:
    for case in cases("speakers"):
        text = f"{TITLE}\n{case.body}"
        document = read(text)
        people = [m.span for m in document.mentions if m.type == "person"]
        for statement in document.statements:
            if statement.speaker is not None and statement.speaker.form == "unnamed":
                assert not any(statement.speaker.span.overlaps(name) for name in people), case.body


def test_an_unnamed_speaker_who_is_left_out_is_shown() -> None:
    text = f"{TITLE}\nقال مصدر أمني إن المشتبه به فر، مضيفا أن البحث مستمر."
    _, later = read(text).statements
    assert later.source is not None
    assert later.source.of(text) == "مصدر أمني"


def chain(body: str, nth: int = 0, **fields: str) -> list[tuple[str, str | None]]:
    """(role, words) of each hop of the nth statement."""
    text = f"عنوان الخبر\n{body}"
    return [(h.role, h.span.of(text) if h.span else h.name) for h in read(text, **fields).statements[nth].chain]


def test_the_chain_runs_from_the_outlet_to_the_person() -> None:
    body = "الكويت - كونا: قال وزير النقل سامر الخطيب في بيان إن الجسر جاهز وإن العمل عليه انتهى قبل موعده المحدد بشهرين."
    assert chain(body, outlet="الميزان") == [
        ("outlet", "الميزان"), ("agency", "كونا"), ("document", "بيان"), ("person", "سامر الخطيب"),
    ]  # fmt: skip


def test_no_teller_stands_twice() -> None:
    hops = chain("قالت رويترز إن الطريق مغلق وإن السلطات فتحت طريقا آخر عبر الوادي.", outlet="رويترز")
    assert len(hops) == len(set(hops))


def test_labels_tell_the_voices_apart() -> None:
    text = "عنوان الخبر\nأحرق مخربون السوق. وقال الوزير إن المشاغبين سيحاسبون. ووصفهم النائب بأنهم «غوغاء»."
    found = {label.label: (label.concept, label.voice) for label in read(text).labels}
    assert found["مخربون"] == ("protesters", "own")
    assert found["مشاغبين"] == ("protesters", "reported")
    assert found["غوغاء"] == ("protesters", "reported")
