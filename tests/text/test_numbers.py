"""Number words: every number comes back from its own spelling; figures by the shape of their separators."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.lang.pack import load_pack
from isnad.text.numbers import NumberWord, compose, figure, swapped_decimal
from tests.annotate.cases import case_file

SCALES = ((10**12, "scale"), (10**9, "scale"), (10**6, "scale"), (10**3, "scale"))


def small(number: int) -> list[NumberWord]:
    """The words of a number below 1000, each but the first joined."""
    out: list[NumberWord] = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        out.append(NumberWord("hundred" if hundreds == 1 else "hundreds", hundreds * 100))
    if rest in range(11, 20):
        out.append(NumberWord("teen", rest))
    elif rest == 10:
        out.append(NumberWord("ten", 10))
    else:
        tens, unit = divmod(rest, 10)
        if unit:
            out.append(NumberWord("one" if unit == 1 else "unit", unit))
        if tens:
            out.append(NumberWord("tens", tens * 10))
    return out


def spell(number: int) -> list[NumberWord]:
    """The words of a number as Arabic says them."""
    groups: list[list[NumberWord]] = []
    for scale, kind in SCALES:
        count, number = divmod(number, scale)
        if count == 1:
            groups.append([NumberWord(kind, scale)])
        elif count == 2:
            groups.append([NumberWord("twice", 2 * scale)])
        elif count:
            groups.append([*small(count), NumberWord("many" if 3 <= count <= 10 else "scale", scale)])
    if number:
        groups.append(small(number))
    words: list[NumberWord] = []
    for group in groups:
        for at, word in enumerate(group):
            joined = bool(words) and (at == 0 or word.kind not in ("scale", "many"))
            words.append(NumberWord(word.kind, word.value, joined))
    return words


@given(st.integers(1, 10**15 - 1))
def test_every_number_comes_back(number: int) -> None:
    words = spell(number)
    found = compose(words)
    assert found is not None
    assert (found.value, found.size, found.vague) == (number, len(words), False)


@given(
    st.lists(
        st.builds(
            NumberWord,
            st.sampled_from(
                [
                    "digits",
                    "one",
                    "unit",
                    "ten",
                    "teen",
                    "tens",
                    "hundred",
                    "hundreds",
                    "scale",
                    "twice",
                    "many",
                    "vague",
                    "few",
                    "few-lead",
                    "fraction",
                    "parts",
                ]
            ),
            st.sampled_from([0.5, 1.0, 3.0, 20.0, 100.0, 1e3, 1e6]),
            st.booleans(),
        )
    )
)
def test_any_words_give_a_number_of_some_of_them(words: list[NumberWord]) -> None:
    found = compose(words)
    if found is not None:
        assert 0 < found.size <= len(words)
        assert math.isfinite(found.value)


@pytest.mark.parametrize(
    ("text", "scaled", "value"),
    [
        ("7939", False, 7939),
        ("7,939", False, 7939),
        ("7.939", False, 7939),
        ("1.5", False, 1.5),
        ("1,5", False, 1.5),
        ("1.500", True, 1.5),
        ("1,234,567", False, 1234567),
        ("1.234.567", False, 1234567),
        ("1,234.5", False, 1234.5),
        ("1,234.5", True, 1234.5),
        ("0.125", False, 0.125),
        ("2015", False, 2015),
    ],
)
def test_figures(text: str, scaled: bool, value: float) -> None:
    assert figure(text, scaled) == value


@pytest.mark.parametrize("text", ["", "1.2.3", "1,2,3", "x"])
def test_what_is_no_figure(text: str) -> None:
    assert math.isnan(figure(text))


def test_decimals_written_fraction_first() -> None:
    assert swapped_decimal("25", "1") == 1.25
    assert swapped_decimal("239", "3", True) == 3.239
    assert swapped_decimal("000", "22") == 22000


CASES = [(c["value"], form) for c in case_file("numbers")["number"] for form in c["forms"]]


@pytest.mark.parametrize(("value", "form"), CASES)
def test_forms(value: float, form: str) -> None:
    from isnad.annotate.quantity_numbers import number_reader
    from tests.annotate.cases import document_of

    found = list(number_reader(load_pack("ar"))(document_of(form)).values())
    assert [(n.span.of(form), n.value) for n in found] == [(form, value)]
