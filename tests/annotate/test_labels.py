"""Labels: every sentence of `cases/labels.toml`, voices, and the contrast over outlets."""

from __future__ import annotations

import pytest

from isnad.derive.contrast import contrast_table, label_contrast
from isnad.export.catalogue import LANGUAGES, load_catalogue
from isnad.lang.pack import load_pack
from isnad.model.document import Document
from isnad.pipeline import annotator
from tests.annotate.cases import case_file, marked
from tests.making import article

PACK = load_pack("ar")
ANNOTATE = annotator(PACK)
FILE = case_file("labels")
KNOWN = {s for g in FILE["group"] for s in g.get("known_misses", ())}
SENTENCES = [s for g in FILE["group"] for s in (*g.get("cases", ()), *g.get("none", ()))]


def read(sentence: str, outlet: str = "و", name: str = "a.txt") -> Document:
    return ANNOTATE(article(f"خبر\n\n{sentence}.", name, outlet=outlet, published="2031-03-05"))


def bare(words: str) -> str:
    return words.removeprefix(PACK.affixes.article)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences(sentence: str, request: pytest.FixtureRequest) -> None:
    if sentence in KNOWN:
        request.applymarker(pytest.mark.xfail(reason="known miss", strict=True))
    text, wanted = marked(sentence)
    found = [(bare(label.label), f"{label.concept} {label.voice}") for label in read(text).labels]
    assert sorted(found) == sorted((bare(words), value) for words, value in wanted)


def test_there_are_cases_enough() -> None:
    assert len(SENTENCES) >= 60


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_concept_has_a_name(language: str) -> None:
    say = load_catalogue(language)
    assert all(say(f"concept.{row.id}") for row in PACK.table("labels"))


def test_outlets_are_set_against_each_other_with_their_voices() -> None:
    documents = [
        read("وقف مسلحون عند الجسر. وقال الوزير إن إرهابيين فروا", "أ", "a.txt"),
        read("وقف إرهابيون عند الجسر ثم فر الإرهابيون", "ب", "b.txt"),
    ]
    rows = {r.word: (r.own, r.reported) for r in contrast_table(label_contrast(documents))}
    assert rows == {"مسلحون": ({"أ": 1}, {}), "إرهابيون": ({"ب": 2}, {"أ": 1})}


def test_one_stance_is_no_contrast() -> None:
    assert label_contrast([read("وقف مسلحون عند الجسر"), read("فر المسلحون", "ب", "b.txt")]) == ()
