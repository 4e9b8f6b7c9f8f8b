"""What the page of an article shows besides its text: who says what in it, where its words stand elsewhere, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from isnad.export.catalogue import Catalogue
from isnad.export.view_words import one_line, outlet_words
from isnad.model.account import Reuse
from isnad.model.document import Document
from isnad.model.revision import Revision
from isnad.model.span import Span
from isnad.web.drawing.differences import revised
from isnad.web.views.places import article_address
from isnad.web.views.story import StoryView


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement of the article in a list."""

    speaker: str
    act: str
    text: str
    direct: bool
    address: str


class Kin(msgspec.Struct, frozen=True, kw_only=True):
    """Another article that carries words of this one."""

    outlet: str
    title: str
    address: str
    words: Markup
    """Who has it from whom."""
    note: str
    """How literally, and how much."""
    pair: str
    """The page that shows both word by word."""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A statement or figure that a revision changed."""

    kind: str
    fate: str
    before: str
    after: str
    address: str


class RevisionView(msgspec.Struct, frozen=True, kw_only=True):
    """What an article changed against the text before."""

    before: str
    """Address of the older text."""
    seen: str
    number: int
    words: Markup
    edits: int
    changes: tuple[Changed, ...]


def outlet_of(document: Document) -> str:
    """The outlet, else the host or the file's name."""
    article = document.article
    return outlet_words(document.layout.outlet or article.outlet, article.url, article.name)


def title_of(document: Document, say: Catalogue) -> str:
    """The headline on one line."""
    return one_line(document.layout.title.of(document.text)) if document.layout.title else say("page.untitled")


def basis(document: Document, say: Catalogue) -> str:
    """What the day of publication rests on."""
    return say("page.comma").join(say(f"dated.{by}") for by in document.publication.by.split("+") if by)


def safe_address(url: str | None) -> str:
    """The article's own address if it is one of the web; article metadata may hold anything."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def said_in(document: Document, say: Catalogue, view: StoryView | None) -> Iterator[Said]:
    """Statements in the order of the text."""
    for statement in document.statements:
        if not statement.content:
            continue
        named = one_line(statement.speaker.span.of(document.text)) if statement.speaker else say("page.unnamed")
        known = view is not None and document.id in view.builder.documents
        yield Said(
            speaker=view.builder.speaker(document, statement) if view is not None and known else named,
            act=say(f"act.{statement.act}"), direct=statement.direct,
            text=one_line(" … ".join(s.of(document.text) for s in statement.content)),
            address=article_address(document.id, Span(statement.content[0].start, statement.content[-1].end)),
        )  # fmt: skip


def copies_of(document: Document, view: StoryView | None) -> list[Reuse]:
    """Where words of an article stand in others of its story, most first."""
    if view is None:
        return []
    return [r for r in view.builder.ranked_copies() if document.id in (r.a, r.b)]


def copied_spans(document: Document, copies: Sequence[Reuse]) -> list[Span]:
    """The passages of an article that stand in others too."""
    return [p.a if r.a == document.id else p.b for r in copies for p in r.passages]


def kin_of(document: Document, copies: Sequence[Reuse], view: StoryView) -> Iterator[Kin]:
    """The other articles of copies."""
    for reuse in copies:
        other = view.builder.documents[reuse.b if reuse.a == document.id else reuse.a]
        yield Kin(
            outlet=view.builder.outlet(other), title=title_of(other, view.say), address=article_address(other.id),
            words=view.copy_words(reuse), note=view.builder.copy_line(reuse).note, pair=view.copies_address(reuse),
        )  # fmt: skip


def revision_view(revision: Revision, before: Document, after: Document, say: Catalogue) -> RevisionView:
    """A revision for a reader: the words that changed, then statements and figures."""
    changes = tuple(
        Changed(
            kind=say(f"table.{d.kind}s"), fate=say(f"revision.{d.fate}"), before=one_line(d.a.of(before.text)) if d.a else "",
            after=one_line(d.b.of(after.text)) if d.b else "",
            address=article_address(after.id, d.b) if d.b else article_address(before.id, d.a) if d.a else "",
        )
        for d in revision.differences
    )  # fmt: skip
    return RevisionView(
        before=article_address(before.id), seen=revision.seen, number=revision.number, edits=len(revision.edits),
        words=revised(before.text, after.text, revision.edits), changes=changes,
    )  # fmt: skip
