"""Hosts in both spellings, hosts that only look like another, and outlets that are counted by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.text.hosts import deceives, decoded, encoded, host_in, host_words, look_alikes, outlet_name, outlet_names

APPLE = "xn--80ak6aa92e.com"  # five Cyrillic letters
MIXED = "p\u0430per.example"


def test_both_spellings() -> None:
    assert host_words("paper.example") == "paper.example"
    assert host_words(APPLE) == f"{APPLE} (\u0430\u0440\u0440\u04cf\u0435.com)"
    assert host_words(MIXED).endswith(f"({MIXED})") and host_words(MIXED).startswith("xn--")
    assert encoded(decoded(APPLE)) == APPLE and decoded("xn--\u0639.example") == "xn--\u0639.example"


@pytest.mark.parametrize("host", [APPLE, MIXED, encoded(MIXED), "pa\u200bper.example", "\u0430\u0441\u0435.news"])
def test_hosts_that_deceive(host: str) -> None:
    assert deceives(host)


@pytest.mark.parametrize(
    "host",
    [
        "paper.example",
        "b\u00fccher.example",
        "\u043f\u0440\u0430\u0432\u0434\u0430.example",
        "\u0430\u0441\u0435.\u0440\u0444",
        "صحيفة.مثال",
        "وکالة.example",
    ],
)
def test_hosts_that_are_what_they_are(host: str) -> None:
    assert not deceives(host) and not deceives(encoded(host))


def test_a_page_under_a_disguised_host_is_not_the_outlet_that_it_says_it_is() -> None:
    assert outlet_name("صحيفة النور", f"https://{MIXED}/1") == encoded(MIXED)
    assert outlet_name("صحيفة النور", "https://www.paper.example/1") == "صحيفة النور"
    assert outlet_name(None, None) is None and outlet_name("", "not an address") is None


def test_hosts_of_one_name_that_look_alike_are_told_apart() -> None:
    names = outlet_names(
        [("النور", "https://nur1.example/a"), ("النور", "https://nurl.example/a"), ("النور", None), (None, "https://nurl.example/b")]
    )
    assert len(set(names)) == 4
    same = outlet_names([("النور", "https://nur.example/a"), ("النور", "https://www.nur.example/b"), ("النور", "https://nur.org/c")])
    assert set(same) == {"النور"}


def test_look_alikes_among_outlets() -> None:
    assert look_alikes(["paper.example", MIXED, "other.example"]) == [("paper.example", MIXED)]
    assert look_alikes(["BBC", "\u0412\u0412\u0421", "CNN"]) == [("BBC", "\u0412\u0412\u0421")]
    assert look_alikes(["الشرق الأوسط", "الشرق الاوسط", "وكالة", "وکالة", "BBC", "bbc", "www.paper.example", "paper.example"]) == []


@given(st.text(max_size=40))
def test_whatever_stands_for_a_host(text: str) -> None:
    host = host_in(f"https://{text}/x")
    assert isinstance(deceives(host), bool) and isinstance(deceives(f"xn--{text}.example"), bool)
    assert host_words(host).encode() is not None and len(outlet_names([(text, text), (text, f"https://{text}")])) == 2
    assert all(len(group) > 1 for group in look_alikes([text, f"{text}.example"]))
