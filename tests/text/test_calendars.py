"""Calendar arithmetic: rules and their values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.text.calendars import Resolver, add_months, day_of, gregorian_of_hijri, hijri_month_range, nearest_weekday, week

ANCHOR = date(2015, 8, 10)  # a Monday
DAYS = st.dates(date(1940, 1, 1), date(2070, 12, 31))

VALUES = [
    ("on 2015-08-05", "2015-08-05"),
    ("day 0", "2015-08-10"),
    ("day -1;said=7", "2015-08-09"),
    ("day 0;said=5", "2015-08-07"),
    ("day 1;part=TEV", "2015-08-11TEV"),
    ("weekday 1 past", "2015-08-10"),
    ("weekday 1 last", "2015-08-03"),
    ("weekday 1 next", "2015-08-17"),
    ("weekday 3 past;part=TMO", "2015-08-05TMO"),
    ("weekday 5 future", "2015-08-14"),
    ("weekday 5 before-last", "2015-07-31"),
    ("date 1-6 near", "2016-01-06"),
    ("date 6-5 past", "2015-06-05"),
    ("date 2-30 this", "2015-02"),
    ("month 9 past", "2014-09"),
    ("month 8 past", "2015-08"),
    ("month 8 last", "2014-08"),
    ("month 8 next", "2016-08"),
    ("month 11 future", "2015-11"),
    ("day-of-month 5 0", "2015-08-05"),
    ("day-of-month 31 1", "2015-09"),
    ("week-of-month -1 6 past", "2015-W26"),
    ("week-of-month 1 2015-08", "2015-W32"),
    ("shift Y -1", "2014"),
    ("shift MO 1", "2015-09"),
    ("shift W -1", "2015-W32"),
    ("shift DE 0", "201"),
    ("shift CE -1", "19"),
    ("ago D 3", "2015-08-07"),
    ("ago MO 2", "2015-06"),
    ("ago W 2", "2015-W31"),
    ("part-of Q1 0", "2015-Q1"),
    ("part-of 01-06 -1", "2014-01-06"),
    ("season SU past", "2015-SU"),
    ("season WI last", "2014-WI"),
    ("fiscal 1", "FY2016"),
    ("last-weekend 0", "2015-W32-WE"),
    ("weekend 0", "2015-W33-WE"),
    ("duration P3D", "P3D"),
    ("duration P3D .. duration P4D", "P3D/P4D"),
    ("set XXXX-WXX-5", "XXXX-WXX-5"),
    ("ref PAST_REF", "PAST_REF"),
    ("weekday 6 past .. weekday 7 past", "2015-08-08/2015-08-09"),
    ("weekday 7 past .. weekday 1 past", "2015-08-09/2015-08-10"),
    ("weekday 1 past .. weekday 2 past", "2015-08-03/2015-08-04"),
    ("month 9 last .. month 1 last", "2014-09/2015-01"),
    ("hijri-month 9", "2015-06-18/2015-07-16"),
    ("hijri-date 10 25", "2015-08-10"),
    ("nonsense 1", ""),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "value"), VALUES)
def test_values(rule: str, value: str) -> None:
    assert Resolver(ANCHOR).value(rule) == value


@pytest.mark.parametrize(
    ("rule", "value"),
    [("day 0", "XXXX-XX-XX"), ("day 0;said=5", "XXXX-WXX-5"), ("weekday 5 past", "XXXX-WXX-5"), ("month 9 past", "XXXX-09"),
     ("date 9-5 near", "XXXX-09-05"), ("shift Y -1", "XXXX"), ("shift W 0", "XXXX-WXX"), ("ref PAST_REF", "PAST_REF"), ("on 2014", "2014")],
)  # fmt: skip
def test_without_anchor(rule: str, value: str) -> None:
    assert Resolver(None).value(rule) == value


def test_the_same_day_is_the_last_one_named() -> None:
    resolver = Resolver(ANCHOR)
    assert [resolver.value(rule) for rule in ("on 2014-07-06", "same D 0", "same D 1", "same MO 0", "same Y 1")] == [
        "2014-07-06", "2014-07-06", "2014-07-07", "2014-07", "2015",
    ]  # fmt: skip


def test_hijri_dates_of_the_umm_al_qura_calendar() -> None:
    assert gregorian_of_hijri(1436, 10, 25) == "2015-08-10"
    assert gregorian_of_hijri(1436, 13, 1) is None
    assert gregorian_of_hijri(1325, 1, 1) == "1907-02-14"  # before its tables: the tabular calendar
    assert gregorian_of_hijri(1, 1, 1) == "0622-07-19"
    assert gregorian_of_hijri(900, 1, 31) is None
    assert gregorian_of_hijri(0, 1, 1) is None
    assert hijri_month_range(ANCHOR, 9, 1436) == "2015-06-18/2015-07-16"


@given(DAYS, st.integers(1, 7))
def test_nearest_weekdays(anchor: date, number: int) -> None:
    past, last = nearest_weekday(anchor, number, "past"), nearest_weekday(anchor, number, "last")
    future, following = nearest_weekday(anchor, number, "future"), nearest_weekday(anchor, number, "next")
    assert {d.isoweekday() for d in (past, last, future, following)} == {number}
    assert anchor - timedelta(days=7) <= last < anchor < following <= anchor + timedelta(days=7)
    assert past <= anchor <= future


@given(DAYS, st.integers(-600, 600))
def test_months_later_and_back(day: date, months: int) -> None:
    first = day.replace(day=1)
    assert add_months(add_months(first, months), -months) == first


@given(DAYS)
def test_weeks_hold_their_days(day: date) -> None:
    monday = day - timedelta(days=day.isoweekday() - 1)
    assert week(monday) == week(day)


@given(st.text(max_size=40), st.one_of(st.none(), DAYS))
def test_any_day_text(text: str, day: date | None) -> None:
    found = day_of(text)
    assert found is None or isinstance(found, date)
    if day:
        assert day_of(day.isoformat() + "T10:00:00") == day
