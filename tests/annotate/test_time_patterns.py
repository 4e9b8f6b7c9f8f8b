"""Expressions over the letters of time items: found by their first letters as one pattern of all would find them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.annotate.time_patterns import PATTERNS, expressions

LETTERS = 'DdTGPlMmhJjLN0V~r%UuwHkxWnyzQq26534KAtEsvBSFi>fgbcCeIOoR@#!Zpa?*<Y+=^.,()/-:X\\"'
ALL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, _, pattern in PATTERNS))


def found_by_all(letters: str) -> list[tuple[str, int, int]]:
    return [(m.lastgroup or "", *m.span()) for m in ALL.finditer(letters)]


@pytest.mark.parametrize(("name", "pattern"), [(name, pattern) for name, _, pattern in PATTERNS])
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_opening_letter_is_missing(name: str, pattern: str, data: st.DataObject) -> None:
    found = data.draw(st.from_regex(pattern, alphabet=LETTERS))
    before, after = data.draw(st.text(LETTERS, max_size=4)), data.draw(st.text(LETTERS, max_size=4))
    assert list(expressions(before + found + after)) == found_by_all(before + found + after)


@settings(max_examples=100, deadline=None)
@given(st.text(LETTERS, max_size=40))
def test_rows_of_items(letters: str) -> None:
    assert list(expressions(letters)) == found_by_all(letters)


@pytest.mark.parametrize(("letters", "expected"), [("NM0", [("date", 0, 3)]), (".iT.", [("day", 2, 3)]), ("..,=f.", [])])
def test_examples(letters: str, expected: list[tuple[str, int, int]]) -> None:
    assert list(expressions(letters)) == expected
