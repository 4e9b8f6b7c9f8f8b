"""The difference of altered quotations and the labels' words, as pages show them."""

from __future__ import annotations

from typing import Literal

from isnad.export.catalogue import load_catalogue
from isnad.export.view_altered import difference, marked
from isnad.export.view_labels import words_of
from isnad.link.altered import altered_quotes
from isnad.model.account import LabelUse
from isnad.model.span import Span
from tests.link.test_altered import CHANGED, CUT, FULL, quoting


def told(other: str) -> str:
    a, b = quoting("a", FULL), quoting("b", other)
    (quote,) = altered_quotes((a, b))
    return marked(difference(quote, {a.id: a.text, b.id: b.text}))


def test_what_only_one_tells_is_marked() -> None:
    assert CUT in told(CUT)
    assert "ولن نسأل أحدا عن وجهته" in told(CUT)
    assert {"[-صباحا-] {+مساء+}", "[-مساء-] {+صباحا+}"} & {
        told(CHANGED)[n : n + len("[-صباحا-] {+مساء+}")] for n in range(len(told(CHANGED)))
    }


def use(word: str, voice: Literal["own", "reported"], outlet: str, place: int) -> LabelUse:
    span = Span(place, place + 1)
    return LabelUse(concept="armed-group", label=word, voice=voice, article=outlet, span=span, outlet=outlet, word=word, stance=word)


def test_words_name_their_outlets_by_voice() -> None:
    uses = [use("ثوار", "own", "أ", 1), use("ثوار", "own", "أ", 2), use("ثوار", "reported", "ب", 3), use("إرهابيون", "own", "ب", 4)]
    say = load_catalogue("en")
    notes = {w.word: w.note(say, {"أ": "أ", "ب": "ب"}) for w in words_of(uses)}
    assert notes == {"ثوار": "own voice: أ × 2 · reported: ب", "إرهابيون": "own voice: ب"}
