"""A bounded run of every campaign, and what each way in must bear: see `python -m fuzzing` for the long ones."""

from __future__ import annotations

import itertools
import sys

import pytest
from fuzzing.harness import HARNESSES, annotate, outcome
from fuzzing.measure import SMALL, large
from fuzzing.mutate import inputs
from fuzzing.nasty import NASTY
from fuzzing.seeds import seeds

from isnad.model.article import Article

QUICK = {
    "annotate": 120,
    "account": 15,
    "search": 60,
    "html": 150,
    "wacz": 60,
    "parquet": 40,
    "any": 100,
    "warc": 100,
    "forms": 400,
    "addresses": 400,
}
"""Inputs of the slower ways; 300 of the others."""
SLOW = ("bomb", "same-long", "combining-word", "page-bomb")
"""Parts of the names of seeds that small inputs need no more of: `BOMBS` has them."""
BOMBS = (
    ("text", "gzip-bomb"), ("html", "rows"), ("html", "breaks"), ("html", "words-in-tags"), ("html", "deep-closed"),
    ("jsonl", "gzip-bomb-braces"),
    ("jsonl", "gzip-bomb-lines"), ("jsonl", "deep-object"), ("feed", "laughs"), ("feed", "deep-cdata"), ("opml", "attributes"),
    ("opml", "outlines-deep"), ("warc", "page-bomb-gzip"), ("warc", "page-bomb-many"), ("warc", "gzip-bomb-warc"), ("wacz", "bomb"),
    ("parquet", "same-long-text"), ("parquet", "bomb"),
)  # fmt: skip


@pytest.mark.parametrize("way", HARNESSES)
def test_chance_finds_nothing(way: str) -> None:
    check, longest = HARNESSES[way].make(), HARNESSES[way].longest
    begin = [seed(SMALL[1]) for name, seed in seeds(way) if not any(part in name for part in SLOW)]
    found = (outcome(check, data) for data in itertools.islice(inputs(begin, 7, longest), QUICK.get(way, 300)))
    assert [wrong for wrong in found if wrong] == []


@pytest.mark.parametrize(("way", "name"), BOMBS)
def test_a_bomb_is_defused(way: str, name: str) -> None:
    found = large(way, name, dict(seeds(way))[name], 200_000)
    assert not found.wrong, found
    assert found.seconds < 6 and found.peak_mb < 700, found  # more than is promised: other tests share the core and left their memory


def calls(text: str) -> int:
    """Calls of functions while a text is annotated: a measure that no other process disturbs."""
    count = 0

    def noting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    made = Article(id="x", path="x.txt", text=text)
    run = annotate()
    run(made)  # what is remembered is remembered for both lengths
    sys.setprofile(noting)
    try:
        run(made)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", ["lines-people", "lines-quotes", "mail-at", "cues-that"])
def test_annotating_costs_in_step_with_length(name: str) -> None:
    few, many = calls(NASTY[name](5_000)), calls(NASTY[name](20_000))
    assert many < 7 * few  # four times the length; the square would be sixteen times


def test_every_way_has_seeds_and_a_say() -> None:
    for way, harness in HARNESSES.items():
        names = [name for name, _ in seeds(way)]
        assert len(names) == len(set(names)) > 5 and harness.about
