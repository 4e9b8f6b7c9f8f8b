"""The account as `isnad.export.account_json` gives it (`isnad.account/1`), written down as types, for the API's document.

Places are `[start, end)` in code points of an article's `text`. A test holds accounts against these.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from isnad.model.findings import MentionType
from isnad.model.outcome import Fate
from isnad.model.span import Span


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JSON object with these keys, all of them there."""


class BoundsShape(Shape, frozen=True):
    """A number that is known between bounds; null is open."""

    min: float | None
    max: float | None


class PlaceShape(Shape, frozen=True):
    """Characters of an article, named by its path."""

    path: str
    span: Span


class PathShape(Shape, frozen=True):
    """An article, named by its path."""

    path: str


class HopShape(Shape, frozen=True):
    """Somebody who handed a statement on."""

    role: str
    span: Span | None
    entity: str | None
    cue: Span | None
    name: str | None


class StatementShape(Shape, frozen=True):
    """Reported speech or thought."""

    id: str
    content: list[Span]
    cue: Span | None
    source: Span | None
    speaker: str | None
    """Id of an entity."""
    speaker_span: Span | None
    speaker_form: str
    speaker_by: str | None
    source_type: str | None
    stands_for: str | None
    chain: list[HopShape]
    """The nearest teller first, the origin last."""
    act: str
    commitment: str
    direct: bool
    nested_in: str | None
    post: bool
    """Whether the article embeds it as a post."""
    by: str
    """The rule that found it."""


class TimeShape(Shape, frozen=True):
    """An expression of time with its TIMEX3 value."""

    span: Span
    value: str
    by: str


class QuantityShape(Shape, frozen=True):
    """A number with what it counts."""

    span: Span
    value: float | BoundsShape
    approximate: bool
    bound: str | None
    unit: str | None
    counts: Span | None
    event: str | None
    statement: str | None
    by: str


class MentionShape(Shape, frozen=True):
    """A name in an article."""

    span: Span
    type: MentionType
    fine: str | None
    role: Span | None
    entity: str | None
    by: str


class WireShape(Shape, frozen=True):
    """The agency that an article is from."""

    agency: str
    entity: str
    credited: bool
    span: Span | None
    by: str


class FurnitureShape(Shape, frozen=True):
    """Characters that are not the article: captions, links, bylines."""

    span: Span
    kind: str
    by: str


class PostShape(Shape, frozen=True):
    """An embedded post of a social network."""

    author: str | None
    handle: str | None
    published: str | None
    url: str | None
    text: str
    span: Span | None


class HostShape(Shape, frozen=True):
    """An article's host as it travels (`xn--…`), in its own letters, and whether it only looks like another's."""

    name: str
    letters: str
    deceptive: bool


class ArticleShape(Shape, frozen=True):
    """An article with everything that was found in it."""

    id: str
    path: str
    url: str | None
    outlet: str | None
    host: HostShape | None
    title: Span | None
    text: str
    published: str | None
    published_by: str | None
    published_confidence: float
    retrieved: str | None
    body: list[Span]
    furniture: list[FurnitureShape]
    wire: WireShape | None
    republished_from: Span | None
    posts: list[PostShape]
    statements: list[StatementShape]
    times: list[TimeShape]
    quantities: list[QuantityShape]
    mentions: list[MentionShape]
    source_map: list[list[int]] | None
    """Runs taken over from the raw source unchanged: start here, start there, size."""
    encoding: str


class MergeShape(Shape, frozen=True):
    """Why two forms of a name are one, or were kept apart: features with weight and the words they saw."""

    a: str
    b: str
    score: float
    features: list[list[str | float]]


class RoleShape(Shape, frozen=True):
    """An office or description that articles give to somebody."""

    text: str
    from_: str = msgspec.field(name="from")
    span: Span
    since: str | None
    until: str | None
    times: int


class EntityShape(Shape, frozen=True):
    """A person, place or organization over the articles of the story."""

    id: str
    type: MentionType
    name: str
    latin: str | None
    latin_by: str | None
    forms: dict[str, int]
    roles: list[RoleShape]
    merges: list[MergeShape]
    kept_apart: list[MergeShape]


class ClaimShape(Shape, frozen=True):
    """What several statements say in common."""

    id: str
    statements: list[str]
    text: str
    tellers: int
    """Outlets that carry it."""
    origins: int
    """Independent origins that it goes back to."""
    standing: str
    origin_names: list[str]
    through: list[str]


class ConflictShape(Shape, frozen=True):
    """Two tellings that cannot both hold, or a later one that overtakes an earlier."""

    kind: str
    about: str
    relation: Literal["update", "contradiction"]
    a: PlaceShape
    b: PlaceShape
    why: str
    details: dict[str, str]
    by: str


class FigureValueShape(Shape, frozen=True):
    """One telling of a figure."""

    path: str
    span: Span
    value: float | BoundsShape
    as_of: str | None
    reported: str | None
    source: str | None
    kind: str
    statement: str | None
    stale: bool


class FigureShape(Shape, frozen=True):
    """A measured thing over time."""

    measure: str
    of: str
    values: list[FigureValueShape]


class PassageShape(Shape, frozen=True):
    """The same words in two articles."""

    a: Span
    b: Span
    same: float


class ReuseShape(Shape, frozen=True):
    """Words of one article standing in another."""

    a: PathShape
    b: PathShape
    kind: str
    share: float
    shares: list[float]
    direction: str
    passages: list[PassageShape]
    why: list[list[str | float]]


class AlteredShape(Shape, frozen=True):
    """The same direct quotation told differently by two articles."""

    a: PlaceShape
    b: PlaceShape
    kind: str
    changes: list[tuple[str, Span, Span]]


class EventShape(Shape, frozen=True):
    """What happened on a day."""

    date: str
    precision: str
    text: str
    planned: bool
    evidence: list[PlaceShape]


class LabelShape(Shape, frozen=True):
    """One use of a label, by an outlet in its own voice or a reported one."""

    entity_or_group: str
    label: str
    voice: Literal["own", "reported"]
    path: str
    span: Span
    outlet: str | None
    word: str
    stance: str


class BriefShape(Shape, frozen=True):
    """A sentence of the brief with what it rests on."""

    text: str
    kind: str
    evidence: list[PlaceShape]


class StoryShape(Shape, frozen=True):
    """Articles about the same events."""

    id: str
    title: str
    articles: list[str]


class IssueShape(Shape, frozen=True):
    """Something odd that did not stop the work."""

    path: str
    code: str
    detail: str
    span: Span | None


class OutcomeShape(Shape, frozen=True):
    """How many inputs ended so."""

    fate: Fate
    reason: str
    count: int


class AccountShape(Shape, frozen=True):
    """Everything told about the articles of a story."""

    format: Literal["isnad.account/1"]
    articles: list[ArticleShape]
    entities: list[EntityShape]
    claims: list[ClaimShape]
    conflicts: list[ConflictShape]
    figures: list[FigureShape]
    reuse: list[ReuseShape]
    altered_quotes: list[AlteredShape]
    timeline: list[EventShape]
    labels: list[LabelShape]
    brief: list[BriefShape]
    stories: list[StoryShape]
    issues: list[IssueShape]
    outcomes: list[OutcomeShape]
