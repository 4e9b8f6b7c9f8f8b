"""Documents made by hand for tests: text in, spans found by their words."""

from __future__ import annotations

from typing import Any

from isnad.annotate.parse import parse
from isnad.annotate.quantities import quantity_teller
from isnad.lang.pack import load_pack
from isnad.model.article import Article
from isnad.model.document import Document, Layout, Publication
from isnad.model.findings import Mention, MentionType, Quantity, Speaker, Statement, Time
from isnad.model.ids import digest
from isnad.model.span import Span


def at(text: str, words: str, nth: int = 1) -> Span:
    """The span of the nth occurrence of words."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def article(text: str, path: str = "a.txt", **fields: Any) -> Article:
    """An article with an id made of its path and text."""
    return Article(id=digest(path, text), path=path, text=text, **fields)


def document(text: str, path: str = "a.txt", *, published: str | None = "2031-03-04", outlet: str | None = None, **layers: Any) -> Document:
    """A parsed document whose whole text but the first line is body."""
    made = parse(article(text, path, outlet=outlet), load_pack("ar"))
    line = text.find("\n")
    title = Span(0, line) if line > 0 else None
    layout = Layout(title=title, body=(Span(line + 1, len(text)),), outlet=outlet)
    replaced: dict[str, Any] = {"layout": layout, "publication": Publication(date=published, by="metadata", confidence=1.0)} | layers
    return quantity_teller(load_pack("ar"))(type(made)(**{f: getattr(made, f) for f in made.__struct_fields__} | replaced))


def quantity(text: str, words: str, value: float, event: str | None = "killed", *, counts: str | None = None, **fields: Any) -> Quantity:
    """A quantity at its words."""
    span = at(text, words, fields.pop("nth", 1))
    counted = Span(text.index(counts, span.start), text.index(counts, span.start) + len(counts)) if counts else None
    return Quantity(span=span, value=value, by="test@1:made", event=event, counts=counted, **fields)


def statement(text: str, content: str, *, cue: str | None = None, source: str | None = None, **fields: Any) -> Statement:
    """A statement from its words; the speaker is the source."""
    where = at(text, source) if source else None
    speaker = Speaker(span=where, form="named", by="test@1:made") if where else None
    return Statement(
        id=digest(text, content, cue), content=(at(text, content),), by="test@1:made", cue=at(text, cue) if cue else None,
        source=where, speaker=fields.pop("speaker", speaker), **fields,
    )  # fmt: skip


def time(text: str, words: str, value: str) -> Time:
    """A time at its words."""
    return Time(span=at(text, words), value=value, by="test@1:made")


def mention(text: str, words: str, kind: MentionType = "person", nth: int = 1) -> Mention:
    """A mention at its words."""
    return Mention(span=at(text, words, nth), type=kind, by="test@1:made")
