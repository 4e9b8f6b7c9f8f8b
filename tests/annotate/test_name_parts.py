"""The parts of finding names that have a meaning by themselves: letters, decoding, kinds, what training reads."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isnad.annotate.name_features import MARKS, Spelled, cities, lexicon_of
from isnad.annotate.name_guess import Guesses
from isnad.annotate.name_letters import MODELS, Letters, name_letters
from isnad.annotate.name_tagger import MODEL, Decoder, Known, read_weights, viterbi
from isnad.annotate.name_words import Words
from isnad.lang.pack import load_pack
from tests.annotate.test_names import read

FOLDER = load_pack("ar").folder
WORDS = Words(load_pack("ar"))


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
    scores = np.array([[chance.randint(-300, 300) for _ in range(3)] for _ in range(sum(sizes))], np.int32)
    steps = np.array([[chance.randint(-300, 300) for _ in range(3)] for _ in range(3)], np.int32)
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    paths = viterbi(scores, steps, list(zip(starts, sizes, strict=True)))

    def value(start: int, path: tuple[int, ...]) -> int:
        return int(sum(scores[start + i][k] for i, k in enumerate(path)) + sum(steps[a][b] for a, b in itertools.pairwise(path)))

    for start, size, path in zip(starts, sizes, paths, strict=True):
        assert len(path) == size
        best = max(value(start, p) for p in itertools.product(range(3), repeat=size))
        assert value(start, tuple(path)) == best


@given(st.integers(0, 2**32), st.integers(-400, 400))
def test_words_that_are_left_out_are_no_names(seed: int, lead: int) -> None:
    """The runs that are decoded give the labels that decoding everything gives, ties and all."""
    chance = np.random.default_rng(seed)
    sizes = chance.integers(1, 12, 6).tolist()
    other, labels = 4, 5
    steps = chance.integers(-300, 300, (labels, labels)).astype(np.int32)
    inside = np.zeros(sum(sizes) + 2 * len(sizes) + 2, bool)
    starts = [2 + sum(sizes[:i]) + 2 * i for i in range(len(sizes))]
    for start, size in zip(starts, sizes, strict=True):
        inside[start : start + size] = True
    total = chance.integers(-300, 300, (len(inside), labels)).astype(np.int32)
    total[:, other] += lead
    whole = viterbi(total, steps, list(zip(starts, sizes, strict=True)))
    found = np.full(len(inside), other)
    for at, path in Decoder(steps, other).names(total, inside):
        found[at : at + len(path)] = path
    assert [found[start : start + size].tolist() for start, size in zip(starts, sizes, strict=True)] == whole


def test_a_word_scores_what_its_features_sum_to() -> None:
    """The sums of new words against the model's own spelling of their features."""
    pack = load_pack("ar")
    lexicon, weights = lexicon_of(pack), read_weights(FOLDER / MODELS / MODEL)
    model = json.loads(gzip.decompress((FOLDER / MODELS / MODEL).read_bytes()))["weights"]
    known, size = Known(weights, lexicon), len(weights.labels)
    for word in ("وبالرياض", "كارلسون", "#2", "", "."):
        row = known.scores(word)
        for block, (offset, mark) in enumerate(MARKS.items()):
            told = [model[mark + f] for f in Spelled(lexicon).window(word)[offset] if mark + f in model]
            expected = [round(100 * sum(column)) for column in zip(*told, strict=True)] or [0] * size
            assert row[block * size : (block + 1) * size] == expected


@given(st.lists(st.text("ابتوفكلمني", max_size=7), max_size=12), st.lists(st.text("ابتوفكلمني", max_size=5), min_size=1, max_size=3))
@example(["والبيت", "للبيت", "لبيت", "ولبيت", "فبالبيت"], ["البيت", "بيت"])
def test_words_that_say_a_form_are_those_of_which_it_is_a_reading(words: list[str], forms: list[str]) -> None:
    said = WORDS.saying(forms, frozenset(words))
    assert said == {word for word in words if not set(forms).isdisjoint(WORDS.read(word))}
    assert all(form in WORDS.read(word) for form in forms for word in WORDS.written[form])


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
