"""When the article was published: from metadata, its address, dates on the page, embedded posts, and weekday arithmetic.

What an article says of its own day is weighed as evidence: "today, Friday" fixes the weekday; the day of the crawl, a dated
post or a full date bounds where that Friday lies. The day that agrees with most of it wins, the latest among equals.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from isnad.annotate.times import outside_finder
from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder, Publication
from isnad.model.findings import Time
from isnad.model.span import Span
from isnad.text.calendars import DayWords, Resolver, agreement, day_of, day_words, nearest_weekday, parse_rule

URL_DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[/\-](?P<m>0?[1-9]|1[0-2])[/\-](?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>0?[1-9]|[12]\d|3[01])[/\-](?P<m>0?[1-9]|1[0-2])[/\-](?P<y>20\d\d)(?!\d)"),
)
TimesOf = Callable[[Document], list[Time]]
DATED_FURNITURE = frozenset({"date", "dateline", "byline", "credit", "post"})
HEAD_LINES = 8
LOOK_BACK = 9
"""Days before the crawl among which "today, Friday" is looked for."""


def publication_finder(pack: Pack) -> Finder:
    """Compile the tables; the finder sets the document's publication with what it rests on and how sure it is."""
    outside = outside_finder(pack)

    def find(document: Document) -> Document:
        return msgspec.structs.replace(document, publication=_published(document, outside))

    return find


def _published(document: Document, outside: TimesOf) -> Publication:
    article = document.article
    if day_of(article.published):
        return Publication(date=article.published, by="metadata", confidence=0.98)
    crawled = day_of(article.retrieved)
    if (day := url_day(article.url)) and (crawled is None or day <= crawled + timedelta(days=1)):
        return Publication(date=day.isoformat(), by="url", confidence=0.95)
    return _stated(document, crawled) or _on_page(document, outside(document), crawled) or _reckoned(document, crawled) or Publication()


def url_day(url: str | None) -> date | None:
    """The day that an address names, None without one or for an impossible one."""
    for pattern in URL_DATES if url else ():
        for match in pattern.finditer(url or ""):
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
    return None


def _stated(document: Document, crawled: date | None) -> Publication | None:
    """The day that the article itself gives: "today, 10 August 2015"."""
    for time in document.times:
        rule = parse_rule(time.rule)
        if "is" in rule.keys and (day := day_of(Resolver(crawled).value(time.rule))):
            return Publication(date=_iso(day - timedelta(days=int(rule.keys["is"]))), by="text", confidence=0.9, span=time.span)
    return None


def _on_page(document: Document, outside: list[Time], crawled: date | None) -> Publication | None:
    """A date that the page gives around the article: a date line, a note of the original's date."""
    kinds = Kinds(document)
    for time in sorted(outside, key=lambda t: _rank(t, kinds)):
        kind = kinds.of(time)
        full = time.rule.startswith("on ")
        if kind not in DATED_FURNITURE and (document.analysed or _line(document, time.span) >= HEAD_LINES):
            continue
        if kind == "post" or (not full and (crawled is None or not time.rule.startswith("date "))):
            continue
        day = day_of(Resolver(crawled).value(time.rule))
        if day and (crawled is None or day <= crawled + timedelta(days=1)):
            return Publication(date=_iso(day), by="text", confidence=0.9 if full else 0.85, span=time.span)
    return None


def _rank(time: Time, kinds: Kinds) -> tuple[int, int]:
    kind = kinds.of(time)
    return (0 if kind == "date" else 1 if kind in ("dateline", "byline") else 2, time.span.start)


class Kinds:
    """On which part of the page a time stands: its furniture stands in order."""

    def __init__(self, document: Document) -> None:
        layout = document.layout
        self.furniture = layout.furniture
        self.dateline = [s for s in (layout.dateline, layout.byline) if s]

    def of(self, time: Time) -> str:
        """The kind of the first furniture that a time touches; empty for the article's own words."""
        if any(s.covers(time.span) for s in self.dateline):
            return "dateline"
        at = bisect_right(self.furniture, time.span.start, key=lambda f: f.span.end)
        return self.furniture[at].kind if at < len(self.furniture) and self.furniture[at].span.overlaps(time.span) else ""


def _line(document: Document, span: Span) -> int:
    return document.text.count("\n", 0, span.start)


def _iso(day: date) -> str:
    return day.isoformat()


def post_days(document: Document) -> list[date]:
    """Days of embedded posts: those cut out of the page, and those that stand in the text with a Latin date."""
    stamps = [p.published for p in (*document.article.posts, *document.layout.posts)]
    latin = [t.rule.removeprefix("on ") for t in document.times if t.by.endswith(":latin") and t.rule.startswith("on ")]
    return sorted(day for day in map(day_of, [*stamps, *latin]) if day)


def _reckoned(document: Document, crawled: date | None) -> Publication | None:
    """The day by weekday arithmetic against posts and the crawl."""
    words, posts = day_words(document.times), post_days(document)
    if posts and (crawled is None or posts[-1] <= crawled):
        return _by_posts(words, posts[-1])
    if crawled is None:
        return None
    if words.said:
        return _by_said(words, crawled)
    if not words.plain and len(words.weekdays) == 1 and words.lead:
        day = nearest_weekday(crawled, words.lead, "past")
        if (crawled - day).days <= 3:
            return Publication(date=_iso(day), by="weekday+retrieved", confidence=0.6)
    return Publication(date=_iso(crawled), by="retrieved", confidence=0.6 if words.plain else 0.5)


def _by_posts(words: DayWords, last: date) -> Publication:
    """From the last post on: the first day that fits the weekdays named."""
    for days in range(5):
        day = last + timedelta(days=days)
        if words.said and all((day + timedelta(days=o)).isoweekday() == w for o, w in words.said):
            return Publication(date=_iso(day), by="weekday+posts", confidence=0.9)
    return Publication(date=_iso(last), by="posts", confidence=0.6)


def _by_said(words: DayWords, crawled: date) -> Publication:
    """The day up to the crawl that agrees with most of them; the latest among equals."""
    days = [crawled - timedelta(days=n) for n in range(LOOK_BACK)]
    best = max(days, key=lambda d: (agreement(words, d), d))
    whole = agreement(words, best) == len(words.said)
    near = (crawled - best).days <= 2
    return Publication(date=_iso(best), by="weekday+retrieved", confidence=0.9 if whole and near else 0.7 if whole else 0.5)
