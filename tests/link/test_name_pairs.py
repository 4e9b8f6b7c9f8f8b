"""The benchmark of name variants: made from its sources, large and balanced enough, and over its floors."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest
from evaluation.names.__main__ import FLOORS, measures, verdict
from evaluation.names.build import PAIRS, Pair, built, read_pairs, text


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return read_pairs()


def test_the_file_is_what_its_sources_make() -> None:
    assert PAIRS.read_text(encoding="utf-8") == text(built())


def test_it_is_large_and_holds_hard_negatives(pairs: list[Pair]) -> None:
    labels = Counter(p.label for p in pairs)
    assert len(pairs) >= 1_500
    assert labels["different"] >= labels["same"] / 3
    assert {p.type for p in pairs} == {"person", "place", "organization"}


def test_no_pair_is_labelled_both_ways(pairs: list[Pair]) -> None:
    labels: dict[frozenset[str], set[str]] = {}
    for p in pairs:
        labels.setdefault(frozenset((p.type, p.a, p.b)), set()).add(p.label)
    assert [k for k, v in labels.items() if len(v) > 1] == []


def test_a_name_lies_in_one_half(pairs: list[Pair]) -> None:
    halves: dict[tuple[str, str], set[str]] = {}
    for p in pairs:
        if p.label == "same" and p.kind != "mixed":
            halves.setdefault((p.type, p.a), set()).add(p.half)
    assert {k for k, v in halves.items() if len(v) > 1} == set()


def test_floors(pairs: list[Pair]) -> None:
    found = measures(pairs, {p.id: verdict(p) for p in pairs})
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floors"]
    assert {name: found[name] for name, floor in floors.items() if found[name] < floor} == {}
