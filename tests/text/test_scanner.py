"""The scanner: forms at words' starts, with the particles their table allows."""

from __future__ import annotations

from isnad.lang.pack import load_pack
from isnad.model.text import Hit
from isnad.text.folding import fold, fold_form
from isnad.text.scanner import Entry, Scanner, longest
from isnad.text.tokens import tokenize

ALL = frozenset({"conjunction", "preposition", "article", "future"})


def scan(text: str, *forms: str, proclitics: frozenset[str] = ALL, pronouns: bool = False) -> list[tuple[str, str, str]]:
    entries = [Entry("t", n, fold_form(f), proclitics, pronouns) for n, f in enumerate(forms)]
    folded = fold(text)
    hits: tuple[Hit, ...] = Scanner(entries, load_pack("ar").affixes).scan(folded, tokenize(folded)).get("t", ())
    return [(h.span.of(text), h.prefix, h.suffix) for h in hits]


def test_particles_before_the_form() -> None:
    assert scan("وبحسب الوزارة", "حسب") == [("حسب", "وب", "")]
    assert scan("والوزارة", "وزارة") == [("وزارة", "وال", "")]
    assert scan("للوزارة", "الوزارة") == [("لوزارة", "ل", "")]


def test_no_hit_inside_a_word() -> None:
    assert scan("مقال طويل", "قال") == []
    assert scan("قالب", "قال") == []


def test_particles_only_where_allowed() -> None:
    assert scan("فقال", "قال", proclitics=frozenset({"conjunction"})) == [("قال", "ف", "")]
    assert scan("كقال", "قال", proclitics=frozenset({"conjunction"})) == []


def test_pronouns_only_where_allowed() -> None:
    assert scan("بيانها", "بيان", pronouns=True) == [("بيان", "", "ها")]
    assert scan("بيانها", "بيان") == []


def test_forms_of_several_words_across_marks_and_double_spaces() -> None:
    assert scan("قال  وزيرُ  الخارجية", "وزير الخارجية") == [("وزيرُ  الخارجية", "", "")]


def test_longest_keeps_the_longer_of_two() -> None:
    text = "مجلس الأمن الدولي"
    entries = [Entry("t", n, fold_form(f), ALL, False) for n, f in enumerate(("مجلس", "مجلس الأمن"))]
    folded = fold(text)
    hits = Scanner(entries, load_pack("ar").affixes).scan(folded, tokenize(folded))["t"]
    assert [h.span.of(text) for h in longest(hits)] == ["مجلس الأمن"]
