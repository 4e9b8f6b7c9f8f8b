"""Bylines and datelines: "place – agency", "outlet – agency:", "(agency) –"; and the outlet, author and agency they name."""

from __future__ import annotations

import re
from bisect import bisect_left

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document, Layout, Wire
from isnad.model.span import Span, trim
from isnad.model.text import Hit
from isnad.text.folding import fold_form
from isnad.text.scanner import longest

LONGEST = 75
"""Characters of the longest byline."""
DATELINE = 60
"""Characters of the longest dateline inside a paragraph."""
WORDS = 9
QUOTES = '\u00ab\u00bb\u201c\u201d"'
# Runs have an end, here as in every pattern that tries one at each of its characters: else long ones cost their square.
_JOINT = re.compile(
    r"\s{0,8}[|/:]\s*|\s{1,8}[-\u2013\u2014\u0640]{1,8}\s*|\s{0,8}[-\u2013\u2014]{1,8}\s+|\)\s{0,8}[-\u2013\u2014]\s*|\s{0,8}\u060c\s*"
)
_QUOTED = re.compile('[\u00ab\u201c"](.{1,200}?)[\u00bb\u201d"]')
_DASH = re.compile(r"[-\u2013\u2014:|/]")
_HEAD_END = re.compile(r"(?:[:/]|[\u2013\u2014-]{1,8})\s*")


class Bylines:
    """Compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        self.agencies = pack.table("agencies").rows
        self.openers = pack.forms("byline_words")
        self.outlets = pack.forms("outlet_words")
        self.affixes = pack.affixes
        self.agency_words = pack.forms("agency_words")
        self.adjectives = {row.folded: row for row in pack.table("agency_adjectives")}

    def hits(self, document: Document, span: Span) -> list[Hit]:
        """Agencies named inside a span, longest first where they overlap."""
        found = document.hits.get("agencies", ())
        first, last = (bisect_left(found, at, key=lambda h: h.span.start) for at in span)
        return list(longest([h for h in found[first:last] if h.span.end <= span.end]))

    def is_outlet(self, text: str) -> bool:
        """Whether a short line is an outlet's name."""
        words = fold_form(text).split()
        return 0 < len(words) <= 4 and (words[0].removeprefix(self.affixes.article) in self.outlets or words[0] in self.outlets)

    def is_byline(self, document: Document, span: Span) -> bool:
        """Whether a line names place, outlet, agency or author and tells nothing."""
        if span.size > LONGEST or document.article.byline == span:
            return document.article.byline == span
        text = span.of(document.text)
        words = fold_form(text).split()
        if not 0 < len(words) <= 2 * WORDS:
            return False
        if words[0] in self.openers and len(words) <= WORDS:
            return True
        joined = _DASH.search(text) is not None or "(" in text
        agency = bool(self.hits(document, span))
        if agency and (joined or len(words) <= 4 or any(c.isdigit() for c in text)):
            return True
        second = document.text.find("\n") + 1
        near_title = span.start <= second + 2
        quoted = _QUOTED.search(text) is not None
        return joined and (near_title or quoted) and len(words) <= WORDS and text[-1] not in ".!?\u061f"

    def dateline_end(self, document: Document, line: Span) -> int | None:
        """Where the words begin after a dateline at a paragraph's beginning; None where there is none."""
        text = document.text
        head = Span(line.start, min(line.end, line.start + DATELINE))
        named = self.hits(document, head)
        for match in _HEAD_END.finditer(text, head.start, head.end):
            part = Span(line.start, match.start())
            hit = next((h for h in named if h.span.end <= match.start() + 1 and match.start() - h.span.end <= 3), None)
            if text[match.start()] == "/" and not (hit is not None and text[line.start : hit.span.start].rstrip().endswith("/")):
                continue  # A stroke ends a dateline where another one stands before the agency: "place, day / agency /".
            outlet = document.article.outlet
            own = outlet is not None and fold_form(outlet) in fold_form(part.of(text))
            if (hit is not None or own) and len(part.of(text).split()) <= 7 and line.end - match.end() > DATELINE:
                return match.end()
        return None

    def credits(self, document: Document, layout: Layout) -> Layout:
        """Fill in outlet, author and wires from byline and dateline, else from a credit in brackets at either end of the body."""
        text = document.text
        places = [p for p in (layout.byline, layout.dateline) if p is not None]
        places += [f.span for f in layout.furniture if f.kind == "byline" and f.span != layout.byline]
        wires = [self.wire(h, text, "byline") for p in places for h in self.hits(document, p)]
        if not wires:
            wires = [w for p in places for w in self.adjectival(text, p)]
        if not wires:
            wires = [w for p in places for w in self.unlisted(text, p)]
        if not wires:
            wires = [self.wire(h, text, "credit") for h in self.bracketed(document, layout)]
        layout = msgspec.structs.replace(layout, republished_from=self.republished(text, layout))
        outlet, span = document.article.outlet, None
        if outlet is None:
            span = self.named_outlet(document, layout)
            outlet = span.of(text) if span else None
        return msgspec.structs.replace(layout, wires=tuple(wires), outlet=outlet, outlet_span=span)

    def wire(self, hit: Hit, text: str, rule: str) -> Wire:
        """A credited agency."""
        row = self.agencies[hit.row]
        key = None if row.id == "agencies" else row.id
        return Wire(agency=hit.span.of(text), key=key, credited=True, span=hit.span, by=f"layout@1:{rule} {row.where}")

    def adjectival(self, text: str, place: Span) -> list[Wire]:
        """Agencies named by an adjective alone ("Paris - the French:")."""
        found = []
        for part in self.parts(text, place):
            bare = trim(text, part, " " + QUOTES)
            row = self.adjectives.get(fold_form(bare.of(text)))
            if row is not None:
                found.append(Wire(agency=bare.of(text), key=row.id, credited=True, span=bare, by=f"layout@1:byline {row.where}"))
        return found

    def unlisted(self, text: str, place: Span) -> list[Wire]:
        """Agencies that no table knows, named as such in a byline: "agency …"; their key is their folded name."""
        found = []
        for part in self.parts(text, place):
            words = fold_form(part.of(text)).split()
            if len(words) > 1 and words[0] in self.agency_words:
                found.append(Wire(agency=part.of(text), key=" ".join(words), credited=True, span=part, by="layout@1:byline-agency-noun"))
        return found

    def parts(self, text: str, place: Span) -> list[Span]:
        """The parts of a byline between its joints."""
        out, at = [], place.start
        for match in [*_JOINT.finditer(text, place.start, place.end), None]:
            part = trim(text, trim(text, Span(at, match.start() if match else place.end), " |:-()."))
            if part.size:
                out.append(part)
            at = match.end() if match else at
        return out

    def bracketed(self, document: Document, layout: Layout) -> list[Hit]:
        """An agency alone in brackets in the first or last lines of the body, or in quotation marks as its last words."""
        text = document.text
        ends = (*layout.body[:1], *layout.body[-1:])
        inside = [
            h for p in ends for h in self.hits(document, p)
            if text[max(0, h.span.start - 1)] in "([" and text[h.span.end : h.span.end + 1] in (")", "]")
        ]  # fmt: skip
        last = layout.body[-1].end if layout.body else 0
        return inside or [
            h for p in layout.body[-1:] for h in self.hits(document, p)
            if text[h.span.start - 1] in QUOTES and h.span.start > p.start and not text[h.span.end : last].strip(" ." + QUOTES)
            and text[: h.span.start - 1].rstrip().endswith((".", "\u061f", "!"))
        ]  # fmt: skip

    def republished(self, text: str, layout: Layout) -> Span | None:
        """Whom a credit line names ("source: …", "Feed: …")."""
        for piece in layout.furniture:
            colon = text.find(":", piece.span.start, piece.span.end)
            if piece.kind == "credit" and colon > 0:
                end = next((m.start() for m in _DASH.finditer(text, colon + 1, piece.span.end)), piece.span.end)
                named = trim(text, Span(colon + 1, end))
                if named.size and not any(w in fold_form(named.of(text)).split() for w in ("http", "https")):
                    return named
        return None

    def named_outlet(self, document: Document, layout: Layout) -> Span | None:
        """The outlet's name where the page tells it: an outlet line, or the part of a byline in quotation marks."""
        text = document.text
        for piece in layout.furniture:
            if piece.kind == "outlet":
                return piece.span
        if layout.byline is None:
            return None
        quoted = _QUOTED.search(text, layout.byline.start, layout.byline.end)
        if quoted:
            return Span(*quoted.span(1))
        agencies = self.hits(document, layout.byline)
        for part in self.parts(text, layout.byline):
            if self.is_outlet(part.of(text)) and not any(h.span.overlaps(part) for h in agencies):
                return part
        return None
