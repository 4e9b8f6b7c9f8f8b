"""Contests with other software: what is true of made input, how answers are judged, what the lock holds. Nothing is timed here."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from benchmarks.contests import CONTESTS, alignment, analysis, duplicates, extraction
from benchmarks.contests.contest import Task
from benchmarks.contests.pages import SITES, Made, pages
from benchmarks.contests.rewriting import CHANGED, KINDS, NEW, RUN, SHARED, Rewriter, joined, origins, paragraphs
from fuzzing.dependencies import entries
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
WORDS = [f"{a}{b}" for a in "بتجحدرزسشص" for b in "ابتنملكقفعيو"]


def text_of(seed: int, size: int = 150) -> str:
    """An invented text of words without sense, in four paragraphs."""
    words = [WORDS[(seed * 7919 + n * n * 31 + n * seed) % len(WORDS)] + WORDS[(seed + n * 17) % len(WORDS)] for n in range(size)]
    return joined([words[at : at + size // 4] for at in range(0, size, size // 4)])


# Pages


def visible(made: Made) -> str:
    return html.unescape(made.page.decode("cp1256" if made.site == "tables" else "utf-8"))


def test_pages_hold_what_is_said_of_them() -> None:
    made = pages(15)
    assert {m.site for m in made} == set(SITES)
    for one in made:
        page = visible(one)
        assert all(page.count(text) == 1 for text in one.body), one.site
        assert one.title in page and one.byline in page
        assert "{" not in "".join((*one.body, one.title, one.byline, one.post)), "a slot that was not filled"
        assert not one.post or one.post in page
    assert {bool(m.post) for m in made} == {True, False}


def test_pages_are_the_same_each_time() -> None:
    assert pages(6) == pages(6)
    assert pages(6) != pages(6, seed=2)


def extraction_task() -> Task:
    made = Made(page=b"", title="عنوان", byline="مكان", body=("واحد اثنان ثلاثة", "أربعة"), day="2021-02-03", post="خمسة ستة", site="divs")
    return Task([b""], msgspec.to_builtins([made], builtin_types=(bytes,)))


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("عنوان\nمكان\nواحد اثنان ثلاثة\nأربعة", "2021-02-03", ("1.000", "1.000", "1.000", "1.000")),
        ("واحد اثنان", "2021-02-04", ("0.500", "1.000", "1.000", "0.000")),
        ("واحد اثنان ثلاثة أربعة خمسة ستة الرئيسية رياضة", None, ("1.000", "0.500", "0.000", "not asked")),
        ("", "", ("0.000", "–", "1.000", "0.000")),
    ],
)
def test_extraction_is_judged_by_words(text: str, day: str | None, expected: tuple[str, ...]) -> None:
    assert tuple(extraction.judge(extraction_task(), [(text, day)], None).values()) == expected


# Words


def test_pairs_of_words_are_pairs_of_two_kinds_and_stand_once() -> None:
    found = analysis.pairs()
    assert len({(a, b) for _, a, b in found}) == len(found)
    assert all(a != b for _, a, b in found)
    assert min(sum(same is kind for same, _, _ in found) for kind in (True, False)) >= 50


def test_forms_that_are_made_one_are_counted() -> None:
    words = {word for _, *both in analysis.pairs() for word in both}
    assert set(analysis.joined(dict.fromkeys(words, "x")).values()) == {"1.000"}
    assert set(analysis.joined({word: f"{number}" for number, word in enumerate(words)}).values()) == {"0.000"}


# Rewrites


@given(seed=st.integers(0, 50), kind=st.sampled_from(KINDS))
def test_words_of_a_rewrite_come_from_where_they_say(seed: int, kind: str) -> None:
    text, host = text_of(seed), text_of(seed + 100)
    made = Rewriter([text, host], seed).rewrite(text, kind, host)
    words, source = made.text.split(), text.split()
    assert len(words) == len(made.origin)
    kept = [(word, source[number]) for word, number in zip(words, made.origin, strict=True) if number >= 0]
    assert kept and all(word == other or kind == "retyped" for word, other in kept)
    assert all(number in (NEW, CHANGED) or number >= 0 for number in made.origin)
    if kind == "moved":
        assert sorted(made.origin) == list(range(len(source))) and list(made.origin) != sorted(made.origin)
    if kind == "passage":
        assert 30 <= len(kept) <= 70 and [w for w, n in zip(words, made.origin, strict=True) if n == NEW] == host.split()


def test_origins_have_next_to_nothing_in_common() -> None:
    texts = [text_of(n) for n in range(6)]
    nearly = text_of(0).rsplit(" ", 5)[0] + " " + " ".join(WORDS[:5])
    kept = origins([{"text": t} for t in (*texts, nearly, "قصير جدا")], most=20)
    assert joined(paragraphs(nearly)) not in kept and texts[0] in kept
    runs = [{tuple(t.split()[n : n + RUN]) for n in range(len(t.split()) - RUN + 1)} for t in kept]
    assert all(len(a & b) <= SHARED for number, a in enumerate(runs) for b in runs[:number])


def test_a_pair_by_way_of_a_third_article_is_neither_asked_nor_wrong() -> None:
    truth = duplicates.Truth({"copied": [(0, 3)], "light": [(0, 4)]}, [(3, 4)])
    task = Task(["a"] * 5, msgspec.to_builtins(truth))
    assert duplicates.judge(task, [[(3, 0), (3, 4), (1, 2)]], None) == {
        "recall": "0.500", "precision": "0.500", "copied": "1.000", "light": "0.000",
    }  # fmt: skip


def test_families_share_an_origin() -> None:
    assert list(duplicates.related([{0}, {1}, {0}, {0, 1}])) == [(0, 2), (0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([(0, 4, 0, 4)], (3, 3)),  # the word put for another counts in neither
        ([(4, 8, 0, 4)], (0, 3)),
        ([(0, 2, 0, 2), (8, 10, 4, 7)], (4, 5)),  # a new word inside a passage is wrong
        ([], (0, 0)),
    ],
)
def test_alignment_is_judged_by_words_of_the_rewrite(blocks: list[tuple[int, int, int, int]], expected: tuple[int, int]) -> None:
    origin = [0, 1, CHANGED, 3, 8, NEW, 9]
    assert alignment.counted(origin, blocks) == expected


# The lock


def names(lines: str) -> set[str]:
    return {line.strip() for line in lines.splitlines() if line.strip() and not line.startswith("#")}


def test_the_lock_names_no_address_and_covers_its_source() -> None:
    lock = (ROOT / "benchmarks" / "peers.lock").read_text(encoding="utf-8")
    found = entries(lock)
    assert found and all(e.hashed for e in found)
    assert not re.search(r"://| @ |^\s*--(?!hash=)", lock, re.MULTILINE)
    wanted = names((ROOT / "benchmarks" / "peers.in").read_text(encoding="utf-8"))
    assert wanted <= {e.name for e in found}
    compared = {package for contest in CONTESTS.values() for side in contest.sides for package in side.packages}
    assert compared == wanted


def test_isnad_is_measured_with_the_packages_that_its_users_get() -> None:
    locks = [entries((ROOT / name).read_text(encoding="utf-8")) for name in ("requirements.lock", "benchmarks/peers.lock")]
    users, peers = ({(e.name, e.version) for e in lock} for lock in locks)
    assert users <= peers


@pytest.mark.parametrize("name", CONTESTS)
def test_sides_are_told_apart_and_what_they_are_set_against_is_one_of_them(name: str) -> None:
    contest: Any = CONTESTS[name]
    sides = [side.name for side in contest.sides]
    assert len(set(sides)) == len(sides) and set(contest.against) <= set(sides)
