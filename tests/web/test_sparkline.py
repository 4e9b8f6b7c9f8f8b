"""The growth of a story as bars: one a day, earliest where reading starts, told in words too."""

from __future__ import annotations

import pytest
from lxml import etree

from isnad.export.catalogue import load_catalogue
from isnad.web.drawing.sparkline import MOST, WIDTH, sparkline

SVG = "{http://www.w3.org/2000/svg}"


def bars(days: list[tuple[str, int]], language: str) -> list[tuple[float, float]]:
    """Place and height of each bar."""
    drawn = etree.fromstring(str(sparkline(days, load_catalogue(language))))
    return [(float(r.get("x", "")), float(r.get("height", ""))) for r in drawn.iter(f"{SVG}rect")]


def test_a_bar_a_day_and_the_highest_day_is_the_highest_bar() -> None:
    drawn = bars([("2031-03-04", 2), ("2031-03-06", 8), ("2031-03-05", 4)], "en")
    assert [x for x, _ in drawn] == sorted(x for x, _ in drawn)
    assert [h for _, h in sorted(drawn)] == sorted(h for _, h in drawn)
    assert len(drawn) == 3


def test_time_runs_from_the_right_in_arabic() -> None:
    days = [("2031-03-04", 2), ("2031-03-05", 8)]
    left, right = bars(days, "ar"), bars(days, "en")
    assert left[0][0] > left[1][0]
    assert right[0][0] < right[1][0]


def test_days_without_articles_stay_empty() -> None:
    near, far = (bars([("2031-03-04", 1), (day, 1)], "en") for day in ("2031-03-05", "2031-03-14"))
    assert len(near) == len(far) == 2
    assert far[1][0] - far[0][0] > 5 * (near[1][0] - near[0][0])


def test_years_fit_into_the_line() -> None:
    drawn = bars([(f"20{y}-01-01", 3) for y in range(11, 31)], "ar")
    assert len(drawn) <= MOST
    assert all(0 <= x <= WIDTH for x, _ in drawn)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "6 articles from Mar 4, 2031 to Mar 5, 2031"), ("ar", "6 مقالات من 4 مارس 2031 إلى 5 مارس 2031")]
)
def test_the_picture_is_told_in_words(language: str, words: str) -> None:
    drawn = etree.fromstring(str(sparkline([("2031-03-04T10:00:00Z", 2), ("2031-03-05", 4)], load_catalogue(language))))
    assert drawn.findtext(f"{SVG}title") == words


def test_a_story_of_one_day() -> None:
    drawn = etree.fromstring(str(sparkline([("2031-03-04", 1)], load_catalogue("en"))))
    assert drawn.findtext(f"{SVG}title") == "1 article on Mar 4, 2031"


def test_no_day_no_picture() -> None:
    assert sparkline([], load_catalogue("en")) == ""
    assert sparkline([("", 4), ("2031-03", 1), ("2031-03-04", 0)], load_catalogue("en")) == ""
