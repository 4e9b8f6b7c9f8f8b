"""Quantities: every case of cases/quantities.toml, and what must hold for any text."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.annotate.quantities import quantity_finder
from isnad.annotate.time_values import time_resolver
from isnad.annotate.times import time_finder
from isnad.lang.pack import load_pack
from isnad.model.document import Document
from isnad.model.findings import Bounds, Quantity
from tests.annotate.cases import case_file, document_of, marked
from tests.annotate.reading import read

FILE = case_file("quantities")
GROUPS = [(group, example) for group in FILE["group"] for example in group["examples"]]
NOTHING = [example for group in FILE["nothing"] for example in group["examples"]]
SEQUENCES = [(s["about"], s["text"]) for s in FILE["sequence"]]


@cache
def annotator() -> Any:
    pack = load_pack("ar")
    return [time_finder(pack), time_resolver(pack), quantity_finder(pack)]


def annotate(text: str) -> Document:
    document = document_of(text, "2015-08-10")
    for find in annotator():
        document = find(document)
    return document


def limits(value: float | Bounds) -> tuple[float | None, float | None]:
    return (value.min, value.max) if isinstance(value, Bounds) else (value, value)


def wanted(value: Any) -> tuple[float | None, float | None]:
    return (value.get("min"), value.get("max")) if isinstance(value, dict) else (value, value)


def told(quantity: Quantity) -> dict[str, Any]:
    return {"event": quantity.event, "unit": quantity.unit, "bound": quantity.bound, "approximate": quantity.approximate}


@pytest.mark.parametrize(("group", "example"), GROUPS, ids=lambda v: v if isinstance(v, str) else v["about"])
def test_cases(group: dict[str, Any], example: str) -> None:
    text, found = marked(example)
    quantities = annotate(text).quantities
    assert [q.span.of(text) for q in quantities] == [words for words, _ in found], group["about"]
    for quantity in quantities:
        assert limits(quantity.value) == pytest.approx(wanted(group["value"]))
        expected = {"unit": None, "bound": None, "approximate": False, "event": None} | {
            k: group[k] for k in ("event", "unit", "bound", "approximate") if k in group
        }
        assert told(quantity) == expected


@pytest.mark.parametrize("example", NOTHING)
def test_what_is_no_quantity(example: str) -> None:
    assert [q.span.of(example) for q in annotate(example).quantities] == []


@pytest.mark.parametrize(("about", "example"), SEQUENCES)
def test_sequences(about: str, example: str) -> None:
    import re

    marks = re.findall(r"\[([^|\]]*)\|([^|\]]*)\|([^\]]*)\]", example)
    text = re.sub(r"\[([^|\]]*)\|[^\]]*\]", r"\1", example)
    found = [(q.span.of(text), limits(q.value)[0], q.event or "") for q in annotate(text).quantities]
    assert found == [(words, float(value), event) for words, value, event in marks], about


def test_there_are_enough_cases() -> None:
    assert len(GROUPS) + len(NOTHING) + len(SEQUENCES) >= 300


WORDS = st.lists(
    st.sampled_from([w for _, e in GROUPS[::5] for w in marked(e)[0].split()] + ["\n", ".", "12", "3,5", "-", "\u060c", "\u0648"]),
    max_size=25,
).map(" ".join)


@given(st.one_of(st.text(max_size=80), WORDS))
def test_any_text_gives_ordered_spans_inside(text: str) -> None:
    quantities = annotate(text).quantities
    spans = [q.span for q in quantities]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(q.by.startswith("quantities@1:") for q in quantities)


def test_a_number_knows_the_innermost_statement_that_it_stands_in() -> None:
    found = read("عنوان\nسقط 5 قتلى. قال الوزير إن الشرطة أكدت أن 12 شخصا قتلوا، و3 فروا.")
    told = {q.span.of(found.text): q.statement for q in found.quantities}
    held = {s.cue.of(found.text): s.id for s in found.statements if s.cue}
    assert told == {"5": None, "12": held["أكدت"], "3": held["أكدت"]}
