"""The parts of finding names that have a meaning by themselves: letters, decoding, kinds, what training reads."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from isnad.annotate.name_features import cities
from isnad.annotate.name_guess import Guesses
from isnad.annotate.name_letters import Letters, name_letters
from isnad.annotate.name_tagger import viterbi
from isnad.lang.pack import load_pack
from tests.annotate.test_names import read

FOLDER = load_pack("ar").folder


@pytest.mark.parametrize("name", ["كارلسون", "ماكدونالد", "يوشيهيرو"])
def test_letters_of_names_from_abroad_are_told_from_words(name: str) -> None:
    letters = name_letters(FOLDER)
    assert letters.likeness(name) > 0
    assert all(letters.likeness(word) < 0 for word in ("المسؤوليات", "استقبال", "المتحدثون"))


def test_a_pack_without_letters_or_towns_says_nothing(tmp_path: Path) -> None:
    assert Letters("", b"").likeness("كارلسون") == 0
    assert name_letters(tmp_path).likeness("كارلسون") == 0
    assert cities(tmp_path).rows == {}


def test_towns_are_no_ordinary_words() -> None:
    rows = cities(FOLDER).rows
    assert rows["بادربورن"][0] == "DE"
    assert not {"مدرسه", "السلام", "محمد"} & rows.keys()


def test_decoding_side_by_side_is_exact() -> None:
    """Against every path of short sentences."""
    chance = random.Random(7)
    sizes = [3, 1, 4, 0, 2]
    scores = np.array([[chance.gauss(0, 2) for _ in range(3)] for _ in range(sum(sizes))], np.float32)
    steps = np.array([[chance.gauss(0, 2) for _ in range(3)] for _ in range(3)], np.float32)
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    paths = viterbi(scores, steps, list(zip(starts, sizes, strict=True)))

    def value(start: int, path: tuple[int, ...]) -> float:
        return float(sum(scores[start + i][k] for i, k in enumerate(path)) + sum(steps[a][b] for a, b in itertools.pairwise(path)))

    for start, size, path in zip(starts, sizes, paths, strict=True):
        assert len(path) == size
        best = max(value(start, p) for p in itertools.product(range(3), repeat=size))
        assert value(start, tuple(path)) == pytest.approx(best, abs=1e-4)


def test_a_kind_is_told_only_where_it_is_sure() -> None:
    model = Guesses({"person": ["-", "sport"]}, {"person:sgoal": [0.0, 3.0], "person:sday": [0.0, 0.2]})
    assert model.kind("person", [Counter(["sgoal"])]) == "sport"
    assert model.kind("person", [Counter(["sday"])]) is None
    assert model.kind("organization", [Counter(["sgoal"])]) is None


def test_a_kind_told_once_holds_for_the_name_all_over_the_document() -> None:
    text = "قال العقيد حسن إبراهيم إن الطريق مفتوح. وأضاف إبراهيم أن الجسر آمن."
    assert [(m.span.of(text), m.fine) for m in read(text).mentions] == [("حسن إبراهيم", "military"), ("إبراهيم", "military")]


def test_a_town_after_a_preposition_that_swallows_its_article() -> None:
    assert any("المنورة" in m.span.of(d.text) for d in [read("وصل الوفد للمدينة المنورة ظهرا")] for m in d.mentions)
