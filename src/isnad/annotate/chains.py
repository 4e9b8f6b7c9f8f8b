"""The chain of tellers of each statement, nearest first: outlet, republisher, agency, correspondent, media, document,
spokesperson, institution, person.

The page gives the near end (outlet, whom it republishes, whose text it carries), the sentence the middle (to whom it was
told, in which document, through whom), the speaker the far end. A nested statement hangs on its holder's chain.
"""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from isnad.annotate.speaker_nouns import Nouns, nouns_of
from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.model.findings import Hop, HopRole, Mention, Statement
from isnad.model.span import Span
from isnad.text.folding import fold_form
from isnad.text.scanner import longest

REACH = 160
"""Characters around a cue in which hands-on words of the same sentence belong to it."""


def chain_finder(pack: Pack) -> Finder:
    """Compile the noun kinds and agencies; the finder sets `Statement.chain`."""
    nouns = nouns_of(pack)

    def find(document: Document) -> Document:
        if not document.statements:
            return document
        return msgspec.structs.replace(document, statements=Chains(document, nouns).chained())

    return find


class Chains:
    """The chains of one document."""

    def __init__(self, document: Document, nouns: Nouns) -> None:
        self.document, self.nouns, self.text = document, nouns, document.text
        self.near = self.page_hops()
        self.agencies = longest(document.hits.get("agencies", ()))
        self.agency_rows = nouns.agencies
        self.agency_starts = [h.span.start for h in self.agencies]
        self.mention_at = {m.span: m for m in document.mentions}
        self.by_id = {s.id: s for s in document.statements}

    def chained(self) -> tuple[Statement, ...]:
        """All statements with their chains."""
        return tuple(msgspec.structs.replace(s, chain=tuple(self.unique(self.near + self.own(s, 0)))) for s in self.document.statements)

    def page_hops(self) -> list[Hop]:
        """Outlet, republished source and agency, as the page tells them."""
        layout = self.document.layout
        hops = [Hop(role="outlet", span=layout.outlet_span, name=layout.outlet or self.document.article.outlet)]
        if layout.republished_from is not None:
            hops.append(Hop(role="republisher", span=layout.republished_from))
        hops += [Hop(role="agency", span=w.span, name=w.agency) for w in layout.wires[:1]]
        return hops

    def own(self, statement: Statement, depth: int) -> list[Hop]:
        """The hops that the statement's own sentence adds, after those of its holder."""
        holder = self.by_id.get(statement.nested_in or "")
        before = self.own(holder, depth + 1) if holder is not None and depth < 5 else []
        return [*before, *self.told_to(statement), *self.origin(statement)]

    def told_to(self, statement: Statement) -> list[Hop]:
        """Agencies and media named between cue and content, and the document the words stand in."""
        if statement.cue is None:
            return []
        start, end = sorted((statement.cue.end, statement.content[0].start))
        if end - start > REACH:
            return []
        gap = Span(start, end)
        hops = [
            Hop(role="agency", span=hit.span, cue=self.word_before(hit.span))
            for hit in self.agencies[bisect_left(self.agency_starts, gap.start) : bisect_left(self.agency_starts, gap.end)]
            if gap.covers(hit.span) and not self.is_source(statement, hit.span)
        ]
        hops += [Hop(role="agency" if self.agency_at(v) else "media", span=v) for v in statement.via]
        for token in self.document.tokens_in(gap):
            if "document" in self.nouns.kind(token.norm) and not self.is_source(statement, token.span):
                hops.append(Hop(role="document", span=token.span))
                break
        return hops

    def agency_at(self, span: Span) -> str | None:
        """Id of the agency that stands at a place."""
        at = bisect_left(self.agency_starts, span.start)
        near = self.agencies[max(0, at - 1) : at + 2]
        return next((self.agency_rows[hit.row].id for hit in near if hit.span.overlaps(span)), None)

    def key(self, hop: Hop) -> str:
        """What tells a teller from others: an agency by its id, whatever it is called; else the words or the place."""
        if hop.role == "unnamed":
            return f"unnamed {fold_form(hop.name or '') or hop.span}"
        agency = self.agency_at(hop.span) if hop.span is not None else None
        return agency or fold_form(hop.name or (hop.span.of(self.text) if hop.span is not None else ""))

    def unique(self, hops: list[Hop]) -> list[Hop]:
        """Hops in order, each teller once (the first time it is met)."""
        seen: set[str] = set()
        out = []
        for hop in hops:
            key = self.key(hop)
            if key not in seen or not key:
                seen.add(key)
                out.append(hop)
        return out

    def is_source(self, statement: Statement, span: Span) -> bool:
        """Whether a span belongs to the statement's own source."""
        phrase = statement.source_phrase or statement.source
        return phrase is not None and phrase.overlaps(span)

    def word_before(self, span: Span) -> Span | None:
        """The preposition written right before a span, if it is a word of its own."""
        at = self.text.rfind(" ", 0, max(0, span.start - 1))
        word = Span(at + 1, max(at + 1, span.start - 1))
        return word if 0 < word.size <= 4 else None

    def origin(self, statement: Statement) -> list[Hop]:
        """Spokesperson, institution or person at the far end."""
        speaker = statement.speaker
        if speaker is None:
            return [Hop(role="unnamed")] if statement.source is None else []
        phrase = statement.source_phrase or speaker.span
        mention = self.mention_at.get(speaker.span)
        _, kinds = self.nouns.head(phrase.of(self.text))
        if speaker.form == "unnamed":
            return [Hop(role="unnamed", span=speaker.span, cue=statement.cue)]
        if mention is not None and mention.type == "person":
            body = self.body_of(mention, phrase)
            return [*body, Hop(role="person", span=speaker.span, cue=statement.cue)]
        if mention is not None and kinds & {"role"} and phrase.covers(mention.span) and phrase != mention.span:
            return [Hop(role="spokesperson", span=phrase, cue=statement.cue), Hop(role="institution", span=mention.span)]
        told = self.mention_at.get(speaker.span)
        media = "media" in kinds or (told is not None and told.fine in ("media", "agency"))
        role: HopRole = "document" if speaker.form == "document" else "media" if media else "institution"
        if self.agency_at(speaker.span) is not None:
            role = "agency"
        if speaker.form in ("role", "named"):
            role = "spokesperson" if speaker.form == "role" else "person"
        return [Hop(role=role, span=speaker.span, cue=statement.cue)]

    def body_of(self, mention: Mention, phrase: Span) -> list[Hop]:
        """The institution for which a named person speaks, where the phrase or the title beside the name tells it."""
        places = [phrase, *([mention.role] if mention.role else [])]
        bodies = [m.span for p in places for m in self.document.mentions_over(p) if m.type == "organization" and p.covers(m.span)]
        return [Hop(role="institution", span=min(bodies))] if bodies else []
