"""Places of two cells are never one: cells may be kept apart without comparing."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from isnad.lang.pack import load_pack
from isnad.link.entity_stream import compiled
from isnad.link.entity_units import Faces

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤةىپچڤگ"
WORD = st.text(LETTERS, min_size=2, max_size=9)


def faces() -> Faces:
    return compiled(load_pack("ar"))[0]


@st.composite
def near(draw: st.DrawFn) -> tuple[str, str]:
    """A name and one that comes from it by a few changes of letters."""
    one = draw(st.lists(WORD, min_size=1, max_size=2).map(" ".join))
    other = one
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(other) - 1))
        other = other[:at] + draw(st.sampled_from(["", *LETTERS])) + other[at + draw(st.integers(0, 1)) :]
    return one, other.strip() or one


@settings(deadline=None)  # the first loads the pack
@given(near())
@example(("مدينة سمارا", "سمارا"))
@example(("انجلترا", "بريطانيا"))
@example(("سانفرانسيسكو", "سافرانسيسكو"))
def test_places_that_may_be_one_share_their_cell_or_have_none(names: tuple[str, str]) -> None:
    a, b = (faces().of(name, "place") for name in names)
    if faces().link(a, b):
        cells = faces().cell(a), faces().cell(b)
        assert None in cells or cells[0] == cells[1]


@pytest.mark.parametrize(("a", "b", "apart"), [("نوران", "توران", True), ("سمارا", "سمارة", False), ("بلغوروج", "بلجوروج", False)])
def test_cells(a: str, b: str, apart: bool) -> None:
    cells = [faces().cell(faces().of(name, "place")) for name in (a, b)]
    assert None not in cells and (cells[0] != cells[1]) is apart


@pytest.mark.parametrize("name", ["San Salvo", "مدينة سمارا", "ستراتفوردشاير"])
def test_no_cell(name: str) -> None:
    assert faces().cell(faces().of(name, "place")) is None
