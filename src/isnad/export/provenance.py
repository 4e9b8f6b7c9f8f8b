"""Where every statement comes from, as W3C PROV-O (https://www.w3.org/TR/prov-o/) in JSON-LD.

A statement is an entity quoted from its article and attributed to its speaker; each teller of its chain is a qualified
attribution with the role it had; an article that copies another was derived from it where the direction is known.
"""

from __future__ import annotations

from isnad.export.account_json import Json, account_object
from isnad.export.iris import article_iri, claim_iri, entity_iri, statement_iri
from isnad.model.account import Account

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "isnad": "urn:isnad:terms:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AGENTS = {"person": "prov:Person", "organization": "prov:Organization", "place": "prov:Agent"}


def provenance(account: Account) -> Json:
    """One graph of articles, statements, claims and those who told them."""
    told = account_object(account)
    by_path = {a["path"]: a for a in told["articles"]}
    graph = [_article(a) for a in told["articles"]]
    graph += [_statement(a, s) for a in told["articles"] for s in a["statements"]]
    graph += [_claim(c) for c in told["claims"]]
    graph += [_copy(by_path, r) for r in told["reuse"] if r["direction"] in ("a>b", "b>a")]
    graph += [{"@id": entity_iri(e["id"]), "@type": AGENTS[e["type"]], "dcterms:title": _arabic(e["name"])} for e in told["entities"]]
    return {"@context": CONTEXT, "@graph": graph}


def _article(article: Json) -> Json:
    out: Json = {"@id": article_iri(article), "@type": "prov:Entity", "dcterms:identifier": article["id"]}
    if article["title"]:
        start, end = article["title"]
        out["dcterms:title"] = _arabic(article["text"][start:end])
    if article["outlet"]:
        out["dcterms:publisher"] = article["outlet"]
    if article["published"]:
        kind = "xsd:date" if len(article["published"]) == 10 else "xsd:dateTime"
        out["dcterms:issued"] = {"@type": kind, "@value": article["published"]}
    return out


def _statement(article: Json, statement: Json) -> Json:
    words = " … ".join(article["text"][start:end] for start, end in statement["content"])
    out: Json = {
        "@id": statement_iri(statement["id"]),
        "@type": "prov:Entity",
        "prov:wasQuotedFrom": {"@id": article_iri(article)},
        "prov:value": _arabic(words),
        "isnad:act": statement["act"],
        "isnad:commitment": statement["commitment"],
        "isnad:place": [f"{start}-{end}" for start, end in statement["content"]],
        "isnad:by": statement["by"],
    }
    if statement["speaker"]:
        out["prov:wasAttributedTo"] = {"@id": entity_iri(statement["speaker"])}
    if statement["nested_in"]:
        out["prov:wasDerivedFrom"] = {"@id": statement_iri(statement["nested_in"])}
    out["prov:qualifiedAttribution"] = [_hop(article, statement, place, hop) for place, hop in enumerate(statement["chain"])]
    return out


def _hop(article: Json, statement: Json, place: int, hop: Json) -> Json:
    """A teller: an entity where it is one, else an agent known by its words only."""
    words = article["text"][hop["span"][0] : hop["span"][1]] if hop["span"] else hop["name"]
    agent: Json = {"@id": entity_iri(hop["entity"])} if hop["entity"] else {"@type": "prov:Agent", "dcterms:title": words or hop["role"]}
    return {
        "@id": f"{statement_iri(statement['id'])}:hop:{place}",
        "@type": "prov:Attribution",
        "prov:agent": agent,
        "prov:hadRole": {"@id": f"isnad:{hop['role']}"},
        "isnad:order": place,
    }


def _claim(claim: Json) -> Json:
    return {
        "@id": claim_iri(claim["id"]),
        "@type": "prov:Entity",
        "prov:value": _arabic(claim["text"]),
        "prov:wasDerivedFrom": [{"@id": statement_iri(s)} for s in claim["statements"]],
        "isnad:tellers": claim["tellers"],
        "isnad:origins": claim["origins"],
    }


def _copy(by_path: dict[str, Json], reuse: Json) -> Json:
    first, second = ("a", "b") if reuse["direction"] == "a>b" else ("b", "a")
    source, copy = by_path[reuse[first]["path"]], by_path[reuse[second]["path"]]
    return {"@id": article_iri(copy), "prov:wasDerivedFrom": {"@id": article_iri(source)}}


def _arabic(text: str) -> Json:
    return {"@value": text, "@language": "ar"}
