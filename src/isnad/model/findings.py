"""Findings: what was found at a span of one document. Each names the rule or row that found it in `by`.

`by` reads `stage@version:rule`, so that a reader can go from a finding to the very rule or table row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from isnad.model.span import Cover, Span

MentionType = Literal["person", "place", "organization"]
SpeakerForm = Literal["named", "role", "institution", "document", "unnamed"]
Commitment = Literal["asserts", "distances", "doubts", "denies"]
HopRole = Literal[
    "outlet", "republisher", "agency", "correspondent", "media", "document", "spokesperson", "institution", "person", "unnamed"
]
FurnitureKind = Literal[
    "section",
    "outlet",
    "byline",
    "dateline",
    "caption",
    "read-also",
    "link",
    "credit",
    "comments",
    "subscription",
    "share",
    "date",
    "headline",
    "post",
    "tags",
    "other",
]


class Furniture(msgspec.Struct, frozen=True, kw_only=True):
    """Part of the page that is no part of the article's own words."""

    span: Span
    kind: FurnitureKind
    by: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A proper name. `span` is the name alone, without proclitics, title or honorific."""

    span: Span
    type: MentionType
    by: str
    fine: str | None = None
    """Kind of source: politician, government, military, police, party, media, agency, company, international, ngo …"""
    role: Span | None = None
    """Office or title that stands beside the name."""
    score: float = 1.0


class Time(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression; `value` is a TIMEX3 value (TimeML 1.2.1), `rule` the unresolved meaning."""

    span: Span
    value: str
    by: str
    rule: str = ""
    """The meaning before it meets a calendar day (so that it can be resolved again against another anchor)."""


class Bounds(msgspec.Struct, frozen=True):
    """A number known only within limits; None is open."""

    min: float | None
    max: float | None


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A counted or measured number; `span` holds the number words only."""

    span: Span
    value: float | Bounds
    by: str
    approximate: bool = False
    bound: Literal["lower", "upper"] | None = None
    """`lower` for "more than, at least", `upper` for "up to, less than"."""
    unit: str | None = None
    counts: Span | None = None
    """The counted noun, where it stands apart from the number."""
    event: str | None = None
    """What the number measures: killed, injured, arrested, missing, rescued, displaced, participants, price, change …"""
    statement: str | None = None
    """Id of the innermost statement whose content holds the number."""


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Who is meant by the source of a statement, resolved inside the document."""

    span: Span
    """The phrase of this document that names the speaker best (a name where there is one, else title or body)."""
    form: SpeakerForm
    by: str
    """How it was resolved: `speakers@1:named-here`, `…:dropped-subject`, `…:title` …"""
    source_type: str | None = None
    """Of an unnamed source its kind, where its words tell it: security, medical, eyewitness, reports, observers …"""
    stands_for: str | None = None
    """ISO 3166 code of the country for whose government a country's name, a capital or a palace speaks."""


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One teller of a chain; `span` is None for the outlet itself where the text does not name it."""

    role: HopRole
    span: Span | None = None
    cue: Span | None = None
    name: str | None = None
    """For hops without a span: the outlet's or agency's name from metadata."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Reported speech or thought."""

    id: str
    content: tuple[Span, ...]
    """What is said, one span, or more where the cue interrupts it; without complementizer and outer quotation marks."""
    by: str
    cue: Span | None = None
    cue_row: str | None = None
    """Id of the row of `statement_cues.tsv` that reported it."""
    source: Span | None = None
    """Who says it as named here: the smallest span with the name, or the noun phrase of an unnamed source."""
    source_phrase: Span | None = None
    """The whole phrase of the source, title and apposition included."""
    speaker: Speaker | None = None
    via: tuple[Span, ...] = ()
    """Those named in the sentence through whom the words came."""
    chain: tuple[Hop, ...] = ()
    act: str = "say"
    commitment: Commitment = "asserts"
    direct: bool = False
    nested_in: str | None = None
    post: bool = False
    """The statement is an embedded post, or part of one."""


class Reported:
    """Which statements hold a place in their contents: what is said there is said by them, not by the outlet."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._told = {content: statement for statement in statements for content in statement.content}
        self._contents = Cover(self._told)

    def at(self, place: Span) -> Statement | None:
        """The innermost of them; None where the outlet speaks itself."""
        around = self._contents.of(place)
        return self._told[min(around, key=lambda c: c.size)] if around else None


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A word that takes sides on a group, body, place or event, with the voice that uses it."""

    span: Span
    concept: str
    """What it stands for, from the label tables (`protesters`, `armed-group` …)."""
    label: str
    """The word as it stands."""
    voice: Literal["own", "reported"]
    by: str
    statement: str | None = None
    word: str = ""
    """Headword of its inflected forms."""
    stance: str = ""
    """How the word stands to it, as the table names it (`militia`, `name`, `resistance` …)."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Any other finding, for stages from outside: a kind, a span and a text."""

    span: Span
    kind: str
    by: str
    text: str = ""
