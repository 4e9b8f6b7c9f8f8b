"""Layout: where the headline, the byline and the article's own words stand; all else is furniture, kept with its kind.

A page has three zones. At the top, before the first paragraph, short lines are section, outlet, caption, date or byline. In
the body, a line that a furniture phrase opens is cut out, with the link lines after it. At the foot nothing that follows a
furniture phrase is taken back unless a paragraph of full sentences follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import msgspec

from isnad.annotate.bylines import Bylines
from isnad.annotate.embedded_posts import find_posts
from isnad.lang.pack import Pack, Row
from isnad.model.document import Document, Finder, Layout
from isnad.model.findings import Furniture, FurnitureKind
from isnad.model.span import Span, Union, trim
from isnad.text.folding import fold_form

STAGE = "layout@1"
PARAGRAPH = 90
"""Characters from which on a line is a paragraph and no caption or section name."""
SENTENCE = 45
"""Characters from which on a line that ends with a stop is a paragraph."""
LINK = 130
"""A line after "read also" up to this length without a stop is a link."""
STOPS = '.!?\u061f\u2026\u00bb\u201d"'
MARKS = re.compile(r"^[\W_\d]*$")


class Line(msgspec.Struct):
    """A line of the page; `kind` is None for the article's own words."""

    span: Span
    kind: FurnitureKind | None = None
    by: str = ""


def layout_finder(pack: Pack) -> Finder:
    """Compile the furniture, agency and outlet tables; the finder adds `layout`."""
    rows = pack.table("furniture").rows
    bylines = Bylines(pack)

    def find(document: Document) -> Document:
        return msgspec.structs.replace(document, layout=Page(document, rows, bylines).layout())

    return find


class Page:
    """One document's lines while they are told apart."""

    def __init__(self, document: Document, rows: tuple[Row, ...], bylines: Bylines) -> None:
        self.document, self.bylines, self.text = document, bylines, document.text
        self.rows = rows
        self.lines: list[Line] = []
        at = 0
        for line in self.text.split("\n"):
            span = trim(self.text, Span(at, at + len(line)))
            if span.size:
                self.lines.append(Line(span))
            at += len(line) + 1
        self.cut: list[Furniture] = []

    def layout(self) -> Layout:
        """Tell the lines apart, then gather."""
        title = self.document.article.title or (self.lines[0].span if self.lines else None)
        own = [line for line in self.lines if title is None or not title.overlaps(line.span)]
        if not own:
            return self.gathered(title, [])
        posts = find_posts(self.document, [line.span for line in own])
        posted = Union(p.span for p in posts if p.span)
        for line in own:
            if posted.touches(line.span):
                line.kind, line.by = "post", f"{STAGE}:post"
        self.phrases(own)
        self.top(own, title)
        self.foot(own)
        layout = self.gathered(title, own)
        return msgspec.structs.replace(layout, posts=posts)

    def phrases(self, own: list[Line]) -> None:
        """Lines that a furniture phrase opens, and rests of lines from an inline phrase on."""
        starts = [line.span.start for line in own]
        for hit in self.document.hits.get("furniture", ()):
            row = self.rows[hit.row]
            kind: FurnitureKind = row["kind"]  # type: ignore[assignment]
            line = own[max(0, bisect_right(starts, hit.span.start) - 1)]
            if not line.span.covers(hit.span):
                continue
            by = f"{STAGE}:{row.where}"
            if row["at"] == "inline":
                self.inline(line, hit.span, kind, by)
            elif line.kind is None and self.opens(line, hit.span) and self.short_enough(line, kind, hit.span):
                line.kind, line.by = kind, by

    def inline(self, line: Line, span: Span, kind: FurnitureKind, by: str) -> None:
        """Cut the rest of a line away, or the whole line where it begins so."""
        start = span.start
        while start > line.span.start and not self.text[start - 1].isalnum() and self.text[start - 1] not in STOPS:
            start -= 1
        if kind == "tags" and line.span.end - start > LINK:
            return
        if start <= line.span.start:
            line.kind, line.by = kind, by
            return
        self.cut.append(Furniture(span=Span(start, line.span.end), kind=kind, by=by))
        line.span = trim(self.text, Span(line.span.start, start))

    def opens(self, line: Line, span: Span) -> bool:
        """Whether a phrase stands first in a line, but for marks."""
        return not any(c.isalnum() for c in self.text[line.span.start : span.start])

    def short_enough(self, line: Line, kind: FurnitureKind, span: Span) -> bool:
        """A section name is the whole line; other furniture is no long paragraph."""
        if kind == "section":
            return line.span.size - span.size <= 3
        if kind in ("share", "tags", "other", "caption"):
            return line.span.size <= PARAGRAPH + 60
        return line.span.size <= 2 * LINK

    def paragraph(self, line: Line) -> bool:
        """Whether a line reads like running text."""
        size = line.span.size
        return size >= PARAGRAPH or (size >= SENTENCE and self.text[line.span.end - 1] in STOPS)

    def top(self, own: list[Line], title: Span | None) -> None:
        """Lines before the first paragraph, and the byline."""
        heading = fold_form(title.of(self.text)) if title else ""
        first = next(
            (
                n
                for n, line in enumerate(own)
                if line.kind is None and self.paragraph(line) and not self.bylines.is_byline(self.document, line.span)
            ),
            len(own),
        )
        seen: set[str] = set()
        for line in own[:first]:
            folded = fold_form(line.span.of(self.text))
            if line.kind is not None:
                continue
            if heading and folded == heading:
                line.kind, line.by = "headline", f"{STAGE}:repeated"
            elif line.span == self.document.article.byline or self.bylines.is_byline(self.document, line.span):
                line.kind, line.by = "byline", f"{STAGE}:byline"
            elif self.bylines.is_outlet(line.span.of(self.text)):
                line.kind, line.by = "outlet", f"{STAGE}:outlet-name"
            elif first < len(own) and self.text[line.span.end - 1] not in ".!?\u061f":
                line.kind, line.by = ("caption" if folded in seen or line.span.size > 25 else "section"), f"{STAGE}:before-first-paragraph"
            seen.add(folded)
        for line in own:
            if line.kind is None and MARKS.match(line.span.of(self.text)):
                line.kind, line.by = "other", f"{STAGE}:marks-only"
        for line in own[first : first + 1]:
            self.dateline(line)

    def dateline(self, line: Line) -> None:
        """A "place – agency:" at the beginning of the first paragraph."""
        end = self.bylines.dateline_end(self.document, line.span)
        if end is not None and line.kind is None:
            self.cut.append(Furniture(span=trim(self.text, Span(line.span.start, end)), kind="dateline", by=f"{STAGE}:dateline"))
            line.span = trim(self.text, Span(end, line.span.end))

    def foot(self, own: list[Line]) -> None:
        """Short lines after furniture are its links; a run of furniture at the foot takes all short lines with it."""
        marked: Line | None = None
        for line in own:
            if line.kind in ("read-also", "credit", "comments", "subscription", "share", "tags", "other", "link"):
                marked = line
            elif line.kind is None and marked is not None:
                size = line.span.size
                if size <= LINK and self.text[line.span.end - 1] not in ".\u060c" and marked.kind != "tags":
                    line.kind, line.by = "link", f"{STAGE}:after-{marked.kind}"
                elif self.paragraph(line):
                    marked = None
                else:
                    line.kind, line.by = "other", f"{STAGE}:after-{marked.kind}"

    def gathered(self, title: Span | None, own: list[Line]) -> Layout:
        """The layout from the lines."""
        body = tuple(line.span for line in own if line.kind is None and line.span.size)
        furniture = [Furniture(span=line.span, kind=line.kind, by=line.by) for line in own if line.kind not in (None, "post")]
        furniture = sorted([*furniture, *self.cut], key=lambda f: f.span)
        byline = next((f.span for f in furniture if f.kind == "byline"), self.document.article.byline)
        dateline = next((f.span for f in furniture if f.kind == "dateline"), None)
        layout = Layout(
            title=title, byline=byline, dateline=dateline, body=body, furniture=tuple(furniture),
            subheads=tuple(s for s in body[1:] if s.size < SENTENCE and self.text[s.end - 1] not in STOPS),
        )  # fmt: skip
        return self.bylines.credits(self.document, layout)
