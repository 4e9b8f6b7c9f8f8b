"""Judgements: anchors, order, and which one holds."""

from __future__ import annotations

import msgspec
import pytest

from isnad.model.judgement import in_force, judged, name_anchor, place_anchor, place_of
from isnad.model.span import Span

A, B = name_anchor("person", "سالم"), name_anchor("person", "سليم", "0a1b")


def test_the_order_of_a_symmetric_pair_does_not_matter() -> None:
    one, other = (
        judged("entity", (A, B), "same", "desk", "2024-01-01T00:00:00Z"),
        judged("entity", (B, A), "same", "desk", "2024-01-01T00:00:00Z"),
    )
    assert one == other


def test_the_order_of_statement_and_speaker_is_kept() -> None:
    assert judged("speaker", ("place:x:1-2", A), "wrong", "desk", "2024-01-01T00:00:00Z").a == "place:x:1-2"


def test_a_verdict_of_another_kind_is_named() -> None:
    with pytest.raises(ValueError, match="'inside' does not fit a judgement on a entity: expected one of same, different, unsure"):
        judged("entity", (A, B), "inside", "desk", "2024-01-01T00:00:00Z")


def test_the_latest_that_was_not_undone_holds() -> None:
    first = judged("entity", (A, B), "same", "desk", "2024-01-01T00:00:00Z")
    second = judged("entity", (A, B), "different", "desk", "2024-01-02T00:00:00Z")
    assert in_force([second, first], "entity") == {(first.a, first.b): second}
    undone = msgspec.structs.replace(second, undone="2024-01-03T00:00:00Z")
    assert in_force([undone, first], "entity") == {(first.a, first.b): first}
    assert in_force([first], "claim") == {}


def test_a_place_comes_back_from_its_anchor() -> None:
    assert place_of(place_anchor("0a:1b", Span(3, 9))) == ("0a:1b", Span(3, 9))
    assert place_of(A) is None
    assert [place_of(f"place:a:{span}") for span in ("-3", "3-", "3", "²-3", "x-3")] == [None] * 5
