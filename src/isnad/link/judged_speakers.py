"""What people decided about who said a statement, in place of what the stages found.

A judgement that a name is right gives the statement to that name, whether the article names it nearby or not; one that it
is wrong takes the statement from it. The finding's `by` names the judgement, and its chain ends with the right speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from isnad.link.entities import EntityLinks
from isnad.link.judged_places import statement_at
from isnad.model.account import Entity
from isnad.model.document import Document
from isnad.model.findings import Hop, HopRole, MentionType, Speaker, Statement
from isnad.model.ids import digest
from isnad.model.judgement import Judgement, in_force, name_of
from isnad.model.span import Span
from isnad.text.folding import fold_form

_ROLE: dict[MentionType, HopRole] = {"person": "person", "place": "institution", "organization": "institution"}


def judged_speakers(
    documents: Sequence[Document], names: EntityLinks, judgements: Iterable[Judgement]
) -> tuple[tuple[Document, ...], EntityLinks]:
    """Documents and entity links with the speakers that people decided on; judgements on what is not here change nothing."""
    held = sorted(in_force(judgements, "speaker").values(), key=lambda j: (j.time, j.id))
    work = _Work(documents, names)
    for judgement in held:
        work.apply(judgement)
    return tuple(work.documents.values()), work.links()


class _Work:
    """Documents and links while judgements are applied, the earlier first."""

    def __init__(self, documents: Sequence[Document], names: EntityLinks) -> None:
        self.documents = {d.id: d for d in documents}
        self.names = names
        self.speakers = dict(names.speaker_entity)
        self.mentions = dict(names.mention_entity)
        self.entities = {e.id: e for e in names.entities}

    def links(self) -> EntityLinks:
        """The links as they are now."""
        entities = tuple(sorted(self.entities.values(), key=lambda e: e.id))
        return msgspec.structs.replace(self.names, entities=entities, mention_entity=self.mentions, speaker_entity=self.speakers)

    def apply(self, judgement: Judgement) -> None:
        """Let one judgement hold."""
        place, name = statement_at(self.documents, judgement.a), name_of(judgement.b)
        if place is None or name is None:
            return
        document, statement = place
        if judgement.verdict == "right":
            self.give(document, statement, (name[0], name[1]), judgement.id)
        elif self.is_told_by(document, statement, name[1]):
            self.take(document, statement, judgement.id)

    def is_told_by(self, document: Document, statement: Statement, folded: str) -> bool:
        """Whether the statement stands under a name."""
        entity = self.entities.get(self.speakers.get(statement.id, ""))
        spans = [statement.speaker.span] if statement.speaker else []
        forms = [entity.name, *entity.forms] if entity else [s.of(document.text) for s in spans]
        return folded in {fold_form(f) for f in forms}

    def give(self, document: Document, statement: Statement, name: tuple[MentionType, str], judgement: str) -> None:
        """Let a name be the speaker."""
        entity = self.called(document, *name)
        span = nearest(document, statement, name[1]) or statement.source or Span(statement.content[0].start, statement.content[0].start)
        self.speakers[statement.id] = entity
        speaker = Speaker(span=span, form="named", by=f"judgement:{judgement}")
        self.put(document, statement, speaker, Hop(role=_ROLE[name[0]], span=span, cue=statement.cue))

    def take(self, document: Document, statement: Statement, judgement: str) -> None:
        """Let the speaker be unknown."""
        self.speakers.pop(statement.id, None)
        self.put(document, statement, None, Hop(role="unnamed", cue=statement.cue))

    def put(self, document: Document, statement: Statement, speaker: Speaker | None, last: Hop) -> None:
        """The statement with another speaker, its chain ending there."""
        old = statement.speaker.span if statement.speaker else None
        chain = tuple(h for h in statement.chain if h.role != "unnamed" and (old is None or h.span != old))
        new = msgspec.structs.replace(statement, speaker=speaker, chain=(*chain, last))
        statements = tuple(new if s.id == statement.id else s for s in document.statements)
        self.documents[document.id] = msgspec.structs.replace(document, statements=statements)

    def called(self, document: Document, kind: MentionType, folded: str) -> str:
        """The entity of a name: one that this document names, else of the same type, else any; a new one where there is none."""
        here = {e for (article, _), e in self.mentions.items() if article == document.id}
        found = [e for e in self.entities.values() if folded in {fold_form(f) for f in (e.name, *e.forms)}]
        if found:
            return max(found, key=lambda e: (e.id in here, e.type == kind, sum(e.forms.values()), e.id)).id
        made = Entity(id=digest("entity", kind, folded), type=kind, name=folded)
        self.entities[made.id] = made
        return made.id


def nearest(document: Document, statement: Statement, folded: str) -> Span | None:
    """The mention of a name that stands nearest to a statement."""
    found = [m.span for m in document.mentions if fold_form(m.span.of(document.text)) == folded]
    return min(found, key=lambda s: (abs(s.start - statement.content[0].start), s.start), default=None)
