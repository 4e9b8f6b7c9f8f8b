"""Reported speech: every case of `cases/statements_*.toml`, and what holds for any text.

In a case <…> is the cue, […] the content, {…} the source; contents may hold cues of nested statements.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.annotate.names import name_finder
from isnad.annotate.statements import statement_finder
from isnad.lang.pack import load_pack
from isnad.model.document import Document, Finder, Layout
from isnad.model.findings import Statement
from isnad.model.span import Span
from tests.annotate.cases import case_file, document_of

FILES = ("statements_clauses", "statements_quotations", "statements_acts", "statements_ascriptions")
OPEN, CLOSE = "<{[", ">}]"


class Told(NamedTuple):
    """A statement as a case writes it."""

    cue: str
    source: str | None
    content: str


class Case(NamedTuple):
    """One example of a group, with what the group says of all its examples."""

    about: str
    text: str
    title: bool
    wanted: dict[str, Any]
    known_miss: bool


def cases(kind: str) -> list[Case]:
    """All examples (`examples`) or non-examples (`none`) of the case files."""
    found = []
    for name in FILES:
        misses = set(case_file(name).get("known_misses", ()))
        for group in case_file(name)["group"]:
            wanted = {key: group[key] for key in ("act", "commitment", "direct") if key in group}
            title = group.get("title", False)
            found += [Case(group["about"], text, title, wanted, text in misses) for text in group.get(kind, ())]
    return found


def unmarked(text: str) -> tuple[str, dict[str, list[Span]]]:
    """The sentence without marks, and the spans of each kind of mark, in text order."""
    plain: list[str] = []
    stack: list[tuple[str, int]] = []
    spans: dict[str, list[Span]] = {mark: [] for mark in OPEN}
    for letter in text:
        if letter in OPEN:
            stack.append((letter, len(plain)))
        elif letter in CLOSE:
            mark, start = stack.pop()
            spans[mark].append(Span(start, len(plain)))
        else:
            plain.append(letter)
    return "".join(plain), {mark: sorted(found) for mark, found in spans.items()}


def expected(text: str) -> tuple[str, list[Told]]:
    """The sentence, and its statements: the first cue belongs to the first content, a source to the cue nearest to it."""
    plain, spans = unmarked(text)
    cues, contents = spans["<"], spans["["]
    assert len(cues) == len(contents), f"as many cues as contents: {text}"
    owner = {min(cues, key=lambda c: max(c.start - s.end, s.start - c.end)): s for s in spans["{"]}
    told = [Told(c.of(plain), owner[c].of(plain) if c in owner else None, k.of(plain)) for c, k in zip(cues, contents, strict=True)]
    return plain, told


@cache
def finders() -> tuple[Finder, Finder]:
    pack = load_pack("ar")
    return name_finder(pack), statement_finder(pack)


def read(text: str, title: bool = False) -> Document:
    names, statements = finders()
    whole = Span(0, len(text))
    layout = Layout(title=whole) if title else Layout(body=(whole,))
    return statements(names(msgspec.structs.replace(document_of(text), layout=layout)))


def told_by(statement: Statement, text: str) -> Told:
    cue = statement.cue.of(text) if statement.cue else ""
    return Told(cue, statement.source.of(text) if statement.source else None, statement.content[0].of(text))


def expect_miss(case: Case, request: pytest.FixtureRequest) -> None:
    if case.known_miss:
        request.applymarker(pytest.mark.xfail(reason="known miss", strict=True))


@pytest.mark.parametrize("case", cases("examples"), ids=lambda c: c.text)
def test_statements_are_found(case: Case, request: pytest.FixtureRequest) -> None:
    expect_miss(case, request)
    text, told = expected(case.text)
    statements = read(text, case.title).statements
    assert sorted(told_by(s, text) for s in statements) == sorted(told), case.about
    for key, value in case.wanted.items():
        assert [getattr(s, key) for s in statements] == [value] * len(told), f"{case.about}: {key}"


@pytest.mark.parametrize("case", cases("none"), ids=lambda c: c.text)
def test_nothing_is_found_where_nobody_speaks(case: Case, request: pytest.FixtureRequest) -> None:
    expect_miss(case, request)
    assert [told_by(s, case.text) for s in read(case.text, case.title).statements] == [], case.about


def test_there_are_enough_cases_and_few_known_misses() -> None:
    every = cases("examples") + cases("none")
    assert len(every) >= 700
    assert sum(c.known_miss for c in every) <= 1


def test_known_misses_are_cases() -> None:
    texts = {c.text for c in cases("examples") + cases("none")}
    assert all(set(case_file(name).get("known_misses", ())) <= texts for name in FILES)


def test_every_statement_names_its_rule_and_row() -> None:
    for case in cases("examples")[::9]:
        text, _ = expected(case.text)
        for statement in read(text, case.title).statements:
            assert statement.by.startswith("statements@1:")
            assert statement.cue_row or statement.by.endswith("headline-colon")


WORDS = st.lists(
    st.sampled_from(
        sorted({w for c in cases("examples")[::5] for w in unmarked(c.text)[0].split()} | {"\n", ".", "«", "»", '"', ":", "،"})
    ),
    max_size=30,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), WORDS))
def test_any_text_gives_ordered_spans_inside(text: str) -> None:
    statements = read(text).statements
    ids = {s.id for s in statements}
    for statement in statements:
        spans = [*statement.content, *(x for x in (statement.cue, statement.source) if x)]
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(s.of(text).strip() == s.of(text) for s in statement.content)
        assert statement.nested_in is None or (statement.nested_in in ids and statement.nested_in != statement.id)
    assert all(a.content[0].start <= b.content[0].start for a, b in pairwise(statements))


def test_a_statement_stands_in_another_only_where_its_words_do() -> None:
    """A quotation opens in one content and its words after it: what was said in between holds nothing."""
    document = read("خبر\nقال الوزير: «سقط الجسر، وأضاف: «نتابع الوضع» و«سنحاسب الجميع». وقال المدير إن الوزير قال إن الطريق فتح.")
    known = {s.id: s for s in document.statements}
    held = [(s, known[s.nested_in]) for s in document.statements if s.nested_in]
    assert held and all(h.content[0].start <= s.content[0].start < h.content[-1].end for s, h in held)


def test_who_speaks_is_part_of_the_phrase_that_names_him_however_long() -> None:
    document = read("خبر\nارتفع عدد المصابين في المدينة، وفقا لوزير " + " ".join(["الصحة 5%"] * 12) + ".")
    (statement,) = document.statements
    assert statement.source is not None and statement.source_phrase is not None
    assert statement.source_phrase.covers(statement.source) and document.text[statement.source.start :].startswith("وزير")
