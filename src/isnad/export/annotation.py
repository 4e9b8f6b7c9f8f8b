"""Findings as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one page of a collection, in JSON-LD.

Each finding selects its characters twice, as the model recommends: by position and by the words themselves with what
stands before and after, so that it can be found again in another copy of the article. Positions count code points of the
article's `text`, as everywhere in Isnad.
"""

from __future__ import annotations

from typing import Any

from isnad.export.account_json import Json, account_object
from isnad.export.iris import article_iri, entity_iri, statement_iri
from isnad.model.account import Account

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points of context on each side."""


def annotation_page(account: Account) -> Json:
    """An `AnnotationPage` with the statements, names, times and quantities of all articles."""
    told = account_object(account)
    names = {e["id"]: e for e in told["entities"]}
    items = [item for a in told["articles"] for item in _of_article(a, names)]
    return {"@context": CONTEXT, "id": "urn:isnad:annotations", "type": "AnnotationPage", "startIndex": 0, "items": items}


def _of_article(article: Json, names: dict[str, Json]) -> list[Json]:
    out = []
    for s in article["statements"]:
        body: list[Json] = [{"type": "TextualBody", "purpose": "tagging", "value": f"statement:{s['act']}"}]
        if s["speaker"] in names:
            body.append({"type": "SpecificResource", "purpose": "identifying", "source": entity_iri(s["speaker"])})
            body.append({"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": names[s["speaker"]]["name"]})
        out.append(_annotation(statement_iri(s["id"]), article, s["content"], body, s["by"]))
    for m in article["mentions"]:
        body = [{"type": "TextualBody", "purpose": "tagging", "value": f"name:{m['type']}"}]
        if m["entity"]:
            body.append({"type": "SpecificResource", "purpose": "identifying", "source": entity_iri(m["entity"])})
        out.append(_annotation(_place_iri(article, m, "name"), article, [m["span"]], body, m["by"]))
    for t in article["times"]:
        body = [{"type": "TextualBody", "purpose": "tagging", "value": f"time:{t['value']}"}]
        out.append(_annotation(_place_iri(article, t, "time"), article, [t["span"]], body, t["by"]))
    for q in article["quantities"]:
        value = q["value"] if not isinstance(q["value"], dict) else f"{q['value']['min']}..{q['value']['max']}"
        body = [{"type": "TextualBody", "purpose": "tagging", "value": f"quantity:{value}" + (f":{q['event']}" if q["event"] else "")}]
        out.append(_annotation(_place_iri(article, q, "quantity"), article, [q["span"]], body, q["by"]))
    return out


def _place_iri(article: Json, finding: Json, kind: str) -> str:
    return f"urn:isnad:{kind}:{article['id']}:{finding['span'][0]}-{finding['span'][1]}"


def _annotation(identity: str, article: Json, spans: list[Any], body: list[Json], by: str) -> Json:
    targets = [{"source": article_iri(article), "selector": _selectors(article["text"], start, end)} for start, end in spans]
    return {
        "id": identity,
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"id": f"urn:isnad:rule:{by}", "type": "Software", "name": by},
        "body": body,
        "target": targets if len(targets) > 1 else targets[0],
    }


def _selectors(text: str, start: int, end: int) -> list[Json]:
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
    ]
