"""What may be asked of the API: the query of each operation as a type, read strictly. A parameter that is not known is an error."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, TypeVar

import msgspec

from isnad.errors import UsageError
from isnad.model.findings import MentionType
from isnad.web.visits import Visit

Words = Annotated[str, msgspec.Meta(max_length=500)]
After = Annotated[str, msgspec.Meta(max_length=500, description="The key that the page before gave; `next` is the whole address.")]
Limit = Annotated[int, msgspec.Meta(ge=1, le=200, description="How many at most.")]
Day = datetime.date
Story = Annotated[str, msgspec.Meta(max_length=100, description="Id of a story, or the beginning of it.")]
Language = Literal["ar", "en"]
FARTHEST = 1_000
"""No page of a search begins beyond so many articles: who looks so far should narrow it."""


class Nothing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No parameters."""


class Page(Nothing, frozen=True, kw_only=True):
    """A page of a list."""

    limit: Limit = 50
    after: After | None = None


class Within(Page, frozen=True, kw_only=True):
    """A page of what stands in articles."""

    story: Story | None = None
    outlet: Words | None = None
    since: Day | None = None
    until: Day | None = None


class Stories(Page, frozen=True, kw_only=True):
    """Which stories."""

    since: Day | None = None
    until: Day | None = None
    least: Annotated[int, msgspec.Meta(ge=1, le=1_000_000, description="Articles at least.")] | None = None
    outlet: Words | None = None
    person: Words | None = None
    place: Words | None = None
    organization: Words | None = None


class Articles(Nothing, frozen=True, kw_only=True):
    """Which articles."""

    limit: Limit = 50
    after: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000, description="Number of the last article of the page before.")] = 0
    story: Story | None = None
    outlet: Words | None = None
    since: Day | None = None
    until: Day | None = None


class Outcomes(Nothing, frozen=True, kw_only=True):
    """Which inputs."""

    limit: Limit = 50
    after: Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000, description="Number of the last input of the page before.")] | None = None
    show: Literal["all", "bad"] = "all"


class Statements(Within, frozen=True, kw_only=True):
    """Which statements."""

    article: Words | None = None
    speaker: Annotated[str, msgspec.Meta(max_length=500, description="Words that stand in the speaker's name.")] | None = None
    act: Words | None = None


class Figures(Within, frozen=True, kw_only=True):
    """Which figures."""

    article: Words | None = None
    event: Annotated[str, msgspec.Meta(max_length=100, description="What is measured: killed, injured, arrested, price …")] | None = None
    above: Annotated[float, msgspec.Meta(description="Figures that may be more than this.")] | None = None


class Names(Page, frozen=True, kw_only=True):
    """Which names."""

    name: Annotated[str, msgspec.Meta(max_length=500, description="Words that stand in it, however spelled.")] | None = None
    type: MentionType | None = None
    story: Story | None = None


class Search(Nothing, frozen=True, kw_only=True):
    """A search; best first, a page at a time."""

    q: Annotated[str, msgspec.Meta(min_length=1, max_length=500, description="In the language of `isnad search`.")]
    by: Literal["words", "meaning", "both"] = "words"
    order: Literal["best", "newest"] = "best"
    limit: Annotated[int, msgspec.Meta(ge=1, le=50)] = 20
    start: Annotated[int, msgspec.Meta(ge=0, le=FARTHEST, description="How many to pass over.")] = 0


class Export(Nothing, frozen=True, kw_only=True):
    """How an account is given out."""

    language: Language = "ar"
    table: (
        Annotated[str, msgspec.Meta(max_length=40, description="One table of csv, jsonl, parquet instead of an archive of all.")] | None
    ) = None


Q = TypeVar("Q", bound=Nothing)


def asked(visit: Visit, kind: type[Q]) -> Q:
    """The query of a request; raises `UsageError` naming what is wrong with it."""
    given = visit.query.multi_items()
    for name, value in given:
        if len(visit.query.getlist(name)) > 1:
            raise UsageError(f"parameter {name!r} was given more than once")
        if not value.isprintable() and any(ord(c) < 32 for c in value):
            raise UsageError(f"parameter {name!r} holds control characters")
    known = kind.__struct_fields__
    for name, _ in given:
        if name not in known:
            raise UsageError(f"parameter {name!r} is not known here; expected {', '.join(known) or 'none'}")
    try:
        return msgspec.convert(dict(given), kind, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"query: {error}") from None


def filters(query: Nothing, *leave: str) -> dict[str, object]:
    """What a list is filtered by: the fields that were given, days as ISO, those left out that are of the page."""
    given = msgspec.structs.asdict(query)
    out = {k: v for k, v in given.items() if v is not None and k not in ("limit", "after", *leave)}
    return {k: v.isoformat() if isinstance(v, datetime.date) else v for k, v in out.items()}
