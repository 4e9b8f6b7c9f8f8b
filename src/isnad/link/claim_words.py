"""What a statement says, as terms that can be compared: entities, senses, roots and numbers instead of spellings."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from isnad.lang.pack import Pack
from isnad.model.account import Links
from isnad.model.document import Document
from isnad.model.findings import Bounds, Statement
from isnad.model.span import Span
from isnad.model.text import Kind, Token
from isnad.text.roots import root_of
from isnad.text.stems import light_stem

BACKGROUND = 0.4
"""What a term counts that stands in a relative clause only: it tells of something known, not what is claimed."""
LIGHT = "~"
"""How the ids of senses begin that say little: of places, times and anything."""
PLAIN = frozenset({"say", "confirm", "claim", "expect", "write", "ask"})
"""Acts that only tell; the others are part of what is said."""
DEED = "act:"
"""How the ids of senses begin that are deeds in words: their rest is the act."""
OPENING = 3
"""Words among which a content names the deed that it is."""
SMALL = 3
"""Letters of relatives that are more often something else."""
BLAME = "=responsible"
"""The term of all ways to say who is behind something, whether it is said or done by the reporting verb."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement ready to be compared."""

    id: str
    article: str
    outlet: str
    text: str
    """The content's words."""
    content: tuple[Span, ...]
    reach: Span
    """From the first to the last character of source, cue and content."""
    nested_in: str | None
    terms: dict[str, float]
    """What it says, each with how much it stands in front."""
    numbers: frozenset[tuple[str, str]]
    """(event, value) of the quantities claimed, those of relative clauses left out."""
    places: frozenset[str]
    """Entities of the places it names."""
    act: str
    speaker: str | None
    person: bool
    """Whether the speaker is a named person."""
    country: str | None
    """The country whose adjective or name stands with the speaker, here or elsewhere."""
    actors: frozenset[str]
    """Entities of the bodies and persons in front."""
    negated: bool
    """Whether a word of negation stands in the content."""


class Reader:
    """Makes statements comparable: the tables of a pack, ready to use."""

    def __init__(self, pack: Pack, links: Links) -> None:
        self._affixes, self._derivation = pack.affixes, pack.derivation
        self._links = links
        self._stop = pack.forms("stopwords")
        self._not, self._still = pack.forms("polarity", "kind", "negation"), pack.forms("polarity", "kind", "still")
        self._relatives = frozenset(f for f in pack.forms("statement_words", "kind", "relative") if len(f) > SMALL)
        self._senses = {self.root(row.folded): row.id for row in reversed(pack.table("word_senses").rows)}
        self._homes: dict[str, str] = {}
        self._countries = {self._stem(row.folded): row.id for row in pack.table("nationalities")}

    def _stem(self, norm: str) -> str:
        return light_stem(norm, self._affixes)

    def root(self, norm: str) -> str:
        """The root of a folded word."""
        return root_of(self._stem(norm), self._derivation)

    def term(self, token: Token) -> str | None:
        """What a token is compared by; None for particles."""
        if token.kind == Kind.NUMBER:
            return token.norm
        if token.kind != Kind.WORD or len(token.norm) < 2 or token.norm in self._stop:
            return None
        stem = self._stem(token.norm)
        if stem in self._stop:
            return None
        root = root_of(stem, self._derivation)
        return self._senses.get(root, root)

    def said(self, document: Document, statement: Statement) -> Said:
        """The statement with its terms."""
        content = statement.content
        tokens = [t for t in document.tokens if any(t.end > c.start and t.start < c.end for c in content)]
        behind = self.background(tokens)
        entities = {
            m.span: e for m in document.mentions if (e := self._links.mention_entity.get((document.id, m.span))) and _in(m.span, content)
        }
        counts = [q for q in document.quantities if _in(q.span, content)]
        acting = (m.span for m in document.mentions if m.type != "place" and m.span in entities and m.span.start not in behind)
        spans = [s for s in (statement.source_phrase, statement.source, statement.cue, *content) if s]
        return Said(
            id=statement.id, article=document.id, outlet=document.layout.outlet or document.article.outlet or document.id,
            text=" … ".join(c.of(document.text) for c in content), content=content,
            reach=Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else Span(0, 0), nested_in=statement.nested_in,
            terms=self.terms(document, statement, tokens, entities),
            numbers=frozenset((q.event or q.unit or "", number(q.value)) for q in counts if q.span.start not in behind),
            places=frozenset(entities[m.span] for m in document.mentions if m.type == "place" and m.span in entities),
            act=self.act(statement, tokens),
            speaker=self._links.speaker_entity.get(statement.id), person=bool(statement.speaker and statement.speaker.form == "named"),
            country=self.country(document, statement), actors=frozenset(entities[s] for s in acting), negated=self.negated(tokens),
        )  # fmt: skip

    def terms(self, document: Document, statement: Statement, tokens: list[Token], entities: dict[Span, str]) -> dict[str, float]:
        """Entities, counted numbers and other words of the content, with their weights."""
        behind = self.background(tokens)
        counts = {q.span: f"{q.event or q.unit or ''}={number(q.value)}" for q in document.quantities if _in(q.span, statement.content)}
        spoken = [(span, term) for held in (entities, counts) for span, term in held.items()]
        out: dict[str, float] = {}
        for token in tokens:
            held = [term for span, term in spoken if span.start < token.end and token.start < span.end]
            for term in held or (self.term(token),):
                if term is not None:
                    weak = token.start in behind or term.startswith(LIGHT)
                    out[term] = max(out.get(term, 0.0), BACKGROUND if weak else 1.0)
        blamed = [h for h in document.hits.get("responsibility", ()) if _in(h.span, statement.content)]
        if statement.act in ("accuse", "claim-responsibility") or blamed:
            out[BLAME] = BACKGROUND if blamed and all(h.span.start in behind for h in blamed) else 1.0
        return out

    def act(self, statement: Statement, tokens: list[Token]) -> str:
        """The statement's act; that of a deed which a plain verb only announces ("announced its condemnation of …")."""
        if statement.act in PLAIN:
            for token in tokens[:OPENING]:
                if (term := self.term(token)) and term.startswith(DEED):
                    return term.removeprefix(DEED)
        return statement.act

    def background(self, tokens: list[Token]) -> frozenset[int]:
        """Starts of the tokens in relative clauses: from the pronoun to the next mark."""
        out, within = [], False
        for token in tokens:
            within = token.kind != Kind.PUNCTUATION and (within or token.norm in self._relatives)
            if within:
                out.append(token.start)
        return frozenset(out)

    def country(self, document: Document, statement: Statement) -> str | None:
        """The country that the words of the source name, or those of the same speaker elsewhere."""
        speaker = self._links.speaker_entity.get(statement.id)
        found = self._country_in(document, statement)
        if found is None and speaker is not None:
            return self._homes.get(speaker)
        return found

    def _country_in(self, document: Document, statement: Statement) -> str | None:
        phrase = statement.source_phrase or statement.source
        if phrase is None:
            return None
        words = (t.norm for t in document.tokens if phrase.start <= t.start < phrase.end)
        return next((self._countries[s] for w in words if (s := self._stem(w)) in self._countries), None)

    def read(self, documents: Sequence[Document]) -> list[Said]:
        """All statements of documents, by id."""
        for document in documents:
            for statement in document.statements:
                speaker, country = self._links.speaker_entity.get(statement.id), self._country_in(document, statement)
                if speaker and country:
                    self._homes.setdefault(speaker, country)
        return sorted((self.said(d, s) for d in documents for s in d.statements), key=lambda s: s.id)

    def negated(self, tokens: list[Token]) -> bool:
        """Whether a word of negation turns something in the content into its contrary."""
        following = [t.norm for t in tokens[1:]] + [""]
        return any(t.norm in self._not and after not in self._still for t, after in zip(tokens, following, strict=False))


def _in(span: Span, content: tuple[Span, ...]) -> bool:
    return any(c.covers(span) for c in content)


def number(value: float | Bounds) -> str:
    """A quantity's value as a key."""
    return f"{value.min}-{value.max}" if isinstance(value, Bounds) else f"{value:g}"
