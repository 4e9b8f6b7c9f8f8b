"""Time expressions and their values: every case of cases/times.toml, and what must hold for any text."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.annotate.time_values import time_resolver
from isnad.annotate.times import time_finder
from isnad.lang.pack import load_pack
from isnad.model.document import Document, Finder
from tests.annotate.cases import case_file, document_of, marked

ANCHOR = "2015-08-10"
GROUPS = [(g["about"], g["value"], g.get("anchor", ANCHOR), example) for g in case_file("times")["group"] for example in g["examples"]]
SEQUENCES = [(s["about"], s["anchor"], s["text"]) for s in case_file("times")["sequence"]]


@cache
def stages() -> tuple[Finder, Finder]:
    return time_finder(load_pack("ar")), time_resolver(load_pack("ar"))


def annotate(text: str, anchor: str | None) -> Document:
    find, resolve = stages()
    return resolve(find(document_of(text, anchor)))


@pytest.mark.parametrize(("about", "value", "anchor", "example"), GROUPS)
def test_cases(about: str, value: str, anchor: str, example: str) -> None:
    text, found = marked(example)
    document = annotate(text, anchor)
    told = [(t.span.of(text), t.value) for t in document.times]
    assert told == [(words, value) for words, _ in found], about


@pytest.mark.parametrize(("about", "anchor", "example"), SEQUENCES)
def test_sequences(about: str, anchor: str, example: str) -> None:
    text, found = marked(example)
    document = annotate(text, anchor)
    assert [(t.span.of(text), t.value) for t in document.times] == found, about


def test_there_are_enough_cases() -> None:
    assert len(GROUPS) + len(SEQUENCES) >= 400


def test_every_time_names_its_rule() -> None:
    for _, _, _, example in GROUPS[:50]:
        for time in annotate(marked(example)[0], ANCHOR).times:
            assert time.by.startswith("times@1:")
            assert time.rule


def test_without_an_anchor_what_cannot_be_known_is_left_open() -> None:
    times = annotate("\u0627\u0644\u064a\u0648\u0645 \u0627\u0644\u062c\u0645\u0639\u0629", None).times
    assert [t.value for t in times] == ["XXXX-WXX-5"]


WORDS = st.lists(
    st.sampled_from([w for _, _, _, e in GROUPS[::7] for w in marked(e)[0].split()] + ["\n", ".", "(", "12", "1436", "\u060c"]), max_size=25
).map(" ".join)


@given(st.one_of(st.text(max_size=80), WORDS))
def test_any_text_gives_ordered_spans_inside(text: str) -> None:
    document = annotate(text, ANCHOR)
    spans = [t.span for t in document.times]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.of(text).strip() == s.of(text) for s in spans)


def test_long_lines_are_no_trouble() -> None:
    text = marked(GROUPS[0][3])[0] * 2000
    assert annotate(text, ANCHOR).times
