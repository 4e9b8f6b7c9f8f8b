"""Speakers to entities: a name is its mention's entity; a title is whoever articles name with it; a body is itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from isnad.lang.pack import Pack
from isnad.model.account import Entity
from isnad.model.document import Document
from isnad.model.findings import MentionType, Speaker
from isnad.model.ids import digest
from isnad.model.span import Span
from isnad.text.folding import fold_form
from isnad.text.stems import light_stem

SAME_STEM = 5
"""Letters at which a country and its adjective agree."""


class Roles:
    """Who is meant by which title, learned from the titles beside names."""

    def __init__(self, documents: Sequence[Document], mention_entity: dict[tuple[str, Span], str], pack: Pack) -> None:
        self.affixes = pack.affixes
        self.stopwords = pack.forms("stopwords")
        self.mention_entity = mention_entity
        self.phrase_entity: dict[tuple[str, Span], str] = {}
        self.holders: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
        for document in documents:
            for mention in document.mentions:
                held_by = mention_entity.get((document.id, mention.span))
                if mention.role is not None and mention.type == "person" and held_by is not None:
                    self.holders[self.stems(mention.role.of(document.text))][held_by] += 1

    def stems(self, text: str) -> frozenset[str]:
        """Light stems of a phrase, each cut to where a country and its adjective still agree."""
        found = (light_stem(w, self.affixes) for w in fold_form(text).split() if w not in self.stopwords)
        return frozenset(s[: max(SAME_STEM, len(s) - 2)] if len(s) > SAME_STEM else s for s in found if len(s) > 1)

    def holder(self, phrase: str) -> str | None:
        """The one person that articles name with this title."""
        wanted = self.stems(phrase)
        if len(wanted) < 2:
            return None
        counts = self.holders.get(wanted)
        if not counts:
            counts = Counter()
            for role, found in self.holders.items():
                if wanted <= role:
                    counts.update(found)
        ranked = counts.most_common(2)
        return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > 2 * ranked[1][1]) else None

    def speakers(self, documents: Sequence[Document]) -> tuple[dict[str, str], list[Entity]]:
        """Statement id to entity id; and entities of phrases that are no mention of anything."""
        out: dict[str, str] = {}
        phrases: dict[str, tuple[Counter[str], MentionType]] = {}
        for document in documents:
            for statement in document.statements:
                speaker = statement.speaker
                if speaker is None or speaker.form == "unnamed":
                    continue
                found = self.entity_at(document, speaker.span) or self.holder(speaker.span.of(document.text))
                if found is None:
                    found = self.phrase(document, speaker, phrases)
                out[statement.id] = found
                self.phrase_entity.setdefault((document.id, speaker.span), found)
        extra = [
            Entity(id=digest("phrase", key), type=kind, name=max(forms, key=lambda f: (forms[f], f)), forms=dict(forms))
            for key, (forms, kind) in phrases.items()
        ]
        return out, extra

    def entity_at(self, document: Document, span: Span) -> str | None:
        """The entity of the mention that a span is, or that it overlaps most."""
        exact = self.mention_entity.get((document.id, span))
        if exact is not None:
            return exact
        over = [m for m in document.mentions if m.span.shared(span) * 2 > span.size and (m.type != "place" or m.span.covers(span))]
        return self.mention_entity.get((document.id, over[0].span)) if over else None

    def phrase(self, document: Document, speaker: Speaker, phrases: dict[str, tuple[Counter[str], MentionType]]) -> str:
        """An entity of the phrase itself: the same words mean the same."""
        text = " ".join(speaker.span.of(document.text).split())
        key = " ".join(sorted(self.stems(text))) or fold_form(text)
        forms, _ = phrases.setdefault(key, (Counter(), "person" if speaker.form == "role" else "organization"))
        forms[text] += 1
        return digest("phrase", key)
