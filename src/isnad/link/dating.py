"""Publication dates that an article does not tell, from its copies and its story; and "today" that was copied from an older text.

An article without a sure date is compared with the dated ones that share its rare words. Its weekdays ("today, Friday")
must fit the day, its absolute dates lie before it, the days of the same sentences in other articles are votes, and
among days that fit equally well the one nearest to its story is taken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import log

import msgspec

from isnad.lang.pack import Pack
from isnad.lang.terms import Terms, likeness, rarity_of, sentence_around, term_reader
from isnad.model.account import Reuse
from isnad.model.document import Document, Publication
from isnad.model.findings import Time
from isnad.model.span import Span
from isnad.model.text import Kind
from isnad.text.calendars import Resolver, agreement, day_of, day_words, parse_rule

SURE = 0.85
NEIGHBOURS = 12
RARE_SHARE = 0.34
"""Words that stand in more than this part of the documents say nothing of the story."""
ALIKE = 0.5
"""From this much of votes on, a day rests on events that others date."""
LIKE_EVENT = 0.2
"""From this likeness on, the words around two times tell one event."""
WINDOW = 9
"""Tokens on each side of a time that say what happened then."""
SAME_STORY = 0.12
"""Share of an article's rare words in its nearest neighbour from which on both are of one story; others lend it no date."""
GUESS = 0.25
"""Confidence of a day that rests on nothing but the days of its neighbours."""
LONGEST_POSTING = 400


def date_by_story(documents: Sequence[Document], reuse: Sequence[Reuse], pack: Pack) -> dict[str, Publication]:
    """Article id to its publication, for those articles whose date the others tell (better)."""
    by_id = {d.id: d for d in documents}
    known = {d.id: d.publication for d in documents if d.publication.date and d.publication.confidence >= SURE}
    out: dict[str, Publication] = {}
    for document in documents:
        if document.publication.date is None and (found := _from_copies(document, reuse, known)):
            out[document.id] = found
    undated = [d for d in documents if d.publication.date is None and d.id not in out]
    if undated:
        out.update(_from_story(undated, documents, {**known, **out}, pack))
    out.update(_stale(by_id, reuse, out))
    return out


def _published(document: Document, out: dict[str, Publication]) -> Publication:
    return out.get(document.id, document.publication)


def _from_copies(document: Document, reuse: Iterable[Reuse], known: dict[str, Publication]) -> Publication | None:
    """The day of the nearest copy whose day is sure, moved to where the document's own weekdays fit."""
    pairs = [r for r in reuse if document.id in (r.a, r.b) and r.kind != "partial"]
    for pair in sorted(pairs, key=lambda r: (-r.share, r.a, r.b)):
        other = known.get(pair.b if pair.a == document.id else pair.a)
        day = day_of(other.date) if other else None
        if day:
            words = day_words(document.times)
            best = max((day + timedelta(days=n) for n in (0, 1, -1, 2, -2, 3)), key=lambda d: agreement(words, d))
            return Publication(date=best.isoformat(), by="copies" + ("+weekday" if words.said else ""), confidence=0.7)
    return None


class _Words:
    """Documents by their rare words."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.bags = [Counter(_content(d, d.analysed)) for d in documents]
        spread = Counter(word for bag in self.bags for word in bag)
        limit = max(2.0, RARE_SHARE * len(documents))
        self.weight = {w: log(1 + len(documents) / n) for w, n in spread.items() if n <= limit or len(documents) < 8}
        self.postings: dict[str, list[int]] = defaultdict(list)
        for number, bag in enumerate(self.bags):
            for word in bag:
                if word in self.weight and len(self.postings[word]) < LONGEST_POSTING:
                    self.postings[word].append(number)

    def near(self, number: int) -> list[tuple[int, float]]:
        """Other documents by shared rare words, the nearest first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word in self.bags[number]:
            for other in self.postings.get(word, ()):
                scores[other] += self.weight[word]
        scores.pop(number, None)
        size = sum(self.weight.get(w, 0.0) for w in self.bags[number]) or 1.0
        return [(other, score / size) for other, score in sorted(scores.items(), key=lambda p: (-p[1], p[0]))[:NEIGHBOURS]]


def _content(document: Document, spans: Sequence[Span]) -> list[str]:
    """Folded words of four letters and more that stand in the spans."""
    return [t.norm for t in document.tokens if t.kind == Kind.WORD and len(t.norm) > 3 and any(s.start <= t.start < s.end for s in spans)]


def _from_story(
    undated: list[Document], documents: Sequence[Document], known: dict[str, Publication], pack: Pack
) -> dict[str, Publication]:
    """Dates for documents without one, those with the firmest words first, so that they help the others; guesses last."""
    words, tellings = _Words(documents), _Tellings(documents, pack)
    number = {d.id: n for n, d in enumerate(documents)}
    known = {**known, **{d.id: d.publication for d in documents if d.publication.date and d.id not in known}}
    out: dict[str, Publication] = {}
    order = sorted(undated, key=lambda d: (-len(day_words(d.times).said), d.path))
    for least in (GUESS, 0.0):
        for document in (d for d in order if d.id not in out):
            near = [(documents[n], share) for n, share in words.near(number[document.id]) if documents[n].id in known]
            dated = [(d, share, day) for d, share in near if (day := day_of(known[d.id].date))]
            if dated and dated[0][1] >= SAME_STORY and (found := _placed(document, dated, tellings)).confidence > least:
                out[document.id] = known[document.id] = found
    return out


def _placed(document: Document, near: list[tuple[Document, float, date]], tellings: _Tellings) -> Publication:
    """The day that fits the document's words and lies nearest to its neighbours."""
    said = day_words(document.times)
    leaning = _leaning(document)
    days = [day for _, _, day in near]
    anchor = near[0][2]
    named = _absolute_days(document, anchor)
    bound = max((d for d in named if d <= max(days) + timedelta(days=3)), default=None)
    votes = tellings.votes(document, near)
    low, high = min(days) - timedelta(days=3), max(days) + timedelta(days=7)
    if (high - low).days > 120:
        low, high = anchor - timedelta(days=14), anchor + timedelta(days=14)
    span = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    fits = [d for d in span if bound is None or d >= bound] or span
    twice = {d - timedelta(days=offset) for d in named for offset in said.plain}  # Who says "yesterday" gives that day no date.
    fits = [d for d in fits if d not in twice] or fits
    centres = [(share, d + timedelta(days=leaning - _leaning(other))) for other, share, d in near]

    def score(day: date) -> tuple[float, float, float]:
        pull = sum(share / (1 + abs((day - d).days)) for share, d in centres)
        return agreement(said, day), votes.get(day, 0.0), pull

    best = max(fits, key=score)
    rests = ["story", *(["weekday"] if said.said else []), *(["events"] if votes.get(best) else [])]
    confidence = 0.75 if said.said else 0.5 if votes.get(best, 0.0) >= ALIKE else 0.4 if votes.get(best) else GUESS
    return Publication(date=best.isoformat(), by="+".join(rests), confidence=confidence)


def _leaning(document: Document) -> int:
    """1 for a text that looks back from the start (a paper of the next day), else 0: they tell one event a day apart."""
    offsets = (int(parse_rule(t.rule).words[1]) for t in document.times if t.rule.startswith("day "))
    return int(next(offsets, 0) < 0)


def _absolute_days(document: Document, anchor: date) -> list[date]:
    """Days named with their month, placed near the anchor."""
    resolver = Resolver(anchor)
    rules = [t.rule for t in document.times if t.rule.startswith(("on ", "date ", "part-of ")) and " .. " not in t.rule]
    return [day for rule in rules if (day := day_of(resolver.value(rule))) and abs((day - anchor).days) < 60]


class _Tellings:
    """What stands around the times of documents, as terms: two of a kind tell one event."""

    def __init__(self, documents: Sequence[Document], pack: Pack) -> None:
        self.reader = term_reader(pack)
        self.placed = {d.id: tuple(self._windows(d)) for d in documents}
        self.rarity = rarity_of(frame for windows in self.placed.values() for _, frame in windows)

    def _windows(self, document: Document) -> Iterator[tuple[Time, Terms]]:
        starts = [t.start for t in document.tokens]
        for time in document.times:
            sentence, at = sentence_around(document, time.span), bisect_left(starts, time.span.start)
            near = (
                t for t in document.tokens[max(0, at - WINDOW) : at + WINDOW] if sentence.covers(t.span) and not time.span.covers(t.span)
            )
            yield time, frozenset(term for t in near if (term := self.reader.term(t)) is not None)

    def votes(self, document: Document, near: Sequence[tuple[Document, float, date]]) -> dict[date, float]:
        """Days that "yesterday" would have been written on, as other articles date the like event."""
        mine = [
            (f, int(parse_rule(t.rule).words[1])) for t, f in self.placed[document.id] if t.rule.startswith("day ") and "said" not in t.rule
        ]
        told = [(frame, day) for other, _, anchor in near for frame, day in self._dated(other, anchor)] if mine else []
        votes: defaultdict[date, float] = defaultdict(float)
        for frame, offset in mine:
            scored = [(likeness(frame, other, self.rarity), day) for other, day in told if len(frame & other) > 1]
            best, day = max(scored, default=(0.0, date.min))
            if best >= LIKE_EVENT:
                votes[day - timedelta(days=offset)] += best
        return votes

    def _dated(self, document: Document, anchor: date) -> Iterator[tuple[Terms, date]]:
        resolver = Resolver(anchor)
        for time, frame in self.placed[document.id]:
            value = resolver.value(time.rule) if " .. " not in time.rule and "future" not in time.rule else ""
            if day := day_of(value):
                yield frame, day


def _stale(by_id: dict[str, Document], reuse: Iterable[Reuse], out: dict[str, Publication]) -> dict[str, Publication]:
    """Articles that carry "today" from an older one in the same words: their words speak from the older day."""
    stale: dict[str, Publication] = {}
    for pair in reuse:
        if pair.a not in by_id or pair.b not in by_id:
            continue
        a, b = by_id[pair.a], by_id[pair.b]
        first, second = day_of(_published(a, out).date), day_of(_published(b, out).date)
        if first is None or second is None or first == second:
            continue
        older, newer = (a, b) if first < second else (b, a)
        sides = [(p.a, p.b) if older is a else (p.b, p.a) for p in pair.passages]
        if any(_carries(older, newer, side) for side in sides):
            publication = _published(newer, out)
            if _published(older, out).confidence >= SURE:
                stale[newer.id] = msgspec.structs.replace(publication, by=publication.by + "+stale", anchor=min(first, second).isoformat())
    return stale


def _carries(older: Document, newer: Document, side: tuple[Span, Span]) -> bool:
    """Whether the passage holds the same unplaced "today" or "yesterday" on both sides."""
    first, second = (
        {t.rule for t in d.times if span.covers(t.span) and t.rule.startswith("day ") and "said" not in t.rule}
        for d, span in zip((older, newer), side, strict=True)
    )
    return bool(first & second)
