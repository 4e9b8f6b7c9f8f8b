"""Articles as IPTC ninjs 3.0 news items (https://iptc.org/standards/ninjs/), one a line."""

from __future__ import annotations

from isnad.export.account_json import Json, account_object
from isnad.export.iris import article_iri, entity_iri
from isnad.export.tables import lines
from isnad.model.account import Account

GROUPS = {"person": "people", "organization": "organisations", "place": "places"}
STANDARD = {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"}


def ninjs_lines(account: Account) -> bytes:
    """A news item a line, in the order of the articles."""
    told = account_object(account)
    entities = {e["id"]: e for e in told["entities"]}
    return lines(news_item(a, entities) for a in told["articles"])


def news_item(article: Json, entities: dict[str, Json]) -> Json:
    """One article."""
    text, title = article["text"], article["title"]
    body = "\n".join(text[start:end] for start, end in article["body"])
    published = article["published"]
    item: Json = {
        "standard": STANDARD, "uri": article_iri(article), "type": "text", "language": "ar", "pubStatus": "usable",
        "bodies": [{"role": "main", "contentType": "text/plain", "charCount": len(body), "value": body}],
    }  # fmt: skip
    if title:
        item["headlines"] = [{"role": "main", "value": text[title[0] : title[1]]}]
    if published:
        item["firstCreated"] = item["versionCreated"] = _moment(published)
    sources = [("publisher", article["outlet"]), ("origin", article["wire"]["agency"] if article["wire"] else None)]
    if infosources := [{"role": role, "name": name} for role, name in sources if name]:
        item["infoSources"] = infosources
    for e in dict.fromkeys(m["entity"] for m in article["mentions"]):
        if e in entities:
            named = {"name": entities[e]["name"], "rel": "mentioned", "uri": entity_iri(e)}
            item.setdefault(GROUPS[entities[e]["type"]], []).append(named)
    return item


def _moment(published: str) -> str:
    """A date-time with a zone, as the standard wants it; what has no time is midnight, what has no zone is UTC."""
    if len(published) <= 10:
        return f"{published}T00:00:00Z"
    return published if published.endswith("Z") or "+" in published[10:] or "-" in published[10:] else f"{published}Z"
