"""Queries: what each spelling of the search language means, and which mistakes are named."""

from __future__ import annotations

import contextlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.errors import UsageError
from isnad.lang.pack import load_pack
from isnad.model.search import All, Any, Days, FigureIs, InStory, Node, Not, Outlet, Words, wanted
from isnad.search.query import QueryReader


@cache
def reader() -> QueryReader:
    return QueryReader(load_pack("ar"))


def word(term: str) -> Words:
    return Words("text", (term,))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("انفجار", word("انفجار")),
        ("انفجار سفينة", All((word("انفجار"), word("سفين")))),
        ("انفجار أو سفينة", Any((word("انفجار"), word("سفين")))),
        ("انفجار OR سفينة", Any((word("انفجار"), word("سفين")))),
        ("انفجار | سفينة", Any((word("انفجار"), word("سفين")))),
        ("انفجار -سفينة", All((word("انفجار"), Not(word("سفين"))))),
        ("انفجار NOT سفينة", All((word("انفجار"), Not(word("سفين"))))),
        ("انفجار ليس سفينة", All((word("انفجار"), Not(word("سفين"))))),
        ("«وزارة الصحة»", Words("text", ("وزاره", "صحه"))),
        ('"وزارة الصحة"', Words("text", ("وزاره", "صحه"))),
        ("“وزارة الصحة", Words("text", ("وزاره", "صحه"))),
        ("(a OR b) c", All((Any((word("a"), word("b"))), word("c")))),
        ("a OR b c", Any((word("a"), All((word("b"), word("c")))))),
        ("كازاخ*", Words("text", ("كازاخ",), prefix=True)),
        ("title:سفينة", Words("title", ("سفين",))),
        ("عنوان:سفينة", Words("title", ("سفين",))),
        ("قائل:«وزير الدفاع»", Words("speaker", ("وزير", "دفاع"))),
        ("عن:روسيا", Words("about", ("روسي",))),
        ("outlet:الرأي", Outlet("الراي")),
        ("outlet:https://x.example:8080/a", Outlet("https://x.example:8080/a")),
        ("story:0a1b", InStory("0a1b")),
        ("date:2031", Days("2031-01-01", "2031-12-31")),
        ("date:2031-02", Days("2031-02-01", "2031-02-28")),
        ("date:2031-02-03..2031-03", Days("2031-02-03", "2031-03-31")),
        ("date:٢٠٣١-٠٢", Days("2031-02-01", "2031-02-28")),
        ("date:..2031-03", Days(None, "2031-03-31")),
        ("after:2031-02", Days("2031-02-01", None)),
        ("before:2031-02", Days(None, "2031-02-28")),
        ("figure>100", FigureIs(None, ">", 100)),
        ("killed>=1,200", FigureIs("killed", ">=", 1200)),
        ("قتلى>١٢", FigureIs("killed", ">", 12)),
        ("figure:جرحى<3", FigureIs("injured", "<", 3)),
        ("في المدينة", word("مدين")),
        ("في", word("في")),
    ],
)
def test_means(query: str, tree: Node) -> None:
    assert reader().read(query) == tree


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "nothing to look for"),
        ("   ", "nothing to look for"),
        ("«»", "nothing to look for"),
        ("()", "nothing to look for"),
        ("!!", "nothing to look for"),
        ("كلمة)", r"'\)' at character 5 closes nothing"),
        ("speeker:x", "no field 'speeker'; there are text, title"),
        ("speaker:", "'speaker' at character 1 has no value"),
        ("speaker: x", "'speaker' at character 1 has no value"),
        ("date:soon", "'soon' is no day; expected YYYY"),
        ("date:2031-02-30", "'2031-02-30' is no day"),
        ("date:2032..2031", "ends before it begins"),
        ("date:..", "no range of days"),
        ("figure:killed", "needs a comparison"),
        ("killed>many", "expected a comparison and a number"),
        ("killed >= 1,200", "expected a word, a phrase or a field before it"),
        ("spoons>3", "no measure 'spoons'; there are"),
        ("(" * 30 + "x", "more than 20 brackets"),
        (" ".join(f"a{n}*" for n in range(9)), "more than 8 words that end in"),
        ("-(" * 30 + "x", "more than 20 brackets|negations"),
        ("x" * 3000, "3000 characters, expected at most 2000"),
    ],
)
def test_mistakes_are_named(query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        reader().read(query)


def test_what_is_excluded_is_not_wanted() -> None:
    assert wanted(reader().read("a -b (c OR title:d) date:2031")) == (word("a"), word("c"), Words("title", ("d",)))


@given(st.text(alphabet='اب و«»"()-|:<>=*..0129-abORNOT عن قائل\u200f\u064b', max_size=60))
def test_every_query_is_read_or_refused(query: str) -> None:
    with contextlib.suppress(UsageError):
        assert reader().read(query) != All(())


def test_what_is_asked_twice_is_looked_for_once() -> None:
    assert reader().read("قلم* قلم* قلم*") == reader().read("قلم*")
    assert reader().read("قلم OR قلم OR ورق") == reader().read("قلم OR ورق")
