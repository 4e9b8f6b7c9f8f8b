"""What a page shows: the account turned into lines with references, the same for terminal, Markdown and HTML."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from isnad.export.catalogue import Catalogue
from isnad.export.view_altered import Difference, difference
from isnad.export.view_labels import words_of
from isnad.export.view_standing import standing_words
from isnad.export.view_words import bounds, one_line, outlet_words, plain
from isnad.model.account import Account, AlteredQuote, Claim, Conflict, Evidence, Figure, FigureValue, Reuse
from isnad.model.document import Document
from isnad.model.findings import Bounds, Hop, Statement
from isnad.model.outcome import count
from isnad.model.span import Span
from isnad.text.hosts import told_by


class Ref(msgspec.Struct, frozen=True):
    """A reference: article number on the page, span, and the words that stand there."""

    number: int
    span: Span
    quote: str


class Line(msgspec.Struct, frozen=True):
    """A line of the page with what it rests on."""

    text: str
    refs: tuple[Ref, ...]
    lead: str = ""
    """What stands before the text: a day, a kind."""
    note: str = ""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One telling of a figure; `low` and `high` bound it, `high` is None where it is open."""

    value: str
    low: float
    high: float | None
    day: str
    source: str
    note: str
    ref: Ref
    outlet: str
    kind: str = "total"
    stale: bool = False


class FigureView(msgspec.Struct, frozen=True):
    """A figure over time."""

    title: str
    of: str
    points: tuple[Point, ...]


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its best telling, standing and chains."""

    speaker: str
    act: str
    text: str
    direct: bool
    standing: str
    commitment: str
    origins: tuple[str, ...]
    chains: tuple[str, ...]
    refs: tuple[Ref, ...]
    tellers: int


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a conflict, copy or altered quote."""

    ref: Ref
    outlet: str
    day: str
    context: str
    chain: str = ""


class PairView(msgspec.Struct, frozen=True, kw_only=True):
    """Two sides set against each other."""

    kind: str
    relation: str = ""
    about: str = ""
    why: str = ""
    a: Side
    b: Side
    difference: Difference = ()


class ArticleView(msgspec.Struct, frozen=True, kw_only=True):
    """An article in the list of articles."""

    number: int
    outlet: str
    day: str
    day_by: str
    title: str
    wire: str
    path: str
    document: Document


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a page shows."""

    title: str
    counts: tuple[str, ...]
    days: str
    brief: tuple[Line, ...]
    timeline: tuple[Line, ...]
    figures: tuple[FigureView, ...]
    conflicts: tuple[PairView, ...]
    claims: tuple[ClaimView, ...]
    altered: tuple[PairView, ...]
    copies: tuple[Line, ...]
    labels: tuple[Line, ...]
    names: tuple[Line, ...]
    stories: tuple[Line, ...]
    articles: tuple[ArticleView, ...]
    outcomes: tuple[str, ...]
    issues: tuple[Line, ...]


def clip(text: str, size: int) -> str:
    """At most so many characters, cut at a word, with an ellipsis."""
    text = one_line(text)
    return text if len(text) <= size else text[:size].rsplit(" ", 1)[0] + " …"


class ViewBuilder:
    """Knows articles by number and words by span while the view is put together."""

    def __init__(self, account: Account, say: Catalogue) -> None:
        self.account, self.say = account, say
        ordered = sorted(account.documents, key=lambda d: (d.publication.date or "9999", d.path))
        self.numbers = {d.id: n for n, d in enumerate(ordered, 1)}
        self.documents = {d.id: d for d in ordered}
        self.statements = {s.id: (d, s) for d in ordered for s in d.statements}
        self.names = {e.id: e.name for e in account.links.entities}

    def outlet(self, document: Document) -> str:
        """The outlet, else the file's name."""
        return outlet_words(document.outlet, document.article.url, document.article.name)

    def outlets(self) -> int:
        """How many outlets tell; hosts that look alike are not one."""
        return len(set(told_by(list(self.documents.values())).values()))

    def ref(self, article: str, span: Span) -> Ref:
        """A reference to a place."""
        return Ref(self.numbers[article], span, one_line(span.of(self.documents[article].text)))

    def refs(self, evidence: tuple[Evidence, ...]) -> tuple[Ref, ...]:
        """References to several places, in the order of the articles."""
        return tuple(sorted((self.ref(e.article, e.span) for e in evidence), key=lambda r: (r.number, r.span)))

    def context(self, article: str, span: Span, size: int = 220) -> str:
        """The sentence around a span, clipped around it."""
        document = self.documents[article]
        at = bisect_right([s.start for s in document.sentences], span.start) - 1
        if at < 0:
            return clip(span.of(document.text), size)
        sentence = document.sentences[at].span
        start = sentence.start if span.end - sentence.start <= size else max(sentence.start, span.start - size // 4)
        while start > sentence.start and not document.text[start - 1].isspace():
            start -= 1
        text = clip(document.text[start : max(sentence.end, span.end)], size)
        return text if start == sentence.start else "… " + text

    def chain(self, document: Document, statement: Statement) -> str:
        """The chain of a statement, nearest teller first, in one line."""
        arrow = " ← "
        parts: list[str] = []
        for hop in statement.chain:
            name = self.hop(document, hop)
            if name and (not parts or parts[-1] != name):
                parts.append(name)
        return arrow.join(parts)

    def hop(self, document: Document, hop: Hop) -> str:
        """The name of one teller."""
        if hop.span is not None:
            return one_line(hop.span.of(document.text))
        return hop.name or (self.outlet(document) if hop.role == "outlet" else self.say(f"role.{hop.role}"))

    def speaker(self, document: Document, statement: Statement) -> str:
        """Who speaks: the entity's name, else the words that name the speaker."""
        entity = self.account.links.speaker_entity.get(statement.id)
        if entity in self.names:
            return self.names[entity]
        if statement.speaker is not None:
            return one_line(statement.speaker.span.of(document.text))
        return self.say("page.unnamed")

    def figure_views(self) -> tuple[FigureView, ...]:
        """Figures, those with most tellings first."""
        return tuple(self.figure_view(f) for f in sorted(self.account.figures, key=lambda f: (-len(f.values), f.measure, f.of)))

    def figure_view(self, figure: Figure) -> FigureView:
        """A figure with its tellings."""
        return FigureView(self.say(f"measure.{figure.measure}"), one_line(figure.of), tuple(self.point(v) for v in figure.values))

    def point(self, value: FigureValue) -> Point:
        """One telling."""
        document = self.documents[value.article]
        notes = [self.say(f"page.{value.kind}")] if value.kind != "total" else []
        notes += [self.say("page.stale")] if value.stale else []
        low, high = bounds(value.value)
        return Point(
            value=self.number(document, value), low=low, high=high, day=value.as_of or value.reported or "",
            source=one_line(value.source or ""), note=", ".join(notes), ref=self.ref(value.article, value.span),
            outlet=self.outlet(document), kind=value.kind, stale=value.stale,
        )  # fmt: skip

    def number(self, document: Document, value: FigureValue) -> str:
        """The number in words of the interface, with its bound."""
        found = next((q for q in document.quantities if q.span == value.span), None)
        if isinstance(value.value, Bounds):
            low, high = plain(value.value.min), plain(value.value.max)
            if value.value.max is None:
                return self.say("page.from-value", min=low)
            return self.say("page.range-value", min=low, max=high)
        text = plain(value.value)
        if found is not None and found.bound:
            return self.say(f"page.{found.bound}-value", value=text)
        return self.say("page.about-value", value=text) if found is not None and found.approximate else text

    def claim_view(self, claim: Claim) -> ClaimView:
        """A claim by its fullest telling."""
        told = sorted((self.statements[s] for s in claim.statements if s in self.statements), key=lambda p: self.numbers[p[0].id])
        document, statement = next(((d, s) for d, s in told if s.source is not None), told[0])
        chains = dict.fromkeys(c for d, s in told if (c := self.chain(d, s)))
        return ClaimView(
            speaker=self.speaker(document, statement), act=self.say(f"act.{statement.act}"), direct=statement.direct,
            text=one_line(" … ".join(s.of(document.text) for s in statement.content)),
            standing=standing_words(claim, self.say),
            commitment=self.say(f"commitment.{statement.commitment}") if statement.commitment != "asserts" else "",
            origins=claim.origin_names, chains=tuple(chains),
            refs=tuple(self.ref(d.id, s.content[0]) for d, s in told), tellers=claim.tellers,
        )  # fmt: skip

    def side(self, evidence: Evidence) -> Side:
        """One side of a pair."""
        document = self.documents[evidence.article]
        inside = [s for s in document.statements if any(c.covers(evidence.span) for c in s.content)]
        inside.sort(key=lambda s: sum(c.size for c in s.content))
        return Side(
            ref=self.ref(evidence.article, evidence.span), outlet=self.outlet(document), day=(document.publication.date or "")[:10],
            context=self.context(evidence.article, evidence.span),
            chain=self.chain(document, inside[0]) if inside else " ← ".join(p for p in (self.outlet(document), self.wire(document)) if p),
        )  # fmt: skip

    def conflict_view(self, conflict: Conflict) -> PairView:
        """A conflict."""
        return PairView(
            kind=self.say(f"conflict.{conflict.kind}"), relation=self.say(f"relation.{conflict.relation}"), about=self.about(conflict),
            why=self.say(f"why.{conflict.why}", **conflict.details), a=self.side(conflict.a), b=self.side(conflict.b),
        )  # fmt: skip

    def about(self, conflict: Conflict) -> str:
        """What a conflict is about, in the language of the page where it is a figure."""
        if "measure" in conflict.details:
            return f"{self.say('measure.' + conflict.details['measure'])} {one_line(conflict.details.get('of', ''))}".strip()
        return one_line(conflict.about)

    def altered_views(self) -> tuple[PairView, ...]:
        """Altered quotes."""
        return tuple(self.altered_view(q) for q in self.account.links.altered_quotes)

    def altered_view(self, quote: AlteredQuote) -> PairView:
        """An altered quote."""
        texts = {e.article: self.documents[e.article].text for e in (quote.a, quote.b)}
        kind = self.say(f"page.{quote.kind}")
        return PairView(kind=kind, a=self.side(quote.a), b=self.side(quote.b), difference=difference(quote, texts))

    def copy_lines(self) -> tuple[Line, ...]:
        """Who carries whose words."""
        return tuple(self.copy_line(r) for r in self.ranked_copies())

    def ranked_copies(self) -> list[Reuse]:
        """Copies, those of most words first."""
        return sorted(self.account.links.reuse, key=lambda r: (-r.share, self.numbers[r.a], self.numbers[r.b]))

    def copy_line(self, reuse: Reuse) -> Line:
        """Who carries whose words in one copy."""
        a, b = (f"[{self.numbers[i]}] {self.outlet(self.documents[i])}" for i in (reuse.a, reuse.b))
        refs = tuple(r for p in reuse.passages[:1] for r in (self.ref(reuse.a, p.a), self.ref(reuse.b, p.b)))
        note = f"{self.say(f'reuse.{reuse.kind}')}, {round(reuse.share * 100)} %"
        return Line(self.say(f"direction.{reuse.direction}", a=a, b=b), refs, note=note)

    def label_lines(self) -> tuple[Line, ...]:
        """For each concept, each word with the outlets that use it in their own voice or report it."""

        names = {i: self.outlet(d) for i, d in self.documents.items()}
        return tuple(
            Line(w.word, tuple(self.ref(u.article, u.span) for u in w.uses), self.say(f"concept.{w.concept}"), w.note(self.say, names))
            for w in words_of(self.account.labels)
        )

    def name_lines(self) -> tuple[Line, ...]:
        """Entities by how often they are named."""
        entities = [e for e in self.account.links.entities if e.forms]
        entities.sort(key=lambda e: (-sum(e.forms.values()), e.name))
        lines = []
        for entity in entities:
            others = [f for f, _ in sorted(entity.forms.items(), key=lambda f: (-f[1], f[0])) if f != entity.name]
            role = entity.roles[0].text if entity.roles else ""
            note = f"{self.say('page.forms')}: {', '.join(others)}" if others else ""
            notes = " · ".join(p for p in (one_line(role), note) if p)
            lines.append(Line(entity.name, (), lead=str(sum(entity.forms.values())), note=notes))
        return tuple(lines)

    def article_views(self) -> tuple[ArticleView, ...]:
        """Articles by day."""
        return tuple(self.article_view(d) for d in self.documents.values())

    def article_view(self, document: Document) -> ArticleView:
        """An article."""
        d = document
        return ArticleView(
            number=self.numbers[d.id], outlet=self.outlet(d), day=(d.publication.date or "")[:10], day_by=d.publication.by,
            title=one_line(d.layout.title.of(d.text)) if d.layout.title else self.say("page.untitled"),
            wire=self.wire(d), path=d.path, document=d,
        )  # fmt: skip

    def wire(self, document: Document) -> str:
        """The agency, credited or inferred."""
        if document.layout.wires:
            return " / ".join(dict.fromkeys(w.agency for w in document.layout.wires))
        if document.id in self.account.links.wire:
            return f"{self.account.links.wire[document.id][0]} ({self.say('page.not-credited')})"
        return ""

    def story_lines(self) -> tuple[Line, ...]:
        """Stories, where there is more than one."""
        stories = self.account.links.stories
        if len(stories) < 2:
            return ()
        lines = []
        for story in sorted(stories, key=lambda s: (-len(s.articles), s.title)):
            numbers = sorted(self.numbers[a] for a in story.articles)
            note = ", ".join(f"[{n}]" for n in numbers[:20]) + (" …" if len(numbers) > 20 else "")
            lines.append(Line(one_line(story.title), (), lead=self.say("count.articles", n=len(numbers)), note=note))
        return tuple(lines)


def build_view(account: Account, say: Catalogue) -> View:
    """Everything a page shows of an account, in the language of the catalogue."""
    builder = ViewBuilder(account, say)
    days = sorted({d.publication.date[:10] for d in account.documents if d.publication.date})
    stories = sorted(account.links.stories, key=lambda s: (-len(s.articles), s.title))
    articles = builder.article_views()
    claims = sorted(account.links.claims, key=lambda c: (-c.tellers, -len(c.statements), c.id))
    statements = sum(len(d.statements) for d in account.documents)
    return View(
        title=one_line(stories[0].title) if stories and stories[0].title else (articles[0].title if articles else say("page.untitled")),
        counts=(
            say("count.articles", n=len(account.documents)), say("count.outlets", n=builder.outlets()),
            say("count.statements", n=statements), say("count.copies", n=len(account.links.reuse)),
            say("count.conflicts", n=len(account.conflicts)),
        ),
        days=" – ".join(dict.fromkeys((days[0], days[-1]))) if days else "",
        brief=tuple(Line(one_line(s.text), builder.refs(s.evidence), note=s.kind) for s in account.brief),
        timeline=tuple(
            Line(one_line(e.text), builder.refs(e.evidence), lead=e.date, note=say("page.planned") if e.planned else "")
            for e in account.timeline
        ),
        figures=builder.figure_views(),
        conflicts=tuple(builder.conflict_view(c) for c in account.conflicts),
        claims=tuple(builder.claim_view(c) for c in claims if any(s in builder.statements for s in c.statements)),
        altered=builder.altered_views(),
        copies=builder.copy_lines(),
        labels=builder.label_lines(),
        names=builder.name_lines(),
        stories=builder.story_lines(),
        articles=articles,
        outcomes=tuple(
            say(f"fate.{fate}") + (f" ({say('reason.' + reason)})" if reason else "") + f": {n}"
            for (fate, reason), n in sorted(count(list(account.outcomes)).items())
        ),
        issues=tuple(Line(i.detail, (), lead=i.path, note=say(f"issue.{i.code}")) for i in account.issues),
    )  # fmt: skip
