"""The account as one JSON object, `isnad.account/1`: deterministic, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from isnad.model.account import Account, Claim, Conflict, Entity, Evidence, Figure, Links, Merge, Reuse
from isnad.model.article import Post
from isnad.model.document import Document
from isnad.model.findings import Bounds, Hop, Mention, Quantity, Statement
from isnad.model.outcome import Issue, Outcome, count
from isnad.model.span import Span
from isnad.text.hosts import deceives, decoded, encoded, host_in

FORMAT = "isnad.account/1"
Json = dict[str, Any]


def account_json(account: Account, *, indent: int = 1) -> bytes:
    """The whole account as UTF-8 JSON with a final newline."""
    return _encode(account_object(account), indent)


def findings_json(documents: Iterable[Document], issues: Iterable[Issue], outcomes: Iterable[Outcome], *, indent: int = 1) -> bytes:
    """The findings alone: `articles` and `issues`, without links across articles."""
    body = {
        "format": FORMAT,
        "articles": [article_object(d, Links()) for d in documents],
        "issues": [_issue(i) for i in issues],
        "outcomes": _outcomes(outcomes),
    }
    return _encode(body, indent)


def _encode(body: Json, indent: int) -> bytes:
    return msgspec.json.format(msgspec.json.encode(body), indent=indent) + b"\n"


def account_object(account: Account) -> Json:
    """The account as plain lists and dictionaries, keys as in the format's description."""
    paths = {d.id: d.path for d in account.documents}
    links = account.links
    return {
        "format": FORMAT,
        "articles": [article_object(d, links) for d in account.documents],
        "entities": [_entity(e, paths) for e in links.entities],
        "claims": [_claim(c) for c in links.claims],
        "conflicts": [_conflict(c, paths) for c in account.conflicts],
        "figures": [_figure(f, paths) for f in account.figures],
        "reuse": [_reuse(r, paths) for r in links.reuse],
        "altered_quotes": [
            {"a": _place(q.a, paths), "b": _place(q.b, paths), "kind": q.kind, "changes": [list(c) for c in q.changes]}
            for q in links.altered_quotes
        ],
        "timeline": [
            {
                "date": e.date, "precision": e.precision, "text": e.text, "planned": e.planned,
                "evidence": [_place(v, paths) for v in e.evidence],
            }
            for e in account.timeline
        ],
        "labels": [
            {
                "entity_or_group": u.concept, "label": u.label, "voice": u.voice, "path": paths[u.article], "span": u.span,
                "outlet": u.outlet, "word": u.word, "stance": u.stance,
            }
            for u in account.labels
        ],
        "brief": [{"text": s.text, "kind": s.kind, "evidence": [_place(v, paths) for v in s.evidence]} for s in account.brief],
        "stories": [{"id": s.id, "title": s.title, "articles": list(s.articles)} for s in links.stories],
        "issues": [_issue(i) for i in account.issues],
        "outcomes": _outcomes(account.outcomes),
    }  # fmt: skip


def _claim(claim: Claim) -> Json:
    return {
        "id": claim.id,
        "statements": list(claim.statements),
        "text": claim.text,
        "tellers": claim.tellers,
        "origins": claim.origins,
        "standing": claim.standing,
        "origin_names": list(claim.origin_names),
        "through": list(claim.through),
    }


def _conflict(conflict: Conflict, paths: dict[str, str]) -> Json:
    return {
        "kind": conflict.kind,
        "about": conflict.about,
        "relation": conflict.relation,
        "a": _place(conflict.a, paths),
        "b": _place(conflict.b, paths),
        "why": conflict.why,
        "details": conflict.details,
        "by": conflict.by,
    }


def _outcomes(outcomes: Iterable[Outcome]) -> list[Json]:
    ended = count(list(outcomes))
    return [{"fate": fate, "reason": reason, "count": n} for (fate, reason), n in sorted(ended.items())]


def _issue(issue: Issue) -> Json:
    return {"path": issue.path, "code": issue.code, "detail": issue.detail, "span": issue.span}


def _place(evidence: Evidence, paths: dict[str, str]) -> Json:
    return {"path": paths[evidence.article], "span": evidence.span}


def article_object(document: Document, links: Links) -> Json:
    """An article with its findings, as the account lists it."""
    article, layout, publication = document.article, document.layout, document.publication
    return {
        "id": article.id,
        "path": article.path,
        "url": article.url,
        "outlet": layout.outlet or article.outlet,
        "host": _host(article.url),
        "title": layout.title,
        "text": article.text,
        "published": publication.date,
        "published_by": publication.by or None,
        "published_confidence": round(publication.confidence, 3),
        "retrieved": article.retrieved,
        # Embedded posts belong to the article, as sources of their own; they are not analysed as its words.
        "body": sorted([*layout.body, *(p.span for p in layout.posts if p.span)]),
        "furniture": [{"span": f.span, "kind": f.kind, "by": f.by} for f in layout.furniture],
        "wire": _wire(document, links),
        "republished_from": layout.republished_from,
        "posts": [_post(p) for p in (*article.posts, *layout.posts)],
        "statements": [_statement(s, document, links) for s in document.statements],
        "times": [{"span": t.span, "value": t.value, "by": t.by} for t in document.times],
        "quantities": [_quantity(q) for q in document.quantities],
        "mentions": [_mention(m, document, links) for m in document.mentions],
        "source_map": [[p.start, p.at, p.size] for p in article.source_map] or None,
        "encoding": article.encoding,
    }


def _host(url: str | None) -> Json | None:
    """The host as it travels, in its own letters, and whether it only looks like another's."""
    host = host_in(url)
    return {"name": encoded(host), "letters": decoded(host), "deceptive": deceives(host)} if host else None


def _post(post: Post) -> Json:
    return {
        "author": post.author,
        "handle": post.handle,
        "published": post.published,
        "url": post.url,
        "text": post.text,
        "span": post.span,
    }


def _wire(document: Document, links: Links) -> Json | None:
    if document.layout.wires:
        wire = document.layout.wires[0]
        return {"agency": wire.agency, "entity": wire.key, "credited": wire.credited, "span": wire.span, "by": wire.by}
    if document.id in links.wire:
        agency, reason = links.wire[document.id]
        return {"agency": agency, "entity": agency, "credited": False, "span": None, "by": reason}
    return None


def _entity_at(span: Span | None, document: Document, links: Links) -> str | None:
    """The entity of exactly this span, or of the first mention inside it."""
    if span is None:
        return None
    exact = links.mention_entity.get((document.id, span))
    if exact is not None:
        return exact
    inside = (m.span for m in document.mentions if span.covers(m.span))
    return next((e for s in inside if (e := links.mention_entity.get((document.id, s)))), None)


def _hop(hop: Hop, document: Document, links: Links) -> Json:
    return {"role": hop.role, "span": hop.span, "entity": _entity_at(hop.span, document, links), "cue": hop.cue, "name": hop.name}


def _statement(statement: Statement, document: Document, links: Links) -> Json:
    speaker = statement.speaker
    return {
        "id": statement.id,
        "content": list(statement.content),
        "cue": statement.cue,
        "source": statement.source,
        "speaker": links.speaker_entity.get(statement.id),
        "speaker_span": speaker.span if speaker else None,
        "speaker_form": speaker.form if speaker else "unnamed",
        "speaker_by": speaker.by if speaker else None,
        "source_type": speaker.source_type if speaker else None,
        "stands_for": speaker.stands_for if speaker else None,
        "chain": [_hop(hop, document, links) for hop in statement.chain],
        "act": statement.act,
        "commitment": statement.commitment,
        "direct": statement.direct,
        "nested_in": statement.nested_in,
        "post": statement.post,
        "by": statement.by,
    }


def _value(value: float | Bounds) -> Any:
    if isinstance(value, Bounds):
        return {"min": _plain(value.min), "max": _plain(value.max)}
    return _plain(value)


def _plain(value: float | None) -> float | int | None:
    """Whole numbers without a fraction."""
    return int(value) if value is not None and float(value).is_integer() else value


def _quantity(quantity: Quantity) -> Json:
    return {
        "span": quantity.span,
        "value": _value(quantity.value),
        "approximate": quantity.approximate,
        "bound": quantity.bound,
        "unit": quantity.unit,
        "counts": quantity.counts,
        "event": quantity.event,
        "statement": quantity.statement,
        "by": quantity.by,
    }


def _mention(mention: Mention, document: Document, links: Links) -> Json:
    return {
        "span": mention.span,
        "type": mention.type,
        "fine": mention.fine,
        "role": mention.role,
        "entity": links.mention_entity.get((document.id, mention.span)),
        "by": mention.by,
    }


def _entity(entity: Entity, paths: dict[str, str]) -> Json:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "latin": entity.latin,
        "latin_by": entity.latin_by,
        "forms": dict(sorted(entity.forms.items())),
        "roles": [
            {
                "text": r.text, "from": paths[r.evidence.article], "span": r.evidence.span, "since": r.since, "until": r.until,
                "times": r.times,
            }
            for r in entity.roles
        ],
        "merges": [_merge(m) for m in entity.merges],
        "kept_apart": [_merge(m) for m in entity.kept_apart],
    }  # fmt: skip


def _merge(merge: Merge) -> Json:
    features = [[f.name, round(f.weight, 4), f.detail] for f in merge.features]
    return {"a": merge.a, "b": merge.b, "score": round(merge.score, 4), "features": features}


def _figure(figure: Figure, paths: dict[str, str]) -> Json:
    return {
        "measure": figure.measure,
        "of": figure.of,
        "values": [
            {
                "path": paths[v.article], "span": v.span, "value": _value(v.value), "as_of": v.as_of, "reported": v.reported,
                "source": v.source, "kind": v.kind, "statement": v.statement, "stale": v.stale,
            }
            for v in figure.values
        ],
    }  # fmt: skip


def _reuse(reuse: Reuse, paths: dict[str, str]) -> Json:
    return {
        "a": {"path": paths[reuse.a]},
        "b": {"path": paths[reuse.b]},
        "kind": reuse.kind,
        "share": round(reuse.share, 4),
        "shares": [round(s, 4) for s in reuse.shares],
        "direction": reuse.direction,
        "passages": [{"a": p.a, "b": p.b, "same": p.same} for p in reuse.passages],
        "why": [[f.name, round(f.weight, 4), f.detail] for f in reuse.why],
    }
