"""Stretches of text: where a clause ends."""

from __future__ import annotations

import pytest

from isnad.lang.terms import to_clause_end
from isnad.model.span import Span
from tests.making import document


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ارتفع السعر إلى 3.5 دينار، ثم هبط", "ارتفع السعر إلى 3.5 دينار"),
        ("حضر 1,200 زائر . وغادروا", "حضر 1,200 زائر"),
        ("وصل القطار «السريع»؛ وتأخر الآخر", "وصل القطار «السريع»"),
        ("وصل القطار", "وصل القطار"),
    ],
)
def test_a_clause_ends_at_a_mark_that_is_in_no_number(text: str, told: str) -> None:
    read = document(f"خبر\n{text}")
    start = read.text.index(text)
    assert to_clause_end(read, Span(start, start + 3), len(read.text)).of(read.text) == told
