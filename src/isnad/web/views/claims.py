"""Claims on pages: the best telling, the chains drawn, and every telling with its words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from isnad.export.view import ClaimView, Ref
from isnad.export.view_words import one_line
from isnad.model.account import Claim
from isnad.model.document import Document
from isnad.model.findings import Hop, Statement
from isnad.model.judgement import place_anchor
from isnad.model.span import Span
from isnad.text.folding import fold_form
from isnad.web.drawing.chains import Teller, chain_diagram
from isnad.web.views.places import article_address, statement_address, story_address
from isnad.web.views.story import StoryView

DRAWN = 120
"""Tellings whose chains are drawn."""


class ClaimCard(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its chains."""

    address: str
    view: ClaimView
    diagram: Markup
    """Empty where nobody handed it on."""


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One telling of a claim."""

    outlet: str
    day: str
    speaker: str
    act: str
    commitment: str
    text: str
    direct: bool
    chain: str
    ref: Ref
    address: str
    """Of the statement."""
    place: str
    """Place anchor, for judgements."""


def ranked_claims(view: StoryView) -> list[Claim]:
    """Claims, those that most outlets tell first."""
    held = view.builder.statements
    claims = (c for c in view.account.links.claims if any(s in held for s in c.statements))
    return sorted(claims, key=lambda c: (-c.tellers, -len(c.statements), c.id))


def claim_address(story: str, claim: Claim) -> str:
    """The permanent address of a claim: that of the claim to which one of its statements belongs, as others may join it."""
    return story_address(story, "claims", claim.statements[0])


def claim_at(view: StoryView, key: str) -> Claim | None:
    """The claim that a statement belongs to, or of an id."""
    return next((c for c in view.account.links.claims if key == c.id or key in c.statements), None)


def claim_card(view: StoryView, claim: Claim, *, drawn: bool = True) -> ClaimCard:
    """A claim; with its chains drawn where that is wanted."""
    told = told_of(view, claim)
    diagram = chain_diagram(claim, [tellers(view, d, s) for d, s in told[:DRAWN]], view.say) if drawn else Markup("")
    return ClaimCard(address=claim_address(view.story, claim), view=view.builder.claim_view(claim), diagram=diagram)


def told_of(view: StoryView, claim: Claim) -> list[tuple[Document, Statement]]:
    """The tellings of a claim in the order of its articles."""
    held = view.builder.statements
    return sorted((held[s] for s in claim.statements if s in held), key=lambda p: (view.builder.numbers[p[0].id], p[1].content))


def tellers(view: StoryView, document: Document, statement: Statement) -> list[Teller]:
    """The chain of a statement; entities are one teller under all their names."""
    chain: Sequence[Hop] = statement.chain
    return [_teller(view, document, statement, hop, last=n == len(chain) - 1) for n, hop in enumerate(chain)]


def _teller(view: StoryView, document: Document, statement: Statement, hop: Hop, *, last: bool) -> Teller:
    links = view.account.links
    words = view.builder.hop(document, hop)
    entity = links.mention_entity.get((document.id, hop.span)) if hop.span else None
    if last and hop.role not in ("outlet", "republisher"):
        entity = links.speaker_entity.get(statement.id, entity)
    name = view.builder.names.get(entity, words) if entity else words
    place = hop.span or (statement.content[0] if statement.content else Span(0, 1))
    if hop.role == "unnamed" and not entity:
        # Unnamed sources of two articles may be two: nobody knows.
        return Teller(key=f"u{document.id}{place.start}", name=name, role=hop.role, link=article_address(document.id, place))
    return Teller(key=entity or f"w{fold_form(name)}", name=name, role=hop.role, link=article_address(document.id, place))


def telling(view: StoryView, document: Document, statement: Statement) -> Telling:
    """One telling with its words."""
    hull = Span(statement.content[0].start, statement.content[-1].end)
    return Telling(
        outlet=view.builder.outlet(document), day=(document.publication.date or "")[:10],
        speaker=view.builder.speaker(document, statement), act=view.say(f"act.{statement.act}"),
        commitment=view.say(f"commitment.{statement.commitment}") if statement.commitment != "asserts" else "",
        text=one_line(" … ".join(s.of(document.text) for s in statement.content)), direct=statement.direct,
        chain=view.builder.chain(document, statement), ref=view.builder.ref(document.id, hull),
        address=statement_address(statement.id), place=place_anchor(document.id, hull),
    )  # fmt: skip
