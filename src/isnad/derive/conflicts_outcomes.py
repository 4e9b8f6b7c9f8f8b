"""Outcomes that do not agree: states on one scale told of one thing, and one number told of the missing and of the dead.

`outcome_states.tsv` holds the words: each row a scale (who holds a place, whether suspects are held, whether something was
found …), the state that the word tells, the state it tells under a negation, and what must stand beside it for it to be
about that. What is only hoped, tried, demanded or planned tells no state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from isnad.derive.conflicts_figures import around, rank
from isnad.derive.tellings import Telling
from isnad.lang.pack import Pack, Row
from isnad.lang.terms import DocumentTerms, Rarity, Terms, likeness, rarity_of, sentence_around, term_reader, to_clause_end
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.findings import Bounds
from isnad.model.span import Span
from isnad.model.text import Hit
from isnad.text.scanner import longest
from isnad.text.stems import known_form

BEFORE, AFTER = 8, 6
"""Tokens before and after the word within which stands what it is about."""
GAP = 14
"""Characters between a word and the name it is about: a preposition and a common noun may stand there."""
OBJECT = 4
"""Tokens after the word that name the thing."""
ALIKE, ALIKE_THING, ALIKE_NAMELESS = 0.1, 0.3, 0.4
"""Likeness of the sentences from which on both tell of one thing, for sentences that share a name and for others."""
LEAST = 10
"""Smaller numbers of dead and missing meet by chance."""
HEADLINED = frozenset({"custody"})
"""Scales on which a headline says as much as the text."""
PLAINEST = frozenset({"control"})
"""Scales whose longest words tell the state most plainly; on others the first telling counts."""
TURNS = frozenset({"service", "control", "condition"})
"""Scales of which one sentence often tells the way from one state to the other."""
KINDS: dict[str, Literal["attribution"]] = {"cause": "attribution"}
"""Scales that tell who or what did it, rather than what became of it."""
WHOLE = frozenset({"said", "cause"})
"""States told of what the whole sentence says."""
PER_SCALE = 2
CLAUSE = 80
CAUSE = 3
"""Tokens before a cause within which stands that it is one."""


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """A state told of something."""

    document: Document
    scale: str
    state: str
    needs: str
    """What must stand beside the words."""
    span: Span
    """The words that tell it, with what they are about."""
    about: Terms
    """Entities or terms of what it is told."""
    frame: Terms
    """Terms of the sentence."""
    names: Terms
    """Entities that the sentence names."""
    lead: bool
    title: bool
    said: int
    """Characters of the words that tell it: the longer the plainer."""
    row: str

    @property
    def day(self) -> str:
        """Publication day, for the order."""
        return (self.document.publication.date or "9999")[:10]


class StateReader:
    """Reads states from documents; compiled once a pack."""

    def __init__(self, pack: Pack, links: Links) -> None:
        self.links, self.terms = links, term_reader(pack)
        self.rows = pack.table("outcome_states").rows
        self.negation, self.still = pack.forms("polarity", "kind", "negation"), pack.forms("polarity", "kind", "still")
        self.words = {k: pack.forms("conflict_words", "kind", k) for k in ("suspect", "situation", "hurt", "aim", "parts", "because")}
        self.plans, self.affixes = pack.forms("plan_words"), pack.affixes
        self.known = self.negation.union(self.still, self.plans, *self.words.values())
        self.imperfect = pack.forms("tense_marks", "kind", "imperfect")
        names = {r.form for r in pack.table("places") if r["kind"] == "country"}
        self.countries = frozenset(e.id for e in links.entities if e.name in names)

    def signs(self, document: Document) -> Iterator[Sign]:
        """All states that a document tells outside of denials."""
        hits = [h for h in document.hits.get("outcome_states", ()) if any(p.covers(h.span) for p in document.analysed)]
        if not hits:
            return
        terms = self.terms.read(document, self.links.mention_entity)
        denied = [c for s in document.statements if s.act == "deny" for c in s.content]
        found = [(h, (self.rows[h.row].id, sentence_around(document, h.span))) for h in longest(hits)]
        told = Counter(place for _, place in found)
        for hit, place in found:
            if place[0] in TURNS and told[place] > 1:
                continue  # A sentence that tells both states tells of a turn, not of either.
            if not any(d.covers(hit.span) for d in denied) and (sign := self.sign(document, hit, terms)) is not None:
                yield sign

    def sign(self, document: Document, hit: Hit, terms: DocumentTerms) -> Sign | None:
        """One word as a state, if it is told as a fact and what it is about stands beside it."""
        row = self.rows[hit.row]
        before = [self.bare(t.norm) for t in document.tokens[max(0, hit.first - 4) : hit.first]]
        negated = any(w in self.negation for w in before[-2:]) and not any(w in self.still for w in before[-2:])
        state = row["negated"] if negated else row["state"]
        aimed = row["needs"] not in WHOLE and any(w in self.words["aim"] or w in self.plans for w in before)
        if not state or self.meant(hit.prefix) or aimed:
            return None
        sentence = sentence_around(document, hit.span)
        about = self.about(document, hit, row, terms, sentence)
        if about is None or about[0] <= self.countries or self.ahead(document, hit, sentence):
            return None
        start = document.tokens[hit.first - 1].start if negated else document.tokens[hit.first].start
        first = document.layout.body[0].start if document.layout.body else 0
        told = Span(min(start, about[1].start), max(hit.span.end, about[1].end))
        span = to_clause_end(document, told, min(sentence.end, told.end + CLAUSE))
        return Sign(
            document=document, scale=row.id, state=state, needs=row["needs"], span=span, about=about[0],
            frame=terms.inside(sentence), names=self.links.entities_in(document, sentence), lead=sentence.start <= first,
            title=sentence.start < first, said=hit.span.size, row=row.where,
        )  # fmt: skip

    def ahead(self, document: Document, hit: Hit, sentence: Span) -> bool:
        """Whether a verb of the future or a word of plan follows in the clause."""
        following = [t.norm for t in document.tokens[hit.last : hit.last + AFTER] if t.start < sentence.end]
        return any(
            w in self.plans or (w.startswith(self.affixes.future) and w[1:2] in self.imperfect and len(w) > AFTER - 2) for w in following
        )

    def meant(self, prefix: str) -> bool:
        """Whether the particle before a word makes it a purpose or a plan."""
        rest = prefix[1:] if len(prefix) > 1 and prefix[0] in self.affixes.conjunctions else prefix
        return rest == self.affixes.future or rest.startswith(self.affixes.swallowing)

    def bare(self, norm: str) -> str:
        """A folded word without conjunction, preposition and article, where the rest is known."""
        return known_form(norm, self.affixes, self.known)

    def about(self, document: Document, hit: Hit, row: Row, terms: DocumentTerms, sentence: Span) -> tuple[Terms, Span] | None:
        """What a state is told of, with its span; None where it does not stand there."""
        needs, tokens = row["needs"], document.tokens
        after = Span(hit.span.end, min(sentence.end, tokens[min(hit.last + AFTER, len(tokens)) - 1].end))
        before = Span(max(sentence.start, tokens[max(0, hit.first - BEFORE)].start), hit.span.start)
        if needs == "said":
            return terms.inside(sentence), hit.span
        if needs == "cause":
            causes = any(t.norm in self.words["because"] for t in tokens[max(0, hit.first - CAUSE) : hit.first])
            return (terms.inside(sentence), hit.span) if causes else None
        if needs == "hurt":
            return self.hurt(document, before, sentence)
        if needs in ("place", "person", "place-before"):
            return self.named(document, before if needs == "place-before" else after, "person" if needs == "person" else "place", needs)
        if needs == "thing":
            end = tokens[min(hit.last + OBJECT, len(tokens)) - 1].end
            found = terms.inside(Span(hit.span.end, min(end, sentence.end)))
            return (found, Span(hit.span.end, min(end, sentence.end))) if found else None
        kind = needs.removesuffix("-before")
        where = after if needs == "suspect" else before
        for token in document.tokens_in(where):
            if self.bare(token.norm) in self.words[kind]:
                return frozenset({kind}), token.span
        return None

    def hurt(self, document: Document, before: Span, sentence: Span) -> tuple[Terms, Span] | None:
        """The persons of a sentence, where a word for their condition stands before the state."""
        word = next((t.span for t in document.tokens_in(before) if self.bare(t.norm) in self.words["hurt"]), None)
        speakers = [s.speaker.span for s in document.statements if s.speaker]
        persons = (m.span for m in document.mentions if m.type == "person" and sentence.covers(m.span))
        persons = (p for p in persons if not any(p.overlaps(s) for s in speakers))
        found = frozenset(e for s in persons if (e := self.links.mention_entity.get((document.id, s))))
        return (found, word) if word is not None and found else None

    def named(self, document: Document, where: Span, kind: str, needs: str) -> tuple[Terms, Span] | None:
        """The entity of the name next to the word; a body's name may be a place (an airport, a university)."""
        kinds = ("person",) if kind == "person" else ("place", "organization")
        near = [m.span for m in document.mentions if m.type in kinds and where.covers(m.span)]
        close = [s for s in near if (where.end - s.end if needs == "place-before" else s.start - where.start) <= GAP]
        if close and any(self.bare(t.norm) in self.words["parts"] for t in document.tokens_in(Span(where.start, close[0].start))):
            return None
        found = [(s, e) for s in close if (e := self.links.mention_entity.get((document.id, s)))]
        return (frozenset({found[0][1]}), found[0][0]) if found else None


def state_conflicts(documents: Sequence[Document], reader: StateReader) -> Iterator[Conflict]:
    """For each scale and thing the first pair of articles that tell opposed states, at most a few of a scale."""
    signs = sorted(
        (s for d in documents for s in reader.signs(d)),
        key=lambda s: (s.day, s.title and s.scale not in HEADLINED, -s.said if s.scale in PLAINEST else 0, s.document.path, s.span),
    )
    rarity = rarity_of(s.frame for s in signs)
    told: set[tuple[str, Terms, str, Terms]] = set()
    for scale in dict.fromkeys(s.scale for s in signs):
        same = [s for s in signs if s.scale == scale]
        shown: set[str] = set()
        for at, a in enumerate(same):
            for b in same[at + 1 :]:
                key = min(a.about & b.about, default="")
                pair = (a.document.id, a.frame, b.document.id, b.frame)
                if len(shown) < PER_SCALE and key not in shown and pair not in told and opposed(a, b, rarity):
                    shown.add(key)
                    told.add(pair)
                    yield state_conflict(a, b)


def opposed(a: Sign, b: Sign, rarity: Rarity) -> bool:
    """Whether two articles tell different states of one thing."""
    if a.state == b.state or a.document.id == b.document.id or not a.about & b.about:
        return False
    if "seized" in (a.state, b.state):
        return False  # One side's seizing is its retaking and its holding, and whose it is the words do not tell.
    alike = likeness(a.frame, b.frame, rarity)
    if a.needs in WHOLE:
        return alike >= (ALIKE_THING if a.names & b.names else ALIKE_NAMELESS)
    if a.needs == "thing":
        return alike >= (ALIKE_THING if a.names & b.names else ALIKE_NAMELESS) and sum(rarity.get(t, 1.0) for t in a.about & b.about) >= 0.5
    if a.needs.startswith("suspect"):
        return a.lead or b.lead or alike >= ALIKE
    return True


def state_conflict(a: Sign, b: Sign) -> Conflict:
    """Two states as a conflict; the later of two days overtakes."""
    return Conflict(
        kind=KINDS.get(a.scale, "outcome"), about=" ".join(a.span.of(a.document.text).split()[:12]),
        relation="update" if b.day > a.day else "contradiction",
        a=Evidence(a.document.id, a.span), b=Evidence(b.document.id, b.span), why=f"state-{a.scale}",
        details={"state_a": a.state, "state_b": b.state}, by=f"conflicts@2:state {a.row} – {b.row}",
    )  # fmt: skip


def fate_conflicts(tellings: Sequence[Telling], pack: Pack) -> Iterator[Conflict]:
    """One number told as missing, or as feared dead, here and as dead there: in one article, else in the first two that do."""
    fear = pack.forms("conflict_words", "kind", "fear")
    told = sorted((t for t in tellings if t.event in ("killed", "missing") and countable(t)), key=rank)
    dead = [t for t in told if t.event == "killed" and not feared(t, fear)]
    for why, open_ones in (
        ("missing-or-killed", [t for t in told if t.event == "missing"]),
        ("feared-then-told", [t for t in told if t.event == "killed" and feared(t, fear)]),
    ):
        pairs = [(a, b) for a in open_ones for b in dead if a.value.value == b.value.value]
        if why == "feared-then-told":
            pairs = [(a, b) for a, b in pairs if a.document.id != b.document.id and (a.value.reported or "") < (b.value.reported or "")]
        best = min(pairs, key=lambda p: (p[0].document.id != p[1].document.id, rank(p[0]), rank(p[1])), default=None)
        if best is not None:
            yield fate_conflict(*best, why)


def countable(telling: Telling) -> bool:
    """A plain number that does not meet another by chance."""
    return not isinstance(telling.value.value, Bounds) and telling.value.value >= LEAST


def feared(telling: Telling, fear: frozenset[str]) -> bool:
    """Whether the number is only feared: a word of fear or likelihood stands shortly before it."""
    document, end = telling.document, telling.quantity.span.start
    before = document.tokens_in(Span(max(0, end - CLAUSE // 2), end))
    return any(t.norm in fear for t in before[-6:])


def fate_conflict(a: Telling, b: Telling, why: str) -> Conflict:
    """A number of the missing or feared dead against the same of the dead."""
    later = (b.value.reported or "") > (a.value.reported or "")
    return Conflict(
        kind="outcome", about=f"{a.event} – {b.event}", relation="update" if later else "contradiction",
        a=Evidence(a.document.id, around(a)), b=Evidence(b.document.id, around(b)), why=why,
        details={"a": a.quantity.span.of(a.document.text)}, by="conflicts@2:fate",
    )  # fmt: skip
