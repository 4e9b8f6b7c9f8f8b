"""Catalogues, Markdown, HTML: complete, escaped, self-contained."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.annotate.quantity_events import NO_EVENT
from isnad.errors import UsageError
from isnad.export.account_json import account_json, account_object
from isnad.export.catalogue import load_catalogue, plural_form
from isnad.export.html import account_html
from isnad.export.markdown import account_markdown
from isnad.export.terminal import safe
from isnad.export.view import build_view, clip
from isnad.lang.pack import load_pack
from isnad.model.account import Account
from isnad.model.outcome import Issue
from isnad.pipeline import derive, link
from tests.making import document, quantity, statement, time

PACK = load_pack("ar")
HOSTILE = '<script>alert(1)</script> "onmouseover="x" [a](javascript:x) | `code` \u202eedoc\u202c'


def sample(title: str = "انهيار سد وادي سمار") -> Account:
    text = f"{title}\nقال الوزير إن 12 شخصا قتلوا فجر الثلاثاء في الانهيار الكبير"
    later = f"{title} مجددا\nقال الوزير إن 19 شخصا قتلوا في الانهيار الكبير"
    documents = [
        document(
            text, "a.txt", outlet="نبأ", published="2031-03-04", quantities=(quantity(text, "12", 12, counts="شخصا"),),
            statements=(statement(text, "12 شخصا قتلوا فجر الثلاثاء في الانهيار الكبير", cue="قال", source="الوزير", direct=True),),
            times=(time(text, "فجر الثلاثاء", "2031-03-04TMO"),), issues=(Issue(path="a.txt", code="odd", detail="x"),),
        ),
        document(later, "b.txt", outlet="صدى", published="2031-03-06", quantities=(quantity(later, "19", 19, counts="شخصا"),)),
    ]  # fmt: skip
    linked, links = link(documents, PACK)
    return derive(linked, links, PACK)


def test_both_catalogues_hold_the_same_messages() -> None:
    arabic, english = load_catalogue("ar"), load_catalogue("en")
    assert arabic.keys() == english.keys()


def test_messages_name_the_same_values() -> None:
    for key in sorted(load_catalogue("ar").keys()):
        slots = [set(re.findall(r"\{(\w+)\}", str(_raw(language, key)))) for language in ("ar", "en")]
        assert slots[0] == slots[1] or "n" in slots[0] | slots[1], key


def _raw(language: str, key: str) -> object:
    node: object = load_catalogue(language)._messages
    for part in key.split("."):
        assert isinstance(node, dict)
        node = node[part]
    return node


@pytest.mark.parametrize(
    ("n", "form"), [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"), (100, "other"), (103, "few")]
)
def test_arabic_plurals(n: int, form: str) -> None:
    assert plural_form("ar", n) == form


def test_an_unknown_language_is_a_wrong_argument() -> None:
    with pytest.raises(UsageError, match="expected one of ar, en"):
        load_catalogue("fr")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_is_self_contained_and_its_references_lead_somewhere(language: str) -> None:
    say = load_catalogue(language)
    page = account_html(build_view(sample(), say), say)
    assert f'dir="{say.direction}"' in page
    assert not re.search(r"""(src|href)=["'](?!#)""", page)
    assert "http" not in re.sub(r'http-equiv|xmlns="[^"]+"', "", page)
    ids = set(re.findall(r'id="([^"]+)"', page))
    wanted = set(re.findall(r'href="#([^"]+)"', page))
    assert wanted
    assert wanted <= ids


def test_hostile_text_is_shown_and_never_run() -> None:
    say = load_catalogue("en")
    view = build_view(sample(HOSTILE), say)
    page = account_html(view, say)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    markdown = account_markdown(view, say)
    assert "<script" not in markdown.replace("\\<script", "")
    assert "\u202e" not in safe(HOSTILE)


def test_the_json_is_the_same_twice() -> None:
    assert account_json(sample()) == account_json(sample())
    assert {
        "format",
        "articles",
        "entities",
        "claims",
        "conflicts",
        "figures",
        "reuse",
        "timeline",
        "labels",
        "brief",
        "stories",
        "issues",
    } <= set(account_object(sample()))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_message_of_the_pages_exists(language: str) -> None:
    """A key that is not in the catalogue is shown as its last part: none of ours may be."""
    known = load_catalogue(language).keys()
    for section in ("brief", "figures", "conflicts", "timeline", "claims", "altered", "copies", "labels", "names", "articles", "stories"):
        assert f"page.{section}" in known
    pack = load_pack("ar")
    measures = {r.id for r in pack.table("event_triggers")} | {r["event"] for r in pack.table("countables")} - {""}
    assert {m for m in measures - {NO_EVENT} if f"measure.{m}" not in known} == set()


def test_each_dot_of_a_chart_opens_words_that_stand_on_the_page() -> None:
    page = account_html(build_view(sample(), load_catalogue("ar")), load_catalogue("ar"))
    dots = re.findall(r'<a href="#([^"]+)" class="telling', page)
    assert len(dots) >= 2
    assert all(f'id="{dot}"' in page for dot in dots)


@given(st.text(max_size=200), st.integers(5, 80))
def test_clip_never_grows(text: str, size: int) -> None:
    assert len(clip(text, size)) <= max(size + 2, 2)


@given(st.text(max_size=60))
def test_terminal_text_has_no_controls(text: str) -> None:
    assert not any(ord(c) < 32 or 0x202A <= ord(c) <= 0x202E for c in safe(text))
