"""What the pages of a story show, part by part: nothing is made that is not shown, so that large stories stay quick."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup, escape

from isnad.derive.contrast import LabelRow, contrast_table
from isnad.derive.judged_conflicts import ACCEPTED
from isnad.export.catalogue import Catalogue
from isnad.export.drawing.figures import figure_chart
from isnad.export.drawing.formats import date_words
from isnad.export.drawing.svg import calm
from isnad.export.view import ArticleView, FigureView, Line, PairView, Ref, ViewBuilder
from isnad.export.view_words import one_line
from isnad.model.account import Account, AlteredQuote, Conflict, Entity, Event, Feature, Figure, Reuse
from isnad.model.document import Document
from isnad.model.ids import digest
from isnad.model.judgement import place_anchor
from isnad.model.outcome import SPOOFS
from isnad.model.span import Span
from isnad.text.folding import fold_form
from isnad.web.drawing.copies import Carrier, copies_graph
from isnad.web.drawing.differences import Aligned, aligned, difference_html
from isnad.web.drawing.timeline import timeline_strip
from isnad.web.views.places import article_address, name_address, story_address

EVENTS = 60
"""Events on a page of the timeline."""


def reason(feature: Feature) -> str:
    """A feature with its weight and the words it saw."""
    return f"{feature.name} {feature.weight:+.2f}" + (f" ({one_line(feature.detail)})" if feature.detail else "")


class FigureCard(msgspec.Struct, frozen=True):
    """A figure with its chart."""

    id: str
    view: FigureView
    chart: Markup


class EventCard(msgspec.Struct, frozen=True):
    """An event of the timeline."""

    id: str
    line: Line
    event: Event


class PairCard(msgspec.Struct, frozen=True, kw_only=True):
    """Two sides: a conflict or an altered quote."""

    id: str
    pair: PairView
    difference: Markup = Markup("")
    a: str
    """Place anchors, for judgements."""
    b: str
    accepted: str = ""
    """Who confirmed it."""


class CopyCard(msgspec.Struct, frozen=True, kw_only=True):
    """A copy with some of its passages, word by word."""

    words: Markup
    """Who carries whose words."""
    note: str
    """How literally, and how much."""
    address: str
    a: Ref
    b: Ref
    outlets: tuple[str, str]
    passages: tuple[tuple[Ref, Ref, Aligned], ...]
    total: int
    """Passages, those that are not shown too."""
    why: tuple[str, ...]


class NameCard(msgspec.Struct, frozen=True, kw_only=True):
    """A name of the story."""

    name: str
    type: str
    times: int
    role: str
    forms: tuple[str, ...]
    address: str


class StoryView:
    """Parts of an account in the language of the reader."""

    def __init__(self, story: str, account: Account, say: Catalogue) -> None:
        self.story, self.account, self.say = story, account, say
        self.builder = ViewBuilder(account, say)
        self._ids = {number: identity for identity, number in self.builder.numbers.items()}

    def link(self, ref: Ref) -> str:
        """The address that opens the words of a reference."""
        return article_address(self._ids[ref.number], ref.span)

    def article_of(self, number: int) -> str:
        """The address of an article by its number in the story."""
        return article_address(self._ids[number])

    def address(self, part: str) -> str:
        """The page of a part."""
        return story_address(self.story, part)

    def spoofs(self, path: str | None = None) -> list[tuple[str, str, str]]:
        """What looks like something else, in the story or in the article of a path: path, message, detail."""
        found = (i for i in self.account.issues if i.code in SPOOFS and path in (None, i.path))
        return [(i.path, self.say(f"issue.{i.code}"), i.detail) for i in found]

    def outlets(self) -> int:
        """How many outlets tell the story."""
        return self.builder.outlets()

    def days(self) -> list[tuple[str, int]]:
        """Day of each article, for the growth of the story."""
        return [(d.publication.date, 1) for d in self.account.documents if d.publication.date]

    def brief(self) -> list[Line]:
        """The brief with its footnotes."""
        return [Line(one_line(s.text), self.builder.refs(s.evidence), note=s.kind) for s in self.account.brief]

    # Figures

    def figures(self) -> list[Figure]:
        """Figures, those of most tellings first."""
        return sorted(self.account.figures, key=lambda f: (-len(f.values), f.measure, f.of))

    def figure(self, figure: Figure) -> FigureCard:
        """A figure with its chart."""
        view = self.builder.figure_view(figure)
        return FigureCard("f" + digest(figure.measure, figure.of), view, figure_chart(view, self.say, self.link))

    # Timeline

    def event_id(self, event: Event) -> str:
        """The id of an event on its page."""
        return "e" + digest(event.date, event.text)

    def event(self, event: Event) -> EventCard:
        """An event with the places that tell it."""
        note = self.say("page.planned") if event.planned else ""
        line = Line(one_line(event.text), self.builder.refs(event.evidence), lead=event.date, note=note)
        return EventCard(self.event_id(event), line, event)

    def strip(self, cards: Sequence[EventCard]) -> Markup:
        """Events of a page at a glance; each opens its entry."""
        return timeline_strip([c.event for c in cards], self.say, lambda e: f"#{self.event_id(e)}")

    def whole_strip(self, cards: Sequence[EventCard]) -> Markup:
        """All events at a glance; those that are not on the page open the page of the timeline that has them."""
        here = {c.id for c in cards}
        pages = {self.event_id(e): n // EVENTS + 1 for n, e in enumerate(self.account.timeline)}

        def link(event: Event) -> str:
            identity = self.event_id(event)
            return f"#{identity}" if identity in here else f"{self.address('timeline')}?page={pages[identity]}#{identity}"

        return timeline_strip(self.account.timeline, self.say, link)

    # Conflicts and altered quotes

    def conflict(self, conflict: Conflict) -> PairCard:
        """A conflict, both sides with their chains."""
        a, b = (place_anchor(e.article, e.span) for e in (conflict.a, conflict.b))
        return PairCard(
            id="x" + digest(a, b), pair=self.builder.conflict_view(conflict), a=a, b=b, accepted=conflict.details.get(ACCEPTED, "")
        )

    def altered(self, quote: AlteredQuote) -> PairCard:
        """An altered quote with its difference."""
        a, b = (place_anchor(e.article, e.span) for e in (quote.a, quote.b))
        pair = self.builder.altered_view(quote)
        return PairCard(id="q" + digest(a, b), pair=pair, difference=difference_html(pair.difference), a=a, b=b)

    # Copies

    def copies_address(self, reuse: Reuse) -> str:
        """The page that shows a copy word by word."""
        return story_address(self.story, "copies", reuse.a, reuse.b)

    def copies_graph(self, copies: Sequence[Reuse]) -> Markup:
        """Copies as a picture."""
        carriers = (self._carrier(self.builder.documents[i]) for i in {i for r in copies for i in (r.a, r.b)})
        return copies_graph(carriers, copies, self.say, self.copies_address)

    def _carrier(self, document: Document) -> Carrier:
        moment = document.publication.date or ""
        return Carrier(
            id=document.id, number=self.builder.numbers[document.id], outlet=self.builder.outlet(document),
            day=date_words(moment, self.say.language) if moment else "", moment=moment, link=article_address(document.id),
        )  # fmt: skip

    def copy_words(self, reuse: Reuse) -> Markup:
        """Who carries whose words; the names of outlets keep their own direction."""
        sentence = escape(self.say(f"direction.{reuse.direction}", a="{a}", b="{b}"))
        named = {k: self.builder.outlet(self.builder.documents[i]) for k, i in (("a", reuse.a), ("b", reuse.b))}
        return sentence.format(**{k: Markup("<bdi>{}</bdi>").format(calm(name)) for k, name in named.items()})

    def copy(self, reuse: Reuse, first: int = 0, most: int = 1) -> CopyCard:
        """A copy with at most so many passages from a number on, the longest first."""
        ranked = sorted(reuse.passages, key=lambda p: (-p.a.size, p.a))
        a, b = self.builder.documents[reuse.a], self.builder.documents[reuse.b]
        heads = [d.layout.title or (d.analysed or (Span(0, min(80, len(d.text))),))[0] for d in (a, b)]
        shown = tuple(
            (self.builder.ref(a.id, p.a), self.builder.ref(b.id, p.b), aligned((a, p.a), (b, p.b))) for p in ranked[first : first + most]
        )
        return CopyCard(
            words=self.copy_words(reuse), note=self.builder.copy_line(reuse).note, address=self.copies_address(reuse),
            passages=shown, total=len(ranked),
            a=self.builder.ref(a.id, heads[0]), b=self.builder.ref(b.id, heads[1]),
            outlets=(self.builder.outlet(a), self.builder.outlet(b)),
            why=tuple(reason(f) for f in reuse.why),
        )  # fmt: skip

    # Labels, names, articles

    def labels(self) -> tuple[LabelRow, ...]:
        """Words for the same people, bodies and events, with who uses them in which voice."""
        return contrast_table(self.account.labels)

    def uses(self, row: LabelRow) -> tuple[Ref, ...]:
        """The places of a word."""
        return tuple(sorted((self.builder.ref(u.article, u.span) for u in row.uses), key=lambda r: (r.number, r.span)))

    def names(self) -> list[Entity]:
        """Names, those named most first."""
        return sorted((e for e in self.account.links.entities if e.forms), key=lambda e: (-sum(e.forms.values()), e.name))

    def name(self, entity: Entity) -> NameCard:
        """A name with its other forms."""
        forms = sorted(entity.forms.items(), key=lambda f: (-f[1], f[0]))
        role = one_line(entity.roles[0].text) if entity.roles else ""
        return NameCard(
            name=entity.name, type=entity.type, times=sum(entity.forms.values()), role=role,
            forms=tuple(f for f, _ in forms if f != entity.name), address=name_address(entity.type, fold_form(forms[0][0])),
        )  # fmt: skip

    def articles(self) -> list[Document]:
        """Articles in the order of their numbers."""
        return list(self.builder.documents.values())

    def article(self, document: Document) -> tuple[ArticleView, str]:
        """An article with its address."""
        return self.builder.article_view(document), article_address(document.id)
