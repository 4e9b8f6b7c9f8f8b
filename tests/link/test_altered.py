"""Altered quotations: cut, joined, changed, with the difference aligned to characters; and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.link.altered import altered_quotes
from isnad.model.account import AlteredQuote
from isnad.model.document import Document
from tests.making import document, statement

FULL = "سنفتح المرسى غدا صباحا أمام كل السفن ولن نسأل أحدا عن وجهته"
CUT = "سنفتح المرسى غدا صباحا أمام كل السفن"
MIDDLE = "سنفتح المرسى غدا ولن نسأل أحدا عن وجهته"
CHANGED = "سنفتح المرسى غدا مساء أمام كل السفن ولن نسأل أحدا عن هدفه"
OTHER = "ثمن الخبز ارتفع مرتين هذا الشهر ولا أحد يفسر لماذا"


def quoting(name: str, *quotes: str, direct: bool = True) -> Document:
    """An article of direct quotations."""
    text = "عنوان\n" + " ".join(f'وقال أيضا: "{q}".' for q in quotes)
    return document(text, name, statements=tuple(statement(text, q, direct=direct) for q in quotes))


def found(*documents: Document) -> tuple[AlteredQuote, ...]:
    return altered_quotes(documents)


@pytest.mark.parametrize(("other", "kind"), [(CUT, "cut"), (MIDDLE, "cut"), (CHANGED, "changed")])
def test_kinds(other: str, kind: str) -> None:
    assert [q.kind for q in found(quoting("a", FULL), quoting("b", other))] == [kind]


@pytest.mark.parametrize("other", [FULL, OTHER, "قالها مرة"])
def test_the_same_words_and_other_words_are_no_alteration(other: str) -> None:
    assert found(quoting("a", FULL), quoting("b", other)) == ()


def test_indirect_speech_is_no_quotation() -> None:
    assert found(quoting("a", FULL), quoting("b", CUT, direct=False)) == ()


def test_two_quotations_told_as_one_are_joined() -> None:
    parts = ("سنفتح المرسى غدا صباحا أمام كل السفن", "لن نسأل أحدا عن وجهته بعد اليوم")
    (joined,) = found(quoting("a", " ".join(parts)), quoting("b", *parts))
    assert joined.kind == "joined"


def test_two_articles_that_both_hold_two_quotations_have_joined_nothing() -> None:
    parts = ("سنفتح المرسى غدا صباحا أمام كل السفن", "لن نسأل أحدا عن وجهته بعد اليوم")
    assert found(quoting("a", *parts), quoting("b", *parts)) == ()


def test_changes_point_at_their_words() -> None:
    a, b = quoting("a", FULL), quoting("b", CHANGED)
    (quote,) = found(a, b)
    texts = {d.id: d.text for d in (a, b)}
    replaced = [(x.of(texts[quote.a.article]), y.of(texts[quote.b.article])) for tag, x, y in quote.changes if tag == "replace"]
    assert sorted(map(sorted, replaced)) == sorted(map(sorted, [("صباحا", "مساء"), ("وجهته", "هدفه")]))


def test_a_difference_is_told_once() -> None:
    assert len(found(quoting("a", FULL), quoting("b", CUT), quoting("c", CUT))) == 1


@given(st.permutations([quoting("a", FULL), quoting("b", CUT), quoting("c", MIDDLE, OTHER), quoting("d", CHANGED)]))
@settings(deadline=None, max_examples=10)
def test_order_does_not_matter(documents: list[Document]) -> None:
    assert found(*documents) == found(quoting("a", FULL), quoting("b", CUT), quoting("c", MIDDLE, OTHER), quoting("d", CHANGED))


@given(st.lists(st.sampled_from([FULL, CUT, MIDDLE, CHANGED, OTHER, "نعم"]), min_size=2, max_size=5))
@settings(deadline=None, max_examples=20)
def test_aligned_pieces_cover_both_quotations(quotes: list[str]) -> None:
    documents = [quoting(str(n), q) for n, q in enumerate(quotes)]
    texts = {d.id: d.text for d in documents}
    for quote in found(*documents):
        for tag, left, right in quote.changes:
            a, b = left.of(texts[quote.a.article]), right.of(texts[quote.b.article])
            assert (a == b) if tag == "equal" else (a != b)
