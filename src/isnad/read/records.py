"""What every reader takes and yields: a source of bytes in, one record with its outcome for each article out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from isnad.model.article import Article
from isnad.model.outcome import Issue, Outcome
from isnad.settings import Settings


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One input record: its end, the article if it was kept, and what was odd about it."""

    outcome: Outcome
    article: Article | None = None
    issues: tuple[Issue, ...] = ()


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an article apart from its text, as written in its source; unchecked."""

    outlet: str | None = None
    url: str | None = None
    retrieved: str | None = None
    published: str | None = None
    updated: str | None = None
    title: str | None = None
    byline: str | None = None


def first_known(*tellers: Metadata) -> Metadata:
    """Field by field what the first of the tellers says that says anything."""
    return Metadata(**{n: next((v for t in tellers if (v := getattr(t, n))), None) for n in Metadata.__struct_fields__})


class FieldMap(msgspec.Struct, frozen=True, kw_only=True):
    """Under which keys the records of a JSON Lines file hold what; a dot leads into a nested object."""

    id: str = "id"
    outlet: str = "outlet"
    url: str = "url"
    retrieved: str = "retrieved"
    published: str = "published"
    updated: str = "updated"
    title: str = "title"
    byline: str = "byline"
    text: str = "text"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One opened file or stream."""

    path: str
    """As shown to people: always encodable, `-` for standard input."""
    stream: BinaryIO
    meta: Metadata = Metadata()
    """From a sidecar file, if there is one; goes before what the source says of itself."""
    hints: Metadata = Metadata()
    """From around the source (the address it was fetched from, the feed that named it); believed where it is silent itself."""
    charset: str | None = None
    """Encoding that the server declared."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all sources of one run."""

    settings: Settings
    fields: FieldMap = FieldMap()
    quick: bool = False
    """For archives: what holds no Arabic is left out unread (the outcome's detail says `bytes` or `page`), pages are extracted in
    the fast form."""


Reader = Callable[[Source, Job], Iterator[Record]]
"""A format: yields one record for each article of a source; raises `OSError` only where the bytes cannot be had."""


def rejected(path: str, reason: str, detail: str = "") -> Record:
    """A record that is no article for us: read well, and left out with a reason."""
    return Record(outcome=Outcome(path=path, fate="rejected", reason=reason, detail=detail))


def failed(path: str, reason: str, detail: str = "") -> Record:
    """A record that could not be read, with the reason."""
    return Record(outcome=Outcome(path=path, fate="failed", reason=reason, detail=detail))


def kept(article: Article, issues: tuple[Issue, ...] = ()) -> Record:
    """An article, and what was odd about it."""
    return Record(outcome=Outcome(path=article.path, fate="kept"), article=article, issues=issues)
