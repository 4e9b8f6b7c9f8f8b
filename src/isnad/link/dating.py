"""Publication dates that an article does not tell, from its copies and its story; and "today" that was copied from an older text.

An article without a sure date is compared with the dated ones that share its rare words. Its weekdays ("today, Friday")
must fit the day, its absolute dates lie before it, the days of the same sentences in other articles are votes, and
among days that fit equally well the one nearest to its story is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import log

import msgspec

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
"""From this cosine on, two sentences may tell the same event."""
LONGEST_POSTING = 400


def date_by_story(documents: Sequence[Document], reuse: Sequence[Reuse]) -> dict[str, Publication]:
    """Article id to its publication, for those articles whose date the others tell (better)."""
    by_id = {d.id: d for d in documents}
    known = {d.id: d.publication for d in documents if d.publication.date and d.publication.confidence >= SURE}
    out: dict[str, Publication] = {}
    for document in documents:
        if document.publication.date is None and (found := _from_copies(document, reuse, known)):
            out[document.id] = found
    undated = [d for d in documents if d.publication.date is None and d.id not in out]
    if undated:
        out.update(_from_story(undated, documents, {**known, **out}))
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


def _from_story(undated: list[Document], documents: Sequence[Document], known: dict[str, Publication]) -> dict[str, Publication]:
    """Dates for documents without one, those with the firmest words first, so that they help the others."""
    words = _Words(documents)
    number = {d.id: n for n, d in enumerate(documents)}
    known = {**known, **{d.id: d.publication for d in documents if d.publication.date and d.id not in known}}
    out: dict[str, Publication] = {}
    for document in sorted(undated, key=lambda d: (-len(day_words(d.times).said), d.path)):
        near = [(documents[n], share) for n, share in words.near(number[document.id]) if documents[n].id in known]
        dated = [(d, share, day) for d, share in near if (day := day_of(known[d.id].date))]
        if dated and (found := _placed(document, dated)):
            out[document.id] = known[document.id] = found
    return out


def _placed(document: Document, near: list[tuple[Document, float, date]]) -> Publication | None:
    """The day that fits the document's words and lies nearest to its neighbours."""
    said = day_words(document.times)
    days = [day for _, _, day in near]
    anchor = near[0][2]
    bound = max((d for d in _absolute_days(document, anchor) if d <= max(days) + timedelta(days=3)), default=None)
    votes = _votes(document, near)
    low, high = min(days) - timedelta(days=3), max(days) + timedelta(days=7)
    if (high - low).days > 120:
        low, high = anchor - timedelta(days=14), anchor + timedelta(days=14)
    span = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    fits = [d for d in span if bound is None or d >= bound] or span

    def score(day: date) -> tuple[float, float, float]:
        pull = sum(share / (1 + abs((day - d).days)) for _, share, d in near)
        return agreement(said, day), votes.get(day, 0.0), pull

    best = max(fits, key=score)
    rests = ["story", *(["weekday"] if said.said else []), *(["events"] if votes.get(best) else [])]
    confidence = 0.75 if said.said else 0.5 if votes.get(best) else 0.3
    return Publication(date=best.isoformat(), by="+".join(rests), confidence=confidence)


def _absolute_days(document: Document, anchor: date) -> list[date]:
    """Days named with their month, placed near the anchor."""
    resolver = Resolver(anchor)
    rules = [t.rule for t in document.times if t.rule.startswith(("on ", "date ", "part-of ")) and " .. " not in t.rule]
    return [day for rule in rules if (day := day_of(resolver.value(rule))) and abs((day - anchor).days) < 60]


def _votes(document: Document, near: list[tuple[Document, float, date]]) -> dict[date, float]:
    """Days that a sentence with "yesterday" would have been written on, as other articles date the same sentence."""
    votes: defaultdict[date, float] = defaultdict(float)
    mine = [(t, int(parse_rule(t.rule).words[1])) for t in document.times if t.rule.startswith("day ") and "said" not in t.rule]
    if not mine:
        return votes
    told = [(bag, day) for other, _, anchor in near for bag, day in _dated_sentences(other, anchor)]
    for time, offset in mine:
        bag = _sentence_bag(document, time)
        scored = [(_cosine(bag, other), day) for other, day in told]
        best = max(scored, default=(0.0, None), key=lambda p: (p[0], p[1] or date.min))
        if best[1] and best[0] >= ALIKE:
            votes[best[1] - timedelta(days=offset)] += best[0]
    return votes


def _dated_sentences(document: Document, anchor: date) -> list[tuple[frozenset[str], date]]:
    resolver = Resolver(anchor)
    past = [time for time in document.times if " .. " not in time.rule and "future" not in time.rule]
    return [(_sentence_bag(document, time), day) for time in past if (day := day_of(resolver.value(time.rule)))]


def _sentence_bag(document: Document, time: Time) -> frozenset[str]:
    sentence = next((s for s in document.sentences if s.start <= time.span.start < s.end), None)
    return frozenset(_content(document, [sentence.span])) if sentence else frozenset()


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / (len(a) * len(b)) ** 0.5 if a and b else 0.0


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
