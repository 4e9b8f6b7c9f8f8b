"""Time expressions and their unresolved meaning.

Sentences become rows of items (`time_items`), patterns over their letters find the expressions (`time_patterns`), and
each pattern's meaning gives a rule (`time_dates`, `time_meanings`, `time_durations`) that `time_values` resolves against a calendar day.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import msgspec

from isnad.annotate.time_dates import DATES, Context
from isnad.annotate.time_durations import DURATIONS
from isnad.annotate.time_items import Item, ItemReader, Line
from isnad.annotate.time_meanings import MEANINGS
from isnad.annotate.time_patterns import expressions
from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.model.findings import Time
from isnad.model.span import Cover, Span, Union, trim
from isnad.model.text import Sentence

FUTURE_BEFORE, FUTURE_AFTER = 14, 5
SHORTEST_VERB = 5
_MARKS = ("\u060c", ",")
SPACES = 40
"""Characters before an age among which its mark and the name before that end."""


Wanted = Callable[[Sentence], bool]


def time_finder(pack: Pack) -> Finder:
    """Compile the tables of the stage; the finder adds the times of title, body and embedded posts."""
    times = _times(pack)
    return lambda document: msgspec.structs.replace(document, times=tuple(times(document, _wanted(document))))


@lru_cache(2)
def _times(pack: Pack) -> Callable[[Document, Wanted], list[Time]]:
    reader = ItemReader(pack)
    future = _Future(pack)
    meanings = {**DATES, **MEANINGS, **DURATIONS}

    def of_line(line: Line, document: Document) -> list[Time]:
        out: list[Time] = []
        day_named = False
        for name, start, end in expressions(line.letters):
            context = Context(
                sign=partial(future.near, line, start, end, document),
                before=line.letters[:start],
                after=line.letters[end:],
                text=document.text,
                day_named=day_named,
            )
            items = line.items(start, end)
            if _names(line, start, items) or (rule := meanings[name](items, context)) is None:
                continue
            span = _span(items[-1:] if name == "event_year" else items)
            out.append(Time(span=span, value="", by=f"times@1:{name.replace('_', '-')}", rule=rule))
            day_named = day_named or rule.startswith(("day", "weekday", "on ", "date"))
        return out

    def times(document: Document, wanted: Wanted) -> list[Time]:
        found = [time for line in reader.lines(document, wanted) for time in of_line(line, document)]
        if not found:
            return found
        names = Names(document)
        return [t for t in found if not (names.hold(t) or names.have_age(t))]

    return times


def outside_finder(pack: Pack) -> Callable[[Document], list[Time]]:
    """Compile the tables; the result gives the times that stand outside of title and body: they tell when the page was published."""
    times = _times(pack)

    def outside(document: Document) -> list[Time]:
        inside = Union(document.analysed)

        def around(span: Span) -> bool:
            return not inside.covers(span)

        if not any(around(s.span) for s in document.sentences):
            return []
        bare = msgspec.structs.replace(document, mentions=())
        return [t for t in times(bare, lambda sentence: around(sentence.span)) if around(t.span)]

    return outside


def _names(line: Line, start: int, items: tuple[Item, ...]) -> bool:
    """Whether an expression is the name of what the word before it stands for ("the bridge of 6 October"); a year makes it the day of
    an event.
    """
    head = line.item(start - 1) if start else None
    return head is not None and head.letter == "?" and not (head.cell("value") == "event" and any(i.letter == "0" for i in items))


def _wanted(document: Document) -> Wanted:
    """Sentences of title and body, and of embedded posts; all of a text without layout."""
    posts = tuple(p.span for p in document.layout.posts if p.span)
    spans = Union((*document.analysed, *posts) or (Span(0, len(document.text)),))
    return lambda sentence: spans.touches(sentence.span)


def _span(items: tuple[Item, ...]) -> Span:
    real = [i for i in items if i.first >= 0]
    start, end = real[0].span.start, real[-1].span.end
    return Span(start, end)


class Names:
    """The names and quotations of one document, asked about each of its times."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.mentions = Cover(m.span for m in document.mentions)
        self.quoted = frozenset(q.inner for q in document.quotes)
        self.people = frozenset(m.span.end for m in document.mentions if m.type == "person")

    def hold(self, time: Time) -> bool:
        """Whether the expression is part of a proper name, or the whole of a quoted one."""
        if any(span != time.span for span in self.mentions.of(time.span)):
            return True
        return time.rule == "day 0" and time.span in self.quoted

    def have_age(self, time: Time) -> bool:
        """Whether years between two marks follow a person's name: "his brother Salim, four years, …"."""
        if not time.rule.startswith("duration P") or time.rule[-1:] not in "YM":
            return False
        text, (start, end) = self.text, time.span
        mark = trim(text, Span(max(0, start - SPACES), start)).end
        if text[max(0, mark - 1) : mark] not in _MARKS or text[end : end + 1] not in (*_MARKS, ".", ")"):
            return False
        return trim(text, Span(max(0, mark - SPACES), mark - 1)).end in self.people


class _Future:
    """Tells whether an expression stands under a sign of the future: a verb with its particle, or a word of plan."""

    def __init__(self, pack: Pack) -> None:
        particle = pack.affixes.future
        self._starts = tuple(particle + letter for letter in pack.forms("tense_marks", "kind", "imperfect"))
        self._others = tuple(pack.forms("tense_marks", "kind", "other"))
        self._cuts = pack.forms("tense_marks", "kind", "cut")
        self._conjunctions = tuple(pack.affixes.conjunctions)

    def verb(self, word: str) -> bool:
        """Whether a folded word is a verb in the future."""
        if word.startswith(self._conjunctions) and word[1:].startswith(self._starts):
            word = word[1:]
        return word.startswith(self._starts) and len(word) >= SHORTEST_VERB and not word.startswith(self._others)

    def near(self, line: Line, start: int, end: int, document: Document) -> bool:
        """Whether such a sign stands a few items before, in the same clause, or right after."""
        for item in reversed(line.items(max(0, start - FUTURE_BEFORE), start)):
            if item.letter == "." and document.tokens[item.first].norm in self._cuts:
                break
            if self._sign(item, document):
                return True
        return any(self._sign(item, document) for item in line.items(end, end + FUTURE_AFTER))

    def _sign(self, item: Item, document: Document) -> bool:
        return item.letter == "^" or (item.letter == "." and self.verb(document.tokens[item.first].norm))
