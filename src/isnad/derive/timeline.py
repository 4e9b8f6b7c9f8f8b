"""The timeline: what happened on which day, told once with all its evidence.

An event is a sentence that names its day, or that opens an article and so happened on the day the article is about. Events
of one day that share most of their words are one event; its text is the telling with most in common with the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Literal

import msgspec

from isnad.derive.figures import by_story
from isnad.derive.tellings import is_day
from isnad.lang.pack import Pack
from isnad.model.account import Event, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Time
from isnad.model.span import Span
from isnad.model.text import Sentence
from isnad.text.stems import stems

SAME = 0.5
"""Share of the shorter telling's stems that make two tellings one event."""
PER_DAY = 12
LONGEST = 400
"""A longer sentence is cut to the clause around its time."""
LEADS = 2
NIGHT = "TNI"


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

    def __init__(self, pack: Pack) -> None:
        self.affixes, self.stopwords = pack.affixes, pack.forms("stopwords")
        self.plans = pack.forms("plan_words")

    def candidates(self, document: Document) -> list[Candidate]:
        """All candidates of a document."""
        body = [s for s in document.sentences if any(p.covers(s.span) for p in document.layout.body)]
        own = own_day(document)
        out = []
        for number, sentence in enumerate(body):
            times = [t for t in document.times if sentence.span.covers(t.span)]
            days = [t for t in times if is_day(t.value)]
            out += [self.candidate(document, sentence, t, number) for t in days]
            months = [t for t in times if not days and len(t.value) == 7 and t.value[:4].isdigit() and t.value[5:].isdigit()]
            out += [self.candidate(document, sentence, t, number) for t in months]
            if not days and own and number < LEADS + 6:
                out.append(self.candidate(document, sentence, own, number))
        return out

    def candidate(self, document: Document, sentence: Sentence, time: Time | str, number: int) -> Candidate:
        """One sentence told as an event of a day."""
        named = isinstance(time, Time)
        date = time.value if isinstance(time, Time) else time
        span = clause(document, sentence.span, time.span) if isinstance(time, Time) else sentence.span
        tokens = [t for t in document.tokens[sentence.first : sentence.last] if span.start <= t.start < span.end]
        published = (document.publication.date or "9999")[:10]
        planned = date[:10] > published or any(t.norm in self.plans for t in tokens)
        score = (1.5 if named else 0.2) + (1.0 if number < LEADS else 0.0)
        score += 0.7 * any(q.event and span.covers(q.span) for q in document.quantities)
        score += 0.4 * any(s.cue and span.covers(s.cue) for s in document.statements)
        score += 0.3 * any(m.type != "place" and span.covers(m.span) for m in document.mentions)
        return Candidate(document, span, date[:10], "T" in date, score, stems(tokens, self.affixes, self.stopwords), planned)


def own_day(document: Document) -> str | None:
    """The day an article is about: the day it names most up to its own, else its publication day.

    A night belongs to two days, so that it says least of what else the article tells.
    """
    published = (document.publication.date or "")[:10]
    named = (t.value for t in document.times if is_day(t.value) and not t.value.endswith(NIGHT))
    days = Counter(v[:10] for v in named if not published or v[:10] <= published)
    recent = {d: n for d, n in days.items() if not published or d[:7] == published[:7] or n > 1}
    return max(recent, key=lambda d: (recent[d], d)) if recent else published or None


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
    teller = Teller(pack)
    out: list[Event] = []
    for group in by_story(documents, links):
        days: dict[str, list[Candidate]] = defaultdict(list)
        for document in group:
            for candidate in teller.candidates(document):
                days[candidate.date].append(candidate)
        for date, candidates in days.items():
            events = [event(date, members) for members in gathered(candidates)]
            out += [e for _, e in sorted(events, key=lambda e: (-e[0], e[1].text))[:PER_DAY]]
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


def event(date: str, members: list[Candidate]) -> tuple[float, Event]:
    """An event with its rank: how well and how often it is told."""
    common = Counter(w for m in members for w in m.words)
    best = max(members, key=lambda m: (m.score, sum(common[w] for w in m.words) / (4 + len(m.words)), m.document.path))
    evidence = tuple(Evidence(m.document.id, m.span) for m in sorted(members, key=lambda m: (m.document.path, m.span)))
    rank = max(m.score for m in members) + len({m.document.id for m in members}) - 1
    precision: Literal["part", "day", "month"] = "month" if len(date) == 7 else "part" if all(m.part for m in members) else "day"
    planned = sum(m.planned for m in members) * 2 > len(members)
    return rank, Event(date=date, precision=precision, text=best.span.of(best.document.text), evidence=evidence, planned=planned)
