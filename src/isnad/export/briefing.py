"""A briefing: the account as a short document of sections, lines and footnotes, the same for PDF and DOCX.

Every line carries footnotes with the very words it rests on, their article, outlet and day.
"""

from __future__ import annotations

import msgspec

from isnad.export.catalogue import Catalogue
from isnad.export.view import ArticleView, ClaimView, FigureView, Line, PairView, Ref, View, clip
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.text.spoofing import shown

LONGEST = 220
"""Code points of the words quoted in a footnote."""
LEFT_TO_RIGHT = "\u200e"
"""Before dates and file names, whose order would turn in a line of Arabic."""
MOST = 4
"""Footnotes of a line; a line that rests on more says so."""
LINES = 40
"""Lines of a section."""


class Note(msgspec.Struct, frozen=True):
    """A footnote: the words, and where they stand."""

    quote: str
    source: str


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A line with what stands out before it and its footnotes."""

    lead: str = ""
    text: str
    note: str = ""
    notes: tuple[Note, ...] = ()


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table: headings, and rows whose last cell carries a footnote."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], Note], ...]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading with what stands under it."""

    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    grids: tuple[Grid, ...] = ()


class Briefing(msgspec.Struct, frozen=True, kw_only=True):
    """The document."""

    title: str
    subtitle: str
    language: str
    direction: str
    sections: tuple[Section, ...]


def build_briefing(view: View, say: Catalogue) -> Briefing:
    """The briefing of an account's page."""
    writer = _Writer(view, say)
    sections = [
        Section(title=say("page.brief"), paragraphs=writer.lines(view.brief)),
        Section(title=say("page.figures"), grids=tuple(writer.figure(f) for f in view.figures)),
        Section(title=say("page.conflicts"), paragraphs=tuple(writer.pair(c) for c in view.conflicts[:LINES])),
        Section(title=say("page.timeline"), paragraphs=writer.lines(view.timeline)),
        Section(title=say("page.claims"), paragraphs=tuple(writer.claim(c) for c in view.claims[:LINES])),
        Section(title=say("page.articles"), paragraphs=tuple(writer.article(a) for a in view.articles)),
    ]
    subtitle = " · ".join([*view.counts, *([LEFT_TO_RIGHT + view.days] if view.days else [])])
    return Briefing(
        title=shown(view.title), subtitle=subtitle, language=say.language, direction=say.direction,
        sections=tuple(s for s in sections if s.paragraphs or s.grids),
    )  # fmt: skip


def around(document: Document, span: Span) -> str:
    """The sentence that holds a span, cut around it to `LONGEST` code points."""
    sentence = next((s.span for s in document.sentences if s.start <= span.start < s.end), span)
    start, end = sentence.start, max(sentence.end, span.end)
    if end - start > LONGEST:
        start = max(start, min(span.start - LONGEST // 4, end - LONGEST))
    text = clip(shown(" ".join(document.text[start:end].split())), LONGEST)
    return text if start == sentence.start else f"… {text}"


class _Writer:
    """Makes paragraphs of a page's lines."""

    def __init__(self, view: View, say: Catalogue) -> None:
        self.articles = {a.number: a for a in view.articles}
        self.say = say

    def note(self, ref: Ref) -> Note:
        """The sentence that a reference stands in: its words alone may be a single number."""
        article = self.articles[ref.number]
        place = f"{article.path.rsplit('/', 1)[-1]}:{ref.span.start}-{ref.span.end}"
        source = [shown(article.outlet), LEFT_TO_RIGHT + article.day if article.day else "", LEFT_TO_RIGHT + shown(place)]
        return Note(around(article.document, ref.span), " · ".join(s for s in source if s))

    def notes(self, refs: tuple[Ref, ...]) -> tuple[Note, ...]:
        """One for each sentence."""
        made: dict[tuple[int, str], Note] = {}
        for ref in refs:
            note = self.note(ref)
            made.setdefault((ref.number, note.quote), note)
        return tuple(made.values())[:MOST]

    def lines(self, lines: tuple[Line, ...]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(lead=shown(x.lead), text=shown(x.text), note="", notes=self.notes(x.refs)) for x in lines[:LINES])

    def figure(self, figure: FigureView) -> Grid:
        head = tuple(self.say(f"page.{key}") for key in ("date", "value", "source", "outlet"))
        rows = [((p.day, f"{p.value} {p.note}".strip(), shown(p.source), shown(p.outlet)), self.note(p.ref)) for p in figure.points]
        title = f"{figure.title} ({shown(figure.of)})" if figure.of else figure.title
        return Grid(title=title, head=head, rows=tuple(rows[:LINES]))

    def pair(self, pair: PairView) -> Paragraph:
        about = " ".join(p for p in (pair.kind, shown(pair.about)) if p)
        relation = f" ({pair.relation})" if pair.relation else ""
        return Paragraph(lead=about + relation, text=shown(pair.why), notes=(self.note(pair.a.ref), self.note(pair.b.ref)))

    def claim(self, claim: ClaimView) -> Paragraph:
        text = f"«{claim.text}»" if claim.direct else claim.text
        tail = " ".join(p for p in (claim.commitment, claim.standing) if p)
        return Paragraph(
            lead=shown(f"{claim.speaker} {claim.act}".strip()), text=shown(text), note=shown(tail), notes=self.notes(claim.refs)
        )

    def article(self, article: ArticleView) -> Paragraph:
        about = [article.outlet, article.day or self.say("page.unknown"), article.wire, article.path]
        return Paragraph(lead=f"{article.number}.", text=shown(article.title), note=shown(" · ".join(a for a in about if a)))
