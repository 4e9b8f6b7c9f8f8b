"""Text files: the article's text is the decoded file exactly as it stands."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from isnad.model.article import Article
from isnad.model.ids import digest
from isnad.model.outcome import Issue
from isnad.model.span import Span
from isnad.read.dates import checked_date
from isnad.read.decode import Decoded, decode
from isnad.read.language import other_language
from isnad.read.records import Job, Metadata, Record, Source, first_known, kept, rejected
from isnad.read.spoofs import spoof_issues

_TITLE_WITHIN = 2000
"""Characters from the beginning within which a headline known from metadata is looked for."""

_LOST = 0.3
"""Part of a text that may be question marks; more were letters once, before a bad conversion."""


def read_plain(source: Source, job: Job) -> Iterator[Record]:
    """One article from a text file of any encoding; yields exactly one record."""
    data = source.stream.read(job.settings.max_bytes + 1)
    if len(data) > job.settings.max_bytes:
        yield rejected(source.path, "too-large", f"more than {job.settings.max_bytes} bytes")
        return
    decoded = decode(data, source.charset)
    if decoded.reason:
        yield rejected(source.path, decoded.reason, decoded.detail)
        return
    text, meta = decoded.text, first_known(source.meta, source.hints)
    yield judged(
        Article(
            id="",
            path=source.path,
            text=text,
            title=place_of(meta.title, text),
            byline=place_of(meta.byline, text),
            encoding=decoded.encoding,
        ),
        meta,
        job,
        decoding_issues(source.path, decoded),
    )


def place_of(part: str | None, text: str) -> Span | None:
    """Where a headline or byline known from metadata stands near the beginning of the text, on a line of its own or not."""
    at = text.find(part, 0, _TITLE_WITHIN + len(part)) if part else -1
    return Span(at, at + len(part)) if part and at >= 0 else None


def decoding_issues(path: str, decoded: Decoded) -> tuple[Issue, ...]:
    """`mixed-encoding` and `broken-bytes`, one issue each, bound to the first place."""
    issues = []
    for code, spans in (("mixed-encoding", decoded.other), ("broken-bytes", decoded.lost)):
        if spans:
            issues.append(Issue(path=path, code=code, detail=f"{len(spans)} places", span=spans[0]))
    return tuple(issues)


def judged(draft: Article, meta: Metadata, job: Job, issues: tuple[Issue, ...] = ()) -> Record:
    """Reject a draft that is empty, too long or not Arabic; else complete it with metadata and its id."""
    path, text, settings = draft.path, draft.text, job.settings
    if not text.strip("\ufeff\u200b\u200e\u200f \t\r\n\f\v\xa0"):
        return rejected(path, "empty")
    if len(text) > settings.max_characters:
        return rejected(path, "too-long", f"{len(text)} characters, at most {settings.max_characters}")
    if text.count("?") > _LOST * len(text):
        return rejected(path, "undecodable", "the letters are lost: question marks stand in their place")
    if language := other_language(text):
        return rejected(path, "not-arabic", language)
    dates: dict[str, str | None] = {}
    for name in ("published", "retrieved", "updated"):
        dates[name], found = checked_date(getattr(meta, name), name, path, settings)
        issues += found
    identity = digest(meta.outlet or "", meta.url or "", text)
    article = msgspec.structs.replace(draft, id=identity, outlet=meta.outlet, url=meta.url, **dates)
    return kept(article, (*issues, *spoof_issues(article)))
