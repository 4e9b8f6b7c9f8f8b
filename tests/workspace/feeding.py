"""Invented pages and feeds about one event, and a clock that the test moves."""

from __future__ import annotations

import datetime
from typing import Any

from tests.fetch.server import told

XML: Any = {"Content_Type": "application/rss+xml"}
TOWN = "سمارا"


def story(killed: int, n: int, more: str = "") -> str:
    """A page about one invented event."""
    text = f"<p>قال المتحدث سالم الرندي إن حريقا في سوق مدينة {TOWN} قتل {killed} أشخاص صباح الثلاثاء 4 آذار/مارس 2031.</p>"
    text += f"<p>وأضاف أن فرق الإطفاء في {TOWN} أخمدت النار في السوق بعد ساعات، وفق التقرير رقم {n} عن الحريق. {more}</p>"
    head = f"<title>حريق في سوق {TOWN} يقتل {killed} أشخاص</title>"
    return f"<html><head>{head}</head><body><article><h1>حريق في سوق {TOWN} يقتل {killed} أشخاص</h1>{text}</article></body></html>"


def item(base: str, path: str, updated: str = "") -> str:
    return f"<item><link>{base}{path}</link><pubDate>2031-03-0{4 + path.count('b')}</pubDate><atom:updated>{updated}</atom:updated></item>"


def feed(*items: str, **headers: str) -> bytes:
    body = f"<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>الضفة</title>{''.join(items)}</channel></rss>"
    return told(body=body.encode(), **{**XML, **headers})


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2031, 3, 5, 12, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += datetime.timedelta(**time)
