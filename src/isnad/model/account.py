"""Links across documents, conclusions from them, and the account that holds all for one run."""

from __future__ import annotations

from typing import Literal

import msgspec

from isnad.model.document import Document
from isnad.model.findings import Bounds, MentionType
from isnad.model.outcome import Issue, Outcome
from isnad.model.span import Span

Place = tuple[str, Span]
"""An article's id and a span of its text."""


class Evidence(msgspec.Struct, frozen=True):
    """The characters a line rests on."""

    article: str
    """Article id."""
    span: Span


class Feature(msgspec.Struct, frozen=True):
    """A named reason for or against a link, with its weight and the words it saw."""

    name: str
    weight: float
    detail: str = ""


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """Why two forms of a name are one entity."""

    a: str
    b: str
    score: float
    features: tuple[Feature, ...]


class RoleHeld(msgspec.Struct, frozen=True, kw_only=True):
    """An office or description that articles give to an entity."""

    text: str
    evidence: Evidence
    since: str | None = None
    """Publication date of the first article that says so."""
    until: str | None = None
    """Publication date of the last one."""
    times: int = 1
    """Mentions that say so."""


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A person, place or organization over all documents."""

    id: str
    type: MentionType
    name: str
    """The fullest Arabic form."""
    latin: str | None = None
    latin_by: str | None = None
    """Where the Latin form is from: `table`, `parts` (the usual Latin form of each part) or `rules` (transliterated)."""
    forms: dict[str, int] = {}
    roles: tuple[RoleHeld, ...] = ()
    merges: tuple[Merge, ...] = ()
    kept_apart: tuple[Merge, ...] = ()
    """Links that were cut, each with the reason why its names must be two."""


class Passage(msgspec.Struct, frozen=True):
    """The same words in two articles."""

    a: Span
    b: Span
    same: float = 1.0
    """Part of the words that are the same, of the side that has more."""


class Reuse(msgspec.Struct, frozen=True, kw_only=True):
    """Words of one article standing in another."""

    a: str
    b: str
    """Article ids."""
    kind: Literal["verbatim", "near-verbatim", "partial"]
    share: float
    """Part of the shorter body's words that stand in the other, 0 to 1."""
    shares: tuple[float, float] = (0.0, 0.0)
    """The same of each of the two articles."""
    direction: Literal["a>b", "b>a", "common", "unknown"]
    passages: tuple[Passage, ...]
    why: tuple[Feature, ...] = ()


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What several statements say in common."""

    id: str
    statements: tuple[str, ...]
    text: str
    tellers: int
    """Outlets that carry it."""
    origins: int
    """Independent origins it goes back to."""
    standing: str
    """Message key: `one-origin`, `several-origins`, `disputed`, `denied` …"""
    origin_names: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    """Agencies and media through whom it came, those of most tellings first."""


class AlteredQuote(msgspec.Struct, frozen=True, kw_only=True):
    """The same direct quotation told differently by two articles."""

    a: Evidence
    b: Evidence
    kind: Literal["cut", "joined", "changed"]
    changes: tuple[tuple[str, Span, Span], ...]
    """(`equal|delete|insert|replace`, span in a, span in b)."""


class StoryEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a story: `other` was merged into it, or split off it."""

    kind: Literal["merge", "split"]
    story: str
    other: str
    day: str | None
    """Day of the last article that had come by then, as an ISO date."""


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Articles about the same events."""

    id: str
    title: str
    articles: tuple[str, ...]
    entities: tuple[str, ...] = ()
    """Names that its articles share and others do not, the most telling first."""
    events: tuple[StoryEvent, ...] = ()


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """What ties documents together."""

    entities: tuple[Entity, ...] = ()
    mention_entity: dict[tuple[str, Span], str] = {}
    """(article id, span of a mention or of a speaker phrase) to entity id."""
    speaker_entity: dict[str, str] = {}
    """Statement id to entity id of its speaker; unnamed speakers have none."""
    reuse: tuple[Reuse, ...] = ()
    claims: tuple[Claim, ...] = ()
    altered_quotes: tuple[AlteredQuote, ...] = ()
    stories: tuple[Story, ...] = ()
    wire: dict[str, tuple[str, str]] = {}
    """Article id to (agency key, reason) where a dropped credit was inferred from reuse."""

    def entities_in(self, document: Document, where: Span, kind: MentionType | None = None) -> frozenset[str]:
        """Entities of the names of a kind, or of all, that stand in a span."""
        named = (m.span for m in document.mentions if (kind is None or m.type == kind) and where.covers(m.span))
        return frozenset(e for s in named if (e := self.mention_entity.get((document.id, s))))


class FigureValue(msgspec.Struct, frozen=True, kw_only=True):
    """One telling of a figure."""

    article: str
    span: Span
    value: float | Bounds
    kind: Literal["total", "new", "at-least"]
    as_of: str | None
    """ISO day for which it holds."""
    reported: str | None
    """ISO day of the article."""
    source: str | None
    """Who counts, as named."""
    statement: str | None = None
    stale: bool = False
    """An old value reprinted after a newer one was known."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A measured thing over time."""

    measure: str
    of: str
    """What is counted, in the articles' words."""
    values: tuple[FigureValue, ...]


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Two tellings that cannot both hold, or a later one that overtakes an earlier."""

    kind: Literal["figure", "denial", "attribution", "time", "place", "outcome"]
    about: str
    relation: Literal["update", "contradiction"]
    a: Evidence
    b: Evidence
    why: str
    """Message key of the reason."""
    details: dict[str, str] = {}
    """Values that the reason's message names."""
    by: str


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened on a day."""

    date: str
    """ISO day, month or year."""
    precision: Literal["part", "day", "week", "month", "year"]
    text: str
    """Words of the best telling."""
    evidence: tuple[Evidence, ...]
    planned: bool = False


class LabelUse(msgspec.Struct, frozen=True, kw_only=True):
    """One use of a label, by an outlet."""

    concept: str
    label: str
    voice: Literal["own", "reported"]
    article: str
    span: Span
    outlet: str | None
    word: str = ""
    """Headword of the label's inflected forms."""
    stance: str = ""


class BriefSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of the brief and the spans it rests on; passed by the citation gate."""

    text: str
    evidence: tuple[Evidence, ...]
    kind: str = "plain"
    """`lead`, `figure`, `statement`, `conflict` …, for layout."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Everything told about the articles of one run."""

    documents: tuple[Document, ...]
    links: Links = Links()
    figures: tuple[Figure, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    timeline: tuple[Event, ...] = ()
    labels: tuple[LabelUse, ...] = ()
    brief: tuple[BriefSentence, ...] = ()
    issues: tuple[Issue, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
