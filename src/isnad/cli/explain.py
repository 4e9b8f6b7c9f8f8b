"""`isnad explain`: which rule, table row or feature made a finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from isnad.cli.work import common_options, give, read_account, settings_of
from isnad.errors import NothingReadableError
from isnad.export.catalogue import load_catalogue
from isnad.export.explanation import Explained, explained_at
from isnad.export.terminal import plain
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
    lines = [plain(line) for line in explanations(account, what, load_pack(settings.language))]
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
    for found in explained_at(document, place, pack):
        head = f"{document.path}:{place.start} {found.kind}"
        match found.kind:
            case "name":
                yield f"{head} {found.what} «{found.words}» by {found.by}"
            case "time":
                yield f"{head} «{found.words}» = {found.value} by {found.by} ({found.rule})"
            case "quantity":
                yield f"{head} «{found.words}» = {found.value} {found.what} by {found.by}"
            case "furniture":
                yield f"{head} {found.what} by {found.by}"
            case "label":
                concept, _, voice = found.what.rpartition("/")
                yield f"{head} {concept} «{found.words}» {voice} by {found.by}"
            case "statement":
                yield from _statement(found, head)


def _statement(found: Explained, head: str) -> Iterator[str]:
    yield f"{head} {found.id} {found.what} cue «{found.words}» by {found.by}"
    if found.row:
        yield f"  row {found.row}: {' '.join(f'{k}={v}' for k, v in found.cells)}"
    if found.speaker:
        yield f"  speaker «{found.speaker}» {found.speaker_form} by {found.speaker_by}"
