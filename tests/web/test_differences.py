"""Two texts word by word: what differs is marked, what folds alike is not, and nothing of either is lost."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from isnad.derive.revisions import edits
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.web.drawing.differences import OMITTED, aligned, difference_html, revised
from tests.making import document

FIRST = "قال الوزير إن الجسر انهار فجر اليوم، وأضاف أن التحقيق بدأ."
SECOND = "قال الوزير ان الجسر الكبير انهار فجر اليوم وأضاف أن الفحص بدأ."


def whole(text: str, path: str) -> tuple[Document, Span]:
    made = document(text, path)
    return made, Span(0, len(text))


def plain(markup: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", markup).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def test_words_that_only_one_side_has_are_marked() -> None:
    both = aligned(whole(FIRST, "a.txt"), whole(SECOND, "b.txt"))
    assert re.findall("<del>(.*?)</del>", both.a) == ["التحقيق"]
    assert re.findall("<ins>(.*?)</ins>", both.b) == ["الكبير", "الفحص"]


def test_both_sides_keep_their_own_letters() -> None:
    both = aligned(whole(FIRST, "a.txt"), whole(SECOND, "b.txt"))
    assert (plain(both.a), plain(both.b)) == (FIRST, SECOND)


WORDS = st.lists(st.sampled_from(["جسر", "انهار", "اليوم", "،", "<b>", "12", "&", "\n"]), min_size=1, max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_nothing_is_lost_and_nothing_becomes_markup(one: str, other: str) -> None:
    both = aligned(whole(one, "a.txt"), whole(other, "b.txt"))
    assert plain(both.a) == " ".join(one.split())
    assert plain(both.b) == " ".join(other.split())
    assert "<b>" not in both.a + both.b


def test_an_altered_quotation_is_one_line() -> None:
    line = difference_html((("equal", "a <i>"), ("delete", "b\u202e"), ("insert", "c")))
    assert line == "a &lt;i&gt; <del>b[U+202E]</del> <ins>c</ins>"


def change(before: str, after: str) -> str:
    old, new = document(before, "a.txt"), document(after, "b.txt")
    return str(revised(before, after, edits(old, new)))


def test_a_revision_shows_what_went_and_what_came_in_its_place() -> None:
    shown = change(FIRST, SECOND)
    assert "<ins>الكبير</ins>" in shown
    assert "<del>التحقيق</del> <ins>الفحص</ins>" in shown


def test_what_a_revision_left_as_it_was_is_shortened() -> None:
    middle = " ".join(f"كلمة{n}" for n in range(300))
    shown = change(f"أول {middle} آخر", f"ثان {middle} آخر مزيد")
    assert OMITTED in shown
    assert "كلمة0" in shown and "كلمة299" in shown and "كلمة150" not in shown


def test_the_same_text_shows_nothing() -> None:
    assert change(FIRST, FIRST) == ""
