"""Names that are one name: mentions and speakers of all documents gathered into entities.

Forms are compared only inside blocks (one skeleton of a telling part); a short name joins the one fuller name that its own
documents hold, or the only one there is. Each merge keeps the features that made it. What a title stands for is learned
from the titles beside names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

import msgspec

from isnad.lang.pack import Pack
from isnad.link.entity_known import Known
from isnad.link.entity_names import Form, Names, body_features, person_features, place_features
from isnad.link.entity_roles import Roles
from isnad.model.account import Entity, Evidence, Feature, Merge, RoleHeld
from isnad.model.document import Document
from isnad.model.findings import Mention, MentionType
from isnad.model.ids import digest
from isnad.model.span import Span
from isnad.text.folding import fold_form

Compare = Callable[[Names, Form, Form], tuple[Feature, ...]]
COMPARE: dict[str, Compare] = {"person": person_features, "organization": body_features, "place": place_features}
BLOCK = 60
"""Forms of one block; a larger block is compared only among its most frequent."""
ENOUGH = 0.7


class EntityLinks(msgspec.Struct, frozen=True, kw_only=True):
    """Entities, and which mention, speaker phrase and statement belongs to which."""

    entities: tuple[Entity, ...] = ()
    mention_entity: dict[tuple[str, Span], str] = {}
    speaker_entity: dict[str, str] = {}


class Node(msgspec.Struct):
    """All mentions of one folded form."""

    key: str
    form: Form
    type: MentionType
    mentions: list[tuple[Document, Mention]]
    documents: set[str]


def link_entities(documents: Sequence[Document], pack: Pack) -> EntityLinks:
    """Gather the mentions and speakers of all documents."""
    names = Names(pack)
    nodes = gathered(documents, names)
    groups = Groups(nodes, Known(pack))
    join_known(groups, nodes)
    for kind in ("organization", "place", "person"):
        join_full(groups, [n for n in nodes.values() if n.type == kind], names, COMPARE[kind])
    join_short(groups, nodes, names)
    entities, entity_of = built(groups, nodes)
    mention_entity = {(d.id, m.span): entity_of[n.key] for n in nodes.values() for d, m in n.mentions}
    roles = Roles(documents, mention_entity, pack)
    speakers, extra = roles.speakers(documents)
    return EntityLinks(
        entities=tuple(sorted([*entities, *extra], key=lambda e: e.id)), mention_entity=mention_entity | roles.phrase_entity,
        speaker_entity=speakers,
    )  # fmt: skip


def gathered(documents: Sequence[Document], names: Names) -> dict[str, Node]:
    """Nodes by folded form; the type is that of most mentions."""
    held: dict[str, list[tuple[Document, Mention]]] = defaultdict(list)
    for document in documents:
        for mention in document.mentions:
            form = names.form(mention.span.of(document.text))
            if form.parts:
                held[" ".join(form.parts)].append((document, mention))
    nodes = {}
    for key in sorted(held):
        types = Counter(m.type for _, m in held[key])
        texts = Counter(m.span.of(d.text) for d, m in held[key])
        text = max(texts, key=lambda t: (texts[t], t))
        kind = max(types, key=lambda t: (types[t], t))
        nodes[key] = Node(key, names.form(text), kind, held[key], {d.id for d, _ in held[key]})
    return nodes


class Groups:
    """Union-find over nodes, with the reason of each union."""

    def __init__(self, nodes: dict[str, Node], known: Known) -> None:
        self.known = known
        self.parent = {key: key for key in nodes}
        self.merges: list[tuple[str, Merge]] = []

    def root(self, key: str) -> str:
        """The representative of a node's group."""
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, a: Node, b: Node, features: tuple[Feature, ...]) -> None:
        """Make two nodes one entity."""
        x, y = self.root(a.key), self.root(b.key)
        if x != y:
            low, high = sorted((x, y))
            self.parent[high] = low
            score = min(f.weight for f in features)
            self.merges.append((low, Merge(a=a.form.text, b=b.form.text, score=score, features=features)))


def join_known(groups: Groups, nodes: dict[str, Node]) -> None:
    """Join the forms that a table gives one id."""
    for name, keys in groups.known.groups((n.key, n.type, n.form.text) for n in nodes.values()):
        for key in keys[1:]:
            groups.join(nodes[keys[0]], nodes[key], (Feature("same-table-row", 1.0, name),))


def blocks(nodes: Sequence[Node]) -> dict[str, list[Node]]:
    """Nodes by the beginnings of the skeletons of their first and last parts."""
    out: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for bones in {node.form.bones[0][:2], node.form.last[:2], node.form.last[-2:]}:
            out[bones].append(node)
    return out


def join_full(groups: Groups, nodes: list[Node], names: Names, compare: Compare) -> None:
    """Join variants: full names with full names, and single ones spelled differently."""
    for block in blocks(nodes).values():
        if len(block) > BLOCK:
            block = sorted(block, key=lambda n: (-len(n.mentions), n.key))[:BLOCK]
        for a, b in combinations(sorted(block, key=lambda n: n.key), 2):
            if a.type == "person" and (len(a.form.parts) == 1) != (len(b.form.parts) == 1):
                continue
            if groups.known.apart(a.type, a.form.text, b.form.text):
                continue
            features = compare(names, a.form, b.form)
            if features and min(f.weight for f in features) >= ENOUGH:
                groups.join(a, b, features)


def join_short(groups: Groups, nodes: dict[str, Node], names: Names) -> None:
    """Join a single part to the full name it belongs to: one that shares a document, else the only one there is."""
    people = [n for n in nodes.values() if n.type == "person" and len(n.form.parts) > 1]
    by_bone: dict[str, list[Node]] = defaultdict(list)
    for node in people:
        for bone in set(node.form.bones[1:]) | {node.form.bones[0]}:
            by_bone[bone[:2]].append(node)
    for node in sorted(nodes.values(), key=lambda n: n.key):
        if node.type == "place" or len(node.form.parts) != 1:
            continue
        found = [(o, f) for o in by_bone.get(node.form.bones[0][:2], ()) if (f := belongs(names, node, o))]
        together = [p for p in found if p[0].documents & node.documents] or found
        roots = {groups.root(o.key) for o, _ in together}
        if node.type != "person" and not any(o.documents & node.documents for o, _ in together):
            continue
        if len(roots) > 1:
            counts = Counter({r: sum(len(o.documents & node.documents) for o, _ in together if groups.root(o.key) == r) for r in roots})
            (best, most), (_, second) = counts.most_common(2)
            roots = {best} if most > 2 * second else set()
        if len(roots) == 1:
            other, features = max((p for p in together if groups.root(p[0].key) in roots), key=lambda p: (p[1][0].weight, p[0].key))
            groups.join(node, other, features)


def belongs(names: Names, short: Node, full: Node) -> tuple[Feature, ...]:
    """Reasons that a single part is part of a full name."""
    last = names.same_part(short.form, 0, full.form, len(full.form.parts) - 1)
    if last >= ENOUGH:
        return (Feature("family-name", last, f"{short.form.text} = {full.form.text}"),)
    inner = max((names.same_part(short.form, 0, full.form, j) for j in range(len(full.form.parts) - 1)), default=0.0)
    if inner >= 0.9 and short.documents & full.documents:
        return (Feature("part-of-name-in-one-article", inner, f"{short.form.text} = {full.form.text}"),)
    return ()


def built(groups: Groups, nodes: dict[str, Node]) -> tuple[list[Entity], dict[str, str]]:
    """Entities from groups, and the entity of each node."""
    members: dict[str, list[Node]] = defaultdict(list)
    for key in nodes:
        members[groups.root(key)].append(nodes[key])
    reasons: dict[str, list[Merge]] = defaultdict(list)
    for low, merge in groups.merges:
        reasons[groups.root(low)].append(merge)
    entities, entity_of = [], {}
    for root, found in members.items():
        types = Counter({t: sum(len(n.mentions) for n in found if n.type == t) for t in {n.type for n in found}})
        kind = max(types, key=lambda t: (types[t], t))
        identity = digest("entity", kind, *sorted(n.key for n in found))
        forms = Counter(m.span.of(d.text) for n in found for d, m in n.mentions)
        fullest = max(found, key=lambda n: (len(n.form.parts), len(n.mentions), n.key))
        name = max((f for f in forms if fold_form(f) == fold_form(fullest.form.text)), key=lambda f: (forms[f], f))
        entities.append(Entity(id=identity, type=kind, name=name, forms=dict(forms), roles=held_roles(found), merges=tuple(reasons[root])))
        entity_of.update({n.key: identity for n in found})
    return entities, entity_of


def held_roles(found: list[Node]) -> tuple[RoleHeld, ...]:
    """Titles that stand beside the name, the most frequent first."""
    seen: dict[str, list[RoleHeld]] = defaultdict(list)
    for node in found:
        for document, mention in node.mentions:
            if mention.role is not None:
                text = mention.role.of(document.text)
                day = (document.publication.date or "")[:10] or None
                seen[fold_form(text)].append(RoleHeld(text=text, evidence=Evidence(document.id, mention.role), since=day))
    ranked = sorted(seen.values(), key=lambda r: (-len(r), r[0].text))
    return tuple(min(r, key=lambda h: (h.since or "9999", h.evidence.article, h.evidence.span)) for r in ranked[:5])
