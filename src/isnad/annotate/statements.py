"""Reported speech: cue, content, source, act, commitment.

First every reporting word that opens a content is found; then contents are cut where the next statement or an ascription
begins; then words that report what stands before them ("…", said X; …, according to X) take the clause before; then
headlines with a colon. What lies inside another content is nested in it.
"""

from __future__ import annotations

import itertools

import msgspec

from isnad.annotate import statement_sources as sources
from isnad.annotate.statement_clauses import Ascriber, by_preposition, object_after, object_content
from isnad.annotate.statement_content import content_span
from isnad.annotate.statement_cues import Opening, find_cues, opening_after
from isnad.annotate.statement_tellers import handing_place, tellers
from isnad.annotate.statement_text import COMMAS, Cue, View, Words, told
from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.model.findings import Commitment, Statement
from isnad.model.ids import digest
from isnad.model.span import Cover, Span
from isnad.text.folding import fold_form

STAGE = "statements@1"
DIRECT = 0.5
"""Share of a content inside quotation marks from which on it is direct speech."""


FAR = 6
"""Tokens after a verb from which on what opens belongs to another, where the verb's own object follows it."""
LABEL = 9
"""Tokens before a colon that may name a speaker."""
NAMED = 2
"""Words of a quotation after a colon that may be a name."""
LATE = 0.6
"""The same for a content that begins outside them."""


class Draft(msgspec.Struct):
    """A statement in the making."""

    cue: Cue
    opening: Opening | None
    rule: str
    content: Span | None = None
    source: sources.Source | None = None
    via: tuple[Span, ...] = ()
    object: int | None = None
    """Token at which an object starts, where no opener stands."""
    start: int = 0
    """Token at which the statement's own clause begins: where the content before it ends."""


def statement_finder(pack: Pack) -> Finder:
    """Compile the cue table and word classes; the finder adds `statements`."""
    words = Words(pack)
    table = pack.table("statement_cues")

    def find(document: Document) -> Document:
        if not document.layout.title and not document.layout.body:
            return document
        view = View(document, words)
        work = Work(view, find_cues(document, view, table))
        return msgspec.structs.replace(document, statements=work.statements())

    return find


class Work:
    """The statements of one document."""

    def __init__(self, view: View, cues: list[Cue]) -> None:
        self.view, self.cues = view, cues
        view.verbs = frozenset(c.first for c in cues if c.kind == "verb")
        view.nouns_of_saying = frozenset(c.first for c in cues if c.kind == "noun")
        view.ascribed = frozenset(c.first for c in cues if c.kind in ("ascription", "as-verb"))
        view.handing = {c.first: c.last for c in cues if c.kind == "ascription" and "from" in c.takes}
        view.reports = view.verbs | {c.first for c in cues if c.kind == "participle"}
        self.drafts: list[Draft] = []
        self.handed: set[int] = set()
        """Tokens of ascriptions that another statement took as its own handing on."""

    def statements(self) -> tuple[Statement, ...]:
        """Run all steps."""
        self.open_contents()
        self.objects()
        self.cut_contents()
        ascriber = Ascriber(self.view, self.cues, {d.cue.first for d in self.drafts} | self.handed)
        for cue, content, source, rule in ascriber.ascriptions([(d.cue.first, d.content) for d in self.drafts if d.content]):
            self.drafts.append(Draft(cue, None, rule, content, source))
        handed: dict[Span | None, list[Span]] = {}
        for content, span in ascriber.handed:
            handed.setdefault(content, []).append(span)
        for draft in self.drafts:
            draft.via += tuple(span for span in handed.get(draft.content, ()) if span not in draft.via)
        found = [s for d in self.drafts if d.content is not None and self.speaks(d) and (s := self.finished(d)) is not None]
        found += Colons(self.view, found).statements()
        return nested(dedupe(found))

    def open_contents(self) -> None:
        """A draft for every reporting word that something opens after."""
        others = frozenset(c.first for c in self.cues if c.kind in ("verb", "participle"))
        taken: set[int] = set()
        for cue in self.cues:
            if cue.kind not in ("verb", "participle", "noun") or (cue.what and "as" not in cue.takes):
                continue
            opening = opening_after(self.view, cue, others)
            if opening is None or opening.first in taken or self.object_first(cue, opening):
                continue
            taken.add(opening.first)
            self.handed.update(at for at in range(cue.last, opening.first) if at in self.view.handing)
            source = self.source_of(cue, opening.first)
            if (
                "evidence" in cue.takes
                and source is not None
                and not sources.noun_phrase(self.view, self.view.token_at(source.phrase.start))
            ):
                continue  # "the tanks proved that they …"
            via = tellers(self.view, cue, opening.first)
            self.drafts.append(
                Draft(cue, opening, f"{cue.kind}-{opening.kind}", source=source, via=via, start=self.clause_start(cue, source))
            )

    def object_first(self, cue: Cue, opening: Opening) -> bool:
        """Whether a speech act's object stands before what opens farther on ("condemned the attack … “…”", "X announces a halt …")."""
        if opening.first - cue.last < 4:
            return False
        if "noun" in cue.takes and not cue.joined and opening.first - cue.last > FAR and self.object_follows(cue):
            return True
        if opening.quote is None:
            return False
        prepositions = told(cue.takes, "prep:")
        return any(by_preposition(self.view, at, prepositions) is not None for at in range(cue.last, opening.first - 1))

    def object_follows(self, cue: Cue) -> bool:
        """Whether the subject stands right before the verb and a noun without article right after it."""
        view = self.view
        norm, at = view.norm(cue.last), cue.last
        if view.is_mark(at) or norm.startswith(view.words.article) or at in view.mentions or view.is_source_noun(at):
            return False
        if sources.opens_circumstance(view, at) or norm in view.words.resumptive or norm in view.words.prep:
            return False
        return sources.adjacent(view, cue.first) is not None

    def clause_start(self, cue: Cue, source: sources.Source | None = None) -> int:
        """The token at which the cue's clause begins: at a subject joined on before the verb, joints and commas included."""
        at, words = cue.first, self.view.words
        subject = self.view.token_at(source.phrase.start) if source is not None else cue.first
        if self.view.norm(at - 1) in words.that and self.view.bare(at - 2) in words.before:
            return at - 2  # "after X had said"
        if subject < cue.first and source is not None and source.last == cue.first and self.joined_subject(subject):
            at = subject
        while at > 0 and (self.view.is_mark(at - 1, COMMAS) or self.view.norm(at - 1) in words.before_clause):
            at -= 1
        return at

    def joined_subject(self, token: int) -> bool:
        """Whether a subject before its verb is joined on to what is said before: in a headline, or after a comma."""
        view, title = self.view, self.view.document.layout.title
        if view.norm(token)[0] not in view.words.conjunctions or view.norm(token) in view.words.nouns:
            return False
        return view.is_mark(token - 1, COMMAS) or (title is not None and title.covers(view.tokens[token].span))

    def cut_contents(self) -> None:
        """Give each draft its content, cut where a later statement of the same sentence begins."""
        cuts = [d.start for d in self.drafts if self.cuts(d)]
        cuts += [self.clause_start(c) for c in self.cues if c.kind in ("ascription", "as-verb") and self.set_off(c)]
        cuts.sort()
        for draft in self.drafts:
            if draft.opening is not None:
                draft.content = content_span(self.view, draft.opening, cuts)
            elif draft.object is not None:
                draft.content = object_content(self.view, draft.object, cuts)
        # Studies that "show" inside a content are no second speaker, and what only takes an object there is its own business.
        opened = Cover(d.content for d in self.drafts if d.opening is not None and d.content is not None)
        self.drafts = [
            d for d in self.drafts
            if (d.opening is not None and "evidence" not in d.cue.takes) or not opened.of(d.cue.span)
        ]  # fmt: skip

    def cuts(self, draft: Draft) -> bool:
        """Whether a draft's own clause ends the content before it: participles and verbs joined on, not nested ones."""
        if draft.cue.kind == "participle":
            return True
        if self.view.bare(draft.start) in self.view.words.before and draft.start == draft.cue.first - 2:
            return True
        if draft.start < draft.cue.first - 1 and draft.source is not None and draft.source.last == draft.cue.first:
            return True
        related = self.view.norm(draft.cue.first - 1) in self.view.words.relative and draft.start == draft.cue.first - 1
        if related and draft.opening is None:
            return False  # "the truce that X announced"
        joint = draft.start < draft.cue.first and not self.view.is_mark(draft.start, COMMAS)
        return draft.cue.kind == "verb" and (draft.cue.joined or joint or self.view.norm(draft.cue.first - 1) in self.view.words.joint)

    def set_off(self, cue: Cue) -> bool:
        """Whether an ascription is set off from the clause before it."""
        if cue.kind == "as-verb":
            return cue.last in self.view.verbs or cue.last + 1 in self.view.verbs
        return True

    def source_of(self, cue: Cue, opener: int) -> sources.Source | None:
        """The source between cue and opener, else before the cue; participles and verbal nouns leave it out."""
        if cue.kind == "participle":
            return None
        handed = self.handed_on(cue, opener)
        if handed is not None:
            return handed
        if "to" in cue.takes and not cue.joined:  # "X informed Y that …": Y stands after the verb, X before it
            told = sources.adjacent(self.view, cue.first)
            if told is not None:
                return told
        split = sources.object_starts(self.view, cue.last, opener) if cue.takes & {"as", "noun"} else None
        accused = split is None and self.accuses(cue, opener)
        found = None if accused or self.after_kana(cue) else sources.after(self.view, cue.last, split or opener)
        if found is None and cue.kind == "verb" and not cue.joined:
            first = self.view.sentence(cue.first).first
            before = list(itertools.takewhile(lambda d: d.cue.first >= first, reversed(self.drafts)))
            before = [d for d in before if d.cue.first < cue.first]
            opened = [d.opening.last for d in before if d.opening is not None and d.opening.last <= cue.first]
            last = max([first, *(d.cue.last for d in before), *opened])
            found = sources.ahead(self.view, last, cue.first) or sources.adjacent(self.view, cue.first)
            if found is None and self.after_kana(cue):
                found = sources.after_was(self.view, first, cue.first)
        return found

    def accuses(self, cue: Cue, opener: int) -> bool:
        """Whether the one noun between verb and "of …" is the accused: such a verb needs one, so its subject is left out."""
        joined = self.view.norm(opener)[:1] in self.view.words.prepositions and not cue.suffix
        return joined and cue.takes >= {"to", "noun"} and any(t.startswith("prep:") for t in cue.takes)

    def handed_on(self, cue: Cue, opener: int) -> sources.Source | None:
        """Whose words are handed on, in "X transmitted from Y that …": the one after the preposition."""
        place = handing_place(self.view, cue, opener)
        return sources.after(self.view, place[1], opener, governed=True) if place is not None else None

    def after_kana(self, cue: Cue) -> bool:
        """Whether the clause opens with "was", which puts the subject before the reporting word."""
        first = self.view.sentence(cue.first).first
        return first < cue.first and self.view.bare(first) in self.view.words.kana and cue.first - first < 24

    def speaks(self, draft: Draft) -> bool:
        """Whether someone speaks: a source, or a reporting word that may leave it out (joined on, or first in its sentence)."""
        cue = draft.cue
        if "owner" in cue.takes and draft.source is None:
            return False  # "the announcement that", and nobody's
        if draft.source is not None or cue.kind != "verb" or cue.joined or draft.opening is None:
            return True
        lead = cue.first - self.view.sentence(cue.first).first
        words = self.view.words
        before = {self.view.norm(cue.first - 1), self.view.bare(cue.first - 1)}
        return lead <= 1 or self.view.is_mark(cue.first - 1) or bool(before & (words.joint | words.relative))

    def objects(self) -> None:
        """Drafts for verbs whose content is a noun phrase or a phrase after a preposition."""
        done = {d.cue.first for d in self.drafts} | {c.last for c in self.cues if c.kind == "as-verb" and c.last - c.first > 1}
        for cue in self.cues:
            if cue.first in done or cue.what or cue.kind not in ("verb", "participle") or self.view.in_quote(cue.span.start):
                continue
            found = object_after(self.view, cue)
            if found is not None:
                start, source, rule = found
                self.drafts.append(Draft(cue, None, rule, source=source, object=start, start=self.clause_start(cue, source)))

    def finished(self, draft: Draft) -> Statement | None:
        """A draft as a statement."""
        content, row = draft.content, draft.cue.row
        assert content is not None
        commitment: Commitment = row["commitment"]  # type: ignore[assignment]
        source = draft.source
        if source is not None and (source.span.overlaps(content) or source.span.overlaps(draft.cue.span)):
            source = None
        return Statement(
            id=digest(self.view.document.id, content.start, content.end, draft.cue.span.start),
            content=(content,), cue=draft.cue.span, cue_row=row.id, by=f"{STAGE}:{draft.rule} {row.where}",
            source=source.span if source else None, source_phrase=source.phrase if source else None,
            act=self.act(draft.cue), commitment=commitment, direct=self.direct(draft, content), via=draft.via,
        )  # fmt: skip

    def act(self, cue: Cue) -> str:
        """The speech act of the reporting word; who does "not rule out" denies nothing."""
        act = cue.row["act"]
        before, words = self.view.norm(cue.first - 1) if cue.first else "", self.view.words
        negated = before in words.negation or (before[:1] in words.conjunctions and before[1:] in words.negation)
        return "say" if act == "deny" and negated else act

    def direct(self, draft: Draft, content: Span) -> bool:
        """Whether the content is direct speech: mostly in quotation marks, or after a bare colon."""
        if draft.opening is not None and draft.opening.kind == "colon" and self.view.norm(draft.opening.last - 1) == ":":
            return True
        starts_inside = self.view.in_quote(content.start) or self.view.token_at(content.start) in self.view.quotes
        return self.view.quoted(content) > (DIRECT if starts_inside else LATE) * content.size


class Colons:
    """Speakers set before a colon without a reporting word, in headlines ("X: …") and before a quotation ("X: “…”")."""

    def __init__(self, view: View, found: list[Statement]) -> None:
        self.view, self.found = view, found

    def statements(self) -> list[Statement]:
        """All of them."""
        title = self.view.document.layout.title
        found = [self.in_title(title)] if title is not None else []
        body = Cover(self.view.document.layout.body)
        found += [self.in_body(s.first, s.last) for s in self.view.document.sentences if body.of(s.span)]
        return [s for s in found if s is not None]

    def in_title(self, title: Span) -> Statement | None:
        """A headline "X: …" or "… X: …" says that X says so."""
        view = self.view
        first, last = view.before(title.start), view.before(title.end)
        for at in range(first + 1, min(last - 2, first + 9)):
            if view.norm(at) == ":":
                start = next((i + 1 for i in range(at - 1, first, -1) if view.norm(i) in (".", "|", "\u2026")), first)
                return self.said(start, at, title)
        return None

    def in_body(self, first: int, last: int) -> Statement | None:
        """A sentence "X: “…”", X someone who can speak and is named."""
        view = self.view
        label = view.norms[first + 1 : max(first + 1, min(last - 2, first + LABEL))]
        if ":" not in label:
            return None
        at = first + 1 + label.index(":")
        quote = view.quote_from(at + 1)
        if quote is None or any(i in view.reports for i in range(first, at)):
            return None
        named = any(m.type != "place" for m in view.mentions_in(first, first + 2)) or view.is_source_noun(first)
        words = view.before(quote.inner.end) - view.before(quote.inner.start)
        return self.said(first, at, Span(view.tokens[first].start, quote.outer.end)) if named and words > NAMED else None

    def said(self, start: int, at: int, around: Span) -> Statement | None:
        """The statement of a speaker that stands from token `start` on, before the colon at `at`."""
        view = self.view
        shown = view.norm(start) in view.words.show  # "Video: …", "In pictures: …"
        source = sources.best(view, start, sources.phrase_end(view, start, at)) if not shown and sources.noun_phrase(view, start) else None
        content = content_span(view, Opening("colon", at, at + 1, view.quote_from(at + 1)), [])
        if source is None or content is None or self.dateline(source, at):
            return None
        if any(s.cue and s.cue.start < content.start for s in self.found if around.covers(s.content[0])):
            return None
        cue = view.tokens[at].span
        return Statement(
            id=digest(view.document.id, content.start, content.end, cue.start), content=(content,), cue=cue, by=f"{STAGE}:headline-colon",
            source=source.span, source_phrase=source.phrase, direct=view.quoted(content) > DIRECT * content.size,
        )  # fmt: skip

    def dateline(self, source: sources.Source, at: int) -> bool:
        """Whether a place before the colon is where it happened: no capital or country, or set off as French does, and no quotation."""
        view = self.view
        first = view.token_at(source.span.start)
        mention = view.mentions.get(first)
        if view.quote_from(at + 1) is not None:
            return False
        if mention is None:
            return self.spaced(at) and not view.is_source_noun(first) and view.norm(first) not in view.name_words
        if mention.type != "place":
            return False
        return self.spaced(at) or fold_form(source.span.of(view.text)) not in view.words.governments

    def spaced(self, at: int) -> bool:
        """Whether a space stands before a colon."""
        return self.view.tokens[at - 1].end < self.view.tokens[at].start


def dedupe(found: list[Statement]) -> list[Statement]:
    """One statement for a content and cue, in text order."""
    unique = {(s.content, s.cue): s for s in found}
    return sorted(unique.values(), key=lambda s: (s.content[0].start, s.cue or s.content[0]))


def nested(found: list[Statement]) -> tuple[Statement, ...]:
    """Each statement whose cue and words begin inside another's content, tied to the smallest such."""
    by_content: dict[Span, Statement] = {}
    for statement in found:
        by_content.setdefault(statement.content[0], statement)
    contents = Cover(by_content)
    out = []
    for statement in found:
        around = contents.of(statement.cue) if statement.cue else []
        own = statement.content[0]
        holders = [by_content[c] for c in around if c != own and c.start <= own.start < by_content[c].content[-1].end]
        holder = min(holders, key=lambda s: s.content[0].size, default=None)
        out.append(msgspec.structs.replace(statement, nested_in=holder.id) if holder else statement)
    return tuple(out)
