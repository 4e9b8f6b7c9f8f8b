"""The timeline: what happened on which day, told once with all its evidence.

An event is a sentence that names its day, or that opens an article and so happened on the day the article is about. Events
of one day that share most of their words are one event; its text is the telling with most in common with the others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from isnad.derive.figures import by_story
from isnad.derive.tellings import CLOSE, is_day
from isnad.lang.pack import Pack
from isnad.lang.terms import term_reader
from isnad.model.account import Event, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Time
from isnad.model.span import Span
from isnad.model.text import Sentence

Precision = Literal["part", "day", "week", "month", "year"]

SAME = 0.5
"""Share of the shorter telling's stems that make two tellings one event."""
PER_DAY = 12
"""Events shown of a day, and as many as the story has articles where that is more."""
LONGEST = 400
"""A longer sentence is cut to the clause around its time."""
LEADS = 2
NEAR_HEAD = 8
"""Sentences of an article that tell what happened on its day without more; farther on only statements and figures do."""
NIGHT = "TNI"
COARSE: dict[Precision, re.Pattern[str]] = {
    "week": re.compile(r"\d{4}-W\d\d"),
    "month": re.compile(r"\d{4}-\d\d"),
    "year": re.compile(r"\d{4}"),
}
"""Values that name no day, by their precision."""


HAPPENS = frozenset({"killed", "injured", "arrested", "missing", "rescued", "kidnapped", "displaced", "released", "destroyed"})
"""Measures that say that something happened."""


class Candidate(msgspec.Struct, frozen=True):
    """One telling of something that happened on a day."""

    document: Document
    span: Span
    date: str
    part: bool
    score: float
    words: frozenset[str]
    planned: bool


class Teller:
    """Finds candidates; compiled once a pack."""

    def __init__(self, pack: Pack, links: Links) -> None:
        self.terms, self.links = term_reader(pack), links
        self.plans = pack.forms("plan_words")
        self.bounds = pack.forms("conflict_words", "kind", "bound")

    def candidates(self, document: Document) -> list[Candidate]:
        """All candidates of a document."""
        body = [s for s in document.sentences if any(p.covers(s.span) for p in document.layout.body)]
        own = own_day(document)
        out = []
        for number, sentence in enumerate(body):
            times = [t for t in document.times if sentence.span.covers(t.span)]
            days = [t for t in times if is_day(t.value)]
            coarse = [t for t in times if not days and self.dates_an_event(document, sentence, t)]
            out += [self.candidate(document, sentence, t, number) for t in (*days, *coarse)]
            if own and self.on_its_day(document, sentence, number, days, own):
                out.append(self.candidate(document, sentence, own, number))
        return out

    def dates_an_event(self, document: Document, sentence: Sentence, time: Time) -> bool:
        """Whether a month, or a week or year beside a figure of an event, is when something happened; no span since or until then."""
        kind = next((k for k, form in COARSE.items() if form.fullmatch(time.value)), None)
        before = document.tokens_in(Span(max(sentence.span.start, time.span.start - CLOSE), time.span.start))[-1:]
        if kind is None or any(t.norm in self.bounds for t in before):
            return False
        return kind == "month" or any(q.event in HAPPENS and sentence.span.covers(q.span) for q in document.quantities)

    def on_its_day(self, document: Document, sentence: Sentence, number: int, days: Sequence[Time], own: str) -> bool:
        """Whether a sentence tells of its article's day: it names no other, or names it in what somebody says then, or opens the text."""
        said = [s for s in document.statements if s.cue and sentence.span.covers(s.cue)]
        if days:
            within = all(any(c.covers(t.span) for s in said for c in s.content) for t in days)
            told = number < LEADS and any(t.value[:10] <= own for t in days)
            return own not in {t.value[:10] for t in days} and (told or (within and bool(said)))
        figures = any(q.event in HAPPENS and sentence.span.covers(q.span) for q in document.quantities)
        return number < NEAR_HEAD or bool(said) or figures

    def candidate(self, document: Document, sentence: Sentence, time: Time | str, number: int) -> Candidate:
        """One sentence told as an event of a day."""
        named = isinstance(time, Time)
        date = time.value if isinstance(time, Time) else time
        span = clause(document, sentence.span, time.span) if isinstance(time, Time) else sentence.span
        tokens = [t for t in document.tokens[sentence.first : sentence.last] if span.start <= t.start < span.end]
        words = self.terms.read(document, self.links.mention_entity).inside(span)
        published = (document.publication.date or "9999")[:10]
        planned = date[:10] > published or any(t.norm in self.plans for t in tokens)
        score = (1.5 if named else 0.2) + (1.0 if number < LEADS else 0.0) - (0.3 if number >= NEAR_HEAD else 0.0)
        score += 0.7 * any(q.event and span.covers(q.span) for q in document.quantities)
        score += 0.4 * any(s.cue and span.covers(s.cue) for s in document.statements)
        score += 0.3 * any(m.type != "place" and span.covers(m.span) for m in document.mentions)
        return Candidate(document, span, date[:10], "T" in date, score, words, planned)


def own_day(document: Document) -> str | None:
    """The day an article is about: that of its first sentence, else the day it names most up to its own, else its publication day.

    A night belongs to two days, so that it says least of what else the article tells; where it is all that is named, the
    day after it counts.
    """
    published = (document.publication.date or "")[:10]
    body = document.layout.body[0].start if document.layout.body else 0
    first = next((s.span for s in document.sentences if s.start >= body), None)
    named = [t for t in document.times if is_day(t.value) and not t.value.endswith(NIGHT)]
    past = [t for t in named if not published or t.value[:10] <= published]
    lead = [t.value[:10] for t in past if first and first.covers(t.span)]
    if lead:
        return max(lead)
    days = Counter(t.value[:10] for t in past)
    recent = {d: n for d, n in days.items() if not published or d[:7] == published[:7] or n > 1}
    if recent:
        return max(recent, key=lambda d: (recent[d], d))
    nights = [t.value[:10] for t in document.times if t.value.endswith(NIGHT) and is_day(t.value)]
    after = max(((date.fromisoformat(n) + timedelta(days=1)).isoformat() for n in nights), default=None)
    return min(after, published) if after and published else published or None


def clause(document: Document, sentence: Span, time: Span) -> Span:
    """The sentence, or the part of a long one around its time."""
    if sentence.size <= LONGEST:
        return sentence
    text = document.text
    start, end = max(sentence.start, time.start - LONGEST // 2), min(sentence.end, time.end + LONGEST // 2)
    marks = "\u060c\u061b,;:\n"
    while start > sentence.start and text[start - 1] not in marks:
        start -= 1
    while end < sentence.end and text[end] not in marks:
        end += 1
    return Span(start, end)


def build_timeline(documents: Sequence[Document], links: Links, pack: Pack) -> tuple[Event, ...]:
    """Events in time order; at most a dozen a day, the best told."""
    teller = Teller(pack, links)
    out: list[Event] = []
    for group in by_story(documents, links):
        days: dict[str, list[Candidate]] = defaultdict(list)
        for document in group:
            for candidate in teller.candidates(document):
                days[candidate.date].append(candidate)
        for day, candidates in days.items():
            events = [event(day, members) for members in gathered(candidates)]
            shown = max(PER_DAY, len(group))
            out += [e for _, e in sorted(events, key=lambda e: (-e[0], e[1].text))[:shown]]
    return tuple(sorted(out, key=lambda e: (e.date, -len(e.evidence), e.text)))


def gathered(candidates: list[Candidate]) -> list[list[Candidate]]:
    """Candidates of one day that tell the same, by words in common through an index of their stems."""
    index: dict[str, list[int]] = defaultdict(list)
    groups: list[list[Candidate]] = []
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.document.path, c.span)):
        shared: Counter[int] = Counter()
        for word in candidate.words:
            shared.update(set(index[word]))
        best = None
        for number, common in shared.most_common(5):
            smaller = min(len(candidate.words), min(len(c.words) for c in groups[number]))
            if common >= 3 and common / max(1, smaller) >= SAME:
                best = number
                break
        if best is None:
            best = len(groups)
            groups.append([])
        groups[best].append(candidate)
        for word in candidate.words:
            index[word].append(best)
    return groups


def event(day: str, members: list[Candidate]) -> tuple[float, Event]:
    """An event with its rank: how well and how often it is told."""
    common = Counter(w for m in members for w in m.words)
    best = max(members, key=lambda m: (m.score, sum(common[w] for w in m.words) / (4 + len(m.words)), m.document.path))
    evidence = tuple(Evidence(m.document.id, m.span) for m in sorted(members, key=lambda m: (m.document.path, m.span)))
    rank = max(m.score for m in members) + len({m.document.id for m in members}) - 1
    coarse = next((k for k, form in COARSE.items() if form.fullmatch(day)), None)
    precision: Precision = coarse or ("part" if all(m.part for m in members) else "day")
    planned = sum(m.planned for m in members) * 2 > len(members)
    return rank, Event(date=day, precision=precision, text=best.span.of(best.document.text), evidence=evidence, planned=planned)
