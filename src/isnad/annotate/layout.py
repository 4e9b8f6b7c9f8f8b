"""Layout: title, byline, body and furniture of an article, line by line."""

from __future__ import annotations

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder, Layout
from isnad.model.span import Span, trim

BYLINE = 60


def layout_finder(pack: Pack) -> Finder:
    """Compile the tables of the stage; the finder adds its layer to a document."""

    def find(document: Document) -> Document:
        text, article = document.text, document.article
        lines, at = [], 0
        for line in text.split("\n"):
            lines.append(trim(text, Span(at, at + len(line))))
            at += len(line) + 1
        title = article.title or (lines[0] if lines[0].size else None)
        byline = article.byline
        if byline is None and len(lines) > 2 and 0 < lines[1].size <= BYLINE and "." not in lines[1].of(text)[:-1]:
            byline = lines[1]
        body = tuple(s for s in lines[1:] if s.size and s != byline and s != title)
        layout = Layout(title=title, byline=byline, body=body or (lines[0],), outlet=article.outlet)
        return msgspec.structs.replace(document, layout=layout)

    return find
