"""Those through whom words came, named in the statement's own sentence: who handed them on, and to whom they were told."""

from __future__ import annotations

from isnad.annotate import statement_sources as sources
from isnad.annotate.statement_text import Cue, View
from isnad.model.span import Span

NEAR = 4
"""Tokens after a noun of media among which its name is looked for."""
MEDIA = frozenset({"media", "agency"})


def handing_place(view: View, cue: Cue, opener: int) -> tuple[int, int] | None:
    """Tokens `[first, last)` of what hands on: the preposition in "X transmitted from Y that …", "quoting" in "X said, quoting Y, that"."""
    quoting = next(((at, view.handing[at]) for at in range(cue.last, opener) if at in view.handing), None)
    if quoting is not None:
        return quoting
    place = preposition_place(view, cue, opener)
    return (place, place + 1) if place is not None else None


def preposition_place(view: View, cue: Cue, opener: int) -> int | None:
    """The token of the preposition after a verb that hands on."""
    if "from" in cue.takes:
        return next((at for at in range(cue.last, opener) if view.norm(at) in view.words.from_), None)
    if "from-of" in cue.takes:  # "PAPER learned from sources that …"
        return next((at for at in range(cue.last, opener) if view.norm(at) in view.words.of and view.is_source_noun(at + 1)), None)
    return None


def tellers(view: View, cue: Cue, opener: int) -> tuple[Span, ...]:
    """Who transmitted from somebody else, and which outlet the words were told to, nearest to the reader first."""
    found = []
    place = handing_place(view, cue, opener)
    if place is not None:
        handing = sources.after(view, cue.last, place[0]) or sources.adjacent(view, cue.first)
        found += [outlet_in(view, handing)] if handing is not None else []
    found += [told for at in range(cue.last, opener) if (told := told_outlet(view, at, opener)) is not None]
    return tuple(dict.fromkeys(found))


def outlet_in(view: View, handing: sources.Source) -> Span:
    """The name in quotation marks inside the phrase of who hands on, else what stands for the phrase."""
    if handing.span != handing.phrase:
        return handing.span
    inside = (q.inner for q in view.document.quotes if q.closed and handing.phrase.covers(q.inner))
    return next(inside, handing.span)


def told_outlet(view: View, at: int, last: int) -> Span | None:
    """The outlet in "told the channel NAME", "told NAME": a name of media with the preposition written to it or to its noun."""
    norm, words = view.norm(at), view.words
    if norm == words.to:
        quote = view.quote_from(at + 1)
        return quote.inner if quote is not None and quote.closed else None
    if not norm.startswith(words.to) or len(norm) < NEAR:
        return None
    name = view.mentions.get(at)
    if name is not None and name.span.start > view.tokens[at].start:
        return name.span if name.fine in MEDIA else None
    if norm[1:] not in words.media:
        return None
    names = [m for m in view.mentions_in(at + 1, min(at + NEAR, last)) if m.type == "organization"]
    if names:
        return names[0].span
    quote = view.quote_from(at + 1)
    return quote.inner if quote is not None and quote.closed else None
