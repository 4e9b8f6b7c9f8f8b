"""FollowTheMoney entities (https://followthemoney.tech), for Aleph, OpenAleph and nomenklatura.

People, bodies and places become `Person`, `Organization` (or `PublicBody`, `Company`) and `Address`; articles `Article`;
each name of an article a `Mention` that ties both; each statement a `Note` on its speaker with the article as its proof.
The same as statements: one row a value, with the article's day as first and last seen. Written by hand, since the library
weighs 250 MB; the names of schemata and properties were checked against its version 4.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator

from isnad.export.account_json import Json, account_object
from isnad.export.tables import lines
from isnad.model.account import Account

DATASET = "isnad"
BODIES = {"government": "PublicBody", "military": "PublicBody", "police": "PublicBody", "company": "Company"}
"""Schema of an organization whose kind is known; any other is an `Organization`."""
COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value", "external",
    "first_seen", "last_seen", "id",
)  # fmt: skip
PROP_TYPES = {
    "name": "name", "alias": "name", "title": "string", "publisher": "string", "sourceUrl": "url", "publishedAt": "date",
    "language": "language", "position": "string", "document": "entity", "resolved": "entity", "detectedSchema": "string",
    "description": "text", "entity": "entity", "proof": "entity", "full": "string", "date": "date", "fileName": "string",
}  # fmt: skip


def ftm_entities(account: Account) -> list[Json]:
    """Entities as the library reads them: `id`, `schema`, `properties` of lists of strings."""
    told = account_object(account)
    kinds = {m["entity"]: m["fine"] for a in told["articles"] for m in a["mentions"] if m["fine"]}
    schemata = {e["id"]: _schema(e, kinds) for e in told["entities"]}
    out = [_article(a) for a in told["articles"]]
    out += [_entity(e, schemata[e["id"]]) for e in told["entities"]]
    out += [m for a in told["articles"] for m in _mentions(a, schemata)]
    return out + [_note(a, s) for a in told["articles"] for s in a["statements"] if s["speaker"]]


def ftm_lines(account: Account) -> bytes:
    """An entity a line."""
    return lines(ftm_entities(account))


def ftm_statements(account: Account) -> bytes:
    """Statements as CSV in the library's columns."""
    days = {f"article-{d.id}": (d.publication.date or "")[:10] for d in account.documents}
    out = io.StringIO(newline="")
    writer = csv.writer(out, dialect=csv.unix_dialect)
    writer.writerow(COLUMNS)
    writer.writerows([row[c] for c in COLUMNS] for row in _rows(ftm_entities(account), days))
    return out.getvalue().encode("utf-8", "replace")


def _rows(entities: Iterable[Json], days: dict[str, str]) -> Iterator[dict[str, str]]:
    for entity in entities:
        proof = (entity["properties"].get("proof") or entity["properties"].get("document") or [entity["id"]])[0]
        seen = days.get(proof, "")
        for prop, values in entity["properties"].items():
            for value in values:
                # The library's key: a digest of dataset, entity, property and value.
                key = hashlib.sha1(f"{DATASET}.{entity['id']}.{prop}.{value}".encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
                yield {
                    "canonical_id": entity["id"], "entity_id": entity["id"], "prop": prop, "prop_type": PROP_TYPES[prop],
                    "schema": entity["schema"], "value": value, "dataset": DATASET, "origin": "isnad", "lang": "ara",
                    "original_value": "", "external": "f", "first_seen": seen, "last_seen": seen, "id": key,
                }  # fmt: skip


def _schema(entity: Json, kinds: dict[str, str]) -> str:
    if entity["type"] == "organization":
        return BODIES.get(kinds.get(entity["id"], ""), "Organization")
    return "Person" if entity["type"] == "person" else "Address"


def _made(identity: str, schema: str, **properties: Iterable[str | None]) -> Json:
    kept = {name: [v for v in dict.fromkeys(values) if v] for name, values in properties.items()}
    return {"id": identity, "schema": schema, "datasets": [DATASET], "properties": {k: v for k, v in kept.items() if v}}


def _article(a: Json) -> Json:
    title = a["text"][a["title"][0] : a["title"][1]] if a["title"] else None
    return _made(
        f"article-{a['id']}", "Article", title=[title], publisher=[a["outlet"]], sourceUrl=[a["url"]], publishedAt=[a["published"]],
        language=["ara"], fileName=[a["path"].rsplit("/", 1)[-1]],
    )  # fmt: skip


def _entity(e: Json, schema: str) -> Json:
    if schema == "Address":
        return _made(f"entity-{e['id']}", schema, full=[e["name"]])
    roles = [r["text"] for r in e["roles"]] if schema == "Person" else []
    return _made(
        f"entity-{e['id']}", schema, name=[e["name"]], alias=[*(f for f in e["forms"] if f != e["name"]), e["latin"]], position=roles
    )


def _mentions(a: Json, schemata: dict[str, str]) -> list[Json]:
    """One for each entity that an article names."""
    names: dict[str, list[str]] = {}
    for m in a["mentions"]:
        if m["entity"] and schemata.get(m["entity"], "Address") != "Address":
            names.setdefault(m["entity"], []).append(a["text"][m["span"][0] : m["span"][1]])
    return [
        _made(
            f"mention-{a['id']}-{e}", "Mention", document=[f"article-{a['id']}"], resolved=[f"entity-{e}"], name=forms,
            detectedSchema=[schemata[e]],
        )
        for e, forms in names.items()
    ]  # fmt: skip


def _note(a: Json, s: Json) -> Json:
    words = " … ".join(a["text"][start:end] for start, end in s["content"])
    return _made(
        f"statement-{s['id']}", "Note", name=[f"{s['act']}: {words[:60]}"], description=[words], entity=[f"entity-{s['speaker']}"],
        proof=[f"article-{a['id']}"],
    )  # fmt: skip
