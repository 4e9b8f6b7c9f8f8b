"""When it happened: one event told on other days, or at other hours of its day.

An event is a word of an incident (an attack, a sinking, a fire …: senses of `word_senses.tsv`) with the time that stands
beside it. Each time is an interval of hours; two tellings of one event conflict where the intervals do not meet. The
telling that most others bear out is set against each that differs, once for each other time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from isnad.derive.tellings import is_day
from isnad.lang.pack import Pack
from isnad.lang.terms import DocumentTerms, Rarity, Terms, likeness, rarity_of, sentence_around, term_reader
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Bounds, Time
from isnad.model.span import Span

INCIDENTS = frozenset({"attack", "sink", "fire", "quake", "kidnap", "collapse"})
BESIDE = 45
"""Characters between the word of the incident and its time."""
HOURS = {"TMO": (6, 12), "TMI": (11, 14), "TAF": (12, 18), "TEV": (17, 23), "TNI": (18, 30), "TDT": (6, 18)}
DAWN = (2, 7)
CLOCK = re.compile(r"T(\d\d):?(\d\d)?")
FARTHEST = 72
"""Hours between two tellings of one event; what lies farther apart is two events."""
SAME = 0.3
"""Likeness of the sentences from which on two tellings are of one event."""
SAME_WORDS = 0.3
"""The same where both tell of one number, for the words next to the times."""
TELLING = 5
"""A number from here on tells one incident from another."""
SURE = 0.7
"""Confidence of a publication day from which on "yesterday" is a day."""
MOST = 3


class Moment(msgspec.Struct, frozen=True):
    """One telling of when an incident happened."""

    document: Document
    span: Span
    """From the word of the incident to its time."""
    value: str
    hours: tuple[float, float]
    """From and to, in hours since the calendar's first day."""
    frame: Terms
    near: Terms
    places: frozenset[str]
    tolls: frozenset[tuple[str, float]]
    """(event, number) of the figures in the sentence."""
    lead: bool

    @property
    def day(self) -> str:
        """Publication day."""
        return (self.document.publication.date or "9999")[:10]


class MomentReader:
    """Reads when incidents happened; made once a run."""

    def __init__(self, pack: Pack, links: Links) -> None:
        self.links, self.terms = links, term_reader(pack)
        self.dawn = frozenset(r.folded for r in pack.table("day_parts") if r.id.endswith("dawn"))
        self.bounds = pack.forms("conflict_words", "kind", "bound")

    def moments(self, document: Document) -> Iterator[Moment]:
        """Incidents of a document with a time beside them in their sentence."""
        if not document.times:
            return
        terms = self.terms.read(document, self.links.mention_entity)
        first = document.layout.body[0].start if document.layout.body else 0
        for time in document.times:
            sentence = sentence_around(document, time.span)
            at = self.incident(document, time, terms, sentence)
            if at is None:
                continue
            end = max(time.span.end, next((t.end for t in document.tokens_in(Span(at, at + 1))), at + 1))
            yield Moment(
                document, Span(min(at, time.span.start), end), time.value, hours_of(time, document, self.dawn), terms.inside(sentence),
                terms.inside(beside(time, sentence)),
                self.links.entities_in(document, sentence, "place"),
                tolls_in(document, sentence), sentence.start <= first,
            )  # fmt: skip

    def incident(self, document: Document, time: Time, terms: DocumentTerms, sentence: Span) -> int | None:
        """Where the word of the incident starts whose time this is; None where the time is of something else, or no plain day."""
        if not (is_day(time.value) and any(p.covers(time.span) for p in document.analysed)):
            return None
        at = nearest_incident(terms, beside(time, sentence), time)
        if at is None or planned(document, time) or unsure(document, time) or bounded(document, time, self.bounds):
            return None
        return at if nearest_time(document, at, sentence) == time else None


def find_times(documents: Sequence[Document], reader: MomentReader) -> Iterator[Conflict]:
    """For each time that differs from the one most tellings bear out, the likest pair."""
    moments = [m for d in documents for m in reader.moments(d)]
    rarity = rarity_of(m.frame for m in moments)
    found = [(likeness(a.frame, b.frame, rarity), a, b) for n, a in enumerate(moments) for b in moments[n + 1 :] if differ(a, b, rarity)]
    borne = {id(m): sum(1 for o in moments if o.value[:10] == m.value[:10] and o.document.id != m.document.id) for m in moments}
    found.sort(
        key=lambda f: (
            f[1].document.id != f[2].document.id,
            -(max(borne[id(f[1])], borne[id(f[2])])),
            -f[0],
            f[1].document.path,
            f[2].document.path,
        )
    )
    shown: set[frozenset[str]] = set()
    for _, a, b in found:
        key = frozenset((a.value, b.value))
        if key not in shown and len(shown) < MOST:
            shown.add(key)
            first, second = sorted((a, b), key=lambda m: (m.day, m.document.path, m.span))
            yield Conflict(
                kind="time", about=" ".join(first.span.of(first.document.text).split()[:12]), relation="contradiction",
                a=Evidence(first.document.id, first.span), b=Evidence(second.document.id, second.span), why="other-time",
                details={"time_a": first.value, "time_b": second.value}, by="conflicts@2:time",
            )  # fmt: skip


def beside(time: Time, sentence: Span) -> Span:
    """The part of a sentence near a time."""
    return Span(max(sentence.start, time.span.start - BESIDE), min(sentence.end, time.span.end + BESIDE))


def tolls_in(document: Document, sentence: Span) -> frozenset[tuple[str, float]]:
    """The figures of a sentence that tell an incident from another."""
    found = (q for q in document.quantities if q.event and sentence.covers(q.span))
    return frozenset((q.event or "", q.value) for q in found if not isinstance(q.value, Bounds) and q.value >= TELLING)


def nearest_incident(terms: DocumentTerms, near: Span, time: Time) -> int | None:
    """Where the word of an incident nearest to a time starts."""
    low, high = bisect_left(terms.starts, near.start), bisect_left(terms.starts, near.end)
    found = [terms.starts[n] for n in range(low, high) if terms.terms[n] in INCIDENTS]
    return min(found, key=lambda s: min(abs(s - time.span.start), abs(s - time.span.end)), default=None)


def nearest_time(document: Document, at: int, sentence: Span) -> Time:
    """The day that stands nearest to a word: a farther one is that of something else."""
    inside = [t for t in document.times if sentence.covers(t.span) and is_day(t.value)]
    return min(inside, key=lambda t: min(abs(t.span.start - at), abs(t.span.end - at)))


def unsure(document: Document, time: Time) -> bool:
    """Whether a day reckoned from the article's own ("yesterday") rests on a guess."""
    return time.rule.startswith(("day ", "ago ", "weekday ")) and document.publication.confidence < SURE and "said" not in time.rule


def bounded(document: Document, time: Time, bounds: frozenset[str]) -> bool:
    """Whether the time is one end of a span ("since", "until", "after")."""
    before = document.tokens_in(Span(max(0, time.span.start - BESIDE // 2), time.span.start))
    return any(t.norm in bounds for t in before[-2:])


def planned(document: Document, time: Time) -> bool:
    """Whether the time lies after the article, so that nothing is told of it yet."""
    return time.value[:10] > (document.publication.date or "9999")[:10]


def hours_of(time: Time, document: Document, dawn: frozenset[str]) -> tuple[float, float]:
    """The interval of a time of a day; the whole day where no part is named."""
    start = date.fromisoformat(time.value[:10]).toordinal() * 24.0
    part = time.value[10:]
    if match := CLOCK.fullmatch(part):
        at = start + int(match[1]) + int(match[2] or 0) / 60
        return at - 1, at + 1
    early = part == "TMO" and any(t.norm in dawn for t in document.tokens_in(time.span))
    low, high = DAWN if early else HOURS.get(part, (0, 24))
    return start + low, start + high


def differ(a: Moment, b: Moment, rarity: Rarity) -> bool:
    """Whether two tellings are of one event and their times do not meet."""
    apart = max(a.hours[0], b.hours[0]) - min(a.hours[1], b.hours[1])
    if not 0 <= apart <= FARTHEST or (a.hours[1] - a.hours[0] == b.hours[1] - b.hours[0] == 24 and a.value == b.value):
        return False
    if a.places and b.places and not a.places & b.places:
        return False
    if not a.near & b.near & INCIDENTS or (a.document.id == b.document.id and a.frame == b.frame):
        return False
    if a.tolls & b.tolls and likeness(a.near, b.near, {}) >= SAME_WORDS:
        return True
    return a.document.id != b.document.id and a.lead and b.lead and likeness(a.frame, b.frame, rarity) >= SAME
