"""What a workspace gives back in lists: one frozen row a thing. Times are ISO date-times in UTC unless said otherwise."""

from __future__ import annotations

from typing import Literal

import msgspec

from isnad.model.findings import MentionType
from isnad.model.outcome import Fate


class ArticleRow(msgspec.Struct, frozen=True, kw_only=True):
    """An article in a list, without its text."""

    id: str
    number: int
    """Order of arrival, from 1."""
    path: str
    url: str | None
    outlet: str | None
    title: str
    published: str | None
    """ISO date or date-time of publication, as far as the article alone tells it."""
    added: str
    characters: int
    story: str | None
    """None while it waits to be placed, and for one that a revision replaced."""
    replaced_by: str | None
    """Article id of the next revision."""


class StoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a list."""

    id: str
    title: str
    size: int
    """Articles, older revisions left out."""
    first: str | None
    """ISO day of its first article."""
    last: str | None
    names: tuple[str, ...]
    """Names that its articles share and others do not."""
    changed: str


class ClaimDigest(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of a story in a list of stories."""

    speaker: str
    """The name of who says it; empty if unnamed."""
    text: str
    """Its words, cut where they are long."""
    article: str
    start: int
    """Where its words begin in the article."""
    standing: str
    """As of `isnad.model.account.Claim`, as are those below."""
    tellers: int
    origins: int
    origin_names: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


class StoryDigest(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shows of the account that was told last of a story."""

    told: str
    articles: int
    """How many it had then."""
    conflicts: int
    """Contradictions."""
    updates: int
    """Tellings that a later one overtakes."""
    claims: tuple[ClaimDigest, ...]
    """The main ones, those of most outlets first."""


class StoryCard(msgspec.Struct, frozen=True, kw_only=True):
    """A story as a front page shows it."""

    story: StoryRow
    outlets: tuple[tuple[str, int], ...]
    """Each with its number of articles, the most first."""
    growth: tuple[tuple[str, int], ...]
    """Articles by ISO day, in the order of time; days without any are left out."""
    people: tuple[str, ...]
    """Persons whom most of its articles name."""
    digest: StoryDigest | None
    """None where no account was told yet."""
    fresh: bool
    """Whether nothing has changed since the digest."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What stories can be chosen by."""

    value: str
    name: str
    stories: int


class StatementRow(msgspec.Struct, frozen=True, kw_only=True):
    """A statement in a list over all stories."""

    article: str
    id: str
    speaker: str
    """The speaker as the article names it; empty if unnamed."""
    form: str
    act: str
    commitment: str
    direct: bool
    content: str
    start: int
    end: int
    day: str | None
    path: str
    outlet: str | None
    story: str | None


StatementPlace = tuple[str, str, int, str]
"""Where a statement stands in the list of the latest: day (empty if unknown), article, beginning, id; two may begin at one place."""


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A number that measures something, in a list over all stories."""

    article: str
    event: str
    counts: str
    """The counted noun, as written."""
    low: float | None
    high: float | None
    """Equal to `low` for a plain number; None is open."""
    approximate: bool
    unit: str | None
    start: int
    end: int
    statement: str | None
    day: str | None
    path: str
    outlet: str | None
    story: str | None


class NameRow(msgspec.Struct, frozen=True, kw_only=True):
    """A spelling of a name over all articles; which spellings are one name, the account of a story tells."""

    folded: str
    type: MentionType
    name: str
    articles: int
    mentions: int


class RevisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One text of an address."""

    address: str
    number: int
    """From 1, in the order in which they came."""
    article: str
    seen: str


class OutcomeCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many inputs ended so."""

    fate: Fate
    reason: str
    count: int


class EndedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one input."""

    path: str
    fate: Fate
    reason: str
    detail: str
    article: str | None
    kind: str
    """Of the run that it came in: `add`, `watch`, `upload`."""
    started: str
    """When that run began."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that the workspace watches."""

    address: str
    title: str = ""
    added: str
    paused: bool = False
    etag: str | None = None
    modified: str | None = None
    """The Last-Modified header, as it came."""
    checked: str | None = None
    due: str
    """When it is to be looked at next."""
    failures: int = 0
    """In a row; 0 after a check that went well."""
    problem: str = ""
    """What went wrong with the last check."""


class SeenEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a watched feed that was looked at."""

    key: str
    mark: str
    """Its time by the feed's own word: a later one means that it changed."""
    tries: int
    settled: bool
    """Whether it came to an end that stays: kept, or rejected for what it is."""
    seen: str


class Follow(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants to hear of."""

    id: str
    kind: Literal["person", "phrase", "story", "figure", "search"]
    value: str
    added: str


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person wanted to hear of."""

    id: str
    """Digest of what it tells, so that nothing is told twice."""
    time: str
    kind: str
    """`story-grows`, `figure-changes`, `conflict`, `denial`, `followed` …: a message key."""
    story: str | None = None
    article: str | None = None
    text: str
    details: dict[str, str] = {}
    sent: str | None = None
    """When it was given out; None until then."""


Role = Literal["reader", "editor", "admin"]
"""What a user may: read; judge, add, watch; everything, users too. Each includes those before it."""


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may log in to the reading room."""

    name: str
    role: Role
    added: str


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What a program logs in with in a user's name; the secret itself is kept nowhere."""

    id: str
    """The beginning of its digest, to name it by."""
    user: str
    role: Role
    """The most that it may; never more than its user."""
    label: str
    added: str
    until: str | None
    """When it ends; None: when it is revoked."""
