"""Why characters of an article were marked, for a reader: what was found, by which rule and row, what it was tied to."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from isnad.export.catalogue import Catalogue
from isnad.export.explanation import Explained, explained_at
from isnad.export.view_words import one_line
from isnad.lang.pack import Pack
from isnad.model.account import Entity, Merge
from isnad.model.document import Document
from isnad.model.findings import Statement
from isnad.model.judgement import name_anchor, place_anchor
from isnad.model.span import Span
from isnad.text.folding import fold_form
from isnad.web.views.article import copies_of
from isnad.web.views.claims import claim_address, claim_at
from isnad.web.views.places import article_address, name_address, statement_address
from isnad.web.views.story import StoryView, reason


class Bond(msgspec.Struct, frozen=True, kw_only=True):
    """Two forms that were joined or kept apart, with what spoke for it."""

    a: str
    b: str
    same: bool
    score: float
    reasons: tuple[str, ...]
    a_anchor: str
    b_anchor: str


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """One finding, explained."""

    kind: str
    words: str
    facts: tuple[tuple[str, str], ...]
    """Label and value, in the language of the page."""
    by: str
    row: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    chain: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Label and address."""
    place: str = ""
    """Anchor for a judgement: a statement's place, a name."""
    other: str = ""
    """What a judgement sets against it: the speaker's name."""
    bonds: tuple[Bond, ...] = ()


def reasons(document: Document, place: Span, pack: Pack, say: Catalogue, view: StoryView | None) -> list[Why]:
    """Every finding at a place, the innermost first; with what the story's account ties it to, where there is one."""
    found = sorted(explained_at(document, place, pack), key=lambda e: (e.span.size, e.span))
    return [*(_why(document, e, say, view) for e in found), *(_copied(document, place, view) if view else ())]


def _copied(document: Document, place: Span, view: StoryView) -> Iterator[Why]:
    """The articles that share the words at a place, and what speaks for the direction."""
    for reuse in copies_of(document, view):
        passage = next((p for p in reuse.passages if (p.a if reuse.a == document.id else p.b).overlaps(place)), None)
        if passage is None:
            continue
        own, other = (passage.a, passage.b) if reuse.a == document.id else (passage.b, passage.a)
        told = view.builder.copy_line(reuse)
        carrier = view.builder.documents[reuse.b if reuse.a == document.id else reuse.a]
        facts = ((view.say("finding.copied"), told.text), (view.say("finding.share"), told.note))
        features = (view.say("finding.features"), "; ".join(reason(f) for f in reuse.why))
        yield Why(
            kind="copied", words=one_line(own.of(document.text)), by=f"reuse:{reuse.kind}", facts=(*facts, features),
            links=(
                (view.builder.outlet(carrier), article_address(carrier.id, other)),
                (view.say("finding.side-by-side"), view.copies_address(reuse)),
            ),
        )  # fmt: skip


def _why(document: Document, found: Explained, say: Catalogue, view: StoryView | None) -> Why:
    made = Why(
        kind=found.kind, words=one_line(found.words), facts=tuple(_facts(found, say)), by=found.by, row=found.row, cells=found.cells,
    )  # fmt: skip
    if found.kind == "name":
        return _name(document, found, made, view)
    if found.kind == "statement":
        statement = next(s for s in document.statements if s.id == found.id)
        return _statement(document, statement, made, (say, view))
    return msgspec.structs.replace(made, links=((say("finding.address"), article_address(document.id, found.span)),))


def _facts(found: Explained, say: Catalogue) -> Iterator[tuple[str, str]]:
    """What was found, in words."""
    match found.kind:
        case "name":
            kind, _, fine = found.what.partition("/")
            yield say("finding.type"), say(f"type.{kind}") + (f" · {fine}" if fine else "")
        case "time":
            yield say("finding.value"), found.value
            yield say("finding.meaning"), found.rule
        case "quantity":
            yield say("finding.value"), found.value
            if found.what:
                yield say("finding.measure"), say(f"measure.{found.what}")
        case "furniture":
            yield say("finding.part"), say(f"furniture.{found.what}")
        case "label":
            concept, _, voice = found.what.rpartition("/")
            yield say("finding.for"), say(f"concept.{concept}")
            yield say("finding.voice"), say(f"page.{voice}")
        case "statement":
            yield say("finding.act"), say(f"act.{found.what}")
            if found.speaker:
                yield say("finding.speaker"), f"{one_line(found.speaker)} · {say(f'form.{found.speaker_form}')}"
                yield say("finding.speaker-by"), found.speaker_by


def _statement(document: Document, statement: Statement, made: Why, ways: tuple[Catalogue, StoryView | None]) -> Why:
    """A statement: its chain, its claim, and the speaker on whom a person can decide."""
    say, view = ways
    links = [(say("finding.address"), statement_address(statement.id))]
    chain = ""
    speaker = one_line(statement.speaker.span.of(document.text)) if statement.speaker else ""
    if view is not None and document.id in view.builder.documents:
        chain = view.builder.chain(document, statement)
        claim = claim_at(view, statement.id)
        if claim is not None:
            links.append((say("finding.claim"), claim_address(view.story, claim)))
        if statement.id in view.account.links.speaker_entity:
            speaker = view.builder.speaker(document, statement)
    hull = Span(statement.content[0].start, statement.content[-1].end) if statement.content else Span(0, 0)
    return msgspec.structs.replace(
        made, chain=chain, links=tuple(links), place=place_anchor(document.id, hull) if hull.size else "", other=speaker
    )  # fmt: skip


def _name(document: Document, found: Explained, made: Why, view: StoryView | None) -> Why:
    kind, folded = found.what.partition("/")[0], fold_form(found.words)
    made = msgspec.structs.replace(made, links=((made.words, name_address(kind, folded)),), place=name_anchor(kind, folded))
    if view is None:
        return made
    identity = view.account.links.mention_entity.get((document.id, found.span))
    entity = next((e for e in view.account.links.entities if e.id == identity), None)
    if entity is None:
        return made
    return msgspec.structs.replace(
        made, bonds=tuple(b for b in bonds_of(entity) if folded in (fold_form(b.a), fold_form(b.b))), other=entity.name
    )


def bonds_of(entity: Entity) -> Iterator[Bond]:
    """Why forms of an entity are one, and which were kept out."""
    for same, merges in ((True, entity.merges), (False, entity.kept_apart)):
        yield from (_bond(entity.type, merge, same=same) for merge in merges)


def _bond(kind: str, merge: Merge, *, same: bool) -> Bond:
    told = tuple(reason(f) for f in merge.features)
    return Bond(
        a=merge.a, b=merge.b, same=same, score=merge.score, reasons=told,
        a_anchor=name_anchor(kind, fold_form(merge.a)), b_anchor=name_anchor(kind, fold_form(merge.b)),
    )  # fmt: skip
