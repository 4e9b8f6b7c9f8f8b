"""Names that are one name: mentions and speakers of all documents gathered into entities.

Forms meet in blocks and are compared by named features (`entity_features.py`); links are gathered strongest first, and nothing
that must be two becomes one (`entity_clusters.py`); short names are read article by article (`entity_short.py`); people's
judgements outrank all of it (`entity_judged.py`). One run over all documents and a stream that adds them one by one give the
same (`entity_stream.py`). What a title stands for is learned from the titles beside names (`entity_roles.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from isnad.lang.pack import Pack
from isnad.link.entity_clusters import JUDGED_UNSURE, merge_of
from isnad.link.entity_latin import Latin, latin_of
from isnad.link.entity_roles import Roles
from isnad.link.entity_stream import EntityStream
from isnad.model.account import Entity, Evidence, Feature, Merge, RoleHeld
from isnad.model.document import Document
from isnad.model.findings import Mention
from isnad.model.ids import digest
from isnad.model.judgement import Judgement
from isnad.model.span import Span
from isnad.text.folding import fold_form

OFFICES = 5
"""Titles that an entity keeps, the most frequent ones."""


class EntityLinks(msgspec.Struct, frozen=True, kw_only=True):
    """Entities, and which mention, speaker phrase and statement belongs to which."""

    entities: tuple[Entity, ...] = ()
    mention_entity: dict[tuple[str, Span], str] = {}
    speaker_entity: dict[str, str] = {}


class Gathered(msgspec.Struct):
    """All mentions of one entity."""

    units: set[str] = msgspec.field(default_factory=set)
    mentions: list[tuple[Document, Mention]] = msgspec.field(default_factory=list)


Home = tuple[str, str]
"""A cluster, and the group of articles of a short name that is its own."""


def link_entities(documents: Sequence[Document], pack: Pack, judgements: Sequence[Judgement] = ()) -> EntityLinks:
    """Gather the mentions and speakers of all documents; what people judged of names holds."""
    stream = EntityStream(pack, judgements=judgements)
    stream.add_all(stream.reader.roll(d) for d in documents)
    stream.settle()
    return entities_of(stream, documents, pack)


def entities_of(stream: EntityStream, documents: Sequence[Document], pack: Pack) -> EntityLinks:
    """The entities of documents that a settled stream holds."""
    homes: dict[Home, Gathered] = defaultdict(Gathered)
    for document in documents:
        for mention in document.mentions:
            if key := stream.reader.key(mention.span.of(document.text)):
                found = homes[stream.home(document.id, key)]
                found.units.add(stream.unit(document.id, key))
                found.mentions.append((document, mention))
    latin = latin_of(pack)
    entities, mention_entity = [], {}
    for home in sorted(homes):
        entity = built(stream, home, homes[home], latin)
        entities.append(entity)
        mention_entity.update({(d.id, m.span): entity.id for d, m in homes[home].mentions})
    roles = Roles(documents, mention_entity, pack)
    speakers, extra = roles.speakers(documents)
    return EntityLinks(
        entities=tuple(sorted([*entities, *extra], key=lambda e: e.id)), mention_entity=mention_entity | roles.phrase_entity,
        speaker_entity=speakers,
    )  # fmt: skip


def built(stream: EntityStream, home: Home, found: Gathered, latin: Latin) -> Entity:
    """One entity from its mentions."""
    name, group = home
    types = Counter(m.type for _, m in found.mentions)
    kind = max(types, key=lambda t: (types[t], t))
    forms = Counter(m.span.of(d.text) for d, m in found.mentions)
    usual = fullest(stream, forms)
    written, by = latin.of(kind, usual)
    merges, apart = reasons(stream, home, found)
    return Entity(
        id=digest("entity", kind, *stream.clusters[name].units, group), type=kind, name=usual, latin=written, latin_by=by,
        forms=dict(sorted(forms.items())), roles=held_roles(found.mentions), merges=merges, kept_apart=apart,
    )  # fmt: skip


def fullest(stream: EntityStream, forms: Counter[str]) -> str:
    """The form of most parts in Arabic script; of those the most frequent."""
    return max(forms, key=lambda f: (not stream.names.form(f).latin, len(stream.names.form(f).parts), forms[f], f))


def reasons(stream: EntityStream, home: Home, found: Gathered) -> tuple[tuple[Merge, ...], tuple[Merge, ...]]:
    """Why the forms are one, and why others that look alike are not among them."""
    name, group = home
    cluster = stream.clusters[name]
    merges = [merge_of(link, stream.text) for link in cluster.links] if not group else []
    for unit in sorted(found.units - set(cluster.units)):
        told = {f for d, m in found.mentions if (f := stream.why(d.id, stream.reader.key(m.span.of(d.text)), unit)) is not None}
        best = max(told, key=lambda f: (f.features[0].weight, f.unit), default=None)
        if best is not None:
            merges.append(Merge(a=stream.text(unit), b=stream.text(best.unit), score=best.features[0].weight, features=best.features))
    for (a, b), judgement in sorted(stream.judged.unsure.items()):
        if {a, b} & found.units and {a, b} <= stream.nodes.keys():
            left = Merge(a=stream.text(a), b=stream.text(b), score=0.0, features=(Feature(JUDGED_UNSURE, 0.0, judgement.author),))
            merges.append(left)
    return tuple(merges), tuple(merge_of(link, stream.text) for link in cluster.cut)


def held_roles(mentions: Sequence[tuple[Document, Mention]]) -> tuple[RoleHeld, ...]:
    """Titles that stand beside the name, the most frequent first, each with the first and last day that told it."""
    seen: dict[str, list[RoleHeld]] = defaultdict(list)
    for document, mention in mentions:
        if mention.role is not None:
            text = mention.role.of(document.text)
            day = (document.publication.date or "")[:10] or None
            seen[fold_form(text)].append(RoleHeld(text=text, evidence=Evidence(document.id, mention.role), since=day))
    ranked = sorted(seen.values(), key=lambda r: (-len(r), min(h.text for h in r)))
    out = []
    for told in ranked[:OFFICES]:
        first = min(told, key=lambda h: (h.since or "9999", h.evidence.article, h.evidence.span))
        days = [h.since for h in told if h.since is not None]
        out.append(msgspec.structs.replace(first, until=max(days, default=None), times=len(told)))
    return tuple(out)
