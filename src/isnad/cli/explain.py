"""`isnad explain`: which rule, table row or feature made a finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from isnad.cli.work import common_options, give, read_account, settings_of
from isnad.errors import NothingReadableError
from isnad.export.catalogue import load_catalogue
from isnad.lang.pack import Pack, load_pack
from isnad.model.account import Account, Entity
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.text.folding import fold


@click.command()
@click.argument("what")
@common_options
def explain(what: str, paths: tuple[str, ...], output: Path | None, language: str, workers: int) -> None:
    """Say which rule, row or feature made the findings at WHAT.

    WHAT is words that stand in an article, the id of a statement, entity or claim, or a place FILE:START (a character's number).
    """
    settings = settings_of(language, workers)
    account = read_account(paths, settings)
    lines = list(explanations(account, what, load_pack(settings.language)))
    if not lines:
        raise NothingReadableError(load_catalogue(language)("error.no-finding", what=what))
    give(("\n".join(lines) + "\n").encode("utf-8", "replace"), output)


def explanations(account: Account, what: str, pack: Pack) -> Iterator[str]:
    """Lines of explanation for everything at `what`."""
    yield from _by_id(account, what)
    for document in account.documents:
        for place in _places(document, what):
            yield from _at(document, place, pack)


def _by_id(account: Account, what: str) -> Iterator[str]:
    for entity in account.links.entities:
        if what in (entity.id, entity.name, *entity.forms):
            yield from _entity(entity)
    for claim in account.links.claims:
        if what == claim.id:
            standing = f"{claim.standing}, {claim.tellers} outlets, {claim.origins} origins"
            yield f"claim {claim.id}: {standing}; statements {', '.join(claim.statements)}"
    for reuse in account.links.reuse:
        if what in (reuse.a, reuse.b):
            reasons = "; ".join(f"{f.name} {f.weight:+.2f} {f.detail}".strip() for f in reuse.why)
            yield f"reuse {reuse.kind} {reuse.share:.2f} {reuse.direction}: {reasons}"


def _entity(entity: Entity) -> Iterator[str]:
    """An entity: its forms, offices, and why names are joined or kept out."""
    latin = f" · {entity.latin} ({entity.latin_by})" if entity.latin else ""
    yield f"entity {entity.id} {entity.type}: {entity.name}{latin}  [{', '.join(f'{f} × {n}' for f, n in entity.forms.items())}]"
    for role in entity.roles:
        days = " – ".join(dict.fromkeys(d for d in (role.since, role.until) if d))
        yield f"  role: {role.text} × {role.times}{f', {days}' if days else ''}"
    for sign, merges in (("=", entity.merges), ("≠", entity.kept_apart)):
        for merge in merges:
            reasons = "; ".join(f"{f.name} {f.weight:+.2f}{f' ({f.detail})' if f.detail else ''}" for f in merge.features)
            yield f"  {merge.a} {sign} {merge.b}: {merge.score:.2f} from {reasons}"


def _places(document: Document, what: str) -> Iterator[Span]:
    """Where `what` points in a document: a place, a statement's id, or words (folded, so that spelling does not matter)."""
    name, _, start = what.rpartition(":")
    if name and start.isdigit() and document.path.endswith(name):
        yield Span(int(start), int(start) + 1)
        return
    yield from (s.content[0] for s in document.statements if s.id == what and s.content)
    needle = fold(what).text.strip()
    folded = fold(document.text)
    at = folded.text.find(needle) if needle else -1
    while at >= 0:
        yield folded.source(at, at + len(needle))
        at = folded.text.find(needle, at + len(needle))


def _at(document: Document, place: Span, pack: Pack) -> Iterator[str]:
    """Every finding that overlaps a place, with the rule that made it and the rows it rests on."""
    text = document.text
    head = f"{document.path}:{place.start}"
    for mention in document.mentions:
        if mention.span.overlaps(place):
            yield f"{head} name {mention.type}{f'/{mention.fine}' if mention.fine else ''} «{mention.span.of(text)}» by {mention.by}"
    for time in document.times:
        if time.span.overlaps(place):
            yield f"{head} time «{time.span.of(text)}» = {time.value} by {time.by} ({time.rule})"
    for quantity in document.quantities:
        if quantity.span.overlaps(place):
            yield f"{head} quantity «{quantity.span.of(text)}» = {quantity.value} {quantity.event or ''} by {quantity.by}"
    for piece in document.layout.furniture:
        if piece.span.overlaps(place):
            yield f"{head} furniture {piece.kind} by {piece.by}"
    for label in document.labels:
        if label.span.overlaps(place):
            yield f"{head} label {label.concept} «{label.label}» {label.voice} by {label.by}"
    yield from _statements(document, place, pack, head)


def _statements(document: Document, place: Span, pack: Pack, head: str) -> Iterator[str]:
    for statement in document.statements:
        spans = [*statement.content, *([statement.cue] if statement.cue else []), *([statement.source] if statement.source else [])]
        if not any(s.overlaps(place) for s in spans):
            continue
        cue = statement.cue.of(document.text) if statement.cue else ""
        yield f"{head} statement {statement.id} {statement.act} cue «{cue}» by {statement.by}"
        if statement.cue_row and "statement_cues" in pack.tables:
            for row in pack.table("statement_cues").by_id.get(statement.cue_row, ())[:1]:
                yield f"  row {row.where}: {' '.join(f'{k}={v}' for k, v in row.cells.items() if k != 'id')}"
        if statement.speaker:
            yield f"  speaker «{statement.speaker.span.of(document.text)}» {statement.speaker.form} by {statement.speaker.by}"
