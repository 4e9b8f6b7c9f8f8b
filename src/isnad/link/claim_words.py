"""What a statement says, made comparable: terms, names, places, numbers, days, polarity, the deed that it is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from isnad.lang.pack import Pack
from isnad.link.claim_page import Page
from isnad.link.claim_terms import Terms
from isnad.model.account import Links
from isnad.model.document import Document
from isnad.model.findings import Bounds, Statement
from isnad.model.span import Span
from isnad.model.text import Kind, Token
from isnad.text.folding import fold_form

BACKGROUND = 0.4
"""What a term counts that stands in a relative clause only: it tells of something known, not what is claimed."""
FRAME = 0.6
"""What the deed itself counts among the terms ("condemned", "promised")."""
LIGHT = "~"
"""How the ids of senses begin that say little: of places, times and anything."""
PLACE = "~place"
"""The sense of nouns before the name of a place: town, province."""
PLAIN = frozenset({"say", "confirm", "claim", "expect", "write", "ask"})
"""Acts that only tell; the others are part of what is said."""
FAMILY = {"appeal": "call", "request": "call", "order": "call"}
"""Deeds that are one in other words."""
JUDGING = frozenset({"describe", "consider", "see", "praise", "criticise", "think"})
"""Cues after which the content is the speaker's own judgement."""
DEED = "act:"
"""How the ids of senses begin that are deeds in words: their rest is the act."""
OPENING = 3
"""Words among which a content names the deed that it is, or the speaker's own things."""
LEADING = 6
"""Terms at the beginning of a content that are its lead."""
ANNOUNCED = 10
"""Words among which a content may announce what follows its "that"."""
SMALL = 3
"""Letters of relatives that are more often something else."""
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
DAY = 10
"""Characters of an ISO day."""
LETTERS = 200
"""Folded characters of a content that are compared as letters."""
QUOTING = frozenset('"\u00ab\u00bb\u201c\u201d\u2018\u2019')
"""Quotation marks: a clause goes on over them."""
BLAME = "=responsible"
"""The term of all ways to say who is behind something, whether it is said or done by the reporting verb."""


Weighed = tuple[str, float, int]
"""A term, what it counts, and where it stands."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement ready to be compared."""

    id: str
    article: str
    text: str
    """The content's words."""
    content: tuple[Span, ...]
    reach: Span
    """From the first to the last character of source, cue and content."""
    nested_in: str | None
    terms: dict[str, float]
    """What it says, each with how much it stands in front."""
    lead: frozenset[str]
    """Terms of what is said first, after words that only announce it ("the findings show that")."""
    head: str | None
    """The first term that is no name, number or light word: mostly what happens, or to what."""
    numbers: frozenset[tuple[str, str]]
    """(event, value) of the quantities claimed, those of relative clauses left out."""
    places: frozenset[str]
    """Entities of the places it names, and words after "town of" that no table knows."""
    act: str
    speaker: str | None
    person: bool
    """Whether the speaker is a named person."""
    state: bool
    """Whether a country or its capital speaks."""
    country: str | None
    """The country whose adjective or name stands with the speaker, here or elsewhere."""
    actors: frozenset[str]
    """Entities of the bodies and persons in front."""
    named: frozenset[str]
    """Entities of all bodies and persons."""
    negated: bool
    """Whether a word of negation stands in the content."""
    poles: frozenset[str]
    """Sides of axes that its words take: rise, end, agreement …"""
    days: frozenset[str]
    """Days, months or years it names."""
    day: int | None
    """The article's day, counted from the beginning of the calendar."""
    title: bool
    """Whether it stands in the headline."""
    own: bool
    """Whether it speaks of the speaker's own doings or things, or is the speaker's judgement."""
    letters: str
    """The folded words, cut where they are many."""


class Reader:
    """Makes statements comparable: the tables of a pack, ready to use."""

    def __init__(self, pack: Pack, links: Links) -> None:
        self._links = links
        self._terms = Terms(pack)
        self._heads = {self._terms.stem(f) for f in pack.forms("organization_heads")}
        self._article, self._pronouns = pack.affixes.article, pack.affixes.pronouns
        self._imperfect = tuple(pack.affixes.future + p for p in pack.forms("derivations", "kind", "person"))
        self._not, self._still = pack.forms("polarity", "kind", "negation"), pack.forms("polarity", "kind", "still")
        self._relatives = frozenset(f for f in pack.forms("statement_words", "kind", "relative") if len(f) > SMALL)
        that = self._that = pack.forms("statement_words", "kind", "that")
        self._of_speaker = {f for f in that if any(f.endswith(p) and f[: -len(p)] in that for p in self._pronouns)}
        self._kinds = {e.id: e.type for e in links.entities}
        self._headed = {e.id: self._first_words((e.name, *e.forms)) for e in links.entities if e.type == "organization"}
        self._countries = {self._terms.stem(row.folded): row.id for row in pack.table("nationalities")}

    def _first_words(self, forms: Sequence[str]) -> frozenset[str]:
        return frozenset(self._terms.stem(words[0]) for f in forms if (words := fold_form(f).split()))

    def read(self, documents: Sequence[Document]) -> list[Said]:
        """All statements of documents, by id."""
        said: list[Said] = []
        homes: dict[str, str] = {}
        for page in map(Page, documents):
            for statement in page.document.statements:
                country = self.country(page, statement)
                said.append(one := self.said(page, statement, country))
                if one.speaker and country:
                    homes.setdefault(one.speaker, country)
        return sorted((at_home(one, homes) for one in said), key=lambda s: s.id)

    def said(self, page: Page, statement: Statement, country: str | None) -> Said:
        """The statement with its terms; `country` is that of its source."""
        content, links, document = statement.content, self._links, page.document
        tokens = page.tokens(content)
        behind, act = self.background(tokens), self.act(statement, tokens)
        entities = self.entities(page, content, tokens)
        bodies = {span: e for span, e in entities.items() if self._kinds.get(e) != "place"}
        own = self.own(page, statement, tokens, entities)
        counts = [q for q in document.quantities if _in(q.span, content)]
        weighed = self.weighed(tokens, {q.span: f"={number(q.value)}" for q in counts} | entities, behind)
        blamed = [h.span.start for h in document.hits.get("responsibility", ()) if _in(h.span, content)]
        terms = self.terms(weighed, act, blamed, behind)
        speaker = links.speaker_entity.get(statement.id)
        if own and speaker:
            terms[speaker] = 1.0
        title, published = document.layout.title, document.publication.date
        times = [t.value[:DAY] for t in document.times if _in(t.span, content) and t.span.start not in behind]
        return Said(
            id=statement.id, article=document.id,
            text=" … ".join(c.of(document.text) for c in content), content=content,
            reach=reach(statement), nested_in=statement.nested_in, terms=terms, head=self.head(tokens, entities),
            lead=self.lead(tokens, weighed),
            numbers=frozenset((q.event or q.unit or "", number(q.value)) for q in counts if q.span.start not in behind),
            places=frozenset(self.places(tokens, entities, behind)),
            act=act, speaker=speaker, person=bool(statement.speaker and statement.speaker.form == "named"),
            state=bool(statement.speaker and statement.speaker.stands_for) or (speaker is not None and self._kinds.get(speaker) == "place"),
            country=self.doer(statement, tokens) or country, named=frozenset(bodies.values()),
            actors=frozenset(e for span, e in bodies.items() if span.start not in behind),
            negated=self.negated(tokens), poles=self._terms.poles_of(terms), own=own,
            days=frozenset(t for t in times if DATE.fullmatch(t)),
            day=date.fromisoformat(published[:DAY]).toordinal() if published and len(published) >= DAY else None,
            title=bool(title and content and title.covers(content[0])),
            letters=" ".join(t.norm for t in tokens if t.kind != Kind.PUNCTUATION)[:LETTERS],
        )  # fmt: skip

    def lead(self, tokens: list[Token], weighed: list[Weighed]) -> frozenset[str]:
        """The first terms of what is said in front, after the words that only announce it."""
        after = max((t.start for t in tokens[:ANNOUNCED] if t.norm in self._that), default=-1)
        front = dict.fromkeys(term for term, weight, at in weighed if at > after and weight >= 1.0)
        return frozenset(list(front)[:LEADING])

    def places(self, tokens: list[Token], entities: dict[Span, str], behind: frozenset[int]) -> Iterator[str]:
        """Places in front: names, and words after a noun of places."""
        yield from (e for span, e in entities.items() if self._kinds.get(e) == "place" and span.start not in behind)
        yield from self.place_words(tokens, entities)

    def weighed(self, tokens: list[Token], spoken: dict[Span, str], behind: frozenset[int]) -> list[Weighed]:
        """Entities, counted numbers and other words of the content, in their order, with their weights."""
        spans = sorted(spoken)
        out: list[Weighed] = []
        for token in tokens:
            held = [spoken[s] for s in spans if s.start < token.end and token.start < s.end]
            found = (t for t in held or (self._terms.of(token),) if t is not None)
            out += [(t, BACKGROUND if token.start in behind or t.startswith(LIGHT) else 1.0, token.start) for t in found]
        return out

    def terms(self, weighed: list[Weighed], act: str, blamed: list[int], behind: frozenset[int]) -> dict[str, float]:
        """Each term with the most that it counts anywhere, the deed and who is to blame among them."""
        out: dict[str, float] = {}
        for term, weight, _ in weighed:
            out[term] = max(out.get(term, 0.0), weight)
        if act in ("accuse", "claim-responsibility") or blamed:
            out[BLAME] = BACKGROUND if blamed and all(start in behind for start in blamed) else 1.0
        if act not in PLAIN:
            out[DEED + FAMILY.get(act, act)] = FRAME
        return out

    def head(self, tokens: list[Token], entities: dict[Span, str]) -> str | None:
        """The first term that is no name, number or light word."""
        for token in tokens:
            if token.kind == Kind.WORD and not any(s.start <= token.start < s.end for s in entities):
                term = self._terms.of(token)
                if term is not None and not term.startswith((LIGHT, DEED)):
                    return term
        return None

    def entities(self, page: Page, content: tuple[Span, ...], tokens: list[Token]) -> dict[Span, str]:
        """Entities of the names in a content, and of the heads that point back at a name ("the organisation")."""
        held = self._links.mention_entity
        found = {m.span: e for m in page.mentions(content) if (e := held.get((page.document.id, m.span)))}
        for token in tokens:
            if not token.norm.startswith(self._article) or any(s.start <= token.start < s.end for s in found):
                continue
            if (stem := self._terms.stem(token.norm)) in self._heads and (entity := self.pointed(page, stem, token.start)):
                found[token.span] = entity
        return found

    def pointed(self, page: Page, head: str, at: int) -> str | None:
        """The last body named before a place whose name begins with a head noun, here or in another form of the name."""
        for mention in page.mentions_before(at):
            entity = self._links.mention_entity.get((page.document.id, mention.span))
            if entity is not None and head in self._headed.get(entity, ()):
                return entity
        return None

    def place_words(self, tokens: list[Token], entities: dict[Span, str]) -> Iterator[str]:
        """Words after a noun of places ("town of …") that are part of no known name."""
        for token, after in itertools.pairwise(tokens):
            if self._terms.of(token) == PLACE and not token.norm.startswith(self._article) and after.kind == Kind.WORD:
                term = self._terms.of(after)
                if term and not term.startswith(LIGHT) and not any(s.start <= after.start < s.end for s in entities):
                    yield f"place {term}"

    def own(self, page: Page, statement: Statement, tokens: list[Token], entities: dict[Span, str]) -> bool:
        """Whether the content is about the speaker: "that it will …", "his country …", or a judgement."""
        if statement.cue_row in JUDGING:
            return True
        if not tokens:
            return False
        before = page.before(tokens[0].start)
        if before is not None and before.norm in self._of_speaker and tokens[0].norm.startswith(self._imperfect):
            return True
        first = min((s.start for s in entities), default=tokens[-1].end)
        return any(self._possessed(t) for t in tokens[:OPENING] if t.start < first)

    def _possessed(self, token: Token) -> bool:
        """Whether a word carries a pronoun that its stem loses."""
        if token.kind != Kind.WORD or self._terms.of(token) is None or token.norm.startswith(self._article):
            return False
        return any(len(p) > 1 and token.norm.endswith(p) and len(token.norm) - len(p) > SMALL for p in self._pronouns)

    def act(self, statement: Statement, tokens: list[Token]) -> str:
        """The statement's act; that of a deed which a plain verb only announces ("announced its condemnation of …")."""
        if statement.act in PLAIN:
            for token in opening(tokens):
                if (term := self._terms.of(token)) and term.startswith(DEED):
                    return term.removeprefix(DEED)
        return statement.act

    def doer(self, statement: Statement, tokens: list[Token]) -> str | None:
        """The country whose deed a plain verb only announces ("said that the Kingdom of … condemns")."""
        words = opening(tokens)
        at = next((n for n, t in enumerate(words) if (self._terms.of(t) or "").startswith(DEED)), 0)
        if statement.act not in PLAIN or not at:
            return None
        return next((self._countries[s] for t in words[:at] if (s := self._terms.stem(t.norm)) in self._countries), None)

    def background(self, tokens: list[Token]) -> frozenset[int]:
        """Starts of the tokens in relative clauses: from the pronoun to the next mark that is no quotation mark."""
        out, within = [], False
        for token in tokens:
            within = (token.kind != Kind.PUNCTUATION or token.norm in QUOTING) and (within or token.norm in self._relatives)
            if within:
                out.append(token.start)
        return frozenset(out)

    def country(self, page: Page, statement: Statement) -> str | None:
        """The country that the words of the source name."""
        if statement.speaker is not None and statement.speaker.stands_for:
            return statement.speaker.stands_for
        phrase = statement.source_phrase or statement.source
        if phrase is None:
            return None
        words = (t.norm for t in page.tokens([phrase]))
        return next((self._countries[s] for w in words if (s := self._terms.stem(w)) in self._countries), None)

    def negated(self, tokens: list[Token]) -> bool:
        """Whether a word of negation turns something in the content into its contrary."""
        following = [t.norm for t in tokens[1:]] + [""]
        return any(t.norm in self._not and after not in self._still for t, after in zip(tokens, following, strict=False))


def at_home(one: Said, homes: Mapping[str, str]) -> Said:
    """The statement with the country that its speaker has elsewhere, where its own words name none."""
    country = homes.get(one.speaker or "") if one.country is None else None
    return one if country is None else msgspec.structs.replace(one, country=country)


def opening(tokens: list[Token]) -> list[Token]:
    """The first words, marks left out."""
    return [t for t in tokens[: 2 * OPENING] if t.kind != Kind.PUNCTUATION][:OPENING]


def reach(statement: Statement) -> Span:
    """From the first to the last character of source, cue and content."""
    spans = [s for s in (statement.source_phrase, statement.source, statement.cue, *statement.content) if s]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else Span(0, 0)


def _in(span: Span, content: tuple[Span, ...]) -> bool:
    return any(c.covers(span) for c in content)


def number(value: float | Bounds) -> str:
    """A quantity's value as a key."""
    return f"{value.min}-{value.max}" if isinstance(value, Bounds) else f"{value:g}"
