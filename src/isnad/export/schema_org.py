"""The account as schema.org JSON-LD (https://schema.org): NewsArticle, Quotation, Claim, Person, Organization, Place."""

from __future__ import annotations

from isnad.export.account_json import Json, account_object
from isnad.export.iris import article_iri, claim_iri, entity_iri, statement_iri
from isnad.model.account import Account

TYPES = {"person": "Person", "organization": "Organization", "place": "Place"}


def schema_org(account: Account) -> Json:
    """One graph: articles, direct quotations, claims with their appearances, and who and what they name."""
    told = account_object(account)
    place_of = {s["id"]: (a, s) for a in told["articles"] for s in a["statements"]}
    graph = [_article(a) for a in told["articles"]]
    graph += [_quotation(a, s) for a, s in place_of.values() if s["direct"]]
    graph += [_claim(c, place_of) for c in told["claims"]]
    graph += [_entity(e) for e in told["entities"]]
    return {"@context": "https://schema.org", "@graph": graph}


def _article(article: Json) -> Json:
    title, text = article["title"], article["text"]
    body = "\n".join(text[start:end] for start, end in article["body"])
    return _filled({
        "@type": "NewsArticle", "@id": article_iri(article), "identifier": article["id"], "inLanguage": "ar",
        "headline": text[title[0] : title[1]] if title else None, "articleBody": body, "url": article["url"],
        "datePublished": article["published"], "publisher": _named("Organization", article["outlet"]),
        "creditText": article["wire"]["agency"] if article["wire"] else None,
        "mentions": [{"@id": entity_iri(e)} for e in dict.fromkeys(m["entity"] for m in article["mentions"]) if e],
    })  # fmt: skip


def _quotation(article: Json, statement: Json) -> Json:
    return _filled({
        "@type": "Quotation", "@id": statement_iri(statement["id"]), "text": _words(article, statement), "inLanguage": "ar",
        "spokenByCharacter": {"@id": entity_iri(statement["speaker"])} if statement["speaker"] else None,
        "isPartOf": {"@id": article_iri(article)},
    })  # fmt: skip


def _claim(claim: Json, place_of: dict[str, tuple[Json, Json]]) -> Json:
    told = [place_of[s] for s in claim["statements"] if s in place_of]
    speakers = dict.fromkeys(s["speaker"] for _, s in told if s["speaker"])
    days = sorted((a["published"], article_iri(a)) for a, _ in told if a["published"])
    return _filled({
        "@type": "Claim", "@id": claim_iri(claim["id"]), "text": claim["text"], "inLanguage": "ar",
        "author": [{"@id": entity_iri(e)} for e in speakers],
        "appearance": [{"@id": i} for i in dict.fromkeys(article_iri(a) for a, _ in told)],
        "firstAppearance": {"@id": days[0][1]} if days else None,
    })  # fmt: skip


def _entity(entity: Json) -> Json:
    others = [f for f in entity["forms"] if f != entity["name"]]
    return _filled({
        "@type": TYPES[entity["type"]], "@id": entity_iri(entity["id"]), "name": entity["name"],
        "alternateName": [*others, *([entity["latin"]] if entity["latin"] else [])],
        "jobTitle": [r["text"] for r in entity["roles"]] if entity["type"] == "person" else None,
    })  # fmt: skip


def _words(article: Json, statement: Json) -> str:
    return " … ".join(article["text"][start:end] for start, end in statement["content"])


def _named(kind: str, name: str | None) -> Json | None:
    return {"@type": kind, "name": name} if name else None


def _filled(thing: Json) -> Json:
    """Without what is not known."""
    return {k: v for k, v in thing.items() if v not in (None, [], "")}
